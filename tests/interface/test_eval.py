"""`moxun eval` as it is typed: what it prints, and how it ends."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from interface.cli import app

RELEASE = {
    "model": "Lishi-3", "vendor": "砺石科技", "date_start": "2026-03-05", "date_end": "2026-03-05", "evidence": "砺石",
}  # fmt: skip
MISSED = {"model": "Lishi-9", "vendor": "砺石科技", "evidence": "砺石科技在会上带来了它"}
GOLD = [
    {"id": "told", "url": "https://news.example/told.html", "lang": "zh", "releases": [RELEASE, MISSED]},
    {"id": "still", "url": "https://news.example/still.html", "lang": "zh", "releases": []},
]
PROSE = {
    "told": "3月5日，砺石科技发布语言模型 Lishi-3，参数量为 30B。模型的权重同日上传，任何人都能下载。",
    "still": "江边的风很大，人们把伞收了起来。",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    for name, prose in PROSE.items():
        head = f'<meta charset="utf-8"><link rel="canonical" href="https://news.example/{name}.html">'
        stamp = '<meta property="article:published_time" content="2026-03-06T08:00:00+08:00">'
        page = f"<html><head>{head}{stamp}</head><body><article><p>{prose}</p></article></body></html>"
        (tmp_path / "pages" / f"{name}.html").write_text(page, encoding="utf-8")
    lines = (json.dumps(article, ensure_ascii=False) + "\n" for article in GOLD)
    (tmp_path / "gold.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def evaluate(folder: Path, *options: str, gold: str = "gold.jsonl", pages: str = "pages") -> Result:
    return CliRunner().invoke(app, ["eval", str(folder / gold), str(folder / pages), *options])


def test_the_table_has_the_scores_their_parts_and_no_error_unasked(folder: Path) -> None:
    done = evaluate(folder)
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert lines[0].startswith("model   P 1.000  R 0.500  F1 0.667 [")
    assert lines[0].endswith("]   tp 1 fp 0 fn 1")
    assert lines[2].startswith("triple  P 1.000  R 0.500")
    assert lines[3:6] == ["status  1.000 of 1", "quiet   1.000 of 1", "articles 2, not predicted at all 0"]
    assert {"Rule", "Site", "Language", "Kind"} <= {line.split()[0] for line in lines if line.strip()}
    assert "FN" not in done.stdout


def test_as_many_errors_are_shown_as_are_asked_for(folder: Path) -> None:
    assert "  told: FN: 砺石科技 / Lishi-9 / None <- 砺石科技在会上带来了它" in evaluate(folder, "--errors", "5").stdout


def test_json_is_one_object_with_the_same_figures(folder: Path) -> None:
    told = json.loads(evaluate(folder, "--format", "json", "--errors", "1").stdout)
    assert {"model", "pair", "triple", "status", "quiet", "articles", "missing"} < told.keys()
    assert {key: told["triple"][key] for key in ("precision", "recall", "tp", "fp", "fn")} == {
        "precision": 1.0, "recall": 0.5, "tp": 1, "fp": 0, "fn": 1,
    }  # fmt: skip
    (rule,) = told["rules"].values()
    assert rule["model"]["tp"] == told["sites"]["news.example"]["model"]["tp"] == told["kinds"]["model"]["model"]["tp"]
    assert [error["id"] for error in told["errors"]] == ["told"]


def test_a_gold_file_that_cannot_be_read_ends_it_before_a_page_is(folder: Path) -> None:
    done = evaluate(folder, gold="silver.jsonl")
    assert done.exit_code == 1
    assert "silver.jsonl: No such file" in str(done.exception)
    (folder / "gold.jsonl").write_text('{"id": "told"}\n', encoding="utf-8")
    assert "gold.jsonl:1: it is not an object with a list" in str(evaluate(folder).exception)


def test_pages_that_cannot_be_read_are_told_and_the_others_scored(folder: Path) -> None:
    (folder / "pages" / "broken.html").write_bytes(b"")
    done = evaluate(folder)
    assert done.exit_code == 1
    assert "empty-file" in done.stderr
    assert "tp 1 fp 0 fn 1" in done.stdout


def test_a_mistyped_command_ends_with_2(folder: Path) -> None:
    assert evaluate(folder, "--errors", "-1").exit_code == 2
    assert evaluate(folder, "--format", "csv").exit_code == 2
    assert CliRunner().invoke(app, ["eval", str(folder / "gold.jsonl")]).exit_code == 2
