"""Compile the patterns of `data/patterns.jsonl` to regular expressions over a skeleton, and find their matches."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from extract.lexicon import Pattern, load_lexicon
from extract.tokens import Token

_WIDE = "XDHKAPVCGLRZM:()OWBY"  # what `~` may pass over: anything but a comma or another trigger
_TIGHT = "XDHKALRZCM"  # what `_` may
_GAPS = {"~": (_WIDE, 10), "_": (_TIGHT, 3)}  # and how many tokens it may pass over
_CLASSES = {
    "E": ",:QE(CTIDBY",
    ",": ",Q",
    "T": "TU",
    "F": "T",
}  # the codes that a letter of a pattern stands for, else itself
_REMEMBERED = 1 << 12  # sets of codes whose patterns are known; 5,300 sentences had 1,100
_PLACE = attrgetter("last", "first")


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern over a sentence's tokens: which token plays which letter, first one where a letter comes twice."""

    pattern: Pattern
    name: int
    trigger: int | None
    vendor: int | None
    subject: int | None  # an O in the vendor's place
    first: int
    last: int


class _Compiled(NamedTuple):
    """A pattern with a regular expression that has a group for each of its elements."""

    pattern: Pattern
    regex: re.Pattern[str]
    needs: tuple[frozenset[str], ...]  # a code of each must be there
    ends: str  # codes of the last element
    least: int  # tokens
    most: int


def iter_matches(tokens: Sequence[Token], language: str) -> Iterator[Match]:
    """Every match of the language's patterns over the skeleton, by where it ends and begins.

    A pattern may begin and end at several places: each pair of them at which it fits is a match. A third of the
    skeletons lack what any pattern needs; the others hold what three or four need, of which one or two fit.
    """
    codes = "".join([token.code for token in tokens])
    if "N" in codes or "O" in codes:
        able = _find_able(language, frozenset(codes))
        yield from sorted((match for compiled in able for match in _iter_fits(compiled, codes)), key=_PLACE)


def _iter_fits(compiled: _Compiled, codes: str) -> Iterator[Match]:
    pattern, regex, _, ends, least, most = compiled
    begun = regex.search(codes)
    while begun:
        first = begun.start()
        for last in range(first + least, min(first + most, len(codes)) + 1):
            if codes[last - 1] in ends and (found := regex.fullmatch(codes, first, last)):
                yield _read_match(pattern, found)
        begun = regex.search(codes, first + 1)


def _read_match(pattern: Pattern, found: re.Match[str]) -> Match:
    letters = [(letter, found.start(group)) for group, letter in enumerate(pattern.codes, 1) if letter not in _GAPS]
    names = [place for letter, place in letters if letter in "NO"]
    triggers = [place for letter, place in letters if letter in "TFIS"]
    vendors = [place for letter, place in letters if letter == "V"]
    is_subject = len(names) > 1 and next(letter for letter, _ in letters if letter in "NO") == "O"
    return Match(
        pattern,
        name=names[-1],
        trigger=triggers[0] if triggers else None,
        vendor=vendors[0] if vendors else None,
        subject=names[0] if is_subject else None,
        first=found.start(),
        last=found.end(),
    )


@lru_cache(maxsize=_REMEMBERED)
def _find_able(language: str, codes: frozenset[str]) -> list[_Compiled]:
    """The patterns for which these codes are enough."""
    return [each for each in _load(language) if not any(map(codes.isdisjoint, each.needs))]


@cache
def _load(language: str) -> list[_Compiled]:
    return [_compile(pattern) for pattern in load_lexicon().patterns.values() if pattern.lang == language]


def _compile(pattern: Pattern) -> _Compiled:
    elements = [_GAPS.get(code) or (_CLASSES.get(code, code), 0) for code in pattern.codes]
    groups = (f"([{re.escape(codes)}]{f'{{0,{width}}}' if width else ''})" for codes, width in elements)
    needs = tuple(frozenset(codes) for codes, width in elements if not width)
    most = sum(width or 1 for _, width in elements)
    return _Compiled(pattern, re.compile("".join(groups)), needs, elements[-1][0], len(needs), most)
