"""What the full-text index holds of each article: its text in parts, its title, and the sentences of its claims."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, bindparam, func, select

from storage.columns import clean_text
from storage.database import Row, iter_batches
from storage.prepared import Prepared
from storage.schema import articles, claims, search_documents
from storage.tokens import iter_documents

SIZE = 4_000  # units of a document; PostgreSQL counts no more than 16,383 places in one
OVERLAP = 40  # units that two parts share, so that no phrase falls between them
TITLE = -1  # the part that is the title
FIRST_SENTENCE = -2  # the part that is the sentence at the text's first code point; the next one's is one lower
# What each word of those begins with: none of a text does (storage.tokens), so that each is found apart.
IN_TITLE, IN_SENTENCE = "q1", "q0"
_INDEX_AFTER = "INSERT INTO search_index(rowid, tokens) SELECT id, tokens FROM search_documents WHERE id > ?"


def make_documents(article: Row, told: Iterable[Row]) -> list[Row]:
    """What is indexed of an article, as rows of `search_documents`: `told` are its claims."""
    return [*_documents(article["id"], article["title"], article["text"]), *_sentences(article["id"], told)]


def replace_documents(connection: Connection, known: Iterable[str], documents: Sequence[Row]) -> None:
    """Make these documents all there are of their articles; `known` are those of which some may be there already."""
    wanted = {(row["article_id"], row["part"]): row for row in documents}
    there: dict[tuple[str, int], Any] = {}
    columns = [search_documents.c[name] for name in ("id", "article_id", "part", "tokens")]
    for ids in iter_batches(sorted(known)):
        query = select(*columns).where(search_documents.c.article_id.in_(ids))
        there |= {(row.article_id, row.part): row for row in connection.execute(query)}
    gone = [{"document": row.id} for key, row in there.items() if wanted.get(key, {}).get("tokens") != row.tokens]
    new = [row for key, row in wanted.items() if key not in there or there[key].tokens != row["tokens"]]
    if gone:
        connection.execute(search_documents.delete().where(search_documents.c.id == bindparam("document")), gone)
    if new:
        _add(connection, new)


def _add(connection: Connection, new: Sequence[Row]) -> None:
    """On SQLite, new ids follow the last one, as there is one writer at a time."""
    last = connection.scalar(select(func.max(search_documents.c.id))) or 0
    _prepare_insert(connection.dialect).execute_all(connection, new)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_INDEX_AFTER, (last,))


@lru_cache
def _prepare_insert(dialect: Dialect) -> Prepared:
    return Prepared(search_documents.insert(), dialect, ("article_id", "part", "start", "tokens"))


def index_missing(connection: Connection) -> None:
    """Index the articles that never were, or by a moxun that did not index titles."""
    title = select(search_documents.c.id).where(
        search_documents.c.article_id == articles.c.id, search_documents.c.part == TITLE
    )
    unknown = select(articles.c.id).where(articles.c.text != "", ~title.exists()).order_by(articles.c.id)
    columns = [claims.c[name] for name in ("article_id", "evidence", "evidence_start")]
    for some in iter_batches(connection.scalars(unknown).all()):
        told: dict[str, list[Row]] = {id: [] for id in some}
        for row in connection.execute(select(*columns).where(claims.c.article_id.in_(some))).mappings():
            told[row["article_id"]].append(dict(row))
        query = select(articles.c.id, articles.c.title, articles.c.text).where(articles.c.id.in_(some))
        rows = [dict(row) for row in connection.execute(query).mappings()]
        replace_documents(connection, some, [each for row in rows for each in make_documents(row, told[row["id"]])])


def sentence_part(start: int) -> int:
    """The part of the sentence that begins at this code point of the text."""
    return FIRST_SENTENCE - start


def _documents(article_id: str, title: str, text: str) -> Iterator[Row]:
    if text:
        yield _row(article_id, TITLE, 0, _first_words(title), IN_TITLE)
    for part, (start, words) in enumerate(iter_documents(clean_text(text), SIZE, OVERLAP)):
        yield _row(article_id, part, start, words)


def _sentences(article_id: str, told: Iterable[Row]) -> Iterator[Row]:
    """Of two that begin at the same place, the longer one."""
    longest: dict[int, str] = {}
    for row in told:
        longest[row["evidence_start"]] = max(longest.get(row["evidence_start"], ""), row["evidence"], key=len)
    for start, sentence in longest.items():
        yield _row(article_id, sentence_part(start), start, _first_words(sentence), IN_SENTENCE)


def _first_words(text: str) -> str:
    return next(iter_documents(clean_text(text), SIZE, OVERLAP), (0, ""))[1]


def _row(article_id: str, part: int, start: int, words: str, prefix: str = "") -> Row:
    """The words with a blank before and after each: what has them together is found without the index too."""
    told = "".join(f"{prefix}{word} " for word in words.split()) if prefix else f"{words} "
    return {"article_id": article_id, "part": part, "start": start, "tokens": f" {told}"}
