"""Feeds are read back by parsers of others, whatever the articles are called."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import feedparser
import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from extract.fetchstate import FetchState
from extract.keys import model_key
from extract.records import Article, Capture, Claim, Extraction, PartialDate, Span
from interface.cli import app
from interface.feeding import about_feed
from interface.feeds import write_feed
from interface.feeds.entries import Entry, iter_entries
from storage.captures import save_capture
from storage.database import open_database
from storage.extractions import save_extraction
from storage.filters import ReleaseFilter
from storage.news import iter_news
from storage.releases import rebuild_releases
from storage.schema import changes

HOSTILE = '<script>alert(1)</script> & "=HYPERLINK(0)" \'\u202e\x1b[31m]]>\ufffe,;\\ 名'
PLAIN = "星河科技发布 Nova-3"
MODELS = ("Nova-3", "Nova-4", "Nova-5")


def span(first: str, last: str) -> PartialDate:
    return PartialDate(date.fromisoformat(first), date.fromisoformat(last), "day", "explicit", first)


@pytest.fixture
def database(database_url: str) -> str:
    dates = [span("2026-02-03", "2026-02-03"), span("2026-02-28", "2026-03-02"), None]
    with open_database(database_url) as opened, opened.write() as connection:
        for number, (model, when) in enumerate(zip(MODELS, dates, strict=True)):
            page = f"https://news.example/{number}?a=1&b=<x>"
            title = PLAIN if number else HOSTILE
            text = f"{title}\n星河科技发布 {model}，{HOSTILE}。"
            save_capture(
                connection,
                Capture(
                    page,
                    "example",
                    datetime(2026, 3, 9, tzinfo=UTC),
                    200,
                    "text/html",
                    f"sha1:{number}",
                    "a.gz",
                    number,
                    1,
                ),
                FetchState("", "", "", f"sha1:{number}"),
            )
            published = span(f"2026-03-0{number + 3}", f"2026-03-0{number + 3}")
            article = Article(f"sha1:{number}", page, "example", "zh", title, published, "", "meta", text, ())
            claim = Claim(
                article.digest, page, f"星河{HOSTILE}", None, model, model_key(model, None), "model",
                "planned" if number == 2 else "released", when, Span(len(title) + 1, len(text)), None, None, None, None,
                "test", 0.9,
            )  # fmt: skip
            save_extraction(connection, Extraction(article, (claim,)), page, article.digest)
        rebuild_releases(connection)
    return database_url


@pytest.fixture
def entries(database: str) -> Iterator[list[Entry]]:
    with open_database(database) as opened, opened.read() as connection:
        yield list(iter_entries(iter_news(connection), "https://moxun.example/"))


def feed(database: str, format_name: str, *options: str) -> str:
    done = CliRunner().invoke(app, ["--database", database, "feed", "--format", format_name, *options])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("format_name", ["atom", "rss"])
def test_xml_feeds_are_read_back(database: str, format_name: str) -> None:
    told = feedparser.parse(feed(database, format_name, "--home", "https://moxun.example").encode())
    assert not told.bozo, told.get("bozo_exception")
    assert [entry.link for entry in told.entries] == [
        f"https://moxun.example/releases/{entry.id.removeprefix('urn:moxun:release:').replace('%2F', '/')}"
        for entry in told.entries
    ]
    assert len(told.entries) == 3
    assert all("Nova-" in entry.title for entry in told.entries)
    assert told.entries[0].published.startswith("2026-03-05") or "05 Mar 2026" in told.entries[0].published


@pytest.mark.parametrize("format_name", ["atom", "rss", "json", "ical"])
def test_nothing_hostile_comes_through(database: str, format_name: str) -> None:
    told = feed(database, format_name)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe]", told)
    if format_name in ("atom", "rss"):
        assert "<script" not in told
        for entry in feedparser.parse(told.encode(), sanitize_html=False).entries:
            contents = [content.value for content in entry.get("content", [])] if format_name == "atom" else []
            for shown_as_html in [*contents, *([entry.title, entry.description] if format_name == "rss" else [])]:
                assert "<script" not in shown_as_html
    if format_name == "json":
        assert all("<script" not in item["content_html"] for item in json.loads(told)["items"])


def test_a_json_feed_has_what_its_version_asks_for(database: str) -> None:
    told = json.loads(feed(database, "json"))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert len({item["id"] for item in told["items"]}) == 3
    for item in told["items"]:
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert item["url"].startswith("https://news.example/")
        assert not re.search(r'[<>" ]', item["url"])


def test_a_calendar_has_whole_days_and_leaves_out_what_has_none(database: str) -> None:
    told = feed(database, "ical")
    assert all(len(line.encode()) <= 75 for line in told.split("\n") if line)
    events = list(Calendar.from_ical(told.replace("\r\n", "\n").replace("\n", "\r\n")).walk("VEVENT"))
    days = {(event.decoded("dtstart"), event.decoded("dtend")) for event in events}
    assert days == {(date(2026, 2, 3), date(2026, 2, 4)), (date(2026, 2, 28), date(2026, 3, 3))}
    assert {str(event["status"]) for event in events} == {"CONFIRMED"}
    assert len({str(event["uid"]) for event in events}) == 2
    hostile = next(event for event in events if event.decoded("dtstart") == date(2026, 2, 3))
    assert '<script>alert(1)</script> & "=HYPERLINK(0)"' in str(hostile["description"])  # text, and nothing else
    assert ",;\\ 名" in str(hostile["description"])


def test_ids_stay_and_a_change_is_marked(database: str, entries: list[Entry]) -> None:
    before = {entry.id: entry for entry in entries}
    assert not any(entry.is_updated for entry in entries)
    with open_database(database) as opened, opened.write() as connection:
        release_id = next(iter_news(connection, limit=1)).release.id
        for minute in (1, 2):
            row = {
                "changed_at": datetime(2027, 4, 1, 0, minute, tzinfo=UTC),
                "release_id": release_id,
                "field": "status",
            }
            connection.execute(changes.insert(), [row])
        after = {entry.id: entry for entry in iter_entries(iter_news(connection))}
    assert before.keys() == after.keys()
    (changed,) = (entry for entry in after.values() if entry.is_updated)
    assert changed.updated == datetime(2027, 4, 1, 0, 2, tzinfo=UTC)
    assert changed.heading.endswith("(updated)")
    about = about_feed(ReleaseFilter())
    (told,) = (
        entry for entry in feedparser.parse(write_feed("atom", about, after.values())).entries if "(upd" in entry.title
    )
    assert (told.updated, told.id) == ("2027-04-01T00:02:00+00:00", changed.id)
    assert "updated" in {tag.term for tag in told.tags}
    calendar = Calendar.from_ical(write_feed("ical", about, after.values()))
    assert all(int(event["sequence"]) == after[str(event["uid"])].sequence for event in calendar.walk("VEVENT"))


def test_a_feed_is_of_its_filter(database: str) -> None:
    planned, everything = feed(database, "atom", "--status", "planned"), feed(database, "atom")
    assert [len(feedparser.parse(told).entries) for told in (planned, everything)] == [1, 3]
    ids = {feedparser.parse(told).feed.id for told in (planned, everything, feed(database, "atom", "--limit", "1"))}
    assert len(ids) == 2
