"""Search: releases and articles that have some words."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from interface.web.viewing import reading, render, view_of
from storage.browsing import ArticleFilter, list_articles
from storage.filters import FilterError, ReleaseFilter
from storage.queries import list_releases

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
        articles = list_articles(connection, ArticleFilter(title=text), MOST)
    return render(view, "search.html", text=text, releases=page.releases, articles=articles, has_more=page.after)
