"""What is exported is the same to the byte after each rebuild, in every format, whatever way the archive came to be."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.records import Page
from interface.cli import app
from storage.archive import Archive, iter_files

FORMATS = ("csv", "jsonl", "parquet", "datapackage")
LOGS = ("runs", "changes", "meta", "alembic_version", "addresses", "due")  # they tell of what happened, and when
NUMBERED = {"search_documents": "article_id, part, start, tokens"}  # by what they hold, not by their number
PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>{day}</head><body><article>
<h1>{title}</h1><p>{text}</p><p>{more}</p></article></body></html>"""
DAY = '<meta property="article:published_time" content="{}T09:00:00+08:00">'
MORE = (
    "这次更新由两支队伍一起完成，前后花了四个月；他们把每一次失败都写进了附录，读者可以照着附录里的步骤自己再做一遍，"
    "也可以只看结论。附录里还有一张表，写着每一步用了多少台机器、多少度电、多少个小时，以及哪些步骤后来被证明是多余的。"
    "所有的代码都放在一个仓库里，仓库的首页写着怎么安装、怎么运行、怎么报告问题，最后一节列出了所有帮过忙的人的名字。"
    "编辑部照着做了三天，第一天什么也没有做成，第二天做成了一半，第三天才发现说明里少写了一行，补上以后就都好了。"
)  # long enough to be known again on another site
GLM, KIMI, STEP = (
    "2月11日，智谱正式发布新一代大模型GLM-5，模型权重同步开源。",
    "2月12日，月之暗面开源了大模型Kimi K2.5，参数规模达到一万亿。",
    "2月13日，阶跃星辰发布大模型Step-4，可以读图。",
)


def make_page(url: str, text: str, fetched: datetime, day: str = "", more: str = MORE) -> Page:
    body = PAGE.format(title=text[:12], text=text, more=more, day=DAY.format(day) if day else "").encode()
    return Page(url, fetched, 200, (("Content-Type", "text/html"),), body, "")


def moment(day: int) -> datetime:
    return datetime(2026, 2, day, tzinfo=UTC)


def moxun(folder: Path, database_url: str, *arguments: str) -> None:
    options = ["--archive", str(folder / "archive"), "--database", database_url]
    done = CliRunner().invoke(app, [*options, *arguments])
    assert done.exit_code == 0, done.output


@pytest.fixture
def kept(tmp_path: Path, database_url: str) -> Path:
    """An archive that grew in odd ways, each time extracted: its folder's folder."""
    first = make_page(
        "https://one.example/1", GLM, moment(20)
    )  # it says no day: it is from the day it was first fetched
    later = make_page("https://two.example/2", KIMI, moment(14), "2026-02-12")
    grow(tmp_path, database_url, first, later)
    grow(tmp_path, database_url, make_page("https://three.example/1", GLM, moment(21)))  # a copy of the first
    grow(tmp_path, database_url, make_page(first.url, STEP, moment(22)))  # the address says something else now
    with Archive(tmp_path / "archive") as archive:  # and then what it said first
        archive.append(replace(first, fetched_at=moment(25)), revisit_of=archive.append(first))
    moxun(tmp_path, database_url, "extract")
    grow(tmp_path, database_url, make_page(later.url, KIMI.replace("12日", "13日"), moment(13)))  # an older version
    grow(tmp_path, database_url, make_page("https://three.example/1", GLM, moment(12)))  # now the copy is the original
    grow(
        tmp_path, database_url, make_page(later.url, KIMI, moment(11), "2026-02-12")
    )  # the same page, three days before
    return tmp_path


def grow(folder: Path, database_url: str, *pages: Page) -> None:
    with Archive(folder / "archive") as archive:
        for page in pages:
            archive.append(page)
    moxun(folder, database_url, "extract")


def export(folder: Path, database_url: str, name: str) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for each in FORMATS:
        target = folder / name / each
        moxun(folder, database_url, "export", str(target), "--format", each)
        files |= {f"{each}/{path.name}": path.read_bytes() for path in target.iterdir()}
    assert len(files) == 3 * len(FORMATS) + 1
    return files


def export_tables(folder: Path, database_url: str, name: str) -> dict[str, list[str]]:
    """The rows of the SQLite copy; its bytes are not the same, for the logs in it are not."""
    target = folder / name / "copy.db"
    moxun(folder, database_url, "export", str(target), "--format", "sqlite")
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM articles WHERE NOT is_current")  # versions that nothing counts are read no more
        told = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 's[eq][aql][rci][ct]*_[iscd]*'"
        tables = {row[0] for row in connection.execute(told)} - set(LOGS)
        assert {"articles", "claims", "releases", "captures", "problems"} <= tables
        return {each: _rows(connection, each) for each in sorted(tables)}


def _rows(connection: sqlite3.Connection, table: str) -> list[str]:
    return sorted(map(repr, connection.execute(f'SELECT {NUMBERED.get(table, "*")} FROM "{table}"')))


def test_two_rebuilds_export_the_same_bytes_and_so_did_what_was_there_before(kept: Path, database_url: str) -> None:
    assert len(list(iter_files(kept / "archive"))) == 7
    before = export(kept, database_url, "before"), export_tables(kept, database_url, "before")
    assert b"GLM-5" in before[0]["csv/releases.csv"]
    for name in ("first", "second"):
        moxun(kept, database_url, "rebuild")
        after = export(kept, database_url, name), export_tables(kept, database_url, name)
        assert after[0] == before[0]
        assert after[1] == before[1]
