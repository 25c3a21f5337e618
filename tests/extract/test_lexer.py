"""Words of the data files are found in a text, proper names as they are spelt."""

import pytest

from extract.lexer import find_words


@pytest.mark.parametrize(
    ("text", "vendors"),
    [
        ("星海推出 Arc Pro 7 显卡", []),  # a graphics card by another maker
        ("ARC 发布新一轮题目", ["arcprize"]),
        ("推出办公本 Air 3", []),  # a notebook
        ("AIR 发布新模型", ["air"]),
        ("a figure of speech", []),
        ("Figure unveils a robot", ["figure"]),
    ],
)
def test_a_proper_name_is_one_only_as_it_is_spelt(text: str, vendors: list[str]) -> None:
    assert [vendor.id for _, _, (vendor, _) in find_words(text).vendors.within(0, len(text))] == vendors


def test_a_place_where_several_words_begin_is_told_once_and_only_where_one_of_them_lies_within() -> None:
    sayings = find_words("潮汐发布会，今日开源").sayings
    assert sayings.starts(0, 10) == [2, 6, 8]  # 发布 (releases), 今日 (today), 开源 (opens)
    assert sayings.starts(0, 9) == [2, 6]
