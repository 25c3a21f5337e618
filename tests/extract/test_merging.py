"""78 articles in Chinese and English tell of 40 releases: with other names, other dates, rumours first, and copies."""

import json
import random
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.judgements import Judgement, Subject
from extract.keys import model_key
from extract.merge import merge_claims
from extract.reading import extract_page
from extract.records import Claim, Page, PartialDate, Release, Span
from extract.rulings import Rulings
from extract.vendors import vendor_of

CORPUS = Path(__file__).parent / "merging.jsonl"
MOMENT = datetime(2026, 7, 1, tzinfo=UTC)
ALIASES = [  # a family that goes by another name in the other language, as a person said
    Judgement(name, "alias", Subject(names=(name,)), "An", MOMENT, field="model", value=alias)
    for alias, name in (("Starloom", "星梭"), ("Cloudpeak", "云岫"), ("Tidewell", "听澜"))
]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def claims(rows: list[dict[str, Any]]) -> tuple[Claim, ...]:
    return tuple(claim for row in rows for claim in read(row))


def read(row: dict[str, Any]) -> tuple[Claim, ...]:
    html = (
        f"<html lang={row['language']}><head><title>{row['title']}</title>"
        f"<meta property='article:published_time' content='{row['published']}T09:00:00+08:00'></head>"
        f"<body><article><h1>{row['title']}</h1><p>{row['body']}</p></article></body></html>"
    )
    headers = (("content-type", "text/html; charset=utf-8"),)
    return extract_page(Page(row["url"], MOMENT, 200, headers, html.encode(), "")).claims


@pytest.fixture(scope="module")
def copies(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["url"]: row["copy_of"] for row in rows if "copy_of" in row}


@pytest.fixture(scope="module")
def merged(claims: tuple[Claim, ...], copies: dict[str, str]) -> dict[str, Release]:
    return {
        release.id: release for release in merge_claims(claims, rulings=Rulings(ALIASES), copies=copies, accept=0.6)
    }


def test_they_merge_to_exactly_those_forty(rows: list[dict[str, Any]], merged: dict[str, Release]) -> None:
    told = defaultdict(set)
    for row in rows:
        told[row["tells"][0]].add(row["url"])
    assert len(told) == 40
    assert len(rows) >= 60
    found = {frozenset(claim.url for claim in release.claims) for release in merged.values()}
    assert found == {frozenset(urls) for urls in told.values()}


def test_the_conflicts_are_listed_and_only_those(rows: list[dict[str, Any]], merged: dict[str, Release]) -> None:
    dissent = {row["url"] for row in rows if row.get("conflicts")}
    found = {link.claim.url for release in merged.values() for link in release.links if link.stance == "conflicts"}
    assert found == dissent
    assert {release.id for release in merged.values() if release.conflicts} == {
        "bytedance/aurelis-3.1",
        "nvidia/nocturn-4",
        "openai/fennick-7",
    }
    fennick = merged["openai/fennick-7"]
    assert fennick.date
    assert fennick.date.start == date(2026, 3, 3)  # as most say


def test_a_rumour_or_plan_becomes_a_release_and_stays_on_the_timeline(merged: dict[str, Release]) -> None:
    for id, before in (
        ("openai/lumora-2", "rumoured"),
        ("zhipu/lithos-4", "announced"),
        ("google/lyndra-1", "announced"),
    ):
        release = next(each for key, each in merged.items() if key.endswith(id.partition("/")[2]))
        assert release.status == "released"
        assert [each.event for each in release.events] == [before, "released"]


def test_a_copy_counts_once(claims: tuple[Claim, ...], copies: dict[str, str], merged: dict[str, Release]) -> None:
    counted = {release.id: release for release in merge_claims(claims, rulings=Rulings(ALIASES), accept=0.6)}
    ids = ["bytedance/aurelis-3", "tencent/dovetta-1", "zhipu/borealix-5"]
    assert [counted[id].source_count - merged[id].source_count for id in ids] == [1, 1, 1]
    assert all(counted[id].confidence > merged[id].confidence for id in ("tencent/dovetta-1",))


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    claims: tuple[Claim, ...], copies: dict[str, str], merged: dict[str, Release], chance: random.Random
) -> None:
    shuffled = chance.sample(claims, len(claims))
    again = merge_claims(shuffled, rulings=Rulings(ALIASES), copies=copies, accept=0.6)
    assert {release.id: release for release in again} == merged


@pytest.mark.parametrize(
    ("names", "vendor"),
    [
        (("可灵3.0", "Kling 3.0", "可灵 3.0"), "kuaishou"),
        (("豆包大模型2.0", "Doubao 2.0", "豆包2.0"), "bytedance"),
        (("Kimi K2.5", "月之暗面 K2.5", "K2.5"), "moonshot"),
        (("GLM-5", "GLM5", "智谱 GLM 5"), "zhipu"),
    ],
)
def test_one_model_has_one_key_in_every_language(names: tuple[str, ...], vendor: str) -> None:
    assert len({model_key(name, vendor_of(vendor)) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-5.3-Codex", "GPT-5.3-Codex-Spark"),
        ("GLM-5", "GLM-5.1"),
        ("GLM-5", "GLM-5 Preview"),
        ("Kimi K2", "Kimi K2.5"),
    ],
)
def test_two_models_have_two(one: str, other: str) -> None:
    assert model_key(one, None) != model_key(other, None)


def tell(url: str, **changes: Any) -> Claim:  # noqa: ANN401
    told = {
        "digest": url, "url": url, "vendor": "OpenAI", "vendor_id": "openai", "model": "Nebo-3", "key": "nebo@3",
        "kind": "model", "status": "released", "date": None, "evidence": Span(0, 9), "model_span": None,
        "vendor_span": None, "date_span": None, "trigger_span": None, "rule": "r", "score": 0.9,
    }  # fmt: skip
    return Claim(**(told | changes))


def on(day: int, basis: Any = "explicit") -> PartialDate:  # noqa: ANN401
    return PartialDate(date(2026, 2, day), date(2026, 2, day), "day", basis, f"2月{day}日")


def test_the_vendor_s_own_page_comes_before_all_others() -> None:
    own = tell("https://openai.com/index/nebo-3", date=on(10, "publication"))
    others = [tell(f"https://paper{number}.example/", date=on(11)) for number in range(3)]
    (release,) = merge_claims([own, *others])
    assert release.date == on(10, "publication")
    assert release.conflicts == (
        "date: 2026-02-10 (https://openai.com/index/nebo-3) or 2026-02-11 (https://paper0.example/)",
    )


def test_weights_that_are_opened_later_are_an_event_of_their_own() -> None:
    told = [tell("https://a.example/", date=on(3)), tell("https://b.example/", date=on(20), event="opened")]
    (release,) = merge_claims([*told, tell("https://c.example/", date=on(28), event="retired")])
    assert [(each.event, each.date and each.date.start.day) for each in release.events] == [
        ("released", 3),
        ("opened", 20),
        ("retired", 28),
    ]
    assert (release.date, release.conflicts) == (on(3), ())


def test_independent_sources_make_it_surer_and_one_publisher_does_not() -> None:
    one = tell("https://a.example/1")
    (alone,), (twice,), (two,) = (
        merge_claims([one]),
        merge_claims([one, tell("https://www.a.example/2")]),
        merge_claims([one, tell("https://b.example/")]),
    )
    assert (alone.source_count, twice.source_count, two.source_count) == (1, 1, 2)
    assert alone.confidence == twice.confidence < two.confidence < 1
