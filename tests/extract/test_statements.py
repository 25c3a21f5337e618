"""What an article says of many releases at once: the rules as data, and what surrounds the words."""

from datetime import date
from typing import Any

import pytest

from extract.records import Article, Block, PartialDate
from extract.statementrules import load_lines
from extract.statements import Statement, read_statements

MARCH = PartialDate(date(2026, 3, 10), date(2026, 3, 10), "day", "publication", "2026-03-10")


def article(*blocks: str, language: str = "zh") -> Article:
    text, at, found = "\n".join(blocks), 0, []
    for block in blocks:
        found.append(Block("paragraph", at, at + len(block)))
        at += len(block) + 1
    return Article("sha1:x", "https://x.example/", "", language, "", MARCH, "", "meta", text, tuple(found))


def read(*blocks: str, language: str = "zh") -> list[Statement]:
    return [each for each in read_statements(article(*blocks, language=language)) if each.type != "other"]


@pytest.mark.parametrize("line", load_lines(), ids=lambda line: line["id"])
def test_every_rule_reads_its_example_by_itself(line: dict[str, Any]) -> None:
    found = [each for each in read(line["example"], language=line["lang"]) if each.rule == line["id"]]
    assert len(found) == 1
    told = {name: getattr(found[0], name) for name in line["says"]}
    days = {name: value.isoformat() for name, value in told.items() if isinstance(value, date)}
    assert told | days | {"countries": list(found[0].countries)} == line["says"] | {
        "countries": line["says"].get("countries", list(found[0].countries))
    }
    assert found[0].type == line["type"]


@pytest.mark.parametrize("line", load_lines(), ids=lambda line: line["id"])
def test_no_rule_reads_its_counter_examples(line: dict[str, Any]) -> None:
    for counter in line["counter"]:
        assert line["id"] not in {each.rule for each in read(counter, language=line["lang"])}, counter


@pytest.mark.parametrize(
    ("words", "number", "bound"),
    [
        ("国内发布了30余款模型", 30, "more_than"),
        ("国内共发布约二十款模型", 20, "about"),
        ("国内发布不到两百款模型", 200, "fewer_than"),
        ("国内至少发布十二款模型", 12, "exactly"),  # the bound stands before the verb: the number alone is read
        ("国内发布至少十二款模型", 12, "at_least"),
        ("国内发布一百二十款模型", 120, "exactly"),
        ("占了三分之二的模型集中在杭州", 0.6667, "about"),
        ("45%的模型来自杭州", 0.45, "exactly"),
    ],
)
def test_numbers_and_bounds(words: str, number: float, bound: str) -> None:
    (found,) = read(words)
    assert (found.number, found.bound) == (number, bound)


def test_the_days_of_a_statement_are_its_own_else_the_window_that_the_article_counts() -> None:
    window, first, second = read(
        "1月5日至1月14日（10天），风起云涌。", "国内发布超过9款模型。", "2月1日至2月3日，美国更新超过6款模型。"
    )
    assert (window.type, window.number) == ("window", 10)
    assert (first.start, first.end, first.has_own_days) == (date(2026, 1, 5), date(2026, 1, 14), False)
    assert (second.start, second.end, second.countries) == (date(2026, 2, 1), date(2026, 2, 3), ("US",))


def test_whose_releases_is_told_by_the_nearest_word_before() -> None:
    (first,) = read("中美同步，中国发布超30款模型。")
    (second,) = read("国内很忙。", "发布超30款模型。")
    (third,) = read("国内很忙。一共发布超30款模型。")
    assert (first.countries, second.countries, third.countries) == (("CN",), (), ("CN",))


def test_what_a_vendor_did_is_of_that_vendor() -> None:
    (found,) = read("整个二月，阿里发布三款模型。")
    assert found.vendors == ("alibaba",)


def test_a_robot_is_counted_as_a_robot() -> None:
    (found,) = read("国内发布超过8款机器人。")
    assert found.kinds == ("robot",)


def test_the_day_of_a_superlative_stands_in_the_sentence_or_above_it() -> None:
    (first,) = read("2月12日：热闹非凡。这是最密集的一天。")
    (second,) = read("这是最密集的一天。")
    assert (first.on, second.on) == (date(2026, 2, 12), None)


def test_words_are_those_of_the_text_to_the_character() -> None:
    told = article("　前言。", "１月１日至除夕（４７天），国内模型迭代已超过３０起。")
    window, count = (each for each in read_statements(told) if each.type != "other")
    assert (window.span.of(told.text), count.span.of(told.text)) == ("４７天", "模型迭代已超过３０起")
    assert (window.start, window.end, count.number) == (date(2026, 1, 1), date(2026, 2, 16), 30)


def test_other_numbers_are_not_dropped() -> None:
    found = read_statements(article("展示了五项技能。", "这是最好的产品。", "没有什么。"))
    assert [each.type for each in found] == ["other", "other"]
