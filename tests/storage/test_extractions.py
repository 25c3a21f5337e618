"""What was read from a page is kept as it was, replaced as one, and written only where it changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from extract.fetchstate import FetchState
from extract.records import (
    KINDS,
    STATUSES,
    Article,
    Capture,
    Claim,
    DateBasis,
    DatePrecision,
    Extraction,
    PartialDate,
    Problem,
    Span,
)
from storage.captures import save_capture
from storage.columns import metadata
from storage.database import Database, StorageError
from storage.extraction_rows import digest_rows, extraction_rows
from storage.extractions import as_unchanged, save_extraction, save_rules
from storage.schema import articles, claims, problems
from storage.stored_claims import iter_claims

Written = Callable[[Connection], object]

URL, DIGEST = "https://news.example/1.html", "sha1:A"
TEXT = "星河发布 Nebo-3\n2月11日，星河发布 Nebo-3 模型。"  # "Xinghe released the Nebo-3 model on 11 February."
DAY = PartialDate(date(2026, 2, 11), date(2026, 2, 11), "day", "explicit", "2月11日")
PUBLISHED = PartialDate(date(2026, 2, 12), date(2026, 2, 12), "day", "publication", "2026-02-12")


def make_claim(model: str | None = "Nebo-3", digest: str = DIGEST, url: str = URL, **changes: object) -> Claim:
    told = {
        "vendor": "星河", "vendor_id": "xinghe", "key": "nebo@3" if model else None, "kind": "model",
        "status": "released", "date": DAY, "evidence": Span(12, 32), "model_span": Span(21, 27),
        "vendor_span": Span(18, 20), "date_span": Span(12, 17), "trigger_span": None, "rule": "vendor-trigger-name",
        "score": 0.9, "terms": (("trigger", 0.5), ("in the headline", 0.08)),
    }  # fmt: skip
    return Claim(digest=digest, url=url, model=model, **(told | changes))  # type: ignore[arg-type]


def make_extraction(*found: Claim, digest: str = DIGEST, text: str = TEXT) -> Extraction:
    article = Article(digest, URL, "example", "zh", "星河发布 Nebo-3", PUBLISHED, "2026-02-12", "meta", text, ())
    return Extraction(article, found, (Problem("date", "impossible-date", "2月30日", URL),))


def dump(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = metadata.sorted_tables
    return {table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables}


def test_what_was_read_is_kept(database: Database) -> None:
    with database.write() as connection:
        save_extraction(connection, make_extraction(make_claim()), URL, DIGEST)
    with database.read() as connection:
        assert [each.claim for each in iter_claims(connection)] == [make_claim()]
        article = connection.execute(select(articles)).one()
        assert (article.text, article.published_start, article.published_basis) == (TEXT, date(2026, 2, 12), "meta")
        assert connection.scalar(select(claims.c.evidence)) == "2月11日，星河发布 Nebo-3 模型"
        assert connection.scalar(select(problems.c.article_id)) == article.id


def test_reading_the_same_page_again_writes_nothing(database: Database, written: Written) -> None:
    extraction = make_extraction(make_claim(), make_claim("Nebo-3 Mini", key="mini nebo@3"))
    with database.write() as connection:
        save_extraction(connection, extraction, URL, DIGEST)
    with database.write() as connection:
        before = written(connection)
        save_extraction(connection, extraction, URL, DIGEST)
        assert written(connection) == before


def test_of_a_reading_that_says_the_same_only_the_rules_are_written(database: Database) -> None:
    extraction = make_extraction(make_claim())
    with database.write() as connection:
        save_extraction(connection, extraction, URL, DIGEST, "old rules")
        before = dump(connection)
        save_extraction(connection, extraction, URL, DIGEST, "new rules")
        after = dump(connection)
        assert connection.scalars(select(articles.c.rules)).all() == ["new rules"]
    assert {name for name in before if before[name] != after[name]} == {"articles"}


def test_what_was_read_otherwise_meanwhile_does_not_count_as_read_again(database: Database) -> None:
    """A worker finds a page unchanged, and before that is kept, another process keeps another reading of it."""
    rows = extraction_rows(make_extraction(make_claim()), URL, DIGEST, "new rules")
    unchanged = as_unchanged(rows, digest_rows(rows))
    with database.write() as connection:
        save_extraction(connection, make_extraction(make_claim(score=0.95)), URL, DIGEST, "other rules")
        save_rules(connection, [unchanged])
        assert connection.scalars(select(articles.c.rules)).all() == ["other rules"]
        save_extraction(connection, make_extraction(make_claim()), URL, DIGEST, "older rules")
        save_rules(connection, [unchanged])
        assert connection.scalars(select(articles.c.rules)).all() == ["new rules"]


@pytest.mark.parametrize(
    "other",
    [
        make_extraction(make_claim(score=0.8)),
        make_extraction(make_claim(), text=TEXT + "。"),
        replace(make_extraction(make_claim()), problems=()),
        replace(make_extraction(make_claim()), simhash=5),
        make_extraction(make_claim(), make_claim("Nebo-3 Mini", key="mini nebo@3")),
        Extraction(None),
    ],
)
def test_readings_that_say_something_else_have_another_digest(other: Extraction) -> None:
    one = digest_rows(extraction_rows(make_extraction(make_claim()), URL, DIGEST, "r"))
    assert one == digest_rows(extraction_rows(make_extraction(make_claim()), URL, DIGEST, "other", "cleaning"))
    assert one != digest_rows(extraction_rows(other, URL, DIGEST, "r"))


def test_reading_a_page_anew_replaces_what_was_read_before(database: Database) -> None:
    with database.write() as connection:
        save_extraction(connection, make_extraction(make_claim(), make_claim("Old-1", key="old@1")), URL, DIGEST)
    better = make_claim(score=0.95)
    with database.write() as connection:
        save_extraction(connection, replace(make_extraction(better), problems=()), URL, DIGEST)
    with database.read() as connection:
        assert [each.claim for each in iter_claims(connection)] == [better]
        assert connection.execute(select(problems)).all() == []


def test_a_page_without_an_article_counts_as_read(database: Database) -> None:
    with database.write() as connection:
        save_extraction(connection, make_extraction(make_claim()), URL, DIGEST)
        save_extraction(connection, Extraction(None), URL, DIGEST)
        assert list(iter_claims(connection)) == []
        assert connection.scalars(select(articles.c.text)).all() == [""]


def test_the_better_of_two_claims_about_one_model_stays(database: Database) -> None:
    better, worse = make_claim(score=0.9), make_claim(score=0.7, evidence=Span(0, 5))
    with database.write() as connection:
        save_extraction(connection, make_extraction(better, worse), URL, DIGEST)
        assert [each.claim for each in iter_claims(connection)] == [better]


def test_a_failed_write_leaves_what_was_read_before(database: Database) -> None:
    with database.write() as connection:
        save_extraction(connection, make_extraction(make_claim()), URL, DIGEST)
        before = dump(connection)
    broken = make_extraction(make_claim("New-1", key="new@1"), make_claim("New-2", rule=None))
    with pytest.raises(StorageError), database.write() as connection:
        save_extraction(connection, broken, URL, DIGEST)
    with database.read() as connection:
        assert dump(connection) == before


def capture(database: Database, digest: str, hour: int) -> None:
    moment = datetime(2026, 2, 20, tzinfo=UTC) + timedelta(hours=hour)
    row = Capture(URL, "example", moment, 200, "text/html", digest, "a.warc.gz", hour, 1)
    with database.write() as connection:
        save_capture(connection, row, FetchState("", "", "", digest))


@pytest.mark.parametrize("order", [("sha1:A", "sha1:B"), ("sha1:B", "sha1:A")])
def test_only_the_newest_version_of_a_page_counts(database: Database, order: tuple[str, str]) -> None:
    capture(database, "sha1:A", 1)
    capture(database, "sha1:B", 2)
    found = {digest: make_claim(f"Nebo-{digest[-1]}", digest) for digest in order}
    with database.write() as connection:
        for digest in order:
            save_extraction(connection, make_extraction(found[digest], digest=digest), URL, digest)
        assert [each.claim for each in iter_claims(connection)] == [found["sha1:B"]]
    capture(database, "sha1:A", 3)  # the site took its change back
    with database.read() as connection:
        assert [each.claim for each in iter_claims(connection)] == [found["sha1:A"]]


def test_claims_below_the_score_that_is_asked_for_are_kept_but_not_counted(database: Database) -> None:
    with database.write() as connection:
        save_extraction(connection, make_extraction(make_claim(score=0.5)), URL, DIGEST)
        assert [each.claim.score for each in iter_claims(connection)] == [0.5]
        assert list(iter_claims(connection, 0.6)) == []


def test_an_article_is_seen_on_its_own_day_or_else_when_it_was_fetched(database: Database) -> None:
    undated = make_extraction(make_claim())
    assert undated.article
    with database.write() as connection:
        save_extraction(connection, undated, URL, DIGEST)
        assert [each.seen for each in iter_claims(connection)] == [date(2026, 2, 12)]
        save_extraction(connection, replace(undated, article=replace(undated.article, published=None)), URL, DIGEST)
        assert [each.seen for each in iter_claims(connection)] == [None]
    capture(database, DIGEST, 1)
    with database.read() as connection:
        assert [each.seen for each in iter_claims(connection)] == [date(2026, 2, 20)]


def test_text_that_no_database_takes_keeps_its_offsets(database: Database) -> None:
    text = "\0\ud800" + TEXT
    claim = make_claim(evidence=Span(0, 4), rule="a\0b")
    with database.write() as connection:
        save_extraction(connection, make_extraction(claim, text=text), URL, DIGEST)
        row = connection.execute(select(articles.c.text, claims.c.evidence).join_from(claims, articles)).one()
    assert (len(row.text), row.text[0:4]) == (len(text), row.evidence)


storable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
LAST = 2**31 - 2  # of a sentence's place, an index document has the negative less two (storage.documents)
spans = st.tuples(st.integers(0, LAST), st.integers(0, LAST)).map(lambda ends: Span(*sorted(ends)))
days = st.builds(
    PartialDate,
    start=st.dates(),
    end=st.dates(),
    precision=st.sampled_from(get_args(DatePrecision)),
    basis=st.sampled_from(get_args(DateBasis)),
    raw=storable,
)
scores = st.floats(-10, 10)
any_claims = st.builds(
    Claim,
    digest=st.just(DIGEST),
    url=st.just(URL),
    vendor=st.none() | storable,
    vendor_id=st.none() | storable,
    model=st.none() | storable,
    key=st.none() | storable,
    kind=st.sampled_from(KINDS),
    status=st.sampled_from(STATUSES),
    date=st.none() | days,
    evidence=spans,
    model_span=st.none() | spans,
    vendor_span=st.none() | spans,
    date_span=st.none() | spans,
    trigger_span=st.none() | spans,
    rule=storable,
    score=scores,
    terms=st.lists(st.tuples(storable, scores), max_size=3).map(tuple),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(any_claims, max_size=4, unique_by=lambda claim: (claim.vendor_id or claim.vendor, claim.model, claim.key))
)
def test_any_claims_come_back_as_they_were(database: Database, found: list[Claim]) -> None:
    with database.write() as connection:
        save_extraction(connection, make_extraction(*found), URL, DIGEST)
        kept = [each.claim for each in iter_claims(connection, -10)]
    assert sorted(kept, key=repr) == sorted(found, key=repr)
