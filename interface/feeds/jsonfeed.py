"""JSON Feed 1.1."""

import json
from collections.abc import Iterable

from interface.feeds.entries import About, Entry


def write_json_feed(about: About, entries: Iterable[Entry]) -> str:
    """A feed document."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about.title,
        **({"home_page_url": about.home} if about.home else {}),
        **({"feed_url": about.own} if about.own else {}),
        "authors": [{"name": "moxun"}],
        "items": [_item(entry) for entry in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        **({"url": entry.link} if entry.link else {}),
        "title": entry.heading,
        "content_html": entry.html or "<p></p>",
        "content_text": entry.text,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "tags": [*entry.categories, *(["updated"] if entry.is_updated else [])],
    }
