"""Compile the patterns of `data/patterns.jsonl` for spaCy's Matcher, and read its matches back as roles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.language import PatternMatcher
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


def iter_matches(tokens: Sequence[Token], language: str) -> Iterator[Match]:
    """Every match of the language's patterns over the skeleton."""
    codes = "".join([token.code for token in tokens])
    if "N" not in codes and "O" not in codes:
        return
    patterns = load_lexicon().patterns
    for found in _matcher(language).find(codes):
        pattern = patterns[found.pattern]
        if _overreaches(pattern, found.roles):
            continue
        places: dict[int, int] = {}
        for offset, element in enumerate(found.roles):
            places.setdefault(element, found.start + offset)
        yield _read_match(pattern, places, found.start, found.end)


def _overreaches(pattern: Pattern, roles: Sequence[int]) -> bool:
    """Whether a gap is too wide. Checked here: spaCy unrolls `{0,10}` into ten optional tokens, forty times as slow."""
    return any(roles.count(index) > _GAPS[code][1] for index, code in enumerate(pattern.codes) if code in _GAPS)


def _read_match(pattern: Pattern, places: dict[int, int], first: int, last: int) -> Match:
    letters = [(letter, places[index]) for index, letter in enumerate(pattern.codes) if index in places]
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
    patterns = load_lexicon().patterns.values()
    return PatternMatcher({pattern.id: _compile(pattern) for pattern in patterns if pattern.lang == language})


def _compile(pattern: Pattern) -> list[tuple[str, int]]:
    return [_GAPS.get(code) or (_CLASSES.get(code, code), 0) for code in pattern.codes]
