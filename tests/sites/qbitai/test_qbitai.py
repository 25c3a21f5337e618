"""The spider of QbitAI against its pages' real structure: three ways to the same three articles."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response

from crawler.pages import Listed
from crawler.spiders.qbitai import QbitaiSpider

FIXTURES = Path(__file__).parent
SITE = "https://www.qbitai.com"
ARTICLES = [f"{SITE}/2026/03/500003.html", f"{SITE}/2026/03/500002.html", f"{SITE}/2026/02/500001.html"]


@pytest.fixture
def spider() -> QbitaiSpider:
    return QbitaiSpider()


def load(name: str, path: str) -> Response:
    kind = HtmlResponse if name.endswith(".html") else Response
    return kind(SITE + path, body=(FIXTURES / name).read_bytes(), headers={"X-WP-TotalPages": "1"})


def articles(requests: Iterable[Request | Listed]) -> list[str]:
    asked = [request for request in requests if isinstance(request, Request) and "/page/" not in request.url]
    return [request.url for request in sorted(asked, key=lambda request: -request.priority)]


def test_the_api_is_asked_first_for_the_news_in_the_order_of_their_last_change(spider: QbitaiSpider) -> None:
    (request,) = spider.next_way()
    newest_first = "per_page=100&page=1&orderby=modified&order=desc&categories=21&_fields="
    assert request.url.startswith(f"{SITE}/wp-json/wp/v2/posts?{newest_first}")


def test_the_api_lists_the_articles(spider: QbitaiSpider) -> None:
    assert articles(spider.read_posts_page(load("posts.json", "/wp-json"), page=1)) == ARTICLES
    assert spider.newest_change == "2026-03-02T03:00:12Z"
    assert spider.is_complete


def test_the_feed_lists_the_articles(spider: QbitaiSpider) -> None:
    assert articles(spider.read_feed_page(load("feed.xml", "/feed"))) == ARTICLES
    assert not spider.is_complete  # it lists the newest only


def test_the_list_page_lists_the_articles_and_neither_ads_nor_the_sidebar(spider: QbitaiSpider) -> None:
    page = load("list.html", "/category/资讯/page/1")
    assert articles(spider.read_list_page(page, path="/category/资讯/page/{page}", page=1)) == ARTICLES


def test_the_copy_of_the_site_is_crawled_where_its_links_name_the_original() -> None:
    spider = QbitaiSpider(base_url="http://127.0.0.1:8000/")
    found = articles(spider.read_posts_page(load("posts.json", "/wp-json"), page=1))
    assert found == [url.replace(SITE, "http://127.0.0.1:8000") for url in ARTICLES]
    assert spider.allowed_domains == ["127.0.0.1"]
