"""From the archive to the database: once, again with other rules, past damage, and after a kill."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from extract.article import read_article
from extract.records import Capture, Page, Problem
from pipelines.backlog import UnknownCaptureError, Wanted
from pipelines.comparing import Difference
from pipelines.extraction import NoArchiveError, extract_archive, iter_extractions
from pipelines.reading import read_safely, read_text_safely
from storage.archive import Archive
from storage.columns import metadata
from storage.database import Database, open_database
from storage.extraction_rows import extraction_rows
from storage.extractions import save_extractions
from storage.queries import find_release, find_releases
from storage.runs import iter_runs
from storage.stored_articles import load_articles, read_stored

ARTICLE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="2026-02-12T09:00:00+08:00"></head>
<body><article><h1>{title}</h1><p>{text}</p><p>以上就是这次更新的全部内容，想要试用的读者可以到官网查看说明文档。</p></article></body></html>"""
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
NEWS = {
    1: ("智谱发布GLM-5", "2月11日，智谱正式发布新一代大模型GLM-5，模型权重同步开源。"),
    2: ("月之暗面开源Kimi K2.5", "今天，月之暗面开源了大模型Kimi K2.5，参数规模达到一万亿。"),
    3: ("周末读什么", "编辑部推荐三本新书，都和园艺有关，适合下雨天坐在窗边慢慢读。"),
}


def make_page(number: int, text: str = "", day: int = 13) -> Page:
    title, told = NEWS[number]
    body = ARTICLE.format(title=title, text=text or told).encode()
    url = f"https://news.example/{number}.html"
    return Page(url, datetime(2026, 2, day, tzinfo=UTC), 200, (("Content-Type", "text/html"),), body, "example")


def keep(folder: Path, *pages: Page) -> list[Capture]:
    with Archive(folder) as archive:
        return [archive.append(page) for page in pages]


class Place:
    """An archive and a database in one folder."""

    def __init__(self, folder: Path) -> None:
        self.archive, self.url = folder / "archive", f"sqlite:///{folder / 'moxun.db'}"
        self.read: list[str] = []

    def note(self, page: Capture) -> None:
        self.read.append(page.url)

    def extract(self, *, everything: bool = False, workers: int = 1) -> list[str]:
        """Bring the database up to date; returns the addresses that were read for it."""
        self.read, wanted = [], Wanted(everything)
        self.summary = extract_archive(self.archive, self.url, wanted=wanted, workers=workers, on_read=self.note)
        return self.read

    def database(self) -> Database:
        return open_database(self.url)

    def dump(self) -> list[list[Any]]:
        """All rows of all tables."""
        with self.database() as database, database.read() as connection:
            return [sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables]

    def told(self) -> list[list[Any]]:
        """All rows but those of the runs and of `meta`, and without the fingerprint of the rules."""
        with self.database() as database, database.read() as connection:
            tables = [table for table in metadata.sorted_tables if table.name not in ("runs", "meta")]
            columns = [[column for column in table.columns if column.name != "rules"] for table in tables]
            return [sorted(map(repr, connection.execute(select(*each)))) for each in columns]

    def models(self) -> set[str]:
        with self.database() as database, database.read() as connection:
            return {release.model for release in find_releases(connection)}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_every_page_is_read_once(place: Place) -> None:
    pages = [make_page(number) for number in NEWS]
    keep(place.archive, *pages)
    assert place.extract() == [page.url for page in pages]
    assert place.models() == {"GLM-5", "Kimi K2.5"}
    assert place.summary.releases == 2
    assert place.extract() == []
    assert place.extract(everything=True) == [page.url for page in pages]


def test_a_run_says_when_it_was_and_what_came_of_it(place: Place) -> None:
    keep(place.archive, *(make_page(number) for number in NEWS))
    place.extract()
    with place.database() as database, database.read() as connection:
        (run,) = iter_runs(connection, kind="extract")
    assert (run.outcome, run.counts["pages"], run.counts["crashed"]) == ("healthy", 3, 0)
    assert run.finished is not None
    assert run.started <= run.finished


def test_a_release_leads_back_to_the_words_in_the_archive(place: Place) -> None:
    (capture,) = keep(place.archive, make_page(1))
    place.extract()
    with place.database() as database, database.read() as connection:
        (found,) = find_release(connection, "glm5")
    (evidence,) = found.evidence
    assert "智谱正式发布新一代大模型GLM-5" in evidence.quote
    assert (evidence.file, evidence.offset) == (capture.file, capture.offset)


def test_a_rebuilt_database_says_the_same(place: Place, tmp_path: Path) -> None:
    keep(place.archive, *(make_page(number) for number in NEWS))
    place.extract()
    other = Place(tmp_path)
    other.url = f"sqlite:///{tmp_path / 'other.db'}"
    other.extract()
    told = []
    for each in (place, other):
        with each.database() as database, database.read() as connection:
            told.append([find_release(connection, row.id) for row in find_releases(connection)])
    assert told[0] == told[1] != []


def test_pages_that_other_rules_read_are_read_again(place: Place) -> None:
    keep(place.archive, make_page(1), make_page(2))
    place.extract()
    with place.database() as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE articles SET rules = 'older' WHERE url LIKE '%/2.html'")
    assert place.extract() == [make_page(2).url]


def test_only_the_newest_version_of_an_address_counts(place: Place) -> None:
    keep(place.archive, make_page(1), make_page(1, "2月11日，智谱正式发布新一代大模型GLM-5-Air。", day=14))
    place.extract()
    assert "GLM-5-Air" in place.models()
    assert len(place.read) == 1


def test_a_damaged_capture_is_a_problem_and_costs_only_itself(place: Place) -> None:
    captures = keep(place.archive, *(make_page(number) for number in NEWS))
    place.extract()
    path = place.archive / captures[0].file
    whole = path.read_bytes()
    data = bytearray(whole)
    data[captures[0].offset + captures[0].length // 2] ^= 0xFF
    path.write_bytes(data)
    assert place.extract(everything=True) == [make_page(2).url, make_page(3).url]
    assert [problem.code for problem in place.summary.unreadable] == ["unreadable-capture"]
    assert "GLM-5" in place.models(), "what was read from it before is kept"
    path.write_bytes(whole)
    assert place.extract() == [make_page(1).url]


def test_a_run_that_is_stopped_is_completed_by_the_next(place: Place) -> None:
    keep(place.archive, *(make_page(number) for number in NEWS))

    def stop(page: Capture) -> None:
        if page.url == make_page(2).url:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_archive(place.archive, place.url, on_read=stop)
    assert place.extract() == [make_page(3).url]
    assert place.models() == {"GLM-5", "Kimi K2.5"}


def test_without_an_archive_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(NoArchiveError, match="no archive at"):
        extract_archive(tmp_path / "none", f"sqlite:///{tmp_path / 'moxun.db'}")
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_breaks_the_rules_is_a_problem() -> None:
    """Bytes are the one thing that `Page` promises and nothing checks."""
    broken = Page("https://news.example/1", datetime(2026, 2, 13, tzinfo=UTC), 200, (), None, "")  # type: ignore[arg-type]
    extraction = read_safely(broken)
    assert extraction.article is None
    assert [(problem.stage, problem.code) for problem in extraction.problems] == [("extract", "crash")]
    assert extraction.problems[0].where == "https://news.example/1"


def test_files_need_no_database(tmp_path: Path) -> None:
    keep(tmp_path, make_page(1), make_page(3))
    problems: list[Problem] = []
    read = list(iter_extractions([str(tmp_path)], problems.append))
    assert problems == []
    assert [page.url for page, _ in read] == [make_page(1).url, make_page(3).url]
    assert [[claim.model for claim in extraction.claims] for _, extraction in read] == [["GLM-5"], []]


def test_memory_and_transactions_do_not_grow_with_the_archive(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches of two, every page is still read once."""
    monkeypatch.setattr("pipelines.extraction.TOGETHER", 2)
    monkeypatch.setattr("pipelines.saving.TOGETHER", 2)
    keep(place.archive, *(make_page(number) for number in NEWS))
    assert len(place.extract()) == 3
    with closing(place.database()) as database, database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM articles").scalar() == 3


def test_the_first_run_adds_and_the_next_changes_nothing(place: Place) -> None:
    keep(place.archive, make_page(1), make_page(2))
    place.extract()
    assert [release.model for release in place.summary.difference.added] == ["Kimi K2.5", "GLM-5"]
    place.extract(everything=True)
    assert place.summary.difference == Difference(unchanged=2)


def test_a_run_tells_what_it_added_withdrew_and_changed(place: Place) -> None:
    keep(place.archive, make_page(1), make_page(2))
    place.extract()
    corrected = replace(make_page(3, day=14), url=make_page(1).url)
    keep(place.archive, corrected, make_page(3, "2月11日，智谱正式发布新一代大模型GLM-5-Air。"))
    with place.database() as database, database.write() as connection:
        connection.exec_driver_sql("UPDATE releases SET status = 'planned' WHERE model = 'Kimi K2.5'")
        connection.exec_driver_sql("DELETE FROM meta WHERE name = 'merged'")  # as if other rules had merged them
    place.extract()
    found = place.summary.difference
    assert [release.model for release in found.added] == ["GLM-5-Air"]
    assert [release.model for release in found.withdrawn] == ["GLM-5"]
    (change,) = found.changed
    assert (change.before.status, change.after.status, change.fields) == ("planned", "released", ("status",))
    assert found.unchanged == 0


def test_a_dry_run_tells_the_same_and_changes_nothing(place: Place) -> None:
    keep(place.archive, make_page(1))
    place.extract()
    keep(place.archive, make_page(2))
    before = place.dump()
    dry = extract_archive(place.archive, place.url, dry_run=True)
    assert place.dump() == before
    place.extract()
    assert dry.difference == place.summary.difference
    assert [release.model for release in dry.difference.added] == ["Kimi K2.5"]


def test_only_one_site_is_read(place: Place) -> None:
    keep(place.archive, make_page(1), replace(make_page(2), site="other"))
    assert extract_archive(place.archive, place.url, wanted=Wanted(site="other")).pages == 1
    assert place.models() == {"Kimi K2.5"}
    assert place.extract() == [make_page(1).url]
    again = extract_archive(place.archive, place.url, wanted=Wanted(everything=True, site="other"))
    assert (again.pages, again.difference.unchanged) == (1, 2)
    assert place.extract() == [], "of the other site, nothing was forgotten"


def test_only_what_was_fetched_since_a_day_is_read(place: Place) -> None:
    keep(place.archive, make_page(1, day=13), make_page(2, day=14))
    assert extract_archive(place.archive, place.url, wanted=Wanted(since=date(2026, 2, 14))).pages == 1
    assert place.models() == {"Kimi K2.5"}
    again = extract_archive(place.archive, place.url, wanted=Wanted(everything=True, since=date(2026, 2, 15)))
    assert again.pages == 0


@pytest.fixture
def changed_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a rule had changed since, and nothing that cleans a page."""
    for module in ("backlog", "tasks"):
        monkeypatch.setattr(f"pipelines.{module}.rules_version", lambda: "newer")


def hide_archive(place: Place) -> None:
    """Whoever would read a page from it now fails."""
    for path in place.archive.glob("**/*.warc.gz"):
        path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("workers", [1, 2])
def test_where_only_rules_have_changed_the_clean_text_is_read(
    place: Place, database_url: str, request: pytest.FixtureRequest, workers: int
) -> None:
    place.url = database_url
    keep(place.archive, *(make_page(number) for number in NEWS))
    place.extract()
    assert (place.summary.pages, place.summary.clean) == (3, 0)
    before = place.told()
    request.getfixturevalue("changed_rules")
    hide_archive(place)
    place.extract(workers=workers)
    assert (place.summary.pages, place.summary.clean, place.summary.unreadable) == (3, 3, [])
    assert place.told() == before
    assert place.extract() == []


@pytest.mark.usefixtures("changed_rules")
def test_where_cleaning_has_changed_the_page_is_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(place.archive, make_page(1))
    place.extract()
    for module in ("backlog", "tasks"):
        monkeypatch.setattr(f"pipelines.{module}.cleaning_version", lambda: "newer")
        monkeypatch.setattr(f"pipelines.{module}.rules_version", lambda: "newest")
    place.extract()
    assert (place.summary.pages, place.summary.clean) == (1, 0)


def test_all_of_it_is_read_from_the_pages(place: Place, request: pytest.FixtureRequest) -> None:
    keep(place.archive, make_page(1))
    place.extract()
    request.getfixturevalue("changed_rules")
    place.extract(everything=True)
    assert (place.summary.pages, place.summary.clean) == (1, 0)


def test_every_article_of_the_fixtures_says_the_same_from_its_clean_text(tmp_path: Path) -> None:
    """Through the database and back: blocks, emphasis, its day with the words for it, and what was odd about it."""
    files = sorted((Path(__file__).parents[1] / "sites").glob("*/article*.html"))
    assert len(files) > 5
    with open_database(f"sqlite:///{tmp_path / 'moxun.db'}") as database:
        for file in files:
            for site in (file.parent.name, ""):
                page = Page(f"https://news.example/{file.name}{site}", MOMENT, 200, (), file.read_bytes(), site)
                read = read_safely(page)
                rows = extraction_rows(read, page.url, page.digest, "rules", "cleaning")
                with database.write() as connection:
                    save_extractions(connection, [rows])
                    stored = read_stored(load_articles(connection, [rows.article["id"]])[rows.article["id"]])
                again = read_text_safely(stored)
                assert replace(stored, problems=()) == replace(read.article, problems=()), file
                assert again.claims == read.claims, file
                assert set(again.problems) == set(read.problems), file


def test_cleaning_has_no_problem_but_of_its_own_stage() -> None:
    """By their stage, what is odd about a page is told from what is odd about its text."""
    odd = Page(
        "https://news.example/2026/02/38/x.html", MOMENT, 200, (), ARTICLE.replace("02-12", "02-38").encode(), ""
    )
    found = read_article(odd).problems + read_article(replace(odd, body=b"\xff" * 100)).problems
    assert {problem.stage for problem in found} == {"article"}


def test_one_capture_is_read_again_by_its_address_or_its_place(place: Place) -> None:
    captures = keep(place.archive, make_page(1), make_page(2))
    place.extract()
    for name in (captures[1].url, f"{captures[1].file}@{captures[1].offset}"):
        place.read = []
        extract_archive(place.archive, place.url, wanted=Wanted(capture=name), on_read=place.note)
        assert place.read == [captures[1].url]
    with pytest.raises(UnknownCaptureError, match="in the index"):
        extract_archive(place.archive, place.url, wanted=Wanted(capture="https://news.example/none"))


def test_how_many_pages_there_are_is_told_before_the_first(place: Place) -> None:
    keep(place.archive, make_page(1), make_page(2))
    told: list[Any] = []
    extract_archive(place.archive, place.url, on_start=told.append, on_read=lambda page: told.append(page.url))
    assert told == [2, make_page(1).url, make_page(2).url]


def test_ctrl_c_while_it_is_written_loses_nothing_either(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.saving.TOGETHER", 2)
    monkeypatch.setattr("pipelines.saving.PATIENCE", 3600.0)
    keep(place.archive, *(make_page(number) for number in NEWS))
    interrupted: list[str] = []

    def interrupt(_: Any, __: Any, statement: str, *___: Any) -> None:  # noqa: ANN401
        if statement.startswith("INSERT INTO claims") and not interrupted:
            interrupted.append(statement)
            raise KeyboardInterrupt

    event.listen(Engine, "before_cursor_execute", interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            place.extract()
    finally:
        event.remove(Engine, "before_cursor_execute", interrupt)
    assert interrupted
    assert place.extract() == [make_page(3).url]
    assert place.models() == {"GLM-5", "Kimi K2.5"}
