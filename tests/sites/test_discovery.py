"""Every site finds its articles in its own documents: those under tests/sites/<name>, by the spider's own reading.

A document has the markup that the site is known to have, three articles, and links that are none. `expected.json` says
which articles are found in it, newest first where the document says so. Where it is missing it is written, and the test
fails once, so that somebody reads it.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.discovery import Found
from crawler.news import NewsSpider
from extract.sites import find_site

FIXTURES = Path(__file__).parent
LOADER = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))
SITES = sorted(LOADER.list())
WAYS = {"posts": "posts.json", "apis": "api.json", "feeds": "feed.xml", "sitemaps": "sitemap.xml", "lists": "list.html"}


def spider_class(site: str) -> type[NewsSpider]:
    return cast("type[NewsSpider]", LOADER.load(site))


def documents(site: str) -> Iterator[tuple[str, str]]:
    """The file of each way that a site lists in, and the path that it answers."""
    for way, file in WAYS.items():
        if paths := getattr(spider_class(site), way):
            yield file, paths if isinstance(paths, str) else paths[0]


def find_links(site: str, file: str, path: str) -> list[str]:
    """What the spider asks for after it has read a document: the articles, in the order that it asks for them."""
    spider = spider_class(site)()
    response = answer(spider, file, path)
    requests = [each for each in read(spider, response, path) if isinstance(each, Request)]
    asked = [request for request in requests if "listing" in request.cb_kwargs]
    return [request.url for request in sorted(asked, key=lambda request: -request.priority)]


def answer(spider: NewsSpider, file: str, path: str) -> Response:
    kind: type[Response] = HtmlResponse if file.endswith(".html") else TextResponse
    url = urljoin(spider.base_url, path.replace("{page}", "1"))
    body = (FIXTURES / spider.name / file).read_bytes()
    return kind(url, body=body, headers={"X-WP-TotalPages": "1"})


def read(spider: NewsSpider, response: Response, path: str) -> Found:
    if path in spider.apis:
        return spider.read_api_page(response, path=path, page=1)
    if path in spider.feeds:
        return spider.read_feed_page(response)
    if path in spider.sitemaps:
        return spider.read_sitemap_page(response)
    if path in spider.lists:
        return spider.read_list_page(response, path=path, page=1)
    return spider.read_posts_page(response, page=1)


@pytest.mark.parametrize("site", SITES)
def test_a_site_finds_its_articles_and_nothing_else(site: str) -> None:
    found = {file: find_links(site, file, path) for file, path in documents(site)}
    expected = FIXTURES / site / "expected.json"
    if not expected.exists():
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        pytest.fail(f"{expected.name} of {site} was missing and is written: read it, then run again")
    assert found == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("site", SITES)
def test_a_site_finds_articles_in_each_document_and_the_same_in_all(site: str) -> None:
    """Three in each; what the document also has (an author, an advertisement, the site itself) is none."""
    found = json.loads((FIXTURES / site / "expected.json").read_text("utf-8"))
    assert {len(links) for links in found.values()} == {3}
    assert len({frozenset(links) for links in found.values()}) == 1


@pytest.mark.parametrize("site", SITES)
def test_a_document_belongs_to_a_way_in_which_the_site_lists(site: str) -> None:
    there = {path.name for path in (FIXTURES / site).iterdir()} & set(WAYS.values())
    assert there == {file for file, _ in documents(site)}


@pytest.mark.parametrize("site", SITES)
def test_a_site_has_an_article_page_with_its_golden_file(site: str) -> None:
    """What is read in it is compared by tests/extract/test_sites.py."""
    pages = list((FIXTURES / site).glob("article-*.html"))
    assert pages
    assert all(page.with_suffix(".json").exists() for page in pages)


def test_the_documentation_says_how_each_site_is_found() -> None:
    words = {"posts": "API", "apis": "JSON API", "feeds": "feed", "sitemaps": "sitemap", "lists": "list"}
    expected = set()
    for spider in map(spider_class, SITES):
        ways = ", ".join(word for way, word in words.items() if getattr(spider, way))
        expected.add(f"| `{spider.name}` | [{spider.title}]({spider.base_url}) | {spider.language} | {ways} ")
    lines = (FIXTURES.parent.parent / "docs" / "sites.md").read_text("utf-8").splitlines()
    assert {line.rpartition("| ")[0] for line in lines if line.startswith("| `") and "](https://" in line} == expected


@pytest.mark.parametrize("site", SITES)
def test_who_reads_the_pages_knows_the_site_by_its_address_and_in_the_same_time_zone(site: str) -> None:
    spider = spider_class(site)
    known = find_site("", spider.base_url)
    assert (known.name, str(known.zone)) == (site, spider.timezone)


@pytest.mark.parametrize("site", SITES)
def test_a_site_says_what_it_is(site: str) -> None:
    spider = spider_class(site)
    assert spider.title
    assert spider.base_url.startswith("https://")
    assert spider.base_url.endswith("/")
    assert spider.language in ("zh", "en")
    assert ZoneInfo(spider.timezone)
    assert spider.article_path
    assert bool(spider.lists) == bool(spider.list_links)
    assert urlsplit(spider.base_url).netloc in (sys.modules[spider.__module__].__doc__ or "")
