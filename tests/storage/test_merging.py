"""Releases are the same in whatever order, and in however many runs, what they are made of comes."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select

from extract.judgements import Judgement, Subject
from extract.keys import model_key
from extract.records import Article, Claim, Extraction, PartialDate, Span
from storage.changelog import iter_changes
from storage.database import Database, StorageError, row_id
from storage.extractions import save_extraction
from storage.judgements import save_judgements
from storage.queueing import save_copies
from storage.releases import update_releases
from storage.schema import merge_queue, release_claims, release_events, releases

ALIAS = Judgement(
    "1", "alias", Subject(names=("Starloom",)), "An", datetime(2026, 3, 1, tzinfo=UTC), field="model", value="星梭"
)
COPIES = {2: 1, 9: 8}


def make_article(number: int) -> tuple[str, str, Extraction]:
    """Every third tells of a model by its other name, every fifth names no vendor, every seventh has a rumour."""
    chance = random.Random(number)
    model = f"{chance.choice(['星梭', 'Starloom', 'Nebo', 'Nebo Max'])} {chance.randrange(4)}"
    url, digest, text = f"https://news{number}.example/{number}", f"sha1:{number}", f"星河发布 {model}"
    day = PartialDate(date(2026, 2, 1 + number % 5), date(2026, 2, 1 + number % 5), "day", "explicit", "x")
    claim = Claim(
        digest, url, None if number % 5 == 0 else "星河", None if number % 5 == 0 else "xinghe", model,
        model_key(model, None), "model", "rumoured" if number % 7 == 0 else "released", day,
        Span(0, len(text)), Span(5, len(text)), None, None, None, "r", 0.5 if number % 11 == 0 else 0.9,
    )  # fmt: skip
    return url, digest, Extraction(Article(digest, url, "example", "zh", text, day, "x", "meta", text, ()), (claim,))


def save(connection: Connection, numbers: Sequence[int]) -> None:
    for number in numbers:
        url, digest, extraction = make_article(number)
        save_extraction(connection, extraction, url, digest)


def mark_copies(connection: Connection, numbers: Sequence[int]) -> None:
    ids = {number: row_id(*make_article(number)[:2]) for number in numbers}
    save_copies(connection, {ids[each]: ids[COPIES[each]] for each in numbers if COPIES.get(each) in ids})


def dump(connection: Connection) -> list[list[Any]]:
    current = select(releases.c.id).where(releases.c.state == "current")
    found = [connection.execute(select(releases).where(releases.c.id.in_(current)).order_by(releases.c.id)).all()]
    for table in (release_claims, release_events):
        query = select(table).where(table.c.release_id.in_(current)).order_by(*table.primary_key)
        found.append(connection.execute(query).all())
    return [list(map(tuple, rows)) for rows in found]


@pytest.mark.parametrize("seed", range(4))
def test_order_and_runs_do_not_matter(database: Database, seed: int) -> None:
    chance, numbers = random.Random(seed), list(range(1, 41))
    with database.write() as connection:
        save(connection, numbers)
        mark_copies(connection, numbers)
        save_judgements(connection, [ALIAS])
        update_releases(connection, "r")
        expected = dump(connection)
        connection.exec_driver_sql("DELETE FROM articles")
        update_releases(connection, "r2")
        assert dump(connection)[0] == []
        chance.shuffle(numbers)
        cuts = sorted(chance.sample(range(1, 40), seed + 1))
        for first, last in zip([0, *cuts], [*cuts, 40], strict=True):
            save(connection, numbers[first:last])
            mark_copies(connection, numbers[:last])
            update_releases(connection, "r2")
        assert dump(connection) == expected


def test_one_article_touches_what_it_tells_of_and_nothing_else(database: Database) -> None:
    with database.write() as connection:
        save(connection, range(1, 30))
        update_releases(connection, "r")
        before = {row.id: tuple(row) for row in connection.execute(select(releases))}
        save(connection, [31])
        (bucket,) = connection.scalars(select(merge_queue.c.bucket))
        update_releases(connection, "r")
        changed = [row for row in connection.execute(select(releases)) if before.get(row.id) != tuple(row)]
        assert {row.bucket for row in changed} == {bucket}
        assert connection.scalars(select(merge_queue.c.bucket)).all() == []


def test_what_a_crash_interrupted_is_neither_half_there_nor_forgotten(database: Database) -> None:
    with database.write() as connection:
        save(connection, [1, 2, 3])
        update_releases(connection, "r")
        before = dump(connection)
    with pytest.raises(StorageError), database.write() as connection:  # noqa: PT012
        save(connection, [4, 6])
        update_releases(connection, "r")
        connection.exec_driver_sql("SELECT nonsense FROM nowhere")
    with database.write() as connection:
        assert dump(connection) == before
        save(connection, [4, 6])  # … and dies before it merges
    with database.write() as connection:
        update_releases(connection, "r")
        assert dump(connection) != before


def test_the_change_log_tells_what_became_of_a_rumour(database: Database) -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with database.write() as connection:
        url, digest, extraction = make_article(7)
        save_extraction(connection, extraction, url, digest)
        update_releases(connection, "r", at=at)
        (id,) = connection.scalars(select(releases.c.id))
        (claim,) = extraction.claims
        told = Claim(**{name: getattr(claim, name) for name in claim.__slots__} | {"status": "released", "url": "u"})
        save_extraction(connection, Extraction(extraction.article, (told,)), "https://other.example/", "sha1:x")
        update_releases(connection, "r", at=at)
        log = [(each.field, each.before, each.after) for each in iter_changes(connection, id)]
    assert ("status", "rumoured", "released") in log
    assert log[-1] == ("state", None, "current")
