"""Which known family a name belongs to: Claude for `Claude Opus 4.6`, 可灵 for `可灵3.0`."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from extract.knowledge import Family, load_families

REMEMBERED = 1 << 14  # words that are judged once: an article asks for the same few again and again


@lru_cache(maxsize=REMEMBERED)
def family_of(name: str) -> Family | None:
    """The known family that a name begins with: Claude for `Claude Opus 4.6`, 可灵 for `可灵3.0`."""
    match = family_words().match(name)
    family = families()[match[0].casefold()] if match else None
    if family and match and family.ambiguous and match[0] not in family.names:
        return None  # EVO is not Evo
    return family


@cache
def families() -> dict[str, Family]:
    """Every family by each of its names, casefolded."""
    return {alias.casefold(): family for family in load_families() for alias in family.names}


@cache
def family_words() -> re.Pattern[str]:
    """A pattern for the family that a name begins with."""
    words = sorted(families(), key=len, reverse=True)
    # a word ends before what is no letter, before a capital behind a small one (ClaudeFable), and after 汉字
    # … of four letters or more: MuMed is none of the family Mu
    ends = r"(?:(?![A-Za-z])|(?<=[A-Za-z]{3}[a-z])(?=[A-Z][a-z])|(?<=[^A-Za-z])(?=[A-Za-z][A-Za-z\d]))"
    rests: dict[str, list[str]] = defaultdict(list)  # by the first character: most names begin with another
    for word in words:
        rests[word[0]].append(re.escape(word[1:]))
    branches = "|".join(rf"{re.escape(first)}(?:{'|'.join(own)})" for first, own in rests.items())
    return re.compile(rf"(?i:{branches}){ends}")
