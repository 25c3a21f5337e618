"""The one place that imports jieba and spaCy: word edges of Chinese text, and pattern matching over skeletons."""

import logging
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from extract.lexicon import load_lexicon

_EVERYDAY = 200  # occurrences in the corpus of its dictionary
_FREQUENT = 5_000  # how often our verbs are said to occur at least: 开源|代码 (open-source|code), not 开|源代码
_PAIR = 2  # characters


class PatternMatch(NamedTuple):
    """`roles[i]` is the index of the pattern's element that the i-th matched token stands for."""

    pattern: str
    start: int
    end: int
    roles: tuple[int, ...]


def find_edges(text: str) -> frozenset[int]:
    """Offsets at which a word begins or ends, as jieba cuts the text; 0 and len(text) are among them."""
    return frozenset(accumulate((len(word) for word in _jieba().cut(text, HMM=False)), initial=0))


def is_common(word: str) -> bool:
    """Whether jieba's dictionary holds the word as one in everyday use."""
    return bool(_jieba().FREQ.get(word, 0) >= _EVERYDAY)


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

    A pattern's element is the codes that a token there may have, and whether it may come any number of times. On such a
    skeleton the same patterns cost 0.1 ms an article; on a full Doc they cost 77 ms (spaCy issue 4742).
    """

    def __init__(self, patterns: Mapping[str, Sequence[tuple[str, bool]]]) -> None:
        from spacy.matcher import Matcher  # noqa: PLC0415  (a heavy import, only where text is read)
        from spacy.tokens import Doc  # noqa: PLC0415
        from spacy.vocab import Vocab  # noqa: PLC0415

        self._doc = Doc
        self._vocab = Vocab()
        self._matcher = Matcher(self._vocab, validate=False)  # whose schema does not know flags
        kinds = {codes for pattern in patterns.values() for codes, _ in pattern}
        # A flag of each code's lexeme; `{"ORTH": {"IN": [...]}}` says the same in Python, at four times the cost.
        flags = {codes: self._vocab.add_flag(codes.__contains__) for codes in sorted(kinds)}
        for name, pattern in patterns.items():
            self._matcher.add(name, [[_element(flags[codes], many) for codes, many in pattern]])

    def find(self, codes: Sequence[str]) -> list[PatternMatch]:
        """All matches over one skeleton; `codes` holds one type code, a character, a token."""
        doc = self._doc(self._vocab, words=list(codes))
        found: list[Any] = self._matcher(doc, with_alignments=True)
        return [PatternMatch(self._vocab.strings[each[0]], each[1], each[2], tuple(each[3])) for each in found]


def _element(flag: Any, many: bool) -> dict[str, Any]:  # noqa: ANN401 (spaCy's stubs take names of attributes only)
    return {flag: True, "OP": "*"} if many else {flag: True}
