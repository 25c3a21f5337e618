"""Other people's databases of models, read from their files: they corroborate what articles say, and never overwrite.

Vendors and models are told by the same names and keys as those of claims, so that they can be compared.
"""

import csv
import json
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from extract.families import family_of
from extract.keys import model_key
from extract.knowledge import Vendor, fold_name, load_vendors
from extract.records import DatePrecision, PartialDate, Problem
from extract.sources import house_of_id
from extract.vendors import open_vendor, vendor_of

STAGE = "import"
DECEMBER = 12
UNSET = "1970-01-01"
_LATEST = re.compile(r"\s*\(latest\)", re.IGNORECASE)  # models.dev marks an id that moves on, not the model
_DATE = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?)?")
_COMPANY = re.compile(r"[,;/、，()（）]")  # between organisations that made a model together, or two names of one


class ReferenceFileError(ValueError):
    """A file that is not what it is said to be; the message says what is missing."""


class Entry(NamedTuple):
    """What another database says of one model."""

    name: str  # unique in its source: vendor/model, or as the source has it
    vendor: str | None  # as written there
    vendor_id: str | None
    model: str
    key: str  # as of claims
    date: PartialDate | None
    url: str | None
    where: str  # file and line, or file and name

    @property
    def is_own(self) -> bool:
        """Whether the vendor that is written there made the model, and does not only serve it."""
        known = find_vendor(self.vendor or "") or open_vendor(self.vendor or "")
        return self.vendor_id is not None and house_of_id(known.id) == house_of_id(self.vendor_id)


class Columns(NamedTuple):
    """What the columns of a table are called, or what a row has in them."""

    vendor: str
    model: str
    date: str
    url: str


EPOCH = Columns("organization", "model", "publication date", "link")
PLAIN = Columns("vendor", "model", "date", "url")

Read = Iterator[Entry | Problem]


def read_table(lines: Iterable[str], columns: Columns, file: str) -> Read:
    """The rows of a CSV file; case of the heads, their order and other columns do not matter.

    A row without a model is a Problem, and so is a date that is none: the entry is then without one.
    ReferenceFileError where a column is missing, or the file is no CSV.
    """
    rows = csv.reader(lines, strict=True)
    try:
        heads = [head.strip().casefold() for head in next(rows, [])]
        _check_heads(heads, columns, file)
        for row in rows:
            where = f"{file}:{rows.line_num}"
            if len(row) == len(heads):
                cells = dict(zip(heads, row, strict=True))
                yield from _read_row(Columns(*(cells.get(name, "").strip() for name in columns)), where)
            elif row:  # an empty line is none
                yield Problem(STAGE, "uneven-row", ",".join(row), where)
    except (csv.Error, UnicodeDecodeError) as error:
        raise ReferenceFileError(f"{file}: no CSV in UTF-8: {error}") from error


def read_models_dev(body: bytes, file: str) -> Read:
    """The models of an api.json of models.dev: providers by id, each with its models by id.

    Who serves a model need not have made it: its maker is told by the id (maker/model) or the family's name, else it
    is the provider, unless that serves models of known makers. ReferenceFileError where it is no such JSON.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReferenceFileError(f"{file}: no JSON: {error}") from error
    providers = told if isinstance(told, dict) else {}
    if not any(isinstance(each, dict) and isinstance(each.get("models"), dict) for each in providers.values()):
        raise ReferenceFileError(f"{file}: not the api.json of models.dev: no provider in it has models")
    for name, provider in providers.items():
        if isinstance(provider, dict) and isinstance(provider.get("models"), dict):
            yield from _read_provider(name, provider, file)
        else:
            yield Problem(STAGE, "no-models", _shown(provider), f"{file}: {name}")


def find_vendor(name: str) -> Vendor | None:
    """The known vendor that is called so, by any of its names or its id; of several organisations the first known."""
    parts = (name, *_COMPANY.split(name))
    return next((known for part in parts if (known := _vendors().get(fold_name(part)))), None)


def read_date(text: str) -> PartialDate:
    """A day, a month or a year in numbers. ValueError where it is none, or the zero of a clock that was never set."""
    match = _DATE.fullmatch(text)
    if not match or text.startswith(UNSET):
        raise ValueError(f"{text!r} is no date")
    year, month, day = (int(part) if part else None for part in match.groups())
    first, last = month or 1, month or DECEMBER
    start = date(year or 0, first, day or 1)
    end = date(year or 0, last, day or monthrange(start.year, last)[1])
    precision: DatePrecision = "day" if day else "month" if month else "year"
    return PartialDate(start, end, precision, "explicit", text)


def _check_heads(heads: list[str], columns: Columns, file: str) -> None:
    wanted = columns[:3]
    if missing := [name for name in wanted if name not in heads]:
        raise ReferenceFileError(
            f"{file}: no column {', '.join(missing)}: there are {', '.join(filter(None, heads)) or 'none'}"
        )


def _read_row(row: Columns, where: str) -> Read:
    vendor, model, day, url = row
    known = find_vendor(vendor) if vendor else _vendor_of_family(model)
    maker = known or (open_vendor(_COMPANY.split(vendor)[0].strip() or vendor) if vendor else None)
    name = f"{vendor}/{model}" if vendor else model
    yield from _read_entry(name, vendor or None, maker, model, day, url, where)


def _read_entry(  # noqa: PLR0913, PLR0917 what an entry has
    name: str, vendor: str | None, maker: Vendor | None, model: str, day: str, url: str, where: str
) -> Read:
    key = model_key(model, maker)
    if not key:
        yield Problem(STAGE, "no-model", model or name, where)
        return
    found = None
    try:
        found = read_date(day) if day else None
    except ValueError:
        yield Problem(STAGE, "bad-date", day, where)
    yield Entry(name, vendor, maker.id if maker else None, model, key, found, url or None, where)


def _read_provider(provider_id: str, provider: Mapping[str, Any], file: str) -> Read:
    models: dict[str, Any] = provider["models"]
    called = str(provider.get("name") or provider_id)
    known = find_vendor(called) or find_vendor(provider_id)
    makers = {model_id: _maker_of(model_id, _name_of(each), known) for model_id, each in models.items()}
    own = known if known or any(makers.values()) else open_vendor(called)
    for model_id, each in models.items():
        where = f"{file}: {provider_id}/{model_id}"
        name = _name_of(each)
        if not name:
            yield Problem(STAGE, "no-model", _shown(each), where)
            continue
        day, url = str(each.get("release_date") or ""), str(provider.get("doc") or "")
        maker = makers[model_id] or own
        yield from _read_entry(f"{provider_id}/{model_id}", called, maker, name, day, url, where)


def _maker_of(model_id: str, name: str, provider: Vendor | None) -> Vendor | None:
    """The known vendor that an id or a name tells; a word that is an ordinary one too is the provider's own."""
    told = find_vendor(model_id.rpartition("/")[0].rpartition("/")[2]) if "/" in model_id else None
    family = family_of(name)
    if told or not family or (provider and family.ambiguous):
        return told
    return vendor_of(family.vendor)


def _name_of(model: object) -> str:
    """Its name without what stands before a slash, and without `(latest)`; "" where there is none."""
    name = model.get("name") if isinstance(model, dict) else None
    return _LATEST.sub("", name.rpartition("/")[2]).strip() if isinstance(name, str) else ""


def _vendor_of_family(model: str) -> Vendor | None:
    family = family_of(model)
    return vendor_of(family.vendor) if family and not family.ambiguous else None


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:200]


@cache
def _vendors() -> dict[str, Vendor]:
    """By each of their names: where a column says vendor, a weak name means one too."""
    return {
        fold_name(name): vendor
        for vendor in load_vendors()
        for name in (*vendor.weak_aliases, vendor.id, *vendor.strong)
    }
