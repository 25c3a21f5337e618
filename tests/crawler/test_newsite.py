"""`moxun new-site` against a loopback site: the tests of what it writes pass once somebody has read them."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.fixtures import scrub_feed, scrub_page, scrub_posts, scrub_sitemap
from pipelines.newsite import NoSiteError, SiteDraft, draft_site, find_pattern, save_draft, spider_text

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

    from conftest import NewsSite

ROOT = Path(__file__).parents[2]
HOME = """<html lang="zh-CN"><head><title>示例早报 - 首页</title><meta property="og:site_name" content="示例早报">
<link rel="https://api.w.org/" href="{0}/wp-json/">
<link rel="alternate" type="application/rss+xml" href="{0}/comments/feed">
<link rel="alternate" type="application/rss+xml" href="{0}/feed"></head><body>首页</body></html>"""
ARTICLE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="gbk"><title>机密标题</title>
<meta property="article:published_time" content="2026-02-01T10:00:00+08:00"><meta name="description" content="机密摘要">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"机密标题",
"datePublished":"2026-02-01T10:00:00+08:00"}</script>
<script>track("机密")</script></head><body onload="x()"><div class="article" data-secret="机密"><h1>机密标题</h1>
<span class="date">2026-02-01</span><p>机密正文。</p></div></body></html>"""


def draft(site: "NewsSite", processes: "ForkServerContext") -> SiteDraft:
    with ProcessPoolExecutor(1, processes) as pool:
        options = {"DOWNLOAD_DELAY": 0.001, "BACKOFF_FIRST": 0.05}
        return pool.submit(draft_site, site.url, "example-daily", options).result(timeout=120)


@pytest.fixture
def offering(news_site: "NewsSite") -> "NewsSite":
    """The loopback site, with a front page, a sitemap, and articles under its own address."""
    urls = "".join(f"<url><loc>{news_site.url}{post.path}</loc></url>" for post in news_site.posts)
    news_site.robots = f"User-agent: *\nDisallow: /wp-admin/\nSitemap: {news_site.url}/sitemap.xml\n"
    news_site.documents = {
        "/": HOME.format(news_site.url).encode(),
        "/sitemap.xml": f"<urlset>{urls}</urlset>".encode(),
        news_site.posts[0].path: ARTICLE.encode("gbk"),
    }
    news_site.domain = news_site.url
    return news_site


def test_a_site_is_described_by_what_it_offers(offering: "NewsSite", processes: "ForkServerContext") -> None:
    found = draft(offering, processes)
    assert (found.title, found.language, found.timezone) == ("示例早报", "zh", "Asia/Shanghai")
    assert found.ways == {"posts": ("/wp-json/wp/v2/posts",), "feeds": ("/feed",), "sitemaps": ("/sitemap.xml",)}
    assert found.article_path == r"/20\d\d/[01]\d/\d+\.html"
    assert set(found.documents) == {"posts.json", "feed.xml", "sitemap.xml", "article-1.html"}
    assert not any("机密".encode() in body or "号消息".encode() in body for body in found.documents.values())
    assert len(offering.requests) <= 8


def test_what_is_written_passes_the_sites_tests_once_it_was_read(
    offering: "NewsSite", processes: "ForkServerContext", tmp_path: Path
) -> None:
    checkout = tmp_path / "moxun"
    for name in ("crawler", "extract", "tests/sites", "docs"):
        shutil.copytree(ROOT / name, checkout / name)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    (checkout / "tests/extract").mkdir()
    shutil.copy(ROOT / "tests/extract/test_sites.py", checkout / "tests/extract")
    made = replace(draft(offering, processes), base_url="https://daily.example/")
    documents = {
        name: body.replace(offering.url.encode(), b"https://daily.example") for name, body in made.documents.items()
    }
    save_draft(replace(made, documents=documents), checkout)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/sites/test_discovery.py",
        "tests/extract/test_sites.py",
    ]
    runs = [
        subprocess.run([*command, "-k", "example-daily"], cwd=checkout, capture_output=True, text=True, check=False)
        for _ in range(2)
    ]
    assert "was missing and is written: read it" in runs[0].stdout, runs[0].stdout
    assert runs[1].returncode == 0, runs[1].stdout
    expected = json.loads((checkout / "tests/sites/example-daily/expected.json").read_text())
    assert {len(links) for links in expected.values()} == {3}
    table = subprocess.run([*command, "-k", "documentation"], cwd=checkout, capture_output=True, text=True, check=False)
    assert table.returncode == 0, table.stdout


def test_a_site_that_offers_nothing_is_an_error(news_site: "NewsSite", processes: "ForkServerContext") -> None:
    news_site.broken = {"/wp-json", "/feed"}
    news_site.documents = {"/": b"<html><title>x</title></html>"}
    with pytest.raises(NoSiteError, match="names no API, feed or sitemap"):
        draft(news_site, processes)


@pytest.mark.parametrize(("url", "name"), [("https://", ""), ("a.example", "No Name"), ("www.qbitai.com", "")])
def test_what_cannot_be_a_site_is_refused_before_anything_is_asked(url: str, name: str) -> None:
    with pytest.raises(NoSiteError):
        draft_site(url, name)


def test_nothing_is_written_where_there_is_no_checkout(tmp_path: Path) -> None:
    made = SiteDraft("a", "A", "https://a.example/", "en", "UTC", "/.*", ("https://a.example/1",), {}, {})
    with pytest.raises(NoSiteError, match="no checkout"):
        save_draft(made, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("paths", "pattern"),
    [
        (["/2026/02/1.html", "/2026/03/22.html"], r"/20\d\d/[01]\d/\d+\.html"),
        (["/news/a-model", "/news/b-model", "/about"], r"/news/[^/]+"),
        (["/p/12/", "/p/345/"], r"/p/\d+/?"),
        (["/2026/02/28/x/", "/2026/11/03/y/"], r"/20\d\d/[01]\d/[0-3]\d/[^/]+/?"),
        (['/a"\n"/1', '/a"\n"/2'], r"/[^/]+/\d+"),
    ],
)
def test_the_paths_of_articles_make_a_pattern(paths: list[str], pattern: str) -> None:
    assert find_pattern([f"https://a.example{path}" for path in paths]) == pattern


def test_a_hostile_title_is_no_code() -> None:
    made = SiteDraft("a", "x", "https://a.example/", "en", "UTC", "/a", (), {"feeds": ('/f"); import os; ("',)}, {})
    compiled = compile(spider_text(made), "a.py", "exec")
    assert "os" not in compiled.co_names


def test_fixtures_keep_markup_addresses_and_times_and_no_prose() -> None:
    url = "https://a.example/1"
    post = {"link": url, "date_gmt": "2026-02-01T00:00:00", "title": {"rendered": "Secret"}}
    feed = (
        f"<rss><channel><item><title>Secret</title><link>{url}?utm=1</link><pubDate>Sun, 01 Feb 2026</pubDate></item>"
    )
    feed += "<item><title>Secret</title><link>https://a.example/2</link></item></channel></rss>"
    sitemap = f"<urlset><url><loc>{url}</loc></url><url><loc>https://a.example/2</loc></url></urlset>"
    page = scrub_page(ARTICLE.encode("gbk"), url)
    texts = [
        scrub_posts(json.dumps([post, {**post, "link": "other"}]).encode(), [url]),
        scrub_feed(feed.encode(), [url]),
    ]
    texts += [scrub_sitemap(sitemap.encode(), [url]), page]
    for text in texts:
        assert b"Secret" not in text
        assert "机密".encode() not in text
        assert b"a.example/2" not in text
        assert url.encode() in text
    assert b'class="date">2026-02-01<' in page
    assert b'"datePublished": "2026-02-01T10:00:00+08:00"' in page
    assert b"onload" not in page
    assert b"data-secret" not in page
