"""The command as it is typed: what it prints, how it ends, and what it costs to start."""

import csv
import io
import json
import os
import resource
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extract.fetchstate import FetchState
from extract.records import Article, Capture, Claim, Extraction, PartialDate, Span
from interface.cli import app
from storage.captures import save_capture
from storage.database import open_database
from storage.extractions import save_extraction
from storage.releases import rebuild_releases

HEAVY = ("scrapy", "spacy", "jieba", "trafilatura")
MOXUN = (sys.executable, "-c", "from interface.cli import main; main()")


def day(number: int) -> PartialDate:
    return PartialDate(date(2026, 2, number), date(2026, 2, number), "day", "explicit", f"2月{number}日")


def make_claim(url: str, text: str, vendor: str, model: str, number: int) -> Claim:
    start = text.index(model)
    return Claim(
        "sha1:A", url, vendor, None, model, model.lower(), "model", "released", day(number), Span(0, len(text)),
        Span(start, start + len(model)), None, None, None, "test", 0.9,
    )  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A database with three releases, one of which has a name made to trouble spreadsheets and terminals."""
    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    told = [("甲公司", "Alpha-1", 3), ("甲公司", "Alpha-2", 9), ("乙公司", "=Beta\x1b-1", 6)]
    with open_database(url) as opened, opened.write() as connection:
        for number, (vendor, model, when) in enumerate(told):
            page, text = f"https://news.example/{number}.html", f"2月{when}日，{vendor}发布{model}。"
            capture = Capture(
                page, "example", datetime(2026, 2, 20, tzinfo=UTC), 200, "text/html", "sha1:A", "a.warc.gz", number, 1
            )
            save_capture(connection, capture, FetchState("", "", "", "sha1:A"))
            article = Article("sha1:A", page, "example", "zh", f"{vendor}的新模型", day(when), "", "meta", text, ())
            save_extraction(
                connection, Extraction(article, (make_claim(page, text, vendor, model, when),)), page, "sha1:A"
            )
        rebuild_releases(connection)
    return url


def moxun(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own."""
    own = {**os.environ, **environment}
    return subprocess.run([*MOXUN, *arguments], capture_output=True, encoding="utf-8", env=own, check=False)


def test_help_takes_less_than_a_third_of_a_second_of_the_processor() -> None:
    def cost() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run("--help").returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(cost() for _ in range(3)) < 0.3


@pytest.mark.parametrize(("arguments", "barred"), [(["--help"], (*HEAVY, "sqlalchemy", "rich")), (["releases"], HEAVY)])
def test_a_command_imports_only_what_it_needs(arguments: list[str], barred: tuple[str, ...], database: str) -> None:
    code = f"""
import sys
from interface.cli import app
try:
    app({["--database", database, *arguments]!r})
except SystemExit as end:
    assert not end.code, end.code
print(sorted(set({barred!r}) & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_package() -> None:
    assert moxun("--version").output.split()[0] == "moxun"


def test_releases_are_listed_newest_first(database: str) -> None:
    listed = moxun("--database", database, "releases")
    assert listed.exit_code == 0
    assert [listed.output.index(name) for name in ("Alpha-2", "=Beta", "Alpha-1")] == sorted(
        listed.output.index(name) for name in ("Alpha-2", "=Beta", "Alpha-1")
    )
    assert "\x1b" not in listed.output


@pytest.mark.parametrize(
    ("conditions", "models"),
    [
        ([], ["Alpha-2", "=Beta\x1b-1", "Alpha-1"]),
        (["--vendor", "甲公司"], ["Alpha-2", "Alpha-1"]),
        (["--model", "alpha 1"], ["Alpha-1"]),
        (["--from", "2026-02-06"], ["Alpha-2", "=Beta\x1b-1"]),
        (["--to", "2026-02-06"], ["=Beta\x1b-1", "Alpha-1"]),
        (["--on", "2026-02-06"], ["=Beta\x1b-1"]),
        (["--limit", "1"], ["Alpha-2"]),
        (["--kind", "chip"], []),
        (["--status", "planned"], []),
    ],
)
def test_conditions_narrow_the_list(database: str, conditions: list[str], models: list[str]) -> None:
    told = moxun("--database", database, "releases", "--format", "jsonl", *conditions).output.splitlines()
    assert [json.loads(line)["model"] for line in told] == models


def test_every_format_holds_the_same_rows(database: str) -> None:
    lines, whole, table = (
        moxun("--database", database, "releases", "--format", each).output for each in ("jsonl", "json", "csv")
    )
    rows = [json.loads(line) for line in lines.splitlines()]
    assert json.loads(whole) == rows
    cells = list(csv.DictReader(io.StringIO(table)))
    assert [cell["id"] for cell in cells] == [row["id"] for row in rows]
    assert list(cells[0]) == list(rows[0])
    assert [cell["model"] for cell in cells] == ["Alpha-2", "'=Beta\x1b-1", "Alpha-1"]


def test_an_empty_list_has_a_header_in_csv_and_is_an_array_in_json(database: str) -> None:
    empty = ("--database", database, "releases", "--kind", "chip", "--format")
    assert moxun(*empty, "csv").output.startswith("id,vendor,")
    assert json.loads(moxun(*empty, "json").output) == []
    assert moxun(*empty, "jsonl").output == ""


def test_show_tells_who_says_so_and_where_it_is_archived(database: str) -> None:
    shown = moxun("--database", database, "show", "Alpha-1").output
    for part in ("2月3日，甲公司发布Alpha-1。", "甲公司的新模型", "https://news.example/0.html", "a.warc.gz at byte 0"):
        assert part in shown


def test_show_takes_an_id(database: str) -> None:
    row = json.loads(moxun("--database", database, "releases", "--model", "Alpha-2", "--format", "jsonl").output)
    assert "2月9日" in moxun("--database", database, "show", row["id"]).output


def test_showing_what_nobody_released_fails(database: str) -> None:
    shown = moxun("--database", database, "show", "Omega-9")
    assert (shown.exit_code, shown.output) == (1, "moxun: no release of 'Omega-9'\n")


def test_a_database_is_named_by_file_or_environment(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    named = moxun("--database", database.removeprefix("sqlite:///"), "releases", "--format", "jsonl").output
    monkeypatch.setenv("MOXUN_DATABASE", database)
    assert moxun("releases", "--format", "jsonl").output == named != ""


def test_the_data_folder_is_the_same_from_wherever_a_job_is_started(tmp_path: Path) -> None:
    for start in ("a", "b"):
        (tmp_path / start).mkdir()
        code = "from pipelines.config import find_places; print(*find_places(None, None))"
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path / start, capture_output=True, text=True, check=True,
            env={**os.environ, "MOXUN_DATA": str(tmp_path / "data"), "MOXUN_DATABASE": "", "MOXUN_ARCHIVE": ""},
        )  # fmt: skip
        assert done.stdout.split() == [
            str(tmp_path / "data" / "archive"),
            f"sqlite:///{tmp_path / 'data' / 'moxun.db'}",
        ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["releases", "--from", "2026-02-30"], 2, "'2026-02-30' is no day"),
        (["releases", "--kind", "car"], 2, "'car' is not one of"),
        (["releases", "--limit", "0"], 2, "--limit"),
        (["crawl"], 2, "Missing argument"),
        (["crawl", "a", "b", "--base-url", "http://127.0.0.1:1/"], 2, "--base-url is the address of one site"),
        (["extract", "--explain"], 2, "--explain needs files"),
        (["extract", "--all", "x.html"], 2, "--all is about the archive"),
        (["extract", "--dry-run", "--site", "x", "x.html"], 2, "--site, --dry-run is about the archive"),
        (["--database", "mysql://x/y", "releases"], 1, "no database of kind 'mysql'"),
        (["--database", "sqlite:////dev/null/x.db", "releases"], 1, "no database at /dev/null/x.db"),
        (["--database", "sqlite:////dev/null/x.db", "alert", "add", "x", "a@b.c"], 1, "cannot open"),
        (["--archive", "/dev/null/none", "extract"], 1, "no archive at"),
        (["crawl", "no-such-site"], 1, "no site 'no-such-site'"),
        (["extract", "/dev/null/none.html"], 1, "none.html"),
    ],
)
def test_a_mistake_is_one_clear_line_and_an_exit_code(
    tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    done = run(*arguments, MOXUN_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_whoever_reads_the_output_may_leave(database: str) -> None:
    command = [*MOXUN, "--database", database, "releases", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_output_is_utf8_wherever_it_goes(database: str) -> None:
    done = run("--database", database, "releases", "--format", "jsonl", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert "甲公司" in done.stdout


def test_the_sites_are_listed() -> None:
    assert "qbitai\t量子位\tzh\tAsia/Shanghai\thttps://www.qbitai.com/" in moxun("sites").output.splitlines()
