"""Date a claim in its own sentence: what reaches its verb or name, what stands in brackets behind it, or `just`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from extract.candidates import Candidate
from extract.cards import RULE as CARD
from extract.catalogues import RULE as CATALOGUE
from extract.catalogues_en import DATED
from extract.counteddays import Counted, count_chinese, count_english
from extract.datelines import is_dateline, is_of_a_report
from extract.dates import DateMention
from extract.daylist import DayList
from extract.otherdays import (
    goes_up_on,
    is_announced_on,
    is_announcement,
    is_before_it,
    is_of_another,
    is_of_its_own,
    is_said_by_maker,
    is_spoken_of,
    joins_with,
    leads_to_another,
)
from extract.parsing import Parsed, Reading
from extract.periods import day_of, month_from, month_of
from extract.reach import find_paired, is_behind_an_aside, is_cut_off, is_reached, order_english, tells_a_date
from extract.records import AVAILABLE, Article, PartialDate, Span
from extract.sentences import Sentence
from extract.tables import RULE as TABLE
from extract.tokens import Token

Bound = tuple[Span | None, PartialDate | None]
NONE: Bound = (None, None)
_JUST = re.compile(r"(?i)\b(?P<word>just) (?:now |officially )?$")
_AT_AN_EVENT = re.compile(  # …, at the company's own conference on Tuesday
    r"\bat (?:its|the|their|[\w-]+['’]s)(?: [\w'’-]+){0,4} (?:conference|event|summit|keynote|show|expo)"
    r"(?: in [A-Z]\w+)?,? (?:on )?\Z"
)
_ALONGSIDE = re.compile(r" (?:alongside|together with|along with) [^,.;:]{2,60} (?:on )?\Z")
_PUT_OFF = re.compile(
    r"(?:推迟|延期|延后|调整|改|顺延)[至到为]\s?\Z"
    r"|(?:delayed|pushed|postponed|moved)(?: back)? (?:to|until) \Z"
)
_AIM = re.compile(r"(?:目标|预计|力争|争取|计划)[^，。；\n]{0,6}\Z")
_MOVED = 24  # characters
_NEAR = 200  # characters from a day to what is counted from it
_NEW = re.compile(r"(?i)\b(?:new|newest|latest)\b")
_WHEN = re.compile(r",? when\b")  # since last year, when Halden delivered Nova 2
_RESPECTIVELY = re.compile(r"分别|先后|依次|相继|\brespectively\b")
_JUST_NOW = ("刚刚", "刚")
_ON_THE_SAME_DAY = re.compile(r"\s?(?:同时|并|还|同步|一并|以及|随后|也)")  # a clause that goes on
_FROM = re.compile(r"\s?(?:起|前|之?前|以前|之后|截止|内)")  # 6 月 1 日起 (from 1 June): no day of an event


class SentenceDates:
    """The dates of one article, bound to candidates within their sentences."""

    def __init__(self, article: Article, reading: Reading, dates: DayList, parsed: Mapping[Sentence, Parsed]) -> None:
        self._article, self._reading, self._dates, self._parsed = article, reading, dates, parsed

    def find(self, candidate: Candidate) -> Bound:
        """The date that the candidate's own sentence gives it: with no verb of its own, another's date is none."""
        if counted := self.counted(candidate):
            return self._counted_back(candidate, counted)
        tokens = self._parsed[candidate.sentence].tokens
        is_english = self._reading.language == "en"
        if is_english and candidate.trigger is None and not (candidate.rule == DATED or tells_a_date(candidate.rule)):
            return self._told_beside(candidate, tokens)  # Last week Halden halted its new model, Nova 3
        for place in self._places(candidate, tokens):
            if (bound := self._resolved(tokens[place]))[1] and not self._is_another_plan(candidate, tokens, place):
                return bound
        return NONE

    def counted(self, candidate: Candidate) -> Counted | None:
        """How long before another day it came out, where its sentence tells its own day so."""
        text, name, sentence, trigger = self._reading.text, candidate.name, candidate.sentence, candidate.trigger
        if candidate.status not in AVAILABLE:
            return None
        if self._reading.language == "en":
            first = min(name.start, trigger.start) if trigger else name.start
            return count_english(text, sentence.start, first, sentence.end)
        places = (trigger.start, name.end) if trigger else (name.end,)
        return next(filter(None, (count_chinese(text, sentence.start, place) for place in places)), None)

    def _counted_back(self, candidate: Candidate, counted: Counted) -> Bound:
        """`a day after Halden launched Nova 2 (on Monday)`: its own day where it is told, else what is counted."""
        sentence, published = candidate.sentence, self._article.published
        inside = self._dates.within(counted.end, counted.stop - 1)
        if inside:
            return self._bound(inside[0])
        told = [*self._dates.within(sentence.start, counted.start), *self._dates.within(counted.stop, sentence.end)]
        days = [each.date for each in told if each.date and each.date.start == each.date.end]
        base = next(iter(days), published if counted.is_from_now and not told else None)
        period = counted.before(base.start) if base and base.precision == "day" else None
        raw = self._reading.text[counted.start : counted.end]
        return (Span(counted.start, counted.end), PartialDate(*period, "anaphora", raw)) if period else NONE

    def is_vague(self, candidate: Candidate) -> bool:
        """Whether its sentence tells no certain day: 近日, recently, a few days ago; 据外媒昨日报道, of a report."""
        tokens = self._parsed[candidate.sentence].tokens
        told = (self._dates.at(tokens[place].start) for place in self._places(candidate, tokens))
        return any(
            mention and (mention.kind == "vague" or is_of_a_report(self._reading.text, mention)) for mention in told
        )

    def _places(self, candidate: Candidate, tokens: Sequence[Token]) -> list[int]:
        """Where the dates stand that may be the candidate's, the likeliest first."""
        is_english = self._reading.language == "en"
        places = [index for index, token in enumerate(tokens) if token.code == "D"]
        if not places:
            return []
        is_told = _RESPECTIVELY.search(self._reading.text, candidate.sentence.start, candidate.sentence.end) is not None
        if (paired := find_paired(tokens, candidate.name, is_told=is_told)) is not None:
            return [paired]
        name = next(index for index, token in enumerate(tokens) if candidate.name in token.names)
        start = candidate.trigger.start if candidate.trigger else -1
        trigger = next((index for index, token in enumerate(tokens) if index and token.start == start), name)
        low, high = min(name, trigger), max(name, trigger)
        is_also = self._is_also(tokens, low)
        before = [place for place in places if place < high and is_reached(tokens, place, low, is_also=is_also)]
        before = [place for place in before if not self._is_of_earlier(tokens, place, low)]
        after = [place for place in places if place > low and self._follows(tokens, high, place)]
        if not is_english and low == trigger and tokens[trigger + 1].code == "P":
            before = [place for place in before if not is_cut_off(tokens, place, trigger)]
        before.sort(key=lambda place: (not self._is_just_now(tokens[place]), place))
        put_off = [place for place in places if candidate.status == "planned" and self._is_put_off(tokens[place])]
        ordered = order_english(tokens, low, high, before, after) if is_english else (*reversed(before), *after)
        when = [place for place in before if is_english and _WHEN.match(self._reading.text, tokens[place].end)]
        ordered = [*when[-1:], *ordered]
        ordered = [place for place in ordered if not self._is_elsewhere(candidate, tokens, (low, high), place)]
        return [*put_off, *ordered, *self._beside(candidate, tokens, high, places)]

    def _told_beside(self, candidate: Candidate, tokens: Sequence[Token]) -> Bound:
        """Of a new model that no verb tells of: `joined the race on Tuesday with a new model, Nova 3`."""
        text = self._reading.text
        name = next(index for index, token in enumerate(tokens) if candidate.name in token.names)
        places = [index for index, token in enumerate(tokens) if token.code == "D"]
        joined = [at for at in places if at < name and joins_with(text, tokens[at].end, candidate.name.start)]
        is_new = _NEW.search(text, candidate.sentence.start, candidate.name.start) is not None
        said = self._said(candidate, tokens, name, places) if is_new else []
        named = [at for at in places if at > name and is_announcement(text, candidate.name.end, tokens[at].start)]
        return next((bound for at in (*joined, *named, *said) if (bound := self._resolved(tokens[at]))[1]), NONE)

    def _beside(self, candidate: Candidate, tokens: Sequence[Token], high: int, places: Sequence[int]) -> list[int]:
        """The dates that another clause of the sentence gives a release: its maker's words, its repository."""
        text, start = self._reading.text, candidate.sentence.start
        if candidate.status not in AVAILABLE:
            return []
        if self._reading.language == "zh":
            behind = [at for at in places if at > high]
            return [at for at in behind if goes_up_on(text, tokens[high].end, tokens[at].start, tokens[at].end)]
        posted = [at for at in places if is_of_its_own(text, start, tokens[at].start)]
        maker, first = self._maker(candidate), next((at for at in places if at < high), None)
        if first and is_announced_on(text, start, tokens[first].start, tokens[first].end, maker):
            posted.append(first)
        return posted + self._said(candidate, tokens, high, places)

    def _said(self, candidate: Candidate, tokens: Sequence[Token], high: int, places: Sequence[int]) -> list[int]:
        """`Nova 3 is available to all, Halden said on Tuesday`."""
        text, first = self._reading.text, (candidate.trigger or candidate.name).start
        if is_spoken_of(text, candidate.sentence.start, first):
            return []
        maker, end = self._maker(candidate), tokens[high].end
        return [at for at in places if at > high and is_said_by_maker(text, end, tokens[at].start, maker)]

    def _maker(self, candidate: Candidate) -> str | None:
        return self._reading.text[candidate.vendor.start : candidate.vendor.end] if candidate.vendor else None

    def _is_of_earlier(self, tokens: Sequence[Token], place: int, low: int) -> bool:
        """Whether a date before a release is of what came before that."""
        text, start, day = self._reading.text, tokens[0].start, tokens[place]
        if self._reading.language == "zh":
            return is_before_it(text, start, day.start, day.end, tokens[low].start)
        is_cut_off = any(token.code == "," for token in tokens[place:low])
        return is_cut_off and leads_to_another(text, start, day.start)

    def _is_elsewhere(self, candidate: Candidate, tokens: Sequence[Token], ends: tuple[int, int], place: int) -> bool:
        """Whether an English date behind a release, or behind the first of its verb and name, is of something else."""
        start = next((end for end in reversed(ends) if end < place), None)
        if self._reading.language != "en" or start is None or candidate.status not in AVAILABLE:
            return False
        return is_of_another(self._reading.text, tokens[start].end, tokens[place].start, self._maker(candidate))

    def _is_another_plan(self, candidate: Candidate, tokens: Sequence[Token], place: int) -> bool:
        """`打算明年底量产，星海科技发布 Nova-3` (production is to start then): what is out, and another day ahead."""
        date, published = self._resolved(tokens[place])[1], self._article.published
        is_ahead = date is not None and published is not None and date.start > published.end
        low = candidate.trigger.start if candidate.trigger else candidate.name.start
        codes = "".join(token.code for token in tokens[place + 1 :] if token.end <= low)
        is_aim = _AIM.search(self._reading.text, max(0, tokens[place].start - _MOVED), tokens[place].start)
        return is_ahead and candidate.status in AVAILABLE and codes.startswith(("X,", "T,", "I,")) and bool(is_aim)

    def _is_put_off(self, token: Token) -> bool:
        """`原计划 6 月推出，如今调整为 7 月` (moved to): the day that a plan has now."""
        return _PUT_OFF.search(self._reading.text, max(0, token.start - _MOVED), token.start) is not None

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
        if _AT_AN_EVENT.search(self._reading.text, tokens[high].end, tokens[place].start):
            return not any(token.code in "TI" for token in between)
        if _ALONGSIDE.match(self._reading.text, tokens[high].end, tokens[place].start):
            return not any(token.code in "TI" for token in between)
        if self._reading.language == "en" and is_behind_an_aside(tokens, high, place):
            return True
        limit = 3 if self._reading.language == "zh" else 6
        if len(between) > limit or any(token.code in "TINO" for token in between):
            return False
        if place == high + 1 and self._reading.text.endswith("后", 0, tokens[place].end):
            return False  # 发布两天后: two days after it came out
        return self._reading.language == "en" or not any(token.code in ",:Q" for token in between)

    def _resolved(self, token: Token) -> Bound:
        mention = self._dates.at(token.start)
        if mention is None:
            return NONE
        return self._bound(mention)

    def _bound(self, mention: DateMention) -> Bound:
        if mention.kind == "anaphora":
            return self._anaphora(mention)
        if mention.date is None or self._is_of_the_telling(mention) or self._is_an_owner(mention):
            return NONE
        return Span(mention.start, mention.end), mention.date

    def _is_of_the_telling(self, mention: DateMention) -> bool:
        return is_dateline(self._reading.text, mention) or is_of_a_report(self._reading.text, mention)

    def _is_an_owner(self, mention: DateMention) -> bool:
        """`at this year's fair`: which fair, not when; `yesterday's release` tells the day."""
        is_year = mention.date is not None and mention.date.precision == "year"
        return is_year and self._reading.text.startswith(("'s", "’s"), mention.end)

    def _anaphora(self, mention: DateMention) -> Bound:
        """同日 (that day), 两个月后 (two months later) and the like: counted from what was told last before them."""
        is_day = mention.unit == "day"
        earlier = self._dates.day_before(mention.start) if is_day else self._dates.before(mention.start)
        if earlier is None or earlier.date is None or (is_day and _FROM.match(self._reading.text, earlier.end)):
            return NONE
        if abs(mention.shift) > 1 and mention.start - earlier.end > _NEAR:
            return NONE
        start, published = earlier.date.start, self._article.published
        told = day_of(start + timedelta(days=mention.shift)) if is_day else month_of(*month_from(start, mention.shift))
        if mention.shift and published and told.start > published.end:
            return NONE
        return Span(mention.start, mention.end), PartialDate(*told, "anaphora", mention.raw)

    def in_brackets(self, candidate: Candidate) -> Bound:
        """The date in brackets right behind an English name, in a catalogue's line, or in a row or a card."""
        if candidate.rule == DATED:
            return self.find(candidate)
        tokens = self._parsed[candidate.sentence].tokens
        end = next(token.end for token in tokens if candidate.name in token.names)  # of all that it is listed with
        if candidate.rule in (TABLE, CARD):
            inside = next(iter(self._dates.within(*candidate.sentence[:2])), None)
        elif self._reading.language == "en":
            inside = self._dates.own_bracketed(self._reading.text, candidate.name.end, end)
        elif candidate.rule == CATALOGUE:
            inside = self._dates.in_aside(self._reading.text, end)
        else:
            inside = self._dates.bracketed(self._reading.text, candidate.name.end)
        if inside is None or candidate.status not in AVAILABLE:
            return NONE
        return Span(inside.start, inside.end), inside.date

    def closing(self, candidate: Candidate) -> Bound:
        """The date in brackets that ends its line, an item of a list or a digest."""
        start, end, _ = candidate.sentence
        inside = self._dates.closing(self._reading.text, start, end) if candidate.status in AVAILABLE else None
        return (Span(inside.start, inside.end), inside.date) if inside else NONE

    def just(self, candidate: Candidate) -> Bound:
        """`has just released`: the day of publication."""
        published, trigger = self._article.published, candidate.trigger
        if published is None or published.precision != "day" or trigger is None or candidate.status not in AVAILABLE:
            return NONE
        just = _JUST.search(self._reading.text, candidate.sentence.start, trigger.start)
        return (Span(*just.span("word")), replace(published, basis="relative", raw=just["word"])) if just else NONE
