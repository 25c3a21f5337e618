"""Score and time read_article beside plain trafilatura on pages whose article text is known.

    python -m bench.clean FOLDER [--worst N]

FOLDER holds `ground-truth.json` and `html/<id>.html.gz`, as in scrapinghub/article-extraction-benchmark; the score is
that benchmark's, on runs of four words. Both sides take each page in turn, in one process; titles are not scored.
"""

import argparse
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from extract.article import read_article
from extract.records import Page

Runs = Counter[tuple[str, ...]]
RUN = 4  # words
FETCHED_AT = datetime(2026, 1, 1, tzinfo=UTC)
_WORD = re.compile(r"\w+")


@dataclass
class Side:
    """One cleaner and what it has done so far."""

    name: str
    read: Callable[[Page], str]
    seconds: float = 0.0
    scores: dict[str, tuple[float, float]] = field(default_factory=dict)  # precision and recall by URL

    def take(self, page: Page, gold: str) -> None:
        start = time.process_time()
        text = self.read(page)
        self.seconds += time.process_time() - start
        self.scores[page.url] = _score(_runs_of(text), _runs_of(gold))

    def report(self) -> str:
        precision, recall = (sum(values) / len(self.scores) for values in zip(*self.scores.values(), strict=True))
        score, speed = _f1(precision, recall), len(self.scores) / self.seconds
        return f"{self.name}: F1 {score:.3f} (P {precision:.3f}, R {recall:.3f}), {speed:.0f} pages/CPU s"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N pages we read worst")
    options = parser.parse_args()
    truth = json.loads((options.folder / "ground-truth.json").read_text("utf-8"))
    sides = [Side("read_article", _ours), Side("trafilatura", _peer)]
    for number, (name, gold) in enumerate(truth.items()):
        body = gzip.decompress((options.folder / "html" / f"{name}.html.gz").read_bytes())
        page = Page(gold["url"], FETCHED_AT, 200, (), body, "")
        if number == 0:
            _warm_up(sides, page)
        for side in sides:
            side.take(page, gold["articleBody"])
    for side in sides:
        print(side.report())
    for url, (precision, recall) in sorted(sides[0].scores.items(), key=lambda each: _f1(*each[1]))[: options.worst]:
        print(f"P {precision:.2f} R {recall:.2f}  {url}")


def _warm_up(sides: list[Side], page: Page) -> None:
    for side in sides:
        side.read(page)


def _ours(page: Page) -> str:
    article = read_article(page, search_date=False)
    return "\n".join(article.text[block.start : block.end] for block in article.blocks if block.kind != "title")


def _peer(page: Page) -> str:
    return trafilatura.extract(page.body, include_comments=False) or ""


def _runs_of(text: str) -> Runs:
    words = _WORD.findall(text)
    if len(words) < RUN:
        return Counter([tuple(words)]) if words else Counter()
    return Counter(tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _score(found: Runs, gold: Runs) -> tuple[float, float]:
    common = (found & gold).total()
    precision = common / found.total() if found else float(not gold)
    recall = common / gold.total() if gold else float(not found)
    return precision, recall


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


if __name__ == "__main__":
    main()
