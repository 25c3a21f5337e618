"""What the doctor finds: each check where all is well, and where it is not."""

import json
import re
import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError

import pytest
from typer.testing import CliRunner

from crawler.site import Site
from extract.fetchstate import FetchState
from extract.records import Article, Capture, Extraction, Page, PartialDate
from interface.cli import app
from pipelines.crawling import UnknownSiteError
from pipelines.health import Check, check_drought, check_errors, check_fields, check_floor, check_health
from pipelines.metrics import make_server, read_metrics, save_metrics
from storage.addresses import Answer, save_answers
from storage.archive import Archive
from storage.captures import save_capture
from storage.database import Database, open_database
from storage.due import add_sites
from storage.extractions import save_extraction
from storage.runs import Run, save_run
from storage.sitehealth import ReadArticle

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
READ, BARE = ReadArticle(True, True, True), ReadArticle(True, False, False)


class Example(Site):
    name = "qbitai"
    floor = 5
    drought = 14


def run(outcome: str = "healthy", **counts: int) -> Run:
    return Run("crawl", "qbitai", NOW, NOW, outcome, counts)


@pytest.mark.parametrize(
    ("check", "level"),
    [
        (check_floor(Example, run(found=5)), "ok"),
        (check_floor(Example, run(found=4)), "failed"),
        (check_floor(Example, run("failed", found=50)), "failed"),
        (check_errors(Example, run(new=40, failed=10)), "ok"),
        (check_errors(Example, run(new=30, changed=9, failed=10)), "failed"),
        (check_errors(Example, run(failed=9)), "ok"),  # too few to say
        (check_drought(Example, NOW - timedelta(days=14, hours=23), NOW), "ok"),
        (check_drought(Example, NOW - timedelta(days=15), NOW), "failed"),
        (check_drought(Example, None, NOW), "failed"),
        (check_fields(Example, []), "ok"),
        (check_fields(Example, [READ] * 60), "ok"),
        (check_fields(Example, [BARE] * 30 + [READ] * 30), "failed"),
        (check_fields(Example, [BARE] * 10 + [READ] * 50), "failed"),
        (check_fields(Example, [BARE] * 8 + [READ] * 52), "ok"),
        (check_fields(Example, [BARE] * 30 + [READ] * 9), "ok"),  # too few before to say
        (check_fields(Example, [READ] * 30 + [BARE] * 30), "ok"),  # it has become better
    ],
)
def test_a_site_is_well_or_not(check: Check, level: str) -> None:
    assert (check.level, check.subject) == (level, "qbitai")


def test_the_missing_fields_are_named() -> None:
    assert check_fields(Example, [BARE] * 30 + [READ] * 30).detail.startswith("date, text found much less often")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'moxun.db'}"


@pytest.fixture
def database(url: str) -> Database:
    return open_database(url)


def levels(folder: Path, url: str, *sites: str) -> dict[str, str]:
    return {check.name: check.level for check in check_health(folder / "archive", url, sites)}


def crawl(database: Database, folder: Path, at: datetime, count: int = 6) -> list[Capture]:
    """As a crawl leaves it: pages, index, addresses, run; and read."""
    captures = []
    with Archive(folder / "archive") as archive, database.write() as connection:
        for number in range(count):
            page = Page(f"https://www.qbitai.com/2026/02/{number}.html", at, 200, (), b"<html>%d" % number, "qbitai")
            captures.append(archive.append(page))
            state = FetchState("", "", "", page.digest)
            save_capture(connection, captures[-1], state)
            save_answers(connection, "qbitai", [Answer(page.url, at, 200, state)])
            day = PartialDate(at.date(), at.date(), "day", "explicit", "")
            article = Article(page.digest, page.url, "qbitai", "zh", "题", day, "", "meta", "文" * 300, ())
            save_extraction(connection, Extraction(article), page.url, page.digest, "rules")
        save_run(connection, Run("crawl", "qbitai", at, at, "healthy", {"found": count, "new": count}))
    return captures


def test_a_fresh_database_is_well_and_says_nothing_of_sites(tmp_path: Path, url: str) -> None:
    (tmp_path / "archive").mkdir()
    found = levels(tmp_path, url)
    assert set(found) == {"database", "archive", "disk", "rules", "schedule"}
    assert found["database"] == found["archive"] == found["schedule"] == "ok"


def test_a_site_that_was_crawled_is_looked_at(tmp_path: Path, url: str, database: Database) -> None:
    crawl(database, tmp_path, datetime.now(UTC))
    assert levels(tmp_path, url, "qbitai") == {"floor": "ok", "errors": "ok", "drought": "ok", "fields": "ok"}
    assert levels(tmp_path, url, "ithome") == {}
    assert levels(tmp_path, url)["rules"] == "warning"  # they were read by others
    with pytest.raises(UnknownSiteError):
        check_health(tmp_path, url, ["no-such-site"])


def test_a_site_without_news_is_told(tmp_path: Path, url: str, database: Database) -> None:
    crawl(database, tmp_path, datetime.now(UTC) - timedelta(days=400))
    assert levels(tmp_path, url, "qbitai")["drought"] == "failed"


def test_a_lost_file_of_the_archive_is_told(tmp_path: Path, url: str, database: Database) -> None:
    (capture, *_) = crawl(database, tmp_path, datetime.now(UTC))
    (tmp_path / "archive" / capture.file).unlink()
    assert levels(tmp_path, url)["archive"] == "failed"


def test_a_schedule_that_nobody_keeps_is_told(tmp_path: Path, url: str, database: Database) -> None:
    with database.write() as connection:
        add_sites(connection, ["qbitai"], datetime.now(UTC) - timedelta(days=2))
    assert levels(tmp_path, url)["schedule"] == "failed"


def test_a_database_that_cannot_be_opened_is_what_is_told(tmp_path: Path) -> None:
    assert levels(tmp_path, "nonsense://") == {"database": "failed"}


def test_programs_read_json_and_the_exit_code(tmp_path: Path, url: str, database: Database) -> None:
    crawl(database, tmp_path, datetime.now(UTC) - timedelta(days=400))
    command = ["--database", url, "--archive", str(tmp_path / "archive"), "doctor", "--format", "json"]
    done = CliRunner().invoke(app, command)
    told = json.loads(done.output)
    assert (done.exit_code, told["is_well"]) == (1, False)
    assert {"name": "drought", "subject": "qbitai", "level": "failed"}.items() <= {
        key: value for check in told["checks"] if check["name"] == "drought" for key, value in check.items()
    }.items()
    assert "FAILED" in CliRunner().invoke(app, command[:-2]).output


SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[0-9.e+]+')


def test_metrics_are_what_prometheus_reads(tmp_path: Path, url: str, database: Database) -> None:
    crawl(database, tmp_path, NOW)
    text = read_metrics(tmp_path / "archive", url)
    assert all(line.startswith("# ") or SAMPLE.fullmatch(line) for line in text.splitlines())
    assert text.endswith("\n")
    assert 'moxun_run_new{site="qbitai"} 6\n' in text
    assert 'moxun_pages{site="qbitai"} 6\n' in text
    assert 'moxun_check{check="drought",site="qbitai"} 2\n' in text
    assert f'moxun_run_finished_timestamp_seconds{{site="qbitai"}} {NOW.timestamp():.0f}\n' in text
    assert "moxun_up 1\n" in text
    names = re.findall(r"^# TYPE (\w+) gauge$", text, re.MULTILINE)
    assert len(names) == len(set(names))


def test_a_database_that_is_away_is_down(tmp_path: Path) -> None:
    assert "moxun_up 0\n" in read_metrics(tmp_path, "nonsense://")


def test_a_file_of_metrics_is_replaced_whole(tmp_path: Path) -> None:
    save_metrics(tmp_path / "moxun.prom", "a 1\n")
    save_metrics(tmp_path / "moxun.prom", "a 2\n")
    assert [path.name for path in tmp_path.iterdir()] == ["moxun.prom"]
    assert (tmp_path / "moxun.prom").read_text() == "a 2\n"


def test_a_port_answers_with_what_is_measured_then(tmp_path: Path, url: str) -> None:
    with make_server(tmp_path / "archive", url, "127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        base = f"http://127.0.0.1:{server.server_port}"
        with urllib.request.urlopen(f"{base}/metrics", timeout=30) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
            assert b"moxun_up 1" in answer.read()
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(f"{base}/other", timeout=30)
        refused.value.close()
        server.shutdown()
        thread.join()
