"""Whatever can be typed is in both READMEs, and every column that is printed in docs/output.md."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from interface import alerting, asking, claiming, referencing, reporting, rows
from interface.cli import app
from interface.commands.filtering import OPTIONS

ROOT = Path(__file__).parent.parent.parent
READMES = ("README.md", "README.zh.md")
EVERYWHERE = {"--help", "-h", "--install-completion", "--show-completion"}  # told once, for all commands


def iter_commands(command: object, path: tuple[str, ...] = ("moxun",)) -> Iterator[tuple[str, TyperCommand]]:
    """Every command that does something, with what is typed for it."""
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from iter_commands(inner, (*path, name))
    elif isinstance(command, TyperCommand):
        yield " ".join(path), command


COMMANDS = dict(iter_commands(get_command(app)))


def is_filtered(command: TyperCommand) -> bool:
    return {"min_confidence", "district"} <= {parameter.name for parameter in command.params}


def section_of(text: str, name: str) -> str:
    """All that is told of a command: the lines that name it, and the tables under a head that does."""
    tables = re.findall(rf"^\|[^\n]*`{re.escape(name)}`[^\n]*\|\n\|---\|---\|\n(?:\|[^\n]*\n)*", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if re.search(rf"`{re.escape(name)}\b(?![ -][a-z])", line)]
    return "\n".join([*tables, *lines])


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(readme: str, name: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    told = section_of(text, name)
    assert told, f"{readme} does not tell of `{name}`"
    filters = set(OPTIONS) if is_filtered(COMMANDS[name]) else set()
    options = {
        option
        for parameter in COMMANDS[name].params
        if parameter.name not in filters
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }
    missing = {option for option in options - EVERYWHERE if not re.search(rf"{option}(?![\w-])", told)}
    assert not missing, f"{readme} does not tell of {', '.join(sorted(missing))} of `{name}`"


@pytest.mark.parametrize("readme", READMES)
def test_the_filters_are_documented_once_for_all(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    options = [option for parameter in COMMANDS["moxun releases"].params for option in parameter.opts]
    missing = {option for option in options if not re.search(rf"^\| .*`{option}\b", text, re.MULTILINE)}
    assert missing <= {"--help", "-h"}


COLUMNS = {
    "releases": rows.RELEASE_COLUMNS,
    "evidence": rows.EVIDENCE_COLUMNS,
    "search": asking.HIT_COLUMNS,
    "alert list": alerting.ALERT_COLUMNS,
    "vendors": asking.VENDOR_COLUMNS,
    "models": asking.MODEL_COLUMNS,
    "runs": rows.RUN_COLUMNS,
    "report window": reporting.FIGURE_COLUMNS,
    "report geo": reporting.FIGURE_COLUMNS,
    "report cadence": reporting.CADENCE_COLUMNS,
    "report lag": reporting.LAG_COLUMNS,
    "report digest": reporting.DIGEST_COLUMNS,
    "report coverage": referencing.COVERAGE_COLUMNS,
    "report conflicts": referencing.CONFLICT_COLUMNS,
    "report claims": claiming.COLUMNS,
}


@pytest.mark.parametrize("command", COLUMNS)
def test_every_column_is_documented(command: str) -> None:
    text = (ROOT / "docs" / "output.md").read_text("utf-8")
    part = re.search(rf"^## [^\n]*`moxun {command}`.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part, f"docs/output.md does not tell of `moxun {command}`"
    missing = [column for column in COLUMNS[command] if f"`{column}`" not in part[0]]
    assert not missing, f"docs/output.md does not tell of {', '.join(missing)}"
