"""A news site: which of the articles that it lists to fetch, and what came of it.

A subclass is nearly all class attributes. Newest first; articles are yielded as pages, unread.
"""

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.discovery import PER_PAGE, STAMP, Discovery, Found
from crawler.guard import find_refusal
from crawler.pages import NOT_MODIFIED, FetchedPage, Listed, Missed, read_failure, read_page, read_status

if TYPE_CHECKING:
    from crawler.listings import Listing
    from extract.fetchstate import FetchState

MOMENT = 0.001  # seconds. With no delay at all Scrapy 2.19 ignores CONCURRENT_REQUESTS_PER_DOMAIN in a burst
OPEN = "circuit-open"


class NewsSpider(Discovery):
    """Options: `base_url` crawls a copy elsewhere; `since` and `until` (ISO days) and `limit` bound the run.

    With `every_way` all ways in which the site lists are tried, the first page of each.
    """

    def __init__(
        self,
        *,
        base_url: str = "",
        since: str = "",
        until: str = "",
        limit: int | str = 0,
        every_way: bool = False,
        **options: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(**options)
        self.base_url = base_url or type(self).base_url
        self.since, self.until = (date.fromisoformat(day).isoformat() if day else "" for day in (since, until))
        self.limit, self.tries_every_way = int(limit), every_way
        self.host = urlsplit(self.base_url).hostname or ""
        apis = (urlsplit(self.here(urljoin(self.base_url, api))).hostname or "" for api in self.apis)
        self.allowed_domains = [self.host, *apis]
        # Those that the site's file names; of a copy, the one host that the user typed.
        self.private_hosts = frozenset({self.host} if self.is_copy else type(self).private_hosts)
        self.known: Mapping[str, FetchState] = {}  # the archive pipeline knows
        self.is_caught_up = False  # and the last run left nothing out: what is unknown is newer than what is known
        self.unanswered: dict[str, None] = {}
        self.failing = 0  # requests one after the other that came to nothing
        self.retry_at: datetime | None = None  # the site asks not to be asked before
        self._ways = self.find_ways()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        spider = super().from_crawler(crawler, *args, **kwargs)
        if find_refusal(spider.base_url):  # a copy on this machine or in this house: there is nobody to be polite to
            crawler.settings.set("DOWNLOAD_DELAY", MOMENT, priority="spider")
            crawler.settings.set("HTTPPROXY_ENABLED", value=False, priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Any]:
        for request in self.next_way():
            yield request

    @property
    def place(self) -> str:
        """The site, or which copy of it, as a file name: each has its own progress."""
        return f"{self.name}@{_slug(self.base_url)}" if self.is_copy else self.name

    @property
    def is_complete(self) -> bool:
        """All that the site lists was fetched, so that the next run may stop where everything is known."""
        is_whole = not (self.limit or self.is_backfill or self.tries_every_way)
        return self.reached_end and is_whole and not self.counts["unfinished"]

    @property
    def newest_change(self) -> str:
        """The newest modification that the site lists. One in the future says nothing and would hide all others."""
        now = f"{datetime.now(UTC):{STAMP}}"
        found = (listing.modified for listing in self.found.values() if listing.modified <= now)
        return max(found, default="")

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end. What got no answer is not lost silently."""
        if self.unanswered:
            self.counts["failed"] += len(self.unanswered)
            self.counts["unfinished"] += len(self.unanswered)
            self.report("not-asked", f"{len(self.unanswered)} articles; the run ended: {reason}", self.base_url)

    def is_full(self) -> bool:
        return bool(self.limit) and self.counts["asked"] >= self.limit

    def take_listings(self, listings: "Sequence[Listing]", url: str, page: int, following: Request | None) -> Found:
        """Ask for the articles of one listing page, then for the following page, unless nothing there can be new."""
        self.failing = 0
        own = [listing for listing in map(self.own, listings) if self.is_here(listing.url, self.article_path)]
        is_new_page = self.note_links(own)
        if not own and page == 1:
            yield from self.give_up(url, "no-links", f"{len(listings)} links, none to an article", page)
            return
        fresh = {listing.url: listing for listing in own if listing.url not in self.found}
        self.found.update(fresh)
        yield Listed(tuple(url for url in fresh if url not in self.known))
        wanted = [listing for listing in fresh.values() if self._is_in_window(listing)]
        may_revalidate = page == 1 and len(own) <= PER_PAGE  # a sitemap without dates may list thousands
        for number, listing in enumerate(wanted):
            yield from self._ask_article(listing, -len(self.found) - number, may_revalidate=may_revalidate)
        self.reached_end = following is None or not is_new_page or self._is_past(own)
        if self.tries_every_way:
            yield from self.next_way() if page == 1 else ()
        elif following and not self.reached_end and not self.is_full() and page < self.max_pages:
            yield following.replace(priority=-len(self.found) * 2)  # after this page's articles

    def _is_in_window(self, listing: "Listing") -> bool:
        """Where a listing does not say when, it may be."""
        moment = listing.published or listing.modified
        return not moment or (moment >= self.since and (not self.until or moment[:10] <= self.until))

    def _is_known(self, listing: "Listing") -> bool:
        state = self.known.get(listing.url)
        return state is not None and listing.modified in ("", state.modified)

    def _is_past(self, listings: "Sequence[Listing]") -> bool:
        """Nothing that comes after this page is wanted: it is sorted by modification, or by publication at least."""
        if self.is_backfill:
            moments = [listing.modified or listing.published for listing in listings]
            return all(moment and moment < self.since for moment in moments)
        if all(listing.modified for listing in listings):
            return min(listing.modified for listing in listings) < self.caught_up_until
        return self.is_caught_up and all(map(self._is_known, listings))

    def _ask_article(self, listing: "Listing", priority: int, *, may_revalidate: bool) -> Iterator[Request]:
        """A request where the article is new or changed, a conditional one where the listing does not say."""
        state = self.known.get(listing.url)
        can_ask = may_revalidate and not listing.modified and state and (state.etag or state.last_modified)
        if self._is_known(listing) and not can_ask:
            self.counts["unchanged"] += 1
        elif not self.is_full():
            self.counts["asked"] += 1
            self.unanswered[listing.url] = None
            yield Request(
                listing.url, self.read_article_page, errback=self.article_failed, priority=priority,
                meta={"state": state, "handle_httpstatus_list": [NOT_MODIFIED]} if state else {},
                cb_kwargs={"listing": listing},
            )  # fmt: skip

    def read_article_page(self, response: Response, listing: "Listing") -> Iterator[FetchedPage]:
        self.unanswered.pop(listing.url, None)
        self.failing = 0
        state = self.known.get(listing.url)
        page = read_page(response, listing, self.name)
        is_same = state is not None and (response.status == NOT_MODIFIED or state.digest == page.digest)
        self.counts["unchanged" if is_same else "changed" if state else "new"] += 1
        yield page

    def article_failed(self, failure: Failure) -> Iterator[Missed]:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        url = request.cb_kwargs["listing"].url
        self.unanswered.pop(url, None)
        code, value, is_final = read_failure(failure)
        self.counts["failed"] += 1
        self.counts["unfinished"] += not is_final
        self.report(code, value, url)
        yield Missed(url, datetime.now(UTC), read_status(failure))
        self._count_failure(is_final=is_final)

    def _count_failure(self, *, is_final: bool) -> None:
        """A site that fails again and again, or asks to be left alone for long, is left alone until the next run."""
        self.failing = 0 if is_final else self.failing + 1
        if self.is_open:
            raise CloseSpider(OPEN)

    @property
    def is_open(self) -> bool:
        """The circuit breaker's state: nothing more is asked in this run."""
        return self.failing >= self.max_failures or self.retry_at is not None


def _slug(url: str) -> str:
    return re.sub(r"[^\w.]+", "-", url.partition("://")[2]).strip("-")
