"""What was run, and what changed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from interface.rows import Row, run_row
from interface.web.api.questions import Paged, WantedChanges, next_href
from interface.web.api.records import Change, Listed, Run, problems
from interface.web.viewing import reading
from storage.following import list_changes
from storage.health import list_runs

router = APIRouter()


@router.get("/runs", response_model=Listed[Run], responses=problems())
def runs(request: Request, asked: Annotated[Paged, Query()]) -> Row:
    """Crawls and extractions, the newest first."""
    with reading(request) as connection:
        found = list_runs(connection, asked.limit + 1, asked.after)
    after = found[asked.limit - 1].id if len(found) > asked.limit else None
    return {"items": [run_row(each) for each in found[: asked.limit]], "next": next_href(request, after)}


@router.get("/changes", response_model=Listed[Change], responses=problems())
def changes(request: Request, asked: Annotated[WantedChanges, Query()]) -> Row:
    """What changed in the releases, the oldest first: ask again with the last id as `after` to keep up."""
    with reading(request) as connection:
        found = list_changes(connection, asked.since, asked.after, asked.limit + 1)
    after = found[asked.limit - 1].id if len(found) > asked.limit else None
    return {"items": [each._asdict() for each in found[: asked.limit]], "next": next_href(request, after)}
