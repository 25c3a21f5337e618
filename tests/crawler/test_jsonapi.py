"""What sites list by a JSON API of their own."""

import json
from zoneinfo import ZoneInfo

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from crawler.jsonapi import ApiFields, read_items
from crawler.listings import Listing, ListingError
from crawler.news import NewsSpider

SHANGHAI = ZoneInfo("Asia/Shanghai")
BASE = "https://news.example/"
FIELDS = ApiFields("data.posts", "/news/{id}", "published_at", "meta.changed")


def read(items: object, fields: ApiFields = FIELDS) -> list[Listing]:
    return read_items(json.dumps({"data": {"posts": items}}).encode(), fields, BASE, SHANGHAI)


def test_an_item_has_an_address_made_of_its_fields() -> None:
    assert read([{"id": 7}, {"id": "8"}]) == [Listing(f"{BASE}news/7"), Listing(f"{BASE}news/8")]
    assert read([{"a": {"b": "/x"}}], ApiFields("data.posts", "{a.b}")) == [Listing(f"{BASE}x")]


@pytest.mark.parametrize("item", [{}, {"id": None}, {"id": ""}, {"id": 1.5}, {"id": ["x"]}, "text", None, 3])
def test_an_item_without_an_address_is_no_article(item: object) -> None:
    assert read([item, {"id": 1}]) == [Listing(f"{BASE}news/1")]


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        (1771552800, "2026-02-20T02:00:00Z"),
        (1771552800123, "2026-02-20T02:00:00Z"),
        ("1771552800", "2026-02-20T02:00:00Z"),
        ("2026-02-20 10:00:00", "2026-02-20T02:00:00Z"),  # in Shanghai
        ("2026/02/20 10:00", "2026-02-20T02:00:00Z"),
        ("2026-02-20T10:00:00.000+08:00", "2026-02-20T02:00:00Z"),
        ("2026-02-20T02:00:00Z", "2026-02-20T02:00:00Z"),
        ("Fri, 20 Feb 2026 02:00:00 GMT", "2026-02-20T02:00:00Z"),
        ("2026-02-30", ""),
        ("soon", ""),
        (0, ""),
        (True, ""),
        (10**30, ""),
        (None, ""),
    ],
)
def test_times_come_in_many_forms(told: object, moment: str) -> None:
    assert read([{"id": 1, "published_at": told}])[0].published == moment
    assert read([{"id": 1, "meta": {"changed": told}}])[0].modified == moment


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"data":{}}', b'{"data":{"posts":{}}}', b"null", b"[" * 99999]
)
def test_what_is_no_list_is_an_error(body: bytes) -> None:
    with pytest.raises(ListingError):
        read_items(body, FIELDS, BASE, SHANGHAI)


class ApiSpider(NewsSpider):
    name = "api"
    base_url = BASE
    timezone = "Asia/Shanghai"
    apis = ("https://api.news.example/v1/posts?page={page}",)
    api = FIELDS
    feeds = ("/feed",)
    article_path = r"/news/\d+"


def ask(spider: NewsSpider, page: int, ids: list[int]) -> list[str]:
    body = json.dumps({"data": {"posts": [{"id": each} for each in ids]}}).encode()
    found = spider.read_api_page(TextResponse(spider.apis[0], body=body), path=spider.apis[0], page=page)
    return [each.url for each in found if isinstance(each, Request)]


def test_its_pages_are_read_until_one_is_empty() -> None:
    spider = ApiSpider()
    (first,) = spider.next_way()
    assert isinstance(first, Request)
    assert first.url == "https://api.news.example/v1/posts?page=1"
    assert set(spider.allowed_domains) == {"news.example", "api.news.example"}
    assert ask(spider, 1, [3, 2]) == [f"{BASE}news/3", f"{BASE}news/2", "https://api.news.example/v1/posts?page=2"]
    assert not spider.reached_end
    assert ask(spider, 2, []) == []
    assert spider.reached_end


def test_the_feed_is_asked_where_the_api_lists_nothing() -> None:
    spider = ApiSpider()
    list(spider.next_way())
    assert ask(spider, 1, []) == [f"{BASE}feed"]


def test_of_a_copy_the_api_is_on_the_copy_too() -> None:
    (first,) = ApiSpider(base_url="http://127.0.0.1:8000/").next_way()
    assert isinstance(first, Request)
    assert first.url == "http://127.0.0.1:8000/v1/posts?page=1"
