"""The demo's articles: data files in our own prose."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article as its file tells it. `published` and `modified` are aware; `shown_date` is what the page shows."""

    number: int
    title: str
    author: str
    published: datetime
    modified: datetime
    body: str  # HTML, as an editor left it
    tags: tuple[str, ...]
    language: str
    charset: str
    shown_date: str
    is_gone: bool  # listed, and answered with 404

    @property
    def path(self) -> str:
        return f"/{self.published:%Y/%m}/{self.number}.html"


@cache
def load_articles() -> tuple[DemoArticle, ...]:
    """All of them, newest first."""
    names = (entry for entry in files("interface.demo").joinpath("prose").iterdir() if entry.name.endswith(".toml"))
    articles = (_read_article(int(entry.name[:-5]), tomllib.loads(entry.read_text("utf-8"))) for entry in names)
    return tuple(sorted(articles, key=lambda article: article.published, reverse=True))


@cache
def load_site() -> dict[str, Any]:
    """What the site is called and where it lives."""
    return tomllib.loads(files("interface.demo").joinpath("site.toml").read_text("utf-8"))


def utc(moment: datetime) -> str:
    """As WordPress writes its `_gmt` fields: no zone, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _read_article(number: int, values: dict[str, Any]) -> DemoArticle:
    published: datetime = values["published"]
    return DemoArticle(
        number=number,
        title=values["title"],
        author=values["author"],
        published=published,
        modified=values.get("modified", published),
        body=values["body"],
        tags=tuple(values["tags"]),
        language=values.get("language", "zh"),
        charset=values.get("charset", "utf-8"),
        shown_date=values.get("shown_date", f"{published:%Y-%m-%d}"),
        is_gone=values.get("is_gone", False),
    )
