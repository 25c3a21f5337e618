"""What the full-text index holds of each article: its text in parts, its title, and the sentences of its claims."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from storage.columns import clean_text
from storage.database import Row, iter_batches
from storage.schema import articles, claims, search_documents
from storage.tokens import Unit, find_units, index_words

SIZE = 4_000  # units of a document; PostgreSQL counts no more than 16,383 places in one
OVERLAP = 40  # units that two parts share, so that no phrase falls between them
TITLE = -1  # the part that is the title
FIRST_SENTENCE = -2  # the part that is the sentence at the text's first code point; the next one's is one lower
# What each word of those begins with: none of a text does (storage.tokens), so that each is found apart.
IN_TITLE, IN_SENTENCE = "q1", "q0"


class Indexed(NamedTuple):
    """What of an article is searched through."""

    title: str
    text: str


def index_articles(connection: Connection, indexed: Mapping[str, Indexed]) -> None:
    """Index these articles' titles and texts, by their ids, in place of what was indexed of them."""
    parts = search_documents.c.part >= TITLE
    for ids in iter_batches(sorted(indexed)):
        connection.execute(search_documents.delete().where(search_documents.c.article_id.in_(ids), parts))
        rows = [row for each in ids for row in _documents(each, indexed[each])]
        if rows:
            connection.execute(search_documents.insert(), rows)


def index_sentences(connection: Connection, article_ids: Iterable[str], told: Iterable[Row]) -> None:
    """Index the sentences of these articles' claims, which are rows of `claims`; what is there already stays."""
    wanted = {(row["article_id"], row["part"]): row for row in _sentences(told)}
    there: dict[tuple[str, int], Any] = {}
    columns = [search_documents.c[name] for name in ("id", "article_id", "part", "tokens")]
    for ids in iter_batches(sorted(article_ids)):
        query = select(*columns).where(search_documents.c.article_id.in_(ids), search_documents.c.part < TITLE)
        there |= {(row.article_id, row.part): row for row in connection.execute(query)}
    gone = [{"document": row.id} for key, row in there.items() if wanted.get(key, {}).get("tokens") != row.tokens]
    new = [row for key, row in wanted.items() if key not in there or there[key].tokens != row["tokens"]]
    if gone:
        connection.execute(search_documents.delete().where(search_documents.c.id == bindparam("document")), gone)
    if new:
        connection.execute(search_documents.insert(), new)


def index_missing(connection: Connection) -> None:
    """Index the articles that never were, or by a moxun that did not index titles."""
    title = select(search_documents.c.id).where(
        search_documents.c.article_id == articles.c.id, search_documents.c.part == TITLE
    )
    unknown = select(articles.c.id).where(articles.c.text != "", ~title.exists()).order_by(articles.c.id)
    columns = [claims.c[name] for name in ("article_id", "evidence", "evidence_start")]
    for some in iter_batches(connection.scalars(unknown).all()):
        rows = connection.execute(
            select(articles.c.id, articles.c.title, articles.c.text).where(articles.c.id.in_(some))
        )
        index_articles(connection, {row.id: Indexed(row.title, row.text) for row in rows})
        told = connection.execute(select(*columns).where(claims.c.article_id.in_(some))).mappings()
        index_sentences(connection, some, [dict(row) for row in told])


def sentence_part(start: int) -> int:
    """The part of the sentence that begins at this code point of the text."""
    return FIRST_SENTENCE - start


def _documents(article_id: str, indexed: Indexed) -> Iterator[dict[str, Any]]:
    if indexed.text:
        yield _row(article_id, TITLE, 0, find_units(clean_text(indexed.title)), IN_TITLE)
    units = find_units(indexed.text)
    for part, first in enumerate(range(0, max(1, len(units) - OVERLAP), SIZE - OVERLAP)):
        some = units[first : first + SIZE]
        if some:
            yield _row(article_id, part, some[0].start, some)


def _sentences(told: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Of two that begin at the same place, the longer one."""
    longest: dict[tuple[str, int], str] = {}
    for row in told:
        key = row["article_id"], row["evidence_start"]
        longest[key] = max(longest.get(key, ""), row["evidence"], key=len)
    for (article_id, start), sentence in longest.items():
        units = find_units(clean_text(sentence))[:SIZE]
        yield _row(article_id, sentence_part(start), start, units, IN_SENTENCE)


def _row(article_id: str, part: int, start: int, units: Sequence[Unit], prefix: str = "") -> dict[str, Any]:
    """The words with a blank before and after each: what has them together is found without the index too."""
    words = "".join(f"{prefix}{word} " for word in index_words(units))
    return {"article_id": article_id, "part": part, "start": start, "tokens": f" {words}"}
