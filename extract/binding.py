"""Tie a claim to its vendor and its date: in the clause, else in what governs the clause."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from extract.candidates import Candidate, Parsed, Reading
from extract.dates import DateMention
from extract.names import Name
from extract.records import Article, PartialDate, Span
from extract.sentences import Sentence
from extract.skeleton import Token
from extract.vendors import VendorMention, is_related, vendor_of

Bound = tuple[Span | None, PartialDate | None]
_NONE: Bound = (None, None)


class Binder:
    """What an article says around its sentences: vendors spoken of before, dates of headings and datelines."""

    def __init__(
        self,
        article: Article,
        reading: Reading,
        sentences: Sequence[Sentence],
        parsed: Mapping[Sentence, Parsed],
        parts: Mapping[Name, tuple[str, ...]],
    ) -> None:
        self._article, self._reading, self._sentences, self._parsed, self._parts = article, reading, sentences, parsed, parts

    @cached_property
    def headline_parts(self) -> frozenset[tuple[str, ...]]:
        """The parts of every name in the title."""
        title = next((block for block in self._article.blocks if block.kind == "title"), None)
        if title is None:
            return frozenset()
        return frozenset(own for name, own in self._parts.items() if title.start <= name.start and name.end <= title.end)

    def vendor(self, best: Candidate, group: Sequence[Candidate]) -> VendorMention | None:
        """The vendor the best sentence names, else another sentence, the family's, or the one spoken of before."""
        family = best.name.family
        owner = VendorMention(best.name.start, best.name.start, vendor_of(family.vendor)) if family else None
        told = [candidate.vendor for candidate in (best, *group) if candidate.vendor]
        if owner:
            agreeing = [vendor for vendor in told if is_related(vendor.vendor, owner.vendor)]
            if agreeing:
                return agreeing[0]
            if not told or best.name.strength == 3:
                return owner
        if told:
            return told[0]
        return self._carried(best)

    def _carried(self, candidate: Candidate) -> VendorMention | None:
        """The last vendor before the name in its block, else the title's first, else the article's commonest."""
        block = self._article.blocks[candidate.sentence.block]
        strong = [vendor for vendor in self._reading.vendors if not vendor.weak]
        before = [vendor for vendor in strong if block.start <= vendor.start < candidate.name.start]
        if before:
            return before[-1]
        title = [vendor for vendor in strong if vendor.end <= self._article.blocks[0].end]
        if title:
            return title[0]
        counted = Counter(vendor.vendor.id for vendor in strong)
        return next((v for v in strong if v.vendor.id == counted.most_common(1)[0][0]), None) if counted else None

    def date(self, best: Candidate, group: Sequence[Candidate]) -> Bound:
        """The date of the best sentence, else of another one about the same name, else of what governs them."""
        ordered = [best, *sorted(group, key=lambda candidate: -candidate.score)]
        for candidate in ordered:
            bound = self._in_sentence(candidate)
            if bound[1]:
                return bound
        for candidate in ordered:
            bound = self._governing(candidate)
            if bound[1]:
                return bound
        return _NONE

    def _in_sentence(self, candidate: Candidate) -> Bound:
        parsed = self._parsed[candidate.sentence]
        places = [index for index, token in enumerate(parsed.tokens) if token.code == "D"]
        name = next(index for index, token in enumerate(parsed.tokens) if candidate.name in token.names)
        trigger = next(
            (index for index, token in enumerate(parsed.tokens) if candidate.trigger and token.start == candidate.trigger.start),
            name,
        )
        low, high = min(name, trigger), max(name, trigger)
        before = [place for place in places if place < high and self._reaches(parsed.tokens, place, low)]
        after = [place for place in places if place > low and self._follows(parsed.tokens, high, place)]
        for place in (*reversed(before), *after):
            if (bound := self._resolved(parsed.tokens[place]))[1]:
                return bound
        return _NONE

    def _reaches(self, tokens: Sequence[Token], place: int, low: int) -> bool:
        """Whether a date before a clause governs it: no other name between, unless the date sets the scene (D，…)."""
        between = tokens[place + 1 : low]
        if not any(token.code in "NO" for token in between):
            return True
        sets_scene = bool(between) and between[0].code in ",:("
        return sets_scene and not any(token.code == "D" for token in between)

    def _follows(self, tokens: Sequence[Token], high: int, place: int) -> bool:
        """Whether a date behind the clause belongs to it: launched X on Tuesday; 发布于 6 月 12 日."""
        between = tokens[high + 1 : place]
        limit = 3 if self._reading.language == "zh" else 6
        if len(between) > limit or any(token.code in "TINO" for token in between):
            return False
        return self._reading.language == "en" or not any(token.code in ",:" for token in between)

    def _resolved(self, token: Token) -> Bound:
        mention = next((date for date in self._reading.dates if date.start == token.start), None)
        if mention is None:
            return _NONE
        if mention.kind == "anaphora":
            return self._anaphora(mention)
        if mention.date is None or self._is_dateline(mention):
            return _NONE
        return Span(mention.start, mention.end), mention.date

    def _is_dateline(self, mention: DateMention) -> bool:
        return self._reading.text[mention.end : mention.end + 3].lstrip().startswith(("消息", "讯", "报道"))

    def _anaphora(self, mention: DateMention) -> Bound:
        """同日, 次日 and the like: counted from the last explicit date before them in the block, or its heading."""
        earlier = [
            date for date in self._reading.dates if date.date and date.date.start == date.date.end and date.end <= mention.start
        ]
        if not earlier or mention.unit != "day":
            return _NONE
        base = earlier[-1].date
        assert base is not None
        day = base.start if mention.shift == 0 else base.start.fromordinal(base.start.toordinal() + mention.shift)
        return Span(mention.start, mention.end), PartialDate(day, day, "day", "anaphora", mention.raw)

    def _governing(self, candidate: Candidate) -> Bound:
        """The date at the head of the item, of the heading above, or of the article's dateline."""
        block = self._article.blocks[candidate.sentence.block]
        head = [date for date in self._reading.dates if block.start <= date.start <= block.start + 8 and date.end <= candidate.name.start]
        if head and head[0].date and not self._is_dateline(head[0]):
            return Span(head[0].start, head[0].end), replace(head[0].date, basis="heading")
        for index in range(candidate.sentence.block - 1, -1, -1):
            above = self._article.blocks[index]
            if above.kind != "heading":
                continue
            inside = [date for date in self._reading.dates if above.start <= date.start and date.end <= above.end and date.date]
            if inside and inside[0].date and inside[0].date.start == inside[0].date.end:
                return Span(inside[0].start, inside[0].end), replace(inside[0].date, basis="heading")
            break
        return self._dateline(candidate)

    def _dateline(self, candidate: Candidate) -> Bound:
        """The dateline's day, for what the first paragraph or the headline reports as the news."""
        dateline = next((date for date in self._reading.dates if date.date and self._is_dateline(date)), None)
        if dateline is None or dateline.date is None or dateline.date.precision != "day":
            return _NONE
        block = self._article.blocks[candidate.sentence.block]
        if block.kind == "title" or block.start <= dateline.start < block.end:
            return Span(dateline.start, dateline.end), replace(dateline.date, basis="heading")
        return _NONE
