"""Whose a name is known to be, before any sentence says so."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from extract.families import REMEMBERED
from extract.knowledge import Vendor
from extract.lexicon import Things, load_lexicon
from extract.nameruns import HAS_VERSION
from extract.names import Name
from extract.vendors import vendor_of

_OWN_WORD = 4  # letters
_WORDS = re.compile(r"[a-z]+")
_SIZE_AT_END = re.compile(r"-\d+(?:\.\d+)?[Bb](?:-[A-Z]\w*)*$")
_HAN_BEFORE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])")


def maker_of(name: Name) -> Vendor | None:
    """The maker of its family, or of the known thing that it begins with: `Chrome 146`, `Codex Security`."""
    vendor_id = name.family.vendor if name.family else _maker_of_thing(name.text)
    return vendor_of(vendor_id) if vendor_id else None


def are_of_many(names: Iterable[Name]) -> bool:
    """`K2, Qwen3 and Step-3`: of families of several makers, so that nobody has made them all."""
    makers = map(maker_of, names)
    return len({maker.id for maker in makers if maker}) > 1


def is_derived(name: Name) -> bool:
    """`gpt-oss-tern-88B` is gpt-oss no more: a size, and a word that no tier or suffix is, behind its family's name."""
    if name.family is None or not _SIZE_AT_END.search(name.text):
        return False
    words = load_lexicon().words
    own = _WORDS.findall(name.text.casefold())[len(_WORDS.findall(name.family.family.casefold())) :]
    return any(len(word) >= _OWN_WORD and word not in words.tiers | words.suffixes for word in own)


@lru_cache(maxsize=REMEMBERED)
def _maker_of_thing(text: str) -> str | None:
    things, words = load_lexicon().things, _HAN_BEFORE_NUMBER.sub(" ", text.casefold()).split()
    for length in range(len(words), 0, -1):
        beginning, rest = " ".join(words[:length]), words[length:]
        if beginning in things.makers:
            is_of_it = things.names[beginning] == "product" or not rest or _is_version(rest, things)
            return things.makers[beginning] if is_of_it else None  # CUDA Agent: whoever's, on that chip
    return None


def _is_version(rest: Sequence[str], things: Things) -> bool:
    """Ryzen AI Max+ 395, Snapdragon 8 Elite: which of them, and not a thing for it."""
    return rest[0] not in things.last_words and any(HAS_VERSION.search(word) for word in rest)
