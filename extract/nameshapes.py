"""What the letters of a name alone tell of it."""

import re
from functools import lru_cache

from extract.families import REMEMBERED, family_of
from extract.lexicon import load_lexicon
from extract.nameruns import VERSION

_VERSION_AND_TIERS = re.compile(r"(?P<version>[A-Z]\d+(?:\.\d+)*)(?P<tiers>(?:[ -][A-Za-z]+)+)(?:-\d{4})?")
_FILE = re.compile(r"(?i).+\.(?:md|json|ya?ml|toml|txt|csv|pdf|html?|ipynb)")
_ADDRESS = re.compile(r"(?i).*[a-z0-9]\.(?:com|cn|org|net|ai)")


@lru_cache(maxsize=REMEMBERED)
def is_bare_version(text: str) -> bool:
    """A bare version, or `Large 3`, as in `Halden unveils Large 3`: a tier, and its version."""
    first, _, rest = text.partition(" ")
    is_tier = first.casefold() in load_lexicon().words.tiers and bool(VERSION.fullmatch(rest))
    return is_tier or bool(VERSION.fullmatch(text)) or _is_version_and_tiers(text)


def _is_version_and_tiers(text: str) -> bool:
    """`M3.1-Flash-Preview`, as in `Halden 上线 M3.1-Flash-Preview`."""
    match = _VERSION_AND_TIERS.fullmatch(text)
    tiers = load_lexicon().words.tiers
    return match is not None and all(tier.casefold() in tiers for tier in re.findall(r"[A-Za-z]+", match["tiers"]))


def is_file(text: str) -> bool:
    """`TERN_SKILL.md`."""
    return _FILE.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """`tern.com`; of .ai, only what a known family or brand stands before: there are products by such a name."""
    first, dot, last = text.rpartition(".")
    if not dot or not _ADDRESS.fullmatch(text):
        return False
    return last.casefold() != "ai" or family_of(first) is not None
