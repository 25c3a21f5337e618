"""Search over everything: releases by their names and their evidence, articles by their words."""

from typing import Literal, NamedTuple

from sqlalchemy import Connection

from interface.rows import days_of
from interface.web.templating import release_href
from storage.filters import ReleaseFilter
from storage.queries import ReleaseRow, list_releases
from storage.search import Hit, search


class FoundText(NamedTuple):
    """Something that has the words."""

    type: Literal["release", "article"]
    id: str
    title: str
    href: str
    excerpt: str


def find_texts(connection: Connection, text: str, limit: int) -> list[FoundText]:
    """At most so many, the releases first."""
    releases = list_releases(connection, ReleaseFilter(text=text), limit=limit).releases
    room = limit - len(releases)
    articles = search(connection, text, limit=room) if room else []
    return [*map(_release, releases), *map(_article, articles)]


def _release(each: ReleaseRow) -> FoundText:
    title = " ".join(filter(None, (each.vendor, each.model)))
    told = f"{each.kind} · {each.status} · {days_of(each.date)}"
    return FoundText("release", each.id, title, release_href(each.id), told)


def _article(each: Hit) -> FoundText:
    return FoundText("article", each.article_id, each.title, f"/articles/{each.article_id}", each.excerpt)
