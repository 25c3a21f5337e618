"""What is known of each address that a site has listed: when it was first seen, and the server's last word on it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, and_, exists, or_, select

from extract.fetchstate import FetchState
from storage.captures import newest_captures
from storage.crawlstate import addresses
from storage.database import INSERTS, row_id
from storage.schema import captures


class Answer(NamedTuple):
    """A server's answer about one address: a page, or that it is as it was."""

    url: str
    at: datetime  # aware
    status: int
    state: FetchState


def save_listed(connection: Connection, site: str, urls: Iterable[str], at: datetime) -> None:
    """Remember when these were first seen. Those that are known stay as they are."""
    unknown = {"last_fetched": None, "status": None, "etag": "", "last_modified": "", "modified": "", "digest": ""}
    ids = {row_id(site, url): url for url in urls}
    rows = [{"id": id, "site": site, "url": url, "first_seen": at, **unknown} for id, url in sorted(ids.items())]
    if rows:
        connection.execute(INSERTS[connection.dialect.name](addresses).on_conflict_do_nothing(), rows)


def save_answers(connection: Connection, site: str, answers: Iterable[Answer]) -> None:
    """Remember the last word on each address; when it was first seen stays."""
    newest = {answer.url: answer for answer in answers}
    rows = [_row(site, answer) for answer in newest.values()]
    if rows:
        connection.execute(_upsert(connection.dialect.name), sorted(rows, key=lambda row: row["id"]))


def save_failure(connection: Connection, site: str, url: str, at: datetime, status: int) -> None:
    """An answer that brought no page: what is archived of the address stays known."""
    which = addresses.update().where(addresses.c.id == row_id(site, url))
    connection.execute(which.values(last_fetched=at, status=status))


def fill_addresses(connection: Connection, site: str) -> int:
    """Bring a site's addresses up to date with the index of the archive; returns how many were behind.

    A process that died in between, or a database that was made anew, leaves them behind.
    """
    newest = newest_captures(site).subquery()
    same = and_(addresses.c.site == newest.c.site, addresses.c.url == newest.c.url)
    behind = or_(addresses.c.id.is_(None), addresses.c.digest == "", addresses.c.last_fetched < newest.c.fetched_at)
    rows = connection.execute(select(newest).outerjoin(addresses, same).where(behind)).all()
    states = (FetchState(row.etag, row.last_modified, row.modified, row.digest) for row in rows)
    answers = [Answer(row.url, row.fetched_at, row.status, state) for row, state in zip(rows, states, strict=True)]
    save_answers(connection, site, answers)
    return len(answers)


def load_known(connection: Connection, site: str) -> dict[str, FetchState]:
    """What is known of each of the site's addresses whose newest page is in the archive."""
    is_archived = exists().where(captures.c.url == addresses.c.url, captures.c.digest == addresses.c.digest)
    query = select(addresses).where(addresses.c.site == site, addresses.c.digest != "", is_archived)
    rows = connection.execute(query.order_by(addresses.c.url))
    return {row.url: FetchState(row.etag, row.last_modified, row.modified, row.digest) for row in rows}


@cache
def _upsert(dialect: str) -> Insert:
    """Kept, because to build it takes longer than to run it."""
    insert = INSERTS[dialect](addresses)
    changed = ("last_fetched", "status", *FetchState._fields)
    return insert.on_conflict_do_update(index_elements=["id"], set_={name: insert.excluded[name] for name in changed})


def _row(site: str, answer: Answer) -> dict[str, Any]:
    moments = {"first_seen": answer.at, "last_fetched": answer.at, "status": answer.status}
    return {"id": row_id(site, answer.url), "site": site, "url": answer.url, **moments, **answer.state._asdict()}
