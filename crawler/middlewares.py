"""What every request passes on its way out, and every response on its way in."""

import asyncio
import random
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from crawler.guard import find_refusal

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

MAX_CRAWL_DELAY = 60.0  # seconds; a robots.txt that asks for more gets this
ENCODING = "Content-Encoding"


class GuardMiddleware:
    """Refuses what is not public, redirects included."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.named = frozenset(crawler.settings.getlist("PRIVATE_HOSTS"))

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        allowed: frozenset[str] = getattr(self.crawler.spider, "private_hosts", frozenset())
        if refusal := find_refusal(request.url, allowed | self.named):
            raise IgnoreRequest(f"refused: {refusal}")


class RevalidateMiddleware:
    """Asks again for every known page, and never answers from memory: 304 is the server's word, not ours.

    Scrapy's RFC2616Policy serves stale pages for a tenth of their age. Only requests that carry the meta key
    `state`, a FetchState, are conditional.
    """

    def process_request(self, request: Request) -> None:
        state = request.meta.get("state")
        if state and state.etag:
            request.headers["If-None-Match"] = state.etag
        if state and state.last_modified:
            request.headers["If-Modified-Since"] = state.last_modified


class OriginalEncodingMiddleware:
    """Keeps the Content-Encoding that Scrapy removes when it decodes, for the archive."""

    def process_response(self, request: Request, response: Response) -> Response:
        if ENCODING in response.headers:
            response.headers[f"X-Crawler-{ENCODING}"] = response.headers[ENCODING]
        return response


class BackoffMiddleware(RetryMiddleware):
    """Retries after a wait that doubles, or as long as `Retry-After` says, and holds the whole host back meanwhile."""

    def __init__(self, settings: Any) -> None:  # noqa: ANN401 Scrapy's settings are untyped
        super().__init__(settings)
        self.first, self.longest = settings.getfloat("BACKOFF_FIRST"), settings.getfloat("BACKOFF_LONGEST")
        self.not_before: dict[str, float] = {}  # by host, on the monotonic clock

    async def process_request(self, request: Request) -> None:
        wait = self.not_before.get(urlsplit(request.url).netloc, 0.0) - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)

    def process_response(
        self, request: Request, response: Response, spider: "Spider | None" = None
    ) -> Request | Response:
        result = super().process_response(request, response)
        if isinstance(result, Request):
            self._hold_back(result, read_retry_after(response))
        return result

    def process_exception(
        self, request: Request, exception: Exception, spider: "Spider | None" = None
    ) -> Request | Response | None:
        retry = super().process_exception(request, exception)
        if isinstance(retry, Request):
            self._hold_back(retry, 0.0)
        return retry

    def _hold_back(self, retry: Request, asked: float) -> None:
        doubled = self.first * 2 ** (retry.meta.get("retry_times", 1) - 1) * random.uniform(0.75, 1.25)
        wait = min(max(asked, doubled), self.longest)
        self.not_before[urlsplit(retry.url).netloc] = time.monotonic() + wait


class CrawlDelay:
    """An extension: keeps the Crawl-delay of a robots.txt, which Scrapy does not read."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: Any, request: Request) -> None:  # noqa: ANN401 Scrapy's signal
        agent = self.crawler.settings["ROBOTSTXT_USER_AGENT"]
        asked = robotparser.rp.crawl_delay(agent) or 0.0
        delay = min(float(asked), MAX_CRAWL_DELAY)
        if delay <= self.crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0.0}  # with jitter it would be half at times
        if key in downloader.slots:
            downloader.slots[key].delay, downloader.slots[key].jitter = delay, 0.0


def read_retry_after(response: Response) -> float:
    """The seconds that a Retry-After header asks for; 0.0 where there is none that can be read."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0
