"""A news site crawled over real HTTP by the real spider: once, again, changed, half broken, and killed."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.crawling import UnknownSiteError
from storage.archive import iter_files, iter_pages, read_page
from storage.database import open_database
from storage.runs import iter_runs
from storage.warc import iter_records

if TYPE_CHECKING:
    from conftest import Crawl, Post

ALL = list(range(412, 400, -1))
LATER = datetime(2026, 2, 3, tzinfo=UTC)


def test_the_first_run_archives_every_article_newest_first(crawl: "Crawl") -> None:
    summary = crawl.run()
    assert (summary.found, summary.new, summary.failed, summary.problems) == (12, 12, 0, ())
    assert summary.is_healthy
    assert crawl.numbers() == ALL
    assert {capture.url: state for capture, state in crawl.captures()} == crawl.known()


def test_every_run_is_kept_with_its_end_and_a_killed_one_without(crawl: "Crawl") -> None:
    crawl.run_until(4)
    crawl.run()
    with open_database(crawl.database_url) as database, database.read() as connection:
        runs = [(run.outcome, run.finished is not None) for run in iter_runs(connection, "crawl", "qbitai")]
    assert runs == [("healthy", True), ("running", False)]


def test_robots_is_asked_first_and_the_crawler_says_who_it_is(crawl: "Crawl") -> None:
    crawl.run(limit=1)
    paths, headers = zip(*crawl.site.requests, strict=True)
    assert paths[0] == "/robots.txt"
    assert all(each["User-Agent"].startswith("moxun/") and "Referer" not in each for each in headers)


def test_the_second_run_fetches_nothing_new(crawl: "Crawl") -> None:
    crawl.run()
    crawl.site.requests.clear()
    summary = crawl.run()
    assert len(crawl.site.requests) == 2  # robots.txt and one page of the API
    assert "modified_after=2026-02-01T13:59:59Z" in crawl.site.asked("wp-json")[0]
    assert (summary.new, summary.changed, summary.unchanged, summary.is_healthy) == (0, 0, 1, True)


def test_an_edited_article_is_fetched_again_and_the_old_page_kept(crawl: "Crawl") -> None:
    crawl.run()
    crawl.site.edit(crawl.site.posts[8], "更正：示例公司还没有发布。")
    summary = crawl.run()
    assert (summary.new, summary.changed) == (0, 1)
    assert crawl.numbers() == [*ALL, 404]


def test_an_edit_that_leaves_the_page_as_it_was_is_no_new_page(crawl: "Crawl") -> None:
    crawl.run()
    crawl.site.edit(crawl.site.posts[3], crawl.site.posts[3].text)
    assert crawl.run().unchanged == 2
    crawl.site.requests.clear()
    crawl.run()
    assert crawl.site.asked(".html") == []


def test_new_articles_are_found_whatever_is_known(crawl: "Crawl") -> None:
    crawl.run()
    crawl.site.posts = [replace(crawl.site.posts[0], number=413, published=LATER, modified=LATER), *crawl.site.posts]
    assert crawl.run().new == 1
    assert crawl.numbers() == [*ALL, 413]


def test_the_feed_is_read_where_the_api_is_gone(crawl: "Crawl") -> None:
    crawl.site.broken = {"/wp-json"}
    summary = crawl.run()
    assert (summary.new, summary.is_healthy) == (10, True)
    assert [problem.code for problem in summary.problems] == ["http-404"]
    assert not any("utm_" in url or "?p=" in url for url in crawl.known())
    crawl.site.requests.clear()
    crawl.run()
    assert crawl.site.asked(".html") == []


def test_the_list_pages_are_read_where_api_and_feeds_are_gone(crawl: "Crawl") -> None:
    crawl.site.broken = {"/wp-json", "/feed", "/category/资讯/feed"}
    assert crawl.run().new == 12
    assert crawl.site.asked("/page/") == [f"/category/资讯/page/{page}" for page in (1, 2, 3)]
    crawl.site.requests.clear()
    assert crawl.run().unchanged == 10
    assert crawl.site.asked("/page/") == ["/category/资讯/page/1"]
    assert crawl.site.asked(".html") == []


def test_known_articles_are_revalidated_where_the_listing_is_silent(crawl: "Crawl") -> None:
    crawl.site.broken, crawl.site.validators = {"/wp-json"}, True
    crawl.run()
    crawl.site.posts[2].text = "改过的正文。"
    summary = crawl.run()
    assert (summary.new, summary.changed, summary.unchanged) == (0, 1, 9)
    assert crawl.numbers()[10:] == [410]


def test_a_site_that_lists_nothing_is_not_healthy(crawl: "Crawl") -> None:
    crawl.site.posts = []
    summary = crawl.run()
    assert not summary.is_healthy
    assert summary.problems[-1].code == "too-few-links"


def test_a_missing_article_is_a_problem_and_the_others_are_fetched(crawl: "Crawl") -> None:
    crawl.site.posts[4].status = 410
    summary = crawl.run()
    assert (summary.new, summary.failed) == (11, 1)
    assert [problem.code for problem in summary.problems] == ["http-410"]


def test_an_article_that_failed_is_fetched_by_the_next_run(crawl: "Crawl") -> None:
    crawl.site.posts[4].status = 503
    assert crawl.run().failed == 1
    assert len(crawl.site.asked(crawl.site.posts[4].path)) == 4  # asked again three times, with waits between
    crawl.site.posts[4].status = 200
    assert crawl.run().new == 1
    assert sorted(crawl.numbers()) == sorted(ALL)


def test_what_robots_forbids_is_not_asked_for(crawl: "Crawl") -> None:
    crawl.site.robots = "User-agent: moxun\nDisallow: /2026/02/412.html\n"
    summary = crawl.run()
    assert (summary.new, summary.failed) == (11, 1)
    assert crawl.site.asked("412") == []


@pytest.mark.parametrize(
    "location", ["http://127.0.0.2:9/", "http://localhost:9/", "file:///etc/passwd", "ftp://a.example/"]
)
def test_a_redirect_off_the_site_is_not_followed(crawl: "Crawl", location: str) -> None:
    crawl.site.posts[0].location = location
    summary = crawl.run()
    assert (summary.new, summary.failed, len(summary.problems)) == (11, 1, 1)
    assert sorted(crawl.numbers()) == sorted(ALL[1:])


def test_a_redirected_article_is_known_by_the_address_that_the_site_lists(crawl: "Crawl") -> None:
    crawl.site.posts[0].location = crawl.site.posts[1].path + "?again"
    assert crawl.run().new == 12
    crawl.site.requests.clear()
    crawl.run()
    assert crawl.site.asked(".html") == []


def test_a_packed_page_is_archived_unpacked_and_says_how_it_came(crawl: "Crawl") -> None:
    crawl.site.is_packed = True
    crawl.run(limit=1)
    page = read_page(crawl.folder / "archive", crawl.captures()[0][0])
    assert crawl.site.posts[0].text in page.body.decode()
    assert (page.header("Content-Encoding"), page.header("X-Crawler-Content-Encoding")) == (None, "gzip")


def test_what_is_asked_for_since_a_day_is_no_older(crawl: "Crawl") -> None:
    crawl.site.broken = {"/wp-json"}
    crawl.site.posts[4] = replace(crawl.site.posts[4], published=LATER)
    assert crawl.run(since=LATER.date()).new == 1


@pytest.mark.parametrize(
    ("since", "until", "numbers"),
    [
        ("2026-02-03", "2026-02-04", range(446, 494)),
        ("", "2026-02-01", range(401, 422)),
        ("2026-02-05", "", range(494, 500)),
    ],
)
def test_a_backfill_takes_what_was_published_between_two_days(
    crawl: "Crawl", since: str, until: str, numbers: Sequence[int]
) -> None:
    """400 was published at two o'clock (UTC) on the first day, and one more every hour."""
    crawl.site.posts = [make(crawl, number) for number in range(499, 400, -1)]
    crawl.run(limit=3)
    days = {name: date.fromisoformat(day) for name, day in {"since": since, "until": until}.items() if day}
    crawl.run(**days)
    assert set(crawl.numbers()[3:]) == set(numbers) - {499, 498, 497}


def test_a_backfill_goes_on_to_the_lists_where_the_feed_does_not_reach_back(crawl: "Crawl") -> None:
    crawl.site.broken = {"/wp-json"}
    crawl.site.posts = [make(crawl, number) for number in range(429, 400, -1)]
    assert crawl.run().new == 10
    assert crawl.run(until=date(2026, 2, 28)).new == 19
    crawl.site.requests.clear()
    assert crawl.run(since=date(2026, 2, 2)).new == 0
    assert crawl.site.asked(".html") == []


def make(crawl: "Crawl", number: int) -> "Post":
    published = datetime(2026, 2, 1, 2, tzinfo=UTC) + timedelta(hours=number - 400)
    return replace(crawl.site.posts[0], number=number, published=published, modified=published)


def test_a_page_that_is_as_it_was_is_archived_as_a_head_alone(crawl: "Crawl") -> None:
    crawl.site.broken, crawl.site.validators = {"/wp-json"}, True
    crawl.run()
    crawl.run()
    kinds: Counter[str] = Counter()
    for file, _ in iter_files(crawl.folder / "archive"):
        with (crawl.folder / "archive" / file).open("rb") as stream:
            kinds.update(
                record.kind for record in iter_records(stream, file, lambda problem: pytest.fail(str(problem)))
            )
    assert (kinds["response"], kinds["revisit"]) == (10, 10)


def test_a_database_that_cannot_be_opened_ends_the_crawl_with_an_error(crawl: "Crawl") -> None:
    with pytest.raises(Exception, match="nonsense"):
        crawl.run(database_url="nonsense://")


def test_an_unknown_site_is_an_error_that_names_the_known_ones(crawl: "Crawl") -> None:
    with pytest.raises(UnknownSiteError, match=r"there are .*qbitai"):
        crawl.run("no-such-site")


def test_what_is_no_html_is_kept_but_is_no_page(crawl: "Crawl") -> None:
    crawl.site.posts[0].mime = "application/pdf"
    assert crawl.run().new == 12
    ((file, _),) = iter_files(crawl.folder / "archive")
    assert len(list(iter_pages(crawl.folder / "archive" / file))) == 11


def test_a_crawl_delay_is_kept(crawl: "Crawl") -> None:
    crawl.site.robots = "User-agent: *\nCrawl-delay: 0.3\n"
    crawl.run(limit=2)
    gaps = [after - before for before, after in pairwise(crawl.site.times)]
    assert min(gaps[1:]) > 0.25  # the first lies between robots.txt and what it was asked for


def test_a_limit_takes_the_newest_and_the_next_run_goes_on(crawl: "Crawl") -> None:
    assert crawl.run(limit=3).new == 3
    assert crawl.numbers() == ALL[:3]
    assert crawl.run().new == 9
    assert crawl.numbers() == ALL


@pytest.mark.parametrize("requests", [1, 2, 3, 7, 14])
def test_a_killed_run_is_completed_by_the_next(crawl: "Crawl", requests: int) -> None:
    crawl.run_until(requests)
    assert crawl.run().is_healthy
    assert sorted(crawl.numbers(), reverse=True) == ALL
    assert {capture.url: state for capture, state in crawl.captures()} == crawl.known()


def test_a_page_that_was_archived_and_not_indexed_is_indexed_at_the_next_start(crawl: "Crawl") -> None:
    crawl.run(limit=5)
    (crawl.folder / "moxun.sqlite").unlink()
    crawl.run()
    assert crawl.numbers() == ALL
    assert len(crawl.known()) == 12


def test_scrapy_itself_runs_the_spider(crawl: "Crawl") -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "qbitai", "-a", f"base_url={crawl.site.url}", "-a", "limit=2"]
    environment = {**os.environ, "MOXUN_DATA": str(crawl.folder), "MOXUN_DATABASE": ""}
    root = Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert crawl.numbers() == ALL[:2]
    shell = [*command[:3], "shell", "-s", "PRIVATE_HOSTS=127.0.0.1", "-c", "response.status", crawl.site.url + "/feed"]
    asked = subprocess.run(shell, capture_output=True, text=True, cwd=root, env=environment, timeout=60, check=True)
    assert asked.stdout.split() == ["200"]
    listed = subprocess.run([*command[:3], "list"], capture_output=True, text=True, cwd=root, timeout=60, check=True)
    assert "qbitai" in listed.stdout.split()


def test_a_page_that_cannot_be_archived_stops_the_crawl(crawl: "Crawl") -> None:
    (crawl.folder / "archive").mkdir()
    (crawl.folder / "archive" / f"{datetime.now(UTC):%Y}").write_text("a file where a folder should be")
    crawl.site.posts = [replace(crawl.site.posts[0], number=number) for number in range(460, 400, -1)]
    summary = crawl.run()
    assert not summary.is_healthy
    assert summary.problems[-1].code == "not-archived"
    assert len(crawl.site.asked(".html")) <= 20  # those that were under way
