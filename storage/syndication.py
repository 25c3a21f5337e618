"""Which articles repeat which, on other sites: found by the bands of their simhashes (extract.simhash), by an index.

What an article repeats is made of pairs alone, so the order in which articles come does not matter: of all that are
near it, of other publishers, within 30 days and ranked before it, the first. A vendor's own site ranks before others,
then the day, then the moment it was first fetched, then the id.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, bindparam, func, select

from extract.simhash import BANDS, BITS, NEAR, bands_of, near_bands_of
from extract.sources import host_of, publisher_of
from storage.database import iter_batches, save_rows
from storage.prepared import Prepared
from storage.queueing import save_copies
from storage.schema import articles, captures, simhash_bands

WINDOW = 30  # days
_ALL = (1 << BITS) - 1
_WITH_A_BAND = select(simhash_bands.c.article_id, simhash_bands.c.simhash).where(
    simhash_bands.c.band.in_([bindparam(f"band{place}") for place in range(BANDS + BITS)]),
    simhash_bands.c.day.between(bindparam("first"), bindparam("last")),
)


class _Known(NamedTuple):
    """An article as it is ranked: the first by its fields is the original."""

    is_others: bool  # not on the site of a vendor
    day: date
    fetched: float
    id: str
    publisher: str
    simhash: int
    copy_of: str | None


def link_copies(connection: Connection, article_ids: Iterable[str]) -> None:
    """Say of these articles, which were just saved or dropped, what they repeat and what repeats them."""
    ids = sorted(set(article_ids))
    known = _Articles(connection)
    known.load(ids)
    moved = _save_bands(connection, ids, known)
    orphans = [
        id
        for some in iter_batches(moved)
        for id in connection.scalars(select(articles.c.id).where(articles.c.copy_of.in_(some)))
    ]
    known.load(orphans)
    originals: dict[str, str | None] = {id: known.original_of(id) for id in {*ids, *orphans}}
    originals |= _find_followers(known, ids, set(originals))
    for some in iter_batches(sorted(originals)):
        save_copies(connection, {id: originals[id] for id in some})


class _Articles:
    """What is known of articles, each loaded once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.by_id: dict[str, _Known | None] = {}
        self.near: dict[str, list[_Known]] = {}

    def load(self, ids: Iterable[str]) -> None:
        """None for those that are not there, or have no simhash or no day."""
        for some in iter_batches(sorted(set(ids) - self.by_id.keys())):
            self.by_id |= dict.fromkeys(some)
            self.by_id |= {each.id: each for each in _load_known(self.connection, some)}

    def near_to(self, id: str) -> list[_Known]:
        """The articles of other publishers that are near it."""
        own = self.by_id.get(id)
        if own and id not in self.near:
            ids = _find_near(self.connection, own)
            self.load(ids)
            found = [each for other in ids if (each := self.by_id[other])]
            self.near[id] = [each for each in found if each.publisher != own.publisher]
        return self.near.get(id, [])

    def original_of(self, id: str) -> str | None:
        own = self.by_id.get(id)
        first = min([*self.near_to(id), own]) if own else None
        return first.id if first and first.id != id else None


def _find_followers(known: _Articles, ids: Sequence[str], found: set[str]) -> dict[str, str | None]:
    """Of the others, those that come after one of these, and the first of what they repeated and of these."""
    firsts: dict[str, _Known] = {}
    for own in filter(None, map(known.by_id.get, ids)):
        later = [each for each in known.near_to(own.id) if each > own and each.id not in found]
        known.load(each.copy_of for each in later if each.copy_of)
        for each in later:
            there = known.by_id[each.copy_of] if each.copy_of else None
            firsts[each.id] = min(filter(None, (own, there, firsts.get(each.id))))
    return {id: first.id for id, first in firsts.items()}


def _load_known(connection: Connection, ids: Sequence[str]) -> Iterable[_Known]:
    same = (captures.c.url == articles.c.url) & (captures.c.digest == articles.c.digest)
    fetched = select(func.min(captures.c.fetched_at)).where(same, captures.c.status.between(200, 299))
    names = ("id", "url", "simhash", "copy_of", "published_start", "published_precision")
    query = select(*(articles.c[name] for name in names), fetched.scalar_subquery().label("fetched"))
    for row in connection.execute(query.where(articles.c.id.in_(ids), articles.c.simhash.is_not(None))):
        day = _day_of(row.published_start, row.published_precision, row.fetched)
        if day:
            publisher, vendor = publisher_of(host_of(row.url))
            moment = row.fetched.timestamp() if row.fetched else float("inf")
            yield _Known(not vendor, day, moment, row.id, publisher, row.simhash, row.copy_of)


def _day_of(published: date | None, precision: str | None, fetched: datetime | None) -> date | None:
    """The day the article came out; where that is not known to the day, the day it was first fetched."""
    return published if precision == "day" or not fetched else fetched.date()


def _find_near(connection: Connection, own: _Known) -> list[str]:
    day = own.day.toordinal()
    values: dict[str, Any] = {f"band{place}": band for place, band in enumerate(near_bands_of(own.simhash))}
    values |= {
        "first": date.fromordinal(max(1, day - WINDOW)),
        "last": date.fromordinal(min(date.max.toordinal(), day + WINDOW)),
    }
    rows = _prepare_look_up(connection.dialect).find_all(connection, values)
    simhash = own.simhash  # what `distance` does: there may be hundreds
    return sorted({row[0] for row in rows if ((row[1] ^ simhash) & _ALL).bit_count() <= NEAR})


@lru_cache
def _prepare_look_up(dialect: Dialect) -> Prepared:
    return Prepared(_WITH_A_BAND, dialect)


def _save_bands(connection: Connection, ids: Sequence[str], known: _Articles) -> list[str]:
    """Let the bands of these articles be what they are; returns those of which they were others, or are gone."""
    there: dict[str, set[tuple[int, date, int]]] = {id: set() for id in ids}
    for some in iter_batches(ids):
        for row in connection.execute(select(simhash_bands).where(simhash_bands.c.article_id.in_(some))):
            there[row.article_id].add((row.band, row.day, row.simhash))
    new = {
        id: {(band, own.day, own.simhash) for band in bands_of(own.simhash)} if (own := known.by_id[id]) else set()
        for id in ids
    }
    moved = [id for id in ids if there[id] != new[id] or not new[id]]
    gone = [{"article": id} for id in moved if there[id]]
    if gone:
        connection.execute(simhash_bands.delete().where(simhash_bands.c.article_id == bindparam("article")), gone)
    names = ("band", "day", "simhash")
    rows = [{"article_id": id, **dict(zip(names, each, strict=True))} for id in moved for each in new[id]]
    save_rows(connection, simhash_bands, rows)
    return moved
