"""The releases as they were: what is now, with the change log taken back line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.changelog import LOGGED, Change, days_of, iter_changes
from storage.database import iter_batches
from storage.runs import Run, read_run
from storage.schema import releases, runs

State = dict[str, str | None]  # the logged fields of a release, by name

FIELDS = tuple(name for name in (*LOGGED, "date") if name not in ("state", "merged_into"))


class UnknownRunError(LookupError):
    """No run is named so, or more than one, or it has not ended."""


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """One release before and after; None where it was no release then."""

    id: str
    before: State | None
    after: State | None
    led_to: str | None = None  # the id that took its place, where it is withdrawn

    @property
    def fields(self) -> tuple[str, ...]:
        """Those that are not what they were."""
        before, after = self.before or {}, self.after or {}
        return tuple(name for name in FIELDS if before.get(name) != after.get(name))


@dataclass(slots=True)
class History:
    """What became of the releases between two moments; each list by id."""

    added: list[ReleaseChange] = field(default_factory=list)
    withdrawn: list[ReleaseChange] = field(default_factory=list)
    changed: list[ReleaseChange] = field(default_factory=list)
    unchanged: int = 0


def find_run(connection: Connection, name: str) -> Run:
    """The finished run with that id, or with the only id that begins so. UnknownRunError."""
    named = select(runs).where(runs.c.id.startswith(name, autoescape=True)).order_by(runs.c.id).limit(2)
    found = [read_run(row) for row in connection.execute(named)]
    if not found:
        raise UnknownRunError(f"no run {name}: `moxun runs` lists them")
    if len(found) > 1 and found[0].id != name:
        raise UnknownRunError(f"more than one run begins with {name}")
    if found[0].finished is None:
        raise UnknownRunError(f"run {found[0].id} has not ended")
    return found[0]


def find_last_run(connection: Connection) -> Run:
    """The one that ended last. UnknownRunError where there is none."""
    newest = select(runs).where(runs.c.finished.is_not(None)).order_by(runs.c.finished.desc(), runs.c.id.desc())
    row = connection.execute(newest.limit(1)).first()
    if row is None:
        raise UnknownRunError("no run has ended yet")
    return read_run(row)


def compare_moments(connection: Connection, before: datetime, after: datetime) -> History:
    """From the releases as they were at a moment to those of a later one, by the change log."""
    changes = [change for change in iter_changes(connection, since=before) if change.changed_at > before]
    now = _load_states(connection, {change.release_id for change in changes})
    new = _taken_back(now, (change for change in changes if change.changed_at > after))
    old = _taken_back(now, changes)
    history = History()
    for each in sorted(now):
        _note(history, each, _current(old[each]), _current(new[each]), new[each].get("merged_into"))
    history.unchanged += _count_current(connection) - sum(_current(state) is not None for state in now.values())
    return history


def _load_states(connection: Connection, ids: Iterable[str]) -> dict[str, State]:
    found: dict[str, State] = {}
    for some in iter_batches(sorted(ids)):
        for row in connection.execute(select(releases).where(releases.c.id.in_(some))):
            state = {name: getattr(row, name) for name in LOGGED}
            found[row.id] = state | {"date": days_of(row.date_start, row.date_end)}
    return found


def _taken_back(now: dict[str, State], newest_first: Iterable[Change]) -> dict[str, State]:
    then = {id: dict(state) for id, state in now.items()}
    for change in newest_first:
        if change.release_id in then:
            then[change.release_id][change.field] = change.before
    return then


def _current(state: State) -> State | None:
    """None where it was no release then: not there yet, merged, vanished or rejected."""
    return state if state["state"] == "current" else None


def _note(history: History, id: str, old: State | None, new: State | None, led_to: str | None) -> None:
    change = ReleaseChange(id, old, new, led_to if new is None else None)
    if old is None and new is not None:
        history.added.append(change)
    elif new is None and old is not None:
        history.withdrawn.append(change)
    elif change.fields:
        history.changed.append(change)
    else:
        history.unchanged += new is not None


def _count_current(connection: Connection) -> int:
    is_current = releases.c.state == "current"
    return connection.scalar(select(func.count()).select_from(releases).where(is_current)) or 0
