"""What an article states of many releases, checked against what is held."""

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from interface.claiming import find_outcomes, tell_sides
from interface.web.checks import read_checks
from interface.web.viewing import render, view_of

router = APIRouter()


@router.get("/articles/{article_id}/report")
def report(request: Request, article_id: str) -> HTMLResponse:
    """Its numbers and superlatives, each with a verdict and its readings; it is read again from the archive."""
    view = view_of(request)
    found, text, checks = read_checks(request, article_id)
    counted = [each for each in checks if each.verdict != "not checkable"]
    context: dict[str, Any] = {
        "counted": [(each, find_outcomes(each.readings)) for each in counted],
        "others": [each for each in checks if each.verdict == "not checkable"],
        "verdicts": Counter(each.verdict for each in counted),
    }
    return render(view, "report.html", found=found, text=text, tell_sides=tell_sides, **context)
