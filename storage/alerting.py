"""Saved filters and what was sent for them: a file of its own, since the database of releases may be made anew."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from storage.database import StorageError
from storage.filters import ReleaseFilter, filter_pairs, read_filter

LEASE = 120.0  # seconds for one attempt; after them another process may try
FIRST_WAIT = 60.0  # seconds after the first failure; twice as long after each further one
LONGEST_WAIT = 6 * 3600.0
MOST_ATTEMPTS = 20
_TABLES = """
CREATE TABLE IF NOT EXISTS alerts (
    name TEXT PRIMARY KEY, wanted TEXT NOT NULL, target TEXT NOT NULL, secret TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    alert TEXT NOT NULL, release_id TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL,
    next_at REAL NOT NULL, error TEXT NOT NULL, PRIMARY KEY (alert, release_id));
"""


@dataclass(frozen=True, slots=True)
class Alert:
    """A saved filter, and who is told: an http(s) address, or mailto: and an address. `secret` signs what is sent."""

    name: str
    wanted: ReleaseFilter
    target: str
    secret: str


class AlertError(StorageError):
    """There is no such alert, or one of that name already."""


class Alerts:
    """The file. What is in it is the user's: it is readable by nobody else."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, alert: Alert, known: Iterable[str]) -> None:
        """Keep an alert; the releases that are `known` are not told of."""
        row = (alert.name, urlencode(filter_pairs(alert.wanted)), alert.target, alert.secret)
        try:
            self._connection.execute("INSERT INTO alerts VALUES (?, ?, ?, ?)", row)
        except sqlite3.IntegrityError as error:
            raise AlertError(f"there is an alert {alert.name!r} already") from error
        self._connection.executemany(
            "INSERT INTO deliveries VALUES (?, ?, 'known', 0, 0, '')", ((alert.name, each) for each in known)
        )

    def remove(self, name: str) -> None:
        """Forget an alert, and what was sent for it."""
        if not self._connection.execute("DELETE FROM alerts WHERE name = ?", (name,)).rowcount:
            raise AlertError(f"no alert {name!r}")
        self._connection.execute("DELETE FROM deliveries WHERE alert = ?", (name,))

    def list(self) -> list[Alert]:
        """All alerts, by name."""
        rows = self._connection.execute("SELECT name, wanted, target, secret FROM alerts ORDER BY name")
        return [Alert(name, read_filter(parse_qsl(wanted)), target, secret) for name, wanted, target, secret in rows]

    def count(self, name: str) -> dict[str, int]:
        """How many releases are in which state: known, pending, sent or failed."""
        query = "SELECT state, count(*) FROM deliveries WHERE alert = ? GROUP BY state ORDER BY state"
        return dict(self._connection.execute(query, (name,)).fetchall())

    def queue(self, name: str, release_ids: Iterable[str]) -> None:
        """Let releases be told of that never were."""
        self._connection.executemany(
            "INSERT INTO deliveries VALUES (?, ?, 'pending', 0, 0, '') ON CONFLICT DO NOTHING",
            ((name, each) for each in release_ids),
        )

    def take(self, name: str, now: float) -> Iterator[str]:
        """The releases that are due, each leased to this process until it says how it went: no other one has it."""
        query = (
            "UPDATE deliveries SET next_at = ? WHERE (alert, release_id) IN (SELECT alert, release_id FROM deliveries"
            " WHERE alert = ? AND state = 'pending' AND next_at <= ? ORDER BY attempts, release_id LIMIT 1)"
            " RETURNING release_id"
        )
        while row := self._connection.execute(query, (now + LEASE, name, now)).fetchone():
            yield row[0]

    def note_sent(self, name: str, release_id: str) -> None:
        """It was told, and will never be again."""
        self._note(name, release_id, "state = 'sent', attempts = attempts + 1, error = ''", ())

    def note_failure(self, name: str, release_id: str, now: float, error: str) -> None:
        """It is tried again later, each time twice as late; after many times no more."""
        (attempts,) = self._connection.execute(
            "SELECT attempts FROM deliveries WHERE alert = ? AND release_id = ?", (name, release_id)
        ).fetchone()
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**attempts)
        state = "failed" if attempts + 1 >= MOST_ATTEMPTS else "pending"
        self._note(
            name, release_id, "state = ?, attempts = attempts + 1, next_at = ?, error = ?", (state, now + wait, error)
        )

    def _note(self, name: str, release_id: str, change: str, values: tuple[object, ...]) -> None:
        statement = f"UPDATE deliveries SET {change} WHERE alert = ? AND release_id = ?"
        self._connection.execute(statement, (*values, name, release_id))


@contextmanager
def open_alerts(path: Path) -> Iterator[Alerts]:
    """The alerts in a file, which is made where it is missing. Every change is kept at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        connection.executescript(_TABLES)
        yield Alerts(connection)
    except sqlite3.Error as error:
        raise StorageError(f"cannot use {path}: {error}") from error
    finally:
        connection.close()
