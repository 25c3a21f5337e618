"""Copies: how far an article's simhash moves when another site takes it, how near strangers come, what a look-up costs.

python -m bench.copies                        # on the texts of the tests
python -m bench.copies ../shared/corpus/aeb/html/*.html.gz     # and on articles of your own, as HTML
python -m bench.copies --articles 200000 [--days 30]
"""

import argparse
import gzip
import json
import random
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, product
from pathlib import Path

from extract.article import read_article
from extract.records import Article, Extraction, Page, PartialDate
from extract.simhash import NEAR, distance, is_near, simhash, simhash_article
from storage.database import open_database
from storage.extraction_rows import ExtractionRows, extraction_rows
from storage.extractions import save_extractions

TEXTS = Path(__file__).parent.parent / "tests" / "extract" / "copies.jsonl"
FRAMES = {
    "zh": (
        "首页 资讯 正文\n作者：林间\n",
        "\n来源：晚风周报\n本文来自合作媒体，不代表本站立场。",
    ),
    "en": ("Home News Technology\n", "\nThis story first appeared in The Evening Ledger. Sign up for more like it."),
}
LONG = 800  # characters
TOGETHER = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("html", nargs="*", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=1000, help="over which the articles of the look-up are spread")
    options = parser.parse_args()
    texts = [(row["language"], row["text"]) for row in map(json.loads, TEXTS.read_text("utf-8").splitlines())]
    print(json.dumps({"texts": "own", **measure(texts)}))
    if options.html:
        print(json.dumps({"texts": "given", **measure(list(read_html(options.html)))}))
    print(json.dumps(measure_database(options.articles, options.days)))


def read_html(paths: Iterable[Path]) -> Iterable[tuple[str, str]]:
    for path in paths:
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        page = Page("https://news.example/", datetime(2026, 2, 1, tzinfo=UTC), 200, (), body, "")
        article = read_article(page, "")
        if simhash_article(article) is not None:
            yield article.language, article.text[article.title_end :]


def measure(texts: list[tuple[str, str]]) -> dict[str, object]:
    simhash(texts[0][1])  # imports what it needs
    begin = time.process_time()
    hashes = [simhash(text) or 0 for _, text in texts]
    seconds = time.process_time() - begin
    found: dict[str, list[bool]] = {}
    for (language, text), own in zip(texts, hashes, strict=True):
        before, after = FRAMES[language]
        cut = text.rstrip().rpartition("\n")[0] or text
        for name, changed in (("frame", before + text + after), ("cut", cut), ("both", before + cut + after)):
            other = simhash(changed)
            size = "long" if len(text) >= LONG else "short"
            found.setdefault(f"{name}, {size}", []).append(other is not None and is_near(own, other))
    apart = [
        distance(hashes[one], hashes[other])
        for one, other in combinations(range(len(texts)), 2)
        if texts[one][0] == texts[other][0]
    ]
    return {
        "articles": len(texts),
        "ms_each": round(1000 * seconds / len(texts), 3),
        "found": {name: f"{sum(each)}/{len(each)}" for name, each in sorted(found.items())},
        "pairs": len(apart),
        "nearest_strangers": min(apart),
        "strangers_taken": sum(each <= NEAR for each in apart),
    }


def measure_database(count: int, days: int) -> dict[str, object]:
    """Articles that have nothing in common, over so many days, saved; then single ones, half of them copies."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, open_database(f"sqlite:///{folder}/moxun.db") as database:
        hashes = [chance.getrandbits(63) for _ in range(count)]
        begin = time.process_time()
        for first in range(0, count, TOGETHER):
            with database.write() as connection:
                numbers = range(first, min(count, first + TOGETHER))
                save_extractions(connection, [make_rows(number, hashes[number], days) for number in numbers])
        saving = time.process_time() - begin
        times = []
        for number, is_copy in product(range(50), (True, False)):
            rows = make_rows(count + 2 * number + is_copy, hashes[number] if is_copy else chance.getrandbits(63), days)
            begin = time.process_time()
            with database.write() as connection:
                save_extractions(connection, [rows])
            times.append(time.process_time() - begin)
    return {
        "articles": count,
        "save_ms_each": round(1000 * saving / count, 2),
        "one_more_ms_median": round(1000 * sorted(times)[len(times) // 2], 2),
        "one_more_ms_p95": round(1000 * sorted(times)[len(times) * 95 // 100], 2),
    }


def make_rows(number: int, own: int, days: int) -> ExtractionRows:
    url, digest = f"https://site{number}.example/{number}", f"sha1:{number}"
    day = date(2024, 1, 1) + timedelta(days=number % days)
    published = PartialDate(day, day, "day", "publication", "x")
    article = Article(digest, url, "example", "en", "", published, "x", "meta", f"Text {number}", ())
    return extraction_rows(Extraction(article, (), (), own), url, digest, "r")


if __name__ == "__main__":
    main()
