"""Releases as rows: of `releases`, of what belongs to each, and of their claims. Written only where they changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, select, update

from extract.facts import facts_of
from extract.folding import fold
from extract.records import Claim, Release
from storage.database import Row, iter_batches, save_rows
from storage.extraction_rows import date_columns
from storage.extractions import StoredClaim
from storage.queueing import bucket_of
from storage.schema import claims, corrections, release_claims, release_events

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
    connection: Connection, merged: Iterable[Release], stored: Mapping[Claim, StoredClaim], ids: Sequence[str]
) -> None:
    """The links, timelines and corrections of the releases with these ids; those that are not merged have none."""
    parts: dict[Table, list[Row]] = {release_claims: [], release_events: [], corrections: []}
    for release in merged:
        parts[release_claims] += _link_rows(release, stored)
        parts[release_events] += [
            {"release_id": release.id, "event": each.event, "claim_count": each.claim_count}
            | date_columns("date", each.date)
            for each in release.events
        ]
        parts[corrections] += [
            {"release_id": release.id, "field": each.field, "said": each.said, "value": each.value}
            | {"judgement_id": each.judgement}
            for each in release.corrections
        ]
    for table, rows in parts.items():
        _replace_rows(connection, table, ids, rows)


def link_claims(connection: Connection, buckets: Sequence[str], homes: Mapping[str, str]) -> None:
    """Let each claim of the buckets say which release it is part of."""
    moved = []
    for some in iter_batches(buckets):
        rows = connection.execute(select(claims.c.id, claims.c.release_id).where(claims.c.bucket.in_(some)))
        moved += [{"claim": row.id, "home": homes.get(row.id)} for row in rows if row.release_id != homes.get(row.id)]
    if moved:
        statement = update(claims).where(claims.c.id == bindparam("claim")).values(release_id=bindparam("home"))
        connection.execute(statement, sorted(moved, key=lambda row: str(row["claim"])))


def _link_rows(release: Release, stored: Mapping[Claim, StoredClaim]) -> list[Row]:
    return [
        {"release_id": release.id, "claim_id": stored[link.claim].id, "stance": link.stance}
        | {"about": " ".join(link.about)}
        for link in release.links
    ]


def _replace_rows(connection: Connection, table: Table, release_ids: Sequence[str], rows: Sequence[Row]) -> None:
    """Make the rows of these releases these."""
    keys = [column.name for column in table.primary_key.columns]
    new = {tuple(row[key] for key in keys) for row in rows}
    for some in iter_batches(release_ids):
        query = select(*(table.c[key] for key in keys)).where(table.c.release_id.in_(some))
        gone = [dict(zip(keys, row, strict=True)) for row in connection.execute(query) if tuple(row) not in new]
        if gone:
            is_it = and_(*(table.c[key] == bindparam(f"a_{key}") for key in keys))
            connection.execute(table.delete().where(is_it), [{f"a_{key}": row[key] for key in keys} for row in gone])
    save_rows(connection, table, rows)
