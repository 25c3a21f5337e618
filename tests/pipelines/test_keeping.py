"""A schedule that goes on until it is told to stop, whatever its runs do."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.keeping import keep_running
from storage.database import StorageError

PYTHON = (sys.executable, "-c")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def write(log: Path, then: str = "") -> list[str]:
    return [*PYTHON, f"open({str(log)!r}, 'a').write('run ')\n{then}"]


class Due:
    """Due at once, and after so many questions the end: the process is told to stop."""

    def __init__(self, questions: int) -> None:
        self.left = questions

    def __call__(self) -> float:
        self.left -= 1
        if self.left <= 0:
            os.kill(os.getpid(), signal.SIGTERM)
        return 0.0


def test_it_runs_whenever_something_is_due_until_it_is_told_to_stop(log: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    keep_running(write(log), Due(7), pytest.fail, pause=0)  # two questions for each run
    assert log.read_text() == "run run run "
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_run_that_fails_is_no_end(log: Path) -> None:
    keep_running(write(log, "raise SystemExit(1)"), Due(5), pytest.fail, pause=0)
    assert log.read_text() == "run run "


def test_a_database_that_is_away_is_told(log: Path) -> None:
    told: list[str] = []

    def ask() -> float:
        raise StorageError("the database is away")

    def tell(error: str) -> None:
        told.append(error)
        os.kill(os.getpid(), signal.SIGINT)

    keep_running(write(log), ask, tell, pause=0)
    assert told == ["the database is away"]
    assert not log.exists()


def test_a_run_that_is_under_way_is_told_to_end_and_waited_for(log: Path) -> None:
    child = f"""
import signal, sys, time
def end(*_):
    open({str(log)!r}, "a").write("ended")
    sys.exit()
signal.signal(signal.SIGTERM, end)
open({str(log)!r}, "w").write("started ")
time.sleep(60)
"""
    keeper = (
        f"from pipelines.keeping import keep_running; keep_running([{sys.executable!r}, '-c', {child!r}], float, print)"
    )
    with subprocess.Popen([*PYTHON, keeper]) as process:
        wait_for(log)
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert log.read_text() == "started ended"


def wait_for(log: Path) -> None:
    deadline = time.monotonic() + 30
    while not (log.exists() and log.read_text()) and time.monotonic() < deadline:
        time.sleep(0.01)


def test_moxun_schedule_ends_cleanly_where_nothing_is_due(tmp_path: Path) -> None:
    """Its one site is due in a month: nothing is asked of anybody."""
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415

    from storage.database import open_database  # noqa: PLC0415
    from storage.due import add_sites, load_due  # noqa: PLC0415

    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    with open_database(url) as database, database.write() as connection:
        add_sites(connection, ["qbitai"], datetime.now(UTC) + timedelta(days=30))
    cli = [*PYTHON, "from interface.cli import main; main()", "--database", url, "--archive", str(tmp_path / "archive")]
    with subprocess.Popen([*cli, "schedule", "--site", "qbitai"]) as process:
        time.sleep(2.5)
        process.terminate()
        assert process.wait(timeout=30) == 0
    with open_database(url) as database, database.read() as connection:
        (row,) = load_due(connection)
    assert row.started is None
