"""Date a claim: in its sentence, in another about the same name, else by what governs them; never by guess.

What governs a sentence is the date at the head of its item, the heading above, the dateline (IT之家 6 月 12 日消息) or,
for the news that the headline itself tells, the day of publication.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from extract.candidates import Candidate
from extract.dates import DateMention
from extract.dayheadings import BULLETS, COLON, HEAD_WITHIN, DayHeadings, find_digest_day
from extract.daylist import DayList, is_day
from extract.eventdays import Opening, is_background
from extract.names import Name
from extract.parsing import Parsed, Reading
from extract.periods import month_from, month_of
from extract.reach import is_reached, order_english, tells_a_date
from extract.records import AVAILABLE, Article, Block, PartialDate, Span
from extract.tokens import Token
from extract.topic import find_shouted

Bound = tuple[Span | None, PartialDate | None]
Parts = tuple[str, ...]
_NONE: Bound = (None, None)
_BLOCKS_BACK = 4  # from `also` to the news that it adds to
_SURE = 0.55
_DATELINE = re.compile(r"\s?(?:消息|讯|电|报道)(?!称|人)")  # "… news:", "… report", right behind a day
_ALSO = {
    "zh": re.compile(r"同时|此外|还|另外|一并|同步|一同|一起|一块|随之"),
    "en": re.compile(r"(?i)\b(?:also|alongside|in addition|as well)\b"),
}
_SINCE = re.compile(r"自(?:从)?[^，。；\n]{2,60}(?:以来|至今)|至今已")  # ever since: of what is long past
_JUST = re.compile(r"(?i)\b(?P<word>just) (?:now |officially )?$")
_JUST_NOW = ("刚刚", "刚")
_ON_THE_SAME_DAY = re.compile(r"\s?(?:同时|并|还|同步|一并|以及|随后|也)")  # a clause that goes on
_NOW = {
    "zh": re.compile(r"现已|现正|即日起|今起|现在|[此本这]次|一口气"),
    "en": re.compile(r"(?i)\b(?:now|starting today|as of today)\b"),
}


class Dater:
    """The dates of one article, bound to its candidates."""

    def __init__(  # noqa: PLR0913, PLR0917 (all that an article is by now)
        self,
        article: Article,
        reading: Reading,
        parsed: Sequence[Parsed],
        parts: Mapping[Name, Parts],
        candidates: Sequence[Candidate],
        headline: frozenset[Parts],
    ) -> None:
        self._article, self._reading, self._parts = article, reading, parts
        self._dates = DayList(reading.dates)
        self._opening = Opening(article, reading, self._dates)
        self._days_above = DayHeadings(article, reading.text, self._dates)
        sure = (candidate for candidate in candidates if candidate.score >= _SURE and candidate.status in AVAILABLE)
        self._news = sorted({candidate.sentence for candidate in sure})
        title = next((block.end for block in article.blocks if block.kind == "title"), 0)
        news = (candidate for candidate in candidates if not title or candidate.name.end <= title)
        told = frozenset(parts[candidate.name] for candidate in news)
        self._told = headline & (told | frozenset(parts[name] for name in find_shouted(reading, parts, title)))
        self._parsed = {one.sentence: one for one in parsed}

    def date(self, best: Candidate, group: Sequence[Candidate]) -> Bound:
        """The date of the best sentence, else of another one about the same name, else of what governs them."""
        ordered = [best, *sorted(group, key=lambda candidate: -candidate.score)]
        for find in (
            self.in_sentence,
            self._in_brackets,
            self._just,
            self._heading_block,
            self._above,
            self._alongside,
            self._at_event,
            self._dateline,
            self._published,
        ):
            for candidate in ordered:
                if (bound := find(candidate))[1]:
                    return self._narrowed(bound, ordered)
        return self.date(best.series[0], best.series) if best.series else _NONE

    def _narrowed(self, bound: Bound, candidates: Sequence[Candidate]) -> Bound:
        """Of `from 1 to 3 September the four released …` and `released on 1 September` the day."""
        for other in candidates:
            own = self.in_sentence(other)
            if own[1] and bound[1] and _is_part(own[1], bound[1]):
                bound = own
        return bound

    def in_sentence(self, candidate: Candidate) -> Bound:
        """The date that the candidate's own sentence gives it: with no verb of its own, another's date is none."""
        tokens = self._parsed[candidate.sentence].tokens
        is_english = self._reading.language == "en"
        if is_english and candidate.trigger is None and not tells_a_date(candidate.rule):
            return _NONE  # Last week Halden halted its new model, Nova 3
        places = [index for index, token in enumerate(tokens) if token.code == "D"]
        if not places:
            return _NONE
        name = next(index for index, token in enumerate(tokens) if candidate.name in token.names)
        trigger = next(
            (
                index
                for index, token in enumerate(tokens)
                if candidate.trigger and token.start == candidate.trigger.start
            ),
            name,
        )
        low, high = min(name, trigger), max(name, trigger)
        is_also = self._is_also(tokens, low)
        before = [place for place in places if place < high and is_reached(tokens, place, low, is_also=is_also)]
        after = [place for place in places if place > low and self._follows(tokens, high, place)]
        if (
            not is_english and low == trigger and tokens[trigger + 1].code == "P"
        ):  # 不久前发布的 Nova-3: of its own only
            before = [place for place in before if not any(token.code in "TUI" for token in tokens[place:trigger])]
        before.sort(key=lambda place: (not self._is_just_now(tokens[place]), place))
        for place in order_english(tokens, low, high, before, after) if is_english else (*reversed(before), *after):
            if (bound := self._resolved(tokens[place]))[1]:
                return bound
        return _NONE

    def _is_just_now(self, token: Token) -> bool:
        """`就在上个月，刚刚开源了`: beside a date, 刚刚 (just) tells none of its own."""
        return self._reading.text[token.start : token.end].casefold() in _JUST_NOW

    def _is_also(self, tokens: Sequence[Token], low: int) -> bool:
        """`昨天推出 A，同时开源了 B`: the clause goes on with the one before it, and so does its date."""
        first = next((place + 1 for place in range(low - 1, 0, -1) if tokens[place].code in ",TN"), low)
        while tokens[first - 1].code in ",Q" and tokens[first - 2].code == ",":
            first -= 1  # 同时 (at the same time) ends a clause too
        return self._reading.language == "zh" and bool(
            _ON_THE_SAME_DAY.match(self._reading.text, tokens[first - 1].end, tokens[low].end)
        )

    def _follows(self, tokens: Sequence[Token], high: int, place: int) -> bool:
        """Whether a date behind the clause belongs to it: launched X on Tuesday; 发布于 6 月 12 日 (released on)."""
        between = tokens[high + 1 : place]
        limit = 3 if self._reading.language == "zh" else 6
        if len(between) > limit or any(token.code in "TINO" for token in between):
            return False
        if place == high + 1 and self._reading.text.endswith("后", 0, tokens[place].end):
            return False  # 发布两天后: two days after it came out
        return self._reading.language == "en" or not any(token.code in ",:Q" for token in between)

    def _resolved(self, token: Token) -> Bound:
        mention = self._dates.at(token.start)
        if mention is None:
            return _NONE
        if mention.kind == "anaphora":
            return self._anaphora(mention)
        if mention.date is None or self._is_dateline(mention) or self._is_an_owner(mention):
            return _NONE
        return Span(mention.start, mention.end), mention.date

    def _is_an_owner(self, mention: DateMention) -> bool:
        """`at this year's fair`: which fair, not when; `yesterday's release` tells the day."""
        is_year = mention.date is not None and mention.date.precision == "year"
        return is_year and self._reading.text.startswith(("'s", "’s"), mention.end)

    def _anaphora(self, mention: DateMention) -> Bound:
        """同日 (that day), 次日 (the next) and the like: counted from the last day or month told before them."""
        earlier = self._dates.day_before(mention.start) if mention.unit == "day" else self._dates.before(mention.start)
        if earlier is None or earlier.date is None:
            return _NONE
        if mention.unit == "month":
            month = month_of(*month_from(earlier.date.start, mention.shift))
            return Span(mention.start, mention.end), PartialDate(*month, "anaphora", mention.raw)
        day = earlier.date.start + timedelta(days=mention.shift)
        return Span(mention.start, mention.end), PartialDate(day, day, "day", "anaphora", mention.raw)

    def _in_brackets(self, candidate: Candidate) -> Bound:
        """The date in brackets right behind an English name."""
        tokens = self._parsed[candidate.sentence].tokens
        end = next(token.end for token in tokens if candidate.name in token.names)  # of all that it is listed with
        inside = self._dates.bracketed(self._reading.text, end)
        if inside is None or self._reading.language != "en" or candidate.status not in AVAILABLE:
            return _NONE
        return Span(inside.start, inside.end), inside.date

    def _just(self, candidate: Candidate) -> Bound:
        """`has just released`: the day of publication."""
        published, trigger = self._article.published, candidate.trigger
        if published is None or published.precision != "day" or trigger is None or candidate.status not in AVAILABLE:
            return _NONE
        just = _JUST.search(self._reading.text, candidate.sentence.start, trigger.start)
        return (Span(*just.span("word")), replace(published, basis="relative", raw=just["word"])) if just else _NONE

    def _heading_block(self, candidate: Candidate) -> Bound:
        """The date that the item itself begins with: 2月11日：A；B；C."""
        block = self._block(candidate)
        inside = self._dates.within(block.start, min(block.start + HEAD_WITHIN, candidate.name.start))
        if not inside or self._is_dateline(inside[0]):
            return _NONE
        before = self._reading.text[block.start : inside[0].start].strip(BULLETS)
        # Last year, we made Nova 2. Now …: an English sentence dates itself alone; `June 3: …` dates all that follows
        is_own = self._reading.language == "en" and block.kind == "paragraph"
        is_own = is_own and not COLON.match(self._reading.text, inside[0].end)
        is_own = is_own or is_background(self._reading, candidate.sentence)
        return _NONE if before or is_own else _as_heading(inside[0])

    def _above(self, candidate: Candidate) -> Bound:
        """The day of the heading above, or of the diary's paragraph that opened it."""
        day = self._days_above.find_day(self._block(candidate).start)
        return _as_heading(day) if day else _NONE

    def _alongside(self, candidate: Candidate) -> Bound:
        """`X is also releasing Y`: the day of what it released in the sentences just before."""
        language = self._parsed[candidate.sentence].language
        trigger = candidate.trigger
        start = (trigger.end if language == "zh" else trigger.start) if trigger else candidate.name.start  # 同步上线
        if is_background(self._reading, candidate.sentence):
            return _NONE
        if candidate.status not in AVAILABLE or not _ALSO[language].search(
            self._reading.text, candidate.sentence.start, max(start, candidate.sentence.start)
        ):
            return _NONE
        for place in range(bisect_left(self._news, candidate.sentence) - 1, -1, -1):
            news = self._news[place]
            if candidate.sentence.block - news.block > _BLOCKS_BACK:
                break
            days = [date for date in self._dates.within(news.start, news.end) if is_day(date)]
            days = [date for date in days if not self._is_dateline(date)]
            if days:
                return Span(days[-1].start, days[-1].end), days[-1].date
        return _NONE

    def _at_event(self, candidate: Candidate) -> Bound:
        """The day of the event that the article opens with, for what it tells of behind that."""
        if candidate.status not in AVAILABLE:
            return _NONE
        day = self._opening.find_day(self._parsed[candidate.sentence].tokens[0].start, candidate.sentence)
        return (Span(day.start, day.end), day.date) if day else _NONE

    def _dateline(self, candidate: Candidate) -> Bound:
        """The dateline's day, for what headline or first paragraph tell has come; a digest's, for all its items."""
        if not self._may_be_of_the_day(candidate):
            return _NONE
        if self._digest_day:
            return _as_heading(self._digest_day)
        if (line := self._line) is None or not is_day(line):
            return _NONE
        block = self._block(candidate)
        return _as_heading(line) if block.kind == "title" or block.start <= line.start < block.end else _NONE

    def _may_be_of_the_day(self, candidate: Candidate) -> bool:
        since = _SINCE.search(self._reading.text, candidate.sentence.start, candidate.sentence.end)
        return since is None and candidate.status in AVAILABLE

    def _published(self, candidate: Candidate) -> Bound:
        """The day of publication, for what the headline tells, and for siblings of which the text says `now`."""
        published = self._article.published
        if published is None or published.precision != "day" or not self._may_be_of_the_day(candidate):
            return _NONE
        own = self._parts[candidate.name]
        is_sibling = any(own[: len(news)] == news or news[: len(own)] == own for news in self._told)
        now = _NOW[self._parsed[candidate.sentence].language]
        is_now = now.search(self._reading.text, candidate.sentence.start, candidate.sentence.end)
        if own in self._told or (is_sibling and is_now):
            return None, replace(published, basis="publication")
        return _NONE

    @cached_property
    def _digest_day(self) -> DateMention | None:
        return find_digest_day(self._article, self._reading.text, self._dates)

    @cached_property
    def _line(self) -> DateMention | None:
        return next((date for date in self._reading.dates if self._is_dateline(date)), None)

    def _block(self, candidate: Candidate) -> Block:
        return self._article.blocks[candidate.sentence.block]

    def _is_dateline(self, mention: DateMention) -> bool:
        return bool(mention.date and _DATELINE.match(self._reading.text, mention.end))


def _is_part(date: PartialDate, whole: PartialDate) -> bool:
    return whole.start <= date.start and date.end <= whole.end and date.end - date.start < whole.end - whole.start


def _as_heading(mention: DateMention) -> Bound:
    if mention.date is None:
        return _NONE
    return Span(mention.start, mention.end), replace(mention.date, basis="heading")
