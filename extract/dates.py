"""Find the dates a text speaks of, by hand-written rules in Chinese and English, as seen from the day of publication.

Where a date may begin is looked for first; one regular expression holds the rules of both languages. What it finds is
read by the rule that found it; ranges, time zones and hours are joined on afterwards. What cannot be a day is never
made into one: 2月30日 is impossible, 近日 vague, 同日 an anaphora that the caller resolves.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta, timezone, tzinfo
from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, Literal, NamedTuple

from extract import dategrammar_en, dategrammar_zh, dates_en, dates_iso, dates_zh
from extract.folding import lower, replace_signs
from extract.hours import HOUR_REACH, hour_before, hour_behind
from extract.periods import Period, day_of
from extract.records import DateBasis, PartialDate
from extract.scene import MentionKind, Reading, Rule, Scene, any_of, words
from extract.sections import NOW_AGAIN, Section, find_section

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

BEIJING = timezone(timedelta(hours=8))  # China has had no summer time since 1991


class DateMention(NamedTuple):
    """The words of a date. `date` is None where they are an anaphora, impossible or vague.

    `shift` counts `unit`s from the date told before (同日 0, 次日 1); `note` names the time zone the words name.
    """

    start: int  # code points in the text given, plus the offset
    end: int
    raw: str
    date: PartialDate | None
    kind: MentionKind
    shift: int = 0
    unit: Literal["day", "month"] = "day"
    note: str = ""


def find_dates(  # noqa: PLR0913 -- what a date depends on is that much
    text: str,
    anchor: date | None,
    language: str = "zh",
    *,
    offset: int = 0,
    after: date | None = None,
    anchor_precision: Literal["day", "month"] = "day",
    zone: tzinfo = BEIJING,
) -> list[DateMention]:
    """Every date mention of a text, in order, never overlapping; leftmost, then longest.

    `anchor` is the day of publication in the reader's zone, or the last day of its month where `anchor_precision` says
    that only the month is known (then 昨天 and the like are vague). `after` is the last date told before the text:
    同年, and in the first sentence a bare day (24日), take their year and month from it. A time stamp with a zone
    becomes the day in `zone`; words in a local time stay the text's own day. Both languages are always read, since
    articles mix them: `language` changes nothing yet.
    """
    told = day_of(after) if after else None
    return list(_Reader(_folded(text), text, anchor, anchor_precision == "day", zone, offset).mentions(told))


class _Found(NamedTuple):
    start: int
    end: int
    reading: Reading


@dataclass(slots=True)
class _Reader:
    """One text being read."""

    text: str  # folded, as long as the raw one
    raw: str
    anchor: date | None
    exact: bool
    zone: tzinfo
    offset: int

    def mentions(self, told: Period | None) -> Iterator[DateMention]:
        near, end, told_at = told, 0, 0
        section = Section(None, 0)
        is_history = self._is_history()
        for start in _find_starts(self.text):
            if start < end or not (match := _finder().match(self.text, start)):
                continue
            free = end
            if near and _SENTENCE_END.search(self.text, end, start):
                near = None
            story = told if told and self._goes_on(told_at, start) else None
            place = (self.text, start, match.end(), self.anchor, self.exact, self.zone)
            scene = Scene(*place, near, told, None, story, is_history, section.period if start < section.end else None)
            found = self._read(match, scene)
            end = found.end if found else match.end()
            if found and found.reading.kind == "explicit" and found.reading.period:
                near = told = found.reading.period
                told_at = end
                section = find_section(self.text, found.start, end, near) or section
            if found:
                told_at = end if found.reading.kind == "anaphora" else told_at
                yield self._mention(found, free)

    def _goes_on(self, told_at: int, start: int) -> bool:
        """Whether it is told in the same line, or the one before, and no word of today stands between."""
        line = self.text.find("\n", told_at, start)
        is_near = line < 0 or self.text.find("\n", line + 1, start) < 0
        return is_near and not NOW_AGAIN.search(self.text, told_at, start)

    def _is_history(self) -> bool:
        """Whether the text tells of several earlier years by their numbers."""
        years = {year[1] for year in _YEAR_NUMBER.finditer(self.text)}
        return self.anchor is not None and sum(int(year) < self.anchor.year for year in years) > 1

    def _read(self, match: re.Match[str], scene: Scene) -> _Found | None:
        rule, pattern = _rules()[match.lastgroup or ""]
        parts = pattern.match(self.text, match.start())
        reading = rule.read(parts, scene) if parts else None
        if parts is None or reading is None:
            return None
        found = self._through_range(_Found(parts.start(), parts.end(), reading), scene)
        if reading.kind == "relative":
            found = self._through_brackets(found, scene)
        if found.reading.period is None or found.reading.period.precision != "day" or found.end == len(self.text):
            return found
        tail = hour_behind().match(self.text, found.end)
        return _Found(found.start, tail.end(), found.reading) if tail else found

    def _through_range(self, found: _Found, scene: Scene) -> _Found:
        """The range, where a connector and another date follow: 1月30日至2月2日, Jan. 28 to Feb. 3."""
        period = found.reading.period
        connector = _CONNECTOR.match(self.text, found.end) if period else None
        if period is None or connector is None:
            return found
        other = self._read_at(connector.end(), scene._replace(since=period))
        if other is None or other.reading.period is None or other.reading.period.end < period.end:
            return found
        joined = Period(period.start, other.reading.period.end, "range")
        return _Found(found.start, other.end, found.reading._replace(period=joined))

    def _through_brackets(self, found: _Found, scene: Scene) -> _Found:
        """昨日（6 月 24 日）: the day in brackets is what the word means, whenever the page came out."""
        opened = _BRACKET.match(self.text, found.end)
        other = self._read_at(opened.end(), scene) if opened else None
        if other is None or other.reading.kind != "explicit" or not self.text.startswith(("）", ")"), other.end):
            return found
        is_day = found.reading.period and found.reading.period.precision == "day"
        return _Found(found.start, other.end + 1, other.reading) if is_day else found

    def _read_at(self, place: int, scene: Scene) -> _Found | None:
        """The date that begins exactly there, on its own."""
        match = _finder().match(self.text, place)
        if match is None:
            return None
        rule, pattern = _rules()[match.lastgroup or ""]
        parts = pattern.match(self.text, place)
        reading = rule.read(parts, scene._replace(start=place, end=match.end())) if parts else None
        return _Found(place, match.end(), reading) if reading else None

    def _mention(self, found: _Found, free: int) -> DateMention:
        """What was found, with the name of its time zone drawn in; `free` is where the mention before ended."""
        start, end, reading = found
        zone = None
        if "时间" in self.text[max(free, start - 3) : start]:
            zone = _ZONE.search(self.text, max(free, start - _ZONE_REACH), start)
        start = zone.start() if zone else self._with_hour(start, free)
        raw = self.raw[start:end]
        when = PartialDate(*reading.period, _basis(reading), raw) if reading.period else None
        note = zone[0].strip() if zone else _abbreviation(self.text[found.start : end])
        return DateMention(
            start + self.offset, end + self.offset, raw, when, reading.kind, reading.shift, reading.unit, note
        )

    def _with_hour(self, start: int, free: int) -> int:
        """Where the words begin with the hour: `at 9 a.m. PT on Tuesday`; `free` is where the mention before ended."""
        if not self.text[start].isascii():
            return start
        hour = hour_before().search(self.text, max(free, start - HOUR_REACH), start)
        return hour.start() if hour else start


def _basis(reading: Reading) -> DateBasis:
    return "relative" if reading.kind == "relative" else "explicit"


def _abbreviation(words_of_date: str) -> str:
    """PT, EST, UTC … where the words end in one."""
    found = _ABBREVIATION.search(words_of_date) if words_of_date[-1].isascii() else None
    return found[0].strip(" ()") if found else ""


def _folded(text: str) -> str:
    """The text with full-width digits, dashes and blanks made plain, code point for code point."""
    return replace_signs(text, _WIDE, _PLAIN)


@cache
def _rules() -> dict[str, tuple[Rule, re.Pattern[str]]]:
    return {rule.name: (rule, re.compile(rule.pattern)) for rule in (*_AT_DIGITS, *_AT_HAN, *_AT_LETTERS)}


def _find_starts(text: str) -> list[int]:
    """Where a date may begin, in order: searching for these few places costs a quarter of trying all rules at each."""
    places, lowered = {match.start() for match in _signs().finditer(text)}, lower(text) + " "
    for _, start, end in _words().find_matches_as_indexes(lowered, overlapping=True):
        if lowered[start - 1] not in _LETTERS and lowered[end] not in _LETTERS:
            places.add(start)
    return sorted(places)


@cache
def _signs() -> re.Pattern[str]:
    """A digit or 汉字 that begins a date. The sign comes first and the look at it behind: that is searched for fast.

    [0-9], not \\d: each character that is no digit costs twice as much otherwise.
    """
    return re.compile(
        rf"[0-9{dategrammar_zh.STARTING_SIGNS}]"
        rf"(?:(?<=[0-9])(?<![0-9]{{2}})(?<=(?={dategrammar_zh.STARTS_AT_DIGITS}|{dategrammar_en.STARTS_AT_DIGITS}).)"
        rf"|(?=[{dategrammar_zh.SECOND_SIGNS}])(?<=(?={dategrammar_zh.STARTS}).)|(?<=刚))"
    )


@cache
def _words() -> "AhoCorasick":
    """The words that begin a date."""
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 (only where text is read)

    return AhoCorasick(list(dict.fromkeys(dategrammar_en.iter_starts())))


@cache
def _finder() -> re.Pattern[str]:
    """Every rule, each in a group of its name, behind a look at the first character."""
    return re.compile(
        rf"(?=\d)(?={dategrammar_zh.STARTS_AT_DIGITS}|{dategrammar_en.STARTS_AT_DIGITS})(?:{_alternation(_AT_DIGITS)})"
        rf"|(?=[{dategrammar_zh.STARTING_SIGNS}])(?={dategrammar_zh.STARTS})(?:{_alternation(_AT_HAN)})"
        rf"|(?<![A-Za-z])(?=[A-Za-z])(?:{_alternation(_AT_LETTERS)})"
    )


def _alternation(rules: Iterable[Rule]) -> str:
    return "|".join(f"(?P<{rule.name}>{_GROUP_NAME.sub('(?:', rule.pattern)})" for rule in rules)


_AT_DIGITS = (dates_zh.NUMBER_RULES[0], *dates_iso.RULES, *dates_zh.NUMBER_RULES[1:], *dates_en.NUMBER_RULES)
_AT_HAN = tuple(
    rule._replace(name=f"{rule.name}_han")
    for rule in (*dates_zh.COMMON_RULES, *dates_zh.NUMBER_RULES, *dates_zh.WORD_RULES)
)
_AT_LETTERS = dates_en.RULES
_LETTERS = frozenset(ascii_lowercase)
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_PLAIN = dict(
    zip("０１２３４５６７８９／．：－‐‑‒–—―\u00a0\u3000\u2009\u202f", "0123456789/.:-------    ", strict=True)
)
_WIDE = re.compile("[０-９／．：－‐‑‒–—―\u00a0\u3000\u2009\u202f]")
_SENTENCE_END = re.compile(r"[。！？!?\n]|\. ")
_YEAR_NUMBER = re.compile(r"(20\d\d) ?年")
_CONNECTOR = re.compile(r" {0,2}(?:-{1,2}|[~～至到]| to | through | until |to |through )起? {0,2}")
_BRACKET = re.compile(r" ?[（(]")
_ZONE = re.compile(rf"(?:{any_of(words()['zh']['zones'])})时间 ?$")
_ZONE_REACH = 12
_ABBREVIATION = re.compile(
    r"(?:\b(?:[PECM][SD]?T|UTC|GMT|BST|CET|CEST|JST|KST)|local time|(?:Pacific|Eastern|Central)(?: [Tt]ime)?)\)?$"
)
