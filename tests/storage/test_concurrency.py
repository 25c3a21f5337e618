"""A crawl, two extractions and two readers at one time: no error, no lost update. Ten seconds, or as many as you say.

`MOXUN_SECONDS=600 pytest -s tests/storage/test_concurrency.py` is the long run of bench/README.md.
"""

import json
import multiprocessing
import os
import random
import site
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, func, select

from extract.fetchstate import FetchState
from extract.keys import model_key
from extract.records import Article, Capture, Claim, Extraction, PartialDate, Span
from storage.captures import save_capture
from storage.database import Database, open_database, save_rows
from storage.extractions import save_extraction
from storage.queries import find_release, find_releases
from storage.releases import rebuild_releases, update_releases
from storage.schema import articles, captures, meta, release_claims, releases
from storage.search import search

SECONDS = float(os.environ.get("MOXUN_SECONDS", "5"))
PAUSE = 0.002  # seconds between two transactions of one process, as a polite crawl has them and more
ARTICLES = 300
Work = Callable[[Database, random.Random, int], None]


def make_extraction(chance: random.Random, number: int) -> Extraction:
    """An article that now tells of one model and now of another."""
    url, digest = f"https://news{number % 7}.example/{number}", f"sha1:{number}"
    model = f"Nebo-{chance.randrange(60)}"
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
    found = PartialDate(day, day, "day", "explicit", str(day))
    text = f"星河发布 {model}"  # "Xinghe released …"
    claim = Claim(
        digest, url, "星河", "xinghe", model, model_key(model, None), "model", "released", found,
        Span(0, len(text)), Span(5, len(text)), None, None, None, "r", 0.9,
    )  # fmt: skip
    return Extraction(Article(digest, url, "example", "zh", text, found, str(day), "meta", text, ()), (claim,))


def crawl(database: Database, chance: random.Random, count: int) -> None:
    number = chance.randrange(ARTICLES)
    url, moment = (
        f"https://news{number % 7}.example/{number}",
        datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=count),
    )
    capture = Capture(url, "example", moment, 200, "text/html", f"sha1:{number}", "a.warc.gz", count, 1)
    with database.write() as connection:
        save_capture(connection, capture, FetchState("", "", "", f"sha1:{number}"))
        count_up(connection, "crawls")


def extract(database: Database, chance: random.Random, count: int) -> None:
    extraction = make_extraction(chance, chance.randrange(ARTICLES))
    assert extraction.article
    with database.write() as connection:
        save_extraction(connection, extraction, extraction.article.url, extraction.article.digest)
        update_releases(connection, "rules")
        count_up(connection, "extractions")


def ask(database: Database, chance: random.Random, count: int) -> None:
    """What one moment says must hold together."""
    with database.read() as connection:
        for release in find_releases(connection, limit=20):
            (found,) = find_release(connection, release.id)
            assert sum(each.claim.url != "" for each in found.evidence) >= release.claim_count
        for hit in search(connection, f"Nebo {chance.randrange(60)}", limit=5):
            assert hit.spans


def count_up(connection: Connection, name: str) -> None:
    """Reads and writes again: whoever reads what another is about to write loses one."""
    before = connection.scalar(select(meta.c.value).where(meta.c.name == name))
    save_rows(connection, meta, [{"name": name, "value": str(int(before or 0) + 1)}])


def work(url: str, name: str, seed: int, seconds: float) -> tuple[str, int, float]:
    """What a process did, how often, and how long the slowest took."""
    does: Work = {"crawls": crawl, "extractions": extract, "questions": ask}[name]
    chance, count, slowest, end = random.Random(seed), 0, 0.0, monotonic() + seconds
    with open_database(url) as database:
        while monotonic() < end:
            start = monotonic()
            does(database, chance, count)
            count, slowest = count + 1, max(slowest, monotonic() - start)
            sleep(PAUSE)
    return name, count, slowest


def test_crawl_extractions_and_questions_at_one_time_lose_nothing(database_url: str) -> None:
    jobs = ["crawls", "extractions", "extractions", "questions", "questions"]
    with open_database(database_url) as database, database.write() as connection:
        rebuild_releases(connection, rules="rules")
    root = str(Path(__file__).parent.parent.parent)
    with ProcessPoolExecutor(len(jobs), multiprocessing.get_context("spawn"), site.addsitedir, (root,)) as pool:
        tasks = [pool.submit(work, database_url, name, seed, SECONDS) for seed, name in enumerate(jobs)]
        done = [task.result() for task in tasks]
    print(json.dumps([{"job": name, "count": count, "slowest": round(slowest, 3)} for name, count, slowest in done]))
    with open_database(database_url) as database, database.write() as connection:
        counted = {name: sum(count for job, count, _ in done if job == name) for name in ("crawls", "extractions")}
        for name, count in counted.items():
            assert count > 0
            assert connection.scalar(select(meta.c.value).where(meta.c.name == name)) == str(count)
        assert connection.scalar(select(func.count()).select_from(captures)) == counted["crawls"]
        assert (connection.scalar(select(func.count()).select_from(articles)) or 0) > 0
        before = [
            connection.execute(select(table).order_by(*table.primary_key)).all() for table in (releases, release_claims)
        ]
        rebuild_releases(connection, rules="rules")
        after = [
            connection.execute(select(table).order_by(*table.primary_key)).all() for table in (releases, release_claims)
        ]
        assert before == after  # step by step is the same as all at once
