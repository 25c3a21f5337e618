"""Measure re-extraction: pages a second from HTML and from clean text, beside trafilatura and other programs.

    python -m bench.reextract [--pages 20000] [--sample 400] [--peers PYTHON]

All in one run, on a generated archive (bench.archives): half of its pages with a site's hint, half without one. Each
extraction is a process of its own with a new database, so that its peak memory is its own too. PYTHON is one that has
news-please and newspaper4k[zh]; they are run without a network.

Where others use the cores too, seconds by the wall say little. From what each process ran and what it waited for a core
(/proc/PID/schedstat) it is told what a run would take on idle cores: what comes before and after the reading is done by
one process, and in between all of them share the cores, as far as workers have something to do.
"""

import argparse
import multiprocessing
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import trafilatura

from bench.archives import iter_pages, make_archive
from extract.article import read_article
from extract.claims import find_claims
from extract.records import Article, Capture, Page
from pipelines.extraction import extract_archive
from pipelines.saving import ExtractionSummary
from storage.archive import iter_captures, iter_files, read_page

EVERY = 10  # pages between two looks at the processes
ROUNDS = 3
FILLER = 94_000  # bytes with which a page costs trafilatura what the mean of 181 real ones does, 10.5 ms
SMALL = 2000  # pages, whose memory is compared with that of all
PEAK = re.compile(r"VmHWM:\s*(\d+) kB")
PEERS = Path(__file__).with_name("peers.py")


class Times(NamedTuple):
    """Of one process, in seconds: what it ran, and what it waited for a core that others had."""

    ran: float = 0.0
    waited: float = 0.0


class Run(NamedTuple):
    """One extraction of an archive."""

    pages: int
    clean: int  # of these, from clean text
    seconds: float  # by the wall
    start: float  # of these, before the first page was there
    quiet: float  # seconds it would have taken, had nobody else had a core
    cpu: float  # seconds of all processes
    keeping: float  # of these, of the one that keeps while others read
    idle: float  # share of the time in which a worker neither ran nor waited for a core
    own: int  # peak MB of the process that keeps
    worker: int  # and of the largest one that reads

    def __str__(self) -> str:
        speed = f"{self.pages / self.seconds:.1f} pages/s by the wall ({self.start:.1f} s to the first)"
        speed += f", {self.pages / self.quiet:.1f} on idle cores, {self.pages / self.cpu:.1f} per core"
        cost = f"{self.cpu / self.pages * 1000:.2f} ms of CPU each"
        if self.worker:
            share = self.keeping / (self.cpu - self.keeping)
            cost += f", {self.keeping / self.pages * 1000:.2f} of them to give out and to keep, {share:.1%} of what"
            cost += f" reading takes; workers idle {self.idle:.1%}; {self.worker} MB a worker"
        return f"{speed}; {cost}; {self.own} MB"


@dataclass
class Meter:
    """What this process and its workers took, from the first page to the last, and their peak memory in MB."""

    own: int = 0
    worker: int = 0
    count: int = 0
    began: float = field(default_factory=time.monotonic)
    first: float = 0.0
    last: float = 0.0
    loading: float = 0.0  # what workers share was loaded in so many seconds
    before: dict[int, Times] = field(default_factory=dict)
    after: dict[int, Times] = field(default_factory=dict)

    def page_read(self, _: Capture) -> None:
        self.count += 1
        if self.count == 1:
            self.first = self.last = time.monotonic()
            self.before[0] = _times("self")
            self.loading = max((_times(_parent(child.pid)).ran for child in active_children()), default=0.0)
        if self.count % EVERY == 0:
            self.look()

    def look(self) -> None:
        self.own, self.last, self.after[0] = max(self.own, _peak("self")), time.monotonic(), _times("self")
        for child in active_children():
            self.worker = max(self.worker, _peak(child.pid))
            self.after[child.pid or 0] = _times(child.pid)

    def sum_up(self, summary: ExtractionSummary) -> Run:
        end, now = time.monotonic(), _times("self")
        spans = {each: (told, self.before.get(each, Times())) for each, told in self.after.items()}
        ran = {each: told.ran - before.ran for each, (told, before) in spans.items()}
        waited = {each: told.waited - before.waited for each, (told, before) in spans.items()}
        reading, workers = self.last - self.first, [each for each in ran if each]
        busy = sum(ran[each] + waited[each] for each in workers) / (reading * len(workers)) if workers else 1.0
        start = max(self.before[0].ran, self.loading)  # on cores of their own
        cores = min(len(workers) + 1, os.cpu_count() or 1) if workers else 1
        quiet = start + sum(ran.values()) / cores / min(1.0, busy) + now.ran - self.after[0].ran
        cpu = now.ran + self.loading + sum(ran[each] for each in workers)
        return Run(
            summary.pages, summary.clean, end - self.began, self.first - self.began, quiet, cpu, ran[0],
            1 - min(1.0, busy), max(self.own, _peak("self")), self.worker,
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--sample", type=int, default=400, help="pages that are read in turn with trafilatura")
    parser.add_argument("--filler", type=int, default=FILLER, help="bytes around each article")
    parser.add_argument("--peers", metavar="PYTHON", help="one that has news-please and newspaper4k[zh]")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="moxun-bench-") as scratch:
        folder = Path(scratch)
        compare_in_turn(options.sample, options.filler)
        if options.peers:
            compare_peers(folder / "pages", options)
        run_archives(folder, options.pages, options.filler)


def run_archives(folder: Path, pages: int, filler: int) -> None:
    make_archive(folder / "small", SMALL, filler=filler)
    measure_reading(folder / "small")
    small = report(folder, "small", 2)
    make_archive(folder / "large", pages, filler=filler)
    two, one = report(folder, "large", 2), report(folder, "large", 1)
    for name, few, many, alone in zip(("HTML", "clean text"), small, two, one, strict=True):
        wall, quiet = alone.seconds / many.seconds, alone.quiet / many.quiet
        print(f"two workers : one, {pages} pages from {name}: {wall:.2f} by the wall, {quiet:.2f} on idle cores")
        memory = (f"{getattr(many, who) / getattr(few, who):.2f} ({who})" for who in ("own", "worker"))
        print(f"peak memory at {pages} : at {SMALL} pages, from {name}: {', '.join(memory)}", flush=True)


def report(folder: Path, archive: str, workers: int) -> tuple[Run, Run]:
    """The archive into a new database, and once more as if a rule had changed."""
    database = folder / f"{archive}-{workers}.db"
    runs = []
    for name in ("HTML", "clean text"):
        run = in_a_process(extract, folder / archive, database, workers)
        print(f"{run.pages} pages from {name}, {workers} workers: {run}", flush=True)
        runs.append(run)
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("UPDATE articles SET rules = 'older'")
            connection.commit()
    assert runs[1].clean == runs[1].pages == runs[0].pages
    return runs[0], runs[1]


def in_a_process(work: Callable[..., None], *arguments: Any) -> Run:  # noqa: ANN401
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(sender, *arguments))
    child.start()
    result: Run = receiver.recv()
    child.join()
    return result


def extract(result: Connection, archive: Path, database: Path, workers: int) -> None:
    meter = Meter()
    summary = extract_archive(archive, f"sqlite:///{database}", workers=workers, on_read=meter.page_read)
    result.send(meter.sum_up(summary))


def compare_in_turn(count: int, filler: int) -> None:
    """The CPU time of each way to read the same pages, in turn in this process: the least of some rounds."""
    hinted = list(iter_pages(count, hinted=True, filler=filler))
    strangers = list(iter_pages(count, hinted=False, filler=filler))
    articles = [read_article(page, page.site) for page in hinted]
    ways: dict[str, tuple[Callable[[Any], Any], list[Any]]] = {
        "trafilatura, text": (_clean_plainly, hinted),
        "trafilatura, text, title and date": (_clean_with_metadata, hinted),
        "moxun from HTML, sites with hints": (_read, hinted),
        "moxun from HTML, sites without hints": (_read, strangers),
        "moxun from clean text": (find_claims, articles),
    }
    rounds = [{name: _spend(*way) for name, way in ways.items()} for _ in range(ROUNDS + 1)][1:]
    cost = {name: min(each[name] for each in rounds) for name in ways}
    claims = sum(len(find_claims(article)[0]) for article in articles)
    size = sum(len(article.text) for article in articles)
    body = sum(len(page.body) for page in hinted)
    told = f"{size / count:,.0f} characters in {body / count:,.0f} bytes, {claims / count:.1f} claims each"
    print(f"{count} pages of {told}")
    plain, whole = list(cost.values())[:2]
    for name, milliseconds in cost.items():
        ratios = f"{plain / milliseconds:5.2f} × trafilatura, {whole / milliseconds:5.2f} × with title and date"
        print(f"{name:38} {milliseconds:6.2f} ms  {ratios}", flush=True)


def compare_peers(folder: Path, options: argparse.Namespace) -> None:
    folder.mkdir()
    pages = list(islice(iter_pages(options.sample, hinted=False, filler=options.filler), options.sample // 4))
    for number, page in enumerate(pages):
        (folder / f"{number:05}.html").write_bytes(page.body)
    own = _spend(_read, pages)
    unshare = shutil.which("unshare")
    if not unshare:
        print("no unshare: other programs are not run, they might reach for the network")
        return
    command = [unshare, "--net", "--map-root-user", options.peers, str(PEERS), str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for line in told.strip().splitlines()[-2:]:
        name, milliseconds = line.split()
        print(f"{name:38} {float(milliseconds):6.2f} ms  moxun, without hints, {own:.2f} ms", flush=True)


def measure_reading(archive: Path) -> None:
    """What it costs to get the pages out of the archive, beside what it costs to read them."""
    captures = [capture for file, _ in iter_files(archive) for capture, _ in iter_captures(archive, file)]
    reading = _spend(lambda capture: read_page(archive, capture), captures)
    pages = [read_page(archive, capture) for capture in captures[:: len(captures) // 200]]
    print(f"archive reading: {reading:.3f} ms a page, {reading / (reading + _spend(_read, pages)):.1%} of the time")


def _read(page: Page) -> tuple[Article, Any]:
    article = read_article(page, page.site)
    return article, find_claims(article)


def _clean_plainly(page: Page) -> str | None:
    return trafilatura.extract(page.body, include_comments=False)


def _clean_with_metadata(page: Page) -> str | None:
    return trafilatura.extract(page.body, include_comments=False, with_metadata=True)


def _spend(read: Callable[[Any], Any], items: Iterable[Any]) -> float:
    """Milliseconds of the processor for each item."""
    items = list(items)
    start = time.process_time()
    for item in items:
        read(item)
    return (time.process_time() - start) / len(items) * 1000


def _times(process: int | str | None) -> Times:
    try:
        ran, waited, *_ = Path(f"/proc/{process}/schedstat").read_text("ascii").split()
    except FileNotFoundError:  # it has just ended, or there is no /proc
        return Times()
    return Times(int(ran) / 1e9, int(waited) / 1e9)


def _parent(process: int | None) -> int:
    return int(Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[1])


def _peak(process: int | str | None) -> int:
    try:
        found = PEAK.search(Path(f"/proc/{process}/status").read_text("ascii"))
    except FileNotFoundError:  # it has just ended, or there is no /proc
        return 0
    return int(found[1]) >> 10 if found else 0


if __name__ == "__main__":
    main()
