"""Measure the reading of an archive: pages a second by the number of workers, and memory by the number of pages.

    python -m bench.reextract [--pages 1000 4000] [--workers 1 2]

The archive is made for it: the articles of the demo, each under many addresses, with a paragraph of its own, so that no
two pages are alike. Each run is a process of its own with a new database, so that its peak memory is its own too.
"""

import argparse
import multiprocessing
import os
import re
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from extract.records import Capture, Extraction, Page
from interface.demo.articles import load_articles
from interface.demo.pages import article_page
from pipelines.extraction import extract_archive
from storage.archive import Archive

EVERY = 10  # pages between two looks at the processes
PEAK = re.compile(r"VmHWM:\s*(\d+) kB")
HEADERS = (("Content-Type", "text/html"),)


@dataclass
class Meter:
    """The peak memory of this process and of its largest worker in MB, and the seconds of the processor they took."""

    own: int = 0
    worker: int = 0
    count: int = 0
    seconds: dict[int, float] = field(default_factory=dict)

    def page_read(self, _: Capture, __: Extraction) -> None:
        self.count += 1
        if self.count % EVERY == 0:
            self.look()

    def look(self) -> None:
        self.own = max(self.own, _peak("self"))
        for child in multiprocessing.active_children():
            self.worker = max(self.worker, _peak(child.pid))
            self.seconds[child.pid or 0] = _seconds(child.pid)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 4000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    for pages in options.pages:
        with tempfile.TemporaryDirectory() as folder:
            make_archive(Path(folder) / "archive", pages)
            for workers in options.workers:
                child = multiprocessing.get_context("spawn").Process(target=measure, args=(Path(folder), workers))
                child.start()
                child.join()


def make_archive(folder: Path, pages: int) -> None:
    articles = [article for article in load_articles() if not article.is_gone]
    with Archive(folder) as archive:
        for number, article in enumerate(islice(cycle(articles), pages)):
            own = f"<p>No. {number}</p></body>".encode(article.charset)
            body = article_page(article).replace("</body>".encode(article.charset), own)
            url = f"https://news.example/{number}.html"
            archive.append(Page(url, datetime(2026, 3, 1, tzinfo=UTC), 200, HEADERS, body, "demo"))


def measure(folder: Path, workers: int) -> None:
    """One run; prints what it took."""
    meter, start = Meter(), time.monotonic()
    database = f"sqlite:///{folder / f'{workers}.db'}"
    summary = extract_archive(folder / "archive", database, workers=workers, on_read=meter.page_read)
    seconds = time.monotonic() - start
    meter.look()
    cost = (time.process_time() + sum(meter.seconds.values())) / summary.pages * 1000
    speed = f"{summary.pages / seconds:.1f} pages/s, {cost:.1f} ms of the processor each"
    print(f"{summary.pages} pages, {workers} workers: {speed}; at most {meter.own} MB here, {meter.worker} MB a worker")


def _seconds(process: int | None) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak(process: int | str | None) -> int:
    try:
        found = PEAK.search(Path(f"/proc/{process}/status").read_text("ascii"))
    except FileNotFoundError:  # it has just ended, or there is no /proc
        return 0
    return int(found[1]) >> 10 if found else 0


if __name__ == "__main__":
    main()
