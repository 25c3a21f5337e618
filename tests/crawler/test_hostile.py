"""A site that does its worst, over real HTTP on this machine: the crawl ends, small, and names each thing."""

import gzip
import json
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest

from pipelines.crawling import crawl as crawl_sites
from pipelines.crawlprocess import CrawlSummary
from storage.archive import iter_files, iter_pages

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

MEGABYTE = 1 << 20
PAGE = "<!DOCTYPE html><html><body><article><h1>消息</h1><p>正文。</p></article></body></html>".encode()
SETTINGS = {"DOWNLOAD_TIMEOUT": 1, "RETRY_TIMES": 1, "BACKOFF_FIRST": 0.05, "BACKOFF_LONGEST": 5.0}


def bomb(megabytes: int) -> bytes:
    """One gzip stream of so many megabytes of zeros: a thousandth of it, made in no time."""
    packer = zlib.compressobj(9, wbits=31)
    head = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (megabytes - 1) + packer.flush()


def xml_bomb(root: str) -> bytes:
    """A billion laughs: eleven layers of ten entities each."""
    layers = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    item = "<channel><item><link>&e11;</link></item></channel>"
    return f"<!DOCTYPE x [<!ENTITY e0 'ha'>{layers}]><{root}>{item}</{root}>".encode()


class Handler(BaseHTTPRequestHandler):
    """Each article is a case by its number; the even ones between them are ordinary."""

    protocol_version = "HTTP/1.1"
    server: "Hostile"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.asked.append((path, time.monotonic()))
        try:
            (self.server.answers.get(path) or CASES.get(path.removeprefix("/2026/02/")[:4]) or ordinary)(self)
        except OSError:
            self.close_connection = True  # who asked has gone, which is what it should do

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        own = {"content_type": "text/html; charset=utf-8", "content_length": str(len(body)), **headers}
        self.send_response(status)
        for name, value in own.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


class Hostile(ThreadingHTTPServer):
    """What was asked and when; `answers` are by path."""

    daemon_threads = True

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__((address, 0), Handler)
        self.asked: list[tuple[str, float]] = []
        self.answers: dict[str, Callable[[Handler], None]] = {"/robots.txt": robots}

    def handle_error(self, request: object, client_address: object) -> None:
        """A crawler that turns its back is no error of the site's."""

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]}:{self.server_port}"

    def times(self, path: str) -> list[float]:
        return [at for asked, at in self.asked if asked == path]


def robots(handler: Handler) -> None:
    handler.send(200, b"User-agent: *\nDisallow: /2026/02/1015\n", content_type="text/plain")


def ordinary(handler: Handler) -> None:
    handler.send(200, PAGE)


def too_many(handler: Handler) -> None:
    """429 to the first, with a wait."""
    if len(handler.server.times(handler.path)) == 1:
        handler.send(429, b"slower", Retry_After="1")
    else:
        handler.send(200, PAGE)


def unavailable(handler: Handler) -> None:
    handler.send(503, b"later")


def drip(handler: Handler) -> None:
    handler.send(200, b"<", content_length="1000000")
    for _ in range(100):
        time.sleep(0.1)
        handler.wfile.write(b" ")


def loop(handler: Handler) -> None:
    handler.send(302, location=f"{handler.path}?again")


def lead_inside(handler: Handler) -> None:
    handler.send(302, location=handler.server.inside + "/secret")  # type: ignore[attr-defined]


def packed(body: bytes) -> Callable[[Handler], None]:
    return lambda handler: handler.send(200, body, content_encoding="gzip")


def declared_large(handler: Handler) -> None:
    handler.send(200, b"", content_length=str(100 * MEGABYTE))
    send_much(handler.wfile.write, MEGABYTE)


def chunked_large(handler: Handler) -> None:
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    send_much(lambda data: handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n"), 100 * MEGABYTE)
    handler.wfile.write(b"0\r\n\r\n")


def send_much(write: Callable[[bytes], Any], size: int) -> None:
    for _ in range(size // 65536):
        write(b"x" * 65536)


def wrong_charset(handler: Handler) -> None:
    handler.send(200, "<!DOCTYPE html><html><body><h1>国产大模型</h1></body></html>".encode("gb18030"))


def cut_off(handler: Handler) -> None:
    handler.send(200, PAGE, content_length=str(len(PAGE) + 1000))
    handler.close_connection = True


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"\x00\x01 this is no HTTP \r\n\r\n")
    handler.close_connection = True


def hang_up(handler: Handler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def endless_header(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("X-Endless", "x" * 10 * MEGABYTE)
    handler.end_headers()


CASES: dict[str, Callable[[Handler], None]] = {
    "1001": too_many,
    "1003": unavailable,
    "1005": drip,
    "1007": loop,
    "1009": lead_inside,
    "1011": packed(bomb(10_240)),  # 10 GB, and 10 MB on the way
    "1013": packed(bomb(1024)),  # 1 GB, and 1 MB on the way
    "1015": ordinary,  # robots.txt forbids it
    "1017": declared_large,
    "1019": chunked_large,
    "1021": wrong_charset,
    "1023": packed(gzip.compress(PAGE * 100)[:-20]),
    "1025": packed(PAGE),
    "1027": cut_off,
    "1029": no_http,
    "1031": hang_up,
    "1033": endless_header,
}
EXPECTED = {
    "1003": "http-503",
    "1005": "timeout",
    "1007": "redirect-loop",
    "1009": "not-public",
    "1011": "too-large",
    "1013": "too-large",
    "1015": "robots-forbids",
    "1017": "too-large",
    "1019": "too-large",
    "1023": "broken-encoding",
    "1025": "broken-encoding",
    "1027": "no-response",
    "1029": "no-response",
    "1031": "no-response",
    "1033": "no-response",
}
NUMBERS = [f"{number}" for number in range(1000, 1035)]


def listing(handler: Handler) -> None:
    items = "".join(f"<item><link>{handler.server.url}/2026/02/{number}.html</link></item>" for number in NUMBERS)
    handler.send(200, f"<rss><channel>{items}</channel></rss>".encode(), content_type="application/rss+xml")


def xml(body: bytes) -> Callable[[Handler], None]:
    return lambda handler: handler.send(200, body, content_type="application/xml")


def json_bomb(handler: Handler) -> None:
    handler.send(200, b"[" * MEGABYTE, content_type="application/json")


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with Hostile() as server, Hostile("127.0.0.2") as inside:
        server.inside = inside.url  # type: ignore[attr-defined]
        for each in (server, inside):
            threading.Thread(target=each.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        assert inside.asked == []  # nothing was ever sent there
        for each in (server, inside):
            each.shutdown()


@pytest.fixture
def run(hostile: Hostile, tmp_path: Path, processes: "ForkServerContext") -> Callable[..., tuple[CrawlSummary, float]]:
    """Crawl a site as its copy on the hostile server; returns the summary and the most memory used, in bytes."""

    def run_in_its_own_process(site: str, **settings: object) -> tuple[CrawlSummary, float]:
        options = {"archive_folder": tmp_path / "archive", "database_url": f"sqlite:///{tmp_path}/moxun.db"}
        own = {"base_url": hostile.url, "settings": {**SETTINGS, **settings}}
        with ProcessPoolExecutor(1, processes) as pool:
            (summary,) = pool.submit(crawl_sites, [site], **options, **own).result(timeout=60)
            return summary, pool.submit(resource.getrusage, resource.RUSAGE_SELF).result().ru_maxrss * 1024

    return run_in_its_own_process


Run = Callable[..., tuple[CrawlSummary, float]]


def test_each_case_is_survived_within_limits_and_named(hostile: Hostile, run: Run, tmp_path: Path) -> None:
    hostile.answers |= {
        "/wp-json/wp/v2/posts": json_bomb,
        "/category/资讯/feed": xml(xml_bomb("rss")),
        "/feed": listing,
    }
    started = time.monotonic()
    summary, memory = run("qbitai")
    assert time.monotonic() - started < 40
    assert memory < 400 * MEGABYTE
    named = {urlsplit(each.where).path[-9:-5]: each.code for each in summary.problems if "/2026/" in each.where}
    assert named == EXPECTED
    listings = {urlsplit(each.where).path: each.code for each in summary.problems if "/2026/" not in each.where}
    assert listings["/wp-json/wp/v2/posts"] == "no-listing"
    assert len(listings) == 2
    assert (summary.found, summary.failed) == (len(NUMBERS), len(EXPECTED))
    assert summary.new == len(NUMBERS) - len(EXPECTED)
    asked, again = hostile.times("/2026/02/1001.html")
    assert again - asked >= 1.0  # as Retry-After says
    archive = tmp_path / "archive"
    pages = [page for file, _ in iter_files(archive) for page in iter_pages(archive / file)]
    archived = {page.url[-9:-5]: page for page in pages}
    assert set(archived) == set(NUMBERS) - set(EXPECTED)
    assert "国产大模型".encode("gb18030") in archived["1021"].body


def test_bombs_for_feed_and_sitemap_are_no_listings(hostile: Hostile, run: Run) -> None:
    hostile.answers |= {"/rss": xml(xml_bomb("rss")), "/sitemap.xml": xml(xml_bomb("urlset"))}
    hostile.answers["/sitemap.xml.gz"] = xml(bomb(1024))
    summary, memory = run("jiqizhixin")
    assert memory < 400 * MEGABYTE
    assert not summary.is_healthy
    assert {problem.code for problem in summary.problems} <= {"no-listing", "no-links", "too-few-links", "http-404"}
    assert summary.problems[-1].code == "too-few-links"


def test_a_robots_txt_that_forbids_everything_ends_the_run(hostile: Hostile, run: Run) -> None:
    hostile.answers["/robots.txt"] = lambda handler: handler.send(200, b"User-agent: *\nDisallow: /\n")
    summary, _ = run("qbitai")
    assert [path for path, _ in hostile.asked] == ["/robots.txt"]
    assert {problem.code for problem in summary.problems} == {"robots-forbids", "too-few-links"}
    assert not summary.is_healthy


def test_a_robots_txt_that_cannot_be_given_forbids_everything(hostile: Hostile, run: Run) -> None:
    hostile.answers["/robots.txt"] = unavailable
    summary, _ = run("qbitai")
    assert {path for path, _ in hostile.asked} == {"/robots.txt"}
    assert "robots-forbids" in {problem.code for problem in summary.problems}


def test_a_site_that_always_fails_is_left_alone_after_a_few_articles(hostile: Hostile, run: Run) -> None:
    hostile.answers |= {"/wp-json/wp/v2/posts": unavailable, "/category/资讯/feed": unavailable, "/feed": listing}
    hostile.answers |= {f"/2026/02/{number}.html": unavailable for number in NUMBERS}
    summary, _ = run("qbitai", RETRY_TIMES=0)
    assert len([path for path, _ in hostile.asked if "/2026/" in path]) <= 5 + 2  # and what was under way
    codes = [problem.code for problem in summary.problems]
    assert codes[-1] == "not-asked"
    assert not summary.is_healthy


def test_a_site_that_asks_for_a_long_pause_gets_it(hostile: Hostile, run: Run) -> None:
    hostile.answers["/wp-json/wp/v2/posts"] = lambda handler: handler.send(
        200, json.dumps([{"link": f"{hostile.url}/2026/02/{number}.html"} for number in NUMBERS]).encode()
    )
    hostile.answers["/2026/02/1000.html"] = lambda handler: handler.send(429, Retry_After="3600")
    summary, _ = run("qbitai")
    assert len(hostile.asked) <= 4
    assert summary.retry_at is not None
    assert not summary.is_healthy
