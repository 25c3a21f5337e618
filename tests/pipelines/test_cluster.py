"""Extraction without a database: on one machine, on a cluster whose workers die, in shards; and merged into one."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from extract.records import Page
from interface.cli import app
from pipelines.cluster import ClusterSummary, extract_here, extract_on_dask
from pipelines.extraction import extract_archive
from pipelines.loading import LoadError, LoadSummary, load_folder
from pipelines.shards import ShardError, find_inputs
from storage.archive import Archive
from storage.database import open_database
from storage.schema import articles, captures, claims, problems, releases

ARTICLE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="2026-02-12T09:00:00+08:00"></head>
<body><article><h1>{title}</h1><p>{text}</p><p>第{number}篇。想要试用的读者可以到官网查看说明文档，里面写明了价格和用法。</p></article></body></html>"""
PAGES = 120
FILES = 6
# Fast, and the same for the same page: what is tested is not the rules. It waits at the page `slow`, so that there is
# a middle in which a worker can be killed; `seen` has the process that was at it.
READER = """
import os, time
from pathlib import Path
from extract.records import Article, Block, Extraction, Problem

SEEN = Path(__file__).with_name("seen")

def read(page):
    number = int(page.url.rpartition("/")[2].partition(".")[0])
    if number % 40 == 7 and not SEEN.exists():
        SEEN.write_text(str(os.getppid()))
        time.sleep(60)
    if number == 13:
        os._exit(1)
    text = page.body.decode()
    problems = (Problem("article", "odd", text[:20], page.url),) if number % 3 == 0 else ()
    article = Article(page.digest, page.url, "", "zh", str(number), None, "", "none", text, (Block("title", 0, 4),))
    return Extraction(article, (), problems)
"""


def make_page(number: int) -> Page:
    told = [
        f"2月11日，智谱正式发布新一代大模型GLM-{number}。",
        "编辑部推荐三本新书。",
        f"月之暗面开源了大模型Kimi K{number}。",
    ]
    body = ARTICLE.format(title=f"第{number}号新闻", text=told[number % 3], number=number).encode()
    moment = datetime(2026, 2, 13, tzinfo=UTC) + timedelta(minutes=number)
    headers = (("Content-Type", "text/html"),)
    return Page(f"https://news.example/{number}.html", moment, 200, headers, body, "")


def keep(folder: Path, count: int = PAGES, files: int = FILES) -> None:
    for first in range(files):
        with Archive(folder, f"part{first}") as archive:
            for number in range(first, count, files):
                archive.append(make_page(number))


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 a module
    """In a module that the workers of a cluster can import."""
    name = f"reader_{abs(hash(tmp_path))}"
    (tmp_path / f"{name}.py").write_text(READER, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *sys.path]))
    return __import__(name)


class Place:
    """An archive, and folders for what is read from it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.archive = folder, folder / "archive"

    def inputs(self) -> list[str]:
        return find_inputs([f"{self.archive}/**/*.warc.gz"])

    def extract(self, output: str, inputs: list[str] | None = None, **options: Any) -> ClusterSummary:  # noqa: ANN401
        return extract_here(inputs or self.inputs(), str(self.folder / output), lambda _: None, workers=2, **options)

    def load(self, output: str, database: str = "moxun.db") -> LoadSummary:
        with open_database(self.url(database)) as opened:
            return load_folder(opened, str(self.folder / output), lambda _: None)

    def url(self, database: str) -> str:
        return f"sqlite:///{self.folder / database}"

    def files(self, output: str) -> dict[str, bytes]:
        """All that was written, by its name; drafts of what was killed are none of it."""
        found = (path for path in (self.folder / output).glob("**/*") if path.is_file())
        return {
            str(path.relative_to(self.folder / output)): path.read_bytes() for path in found if path.suffix != ".part"
        }

    def rows(self, database: str, *leave_out: str) -> list[list[tuple[Any, ...]]]:
        told = []
        with open_database(self.url(database)) as opened, opened.read() as connection:
            for table in (articles, claims, problems, releases):
                columns = [column for column in table.columns if column.name not in leave_out]
                told.append(sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr))
        return told


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_killed_worker_changes_nothing(place: Place, reader: Any) -> None:  # noqa: ANN401
    """Also where a page kills the process that reads it."""
    keep(place.archive)
    seen = place.folder / "seen"
    seen.write_text("nobody waits on one machine")
    alone = place.extract("alone", reader=reader.read)
    seen.unlink()

    def kill_one() -> None:
        while not (seen.exists() and (server := seen.read_text())):
            time.sleep(0.01)
        worker = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1]  # the server's parent
        os.kill(int(worker), signal.SIGKILL)
        seen.write_text("killed")

    killer = threading.Thread(target=kill_one, daemon=True)  # it waits for ever where no worker comes up
    killer.start()
    output = str(place.folder / "there")
    summary = extract_on_dask(place.inputs(), output, lambda _: None, workers=2, reader=reader.read)
    killer.join(30)
    assert seen.read_text() == "killed"
    assert summary.failed == []
    assert (summary.pages, summary.shards, summary.crashed, summary.failed) == (PAGES, FILES, 1, [])
    assert place.files("there") == place.files("alone")
    assert (alone.pages, alone.crashed) == (PAGES, 1)


def test_what_is_finished_is_not_read_again(place: Place) -> None:
    keep(place.archive, 12, 3)
    first = place.extract("output", place.inputs()[:1])
    whole = place.extract("output")
    assert (first.shards, first.known, whole.shards, whole.known) == (1, 0, 3, 1)
    before = place.files("output")
    again = place.extract("output")
    assert (again.known, again.pages, again.claims) == (3, 12, whole.claims)
    assert place.files("output") == before


def test_a_file_that_has_changed_is_read_again(place: Place) -> None:
    keep(place.archive, 12, 3)
    place.extract("output")
    path = Path(place.inputs()[0].removeprefix("file://"))
    path.write_bytes(path.read_bytes() + path.read_bytes())
    assert place.extract("output").known == 2


def test_loading_makes_the_database_that_the_archive_makes(place: Place) -> None:
    keep(place.archive, 12, 3)
    extract_archive(place.archive, place.url("archive.db"))
    place.extract("output")
    summary = place.load("output")
    assert (summary.shards, summary.articles, summary.kept) == (3, 12, 0)
    assert len(summary.difference.added) == summary.releases == 8
    assert place.rows("moxun.db") == place.rows("archive.db")
    with open_database(place.url("moxun.db")) as database, database.read() as connection:
        assert set(connection.scalars(select(captures.c.file))) == set(place.inputs())


def test_a_second_load_changes_no_row(place: Place) -> None:
    keep(place.archive, 12, 3)
    place.extract("output")
    place.load("output")
    with open_database(place.url("moxun.db")) as database:
        written = count_written(database.engine)
        summary = load_folder(database, str(place.folder / "output"), lambda _: None)
        assert written() == 1, "the row of the run itself"
    assert (summary.difference.added, summary.difference.unchanged) == ((), 8)


def count_written(engine: Any) -> Callable[[], int]:  # noqa: ANN401
    """How many rows all connections of an engine have written since."""
    from sqlalchemy import event  # noqa: PLC0415

    connections: dict[int, Any] = {}
    event.listen(engine, "checkout", lambda connection, *_: connections.setdefault(id(connection), connection))
    with engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()

    def written() -> int:
        told = [each.execute("SELECT total_changes()").fetchone()[0] for each in connections.values()]
        return sum(told) - before

    return written


def test_what_the_rules_of_today_have_read_is_not_replaced_by_older_ones(place: Place) -> None:
    keep(place.archive, 12, 3)
    place.extract("output")
    for path in (place.folder / "output/manifests").glob("*.json"):
        path.write_text(path.read_text("utf-8").replace('"rules": "', '"rules": "older-'), "utf-8")
    assert place.load("output").articles == 12
    assert place.load("output").kept == 12


def test_a_part_that_is_not_what_its_manifest_says_is_refused(place: Place) -> None:
    keep(place.archive, 12, 3)
    place.extract("output")
    path = next((place.folder / "output/claims").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(LoadError, match="run the extraction again"):
        place.load("output")


def test_a_folder_without_a_shard_cannot_be_loaded(place: Place) -> None:
    with pytest.raises(LoadError, match="no finished shard"):
        place.load("nothing")


def test_shards_are_all_of_it_and_nothing_twice(place: Place) -> None:
    keep(place.archive, 12, 3)
    pattern = f"{place.archive}/**/*.warc.gz"
    parts = [find_inputs([pattern], (part, 2)) for part in (1, 2)]
    assert sorted(parts[0] + parts[1]) == place.inputs()
    assert not set(parts[0]) & set(parts[1])
    for part in parts:
        place.extract("in-parts", part)
    place.extract("whole")
    assert place.files("in-parts") == place.files("whole")


def test_inputs_may_be_listed_in_a_file(place: Place) -> None:
    keep(place.archive, 12, 3)
    paths = place.folder / "paths"
    paths.write_text("\n".join([*place.inputs(), "", *place.inputs()]), "utf-8")
    assert find_inputs([f"@{paths}"]) == place.inputs()
    with pytest.raises(ShardError, match="no shard 3/2"):
        find_inputs([f"@{paths}"], (3, 2))
    with pytest.raises(ShardError, match="no file"):
        find_inputs([f"{place.folder}/none-*.warc.gz"])


def test_a_file_that_is_missing_costs_itself_only(place: Place) -> None:
    keep(place.archive, 12, 3)
    missing = (place.folder / "missing.warc.gz").as_uri()
    summary = place.extract("output", [missing, *place.inputs()])
    assert (summary.shards, [problem.where for problem in summary.failed]) == (3, [missing])


def test_damage_is_a_problem_in_the_database(place: Place) -> None:
    keep(place.archive, 12, 3)
    path = Path(place.inputs()[0].removeprefix("file://"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    assert place.extract("output").losses == 1
    finished = ["extract", "--input", str(place.archive / "**" / "*.warc.gz"), "--output", str(place.folder / "output")]
    assert CliRunner().invoke(app, finished).exit_code == 0, "else a scheduler would start it for ever"
    place.load("output")
    with open_database(place.url("moxun.db")) as database, database.read() as connection:
        told = connection.execute(select(problems.c.code, problems.c["where"])).all()
    assert [code for code, _ in told] == ["damaged-record"]
    assert told[0][1].startswith(place.inputs()[0])


def test_an_archive_elsewhere_is_read_and_written_by_its_address(place: Place, tmp_path: Path) -> None:
    """`memory:` stands for all that fsspec reaches and this machine has no path for."""
    fsspec = pytest.importorskip("fsspec")
    keep(place.archive, 12, 3)
    memory = fsspec.filesystem("memory")
    for name in place.inputs():
        memory.put_file(name.removeprefix("file://"), f"/news/{Path(name).name}")
    inputs = find_inputs(["memory://news/*.warc.gz"])
    assert [name.partition("://")[0] for name in inputs] == ["memory"] * 3
    summary = extract_here(inputs, "memory://output", lambda _: None, workers=1)
    assert (summary.pages, summary.failed) == (12, [])
    with open_database(place.url("moxun.db")) as database:
        assert load_folder(database, "memory://output", lambda _: None).articles == 12
        extract_archive_again(place)
    memory.rm("/", recursive=True)


def extract_archive_again(place: Place) -> None:
    """What was loaded is read again where it lies, when the rules have changed."""
    (place.folder / "empty").mkdir()
    with open_database(place.url("moxun.db")) as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE articles SET rules = 'older'")
    summary = extract_archive(place.folder / "empty", place.url("moxun.db"))
    assert (summary.pages, summary.unreadable) == (12, [])
    assert (summary.difference.added, summary.difference.withdrawn) == ((), ())
