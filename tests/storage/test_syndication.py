"""What repeats what is the same in whatever order articles come, and undone where an original goes."""

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import Connection, event, select

from extract.fetchstate import FetchState
from extract.records import Article, Capture, Claim, Extraction, PartialDate, Span
from extract.simhash import BANDS
from storage.captures import save_capture
from storage.database import Database, row_id
from storage.extraction_rows import extraction_rows
from storage.extractions import drop_articles, save_extractions
from storage.migrating import migrate
from storage.releases import update_releases
from storage.schema import articles, releases, simhash_bands

TEXT = "星河发布 Nebo-3"  # "Xinghe released Nebo-3"
HASH = 0x0123_4567_89AB_CDEF
Written = Callable[[Connection], object]


class Told(NamedTuple):
    """An article: where, what, on which day of February, and when it was fetched, if it was."""

    url: str
    simhash: int | None = HASH
    day: int | None = 10
    hour: int | None = None

    @property
    def digest(self) -> str:
        return f"sha1:{self.url[-12:]}"

    @property
    def id(self) -> str:
        return row_id(self.url, self.digest)

    def capture(self) -> Capture:
        at = datetime(2026, 2, 12, tzinfo=UTC) + timedelta(hours=self.hour or 0)
        return Capture(self.url, "example", at, 200, "text/html", self.digest, self.url, 0, 1)

    def extraction(self) -> Extraction:
        day = date(2026, 1, 31) + timedelta(days=self.day or 0)
        published = PartialDate(day, day, "day", "publication", "x") if self.day else None
        claim = Claim(
            self.digest, self.url, "星河", "xinghe", "Nebo-3", "nebo@3", "model", "released", published,
            Span(0, len(TEXT)), Span(5, len(TEXT)), None, None, None, "r", 0.9,
        )  # fmt: skip
        article = Article(self.digest, self.url, "example", "zh", "", published, "x", "meta", TEXT, ())
        return Extraction(article, (claim,), (), self.simhash)


def flip(bits: Iterable[int]) -> int:
    return HASH ^ sum(1 << bit for bit in bits)


def save(connection: Connection, told: Sequence[Told]) -> None:
    for each in told:
        if each.hour is not None:
            save_capture(connection, each.capture(), FetchState("", "", "", each.digest))
    save_extractions(connection, [extraction_rows(each.extraction(), each.url, each.digest, "r") for each in told])


def copies(connection: Connection) -> dict[str, str]:
    """By address."""
    urls = {row.id: row.url for row in connection.execute(select(articles.c.id, articles.c.url))}
    found = connection.execute(select(articles.c.url, articles.c.copy_of).where(articles.c.copy_of.is_not(None)))
    return {row.url: urls.get(row.copy_of, "gone") for row in found}


ONE, TWO, THREE = (Told(f"https://{name}.example/{name}", day=day) for name, day in (("a", 10), ("b", 11), ("c", 12)))


@pytest.mark.parametrize("seed", range(4))
def test_order_and_runs_do_not_matter(database: Database, seed: int) -> None:
    chance = random.Random(7)
    told = [
        Told(
            f"https://site{chance.randrange(6)}.example/{number}",
            flip(chance.sample(range(63), chance.choice([0, 1, 3, 5, 20]))),
            chance.choice([None, 2, 10, 10, 11, 35, 50]),
            chance.choice([None, 1, 1, 5, 400]),
        )
        for number in range(30)
    ]
    with database.write() as connection:
        save(connection, told)
        expected = copies(connection)
        assert 10 < len(expected) < 28
        drop_articles(connection, [each.capture() for each in told])
        assert connection.execute(select(simhash_bands)).all() == []
        order = random.Random(seed)
        order.shuffle(told)
        cuts = sorted(order.sample(range(1, 30), 3 + seed * 3))
        for first, last in zip([0, *cuts], [*cuts, 30], strict=True):
            save(connection, told[first:last])
        assert copies(connection) == expected
        save(connection, order.sample(told, 9))
        assert copies(connection) == expected


def test_all_copies_lead_to_the_article_that_was_published_first(database: Database) -> None:
    with database.write() as connection:
        for each in (TWO, THREE, ONE):
            save(connection, [each])
        assert copies(connection) == {TWO.url: ONE.url, THREE.url: ONE.url}


def test_of_one_day_the_article_that_was_fetched_first_is_the_original(database: Database) -> None:
    late, early = (changed_(ONE, hour=9), changed_(TWO, hour=2, day=10))
    with database.write() as connection:
        save(connection, [late, early])
        assert copies(connection) == {late.url: early.url}


def test_what_a_vendor_says_itself_is_no_copy(database: Database) -> None:
    own = Told("https://openai.com/index/nebo", day=12)
    with database.write() as connection:
        save(connection, [ONE, own])
        assert copies(connection) == {ONE.url: own.url}


@pytest.mark.parametrize(
    "other",
    [
        Told("https://www.a.example/again", day=11),
        Told("https://b.example/b", flip(range(20)), 11),
        Told("https://b.example/b", None, 11),
        Told("https://b.example/b", day=41),
        Told("https://b.example/b", day=None),
    ],
    ids=["the same publisher", "another text", "a short text", "31 days later", "of no known day"],
)
def test_these_are_no_copies(database: Database, other: Told) -> None:
    with database.write() as connection:
        save(connection, [ONE, other])
        assert copies(connection) == {}


def test_an_undated_page_is_of_the_day_it_was_fetched(database: Database) -> None:
    undated = Told("https://b.example/b", day=None, hour=1)
    with database.write() as connection:
        save(connection, [undated, ONE])
        assert copies(connection) == {undated.url: ONE.url}


def test_where_the_original_goes_the_next_one_takes_its_place(database: Database) -> None:
    with database.write() as connection:
        save(connection, [ONE, TWO, THREE])
        drop_articles(connection, [ONE.capture()])
        assert copies(connection) == {THREE.url: TWO.url}
        drop_articles(connection, [TWO.capture()])
        assert copies(connection) == {}


@pytest.mark.parametrize("changed", [{"simhash": flip(range(20))}, {"simhash": None}, {"day": 50}])
def test_where_the_original_says_something_else_it_has_no_copies(
    database: Database, changed: dict[str, int | None]
) -> None:
    with database.write() as connection:
        save(connection, [ONE, TWO])
        save(connection, [changed_(ONE, **changed)])
        assert copies(connection) == {}
        save(connection, [ONE])
        assert copies(connection) == {TWO.url: ONE.url}


def test_a_copy_counts_once(database: Database) -> None:
    with database.write() as connection:
        save(connection, [ONE, Told(TWO.url, flip(range(20)), 11)])
        update_releases(connection, "r")
        (two,) = connection.execute(select(releases.c.source_count, releases.c.confidence))
        save(connection, [TWO])
        update_releases(connection, "r")
        (one,) = connection.execute(select(releases.c.source_count, releases.c.confidence))
    assert (two.source_count, one.source_count) == (2, 1)
    assert one.confidence < two.confidence


def test_saving_the_same_again_writes_nothing(database: Database, written: Written) -> None:
    with database.write() as connection:
        save(connection, [ONE, TWO, THREE])
    with database.write() as connection:
        before = written(connection)
        save(connection, [TWO, THREE])
        assert written(connection) == before


def test_a_new_article_is_compared_with_those_of_a_near_band_only(database: Database) -> None:
    chance = random.Random(1)
    many = [Told(f"https://{n}.example/{n}", chance.getrandbits(63), 1 + n % 28) for n in range(400)]
    with database.write() as connection:
        save(connection, many)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ANALYZE")
    asked: list[tuple[str, object]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    with database.write() as connection:
        save(connection, [ONE])
        (query, values), *others = [each for each in asked if each[0].startswith("SELECT simhash_bands.article_id")]
        assert others == []
        if connection.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()  # type: ignore[arg-type]
            assert "SEARCH simhash_bands USING PRIMARY KEY (band=? AND day>? AND day<?)" in str(plan)


def test_the_way_back_to_eight_bands_and_forth_changes_nothing(database: Database) -> None:
    hashes = [HASH, -HASH, flip(range(9))]
    told = [Told(f"https://{n}.example/{n}", simhash, 10 + n) for n, simhash in enumerate(hashes)]
    every = select(simhash_bands).order_by(simhash_bands.c.article_id, simhash_bands.c.band)
    with database.write() as connection:
        save(connection, told)
        before = connection.execute(every).all()
    with database.migrate() as connection:
        migrate(connection, "0010")
        assert {row.band // 256 for row in connection.execute(every)} == set(range(8))
        migrate(connection)
        assert connection.execute(every).all() == before
        assert len(before) == len(told) * BANDS


def changed_(told: Told, **changes: int | None) -> Told:
    return told._replace(**changes)  # type: ignore[arg-type]
