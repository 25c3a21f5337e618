"""What the title of a post on a maker's own site says without a verb."""

from datetime import date

import pytest

from extract.claims import ACCEPT, find_claims
from extract.records import Article, Block, Claim, PartialDate
from extract.sites import load_sites
from extract.vendors import vendor_of

DAY = PartialDate(date(2026, 3, 4), date(2026, 3, 4), "day", "explicit", "2026-03-04")
BODY = "Our fastest model so far writes and reads, and it costs less than the one before."


def claims_of(url: str, title: str, body: str = BODY) -> list[Claim]:
    text = f"{title}\n{body}"
    blocks = (Block("title", 0, len(title)), Block("paragraph", len(title) + 1, len(text)))
    article = Article("sha1:X", url, "", "en", title, DAY, DAY.raw, "meta", text, blocks)
    return [claim for claim in find_claims(article)[0] if claim.score >= ACCEPT]


@pytest.mark.parametrize("title", ["Claude Opus 9: faster and kinder", "Claude Opus 9"])
def test_a_title_on_its_maker_s_site_is_a_release_of_the_day(title: str) -> None:
    (claim,) = claims_of("https://www.anthropic.com/news/claude-opus-9", title)
    assert (claim.vendor, claim.model, claim.kind, claim.status) == ("Anthropic", "Claude Opus 9", "model", "released")
    assert claim.date is not None
    assert (claim.date.start, claim.date.basis) == (date(2026, 3, 4), "publication")


def test_the_same_title_on_a_news_site_says_nothing_of_a_release() -> None:
    assert claims_of("https://news.example/claude-opus-9", "Claude Opus 9: faster and kinder") == []


def test_another_maker_s_model_in_the_title_is_no_release() -> None:
    assert claims_of("https://openai.com/index/opus", "Claude Opus 9: what we measured") == []


def test_a_title_that_goes_on_is_about_something_else() -> None:
    assert claims_of("https://www.anthropic.com/news/cards", "Claude Opus 9 and the law of the sea") == []


def test_who_says_we_on_a_maker_s_site_is_the_maker() -> None:
    (claim,) = claims_of("https://mistral.ai/news/tide", "A new tide", "Today we are releasing Tidewater-7B, a model.")
    assert (claim.vendor_id, claim.model) == ("mistral", "Tidewater-7B")


@pytest.mark.parametrize(
    ("url", "body", "vendor"),
    [
        (
            "https://haldenlabs.com/blog/tide",
            "Today we're releasing Tidewater-7B, a model. Halden Labs is hiring.",
            "Halden Labs",
        ),
        (
            "https://www.halden.ai/tide",
            "At Halden, we like it small. Today we introduce Tidewater-7B, a model.",
            "Halden",
        ),
        (
            "https://forum.halden.ai/tide",
            "We introduce Tidewater-7B, a model. Ask on the Halden AI forum.",
            "Halden AI",
        ),
        ("https://halden.github.io/tide", "We release Tidewater-7B, a model by the Halden team.", "Halden"),
        ("https://cohere.example.com/tide", "We release Tidewater-7B, a model.", "Cohere"),
        ("https://haldenlabs.com/blog/tide", "Today we're releasing Tidewater-7B, a model.", None),  # who is not told
        ("https://github.com/x/tide", "We release Tidewater-7B, a model. GitHub has the weights.", None),
        ("https://www.haldentimes.com/t", "“We release Tidewater-7B, a model,” they told Halden Times.", None),
    ],
)
def test_who_says_we_elsewhere_is_whose_name_the_address_has(url: str, body: str, vendor: str | None) -> None:
    (claim,) = claims_of(url, "A new tide", body)
    assert (claim.vendor, claim.model) == (vendor, "Tidewater-7B")


def test_every_maker_with_a_site_is_a_known_vendor() -> None:
    makers = [site.vendor for site in load_sites() if site.vendor]
    assert makers
    assert all(vendor_of(maker) for maker in makers)


OWN = "Today we are releasing Tidewater-7B, a model. At Halden Labs, we care about speed."


@pytest.mark.parametrize("url", ["https://haldenlabs.com/blog/tide", "https://www.halden-labs.ai/tide"])
def test_who_says_we_on_a_site_of_that_name_is_the_maker(url: str) -> None:
    (claim,) = claims_of(url, "A new tide", OWN.replace("At Halden Labs, we", "Our team at Halden Labs"))
    assert (claim.vendor, claim.model) == ("Halden Labs", "Tidewater-7B")


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("https://tide.example/blog/tide", "Today we are releasing Tidewater-7B, a model. The team is small."),
        ("https://porto-news.com/tide", "Tidewater-7B, a model, is out. “We care,” Doe told Porto News."),
        ("https://porto-news.com/tide", "Tidewater-7B, a model, is out. “Our team is small,” Doe told Porto News."),
    ],
)
def test_a_site_that_does_not_speak_of_itself_is_no_maker(url: str, body: str) -> None:
    (claim,) = claims_of(url, "A new tide", body)
    assert claim.vendor is None
