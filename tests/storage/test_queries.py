"""Questions: which releases, and who says so, whatever a person may type."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from extract.fetchstate import FetchState
from extract.keys import model_key
from extract.knowledge import load_vendors
from extract.records import Article, Capture, Claim, Extraction, PartialDate, Span
from storage.captures import save_capture
from storage.database import Database
from storage.extractions import save_extraction
from storage.queries import ORDERS, count_rows, find_release, find_releases
from storage.releases import rebuild_releases

HEADS = {vendor.id: vendor for vendor in load_vendors() if not vendor.parent}
MIDDLES = {vendor.id: vendor for vendor in load_vendors() if vendor.parent in HEADS}
DAUGHTER = next(vendor for vendor in load_vendors() if vendor.parent in MIDDLES)
MIDDLE = MIDDLES[DAUGHTER.parent or ""]
PARENT = HEADS[MIDDLE.parent or ""]
NAMED = next(vendor for vendor in HEADS.values() if vendor.aliases and vendor.zh and vendor.id != PARENT.id)


def days(start: str, end: str) -> PartialDate:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return PartialDate(first, last, "day" if first == last else "range", "explicit", start)


TOLD: list[dict[str, Any]] = [
    {"vendor": "Xinghe", "vendor_id": "xinghe", "model": "Nebo-3.5", "date": days("2026-02-11", "2026-02-11")},
    {"vendor": "Xinghe", "vendor_id": "xinghe", "model": "Nebo-3", "date": days("2026-01-28", "2026-02-02")},
    {"vendor": NAMED.name, "vendor_id": NAMED.id, "model": "Vega 100%", "kind": "chip", "date": None},
    {"vendor": DAUGHTER.name, "vendor_id": DAUGHTER.id, "model": "Lyra_1", "status": "planned", "date": None},
    {"vendor": PARENT.name, "vendor_id": PARENT.id, "model": "Orion 2", "date": days("2026-03-01", "2026-03-31")},
    {"vendor": "星云智能", "vendor_id": "星云智能", "model": "万象2", "date": days("2026-03-05", "2026-03-05")},
]


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.write() as writing:
        for number, told in enumerate(TOLD):
            save_article(writing, number, told)
        rebuild_releases(writing)
    with database.read() as reading:
        yield reading


def save_article(connection: Connection, number: int, told: dict[str, Any]) -> None:
    url, digest, text = (
        f"https://news.example/{number}",
        f"sha1:{number}",
        f"标题\n今天发布 {told['model']}。",
    )  # "released today"
    claim = Claim(
        digest=digest, url=url, key=model_key(told["model"], None), evidence=Span(3, len(text)),
        model_span=Span(8, 8 + len(told["model"])), vendor_span=None, date_span=None, trigger_span=Span(5, 7),
        rule="trigger-name", score=0.9, **({"kind": "model", "status": "released"} | told),
    )  # fmt: skip
    published = days("2026-03-10", "2026-03-10")
    article = Article(digest, url, "example", "zh", "标题", published, "2026-03-10", "meta", text, ())
    moment = datetime(2026, 3, 11, number, tzinfo=UTC)
    capture = Capture(url, "example", moment, 200, "text/html", digest, "2026/03/a.warc.gz", 100 * number, 100)
    save_capture(connection, capture, FetchState("", "", "", digest))
    save_extraction(connection, Extraction(article, (claim,)), url, digest)


def models(connection: Connection, **conditions: Any) -> list[str]:  # noqa: ANN401
    return [row.model for row in find_releases(connection, **conditions)]


def test_all_releases_come_newest_first_and_undated_last(connection: Connection) -> None:
    assert models(connection)[:4] == ["万象2", "Orion 2", "Nebo-3.5", "Nebo-3"]
    assert set(models(connection)[4:]) == {"Lyra_1", "Vega 100%"}
    assert models(connection, limit=2) == ["万象2", "Orion 2"]
    assert models(connection, order="oldest", limit=2) == ["Nebo-3", "Nebo-3.5"]
    assert models(connection, order="model", limit=2) == ["Lyra_1", "Nebo-3"]


@pytest.mark.parametrize("name", sorted({NAMED.id, NAMED.name, NAMED.zh or "", *NAMED.aliases, NAMED.en.upper()}))
def test_a_vendor_is_found_by_each_of_its_names(connection: Connection, name: str) -> None:
    assert models(connection, vendor=name) == ["Vega 100%"]


def test_a_vendor_s_daughters_are_its_own_and_not_the_other_way_round(connection: Connection) -> None:
    assert set(models(connection, vendor=PARENT.name)) == {"Orion 2", "Lyra_1"}
    assert models(connection, vendor=MIDDLE.name) == models(connection, vendor=DAUGHTER.name) == ["Lyra_1"]


def test_an_unknown_vendor_is_found_by_a_part_of_its_name(connection: Connection) -> None:
    assert models(connection, vendor="星云") == ["万象2"]
    assert models(connection, vendor="XINGHE", model="nebo-3") == ["Nebo-3.5", "Nebo-3"]


@pytest.mark.parametrize("name", ["Nebo-3.5", "nebo 3.5", "NEBO3.5", "Ｎｅｂｏ－３．５", "nebo3.5大模型"])
def test_a_model_is_found_in_any_spelling(connection: Connection, name: str) -> None:
    assert models(connection, model=name) == ["Nebo-3.5"]


@pytest.mark.parametrize(
    ("part", "found"), [("%", []), ("100%", ["Vega 100%"]), ("_", []), ("万", ["万象2"]), ("'", [])]
)
def test_signs_that_mean_something_to_a_database_are_only_signs(
    connection: Connection, part: str, found: list[str]
) -> None:
    assert models(connection, model=part) == found
    assert models(connection, vendor="%") == models(connection, vendor="_") == models(connection, vendor="\\") == []


@pytest.mark.parametrize("text", ["\0", "\ud800", "'; DROP TABLE releases; --", "x" * 10_000, "\\", "﷽" * 50])
def test_whatever_is_typed_is_no_error(connection: Connection, text: str) -> None:
    find_releases(connection, vendor=text, model=text)
    find_release(connection, text)
    assert count_rows(connection) == {"releases": 6, "claims": 6, "articles": 6}


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ({"on": "2026-02-11"}, {"Nebo-3.5"}),
        ({"on": "2026-01-30"}, {"Nebo-3"}),
        ({"on": "2026-03-05"}, {"Orion 2", "万象2"}),
        ({"since": "2026-03-05"}, {"Orion 2", "万象2"}),
        ({"until": "2026-01-28"}, {"Nebo-3"}),
        ({"since": "2026-02-02", "until": "2026-02-11"}, {"Nebo-3", "Nebo-3.5"}),
        ({"since": "2026-02-03", "until": "2026-02-10"}, set()),
    ],
)
def test_dates_are_ranges_that_touch(connection: Connection, conditions: dict[str, str], found: set[str]) -> None:
    asked = {name: date.fromisoformat(day) for name, day in conditions.items()}
    assert set(models(connection, **asked)) == found


def test_kind_and_status_are_conditions_too(connection: Connection) -> None:
    assert models(connection, kind="chip") == ["Vega 100%"]
    assert models(connection, status="planned") == ["Lyra_1"]
    assert models(connection, kind="chip", status="planned") == []


@pytest.mark.parametrize("order", sorted(ORDERS))
def test_every_order_has_all_of_them(connection: Connection, order: str) -> None:
    assert len(models(connection, order=order)) == len(TOLD)


def test_an_order_that_is_not_on_the_list_is_refused(connection: Connection) -> None:
    with pytest.raises(ValueError, match="newest"):
        find_releases(connection, order="id; DROP TABLE releases")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["xinghe/nebo-3.5", "Nebo 3.5", "nebo-3.5"])
def test_a_release_comes_with_the_words_that_tell_of_it(connection: Connection, name: str) -> None:
    (found,) = find_release(connection, name)
    assert (found.release.id, found.release.date, found.release.claim_count) == ("xinghe/nebo-3.5", TOLD[0]["date"], 1)
    (evidence,) = found.evidence
    assert evidence.quote == "今天发布 Nebo-3.5。"
    assert (evidence.title, evidence.claim.url) == ("标题", "https://news.example/0")
    assert evidence.claim.rule == "trigger-name"
    assert (evidence.file, evidence.offset) == ("2026/03/a.warc.gz", 0)
    assert evidence.published is not None
    assert evidence.published.start == date(2026, 3, 10)


def test_a_name_that_is_exactly_one_model_s_is_not_another_s_too(connection: Connection) -> None:
    assert [found.release.model for found in find_release(connection, "nebo 3")] == ["Nebo-3"]
    assert [found.release.model for found in find_release(connection, "nebo")] == ["Nebo-3", "Nebo-3.5"]
    assert find_release(connection, "no such model") == []


def test_a_name_may_begin_with_the_vendor_s(connection: Connection) -> None:
    assert [found.release.model for found in find_release(connection, f"{PARENT.name} Orion 2")] == ["Orion 2"]


def test_no_heavy_library_is_needed_to_ask() -> None:
    script = "import sys, storage.queries; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()
    assert "sqlalchemy" in loaded
    assert not {"scrapy", "spacy", "jieba", "trafilatura", "fastwarc"} & set(loaded)
