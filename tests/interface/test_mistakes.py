"""What a person types wrongly is said plainly, on standard error, with what may have been meant; nothing is made."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from interface.cli import app

if TYPE_CHECKING:
    from conftest import Demo


def moxun(demo: "Demo", *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--database", str(demo.folder / "moxun.db"), *arguments])


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["--vendor", "Gogle"], "did you mean Google"),
        (["--model", "GML-5"], "did you mean GLM-5"),
        (["--family", "Qwn"], "did you mean Qwen"),
        (["--city", "Hangzou"], None),
        (["--city", "杭州城"], "did you mean 杭州"),
        (["--source", "qbtai"], "did you mean qbitai"),
        (["--text", "GML-5"], "did you mean GLM-5"),
        (["--on", "0001-01-01"], None),
    ],
)
@pytest.mark.parametrize("command", ["releases", "evidence", "vendors", "models"])
def test_what_nothing_meets_is_told_with_what_may_have_been_meant(
    undisturbed: "Demo", command: str, arguments: list[str], meant: str | None
) -> None:
    done = moxun(undisturbed, command, *arguments)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no release meets these conditions" in done.stderr
    assert (meant or "") in done.stderr
    assert meant or "did you mean" not in done.stderr


def test_nothing_is_nothing_to_a_program(undisturbed: "Demo") -> None:
    for form, told in (("json", "[]\n"), ("jsonl", "")):
        done = moxun(undisturbed, "releases", "--vendor", "Gogle", "--format", form)
        assert (done.exit_code, done.stdout, done.stderr) == (0, told, "")


def test_days_the_wrong_way_round_are_refused(undisturbed: "Demo") -> None:
    done = moxun(undisturbed, "releases", "--from", "2026-03-01", "--to", "2026-02-01")
    assert done.exit_code == 2
    assert "--from 2026-03-01 is after --to 2026-02-01" in done.stderr


@pytest.mark.parametrize("name", ["China", "中国", "china"])
def test_a_country_s_name_is_told_its_code(undisturbed: "Demo", name: str) -> None:
    done = moxun(undisturbed, "releases", "--country", name)
    assert done.exit_code == 2
    assert f"{name} is CN" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["releases"], ["show", "GLM-5"], ["evidence"], ["search", "GLM"], ["vendors"], ["models"], ["report", "geo"],
        ["report", "claims", "x"], ["feed"], ["export", "target"], ["sql", "SELECT 1"], ["serve", "--port", "0"],
    ],
)  # fmt: skip
def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, command: list[str]) -> None:
    place = tmp_path / "mistyped" / "moxun.db"
    done = CliRunner().invoke(app, ["--database", str(place), *command])
    assert done.exit_code == 1
    assert f"no database at {place}: `moxun crawl`" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_hit_of_which_only_the_month_is_known_is_given_no_day(undisturbed: "Demo") -> None:
    words = "面壁智能推出MiniCPM-o"  # in the article whose page says 2026-02-38
    (row,) = moxun(undisturbed, "search", words, "--format", "jsonl").stdout.splitlines()
    assert json.loads(row)["published"] is None
    assert " 2026-02 " in moxun(undisturbed, "search", words).stdout
