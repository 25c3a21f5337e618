"""The one place that imports jieba and spaCy: word edges of Chinese text, and pattern matching over skeletons."""

import logging
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import log
from typing import Any

from extract.lexicon import load_lexicon

_EVERYDAY = 200  # occurrences in the corpus of its dictionary
_FREQUENT = 5_000  # how often our verbs are said to occur at least: 开源|代码 (open-source|code), not 开|源代码
_LONGEST_WORD = 16  # characters, in its dictionary
_PAIR = 2  # characters, as most words have
_RUNS = 1 << 10  # whose words are kept: of eleven in an article, four have come before
_STRETCHES = 1 << 14  # whose roles are kept
_HAN = re.compile("[\u4e00-\u9fff]")
_RUN = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%-]+")  # what jieba cuts at once


def has_han(text: str, start: int, end: int) -> bool:
    """Whether there is a 汉字 in `text[start:end]`; where the whole text has none, that is seen but once."""
    return _is_of_han(text) and _HAN.search(text, start, end) is not None


@lru_cache(maxsize=2)
def _is_of_han(text: str) -> bool:
    return _HAN.search(text) is not None


class WordEdges:
    """Where the words of a stretch of Chinese text begin and end, as jieba sees them; cut where it is asked about."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        runs = [run.span() for run in _RUN.finditer(text, start, end)]
        self._starts, self._ends = [run[0] for run in runs], [run[1] for run in runs]
        # by where a run begins, the beginnings of its words counted from there
        self._cut: dict[int, frozenset[int]] = {}

    def is_word(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` is made of whole words; what begins with ASCII always is."""
        return self._text[start].isascii() or (self._is_edge(start) and self._is_edge(end))

    def _is_edge(self, place: int) -> bool:
        ends = self._ends
        at = bisect_left(ends, place)
        if at == len(ends) or place == ends[at] or place <= (start := self._starts[at]):
            return True  # beside a sign
        if (cut := self._cut.get(start)) is None:
            run = self._text[start : ends[at]]
            if _is_surely_edge(run, place - start):
                return True
            cut = self._cut[start] = frozenset(find_edges(run))
        return place - start in cut


def _is_surely_edge(run: str, place: int) -> bool:
    """Whether no word of jieba's dictionary lies across a place in the run: words end there, however it is cut.

    That costs a third of cutting the run, and is so at most places that are asked about.
    """
    if run[place - 1 : place + 1].isascii():
        return False  # of letters and digits, some make one word together
    find, size = _jieba().FREQ.get, len(run)
    for start in range(place - 1, max(-1, place - _LONGEST_WORD), -1):
        end = place + 1
        while end <= size and (count := find(run[start:end])) is not None:
            if count:
                return False
            end += 1
    return True


@lru_cache(maxsize=_RUNS)
def find_edges(run: str) -> Sequence[int]:
    """Offsets at which the words of a text without signs and blanks begin, in order.

    The likeliest way through jieba's dictionary, the same as `jieba.cut(run, HMM=False)` takes, in half its time.
    """
    jieba = _jieba()
    find, size, total = jieba.FREQ.get, len(run), log(jieba.total)
    likelihood, ends = [0.0] * (size + 1), [0] * size
    for start in range(size - 1, -1, -1):
        count = find(run[start])
        best, stop, end = (log(count) if count else 0.0) - total + likelihood[start + 1], start + 1, start + 2
        while count is not None and end <= size:  # the dictionary holds every beginning of its words
            count = find(run[start:end])
            if count and (found := log(count) - total + likelihood[end]) >= best:
                best, stop = found, end
            end += 1
        likelihood[start], ends[start] = best, stop
    return tuple(_iter_words(run, ends))


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


def is_made_up(run: str) -> bool:
    """Whether a run of 汉字 holds no word of everyday use nor a long one, in jieba's dictionary: it may be a name."""
    return not any(len(word) > _PAIR or (len(word) > 1 and is_common(word)) for word in _jieba().cut(run, False))


def is_no_word(run: str) -> bool:
    """Whether a run of 汉字 is made of no word longer than a character, in jieba's dictionary: a made-up name."""
    return len(find_edges(run)) == len(run)


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
    """spaCy's Matcher over stretches of sentences that were reduced to a few typed tokens, a code each.

    A pattern's element is the codes that a token there may have, and whether it may come any number of times. On such a
    stretch a match costs 0.05 ms; on a full Doc all patterns cost 77 ms an article (spaCy issue 4742). Short stretches
    come again and again: of 746 in a hundred articles, 538 had come in a thousand others.
    """

    def __init__(self, patterns: Mapping[str, Sequence[tuple[str, bool]]]) -> None:
        from spacy.tokens import Doc  # noqa: PLC0415  (a heavy import, only where text is read)
        from spacy.vocab import Vocab  # noqa: PLC0415

        self._doc, self._vocab, self._patterns = Doc, Vocab(), patterns
        kinds = {codes for pattern in patterns.values() for codes, _ in pattern}
        # A flag of each code's lexeme; `{"ORTH": {"IN": [...]}}` says the same in Python, at four times the cost.
        self._flags = {codes: self._vocab.add_flag(codes.__contains__) for codes in sorted(kinds)}
        self._matcher_of = cache(self._read_matcher)
        self.find_roles = lru_cache(maxsize=_STRETCHES)(self._find_roles)

    def _find_roles(self, name: str, codes: str) -> tuple[int, ...]:
        """Which element of the pattern each code stands for; empty where it does not fit the whole stretch."""
        found: list[Any] = self._matcher_of(name)(self._doc(self._vocab, words=list(codes)), with_alignments=True)
        return next((tuple(roles) for _, start, end, roles in found if (start, end) == (0, len(codes))), ())

    def _read_matcher(self, name: str) -> Any:  # noqa: ANN401 (a Matcher; its module is heavy)
        from spacy.matcher import Matcher  # noqa: PLC0415

        matcher = Matcher(self._vocab, validate=False)  # whose schema does not know flags
        matcher.add(name, [[_element(self._flags[codes], many) for codes, many in self._patterns[name]]])
        return matcher


def _element(flag: Any, many: bool) -> dict[str, Any]:  # noqa: ANN401 (spaCy's stubs take names of attributes only)
    return {flag: True, "OP": "*"} if many else {flag: True}
