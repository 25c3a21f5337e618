"""Pages per CPU-second through the whole crawl path, beside bare Scrapy on the same pages in the same run.

Ours is what `moxun crawl` does up to the end of the crawl: robots.txt, the listing, the guard, the archive (gzip and
fdatasync for each page), the index and the state of each address. Bare Scrapy fetches the same addresses with its own
defaults and keeps nothing. Both in processes of their own, in turn; the server is a third process and is not counted.

    python -m bench.crawl --pages 1500 --rounds 3
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import resource
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any

Run = Callable[[str, int, Connection], None]

EPOCH = "2026-02-01T02:00:00"


def make_page(number: int, size: int) -> bytes:
    """A page of about so many bytes: markup, and text in which little repeats."""
    chance = random.Random(number)
    words = ["".join(map(chr, chance.choices(range(0x4E00, 0x6000), k=2))) for _ in range(400)]
    rows, length = [], 0
    while length < size:
        text = "".join(chance.choices(words, k=60))
        link = f'<a href="/tag/{chance.randint(0, 999)}">{words[0]}</a>'
        row = f'<div class="row c{chance.randint(0, 99)}"><p>{text}。</p>{link}</div>\n'
        rows.append(row)
        length += len(row.encode())
    body = "".join(rows)
    return f"<!DOCTYPE html><html><head><title>{number}</title></head><body>{body}</body></html>".encode()


async def serve(pages: int, size: int, ready: Connection) -> None:
    """The smallest HTTP server that keeps connections open: it must cost less than what it measures."""
    bodies = [make_page(number, size) for number in range(32)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readuntil(b"\r\n\r\n"):
            path = request.split(b" ", 2)[1].decode()
            body, more = respond(path, pages, bodies)
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode()
            writer.write(head + body)
            await writer.drain()

    async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(guarded, "127.0.0.1", 0)
    ready.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def respond(path: str, pages: int, bodies: list[bytes]) -> tuple[bytes, str]:
    if path == "/robots.txt":
        return b"User-agent: *\nDisallow: /wp-admin/\n", "Content-Type: text/plain\r\n"
    if path.startswith("/wp-json/"):
        page = int(path.partition("&page=")[2].partition("&")[0])
        numbers = range((page - 1) * 100, min(page * 100, pages))
        posts = [{"link": address("", number), "date_gmt": EPOCH, "modified_gmt": EPOCH} for number in numbers]
        return json.dumps(posts).encode(), f"Content-Type: application/json\r\nX-WP-TotalPages: {-(-pages // 100)}\r\n"
    number = int(path.rpartition("/")[2].removesuffix(".html"))
    return bodies[number % len(bodies)], f'Content-Type: text/html; charset=utf-8\r\nETag: "{number}"\r\n'


def address(base: str, number: int) -> str:
    return f"{base}/2026/02/{number}.html"


def run_server(pages: int, size: int, ready: Connection) -> None:
    asyncio.run(serve(pages, size, ready))


def run_bare(base: str, pages: int, result: Connection) -> None:
    """Scrapy as `scrapy runspider` runs it, without a delay and without a line of log."""
    from scrapy import Request, Spider  # noqa: PLC0415 the server and the other side do without
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415

    class Bare(Spider):
        name = "bare"
        fetched = 0

        async def start(self) -> AsyncIterator[Any]:
            for number in range(pages):
                yield Request(address(base, number))

        def parse(self, response: Any) -> None:  # noqa: ANN401
            type(self).fetched += response.status == 200

    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "DOWNLOAD_DELAY": 0})
    process.crawl(Bare)
    before = cpu()
    process.start()
    result.send((Bare.fetched, cpu() - before))


def run_ours(base: str, pages: int, result: Connection) -> None:
    import pipelines.crawlprocess  # noqa: F401, PLC0415 imports are not the crawl
    from pipelines.crawling import crawl  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        before = cpu()
        (summary,) = crawl(
            ["qbitai"],
            archive_folder=Path(folder) / "archive",
            database_url=f"sqlite:///{folder}/moxun.db",
            base_url=base,
        )
        result.send((summary.new, cpu() - before))


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(target: Run, base: str, pages: int) -> float:
    """Pages per CPU-second of one run in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=target, args=(base, pages, theirs))
    child.start()
    theirs.close()  # so that a child that dies is heard
    fetched, seconds = ours.recv()
    child.join()
    if fetched != pages:
        sys.exit(f"{target.__name__} fetched {fetched} of {pages} pages")
    return fetched / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--size", type=int, default=60_000, help="bytes of a page")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=run_server, args=(options.pages, options.size, theirs), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{ours.recv()}"
    bare, own = [], []
    for _ in range(options.rounds):
        bare.append(measure(run_bare, base, options.pages))
        own.append(measure(run_ours, base, options.pages))
        print(f"bare Scrapy {bare[-1]:7.0f} pages/CPU-s   moxun {own[-1]:7.0f}   ratio {own[-1] / bare[-1]:.2f}")
    ratio = median(a / b for a, b in zip(own, bare, strict=True))
    print(f"median ratio {ratio:.2f} (bound: 0.6), {options.size} bytes a page")
    server.terminate()


if __name__ == "__main__":
    main()
