"""Rows: the contract's keys, and nothing made up."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.records import Article, Claim, Extraction, Page, PartialDate, Problem, Span
from interface.rows import csv_cell, days_of, extraction_row, printable

TEXT = "智谱发布GLM-5\n2月11日，智谱发布GLM-5。"
PAGE = Page("https://news.example/1.html", datetime(2026, 2, 13, tzinfo=UTC), 200, (), b"", "example")
DAY = PartialDate(date(2026, 2, 11), date(2026, 2, 11), "day", "explicit", "2月11日")
MONTH = PartialDate(date(2026, 2, 1), date(2026, 2, 28), "month", "explicit", "2月")
ARTICLE = Article(PAGE.digest, PAGE.url, "example", "zh", "智谱发布GLM-5", DAY, "2026-02-11", "meta", TEXT, ())
CLAIM = Claim(
    PAGE.digest, PAGE.url, "智谱", "zhipu", "GLM-5", "glm@5", "model", "released", DAY, Span(10, 25), Span(20, 25),
    Span(16, 18), Span(10, 15), Span(18, 20), "vendor-verb-name", 0.91234,
)  # fmt: skip
# As DESIGN promises them to tests, benchmarks and users.
PAGE_KEYS = ["url", "site", "language", "title", "published", "published_raw", "problems", "releases"]
RELEASE_KEYS = [
    "vendor", "vendor_id", "model", "kind", "status", "date_start", "date_end", "date_basis", "evidence", "start",
    "end", "rule", "score",
]  # fmt: skip


def test_a_page_has_exactly_the_promised_keys() -> None:
    row = extraction_row(PAGE, Extraction(ARTICLE, (CLAIM,)), accept=0.6)
    assert list(row) == PAGE_KEYS
    (release,) = row["releases"]
    assert list(release) == RELEASE_KEYS
    assert [release[key] for key in RELEASE_KEYS[5:8]] == ["2026-02-11", "2026-02-11", "explicit"]
    assert release["evidence"] == TEXT[release["start"] : release["end"]] == "2月11日，智谱发布GLM-5"
    assert release["score"] == 0.912


def test_a_page_without_an_article_has_the_same_keys_and_its_problems() -> None:
    row = extraction_row(PAGE, Extraction(None, (), (Problem("extract", "crash", "x", PAGE.url),)), accept=0.6)
    assert list(row) == PAGE_KEYS
    assert (row["title"], row["language"], row["releases"]) == (None, None, [])
    assert row["problems"] == [{"stage": "extract", "code": "crash", "value": "x", "where": PAGE.url}]


def test_only_claims_that_count_are_given_by_place_in_the_text() -> None:
    headline = replace(CLAIM, evidence=Span(0, 9), model_span=Span(4, 9), score=0.6)
    unsure = replace(CLAIM, evidence=Span(0, 9), score=0.599)
    row = extraction_row(PAGE, Extraction(ARTICLE, (CLAIM, unsure, headline)), accept=0.6)
    assert [(release["start"], release["score"]) for release in row["releases"]] == [(0, 0.6), (10, 0.912)]


def test_a_claim_without_a_date_says_so() -> None:
    (release,) = extraction_row(PAGE, Extraction(ARTICLE, (replace(CLAIM, date=None),)), accept=0.6)["releases"]
    assert (release["date_start"], release["date_end"], release["date_basis"]) == (None, None, "none")


@pytest.mark.parametrize(("published", "told"), [(DAY, "2026-02-11"), (MONTH, None), (None, None)])
def test_published_is_a_day_or_nothing(published: PartialDate | None, told: str | None) -> None:
    row = extraction_row(PAGE, Extraction(replace(ARTICLE, published=published)), accept=0.6)
    assert (row["published"], row["published_raw"]) == (told, "2026-02-11")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (None, "-"),
        (DAY, "2026-02-11"),
        (MONTH, "2026-02"),
        (PartialDate(date(2026, 1, 1), date(2026, 3, 31), "quarter", "explicit", "Q1"), "2026-Q1"),
        (PartialDate(date(2025, 1, 1), date(2025, 12, 31), "year", "explicit", "去年"), "2025"),
        (PartialDate(date(2026, 1, 28), date(2026, 2, 2), "range", "explicit", "x"), "2026-01-28/2026-02-02"),
    ],
)
def test_days_are_as_exact_as_the_words_were(found: PartialDate | None, told: str) -> None:
    assert days_of(found) == told


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\tx",
        "\rx",
        "\nx",
        "|x",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "｜x",
        " =1",
        '"=1',
        "“=1",
        "\u3000=1",
    ],
)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert csv_cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (-3, "-3"), ("GLM-5", "GLM-5"), (["a", "b"], "a; b"), (["=a"], "'=a")]
)
def test_other_cells_stay_as_they_are(value: object, cell: str) -> None:
    assert csv_cell(value) == cell


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_a_cell_can_be_read_back_whole(text: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow([csv_cell(text)])
    file.seek(0)
    ((cell,),) = csv.reader(file)
    assert cell in (text, "'" + text)
    assert cell.lstrip(" \"'")[:1] not in tuple("=+-@|") or cell.startswith("'")


def test_nothing_from_a_page_can_steer_a_terminal() -> None:
    assert printable("模型\x1b]0;title\x07\x9b31m\u202e") == "模型\ufffd]0;title\ufffd\ufffd31m\ufffd"
