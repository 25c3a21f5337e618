"""SIGKILL at twenty random moments while the archive is read into the database: the next run completes all of it."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from extract.records import Article, Block, Claim, Extraction, Page, Problem, Span
from pipelines import saving
from pipelines.backlog import Wanted
from pipelines.extraction import extract_archive
from storage.archive import Archive
from storage.database import open_database
from storage.schema import articles, claims, problems, release_claims, releases, runs

PAGES = 150
TOGETHER = 30
KILLS = 17  # of a run in one process, and three more of one that has workers
TABLES = (articles, claims, problems, releases, release_claims)
RUN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_extraction_kill import read
from pipelines import saving
from pipelines.backlog import Wanted
from pipelines.extraction import extract_archive
saving.TOGETHER = 30
extract_archive(Path(sys.argv[1]), sys.argv[2], wanted=Wanted(everything=True), workers=2, reader=read)
"""


def read(page: Page) -> Extraction:
    """A stand-in for the rules, which are not tested here: two claims and a problem in each page, in a millisecond."""
    time.sleep(0.001)
    text = page.body.decode()
    article = Article(page.digest, page.url, "example", "zh", text[:4], None, "", "none", text, (Block("title", 0, 4),))
    number = int(page.url.rpartition("/")[2])
    told = [make_claim(page, f"Name-{number % 40}", 0), make_claim(page, f"Word-{number}", 5)]
    return Extraction(article, tuple(told), (Problem("date", "odd", text[:9], page.url),))


def make_claim(page: Page, model: str, start: int) -> Claim:
    span = Span(start, start + 4)
    return Claim(
        page.digest, page.url, "智谱", "zhipu", model, model.lower(), "model", "released", None,
        evidence=Span(0, 20), model_span=span, vendor_span=None, date_span=None, trigger_span=None, rule="x", score=0.9,
    )  # fmt: skip


def keep(folder: Path) -> None:
    with Archive(folder) as archive:
        for number in range(PAGES):
            body = f"<html>第{number:04}篇，编辑部推荐三本新书，都和园艺有关。</html>".encode()
            url = f"https://news.example/{number}"
            archive.append(
                Page(url, datetime(2026, 2, 13, tzinfo=UTC), 200, (("Content-Type", "text/html"),), body, "x")
            )


def run_and_kill(folder: Path, url: str, pages: int, seconds: float) -> None:
    """Killed so long after so many pages were read: counted in pages, some end in the middle on any machine."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            wanted = Wanted(everything=True)
            extract_archive(folder, url, wanted=wanted, reader=read, on_read=lambda _: os.write(writing, b"."))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        told.read(pages)
    time.sleep(seconds)  # the moment of the kill
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def run_with_workers_and_kill(folder: Path, url: str, seconds: float) -> None:
    own = str(Path(__file__).parent)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([own, *sys.path])}
    with subprocess.Popen([sys.executable, "-c", RUN, str(folder), url, own], env=environment) as child:
        time.sleep(seconds)
        child.kill()


def check_whole(url: str, expected: list[list[Any]]) -> int:
    """Every page that is there is there with all that it says, and with nothing else. Returns how many there are."""
    with open_database(url) as database, database.read() as connection:
        found = {row.id for row in connection.execute(select(articles.c.id))}
        for table, count in ((claims, 2), (problems, 1)):
            query = select(table.c.article_id, func.count()).group_by(table.c.article_id)
            assert {row[0]: row[1] for row in connection.execute(query)} == dict.fromkeys(found, count)
    assert len(found) <= len(expected[0])
    return len(found)


def dump(url: str) -> list[list[Any]]:
    with open_database(url) as database, database.read() as connection:
        return [sorted(map(repr, connection.execute(select(table)))) for table in TABLES]


def test_the_next_run_completes_what_was_killed(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of transactions there are several in each run."""
    monkeypatch.setattr(saving, "TOGETHER", TOGETHER)
    folder = tmp_path / "archive"
    keep(folder)
    extract_archive(folder, f"sqlite:///{tmp_path / 'undisturbed.db'}", reader=read)
    expected = dump(f"sqlite:///{tmp_path / 'undisturbed.db'}")
    chance = random.Random(20)
    there = [0]
    for pages in sorted(chance.randint(0, PAGES) for _ in range(KILLS)):  # early ones first: those end in the middle
        run_and_kill(folder, database_url, pages, chance.uniform(0.0, 0.05))
        there.append(check_whole(database_url, expected))
    assert there == sorted(there), "nothing that was there is lost"
    print(there)
    assert any(0 < count < PAGES for count in there), "one at least was killed in the middle"
    for _ in range(3):
        run_with_workers_and_kill(folder, database_url, chance.uniform(1.0, 2.5))
        check_whole(database_url, expected)
    extract_archive(folder, database_url, reader=read)
    assert dump(database_url) == expected
    with open_database(database_url) as database, database.read() as connection:
        assert "healthy" in set(connection.scalars(select(runs.c.outcome)))
