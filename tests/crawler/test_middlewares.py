"""Waiting as long as a server asks."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scrapy.http import Request, Response

from crawler.middlewares import RevalidateMiddleware, read_retry_after
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
