"""The kinds of columns that every table is made of; each means the same on SQLite and PostgreSQL."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

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
    return text if _is_storable(text) else _UNSTORABLE.sub("\ufffd", text)


def _is_storable(text: str) -> bool:
    """In a tenth of the time that the expression takes to look at each character."""
    if "\0" in text:
        return False
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


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


def text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, CleanText, nullable=False, primary_key=key)


def lookup_index(name: str) -> Index:
    """For what is looked up whole. A hash: PostgreSQL's trees refuse values over 2,704 bytes, and URLs are longer."""
    return Index(None, name, postgresql_using="hash")


def belongs(name: str, to: str, *, key: bool = False) -> Column[str]:
    """Goes with what it belongs to."""
    return Column(name, CleanText, ForeignKey(to, ondelete="CASCADE"), nullable=False, primary_key=key)


def day(name: str) -> Column[Any]:
    """A day, or NULL."""
    return Column(name, Date)


def dates(prefix: str) -> list[Column[Any]]:
    """A range of days as PartialDate has it; all NULL where there is none."""
    days: list[Column[Any]] = [Column(f"{prefix}_{end}", Date) for end in ("start", "end")]
    return days + [Column(f"{prefix}_{word}", CleanText) for word in ("precision", "basis", "raw")]


def spans(*names: str) -> list[Column[int]]:
    """Half-open ranges of code points in `articles.text`; both ends NULL where there is none."""
    return [Column(f"{name}_{end}", Integer) for name in names for end in ("start", "end")]
