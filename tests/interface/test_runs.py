"""`moxun runs`: what was run, newest first, in every format."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.records import Page
from interface.cli import app
from pipelines.extraction import extract_archive
from storage.archive import Archive
from storage.database import open_database
from storage.runs import Run, iter_runs, save_run

HTML = (("Content-Type", "text/html"),)
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
    assert extracted == ["2026-02-13", "09:00:00", "-", "extract", "-", "running", "-", RUNS[1].id]
    assert crawled == [
        "2026-02-13",
        "08:00:00",
        "65",
        "crawl",
        "example",
        "healthy",
        "found",
        "16,",
        "new",
        "3",
        RUNS[0].id,
    ]


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
    url = f"sqlite:///{tmp_path / 'new.db'}"
    open_database(url).close()
    assert runs(url) == "moxun: nothing was run yet\n"


PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>新闻</title>
<meta property="article:published_time" content="2026-02-12T09:00:00+08:00"></head><body><article><h1>新闻</h1>
<p>{}</p><p>以上就是这次更新的全部内容，想要试用的读者可以到官网查看说明文档。</p></article></body></html>"""


@pytest.fixture
def runs_of_extraction(tmp_path: Path) -> list[str]:
    """A release, then another one beside it, then the first one no more and the other one only planned."""
    folder, url = tmp_path / "archive", f"sqlite:///{tmp_path / 'extracted.db'}"
    texts = (
        (1, "2月11日，智谱正式发布新一代大模型GLM-5，模型权重同步开源。"),
        (2, "2月12日，月之暗面开源了大模型Kimi K2.5，参数规模达到一万亿。"),
        (1, "编辑部推荐三本新书，都和园艺有关，适合下雨天坐在窗边慢慢读，读完再去院子里看看。"),
    )
    for day, (number, text) in enumerate(texts, 13):
        page = Page(f"https://news.example/{number}", datetime(2026, 2, day, tzinfo=UTC), 200, HTML,
                    PAGE.format(text).encode(), "example")  # fmt: skip
        with Archive(folder) as archive:
            archive.append(page)
        extract_archive(folder, url)
    with open_database(url) as opened, opened.read() as connection:
        return [url, *sorted(run.id for run in iter_runs(connection))]


def test_any_two_runs_are_compared(runs_of_extraction: list[str]) -> None:
    database, first, second, third = runs_of_extraction
    assert runs(database, "diff", first, second).splitlines() == [
        "Releases: 1 added, 0 withdrawn, 0 changed, 1 unchanged.",
        "+ 2026-02-12 月之暗面 Kimi K2.5 · model · released",
    ]
    assert runs(database, "diff", second) == runs(database, "diff", third, second), "the last; in whatever order"
    assert runs(database, "diff", second).splitlines()[1:] == ["- 2026-02-11 智谱 GLM-5 · model · released"]
    told = json.loads(runs(database, "diff", first, third, "--format", "json"))
    assert [(each["change"], (each["after"] or each["before"])["model"]) for each in told] == [
        ("added", "Kimi K2.5"),
        ("withdrawn", "GLM-5"),
    ]


def test_a_run_that_is_none_is_said_so(database: str) -> None:
    done = CliRunner().invoke(app, ["--database", database, "runs", "diff", "2027"])
    assert "no run 2027" in str(done.exception)
