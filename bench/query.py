"""What asking costs: lists, filters, searches, single releases and exports over many releases and claims.

    python -m bench.query                          # 100,000 releases and 1,000,000 claims, made up; two minutes to make
    python -m bench.query --database q.db          # make it there, or use what is there

CPU seconds of this process for each question, as the command line, the API and the pages ask it; the bound is 50 ms at
the 95th percentile over all of them. Export: peak memory over a twentieth and a quarter of the releases.
"""

import argparse
import io
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from extract.facts import facts_of, vendors_by_id
from extract.keys import model_key
from extract.knowledge import load_families, load_vendors
from extract.records import KINDS, STATUSES
from storage.database import Database, open_database
from storage.documents import index_missing
from storage.filters import EVERYTHING, ReleaseFilter
from storage.knowledge import save_knowledge
from storage.queries import count_releases, find_release, list_releases, load_release
from storage.release_rows import fold_model
from storage.schema import articles, captures, claims, release_claims, releases
from storage.search import search

BOUND = 0.050  # CPU seconds, at the 95th percentile
FIRST, DAYS = date(2023, 1, 1), 1200
SITES = ("qbitai", "ithome", "techcrunch", "36kr", "venturebeat", "jiqizhixin", "the-decoder", "once-a-year")
SAID = ("推理", "open weights", "GLM", "代号4711", "代号", "nowhere to be found")
COUNTED = 201  # of releases with words, as the pages count them
QUARTER = timedelta(days=91)
BATCH = 5_000
WORDS = [
    "多模态",
    "推理",
    "开源",
    "权重",
    "智能体",
    "视频",
    "长文本",
    "语音",
    "端侧",
    "芯片",
    "fast",
    "open",
    "reasoning",
    "agent",
    "weights",
    "video",
]


def main() -> None:
    arguments = read_arguments()
    if arguments.export:
        export_all(arguments.database)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.database or f"{folder}/query.db"
        with open_database(f"sqlite:///{path}") as database:
            make(database, arguments.releases, arguments.claims)
            measure(database)
        measure_export(path, arguments.releases)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", metavar="FILE")
    parser.add_argument("--releases", type=int, default=100_000)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--export", metavar="N", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def make(database: Database, release_count: int, claim_count: int) -> None:
    """Fill an empty database; ten articles' claims for each release, as skewed as news is."""
    with database.read() as connection:
        if connection.scalar(select(func.count()).select_from(releases)):
            return
    random.seed(1)
    with database.write() as connection:
        save_knowledge(connection)
        made = list(islice(_iter_releases(), release_count))
        _insert(connection, releases, iter(made))
        _insert(connection, articles, _iter_articles(claim_count // 5))
        _insert(connection, captures, _iter_captures(claim_count // 5))
        _insert(connection, claims, _iter_claims(made, claim_count))
        _insert(
            connection,
            release_claims,
            (
                {"release_id": made[n % len(made)]["id"], "claim_id": f"c{n:07}", "stance": "supports", "about": ""}
                for n in range(claim_count)
            ),
        )
        index_missing(connection)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def measure(database: Database) -> None:
    """Every question, with several values each; in one line the median and the worst of it."""
    costs: list[float] = []
    with database.read() as connection:
        for name, asked in questions(connection).items():
            times = sorted(_cost(ask) for ask in asked)
            costs += times
            print(f"{name:34}{1000 * times[len(times) // 2]:9.1f} ms{1000 * times[-1]:9.1f} ms")
    costs.sort()
    p95 = costs[int(len(costs) * 0.95)]
    verdict = "within" if p95 <= BOUND else "OVER"
    print(f"95th percentile of {len(costs)}: {1000 * p95:.1f} ms, {verdict} {1000 * BOUND:.0f} ms")


def questions(connection: Connection) -> dict[str, list[Callable[[], object]]]:
    """What people ask, as calls."""
    days = [FIRST + timedelta(days=random.randrange(DAYS)) for _ in range(5)]
    names = [row.model for row in list_releases(connection, limit=200).releases[::40]]
    filters: dict[str, list[ReleaseFilter]] = {
        "everything": [EVERYTHING],
        "kind": [ReleaseFilter(kind=(kind,)) for kind in KINDS[:5]],
        "status": [ReleaseFilter(status=(status,)) for status in STATUSES],
        "vendor": [ReleaseFilter(vendor=(v.name,)) for v in load_vendors()[:50:10]],
        "vendor with daughters": [ReleaseFilter(vendor=(name,)) for name in _parents()],
        "vendor nobody knows": [ReleaseFilter(vendor=(f"无名{n}",)) for n in range(3)],
        "model": [ReleaseFilter(model=name) for name in names],
        "part of a model's name": [ReleaseFilter(model=part) for part in ("nova", "12.", "qwen3", "zzz", "7b")],
        "family": [ReleaseFilter(family=(family.family,)) for family in load_families()[::120]],
        "track": [ReleaseFilter(track=(track,)) for track in ("language", "video", "embodied")],
        "country": [ReleaseFilter(country=(code,)) for code in ("CN", "US", "CZ")],
        "district": [ReleaseFilter(district=("海淀",)), ReleaseFilter(city=("杭州",))],
        "on a day": [ReleaseFilter(on=day) for day in days],
        "a quarter": [ReleaseFilter(since=day, until=day + timedelta(days=91)) for day in days],
        "confidence": [ReleaseFilter(min_confidence=share) for share in (0.5, 0.9, 0.999)],
        "source": [ReleaseFilter(source=(site,)) for site in (SITES[0], SITES[6], SITES[7], "nowhere")],
        "words": [ReleaseFilter(text=words) for words in SAID],
        "several at once": [
            ReleaseFilter(country=("CN",), kind=("model",), status=("released",), since=day, until=day + QUARTER)
            for day in days
        ],
    }  # fmt: skip
    asked: dict[str, list[Callable[[], object]]] = {}
    for name, several in filters.items():
        asked[f"list: {name}"] = [lambda each=each: list_releases(connection, each) for each in several]
        asked[f"count: {name}"] = [
            lambda each=each: count_releases(connection, each, each.text and COUNTED) for each in several
        ]
    asked["list: by vendor, the 20th page"] = [lambda: _turn(connection, 20)]
    for words in SAID:
        asked[f"search: {words}"] = [lambda words=words: search(connection, words)]
    ids = [row.id for row in list_releases(connection, replace(EVERYTHING, kind=("chip",)), limit=5).releases]
    asked["one release with its evidence"] = [lambda each=each: load_release(connection, each) for each in ids]
    asked["a name as it is typed"] = [lambda each=each: find_release(connection, each) for each in names]
    return asked


def measure_export(path: str, count: int) -> None:
    """Peak memory of a process that exports some of the releases, and of one that exports five times as many."""
    peaks = []
    for part in (count // 20, count // 4):
        command = [sys.executable, "-m", "bench.query", "--database", path, "--export", str(part)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds, peak = done.stdout.split()
        peaks.append(float(peak))
        print(
            f"export of {part:7,} releases and their claims: {float(seconds):6.1f} s of CPU, {float(peak):5.0f} MB peak"
        )
    print(f"peak at the larger / peak at the smaller: {peaks[1] / peaks[0]:.2f}")


def export_all(path: str) -> None:
    from interface.exporting import write_csv  # noqa: PLC0415
    from interface.rows import EVIDENCE_COLUMNS, evidence_row  # noqa: PLC0415
    from storage.queries import iter_evidence  # noqa: PLC0415

    count = read_arguments().export
    with (
        open_database(f"sqlite:///{path}") as database,
        database.read() as connection,
        Path("/dev/null").open("wb") as sink,
    ):
        found = iter_evidence(connection)
        claims_each = connection.scalar(select(func.count()).select_from(claims)) // max(1, count_releases(connection))
        rows = (evidence_row(release.id, each) for release, each in islice(found, count * claims_each))
        write_csv(sink, EVIDENCE_COLUMNS, rows)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _cost(ask: Callable[[], object]) -> float:
    """The best of three, in CPU seconds."""
    best = float("inf")
    for _ in range(3):
        before = time.process_time()
        ask()
        best = min(best, time.process_time() - before)
    return best


def _turn(connection: Connection, pages: int) -> object:
    page = list_releases(connection, order="vendor")
    for _ in range(pages - 2):
        page = list_releases(connection, order="vendor", after=page.after)
    return list_releases(connection, order="vendor", after=page.after)


def _parents() -> list[str]:
    return sorted({vendors_by_id()[vendor.parent].name for vendor in load_vendors() if vendor.parent})[:5]


def _insert(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert(table), batch)


def _iter_releases() -> Iterator[dict[str, Any]]:
    vendors, families = load_vendors(), load_families()
    number = 0
    while True:
        family = random.choice(families)
        vendor = vendors_by_id()[family.vendor] if random.random() < 0.7 else random.choice(vendors)
        stem = family.family if vendor.id == family.vendor else random.choice(("Nova", "Vega", "星火", "Lyra"))
        model = f"{stem}-{number % 997}.{number // 997}"
        day = FIRST + timedelta(days=int(DAYS * random.random() ** 0.7))
        end = day + timedelta(days=random.choice((0, 0, 0, 0, 0, 0, 0, 0, 6, 27)))
        dated = None if random.random() < 0.05 else day
        kind = random.choices(KINDS, (80, 8, 2, 2, 3, 3, 2))[0]
        status = random.choices(STATUSES, (75, 10, 5, 8, 2))[0]
        yield {
            "id": f"{vendor.id}/{fold_model(model)}-{number}", "vendor": vendor.name, "vendor_id": vendor.id,
            "model": model, "key": model_key(model, vendor), "folded": fold_model(model), "kind": kind,
            "status": status, "date_start": dated, "date_end": dated and end,
            "date_precision": dated and ("day" if end == day else "range"), "date_basis": dated and "explicit",
            "date_raw": dated and str(day), "conflicts": [], "claim_count": 10, "source_count": 5,
            "family": facts_of(vendor.id, model).family, "track": facts_of(vendor.id, model).track,
            "sites": f" {' '.join(sorted(random.sample(SITES[:7], random.randint(1, 4))))} " if number % 9_000 else
            f" {SITES[7]} ",
            "confidence": round(random.random() ** 0.3, 3), "first_seen": day, "last_seen": end,
        }  # fmt: skip
        number += 1


def _iter_articles(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        site = SITES[7] if number % 40_000 == 7 else SITES[int(7 * (number * 7919 % count / count) ** 2)]
        day = FIRST + timedelta(days=number * DAYS // count)
        yield {
            "id": f"a{number:07}", "url": f"https://news.example/{number}", "digest": f"sha1:{number}", "site": site,
            "language": "zh", "title": f"新闻 {number}", "published_start": day, "published_end": day,
            "published_precision": "day", "published_basis": "meta", "published_raw": str(day), "cleaner": "hint",
            "text": f"新闻 {number}\n" + " ".join(random.choices(WORDS, k=12)) + f" 代号{number % 5000}", "rules": "x",
        }  # fmt: skip


def _iter_captures(count: int) -> Iterator[dict[str, Any]]:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(count):
        yield {
            "file": f"a{number // 5000}.warc.gz", "offset": number % 5000 * 1000, "length": 900,
            "url": f"https://news.example/{number}", "site": SITES[0], "fetched_at": moment, "status": 200,
            "mime": "text/html", "digest": f"sha1:{number}", "etag": "", "last_modified": "", "modified": "",
        }  # fmt: skip


def _iter_claims(made: list[dict[str, Any]], count: int) -> Iterator[dict[str, Any]]:
    same = ("vendor", "vendor_id", "model", "key", "kind", "status", "date_start", "date_end", "date_precision")
    for number in range(count):
        release = made[number % len(made)]
        yield {name: release[name] for name in same} | {
            "id": f"c{number:07}", "article_id": f"a{_article_of(number, count, len(made)):07}",
            "release_id": release["id"],
            "date_basis": release["date_basis"], "date_raw": release["date_raw"],
            "evidence": f"{release['vendor']}发布{release['model']}，{' '.join(random.choices(WORDS, k=4))}。",
            "evidence_start": 100 * (number % 5), "evidence_end": 100 * (number % 5) + 60,
            "rule": "zh-active", "score": 0.9, "terms": [],
        }  # fmt: skip


def _article_of(claim: int, claims_: int, releases_: int) -> int:
    """Another article for each claim of a release."""
    return (claim * 31 + claim // releases_) % (claims_ // 5)


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", line_buffering=True)
    main()
