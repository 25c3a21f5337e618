"""What reading a page costs, beside trafilatura on the same pages, each page by all sides in turn, in one run.

    python -m bench.extract PAGES.warc.gz [--real FOLDER] [--rounds 5]
    python -m bench.extract PAGES.warc.gz --articles 50000  # does memory stay flat?
    python -m bench.extract PAGES.warc.gz --first           # what a process's first page costs

FOLDER holds `html/<id>.html.gz`, as in scrapinghub/article-extraction-benchmark. Counted is the CPU time of this
process, the best of the rounds; ratios hold where the milliseconds do not.
"""

import argparse
import gzip
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import trafilatura

from bench.bulk import with_bulk
from extract.article import read_article
from extract.claims import find_claims
from extract.reading import extract_page
from extract.records import Article, Page
from storage.archive import iter_pages

EARLY = 5000  # articles, after which memory should not grow
LENGTH = 2500  # characters
FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = """
import resource, sys, time
start = time.process_time()
from extract.reading import extract_page
from storage.archive import iter_pages
loaded = time.process_time()
page = next(page for page in iter_pages(sys.argv[1]) if page.status == 200)
opened = time.process_time()
extract_page(page)
read = time.process_time()
extract_page(page)
again = time.process_time()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(f"imports {(loaded - start) * 1000:.0f} ms, first page {(read - opened) * 1000:.0f} ms, "
      f"again {(again - read) * 1000:.1f} ms; peak {peak:.0f} MB")
"""

Argument = TypeVar("Argument")
Result = TypeVar("Result")
Spent = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--real", type=Path, metavar="FOLDER", help="pages as the web has them")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--articles", type=int, metavar="N", help="read so many, no two alike, and watch the memory")
    parser.add_argument("--first", action="store_true", help="the first page of a process, and its memory")
    options = parser.parse_args()
    pages = [page for page in iter_pages(options.pages) if page.status == 200]
    if options.first:
        subprocess.run([sys.executable, "-c", FIRST, str(options.pages)], check=True)
    elif options.articles:
        watch_memory(pages, options.articles)
    else:
        hinted = [page for page in pages if read_article(page).cleaner.startswith("hint")]
        compare("pages with a hint, reduced", hinted, options.rounds)
        compare(
            "the same among 100 KB of scripts, menus and links", [with_bulk(page) for page in hinted], options.rounds
        )
        if options.real:
            compare("real pages without a hint", list(_iter_real(options.real)), options.rounds)


def compare(name: str, pages: Sequence[Page], rounds: int) -> None:
    """Print what each step costs for a page, and how the steps compare with trafilatura."""
    articles = [read_article(page) for page in pages]
    characters, size = sum(len(article.text) for article in articles), sum(len(page.body) for page in pages)
    hints = sum(article.cleaner.startswith("hint") for article in articles)
    spent = [_read_all(pages, articles) for _ in range(rounds)]
    cost = {step: min(each[step] for each in spent) for step in spent[0]}
    print(f"\n{name}: {len(pages)} of {size / len(pages) / 1000:,.0f} KB and {characters / len(pages):,.0f} characters")
    for step, seconds in cost.items():
        print(f"  {step:24} {seconds / len(pages) * 1000:7.2f} ms a page")
    base, claims = cost["trafilatura"], cost["claims"]
    print(f"  claims                   {claims / characters * LENGTH * 1000:7.2f} ms for {LENGTH:,} characters")
    print(f"  claims : trafilatura     {claims / base:7.0%}")
    if hints:
        print(f"  trafilatura : cleaning   {base / cost['cleaning']:7.2f} by hint")
        print(f"  trafilatura : whole path {base / (cost['cleaning'] + claims):7.2f} by hint")
    print(f"  trafilatura : cleaning   {base / cost['cleaning without hint']:7.2f} without hint")
    print(f"  trafilatura : whole path {base / (cost['cleaning without hint'] + claims):7.2f} without hint")
    print(f"  trafilatura : claims     {base / claims:7.2f} from clean text")


def _read_all(pages: Sequence[Page], articles: Sequence[Article]) -> Spent:
    """The CPU seconds of each step for all pages; a page at an address that nobody knows is cleaned without a hint."""
    spent: Spent = defaultdict(float)
    for number, (page, article) in enumerate(zip(pages, articles, strict=True)):
        stranger = replace(page, url=f"https://unknown.example/{number}.html", site="")
        _timed(spent, "trafilatura", _clean_plainly, page)
        _timed(spent, "cleaning", read_article, page)
        _timed(spent, "cleaning without hint", read_article, stranger)
        _timed(spent, "claims", find_claims, article)
    return spent


def _clean_plainly(page: Page) -> str | None:
    return trafilatura.extract(page.body, include_comments=False)


def _timed(spent: Spent, step: str, run: Callable[[Argument], Result], argument: Argument) -> None:
    start = time.process_time()
    run(argument)
    spent[step] += time.process_time() - start


def _iter_real(folder: Path) -> Iterator[Page]:
    for path in sorted((folder / "html").glob("*.html.gz")):
        yield Page(f"https://unknown.example/{path.stem}", FETCHED_AT, 200, (), gzip.decompress(path.read_bytes()), "")


def watch_memory(pages: Sequence[Page], articles: int) -> None:
    """Print the peak memory early and at the end."""
    start = time.process_time()
    for number, page in enumerate(islice(_iter_unlike(pages), articles), 1):
        extract_page(page)
        if number in (EARLY, articles):
            print(f"{number} articles: peak {_peak():,.0f} MB, {time.process_time() - start:.0f} s of CPU", flush=True)


def _iter_unlike(pages: Sequence[Page]) -> Iterator[Page]:
    """The pages again and again, each paragraph with a number of its own: what is kept by its text would pile up."""
    for number, page in enumerate(cycle(pages)):
        yield replace(page, body=page.body.replace(b"</p>", f" No. {number}.</p>".encode()))


def _peak() -> float:
    """Megabytes; Linux counts kilobytes, macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1000_000 if sys.platform == "darwin" else peak * 1024 / 1000_000


if __name__ == "__main__":
    main()
