"""From pages of different sites to one source: the same story on two of them is told once."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.records import Page
from interface.showing import show_releases
from pipelines.extraction import extract_archive
from pipelines.rebuilding import rebuild_database
from storage.archive import Archive
from storage.database import open_database
from storage.queries import FoundRelease, find_release

STORIES = {
    row["name"]: row
    for row in map(json.loads, (Path(__file__).parents[1] / "extract" / "copies.jsonl").read_text("utf-8").splitlines())
}
FIRST, COPY, OTHER = "https://www.yuanbao.example/1", "https://news.wanfeng.example/2", "https://www.shijian.example/3"
HTML = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="2026-02-{day}T09:00:00+08:00"></head>
<body><article><h1>{title}</h1>{told}</article></body></html>"""


def make_page(url: str, name: str, day: int, title: str = "", after: str = "") -> Page:
    row = STORIES[name]
    told = "".join(f"<p>{each}</p>" for each in (row["text"] + after).split("\n"))
    html = HTML.format(language=row["language"], title=title or row["title"], day=day, told=told)
    moment = datetime(2026, 2, 20, tzinfo=UTC)
    return Page(url, moment, 200, (("Content-Type", "text/html"),), html.encode(), "")


def find(database_url: str) -> FoundRelease:
    with open_database(database_url) as database, database.read() as connection:
        (found,) = find_release(connection, "GLM-5")
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_text_on_two_sites_is_one_source(
    tmp_path: Path, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    first = make_page(FIRST, f"{language}-announced", 11)
    copied = {"zh": "\n来源：元宝日报，责任编辑：林间", "en": "\nThis story first appeared in The Evening Ledger."}
    copy = make_page(COPY, f"{language}-announced", 12, "GLM-5", copied[language])
    with Archive(tmp_path / "archive") as archive:
        archive.append(copy)
    extract_archive(tmp_path / "archive", url)
    alone = find(url)
    assert alone.evidence[0].copy_of is None
    with Archive(tmp_path / "archive") as archive:
        archive.append(first)
    extract_archive(tmp_path / "archive", url)
    found = find(url)
    assert {each.claim.url: each.copy_of for each in found.evidence} == {FIRST: None, COPY: FIRST}
    assert (alone.release.source_count, found.release.source_count) == (1, 1)
    assert show_releases(url, "GLM-5", "table")
    assert f"a copy of {FIRST}" in capsys.readouterr().out
    with Archive(tmp_path / "archive") as archive:
        archive.append(make_page(OTHER, f"{language}-tried", 12))
    extract_archive(tmp_path / "archive", url, workers=2)
    third = find(url)
    assert third.release.source_count == 2
    assert third.release.confidence > found.release.confidence
    rebuild_database(tmp_path / "archive", url)
    assert find(url) == third
