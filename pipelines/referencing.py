"""Files of other databases into ours, and what they know that we do not, and the reverse."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extract.records import AVAILABLE, PartialDate, Problem
from extract.references import EPOCH, PLAIN, STAGE, Entry, Read, ReferenceFileError, read_models_dev, read_table
from extract.rulings import Rulings
from extract.sources import house_of_id

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.queries import ReleaseRow

MODELS_DEV, EPOCH_NAME = "models-dev", "epoch"
RESERVED = (MODELS_DEV, EPOCH_NAME, "articles")  # a CSV file's source may not be called so


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of a file."""

    source: str
    entries: int
    added: int
    changed: int
    problems: list[Problem] = field(default_factory=list)


class Pair(NamedTuple):
    """What a source says of one model, and our release of it; one of them is None where only the other has it."""

    entry: Entry | None
    release: "ReleaseRow | None"


class Gap(NamedTuple):
    """A model that a source dates otherwise than our articles."""

    entry: Entry
    release: "ReleaseRow"
    days: int  # theirs later than ours; less than 0 where it is earlier


def import_file(database_url: str, source: str, path: Path) -> ImportSummary:
    """Read a file and keep its entries and its problems in one transaction. ReferenceFileError where it is no such."""
    from storage.database import open_database  # noqa: PLC0415 SQLAlchemy
    from storage.problems import save_problem  # noqa: PLC0415
    from storage.references import save_entries  # noqa: PLC0415

    entries, problems = _sort_out(_read_file(source, path))
    with open_database(database_url) as database, database.write() as connection:
        added, changed = save_entries(connection, source, entries, datetime.now(UTC))
        for problem in problems:
            save_problem(connection, problem)
    return ImportSummary(source, len(entries), added, changed, problems)


def name_source(path: Path, name: str | None) -> str:
    """What the source of a CSV file is called. ReferenceFileError where that is another one's name."""
    told = (name or path.stem).strip()
    if not told or told in RESERVED:
        raise ReferenceFileError(f"a source cannot be called {told!r}: give another --name")
    return told


def compare_source(connection: "Connection", source: str) -> Iterator[Pair]:
    """Each model of a source with our release of it, then our available models that it lacks.

    Only the source's entries are in memory, and the releases that they meet.
    """
    from storage.filters import ReleaseFilter  # noqa: PLC0415 SQLAlchemy
    from storage.judgements import load_judgements  # noqa: PLC0415
    from storage.queries import iter_releases  # noqa: PLC0415
    from storage.references import load_entries  # noqa: PLC0415

    met, missing = _meet(connection, load_entries(connection, source), Rulings(load_judgements(connection)))
    yield from (Pair(each, None) for each in missing)
    for release in iter_releases(connection, ReleaseFilter()):
        if release.id in met:
            yield Pair(met[release.id], release)
        elif release.kind == "model" and release.status in AVAILABLE:
            yield Pair(None, release)


def find_gaps(connection: "Connection", source: str) -> Iterator[Gap]:
    """Where a source's day is none of ours; a month that holds our day is no difference."""
    for entry, release in compare_source(connection, source):
        if entry and release and (days := days_between(release.date, entry.date)):
            yield Gap(entry, release, days)


def days_between(ours: PartialDate | None, theirs: PartialDate | None) -> int:
    """Days from the one range to the other; 0 where they touch, or one is not known."""
    if not ours or not theirs:
        return 0
    return max(0, (theirs.start - ours.end).days) or min(0, (theirs.end - ours.start).days)


def is_within(found: PartialDate | None, since: date | None, until: date | None) -> bool:
    """Whether a range of days touches another one; what has no date does where no day is asked for."""
    if not found:
        return not (since or until)
    return found.end >= (since or date.min) and found.start <= (until or date.max)


def _read_file(source: str, path: Path) -> Read:
    if source == MODELS_DEV:
        yield from read_models_dev(path.read_bytes(), path.name)
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from read_table(lines, EPOCH if source == EPOCH_NAME else PLAIN, path.name)


def _sort_out(found: Read) -> tuple[list[Entry], list[Problem]]:
    """The entries and the problems; a second entry of one name is a problem, and the first one stays."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for each in found:
        if isinstance(each, Problem):
            problems.append(each)
        elif each.name in entries:
            problems.append(Problem(STAGE, "repeated-name", each.name, each.where))
        else:
            entries[each.name] = each
    return list(entries.values()), problems


def _meet(
    connection: "Connection", entries: Iterable[Entry], rulings: Rulings
) -> tuple[Mapping[str, Entry], list[Entry]]:
    """By release id the best entry that is of it; and of what no release tells, the best entry of each."""
    from storage.references import iter_homes  # noqa: PLC0415 SQLAlchemy

    told = [(each, _house_of(each, rulings), rulings.key_of(each.key)) for each in sorted(entries, key=_by_rank)]
    homes: dict[str, dict[str | None, str]] = defaultdict(dict)
    for home in iter_homes(connection, (key for each, _, called in told for key in (each.key, called))):
        house = rulings.vendor_called(home.vendor, None)
        homes[home.key].setdefault(house_of_id(house) if house else None, home.release_id)
    met: dict[str, Entry] = {}
    missing: dict[tuple[str | None, str], Entry] = {}
    for entry, house, key in told:
        release_id = _find_home(house, homes.get(key) or homes.get(entry.key) or {})
        if release_id:
            met.setdefault(release_id, entry)
        else:
            missing.setdefault((house, key), entry)
    return met, list(missing.values())


def _find_home(house: str | None, homes: Mapping[str | None, str]) -> str | None:
    """As claims are merged: in the vendor's house; without a vendor on either side, only where there is but one."""
    if house in homes:
        return homes[house]
    if house is None:
        return next(iter(homes.values())) if len(set(homes.values())) == 1 else None
    return homes[None] if set(homes) == {None} else None


def _house_of(entry: Entry, rulings: Rulings) -> str | None:
    """The top of its maker's house; who only serves a model gives it no name."""
    vendor = rulings.vendor_called(entry.vendor if entry.is_own else None, entry.vendor_id)
    return house_of_id(vendor) if vendor else None


def _by_rank(entry: Entry) -> tuple[bool, bool, date, str]:
    """Of several that tell of one model: a dated one, by the maker himself, the earliest."""
    return entry.date is None, not entry.is_own, entry.date.start if entry.date else date.max, entry.name
