"""Pages of a sorted list that stay right while rows come and go: each page says after which row the next begins."""

import base64
import binascii
import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Date, Integer, Row, and_, or_

from storage.schema import releases

Order = Literal["newest", "oldest", "told", "vendor", "model", "claims"]
ORDERS: tuple[Order, ...] = get_args(Order)

Place = list[Any]  # a row's values of the columns it is sorted by


class BadPageError(ValueError):
    """A page that was never given out, or was for another order."""


@dataclass(frozen=True, slots=True)
class _Sorting:
    """Columns, the first of which may be NULL (such rows come last), and whether that one falls."""

    columns: tuple[ColumnElement[Any], ...]
    falls: bool = False


_SORTINGS: dict[str, _Sorting] = {
    "newest": _Sorting((releases.c.date_start, releases.c.id), falls=True),
    "oldest": _Sorting((releases.c.date_start, releases.c.id)),
    "told": _Sorting((releases.c.first_seen, releases.c.id), falls=True),
    "vendor": _Sorting((releases.c.vendor, releases.c.folded, releases.c.id)),
    "model": _Sorting((releases.c.folded, releases.c.id)),
    "claims": _Sorting((releases.c.claim_count, releases.c.id), falls=True),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that one statement gives in the order: conditions, and what to sort by."""

    conditions: tuple[ColumnElement[bool], ...]
    order: tuple[ColumnElement[Any], ...]


def iter_parts(order: Order, after: str | None) -> Iterator[Part]:
    """The rows behind that place: first those with a value, then those without, so that an index serves for either."""
    if order not in _SORTINGS:
        raise ValueError(f"no order {order!r}: there are {', '.join(ORDERS)}")
    sorting, place = _SORTINGS[order], _read_place(order, after)
    first, *others = sorting.columns
    if place is None or place[0] is not None:
        behind = (_is_behind(sorting, place),) if place else ()
        yield Part((first.is_not(None), *behind), (first.desc() if sorting.falls else first, *others))
    behind = (_is_after(others, place[1:]),) if place and place[0] is None else ()
    yield Part((first.is_(None), *behind), tuple(others))


def page_after(order: Order, row: Row[Any]) -> str:
    """The name of the page that begins behind this row."""
    values = [row._mapping[column] for column in _SORTINGS[order].columns]
    told = [value.isoformat() if isinstance(value, datetime.date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps([order, *told]).encode()).decode().rstrip("=")


def _read_place(order: Order, after: str | None) -> Place | None:
    if after is None:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        named, *place = found
        values = [_read_value(*pair) for pair in zip(place, _SORTINGS[order].columns, strict=True)]
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadPageError(f"no page {after[:80]!r}") from error
    if named != order or None in values[1:]:
        raise BadPageError(f"page {after[:80]!r} is of another order")
    return values


def _read_value(value: object, column: ColumnElement[Any]) -> object:
    if value is None:
        return None
    if isinstance(column.type, Date) and isinstance(value, str):
        return datetime.date.fromisoformat(value)
    if type(value) is not (int if isinstance(column.type, Integer) else str):
        raise TypeError(f"{value!r} is no value of {column}")
    return value


def _is_behind(sorting: _Sorting, place: Place) -> ColumnElement[bool]:
    first, *others = sorting.columns
    value, *rest = place
    reached: ColumnElement[bool] = first <= value if sorting.falls else first >= value  # all that an index can use
    return and_(reached, or_(first != value, _is_after(others, rest)))


def _is_after(columns: Sequence[ColumnElement[Any]], place: Place) -> ColumnElement[bool]:
    """Later in the order of all these columns."""
    first, *others = columns
    later: ColumnElement[bool] = first > place[0]
    return or_(later, and_(first == place[0], _is_after(others, place[1:]))) if others else later
