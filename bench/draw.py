"""Draw sentences of the shared unlabelled text to be read by hand: those that rules fire on, or those that none does.

python -m bench.draw ../shared --seed 20261125           # 200 on which rules fire, each with its claims
python -m bench.draw ../shared --seed 20261126 --silent  # 200 that pass the gate and fire nothing
"""

import argparse
import gzip
import html
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from extract.article import read_article
from extract.claims import ACCEPT, analyse
from extract.records import Article, Claim, Page
from extract.sites import site_of

SHOWN = 300  # characters of a sentence
_CODE, _STRONG = re.compile(r"`([^`]+)`"), re.compile(r"\*\*([^*]+)\*\*")
_HAN = re.compile(r"[\u4e00-\u9fff]")


class Drawn(NamedTuple):
    """A sentence with its article's id and day, and the claims that it makes or, where it makes none, the article's."""

    source: str
    day: str
    text: str
    claims: tuple[Claim, ...]


def main() -> None:
    """Print the sentences, numbered, each with its claims."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds corpus/")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--silent", action="store_true", help="those that pass the gate and fire nothing")
    options = parser.parse_args()
    drawn = [one for page in iter_pages(options.shared) for one in iter_sentences(page, silent=options.silent)]
    print(f"of {len(drawn)}")
    for number, one in enumerate(random.Random(options.seed).sample(drawn, options.number), 1):
        print(f"{number}. [{one.source} {one.day}] {' '.join(one.text.split())[:SHOWN]}")
        for claim in one.claims:
            date = f"{claim.date.start}..{claim.date.end}" if claim.date else "no date"
            print(f"  => {claim.vendor} | {claim.model} | {claim.kind} | {claim.status} | {date} | {claim.score}")


def iter_sentences(page: Page, *, silent: bool) -> Iterator[Drawn]:
    """The sentences of a page that make accepted claims, or those that were parsed and hold no candidate at all."""
    article = replace(read_article(page), site=site_of(page.url))
    analysis = analyse(article)
    accepted = tuple(claim for claim in analysis.claims if claim.score >= ACCEPT)
    if silent:
        fired = {candidate.sentence for candidate in analysis.candidates}
        quiet = (one.sentence for one in analysis.parsed if one.sentence not in fired)
        yield from (_drawn(page, article, each.start, each.end, accepted) for each in quiet)
        return
    by_sentence: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim in accepted:
        by_sentence[claim.evidence.start, claim.evidence.end].append(claim)
    for (start, end), claims in by_sentence.items():
        yield _drawn(page, article, start, end, tuple(claims))


def _drawn(page: Page, article: Article, start: int, end: int, claims: tuple[Claim, ...]) -> Drawn:
    day = str(article.published.start) if article.published else ""
    return Drawn(page.url, day, article.text[start:end], claims)


def iter_pages(shared: Path) -> Iterator[Page]:
    """The unlabelled articles and items as plain pages, whole."""
    folder = shared / "corpus" / "unlabelled"
    for name in ("ithome", "english"):
        for row in _rows(folder / f"{name}.jsonl.gz"):
            title = "" if row["lang"] == "en" and _HAN.search(row["title"]) else row["title"]
            paragraphs = [html.escape(line) for line in row["body"].split("\n") if line.strip()]
            yield _write_page(row["url"], row["lang"], title, row["published_at"], paragraphs)
    for row in _rows(folder / "juya_items.jsonl.gz"):
        lines = [line for line in row["body"].split("\n") if line.strip("> ") and not line.startswith("![")]
        url = f"https://items.example/{row['date']}/{row['no']}"
        yield _write_page(url, "zh", row["headline"], row["date"], [_mark_up(line) for line in lines])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _mark_up(line: str) -> str:
    return _CODE.sub(r"<code>\1</code>", _STRONG.sub(r"<strong>\1</strong>", html.escape(line.lstrip("> "))))


def _write_page(url: str, language: str, title: str, published: str, paragraphs: list[str]) -> Page:
    heading = f"<h1>{html.escape(title)}</h1>" if title else ""
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title>'
    day = f'<meta property="article:published_time" content="{published}">'
    body = f"<article>{heading}{''.join(f'<p>{each}</p>' for each in paragraphs)}</article>"
    text = f'<!doctype html><html lang="{language}"><head>{head}{day}</head><body>{body}</body></html>'
    kind = (("Content-Type", "text/html; charset=utf-8"),)
    return Page(url, datetime(2026, 11, 1, tzinfo=UTC), 200, kind, text.encode(), "")


if __name__ == "__main__":
    main()
