"""The one place that imports jieba and spaCy: word edges of Chinese text, and pattern matching over skeletons."""

import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import log
from typing import Any, NamedTuple

from extract.lexicon import load_lexicon

_EVERYDAY = 200  # occurrences in the corpus of its dictionary
_FREQUENT = 5_000  # how often our verbs are said to occur at least: 开源|代码 (open-source|code), not 开|源代码
_PAIR = 2  # characters
_SKELETONS = 1 << 12  # skeletons whose matches are kept: short ones come again
_MATCHERS = 512  # sets of patterns whose matcher is kept; 4,500 sentences had 401
_RUN = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%-]+")  # what jieba cuts at once


class PatternMatch(NamedTuple):
    """`roles[i]` is the index of the pattern's element that the i-th matched token stands for."""

    pattern: str
    start: int
    end: int
    roles: tuple[int, ...]


class WordEdges:
    """Where the words of a stretch of Chinese text begin and end, as jieba sees them; cut where it is asked about."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._runs = [run.span() for run in _RUN.finditer(text, start, end)]
        self._cut: dict[tuple[int, int], set[int]] = {}

    def is_word(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` is made of whole words; what begins with ASCII always is."""
        return self._text[start].isascii() or (self._is_edge(start) and self._is_edge(end))

    def _is_edge(self, place: int) -> bool:
        run = next((run for run in self._runs if run[0] < place < run[1]), None)
        if run is None:
            return True  # beside a sign
        if run not in self._cut:
            self._cut[run] = {run[0] + edge for edge in find_edges(self._text[run[0] : run[1]])}
        return place in self._cut[run]


def find_edges(run: str) -> Iterator[int]:
    """Offsets at which the words of a text without signs and blanks begin, in order.

    The likeliest way through jieba's dictionary, the same as `jieba.cut(run, HMM=False)` takes, in half its time.
    """
    frequency, size, total = _jieba().FREQ, len(run), log(_jieba().total)
    likelihood, ends = [0.0] * (size + 1), [0] * size
    for start in range(size - 1, -1, -1):
        count = frequency.get(run[start])
        best, ends[start] = log(count or 1) - total + likelihood[start + 1], start + 1
        for end in range(start + 2, size + 1):
            if count is None:
                break  # the dictionary holds every beginning of its words
            count = frequency.get(run[start:end])
            if count and (found := log(count) - total + likelihood[end]) >= best:
                best, ends[start] = found, end
        likelihood[start] = best
    return _iter_words(run, ends)


def _iter_words(run: str, ends: Sequence[int]) -> Iterator[int]:
    """The beginnings of the words; letters and digits that are words of one sign make one together."""
    start, in_latin = 0, False
    while start < len(run):
        is_latin = ends[start] == start + 1 and run[start].isascii() and run[start].isalnum()
        if not (is_latin and in_latin):
            yield start
        start, in_latin = ends[start], is_latin


def is_common(word: str) -> bool:
    """Whether jieba's dictionary holds the word as one in everyday use."""
    return bool(_jieba().FREQ.get(word, 0) >= _EVERYDAY)


def is_no_word(run: str) -> bool:
    """Whether a run of 汉字 is made of no word longer than a character, in jieba's dictionary: a made-up name."""
    return len(list(find_edges(run))) == len(run)


@cache
def _jieba() -> Any:  # noqa: ANN401 (the module has no types)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its invalid escapes and pkg_resources, at the first compile
        import jieba  # noqa: PLC0415
    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    for word in load_lexicon().triggers:
        if len(word) == _PAIR and not word.isascii() and cutter.FREQ.get(word, 0) < _FREQUENT:
            cutter.add_word(word, _FREQUENT)
    return cutter


class PatternMatcher:
    """spaCy's Matcher over sentences that were reduced to a few typed tokens.

    A pattern's element is the codes that a token there may have, and how many tokens it may pass over; 0: it is one.
    On such a skeleton the same patterns cost 0.1 ms an article; on a full Doc they cost 77 ms (spaCy issue 4742). Most
    skeletons hold what three or four patterns need, and only one of these fits: a regular expression over the codes
    tells which, and spaCy who plays which role.
    """

    def __init__(self, patterns: Mapping[str, Sequence[tuple[str, int]]]) -> None:
        from spacy.tokens import Doc  # noqa: PLC0415  (a heavy import, only where text is read)
        from spacy.vocab import Vocab  # noqa: PLC0415

        self._doc, self._vocab, self._patterns = Doc, Vocab(), patterns
        kinds = {codes for pattern in patterns.values() for codes, _ in pattern}
        # A flag of each code's lexeme; `{"ORTH": {"IN": [...]}}` says the same in Python, at four times the cost.
        self._flags = {codes: self._vocab.add_flag(codes.__contains__) for codes in sorted(kinds)}
        self._needs = {
            name: [frozenset(codes) for codes, width in pattern if not width] for name, pattern in patterns.items()
        }
        self._looks = {name: re.compile("".join(map(_look, pattern))) for name, pattern in patterns.items()}
        self._matcher_of = lru_cache(maxsize=_MATCHERS)(self._read_matcher)
        self._able = lru_cache(maxsize=_MATCHERS)(self._find_able)
        self.find = lru_cache(maxsize=_SKELETONS)(self._find)

    def _find(self, codes: str) -> list[PatternMatch]:
        """All matches over one skeleton but those too wide; `codes` holds one type code, a character, a token."""
        fitting = tuple(name for name, look in self._able(frozenset(codes)) if look(codes))
        if not fitting:
            return []
        found: list[Any] = self._matcher_of(fitting)(self._doc(self._vocab, words=list(codes)), with_alignments=True)
        return [PatternMatch(self._vocab.strings[each[0]], each[1], each[2], tuple(each[3])) for each in found]

    def _find_able(self, codes: frozenset[str]) -> list[tuple[str, Callable[[str], object]]]:
        """The patterns for which these codes are enough, each with a look for it."""
        return [
            (name, self._looks[name].search)
            for name, needs in self._needs.items()
            if not any(map(codes.isdisjoint, needs))
        ]

    def _read_matcher(self, names: tuple[str, ...]) -> Any:  # noqa: ANN401 (a Matcher; its module is heavy)
        from spacy.matcher import Matcher  # noqa: PLC0415

        matcher = Matcher(self._vocab, validate=False)  # whose schema does not know flags
        for name in names:
            matcher.add(name, [[_element(self._flags[codes], width) for codes, width in self._patterns[name]]])
        return matcher


def _element(flag: Any, width: int) -> dict[str, Any]:  # noqa: ANN401 (spaCy's stubs take names of attributes only)
    return {flag: True, "OP": "*"} if width else {flag: True}


def _look(element: tuple[str, int]) -> str:
    codes, width = element
    return f"[{re.escape(codes)}]" + (f"{{0,{width}}}" if width else "")
