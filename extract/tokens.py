"""The typed token that a skeleton is made of."""

from collections.abc import Iterable
from typing import NamedTuple

from extract.lexicon import Cue, Head, Trigger
from extract.names import Name
from extract.vendors import VendorMention


class Token(NamedTuple):
    """One element of a skeleton. `items` are the names or vendors that it groups."""

    code: str
    start: int
    end: int
    names: tuple[Name, ...] = ()
    vendors: tuple[VendorMention, ...] = ()
    trigger: Trigger | None = None
    cue: Cue | None = None
    head: Head | None = None
    owners: tuple[VendorMention, ...] = ()  # of grouped names, those written before a member
    makers: tuple[tuple[Name, VendorMention], ...] = ()  # of names behind which who made them is written


def codes_of(tokens: Iterable[Token]) -> str:
    """Their codes, a character each: what patterns and frames are looked for in."""
    return "".join([token.code for token in tokens])
