"""Every noise rule takes what its examples say and leaves its counter-examples; noise leaves an article whole."""

import pytest

from extract.blocks import Piece
from extract.noise import Rule, is_noise, load_rules, without_noise

PROSE = (
    "Northwind has shipped Gust 1, a voice model that runs on a phone without a network, and it is free for all."
    + " It answers at once. " * 5
    + "It is small."
)
RULES = load_rules()
IDS = [f"{number}-{rule.drop}" for number, rule in enumerate(RULES, 1)]


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_rule_has_examples_and_takes_them(rule: Rule) -> None:
    assert rule.examples
    for example in rule.examples:
        if rule.drop == "trim":
            assert rule.pattern.search(example), example
        else:
            assert rule.pattern.fullmatch(example), example
            assert is_noise(example, rule.drop, rule.site, rule.language or "en")


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_rule_leaves_its_counter_examples(rule: Rule) -> None:
    for other in rule.others:
        found = rule.pattern.search(other) if rule.drop == "trim" else rule.pattern.fullmatch(other)
        assert not found, other


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_no_line_rule_takes_another_rules_counter_example(rule: Rule) -> None:
    for other in rule.others:
        assert not is_noise(other, "line", rule.site, rule.language or "en") or rule.drop != "line", other


@pytest.mark.parametrize(
    "text",
    [
        "OpenAI发布GPT-5.4 mini",
        "Gemini 3.5 Live Translate is here",
        "2月12日：谷歌发布新模型",
        "Claude Opus 4.6",
        "Qwen3.5-Plus",
    ],
)
def test_headlines_and_names_are_no_noise(text: str) -> None:
    assert not any(is_noise(text, drop, "", "zh") for drop in ("line", "rest", "last", "title"))


def test_nothing_follows_the_label_of_another_box() -> None:
    assert kept(PROSE, "Most Popular", "Tidal Labs launches Wave 8") == [PROSE]


def test_the_first_day_of_a_chronicle_is_no_byline() -> None:
    days = [line for day in ("June 11, 2026", "May 2, 2026", "3 April 2026") for line in (day, PROSE + day)]
    assert kept(*days) == days
    assert kept(*days[:4]) == days[1:4]


def test_a_label_before_the_prose_is_left_where_it_stands() -> None:
    assert kept("Share:", PROSE)[-1] == PROSE


def test_a_label_with_more_prose_after_it_cuts_nothing() -> None:
    more = [f"{number} {PROSE}" for number in range(3)]
    assert kept(PROSE, "Leave a reply", *more)[-3:] == more


def test_lists_of_links_go_and_linked_words_stay() -> None:
    link = Piece("item", "Tidal Labs launches Wave 8", 1, (), 26)
    half = Piece("paragraph", "Read what Tidal Labs says of it today", 0, (), 10)
    found = without_noise([Piece("paragraph", PROSE), half, link, link, Piece("paragraph", PROSE)], "", "en")
    assert [piece.text for piece in found] == [PROSE, half.text, PROSE]


def test_a_trimmed_block_keeps_its_emphasis_inside() -> None:
    text = "The model listens. | Image: Doe"
    found = without_noise([Piece("paragraph", text, 0, ((4, 9), (16, 25)))], "", "en")  # type: ignore[arg-type]
    assert [(piece.text, [tuple(span) for span in piece.emphasis]) for piece in found] == [
        ("The model listens.", [(4, 9), (16, 18)])
    ]


def kept(*texts: str) -> list[str]:
    return [piece.text for piece in without_noise([Piece("paragraph", text) for text in texts], "", "en")]
