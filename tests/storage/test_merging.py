"""Releases are the same in whatever order, and in however many runs, what they are made of comes."""

import random
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from extract.judgements import Judgement, Subject
from extract.keys import model_key
from extract.records import Article, Claim, Extraction, PartialDate, Span
from storage.changelog import iter_changes
from storage.database import Database, StorageError, row_id
from storage.extraction_rows import extraction_rows
from storage.extractions import save_extraction, save_extractions
from storage.judgements import save_judgements
from storage.queueing import save_copies
from storage.releases import rebuild_releases, update_releases
from storage.schema import merge_queue, release_claims, release_events, releases

ALIAS = Judgement(
    "1", "alias", Subject(names=("Starloom",)), "An", datetime(2026, 3, 1, tzinfo=UTC), field="model", value="星梭"
)
COPIES = {2: 1, 9: 8}
COUNT = 18  # articles


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


def misread(connection: Connection, numbers: Sequence[int]) -> None:
    """As the article a hundred further on says."""
    for number in numbers:
        save_extraction(connection, make_article(number + 100)[2], *make_article(number)[:2])


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


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(1, COUNT + 1)),
    cuts=st.sets(st.integers(1, COUNT - 1), max_size=6),
    wrong=st.sets(st.integers(1, COUNT), max_size=5),
)
@example(order=list(range(1, COUNT + 1)), cuts=set(range(1, COUNT)), wrong={1, 8})
def test_order_and_runs_do_not_matter(database: Database, order: list[int], cuts: set[int], wrong: set[int]) -> None:
    """Whatever the order, into however many runs it falls, and whatever was read wrong until the last of them."""
    numbers = range(1, COUNT + 1)
    with database.write() as connection:
        clear(connection)
        save_judgements(connection, [ALIAS])
        save(connection, numbers)
        mark_copies(connection, numbers)
        update_releases(connection, "r")
        expected = dump(connection)
        clear(connection)
        for first, last in pairwise([0, *sorted(cuts), COUNT]):
            save(connection, order[first:last])
            misread(connection, sorted(wrong.intersection(order[first:last])))
            mark_copies(connection, order[:last])
            update_releases(connection, "r")
        save(connection, sorted(wrong))
        mark_copies(connection, numbers)
        update_releases(connection, "r")
        assert dump(connection) == expected


def clear(connection: Connection) -> None:
    """No article is left, and so no release; their ids stay given out."""
    connection.exec_driver_sql("DELETE FROM articles")
    rebuild_releases(connection, rules="r")
    assert dump(connection)[0] == []


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


def test_a_model_of_which_everybody_tells_takes_little_memory_a_claim(database: Database) -> None:
    count, extraction = 1500, make_article(1)[2]
    (claim,) = extraction.claims
    told = [replace(claim, url=f"https://news.example/{number}", digest=f"sha1:{number}") for number in range(count)]
    rows = [extraction_rows(Extraction(extraction.article, (each,)), each.url, each.digest, "r") for each in told]
    with database.write() as connection:
        save(connection, [2])
        rebuild_releases(connection, rules="r")  # what is known of vendors is in memory from now on
        save_extractions(connection, rows)
        tracemalloc.start()
        try:
            update_releases(connection, "r")
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert connection.scalar(select(func.max(releases.c.claim_count))) == count
    assert peak / count < 1_800  # bytes; with the words and terms of each claim it was 2,557


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
