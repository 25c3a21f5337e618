"""The releases, as the stored claims and the judgements tell them, and nothing else does."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from extract.rulings import Rulings
from storage.database import save_rows
from storage.documents import index_missing
from storage.judgements import load_judgements
from storage.knowledge import save_knowledge
from storage.merging import merge_queued
from storage.queueing import queue_everything
from storage.schema import meta, releases
from storage.statistics import refresh_statistics

MERGED = "merged"  # in `meta`: the fingerprint of what the releases were merged by


def rebuild_releases(
    connection: Connection, accept: float | None = None, *, rules: str = "", at: datetime | None = None
) -> int:
    """Merge all claims anew, and return how many current releases there are. Unchanged ones are not written.

    Only claims of the newest version of each page with a score of at least `accept` count (extract.claims.ACCEPT).
    Ids that were given out once stay: those that are no more are marked, and lead to what took their place.
    """
    save_knowledge(connection)
    index_missing(connection)
    queue_everything(connection)
    save_rows(connection, meta, [{"name": MERGED, "value": rules}])
    return _merge(connection, accept, at)


def update_releases(
    connection: Connection, rules: str, accept: float | None = None, *, at: datetime | None = None
) -> int:
    """Merge what has changed since the last time; all of it, where the releases were merged by other rules."""
    if connection.scalar(select(meta.c.value).where(meta.c.name == MERGED)) != rules:
        return rebuild_releases(connection, accept, rules=rules, at=at)
    return _merge(connection, accept, at)


def forget_merging(connection: Connection) -> None:
    """Let everything be merged anew the next time."""
    save_rows(connection, meta, [{"name": MERGED, "value": ""}])


def _merge(connection: Connection, accept: float | None, at: datetime | None) -> int:
    rulings = Rulings(load_judgements(connection))
    merge_queued(connection, rulings, _accept() if accept is None else accept, at)
    refresh_statistics(connection)
    is_current = releases.c.state == "current"
    return connection.scalar(select(func.count()).select_from(releases).where(is_current)) or 0


def _accept() -> float:
    from extract.claims import ACCEPT  # noqa: PLC0415 brings the whole grammar, which queries do not need

    return ACCEPT
