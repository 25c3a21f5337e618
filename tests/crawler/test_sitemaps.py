"""Sitemaps: what they list, in which order, and which of an index are read."""

import contextlib
import gzip
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.listings import Listing, ListingError
from crawler.news import NewsSpider
from crawler.sitemaps import LARGEST, read_sitemap
from extract.fetchstate import FetchState

if TYPE_CHECKING:
    from conftest import Crawl

    from crawler.discovery import Found

SITE = "https://news.example"
URL = f"{SITE}/sitemap.xml"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


class ExampleSpider(NewsSpider):
    name = "example"
    base_url = f"{SITE}/"
    sitemaps = ("/sitemap.xml", "/other.xml")
    sitemap_path = r"/posts-\d+\.xml"
    article_path = r"/a/\w+"


def urlset(*rows: tuple[str, str]) -> bytes:
    urls = "".join(f"<url><loc>{url}</loc>{f'<lastmod>{day}</lastmod>' * bool(day)}</url>" for url, day in rows)
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset {NAMESPACES}>{urls}</urlset>".encode()


def index(*rows: tuple[str, str]) -> bytes:
    maps = "".join(f"<sitemap><loc>{url}</loc><lastmod>{day}</lastmod></sitemap>" for url, day in rows)
    return f"<sitemapindex {NAMESPACES}>{maps}</sitemapindex>".encode()


def response(body: bytes, url: str = URL) -> TextResponse:
    return TextResponse(url, body=body)


def only_requests(found: "Found") -> list[Request]:
    return [each for each in found if isinstance(each, Request)]


def urls(found: "Found") -> list[str]:
    return [request.url for request in only_requests(found)]


def test_articles_are_read_newest_first() -> None:
    body = urlset((f"{SITE}/a/1", "2026-02-20"), (f"{SITE}/a/2", "2026-02-21T10:00:00+08:00"), ("/a/3", ""))
    assert read_sitemap(body, URL).articles == [
        Listing(f"{SITE}/a/2", "", "2026-02-21T02:00:00Z"),
        Listing(f"{SITE}/a/1", "", "2026-02-20T00:00:00Z"),
        Listing(f"{SITE}/a/3"),
    ]


def test_a_news_sitemap_says_when_an_article_was_published() -> None:
    news = "<news:news><news:publication_date>2026-02-20T02:00:00Z</news:publication_date></news:news>"
    image = '<image:image xmlns:image="http://x.example"><image:loc>https://x.example/1.png</image:loc></image:image>'
    body = f"<urlset {NAMESPACES}><url>{image}<loc>{SITE}/a/1</loc>{news}</url></urlset>".encode()
    assert read_sitemap(body, URL).articles == [Listing(f"{SITE}/a/1", "2026-02-20T02:00:00Z")]


def test_one_moment_for_all_articles_is_when_the_sitemap_was_built() -> None:
    body = urlset((f"{SITE}/a/1", "2026-02-20"), (f"{SITE}/a/2", "2026-02-20"))
    assert [listing.modified for listing in read_sitemap(body, URL).articles] == ["", ""]


def test_an_index_lists_sitemaps_and_no_articles() -> None:
    found = read_sitemap(index((f"{SITE}/posts-1.xml", "2026-01-01"), (f"{SITE}/posts-2.xml", "2026-02-01")), URL)
    assert found.articles == []
    assert [child.url for child in found.children] == [f"{SITE}/posts-2.xml", f"{SITE}/posts-1.xml"]


def test_a_packed_sitemap_is_unpacked() -> None:
    body = urlset((f"{SITE}/a/1", ""))
    assert read_sitemap(gzip.compress(body), URL) == read_sitemap(body, URL)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"<!DOCTYPE html><p>unclosed",
        b"<rss><channel/></rss>",
        b"\x1f\x8b",
        b"\x1f\x8bnot gzip at all",
        gzip.compress(urlset((f"{SITE}/a/1", "")))[:-20],
        b"{}",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_sitemap_is_an_error(body: bytes) -> None:
    with pytest.raises(ListingError):
        read_sitemap(body, URL)


def test_a_sitemap_that_unpacks_to_more_than_is_allowed_is_an_error() -> None:
    with pytest.raises(ListingError, match="more than"):
        read_sitemap(gzip.compress(b"<urlset>" + b" " * LARGEST), URL)


def test_an_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    body = (
        f"<!DOCTYPE urlset [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><urlset><url><loc>{SITE}/a/&x;</loc></url></urlset>"
    )
    assert "secret" not in str(read_sitemap(body.encode(), URL))


def test_entities_that_grow_do_not() -> None:
    layers = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    body = f"<!DOCTYPE urlset [<!ENTITY e0 '0123456789'>{layers}]><urlset><url><loc>&e11;</loc></url></urlset>"
    start = time.monotonic()
    with contextlib.suppress(ListingError):
        assert len(str(read_sitemap(body.encode(), URL))) < 1_000_000
    assert time.monotonic() - start < 5


def test_a_large_sitemap_is_read_quickly() -> None:
    body = urlset(*((f"{SITE}/a/{number}", f"2026-02-20T{number % 24:02}:00:00Z") for number in range(20_000)))
    start = time.monotonic()
    assert len(read_sitemap(body, URL).articles) == 20_000
    assert time.monotonic() - start < 10


def test_only_articles_are_asked_for() -> None:
    spider = ExampleSpider()
    body = urlset((f"{SITE}/a/1", "2026-02-01"), (f"{SITE}/about", "2026-02-02"), ("https://other.example/a/2", ""))
    assert urls(spider.read_sitemap_page(response(body))) == [f"{SITE}/a/1"]
    assert spider.is_complete


def test_an_index_leads_to_its_sitemaps_one_after_the_other_and_to_no_other_host() -> None:
    spider = ExampleSpider()
    rows = [f"{SITE}/posts-1.xml", f"{SITE}/posts-2.xml", f"{SITE}/pages-1.xml", "http://127.0.0.1/posts-3.xml"]
    (first,) = spider.read_sitemap_page(response(index(*((row, f"2026-02-0{at + 1}") for at, row in enumerate(rows)))))
    assert first.url == f"{SITE}/posts-2.xml"
    assert not spider.is_complete
    found = spider.read_sitemap_page(response(urlset((f"{SITE}/a/2", "2026-02-02"))), **first.cb_kwargs)
    article, second = sorted(only_requests(found), key=lambda request: request.url)
    assert (article.url, second.url) == (f"{SITE}/a/2", f"{SITE}/posts-1.xml")
    found = spider.read_sitemap_page(response(urlset((f"{SITE}/a/1", "2026-01-02"))), **second.cb_kwargs)
    assert urls(found) == [f"{SITE}/a/1"]
    assert spider.is_complete


def test_an_index_in_an_index_is_not_followed() -> None:
    spider = ExampleSpider()
    itself = index((f"{SITE}/posts-1.xml", "2026-02-01"))
    (request,) = spider.read_sitemap_page(response(itself))
    (way,) = only_requests(spider.read_sitemap_page(response(itself), **request.cb_kwargs))
    assert way.cb_kwargs == {}  # nothing was found: the next way, from its start


def test_a_missing_sitemap_of_an_index_costs_only_itself() -> None:
    spider = ExampleSpider()
    (request,) = spider.read_sitemap_page(response(index((f"{SITE}/posts-1.xml", "2026-02-02"), ("/posts-2.xml", ""))))
    missing = TextResponse(request.url, status=404, request=request)
    failure = Failure(HttpError(missing))
    failure.request = request  # type: ignore[attr-defined]  # as Scrapy does
    assert urls(spider.listing_failed(failure)) == [f"{SITE}/posts-2.xml"]
    assert [problem.code for problem in spider.problems] == ["http-404"]
    assert not spider.is_complete


@pytest.mark.parametrize("body", [urlset(), index((f"{SITE}/pages-1.xml", "2026-02-02")), b"<html>"])
def test_the_next_way_is_tried_where_the_first_leads_to_no_article(body: bytes) -> None:
    spider = ExampleSpider()
    list(spider.next_way())
    assert urls(spider.read_sitemap_page(response(body))) == [f"{SITE}/other.xml"]
    assert not spider.is_complete


def test_the_newest_sitemap_of_an_index_is_always_read() -> None:
    spider = ExampleSpider()
    spider.caught_up_until = "2026-02-20T00:00:00Z"
    (request,) = spider.read_sitemap_page(response(index((f"{SITE}/posts-1.xml", "2026-02-02"))))
    assert request.url == f"{SITE}/posts-1.xml"


def test_a_sitemap_without_a_change_since_the_last_run_is_not_asked_for() -> None:
    spider = ExampleSpider()
    spider.caught_up_until = "2026-02-10T00:00:00Z"
    rows = [(f"{SITE}/posts-1.xml", "2026-02-01"), (f"{SITE}/posts-2.xml", "2026-02-10"), (f"{SITE}/posts-3.xml", "")]
    (request,) = spider.read_sitemap_page(response(index(*rows)))
    assert (request.url, request.cb_kwargs["rest"]) == (f"{SITE}/posts-2.xml", (f"{SITE}/posts-3.xml",))


def test_known_articles_are_not_asked_for_again_and_changed_ones_are() -> None:
    spider = ExampleSpider()
    state = FetchState(etag='"x"', last_modified="", modified="2026-02-01T00:00:00Z", digest="")
    spider.known = {f"{SITE}/a/1": state, f"{SITE}/a/2": state}
    body = urlset((f"{SITE}/a/1", "2026-02-01"), (f"{SITE}/a/2", "2026-02-05"))
    assert urls(spider.read_sitemap_page(response(body))) == [f"{SITE}/a/2"]


@pytest.mark.parametrize(("number", "asked"), [(100, 100), (101, 0)])
def test_articles_without_a_date_are_asked_whether_they_changed_unless_they_are_too_many(
    number: int, asked: int
) -> None:
    spider = ExampleSpider()
    addresses = [f"{SITE}/a/{each}" for each in range(number)]
    spider.known = dict.fromkeys(addresses, FetchState(etag='"x"', last_modified="", modified="", digest=""))
    body = urlset(*((address, "") for address in addresses))
    assert len(urls(spider.read_sitemap_page(response(body)))) == asked


def test_a_broken_sitemap_of_an_index_costs_only_itself() -> None:
    spider = ExampleSpider()
    found = list(spider.read_sitemap_page(response(b"<html>"), page=2, rest=(f"{SITE}/posts-1.xml",)))
    assert urls(iter(found)) == [f"{SITE}/posts-1.xml"]
    assert not spider.is_complete
    assert [problem.code for problem in spider.problems] == ["no-listing"]


def test_since_leaves_out_what_was_last_changed_before() -> None:
    spider = ExampleSpider(since="2026-02-03")
    body = urlset((f"{SITE}/a/1", "2026-02-02"), (f"{SITE}/a/2", "2026-02-03"))
    assert urls(spider.read_sitemap_page(response(body))) == [f"{SITE}/a/2"]


def test_the_sitemaps_of_a_copy_are_read_on_the_copy() -> None:
    spider = ExampleSpider(base_url="http://127.0.0.1:8000/")
    (request,) = spider.read_sitemap_page(response(index((f"{SITE}/posts-1.xml", "2026-02-01"))))
    assert request.url == "http://127.0.0.1:8000/posts-1.xml"


def test_another_host_of_the_same_site_is_the_same_site() -> None:
    class AliasedSpider(ExampleSpider):
        aliases = ("m.news.example",)
        drops_query = True

    listed = Listing("https://m.news.example/a/1?from=rss#top")
    assert AliasedSpider().own(listed).url == f"{SITE}/a/1"
    assert AliasedSpider(base_url="http://127.0.0.1:8000/").own(listed).url == "http://127.0.0.1:8000/a/1"


def test_a_site_without_a_feed_is_crawled_by_its_sitemaps_and_the_next_run_fetches_what_changed(crawl: "Crawl") -> None:
    posts = {post.number: f"{post.modified:%Y-%m-%dT%H:%M:%S+00:00}" for post in crawl.site.posts}
    original = "https://zhidx.com"

    def publish(modified: dict[int, str]) -> None:
        rows = [(f"{original}/p/{number}.html", day) for number, day in modified.items()]
        crawl.site.documents = {f"/p/{number}.html": f"<html>{day}</html>".encode() for number, day in modified.items()}
        crawl.site.documents["/posts-1.xml.gz"] = gzip.compress(urlset(*rows[:6]))
        crawl.site.documents["/posts-2.xml"] = urlset(*rows[6:], (f"{original}/about.html", ""))
        maps = [(f"{original}/posts-1.xml.gz", "2026-02-01"), (f"{original}/posts-2.xml", "")]
        crawl.site.documents["/sitemap.xml"] = index(*maps)

    crawl.site.broken = {"/rss"}
    publish(posts)
    assert crawl.run("zhidx").new == 12
    assert sorted(crawl.numbers()) == sorted(posts)
    publish(posts | {405: "2026-02-20T00:00:00+00:00"})
    summary = crawl.run("zhidx")
    assert (summary.new, summary.changed, summary.unchanged, summary.failed) == (0, 1, 11, 0)
    assert summary.is_healthy
    assert crawl.numbers()[12:] == [405]
