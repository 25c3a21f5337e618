"""What holds for every text, the real pages of the shared corpus included: exact spans, one claim per model."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.claims import REVIEW, find_claims
from extract.folding import fold
from extract.lexer import find_words
from extract.lexicon import load_lexicon
from extract.records import Article, Block, Claim, PartialDate
from extract.vendors import find_vendors, house_of, open_vendor
from storage.archive import iter_pages

PAGES = Path(__file__).parents[3] / "shared" / "corpus" / "dev" / "pages.warc.gz"
DAY = PartialDate(date(2026, 3, 4), date(2026, 3, 4), "day", "explicit", "2026-03-04")
WORDS = [
    "星海科技", "发布", "开源", "了", "Nova-3", "Nova 3.5 Pro", "模型", "大模型", "，", "。", "（", "）",
    "今日", "2月30日", "将于", "基于", "Northwind AI", "released", "the", "Tidewater", "model", ", ", ". ",
    "and ", "、", "的", "“", "”", "V2", "GPT-5", "7B", " ", "\u3000", "\n", "https://x.example/a?b=1",
    "@nova", "可灵3.0", "π0.5", "AI", "is now available", "called", "\ud800", "\x00", "é", "🚀", "１２",
    "Ｎｏｖａ－３",
]  # fmt: skip


def article_of(text: str, language: str) -> Article:
    """The lines as blocks, the first of them the title."""
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block("title" if not blocks else "paragraph", start, start + len(line)))
        start += len(line) + 1
    return Article("sha1:X", "https://news.example/1", "", language, "", DAY, DAY.raw, "meta", text, tuple(blocks))


def check(article: Article, claims: tuple[Claim, ...]) -> None:
    folded = fold(article.text)
    for claim in claims:
        for span in (claim.evidence, claim.model_span, claim.vendor_span, claim.date_span, claim.trigger_span):
            assert span is None or 0 <= span.start < span.end <= len(article.text)
            assert span is None or span.of(article.text).strip() == span.of(article.text) != ""
        assert claim.model_span is not None
        if claim.trigger_span:
            assert claim.trigger_span.of(folded).casefold() in load_lexicon().triggers
        if claim.vendor_span:
            surface = claim.vendor_span.of(folded)
            known = [house_of(mention.vendor).id for mention in find_vendors(find_words(surface), (0, len(surface)))]
            assert claim.vendor_id in known or claim.vendor_id == open_vendor(surface).id or known
        assert claim.evidence.start <= claim.model_span.start
        assert claim.model_span.end <= claim.evidence.end
        assert REVIEW <= claim.score <= 1
        assert claim.score == pytest.approx(min(1, sum(value for _, value in claim.terms)), abs=1e-3)
        assert claim.model
        if claim.date_span and claim.date and claim.date.basis != "publication":
            assert fold(claim.date.raw) == folded[claim.date_span.start : claim.date_span.end]
    names = [(claim.vendor_id, claim.model) for claim in claims]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "News\nTern 4\nThis is a new speech model from Northwind AI."),
        ("zh", "早报\nNova-3\n星海科技今日发布了迄今最大的开源模型。"),
    ],
)
def test_the_evidence_holds_the_name_that_stands_in_the_line_above(language: str, text: str) -> None:
    article = article_of(text, language)
    claims = find_claims(article)[0]
    check(article, claims)
    assert [claim.evidence.of(text) for claim in claims] == [text.partition("\n")[2]]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["zh", "en"]))
def test_any_string_of_the_field_s_words_is_read_with_exact_spans(words: list[str], language: str) -> None:
    article = article_of("".join(words), language)
    check(article, find_claims(article)[0])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["zh", "en"]))
def test_any_text_at_all_is_read(text: str, language: str) -> None:
    article = article_of(text, language)
    check(article, find_claims(article)[0])


def test_an_article_without_a_word_has_no_claims() -> None:
    assert find_claims(article_of("", "zh")) == ((), ())


def test_real_pages_are_read_with_exact_spans() -> None:
    if not PAGES.exists():
        pytest.skip("the shared corpus is not here")
    from extract.article import read_article  # noqa: PLC0415

    for page in iter_pages(PAGES):
        article = read_article(page)
        check(article, find_claims(article)[0])
