"""`moxun runs`: what was run, newest first, in every format."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interface.cli import app
from storage.database import open_database
from storage.runs import Run, save_run

RUNS = (
    Run("crawl", "example", datetime(2026, 2, 13, 8, 0, tzinfo=UTC), datetime(2026, 2, 13, 8, 1, 5, tzinfo=UTC),
        "healthy", {"found": 16, "new": 3, "failed": 0}),
    Run("extract", "", datetime(2026, 2, 13, 9, 0, tzinfo=UTC)),
)  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    with open_database(url) as opened, opened.write() as connection:
        for run in RUNS:
            save_run(connection, run)
    return url


def runs(database: str, *arguments: str) -> str:
    done = CliRunner().invoke(app, ["--database", database, "runs", *arguments])
    assert done.exit_code == 0
    return done.output


def test_the_table_has_the_newest_first_and_no_noughts(database: str) -> None:
    extracted, crawled = [line.split() for line in runs(database).splitlines() if "2026" in line]
    assert extracted == ["2026-02-13", "09:00:00", "-", "extract", "-", "running", "-"]
    assert crawled == ["2026-02-13", "08:00:00", "65", "crawl", "example", "healthy", "found", "16,", "new", "3"]


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json_has_all_counts(database: str, name: str) -> None:
    text = runs(database, "--format", name)
    rows = json.loads(text) if name == "json" else [json.loads(line) for line in text.splitlines()]
    assert [row["finished"] for row in rows] == [None, "2026-02-13T08:01:05+00:00"]
    assert rows[1]["counts"] == {"found": 16, "new": 3, "failed": 0}
    assert rows[1]["id"] == RUNS[0].id


def test_csv_has_one_cell_for_the_counts(database: str) -> None:
    rows = list(csv.DictReader(io.StringIO(runs(database, "--format", "csv", "--limit", "5"))))
    assert [row["counts"] for row in rows] == ["", "found 16; new 3"]


def test_only_so_many_are_listed(database: str) -> None:
    assert len(runs(database, "--format", "jsonl", "--limit", "1").splitlines()) == 1


def test_before_the_first_run_there_is_nothing_to_list(tmp_path: Path) -> None:
    assert runs(f"sqlite:///{tmp_path / 'new.db'}") == "Nothing was run yet.\n"
