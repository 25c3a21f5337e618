"""Words as conditions of the database: by the full-text index where they are rare, one by one where they are common.

A list that is gone through from its beginning soon has a page of what is common, and the index would first collect all
of it; what is rare is in few documents, and the list would be gone through to its end. Either way the answer is the
same, on SQLite as on PostgreSQL.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal_column, select
from sqlalchemy import text as sql

from storage.documents import FIRST_SENTENCE, IN_SENTENCE, IN_TITLE, TITLE
from storage.schema import articles, claims, releases, search_documents
from storage.tokens import find_phrases, phrase_words

RARE = 15_000  # documents; collecting them takes a fiftieth of a second
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases that one document must have, all of them, in the words of the index."""

    phrases: tuple[str, ...]
    dialect: str

    def found(self) -> Select[Any]:
        """The ids of the documents that have them, by the index."""
        if self.dialect == "sqlite":
            match = " AND ".join(f'"{each}"' for each in self.phrases)  # ASCII letters and digits: nothing to escape
            rows: Select[Any] = select(literal_column("rowid")).select_from(sql("search_index"))
            return rows.where(sql("search_index MATCH :moxun_words").bindparams(moxun_words=match))
        vector = func.to_tsvector(literal_column("'simple'"), search_documents.c.tokens)
        told = (func.phraseto_tsquery(literal_column("'simple'"), each) for each in self.phrases)
        return select(search_documents.c.id).where(*(vector.op("@@", is_comparison=True)(each) for each in told))

    def has(self) -> Condition:
        """Whether a row of `search_documents` has them, by its words."""
        return and_(*(search_documents.c.tokens.contains(f" {each} ", autoescape=True) for each in self.phrases))

    def is_rare(self, connection: Connection) -> bool:
        some = self.found().limit(RARE + 1).subquery()
        return (connection.scalar(select(func.count()).select_from(some)) or 0) <= RARE


def articles_saying(connection: Connection, text: str, *, in_title: bool = False) -> Condition | None:
    """Whether a row of `articles` has the words, in its text or in its title; None where there is no word to look for.

    Words may stand anywhere; what is quoted, and a number with the word before it, must stand together.
    """
    wording = _read(connection, text, IN_TITLE if in_title else "")
    if wording is None:
        return None
    if wording.is_rare(connection):
        named = select(search_documents.c.article_id).where(search_documents.c.id.in_(wording.found()))
        return articles.c.id.in_(named)
    part = search_documents.c.part == TITLE if in_title else search_documents.c.part >= 0
    own: Select[Any] = select(literal_column("1")).where(
        search_documents.c.article_id == articles.c.id, part, wording.has()
    )
    return own.exists()


def releases_told_with(connection: Connection, text: str) -> Condition | None:
    """Whether a sentence that a row of `releases` rests on has the words; None where there is no word to look for."""
    wording = _read(connection, text, IN_SENTENCE)
    if wording is None:
        return None
    same = and_(
        search_documents.c.article_id == claims.c.article_id,
        search_documents.c.part == FIRST_SENTENCE - claims.c.evidence_start,
    )
    told = select(claims.c.release_id).join_from(search_documents, claims, same)
    if wording.is_rare(connection):
        found = search_documents.c.id.in_(wording.found())
        return releases.c.id.in_(told.where(found, claims.c.release_id.is_not(None)))
    return told.where(claims.c.release_id == releases.c.id, wording.has()).exists()


def _read(connection: Connection, text: str, prefix: str) -> Wording | None:
    phrases = [" ".join(prefix + word for word in phrase_words(phrase)) for phrase in find_phrases(text)]
    return Wording(tuple(dict.fromkeys(phrases)), connection.dialect.name) if phrases else None
