"""Releases as a feed: Atom, RSS, JSON Feed and iCalendar, of any filter.

A release is one entry, whose id never changes; when something of it changes, the entry says when, and is marked.
"""

from collections.abc import Callable, Iterable
from typing import Literal

from interface.feeds.atom import write_atom
from interface.feeds.entries import About, Entry
from interface.feeds.ical import write_ical
from interface.feeds.jsonfeed import write_json_feed
from interface.feeds.rss import write_rss

FeedFormat = Literal["atom", "rss", "json", "ical"]
MEDIA_TYPES: dict[FeedFormat, str] = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
    "ical": "text/calendar",
}
_WRITERS: dict[FeedFormat, Callable[[About, Iterable[Entry]], str]] = {
    "atom": write_atom,
    "rss": write_rss,
    "json": write_json_feed,
    "ical": write_ical,
}

__all__ = ["MEDIA_TYPES", "About", "Entry", "FeedFormat", "write_feed"]


def write_feed(format_name: FeedFormat, about: About, entries: Iterable[Entry]) -> str:
    """The whole document, to be sent as UTF-8."""
    return _WRITERS[format_name](about, entries)
