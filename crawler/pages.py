"""What a request came to: a page, or the reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.refusals import Refusal
from extract.fetchstate import FetchState
from extract.records import Page

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.listings import Listing

NOT_MODIFIED = 304
GONE = (404, 410)
# Scrapy says these only in words: https://docs.scrapy.org/en/latest/topics/exceptions.html
SAID = {
    "Forbidden by robots.txt": ("robots-forbids", True),
    "max redirections reached": ("redirect-loop", False),
}


@dataclass(frozen=True, slots=True, repr=False)
class FetchedPage(Page):
    """A page with what only the crawler knows: what it asked with, and when the listing says it was modified."""

    request_headers: tuple[tuple[str, str], ...] = ()
    modified: str = ""

    def __repr__(self) -> str:
        """Scrapy logs what it was given: a line, not the page."""
        return f"<{self.status} {self.url}, {len(self.body)} bytes>"


@dataclass(frozen=True, slots=True)
class Listed:
    """Addresses that a site lists and of which nothing is archived yet."""

    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """An article that could not be fetched. `status` is 0 where there was no answer at all."""

    url: str
    at: datetime
    status: int


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


def read_state(page: FetchedPage, before: FetchState | None) -> FetchState:
    """What is known of a page now. After a 304 what the answer does not say is as it was before."""
    old = before if before and page.status == NOT_MODIFIED else FetchState("", "", "", page.digest)
    etag, last_modified = page.header("ETag") or old.etag, page.header("Last-Modified") or old.last_modified
    return FetchState(etag, last_modified, page.modified or old.modified, old.digest)


def read_failure(failure: "Failure") -> tuple[str, str, bool]:
    """A code, the reason, and whether it is final: not worth another try in the next run."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        return f"http-{status}", "", status in GONE
    if isinstance(error, Refusal):
        return error.code, str(error), error.is_final
    if isinstance(error, IgnoreRequest):
        code, is_final = SAID.get(str(error), ("refused", True))
        return code, "", is_final
    if isinstance(error, DownloadTimeoutError):
        return "timeout", "", False
    if isinstance(error, DownloadCancelledError):
        return "too-large", str(error), True
    return "no-response", f"{type(error).__name__}: {error}", False


def read_status(failure: "Failure") -> int:
    """The status of an answer that was no page; 0 where there was none."""
    return failure.value.response.status if isinstance(failure.value, HttpError) else 0


def _read_headers(headers: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    """Every value of every header, in latin-1, which loses no byte."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )
