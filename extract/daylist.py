"""The dates of an article in their order, found by their places without going through all of them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from extract.dates import DateMention
from extract.periods import year_of
from extract.records import PartialDate
from extract.spans import START

_END = attrgetter("end")
_CLOSES = re.compile(r"\s?(?:正式)?(?:发布|上线|开源|推出|亮相)?(?:[)）]|, |; )")  # （6 月 3 日发布）
_WHO_FIRST = re.compile(r"[^()（）,，、。\n]{2,24}[,，、]\s?")  # （星海科技，6 月 3 日）, (Halden, June 3)
_ENDS = re.compile(r"[)）\]】]\s?[.。;；]?\s?\Z")
_YEAR = re.compile(r" \((?P<year>(?:19|20)\d\d)(?=\)|, )")
_LONGEST_ASIDE = 64  # characters


class DayList:
    """Date mentions sorted by their places; none overlap."""

    def __init__(self, mentions: Sequence[DateMention]) -> None:
        self._mentions = mentions
        self._days = [mention for mention in mentions if is_day(mention)]

    def at(self, start: int) -> DateMention | None:
        """The mention that begins there."""
        place = bisect_left(self._mentions, start, key=START)
        found = self._mentions[place] if place < len(self._mentions) else None
        return found if found and found.start == start else None

    def bracketed(self, text: str, place: int) -> DateMention | None:
        """The date in brackets there, first, alone or behind a maker: `Nova 3 (June 3)`, `（星海科技，6 月 3 日）`."""
        opens = next((place + len(sign) for sign in (" (", "(", "（") if text.startswith(sign, place)), None)
        if opens is None:
            return None
        who = _WHO_FIRST.match(text, opens)
        found = self.at(opens) or (self.at(who.end()) if who else None)
        return found if found and found.date and _CLOSES.match(text, found.end) else None

    def own_bracketed(self, text: str, place: int, end: int) -> DateMention | None:
        """The date in brackets behind a name, else at the end of all that it is listed with: none if it has others.

        `Nova 1 (2023), Nova 2 (2024-08, open weights) and Nova 3 (8B)`: 2023, August 2024, none.
        """
        if not text.startswith(" (", place):
            return self.bracketed(text, end)
        if year := _YEAR.match(text, place):
            return mention_of_year(*year.span("year"), year["year"])
        return self.bracketed(text, place) or self.at(place + len(" ("))

    def in_aside(self, text: str, place: int) -> DateMention | None:
        """The first date in the brackets there: `Nova-3（星海科技，6月3日）`."""
        opens = next((at for at in (place, place + 1) if text.startswith(("(", "（"), at)), None)
        closes = (text.find(sign, place, place + _LONGEST_ASIDE) for sign in ")）")
        close = min((at for at in closes if at > 0), default=place)
        inside = self.within(opens, close) if opens is not None else []
        return next((each for each in inside if each.date), None)

    def closing(self, text: str, start: int, end: int) -> DateMention | None:
        """The date in brackets with which a line ends, its only one: `Nova-3：语音模型（6 月 3 日）`."""
        inside = self.within(start, end)
        if len(inside) != 1 or text[inside[0].start - 1] not in "(（[【":
            return None
        return inside[0] if _ENDS.match(text, inside[0].end, end) else None

    def day_before(self, place: int) -> DateMention | None:
        """The last single day that is told before a place."""
        index = bisect_right(self._days, place, key=_END)
        return self._days[index - 1] if index else None

    def before(self, place: int) -> DateMention | None:
        """The last day or month that is told before a place."""
        index = bisect_right(self._mentions, place, key=_END)
        told = (mention for mention in reversed(self._mentions[:index]) if mention.date)
        return next((mention for mention in told if mention.date and mention.date.precision in ("day", "month")), None)

    def within(self, start: int, end: int) -> list[DateMention]:
        """The dates that begin there, `end` included."""
        first, last = bisect_left(self._mentions, start, key=START), bisect_right(self._mentions, end, key=START)
        return [mention for mention in self._mentions[first:last] if mention.date]


def is_day(mention: DateMention) -> bool:
    return mention.date is not None and mention.date.start == mention.date.end


def mention_of_year(start: int, end: int, raw: str) -> DateMention:
    """A bare year, which is a date only where what stands around it says so."""
    return DateMention(start, end, raw, PartialDate(*year_of(int(raw)), "explicit", raw), "explicit")
