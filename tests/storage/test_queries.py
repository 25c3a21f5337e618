"""Questions: which releases, and who says so, whatever a person may type."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from extract.fetchstate import FetchState
from extract.keys import model_key
from extract.knowledge import load_families, load_vendors
from extract.records import Article, Capture, Claim, Extraction, PartialDate, Span
from storage.captures import save_capture
from storage.database import Database
from storage.extractions import save_extraction
from storage.filters import FilterError, ReleaseFilter, filter_pairs, read_filter
from storage.paging import ORDERS, BadPageError, Order
from storage.queries import (
    count_by,
    count_releases,
    count_rows,
    find_release,
    find_releases,
    iter_releases,
    list_releases,
    load_release,
)
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


def wanted(**conditions: Any) -> ReleaseFilter:  # noqa: ANN401
    """A value of a condition that may have several may stand alone."""
    several = {name for name, value in asdict(ReleaseFilter()).items() if value == ()}
    return ReleaseFilter(**{name: (each,) if name in several else each for name, each in conditions.items()})


def models(connection: Connection, order: Order = "newest", limit: int | None = None, **conditions: Any) -> list[str]:  # noqa: ANN401
    return [row.model for row in find_releases(connection, wanted(**conditions), order=order, limit=limit)]


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
    find_releases(connection, wanted(vendor=text, model=text, text=text, family=text, city=text, source=text))
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


def test_an_order_that_is_not_on_the_list_is_refused(connection: Connection) -> None:
    with pytest.raises(ValueError, match="newest"):
        find_releases(connection, order="id; DROP TABLE releases")  # type: ignore[arg-type]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("limit", [1, 2, 4])
def test_pages_together_are_the_whole_list(connection: Connection, order: Order, limit: int) -> None:
    page = list_releases(connection, order=order, limit=limit)
    seen = list(page.releases)
    while page.after:
        page = list_releases(connection, order=order, limit=limit, after=page.after)
        assert 0 < len(page.releases) <= limit
        seen += page.releases
    assert seen == list(iter_releases(connection, order=order))
    assert len({row.id for row in seen}) == len(TOLD)


def test_a_page_goes_on_where_the_last_one_ended_whatever_came_before_it(database: Database) -> None:
    with database.write() as writing:
        for number, told in enumerate(TOLD):
            save_article(writing, number, told)
        rebuild_releases(writing)
        first = list_releases(writing, limit=2)
        save_article(writing, 7, TOLD[0] | {"model": "Nebo-9", "date": days("2026-04-01", "2026-04-01")})
        rebuild_releases(writing)
        second = list_releases(writing, limit=2, after=first.after)
    assert [row.model for row in first.releases + second.releases] == ["万象2", "Orion 2", "Nebo-3.5", "Nebo-3"]


@pytest.mark.parametrize("after", ["", "x", "WyJuZXdlc3QiXQ", "WyJuZXdlc3QiLCAxLCAyXQ", "bnVsbA", "é", "W10"])
def test_a_page_that_nobody_gave_out_is_refused(connection: Connection, after: str) -> None:
    with pytest.raises(BadPageError):
        list_releases(connection, after=after)


def test_a_page_of_one_order_is_none_of_another(connection: Connection) -> None:
    after = list_releases(connection, order="newest", limit=1).after
    with pytest.raises(BadPageError, match="another order"):
        list_releases(connection, order="oldest", after=after)


def test_counts_are_those_of_the_list(connection: Connection) -> None:
    assert count_releases(connection) == len(TOLD)
    assert count_releases(connection, wanted(kind="chip")) == 1
    assert count_by(connection, "kind") == {"model": 5, "chip": 1}
    assert count_by(connection, "vendor_id", wanted(since=date(2026, 3, 1))) == {PARENT.id: 1, "星云智能": 1}


def test_a_country_is_that_of_the_vendor_and_nobody_guesses(connection: Connection) -> None:
    at_home = {
        told["model"] for told in TOLD if told["vendor_id"] in {v.id for v in load_vendors() if v.country == "CN"}
    }
    assert set(models(connection, country="cn")) == at_home
    assert "万象2" not in {*models(connection, country="CN"), *models(connection, country="US")}


def test_a_place_is_named_with_or_without_its_kind(database: Database) -> None:
    vendor = next(each for each in load_vendors() if each.district and each.district.endswith("区"))
    with database.write() as writing:
        told = {
            "vendor": vendor.name,
            "vendor_id": vendor.id,
            "model": "Ara-1",
            "date": days("2026-03-05", "2026-03-05"),
        }
        save_article(writing, 1, told)
        rebuild_releases(writing)
        for name in (vendor.district, (vendor.district or "").removesuffix("区")):
            assert models(writing, district=name, city=vendor.city) == ["Ara-1"]
        assert models(writing, district="不在区") == []


def test_a_family_is_found_by_any_of_its_names_and_only_in_its_house(database: Database) -> None:
    family = next(each for each in load_families() if each.aliases and not each.ambiguous and each.family.isascii())
    vendor = next(each for each in load_vendors() if each.id == family.vendor)
    own = {"vendor": vendor.name, "vendor_id": vendor.id, "model": f"{family.family} 3", "date": None}
    strange = {"vendor": "Xinghe", "vendor_id": "xinghe", "model": f"{family.family} 7", "date": None}
    with database.write() as writing:
        save_article(writing, 1, own)
        save_article(writing, 2, strange)
        rebuild_releases(writing)
        for name in family.names:
            assert models(writing, family=name) == [own["model"]]
        assert models(writing, track=family.track) == [own["model"]]


def test_source_confidence_and_words_are_those_of_the_claims(connection: Connection) -> None:
    assert len(models(connection, source="example")) == len(TOLD)
    assert models(connection, source="elsewhere") == []
    surest = max(row.confidence for row in find_releases(connection))
    assert 0 < surest < 1
    assert "Nebo-3.5" in models(connection, min_confidence=surest)
    assert models(connection, min_confidence=1) == []
    assert models(connection, text="nebo3.5") == ["Nebo-3.5"]
    assert len(models(connection, text="今天发布")) == len(TOLD)
    assert models(connection, text="昨天发布") == []


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [("vendor", "a"), ("vendor", "b"), ("kind", "chip"), ("country", "CN"), ("from", "2026-01-01")],
        [("model", "x"), ("min_confidence", "0.5"), ("text", "words of it")],
    ],
)
def test_a_filter_is_what_it_is_written_as(pairs: list[tuple[str, str]]) -> None:
    assert filter_pairs(read_filter(pairs)) == pairs
    assert read_filter([*pairs, ("city", " ")]) == read_filter(pairs)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("colour", "x")], "no condition 'colour'"),
        ([("kind", "car")], "'car' is none of model,"),
        ([("country", "UK")], "'UK' is no code of a country"),
        ([("on", "yesterday")], "on: 'yesterday' is no day"),
        ([("on", "2026-01-01"), ("on", "2026-01-02")], "on may stand once"),
        ([("min_confidence", "2")], "not from 0 to 1"),
        ([("min_confidence", "nan")], "not from 0 to 1"),
        ([("min_confidence", "x")], "no number"),
    ],
)
def test_what_is_no_filter_is_refused_with_what_would_be(pairs: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(FilterError, match=re.escape(message)):
        read_filter(pairs)


def test_a_release_is_loaded_by_its_id_only(connection: Connection) -> None:
    found = load_release(connection, "xinghe/nebo-3.5")
    assert found == find_release(connection, "Nebo-3.5")[0]
    assert load_release(connection, "Nebo-3.5") is None


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


def test_so_many_and_no_more_are_gone_through(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [row.id for row in iter_releases(connection)]
    monkeypatch.setattr("storage.queries.STRETCH", 2)  # so that a stretch ends within
    for limit in (*range(1, len(every) + 2), None):
        assert [row.id for row in iter_releases(connection, limit=limit)] == every[:limit]
