"""Releases are what the stored claims say, whatever the order in which those came, and nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from extract.claims import ACCEPT
from extract.fetchstate import FetchState
from extract.keys import model_key
from extract.records import Article, Capture, Claim, Extraction, PartialDate, Span
from storage.captures import save_capture
from storage.changelog import iter_changes
from storage.columns import metadata
from storage.database import Database, open_database
from storage.extractions import save_extraction
from storage.release_rows import fold_model
from storage.releases import rebuild_releases, update_releases
from storage.schema import claims, releases

Written = Callable[[Connection], object]


def make_extraction(number: int, *models: str, vendor: str = "xinghe", score: float = 0.9) -> Extraction:
    """An article that came out on the day of that number, and tells of models."""
    url, digest = f"https://news.example/{number}", f"sha1:{number}"
    day = PartialDate(date(2026, 2, number), date(2026, 2, number), "day", "explicit", f"2月{number}日")
    text = f"第{number}篇：星河发布 {'、'.join(models)}"  # "No. …: Xinghe released …"
    found = tuple(
        Claim(
            digest, url, "星河", vendor, model, model_key(model, None), "model", "released", day,
            Span(5, len(text)), None, None, None, None, "rule", score,
        )
        for model in models
    )  # fmt: skip
    return Extraction(Article(digest, url, "example", "zh", text, day, day.raw, "meta", text, ()), found)


def save(database: Database, *extractions: Extraction) -> int:
    with database.write() as connection:
        for each in extractions:
            assert each.article
            save_extraction(connection, each, each.article.url, each.article.digest)
        return rebuild_releases(connection)


def load_ids(database: Database) -> list[str]:
    with database.read() as connection:
        found = select(releases.c.id).where(releases.c.state == "current").order_by(releases.c.id)
        return list(connection.scalars(found))


def test_claims_become_releases_and_know_theirs(database: Database) -> None:
    assert save(database, make_extraction(11, "Nebo-3"), make_extraction(12, "Nebo 3", "Nebo-3 Mini")) == 2
    with database.read() as connection:
        row = connection.execute(select(releases).where(releases.c.id == "xinghe/nebo-3")).one()
        assert (row.model, row.folded, row.claim_count) == ("Nebo 3", "nebo3", 2)
        assert (row.first_seen, row.last_seen) == (date(2026, 2, 11), date(2026, 2, 12))
        assert row.date_start == date(2026, 2, 11)
        assert row.conflicts == ["date: 2026-02-11 (https://news.example/11) or 2026-02-12 (https://news.example/12)"]
        homes = connection.execute(select(claims.c.model, claims.c.release_id).order_by(claims.c.model)).all()
    assert [tuple(home) for home in homes] == [
        ("Nebo 3", "xinghe/nebo-3"),
        ("Nebo-3", "xinghe/nebo-3"),
        ("Nebo-3 Mini", "xinghe/mini-nebo-3"),
    ]


def test_rebuilding_what_has_not_changed_writes_nothing(database: Database, written: Written) -> None:
    save(database, make_extraction(11, "Nebo-3", "Nebo-3 Mini"))
    with database.write() as connection:
        before, rows = written(connection), connection.execute(select(releases)).all()
        update_releases(connection, "")
        assert written(connection) == before
        rebuild_releases(connection)
        assert connection.execute(select(releases)).all() == rows
        assert len(list(iter_changes(connection))) == 2  # that they came


def test_a_release_that_nobody_claims_any_more_goes(database: Database) -> None:
    save(database, make_extraction(11, "Nebo-3", "Nebo-4"))
    assert save(database, make_extraction(11, "Nebo-4")) == 1
    assert load_ids(database) == ["xinghe/nebo-4"]


def test_a_claim_to_be_reviewed_is_kept_and_makes_no_release(database: Database) -> None:
    assert save(database, make_extraction(11, "Nebo-3", score=ACCEPT - 0.01)) == 0
    assert save(database, make_extraction(12, "Nebo-4", score=ACCEPT)) == 1
    with database.read() as connection:
        kept = connection.execute(select(claims.c.model, claims.c.release_id).order_by(claims.c.model)).all()
    assert [tuple(row) for row in kept] == [("Nebo-3", None), ("Nebo-4", "xinghe/nebo-4")]


def test_a_page_that_was_captured_anew_takes_its_old_claims_back(database: Database) -> None:
    old, new = make_extraction(11, "Nebo-3"), make_extraction(12, "Nebo-4")
    url = "https://news.example/11"
    with database.write() as connection:
        for hour, digest in enumerate(("sha1:11", "sha1:12")):
            moment = datetime(2026, 2, 20, hour, tzinfo=UTC)
            row = Capture(url, "example", moment, 200, "text/html", digest, "a.warc.gz", hour, 1)
            save_capture(connection, row, FetchState("", "", "", digest))
        save_extraction(connection, old, url, "sha1:11")
        assert rebuild_releases(connection) == 1
        save_extraction(connection, new, url, "sha1:12")
        rebuild_releases(connection)
        states = connection.execute(select(releases.c.id, releases.c.state).order_by(releases.c.id)).all()
        assert [tuple(row) for row in states] == [("xinghe/nebo-3", "vanished"), ("xinghe/nebo-4", "current")]
        homes = connection.execute(select(claims.c.model, claims.c.release_id).order_by(claims.c.model)).all()
    assert [tuple(home) for home in homes] == [("Nebo-3", None), ("Nebo-4", "xinghe/nebo-4")]


def dump(database: Database) -> list[object]:
    """All but when, and in which order, it was done."""
    with database.read() as connection:
        tables = [table for table in metadata.sorted_tables if table.name not in ("changes", "search_documents")]
        return [connection.execute(select(table).order_by(*table.primary_key)).all() for table in tables]


def test_a_database_filled_in_another_order_holds_the_same(database: Database, tmp_path: Path) -> None:
    told = [make_extraction(number, "Nebo-3", f"Nebo-{number}") for number in range(1, 9)]
    with open_database(f"sqlite:///{tmp_path}/other.sqlite") as other:
        save(database, *told)
        for each in reversed(told):
            save(other, each)
        assert dump(database) == dump(other)


def test_two_claims_that_swap_their_releases_are_both_moved(database: Database) -> None:
    save(database, make_extraction(11, "Nebo-3"), make_extraction(12, "Nebo-4"))
    save(database, make_extraction(11, "Nebo-4"), make_extraction(12, "Nebo-3"))
    with database.read() as connection:
        homes = connection.execute(select(claims.c.model, claims.c.release_id).order_by(claims.c.model)).all()
    assert [tuple(home) for home in homes] == [("Nebo-3", "xinghe/nebo-3"), ("Nebo-4", "xinghe/nebo-4")]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("GPT-5.3-Codex", "gpt5.3codex"),
        ("Ｎｅｂｏ ３", "nebo3"),
        ("万象 2.0", "万象2.0"),
        ("100% _", "100"),
        ("!?", ""),
    ],
)
def test_names_are_searched_without_case_width_blanks_and_signs(name: str, folded: str) -> None:
    assert fold_model(name) == folded
