"""Where English lists the members of a series: `The family comprises three models:`, and below it their names."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extract.parsing import Reading
from extract.records import Block
from extract.sentences import Sentence
from extract.spans import START

_MODELS = r"(?:models|variants|versions|sizes|tiers|editions|siblings|checkpoints|flavou?rs)"
_LISTS = re.compile(
    r"\b(?:family|series|line-?up|range|collection|suite|release|launch)\b[^.;!?\n]{0,40}?"
    r"\b(?:consists of|compris(?:es|ed of)|includes|made up of|comes in|spans|features|offers|contains|introduces)\b"
    rf"|\b(?:two|three|four|five|six|several|\d) (?:[\w-]+ ){{0,3}}{_MODELS}\b"
)
_COMPARES = re.compile(
    r"\b(?:compar\w+|benchmark\w*|against|outperform\w*|beats?|rivals?|competitors?|supports?|based on|built on|older"
    r"|previous|earlier|existing|retir\w+|deprecat\w+)\b",
    re.IGNORECASE,
)
_MARK = 4  # code points into an item at which its name may begin


def iter_lists(reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Sentences that list models of a series, and the items below one of them that begin with a name."""
    text, place = reading.text, 0
    while found := _LISTS.search(text, place):
        at = bisect_right(sentences, found.start(), key=START) - 1
        lead = sentences[at]
        place = max(lead.end, found.end())
        if _COMPARES.search(text, lead.start, lead.end):
            continue
        yield lead
        if text.endswith(":", lead.start, lead.end):
            yield from _iter_items(reading, blocks, sentences, at + 1)


def _iter_items(
    reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence], place: int
) -> Iterator[Sentence]:
    """The first sentences of the items that stand there, as far as each begins with a name."""
    items = takewhile(lambda one: blocks[one.block].kind == "item", sentences[place:])
    firsts = (one for one in items if one.start == sentences[bisect_left(sentences, one.block, key=_block)].start)
    for first in firsts:
        names = reading.mentions.names(first)
        if names and names[0].start - first.start <= _MARK:
            yield first


def _block(sentence: Sentence) -> int:
    return sentence.block
