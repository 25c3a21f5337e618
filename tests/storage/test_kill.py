"""SIGKILL at a hundred random moments while the archive is written: what was acknowledged is there, once."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from extract.records import Page, Problem
from pipelines.indexing import check_archive, rebuild_index
from storage.archive import Archive, iter_files, iter_pages
from storage.database import open_database
from storage.warc import iter_records

START = datetime(2026, 2, 20, tzinfo=UTC)
KILLS = 100
SMALL = 20_000  # bytes of a file, so that some of the kills come while it is renamed and the next one is opened


def write_forever(folder: Path, first: int, acknowledge: Callable[[str], object]) -> None:
    chance = random.Random(first)
    with Archive(folder, max_bytes=SMALL) as archive:
        for number in range(first, first + 1_000_000):
            body = f"<html><p>{chance.randbytes(chance.randrange(20, 3000)).hex()}</p></html>".encode()
            url = f"https://news.example/{number}.html"
            moment = START + timedelta(seconds=number)
            archive.append(Page(url, moment, 200, (("Content-Type", "text/html"),), body, "example"))
            acknowledge(url)


def run_and_kill(folder: Path, first: int, seconds: float) -> list[str]:
    """What a writer acknowledged before it was killed. Forked, not started: a hundred interpreters take a minute."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            write_forever(folder, first, lambda url: os.write(writing, f"{url}\n".encode()))
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        time.sleep(seconds)  # the moment of the kill, not a wait for something
        os.kill(child, signal.SIGKILL)
        acknowledged = told.read().decode().split("\n")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return acknowledged[:-1]


def test_nothing_acknowledged_is_lost_and_nothing_is_twice(tmp_path: Path) -> None:
    chance = random.Random(5)
    acknowledged: list[str] = []
    runs = 0
    while runs < KILLS or (len(acknowledged) <= KILLS and runs < 5 * KILLS):  # on a busy machine, some come to nothing
        acknowledged += run_and_kill(tmp_path, runs * 1_000_000, chance.uniform(0.0, 0.05))
        runs += 1
    Archive(tmp_path).close()  # mends what the last one left
    assert not list(tmp_path.glob("**/*.open"))
    problems: list[Problem] = []
    kept = Counter(
        page.url for file, _ in iter_files(tmp_path) for page in iter_pages(tmp_path / file, problems.append)
    )
    assert problems == []
    assert set(acknowledged) <= kept.keys()
    assert set(kept.values()) == {1}
    assert len(kept) - len(acknowledged) <= runs  # one of each run may be kept and not yet acknowledged
    assert len(acknowledged) > KILLS
    check_files(tmp_path)


def check_files(folder: Path) -> None:
    """Each begins with its warcinfo, and its index can be made: every record is where it says."""
    with open_database(f"sqlite:///{folder / 'moxun.db'}") as database:
        summary = rebuild_index(database, folder, lambda _: None)
        assert summary.problems == []
        assert check_archive(database, folder, lambda _: None).losses == []
    for file, _ in iter_files(folder):
        with (folder / file).open("rb") as stream:
            assert next(iter_records(stream, file, lambda _: None)).kind == "warcinfo"
