"""Which sentences may say a name again: the others are not read for names, so none may be missed."""

import re
from collections.abc import Callable

import pytest

from extract.knowledge import load_families
from extract.mentions import Mentions
from extract.names import Name
from extract.records import Article, Block
from extract.repeats import find_repeats
from extract.sentences import Sentence, iter_sentences
from extract.wholetext import read_article_text

KLING = next(family for family in load_families() if family.family == "可灵")


def _name(text: str) -> Name:
    return Name(0, len(text), text, 2)


def _sentences(text: str) -> list[Sentence]:
    blocks = [Block("paragraph", *line.span()) for line in re.finditer(".+", text)]
    return list(iter_sentences(text, tuple(blocks)))


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("Halden Tern 5", "And Tern was late."),
        ("Halden Tern 5", "TERN-5 was late."),
        ("Halden Tern 5", "The best is halden-tern."),
        ("K2.5", "Of K2 nothing is left."),
        ("可灵3.0", "Kling 3.0 was late."),
        ("Kling 3.0", "可灵也来了。"),
        ("栖岩大模型 2", "说到栖岩，没有消息。"),
    ],
)
def test_a_sentence_with_the_first_or_last_word_of_a_name_may_say_it_again(name: str, again: str) -> None:
    text = f"Nobody came.\n{again}\nQuiet it was."
    held = _sentences(text)

    found = find_repeats(text, held, [_name(name)])

    assert [text[one.start : one.end] for one in sorted(found)] == [again]


def test_a_letter_within_a_word_is_none_of_a_name() -> None:
    text = "Look at the kettle. It is on. OK."

    assert find_repeats(text, _sentences(text), [_name("K2.5")]) == set()


def test_every_alias_of_a_family_leads_to_its_names() -> None:
    for alias in KLING.names:
        text = f"Nobody came. It is {alias}!"
        assert find_repeats(text, _sentences(text), [_name(f"{KLING.family}3.0")]), alias


def test_where_a_name_has_no_word_every_sentence_may_say_it() -> None:
    text = "Nobody came. It rained."
    held = _sentences(text)

    assert find_repeats(text, held, [_name("4.6")]) == set(held)


def test_where_letters_grow_in_small_every_sentence_may_say_it() -> None:
    text = "Die Straße war leer. İzmir."
    held = _sentences(text)

    assert find_repeats(text, held, [_name("Tern 5")]) == set(held)


def test_names_are_found_sentence_by_sentence(write_article: Callable[..., Article]) -> None:
    article = write_article(
        "Halden released Tern-5 on 2026-05-01.\nthere was rain, and nobody came.\n栖岩智能发布了栖石-2。", "en"
    )
    reading = read_article_text(article, article.text)
    first, second, third = iter_sentences(reading.text, article.blocks)

    mentions = Mentions(reading.text, reading.words, reading.dates)

    assert [name.text for name in mentions.names(first)] == ["Halden", "Tern-5"]
    assert not mentions.names(second)
    assert [vendor.vendor.name for vendor in mentions.vendors(third)] == ["栖岩智能"]

    stand_in = _name("Tern-5")._replace(start=third.start, end=third.start + 2)
    mentions.add_name(third, stand_in)
    assert mentions.names(third)[0] == stand_in
