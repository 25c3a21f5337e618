"""An explanation tells, for each sentence, what fired and what the score is the sum of, or why nothing fired."""

import re
from collections.abc import Callable

import pytest

from extract.explain import explain_article
from extract.records import Article

WriteArticle = Callable[..., Article]


def explained(write_article: WriteArticle, text: str) -> list[str]:
    return list(explain_article(write_article(text, "en")))


def test_what_fired_is_shown_with_its_pattern_its_votes_and_its_sum(write_article: WriteArticle) -> None:
    lines = explained(write_article, "Amazon released Nova 3, a coding model, on Tuesday.")
    fired = next(line for line in lines if line.startswith("  ✓"))
    assert "Amazon / Nova 3 / model (model " in fired
    assert fired.endswith("by en-active: V ~ T ~ N")
    total, terms = next(line for line in lines if line.startswith("      ")).split(" = ")
    assert float(total) == pytest.approx(sum(map(float, re.findall(r"[+-]\d\.\d\d", terms))), abs=0.02)


def test_a_claim_shows_its_date_and_the_words_that_gave_it(write_article: WriteArticle) -> None:
    lines = explained(write_article, "Amazon released Nova 3, a coding model, on Tuesday.")
    claim = next(line for line in lines if line.startswith("  accepted"))
    assert claim == "  accepted: Amazon / Nova 3 / model / released / 2026-06-09 (relative from “Tuesday”)"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Amazon released a phone that runs on Nova 3.", "  ✗ Nova 3: only mentioned: “runs on” stands before it"),
        (
            "Amazon released Nova 3.5 customers from a queue.",
            "  ✗ Nova 3.5: only mentioned: “customers” stands behind it",
        ),
        ("The new phone met Nova 3 halfway.", "  ✗ Nova 3: no verb of release in the sentence"),
        (
            "Amazon released a phone, and a clerk, who wept, hugged Nova 3.",
            "  ✗ Nova 3: no pattern has “released” before it, with X K , C X , , X , X between",
        ),
    ],
)
def test_a_name_that_no_pattern_takes_in_says_why(write_article: WriteArticle, text: str, reason: str) -> None:
    assert reason in explained(write_article, text)


def test_the_head_counts_the_sentences_and_an_article_without_claims_says_so(write_article: WriteArticle) -> None:
    lines = explained(write_article, "It rained in Porto.\nAmazon released a phone that runs on Nova 3.")
    assert "  sentences: 1 with a name and a cue, 0 of them under a pattern" in lines
    assert lines[-1] == "claims: none"
