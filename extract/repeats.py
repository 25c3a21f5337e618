"""Which sentences may say one of some names again, whole, short or with more: the others need not be read for names."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from extract.keys import iter_aliases, parts_of
from extract.names import Name
from extract.sentences import Sentence

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz") | frozenset(map(chr, range(0xE0, 0x100)))


def find_repeats(text: str, sentences: Sequence[Sentence], names: Iterable[Name]) -> set[Sentence]:
    """The sentences with a word of one of the names, or with one that is read as it (可灵 as Kling).

    What stands for a name, or is stood for by it, has its first or its last word.
    """
    folded = text.casefold()
    if len(folded) != len(text):
        return set(sentences)
    words: set[str] = set()
    for own in {parts_of(name.text, name.vendor) for name in names}:
        told = [part for part in own if not part[0].isdigit()]
        if not told:
            return set(sentences)
        words.update((told[0], told[-1]))
    signs = {sign for word in words for sign in (word, *_aliases().get(word, ()))}
    starts = [one.start for one in sentences]
    return {sentences[place] for sign in signs for place in _iter_places(folded, sign, sentences, starts)}


def _iter_places(text: str, sign: str, sentences: Sequence[Sentence], starts: Sequence[int]) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        behind = at + 1
        if sign not in _LETTERS or _LETTERS.isdisjoint(text[max(0, at - 1) : at] + text[behind : behind + 1]):
            place = bisect_right(starts, at) - 1
            yield place
            behind = max(behind, sentences[place].end)
        at = text.find(sign, behind)


@cache
def _aliases() -> Mapping[str, set[str]]:
    """By each word of a family's one form, what the names begin with that are read as it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, alias in iter_aliases():
        found[word].add(alias)
    return dict(found)
