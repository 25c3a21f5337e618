"""The patterns of statements, compiled from data/statements.jsonl and data/statements.toml."""

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from extract.hannumbers import number_of
from extract.knowledge import DATA, load_vendors
from extract.records import Kind, Span

StatementType = Literal["window", "count", "rate", "share", "busiest", "together"]
Bound = Literal["exactly", "about", "more_than", "at_least", "fewer_than", "at_most"]

_NUMBER = r"(?P<{}>\d+(?:\.\d+)?|[一二三四五六七八九十两百]{{1,5}}|(?:{}))"
_UNITS = {"天": 1.0, "日": 1.0, "周": 7.0, "小时": 1 / 24, "day": 1.0, "week": 7.0, "hour": 1 / 24}
_WITH_DAYS = ("busiest", "together")  # their words may be those of a date: 当天, the same day
# A number with what it counts, or a superlative, that may be a statement of something else.
_OTHER = re.compile(
    r"(?<![\w.-])\d+(?:\.\d+)?\s?(?:多|余|几)?(?:%|起|次|款|个|项|家|倍|成|天|周|年|小时|分钟|亿|万|人|国|percent|times|people"
    r"|companies|countries|billion|million|dollars|days|weeks)"
    r"|[两三四五六七八九十百]+(?:多|余|几)?(?:起|次|款|个|项|家|倍|成|天|周|小时|分钟|大)|上百"
    r"|(?<!\w)(?:most|largest|biggest|fastest|first|best)\b|最(?!近|后|终|新|初)|首个|首款|首次|第一(?!时间)|唯一"
)


class Place(NamedTuple):
    """A city or district, as docs/vendors.md has it."""

    level: Literal["city", "district"]
    name: str


class Found(NamedTuple):
    """What one pattern reads."""

    type: StatementType | Literal["other"]
    rule: str
    span: Span
    number: float | None = None
    high: float | None = None
    bound: Bound = "exactly"
    kinds: tuple[Kind, ...] = ()
    unit: float = 1.0


class _Rule(NamedTuple):
    id: str
    type: StatementType
    pattern: re.Pattern[str]


def find_statements(text: str, sentence: Span, holes: Collection[Span]) -> list[Found]:
    """What a sentence states, by place, never overlapping; the earlier rule goes first. `holes` hold no number.

    Where no rule reads anything, the first number or superlative of the sentence is found as `other`.
    """
    taken: list[Span] = list(holes)
    found = []
    for rule in load_rules():
        for match in rule.pattern.finditer(text, sentence.start, sentence.end):
            span = Span(*match.span())
            if rule.type in _WITH_DAYS or not _overlaps(span, taken):
                taken.append(span)
                found.append(_read(rule, match))
    found = [each for each in found if each.type != "count" or each.bound != "exactly" or each.number != 1]  # a, one
    if not found:
        others = (Span(*match.span()) for match in _OTHER.finditer(text, sentence.start, sentence.end))
        found = [Found("other", "", span) for span in others if not _overlaps(span, holes)][:1]
    return sorted(found, key=lambda each: each.span)


def find_countries(text: str, span: Span) -> list[tuple[str, ...]]:
    """The countries' codes of each word for countries, in order; () for everywhere."""
    return [tuple(_words()["countries"][match[0]]) for match in _countries().finditer(text, span.start, span.end)]


def is_country(text: str) -> bool:
    """Whether the words are a country's, or those of its people, and no more."""
    return _countries().fullmatch(text) is not None


def find_places(text: str, sentence: Span) -> tuple[Place, ...]:
    """The cities and districts that the sentence names, in order, each once."""
    found = (_place_names()[match[0]] for match in _places().finditer(text, sentence.start, sentence.end))
    return tuple(dict.fromkeys(found))


@cache
def load_lines() -> tuple[dict[str, Any], ...]:
    """The lines of data/statements.jsonl. ValueError names the line that is none."""
    lines = (DATA / "statements.jsonl").read_text("utf-8").splitlines()
    return tuple(_checked(json.loads(line), number) for number, line in enumerate(lines, start=1))


@cache
def load_rules() -> tuple[_Rule, ...]:
    """The patterns, in the order in which they are tried."""
    return tuple(_Rule(line["id"], line["type"], _compile(line)) for line in load_lines())


def _checked(line: dict[str, Any], number: int) -> dict[str, Any]:
    if set(line) != {"id", "lang", "type", "pattern", "example", "says", "counter"}:
        raise ValueError(f"statements.jsonl:{number}: keys are {', '.join(line)}")
    if line["type"] not in get_args(StatementType):
        raise ValueError(f"statements.jsonl:{number}: no type {line['type']!r}")
    return line


def _compile(line: dict[str, Any]) -> re.Pattern[str]:
    parts = _parts(line["lang"])
    return re.compile(re.sub(r"\{([a-z]+)\}", lambda match: parts[match[1]], line["pattern"]), re.IGNORECASE)


def _parts(language: str) -> dict[str, str]:
    """What the names in braces stand for in a pattern."""
    words = _words()
    bounds = _any(word for several in words["bounds"].values() for word in several)
    return {
        "number": _NUMBER.format("number", "|".join(words["numbers_en"])),
        "high": _NUMBER.format("high", "|".join(words["numbers_en"])),
        "bound": rf"(?P<bound>{bounds})?(?:了|过)?\s?(?<![\d.第每])",
        "over": "(?P<over>余|多|几)?",
        "measure": f"(?:{_any(words['measures'])})",
        "share": rf"(?P<share>{_any(words['shares'])}|(?P<number>\d+(?:\.\d+)?)(?:%| percent))",
        "thing": f"(?P<thing>{'|'.join(words['things_' + language])})",
    }


def _read(rule: _Rule, match: re.Match[str]) -> Found:
    groups = match.groupdict()
    number, bound = _amount(groups)
    return Found(
        rule.type,
        rule.id,
        Span(*match.span()),
        number,
        _number(groups.get("high")),
        bound,
        _kinds(groups.get("thing")),
        _UNITS.get((groups.get("unit") or "天").casefold().removesuffix("s"), 1.0),
    )


def _amount(groups: dict[str, str | None]) -> tuple[float | None, Bound]:
    share = (groups.get("share") or "").casefold()
    if share in _words()["shares"]:
        number, bound = _words()["shares"][share]
        return number, bound
    number = _number(groups.get("number"))
    number = number / 100 if number is not None and share else number
    told = (groups.get("bound") or "").casefold()
    if groups.get("over"):
        return number, "more_than"
    return number, next((name for name, several in _words()["bounds"].items() if told in several), "exactly")


def _number(told: str | None) -> float | None:
    if not told:
        return None
    if told[0].isdigit():
        return float(told)
    if told.isascii():
        return float(_words()["numbers_en"].index(told.casefold()) + 2)  # the list begins with two
    hundreds, hundred, rest = told.rpartition("百")
    whole = (number_of(hundreds) if hundreds else 1) * 100 if hundred else 0
    return float(whole + (number_of(rest) if rest else 0))


def _kinds(thing: str | None) -> tuple[Kind, ...]:
    return tuple(kind for kind, several in _words()["kinds"].items() if (thing or "").casefold() in several)


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((DATA / "statements.toml").read_text("utf-8"))


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _countries() -> re.Pattern[str]:
    return re.compile(_any(_words()["countries"]))


@cache
def _place_names() -> dict[str, Place]:
    """Every city and district of a vendor, with and without the word for it; a district's name goes first."""
    return dict(_iter_place_names())


def _iter_place_names() -> Iterator[tuple[str, Place]]:
    for vendor in load_vendors():
        if vendor.city:
            yield vendor.city, Place("city", vendor.city)
        if vendor.district:
            yield vendor.district, Place("district", vendor.district)
            yield vendor.district.removesuffix("区"), Place("district", vendor.district)


@cache
def _places() -> re.Pattern[str]:
    return re.compile(_any(_place_names()))
