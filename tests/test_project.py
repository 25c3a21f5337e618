"""What the project says of itself is true: documents, layers, packages."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from interface.cli import app
from storage.columns import metadata
from storage.database import open_database

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")
PACKAGES = ("crawler", "extract", "storage", "pipelines", "interface")
PLACES = r"/(?:work|tmp|root|home/\w+)/\w"  # of somebody's machine
TEXT = {".py", ".md", ".toml", ".jsonl", ".html", ""}
SH = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def program(name: str) -> str:
    found = shutil.which(name, path=Path(sys.executable).parent)
    return found or pytest.skip(f"{name} is not installed")


def commands() -> dict[str, Any]:
    """Each command as it is typed. Typer brings a Click of its own or not, as it was made."""

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
        yield name, command
        for below, each in getattr(command, "commands", {}).items():
            yield from walk(f"{name} {below}", each)

    return dict(walk("moxun", typer.main.get_command(app)))


def spellings(command: Any) -> list[str]:  # noqa: ANN401
    """How a command's options are typed."""
    options = [each for each in command.params if each.param_type_name == "option"]
    return [spelling for option in options for spelling in (*option.opts, *option.secondary_opts)]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_and_option_is_documented(readme: str) -> None:
    text = read(readme)
    missing = [name for name in commands() if f"`{name}" not in text]
    for name, command in commands().items():
        told = (re.search(rf"`{re.escape(each)}[ `]", text) for each in spellings(command))
        missing += [f"{name} {each}" for each, found in zip(spellings(command), told, strict=True) if not found]
    assert missing == []


@pytest.mark.parametrize("readme", READMES)
def test_no_document_speaks_of_what_is_not_there(readme: str) -> None:
    text = read(readme)
    known = {spelling for command in commands().values() for spelling in spellings(command)}
    assert set(re.findall(r"`(--[a-z-]+)", text)) <= known | {"--help"}
    assert {f"moxun {name}" for name in re.findall(r"`moxun ([a-z-]+)", text)} <= set(commands())
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("https://") or (ROOT / link).exists(), link


@pytest.mark.parametrize("readme", READMES)
def test_the_two_commands_do_their_own_setup(readme: str) -> None:
    lines = [line for block in SH.findall(read(readme)) for line in block.splitlines() if "venv" in line]
    assert lines == [
        "python3.11 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/moxun demo",
        "python3.11 -m venv .venv && .venv/bin/pip install -q '.[test]' && .venv/bin/pytest -q -n auto",
    ]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_in_the_document_can_be_typed(readme: str) -> None:
    typed = re.findall(r"^moxun .*?(?=\s{2,}#|$)", "".join(SH.findall(read(readme))), re.MULTILINE)
    assert len(typed) >= 3
    for line in typed:
        name, *arguments = line.split()[1:]
        command = commands()[f"moxun {name}"]
        command.make_context(name, arguments)


@pytest.mark.parametrize("readme", READMES)
def test_the_example_of_the_contract_has_its_keys(readme: str) -> None:
    (example,) = re.findall(r"^```json\n(.*?)^```", read(readme), re.DOTALL | re.MULTILINE)
    page = json.loads(example)
    assert list(page) == ["url", "site", "language", "title", "published", "published_raw", "problems", "releases"]
    assert set(page["releases"][0]) >= {"vendor", "model", "evidence", "start", "end", "score"}


def test_both_readmes_have_the_same_parts() -> None:
    shapes = [re.findall(r"^(#+ |\||```\w*)", read(name), re.MULTILINE) for name in READMES]
    assert shapes[0] == shapes[1]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    pattern = re.search(r"grep -m1 -E '([^']+)' README\.md", read(".ci/run"))
    assert pattern
    (line,) = [line for line in read("README.md").splitlines() if re.search(pattern[1], line)]
    assert line.endswith(".venv/bin/pytest -q -n auto")


def test_every_table_and_column_is_documented() -> None:
    text = read("docs/data-model.md")
    names = set(re.findall(r"`([a-z_*]+)`", text))
    missing = []
    for table in metadata.tables.values():
        for name in (table.name, *(column.name for column in table.columns)):
            stars = {name[: match.start()] + "_*" for match in re.finditer("_", name)}
            if name not in names and not stars & names:
                missing.append(f"{table.name}.{name}")
    assert missing == []


def test_every_question_in_the_documents_can_be_asked(tmp_path: Path) -> None:
    (questions,) = re.findall(r"^```sql\n(.*?)^```", read("docs/data-model.md"), re.DOTALL | re.MULTILINE)
    with open_database(f"sqlite:///{tmp_path / 'moxun.db'}") as database, database.read() as connection:
        for question in filter(str.strip, questions.split(";")):
            connection.exec_driver_sql(question).all()


def test_the_changelog_has_what_is_not_released_yet_or_the_version_that_is() -> None:
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert re.search(rf"^## \[(Unreleased|{re.escape(version)})\]", read("CHANGELOG.md"), re.MULTILINE)


def test_imports_go_one_way() -> None:
    done = subprocess.run([program("lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_scrapy_finds_the_sites() -> None:
    done = subprocess.run([program("scrapy"), "list"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "qbitai" in done.stdout.split(), done.stderr
    assert len(done.stdout.split()) == len(list((ROOT / "crawler" / "spiders").glob("[!_]*.py")))


def files() -> Iterator[Path]:
    """What is kept in the repository, as far as it is text."""
    for name in (*PACKAGES, "docs", "tests", "bench", ".ci"):
        yield from (path for path in (ROOT / name).rglob("*") if path.is_file() and path.suffix in TEXT)
    yield from ROOT.glob("*.md")


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    found = [path.name for path in files() if re.search(PLACES, path.read_text(encoding="utf-8"))]
    assert found == []


def test_a_wheel_holds_the_packages_with_their_data_and_nothing_else(tmp_path: Path) -> None:
    build = pytest.importorskip("hatchling.builders.wheel", reason="hatchling builds wheels")
    (wheel,) = build.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = zipfile.ZipFile(wheel).namelist()
    kept = {name for name in names if not name.split("/")[0].endswith(".dist-info")}
    data = [path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    assert {path.relative_to(ROOT).as_posix() for path in data} == kept
    assert any(name.startswith("extract/data/") for name in kept)
