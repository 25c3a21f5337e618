"""Whether a text is about AI at all: most pages of the web are not, and need not be read for releases."""

import re
import tomllib
from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from extract.firsts import compile_search
from extract.folding import lower
from extract.knowledge import load_families
from extract.lexicon import DATA

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_SHORT = 600  # characters of a brief: it names a thing and its maker, and may leave unsaid what they are
_LETTERS = frozenset(ascii_lowercase)


def may_be_of_ai(text: str) -> bool:
    """Whether a folded text is short, or has a word of the subject (`data/subject.toml`) or a known family."""
    return len(text) <= _SHORT or bool(_often().search(text)) or _has_word(lower(text))


def _has_word(lowered: str) -> bool:
    spaced = f" {lowered} "
    found = _words().find_matches_as_indexes(spaced, overlapping=True)
    return any(
        not spaced[start].isascii() or _LETTERS.isdisjoint((spaced[start - 1], spaced[end])) for _, start, end in found
    )


@cache
def _often() -> re.Pattern[str]:
    words: list[str] = _load()["often"]
    written = "|".join(rf"{word}(?![A-Za-z])" if word.isascii() else word for word in words)
    return compile_search("".join({word[0] for word in words}), written)


@cache
def _words() -> "AhoCorasick":
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 (only where text is read)

    families = (name.lower() for family in load_families() if not family.ambiguous for name in family.names)
    return AhoCorasick(list(dict.fromkeys([*_load()["en"], *_load()["zh"], *families])))


def _load() -> dict[str, Any]:
    return tomllib.loads((DATA / "subject.toml").read_text(encoding="utf-8"))
