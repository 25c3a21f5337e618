"""`moxun archive export` and `moxun archive prune`: what is taken out, for others or for good, is taken out whole."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from extract.records import Page
from interface.cli import app
from pipelines.pruning import prune_archive
from storage.archive import Archive, iter_files, iter_pages
from storage.copying import CopyError
from storage.database import open_database
from storage.pruning import remove_records
from storage.selection import Selection
from storage.warc import iter_records

BIG = 200


class Place:
    """An archive and a database in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.archive, self.file = folder, folder / "archive", folder / "moxun.db"

    def moxun(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, ["--archive", str(self.archive), "--database", str(self.file), *arguments])

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.file)) as connection:
            return connection.execute(query).fetchall()

    def rows(self) -> list[tuple[Any, ...]]:
        return self.ask("SELECT * FROM captures ORDER BY file, offset")


def make_page(number: int, day: int = 13, text: str = "") -> Page:
    body = f"<!doctype html><title>x</title><body><p>{text or number}</p></body>".encode()
    url, headers = f"https://news.example/{number}.html", (("Content-Type", "text/html"),)
    return Page(url, datetime(2026, 2, day, tzinfo=UTC), 200, headers, body, "example")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Three files: two pages of which one changes, a revisit of the other one, another site's page."""
    place = Place(tmp_path)
    with Archive(place.archive) as archive:
        first = archive.append(make_page(1, day=13), [("User-Agent", "moxun")])
        archive.append(make_page(2, day=13), [("User-Agent", "moxun")])
    with Archive(place.archive) as archive:
        archive.append(make_page(1, day=14), [("User-Agent", "moxun")], revisit_of=first)
        archive.append(make_page(2, day=15, text="changed"), [("User-Agent", "moxun")])
    with Archive(place.archive) as archive:
        archive.append(replace(make_page(3, day=16), url="https://other.example/", site="other"))
    return place


def kinds_of(path: Path) -> Counter[str]:
    with path.open("rb") as stream:
        return Counter(record.kind for record in iter_records(stream, path.name, lambda each: pytest.fail(str(each))))


def is_sound(path: Path) -> bool:
    command = [sys.executable, "-m", "warcio.cli", "check", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_copy_has_what_is_asked_for_with_the_requests(place: Place) -> None:
    done = place.moxun(
        "archive", "export", str(place.folder / "out.warc.gz"), "--site", "example", "--until", "2026-02-13"
    )
    assert done.exit_code == 0, done.output
    assert "2 pages and revisits in" in done.output
    out = place.folder / "out.warc.gz"
    assert kinds_of(out) == {"warcinfo": 1, "request": 2, "response": 2}
    assert [page.body for page in iter_pages(out)] == [make_page(1).body, make_page(2).body]
    assert is_sound(out)


def test_a_revisit_is_copied_with_what_it_revisits(place: Place) -> None:
    out = place.folder / "out.warc.gz"
    address = make_page(1).url
    assert place.moxun("archive", "export", str(out), "--since", "2026-02-14", "--url", address).exit_code == 0
    assert kinds_of(out) == {"warcinfo": 1, "request": 2, "response": 1, "revisit": 1}


def test_a_wacz_is_valid_and_has_the_pages(place: Place) -> None:
    out = place.folder / "out.wacz"
    place.moxun("extract", "--workers", "1")
    done = place.moxun("archive", "export", str(out), "--site", "example")
    assert done.exit_code == 0, done.output
    assert done.stdout.count("\n") == 1, "the library's own talk is none of ours"
    command = [sys.executable, "-c", "from wacz.main import main; import sys; sys.exit(main(sys.argv[1:]))"]
    checked = subprocess.run([*command, "validate", "-f", str(out)], capture_output=True, text=True, check=False)
    assert "is valid" in checked.stdout, checked.stdout + checked.stderr
    with zipfile.ZipFile(out) as packed:
        names = packed.namelist()
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").decode().splitlines()[1:]]
    assert {"archive/out.warc.gz", "datapackage.json", "indexes/index.cdx.gz"} <= set(names)
    assert {page["url"] for page in pages} == {make_page(1).url, make_page(2).url}
    assert {page.get("title") for page in pages} == {"x", None}, "the older version was never read"
    elsewhere = ["--archive", str(place.folder / "other"), "--database", str(place.folder / "other.db")]
    taken = CliRunner().invoke(app, [*elsewhere, "archive", "add", str(out)])
    assert taken.output.startswith("3 pages added"), taken.output


def test_an_index_is_the_one_that_others_would_make(place: Place) -> None:
    out = place.folder / "out.cdxj"
    assert place.moxun("archive", "export", str(out)).exit_code == 0
    lines = out.read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 5
    theirs = place.folder / "theirs.cdxj"
    files = [str(place.archive / file) for file, _ in iter_files(place.archive)]
    command = [sys.executable, "-c", "from cdxj_indexer.main import main; main()", "--sort", "--output", str(theirs)]
    subprocess.run([*command, *files], check=True, capture_output=True)  # it comes with wacz
    others = [line for line in theirs.read_text("utf-8").splitlines() if not line.startswith("- ")]  # warcinfo
    for own, other in zip(lines, others, strict=True):
        told, expected = (json.loads(line.split(" ", 2)[2]) for line in (own, other))
        assert own.split(" ", 2)[:2] == other.split(" ", 2)[:2]
        assert Path(told["filename"]).name == expected["filename"]
        for name in ("url", "offset", "length", "digest"):
            assert told[name] == expected[name].removeprefix("sha1:")


def test_pywb_replays_an_exported_index_in_place(place: Place, tmp_path: Path) -> None:
    pywb = Path(__file__).parents[2] / ".venv-pywb/bin"
    if not (pywb / "wb-manager").exists():
        pytest.skip("no pywb in .venv-pywb: .ci/run makes it")
    home = tmp_path / "pywb/collections/all"
    (home / "indexes").mkdir(parents=True)
    (home / "archive").symlink_to(place.archive)
    assert place.moxun("archive", "export", str(home / "indexes/index.cdxj")).exit_code == 0
    ask = "from pywb.apps.frontendapp import FrontEndApp; from werkzeug.test import Client; import sys; "
    ask += "print('TOLD', Client(FrontEndApp(custom_config={})).get(sys.argv[1]).text)"
    command = [str(pywb / "python"), "-W", "ignore", "-c", ask, f"/all/20260214000000id_/{make_page(1).url}"]
    done = subprocess.run(command, cwd=tmp_path / "pywb", capture_output=True, text=True, check=True)
    assert f"TOLD {make_page(1).body.decode()}" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["out.zip"], "write to a file that ends in"),
        (["out.warc.gz", "--site", "nobody"], "no page of the archive"),
        (["nowhere/out.warc.gz"], "nowhere/out.warc.gz cannot be written: No such file or directory"),
        (["archive/out.warc.gz"], "what lies in the archive is part of it"),
    ],
)
def test_what_cannot_be_exported_leaves_nothing(place: Place, arguments: list[str], reason: str) -> None:
    done = place.moxun("archive", "export", str(place.folder / arguments[0]), *arguments[1:])
    assert reason in str(done.exception)
    assert sorted(path.name for path in place.folder.iterdir() if not path.name.startswith("moxun.db")) == ["archive"]


def count_pages(place: Place) -> Counter[str]:
    return Counter(page.url for file, _ in iter_files(place.archive) for page in iter_pages(place.archive / file))


def test_nothing_is_pruned_without_a_word(place: Place) -> None:
    place.moxun("extract", "--workers", "1")
    before, rows = count_pages(place), place.rows()
    dry = place.moxun("archive", "prune", "--superseded", "--dry-run")
    assert (dry.exit_code, dry.output.split(" in ")[0]) == (0, "1 pages and revisits")
    refused = place.moxun("archive", "prune", "--superseded")  # its question is not answered
    assert refused.exit_code == 1
    nothing_named = place.moxun("archive", "prune", "--yes")
    assert "say what is to go" in str(nothing_named.exception)
    assert (count_pages(place), place.rows()) == (before, rows)


def test_what_is_pruned_is_gone_and_all_else_is_there(place: Place) -> None:
    place.moxun("extract", "--workers", "1")
    articles = place.ask("SELECT count(*) FROM articles")
    done = place.moxun("archive", "prune", "--superseded", "--yes")
    assert done.exit_code == 0, done.output
    assert "1 pages and revisits are gone" in done.output
    assert count_pages(place) == {make_page(1).url: 1, make_page(2).url: 1, "https://other.example/": 1}
    assert "nothing lost" in place.moxun("archive", "verify").output
    assert place.ask("SELECT count(*) FROM articles") == articles, "of the older version nothing had been read"
    assert all(is_sound(place.archive / file) for file, _ in iter_files(place.archive))
    assert "No page is new" in place.moxun("extract", "--workers", "1").output


def test_what_was_read_from_a_pruned_page_goes_with_it(place: Place) -> None:
    place.moxun("extract", "--workers", "1")
    assert place.moxun("archive", "prune", "--site", "other", "--yes").exit_code == 0
    assert place.ask("SELECT count(*) FROM articles WHERE url LIKE '%other%'") == [(0,)]
    assert len(list(iter_files(place.archive))) == 2, "a file that has no page left is gone"


def test_a_page_stays_while_a_revisit_stands_for_it(place: Place) -> None:
    assert "1 pages and revisits are gone" in place.moxun("archive", "prune", "--until", "2026-02-13", "--yes").output
    assert count_pages(place)[make_page(1).url] == 1
    assert place.moxun("archive", "prune", "--until", "2026-02-14", "--yes").exit_code == 0
    assert count_pages(place) == {make_page(2).url: 1, "https://other.example/": 1}


def test_a_disk_that_is_full_leaves_what_is_pruned_as_it_was(place: Place) -> None:
    place.moxun("archive", "index")
    file, size = next(iter(iter_files(place.archive)))
    before = (place.archive / file).read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 4, limits[1]))  # stands for it: no file may be larger
    try:
        with pytest.raises(CopyError, match="is as it was"):
            remove_records(place.archive, file, frozenset([0]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (place.archive / file).read_bytes() == before
    assert not list(place.archive.rglob("*.draft"))
    assert "nothing lost" in place.moxun("archive", "verify").output


def test_a_damaged_file_is_left_as_it_is(place: Place) -> None:
    place.moxun("archive", "index")
    file, size = next(iter(iter_files(place.archive)))
    data = bytearray((place.archive / file).read_bytes())
    data[size // 2] ^= 0xFF
    (place.archive / file).write_bytes(data)
    done = place.moxun("archive", "prune", "--until", "2026-02-20", "--yes")
    assert done.exit_code == 1
    assert "not-pruned" in done.output
    assert (place.archive / file).read_bytes() == data
    assert len(list(iter_files(place.archive))) == 1


def test_pruning_that_is_killed_at_any_moment_loses_nothing_else(tmp_path: Path) -> None:
    """Of many small files; afterwards the index says what is there, and what was to stay is there."""
    place = Place(tmp_path)
    with Archive(place.archive, max_bytes=4000) as archive:
        for number in range(BIG):
            archive.append(make_page(number, day=13 + number % 2))
    place.moxun("archive", "index")
    stay = {make_page(number).url for number in range(1, BIG, 2)}
    selection = Selection(until=datetime(2026, 2, 13, tzinfo=UTC).date())
    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    for run in range(10):
        child = os.fork()
        if not child:
            try:
                with open_database(url) as database:
                    prune_archive(database, place.archive, selection)
            finally:
                os._exit(0)
        time.sleep(0.01 * run)  # the moment of the kill
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert stay <= set(count_pages(place))
    with open_database(url) as database:
        prune_archive(database, place.archive, selection)
    assert count_pages(place) == Counter(dict.fromkeys(stay, 1))
    assert "nothing lost" in place.moxun("archive", "verify").output
    assert len(place.rows()) == BIG // 2
