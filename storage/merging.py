"""Merge what is queued: some buckets at a time, so that memory stays flat however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import accumulate

from sqlalchemy import Connection, delete, func, select

from extract.merge import merge_claims
from extract.records import Claim, Release
from extract.rulings import Rulings
from storage.changelog import Changes
from storage.database import iter_batches, save_rows
from storage.queueing import bucket_of
from storage.release_rows import link_claims, release_row, replace_parts
from storage.schema import claims, merge_queue, moved_claims, release_claims, releases
from storage.stored_claims import StoredClaim, load_claims

TOGETHER = 100  # buckets; four times as many took no less time, and memory grew with what they held
MANY = 500  # claims: with more than that, the next buckets wait, as everybody tells of some models


def merge_queued(connection: Connection, rulings: Rulings, accept: float, at: datetime | None = None) -> None:
    """Make the releases of the queued buckets what their claims say. `at` is what the change log says of when."""
    links = _find_links(connection, rulings)
    last = ""
    log = Changes(at or datetime.now(UTC))
    while batch := _load_batch(connection, last):
        last = batch[-1]
        _merge_buckets(connection, _close(batch, rulings, links), rulings, accept, log)
        log.save(connection)
    if last:
        connection.execute(delete(merge_queue))
        _redirect(connection, log)
        log.save(connection)


def _load_batch(connection: Connection, after: str) -> list[str]:
    """The next buckets, and one at least: few enough that memory stays flat, whatever they hold."""
    told = select(func.count()).where(claims.c.bucket == merge_queue.c.bucket).scalar_subquery()
    query = select(merge_queue.c.bucket, told.label("told")).where(merge_queue.c.bucket > after)
    rows = connection.execute(query.order_by(merge_queue.c.bucket).limit(TOGETHER)).all()
    sums = accumulate(row.told for row in rows)
    return [row.bucket for row, claimed in zip(rows, sums, strict=True) if claimed <= MANY] or [
        row.bucket for row in rows[:1]
    ]


def _find_links(connection: Connection, rulings: Rulings) -> list[set[str]]:
    """Buckets that a judgement puts together: by the keys of its names today, and by where its releases are now."""
    found = [{bucket for key in keys if (bucket := bucket_of(key))} for keys in rulings.linked_keys()]
    for each, buckets in zip(rulings.joins, found, strict=True):
        ids = [each.subject.release, each.other.release if each.other else ""]
        query = select(releases.c.bucket).where(releases.c.id.in_(ids), releases.c.bucket != "")
        buckets |= set(connection.scalars(query))
    return found


def _close(batch: Sequence[str], rulings: Rulings, links: list[set[str]]) -> list[str]:
    """The buckets with all those that they must be merged with."""
    found, todo = set(batch), list(batch) if rulings else []
    while todo:
        bucket = todo.pop()
        aliases = {bucket_of(key) or "" for key in rulings.keys_that_become(bucket)}
        new = aliases.union(*(link for link in links if bucket in link)) - found
        found |= new
        todo += new
    return sorted(found)


def _merge_buckets(
    connection: Connection, buckets: Sequence[str], rulings: Rulings, accept: float, log: Changes
) -> None:
    stored = load_claims(connection, buckets)
    by_claim = {each.claim: each for each in stored}
    copies = {each.claim.url: each.original for each in stored if each.original}
    merged = merge_claims(by_claim, rulings=rulings, copies=copies, accept=accept)
    there = _load_releases(connection, buckets, [release.id for release in merged])
    rows = [release_row(release, [by_claim[claim] for claim in release.claims], there) for release in merged]
    gone = {id: row for id, row in there.items() if id not in {row["id"] for row in rows}}
    _keep_moves(connection, [id for id, row in gone.items() if row["state"] in ("current", "rejected")])
    for row in gone.values():
        if row["state"] in ("current", "rejected"):
            rows.append({**row, "state": "vanished", "merged_into": None})
    for row in rows:
        log.note(there.get(str(row["id"])), row)
    save_rows(connection, releases, rows)
    replace_parts(connection, merged, by_claim, [str(row["id"]) for row in rows])
    link_claims(connection, buckets, _homes(merged, by_claim))


def _homes(merged: Iterable[Release], by_claim: Mapping[Claim, StoredClaim]) -> dict[str, str]:
    return {by_claim[claim].id: release.id for release in merged for claim in release.claims}


def _load_releases(connection: Connection, buckets: Sequence[str], ids: Sequence[str]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for column, values in ((releases.c.bucket, buckets), (releases.c.id, ids)):
        for some in iter_batches(values):
            rows = connection.execute(select(releases).where(column.in_(some))).mappings()
            found |= {row["id"]: dict(row) for row in rows}
    return found


def _keep_moves(connection: Connection, ids: Sequence[str]) -> None:
    """Remember which claims the releases had that go now: where those are in the end, is their place taken."""
    for some in iter_batches(ids):
        query = select(release_claims.c.release_id, release_claims.c.claim_id)
        told = query.where(release_claims.c.release_id.in_(some), release_claims.c.stance != "background")
        save_rows(connection, moved_claims, [dict(row) for row in connection.execute(told).mappings()])


def _redirect(connection: Connection, log: Changes) -> None:
    """Let each release that went lead to the one that has most of its claims, where there is one."""
    votes = func.count()
    query = (
        select(moved_claims.c.release_id, claims.c.release_id.label("home"), votes.label("votes"))
        .join_from(moved_claims, claims, moved_claims.c.claim_id == claims.c.id)
        .join(releases, releases.c.id == moved_claims.c.release_id)
        .where(releases.c.state.in_(("vanished", "merged")), claims.c.release_id.is_not(None))
        .group_by(moved_claims.c.release_id, claims.c.release_id)
        .order_by(moved_claims.c.release_id, votes, claims.c.release_id.desc())
    )
    homes = {row.release_id: row.home for row in connection.execute(query)}
    there = _load_releases(connection, [], sorted(homes))
    rows = [{**there[id], "state": "merged", "merged_into": home} for id, home in sorted(homes.items())]
    for row in rows:
        log.note(there[str(row["id"])], row)
    save_rows(connection, releases, rows)
    connection.execute(delete(moved_claims))
