"""Whose a line is by what stands above it: under a heading, or an item with items of its own, that names a maker.

Halden                      ## 星海科技
  - Nova 3 (June 3)         - Lyra-2.5 上线
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from extract.lexicon import load_lexicon
from extract.parsing import Reading
from extract.records import Block
from extract.sentences import Sentence
from extract.vendors import VendorMention, open_vendor

_AROUND = re.compile(r"[\W\d_]*(?P<who>.*?)\s?(?:[(（]\d+[)）])?[\W_]*")  # 1. Halden:, ▎星海科技, Halden (3)
_FEW_UNKNOWN = 3  # lines for each that is a known maker's name
_LONGEST = 32  # characters of a line that is only a name
_WHO = re.compile(r"[\u4e00-\u9fff]{2,8}|[A-Z][\w.&-]*(?: [A-Z\d&][\w.&-]*){0,2}")


class MakersAbove:
    """The headings and items of one article that stand over others, and the makers that they name."""

    def __init__(self, reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> None:
        self._reading, self._blocks = reading, blocks
        self._firsts = {sentence.block: sentence for sentence in reversed(sentences)}

    def alone(self, place: int) -> VendorMention | None:
        """Who is all that a line above block `place` says: the nearest item of which it is one, or its heading."""
        return next((maker for above in self._iter_above(place) if (maker := self._only_maker(above))), None)

    def named(self, place: int) -> VendorMention | None:
        """The first maker that the heading above block `place` names, whatever else that says."""
        above = (each for each in self._iter_above(place) if self._blocks[each].kind == "heading")
        heading = next(above, None)
        return next((one for one in self._makers(heading) if not one.weak), None) if heading is not None else None

    def _iter_above(self, place: int) -> Iterator[int]:
        """The items of which block `place` is one, the nearest first, then the nearest heading over it."""
        kind, level = self._blocks[place].kind, self._blocks[place].level
        for above in range(place - 1, 0, -1):
            block = self._blocks[above]
            if block.kind == "heading":
                if kind != "heading" or block.level < level:
                    yield above
                    return
            elif kind == block.kind == "item" and block.level < level:
                level = block.level
                yield above

    def _only_maker(self, place: int) -> VendorMention | None:
        """A known maker, or of several such lines one that nobody entered."""
        known = self._known(place)
        if known or self._blocks[place] not in self._of_makers:
            return known
        start, end = self._name_in(self._blocks[place])
        return VendorMention(start, end, open_vendor(self._reading.text[start:end]))

    def _known(self, place: int) -> VendorMention | None:
        name = self._name_in(self._blocks[place])
        return next((maker for maker in self._makers(place) if (maker.start, maker.end) == name), None)

    def _name_in(self, block: Block) -> tuple[int, int]:
        """Where the line's words stand, without its number and signs; nowhere in a long one."""
        is_short = block.end - block.start <= _LONGEST
        found = _AROUND.fullmatch(self._reading.text, block.start, block.end) if is_short else None
        return found.span("who") if found else (block.start, block.start)

    @cached_property
    def _of_makers(self) -> set[Block]:
        """Lines of one word or name, of a sort of which many are known makers."""
        sorts: dict[tuple[str, int], list[int]] = {}
        for place, block in enumerate(self._blocks):
            if self._stands_above(place) and self._may_be_maker(*self._name_in(block)):
                sorts.setdefault((block.kind, block.level), []).append(place)
        known = {place for places in sorts.values() for place in places if self._known(place)}
        told = (places for places in sorts.values() if len(places) <= _FEW_UNKNOWN * len(known.intersection(places)))
        return {self._blocks[place] for places in told for place in places}

    def _stands_above(self, place: int) -> bool:
        """Whether it is a heading, or an item with items of its own."""
        block, behind = self._blocks[place], next(iter(self._blocks[place + 1 : place + 2]), self._blocks[0])
        return block.kind == "heading" or (block.kind == behind.kind == "item" and behind.level > block.level)

    def _may_be_maker(self, start: int, end: int) -> bool:
        """Not so `More`, `Language Models`, `本周发布`."""
        text, words = self._reading.text, self._reading.words
        is_said = words.heads.has(start, end) or words.triggers.has(start, end)
        is_name = _WHO.fullmatch(text, start, end) is not None
        return is_name and not is_said and text[start:end] not in load_lexicon().words.stop

    def _makers(self, place: int) -> Sequence[VendorMention]:
        sentence = self._firsts.get(place)
        return self._reading.mentions.vendors(sentence) if sentence else ()
