"""What a run has changed in the releases of a database: told in flat memory, however many they are."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from extract.records import PartialDate

if TYPE_CHECKING:
    from storage.database import Database
    from storage.queries import ReleaseRow

FIELDS = ("vendor", "model", "kind", "status", "date", "conflicts", "claim_count", "first_seen", "last_seen")
NAMED = 1000  # releases of each sort of change, at most; the others are counted


@dataclass(frozen=True, slots=True)
class Change:
    """A release of which something is not what it was."""

    before: "ReleaseRow"
    after: "ReleaseRow"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Between two states of one database; each list is sorted by the releases' ids, and has the first of them."""

    added: tuple["ReleaseRow", ...] = ()
    withdrawn: tuple["ReleaseRow", ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    unnamed: tuple[int, int, int] = (0, 0, 0)  # how many more were added, withdrawn and changed


class Snapshot:
    """The releases as they are now, on the disk."""

    def __init__(self, notes: IO[str]) -> None:
        self.notes = notes

    def __iter__(self) -> "Iterator[ReleaseRow]":
        self.notes.seek(0)
        return map(_read_note, self.notes)


@contextmanager
def note_releases(database: "Database") -> Iterator[Snapshot]:
    """To be compared with what they will be: see `compare_with`."""
    from storage.queries import iter_by_id  # noqa: PLC0415 SQLAlchemy takes its time to import

    with TemporaryFile("w+", encoding="utf-8") as notes:
        with database.stream() as connection:
            for row in iter_by_id(connection):
                notes.write(json.dumps(asdict(row), default=date.isoformat, ensure_ascii=False) + "\n")
        yield Snapshot(notes)


def compare_with(before: Snapshot, database: "Database") -> Difference:
    """What has become of them."""
    from storage.queries import iter_by_id  # noqa: PLC0415

    with database.stream() as connection:
        return compare_releases(before, iter_by_id(connection))


def compare_releases(before: "Iterable[ReleaseRow]", after: "Iterable[ReleaseRow]") -> Difference:
    """Two releases are one where their ids are the same, by which both sides are sorted."""
    added, withdrawn, changed = _Named(), _Named(), _Named()
    unchanged = 0
    for old, new in _pairs(before, after):
        if old is None:
            added.note(new)
        elif new is None:
            withdrawn.note(old)
        elif fields := tuple(name for name in FIELDS if getattr(old, name) != getattr(new, name)):
            changed.note(Change(old, new, fields))
        else:
            unchanged += 1
    return Difference(
        tuple(added.first),
        tuple(withdrawn.first),
        tuple(changed.first),
        unchanged,
        (added.more, withdrawn.more, changed.more),
    )


class _Named:
    """The first of many."""

    def __init__(self) -> None:
        self.first: list[Any] = []
        self.more = 0

    def note(self, found: object) -> None:
        if len(self.first) < NAMED:
            self.first.append(found)
        else:
            self.more += 1


def _pairs(
    before: "Iterable[ReleaseRow]", after: "Iterable[ReleaseRow]"
) -> "Iterator[tuple[ReleaseRow | None, ReleaseRow | None]]":
    """The two of each id, or the one where there is only one."""
    old_ones, new_ones = iter(before), iter(after)
    old, new = next(old_ones, None), next(new_ones, None)
    while old or new:
        first = min(each.id for each in (old, new) if each)
        pair = tuple(each if each and each.id == first else None for each in (old, new))
        yield pair  # type: ignore[misc]
        old = next(old_ones, None) if pair[0] else old
        new = next(new_ones, None) if pair[1] else new


def _read_note(line: str) -> "ReleaseRow":
    from storage.queries import ReleaseRow  # noqa: PLC0415

    told = json.loads(line)
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in ("first_seen", "last_seen")}
    return ReleaseRow(**told | days | {"date": _read_date(told["date"]), "conflicts": tuple(told["conflicts"])})


def _read_date(told: dict[str, Any] | None) -> PartialDate | None:
    if told is None:
        return None
    ends = {end: date.fromisoformat(told[end]) for end in ("start", "end")}
    return PartialDate(**told | ends)
