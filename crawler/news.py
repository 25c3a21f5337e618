"""A news site: where it lists its articles, and which of them to fetch.

A subclass is nearly all class attributes. A site lists by its WordPress API, its feed, its sitemap or its list pages,
in this order: the next way is tried where one fails or is empty. Newest first; articles are yielded as pages, unread.
"""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.guard import find_refusal
from crawler.listings import WORDPRESS_FIELDS, Listing, ListingError, read_feed, read_posts
from crawler.pages import FetchedPage, read_failure, read_page
from crawler.site import Site
from crawler.sitemaps import read_sitemap
from extract.records import Problem

if TYPE_CHECKING:
    from extract.fetchstate import FetchState

PER_PAGE = 100  # the most that WordPress gives
NOT_MODIFIED = 304
BEYOND_THE_LAST = (400, 404)  # what WordPress says to a page number that is too high, in its API and its lists
MOMENT = 0.001  # seconds. With no delay at all Scrapy 2.19 ignores CONCURRENT_REQUESTS_PER_DOMAIN in a burst
SECOND = timedelta(seconds=1)
STAMP = "%Y-%m-%dT%H:%M:%SZ"

Requests = Iterator[Request]


class NewsSpider(Site, Spider):
    """Options: `base_url` crawls a copy of the site elsewhere; `since` (an ISO day) and `limit` bound the run."""

    def __init__(self, *, base_url: str = "", since: str = "", limit: int | str = 0, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self.base_url = base_url or type(self).base_url
        self.since = date.fromisoformat(since).isoformat() if since else ""
        self.limit = int(limit)
        host = urlsplit(self.base_url).hostname or ""
        self.allowed_domains = [host]
        self.private_hosts = frozenset({host} if base_url else ())  # the one host that the user typed
        self.known: Mapping[str, FetchState] = {}  # the archive pipeline knows
        self.caught_up_until = ""  # all that was modified before this moment is archived: ISO 8601, UTC
        self.is_caught_up = False  # and the last run left nothing out: what is unknown is newer than what is known
        self.found: dict[str, Listing] = {}
        self.unanswered: dict[str, None] = {}
        self.counts: Counter[str] = Counter()  # new, changed, unchanged, failed; and unfinished: worth another try
        self.problems: list[Problem] = []
        self.reached_end = False
        self._ways = self._find_ways()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401
        spider = super().from_crawler(crawler, *args, **kwargs)
        if find_refusal(spider.base_url):  # a copy on this machine or in this house: there is nobody to be polite to
            crawler.settings.set("DOWNLOAD_DELAY", MOMENT, priority="spider")
            crawler.settings.set("HTTPPROXY_ENABLED", value=False, priority="spider")
        return spider

    async def start(self) -> AsyncIterator[Any]:
        for request in self._next_way():
            yield request

    @property
    def place(self) -> str:
        """The site, or which copy of it, as a file name: each has its own progress."""
        return f"{self.name}@{_slug(self.base_url)}" if self.is_copy else self.name

    @property
    def is_complete(self) -> bool:
        """All that the site lists was fetched, so that the next run may stop where everything is known."""
        return self.reached_end and not (self.counts["unfinished"] or self.limit or self.since)

    @property
    def newest_change(self) -> str:
        """The newest modification that the site lists. One in the future says nothing and would hide all others."""
        now = f"{datetime.now(UTC):{STAMP}}"
        found = (listing.modified for listing in self.found.values() if listing.modified <= now)
        return max(found, default="")

    def closed(self, reason: str) -> None:
        """Called by Scrapy at the end. What got no answer (an offsite redirect, a stopped run) is not lost silently."""
        for url in self.unanswered:
            self._fail("no-answer", reason, url)

    def _find_ways(self) -> Iterator[Request]:
        if self.posts:
            yield self._ask_posts(1)
        for feed in self.feeds:
            yield self._ask(feed, self.read_feed_page)
        for path in self.sitemaps:
            yield self._ask(path, self.read_sitemap_page)
        for path in self.lists:
            yield self._ask_list(path, 1)

    def _next_way(self) -> Requests:
        """Ask in the next way that the site has. A run that has found too little in all of them has a Problem."""
        way = next(self._ways, None)
        if way:
            yield way
        elif len(self.found) < self.floor:
            self._report("too-few-links", f"{len(self.found)} found, at least {self.floor} expected", self.base_url)

    def _ask(self, address: str, callback: Callable[..., Requests], **values: Any) -> Request:  # noqa: ANN401
        url = urljoin(self.base_url, address)
        return Request(url, callback, errback=self.listing_failed, dont_filter=True, cb_kwargs=values)

    def _ask_posts(self, page: int) -> Request:
        query = {"per_page": PER_PAGE, "page": page, "orderby": "modified", "order": "desc"}
        if self.post_categories:
            query["categories"] = ",".join(map(str, self.post_categories))
        if self.since:
            query["after"] = f"{self.since}T00:00:00Z"
        if modified_after := self._modified_after():
            query["modified_after"] = modified_after
        query["_fields"] = WORDPRESS_FIELDS
        return self._ask(f"{self.posts}?{urlencode(query, safe=',:')}", self.read_posts_page, page=page)

    def _modified_after(self) -> str:
        """A second before the newest archived change, so that a healthy answer is never empty; "" for everything."""
        if not self.caught_up_until:
            return ""
        return f"{datetime.fromisoformat(self.caught_up_until) - SECOND:{STAMP}}"

    def _ask_list(self, path: str, page: int) -> Request:
        return self._ask(path.replace("{page}", str(page)), self.read_list_page, path=path, page=page)

    def read_posts_page(self, response: Response, page: int) -> Requests:
        try:
            listings = read_posts(response.body)
        except ListingError as error:
            yield from self._give_up(response.url, "no-listing", str(error), page)
            return
        total = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1")
        is_last = page >= int(total) if total.isdecimal() else len(listings) < PER_PAGE
        yield from self._read_listings(listings, response.url, page, None if is_last else self._ask_posts(page + 1))

    def read_feed_page(self, response: Response) -> Requests:
        try:
            listings = read_feed(response.body, response.url)
        except ListingError as error:
            yield from self._give_up(response.url, "no-listing", str(error), 1)
            return
        yield from self._read_listings(listings, response.url, 1, None)
        self.reached_end = False  # a feed ends long before the site does

    def read_sitemap_page(self, response: Response, page: int = 1, rest: tuple[str, ...] = ()) -> Requests:
        """`rest` are the sitemaps of the index that are still to be read, one after the other."""
        try:
            articles, children = read_sitemap(response.body, response.url)
        except ListingError as error:
            yield from self._give_up(response.url, "no-listing", str(error), page)
        else:
            if page == 1 and children:  # an index in an index is not followed: it could be the same one
                rest = tuple(self._find_sitemaps(children))
            if not rest or articles:
                yield from self._read_listings(articles, response.url, page, None)
        if page > 1 or rest:
            yield from self._read_rest(page, rest)

    def _find_sitemaps(self, children: Sequence[Listing]) -> Iterator[str]:
        """Those of this site that may list what is not archived yet, and the newest, so that it is never none."""
        here = [child for child in map(self.own, children) if self.is_here(child.url, self.sitemap_path)]
        for number, child in enumerate(here):
            if number == 0 or not child.modified or child.modified >= self.caught_up_until:
                yield child.url

    def _read_rest(self, page: int, rest: tuple[str, ...]) -> Requests:
        self.reached_end = not rest
        if rest and not self._is_full() and page < self.max_pages:
            yield self._ask(rest[0], self.read_sitemap_page, page=page + 1, rest=rest[1:])
        elif not self.found:
            yield from self._next_way()

    def read_list_page(self, response: Response, path: str, page: int) -> Requests:
        links = response.css(self.list_links).getall() if isinstance(response, TextResponse) else []
        listings = [Listing(urljoin(response.url, link)) for link in links]
        following = self._ask_list(path, page + 1) if "{page}" in path else None
        yield from self._read_listings(listings, response.url, page, following)

    def listing_failed(self, failure: Failure) -> Requests:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        page, rest = request.cb_kwargs.get("page", 1), request.cb_kwargs.get("rest")
        code, value, _ = read_failure(failure)
        is_beyond = isinstance(failure.value, HttpError) and failure.value.response.status in BEYOND_THE_LAST
        if page > 1 and is_beyond and rest is None:
            self.reached_end = True
            return
        yield from self._give_up(request.url, code, value, page)
        if rest is not None:  # one sitemap of an index
            yield from self._read_rest(page, rest)

    def _give_up(self, url: str, code: str, value: str, page: int) -> Requests:
        """A listing that fails at once is replaced by the next way; one that breaks off, by the next run."""
        self._report(code, value, url)
        if page == 1:
            yield from self._next_way()
        else:
            self.counts["unfinished"] += 1

    def _read_listings(self, listings: Sequence[Listing], url: str, page: int, following: Request | None) -> Requests:
        """Ask for the articles of one listing page, then for the following page, unless nothing there can be new."""
        own = [listing for listing in map(self.own, listings) if self.is_here(listing.url, self.article_path)]
        fresh = {listing.url: listing for listing in own if listing.url not in self.found}
        if not own and page == 1:
            yield from self._give_up(url, "no-links", f"{len(listings)} links, none to an article", page)
            return
        self.found.update(fresh)
        wanted = [listing for listing in fresh.values() if not self._is_before(listing)]
        may_revalidate = page == 1 and len(own) <= PER_PAGE  # a sitemap without dates may list thousands
        for number, listing in enumerate(wanted):
            yield from self._ask_article(listing, -len(self.found) - number, may_revalidate=may_revalidate)
        self.reached_end = following is None or not wanted or self._is_past(wanted)
        if following and not self.reached_end and not self._is_full() and page < self.max_pages:
            yield following.replace(priority=-len(self.found) * 2)  # after this page's articles

    def _is_before(self, listing: Listing) -> bool:
        moment = listing.published or listing.modified
        return bool(moment) and moment < self.since

    def _is_known(self, listing: Listing) -> bool:
        state = self.known.get(listing.url)
        return state is not None and listing.modified in ("", state.modified)

    def _is_past(self, listings: Sequence[Listing]) -> bool:
        """All that comes after this page is archived: it is sorted by modification, or by publication at least."""
        if all(listing.modified for listing in listings):
            return min(listing.modified for listing in listings) < self.caught_up_until
        return self.is_caught_up and all(map(self._is_known, listings))

    def _is_full(self) -> bool:
        return bool(self.limit) and self.counts["asked"] >= self.limit

    def _ask_article(self, listing: Listing, priority: int, *, may_revalidate: bool) -> Requests:
        """A request where the article is new or changed, a conditional one where the listing does not say."""
        state = self.known.get(listing.url)
        can_ask = may_revalidate and not listing.modified and state and (state.etag or state.last_modified)
        if self._is_known(listing) and not can_ask:
            self.counts["unchanged"] += 1
        elif not self._is_full():
            self.counts["asked"] += 1
            self.unanswered[listing.url] = None
            meta = {"state": state, "handle_httpstatus_list": [NOT_MODIFIED]} if can_ask else {}
            values = {"listing": listing}
            yield Request(
                listing.url, self.read_article_page, errback=self.article_failed,
                priority=priority, meta=meta, cb_kwargs=values,
            )  # fmt: skip

    def read_article_page(self, response: Response, listing: Listing) -> Iterator[FetchedPage]:
        self.unanswered.pop(listing.url, None)
        state = self.known.get(listing.url)
        page = read_page(response, listing, self.name)
        if response.status == NOT_MODIFIED or (state and state.digest == page.digest):
            self.counts["unchanged"] += 1
        else:
            self.counts["changed" if state else "new"] += 1
        if response.status != NOT_MODIFIED:
            yield page

    def article_failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        url = request.cb_kwargs["listing"].url
        self.unanswered.pop(url, None)
        code, value, is_final = read_failure(failure)
        self._fail(code, value, url)
        self.counts["unfinished"] += not is_final

    def _fail(self, code: str, value: str, url: str) -> None:
        self.counts["failed"] += 1
        self._report(code, value, url)

    def _report(self, code: str, value: str, where: str) -> None:
        self.problems.append(Problem("fetch", code, value, where))
        self.logger.warning("%s: %s (%s)", code, value, where)


def _slug(url: str) -> str:
    return re.sub(r"[^\w.]+", "-", url.partition("://")[2]).strip("-")
