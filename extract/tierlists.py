"""Read the tiers of a model that a sentence before is about, where a list names nothing but them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extract.lexicon import load_lexicon
from extract.nameruns import HAS_VERSION
from extract.names import Name
from extract.parsing import Reading
from extract.sentences import Sentence
from extract.spans import START
from extract.tiers import COUNTED, read_members

_BACK = 3  # sentences
_OF_THEM = re.compile(
    r"(?:.*(?:系列|家族|模型|版本|其|该|此次|本次|这次|[总一]?共))?\s?\Z", re.DOTALL
)  # the series, its, in all


def read_tier_lists(reading: Reading, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences that list the tiers of a model which one before is about; its members are then names of theirs.

    `星海科技发布 Nova-3 大模型。它能看图。包括 Lite、Pro 两个版本。`
    """
    if reading.language != "zh":
        return
    lexicon = load_lexicon()
    for found in COUNTED.finditer(reading.text):
        place = bisect_right(sentences, found.start(), key=START) - 1
        if not _OF_THEM.match(reading.text, sentences[place].start, found.start()):
            continue
        if (spans := read_members(reading.text, found, lexicon)) and (base := _base_before(reading, sentences, place)):
            for start, end in spans:
                full = f"{base.text} {reading.text[start:end]}"
                name = base._replace(start=start, end=end, text=full, strength=3 if base.family else 2)
                reading.mentions.add_name(sentences[place], name)
            reading.parsed.pop(sentences[place], None)
            yield sentences[place]


def _base_before(reading: Reading, sentences: Sequence[Sentence], place: int) -> Name | None:
    """The one model that the nearest sentence before names; none where the sentence names one itself."""
    if any(map(may_have_tiers, reading.mentions.names(sentences[place]))):
        return None
    for before in reversed(sentences[max(0, place - _BACK) : place]):
        named = {name.text: name for name in reading.mentions.names(before) if may_have_tiers(name)}
        if named:
            return next(iter(named.values())) if len(named) == 1 else None
    return None


def may_have_tiers(name: Name) -> bool:
    """Whether a name is a model's as a whole: of a known family, or with a version."""
    return (name.family is not None or HAS_VERSION.search(name.text) is not None) and not name.known
