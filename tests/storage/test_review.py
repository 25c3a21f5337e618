"""What people decide holds: over new rules, a rebuild, and a move to another database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from extract.judgements import Subject
from extract.keys import model_key
from extract.records import Article, Claim, Extraction, PartialDate, Span
from storage.database import Database, open_database
from storage.extractions import save_extraction
from storage.judgements import load_judgements
from storage.moving import copy_database
from storage.queries import find_release
from storage.releases import rebuild_releases, update_releases
from storage.review import (
    JudgementError,
    decide,
    describe,
    describe_claim,
    export_judgements,
    find_doubts,
    import_judgements,
)
from storage.schema import claims, corrections, releases

AT = datetime(2026, 3, 1, tzinfo=UTC)


def tell(
    connection: Connection, number: int, model: str, *, vendor: str = "xinghe", score: float = 0.9, key: str = ""
) -> str:
    url, digest, text = f"https://news{number}.example/{number}", f"sha1:{number}", f"星河发布 {model}"
    day = PartialDate(date(2026, 2, number), date(2026, 2, number), "day", "explicit", f"2月{number}日")
    claim = Claim(
        digest, url, vendor.title(), vendor, model, key or model_key(model, None), "model", "released", day,
        Span(0, len(text)), Span(5, len(text)), None, None, None, "r", score,
    )  # fmt: skip
    article = Article(digest, url, "example", "zh", text, day, day.raw, "meta", text, ())
    save_extraction(connection, Extraction(article, (claim,)), url, digest)
    return url


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.write() as connection:
        for number, model in enumerate(["Nebo-3", "Nebo-3", "Nebo 3 Max", "Vega-1", "Vega-1.0 Turbo"], 1):
            tell(connection, number, model)
        tell(connection, 6, "Lyra-2", score=0.5)
        rebuild_releases(connection)
        yield connection


def current(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(releases).where(releases.c.state == "current").order_by(releases.c.id))
    return {row.id: row.model for row in rows}


def say(connection: Connection, kind: str, name: str, other: str | None = None, **more: str) -> str:
    second = describe(connection, other) if other else None
    subject = describe(connection, name)
    judgement = decide(connection, kind, subject, author="An", at=AT, other=second, **more)  # type: ignore[arg-type]
    update_releases(connection, "")
    return judgement.id


def test_two_that_are_one_are_one_and_the_other_id_leads_on(connection: Connection) -> None:
    say(connection, "same", "xinghe/nebo-3", "xinghe/max-nebo-3")
    assert set(current(connection)) == {"xinghe/nebo-3", "xinghe/turbo-vega-1", "xinghe/vega-1"}
    (found,) = find_release(connection, "xinghe/max-nebo-3")
    assert (found.release.id, found.release.claim_count) == ("xinghe/nebo-3", 3)


def test_what_was_decided_can_be_taken_back_and_that_too(connection: Connection) -> None:
    before = current(connection)
    first = say(connection, "same", "xinghe/nebo-3", "xinghe/max-nebo-3")
    undo = say(connection, "undo", "xinghe/nebo-3", undoes=first)
    assert current(connection) == before
    say(connection, "undo", "xinghe/nebo-3", undoes=undo)
    assert len(current(connection)) == len(before) - 1


def test_a_correction_holds_and_says_what_it_corrects(connection: Connection) -> None:
    say(connection, "set", "xinghe/vega-1", field="date", value="2026-02-20")
    say(connection, "set", "xinghe/vega-1", field="retired", value="2026-08-01")
    rebuild_releases(connection)
    (found,) = find_release(connection, "xinghe/vega-1")
    assert found.release.date
    assert found.release.date.start == date(2026, 2, 20)
    rows = connection.execute(select(corrections).order_by(corrections.c.field)).all()
    assert [(row.field, row.said, row.value) for row in rows] == [
        ("date", "2026-02-04", "2026-02-20"),
        ("retired", None, "2026-08-01"),
    ]


def test_a_rejected_release_is_none_and_an_accepted_claim_is_one(connection: Connection) -> None:
    say(connection, "reject", "xinghe/vega-1")
    assert "xinghe/vega-1" not in current(connection)
    decide(connection, "accept", describe_claim(connection, "https://news6.example/6", "Lyra-2"), author="An", at=AT)
    update_releases(connection, "")
    assert current(connection)["xinghe/lyra-2"] == "Lyra-2"
    decide(connection, "reject", describe(connection, "xinghe/nebo-3", "https://news1.example/1"), author="An", at=AT)
    update_releases(connection, "")
    (found,) = find_release(connection, "xinghe/nebo-3")
    assert found.release.claim_count == 1


def test_one_article_can_be_about_another_model_of_that_name(connection: Connection) -> None:
    url = "https://news2.example/2"
    subject, other = describe(connection, "xinghe/nebo-3"), describe(connection, "xinghe/nebo-3", url)
    decide(connection, "different", subject, author="An", other=other, at=AT)
    update_releases(connection, "")
    assert [each.partition("~")[0] for each in current(connection) if "nebo" in each and "max" not in each] == [
        "xinghe/nebo-3",
        "xinghe/nebo-3",
    ]


def test_a_family_and_a_vendor_have_the_names_that_people_give_them(connection: Connection) -> None:
    tell(connection, 7, "星梭-3", vendor="starworks")
    update_releases(connection, "")
    assert "starworks/星梭-3" in current(connection)
    told = (("model", Subject(names=("Nebo",)), "星梭"), ("vendor", Subject(vendors=("xinghe",)), "Starworks"))
    for field, subject, value in told:
        decide(connection, "alias", subject, author="An", at=AT, field=field, value=value)
    update_releases(connection, "")
    assert "starworks/星梭-3" not in current(connection)
    (found,) = find_release(connection, "starworks/星梭-3")
    assert (found.release.id, found.release.claim_count) == ("xinghe/nebo-3", 3)


def judge(connection: Connection) -> None:
    say(connection, "different", "xinghe/vega-1", "xinghe/turbo-vega-1")
    say(connection, "set", "xinghe/nebo-3", field="status", value="preview")
    assert statuses(connection) == WANTED


WANTED = {
    "xinghe/max-nebo-3": "released",
    "xinghe/nebo-3": "preview",
    "xinghe/turbo-vega-1": "released",
    "xinghe/vega-1": "released",
}


def statuses(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(releases).where(releases.c.state == "current"))
    return {row.id: row.status for row in rows}


def test_a_correction_and_a_difference_survive_new_rules_a_rebuild_and_a_move(
    connection: Connection, database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    judge(connection)
    # Rules that take both for one, and write the other's key in another way.
    for model, key in (("Vega-1", "vega@1"), ("Vega-1.0 Turbo", "vega@1"), ("Nebo-3", "neb@3")):
        connection.execute(update(claims).where(claims.c.model == model).values(key=key, bucket=key))
    rebuild_releases(connection, rules="new")
    told = {id: status for id, status in statuses(connection).items() if "nebo-3" not in id or "max" in id}
    assert told == {"xinghe/neb-3": "preview"} | {id: status for id, status in WANTED.items() if id != "xinghe/nebo-3"}
    (found,) = find_release(connection, "xinghe/nebo-3")
    assert found.release.id == "xinghe/neb-3"  # the old id leads to it
    before = statuses(connection)
    with open_database(f"sqlite:///{tmp_path}/other.sqlite") as other, other.write() as target:
        copy_database(connection, target)
        rebuild_releases(target, rules="newer")
        assert statuses(target) == before


def test_decisions_go_from_one_database_to_another_as_a_file(connection: Connection, tmp_path: Path) -> None:
    judge(connection)
    lines = list(export_judgements(connection))
    with open_database(f"sqlite:///{tmp_path}/other.sqlite") as other, other.write() as target:
        for number, model in enumerate(["Nebo-3", "Nebo-3", "Nebo 3 Max", "Vega-1", "Vega-1.0 Turbo"], 1):
            tell(target, number, model)
        assert (import_judgements(target, lines), import_judgements(target, lines)) == (len(lines), 0)
        rebuild_releases(target)
        assert statuses(target) == WANTED
        assert load_judgements(target) == load_judgements(connection)


@pytest.mark.parametrize("line", ["no JSON", "[]", "{}", '{"kind": "set"}'])
def test_a_line_that_is_no_decision_is_named(connection: Connection, line: str) -> None:
    with pytest.raises(JudgementError, match="line 2"):
        import_judgements(connection, ["", line])


def test_a_decision_that_cannot_hold_is_refused(connection: Connection) -> None:
    for field, value, why in (("date", "soon", "no day"), ("kind", "car", "none of"), ("colour", "red", "none of")):
        with pytest.raises(JudgementError, match=why):
            say(connection, "set", "xinghe/nebo-3", field=field, value=value)
    with pytest.raises(JudgementError, match="two releases"):
        say(connection, "same", "xinghe/nebo-3")
    with pytest.raises(JudgementError, match="no release"):
        say(connection, "accept", "xinghe/nothing")
    with pytest.raises(JudgementError, match="no judgement"):
        say(connection, "undo", "xinghe/nebo-3", undoes="x")
    assert load_judgements(connection) == []


def test_doubts_come_worst_first_and_go_when_they_are_decided(connection: Connection) -> None:
    doubts = find_doubts(connection)
    assert (doubts[0].kind, doubts[0].subject) == ("conflict", "xinghe/nebo-3")
    assert [each.weight for each in doubts] == sorted((each.weight for each in doubts), reverse=True)
    assert {"conflict", "vendor", "claim"} <= {each.kind for each in doubts}
    say(connection, "accept", "xinghe/nebo-3")
    decide(connection, "reject", describe_claim(connection, "https://news6.example/6", "Lyra-2"), author="An", at=AT)
    left = {(each.kind, each.subject) for each in find_doubts(connection)}
    assert ("conflict", "xinghe/nebo-3") not in left
    assert not [each for each in left if each[0] == "claim"]
