"""Ask a site what it lists: its WordPress API, its JSON API, its feed, its sitemap, its list pages, in this order.

The next way is tried where one fails or is empty. What a page lists goes to `take_listings`, which knows what to fetch.
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urljoin
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.jsonapi import read_items
from crawler.listings import WORDPRESS_FIELDS, Listing, ListingError, read_feed, read_posts
from crawler.pages import Listed, read_failure
from crawler.showntimes import read_shown_time
from crawler.site import Site
from crawler.sitemaps import read_sitemap
from extract.records import Problem

PER_PAGE = 100  # the most that WordPress gives
BEYOND_THE_LAST = (400, 404)  # what WordPress says to a page number that is too high, in its API and its lists
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
STAMP = "%Y-%m-%dT%H:%M:%SZ"

Found = Iterator[Request | Listed]


class Discovery(Site, Spider):
    """Reads listing pages one after the other. `since` and `until` (ISO days) ask for what was published between."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 Scrapy's
        super().__init__(**options)
        self.since, self.until = "", ""
        self.tries_every_way = False  # and only the first page of each: to check them
        self.caught_up_until = ""  # all that was modified before this moment is archived: ISO 8601, UTC
        self.found: dict[str, Listing] = {}
        self.links_by_way: dict[str, set[str]] = {}
        self.counts: Counter[str] = Counter()  # new, changed, unchanged, failed; and unfinished: worth another try
        self.problems: list[Problem] = []
        self.reached_end = False
        self._ways: Iterator[tuple[str, Request]] = iter(())
        self._way = ""

    @abstractmethod
    def take_listings(self, listings: Sequence[Listing], url: str, page: int, following: Request | None) -> Found:
        """Ask for what is wanted of one listing page, then for the following page."""

    @property
    def is_backfill(self) -> bool:
        """A window of time was asked for: what has been archived since says nothing of it."""
        return bool(self.since or self.until)

    def find_ways(self) -> Iterator[tuple[str, Request]]:
        """Each way in which the site lists, by its path, and what is asked first."""
        if self.posts:
            yield self.posts, self._ask_posts(1)
        for path in self.apis:
            yield path, self._ask_numbered(path, 1, self.read_api_page)
        for path in self.feeds:
            yield path, self._ask(path, self.read_feed_page)
        for path in self.sitemaps:
            yield path, self._ask(path, self.read_sitemap_page)
        for path in self.lists:
            yield path, self._ask_numbered(path, 1, self.read_list_page)

    def next_way(self) -> Found:
        """Ask in the next way that the site has. A run that has found too little in all of them has a Problem."""
        self._way, request = next(self._ways, ("", None))
        if request:
            self.links_by_way[self._way] = set()
            yield request
        elif len(self.found) < self.floor:
            self.report("too-few-links", f"{len(self.found)} found, at least {self.floor} expected", self.base_url)

    def note_links(self, listings: Sequence[Listing]) -> bool:
        """Count the articles of a page for the way that is being read; False where it had all of them before."""
        links = self.links_by_way.setdefault(self._way, set())
        before = len(links)
        links.update(listing.url for listing in listings)
        return len(links) > before

    def give_up(self, url: str, code: str, value: str, page: int) -> Found:
        """A listing that fails at once is replaced by the next way; one that breaks off, by the next run."""
        self.report(code, value, url)
        if page == 1:
            yield from self.next_way()
        else:
            self.counts["unfinished"] += 1

    def report(self, code: str, value: str, where: str) -> None:
        self.problems.append(Problem("fetch", code, value, where))
        self.logger.warning("%s: %s (%s)", code, value, where)

    def _ask(self, address: str, callback: Callable[..., Found], **values: Any) -> Request:  # noqa: ANN401
        url = self.here(urljoin(self.base_url, address))
        return Request(url, callback, errback=self.listing_failed, dont_filter=True, cb_kwargs=values)

    def _ask_numbered(self, path: str, page: int, callback: Callable[..., Found]) -> Request:
        return self._ask(path.replace("{page}", str(page)), callback, path=path, page=page)

    def _ask_posts(self, page: int) -> Request:
        query: dict[str, Any] = {"per_page": PER_PAGE, "page": page, "orderby": "modified", "order": "desc"}
        if self.post_categories:
            query["categories"] = ",".join(map(str, self.post_categories))
        query |= self._window()
        query["_fields"] = WORDPRESS_FIELDS
        return self._ask(f"{self.posts}?{urlencode(query, safe=',:')}", self.read_posts_page, page=page)

    def _window(self) -> dict[str, str]:
        """A second before the newest archived change, so that a healthy answer is never empty; or what was asked."""
        if not self.is_backfill:
            known = self.caught_up_until
            return {"modified_after": f"{datetime.fromisoformat(known) - SECOND:{STAMP}}"} if known else {}
        after = self.since and f"{datetime.fromisoformat(self.since) - SECOND:{STAMP}}"  # neither bound is included
        before = self.until and f"{datetime.fromisoformat(self.until) + DAY:{STAMP}}"
        return {name: moment for name, moment in {"after": after, "before": before}.items() if moment}

    def read_posts_page(self, response: Response, page: int) -> Found:
        try:
            listings = read_posts(response.body)
        except ListingError as error:
            yield from self.give_up(response.url, "no-listing", str(error), page)
            return
        total = (response.headers.get("X-WP-TotalPages") or b"").decode("latin-1")
        is_last = page >= int(total) if total.isdecimal() else len(listings) < PER_PAGE
        yield from self.take_listings(listings, response.url, page, None if is_last else self._ask_posts(page + 1))

    def read_api_page(self, response: Response, path: str, page: int) -> Found:
        try:
            listings = read_items(response.body, self.api, self.base_url, ZoneInfo(self.timezone))
        except ListingError as error:
            yield from self.give_up(response.url, "no-listing", str(error), page)
            return
        if page > 1 and not listings:
            self.reached_end = True
            return
        following = self._ask_numbered(path, page + 1, self.read_api_page) if "{page}" in path else None
        yield from self.take_listings(listings, response.url, page, following)

    def read_feed_page(self, response: Response) -> Found:
        try:
            listings = read_feed(response.body, response.url)
        except ListingError as error:
            yield from self.give_up(response.url, "no-listing", str(error), 1)
            return
        yield from self.take_listings(listings, response.url, 1, None)
        self.reached_end = False  # a feed ends long before the site does
        if self.is_backfill and not self._reaches_back(listings):
            yield from self.next_way()

    def _reaches_back(self, listings: Sequence[Listing]) -> bool:
        """The oldest entry is from before the window: all of the window is in the feed."""
        return bool(self.since) and any(listing.published and listing.published < self.since for listing in listings)

    def read_sitemap_page(self, response: Response, page: int = 1, rest: tuple[str, ...] = ()) -> Found:
        """`rest` are the sitemaps of the index that are still to be read, one after the other."""
        try:
            articles, children = read_sitemap(response.body, response.url)
        except ListingError as error:
            yield from self.give_up(response.url, "no-listing", str(error), page)
        else:
            if page == 1 and children:  # an index in an index is not followed: it could be the same one
                rest = tuple(self._find_sitemaps(children))
            if not rest or articles:
                yield from self.take_listings(articles, response.url, page, None)
        if page > 1 or rest:
            yield from self._read_rest(page, rest)

    def _find_sitemaps(self, children: Sequence[Listing]) -> Iterator[str]:
        """Those of this site that may list what is not archived yet, and the newest, so that it is never none."""
        here = [child for child in map(self.own, children) if self.is_here(child.url, self.sitemap_path)]
        oldest = self.since if self.is_backfill else self.caught_up_until
        for number, child in enumerate(here):
            if number == 0 or not child.modified or child.modified >= oldest:
                yield child.url

    def _read_rest(self, page: int, rest: tuple[str, ...]) -> Found:
        self.reached_end = not rest
        may_go_on = page < (2 if self.tries_every_way else self.max_pages)
        if rest and may_go_on and not self.is_full():
            yield self._ask(rest[0], self.read_sitemap_page, page=page + 1, rest=rest[1:])
        elif not self.found or self.tries_every_way:
            yield from self.next_way()

    @abstractmethod
    def is_full(self) -> bool:
        """As many articles were asked for as the run may ask for."""

    def read_list_page(self, response: Response, path: str, page: int) -> Found:
        listings = self._read_rows(response) if isinstance(response, TextResponse) else []
        following = self._ask_numbered(path, page + 1, self.read_list_page) if "{page}" in path else None
        yield from self.take_listings(listings, response.url, page, following)

    def _read_rows(self, response: TextResponse) -> list[Listing]:
        """The links; and where the site says which rows they stand in, the time that each row shows."""
        if not self.list_rows:
            return [Listing(urljoin(response.url, link)) for link in response.css(self.list_links).getall()]
        now, zone = read_moment(response), ZoneInfo(self.timezone)
        rows = response.css(self.list_rows)
        shown = ((row.css(self.list_links).get(), row.css(self.list_times).get("")) for row in rows)
        return [Listing(urljoin(response.url, link), read_shown_time(time, now, zone)) for link, time in shown if link]

    def listing_failed(self, failure: Failure) -> Found:
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        page, rest = request.cb_kwargs.get("page", 1), request.cb_kwargs.get("rest")
        code, value, _ = read_failure(failure)
        is_beyond = isinstance(failure.value, HttpError) and failure.value.response.status in BEYOND_THE_LAST
        if page > 1 and is_beyond and rest is None:
            self.reached_end = True
            return
        yield from self.give_up(request.url, code, value, page)
        if rest is not None:  # one sitemap of an index
            yield from self._read_rest(page, rest)


def read_moment(response: Response) -> datetime:
    """When the server says that it answered; now, where it does not say."""
    try:
        moment = parsedate_to_datetime((response.headers.get("Date") or b"").decode("latin-1"))
    except ValueError:
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
