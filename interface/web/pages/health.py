"""How moxun itself fares."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from interface.web.viewing import reading, render, view_of
from storage.health import count_problems, count_tables, find_sources, list_runs

RUNS = 20
PROBLEMS = 30

router = APIRouter()


@router.get("/health")
def health(request: Request) -> HTMLResponse:
    """The latest runs, each source's state, and what was not understood."""
    view = view_of(request)
    with reading(request) as connection:
        counts = count_tables(connection)
        runs = list_runs(connection, RUNS)
        sources = find_sources(connection)
        problems = count_problems(connection, PROBLEMS)
    return render(view, "health.html", counts=counts, runs=runs, sources=sources, problems=problems)
