"""The releases, as the stored claims tell them: written anew from nothing but those, and only where they changed."""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from extract.folding import fold
from extract.merge import merge_claims
from extract.records import Release
from storage.database import Row, save_rows
from storage.extractions import StoredClaim, date_columns, iter_claims
from storage.schema import claims, releases

PLAIN = ("id", "vendor", "vendor_id", "model", "key", "kind", "status")  # named alike in Release and its row


def rebuild_releases(connection: Connection, accept: float | None = None) -> int:
    """Make the releases what the claims say, and return how many there are. Unchanged ones are not written.

    Only claims of the newest version of each page with a score of at least `accept` count (extract.claims.ACCEPT).
    """
    stored = list(iter_claims(connection, _accept() if accept is None else accept))
    seen = {each.claim: each for each in stored}
    merged = merge_claims(seen)
    save_rows(
        connection, releases, [_release_row(release, [seen[claim] for claim in release.claims]) for release in merged]
    )
    _link(connection, {seen[claim].id: release.id for release in merged for claim in release.claims})
    gone = set(connection.scalars(select(releases.c.id))) - {release.id for release in merged}
    for each in sorted(gone):
        connection.execute(delete(releases).where(releases.c.id == each))
    return len(merged)


def fold_model(name: str) -> str:
    """A model's name without case, width, blanks and hyphens, as it is searched for: `gpt5.3codex`."""
    return "".join(sign for sign in fold(name).casefold() if sign.isalnum() or sign in ".+")


def _accept() -> float:
    from extract.claims import ACCEPT  # noqa: PLC0415 brings the whole grammar, which queries do not need

    return ACCEPT


def _release_row(release: Release, stored: list[StoredClaim]) -> Row:
    days = [each.seen for each in stored if each.seen]
    return {
        **{name: getattr(release, name) for name in PLAIN},
        "folded": fold_model(release.model),
        **date_columns("date", release.date),
        "conflicts": release.conflicts,
        "claim_count": len(stored),
        "first_seen": min(days, default=None),
        "last_seen": max(days, default=None),
    }


def _link(connection: Connection, homes: dict[str, str]) -> None:
    """Let each claim say which release it is part of."""
    rows = connection.execute(select(claims.c.id, claims.c.release_id).order_by(claims.c.id)).all()
    moved: list[dict[str, Any]] = [
        {"claim": row.id, "home": homes.get(row.id)} for row in rows if row.release_id != homes.get(row.id)
    ]
    if moved:
        connection.execute(
            update(claims).where(claims.c.id == bindparam("claim")).values(release_id=bindparam("home")), moved
        )
