"""Which releases are wanted: one record for the command line, the API, pages, feeds and exports alike."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from extract.knowledge import COUNTRIES, Track
from extract.records import KINDS, STATUSES, Kind, Status

CHOICES: Mapping[str, tuple[str, ...]] = {"kind": KINDS, "status": STATUSES, "track": get_args(Track)}
DAYS = {"since": "from", "until": "to", "on": "on"}  # a field, and what it is called where people see it
TEXTS = ("model", "text")


class FilterError(ValueError):
    """A condition that cannot be met by any release, because it is not one; the message says what is."""


@dataclass(frozen=True, slots=True)
class ReleaseFilter:
    """Conditions that a release must meet, all of them; of several values of one condition, any.

    `vendor` is any name or id of a vendor, and means its daughters too; else a part of a name. `model` is a name in
    any spelling, or a part of one. `country` is an ISO 3166-1 code; `city` and `district` are as in docs/vendors.md.
    `since`, `until` and `on` include every release whose range of days touches theirs; without a date, none.
    `min_confidence` is from 0 to 1. `source` is a site that says so. `text` is searched for in names and evidence.
    """

    vendor: tuple[str, ...] = ()
    model: str | None = None
    family: tuple[str, ...] = ()
    kind: tuple[Kind, ...] = ()
    status: tuple[Status, ...] = ()
    track: tuple[Track, ...] = ()
    country: tuple[str, ...] = ()
    city: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    on: datetime.date | None = None
    min_confidence: float | None = None
    source: tuple[str, ...] = ()
    text: str | None = None

    def __post_init__(self) -> None:
        for name, value in _lists(self):
            several = (each.upper() for each in value) if name == "country" else value
            object.__setattr__(self, name, tuple(dict.fromkeys(several)))  # said twice is said once
        for name, choices in CHOICES.items():
            for value in getattr(self, name):
                if value not in choices:
                    raise FilterError(f"{name}: {value!r} is none of {', '.join(choices)}")
        for code in self.country:
            if code not in COUNTRIES:
                raise FilterError(f"country: {code!r} is no code of a country: {', '.join(sorted(COUNTRIES))}")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise FilterError(f"min_confidence: {self.min_confidence} is not from 0 to 1")


def _lists(wanted: ReleaseFilter) -> list[tuple[str, tuple[str, ...]]]:
    """The conditions that may have several values."""
    values = ((field.name, getattr(wanted, field.name)) for field in fields(wanted))
    return [(name, value) for name, value in values if isinstance(value, tuple)]


EVERYTHING = ReleaseFilter()
NAMES = {field.name: DAYS.get(field.name, field.name) for field in fields(ReleaseFilter)}  # a field's public name
_FIELDS = {public: name for name, public in NAMES.items()}


def read_filter(pairs: Iterable[tuple[str, str]]) -> ReleaseFilter:
    """The filter that names and values say, as in the query of a URL; empty values say nothing.

    FilterError where a name is unknown, a value is none, or one that may stand once stands twice.
    """
    told: dict[str, list[str]] = {}
    for public, value in pairs:
        if public not in _FIELDS:
            raise FilterError(f"no condition {public!r}: there are {', '.join(_FIELDS)}")
        if value.strip():
            told.setdefault(_FIELDS[public], []).append(value.strip())
    return ReleaseFilter(**{name: _read_values(name, values) for name, values in told.items()})


def filter_pairs(wanted: ReleaseFilter) -> list[tuple[str, str]]:
    """What `read_filter` reads the same filter from, in an order that never changes."""
    found = []
    for name, public in NAMES.items():
        value = getattr(wanted, name)
        values = value if isinstance(value, tuple) else () if value is None else (value,)
        found += [(public, str(each)) for each in values]
    return found


def _read_values(name: str, values: list[str]) -> Any:  # noqa: ANN401 as the field's type is
    if isinstance(getattr(EVERYTHING, name), tuple):
        return tuple(values)
    if len(values) > 1:
        raise FilterError(f"{NAMES[name]} may stand once only")
    if name in DAYS:
        return _read_day(NAMES[name], values[0])
    return values[0] if name in TEXTS else _read_number(name, values[0])


def _read_day(public: str, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise FilterError(f"{public}: {text!r} is no day: write YYYY-MM-DD") from None


def _read_number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise FilterError(f"{name}: {text!r} is no number") from None
