"""Which of the ways an article writes a name is its fullest."""

import re
from collections import Counter

from extract.keys import parts_of
from extract.names import Name


def find_fullest(names: list[Name], told: set[str], best: Name) -> Name:
    """The name as written at its fullest, the most frequent spelling first; without its size where that is enough.

    A spelling that stands only once, and in no sentence that tells of a release, may be debris of a table or a list.
    """
    counted = Counter(name.text for name in names)
    return max(
        (name for name in names if name.text in told or counted[name.text] > 1),
        key=lambda name: (len(parts_of(name.text, None)), not _has_size(name.text), counted[name.text], -name.start),
        default=best,
    )


def _has_size(text: str) -> bool:
    return bool(re.search(r"(?i)(?<![\w.])\d+(?:\.\d+)?[bm](?![a-z])", text))
