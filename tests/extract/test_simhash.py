"""What another site does to an article leaves it the same article; another article on the same release is another."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.reading import extract_page
from extract.records import Page
from extract.simhash import BANDS, BITS, NEAR, SHORTEST, bands_of, distance, is_near, near_bands_of, simhash

ROWS = [json.loads(line) for line in (Path(__file__).parent / "copies.jsonl").read_text("utf-8").splitlines()]
NAMES = [row["name"] for row in ROWS]
FRAMES = {
    "zh": ("首页 资讯 正文\n", "\n来源：晚风周报，责任编辑：林间"),
    "en": ("Home News Technology\n", "\nThis story first appeared in The Evening Ledger."),
}
HASHES = st.integers(-(1 << 63), (1 << 63) - 1)
EDITS: dict[str, Callable[[str, str, str], str]] = {
    "other blanks and quotes": lambda text, _, __: text.replace("\n", "\n\n ").replace("“", '"').replace("”", '"'),
    "another site's frame": lambda text, before, after: before + text + after,
    "the last paragraph cut": lambda text, _, __: text.rpartition("\n")[0],
    "a source line added": lambda text, _, after: text + after,
}


def hash_of(text: str) -> int:
    found = simhash(text)
    assert found is not None
    return found


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_what_another_site_does_leaves_a_copy(row: dict[str, str], edit: str) -> None:
    changed = EDITS[edit](row["text"], *FRAMES[row["language"]])
    assert changed != row["text"]
    assert is_near(hash_of(row["text"]), hash_of(changed))


def test_two_articles_on_one_release_are_no_copies() -> None:
    hashes = [hash_of(row["text"]) for row in ROWS]
    apart = [distance(one, other) for number, one in enumerate(hashes) for other in hashes[:number]]
    assert min(apart) > NEAR + 5


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_another_headline_changes_nothing(row: dict[str, str]) -> None:
    found = []
    for title in (row["title"], "An altogether different headline, of the copy's own making"):
        told = "".join(f"<p>{each}</p>" for each in row["text"].split("\n"))
        head = f"<html><head><title>{title}</title></head>"
        html = f"{head}<body><article><h1>{title}</h1>{told}</article></body></html>"
        page = Page("https://news.example/1", datetime(2026, 2, 12, tzinfo=UTC), 200, (), html.encode(), "")
        extraction = extract_page(page)
        assert extraction.article
        assert title in extraction.article.text
        found.append(extraction.simhash)
    assert found[0] == found[1] == hash_of(row["text"])


def test_a_short_text_has_none() -> None:
    text = "".join(filter(str.isalnum, ROWS[0]["text"]))
    assert simhash("，".join(text[: SHORTEST - 1])) is None
    assert simhash(text[:SHORTEST]) is not None
    assert simhash("a" * SHORTEST) is None, "one sign makes no gram"
    assert simhash("") is None


def test_it_is_the_same_on_every_machine() -> None:
    """It is stored: another value for the same text would find no copy of what was read before."""
    assert simhash(ROWS[0]["text"]) == 3553365416610620680


@given(st.text(min_size=SHORTEST))
def test_any_text_has_one_that_a_database_takes_or_none(text: str) -> None:
    found = simhash(text)
    assert found is None or -(1 << 63) <= found < 1 << 63
    assert found == simhash(text)


@given(HASHES, st.sets(st.integers(0, 63), max_size=2 * BANDS - 1))
def test_fewer_changed_bits_than_two_for_each_band_leave_one_band_near(one: int, flipped: set[int]) -> None:
    other = (one ^ sum(1 << bit for bit in flipped)) & ((1 << 64) - 1)
    signed = other - (1 << 64) if other >> 63 else other
    assert distance(one, signed) == len(flipped)
    assert set(bands_of(one)) & set(near_bands_of(signed))
    assert is_near(one, signed)


@given(HASHES, HASHES)
def test_near_is_mutual(one: int, other: int) -> None:
    assert is_near(one, other) == is_near(other, one)
    assert len(set(bands_of(one))) == BANDS
    assert len(set(near_bands_of(one))) == BANDS + BITS


@given(HASHES, st.integers(0, 63))
def test_every_bit_is_in_one_band(one: int, bit: int) -> None:
    other = one ^ (-(1 << 63) if bit == BITS - 1 else 1 << bit)
    assert len(set(bands_of(one)) - set(bands_of(other))) == 1
    assert set(bands_of(other)) <= set(near_bands_of(one))
