"""What people decided, kept as it was said; nothing is ever changed, only taken back by another judgement."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy import Row as Found

from extract.judgements import Judgement, Subject
from storage.database import INSERTS, row_id
from storage.schema import judgements


def save_judgements(connection: Connection, told: Iterable[Judgement]) -> int:
    """Keep judgements, and return how many of them are new. Those that are there stay as they are."""
    there = set(connection.scalars(select(judgements.c.id)))
    rows = {each.id: _row(each) for each in told if each.id not in there}
    if rows:
        insert = INSERTS[connection.dialect.name](judgements).on_conflict_do_nothing()
        connection.execute(insert, [rows[each] for each in sorted(rows)])
    return len(rows)


def load_judgements(connection: Connection) -> list[Judgement]:
    """All of them, the oldest first."""
    rows = connection.execute(select(judgements).order_by(judgements.c.decided_at, judgements.c.id))
    return [_read(row) for row in rows]


def judgement_id(judgement: Judgement) -> str:
    """The id of a judgement, made of what it says: the same wherever it is imported."""
    told = [str(value) for value in _plain(judgement).values() if value is not judgement.id]
    return row_id(*told)


def _plain(judgement: Judgement) -> dict[str, Any]:
    told = asdict(judgement)
    told.pop("id")
    told["decided_at"] = judgement.decided_at.timestamp()
    return told


def _row(judgement: Judgement) -> dict[str, Any]:
    names = ("id", "kind", "field", "value", "author", "decided_at", "reason", "undoes")
    told = {name: getattr(judgement, name) for name in names}
    other = asdict(judgement.other) if judgement.other else None
    return {**told, "subject": asdict(judgement.subject), "other": other}


def _read(row: Found[Any]) -> Judgement:
    return Judgement(
        id=row.id,
        kind=row.kind,
        subject=read_subject(row.subject),
        other=read_subject(row.other) if row.other else None,
        field=row.field,
        value=row.value,
        author=row.author,
        decided_at=row.decided_at,
        reason=row.reason,
        undoes=row.undoes,
    )


def read_subject(told: dict[str, Any]) -> Subject:
    """A subject out of JSON; TypeError where it has other fields."""
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, (list, tuple))}
    return Subject(**(told | lists))


def iter_ids(connection: Connection) -> Iterator[str]:
    yield from connection.scalars(select(judgements.c.id).order_by(judgements.c.id))
