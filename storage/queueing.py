"""What has to be merged anew: remembered in the same transaction as the change itself, so that no crash forgets it.

Claims whose keys are the same are one bucket, and are merged together; nothing else can change what they say.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Table, bindparam, func, select, true, union, update

from storage.database import INSERTS, Row, iter_batches
from storage.schema import articles, captures, claims, merge_queue, moved_claims, releases, revisits

_LONGEST = 200  # characters of a bucket; a B-tree of PostgreSQL takes 2,704 bytes


def bucket_of(key: str | None) -> str | None:
    """The bucket of the claims with a key."""
    if not key or len(key) <= _LONGEST:
        return key or None
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def queue_buckets(connection: Connection, buckets: Iterable[str | None]) -> None:
    """Let these be merged by the next merge."""
    rows = [{"bucket": each} for each in sorted({each for each in buckets if each})]
    if rows:
        connection.execute(INSERTS[connection.dialect.name](merge_queue).on_conflict_do_nothing(), rows)


def queue_everything(connection: Connection) -> None:
    """Let all be merged, with the newest version of each page."""
    for urls in iter_batches(list(connection.scalars(select(articles.c.url).distinct().where(_has_versions())))):
        mark_current(connection, urls)
    told = select(claims.c.bucket).where(claims.c.bucket.is_not(None))
    found = union(told, select(releases.c.bucket).where(releases.c.bucket != "")).subquery()  # a union has none twice
    insert = INSERTS[connection.dialect.name](merge_queue)
    query = select(found.c.bucket).where(found.c.bucket.is_not(None))  # SQLite needs a WHERE before ON CONFLICT
    connection.execute(insert.from_select(["bucket"], query).on_conflict_do_nothing())


def queue_readings(connection: Connection, there: Mapping[str, Row], rows: Sequence[Row]) -> set[str]:
    """Before claims become these rows: what is merged anew, and which claim takes whose place.

    Returns the ids of those that are not as they were, of both sides.
    """
    new = {row["id"]: row for row in rows}
    changed = {id for id in there.keys() | new.keys() if not _is_same(there.get(id), new.get(id))}
    if changed:
        queue_buckets(connection, (row["bucket"] for each in (there, new) for id, row in each.items() if id in changed))
        gone = [there[id] for id in changed if id not in new and there[id]["release_id"]]
        _save_moves(connection, gone, [new[id] for id in changed if id in new])
    return changed


def save_copies(connection: Connection, originals: Mapping[str, str | None]) -> None:
    """Say which articles repeat which, by their ids; None where one stands for itself after all."""
    query = select(articles.c.id, articles.c.copy_of).where(articles.c.id.in_(sorted(originals)))
    there = {row.id: row.copy_of for row in connection.execute(query)}
    rows = [{"article": each, "original": originals[each]} for each in sorted(there) if there[each] != originals[each]]
    if rows:
        statement = update(articles).where(articles.c.id == bindparam("article"))
        connection.execute(statement.values(copy_of=bindparam("original")), rows)
        queue_articles(connection, [row["article"] for row in rows if row["article"]])


def queue_articles(connection: Connection, ids: Sequence[str]) -> None:
    """Let what these articles claim be merged anew."""
    for some in iter_batches(sorted(ids)):
        queue_buckets(connection, connection.scalars(select(claims.c.bucket).where(claims.c.article_id.in_(some))))


def mark_current(connection: Connection, urls: Iterable[str]) -> None:
    """Let the version of each address that was captured last be its current one."""
    seen = [_last_seen(captures, captures.c.status.between(200, 299)), _last_seen(revisits, true())]
    told = select(
        articles.c.id, articles.c.url, articles.c.is_current, seen[0].label("fetched"), seen[1].label("again")
    )
    versions: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(told.where(articles.c.url.in_(sorted(set(urls))))):
        versions[row.url].append(row)
    current = {min(rows, key=lambda row: (*_age(row), row.id)).id for rows in versions.values()}
    rows = [
        {"article": row.id, "newest": row.id in current}
        for each in versions.values()
        for row in each
        if row.is_current != (row.id in current)
    ]
    if rows:
        statement = update(articles).where(articles.c.id == bindparam("article"))
        connection.execute(statement.values(is_current=bindparam("newest")), rows)
        queue_articles(connection, [str(row["article"]) for row in rows])


def _has_versions() -> Any:  # noqa: ANN401 a condition
    """Whether an article's address has another version."""
    other = articles.alias()
    return select(other.c.id).where(other.c.url == articles.c.url, other.c.id != articles.c.id).exists()


def _last_seen(table: Table, condition: ColumnElement[bool]) -> ScalarSelect[datetime]:
    """When an article's payload was last fetched, or last told to be what it was."""
    same = (table.c.url == articles.c.url, table.c.digest == articles.c.digest, condition)
    return select(func.max(table.c.fetched_at)).where(*same).scalar_subquery()


def _age(row: Any) -> tuple[bool, float]:  # noqa: ANN401 a row with `fetched` and `again`
    """Sorts the version that was seen last first, and those that nobody fetched last."""
    moments = [moment.timestamp() for moment in (row.fetched, row.again) if moment]
    return row.fetched is None, -max(moments, default=0.0)


def _is_same(there: Row | None, new: Row | None) -> bool:
    if there is None or new is None:
        return False
    return all(_plain(there[name]) == _plain(value) for name, value in new.items())


def _plain(value: object) -> object:
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _save_moves(connection: Connection, gone: Iterable[Row], new: Sequence[Row]) -> None:
    moves = {
        (old["release_id"], row["id"])
        for old in gone
        for row in new
        if row["article_id"] == old["article_id"] and _overlaps(old, row)
    }
    rows = [{"release_id": release, "claim_id": claim} for release, claim in sorted(moves)]
    if rows:
        connection.execute(INSERTS[connection.dialect.name](moved_claims).on_conflict_do_nothing(), rows)


def _overlaps(one: Row, other: Row) -> bool:
    """Whether two claims of one article are read from the same name, or where one has none, the same sentence."""
    span = "model" if one["model_start"] is not None and other["model_start"] is not None else "evidence"
    return bool(one[f"{span}_start"] < other[f"{span}_end"] and other[f"{span}_start"] < one[f"{span}_end"])
