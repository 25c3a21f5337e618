"""What every request passes on its way out, and every response on its way in."""

import asyncio
import random
import time
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from crawler.guard import find_refusal
from crawler.refusals import (
    BrokenEncodingError,
    CircuitOpenError,
    NotPublicError,
    OffSiteError,
    Refusal,
    TooLargeError,
)

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

MAX_CRAWL_DELAY = 60.0  # seconds; a robots.txt that asks for more gets this
A_YEAR = 365 * 86400  # seconds; whoever asks for more gets this
SERVER_ERROR = 500
ENCODING = "Content-Encoding"


class GuardMiddleware:
    """Refuses what is not public, and what leads to another site: redirects included."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler
        self.named = frozenset(crawler.settings.getlist("PRIVATE_HOSTS"))  # by the user, or by any site's file

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider = self.crawler.spider
        allowed: frozenset[str] = getattr(spider, "private_hosts", self.named)  # `scrapy shell` has no site
        host = urlsplit(request.url).hostname
        if refusal := find_refusal(request.url, allowed):
            raise NotPublicError(refusal)
        if host in self.named - allowed:
            raise NotPublicError(f"only another site may lead to {host}")
        if host not in (getattr(spider, "allowed_domains", None) or [host]) and not request.dont_filter:
            raise OffSiteError(f"it leads to {host}")


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


class UnpackMiddleware(HttpCompressionMiddleware):
    """Unpacks strictly. Scrapy takes as much of a broken gzip as there is, and half a page would pass for the page."""

    def process_response(
        self, request: Request, response: Response, spider: "Spider | None" = None
    ) -> Request | Response:
        try:
            return super().process_response(request, response)
        except Refusal:
            raise
        except IgnoreRequest as error:  # the only one that Scrapy raises here
            raise TooLargeError(str(error)) from error
        except Exception as error:  # whatever a brotli or zstd library raises on what is none
            raise BrokenEncodingError(f"{type(error).__name__}: {error}") from error

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        if encoding in (b"gzip", b"x-gzip"):
            return unpack_gzip(body, max_size)
        return HttpCompressionMiddleware._decode(body, encoding, max_size)


class RobotsMiddleware:
    """A robots.txt that a server cannot give forbids everything, as RFC 9309 says (2.3.1.4)."""

    def process_response(self, request: Request, response: Response) -> Response:
        if request.meta.get("dont_obey_robotstxt") and response.status >= SERVER_ERROR:
            return response.replace(body=b"User-agent: *\nDisallow: /\n")
        return response


class BackoffMiddleware(RetryMiddleware):
    """Retries after a wait that doubles, or as long as `Retry-After` says, and holds the whole host back meanwhile.

    A site that asks for longer than BACKOFF_LONGEST is left alone until then; the spider's `retry_at` says when.
    """

    def __init__(self, settings: Any) -> None:  # noqa: ANN401 Scrapy's settings are untyped
        super().__init__(settings)
        self.first, self.longest = settings.getfloat("BACKOFF_FIRST"), settings.getfloat("BACKOFF_LONGEST")
        self.not_before: dict[str, float] = {}  # by host, on the monotonic clock

    async def process_request(self, request: Request) -> None:
        wait = self.not_before.get(urlsplit(request.url).netloc, 0.0) - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        if getattr(self.crawler.spider, "is_open", False):
            raise CircuitOpenError("the site is left alone until the next run")

    def process_response(
        self, request: Request, response: Response, spider: "Spider | None" = None
    ) -> Request | Response:
        asked = read_retry_after(response) if response.status in self.retry_http_codes else 0.0
        if asked > self.longest:
            self._leave_alone(asked)
            return response
        result = super().process_response(request, response)
        if isinstance(result, Request):
            self._hold_back(result, asked)
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

    def _leave_alone(self, seconds: float) -> None:
        if self.crawler.spider:
            at = datetime.now(UTC) + timedelta(seconds=min(seconds, A_YEAR))
            self.crawler.spider.retry_at = at  # type: ignore[attr-defined]  # NewsSpider has it


class CrawlDelay:
    """An extension: keeps the Crawl-delay and Request-rate of a robots.txt, which Scrapy does not read."""

    def __init__(self, crawler: "Crawler") -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: Any, request: Request) -> None:  # noqa: ANN401 Scrapy's signal
        delay = read_crawl_delay(robotparser.rp, self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if delay <= self.crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0.0}  # with jitter it would be half at times
        if key in downloader.slots:
            downloader.slots[key].delay, downloader.slots[key].jitter = delay, 0.0


def read_crawl_delay(robots: Any, agent: str) -> float:  # noqa: ANN401 Protego is untyped
    """Seconds between two requests: the longer of Crawl-delay and Request-rate, and never more than MAX_CRAWL_DELAY."""
    asked, rate = float(robots.crawl_delay(agent) or 0.0), robots.request_rate(agent)
    if rate and rate.requests > 0:
        asked = max(asked, rate.seconds / rate.requests)
    return min(asked, MAX_CRAWL_DELAY)


def unpack_gzip(body: bytes, max_size: int) -> bytes:
    """All members of a gzip file. TooLargeError beyond `max_size` bytes, BrokenEncodingError where it breaks off."""
    unpacked = bytearray()
    while body.strip(b"\0"):  # some servers fill up with zeros
        unpacker = zlib.decompressobj(wbits=31)
        unpacked += unpacker.decompress(body, max_size - len(unpacked) + 1)
        if len(unpacked) > max_size:
            raise TooLargeError(f"more than {max_size} bytes unpacked")
        if not unpacker.eof:
            raise BrokenEncodingError("the gzip breaks off")
        body = unpacker.unused_data
    return bytes(unpacked)


def read_retry_after(response: Response) -> float:
    """The seconds that a Retry-After header asks for; 0.0 where there is none that can be read."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return 0.0
