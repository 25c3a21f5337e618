"""What was read from each page: its article, claims and problems. All versions of a page stay; the newest counts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    or_,
    select,
    update,
)

from extract.records import Capture, Extraction
from storage.database import Row, iter_batches, row_id, save_rows
from storage.documents import replace_documents
from storage.extraction_rows import ExtractionRows, Reading, digest_rows, extraction_rows, make_reading
from storage.queueing import mark_current, queue_readings
from storage.schema import articles, claims, problems
from storage.syndication import link_copies

PARAMETERS = 10_000  # of one statement; SQLite takes 32,766
_RULES: BindParameter[str] = bindparam("a_rules")
_CLEANING: BindParameter[str] = bindparam("a_cleaning")
_IS_OLDER = or_(articles.c.rules != _RULES, articles.c.cleaning != _CLEANING)
_IS_THE_SAME = and_(articles.c.id == bindparam("a_id"), articles.c.reading == bindparam("a_digest"))
_READ_AGAIN = update(articles).where(_IS_THE_SAME, _IS_OLDER).values(rules=_RULES, cleaning=_CLEANING)


class Unchanged(NamedTuple):
    """An article of which a later reading says the same."""

    id: str
    rules: str
    cleaning: str
    digest: str  # of what it says (Reading)


def save_extraction(connection: Connection, extraction: Extraction, url: str, digest: str, rules: str = "") -> None:
    """Keep what was read from a page, in place of what was read from the same page before.

    Of two claims of one vendor and model, which an article cannot make, the one with the higher score stays.
    What is the same as before is not written. `rules` is the fingerprint of the rules that read it.
    """
    save_extractions(connection, [extraction_rows(extraction, url, digest, rules)])


def save_extractions(connection: Connection, extractions: Iterable[ExtractionRows]) -> None:
    """The same of several pages at once; where a page is there twice, the last one counts."""
    save_readings(connection, (make_reading(each, digest_rows(each)) for each in extractions))


def save_readings(connection: Connection, readings: Iterable[Reading]) -> None:
    """The same of pages whose rows were made ready elsewhere. Of what is as it was, only by which rules it was read."""
    unique = {each.rows.article["id"]: each for each in readings}
    query = select(articles.c.id, articles.c.reading).where(articles.c.id.in_(sorted(unique)))
    there = {row.id: row.reading for row in connection.execute(query)}
    new = {id: each for id, each in unique.items() if there.get(id) != each.digest}
    if new:
        _save_new(connection, new, sorted(there.keys() & new.keys()))
    again = [each for id, each in unique.items() if id not in new]
    save_rules(connection, [as_unchanged(each.rows, each.digest) for each in again])


def as_unchanged(rows: ExtractionRows, digest: str) -> Unchanged:
    """What is left to be said of an article where it says what it said before, by that digest."""
    return Unchanged(rows.article["id"], rows.article["rules"], rows.article["cleaning"], digest)


def save_rules(connection: Connection, unchanged: Iterable[Unchanged]) -> None:
    """Say by which rules articles were read once more; not of those that say something else by now."""
    rows = [{f"a_{name}": value for name, value in each._asdict().items()} for each in unchanged]
    if rows:
        connection.execute(_READ_AGAIN, sorted(rows, key=lambda row: str(row["a_id"])))


def _save_new(connection: Connection, new: Mapping[str, Reading], known: Sequence[str]) -> None:
    """Keep what is new of some articles, of which these are known by an older reading."""
    save_rows(connection, articles, [{**each.rows.article, "reading": each.digest} for each in new.values()])
    mark_current(connection, [each.rows.article["url"] for each in new.values()])
    _save_claims(connection, known, [row for each in new.values() for row in each.rows.claims])
    odd = _select(connection, [problems.c.id], problems.c.article_id, known)
    rows = [row for each in new.values() for row in each.rows.problems]
    _replace(connection, problems, {row.id for row in odd}, rows)
    replace_documents(connection, known, [row for each in new.values() for row in each.documents])
    link_copies(connection, new)


def _save_claims(connection: Connection, known: Sequence[str], rows: Sequence[Row]) -> None:
    """Make these the claims of their articles, and let what is not as it was be merged anew."""
    there: dict[str, Row] = {row.id: row._mapping for row in _select(connection, [claims], claims.c.article_id, known)}
    changed = queue_readings(connection, there, rows)
    _replace(connection, claims, set(there), rows, changed)


def load_rules(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """By which rules each of these articles was read; none for those that are not there."""
    query = select(articles.c.id, articles.c.rules).where(articles.c.id.in_(sorted(article_ids)))
    return {row.id: row.rules for row in connection.execute(query)}


def forget_rules(connection: Connection, pages: Iterable[Capture]) -> None:
    """Let these pages count as read by no rules, so that all of them is read again; what was read from them stays."""
    one = update(articles).where(articles.c.id == bindparam("article")).values(rules="", cleaning="")
    for some in iter_batches(pages):  # they may be all there are
        ids = sorted({row_id(page.url, page.digest) for page in some})
        connection.execute(one, [{"article": each} for each in ids])


def drop_articles(connection: Connection, pages: Iterable[Capture]) -> int:
    """Forget what was read from these pages; returns how many articles that were."""
    ids = sorted({row_id(page.url, page.digest) for page in pages})
    one = articles.delete().where(articles.c.id == bindparam("article"))
    count = connection.execute(one, [{"article": each} for each in ids]).rowcount if ids else 0
    link_copies(connection, ids)
    return count


def load_titles(connection: Connection, pages: Iterable[Capture]) -> dict[tuple[str, str], str]:
    """The titles of those of these pages that were read, by address and digest."""
    ids = sorted({row_id(page.url, page.digest) for page in pages})
    titles = dict[tuple[str, str], str]()
    for start in range(0, len(ids), PARAMETERS):
        query = select(articles.c.url, articles.c.digest, articles.c.title)
        some = query.where(articles.c.id.in_(ids[start : start + PARAMETERS]))
        titles |= {(row.url, row.digest): row.title for row in connection.execute(some)}
    return titles


def _replace(
    connection: Connection, table: Table, there: set[str], rows: Sequence[Row], changed: Collection[str] | None = None
) -> None:
    """Make the rows with these ids these rows, of which some have `changed`."""
    gone: list[dict[str, Any]] = [{"row": each} for each in sorted(there - {row["id"] for row in rows})]
    if gone:
        connection.execute(table.delete().where(table.c.id == bindparam("row")), gone)
    save_rows(connection, table, [row for row in rows if changed is None or row["id"] in changed])


def _select(
    connection: Connection, what: Sequence[Any], column: ColumnElement[Any], values: Sequence[str]
) -> Iterator[Any]:
    """The rows that have one of these values."""
    for some in iter_batches(values):
        yield from connection.execute(select(*what).where(column.in_(some)))
