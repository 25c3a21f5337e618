"""What a feed is made of, whatever its format."""

import datetime
import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from interface.rows import days_of, printable

if TYPE_CHECKING:
    from extract.records import PartialDate
    from storage.news import News

NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)  # of a release of which nobody knows when it was told of


@dataclass(frozen=True, slots=True)
class About:
    """The feed itself: what it is called, its own address, and the address of the pages that its entries lead to.

    `home` is where `moxun serve` can be reached; without one, entries lead to the articles that tell of them.
    """

    title: str
    id: str
    home: str = ""
    own: str = ""
    updated: datetime.datetime = NEVER


@dataclass(frozen=True, slots=True)
class Entry:
    """A release. `sequence` counts its changes; it is `is_updated` where there was any. Texts hold no control signs."""

    id: str
    title: str
    link: str
    published: datetime.datetime
    updated: datetime.datetime
    sequence: int
    date: "PartialDate | None"
    is_certain: bool  # out, and neither planned nor rumoured
    categories: tuple[str, ...]
    quotes: tuple[tuple[str, str, str], ...]  # words, title, address

    @property
    def is_updated(self) -> bool:
        return self.sequence > 0

    @property
    def heading(self) -> str:
        """The title, marked where the release has changed since it was first told of."""
        return f"{self.title} (updated)" if self.is_updated else self.title

    @property
    def text(self) -> str:
        """The quotes as text, a paragraph each."""
        return "\n\n".join(f"“{words}” {title} {link}".strip() for words, title, link in self.quotes)

    @property
    def html(self) -> str:
        """The quotes as HTML of our own: whatever comes from an article is escaped, links are http only."""
        return "".join(map(_quote_html, self.quotes))


def iter_entries(news: "Iterable[News]", home: str = "") -> Iterator[Entry]:
    """The entries of a feed, in the order of the news."""
    return (entry_of(each, home) for each in news)


def entry_of(news: "News", home: str = "") -> Entry:
    """A release as an entry."""
    release = news.release
    name = " ".join(filter(None, (release.vendor, release.model)))
    published = _midnight(release.first_seen)
    quotes = tuple(
        (_line(evidence.quote), _line(evidence.title), _http(evidence.claim.url)) for evidence in news.evidence
    )
    return Entry(
        id=f"urn:moxun:release:{quote(release.id, safe='')}",
        title=_line(f"{name} · {release.kind} · {release.status} · {days_of(release.date)}"),
        link=_page(home, release.id) if home else next((link for _, _, link in quotes if link), ""),
        published=published,
        updated=max(published, news.changed_at or published),
        sequence=news.changes,
        date=release.date,
        is_certain=release.status not in ("planned", "rumoured"),
        categories=tuple(_line(word) for word in (release.kind, release.status, release.vendor) if word),
        quotes=quotes,
    )


def _page(home: str, release_id: str) -> str:
    return f"{home.rstrip('/')}/releases/{quote(release_id, safe='/')}"


def _line(text: str) -> str:
    """Text from the world as one line that is fit for XML: no control signs, no halves of characters, no bidi marks."""
    told = "".join("\ufffd" if sign in "\ufffe\uffff" or "\ud800" <= sign <= "\udfff" else sign for sign in text)
    return printable(" ".join(told.split()))


def _http(url: str) -> str:
    return quote(url, safe="/:?&=#%@+,;~!$*[]") if url.startswith(("http://", "https://")) else ""


def _midnight(day: datetime.date | None) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC) if day else NEVER


def _quote_html(told: tuple[str, str, str]) -> str:
    words, title, link = map(html.escape, told)
    return f'<blockquote>{words}</blockquote><p><a href="{link}">{title or link}</a></p>' if link else f"<p>{words}</p>"
