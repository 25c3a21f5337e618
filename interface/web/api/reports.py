"""What an article states of many releases, and what came of checking it."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from interface.claiming import reading_row, statement_row
from interface.rows import Row
from interface.web.api.questions import WantedReport
from interface.web.api.records import Listed, Statement, problems
from interface.web.checks import read_checks
from interface.web.words import load_words

router = APIRouter()


@router.get("/articles/{article_id}/report", response_model=Listed[Statement], responses=problems(404))
def report(
    request: Request, article_id: Annotated[str, Path(max_length=200)], asked: Annotated[WantedReport, Query()]
) -> Row:
    """The numbers and superlatives of an article, each with its verdict and readings; it is read from the archive."""
    _, text, checks = read_checks(request, article_id)
    tell = load_words(asked.language).tell
    items = [
        statement_row(text, check, tell) | {"readings": [reading_row(each, tell) for each in check.readings]}
        for check in checks
    ]
    return {"items": items, "next": None}
