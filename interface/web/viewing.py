"""One page for one reader: their language and colours, the filter in the address, and the answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from interface.web.templating import load_environment, query_href
from interface.web.words import Words, choose_language, load_words
from storage.filters import FilterError, ReleaseFilter, read_filter

PREFERENCES = ("lang", "theme")
THEMES = ("light", "dark", "auto")
YEAR = 365 * 24 * 3600  # seconds
CONTROLS = frozenset((*PREFERENCES, "order", "after", "lanes"))  # in a page's address besides the filter
LONGEST_QUERY = 4000  # characters


@dataclass(frozen=True)
class View:
    """A request as a page sees it."""

    request: Request
    words: Words
    theme: str

    @property
    def path(self) -> str:
        return self.request.url.path

    def control(self, name: str, default: str = "") -> str:
        return self.request.query_params.get(name, default)

    def pairs(self) -> list[tuple[str, str]]:
        """The query without language and colours, which are kept in cookies."""
        return [(name, value) for name, value in self.request.query_params.multi_items() if name not in PREFERENCES]

    def filter_pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.pairs() if name not in CONTROLS and value.strip()]

    def read_filter(self) -> ReleaseFilter:
        """FilterError where the address holds a condition that is none."""
        if len(self.request.url.query) > LONGEST_QUERY:
            raise FilterError(f"a query of over {LONGEST_QUERY} characters")
        return read_filter(self.filter_pairs())

    def changed(self, path: str | None = None, **changes: str) -> str:
        """This page's address with other values; "" takes one away. Another list begins at its first page."""
        changes = {"after": "", **{name.rstrip("_"): value for name, value in changes.items()}}
        kept = [(name, value) for name, value in self.pairs() if name not in changes]
        return query_href(self.path if path is None else path, [*kept, *changes.items()])

    def without(self, pair: tuple[str, str]) -> str:
        """This page's address without one condition."""
        return query_href(self.path, [each for each in self.pairs() if each != pair and each[0] != "after"])

    def prefer(self, name: str, value: str) -> str:
        """This very page in another language or other colours."""
        return query_href(self.path, [*self.pairs(), (name, value)])


def view_of(request: Request) -> View:
    """The reader's wishes: in the address, else kept in a cookie, else as the browser says."""
    asked, kept = request.query_params, request.cookies
    language = choose_language(asked.get("lang"), kept.get("lang"), accepted=request.headers.get("accept-language", ""))
    themes = (asked.get("theme"), kept.get("theme"))
    return View(request, load_words(language), next((each for each in themes if each in THEMES), "auto"))


def render(view: View, template: str, status: int = 200, **context: Any) -> HTMLResponse:  # noqa: ANN401
    """The page of a template. What the address says of language and colours is remembered."""
    html = load_environment().get_template(template).render(view=view, words=view.words, **context)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie", "Content-Language": view.words.language}
    response = HTMLResponse(html, status, headers)
    _remember(response, view, {"lang": view.words.language, "theme": view.theme})
    return response


@contextmanager
def reading(request: Request) -> Iterator[Connection]:
    """A view of one moment of the database."""
    with request.app.state.database.read() as connection:
        yield connection


def _remember(response: HTMLResponse, view: View, chosen: Mapping[str, str]) -> None:
    for name, value in chosen.items():
        if view.request.query_params.get(name) == value:
            response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="lax")
