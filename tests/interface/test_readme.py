"""The screen that the READMEs show is what the demo prints."""

import re
from pathlib import Path
from typing import Protocol

import pytest
from typer.testing import CliRunner

from interface.cli import app

ROOT = Path(__file__).parent.parent.parent
# What differs from run to run, and the figures that a better rule moves.
PASSING = re.compile(
    r"127\.0\.0\.1:\d+|\d{4}/\d{2}/moxun-\S+|at byte \d+|fetched [\d: -]+Z"
    r"|score \d\.\d+|\d+ (?=claims|releases)|\(\d+\)"
)


class Finished(Protocol):
    """A demo that has run."""

    folder: Path
    output: str


def plain(text: str) -> set[str]:
    return {" ".join(PASSING.sub("", line).split()) for line in text.splitlines()}


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_screen_in_the_readme_is_real(name: str, undisturbed: Finished) -> None:
    (screen,) = re.findall(r"^```console\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    command = ["--database", str(undisturbed.folder / "moxun.db"), "show", "Linhe-R2"]
    printed = plain(undisturbed.output) | plain(CliRunner().invoke(app, command).output)
    shown = {line for line in plain(screen) if not line.startswith(("$", "…", "──"))}
    assert shown - printed == set()
    assert len(shown) > 20
