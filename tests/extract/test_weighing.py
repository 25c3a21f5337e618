"""Names that no pattern takes in, weighed by what the whole article says of them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.claims import ACCEPT, analyse
from extract.explain import explain_article
from extract.identity import read_parts
from extract.kinds import vote_kinds
from extract.records import Article, Claim
from extract.signweights import load_weights
from extract.weighing import RULE, find_frame, find_mentions, sum_up

BEHIND = {
    "zh": (
        "\nTern-4 是一个 120 亿参数的语言模型，懂得港口的行话。\n船长们可以免费试用到八月。"
        "\nTern-4 模型熟悉四十个港口的潮汐。\n公司打算靠服务赚钱。"
    ),
    "en": (
        "\nTern 4 is a language model of 12 billion parameters that understands the slang of harbours."
        "\nCaptains may try it for nothing until August.\nThe Tern 4 model knows the tides of forty ports."
        "\nNorthwind AI wants to earn its money with support."
    ),
}
BEFORE = {"zh": "星海科技的六月很忙。\n", "en": "Northwind AI has had a busy June.\n"}
TOLD = [
    ("zh", "周四，星海科技发布的东西里，最让渔民高兴的，当属语言模型 Tern-4。", "星海科技"),
    ("zh", "周四，星海科技推出两样东西，一样是海图，另一样，是语言模型 Tern-4。", "星海科技"),
    ("en", "Of what Northwind AI released on Thursday, captains like the model, Tern 4, best.", "Northwind AI"),
]
SILENT = [
    ("zh", "周四的发布会上没有语言模型 Tern-4。"),
    ("zh", "星海科技的新仪表盘基于 Tern-4。"),
    ("en", "The launch on Thursday was loud, the guests many, and the firm did not release its model Tern 4."),
    ("en", "The dashboard that came out on Thursday is, like the old one, based on Tern 4."),
    ("zh", "周四发布的新仪表盘基于语言模型 Tern-4。"),
    ("zh", "该行关闭了对最新语言模型的访问，其中包含 Tern-4 模型。"),
    ("en", "On Thursday the firm launched a dashboard based on the language model Tern 4."),
]

WriteArticle = Callable[..., Article]


def _read(write_article: WriteArticle, language: str, sentence: str) -> list[Claim]:
    article = write_article(BEFORE[language] + sentence + BEHIND[language], language)
    return [claim for claim in analyse(article).claims if claim.score >= ACCEPT]


@pytest.mark.parametrize(("language", "sentence", "vendor"), TOLD)
def test_signs_tell_of_what_no_pattern_reads(
    write_article: WriteArticle, language: str, sentence: str, vendor: str
) -> None:
    (claim,) = _read(write_article, language, sentence)
    assert (claim.vendor, claim.rule, claim.status) == (vendor, RULE, "released")
    assert claim.model_span is not None
    assert claim.model == claim.model_span.of(write_article(BEFORE[language] + sentence, language).text)


@pytest.mark.parametrize(("language", "sentence"), SILENT)
def test_a_name_that_is_denied_or_only_mentioned_has_no_claim(
    write_article: WriteArticle, language: str, sentence: str
) -> None:
    assert _read(write_article, language, sentence) == []


def test_a_few_sentences_are_no_article(write_article: WriteArticle) -> None:
    language, sentence, _ = TOLD[-1]
    assert analyse(write_article(sentence, language)).claims == ()


def test_a_score_is_the_sum_of_its_signs_and_is_explained(write_article: WriteArticle) -> None:
    language, sentence, _ = TOLD[0]
    (claim,) = _read(write_article, language, sentence)
    assert claim.score == pytest.approx(min(1.0, sum(value for _, value in claim.terms)), abs=1e-3)
    shown = "\n".join(explain_article(write_article(BEFORE[language] + sentence + BEHIND[language], language)))
    assert f"by {RULE}" in shown
    assert all(sign in shown for sign, _ in claim.terms)


def test_every_sign_with_a_weight_is_read_somewhere(write_article: WriteArticle) -> None:
    cases = [
        json.loads(line)
        for file in Path(__file__).with_name("sentences").glob("*.jsonl")
        for line in file.read_text("utf-8").splitlines()
    ]
    seen: set[str] = set()
    for case in cases:
        analysis = analyse(write_article(case["text"], case["lang"], title=case["text"].split("\n")[0]))
        mentions = find_mentions(analysis.parsed, ())
        if analysis.reading is None or not mentions:
            continue
        names = [mention.name for mention in mentions]
        votes = vote_kinds(analysis.reading, names, read_parts(names, ()))
        for mention in mentions:
            own = next(iter(votes.values()), {})
            signs = sum_up([mention], [find_frame(mention)], [mention.name], own, len(case["text"]))
            seen.update(sign for sign, value in signs.items() if value)
    assert set(load_weights().of) - seen == set()


def test_in_chinese_signs_alone_count_less(write_article: WriteArticle) -> None:
    (chinese,), (english,) = (_read(write_article, *TOLD[place][:2]) for place in (0, 2))
    assert dict(chinese.terms)["by its signs alone"] < 0
    assert "by its signs alone" not in dict(english.terms)
