"""Search: releases and articles that have some words."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extract.records import Span
from interface.web.marking import Piece, Stretch, mark_text
from interface.web.viewing import reading, render, view_of
from storage.filters import FilterError, ReleaseFilter
from storage.queries import list_releases
from storage.search import Hit
from storage.search import search as search_articles

MOST = 20
LONGEST = 200  # characters

router = APIRouter()


@router.get("/search")
def search(request: Request) -> HTMLResponse:
    """What has these words, in its names or in who says so."""
    view = view_of(request)
    text = view.control("q").strip()
    if len(text) > LONGEST:
        raise FilterError(f"q: over {LONGEST} characters")
    if not text:
        return render(view, "search.html", text="", releases=(), articles=(), has_more=False)
    with reading(request) as connection:
        page = list_releases(connection, ReleaseFilter(text=text), limit=MOST)
        hits = search_articles(connection, text, limit=MOST)
    articles = [(each, _mark(each)) for each in hits]
    return render(view, "search.html", text=text, releases=page.releases, articles=articles, has_more=page.after)


def _mark(hit: Hit) -> list[Piece]:
    """The excerpt, with what was searched for marked in it."""
    shifted = (Span(start - hit.excerpt_start, end - hit.excerpt_start) for start, end in hit.spans)
    inside = [span for span in shifted if 0 <= span.start < span.end <= len(hit.excerpt)]
    return mark_text(hit.excerpt, [Stretch(span, "evidence") for span in inside])
