"""Plain words that only the capitals of a headline make look like names: `Unveils Open-Weight Flagship Model`."""

import re

from extract.names import Name

_WORD = re.compile(r"\b[A-Za-z][a-z]{3,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST = 0.7  # of the longer words of a headline that capitalises them
_FEWEST, _ENOUGH = 3, 200  # such words; characters of a text that would give the name again


def is_only_capitalised(text: str, title: int, name: Name) -> bool:
    """Whether a name stands in nothing but such a headline, which ends at `title`: what is news is named below it."""
    if name.end > title or name.strength or name.family or name.known or len(text) - title < _ENOUGH:
        return False
    if _HAN.search(text, 0, title):
        return False
    words = _WORD.findall(text, 0, title)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _FEWEST and capitals >= _MOST * len(words) and text.find(name.text, title) < 0
