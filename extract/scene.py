"""What surrounds the words of a date: the day of publication, the clause, the dates before. It settles the year."""

import re
import tomllib
from collections.abc import Callable, Iterable
from datetime import date, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from extract.periods import Period, day_of, month_from

MentionKind = Literal["explicit", "relative", "anaphora", "impossible", "vague"]
Make = Callable[[int], Period]

AHEAD = timedelta(days=45)  # a date without a year that lies farther ahead is last year's
SOON = timedelta(days=120)  # or this far, in a clause that speaks of sales or deadlines: 8 月交付, takes effect
_NEWS = timedelta(days=10)  # so near publication a day is of this year, whatever was told before
_HALF_YEAR = timedelta(days=182)
_HAS_BEEN = re.compile(
    r"\s?(?:正式|刚|最新)?(?:发布|推出|开源|上线|问世|亮相|公布)的"
)  # 11 月发布的: the one released in
_LEAP = 9  # years at most between two leap years, and one
_ONE_DAY = timedelta(days=1)  # today there may be tomorrow here
_REACH = 60  # code points of the clause that are looked at on each side
_BREAK = re.compile(r"[，,。！？；\n]|[.!?;] ")
_STOP = re.compile(r"[。！？；\n]|[.!?;] ")
_BY = ("前", "之前", " 前", " 之前")  # by then: 9 月 1 日前
_SET_OFF = 8  # code points after the date within which a comma does not end its clause


class Reading(NamedTuple):
    """What some words mean: a period, or (anaphora) a shift from one told before."""

    kind: MentionKind
    period: Period | None = None
    shift: int = 0
    unit: Literal["day", "month"] = "day"


class Rule(NamedTuple):
    """A pattern and how its matches are read; None: no date after all."""

    name: str
    pattern: str
    read: Callable[[re.Match[str], "Scene"], Reading | None]


IMPOSSIBLE = Reading("impossible")
VAGUE = Reading("vague")


class Scene(NamedTuple):
    """Where the words stand. `last` is the explicit date told before them in the sentence, or None."""

    text: str
    start: int
    end: int
    anchor: date | None
    exact: bool  # the anchor is a day, not a month
    zone: tzinfo
    last: Period | None = None
    told: Period | None = None  # the last explicit date anywhere before them
    since: Period | None = None  # the other end of the range they close
    story: Period | None = None  # the same, where it stands in this line or the one before
    is_history: bool = False  # the text tells of several earlier years
    section: Period | None = None  # the month or year that stands over it

    def shifted(self, days: int) -> date | None:
        """The day so many days after publication; None where that day is not known."""
        return self.anchor + timedelta(days=days) if self.anchor and self.exact else None

    def of_year(self, make: Make) -> Period | None:
        """What `make` makes of the year meant: nearest the anchor, past preferred. ValueError: it has no such day."""
        if self.since:
            found = make(self.since.start.year)
            return found if found.start >= self.since.start else make(self.since.start.year + 1)
        if self.anchor is None:
            return self._carried(make)
        told = self._carried(make) or self._of_the_section(make, self.anchor) or self._of_the_story(make, self.anchor)
        return told or self._nearest(make, self.anchor)

    def nearest_weekday(self, today: date, weekday: int) -> date:
        """The last such day up to today (Monday is 0), or the next one where the clause plans."""
        back = today - timedelta(days=(today.weekday() - weekday) % 7)
        return back + timedelta(days=7) if back < today and self.is_planned else back

    def nearest_day(self, day: int) -> date | None:
        """A day of the month told before in the sentence, else the last before publication, or the next if planned."""
        if self.since:
            return next((found for found in _days(self.since.start, day) if found >= self.since.start), None)
        if self.last and (found := _in_month(self.last.start, 0, day)) and not self._is_ahead(found):
            return found
        if self.month and (found := _in_month(self.month.start, 0, day)) and not self._is_ahead(found):
            return found
        if self.anchor is None:
            return None
        days = _days(self.anchor, day)
        if any(self._is_ahead(found) for found in days) and self.is_planned:
            return next((found for found in days if found >= self.anchor), None)
        return next((found for found in reversed(days) if not self._is_ahead(found)), None)

    def _is_ahead(self, day: date) -> bool:
        return self.anchor is not None and day > self.anchor

    def _carried(self, make: Make) -> Period | None:
        """The year told before in the sentence, where time goes on: 2025年8月…，12月…; 将于2027年1月…，3月…."""
        if self.last is None or (
            self.anchor and self.last.start <= self.anchor and self.last.start.year >= self.anchor.year
        ):
            return None
        found = _valid(make, self.last.start.year)
        return found if found and found.start >= self.last.start else None

    @property
    def month(self) -> Period | None:
        """The month that the heading above tells."""
        return self.section if self.section and self.section.precision == "month" else None

    def _of_the_section(self, make: Make, anchor: date) -> Period | None:
        """`2025年，…。3月，…`: in the year that the line began with, or the heading above tells."""
        if self.section is None or self.section.precision != "year":
            return None
        found = _valid(make, self.section.start.year)
        return found if found and found.start <= anchor else None

    def _of_the_story(self, make: Make, anchor: date) -> Period | None:
        """`2023年2月24日，…。7月18日，…`: a story of an earlier year goes on, unless the day is one of the news."""
        is_han = "月" in self.text[self.start : self.end]
        if not is_han or self.story is None or self.story.start.year >= anchor.year or self.is_planned:
            return None
        found, now = _valid(make, self.story.start.year), _valid(make, anchor.year)
        goes_on = now is None or now.start > anchor or self.is_history
        is_news = now is not None and abs(now.start - anchor) <= _NEWS
        return found if found and found.start >= self.story.start and goes_on and not is_news else None

    def _nearest(self, make: Make, anchor: date) -> Period:
        found = _valid(make, anchor.year)
        if found is None:  # 29 February: the last one
            past = (_valid(make, anchor.year - years) for years in range(1, _LEAP))
            return next(filter(None, past), None) or make(anchor.year)
        ahead = found.start - anchor
        if -_HALF_YEAR <= ahead <= _ONE_DAY:
            return found
        cue = self._nearest_cue()
        if ahead < -_HALF_YEAR:
            return make(anchor.year + 1) if cue == "plans" else found
        is_told_of = cue == "done" or _HAS_BEEN.match(self.text, self.end) is not None
        is_past = is_told_of or ahead > (SOON if cue == "soon" else AHEAD)
        return make(anchor.year - 1) if is_past and cue != "plans" else found

    @property
    def is_planned(self) -> bool:
        """Whether the clause speaks of what is to come: its nearest cue does."""
        return self._nearest_cue() == "plans"

    def _nearest_cue(self) -> str | None:
        """plans, soon, done, says, or None where the clause has no such word."""
        before, after = self._clause()
        if after.startswith(_BY):
            return "plans"
        left = None
        for left in _cue().finditer(before):  # noqa: B007 -- the last one is nearest
            continue
        right = _cue().search(after)
        if left and (right is None or len(before) - (self.end - self.start) - left.end() <= right.start()):
            return _kind(left)
        return _kind(right) if right else None

    def _clause(self) -> tuple[str, str]:
        """The clause on each side of the date; a date that is set off by a comma belongs to the clause after it."""
        before = self.text[max(0, self.start - _REACH) : self.end]  # with the date: until June 30
        after = self.text[self.end : self.end + _REACH]
        cut = max((found.end() for found in _BREAK.finditer(before)), default=0)
        stop = _STOP.search(after, 0, _SET_OFF) or _BREAK.search(after, _SET_OFF)
        return before[cut:], after[: stop.start()] if stop else after

    def until_anchor(self, period: Period) -> Period:
        """A period that still runs (this week, 本月), up to the day of publication, unless the clause plans."""
        if self.anchor is None or not period.start <= self.anchor <= period.end or self.is_planned:
            return period
        return period._replace(end=self.anchor)


def in_year(scene: Scene, year: int | None, make: Make) -> Reading:
    """What `make` makes of that year, else of the one that is meant."""
    return reading_of(lambda: make(year) if year else scene.of_year(make))


def reading_of(make: Callable[[], Period | None]) -> Reading:
    """An explicit date: impossible where there is no such day, vague where its year can't be told."""
    try:
        period = make()
    except ValueError:
        return IMPOSSIBLE
    return Reading("explicit", period) if period else VAGUE


def _days(base: date, day: int) -> list[date]:
    """That day of the months around one, in order, where they have it."""
    return [found for months in (-2, -1, 0, 1) if (found := _in_month(base, months, day))]


def _in_month(base: date, months: int, day: int) -> date | None:
    year, month = month_from(base, months)
    found = _valid(lambda _: day_of(date(year, month, day)), year)
    return found.start if found else None


def _valid(make: Make, year: int) -> Period | None:
    try:
        return make(year)
    except ValueError:
        return None


def _kind(cue: re.Match[str]) -> str:
    return (cue.lastgroup or "").rstrip("_")


@cache
def words() -> dict[str, Any]:
    """The words of the calendar, extract/data/dates.toml."""
    return tomllib.loads((Path(__file__).parent / "data" / "dates.toml").read_text(encoding="utf-8"))


def any_of(found: Iterable[str]) -> str:
    """A pattern for one of some words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(found, key=lambda word: (-len(word), word)))


@cache
def _cue() -> re.Pattern[str]:
    """A word that tells whether the clause plans, tells of what was done, or reports what was said."""
    zh, en = words()["zh"], words()["en"]
    han = {
        "plans": [any_of(zh["plans"]), "(?<![模虚])拟(?![人合真态])"],
        "soon": [any_of(zh["soon"])],
        "done": [any_of(zh["done"]), "(?<!为)了(?![解不])", "(?<![通超不经])过(?![程去于])"],
        "says": [any_of(zh["says"])],
    }
    latin = {kind: any_of([*en[kind], *(word.capitalize() for word in en[kind])]) for kind in han}
    firsts = "".join(sorted({word[0] for kind in han for word in zh[kind]}))
    branches = "|".join(f"(?P<{kind}>{'|'.join(found)})" for kind, found in han.items())
    words_of = "|".join(rf"(?P<{kind}_>{found})\b" for kind, found in latin.items())
    return re.compile(rf"(?=[{firsts}拟了过])(?:{branches})|\b(?=[A-Za-z])(?:{words_of})")
