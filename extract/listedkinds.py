"""What a name is known to be before any sentence says so, or looks like by its last word."""

import re

from extract.lexicon import Lexicon
from extract.nameruns import HAS_VERSION, VERSION
from extract.records import Kind

_DATASET = re.compile(r"(?i)(?:bench|eval|arena)(?![a-z])|-data(?:set)?(?:-\d+)?$")
_TOOL = re.compile(r"(?i)-(?:claw|skills?|cli|sdk|plugin|app|ide)$|(?<=\w) for [A-Z]\w+$")  # wecom-cli, Tern for Teams


def find_kind(text: str, lexicon: Lexicon) -> tuple[Kind | None, bool]:
    """What a name is listed as, or looks like by its last word; and whether it is known, not only likely."""
    words = text.casefold().split()
    beginnings = ((length, lexicon.things.names.get(" ".join(words[:length]))) for length in range(len(words), 0, -1))
    for length, kind in beginnings:
        if kind and (found := _kind_by_beginning(words, length, kind, lexicon)):
            return found
    if _DATASET.search(text):
        return "dataset", True
    return ("product", False) if _TOOL.search(text) else (_kind_by_last_word(words, lexicon), False)


def _kind_by_beginning(words: list[str], length: int, kind: Kind, lexicon: Lexicon) -> tuple[Kind, bool] | None:
    """Chrome 146 is what Chrome is, and Rubin Ultra a chip; CUDA Pilot is whatever the text says.

    What a maker calls ChatGPT Travel is another of its products, but not known yet.
    """
    rest = words[length:]
    if not rest or VERSION.fullmatch(rest[0]):
        return kind, True
    if kind in ("chip", "dataset") and words[-1] not in lexicon.things.last_words:
        return kind, all(HAS_VERSION.search(word) or word in lexicon.words.tiers for word in rest)
    is_makers = kind == "product" and " ".join(words[:length]) in lexicon.things.makers
    return (kind, False) if is_makers else None


def _kind_by_last_word(words: list[str], lexicon: Lexicon) -> Kind | None:
    """Tern Studio 3.0: by its last word before the version."""
    while len(words) > 1 and VERSION.fullmatch(words[-1]):
        words.pop()
    if len(words) > 1 and not HAS_VERSION.search(" ".join(words[:-1])):
        return lexicon.things.last_words.get(words[-1])
    return None
