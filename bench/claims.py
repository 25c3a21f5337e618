"""What reading claims costs beside what it cannot do without: cleaning the page. All in one run, in turn.

python -m bench.claims ../shared/corpus/dev/pages.warc.gz
python -m bench.claims ../shared/corpus/dev/pages.warc.gz --articles 50000  # does memory stay flat?
"""

import argparse
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import trafilatura

from extract.article import read_article
from extract.claims import find_claims
from extract.reading import extract_page
from extract.records import Page
from storage.archive import iter_pages

ROUNDS = 3
EARLY = 5000  # articles, after which memory should not grow


Argument = TypeVar("Argument")
Result = TypeVar("Result")
Spent = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--articles", type=int, metavar="N", help="read so many, no two alike, and watch the memory")
    options = parser.parse_args()
    pages = [page for page in iter_pages(options.pages) if page.status == 200]
    if options.articles:
        watch_memory(pages, options.articles)
    else:
        compare_costs(pages)


def compare_costs(pages: list[Page]) -> None:
    """Print the CPU time of each step for a page, and how they compare."""
    rounds = [_read_all(pages) for _ in range(ROUNDS + 1)][1:]  # the first loads what is loaded once
    cost = {name: statistics.median(spent[name] for spent in rounds) / len(pages) * 1000 for name in rounds[0]}
    articles = [read_article(page) for page in pages]
    characters = sum(len(article.text) for article in articles)
    hinted = sum(article.cleaner.startswith("hint") for article in articles)
    print(f"{len(pages)} pages of {characters / len(pages):,.0f} characters, {hinted} of them cleaned by a hint")
    for name, milliseconds in cost.items():
        print(f"{name:25} {milliseconds:6.1f} ms a page")
    print(f"claims : trafilatura             {cost['claims'] / cost['trafilatura']:.0%}")
    print(f"cleaning : trafilatura           {cost['cleaning'] / cost['trafilatura']:.2f}")
    print(f"claims : cleaning                {cost['claims'] / cost['cleaning']:.2f}")
    print(f"the same without hints           {cost['claims without hints'] / cost['cleaning without hints']:.2f}")
    print(f"claims for 2,500 characters      {cost['claims'] * len(pages) / characters * 2500:.1f} ms")


def _read_all(pages: list[Page]) -> Spent:
    """The CPU seconds of each step for all pages; a page at an address that nobody knows is cleaned without a hint."""
    spent: Spent = defaultdict(float)
    for number, page in enumerate(pages):
        stranger = replace(page, url=f"https://unknown.example/{number}.html", site="")
        _timed(spent, "trafilatura", _clean_plainly, page)
        article = _timed(spent, "cleaning", read_article, page)
        _timed(spent, "claims", find_claims, article)
        unhinted = _timed(spent, "cleaning without hints", read_article, stranger)
        _timed(spent, "claims without hints", find_claims, unhinted)
    return spent


def _clean_plainly(page: Page) -> str | None:
    return trafilatura.extract(page.body, include_comments=False)


def _timed(spent: Spent, name: str, run: Callable[[Argument], Result], argument: Argument) -> Result:
    start = time.process_time()
    result = run(argument)
    spent[name] += time.process_time() - start
    return result


def watch_memory(pages: list[Page], articles: int) -> None:
    """Print the peak memory early and at the end."""
    start = time.process_time()
    for number, page in enumerate(islice(_iter_unlike(pages), articles), 1):
        extract_page(page)
        if number in (EARLY, articles):
            print(f"{number} articles: peak {_peak():,.0f} MB, {time.process_time() - start:.0f} s of CPU", flush=True)


def _iter_unlike(pages: list[Page]) -> Iterator[Page]:
    """The pages again and again, each paragraph with a number of its own: what is kept by its text would pile up."""
    for number, page in enumerate(cycle(pages)):
        yield replace(page, body=page.body.replace(b"</p>", f" No. {number}.</p>".encode()))


def _peak() -> float:
    """Megabytes; Linux counts kilobytes, macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1000_000 if sys.platform == "darwin" else peak * 1024 / 1000_000


if __name__ == "__main__":
    main()
