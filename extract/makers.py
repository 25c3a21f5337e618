"""Whose a name is known to be, before any sentence says so."""

from functools import lru_cache

from extract.families import REMEMBERED
from extract.knowledge import Vendor
from extract.lexicon import load_lexicon
from extract.nameruns import HAS_VERSION
from extract.names import Name
from extract.vendors import vendor_of


def maker_of(name: Name) -> Vendor | None:
    """The maker of its family, or of the known thing that it begins with: `Chrome 146`, `Codex Security`."""
    vendor_id = name.family.vendor if name.family else _maker_of_thing(name.text)
    return vendor_of(vendor_id) if vendor_id else None


@lru_cache(maxsize=REMEMBERED)
def _maker_of_thing(text: str) -> str | None:
    things, words = load_lexicon().things, text.casefold().split()
    for length in range(len(words), 0, -1):
        beginning, rest = " ".join(words[:length]), words[length:]
        if beginning in things.makers:
            is_of_it = things.names[beginning] == "product" or all(HAS_VERSION.search(word) for word in rest)
            return things.makers[beginning] if is_of_it else None  # CUDA Agent: whoever's, on that chip
    return None
