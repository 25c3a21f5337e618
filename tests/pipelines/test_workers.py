"""Pages that kill, hang or bloat the process that reads them cost themselves and nothing else."""

import functools
import importlib
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extract.records import Page
from pipelines import saving
from pipelines.extraction import extract_archive
from pipelines.saving import ExtractionSummary
from pipelines.workers import Limits, Lost, Pool, WorkerError
from storage.archive import Archive

# What a worker calls has to be a function of a module that it can import, and no test's. The first letters of a page
# say what it does to its reader; `seen` is a file to which every reading of a page adds a line.
READER = """
import os, signal
from pathlib import Path
from extract.records import Extraction

SEEN = Path(__file__).with_name("seen")

def read(page):
    with SEEN.open("a") as file:
        file.write(page.url + "\\n")
    obey(page.body.split()[0].decode())
    return Extraction(None)

def obey(order):
    if order == "exit":
        os._exit(3)
    if order == "kill" or (order == "kill-once" and SEEN.read_text().count("kill-once") < 2):
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "hang":
        signal.pause()
    if order == "raise":
        raise LookupError(order)
    if order.startswith("large"):
        return order
    if order == "eat":
        eaten = b"x" * (8 << 30)
    return order.upper()

"""
SMALL = Limits(seconds=1.0, memory=512 << 20)  # where something hangs
AMPLE = Limits(seconds=20.0, memory=512 << 20)  # where nothing does: a disk that others use may take a second
URL = "https://news.example/{}.html"


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of its own name in each test, because a module is imported once in a process."""
    name = f"reader_{abs(hash(tmp_path))}"
    (tmp_path / f"{name}.py").write_text(READER, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return importlib.import_module(name)


def run(work: Callable[[str], str], items: Iterable[str], count: int = 2, limits: Limits = AMPLE) -> dict[str, Any]:
    with Pool(functools.partial(map, work), count, limits) as pool:
        return dict(pool.run(items))


def keep(folder: Path, orders: Iterable[str]) -> None:
    """An archive with one page for each order."""
    with Archive(folder) as archive:
        for number, order in enumerate(orders):
            url = URL.format(f"{number}-{order}")
            headers = (("Content-Type", "text/html"),)
            body = f"{order} <html>{number}</html>".encode()
            archive.append(Page(url, datetime(2026, 2, 13, tzinfo=UTC), 200, headers, body, "example"))


def extract(
    folder: Path, reader: ModuleType, database: str = "moxun.db", workers: int = 2, limits: Limits = AMPLE
) -> ExtractionSummary:
    url = f"sqlite:///{folder / database}"
    return extract_archive(folder / "archive", url, workers=workers, reader=reader.read, limits=limits)


def ask(folder: Path, query: str, database: str = "moxun.db") -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / database)) as connection:
        return connection.execute(query).fetchall()


def test_every_item_comes_back_once(reader: ModuleType) -> None:
    items = [f"item-{number}" for number in range(50)]
    assert run(reader.obey, items) == {item: item.upper() for item in items}


def test_items_and_results_that_no_pipe_holds_wait_for_each_other(reader: ModuleType) -> None:
    items = [f"large {number}" * (200_000 * (number % 3)) for number in range(12)]
    assert run(reader.obey, items) == dict(zip(items, items, strict=True))


def test_where_a_worker_dies_what_it_had_done_and_not_told_is_done_once_more(reader: ModuleType) -> None:
    """It tells results together: of those before the item that it died of, some are lost with it."""
    items = [f"item-{number}" for number in range(40)]
    results = run(reader.obey, [*items[:30], "kill", *items[30:]], count=1)
    assert isinstance(results.pop("kill"), Lost)
    assert results == {item: item.upper() for item in items}


@pytest.mark.parametrize(
    ("order", "code", "reason"),
    [("exit", "crash", "exit code 3"), ("kill", "crash", "killed by SIGKILL"), ("hang", "timeout", "1 seconds"),
     ("eat", "crash", "no memory left")],
)  # fmt: skip
def test_what_takes_its_worker_with_it_is_lost_and_named(
    reader: ModuleType, order: str, code: str, reason: str
) -> None:
    others = [f"item-{number}" for number in range(10)]
    results = run(reader.obey, [*others[:5], order, *others[5:]], limits=SMALL)
    lost = results.pop(order)
    assert isinstance(lost, Lost)
    assert lost.code == code
    assert reason in lost.reason
    assert results == {item: item.upper() for item in others}


def test_what_died_by_chance_is_tried_once_more(tmp_path: Path, reader: ModuleType) -> None:
    keep(tmp_path / "archive", ["fine", "kill-once", "fine"])
    summary = extract(tmp_path, reader)
    assert (summary.pages, summary.crashed) == (3, 0)
    assert (tmp_path / "seen").read_text("utf-8").count("kill-once") == 2


def test_a_mistake_in_the_work_itself_ends_it(reader: ModuleType) -> None:
    with pytest.raises(WorkerError, match="LookupError: raise"):
        run(reader.obey, ["fine", "raise"])


def test_a_worker_that_cannot_start_ends_it(tmp_path: Path, reader: ModuleType) -> None:
    (tmp_path / f"{reader.__name__}.py").unlink()
    with pytest.raises(WorkerError, match="could not start"):
        run(reader.obey, ["fine"])


def test_no_process_is_left_behind(reader: ModuleType) -> None:
    with Pool(functools.partial(map, reader.obey), 2, SMALL) as pool:
        done = pool.run(["fine", "hang", "also-fine"])
        next(done)
        processes = [worker.process.pid for worker in pool.workers]
    assert len(processes) == 2
    for each in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(each or 0, 0)


def test_poisoned_pages_are_problems_and_all_others_are_read(tmp_path: Path, reader: ModuleType) -> None:
    keep(tmp_path / "archive", ["fine", "kill", "fine", "hang", "exit", "eat", "raise", "fine"])
    summary = extract(tmp_path, reader, limits=SMALL)
    assert (summary.pages, summary.crashed) == (8, 5)
    told = ask(tmp_path, 'SELECT stage, code, "where" FROM problems ORDER BY "where"')
    codes = {1: "kill crash", 3: "hang timeout", 4: "exit crash", 5: "eat crash", 6: "raise crash"}
    expected = [(number, *word.split()) for number, word in codes.items()]
    assert told == [("extract", code, URL.format(f"{number}-{order}")) for number, order, code in expected]
    assert ask(tmp_path, "SELECT outcome FROM runs") == [("unhealthy",)]
    assert extract(tmp_path, reader).pages == 0, "they are not tried again until the rules change"


def test_one_worker_and_two_say_the_same(tmp_path: Path, reader: ModuleType) -> None:
    keep(tmp_path / "archive", ["fine", "raise", *["fine"] * 120])
    told = []
    for count in (1, 2):
        extract(tmp_path, reader, f"{count}.db", workers=count)
        tables = {"articles": "id", "claims": "id", "problems": "id", "captures": "file, offset"}
        rows = [ask(tmp_path, f"SELECT * FROM {table} ORDER BY {key}", f"{count}.db") for table, key in tables.items()]
        told.append(rows)
    assert told[0] == told[1]
    assert len(told[0][0]) == 122


def test_what_was_read_before_ctrl_c_is_kept_and_the_next_run_goes_on(tmp_path: Path, reader: ModuleType) -> None:
    keep(tmp_path / "archive", ["fine"] * 20)
    read: list[str] = []

    def interrupt_at(number: int, capture: Any) -> None:  # noqa: ANN401
        read.append(capture.url)
        if len(read) == number:
            signal.raise_signal(signal.SIGINT)

    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    on_read = functools.partial(interrupt_at, 7)
    with pytest.raises(KeyboardInterrupt):
        extract_archive(tmp_path / "archive", url, workers=2, reader=reader.read, limits=AMPLE, on_read=on_read)
    assert {row[0] for row in ask(tmp_path, "SELECT url FROM articles")} == set(read)
    assert extract(tmp_path, reader).pages == 20 - 7


def test_ctrl_c_in_the_midst_of_a_transaction_waits_for_its_end(
    tmp_path: Path, reader: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path / "archive", ["fine"] * 3)
    save = saving._save

    def interrupted(connection: Any, unsaved: Any) -> None:  # noqa: ANN401
        signal.raise_signal(signal.SIGINT)
        save(connection, unsaved)

    monkeypatch.setattr(saving, "_save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        extract_archive(tmp_path / "archive", f"sqlite:///{tmp_path / 'moxun.db'}", reader=reader.read)
    assert len(ask(tmp_path, "SELECT url FROM articles")) == 3


def test_what_all_workers_share_is_loaded_by_one_import() -> None:
    code = "import pipelines.warming, sys; print({'spacy', 'jieba', 'trafilatura'} <= set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
