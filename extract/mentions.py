"""Find the vendors and names of a sentence, when it is asked for: most sentences of an article never are."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from operator import attrgetter

from extract.dates import DateMention
from extract.editions import with_edition
from extract.features import find_features
from extract.hannames import find_han_names, may_hold_han_names
from extract.language import WordEdges, has_han
from extract.lexer import Words
from extract.lexicon import load_lexicon
from extract.nameedges import is_cut
from extract.nameruns import iter_runs
from extract.names import Name, read_names
from extract.records import Span
from extract.sentences import Sentence
from extract.smallnames import find_small_names
from extract.spans import START, Sorted, Spanned
from extract.updates import find_updated_things
from extract.upgrades import is_upgrade
from extract.vendors import VendorMention, find_open_vendors, find_vendors

_END = attrgetter("end")
_LETTER = re.compile("[A-Za-zÀ-ÿπ]")  # what every name in letters begins with
_LINK = re.compile(  # each begins with its sign, so that the search is for three characters
    r"[hw@](?:(?<=h)ttps?://\S+|(?<=w)ww\.\S+|(?<=[\w.-]@)[\w.-]+|(?<=@)\w+)"
)
_ACCOUNT = re.compile(r"[\w.-]*\Z")  # before the sign of an address of mail
_LONGEST_ACCOUNT = 64  # characters
_PAIR = 2  # characters


class Mentions:
    """The vendors and names of one article, by sentence."""

    def __init__(self, text: str, words: Words, dates: Sorted[DateMention]) -> None:
        self._text, self._words, self._dates = text, words, dates
        self._links = _find_links(text)
        self._has_han = has_han(text, 0, len(text))
        self._headline_verbs = Sorted(_find_headline_verbs(text, words))
        self._vendors: dict[Sentence, list[VendorMention]] = {}
        self._names: dict[Sentence, list[Name]] = {}

    def vendors(self, sentence: Sentence) -> Sequence[VendorMention]:
        """The sentence's vendors, in order."""
        if (found := self._vendors.get(sentence)) is None:
            found = self._vendors[sentence] = self._find_vendors(sentence)
        return found

    def names(self, sentence: Sentence) -> Sequence[Name]:
        """The sentence's names, in order."""
        if (found := self._names.get(sentence)) is None:
            found = self._names[sentence] = self._find_names(sentence)
        return found

    def add_name(self, sentence: Sentence, name: Name) -> None:
        """Have what stands for a name read as one, whatever was read there."""
        others = (each for each in self.names(sentence) if each.end <= name.start or name.end <= each.start)
        self._names[sentence] = sorted([*others, name], key=START)

    def _find_vendors(self, sentence: Sentence) -> list[VendorMention]:
        within = Span(sentence.start, sentence.end)
        known = [vendor for vendor in find_vendors(self._words, within) if not _is_joined(self._text, vendor.start)]
        short = [vendor for vendor in known if vendor.weak and vendor.end - vendor.start == _PAIR]
        if short:  # the 南大 of 湖南大学: a short form of two characters may be a part of other words
            edges = WordEdges(self._text, *within)
            known = [vendor for vendor in known if vendor not in short or edges.is_word(*vendor.span)]
        taken: list[Spanned] = [*known, *self._find_holes(within)]
        return sorted([*known, *find_open_vendors(self._text, self._words, within, taken)], key=START)

    def _find_names(self, sentence: Sentence) -> list[Name]:
        """The vendors are asked for last: where nothing may be a name, they are not looked for."""
        text, words, within = self._text, self._words, Span(sentence.start, sentence.end)
        names = self._find_told_names(within, sentence)
        if not words.triggers.has(*within):
            return names
        told = (*find_features(text, words, within), *find_small_names(text, words, within)) if self._has_han else ()
        features = [one for one in told if not _is_told_already(one, names, words)]
        features += find_updated_things(text, words, within, partial(self.vendors, sentence))
        return sorted([*_without(names, features), *features], key=START) if features else names

    def _find_told_names(self, within: Span, sentence: Sentence) -> list[Name]:
        text, words = self._text, self._words
        may_be_han = may_hold_han_names(text, words, within)
        if not (may_be_han or _LETTER.search(text, *within)):
            return []
        holes = self._find_holes(within)
        taken = [*holes, *self._headline_verbs.inside(*within)] if self._headline_verbs else holes
        runs = [*iter_runs(text, within, load_lexicon(), taken)]
        if not (runs or may_be_han):
            return []
        names = read_names(text, within, runs, self.vendors(sentence)) if runs or is_upgrade(text, within) else []
        makers = partial(self.vendors, sentence)
        names = find_han_names(text, words, within, makers, names, holes) if may_be_han else names
        return sorted([with_edition(text, name, words) for name in names if not is_cut(text, name)], key=START)

    def _find_holes(self, within: Span) -> list[Spanned]:
        """Dates and addresses, of which no part is a name."""
        dates: list[Spanned] = [*self._dates.inside(*within)]
        if not self._links:
            return dates
        first, last = bisect_right(self._links, within.start, key=_END), bisect_left(self._links, within.end, key=START)
        return sorted([*dates, *self._links[first:last]], key=START) if first < last else dates


def _is_told_already(name: Name, others: Sequence[Name], words: Words) -> bool:
    """Whether another name holds it, has a version, or is it but for what is told of it: Tideboard 文件库 (library)."""
    return any(
        other.strength > 1
        or name.end <= other.end
        or (not name.text.isascii() and words.heads.has(other.end, name.end))
        or _is_name_itself(other, name)
        for other in others
        if other.start <= name.start < other.end or (other.strength > 1 and name.start < other.start < name.end)
    )


def _is_name_itself(other: Name, name: Name) -> bool:
    """`Quick Tide 视频剪辑功能`: not of AR 剪辑 (an abbreviation) or ChatGPT 剪辑 (what has it)."""
    is_known = other.known or other.family is not None
    return other.start == name.start and not (name.text.isascii() or other.text.isupper() or is_known)


def _without(names: Sequence[Name], others: Sequence[Name]) -> list[Name]:
    return [one for one in names if not any(one.start < other.end and other.start < one.end for other in others)]


def _is_joined(text: str, start: int) -> bool:
    """The `Scale AI` of `Industrial-Scale AI`."""
    if text[start - 1 : start] != "-":
        return False
    before = text[max(0, start - 3) : start - 1]
    return before.isascii() and before.isalpha()


def _find_headline_verbs(text: str, words: Words) -> Iterator[Span]:
    """`Northwind Rolls Out Nova 3`: verbs of several words that a headline capitalises, and that no name holds."""
    for start, end, verb in words.triggers.within(0, len(text)):
        if verb.lang == "en" and text[start].isupper() and " " in text[start:end]:
            yield Span(start, end)


def _find_links(text: str) -> list[Span]:
    """Addresses of pages and of mail; most texts have none, and are not searched."""
    if not any(sign in text for sign in ("@", "://", "www.")):
        return []
    return [Span(_start_of(text, link.start()), link.end()) for link in _LINK.finditer(text)]


def _start_of(text: str, sign: int) -> int:
    account = _ACCOUNT.search(text, max(0, sign - _LONGEST_ACCOUNT), sign) if text[sign] == "@" else None
    return account.start() if account else sign
