"""The releases as they were at any moment, from what they are now and what the log says."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage.changelog import Changes
from storage.database import Database, save_rows
from storage.history import FIELDS, History, UnknownRunError, compare_moments, find_last_run, find_run
from storage.runs import Run, save_run
from storage.schema import releases

START = datetime(2026, 2, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
Rows = dict[str, dict[str, Any]]


def make_row(id: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    told = {"model": id, "key": id, "folded": id, "kind": "model", "status": "released", "state": "current"}
    day = {"date_start": None, "date_end": None}
    return {
        "id": id,
        "vendor": "智谱",
        "conflicts": [],
        "claim_count": 1,
        "merged_into": None,
        **told,
        **day,
        **changes,
    }


def save(database: Database, at: datetime, old: Rows, new: Rows) -> None:
    """As merging does it: the rows, and what is different in them to the log."""
    log = Changes(at)
    with database.write() as connection:
        for id, row in new.items():
            log.note(old.get(id), row)
        save_rows(connection, releases, new.values())
        log.save(connection)


def change_some(rows: Rows, chance: random.Random) -> Rows:
    """Some come, some go and come back, of some a field changes; never is one deleted."""
    new = {id: dict(row) for id, row in rows.items()}
    for number in range(chance.randrange(4)):
        id = f"{len(new)}-{number}"
        new[id] = make_row(id)
    for row in new.values():
        if chance.random() < 0.3:
            row["state"] = chance.choice(("current", "vanished", "merged", "rejected"))
            row["merged_into"] = "0-0" if row["state"] == "merged" else None
        if chance.random() < 0.3:
            row["status"] = chance.choice(("released", "planned", "updated"))
        if chance.random() < 0.2:
            row["date_start"] = row["date_end"] = START.date() + timedelta(days=chance.randrange(3))
    return new


def told(history: History) -> tuple[set[str], set[str], dict[str, set[str]], int]:
    changed = {each.id: set(each.fields) for each in history.changed}
    return {each.id for each in history.added}, {each.id for each in history.withdrawn}, changed, history.unchanged


def expected(old: Rows, new: Rows) -> tuple[set[str], set[str], dict[str, set[str]], int]:
    before, after = ({id: row for id, row in each.items() if row["state"] == "current"} for each in (old, new))
    both = before.keys() & after.keys()
    names = {name: "date_start" if name == "date" else name for name in FIELDS}
    fields = {id: {name for name, own in names.items() if before[id][own] != after[id][own]} for id in both}
    changed = {id: found for id, found in fields.items() if found}
    return after.keys() - before.keys(), before.keys() - after.keys(), changed, len(both) - len(changed)


@pytest.mark.parametrize("seed", range(6))
def test_any_two_moments_are_compared_as_if_both_had_been_kept(database: Database, seed: int) -> None:
    chance = random.Random(seed)
    moments: list[Rows] = [{}]
    for number in range(6):
        moments.append(change_some(moments[-1], chance))
        save(database, START + number * HOUR, moments[-2], moments[-1])
    with database.read() as connection:
        for first in range(7):
            for second in range(first, 7):
                ends = [START + (number - 1) * HOUR + HOUR / 2 for number in (first, second)]
                assert told(compare_moments(connection, *ends)) == expected(moments[first], moments[second])


def test_what_is_withdrawn_says_what_took_its_place(database: Database) -> None:
    before = {"a": make_row("a"), "b": make_row("b")}
    save(database, START, {}, before)
    save(database, START + 2 * HOUR, before, {"a": make_row("a", state="merged", merged_into="b")})
    with database.read() as connection:
        (change,) = compare_moments(connection, START + HOUR, START + 3 * HOUR).withdrawn
    assert (change.id, change.led_to) == ("a", "b")
    assert change.before is not None
    assert change.before["vendor"] == "智谱"


def test_a_run_is_found_by_how_its_id_begins(database: Database) -> None:
    runs = [Run("extract", "", START + number * HOUR, START + number * HOUR + HOUR / 2) for number in range(2)]
    running = Run("crawl", "qbitai", START + 5 * HOUR)
    with database.write() as connection:
        with pytest.raises(UnknownRunError, match="no run has ended"):
            find_last_run(connection)
        for run in (*runs, running):
            save_run(connection, run)
        assert find_run(connection, "20260213T00") == runs[0]
        assert find_run(connection, runs[1].id) == runs[1]
        assert find_last_run(connection) == runs[1]
        for name, reason in (
            ("20260213", "more than one"),
            ("2027", "no run"),
            ("20260213T05", "has not ended"),
            ("%", "no run"),
        ):
            with pytest.raises(UnknownRunError, match=reason):
                find_run(connection, name)
        assert connection.execute(select(releases)).all() == []
