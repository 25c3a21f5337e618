"""Which of the ways an article writes a name is its fullest."""

import re
from collections import Counter

from extract.keys import parts_of
from extract.names import Name
from extract.spans import START

_SIZE = re.compile(r"(?i)(?<![\w.])\d+(?:\.\d+)?[bm](?![a-z])")


def find_fullest(names: list[Name], told: set[str], best: Name) -> Name:
    """The name as written at its fullest, the most frequent spelling first; without its size where that is enough.

    A spelling that stands only once, and in no sentence that tells of a release, may be debris of a table or a list.
    Where only the one of that size is told of, what all sizes are called is the series.
    """
    counted = Counter([name.text for name in names])
    first: dict[str, Name] = {}
    for name in sorted(names, key=START, reverse=True):
        first[name.text] = name
    is_of_one_size = all(map(_has_size, told)) and len(set(map(_size_of, told))) == 1
    return max(
        (
            name
            for name in first.values()
            if name.text in told or (counted[name.text] > 1 and not (is_of_one_size and not _has_size(name.text)))
        ),
        key=lambda name: (len(parts_of(name.text, None)), not _has_size(name.text), counted[name.text], -name.start),
        default=best,
    )


def _has_size(text: str) -> bool:
    return _size_of(text) != ""


def _size_of(text: str) -> str:
    found = _SIZE.search(text)
    return found[0].casefold() if found else ""
