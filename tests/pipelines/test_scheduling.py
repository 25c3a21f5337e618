"""When a site is due again, which part of the sites a node has, and what systemd and cron are told."""

import shlex
import shutil
import subprocess
from configparser import ConfigParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.crawling import load_sites
from pipelines.scheduling import LONGEST, Shard, find_next
from pipelines.units import cron_line, systemd_units

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
COMMAND = ["/opt/my moxun/bin/moxun", "--database", "postgresql://u:p%40$x@db/news", "run", "--due"]


def test_a_healthy_site_is_due_again_after_its_interval_a_tenth_sooner_or_later() -> None:
    assert [find_next(NOON, 6, 0, None, chance) - NOON for chance in (0, 0.5, 1)] == [5.4 * HOUR, 6 * HOUR, 6.6 * HOUR]


def test_each_failure_doubles_the_wait_up_to_a_limit() -> None:
    assert [find_next(NOON, 6, fails, None, 0.5) - NOON for fails in (1, 2, 3)] == [12 * HOUR, 24 * HOUR, 48 * HOUR]
    assert find_next(NOON, 6, 40, None, 0.5) - NOON == LONGEST
    assert find_next(NOON, 24 * 7, 3, None, 0.5) - NOON == timedelta(days=7)


def test_a_site_that_asks_for_more_time_gets_it() -> None:
    assert find_next(NOON, 6, 0, NOON + 100 * HOUR, 0.5) == NOON + 100 * HOUR
    assert find_next(NOON, 6, 0, NOON + HOUR, 0.5) == NOON + 6 * HOUR


@given(st.floats(0.1, 1000), st.integers(0, 10**6), st.floats(0, 1))
def test_a_site_is_never_due_at_once_after_a_run(hours: float, fails: int, chance: float) -> None:
    assert find_next(NOON, hours, fails, None, chance) - NOON >= 0.9 * timedelta(hours=hours) * 0.999


def test_the_parts_have_each_site_once() -> None:
    hosts = [site.base_url for site in load_sites().values()]
    for parts in (1, 2, 5):
        found = [host for number in range(1, parts + 1) for host in hosts if Shard(number, parts).holds(host)]
        assert sorted(found) == sorted(hosts)


def test_a_site_says_how_often_it_is_crawled() -> None:
    assert all(0.25 <= site.every <= 24 * 7 for site in load_sites().values())


def test_the_units_are_what_systemd_reads() -> None:
    units = systemd_units(COMMAND, {"MOXUN_CONTACT": "a@example.org", "EMPTY": ""})
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(units["moxun.service"])
    assert parser["Service"]["ExecStart"].startswith(
        '"/opt/my moxun/bin/moxun" "--database" "postgresql://u:p%%40$$x@db'
    )
    assert parser["Service"]["Environment"] == '"MOXUN_CONTACT=a@example.org"'
    timer = ConfigParser(interpolation=None)
    timer.read_string(units["moxun.timer"])
    assert timer["Timer"]["persistent"] == "true"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    program = shutil.which("true") or ""
    for name, text in systemd_units([program, *COMMAND[1:]], {"MOXUN_CONTACT": "a@example.org"}).items():
        (tmp_path / name).write_text(text)
    command = ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "moxun" not in done.stderr


def test_the_crontab_line_is_read_as_the_command() -> None:
    line = cron_line(COMMAND, {"MOXUN_CONTACT": "it's me", "EMPTY": ""})
    assert line.startswith("*/15 * * * * ")
    assert not [end for end in line.split("%")[:-1] if not end.endswith("\\")]  # cron ends the command at a bare one
    words = shlex.split(line.removeprefix("*/15 * * * * ").replace(r"\%", "%"))
    assert words == ["MOXUN_CONTACT=it's me", *COMMAND]
