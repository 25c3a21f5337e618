"""What every request and response passes: waits, conditions, unpacking, and the guard."""

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest
from protego import Protego
from scrapy.http import Request, Response
from scrapy.settings import Settings

from crawler.middlewares import (
    MAX_CRAWL_DELAY,
    GuardMiddleware,
    RevalidateMiddleware,
    read_crawl_delay,
    read_retry_after,
    unpack_gzip,
)
from crawler.refusals import BrokenEncodingError, NotPublicError, OffSiteError, TooLargeError
from extract.fetchstate import FetchState


def test_retry_after_is_seconds_or_a_moment() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert read_retry_after(Response("http://a.example", headers={"Retry-After": "17"})) == 17
    assert 90 < read_retry_after(Response("http://a.example", headers={"Retry-After": moment})) <= 100


@pytest.mark.parametrize(
    "value", ["", "soon", "-5", "1e9", "Fri, 38 Feb 2026 10:00:00 GMT", "Fri, 20 Feb 2015 10:00:00 GMT"]
)
def test_a_retry_after_that_says_nothing_asks_for_nothing(value: str) -> None:
    assert read_retry_after(Response("http://a.example", headers={"Retry-After": value})) == 0


def test_only_requests_with_a_state_are_conditional() -> None:
    state = FetchState('W/"1"', "Fri, 20 Feb 2026 10:00:00 GMT", "", "")
    known, unknown = Request("http://a.example", meta={"state": state}), Request("http://a.example")
    for request in (known, unknown):
        RevalidateMiddleware().process_request(request)
    assert known.headers["If-None-Match"] == b'W/"1"'
    assert known.headers["If-Modified-Since"] == b"Fri, 20 Feb 2026 10:00:00 GMT"
    assert "If-None-Match" not in unknown.headers


@pytest.mark.parametrize(
    ("lines", "delay"),
    [
        ("Crawl-delay: 7", 7),
        ("Request-rate: 1/30", 30),
        ("Request-rate: 10/1m", 6),
        ("Crawl-delay: 7\nRequest-rate: 1/30", 30),
        ("Crawl-delay: 7\nRequest-rate: 1/3", 7),
        ("Crawl-delay: 86400", MAX_CRAWL_DELAY),
        ("Crawl-delay: soon", 0),
        ("Request-rate: 0/5", 0),
        ("Disallow: /x", 0),
    ],
)
def test_the_longer_of_crawl_delay_and_request_rate_is_kept(lines: str, delay: float) -> None:
    assert read_crawl_delay(Protego.parse(f"User-agent: *\n{lines}\n"), "moxun") == delay


def test_a_gzip_is_unpacked_whole_or_not_at_all() -> None:
    page = b"<html>" + bytes(range(256)) * 50
    packed = gzip.compress(page)
    assert unpack_gzip(packed + packed, 2 * len(page)) == page * 2
    assert unpack_gzip(packed + b"\0" * 9, len(page)) == page
    with pytest.raises(TooLargeError):
        unpack_gzip(packed, len(page) - 1)
    for end in range(1, len(packed)):
        with pytest.raises((BrokenEncodingError, zlib.error)):
            unpack_gzip(packed[:end], len(page))


def guard(named: tuple[str, ...], **spider: object) -> GuardMiddleware:
    crawler = SimpleNamespace(settings=Settings({"PRIVATE_HOSTS": named}), spider=SimpleNamespace(**spider))
    return GuardMiddleware(crawler)  # type: ignore[arg-type]  # all of a crawler that it looks at


def test_a_private_host_is_open_to_the_site_whose_file_names_it_and_to_no_other() -> None:
    named = ("intranet.example", "10.0.0.7")
    own = guard(named, private_hosts=frozenset(named), allowed_domains=list(named))
    other = guard(named, private_hosts=frozenset(), allowed_domains=["news.example", *named])
    for host in named:
        own.process_request(Request(f"http://{host}/a"))
        with pytest.raises(NotPublicError):
            other.process_request(Request(f"http://{host}/a"))


def test_an_article_is_not_followed_to_another_site_and_a_listing_is() -> None:
    own = guard((), private_hosts=frozenset(), allowed_domains=["news.example"])
    own.process_request(Request("https://news.example/a"))
    own.process_request(Request("https://feeds.example/a", dont_filter=True))
    with pytest.raises(OffSiteError):
        own.process_request(Request("https://other.example/a"))
