"""Other databases beside ours: `moxun import`, `moxun report coverage` and `moxun report conflicts`."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select
from typer.testing import CliRunner, Result

from extract.keys import model_key
from extract.knowledge import load_families, load_vendors
from extract.records import Article, Claim, Extraction, PartialDate, Span
from extract.references import ReferenceFileError
from interface.cli import app
from storage.database import open_database
from storage.extractions import save_extraction
from storage.problems import iter_problems
from storage.releases import rebuild_releases
from storage.schema_known import reference_entries

# A known maker with an unambiguous family, whichever the data has: no name of the world stands in a test.
FAMILY = next(each for each in load_families() if not each.ambiguous and each.family.isascii())
MAKER = next(each for each in load_vendors() if each.id == FAMILY.vendor)


def tell(connection: Connection, number: int, vendor: str, model: str, day: date, *, vendor_id: str = "") -> None:
    url, digest, text = f"https://news{number}.example/{number}", f"sha1:{number}", f"{vendor}发布{model}"
    when = PartialDate(day, day, "day", "explicit", str(day))
    claim = Claim(
        digest, url, vendor, vendor_id or vendor.casefold(), model, model_key(model, None), "model", "released", when,
        Span(0, len(text)), Span(len(vendor) + 2, len(text)), None, None, None, "r", 0.9,
    )  # fmt: skip
    save_extraction(
        connection, Extraction(Article(digest, url, "example", "zh", text, when, "", "meta", text, ()), (claim,)), url,
        digest,
    )  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Xinghe's Nebo-3 (two articles that disagree), its Lyra 2, and a model of a known maker."""
    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    with open_database(url) as opened, opened.write() as connection:
        tell(connection, 1, "Xinghe", "Nebo-3", date(2026, 2, 10))
        tell(connection, 2, "Xinghe", "Nebo 3", date(2026, 2, 14))
        tell(connection, 3, "Xinghe", "Lyra-2", date(2026, 3, 5))
        tell(connection, 4, MAKER.name, f"{FAMILY.family} 77", date(2026, 1, 9), vendor_id=MAKER.id)
        rebuild_releases(connection)
    return url


def moxun(database: str, *arguments: object) -> Result:
    return CliRunner().invoke(app, ["--database", database, *map(str, arguments)])


def rows_of(database: str, *arguments: object) -> list[dict[str, Any]]:
    result = moxun(database, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def entries_of(database: str) -> list[Any]:
    with open_database(database) as opened, opened.read() as connection:
        return list(connection.execute(select(reference_entries).order_by(reference_entries.c.name)))


def problems_of(database: str) -> set[tuple[str, str, str]]:
    with open_database(database) as opened, opened.read() as connection:
        return {(each.code, each.value, each.where) for each in iter_problems(connection, "import")}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


CSV = (
    "\ufeffDate,Vendor,Model,Country,url\r\n"
    "2026-02-13,Xinghe,NEBO 3,CN,https://list.example/nebo\r\n"
    "2026-03,Xinghe,Lyra 2,CN,\r\n"
    "2026-13-01,Halden,Orrin 1,NO,\r\n"
    "2026-01-01,Halden,,NO,\r\n"
    "2026-01-01,Halden\r\n"
    "2026-02-20,Xinghe,NEBO 3,CN,\r\n"
)


def test_a_csv_becomes_entries_and_each_bad_row_a_problem_with_its_line(database: str, tmp_path: Path) -> None:
    result = moxun(database, "import", "csv", write(tmp_path / "list.csv", CSV))
    assert result.exit_code == 0, result.output
    assert "list: 3 entries: 3 new, 0 changed, 0 as before" in result.stdout
    assert "4 problems in all" in result.stderr
    assert problems_of(database) == {
        ("bad-date", "2026-13-01", "list.csv:4"),
        ("no-model", "Halden/", "list.csv:5"),
        ("uneven-row", "2026-01-01,Halden", "list.csv:6"),
        ("repeated-name", "Xinghe/NEBO 3", "list.csv:7"),
    }
    told = {row.name: (row.vendor_id, row.key, str(row.date_start), str(row.date_end)) for row in entries_of(database)}
    assert told == {
        "Halden/Orrin 1": ("halden", "orrin@1", "None", "None"),
        "Xinghe/Lyra 2": ("xinghe", "lyra@2", "2026-03-01", "2026-03-31"),
        "Xinghe/NEBO 3": ("xinghe", "nebo@3", "2026-02-13", "2026-02-13"),
    }


def test_a_second_import_writes_nothing_and_a_new_file_only_what_changed(database: str, tmp_path: Path) -> None:
    file = write(tmp_path / "list.csv", CSV)
    moxun(database, "import", "csv", file)
    before = entries_of(database)
    assert "0 new, 0 changed, 3 as before" in moxun(database, "import", "csv", file).stdout
    assert entries_of(database) == before
    write(file, "vendor,model,date\nXinghe,NEBO 3,2026-02-12\nXinghe,Vega 1,\n")
    assert "1 new, 1 changed, 0 as before" in moxun(database, "import", "csv", file).stdout
    assert {row.name for row in entries_of(database)} == {row.name for row in before} | {"Xinghe/Vega 1"}


def test_no_release_takes_anything_from_an_import(database: str, tmp_path: Path) -> None:
    before = rows_of(database, "releases")
    moxun(database, "import", "csv", write(tmp_path / "list.csv", CSV))
    with open_database(database) as opened, opened.write() as connection:
        rebuild_releases(connection)
    assert rows_of(database, "releases") == before


def test_epoch_names_its_columns_otherwise(database: str, tmp_path: Path) -> None:
    text = (
        "Model,Domain,Organization,Publication date,Country (of organization),Link\n"
        f'Orrin 1,Language,"Halden, Xinghe",2025-11-02,Norway,https://halden.example/orrin\n'
        f"Orrin 2,Language,Hld.ai ({MAKER.name}),2025-11-02,Norway,\n"
        f'{FAMILY.family} 77,Language,"Halden Labs,{MAKER.name}",2026-01-09,,\n'
    )
    assert moxun(database, "import", "epoch", write(tmp_path / "models.csv", text)).exit_code == 0
    told = {row.model: (row.source, row.vendor, row.vendor_id, row.url) for row in entries_of(database)}
    assert told["Orrin 1"] == ("epoch", "Halden, Xinghe", "halden", "https://halden.example/orrin")
    assert told["Orrin 2"][1:3] == (f"Hld.ai ({MAKER.name})", MAKER.id)
    assert told[f"{FAMILY.family} 77"][2] == MAKER.id


def api(**providers: dict[str, dict[str, object]]) -> str:
    return json.dumps(
        {name: {"id": name, "name": name.title(), "models": models} for name, models in providers.items()}
    )


def test_models_dev_tells_who_serves_a_model_from_who_made_it(database: str, tmp_path: Path) -> None:
    known = {"id": "m-77", "name": f"{FAMILY.family} 77", "release_date": "2026-01", "open_weights": True}
    text = api(
        xinghe={"nebo-3": {"id": "nebo-3", "name": "Nebo 3", "release_date": "2026-02-10"}, "odd": {"name": 7}},
        shop={"m-77": known, f"{MAKER.id}/x": {"name": "Quorra 5"}, "z": {"name": "Zephra 1"}},
    )
    result = moxun(database, "import", "models-dev", write(tmp_path / "api.json", text))
    assert result.exit_code == 0, result.output
    told = {row.name: (row.vendor, row.vendor_id, row.date_precision) for row in entries_of(database)}
    assert told == {
        "xinghe/nebo-3": ("Xinghe", "xinghe", "day"),
        "shop/m-77": ("Shop", MAKER.id, "month"),
        f"shop/{MAKER.id}/x": ("Shop", MAKER.id, None),
        "shop/z": ("Shop", None, None),
    }
    assert problems_of(database) == {("no-model", '{"name": 7}', "api.json: xinghe/odd")}


@pytest.mark.parametrize(
    ("kind", "text", "complaint"),
    [
        ("csv", "vendor,name,date\nA,B,2026-01-01\n", "no column model: there are vendor, name, date"),
        ("csv", "", "no column vendor, model, date: there are none"),
        ("csv", 'vendor,model,date\n"A,B', "no CSV in UTF-8"),
        ("epoch", "vendor,model,date\n", "no column organization, publication date"),
        ("models-dev", "<html>", "no JSON"),
        ("models-dev", '["a"]', "not the api.json of models.dev"),
    ],
)
def test_a_wrong_file_is_refused_with_the_reason(
    database: str, tmp_path: Path, kind: str, text: str, complaint: str
) -> None:
    result = moxun(database, "import", kind, write(tmp_path / "file", text))
    assert isinstance(result.exception, ReferenceFileError)
    assert complaint in str(result.exception)
    assert entries_of(database) == []


def test_the_reason_is_all_that_is_shown(database: str, tmp_path: Path) -> None:
    file = write(tmp_path / "api.json", "{}")
    command = [sys.executable, "-c", "from interface.cli import main; main()", "--database", database, "import"]
    done = subprocess.run([*command, "models-dev", file], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "moxun: api.json: not the api.json of models.dev: no provider in it has models\n"


def test_bytes_that_are_no_text_are_refused(database: str, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"vendor,model,date\n\xff\xfe,B,\n")
    assert "no CSV in UTF-8" in str(moxun(database, "import", "csv", tmp_path / "list.csv").exception)


def test_a_csv_cannot_take_the_name_of_another_source(database: str, tmp_path: Path) -> None:
    file = write(tmp_path / "epoch.csv", CSV)
    assert "give another --name" in str(moxun(database, "import", "csv", file).exception)
    assert moxun(database, "import", "csv", file, "--name", "mine").stdout.startswith("mine: 3 entries")


def test_coverage_tells_who_knows_what(database: str, tmp_path: Path) -> None:
    moxun(database, "import", "csv", write(tmp_path / "list.csv", CSV))
    moxun(database, "import", "csv", write(tmp_path / "few.csv", "vendor,model,date\n,Lyra2,2026-03-05\n"))
    told = {(row["source"], row["section"], row["model"]) for row in rows_of(database, "report", "coverage")}
    ours = f"{FAMILY.family} 77"
    (nebo,) = {model for _, _, model in told if model.startswith("Nebo")}
    assert told == {
        ("list", "both", nebo), ("list", "both", "Lyra-2"), ("list", "theirs", "Orrin 1"), ("list", "ours", ours),
        ("few", "both", "Lyra-2"), ("few", "ours", nebo), ("few", "ours", ours),
    }  # fmt: skip
    march = rows_of(database, "report", "coverage", "--source", "list", "--from", "2026-03-01", "--to", "2026-03-31")
    assert [(row["section"], row["release_id"], row["name"]) for row in march] == [
        ("both", "xinghe/lyra-2", "Xinghe/Lyra 2")
    ]
    table = moxun(database, "report", "coverage").stdout
    assert ["list", "2", "1", "1"] in [line.split() for line in table.splitlines()]


def test_the_makers_own_day_counts_before_that_of_who_serves_it_and_a_clock_never_set_is_none(
    database: str, tmp_path: Path
) -> None:
    name, known = f"{FAMILY.family} 77", f"{MAKER.id}/m-77"
    text = api(
        amarket={known: {"name": f"{name} (latest)", "release_date": "2026-01-02"}},
        bazaar={known: {"name": name, "release_date": "1970-01-01"}},
        **{MAKER.id: {"m-77": {"name": name, "release_date": "2026-01-19"}}},
    )
    assert moxun(database, "import", "models-dev", write(tmp_path / "api.json", text)).exit_code == 0
    assert problems_of(database) == {("bad-date", "1970-01-01", f"api.json: bazaar/{known}")}
    (row,) = rows_of(database, "report", "conflicts", "--source", "models-dev")
    assert (row["days"], row["theirs"], row["name"]) == (10, "2026-01-19", f"{MAKER.id}/m-77")
    assert len({entry.key for entry in entries_of(database)}) == 1


def test_the_same_name_of_another_vendor_is_another_model(database: str, tmp_path: Path) -> None:
    moxun(database, "import", "csv", write(tmp_path / "list.csv", "vendor,model,date\nHalden,Lyra 2,2026-03-05\n"))
    told = {
        (row["section"], row["vendor"]) for row in rows_of(database, "report", "coverage") if "Lyra" in row["model"]
    }
    assert told == {("theirs", "Halden"), ("ours", "Xinghe")}


def test_two_that_a_person_called_one_meet_their_entries(database: str, tmp_path: Path) -> None:
    moxun(database, "review", "same", "xinghe/nebo-3", "xinghe/lyra-2", "--author", "An")
    moxun(database, "import", "csv", write(tmp_path / "list.csv", "vendor,model,date\nXinghe,Lyra 2,2026-02-10\n"))
    told = [row["section"] for row in rows_of(database, "report", "coverage") if row["release_id"] == "xinghe/nebo-3"]
    assert told == ["both"]


def test_names_that_a_person_added_meet_their_entries(database: str, tmp_path: Path) -> None:
    text = "vendor,model,date\nStarriver,Lyra 2,2026-03-05\nXinghe,Weideng 3,2026-02-10\n"
    moxun(database, "import", "csv", write(tmp_path / "list.csv", text))
    assert {row["section"] for row in rows_of(database, "report", "coverage")} == {"theirs", "ours"}
    moxun(database, "review", "alias", "vendor", "xinghe", "Starriver", "--author", "An")
    moxun(database, "review", "alias", "model", "Nebo", "Weideng", "--author", "An")
    both = {row["release_id"] for row in rows_of(database, "report", "coverage") if row["section"] == "both"}
    assert both == {"xinghe/nebo-3", "xinghe/lyra-2"}


def test_conflicts_are_days_between_us_and_each_source_and_between_our_articles(database: str, tmp_path: Path) -> None:
    text = "vendor,model,date\nXinghe,Nebo 3,2026-02-01\nXinghe,Lyra 2,2026-03\n"
    moxun(database, "import", "csv", write(tmp_path / "list.csv", text))
    rows = rows_of(database, "report", "conflicts")
    (release,) = (row for row in rows_of(database, "releases") if row["id"] == "xinghe/nebo-3")
    days = (date(2026, 2, 1) - date.fromisoformat(release["date_start"])).days
    assert days < 0
    assert [(row["source"], row["release_id"], row["days"]) for row in rows] == [
        ("list", "xinghe/nebo-3", days), ("articles", "xinghe/nebo-3", None),
    ]  # fmt: skip
    assert (rows[0]["ours"], rows[0]["theirs"]) == (release["date_start"], "2026-02-01")
    assert rows[1]["what"] == release["conflicts"][0]
    assert len(rows_of(database, "report", "conflicts", "--source", "articles")) == 1
    assert rows_of(database, "report", "conflicts", "--from", "2026-03-01") == []
    assert "Nobody disagrees." in moxun(database, "report", "conflicts", "--from", "2026-03-01").stdout


@pytest.mark.parametrize("report", ["coverage", "conflicts"])
def test_a_source_that_was_never_imported_is_an_error(database: str, report: str) -> None:
    assert "no source 'nowhere' was imported" in str(moxun(database, "report", report, "--source", "nowhere").exception)
