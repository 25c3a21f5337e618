"""Gold: what a careful reader found in each article, one JSON object a line, and the errors in such a file."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from extract.records import KINDS, STATUSES, Kind, Status


class GoldError(ValueError):
    """The gold file cannot be read, or a line of it is no annotation."""


@dataclass(frozen=True, slots=True)
class GoldRelease:
    """One release that an article states."""

    model: str
    model_aliases: tuple[str, ...]
    vendor: str | None
    other_vendors: tuple[str, ...]  # its aliases, and the others of a joint release: any of them is right
    kind: Kind
    status: Status
    date_start: str | None  # ISO
    date_end: str | None
    date_basis: str | None
    optional: bool  # counts neither for nor against
    evidence: str


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article, and all that it states."""

    id: str
    url: str
    language: str
    releases: tuple[GoldRelease, ...]


def load_gold(path: Path) -> tuple[GoldArticle, ...]:
    """Every article of the file, in order. GoldError where it cannot be read, or says what no annotation may."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path}: it is not UTF-8") from error
    articles = tuple(_read_line(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())
    if not articles:
        raise GoldError(f"{path}: it holds no article")
    _refuse_twice((article.id for article in articles), path)
    return articles


def _refuse_twice(ids: Iterable[str], path: Path) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise GoldError(f"{path}: the id {each!r} stands twice")
        seen.add(each)


def _read_line(line: str, where: str) -> GoldArticle:
    try:
        told = json.loads(line)
    except ValueError as error:
        raise GoldError(f"{where}: it is not JSON: {error}") from error
    if not isinstance(told, dict) or not isinstance(told.get("releases"), list):
        raise GoldError(f"{where}: it is not an object with a list `releases`")
    releases = tuple(_read_release(each, f"{where}: release {n}") for n, each in enumerate(told["releases"], 1))
    identity = _text(told, "id", where)
    if not identity:
        raise GoldError(f"{where}: it has no `id`")
    return GoldArticle(identity, _text(told, "url", where) or "", _text(told, "lang", where) or "", releases)


def _read_release(told: object, where: str) -> GoldRelease:
    if not isinstance(told, dict):
        raise GoldError(f"{where}: it is not an object")
    model = _text(told, "model", where)
    if not model:
        raise GoldError(f"{where}: it has no `model`")
    return GoldRelease(
        model=model,
        model_aliases=_texts(told, "model_aliases", where),
        vendor=_text(told, "vendor", where),
        other_vendors=_texts(told, "vendor_aliases", where) + _texts(told, "vendors_all", where),
        kind=_word(told, "kind", KINDS, where),
        status=_word(told, "status", STATUSES, where),
        date_start=_day(told, "date_start", where),
        date_end=_day(told, "date_end", where),
        date_basis=_text(told, "date_basis", where),
        optional=told.get("optional") is True,
        evidence=_text(told, "evidence", where) or "",
    )


def _text(told: Mapping[str, object], key: str, where: str) -> str | None:
    value = told.get(key)
    if value is None or isinstance(value, str):
        return value
    raise GoldError(f"{where}: `{key}` is {value!r}, which is no text")


def _texts(told: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    value = told.get(key) or []
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise GoldError(f"{where}: `{key}` is {value!r}, which is no list of texts")


def _word(told: Mapping[str, object], key: str, allowed: tuple[Any, ...], where: str) -> Any:  # noqa: ANN401 one of `allowed`
    """The first of `allowed` is what is meant where nothing is said."""
    value = told.get(key, allowed[0])
    if value not in allowed:
        raise GoldError(f"{where}: `{key}` is {value!r}, not one of {', '.join(allowed)}")
    return value


def _day(told: Mapping[str, object], key: str, where: str) -> str | None:
    value = _text(told, key, where)
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError as error:
        raise GoldError(f"{where}: `{key}` is {value!r}, which is no day") from error
