"""Articles and search."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request

from interface.rows import Row
from interface.web.api.claims import claim_row
from interface.web.api.questions import Searched, WantedArticles, next_href
from interface.web.api.records import Article, Found, FullArticle, Listed, problems
from interface.web.api.rows import iso
from interface.web.finding import find_texts
from interface.web.viewing import reading
from storage.browsing import ArticleFilter, ArticleRow, list_articles, load_article

CAPTURE = ("file", "offset", "length", "fetched_at", "status", "digest")
router = APIRouter()


@router.get("/articles", response_model=Listed[Article], responses=problems(404))
def articles(request: Request, asked: Annotated[WantedArticles, Query()]) -> Row:
    """The articles that were read, the newest first and those without a day last."""
    told = ArticleFilter(asked.source, asked.language, asked.since, asked.until, asked.title)
    with reading(request) as connection:
        found = list_articles(connection, told, asked.limit + 1, asked.after)
    after = found[asked.limit - 1].id if len(found) > asked.limit else None
    return {"items": [_article_row(each) for each in found[: asked.limit]], "next": next_href(request, after)}


@router.get("/articles/{article_id}", response_model=FullArticle, responses=problems(404))
def article(request: Request, article_id: Annotated[str, Path(max_length=200)]) -> Row:
    """An article: its text, and everything that was read from it."""
    with reading(request) as connection:
        found = load_article(connection, article_id)
    if found is None:
        raise HTTPException(404, f"no article {article_id!r}")
    return {
        **_article_row(found.article),
        "text": found.text,
        "cleaner": found.cleaner,
        "found": [claim_row(each) for each in found.claims],
        "problems": [asdict(each) for each in found.problems],
        "captures": [{name: getattr(each, name) for name in CAPTURE} for each in found.captures],
    }


@router.get("/search", response_model=Listed[Found], responses=problems())
def search(request: Request, asked: Annotated[Searched, Query()]) -> Row:
    """Releases and articles that have these words, the releases first."""
    with reading(request) as connection:
        found = find_texts(connection, asked.q, asked.limit)
    return {"items": [each._asdict() for each in found], "next": None}


def _article_row(article: ArticleRow) -> Row:
    names = ("id", "url", "site", "language", "title")
    days = {f"published_{end}": iso(article.published, end) for end in ("start", "end")}
    return {
        **{name: getattr(article, name) for name in names},
        **days,
        "claims": article.claim_count,
        "copy_of": article.copy_of,
    }
