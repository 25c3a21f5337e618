"""`moxun feed`: releases of a filter for feed readers and calendars."""

import hashlib
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from interface.asking import reading
from interface.feeds import About, FeedFormat, write_feed
from interface.feeds.entries import iter_entries
from storage.filters import filter_pairs

if TYPE_CHECKING:
    from storage.filters import ReleaseFilter


def print_feed(database_url: str, format_name: FeedFormat, wanted: "ReleaseFilter", limit: int, home: str) -> None:
    """The newest of the releases that are wanted."""
    from storage.news import iter_news  # noqa: PLC0415 SQLAlchemy

    with reading(database_url) as connection:
        entries = list(iter_entries(iter_news(connection, wanted, limit), home))
    sys.stdout.write(write_feed(format_name, about_feed(wanted, home), entries))


def about_feed(wanted: "ReleaseFilter", home: str = "", own: str = "") -> About:
    """A feed of a filter: its id is the filter's, and stays."""
    told = filter_pairs(wanted)
    name = hashlib.sha256(urlencode(told).encode()).hexdigest()[:16] if told else "all"
    title = "moxun" + (": " + ", ".join(f"{key} {value}" for key, value in told) if told else "")
    return About(title, f"urn:moxun:feed:{name}", home, own)
