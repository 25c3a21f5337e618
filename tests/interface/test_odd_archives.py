"""What is wrong with one file of the archive is told, costs that file only, and makes nobody forget what it held."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extract.records import Page
from interface.cli import app
from storage.archive import Archive, iter_files

HTML = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>智谱发布GLM-{0}</title></head><body>
<article><h1>智谱发布GLM-{0}</h1><p>2月11日，智谱正式发布新一代大模型GLM-{0}，模型权重同步开源。</p></article></body></html>"""


class Place:
    """An archive of two files with a page each, and a database, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.archive = folder, folder / "archive"
        for number in (1, 2):
            url, moment = f"https://news.example/{number}.html", datetime(2026, 2, 13, number, tzinfo=UTC)
            with Archive(self.archive) as archive:
                body = HTML.format(number).encode()
                archive.append(Page(url, moment, 200, (("Content-Type", "text/html"),), body, "example"))
        self.first, self.second = (self.archive / file for file, _ in iter_files(self.archive))

    def moxun(self, *arguments: str) -> Result:
        own = ["--archive", str(self.archive), "--database", str(self.folder / "moxun.db")]
        return CliRunner().invoke(app, [*own, *arguments])

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "moxun.db")) as connection:
            return connection.execute(query).fetchall()

    def lose(self, path: Path) -> None:
        """Its name is there, and leads nowhere: a disk that is not mounted."""
        path.rename(self.folder / "away")
        path.symlink_to(self.folder / "nowhere")

    def find(self, path: Path) -> None:
        (self.folder / "away").replace(path)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_other_files_are_read_where_one_cannot_be(place: Place) -> None:
    place.lose(place.first)
    done = place.moxun("extract", "--workers", "1")
    assert done.exit_code == 0, done.output
    assert place.ask("SELECT model FROM releases") == [("GLM-2",)]
    assert place.ask("SELECT code, value FROM problems WHERE stage = 'archive'")[0][0] == "unreadable-file"
    place.find(place.first)
    assert place.moxun("extract", "--workers", "1").exit_code == 0
    assert place.ask("SELECT model FROM releases ORDER BY 1") == [("GLM-1",), ("GLM-2",)]


def test_what_cannot_be_read_today_is_not_forgotten(place: Place) -> None:
    place.moxun("extract", "--workers", "1")
    before = place.ask("SELECT * FROM captures ORDER BY file"), place.ask("SELECT * FROM releases ORDER BY id")
    place.lose(place.first)
    for command in (["archive", "index"], ["archive", "verify"], ["rebuild"], ["extract", "--all", "--workers", "1"]):
        done = place.moxun(*command)
        assert done.exit_code == 1, command
        assert place.first.name in f"{done.output} {done.exception}", command
        now = place.ask("SELECT * FROM captures ORDER BY file"), place.ask("SELECT * FROM releases ORDER BY id")
        assert now == before, command
    assert "1 losses" in place.moxun("archive", "verify").output
    place.find(place.first)
    assert place.moxun("archive", "verify").exit_code == 0
    assert place.moxun("extract", "--workers", "1").exit_code == 0, "what could not be read is read as soon as it can"


def test_a_folder_with_the_name_of_a_file_is_a_folder(place: Place) -> None:
    (place.archive / "2026" / "odd.warc.gz").mkdir(parents=True)
    assert place.moxun("archive", "verify").exit_code == 0
    assert place.moxun("extract", "--workers", "1").exit_code == 0
    assert place.ask("SELECT count(*) FROM problems") == [(0,)]


def test_files_that_hold_nothing_are_told(place: Place) -> None:
    (place.archive / "2026" / "odd.warc.gz").parent.mkdir(exist_ok=True)
    (place.archive / "2026" / "empty.warc.gz").touch()
    (place.archive / "2026" / "junk.warc.gz").write_bytes(b"junk\n" * 100)
    done = place.moxun("archive", "verify")
    assert done.exit_code == 1
    assert "junk.warc.gz@0: damaged-record" in done.output
    assert "4 files, 6 records, 2 pages: 1 losses" in done.output
    assert place.moxun("extract", "--workers", "1").exit_code == 0


def test_a_site_of_which_there_is_no_page_is_an_error_and_no_run(place: Place) -> None:
    done = place.moxun("extract", "--site", "exmaple")
    assert done.exit_code == 1
    assert place.moxun("extract", "--capture", "https://nowhere.example/").exit_code == 1
    assert place.ask("SELECT count(*) FROM runs") == [(0,)]
    assert place.moxun("extract", "--site", "example", "--workers", "1").exit_code == 0
