"""The list of articles, and one article with everything that was read from it."""

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from interface.web.marking import Piece, mark_text, paragraphs, stretches_of
from interface.web.viewing import View, reading, render, view_of
from storage.browsing import ArticleClaim, ArticleFilter, FullArticle, count_articles, list_articles, load_article
from storage.filters import FilterError, read_filter
from storage.health import list_sites

PAGE = 50
CONDITIONS = ("source", "language", "from", "to", "text")

router = APIRouter()


@dataclass(frozen=True, slots=True)
class NumberedClaim:
    """A claim with the number that marks its words in the text."""

    number: int
    told: ArticleClaim


@router.get("/articles")
def articles(request: Request) -> HTMLResponse:
    """The articles that were read, newest first, a page of them."""
    view = view_of(request)
    wanted = _read_conditions(view)
    with reading(request) as connection:
        found = list_articles(connection, wanted, PAGE + 1, view.control("after") or None)
        count = count_articles(connection, wanted)
        sites = list_sites(connection)
    after = found[PAGE - 1].id if len(found) > PAGE else None
    return render(view, "articles.html", articles=found[:PAGE], after=after, count=count, wanted=wanted, sites=sites)


@router.get("/articles/{article_id}")
def article(request: Request, article_id: str) -> HTMLResponse:
    """An article: its text as archived, with the words that each claim rests on marked."""
    view = view_of(request)
    with reading(request) as connection:
        found = load_article(connection, article_id)
    if found is None:
        raise HTTPException(404)
    claims = [NumberedClaim(number, each) for number, each in enumerate(found.claims, start=1)]
    return render(view, "article.html", found=found, claims=claims, lines=_mark(found, claims))


def _mark(found: FullArticle, claims: list[NumberedClaim]) -> list[list[Piece]]:
    """The text's lines but the first where that is the title, which stands over them; every line where it is marked."""
    stretches = [stretch for each in claims for stretch in stretches_of(each.told.claim, each.number)]
    lines = paragraphs(mark_text(found.text, stretches))
    title = found.article.title.strip()
    is_titled = lines and len(lines[0]) == 1 and lines[0][0].text.strip() == title and not lines[0][0].roles
    return lines[1:] if is_titled else lines


def _read_conditions(view: View) -> ArticleFilter:
    pairs = view.filter_pairs()
    if unknown := {name for name, _ in pairs} - set(CONDITIONS):
        raise FilterError(f"no condition {min(unknown)!r}: there are {', '.join(CONDITIONS)}")
    told = dict(pairs)
    days = read_filter([(name, value) for name, value in pairs if name in ("from", "to")])
    return ArticleFilter(told.get("source"), told.get("language"), days.since, days.until, told.get("text"))
