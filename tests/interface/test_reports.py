"""The reports over a handful of releases, against figures that were worked out by hand; on both databases."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from extract.facts import head_of
from extract.keys import model_key
from extract.knowledge import Vendor, load_vendors
from extract.records import Article, Claim, Extraction, PartialDate, Span
from interface.cli import app
from storage.database import open_database
from storage.extractions import save_extraction
from storage.releases import rebuild_releases


class Maker(NamedTuple):
    """A vendor that nobody has entered."""

    id: str
    name: str


ALONE = [each for each in load_vendors() if head_of(each.id) == each.id]
EAST = next(each for each in ALONE if each.country == "CN" and each.city and each.district)
NORTH = next(
    each for each in ALONE if each.country == "CN" and each.city not in (None, EAST.city) and not each.district
)
WEST = next(each for each in ALONE if each.country == "US" and each.city and not each.district)
NOBODY = Maker("vv-labs", "VV Labs")


class Told(NamedTuple):
    """One article says that a vendor's model came out on these days."""

    vendor: Vendor | Maker
    model: str
    days: str  # ISO, or two of them with .. between, or "" for none
    site: str
    published: str
    status: str = "released"
    event: str = ""


TOLD = [
    Told(EAST, "Novu-1", "2026-02-02", "first", "2026-02-02"),
    Told(EAST, "Novu-1", "2026-02-02", "second", "2026-02-04"),
    Told(EAST, "Novu-1", "2026-02-02", "second", "2026-02-09"),  # the same site again: its first article counts
    Told(EAST, "Novu-2", "2026-01-28", "first", "2026-01-28", "planned", "announced"),
    Told(EAST, "Novu-2", "2026-02-05", "first", "2026-02-05", "released", "opened"),
    Told(EAST, "Novu-3", "2026-02-11", "second", "2026-02-11"),
    Told(WEST, "Vegu-1", "2026-02-05", "first", "2026-02-05"),
    Told(WEST, "Vegu-1", "2026-02-05", "second", "2026-02-05"),  # the same day: both were first
    Told(WEST, "Vegu-2", "2026-02-11", "second", "2026-02-10"),  # a day before it came out
    Told(NORTH, "Oriu-1", "2026-01-30..2026-02-03", "first", "2026-02-03"),  # across the window's edge
    Told(NORTH, "Oriu-2", "2026-02-12", "first", "2026-02-12", "planned"),
    Told(NOBODY, "Lyru-1", "", "first", "2026-02-13"),  # of an unknown place, on an unknown day
]
WINDOW = ("--from", "2026-02-01", "--to", "2026-02-14")

Report = Callable[..., list[dict[str, Any]]]


def read_days(text: str) -> PartialDate | None:
    first, _, last = text.partition("..")
    if not first:
        return None
    ends = date.fromisoformat(first), date.fromisoformat(last or first)
    return PartialDate(*ends, "range" if last else "day", "explicit", text)


@pytest.fixture
def report(database_url: str) -> Report:
    """`moxun report …` over what is told, as rows."""
    keep(database_url, TOLD)

    def run(*arguments: str) -> list[dict[str, Any]]:
        done = CliRunner().invoke(app, ["--database", database_url, "report", *arguments, "--format", "jsonl"])
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in done.output.splitlines()]

    return run


def keep(database_url: str, told: Sequence[Told]) -> None:
    with open_database(database_url) as database, database.write() as connection:
        for number, each in enumerate(told):
            url, text = f"https://news.example/{number}", f"{each.vendor.name} {each.model} is out."
            article = Article(
                f"sha1:{number}", url, each.site, "en", f"About {each.model}", read_days(each.published), "", "meta",
                text, (), cleaner="plain",
            )  # fmt: skip
            claim = Claim(
                article.digest, url, each.vendor.name, each.vendor.id, each.model, model_key(each.model, None),
                "model", each.status, read_days(each.days), Span(0, len(text)), None, None, None, None, "r", 0.9, (),  # type: ignore[arg-type]
                each.event,  # type: ignore[arg-type]
            )  # fmt: skip
            save_extraction(connection, Extraction(article, (claim,)), url, article.digest)
        rebuild_releases(connection)


def figures(rows: Sequence[dict[str, Any]], section: str) -> list[tuple[Any, ...]]:
    """The figures of a section, with their share and note where they have one."""
    chosen = (row for row in rows if row["section"] == section)
    return [
        tuple(row[name] for name in ("key", "value", "share", "note") if row[name] not in (None, "")) for row in chosen
    ]


def test_a_window(report: Report) -> None:
    rows = report("window", *WINDOW)
    assert figures(rows, "window") == [
        ("days", 14, "2026-02-01 to 2026-02-14, both counted"),
        ("releases", 6, "1 not known to the day, or not in full"),  # the range; what has no day is not in it at all
        ("days for each release", 2.33, "14 / 6"),
        ("mean gap", 4.5, "between the 3 days that have releases; the longest 6"),  # 2 to 5, 5 to 11
    ]
    assert figures(rows, "day") == [("2026-02-02", 1), ("2026-02-05", 2), ("2026-02-11", 2)]
    assert figures(rows, "busiest") == [("2026-02-05", 2, "2 days tie"), ("2026-02-11", 2, "2 days tie")]
    assert figures(rows, "vendor") == [(EAST.name, 3, 0.5), (WEST.name, 2, 0.3333), (NORTH.name, 1, 0.1667)]
    assert figures(rows, "country") == [("CN", 4, 0.6667), ("US", 2, 0.3333)]
    assert figures(rows, "kind") == [("model", 6, 1.0)]
    assert figures(rows, "same day") == [
        ("2026-02-05", 2, "CN: Novu-2; US: Vegu-1"),
        ("2026-02-11", 2, "CN: Novu-3; US: Vegu-2"),
    ]


def test_a_window_with_plans_in_it_is_asked_for(report: Report) -> None:
    rows = report("window", *WINDOW, "--status", "planned")
    assert figures(rows, "day") == figures(rows, "busiest") == [("2026-02-12", 1)]
    assert ("days for each release", 14.0, "14 / 1") in figures(rows, "window")
    assert [row for row in rows if row["key"] == "mean gap"] == []  # one day has no gap


def test_a_window_in_which_nothing_was(report: Report) -> None:
    rows = report("window", "--from", "2030-01-01", "--to", "2030-01-03")
    assert [(row["section"], row["key"], row["value"]) for row in rows] == [
        ("window", "days", 3),
        ("window", "releases", 0),
    ]


def test_a_window_of_one_day_at_the_edge_of_a_range(report: Report) -> None:
    rows = report("window", "--on", "2026-02-03")
    assert figures(rows, "window")[:2] == [
        ("days", 1, "2026-02-03 to 2026-02-03, both counted"),
        ("releases", 1, "1 not known to the day, or not in full"),
    ]
    assert figures(rows, "day") == figures(rows, "busiest") == []
    assert figures(report("window", "--on", "2026-02-04"), "window")[1][1] == 0


def test_a_window_of_one_vendor(report: Report) -> None:
    rows = report("window", *WINDOW, "--vendor", WEST.id)
    assert figures(rows, "vendor") == [(WEST.name, 2, 1.0)]
    assert ("mean gap", 6, "between the 2 days that have releases; the longest 6") in figures(rows, "window")
    assert figures(rows, "same day") == []  # a rival is needed


def test_a_cadence(report: Report) -> None:
    assert report("cadence") == [
        {
            "vendor_id": EAST.id, "vendor": EAST.name, "releases": 3, "days": 3, "first": "2026-02-02",
            "last": "2026-02-11", "mean_gap": 4.5, "median_gap": 4.5, "longest_gap": 6,
        },
        {
            "vendor_id": WEST.id, "vendor": WEST.name, "releases": 2, "days": 2, "first": "2026-02-05",
            "last": "2026-02-11", "mean_gap": 6, "median_gap": 6, "longest_gap": 6,
        },
    ]  # fmt: skip


def test_a_cadence_of_one_day_has_no_gap(report: Report) -> None:
    (row,) = report("cadence", "--vendor", EAST.id, "--on", "2026-02-05")
    assert [row[name] for name in ("releases", "days", "mean_gap", "median_gap", "longest_gap")] == [
        1,
        1,
        None,
        None,
        None,
    ]
    assert report("cadence", "--vendor", NORTH.id) == []  # known to a range, and planned
    assert report("cadence", "--vendor", "nobody at all") == []


def test_where_they_are(report: Report) -> None:
    rows = report("geo")
    assert figures(rows, "country") == [
        ("CN", 4, 0.5714, "2 vendors"),
        ("US", 2, 0.2857, "1 vendor"),
        ("unknown", 1, 0.1429, "1 vendor"),
    ]
    east, north, west = (f"{each.country} {each.city}" for each in (EAST, NORTH, WEST))
    assert figures(rows, "city") == [
        (east, 3, 0.4286, "1 vendor"), (west, 2, 0.2857, "1 vendor"),
        *sorted([(north, 1, 0.1429, "1 vendor"), ("unknown", 1, 0.1429, "1 vendor")]),
    ]  # fmt: skip
    assert figures(rows, "district") == [
        ("unknown", 4, 0.5714, "3 vendors"),  # what nobody knows is a place of its own
        (f"{east} {EAST.district}", 3, 0.4286, "1 vendor"),
    ]
    assert report("geo", "--country", "JP") == []


def test_who_reported_first(report: Report) -> None:
    rows = report("lag")
    told = [
        (row["model"], row["site"], row["published"], row["place"], row["lag"])
        for row in rows
        if row["section"] == "report"
    ]
    assert sorted(told, key=str) == [
        ("Lyru-1", "first", "2026-02-13", 1, None),
        ("Novu-1", "first", "2026-02-02", 1, 0),
        ("Novu-1", "second", "2026-02-04", 2, 2),
        ("Novu-2", "first", "2026-01-28", 1, -8),
        ("Novu-3", "second", "2026-02-11", 1, 0),
        ("Oriu-1", "first", "2026-02-03", 1, None),  # not known to the day
        ("Oriu-2", "first", "2026-02-12", 1, 0),
        ("Vegu-1", "first", "2026-02-05", 1, 0),
        ("Vegu-1", "second", "2026-02-05", 1, 0),
        ("Vegu-2", "second", "2026-02-10", 1, -1),
    ]
    (opening,) = (row for row in rows if row["section"] == "weights")
    assert [opening[name] for name in ("model", "announced", "opened", "lag")] == [
        "Novu-2",
        "2026-01-28",
        "2026-02-05",
        8,
    ]
    assert report("lag", "--vendor", "nobody at all") == []


def test_the_sites_of_a_lag(database_url: str, report: Report) -> None:
    done = CliRunner().invoke(app, ["--database", database_url, "report", "lag"], env={"COLUMNS": "100"})
    rows = [line.split() for line in done.output.splitlines() if line.split()[:1] in (["first"], ["second"])]
    # first: 6 releases, the first of all 6; days late 0 (Novu-1), -8, 0 (Oriu-2), 0 (Vegu-1): -8 / 4
    # second: 4 releases, first of 3; days late 2, 0, 0, -1: 1 / 4
    assert rows == [["first", "6", "6", "-2"], ["second", "4", "3", "0.25"]]


def test_a_digest(report: Report) -> None:
    rows = report("digest", "--since", "2026-02-10")
    assert [(row["model"], row["first_seen"], row["date"]) for row in rows] == [
        ("Lyru-1", "2026-02-13", "-"),
        ("Oriu-2", "2026-02-12", "2026-02-12"),
        ("Novu-3", "2026-02-11", "2026-02-11"),
        ("Vegu-2", "2026-02-10", "2026-02-11"),
    ]
    assert (rows[0]["quote"], rows[0]["title"]) == ("VV Labs Lyru-1 is out.", "About Lyru-1")
    assert rows[0]["url"] == "https://news.example/11"
    assert report("digest", "--since", "2026-02-14") == []
    assert [row["model"] for row in report("digest", "--since", "2026-02-10", "--status", "planned")] == ["Oriu-2"]


@pytest.mark.parametrize("name", ["window", "cadence", "geo", "lag", "digest"])
def test_a_report_over_an_empty_database_is_empty_and_no_failure(database_url: str, name: str) -> None:
    open_database(database_url).close()
    more = {"window": WINDOW, "digest": ("--since", "2026-02-10")}.get(name, ())
    for form in ("table", "json", "csv", "md"):
        done = CliRunner().invoke(app, ["--database", database_url, "report", name, *more, "--format", form])
        assert (done.exit_code, done.exception) == (0, None), (form, done.output)
        assert form != "json" or name == "window" or json.loads(done.output) == []
