from functools import cache
from itertools import accumulate

import jieba
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language import WordEdges, is_common, is_no_word
from extract.lexicon import load_lexicon

SIGNS = "发布会开源代码正式推出大模型上线来了迎新一代智能研究院的和在，。AaBb19.-% "


@cache
def original() -> jieba.Tokenizer:
    """jieba itself, with our verbs."""
    jieba.setLogLevel("WARNING")
    cutter = jieba.Tokenizer()
    cutter.initialize()
    for word in load_lexicon().triggers:
        if len(word) == 2 and not word.isascii() and cutter.FREQ.get(word, 0) < 5000:
            cutter.add_word(word, 5000)
    return cutter


@settings(deadline=None)  # the first one loads two dictionaries
@given(st.text(SIGNS, max_size=40))
def test_words_begin_where_jieba_cuts(text: str) -> None:
    edges = WordEdges(text, 0, len(text))
    found = {place for place, sign in enumerate(text) if not sign.isascii() and edges.is_word(place, len(text))}
    begun = accumulate(map(len, original().cut(text, HMM=False)), initial=0)
    assert found == {place for place in begun if place < len(text) and not text[place].isascii()}


def test_common_words_are_told_from_made_up_names() -> None:
    assert is_common("银河")
    assert not is_common("栖岩")
    assert not is_common("银河系统")
    assert is_no_word("栖岩")
    assert not is_no_word("银河")


def test_a_word_is_whole_beside_signs_and_not_within_another() -> None:
    text = "发布会，发布 Nova"
    edges = WordEdges(text, 0, len(text))
    assert not edges.is_word(0, 2)  # 发布会 (launch event) holds 发布 (to release)
    assert edges.is_word(4, 6)
    assert edges.is_word(7, 11)
