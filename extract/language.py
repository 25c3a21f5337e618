"""The one place that imports jieba and spaCy: word edges of Chinese text, and pattern matching over skeletons."""

import logging
import warnings
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

_EVERYDAY = 200  # occurrences in the corpus of its dictionary
_ORDINARY = 100  # how often a word we add is said to occur: enough to be kept whole


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
    _jieba().initialize()
    return bool((_jieba().dt.FREQ.get(word) or 0) >= _EVERYDAY)


@cache
def _jieba() -> Any:  # noqa: ANN401 (the module has no types)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its invalid escapes and pkg_resources, at the first compile
        import jieba  # noqa: PLC0415
    jieba.setLogLevel(logging.WARNING)
    return jieba


def add_words(words: Iterable[str]) -> None:
    """Keep these words whole when text is cut."""
    for word in words:
        _jieba().add_word(word, _ORDINARY)


class PatternMatcher:
    """spaCy's Matcher over sentences that were reduced to a few typed tokens.

    On such a skeleton the same patterns cost 0.1 ms an article; on a full Doc they cost 77 ms (spaCy issue 4742).
    """

    def __init__(self, patterns: dict[str, list[dict[str, Any]]]) -> None:
        from spacy.matcher import Matcher  # noqa: PLC0415  (a heavy import, only where text is read)
        from spacy.tokens import Doc  # noqa: PLC0415
        from spacy.vocab import Vocab  # noqa: PLC0415

        self._doc = Doc
        self._vocab = Vocab()
        self._matcher = Matcher(self._vocab)
        for name, pattern in patterns.items():
            self._matcher.add(name, [pattern])

    def find(self, codes: Sequence[str]) -> list[PatternMatch]:
        """All matches over one skeleton; `codes` holds one type code a token."""
        doc = self._doc(self._vocab, words=list(codes))
        found: list[Any] = self._matcher(doc, with_alignments=True)
        return [PatternMatch(self._vocab.strings[each[0]], each[1], each[2], tuple(each[3])) for each in found]
