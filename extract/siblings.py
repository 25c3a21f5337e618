"""Names of which only the last word is written: `Cosmos 3 Super 与 Nano`, `GPT-6 Sol 与 Luna`."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from extract.families import family_of
from extract.lexicon import Lexicon
from extract.nameruns import HAS_VERSION, VERSION
from extract.tiers import find_tiers_behind

if TYPE_CHECKING:
    from extract.names import Name

_SIBLING = re.compile(
    r"(?:\s?版)?\s?(?:、|/|,|和|与|及|以及|and|&|, and)\s?(?P<tier>[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*)"
    r"(?![A-Za-z0-9.-]*\d|[A-Za-z]|-\w)(?!\s[A-Z0-9])"
)
_LATER = re.compile(  # 、3.6 Flash; 和现在的 3.8 Flash; and 3.8 Flash Cyber, but not and 3.8 points
    r"(?:\s?(?:、|/|和|与|及|以及)\s?(?:[\u4e00-\u9fff]{1,4}的)?\s?"
    r"|(?:,? (?:and|plus|along with|as well as) |, )(?=\d+\.\d+[ -][A-Z]))"
    r"(?P<own>\d+\.\d+(?:[ -](?P<tier>[A-Z][A-Za-z]+)(?:[ -][A-Z][A-Za-z]+)*)?)"
    r"(?![\w%％]|\.\d|-\w)"
)
_STROKE = re.compile(r"\s?/\s?")
_LAST_VERSION = re.compile(r" \d+(?:\.\d+)*\Z")
_OWN_VERSION = re.compile(r"\d+\.\d+(?=$|[ -])")
_TIER_END = re.compile(r"[ -][^ -]+$")
_SHORTEST_TIER = 3  # letters
_OF_A_MODEL = 2  # the strength of a name with a tier of its own
_OWN_TIER = re.compile(r"\d [A-Z][a-z]{2,}$")  # GPT-6 Sol: a tier that only this family has


def iter_siblings(text: str, name: "Name", lexicon: Lexicon, vendors: Container[int]) -> Iterator["Name"]:
    """`Cosmos 3 Super 与 Nano`, `GPT-5.4 mini and nano`: the last member is the whole name with its own tier."""
    at = name.end
    while HAS_VERSION.search(name.text) and (match := _SIBLING.match(text, at)):
        tier, at = match["tier"], match.end("tier")
        base = _base_of(name, tier, lexicon) if match.start("tier") not in vendors else None
        if base is None:
            return
        yield name._replace(start=match.start("tier"), end=at, text=f"{base} {tier}")
    yield from _iter_later(text, name, lexicon)
    if name.family or HAS_VERSION.search(name.text):
        for start, end in find_tiers_behind(text, name.end, lexicon):
            strength = max(name.strength, _OF_A_MODEL)
            yield name._replace(start=start, end=end, text=f"{name.text} {text[start:end]}", strength=strength)


def with_shared_versions(text: str, names: Sequence["Name"]) -> list["Name"]:
    """`iOS / iPadOS 26.2`: things set beside each other with a stroke have the version that stands behind the last."""
    found = list(names)
    for place in range(len(found) - 2, -1, -1):
        name, behind = found[place], found[place + 1]
        version = _LAST_VERSION.search(behind.text)
        is_beside = _STROKE.fullmatch(text, name.end, behind.start) is not None
        if version and is_beside and name.known and behind.known and not HAS_VERSION.search(name.text):
            found[place] = name._replace(text=name.text + version[0], strength=behind.strength)
    return found


def _iter_later(text: str, name: "Name", lexicon: Lexicon) -> Iterator["Name"]:
    """`Gemini 3.5 Flash、3.6 Flash 和现在的 3.8 Flash`: the same family's next versions."""
    at, version = name.end, _OWN_VERSION.search(name.text) if "." in name.text else None
    while version and (match := _LATER.match(text, at)):
        at = match.end()
        is_tier = match["tier"] is None or match["tier"].casefold() in lexicon.words.tiers | lexicon.words.suffixes
        if not is_tier or lexicon.words.units.match(text, at):
            return
        own = f"{name.text[: version.start()]}{match['own']}"
        yield name._replace(start=match.start("own"), end=at, text=own)


def _base_of(name: "Name", tier: str, lexicon: Lexicon) -> str | None:
    """The name without its tier, where the word behind it is another tier of it; else None."""
    last, without = last_word_of(name.text), _TIER_END.sub("", name.text)
    if tier.casefold() in lexicon.words.tiers:
        return without if last in lexicon.words.tiers else name.text
    if VERSION.fullmatch(tier):
        is_version = not tier[0].isdigit() and VERSION.fullmatch(last) and " " in name.text
        return without if is_version else None
    is_word = tier[0].isupper() and tier[1:].islower() and len(tier) >= _SHORTEST_TIER
    is_known = bool(family_of(tier)) or tier in lexicon.words.stop | lexicon.words.soft or tier in lexicon.things.names
    is_own = name.family is not None and last not in lexicon.words.tiers and _OWN_TIER.search(name.text)
    return without if is_word and is_own and not is_known else None


def last_word_of(text: str) -> str:
    """The last word of a name, in small letters: flash, of `M3.1-Flash`."""
    return re.split(r"[ -]", text)[-1].casefold()
