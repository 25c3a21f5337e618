"""Feeds of any filter, under the same names as the pages' addresses."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from interface.feeding import about_feed
from interface.feeds import MEDIA_TYPES, FeedFormat, write_feed
from interface.feeds.entries import iter_entries
from interface.web.viewing import reading, view_of
from storage.news import iter_news

ENTRIES = 50
FORMATS: dict[str, FeedFormat] = {"atom": "atom", "rss": "rss", "json": "json", "ics": "ical"}

router = APIRouter()


@router.get("/feeds/releases.{ending}")
def feed(request: Request, ending: str) -> Response:
    """The newest of the releases that the address asks for."""
    if ending not in FORMATS:
        raise HTTPException(404)
    wanted = view_of(request).read_filter()
    home = str(request.base_url).rstrip("/")
    with reading(request) as connection:
        entries = list(iter_entries(iter_news(connection, wanted, ENTRIES), home))
    name = FORMATS[ending]
    document = write_feed(name, about_feed(wanted, home, str(request.url)), entries)
    return Response(document, media_type=MEDIA_TYPES[name], headers={"Cache-Control": "no-cache"})
