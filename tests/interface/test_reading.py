"""What `moxun extract` prints of its progress, and of the releases that it changed."""

import re
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.records import Page, PartialDate, Status
from interface.cli import app
from interface.progress import show_progress
from interface.reading import SHOWN, print_difference
from pipelines.comparing import NAMED, Difference, compare_releases
from storage.archive import Archive
from storage.database import open_database
from storage.queries import ReleaseRow, count_rows


def release(model: str, status: Status = "released", day: int | None = 11, count: int = 1) -> ReleaseRow:
    moment = date(2026, 2, day) if day else None
    found = PartialDate(moment, moment, "day", "explicit", f"2月{day}日") if moment else None
    return ReleaseRow(
        model.lower(), "智谱", "zhipu", model, model, "model", status, found, (), count, moment, date(2026, 2, 12)
    )


def told(difference: Difference, capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_difference(difference)
    return capsys.readouterr().out.splitlines()


def test_each_change_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    before = [release("A", "planned", day=None), release("B"), release("C")]
    after = [release("A", count=2), release("C"), release("D\x1b[2J")]
    assert told(compare_releases(before, after), capsys) == [
        "Releases: 1 added, 1 withdrawn, 1 changed, 1 unchanged.",
        "+ 2026-02-11 智谱 D\ufffd[2J · model · released",
        "- 2026-02-11 智谱 B · model · released",
        "~ 2026-02-11 智谱 A: status planned → released; date - → 2026-02-11 (explicit: 2月11日); articles 1 → 2;"
        " first seen - → 2026-02-11",
    ]


def test_a_long_list_is_cut_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(compare_releases([], [release(f"M-{number:02}") for number in range(SHOWN + 5)]), capsys)
    assert lines[0] == f"Releases: {SHOWN + 5} added, 0 withdrawn, 0 changed, 0 unchanged."
    assert lines[-1] == "+ … 5 more"
    assert len(lines) == SHOWN + 2


PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>第{0}号新闻</title></head><body><article>
<h1>第{0}号新闻</h1><p>2月11日，智谱正式发布新一代大模型GLM-{0}。</p><p>想要试用的读者可以到官网查看第{0}号说明文档，
里面写明了价格和用法。</p></article></body></html>"""
MANY = 400


def test_ctrl_c_keeps_what_was_read_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with Archive(tmp_path / "archive") as archive:
        for number in range(MANY):
            url, moment = f"https://news.example/{number}.html", datetime(2026, 2, 13, tzinfo=UTC)
            body = PAGE.format(number).encode()
            archive.append(Page(url, moment, 200, (("Content-Type", "text/html"),), body, "example"))
    own = ["--archive", str(tmp_path / "archive"), "--database", str(tmp_path / "moxun.db")]
    command = [sys.executable, "-c", "from interface.cli import main; main()", *own, "extract", "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as child:
        assert child.stderr
        first = child.stderr.readline()
        child.send_signal(signal.SIGINT)
        rest = child.stderr.read()
    assert re.match(r"read 100 of 400 pages, \d+\.\d/s, \d+:\d\d:\d\d left, the last one https://", first)
    assert "what was read is kept, and `moxun extract` goes on" in rest
    assert "Traceback" not in rest
    assert child.returncode == 130
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    read = int(re.search(r"Read (\d+) pages", done.stdout)[1])  # type: ignore[index]
    assert 0 < read <= MANY - 100
    with open_database(f"sqlite:///{tmp_path / 'moxun.db'}") as database, database.read() as connection:
        assert count_rows(connection)["articles"] == MANY


@pytest.mark.parametrize("other", [["--all"], ["--site", "x"], ["--since", "2026-02-01"]])
def test_one_capture_is_not_also_many(other: list[str]) -> None:
    done = CliRunner().invoke(app, ["extract", "--capture", "https://news.example/", *other])
    assert done.exit_code == 2
    assert f"{other[0]} does not go with --capture" in done.output


def test_a_long_address_does_not_fill_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress("read", every=1) as page_done:
        page_done("https://news.example/" + "x" * 9000)
    assert len(capsys.readouterr().err) < 300


def test_what_is_beyond_the_first_of_many_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    many = [release(f"M-{number:05}") for number in range(NAMED + 7)]
    (first, *_) = told(compare_releases(many, []), capsys)
    assert first == f"Releases: 0 added, {NAMED + 7} withdrawn, 0 changed, 0 unchanged."
    assert len(compare_releases(many, []).withdrawn) == NAMED
