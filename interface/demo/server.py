"""A small news site on a free loopback port."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from interface.demo.articles import DemoArticle, load_articles, load_site, utc
from interface.demo.pages import article_page, feed, list_page, posts

OnRequest = Callable[[str], None]
HTML = "text/html; charset=UTF-8"


class Answer(NamedTuple):
    status: int
    mime: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


NOT_FOUND = Answer(404, HTML, "<html><body><h1>没有这个页面</h1></body></html>".encode())  # no such page


@contextmanager
def open_site(on_request: OnRequest) -> Iterator[str]:
    """Serve the demo's site until the block ends; yields its address, `http://127.0.0.1:<port>`.

    `on_request` is told each path, unquoted, before it is answered.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(on_request))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(target: str) -> Answer:
    """What the site says to a path, or to a whole address as a proxy is asked for it."""
    parts = urlsplit(target)
    route = unquote(parts.path)
    category = f"/category/{load_site()['category']}"
    if route == "/robots.txt":
        return Answer(200, "text/plain; charset=UTF-8", b"User-agent: *\nDisallow: /wp-admin/\n")
    if route == "/wp-json/wp/v2/posts":
        return _answer_posts({name: values[-1] for name, values in parse_qs(parts.query).items()})
    if route in ("/feed", f"{category}/feed"):
        return Answer(200, "application/rss+xml; charset=UTF-8", feed(load_articles()[: load_site()["list_size"]]))
    if route in ("/", category):
        return _answer_list("1")
    if route.startswith(f"{category}/page/"):
        return _answer_list(route.rpartition("/")[2])
    return _answer_article(route)


def _answer_posts(query: dict[str, str]) -> Answer:
    """The parameters that the spider uses; the order is always by modification, newest first."""
    try:
        size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
        found = sorted(filter(_filter(query), load_articles()), key=lambda each: each.modified, reverse=True)
    except ValueError:
        return Answer(400, "application/json", b'{"code":"rest_invalid_param"}')
    if page > 1 and (page - 1) * size >= len(found):
        return Answer(400, "application/json", b'{"code":"rest_post_invalid_page_number"}')
    totals = (("X-WP-Total", str(len(found))), ("X-WP-TotalPages", str(-(-len(found) // size))))
    rows = found[(page - 1) * size : page * size]
    return Answer(200, "application/json; charset=UTF-8", posts(rows, query.get("_fields", "")), totals)


def _filter(query: dict[str, str]) -> Callable[[DemoArticle], bool]:
    """ValueError where a moment is none. As WordPress does it, both bounds are left out themselves."""
    after, modified_after = (_moment(query.get(name, "")) for name in ("after", "modified_after"))
    is_listed = query.get("categories", str(load_site()["category_id"])) == str(load_site()["category_id"])
    return lambda each: is_listed and utc(each.published) > after and utc(each.modified) > modified_after


def _moment(text: str) -> str:
    return utc(datetime.fromisoformat(text)) if text else ""


def _answer_list(number: str) -> Answer:
    size = load_site()["list_size"]
    page = int(number) if number.isdecimal() else 0
    rows = load_articles()[(page - 1) * size : page * size] if page > 0 else ()
    return Answer(200, HTML, list_page(rows)) if rows else NOT_FOUND


def _answer_article(route: str) -> Answer:
    article = next((each for each in load_articles() if each.path == route and not each.is_gone), None)
    if article is None:
        return NOT_FOUND
    mime = HTML if article.charset == "utf-8" else "text/html"  # the page alone says which charset it is
    return Answer(200, mime, article_page(article))


def _handler(on_request: OnRequest) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # head and body are two writes: 40 ms a page otherwise

        def do_GET(self) -> None:
            on_request(unquote(urlsplit(self.path).path))
            status, mime, body, headers = answer(self.path)
            self.send_response(status)
            for name, value in (("Content-Type", mime), ("Content-Length", str(len(body))), *headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The demo's own lines say enough."""

    return Handler
