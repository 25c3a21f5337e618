from itertools import accumulate

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language import PatternMatcher, WordEdges, _jieba, find_edges, has_han

SIGNS = "发布会开源代码正式推出大模型上线来了迎新一代智能研究院的和在AaBb19.-%"


@settings(deadline=None)  # the first one loads the dictionary
@given(st.text(SIGNS, max_size=40))
def test_words_begin_where_jieba_cuts(run: str) -> None:
    words = _jieba().cut(run, HMM=False)
    assert [*find_edges(run), len(run)] == [*accumulate(map(len, words), initial=0)]


def test_a_word_is_whole_beside_signs_and_not_within_another() -> None:
    text = "发布会，发布 Nova"
    edges = WordEdges(text, 0, len(text))
    assert not edges.is_word(0, 2)  # 发布会 (launch event) holds 发布 (to release)
    assert edges.is_word(4, 6)
    assert edges.is_word(7, 11)


def test_only_the_stretch_with_a_han_sign_has_one() -> None:
    assert has_han("Nova 发布", 0, 6)
    assert not has_han("Nova 发布", 0, 5)
    assert not has_han("Nova is out", 0, 11)


def test_an_element_stands_for_its_codes_and_a_gap_for_any_number() -> None:
    matcher = PatternMatcher({"verb": [("TU", False), ("X,", True), ("N", False)], "noun": [("H", False)]})
    assert matcher.find_roles("verb", "UX,N") == (0, 1, 1, 2)
    assert matcher.find_roles("verb", "TN") == (0, 2)
    assert matcher.find_roles("noun", "H") == (0,)
    assert matcher.find_roles("verb", "UX,NE") == matcher.find_roles("noun", "N") == ()
