"""A small news site on a loopback port, made like the real one's pages: WordPress API, feed, list, articles."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

EPOCH = datetime(2026, 2, 1, 2, 0, tzinfo=UTC)
PAGE_SIZE = 10  # of the list; the API gives as many as it is asked for


@dataclass
class Post:
    number: int
    title: str
    text: str
    published: datetime
    modified: datetime
    status: int = 200

    @property
    def path(self) -> str:
        return f"/{self.published:%Y/%m}/{self.number}.html"


class NewsSite:
    """Posts, newest first, and everything that was asked for. `broken` are path prefixes that answer 404."""

    def __init__(self) -> None:
        self.posts = [make_post(number) for number in range(412, 400, -1)]
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.broken: set[str] = set()
        self.robots = "User-agent: *\nDisallow: /wp-admin/\n"
        self.validators = False
        self.delay = 0.0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

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
        if page > 1 and (page - 1) * size >= len(posts):
            return 400, {"Content-Type": "application/json"}, b'{"code":"rest_post_invalid_page_number"}'
        fields = [
            {
                "id": post.number,
                "date_gmt": f"{post.published:%Y-%m-%dT%H:%M:%S}",
                "modified_gmt": f"{post.modified:%Y-%m-%dT%H:%M:%S}",
                "link": f"https://www.qbitai.com{post.path}",
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
            f'<div class="info"><span class="time">3小时前</span></div></div></div>'
            for post in posts
        )
        body = f'<html><body><div class="article_list">{rows}</div></body></html>'.encode()
        return (200 if posts else 404), {"Content-Type": "text/html; charset=UTF-8"}, body

    def article(self, route: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        post = next((post for post in self.posts if post.path == route), None)
        if post is None or post.status != 200:
            return (post.status if post else 404), {"Content-Type": "text/html"}, b"<html>gone</html>"
        etag = f'"{abs(hash(post.text))}"'
        own = {"Content-Type": "text/html; charset=UTF-8", **({"ETag": etag} if self.validators else {})}
        if self.validators and headers.get("If-None-Match") == etag:
            return 304, own, b""
        body = f"<div class='article'><h1>{post.title}</h1><p>{post.text}</p></div>"
        return 200, own, f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def make_post(number: int) -> Post:
    published = EPOCH + timedelta(hours=number - 400)
    return Post(number, f"第{number}号消息", f"示例公司今天发布了第{number}个模型。" * 20, published, published)


@pytest.fixture
def news_site() -> Iterator[NewsSite]:
    site = NewsSite()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


def _handler(site: NewsSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = dict(self.headers.items())
            site.requests.append((unquote(self.path), headers))
            status, own, body = site.answer(self.path, headers)
            self.send_response(status)
            for name, value in {**own, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    return Handler
