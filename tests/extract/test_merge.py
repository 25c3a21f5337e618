"""Many claims, one release: what is chosen, what is told as a conflict, and that order never matters."""

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.keys import model_key
from extract.knowledge import load_vendors
from extract.merge import merge_claims, release_id
from extract.records import (
    AVAILABLE,
    KINDS,
    STATUSES,
    Claim,
    DateBasis,
    DatePrecision,
    PartialDate,
    Release,
    Span,
)

HEADS = {vendor.id: vendor for vendor in load_vendors() if not vendor.parent}
DAUGHTER = next(vendor for vendor in load_vendors() if vendor.parent in HEADS)
PARENT = HEADS[DAUGHTER.parent or ""]


def day(number: int, basis: DateBasis = "explicit", month: int = 2) -> PartialDate:
    found = date(2026, month, number)
    return PartialDate(found, found, "day", basis, f"{month}月{number}日")


def month(number: int) -> PartialDate:
    return PartialDate(date(2026, number, 1), date(2026, number, 28), "month", "explicit", f"{number}月")


def make_claim(
    number: int = 1, model: str | None = "Nebo-3", vendor: str | None = "xinghe", **changes: object
) -> Claim:
    told = {
        "digest": f"sha1:{number}",
        "url": f"https://news.example/{number}",
        "vendor": vendor and vendor.title(),
        "vendor_id": vendor,
        "key": model and model_key(model, None),
        "kind": "model",
        "status": "released",
        "date": None,
        "evidence": Span(number, number + 9),
        "model_span": None,
        "vendor_span": None,
        "date_span": None,
        "trigger_span": None,
        "rule": "vendor-trigger-name",
        "score": 0.9,
    }
    return Claim(model=model, **(told | changes))  # type: ignore[arg-type]


def merge_one(*claims: Claim) -> Release:
    (release,) = merge_claims(claims)
    return release


def test_spellings_of_one_model_are_one_release_named_as_most_write_it() -> None:
    release = merge_one(make_claim(1, "Nebo-3"), make_claim(2, "NEBO 3"), make_claim(3, "Nebo-3"))
    assert (release.id, release.model, release.vendor_id, len(release.claims)) == (
        "xinghe/nebo-3",
        "Nebo-3",
        "xinghe",
        3,
    )
    assert release.conflicts == ()


def test_versions_sizes_and_suffixes_are_releases_of_their_own() -> None:
    names = ["Nebo-3", "Nebo-3.1", "Nebo-3 Mini", "Nebo-3 7B", "Nebo-3 70B", "Nebo"]
    assert len(merge_claims(make_claim(1, name) for name in names)) == len(names)


def test_a_claim_without_a_model_is_no_release() -> None:
    assert merge_claims([make_claim(1, None)]) == []


def test_a_page_that_repeats_itself_has_one_vote() -> None:
    often = [make_claim(1, "NEBO3", evidence=Span(at, at + 1)) for at in range(5)]
    assert merge_one(*often, make_claim(2, "Nebo-3"), make_claim(3, "Nebo-3")).model == "Nebo-3"


def test_a_vendor_and_its_parent_tell_of_one_release() -> None:
    claims = [make_claim(1, vendor=DAUGHTER.id), make_claim(2, vendor=PARENT.id), make_claim(3, vendor=DAUGHTER.id)]
    release = merge_one(*claims)
    assert (release.id, release.vendor_id) == (f"{PARENT.id}/nebo-3", DAUGHTER.id)
    assert release.conflicts == ()


def test_a_claim_without_a_vendor_joins_the_only_vendor_with_that_model() -> None:
    release = merge_one(make_claim(1, vendor=None), make_claim(2))
    assert (release.vendor_id, len(release.claims)) == ("xinghe", 2)


def test_a_claim_without_a_vendor_stands_alone_where_two_vendors_have_that_model() -> None:
    releases = merge_claims([make_claim(1, vendor=None), make_claim(2), make_claim(3, vendor="yuanhai")])
    assert [release.id for release in releases] == ["unknown/nebo-3", "xinghe/nebo-3", "yuanhai/nebo-3"]
    assert [bool(release.conflicts) for release in releases] == [False, True, True]


def test_two_vendors_of_one_model_are_a_conflict_that_names_both_articles() -> None:
    ours, _ = merge_claims([make_claim(1), make_claim(2, vendor="yuanhai")])
    assert ours.conflicts == ("vendor: Xinghe (https://news.example/1) or Yuanhai (https://news.example/2)",)


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (["rumoured", "planned"], "planned"),
        (["planned", "preview", "rumoured"], "preview"),
        (["updated", "planned"], "updated"),
        (["preview", "released", "updated"], "released"),
        (["rumoured"], "rumoured"),
    ],
)
def test_the_strongest_status_that_anyone_tells_is_the_release_s(told: list[str], status: str) -> None:
    assert merge_one(*(make_claim(number, status=each) for number, each in enumerate(told))).status == status


def test_the_kind_is_what_most_articles_say_and_the_others_are_a_conflict() -> None:
    release = merge_one(make_claim(1, kind="product"), make_claim(2), make_claim(3))
    assert release.kind == "model"
    assert release.conflicts == ("kind: model (https://news.example/2) or product (https://news.example/1)",)


def test_a_day_in_the_text_comes_before_a_month_and_before_an_earlier_publication() -> None:
    claims = [make_claim(1, date=day(10, "publication")), make_claim(2, date=month(2)), make_claim(3, date=day(11))]
    assert merge_one(*claims).date == day(11)
    assert merge_one(*claims[:2]).date == month(2)
    assert merge_one(claims[0], make_claim(4, date=day(12, "publication"))).date == day(10, "publication")


def test_the_day_that_most_articles_tell_wins_and_the_other_is_a_conflict() -> None:
    claims = [
        make_claim(1, date=day(10)),
        make_claim(2, date=day(11, "relative")),
        make_claim(3, date=day(11, "heading")),
    ]
    release = merge_one(*claims)
    assert release.date == day(11, "heading")
    assert release.conflicts == ("date: 2026-02-11 (https://news.example/2) or 2026-02-10 (https://news.example/1)",)


def test_of_days_told_equally_often_the_explicit_one_and_then_the_earliest_counts() -> None:
    assert merge_one(make_claim(1, date=day(10, "relative")), make_claim(2, date=day(12))).date == day(12)
    assert merge_one(make_claim(1, date=day(13)), make_claim(2, date=day(12))).date == day(12)


def test_dates_that_overlap_or_are_days_of_publication_are_no_conflict() -> None:
    dates = [day(11), month(2), day(15, "publication"), None]
    assert merge_one(*(make_claim(number, date=each) for number, each in enumerate(dates))).conflicts == ()


def test_a_planned_day_is_not_the_day_of_the_release() -> None:
    planned, released = make_claim(1, status="planned", date=day(3)), make_claim(2, date=day(9, "publication"))
    release = merge_one(planned, released)
    assert (release.status, release.date, release.conflicts) == ("released", day(9, "publication"), ())
    assert merge_one(planned, make_claim(2)).date is None


def test_the_day_of_a_preview_counts_only_where_the_release_has_none() -> None:
    preview = make_claim(1, status="preview", date=day(3))
    assert merge_one(preview, make_claim(2)).date == day(3)
    assert merge_one(preview, make_claim(2, date=day(20))).date == day(20)


@pytest.mark.parametrize(
    ("owner", "key", "name"),
    [
        ("xinghe", "nebo@3", "xinghe/nebo-3"),
        ("xinghe", "mini nebo@3.5#7b", "xinghe/mini-nebo-3.5-7b"),
        ("xinghe", "nebo@1.5+", "xinghe/nebo-1.5plus"),
        ("星河", "万象@2", "星河/万象-2"),  # Chinese names stay readable
        ("xinghe", "@2", "xinghe/2"),
        (None, "nebo@3", "unknown/nebo-3"),
    ],
)
def test_a_release_s_name_is_readable(owner: str | None, key: str, name: str) -> None:
    assert release_id(owner, key) == name


def test_a_release_s_name_is_never_long() -> None:
    assert len(release_id("x" * 999, "a@" + "1" * 9999)) < 140


keys = st.text("ab1. @#+-_7mé星", max_size=8)


@given(st.lists(st.tuples(st.none() | st.sampled_from(["unknown", "a", "a-b", "a b", "A"]), keys), unique=True))
def test_different_releases_never_share_a_name(groups: list[tuple[str | None, str]]) -> None:
    assert len({release_id(owner, key) for owner, key in groups}) == len(groups)


precisions: tuple[DatePrecision, ...] = ("day", "range", "month")
bases: tuple[DateBasis, ...] = ("explicit", "relative", "heading", "anaphora", "publication", "none")
dates = st.builds(
    lambda first, length, precision, basis: PartialDate(
        date(2026, 2, first), date(2026, 2, min(28, first + length)), precision, basis, "raw"
    ),
    st.integers(1, 28), st.integers(0, 9), st.sampled_from(precisions), st.sampled_from(bases),
)  # fmt: skip
any_claims = st.builds(
    make_claim,
    number=st.integers(0, 5),
    model=st.sampled_from(["Nebo-3", "nebo 3", "Nebo-3 Mini", None]),
    vendor=st.sampled_from(["xinghe", "yuanhai", DAUGHTER.id, PARENT.id, None]),
    kind=st.sampled_from(KINDS),
    status=st.sampled_from(STATUSES),
    date=st.none() | dates,
)


@settings(max_examples=200)
@given(st.lists(any_claims, max_size=12), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_the_claims_matters(claims: list[Claim], chance: random.Random) -> None:
    shuffled = claims + claims[:3]
    chance.shuffle(shuffled)
    assert merge_claims(shuffled) == merge_claims(claims)


@settings(max_examples=200)
@given(st.lists(any_claims, max_size=12))
def test_every_claim_is_in_one_release_and_a_release_says_nothing_else(claims: list[Claim]) -> None:
    releases = merge_claims(claims)
    merged = [claim for release in releases for claim in release.claims]
    assert sorted(merged, key=repr) == sorted({claim for claim in claims if claim.model}, key=repr)
    for release in releases:
        assert release.model in {claim.model for claim in release.claims}
        assert release.kind in {claim.kind for claim in release.claims}
        assert release.status in {claim.status for claim in release.claims}
        assert release.vendor in {claim.vendor for claim in release.claims}
        assert release.date in {None, *(claim.date for claim in release.claims)}
        if release.status in AVAILABLE and release.date:
            assert release.date in {claim.date for claim in release.claims if claim.status in AVAILABLE}


@pytest.mark.parametrize(
    ("one", "other"), [("Command R", "Command R+"), ("Command A", "Command R"), ("gpt-oss", "GPT"), ("Alexa", "Alexa+")]
)
def test_a_name_that_goes_on_is_of_another_model(one: str, other: str) -> None:
    assert model_key(one, None) != model_key(other, None)
