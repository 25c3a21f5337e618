"""A pattern that is searched for by its first characters finds what it finds without them."""

import re

import pytest

from extract import eventdays, sections
from extract.firsts import compile_search

PATTERN = r"(?:去年|此前|[两三]\s?年前|(?<!方)今年)"
TEXT = "此前只有两版，两 年前的第三版去年停用；方今年月，今年重来。"


def test_each_place_is_found() -> None:
    found = [match.start() for match in compile_search("去此两三今", PATTERN).finditer(TEXT)]
    assert found == [match.start() for match in re.finditer(PATTERN, TEXT)] == [0, 7, 15, 25]


def test_the_end_of_the_stretch_bounds_what_is_looked_at() -> None:
    assert compile_search("去", "去年").search("他去年", 0, 2) is None


@pytest.mark.parametrize("text", ["上个月还在测试", "这个月", "眼下", "昨日", "过去三周"])
def test_words_of_today_end_a_story(text: str) -> None:
    assert sections.NOW_AGAIN.search(f"此后，{text}")


@pytest.mark.parametrize("text", ["后续版本", "十 个月前", "这是它上线以来", "早些时候", "不久前"])
def test_words_of_before_are_background(text: str) -> None:
    assert eventdays._BEFORE_IT.search(f"，{text}")
