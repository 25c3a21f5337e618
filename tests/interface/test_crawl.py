"""`moxun crawl`, `extract` and `releases` one after the other, as they are typed, on a loopback site."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from storage.database import open_database
from storage.queries import find_releases

MOXUN = (sys.executable, "-c", "from interface.cli import main; main()")
NEWS = {
    "/2026/02/501.html": ("智谱发布GLM-5", "2月11日，智谱正式发布新一代大模型GLM-5，模型权重同步开源。"),
    "/2026/02/502.html": ("月之暗面开源Kimi K2.5", "2月12日，月之暗面开源了大模型Kimi K2.5，参数规模达到一万亿。"),
}
PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{0}</title>
<meta property="article:published_time" content="2026-02-12T09:00:00+08:00"></head>
<body><article><h1>{0}</h1><p>{1}</p><p>想要试用的读者可以到官网查看说明文档，也可以下载权重自行部署。</p></article></body></html>"""


class Site:
    """A WordPress site with two articles; `before_article` is called with the path of each that is asked for."""

    def __init__(self) -> None:
        self.news = NEWS
        self.before_article: Callable[[str], None] = lambda path: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def answer(self, path: str) -> tuple[int, str, str]:
        if path.startswith("/wp-json/"):
            stamps = {"date_gmt": "2026-02-12T01:00:00", "modified_gmt": "2026-02-12T01:00:00", "categories": [21]}
            links = [{"id": int(each[9:12]), "link": self.url.rstrip("/") + each, **stamps} for each in self.news]
            return 200, "application/json", json.dumps(links if "page=1" in path else [])
        if path in self.news:
            self.before_article(path)
            return 200, "text/html; charset=utf-8", PAGE.format(*self.news[path])
        return 404, "text/plain", "no such page"


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, mime, text = site.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", mime)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            """Quiet."""

    return Handler


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site()
    thread = threading.Thread(target=served.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield served
    served.server.shutdown()
    served.server.server_close()
    thread.join()


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything is kept in a folder of the test's."""
    return {**os.environ, "MOXUN_DATA": str(tmp_path), "MOXUN_ARCHIVE": "", "MOXUN_DATABASE": ""}


def run(own: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MOXUN, *arguments], capture_output=True, encoding="utf-8", env=own, check=False)


def models(own: dict[str, str]) -> set[str]:
    with open_database(f"sqlite:///{own['MOXUN_DATA']}/moxun.db") as database, database.read() as connection:
        return {release.model for release in find_releases(connection)}


def test_a_crawl_is_read_at_once_and_the_next_one_fetches_nothing(site: Site, own: dict[str, str]) -> None:
    first = run(own, "crawl", "qbitai", "--base-url", site.url)
    assert (first.returncode, models(own)) == (0, {"GLM-5", "Kimi K2.5"}), first.stderr
    assert "Read 2 pages" in first.stdout
    asked: list[str] = []
    site.before_article = asked.append
    again = run(own, "crawl", "qbitai", "--base-url", site.url)
    assert (again.returncode, asked) == (0, [])
    assert "No page is new to these rules" in again.stdout
    assert "Traceback" not in first.stderr + again.stderr


def test_what_was_only_fetched_is_read_later(site: Site, own: dict[str, str]) -> None:
    assert run(own, "crawl", "qbitai", "--base-url", site.url, "--no-extract", "--limit", "1").returncode == 0
    assert models(own) == set()
    assert run(own, "extract").returncode == 0
    assert len(models(own)) == 1


def test_a_site_that_lists_nothing_is_not_healthy(site: Site, own: dict[str, str]) -> None:
    site.news = {}
    done = run(own, "crawl", "qbitai", "--base-url", site.url)
    assert done.returncode == 1
    assert "NOT HEALTHY" in done.stdout
    assert "moxun: qbitai: " in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupted_crawl_ends_quietly_and_the_next_one_completes_it(site: Site, own: dict[str, str]) -> None:
    command = [*MOXUN, "crawl", "qbitai", "--base-url", site.url]
    asked: list[str] = []

    def interrupt_once(path: str) -> None:
        asked.append(path)
        if len(asked) == 1:
            process.send_signal(signal.SIGINT)

    site.before_article = interrupt_once
    with subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        _, errors = process.communicate()
    assert (process.returncode, errors.count(b"Traceback")) == (130, 0), errors.decode()
    assert run(own, "crawl", "qbitai", "--base-url", site.url).returncode == 0
    assert models(own) == {"GLM-5", "Kimi K2.5"}
