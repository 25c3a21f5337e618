"""Words for the full-text index, made so that one- and two-character names are found, and GLM-5, GLM5 and GLM 5 alike.

Letters and digits stand apart, a version stays whole. Signs of scripts that use no blanks stand alone and in pairs, as
their code points: what stands in the index is plain ASCII, so that no database's own idea of a word has any say.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extract.folding import fold

_UNIT = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)*|([^\W_a-z0-9])")
_RUN = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)*|([^\W_a-z0-9]+)")  # the same, with all signs that stand together
_LONGEST = 60  # characters of a word; PostgreSQL takes 2,047
_WORD = re.compile(r'"([^"]*)"|(\S+)')


class Unit(NamedTuple):
    """A word, a number, or one sign of a script that uses no blanks; where it stands in the text."""

    text: str
    start: int
    end: int
    is_sign: bool


def find_units(text: str) -> list[Unit]:
    """The units of a text in order; offsets are code points of the text as it is."""
    return [Unit(match[0], match.start(), match.end(), match[1] is not None) for match in _UNIT.finditer(_bared(text))]


def iter_documents(text: str, size: int, overlap: int) -> Iterator[tuple[int, str]]:
    """The words of the index of a text, in parts of so many units: each with where it begins in the text.

    What `index_words(find_units(text))` gives, at a third of the cost: a text that is kept is indexed whole.
    """
    starts, words = _find_words(text)
    for first in range(0, max(1, len(words) - overlap), size - overlap):
        if some := words[first : first + size]:
            some[0] = some[0].rpartition(" ")[2]  # the pair is of the part before
            yield starts[first], " ".join(some)


def _find_words(text: str) -> tuple[list[int], list[str]]:
    """Where each unit begins, and its word; with a sign that follows another one goes, before it, the pair of them."""
    starts: list[int] = []
    words: list[str] = []
    for match in _RUN.finditer(_bared(text)):
        start, run = match.start(), match[0]
        starts.append(start)
        if match[1] is None:
            words.append(run[:_LONGEST].replace(".", "p"))
        else:
            starts += range(start + 1, start + len(run))
            words.append(_sign_word(run[0]))
            words += map(_paired_word, run, run[1:])
    return starts, words


def index_words(units: Sequence[Unit]) -> list[str]:
    """The units as words of the index: each sign, and between two that stand together the pair of them."""
    words = [_word(units[0])] if units else []
    for one, other in pairwise(units):
        if one.is_sign and other.is_sign and one.end == other.start:
            words.append(_word(one) + _word(other))
        words.append(_word(other))
    return words


def find_phrases(query: str) -> list[list[Unit]]:
    """What must all be found: quoted phrases whole, and each other word; a number belongs to the word before it."""
    phrases: list[list[Unit]] = []
    for match in _WORD.finditer(query):
        units = find_units(match[1] or match[2] or "")
        if not units:
            continue
        if match[2] and phrases and units[0].text[0].isdigit() and not phrases[-1][-1].text[0].isdigit():
            phrases[-1] += [unit._replace(start=-1, end=-1) for unit in units]
        else:
            phrases.append(units)
    return phrases


def phrase_words(phrase: Sequence[Unit]) -> list[str]:
    """The words of the index that a phrase is found by, one after the other; at its ends, pairs do for signs."""
    words = index_words(phrase)
    starts_in_pair = len(phrase) > 1 and phrase[0].is_sign and phrase[1].is_sign and phrase[0].end == phrase[1].start
    ends_in_pair = len(phrase) > 1 and phrase[-1].is_sign and phrase[-2].is_sign and phrase[-2].end == phrase[-1].start
    return words[int(starts_in_pair) : len(words) - int(ends_in_pair)]


def find_places(units: Sequence[Unit], phrase: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Where a phrase stands in a text's units, as half-open ranges of code points; signs together or apart as told."""
    told = [unit.text for unit in phrase]
    for at, unit in enumerate(units):
        if unit.text == told[0] and [each.text for each in units[at : at + len(told)]] == told:
            found = units[at : at + len(told)]
            if all(_stands_alike(*pair) for pair in zip(pairwise(found), pairwise(phrase), strict=True)):
                yield found[0].start, found[-1].end


def _stands_alike(found: tuple[Unit, Unit], told: tuple[Unit, Unit]) -> bool:
    are_signs = told[0].is_sign and told[1].is_sign
    return not are_signs or (told[0].end == told[1].start) == (found[0].end == found[1].start)


def _word(unit: Unit) -> str:
    return _sign_word(unit.text) if unit.is_sign else unit.text[:_LONGEST].replace(".", "p")


def _sign_word(sign: str) -> str:
    return f"x{ord(sign):x}"


@lru_cache(maxsize=1 << 16)
def _paired_word(sign: str, following: str) -> str:
    return f"{_sign_word(sign)}{_sign_word(following)} {_sign_word(following)}"


class _Bare(dict[int, str]):
    """For `str.translate`: what each character of the texts of this process is without case and accent."""

    def __missing__(self, code: int) -> str:
        self[code] = bare = _bare(chr(code))
        return bare


_BARE = _Bare()


def _bared(text: str) -> str:
    return fold(text).translate(_BARE)


def _bare(sign: str) -> str:
    """A sign in lower case without its accent, always one character."""
    lower = sign.lower()
    first = unicodedata.normalize("NFKD", lower if len(lower) == 1 else sign)[0]
    plain = first if first.isascii() and first.isalnum() else lower
    return plain if len(plain) == 1 else sign
