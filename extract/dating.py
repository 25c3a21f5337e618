"""Date a claim: in its sentence, in another about the same name, else by what governs them; never by guess.

What governs a sentence is the date at the head of its item, the heading above, the dateline (IT之家 6 月 12 日消息) or,
for the news that the headline itself tells, the day of publication.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from extract.apartdays import find_labelled, find_posted
from extract.behinddays import BehindDays
from extract.candidates import Candidate
from extract.datelines import find_digest_day, is_dateline
from extract.dates import DateMention
from extract.daylist import DayList, is_day
from extract.eventdays import Opening, is_background, is_long_ago
from extract.identity import Parts, is_tier
from extract.knowledge import Vendor
from extract.linedays import LineDays, as_heading
from extract.names import Name
from extract.otherdays import is_before_it, is_presupposed
from extract.parsing import Parsed, Reading
from extract.records import AVAILABLE, Article, Block, PartialDate, Span
from extract.sectiondays import SectionDays
from extract.sentencedates import NONE, Bound, SentenceDates
from extract.sentences import Sentence
from extract.storyline import Storyline
from extract.topic import find_shouted
from extract.weighing import RULE as WEIGHED

Find = Callable[[Candidate], Bound]
_BLOCKS_BACK = 4  # from `also` to the news that it adds to
_SURE = 0.55
_TELLINGS = 4  # of a family, the first
_FRESH = timedelta(days=3)  # what an article is about came out within so many days of it
_RECENT, _DAY = timedelta(days=30), timedelta(days=1)
_FIRST = 24  # blocks in which a label may date what the headline tells of
_ALSO = {
    "zh": re.compile(r"同时|此外|还|另外|一并|同步|一同|一起|一块|随之"),
    "en": re.compile(r"(?i)\b(?:also|alongside|in addition|as well)\b"),
}
_SINCE = re.compile(r"过去[几数两三十]+年|多年来|自(?:从)?[^，。；\n]{2,60}(?:以来|至今)|至今已")  # ever since
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
        sentences: Sequence[Sentence],
        parsed: Sequence[Parsed],
        parts: Mapping[Name, Parts],
        candidates: Sequence[Candidate],
        headline: frozenset[Parts],
    ) -> None:
        self._article, self._reading, self._parts = article, reading, parts
        self._dates = DayList(reading.dates)
        self._digest = find_digest_day(article, reading.text, self._dates)
        self._lines = LineDays(article, reading.text, self._dates, reading.dates)
        self._sections = SectionDays(article, reading, self._dates)
        self._story = Storyline(article, reading, sentences, self._dates)
        self._behind_days = BehindDays(article, reading, sentences, self._dates)
        self._opening = Opening(article, reading, sentences, self._dates)
        sure = (candidate for candidate in candidates if candidate.score >= _SURE and candidate.status in AVAILABLE)
        announcing = sorted(sure, key=lambda candidate: candidate.sentence)
        self._news = sorted({candidate.sentence for candidate in announcing})
        self._announcing: dict[Parts, list[Candidate]] = {}
        for candidate in announcing:
            first = self._announcing.setdefault(parts[candidate.name], [])
            first.extend([candidate] if len(first) < _TELLINGS else [])
        title = article.title_end
        news = (candidate for candidate in candidates if not title or candidate.name.end <= title)
        told = frozenset(parts[candidate.name] for candidate in news)
        self._headline = headline
        self._told = headline & (told | frozenset(parts[name] for name in find_shouted(reading, parts, title)))
        self._parsed = {one.sentence: one for one in parsed}
        self._in_sentence: dict[tuple[object, ...], Bound] = {}
        self._own = SentenceDates(article, reading, self._dates, self._parsed)

    def date(self, best: Candidate, group: Sequence[Candidate], maker: Vendor | None) -> Bound:
        """The date of the best sentence, else of another one about the same name, else of what governs them."""
        if is_long_ago(self._reading, best):
            return self.in_sentence(best)
        told = best.name, best.sentence, best.rule != WEIGHED
        others = (each for each in group if (each.name, each.sentence, each.rule != WEIGHED) != told)
        ordered = [best, *sorted(others, key=lambda candidate: -candidate.score)]
        ordered.sort(key=lambda candidate: candidate.rule == WEIGHED)  # which knows not the verb of its name
        telling: list[Find] = [
            self._own.in_brackets,
            self._own.closing,
            self.in_sentence,
            self._own.just,
            self._item_line,
            partial(self._at_head, maker=maker),
            self._above,
            self._alongside,
            partial(self._in_story, maker=maker),
        ]
        around: list[Find] = [
            self._behind,
            self._with_its_family,
            partial(self._at_event, maker=maker),
            partial(self._apart, maker=maker),
            self._dateline,
            partial(self._published, group=ordered),
        ]
        # first what tells of the very name: Nova-4 and Nova-4-9B are one model, and came out one after the other
        own = [candidate for candidate in ordered if candidate.name.text == best.name.text]
        first = own if len(own) < len(ordered) else []
        alone = telling[:3]  # what is counted back from another day has no day but that
        counted = [candidate for candidate in ordered if self._own.counted(candidate)]
        for finds, candidates in ((telling, first), ([*telling, *around], ordered)):
            free = [each for each in candidates if each not in counted] if counted else candidates
            for find in finds:
                for candidate in candidates if find in alone else free:
                    if (bound := find(candidate))[1]:
                        return bound if best.status == "planned" else self._narrowed(bound, ordered)
        return self.date(best.series[0], best.series, maker) if best.series else NONE

    def _narrowed(self, bound: Bound, candidates: Sequence[Candidate]) -> Bound:
        """Of `from 1 to 3 September the four released …` and `released on 1 September` the day."""
        for other in candidates:
            own = self.in_sentence(other)
            if own[1] and bound[1] and _is_part(own[1], bound[1]):
                bound = own
        return bound

    def in_sentence(self, candidate: Candidate) -> Bound:
        """The date that the candidate's own sentence gives it; asked for again and again, and found once."""
        who = candidate.vendor.start if candidate.vendor else None
        told = candidate.name.start, candidate.sentence, candidate.trigger, candidate.rule, candidate.status, who
        if told not in self._in_sentence:
            self._in_sentence[told] = self._own.find(candidate)
        return self._in_sentence[told]

    def _at_head(self, candidate: Candidate, maker: Vendor | None) -> Bound:
        """The date that the item itself begins with; of a paragraph, what its first sentence tells of goes on."""
        block = self._block(candidate)
        head = self._sections.at_head(block, candidate.name.start)
        if head is None or is_background(self._reading, candidate.sentence):
            return NONE
        told_at = (candidate.trigger or candidate.name).start
        if is_before_it(self._reading.text, block.start, head.start, head.end, told_at):
            return NONE
        if block.kind != "paragraph" or self._sections.is_label(head):
            return as_heading(head)
        # Last year, we made Nova 2. Now …: an English sentence dates itself alone
        is_chinese = self._reading.language == "zh"
        return as_heading(head) if is_chinese and self._story.is_under(head, candidate.sentence, maker) else NONE

    def _above(self, candidate: Candidate) -> Bound:
        """The day of the heading above, of the diary's paragraph that opened it, or of what leads to its list."""
        return as_heading(self._sections.above(candidate.sentence.block))

    def _alongside(self, candidate: Candidate) -> Bound:
        """`X is also releasing Y`: the day of what it released in the sentences just before."""
        language = self._parsed[candidate.sentence].language
        trigger = candidate.trigger
        start = (trigger.end if language == "zh" else trigger.start) if trigger else candidate.name.start  # 同步上线
        if is_background(self._reading, candidate.sentence):
            return NONE
        if candidate.status not in AVAILABLE or not _ALSO[language].search(
            self._reading.text, candidate.sentence.start, max(start, candidate.sentence.start)
        ):
            return NONE
        for place in range(bisect_left(self._news, candidate.sentence) - 1, -1, -1):
            news = self._news[place]
            if candidate.sentence.block - news.block > _BLOCKS_BACK:
                break
            days = [date for date in self._dates.within(news.start, news.end) if is_day(date)]
            days = [date for date in days if not is_dateline(self._reading.text, date)]
            if days:
                return Span(days[-1].start, days[-1].end), days[-1].date
        return NONE

    def _in_story(self, candidate: Candidate, maker: Vendor | None) -> Bound:
        """The day of the event that its sentence, or the first that gives its name, goes on telling."""
        if candidate.status not in AVAILABLE:
            return NONE
        return self._as_told(self._story.day_of(candidate.sentence, candidate.name.start, maker))

    def _behind(self, candidate: Candidate) -> Bound:
        """The day that the sentence right behind tells: `The launch took place on 12 May`."""
        if candidate.status not in AVAILABLE or candidate.score < _SURE:
            return NONE
        return self._as_told(self._behind_days.told_behind(candidate.sentence))

    def _with_its_family(self, candidate: Candidate) -> Bound:
        """`Today Halden unveiled Selwin. … Selwin Small can be downloaded`: the day of the news whose tier it is."""
        published, own = self._article.published, self._parts[candidate.name]
        if published is None or candidate.status not in AVAILABLE or candidate.score < _SURE:
            return NONE
        if self._story.is_past(candidate.sentence, candidate.name.end):
            return NONE
        families = (own[:size] for size in range(1, len(own)) if is_tier(own, own[:size]))
        for news in (one for family in families for one in self._announcing.get(family, ())):
            if news.sentence >= candidate.sentence:
                continue
            dated, date = self.in_sentence(news)
            if date and date.start == date.end and abs(published.end - date.end) <= _FRESH:
                return dated, date
        return NONE

    def _as_told(self, day: DateMention | None) -> Bound:
        return (Span(day.start, day.end), day.date) if day else NONE

    def _at_event(self, candidate: Candidate, maker: Vendor | None) -> Bound:
        """The day of the event that the article opens with, for what it tells of behind that."""
        if candidate.status not in AVAILABLE:
            return NONE
        day = self._opening.find_day(self._parsed[candidate.sentence].tokens[0].start, candidate.sentence, maker)
        return self._as_told(day)

    def _apart(self, candidate: Candidate, maker: Vendor | None) -> Bound:
        """Of the headline's news, the day that its lead tells, or a line with a label; of any, its maker's post's."""
        if candidate.status not in AVAILABLE:
            return NONE
        own, text, start = self._parts[candidate.name], self._reading.text, candidate.sentence.start
        names = [name for name, parts in self._parts.items() if parts == own]
        is_title = self._block(candidate).kind == "title"
        is_titled = is_title or any(name.end <= self._article.title_end for name in names)
        if is_title and (lead := self._opening.in_lead(self._family(own), maker)):
            return self._as_told(lead)
        label = find_labelled(text, self._article.blocks[:_FIRST], self._dates) if is_titled else None
        return self._as_told(
            self._near(label) or self._near(find_posted(text, self._dates, names, maker, None if is_titled else start))
        )

    def _family(self, own: Parts) -> list[Name]:
        return [name for name, parts in self._parts.items() if parts in (own[: len(parts)], own[-len(parts) :])]

    def _near(self, day: DateMention | None) -> DateMention | None:
        """The day, where it has come, and not long before the article did."""
        published = self._article.published
        if day is None or day.date is None or published is None:
            return day
        return day if -_DAY <= published.end - day.date.end <= _RECENT else None

    def _dateline(self, candidate: Candidate) -> Bound:
        """The dateline's day, for what headline or first paragraph tell has come; a digest's, for all its items."""
        if not self._may_be_of_the_day(candidate):
            return NONE
        return as_heading(self._digest) if self._digest else self._lines.of_article(candidate.sentence, candidate.name)

    def _item_line(self, candidate: Candidate) -> Bound:
        return self._lines.of_item(candidate.sentence, candidate.name) if self._may_be_of_the_day(candidate) else NONE

    def _may_be_of_the_day(self, candidate: Candidate) -> bool:
        if (
            candidate.status not in AVAILABLE
            or (self._lines.is_retold and not self._digest)
            or self._is_known(candidate)
        ):
            return False
        return _SINCE.search(self._reading.text, candidate.sentence.start, candidate.sentence.end) is None

    def _is_known(self, candidate: Candidate) -> bool:
        start, trigger = candidate.sentence.start, candidate.trigger
        return trigger is not None and is_presupposed(self._reading.text, start, trigger.start, trigger.end)

    def _published(self, candidate: Candidate, group: Sequence[Candidate]) -> Bound:
        """The day of publication, for what the headline tells, and for siblings of which the text says `now`."""
        published = self._article.published
        if published is None or published.precision != "day" or not self._may_be_of_the_day(candidate):
            return NONE
        own = self._parts[candidate.name]
        is_sibling = any(own[: len(news)] == news or news[: len(own)] == own for news in self._told)
        now = _NOW[self._parsed[candidate.sentence].language]
        is_now = now.search(self._reading.text, candidate.sentence.start, candidate.sentence.end)
        is_of_the_day = own in self._told or ((is_sibling or own in self._headline) and is_now)
        if not is_of_the_day or any(map(self._own.is_vague, group)):
            return NONE
        return None, replace(published, basis="publication")

    def _block(self, candidate: Candidate) -> Block:
        return self._article.blocks[candidate.sentence.block]


def _is_part(date: PartialDate, whole: PartialDate) -> bool:
    return whole.start <= date.start and date.end <= whole.end and date.end - date.start < whole.end - whole.start
