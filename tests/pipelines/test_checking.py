"""What an article states is counted again: by what it names itself, and by all that the database holds."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from extract.facts import head_of
from extract.keys import model_key
from extract.knowledge import Vendor, load_vendors
from extract.records import Article, Block, Claim, Extraction, Kind, PartialDate, Span
from pipelines.articles import NoArticleError, read_named_article
from pipelines.checking import Check, check_article
from pipelines.texts import read_text_page
from storage.database import open_database
from storage.extractions import save_extraction
from storage.releases import rebuild_releases

SEEDS = sorted((Path(__file__).parents[3] / "shared" / "seeds").glob("*.txt"))
HEADS = [vendor for vendor in load_vendors() if head_of(vendor.id) == vendor.id]
HERE = [vendor for vendor in HEADS if vendor.district == "海淀区"][:3]
ELSEWHERE = [vendor for vendor in HEADS if vendor.country == "CN" and vendor.city == "上海"][:2]
ABROAD = [vendor for vendor in HEADS if vendor.country == "US"][:2]
PUBLISHED = PartialDate(date(2026, 3, 1), date(2026, 3, 1), "day", "publication", "2026-03-01")

Told = tuple[Vendor, str, str, Kind]  # who, what, the day or days, and what it is
NAMED: Sequence[Told] = (
    (HERE[0], "Ara-1", "2026-01-10", "model"),
    (HERE[1], "Bela-2", "2026-01-12", "model"),
    (HERE[2], "Cora-3", "2026-01-12", "robot"),
    (ELSEWHERE[0], "Dora-4", "2026-01-10", "model"),
    (ABROAD[0], "Edda-5", "2026-01-12", "model"),
    (ABROAD[1], "Fara-6", "2026-01-25/2026-02-05", "model"),
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with open_database(f"sqlite:///{tmp_path / 'x.db'}") as database, database.write() as connection:
        yield connection


def article(*blocks: str, language: str = "zh") -> Article:
    text, at, found = "\n".join(blocks), 0, []
    for block in blocks:
        found.append(Block("paragraph", at, at + len(block)))
        at += len(block) + 1
    return Article("sha1:x", "https://x.example/1", "", language, "", PUBLISHED, "", "meta", text, tuple(found))


def claims(told: Sequence[Told]) -> tuple[Claim, ...]:
    return tuple(make_claim(*each) for each in told)


def make_claim(vendor: Vendor, model: str, days: str, kind: Kind) -> Claim:
    first, _, last = days.partition("/")
    when = PartialDate(
        date.fromisoformat(first), date.fromisoformat(last or first), "range" if last else "day", "explicit", days
    )
    return Claim(
        "sha1:x", "https://x.example/1", vendor.name, vendor.id, model, model_key(model, vendor), kind, "released",
        when, Span(0, 1), None, None, None, None, "test", 0.9,
    )  # fmt: skip


def check(connection: Connection, *blocks: str, told: Sequence[Told] = NAMED, language: str = "zh") -> list[Check]:
    extraction = Extraction(article(*blocks, language=language), claims(told))
    return [each for each in check_article(connection, extraction, 0.6) if each.verdict != "not checkable"]


def keep(connection: Connection, told: Sequence[Told]) -> None:
    """Let the database hold releases that another article tells of."""
    other = Article("sha1:y", "https://y.example/", "", "zh", "", PUBLISHED, "", "meta", "文", (Block("title", 0, 1),))
    save_extraction(connection, Extraction(other, claims(told)), other.url, other.digest)
    rebuild_releases(connection)


WINDOW = "1月1日至1月31日"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (f"{WINDOW}（31天），节奏很快。", "supported"),
        (f"{WINDOW}（30天），节奏很快。", "supported"),  # one end counted
        (f"{WINDOW}（47天），节奏很快。", "contradicted"),
        (f"{WINDOW}，国内发布超过3款模型和机器人。", "depends"),  # with the robot four, without it three
        (f"{WINDOW}，国内发布超过2款模型。", "supported"),
        (f"{WINDOW}，国内模型发布超过30次。", "not supported"),
        (f"{WINDOW}，国内发布了两款模型。", "contradicted"),  # three models at least are held, whatever is counted
        (f"{WINDOW}，国内发布不到10款模型。", "not supported"),  # nobody can know what was not read
        (f"{WINDOW}，国内发布不到3款模型。", "contradicted"),
        (f"{WINDOW}，美国发布超过1款模型。", "depends"),  # the range ends in February
        (f"{WINDOW}，过半新模型集中在海淀区。", "supported"),  # two of three models, three of four of any kind
        (f"{WINDOW}，超半数新模型集中在上海。", "not supported"),
        ("1月12日是发布最多的一天。", "depends"),
        ("1月10日是发布最多的一天。", "depends"),  # of models in China it ties or leads
        ("1月12日，三家公司当天发布新品。", "depends"),  # two of models only
        ("1月12日，两家公司当天发布新品。", "supported"),
    ],
)
def test_verdicts(connection: Connection, words: str, verdict: str) -> None:
    (found,) = check(connection, words)
    assert found.verdict == verdict, (found.reason, found.readings)


@pytest.mark.parametrize(
    "words", ["国内发布超过30款模型。", "那是最密集的一天。", "五项技能。", "短短三天内全部完成。"]
)
def test_what_names_no_days_or_counts_something_else_is_not_checkable(connection: Connection, words: str) -> None:
    (found,) = check_article(connection, Extraction(article(words), claims(NAMED)), 0.6)
    assert (found.verdict, found.readings) == ("not checkable", ())
    assert found.reason


def test_each_reading_says_what_was_counted_and_where_only_some_hold_it_depends(connection: Connection) -> None:
    (found,) = check(connection, f"{WINDOW}，美国发布超过1款模型。")
    values = {(each.evidence, each.kinds, each.dates.partition(", ")[2], each.value) for each in found.readings}
    assert {each.dates.partition(", ")[0] for each in found.readings} == {"2026-01-01 to 2026-01-31"}
    assert values == {
        (evidence, kinds, dates, value)
        for evidence in ("named", "held")
        for kinds in ("models", "every kind")
        for dates, value in (("at least one possible day in it", 2), ("every possible day in it", 1))
    }


def test_what_the_database_holds_besides_counts_apart_from_what_the_article_names(connection: Connection) -> None:
    keep(connection, [*NAMED[:2], (ELSEWHERE[1], "Gala-7", "2026-01-20", "model")])
    (found,) = check(connection, f"{WINDOW}，国内发布超过3款模型。")
    counts = {(each.evidence, each.kinds): each.value for each in found.readings}
    assert (counts["named", "models"], counts["held", "models"]) == (3, 4)
    assert found.verdict == "depends"


def test_a_rate_is_checked_against_the_article_s_own_numbers_first(connection: Connection) -> None:
    found = check(connection, f"{WINDOW}（31天），国内发布20款模型，平均每1.5天就有一个新模型。")
    (rate,) = (each for each in found if each.statement.type == "rate")
    own = rate.readings[0]
    assert (own.evidence, own.holds, round(own.value or 0, 2)) == ("arithmetic", "yes", 1.55)
    assert rate.verdict == "depends"
    assert "1.55 = 31 days / 20 releases" in rate.reason


def test_a_tie_names_the_other_days(connection: Connection) -> None:
    (found,) = check(connection, "1月12日，国内迎来发布最多的一天。", told=[*NAMED[:4]])
    assert {(each.holds, each.note) for each in found.readings if each.kinds.startswith("every")} == {
        ("tied", "tied with 2026-01-10")
    }


def test_english_is_read_too(connection: Connection) -> None:
    words = "From January 1 to January 31 (31 days), Chinese labs shipped more than 30 models."
    window, count = check(connection, words, language="en")
    assert (window.verdict, count.verdict) == ("supported", "not supported")


def test_what_is_said_twice_is_one_statement(connection: Connection) -> None:
    found = check(connection, f"{WINDOW}，国内发布超过2款模型。", "年初，国内发布超过2款模型，令人惊讶。")
    assert [len(each.places) for each in found] == [2]


TEXT = """# 三十一天里的模型

- 来源：https://news.example/2026/03/1.html
- 发布日期：2026-03-01

**{window}（31天）**，国内模型发布已超过30次。

## 一月

*   **1月10日**：{vendor}发布大模型 Ara-1。
*   **1月12日**：{vendor}发布大模型 Bela-2。
"""


def test_an_article_kept_as_text_is_read_with_its_headings_address_and_date(
    connection: Connection, tmp_path: Path
) -> None:
    path = tmp_path / "kept.md"
    path.write_text(TEXT.format(window=WINDOW, vendor=HERE[0].name), "utf-8")
    extraction = read_named_article(connection, tmp_path, str(path))
    assert extraction.article is not None
    assert (extraction.article.url, extraction.article.title) == (
        "https://news.example/2026/03/1.html",
        "三十一天里的模型",
    )
    assert {(claim.vendor_id, claim.model, str(claim.date and claim.date.start)) for claim in extraction.claims} == {
        (HERE[0].id, "Ara-1", "2026-01-10"),
        (HERE[0].id, "Bela-2", "2026-01-12"),
    }
    checks = {each.statement.type: each for each in check_article(connection, extraction, 0.6)}
    assert (checks["window"].verdict, checks["count"].verdict) == ("supported", "not supported")
    assert {each.value for each in checks["count"].readings} == {2}


@pytest.mark.parametrize("text", ["<b>x</b> & **y**", "- a\n- b\n\n1. c", "# <script>alert(1)</script>", ""])
def test_text_is_never_markup(text: str) -> None:
    page = read_text_page(text, "file:///x", datetime(2026, 1, 1, tzinfo=UTC))
    assert b"<script" not in page.body
    assert b"<b>" not in page.body


def test_what_is_no_article_is_said(connection: Connection, tmp_path: Path) -> None:
    with pytest.raises(NoArticleError, match="no file, and no article"):
        read_named_article(connection, tmp_path, "https://nowhere.example/")
    (tmp_path / "x.html").write_bytes(b"\x00")
    with pytest.raises(NoArticleError, match="neither WARC nor HTML"):
        read_named_article(connection, tmp_path, str(tmp_path / "x.html"))


@pytest.mark.skipif(not SEEDS, reason="the seed article is not here: ../shared/seeds")
def test_the_seed_s_claims_report(connection: Connection, tmp_path: Path) -> None:
    extraction = read_named_article(connection, tmp_path, str(SEEDS[0]))
    assert extraction.article is not None
    text = extraction.article.text
    checks = {check.places[0].of(text): check for check in check_article(connection, extraction, 0.6)}
    assert {words: check.verdict for words, check in checks.items() if check.verdict != "not checkable"} == {
        "47天": "supported",
        "30次更新": "not supported",
        "超30次更新": "not supported",
        "30次重磅发布": "not supported",
        "平均每1.5天诞生一个新模型": "depends",
        "四大厂商在24小时内集中发布": "supported",
        "超级发布日": "depends",
        "40多天": "supported",
        "超半数的中国新模型集中": "supported",
    }
    counts = {(each.kinds, each.value) for each in checks["超30次更新"].readings}
    assert counts == {("models", 11), ("every kind", 12)}  # what the article itself names; one of them is a product
    assert checks["超30次更新"].statement.countries == ("CN",)
    assert "1.57 = 47 days / 30 releases" in checks["平均每1.5天诞生一个新模型"].reason
    tied = [each for each in checks["超级发布日"].readings if each.holds == "tied"]
    assert tied
    assert {each.note for each in tied} == {"tied with 2026-02-05"}
    readings = checks["超半数的中国新模型集中"].readings
    assert {(each.kinds, each.counted, each.note.partition(" in ")[0]) for each in readings} == {
        ("models", "releases", "7 of 11"), ("models", "vendors", "6 of 9"),
        ("every kind", "releases", "8 of 12"), ("every kind", "vendors", "7 of 10"),
    }  # fmt: skip
