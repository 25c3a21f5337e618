"""What is said of one member of an English list stands between it and the next: `Nova 3, a speech model, and Nova 4`.

A count or a family is of the names behind it: `in two versions, Nova 3 Pro and Nova 3 Max`, `a family, which includes`.
"""

import re
from collections.abc import Sequence

from extract.tokens import Token, codes_of

_GLOSS = re.compile(  # , a speech model, (and …); , for phones, (and …); , which is cheaper, (and Nova 4)
    r"(?<=N)(?P<gloss>,(?:X[XA]{0,2}H|B[XHK]{1,2}|Q[XAHKB]{1,5}),)(?=D(?![TU])|C(?:,?B[XHK],)?(?:X?H?[G,])?X?[NO])"
)
_SHORT_FORM = re.compile(r"(?<=H)\(H\)")  # a large language model (LLM)
_OBJECT = re.compile(r"[TU][^QI]*\Z")
_ARTICLE = re.compile(r"\s*(?:an?|the|its|their|our)\s", re.IGNORECASE)
_TIERS_BEHIND = re.compile(r"N[BXHKA]{1,4}(?P<sign>,)N(?:[,C]+X?N)+(?=[,DE])")
_INCLUDES = re.compile(r"N[XHKBA]{0,4}(?P<sign>,?)(?P<words>Q?[XB]{1,2})N(?:[,C]+X?N)+(?=[,DE])")
MEMBERS = "sizes|versions|variants|models|tiers|flavou?rs|editions|options|siblings|checkpoints|configurations"
_COUNTED = re.compile(rf"\b(?:{MEMBERS})\s*\Z")
_COMPRISES = re.compile(
    r"\s*(?:(?:which|that) (?:includes?|comprises?|consists? of|spans?|is made up of|contains?)"
    r"|comprising|consisting of|made up of|composed of)\s*"
)


def without_glosses(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens without what is said of a member, where a verb has it as its object and a day or a member follows."""
    codes = codes_of(tokens)
    spare: set[int] = set()
    for found in _GLOSS.finditer(codes):
        first = tokens[found.start() + 1]
        is_gloss = first.code != "X" or _ARTICLE.match(text, first.start, first.end)
        if is_gloss and _OBJECT.search(codes, 0, found.start()):
            spare.update(range(*found.span("gloss")))
    return [token for place, token in enumerate(tokens) if place not in spare] if spare else list(tokens)


def without_short_forms(tokens: list[Token], codes: str) -> list[Token]:
    """`a large language model (LLM)`: the tokens without what is only short for the noun before it."""
    for found in reversed([*_SHORT_FORM.finditer(codes)]):
        del tokens[found.start() : found.end()]
    return tokens


def with_members(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with a colon before the names that a count or a family is of."""
    codes = codes_of(tokens)
    kept = list(tokens)
    for found in _TIERS_BEHIND.finditer(codes):
        comma = found.start("sign")
        if _COUNTED.search(text, tokens[comma - 1].start, tokens[comma - 1].end):
            kept[comma] = kept[comma]._replace(code=":")
    spare: set[int] = set()
    for found in _INCLUDES.finditer(codes):
        first, last = found.span("words")
        if _COMPRISES.fullmatch(text, tokens[first].start, tokens[last - 1].end):
            kept[first] = tokens[first]._replace(code=":", cue=None)
            spare.update((*range(first + 1, last), *range(*found.span("sign"))))
    return [token for place, token in enumerate(kept) if place not in spare] if spare else kept
