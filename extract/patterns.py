"""Find where the patterns of `data/patterns.jsonl` fit a skeleton, and read who plays which role there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import NamedTuple

from extract.language import PatternMatcher
from extract.lexicon import Pattern, load_lexicon
from extract.tokens import Token, codes_of

_WIDE = "XDHKAPVCGLRZM:()OWBYJ"  # what `~` may pass over: anything but a comma or another trigger
_TIGHT = "XDHKALRZCM"  # what `_` may
_GAPS = {"~": (_WIDE, 10), "_": (_TIGHT, 3)}  # and how many tokens it may pass over
_CLASSES = {
    "E": ",:QE()CTIDBY",
    ",": ",Q",
    "T": "TU",
    "F": "T",
}  # the codes that a letter of a pattern stands for, else itself
_REMEMBERED = 1 << 12  # sets of codes whose patterns are known; 5,300 sentences had 1,100
_PLACE = attrgetter("last", "first")

_FROM_BETWEEN = frozenset("^XPC,:(QGZVBMEJ")  # codes that a skeleton has from elsewhere than the words that are found

Term = tuple[str, float]  # its name and its value: a candidate's score is the sum of its terms


class Match(NamedTuple):
    """A pattern over a sentence's tokens: which token plays which letter, first one where a letter comes twice."""

    pattern: Pattern
    name: int
    trigger: int | None
    vendor: int | None
    subject: int | None  # an O in the vendor's place
    first: int
    last: int


class _Shape(NamedTuple):
    """A pattern as a regular expression over codes."""

    pattern: Pattern
    look: re.Pattern[str]
    needs: tuple[frozenset[str], ...]  # a code of each must be there
    ends: str  # codes of the last element
    least: int  # tokens
    most: int


def iter_matches(tokens: Sequence[Token], language: str) -> Iterator[Match]:
    """Every match of the language's patterns over the skeleton, by where it ends and begins.

    Regular expressions over the codes tell where a pattern may fit: most skeletons hold what three or four patterns
    need, and only one of these fits. spaCy tells who plays which role there.
    """
    codes = codes_of(tokens)
    if "N" in codes or "O" in codes:
        able = _find_able(language, frozenset(codes))
        yield from sorted((match for shape in able for match in _iter_fits(shape, codes, language)), key=_PLACE)


def may_fit(language: str, codes: Iterable[str]) -> bool:
    """Whether a pattern may fit a sentence of whose words these are the codes, seen before its skeleton is read."""
    return bool(_find_able(language, _FROM_BETWEEN.union(codes)))


def _iter_fits(shape: _Shape, codes: str, language: str) -> Iterator[Match]:
    pattern, look, _, ends, least, most = shape
    begun = look.search(codes)
    while begun:
        first = begun.start()
        for last in range(first + least, min(first + most, len(codes)) + 1):
            if codes[last - 1] in ends and look.fullmatch(codes, first, last):
                roles = _matcher(language).find_roles(pattern.id, codes[first:last])
                if roles and not _overreaches(pattern, roles):
                    yield _read_match(pattern, roles, first, last)
        begun = look.search(codes, first + 1)


def _overreaches(pattern: Pattern, roles: Sequence[int]) -> bool:
    """Whether a gap is too wide. Checked here: spaCy unrolls `{0,10}` into ten optional tokens, forty times as slow."""
    return any(roles.count(index) > _GAPS[code][1] for index, code in enumerate(pattern.codes) if code in _GAPS)


def _read_match(pattern: Pattern, roles: Sequence[int], first: int, last: int) -> Match:
    letters = [(code, first + roles.index(index)) for index, code in enumerate(pattern.codes) if code not in _GAPS]
    names = [place for letter, place in letters if letter in "NO"]
    triggers = [place for letter, place in letters if letter in "TFIS"]
    vendors = [place for letter, place in letters if letter == "V"]
    opens = len(names) > 1 and next(letter for letter, _ in letters if letter in "NO") == "O"
    is_subject = opens and (not triggers or names[0] < triggers[0])
    return Match(
        pattern,
        name=names[-1],
        trigger=triggers[0] if triggers else None,
        vendor=vendors[0] if vendors else None,
        subject=names[0] if is_subject else None,
        first=first,
        last=last,
    )


@cache
def _matcher(language: str) -> PatternMatcher:
    return PatternMatcher({shape.pattern.id: _elements(shape.pattern) for shape in _load(language)})


@lru_cache(maxsize=_REMEMBERED)
def _find_able(language: str, codes: frozenset[str]) -> list[_Shape]:
    """The patterns for which these codes are enough."""
    missing = {need for need in _needs(language) if codes.isdisjoint(need)}
    return [shape for shape in _load(language) if missing.isdisjoint(shape.needs)]


@cache
def _needs(language: str) -> frozenset[frozenset[str]]:
    """What some pattern needs; many need the same."""
    return frozenset().union(*(shape.needs for shape in _load(language)))


@cache
def _load(language: str) -> list[_Shape]:
    return [_read_shape(pattern) for pattern in load_lexicon().patterns.values() if pattern.lang == language]


def _read_shape(pattern: Pattern) -> _Shape:
    elements = [_GAPS.get(code) or (_CLASSES.get(code, code), 0) for code in pattern.codes]
    look = "".join(f"[{re.escape(codes)}]{f'{{0,{width}}}' if width else ''}" for codes, width in elements)
    needs = tuple(frozenset(codes) for codes, width in elements if not width)
    most = sum(width or 1 for _, width in elements)
    return _Shape(pattern, re.compile(look), needs, elements[-1][0], len(needs), most)


def _elements(pattern: Pattern) -> list[tuple[str, bool]]:
    return [(_GAPS[code][0], True) if code in _GAPS else (_CLASSES.get(code, code), False) for code in pattern.codes]
