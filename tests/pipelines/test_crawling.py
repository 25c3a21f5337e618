"""What lies between the archive and its index, and how far a site has been crawled."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.records import Page
from pipelines.crawling import ListedSite, keep_sites, list_sites
from pipelines.indexing import index_archive
from pipelines.progress import Progress, load_progress, save_progress
from storage.addresses import fill_addresses, load_known
from storage.archive import Archive
from storage.captures import save_capture
from storage.database import Database, open_database


def make_page(number: int) -> Page:
    url, body = f"https://news.example/{number}", f"<html>第{number}篇</html>".encode()
    return Page(url, datetime(2026, 2, 20, 12, 0, number, tzinfo=UTC), 200, (("ETag", f'"{number}"'),), body, "example")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(f"sqlite:///{tmp_path / 'moxun.sqlite'}")


def known(database: Database) -> dict[str, str]:
    with database.write() as connection:
        fill_addresses(connection, "example")
        return {url: state.etag for url, state in load_known(connection, "example").items()}


def test_archived_pages_without_a_row_are_indexed_once(tmp_path: Path, database: Database) -> None:
    with Archive(tmp_path) as archive:
        captures = [archive.append(make_page(number), modified="2026-02-20T00:00:00Z") for number in range(3)]
        assert index_archive(database, tmp_path) == 3  # also from the file that is being written
    assert index_archive(database, tmp_path) == 0
    assert known(database) == {capture.url: f'"{number}"' for number, capture in enumerate(captures)}


def test_only_what_lies_after_the_last_row_is_read_again(tmp_path: Path, database: Database) -> None:
    from storage.archive import iter_captures  # noqa: PLC0415

    with Archive(tmp_path) as archive:
        first = archive.append(make_page(1))
        ((_, state),) = iter_captures(tmp_path, first.file)
        with database.write() as connection:
            save_capture(connection, first, state)
        archive.append(make_page(2))
    assert index_archive(database, tmp_path) == 1
    assert set(known(database)) == {make_page(1).url, make_page(2).url}


def test_a_damaged_page_costs_only_its_own_row(tmp_path: Path, database: Database) -> None:
    with Archive(tmp_path) as archive:
        captures = [archive.append(make_page(number)) for number in range(3)]
    path = tmp_path / captures[1].file
    data = bytearray(path.read_bytes())
    data[captures[1].offset + captures[1].length // 2] ^= 0xFF
    path.write_bytes(data)
    assert index_archive(database, tmp_path) == 2
    assert set(known(database)) == {make_page(0).url, make_page(2).url}


def test_progress_is_kept_by_site(tmp_path: Path) -> None:
    save_progress(tmp_path, "a", Progress("2026-02-20T00:00:00Z", is_complete=True))
    assert load_progress(tmp_path, "a") == Progress("2026-02-20T00:00:00Z", is_complete=True)
    assert load_progress(tmp_path, "b") == Progress()


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"until": "x"}', "null", "\0"])
def test_a_note_that_cannot_be_read_means_starting_over(tmp_path: Path, note: str) -> None:
    save_progress(tmp_path, "a", Progress("2026-02-20T00:00:00Z", is_complete=True))
    (tmp_path / "progress" / "a.json").write_text(note)
    assert load_progress(tmp_path, "a") == Progress()


def test_the_sites_are_those_with_a_spider() -> None:
    sites = list_sites()
    assert ListedSite("qbitai", "量子位", "zh", "Asia/Shanghai", "https://www.qbitai.com/") in sites
    assert [site.name for site in sites] == sorted({site.name for site in sites})


def test_the_database_knows_every_site_and_whose_own_it_is(tmp_path: Path, database: Database) -> None:
    keep_sites(f"sqlite:///{tmp_path / 'moxun.sqlite'}")
    with database.read() as connection:
        told = connection.exec_driver_sql("SELECT name, title, address, vendor_id FROM sites ORDER BY name").all()
    assert [tuple(row[:3]) for row in told] == [(each.name, each.title, each.address) for each in list_sites()]
    assert any(row.vendor_id for row in told)
    assert not all(row.vendor_id for row in told)
