"""`moxun archive` as it is typed: what others archived is taken in, losses are named, the index is made anew."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from extract.records import Capture, Page
from interface.cli import app
from storage.archive import Archive, iter_captures, iter_files, read_page

HTML = "<!doctype html><title>{0}</title><body><p>{0}</p></body>"
URL = "https://news.example/{}.html"


class Place:
    """An archive and a database in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.archive = folder, folder / "archive"

    def moxun(self, *arguments: str) -> Result:
        own = ["--archive", str(self.archive), "--database", str(self.folder / "moxun.db")]
        return CliRunner().invoke(app, [*own, *arguments])

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "moxun.db")) as connection:
            found = connection.execute(query).fetchall()
            connection.commit()
            return found

    def rows(self) -> list[tuple[Any, ...]]:
        return self.ask("SELECT * FROM captures ORDER BY file, offset")

    def save(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)

    def damage(self, capture: Capture) -> None:
        path = self.archive / capture.file
        data = bytearray(path.read_bytes())
        data[capture.offset + capture.length // 2] ^= 0xFF
        path.write_bytes(data)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def make_page(number: int, day: int = 13, text: str = "") -> Page:
    body = HTML.format(text or f"page {number}").encode()
    headers = (("Content-Type", "text/html"),)
    return Page(URL.format(number), datetime(2026, 2, day, tzinfo=UTC), 200, headers, body, "example")


def keep(folder: Path, *pages: Page) -> list[Capture]:
    with Archive(folder) as archive:
        return [archive.append(page) for page in pages]


def test_what_others_archived_is_taken_in_once(place: Place) -> None:
    keep(place.folder / "others", make_page(1), make_page(2))
    added = place.moxun("archive", "add", str(place.folder / "others"))
    assert added.exit_code == 0, added.output
    assert added.output.startswith("2 pages added, 0 as revisits, 0 known already.")
    again = place.moxun("archive", "add", str(place.folder / "others"))
    assert again.output.startswith("0 pages added, 0 as revisits, 2 known already.")
    kept = [each for file, _ in iter_files(place.archive) for each, _ in iter_captures(place.archive, file)]
    assert [read_page(place.archive, each).body for each in kept] == [make_page(1).body, make_page(2).body]
    assert [row[0] for row in place.ask("SELECT url FROM captures")] == [URL.format(1), URL.format(2)]


def test_two_who_add_the_same_at_once_add_it_once(place: Place) -> None:
    keep(place.folder / "others", *(make_page(number) for number in range(40)))
    command = [sys.executable, "-c", "from interface.cli import main; main()", "--archive", str(place.archive)]
    command += ["--database", str(place.folder / "moxun.db"), "archive", "add", str(place.folder / "others")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(int(each.split()[0]) for each in told) == 40
    assert place.ask("SELECT count(*), count(DISTINCT url) FROM captures") == [(40, 40)]


def test_the_same_payload_at_another_time_is_a_revisit_and_a_new_one_a_page(place: Place) -> None:
    keep(place.folder / "others", make_page(1), make_page(1, day=14), make_page(1, day=15, text="changed"))
    added = place.moxun("archive", "add", str(place.folder / "others"))
    assert added.output.startswith("2 pages added, 1 as revisits, 0 known already.")
    verified = place.moxun("archive", "verify")
    assert verified.exit_code == 0, verified.output
    assert "7 records, 2 pages: nothing lost" in verified.output


def test_a_revisit_is_taken_in_once_too(place: Place) -> None:
    keep(place.folder / "others", make_page(1), make_page(1, day=14), make_page(1, day=15))
    others = str(place.folder / "others")
    assert place.moxun("archive", "add", others).output.startswith("1 pages added, 2 as revisits, 0 known already.")
    assert place.moxun("archive", "add", others).output.startswith("0 pages added, 0 as revisits, 3 known already.")
    revisits = place.ask("SELECT * FROM revisits ORDER BY fetched_at")
    assert len(revisits) == 2
    place.ask("DELETE FROM revisits")
    place.moxun("archive", "add", others)
    assert place.ask("SELECT * FROM revisits ORDER BY fetched_at") == revisits, "found again, not written again"
    place.ask("UPDATE revisits SET offset = offset + 1")
    assert "lost-page" in place.moxun("archive", "verify").output
    place.moxun("archive", "index")
    assert place.ask("SELECT * FROM revisits ORDER BY fetched_at") == revisits
    assert place.moxun("archive", "verify").exit_code == 0


def test_a_page_that_is_again_what_it_once_was_is_no_revisit_of_that(place: Place) -> None:
    """Its newest version would else be the one between."""
    keep(place.folder / "others", make_page(1), make_page(1, day=14, text="changed"), make_page(1, day=15))
    assert place.moxun("archive", "add", str(place.folder / "others")).output.startswith("3 pages added, 0 as revisits")


def test_a_saved_page_is_taken_in_under_its_address(place: Place) -> None:
    file = place.save("saved.html", HTML.format("saved"))
    assert place.moxun("archive", "add", file, "--url", URL.format("saved")).exit_code == 0
    assert place.ask("SELECT url FROM captures") == [(URL.format("saved"),)]


def test_a_saved_page_without_an_address_is_not_taken_in(place: Place) -> None:
    stated = '<link rel="canonical" href="https://news.example/own.html">' + HTML.format("stated")
    files = [place.save("none.html", HTML.format("none")), place.save("stated.html", stated)]
    added = place.moxun("archive", "add", *files)
    assert added.exit_code == 1
    assert "none.html: no-address: " in added.output
    assert place.ask("SELECT url FROM captures") == [("https://news.example/own.html",)]


@pytest.mark.parametrize("url", ["news.example/1", "file:///etc/hosts", "https://", "https://a b/"])
def test_what_is_no_address_is_refused_before_anything_is_kept(place: Place, url: str) -> None:
    added = place.moxun("archive", "add", place.save("saved.html", HTML.format("saved")), "--url", url)
    assert added.exit_code != 0
    assert place.rows() == []


def test_an_address_is_for_one_saved_page_only(place: Place) -> None:
    (capture,) = keep(place.folder / "others", make_page(1))
    for files in ([str(place.folder / "others" / capture.file)], [str(place.folder)], ["a.html", "b.html"]):
        added = place.moxun("archive", "add", *files, "--url", URL.format(9))
        assert "--url is the address of one saved page" in str(added.exception)
    assert place.rows() == []


def test_a_sound_archive_has_lost_nothing(place: Place) -> None:
    keep(place.archive, make_page(1), make_page(2))
    place.moxun("archive", "index")
    verified = place.moxun("archive", "verify")
    assert verified.exit_code == 0
    assert "1 files, 5 records, 2 pages: nothing lost." in verified.output


def test_every_loss_is_named(place: Place) -> None:
    _, second, _ = keep(place.archive, make_page(1), make_page(2), make_page(3))
    (fourth,) = keep(place.archive, make_page(4))
    place.moxun("archive", "index")
    place.damage(second)
    (place.archive / fourth.file).unlink()
    verified = place.moxun("archive", "verify")
    assert verified.exit_code == 1
    assert f"{second.file}@{second.offset}: damaged-record" in verified.output
    assert f"{second.file}@{second.offset}: lost-page: {URL.format(2)}" in verified.output
    assert f"{fourth.file}: missing-file" in verified.output
    assert "1 files, 6 records, 2 pages: 3 losses." in verified.output


def test_the_index_is_made_anew_from_the_files_alone(place: Place) -> None:
    _, second, _ = keep(place.archive, make_page(1), make_page(2), make_page(3))
    place.moxun("archive", "index")
    whole = place.rows()
    assert len(whole) == 3
    place.ask(f"DELETE FROM captures WHERE offset = {second.offset}")
    place.ask("UPDATE captures SET url = 'https://wrong.example/', etag = 'wrong'")
    place.ask("INSERT INTO captures SELECT 'gone.warc.gz', offset, length, url, site, fetched_at, status, mime, digest,"
              " etag, last_modified, modified FROM captures")  # fmt: skip
    place.ask("UPDATE captures SET offset = 1 WHERE offset = (SELECT max(offset) FROM captures) AND file LIKE '20%'")
    done = place.moxun("archive", "index")
    assert done.exit_code == 0, done.output
    assert "1 files, 3 pages: 2 rows were missing, 3 wrong." in done.output
    assert place.rows() == whole


def test_what_is_damaged_does_not_come_into_the_index(place: Place) -> None:
    first, _ = keep(place.archive, make_page(1), make_page(2))
    place.damage(first)
    done = place.moxun("archive", "index")
    assert done.exit_code == 1
    assert "damaged-record" in done.output
    assert place.ask("SELECT url FROM captures") == [(URL.format(2),)]


@pytest.mark.parametrize("command", ["verify", "index"])
def test_without_an_archive_there_is_nothing_to_do(place: Place, command: str) -> None:
    assert "no archive at" in str(place.moxun("archive", command).exception)
    assert list(place.folder.iterdir()) == []
