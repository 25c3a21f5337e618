"""What a request came to: a page, or the reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from extract.records import Page

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.listings import Listing

GONE = (404, 410)


@dataclass(frozen=True, slots=True, repr=False)
class FetchedPage(Page):
    """A page with what only the crawler knows: what it asked with, and when the listing says it was modified."""

    request_headers: tuple[tuple[str, str], ...] = ()
    modified: str = ""

    def __repr__(self) -> str:
        """Scrapy logs what it was given: a line, not the page."""
        return f"<{self.status} {self.url}, {len(self.body)} bytes>"


def read_page(response: "Response", listing: "Listing", site: str) -> FetchedPage:
    """Under the address that the site lists, redirected or not: by it the article is known the next time."""
    return FetchedPage(
        url=listing.url,
        fetched_at=datetime.now(UTC),
        status=response.status,
        headers=_read_headers(response.headers),
        body=response.body,
        site=site,
        request_headers=_read_headers(response.request.headers if response.request else {}),
        modified=listing.modified,
    )


def read_failure(failure: "Failure") -> tuple[str, str, bool]:
    """A code, the reason, and whether it is final: not worth another try in the next run."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        return f"http-{status}", "", status in GONE
    if isinstance(error, IgnoreRequest):
        return "refused", str(error), True
    return "no-response", f"{type(error).__name__}: {error}", False


def _read_headers(headers: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    """Every value of every header, in latin-1, which loses no byte."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )
