"""Merging: pairwise precision and recall on 40 releases told by 78 articles, and time and memory as claims grow.

python bench/merge.py                   # precision and recall, then 10,000 to 100,000 claims
python bench/merge.py --claims 1000000
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

from extract.judgements import Judgement, Subject
from extract.keys import model_key
from extract.merge import merge_claims
from extract.reading import extract_page
from extract.records import Article, Claim, Extraction, Page, PartialDate, Span
from extract.rulings import Rulings
from storage.database import Database, open_database
from storage.extraction_rows import ExtractionRows, extraction_rows
from storage.extractions import save_extractions
from storage.releases import rebuild_releases, update_releases

CORPUS = Path(__file__).parent.parent / "tests" / "extract" / "merging.jsonl"
ALIASES = (("Starloom", "星梭"), ("Cloudpeak", "云岫"), ("Tidewell", "听澜"))
TOGETHER = 500  # articles in one transaction


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    wanted = parser.parse_args().claims
    print(json.dumps(score_corpus()))
    with tempfile.TemporaryDirectory() as folder:
        for count in (wanted // 10, wanted):
            print(json.dumps(measure(f"sqlite:///{folder}/{count}.db", count)), flush=True)


def score_corpus() -> dict[str, float | int]:
    """Over all pairs of articles: are those that tell of one release in one, and only those?"""
    told, claims = {}, []
    copies = {}
    for line in CORPUS.read_text("utf-8").splitlines():
        row = json.loads(line)
        told[row["url"]] = row["tells"][0]
        copies |= {row["url"]: row["copy_of"]} if "copy_of" in row else {}
        claims += read(row)
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    aliases = [
        Judgement(name, "alias", Subject(names=(name,)), "bench", moment, field="model", value=alias)
        for alias, name in ALIASES
    ]
    merged = merge_claims(claims, rulings=Rulings(aliases), copies=copies, accept=0.6)
    found = {frozenset(pair) for release in merged for pair in combinations({claim.url for claim in release.claims}, 2)}
    right = {frozenset(pair) for pair in combinations(told, 2) if told[pair[0]] == told[pair[1]]}
    both = len(found & right)
    return {"releases": len(merged), "precision": both / len(found), "recall": both / len(right)}


def read(row: dict[str, str]) -> Sequence[Claim]:
    html = (
        f"<html lang={row['language']}><head><title>{row['title']}</title>"
        f"<meta property='article:published_time' content='{row['published']}T09:00:00+08:00'></head>"
        f"<body><article><h1>{row['title']}</h1><p>{row['body']}</p></article></body></html>"
    )
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    page = Page(row["url"], moment, 200, (("content-type", "text/html; charset=utf-8"),), html.encode(), "")
    return extract_page(page).claims


def measure(url: str, count: int) -> dict[str, float | int]:
    """Merge so many claims, ten articles to a release; then add one article."""
    with open_database(url) as database:
        fill(database, count)
        start = time.process_time()
        with database.write() as connection:
            releases = rebuild_releases(connection, rules="bench")
        merged = time.process_time() - start
        times, used = [], time.process_time()
        for number in range(count, count + 20):
            with database.write() as connection:
                start = time.perf_counter()
                save_extractions(connection, [make_rows(number)])
                update_releases(connection, "bench")
                times.append(time.perf_counter() - start)
        used = (time.process_time() - used) / len(times)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "claims": count,
        "releases": releases,
        "merge, CPU s": round(merged, 1),
        "CPU us/claim": round(1e6 * merged / count, 1),
        "peak, MB": round(peak),
        "one article, CPU ms": round(1000 * used, 1),
        "one article, median ms": round(1000 * sorted(times)[len(times) // 2], 1),
    }


def fill(database: Database, count: int) -> None:
    for first in range(0, count, TOGETHER):
        with database.write() as connection:
            save_extractions(connection, [make_rows(number) for number in range(first, min(count, first + TOGETHER))])


def make_rows(number: int) -> ExtractionRows:
    url, digest = f"https://news{number % 97}.example/{number}", f"sha1:{number}"
    model = f"Nebo-{number % 1000}.{number // 10_000}"
    day = date(2025, 1, 1) + timedelta(days=number % 500)
    found = PartialDate(day, day, "day", "explicit", str(day))
    text = f"星河发布 {model}"  # "Xinghe released …"
    claim = Claim(
        digest, url, "星河", "xinghe", model, model_key(model, None), "model", "released", found,
        Span(0, len(text)), Span(5, len(text)), None, None, None, "r", 0.9,
    )  # fmt: skip
    article = Article(digest, url, "example", "zh", text, found, str(day), "meta", text, ())
    return extraction_rows(Extraction(article, (claim,)), url, digest, "r")


if __name__ == "__main__":
    main()
