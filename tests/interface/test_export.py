"""What is exported is read back by other programs."""

import asyncio
import csv
import hashlib
import io
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pyarrow import parquet
from typer.testing import CliRunner, Result

from extract.keys import model_key
from extract.records import Article, Claim, Extraction, Span
from interface.cli import app
from storage.database import Database, open_database
from storage.extractions import save_extraction
from storage.releases import rebuild_releases
from storage.schema import metadata

HOSTILE = '=HYPERLINK("http://x.example")\u202e\x1b[2J<script>|"\',\r\n'


def keep(database: Database, count: int) -> None:
    with database.write() as connection:
        for number in range(count):
            url, text = f"https://news.example/{number}", f"{HOSTILE}发布 Nova-{number}。"
            article = Article(f"sha1:{number}", url, "example", "zh", HOSTILE, None, "", "meta", text, ())
            claim = Claim(
                article.digest, url, HOSTILE, None, f"Nova-{number}", model_key(f"Nova-{number}", None), "model",
                "released", None, Span(0, len(text)), None, None, None, None, "test", 0.9,
            )  # fmt: skip
            save_extraction(connection, Extraction(article, (claim,)), url, article.digest)
        rebuild_releases(connection)


@pytest.fixture
def database(database_url: str) -> str:
    with open_database(database_url) as opened:
        keep(opened, 3)
    return database_url


def moxun(database: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--database", database, *arguments])


def export(database: str, target: Path, format_name: str, *more: str) -> None:
    done = moxun(database, "export", str(target), "--format", format_name, *more)
    assert done.exit_code == 0, done.output


def test_a_data_package_describes_its_files_exactly(database: str, tmp_path: Path) -> None:
    export(database, tmp_path / "package", "datapackage")
    package = json.loads((tmp_path / "package" / "datapackage.json").read_text("utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert [each["name"] for each in package["resources"]] == ["releases", "evidence", "vendors"]
    for each in package["resources"]:
        data = (tmp_path / "package" / each["path"]).read_bytes()
        rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        assert each["bytes"] == len(data)
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert each["rows"] == len(rows)
        assert [field["name"] for field in each["schema"]["fields"]] == next(csv.reader(io.StringIO(data.decode())))
        assert set(each["schema"]["primaryKey"]) <= {field["name"] for field in each["schema"]["fields"]}
        keys = [tuple(row[name] for name in each["schema"]["primaryKey"]) for row in rows]
        assert len(keys) == len(set(keys))
        for field in each["schema"]["fields"]:
            if field["type"] == "integer":
                assert all(row[field["name"]].isdigit() or not row[field["name"]] for row in rows), field


def test_frictionless_finds_a_data_package_valid(database: str, tmp_path: Path) -> None:
    export(database, tmp_path / "package", "datapackage")
    assert problems_of(tmp_path / "package") == []
    path = tmp_path / "package" / "releases.csv"
    path.write_text(path.read_text("utf-8").replace(",1,", ",one,", 1), "utf-8")  # no integer, another hash and size
    assert {"type-error", "hash-count", "byte-count"} <= set(problems_of(tmp_path / "package"))


def problems_of(folder: Path) -> list[str]:
    """What frictionless says against a package: of its description, its files, and each cell by its schema."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [code for (code,) in report.flatten(["type"])]


def test_no_cell_is_a_formula_and_every_format_holds_the_same(database: str, tmp_path: Path) -> None:
    for format_name in ("csv", "jsonl", "parquet"):
        export(database, tmp_path / format_name, format_name)
    with (tmp_path / "csv" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        cells = list(csv.DictReader(file))
    lines = [json.loads(line) for line in (tmp_path / "jsonl" / "evidence.jsonl").read_text("utf-8").splitlines()]
    table = parquet.read_table(tmp_path / "parquet" / "evidence.parquet").to_pylist()
    assert lines == table
    assert [cell["quote"].removeprefix("'") for cell in cells] == [line["quote"] for line in lines]
    assert all(
        not value.startswith(("=", "+", "@", "|", "\t", "\r", "\n")) for cell in cells for value in cell.values()
    )
    assert {line["quote"][: len(HOSTILE)] for line in lines} == {HOSTILE}  # a file keeps what was written


@pytest.mark.parametrize("format_name", ["table", "md"])
@pytest.mark.parametrize("command", [["releases"], ["evidence"], ["vendors"], ["models"], ["show", "Nova-1"]])
def test_nothing_hostile_reaches_a_terminal(database: str, command: list[str], format_name: str) -> None:
    told = moxun(database, *command, "--format", format_name).output
    assert "Nova" in told or command == ["vendors"]
    assert not {"\x1b", "\u202e", "\r"} & set(told)
    assert format_name == "table" or "<script" not in told


def test_a_filter_narrows_an_export(database: str, tmp_path: Path) -> None:
    export(database, tmp_path / "some", "jsonl", "--model", "Nova-1")
    rows = [json.loads(line) for line in (tmp_path / "some" / "releases.jsonl").read_text("utf-8").splitlines()]
    assert [row["model"] for row in rows] == ["Nova-1"]


def test_what_is_there_already_stays(database: str, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for format_name in ("csv", "sqlite"):
        done = moxun(database, "export", str(tmp_path / "there"), "--format", format_name)
        assert done.exit_code == 1
        assert "is there already" in str(done.exception)
    assert list((tmp_path / "there").iterdir()) == []
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]  # noqa: PTH208 names only


def test_an_export_that_fails_leaves_nothing(database: str, tmp_path: Path) -> None:
    with open_database(database) as opened, opened.write() as connection:
        connection.exec_driver_sql("UPDATE releases SET conflicts = 'no JSON' WHERE model = 'Nova-2'")
    assert moxun(database, "export", str(tmp_path / "broken"), "--format", "csv").exit_code == 1
    assert sorted(path.name for path in tmp_path.iterdir() if "broken" in path.name) == []


def test_a_copy_is_one_settled_file_that_datasette_serves(database: str, tmp_path: Path) -> None:
    from datasette import app as datasette  # noqa: PLC0415 imports a whole server

    export(database, tmp_path / "copy.db", "sqlite")
    assert not (tmp_path / "copy.db-wal").exists()
    told = json.loads((tmp_path / "copy.metadata.json").read_text("utf-8"))
    served = datasette.Datasette([], immutables=[str(tmp_path / "copy.db")], metadata=told)

    async def ask(path: str) -> tuple[int, str]:
        await served.invoke_startup()
        answer = await served.client.get(path)
        return answer.status_code, answer.text

    tables = {name for names in told["databases"]["copy"]["tables"] for name in [names]}
    assert tables - set(metadata.tables) == {"release_view"}
    for path in ("/copy/releases?_facet=kind", "/copy/release_view", "/copy/claims", "/copy/articles", "/copy/vendors"):
        status, text = asyncio.run(ask(path))
        assert (status, "<script>|" in text) == (200, False), path
    for name in told["databases"]["copy"]["queries"]:
        status, text = asyncio.run(ask(f"/copy/{name}.json?model=Nova-1&_shape=array"))
        assert status == 200, text
        assert name != "who_says_so" or json.loads(text)[0]["url"] == "https://news.example/1"


def test_sql_has_every_format_and_columns_of_one_name_stay_apart(database: str) -> None:
    statement = "SELECT model, model, claim_count AS n FROM releases ORDER BY model LIMIT 1"
    assert json.loads(moxun(database, "sql", statement, "--format", "jsonl").output) == {
        "model": "Nova-0", "model_2": "Nova-0", "n": 1
    }  # fmt: skip
    assert moxun(database, "sql", statement, "--format", "csv").output.splitlines() == [
        "model,model_2,n",
        "Nova-0,Nova-0,1",
    ]
    told = CliRunner().invoke(app, ["--database", database, "sql", "-", "--format", "json"], input="SELECT 1 AS one")
    assert json.loads(told.output) == [{"one": 1}]


def test_the_copy_has_every_row(database: str, tmp_path: Path) -> None:
    export(database, tmp_path / "copy.db", "sqlite")
    with (
        closing(sqlite3.connect(tmp_path / "copy.db")) as copy,
        open_database(database) as own,
        own.read() as connection,
    ):
        for name in metadata.tables:
            query = f'SELECT count(*) FROM "{name}"'
            assert copy.execute(query).fetchone() == connection.exec_driver_sql(query).one(), name
