"""Releases as rows: of `releases`, of what belongs to each, and of their claims. Written only where they changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, select, update

from extract.facts import facts_of
from extract.folding import fold
from extract.records import Claim, Release
from storage.database import Row, iter_batches, save_rows
from storage.extraction_rows import date_columns
from storage.queueing import bucket_of
from storage.schema import claims, corrections, release_claims, release_events
from storage.stored_claims import StoredClaim

PLAIN = (
    "id",
    "vendor",
    "vendor_id",
    "model",
    "key",
    "kind",
    "status",
    "source_count",
    "confidence",
    "state",
    "is_reviewed",
)  # fmt: skip (named alike in Release and its row)


def fold_model(name: str) -> str:
    """A model's name without case, width, blanks and hyphens, as it is searched for: `gpt5.3codex`."""
    return "".join(sign for sign in fold(name).casefold() if sign.isalnum() or sign in ".+")


def release_row(release: Release, stored: Sequence[StoredClaim], there: Mapping[str, Row]) -> dict[str, Any]:
    """The row of a release; `there` are the rows that are, by id."""
    days = [each.seen for each in stored if each.seen]
    facts = facts_of(release.vendor_id, release.model)
    return {
        **{name: getattr(release, name) for name in PLAIN},
        "folded": fold_model(release.model),
        **date_columns("date", release.date),
        "conflicts": list(release.conflicts),
        "claim_count": len(stored),
        "first_seen": min(days, default=None),
        "last_seen": max(days, default=None),
        "merged_into": None,
        "family": facts.family,
        "track": facts.track,
        "sites": _list_sites(stored),
        "bucket": min(bucket for claim in release.claims if (bucket := bucket_of(claim.key))),
    }


def _list_sites(stored: Sequence[StoredClaim]) -> str:
    """Each with a blank before and after it, so that one can be searched for."""
    sites = sorted({each.site for each in stored if each.site})
    return f" {' '.join(sites)} " if sites else ""


def replace_parts(
    connection: Connection, merged: Sequence[Release], stored: Mapping[Claim, StoredClaim], ids: Sequence[str]
) -> None:
    """The links, timelines and corrections of the releases with these ids; those that are not merged have none."""
    _replace_rows(connection, release_claims, ids, (row for each in merged for row in _link_rows(each, stored)))
    _replace_rows(connection, release_events, ids, (row for each in merged for row in _event_rows(each)))
    _replace_rows(connection, corrections, ids, (row for each in merged for row in _correction_rows(each)))


def link_claims(connection: Connection, buckets: Sequence[str], homes: Mapping[str, str]) -> None:
    """Let each claim of the buckets say which release it is part of."""
    moved: list[str] = []
    for some in iter_batches(buckets):
        rows = connection.execute(select(claims.c.id, claims.c.release_id).where(claims.c.bucket.in_(some)))
        moved += [row.id for row in rows if row.release_id != homes.get(row.id)]
    statement = update(claims).where(claims.c.id == bindparam("claim")).values(release_id=bindparam("home"))
    for some in iter_batches(sorted(moved)):
        connection.execute(statement, [{"claim": each, "home": homes.get(each)} for each in some])


def _link_rows(release: Release, stored: Mapping[Claim, StoredClaim]) -> Iterator[Row]:
    for link in release.links:
        told = {"stance": link.stance, "about": " ".join(link.about)}
        yield {"release_id": release.id, "claim_id": stored[link.claim].id, **told}


def _event_rows(release: Release) -> Iterator[Row]:
    for each in release.events:
        told = {"event": each.event, "claim_count": each.claim_count}
        yield {"release_id": release.id, **told, **date_columns("date", each.date)}


def _correction_rows(release: Release) -> Iterator[Row]:
    for each in release.corrections:
        told = {"field": each.field, "said": each.said, "value": each.value, "judgement_id": each.judgement}
        yield {"release_id": release.id, **told}


def _replace_rows(connection: Connection, table: Table, release_ids: Sequence[str], rows: Iterable[Row]) -> None:
    """Make the rows of these releases these; some at a time, since of one release there may be very many."""
    keys = [column.name for column in table.primary_key.columns]
    new: set[tuple[object, ...]] = set()
    for batch in iter_batches(rows):
        save_rows(connection, table, batch)
        new |= {tuple(row[key] for key in keys) for row in batch}
    for some in iter_batches(release_ids):
        query = select(*(table.c[key] for key in keys)).where(table.c.release_id.in_(some))
        gone = [dict(zip(keys, row, strict=True)) for row in connection.execute(query) if tuple(row) not in new]
        if gone:
            is_it = and_(*(table.c[key] == bindparam(f"a_{key}") for key in keys))
            connection.execute(table.delete().where(is_it), [{f"a_{key}": row[key] for key in keys} for row in gone])
