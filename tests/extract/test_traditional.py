"""Texts in traditional characters are read as simplified ones, sign for sign."""

import pytest

from extract.folding import fold
from extract.traditional import simplify

TRADITIONAL = "這家公司發表了新的語言模型，開發者現在就能透過介面體驗。"


def test_every_sign_keeps_its_place() -> None:
    simple = simplify(TRADITIONAL)
    assert len(simple) == len(TRADITIONAL)
    assert simple == "这家公司发表了新的语言模型，开发者现在就能透过介面体验。"


@pytest.mark.parametrize(
    "text",
    [
        "这家公司发布了新的语言模型，与乾坤智驾合作，著名的開發者也来了。",  # simplified, with a name and a quotation
        "The lab released Nova 3.",
        "模型發布",  # too little to tell
        "",
    ],
)
def test_what_is_not_traditional_stays_as_it_is(text: str) -> None:
    assert simplify(text) == text


def test_folding_unifies_signs_and_characters() -> None:
    assert fold("ＡＩ" + TRADITIONAL).startswith("AI这家公司发表了")


def test_two_typed_hyphens_between_words_are_a_dash() -> None:
    assert fold("PORTO--(Halden)--Tidal") == "PORTO——(Halden)——Tidal"
    assert fold("run --model nova -- now") == "run --model nova -- now"
