"""Look at a site that nobody has described yet: what does it offer to find its articles by?

As polite as every crawl: robots.txt, the guard, one request at a time. Five to eight requests in all.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse

from crawler.guard import find_refusal
from crawler.listings import WORDPRESS_FIELDS, Listing, ListingError, read_feed, read_posts
from crawler.sitemaps import read_sitemap
from crawler.urls import canonical_url

WORDPRESS = "link[rel='https://api.w.org/']::attr(href)"
FEEDS = "link[rel='alternate'][type*='rss'], link[rel='alternate'][type*='atom']"
POSTS = "/wp-json/wp/v2/posts"
GUESSED_FEEDS = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml")
MAX_FEEDS = 2
MAX_SITEMAPS = 3

Found = Iterator[Request]


class Prober(Spider):
    """After a run: the documents of each way by its path, the articles that each lists, and one article's page."""

    name = "prober"

    def __init__(self, *, base_url: str, **options: Any) -> None:  # noqa: ANN401 Scrapy's
        super().__init__(**options)
        self.base_url = base_url
        self.host = urlsplit(base_url).hostname or ""
        self.allowed_domains = [self.host]
        self.private_hosts = frozenset({self.host} if find_refusal(base_url) else ())  # the user typed it
        self.home: Response | None = None
        self.article: Response | None = None
        self.documents: dict[str, dict[str, bytes]] = {"posts": {}, "feeds": {}, "sitemaps": {}}
        self.listings: dict[str, list[Listing]] = {}  # by path

    async def start(self) -> AsyncIterator[Any]:
        yield self._ask(self.base_url, self.read_home)

    def read_home(self, response: Response) -> Found:
        self.home = response
        is_html = isinstance(response, TextResponse)
        if is_html and response.css(WORDPRESS).get():
            yield self._ask(f"{POSTS}?per_page=20&page=1&_fields={WORDPRESS_FIELDS}", self.read_posts)
        feeds = [link.attrib["href"] for link in response.css(FEEDS) if "href" in link.attrib] if is_html else []
        for feed in [each for each in feeds if "comment" not in each][:MAX_FEEDS] or GUESSED_FEEDS:
            yield self._ask(feed, self.read_feed)
        yield self._ask("/robots.txt", self.read_robots)

    def read_robots(self, response: Response) -> Found:
        lines = [line.partition(":") for line in response.body.decode("utf-8", "replace").splitlines()]
        named = [value.strip() for name, _, value in lines if name.strip().lower() == "sitemap"]
        for sitemap in named[:MAX_SITEMAPS] or ["/sitemap.xml"]:
            yield self._ask(sitemap, self.read_sitemap)

    def read_posts(self, response: Response) -> Found:
        yield from self._take("posts", response, POSTS, lambda: read_posts(response.body))

    def read_feed(self, response: Response) -> Found:
        yield from self._take("feeds", response, _path(response.url), lambda: read_feed(response.body, response.url))

    def read_sitemap(self, response: Response) -> Found:
        def read() -> list[Listing]:
            return read_sitemap(response.body, response.url).articles

        yield from self._take("sitemaps", response, _path(response.url), read)

    def read_article(self, response: Response) -> None:
        self.article = response

    def _take(self, way: str, response: Response, path: str, read: Any) -> Found:  # noqa: ANN401 a callable
        """Keep a document that lists articles; the first one's first article is looked at too."""
        try:
            here = [each for each in map(_canonical, read()) if urlsplit(each.url).hostname == self.host]
        except ListingError as error:
            self.logger.info("%s is no listing: %s", response.url, error)
            return
        if here:
            is_first = not self.listings
            self.documents[way][path], self.listings[path] = response.body, here
            if is_first:
                yield self._ask(here[0].url, self.read_article)

    def _ask(self, address: str, callback: Any) -> Request:  # noqa: ANN401
        return Request(urljoin(self.base_url, address), callback, errback=self.missed)

    def missed(self, failure: Any) -> None:  # noqa: ANN401 twisted's
        self.logger.info("nothing at %s: %s", failure.request.url, failure.value)


def _canonical(listing: Listing) -> Listing:
    return listing._replace(url=canonical_url(listing.url))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
