"""A small news site on a loopback port, made like the real one's pages: WordPress API, feed, list, articles."""

import gzip
import json
import multiprocessing
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from extract.fetchstate import FetchState
from extract.records import Capture
from pipelines.crawling import crawl as crawl_sites
from pipelines.crawlprocess import CrawlSummary
from storage.addresses import load_known
from storage.archive import iter_captures, iter_files
from storage.database import open_database

SHANGHAI = timezone(timedelta(hours=8))
EPOCH = datetime(2026, 2, 1, 2, 0, tzinfo=UTC)
FAR = {"after": "0001-01-01T00:00:00Z", "before": "9999-01-01T00:00:00Z"}
PAGE_SIZE = 10  # of the list; the API gives as many as it is asked for


@dataclass
class Post:
    number: int
    title: str
    text: str
    published: datetime
    modified: datetime
    status: int = 200
    location: str = ""  # where it redirects to
    mime: str = "text/html; charset=UTF-8"

    @property
    def path(self) -> str:
        return f"/{self.published:%Y/%m}/{self.number}.html"


class NewsSite:
    """Posts, newest first, and everything that was asked for. `broken` are path prefixes that answer 404."""

    def __init__(self) -> None:
        self.posts = [make_post(number) for number in range(412, 400, -1)]
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.times: list[float] = []
        self.domain = "https://www.qbitai.com"  # of the addresses in its API
        self.broken: set[str] = set()
        self.documents: dict[str, bytes] = {}  # what else there is, by path
        self.robots = "User-agent: *\nDisallow: /wp-admin/\n"
        self.validators = False
        self.is_packed = False  # articles are sent gzipped
        self.interruption: tuple[int, Callable[[], None]] | None = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def at_request(self, number: int, action: Callable[[], None]) -> None:
        self.interruption = number, action

    def note(self, path: str, headers: dict[str, str]) -> None:
        self.requests.append((path, headers))
        self.times.append(time.monotonic())
        if self.interruption and len(self.requests) >= self.interruption[0]:
            self.interruption[1]()
            self.interruption = None

    def asked(self, part: str = "") -> list[str]:
        return [path for path, _ in self.requests if part in path]

    def edit(self, post: Post, text: str) -> None:
        post.text = text
        post.modified = max(each.modified for each in self.posts) + timedelta(hours=1)

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        parts = urlsplit(path)
        route = unquote(parts.path)
        if any(route.startswith(prefix) for prefix in self.broken):
            return 404, {"Content-Type": "text/html"}, b"<html>no such page</html>"
        if route == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, self.robots.encode()
        if route == "/wp-json/wp/v2/posts":
            return self.api(parse_qs(parts.query))
        if route.endswith("/feed"):
            return 200, {"Content-Type": "application/rss+xml"}, self.feed()
        if route.startswith("/category/资讯"):
            return self.listing(int(route.rpartition("/")[2]) if route[-1].isdigit() else 1)
        return self.article(route, headers)

    def api(self, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        size, page = int(query["per_page"][0]), int(query["page"][0])
        posts = sorted(self.posts, key=lambda post: post.modified, reverse=True)
        if after := query.get("modified_after"):
            posts = [post for post in posts if post.modified > datetime.fromisoformat(after[0])]
        after, before = (datetime.fromisoformat(query.get(name, [far])[0]) for name, far in FAR.items())
        posts = [post for post in posts if after < post.published < before]
        if page > 1 and (page - 1) * size >= len(posts):
            return 400, {"Content-Type": "application/json"}, b'{"code":"rest_post_invalid_page_number"}'
        fields = [
            {
                "id": post.number,
                "date_gmt": f"{post.published:%Y-%m-%dT%H:%M:%S}",
                "modified_gmt": f"{post.modified:%Y-%m-%dT%H:%M:%S}",
                "link": f"{self.domain}{post.path}",
                "title": {"rendered": post.title},
                "categories": [21],
            }
            for post in posts[(page - 1) * size : page * size]
        ]
        headers = {"Content-Type": "application/json", "X-WP-TotalPages": str(-(-len(posts) // size))}
        return 200, headers, json.dumps(fields).encode()

    def feed(self) -> bytes:
        items = "".join(
            f"<item><title>{post.title}</title><link>{self.url}{post.path}?utm_source=rss</link>"
            f"<guid isPermaLink='false'>{self.url}/?p={post.number}</guid>"
            f"<pubDate>{format_datetime(post.published)}</pubDate></item>"
            for post in self.posts[:PAGE_SIZE]
        )
        return f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel>{items}</channel></rss>".encode()

    def listing(self, page: int) -> tuple[int, dict[str, str], bytes]:
        posts = self.posts[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        rows = "".join(
            f'<div class="picture_text"><div class="text_box"><h4><a href="{post.path}">{post.title}</a></h4>'
            f'<div class="info"><span class="time">{post.published.astimezone(SHANGHAI):%Y-%m-%d %H:%M}</span></div>'
            "</div></div>"
            for post in posts
        )
        body = f'<html><body><div class="article_list">{rows}</div></body></html>'.encode()
        return (200 if posts else 404), {"Content-Type": "text/html; charset=UTF-8"}, body

    def find(self, route: str) -> Post | None:
        return next((post for post in self.posts if post.path == route), None)

    def article(self, route: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if route in self.documents:
            return 200, {"Content-Type": "text/html"}, self.documents[route]
        post = self.find(route)
        if post is None or post.status != 200:
            return (post.status if post else 404), {"Content-Type": "text/html"}, b"<html>gone</html>"
        if post.location:
            return 302, {"Location": post.location}, b""
        etag = f'"{abs(hash(post.text))}"'
        own = {"Content-Type": post.mime, **({"ETag": etag} if self.validators else {})}
        if self.validators and headers.get("If-None-Match") == etag:
            return 304, own, b""
        body = f"<div class='article'><h1>{post.title}</h1><p>{post.text}</p></div>"
        html = f"<!DOCTYPE html><html><body>{body}</body></html>".encode()
        return (200, own | {"Content-Encoding": "gzip"}, gzip.compress(html)) if self.is_packed else (200, own, html)


class LargeSite(NewsSite):
    """Finds an article without looking through all of them, and counts the bytes of all that it sends."""

    def __init__(self) -> None:
        super().__init__()
        self.posts = [self.make(number) for number in range(2000, 0, -1)]
        self.by_path = {post.path: post for post in self.posts}
        self.sent: Counter[str] = Counter()

    def add(self, post: Post) -> None:
        self.posts.insert(0, post)
        self.by_path[post.path] = post

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        status, own, body = super().answer(path, headers)
        self.sent["articles" if path.endswith(".html") else "listings"] += len(body)
        return status, own, body

    def find(self, route: str) -> Post | None:
        return self.by_path.get(route)

    def make(self, number: int) -> Post:
        published = EPOCH + timedelta(minutes=number)
        return replace(make_post(number), text=f"第{number}号消息的正文。", published=published, modified=published)

    def forget(self) -> None:
        self.requests.clear()
        self.sent.clear()


Site = TypeVar("Site", bound=NewsSite)


@contextmanager
def serve(site: Site) -> Iterator[Site]:
    """The site, listening until the block ends."""
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join()


def make_post(number: int) -> Post:
    published = EPOCH + timedelta(hours=number - 400)
    return Post(number, f"第{number}号消息", f"示例公司今天发布了第{number}个模型。" * 20, published, published)


# A reactor starts only once in a process: every crawl has its own (tests/conftest.py).
PROCESSES = multiprocessing.get_context("forkserver")


@dataclass
class Crawl:
    """Crawls the site in a process of its own, and looks at what lies on the disk."""

    site: NewsSite
    folder: Path

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'moxun.sqlite'}"

    def options(self, **options: object) -> dict[str, Any]:
        own = {"archive_folder": self.folder / "archive", "database_url": self.database_url, "base_url": self.site.url}
        return {**own, "settings": {"BACKOFF_FIRST": 0.05}, **options}

    def run(self, *sites: str, **options: object) -> CrawlSummary:
        with ProcessPoolExecutor(1, PROCESSES) as pool:
            (summary,) = pool.submit(crawl_sites, sites or ["qbitai"], **self.options(**options)).result(timeout=60)
            return summary

    def run_until(self, requests: int, delay: float = 0.0) -> None:
        """Kill the crawl while it waits for its n-th answer, or so many seconds later."""
        child = PROCESSES.Process(target=crawl_sites, args=(["qbitai"],), kwargs=self.options())
        child.start()
        self.site.at_request(requests, threading.Timer(delay, child.kill).start if delay else child.kill)
        child.join(timeout=60)
        assert child.exitcode == -signal.SIGKILL

    def captures(self) -> list[tuple[Capture, FetchState]]:
        archive = self.folder / "archive"
        return [row for file, _ in iter_files(archive) for row in iter_captures(archive, file)]

    def numbers(self) -> list[int]:
        """The numbers of the archived posts, in the order of the archive."""
        return [int(capture.url.rpartition("/")[2][:-5]) for capture, _ in self.captures()]

    def known(self) -> dict[str, FetchState]:
        """What the index says of each address."""
        with open_database(self.database_url) as database, database.read() as connection:
            return load_known(connection, "qbitai")


class LargeCrawl(Crawl):
    site: LargeSite


@pytest.fixture
def large(tmp_path: Path) -> Iterator[LargeCrawl]:
    with serve(LargeSite()) as site:
        yield LargeCrawl(site, tmp_path)


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Where a crawl is started: each in a process of its own."""
    return PROCESSES


@pytest.fixture
def crawl(news_site: NewsSite, tmp_path: Path) -> Crawl:
    return Crawl(news_site, tmp_path)


@pytest.fixture
def news_site() -> Iterator[NewsSite]:
    with serve(NewsSite()) as site:
        yield site


def _handler(site: NewsSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are two writes: 40 ms a page otherwise

        def do_GET(self) -> None:
            headers = dict(self.headers.items())
            site.note(unquote(self.path), headers)
            status, own, body = site.answer(self.path, headers)
            self.send_response(status)
            for name, value in {**own, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    return Handler
