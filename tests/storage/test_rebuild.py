"""The database is a cache: made anew, from the archive and the judgements, it says the same to the byte."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from extract.judgements import Judgement, Subject
from extract.records import Page
from pipelines.extraction import NoArchiveError, extract_archive
from pipelines.rebuilding import LostFilesError, rebuild_database
from storage.archive import Archive, iter_files
from storage.database import open_database
from storage.judgements import load_judgements, save_judgements
from storage.migrating import metadata
from storage.runs import iter_runs
from storage.schema import captures, releases

PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>新闻{number}</title>
<meta property="article:published_time" content="2026-02-1{number}T09:00:00+08:00"></head><body><article>
<h1>新闻{number}</h1><p>{text}</p><p>以上就是第{number}篇的全部内容，想要试用的读者可以到官网查看说明文档。</p></article></body></html>"""
TEXTS = (
    "2月11日，智谱正式发布新一代大模型GLM-5，模型权重同步开源。",
    "2月12日，智谱正式发布新一代大模型GLM-5，它的推理更快。",
    "2月12日，月之暗面开源了大模型Kimi K2.5，参数规模达到一万亿。",
    "编辑部推荐三本新书，都和园艺有关，适合下雨天坐在窗边慢慢读。",
    "2月13日，阶跃星辰发布大模型Step-4，可以读图。",
)
DECIDED = datetime(2026, 3, 1, tzinfo=UTC)
OWN = {"runs", "changes", "meta", "alembic_version", "merge_queue", "search_documents"}  # what is no cache, or a number


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files: pages, one of them changed, and one as it was."""
    archive = tmp_path / "archive"
    for first in (0, 3):
        with Archive(archive) as writer:
            for number, text in list(enumerate(TEXTS))[first : first + 3]:
                capture = writer.append(make_page(number, text))
                writer.append(make_page(number, text, hour=1), revisit_of=capture)
    with Archive(archive) as writer:
        writer.append(make_page(4, "2月13日，阶跃星辰发布大模型Step-4 Flash，可以读图。", hour=2))
    return archive


def make_page(number: int, text: str, hour: int = 0) -> Page:
    body = PAGE.format(number=number, text=text).encode()
    moment = datetime(2026, 2, 13 + number, hour, tzinfo=UTC)
    headers = (("Content-Type", "text/html"),)
    return Page(f"https://news.example/{number}.html", moment, 200, headers, body, "example")


def judge(url: str) -> None:
    """A person gives one release another status, and rejects another one."""
    with open_database(url) as database, database.write() as connection:
        ids = {row.model: row.id for row in connection.execute(select(releases))}
        subjects = {model: Subject(release=ids[model], names=(model,)) for model in ("GLM-5", "Kimi K2.5")}
        told = [
            Judgement("1", "set", subjects["GLM-5"], "An", DECIDED, field="status", value="preview"),
            Judgement("2", "reject", subjects["Kimi K2.5"], "An", DECIDED),
        ]
        assert save_judgements(connection, told) == 2


def export(url: str) -> str:
    """Every row of the database that is not a log, as text."""
    out = StringIO()
    with open_database(url) as database, database.read() as connection:
        for table in metadata.sorted_tables:
            if table.name not in OWN:
                rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                print(table.name, *rows, sep="\n", file=out)
    return out.getvalue()


def releases_of(url: str) -> dict[str, tuple[str, str]]:
    with open_database(url) as database, database.read() as connection:
        return {row.model: (row.state, row.status) for row in connection.execute(select(releases))}


def test_two_rebuilds_say_the_same_and_judgements_hold(folder: Path, database_url: str) -> None:
    extract_archive(folder, database_url)
    judge(database_url)
    exports, differences = [], []
    for _ in range(3):
        differences.append(rebuild_database(folder, database_url).difference)
        exports.append(export(database_url))
    assert exports[0] == exports[1] == exports[2]
    assert [(each.added, each.withdrawn, each.changed) for each in differences[1:]] == [((), (), ())] * 2
    told = releases_of(database_url)
    assert told["GLM-5"] == ("current", "preview")
    assert told["Kimi K2.5"][0] == "rejected"
    assert "Step-4 Flash" in told


def test_an_empty_database_with_the_judgements_becomes_the_same(
    folder: Path, database_url: str, tmp_path: Path
) -> None:
    extract_archive(folder, database_url)
    judge(database_url)
    rebuild_database(folder, database_url)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    with open_database(database_url) as source, source.read() as reading:
        told = load_judgements(reading)
    with open_database(other) as target, target.write() as writing:
        save_judgements(writing, told)
    rebuild_database(folder, other)
    assert export(other) == export(database_url)


def test_whatever_was_wrong_is_right_again(folder: Path, database_url: str) -> None:
    extract_archive(folder, database_url)
    before = export(database_url)
    with open_database(database_url) as database, database.write() as connection:
        for statement in (
            "UPDATE articles SET title = 'wrong', text = 'wrong'",
            "DELETE FROM claims WHERE model = 'GLM-5'",
            "UPDATE captures SET url = 'https://wrong.example/'",
            "DELETE FROM revisits",
            "UPDATE releases SET status = 'rumoured'",
        ):
            connection.exec_driver_sql(statement)
    rebuild_database(folder, database_url)
    assert export(database_url) == before


def test_a_rebuild_that_is_stopped_is_completed_by_the_next_extraction(folder: Path, database_url: str) -> None:
    extract_archive(folder, database_url)
    before = export(database_url)

    def stop(*_: Any) -> None:  # noqa: ANN401
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_database(folder, database_url, on_read=stop)
    assert export(database_url) != before
    extract_archive(folder, database_url)
    assert export(database_url) == before


def test_nothing_is_forgotten_where_the_archive_is_not_all_there(folder: Path, database_url: str) -> None:
    extract_archive(folder, database_url)
    before = export(database_url)
    with pytest.raises(NoArchiveError):
        rebuild_database(folder.parent / "elsewhere", database_url)
    file, _ = next(iter(iter_files(folder)))
    (folder / file).rename(folder / "away")
    with pytest.raises(LostFilesError, match="1 files of the index"):
        rebuild_database(folder, database_url)
    assert export(database_url) == before


def test_pages_that_lie_elsewhere_stay_in_the_index(folder: Path, database_url: str, tmp_path: Path) -> None:
    extract_archive(folder, database_url)
    file, _ = next(iter(iter_files(folder)))
    elsewhere = tmp_path / "elsewhere.warc.gz"
    (folder / file).rename(elsewhere)
    with open_database(database_url) as database, database.write() as connection:
        connection.execute(captures.update().where(captures.c.file == file).values(file=elsewhere.as_uri()))
        connection.exec_driver_sql(f"DELETE FROM revisits WHERE file = '{file}'")
    before = export(database_url)
    summary = rebuild_database(folder, database_url)
    assert (summary.unreadable, export(database_url)) == ([], before)


def test_a_rebuild_is_a_run(folder: Path, database_url: str) -> None:
    rebuild_database(folder, database_url)
    with open_database(database_url) as database, database.read() as connection:
        assert [run.outcome for run in iter_runs(connection)] == ["healthy"]
