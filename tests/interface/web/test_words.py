"""Both languages say everything, and say it of every value that the data can have."""

import datetime
import re
import string
from pathlib import Path
from typing import get_args

import pytest

from extract.knowledge import COUNTRIES, Track, VendorType
from extract.records import KINDS, STATUSES, DateBasis, DatePrecision, PartialDate
from interface.web.words import LANGUAGES, Words, choose_language, load_words
from pipelines.phrases import Phrase, load_phrases
from storage.filters import NAMES
from storage.paging import ORDERS

TEMPLATES = Path(__file__).parents[3] / "interface" / "web"
BOTH = [load_words(language) for language in LANGUAGES]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_with_the_same_places_to_fill() -> None:
    chinese, english = BOTH
    said = {f"said.{code}": text for code, text in load_phrases().items()}  # English as the checks themselves have it
    assert set(chinese.texts) == set(english.texts) | set(said)
    assert {key: fields(chinese.texts[key]) for key in said} == {key: fields(text) for key, text in said.items()}
    loose = {"day", "month", "quarter", "year", "day_short", "day_number"}  # 2 月 and February
    for key in set(english.texts) - loose:
        assert fields(chinese.texts[key]) == fields(english.texts[key]), key


@pytest.mark.parametrize("words", BOTH, ids=LANGUAGES)
def test_every_value_of_the_data_has_a_word(words: Words) -> None:
    groups = {
        "kind": KINDS, "status": STATUSES, "basis": get_args(DateBasis), "precision": get_args(DatePrecision),
        "track": get_args(Track), "type": get_args(VendorType), "country": COUNTRIES, "filter": NAMES.values(),
        "order": ORDERS,
    }  # fmt: skip
    missing = {f"{group}.{value}" for group, values in groups.items() for value in values} - set(words.texts)
    assert missing == set()


def test_every_key_that_a_template_asks_for_is_there() -> None:
    asked: set[str] = set()
    for path in (*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.svg"), *TEMPLATES.rglob("*.py")):
        asked |= set(re.findall(r"""words\("([\w.]+)"(?! ~)""", path.read_text("utf-8")))
    assert len(asked) > 80
    assert asked - set(BOTH[0].texts) == set()


def test_what_a_check_says_is_told_in_both_languages() -> None:
    chinese, english = BOTH
    one, other = (Phrase("country", code=code) for code in ("CN", "US"))
    kinds = Phrase("in_two", kinds=Phrase("models"), one=one, other=other)
    assert english.tell(kinds) == str(kinds) == "models, CN and US"
    assert chinese.tell(kinds) == "只算模型，中国和美国"
    assert chinese.tell(Phrase("right_sum", value="1.67", sum=Phrase("own_count", days=15, number=9))) == (
        "1.67 = 15 天 ÷ 9 项：算得对"
    )
    assert chinese.tell("2026-02-12") == "2026-02-12"


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (("2026-02-09", "2026-02-09", "day"), "2026年2月9日", "9 Feb 2026"),
        (("2025-12-01", "2025-12-31", "month"), "2025年12月", "Dec 2025"),
        (("2025-10-01", "2025-12-31", "quarter"), "2025年第4季度", "Q4 2025"),
        (("2025-01-01", "2025-12-31", "year"), "2025年", "2025"),
        (("2026-02-02", "2026-02-08", "week"), "2026年2月2日 至 2026年2月8日", "2 Feb 2026 to 8 Feb 2026"),
    ],
)
def test_days_are_told_as_exactly_as_they_are_known(
    days: tuple[str, str, DatePrecision], chinese: str, english: str
) -> None:
    start, end = map(datetime.date.fromisoformat, days[:2])
    found = PartialDate(start, end, days[2], "explicit", "")
    assert [words.days(found) for words in BOTH] == [chinese, english]
    assert [words.days(None) for words in BOTH] == ["无日期", "no date"]


def test_one_is_told_apart_from_many() -> None:
    english = BOTH[1]
    assert [english("releases.count", n=number) for number in (0, 1, 1200)] == [
        "0 releases",
        "1 release",
        "1,200 releases",
    ]


@pytest.mark.parametrize(
    ("wish", "accepted", "language"),
    [
        ("en", "zh", "en"),
        (None, "en-GB,en;q=0.9,zh;q=0.8", "en"),
        (None, "fr;q=0.9, zh-TW;q=0.8, en;q=0.1", "zh"),
        (None, "en;q=0.2, zh;q=0.7", "zh"),
        (None, "", "zh"),
        ("xx", "de", "zh"),
        (None, "en;q=much, zh;q=", "zh"),
    ],
)
def test_the_reader_chooses_the_language(wish: str | None, accepted: str, language: str) -> None:
    assert choose_language(wish, accepted=accepted) == language
