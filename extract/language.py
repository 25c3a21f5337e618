"""The one place that imports jieba, as rjieba: word edges of Chinese text."""

from functools import cache, cached_property
from itertools import accumulate
from typing import Any

from extract.folding import encodable
from extract.lexicon import load_lexicon

_EVERYDAY = 200  # occurrences in the corpus of its dictionary
_FREQUENT = 5_000  # how often our verbs are said to occur at least: 开源|代码 (open-source|code), not 开|源代码
_PAIR = 2  # characters


class WordEdges:
    """Where the words of a stretch of Chinese text begin and end, as jieba sees them; cut when it is asked about."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end

    def is_word(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` is made of whole words; what begins with ASCII always is."""
        return self._text[start].isascii() or (start in self._edges and end in self._edges)

    @cached_property
    def _edges(self) -> frozenset[int]:
        text = encodable(self._text[self._start : self._end])
        words = _jieba().cut(text, False)  # without guesses at words it does not know
        return frozenset(accumulate(map(len, words), initial=self._start))


def is_common(word: str) -> bool:
    """Whether jieba's dictionary holds the word, and as one in everyday use."""
    return len(_jieba().cut(word, False)) == 1 and bool(_jieba().suggest_freq(word) > _EVERYDAY)


def is_no_word(run: str) -> bool:
    """Whether a run of 汉字 is made of no word longer than a character, in jieba's dictionary: a made-up name."""
    return len(_jieba().cut(run, False)) == len(run)


@cache
def _jieba() -> Any:  # noqa: ANN401 (the module's own types leave out what it is called with)
    import rjieba  # noqa: PLC0415 (its dictionary takes 30 MB, where text is read)

    for word in load_lexicon().triggers:
        is_rare = len(rjieba.cut(word, False)) > 1 or rjieba.suggest_freq(word) <= _FREQUENT
        if len(word) == _PAIR and not word.isascii() and is_rare:
            rjieba.add_word(word, _FREQUENT, None)
    return rjieba
