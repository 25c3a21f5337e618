"""The tables. Their names and columns are public: people query them with their own tools.

Every row is named by what it holds, so a rebuilt database has the same rows. A change here raises SCHEMA_VERSION.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

SCHEMA_VERSION = 1
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def clean_text(text: str) -> str:
    """The text with NUL and lone surrogates, which PostgreSQL refuses, as U+FFFD. Its length, and so offsets, stay."""
    return _UNSTORABLE.sub("\ufffd", text)


class CleanText(TypeDecorator[str]):
    """Text that every database takes, and sorts by code point: the same order on all of them."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text(collation="C" if dialect.name == "postgresql" else None))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean_text(value)


class JsonText(TypeDecorator[Any]):
    """JSON as text, because PostgreSQL cannot compare its own `json`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401 whatever JSON holds
        if value is None:
            return None
        return clean_text(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401
        return None if value is None else json.loads(value)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, in UTC on both sides: SQLite keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, CleanText, nullable=False, primary_key=key)


def _index(name: str) -> Index:
    """For what is looked up whole. A hash: PostgreSQL's trees refuse values over 2,704 bytes, and URLs are longer."""
    return Index(None, name, postgresql_using="hash")


def _dates(prefix: str) -> list[Column[Any]]:
    """A range of days as PartialDate has it; all NULL where there is none."""
    days: list[Column[Any]] = [Column(f"{prefix}_{end}", Date) for end in ("start", "end")]
    return days + [Column(f"{prefix}_{word}", CleanText) for word in ("precision", "basis", "raw")]


def _spans(*names: str) -> list[Column[int]]:
    """Half-open ranges of code points in `articles.text`; both ends NULL where there is none."""
    return [Column(f"{name}_{end}", Integer) for name in names for end in ("start", "end")]


meta = Table("meta", metadata, _text("name", key=True), _text("value"))

captures = Table(
    "captures",
    metadata,
    _text("file", key=True),
    Column("offset", BigInteger, primary_key=True, autoincrement=False),
    Column("length", BigInteger, nullable=False),
    _text("url"),
    _text("site"),
    Column("fetched_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    _text("mime"),
    _text("digest"),
    _text("etag"),
    _text("last_modified"),
    _text("modified"),
    _index("url"),
    _index("site"),
)

articles = Table(
    "articles",
    metadata,
    _text("id", key=True),
    _text("url"),
    _text("digest"),
    _text("site"),
    _text("language"),
    _text("title"),
    *_dates("published"),
    _text("cleaner"),  # "" where the page was read and holds no article
    _text("text"),
    _text("rules"),  # the fingerprint of the rules that read it
    _index("url"),
)

releases = Table(
    "releases",
    metadata,
    _text("id", key=True),
    Column("vendor", CleanText),
    Column("vendor_id", CleanText),
    _text("model"),
    _text("key"),
    _text("folded"),  # the model's name as it is searched for
    _text("kind"),
    _text("status"),
    *_dates("date"),
    Column("conflicts", JsonText, nullable=False),
    Column("claim_count", Integer, nullable=False),
    Column("first_seen", Date),
    Column("last_seen", Date),
    _index("vendor_id"),
    _index("key"),
    Index(None, "date_start"),
)

claims = Table(
    "claims",
    metadata,
    _text("id", key=True),
    Column("article_id", CleanText, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("release_id", CleanText, ForeignKey("releases.id", ondelete="SET NULL")),
    Column("vendor", CleanText),
    Column("vendor_id", CleanText),
    Column("model", CleanText),
    Column("key", CleanText),
    _text("kind"),
    _text("status"),
    *_dates("date"),
    _text("evidence"),  # articles.text[evidence_start:evidence_end]
    *_spans("evidence", "model", "vendor", "date_span", "trigger"),
    _text("rule"),
    Column("score", Double, nullable=False),
    Column("terms", JsonText, nullable=False),
    Index(None, "article_id"),
    Index(None, "release_id"),
)

problems = Table(
    "problems",
    metadata,
    _text("id", key=True),
    Column("article_id", CleanText, ForeignKey("articles.id", ondelete="CASCADE")),  # NULL where none was being read
    _text("stage"),
    _text("code"),
    _text("value"),
    _text("where"),
    Index(None, "article_id"),
    Index(None, "stage", "code"),
)

runs = Table(
    "runs",
    metadata,
    _text("id", key=True),
    _text("kind"),
    _text("site"),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),  # NULL while it runs, or where it died
    _text("outcome"),
    Column("counts", JsonText, nullable=False),
    Index(None, "site", "started"),
)
