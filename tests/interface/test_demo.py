"""`moxun demo` does the main job: what it finds, what it says, and that a second run has nothing to do."""

import json
import re
import shlex
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote

import pytest

from interface.demo.articles import load_articles, load_site
from interface.demo.server import open_site

if TYPE_CHECKING:
    from conftest import Demo

MOXUN = (sys.executable, "-c", "from interface.cli import main; main()")
OUT = ("released", "updated", "preview")  # one class: which of the three is a matter of taste


def find_statements(demo: "Demo") -> set[tuple[Any, ...]]:
    """What the database says that each article says, as demo_releases.toml has it."""
    rows = demo.query(
        "SELECT a.url, c.vendor, c.model, c.kind, c.status, c.date_start, c.date_end"
        " FROM claims c JOIN articles a ON a.id = c.article_id WHERE c.release_id IS NOT NULL"
    )
    return {(int(url.rpartition("/")[2][:-5]), *(value or "" for value in values)) for url, *values in rows}


def readings(number: int, statement: Sequence[str]) -> set[tuple[Any, ...]]:
    """All the ways in which a statement of demo_releases.toml may be read."""
    vendors, model, kind, status, *days = statement
    statuses = OUT if status in OUT else (status,)
    return {(number, vendor, model, kind, each, *days) for vendor, each in product(vendors.split("|"), statuses)}


def test_every_release_that_a_reader_finds_is_found(undisturbed: "Demo", told: Mapping[int, Any]) -> None:
    found = find_statements(undisturbed)
    expected = [readings(number, each) for number, statements in told.items() for each in statements]
    assert [sorted(each) for each in expected if not each & found] == []


def test_nothing_else_is_found(undisturbed: "Demo", told: Mapping[int, Any]) -> None:
    expected = {each for number, statements in told.items() for row in statements for each in readings(number, row)}
    assert find_statements(undisturbed) - expected == set()


def test_the_demo_is_large_enough_to_show_something(undisturbed: "Demo", told: Mapping[int, Any]) -> None:
    assert len(undisturbed.query("SELECT id FROM releases WHERE status IN ('released', 'updated', 'preview')")) >= 25
    assert len(told) >= 12
    assert set(told) == {article.number for article in load_articles() if not article.is_gone}


def test_the_words_of_each_release_stand_in_its_article(undisturbed: "Demo") -> None:
    rows = undisturbed.query(
        "SELECT a.text, c.evidence, c.evidence_start, c.evidence_end, c.model_start, c.model_end, c.model"
        " FROM claims c JOIN articles a ON a.id = c.article_id"
    )
    assert rows
    for text, evidence, start, end, model_start, model_end, model in rows:
        assert text[start:end] == evidence
        assert start <= model_start < model_end <= end
        assert text[model_start:model_end] in model


def test_two_articles_about_one_release_are_one_release(undisturbed: "Demo") -> None:
    assert undisturbed.query("SELECT claim_count, conflicts FROM releases WHERE model = 'Seedance 2.0'") == [(2, "[]")]


def test_articles_that_disagree_are_said_to(undisturbed: "Demo") -> None:
    ((conflicts,),) = undisturbed.query("SELECT conflicts FROM releases WHERE model = 'Linhe-R2'")
    assert "2026-02-09" in conflicts
    assert "2026-02-10" in conflicts
    assert "Articles disagree" in undisturbed.output


def test_an_impossible_publication_date_is_a_problem_and_no_date(undisturbed: "Demo") -> None:
    ((value,),) = undisturbed.query("SELECT value FROM problems WHERE code = 'impossible-date'")
    assert value.startswith("2026-02-38")
    assert "2026-02-38" in undisturbed.output
    ((start, end),) = undisturbed.query(
        "SELECT published_start, published_end FROM articles WHERE url LIKE '%/900106.html'"
    )
    assert (start, end) in {(None, None), ("2026-02-01", "2026-02-28")}


def test_a_page_that_is_gone_is_told_and_nothing_else_is_lost(undisturbed: "Demo") -> None:
    assert "16 new, 0 changed, 0 unchanged, 1 failed" in undisturbed.output
    assert undisturbed.query("SELECT code FROM problems WHERE stage = 'fetch'") == [("http-404",)]


def test_the_first_run_tells_all_in_plain_lines(undisturbed: "Demo") -> None:
    assert "\x1b" not in undisturbed.output
    assert "\r" not in undisturbed.output
    assert undisturbed.output.count("\narchived http://") == 16
    assert re.search(r"\n *2026-02-19 +Google +Gemini 3\.1 Pro +model +released +1 *\n", undisturbed.output)
    for title in ("Planned or rumoured", "Skipped: could not", "Skipped: articles without", "Files", "Type next"):
        assert f"\n{title}" in undisturbed.output
    assert "三家公司的账单" in undisturbed.output  # the article without a release
    assert all(
        line == "" or line.split()[0] == "moxun" for line in undisturbed.output.partition("Type next\n")[2].splitlines()
    )


def test_the_files_that_are_named_are_there(undisturbed: "Demo") -> None:
    named = [
        Path(path)
        for path in re.findall(rf"{re.escape(str(undisturbed.folder))}\S+(?= \([\d,]+ bytes\))", undisturbed.output)
    ]
    assert undisturbed.folder / "moxun.db" in named
    assert set((undisturbed.folder / "archive").rglob("*.warc.gz*")) < set(named)
    assert all(path.stat().st_size for path in named)


def test_what_it_says_to_type_next_works(undisturbed: "Demo") -> None:
    commands = [shlex.split(line) for line in undisturbed.output.partition("Type next\n")[2].splitlines()]
    assert [command[0] for command in commands] == ["moxun"] * 5
    assert commands[3][-1] == "serve"  # tests/interface/web looks at that
    for command in commands[:3]:  # the last one is the demo again
        run = subprocess.run([*MOXUN, *command[1:]], capture_output=True, check=False)
        assert run.returncode == 0, run.stderr.decode()
        assert "Seedance 2.0" in run.stdout.decode() or "Luming-World 1" in run.stdout.decode()


def test_a_second_run_fetches_nothing_and_says_the_same(demo: "Demo") -> None:
    first, before = demo.run(), demo.releases()
    second = demo.run()
    assert (first.code, second.code) == (0, 0)
    assert len(first.articles) == 17
    assert second.articles == []
    assert "0 new, 0 changed" in second.output
    assert demo.releases() == before
    assert table(second.output) == table(first.output)


def table(output: str) -> str:
    return output.partition("\nReleases")[2].partition("\nFiles")[0]


def test_the_command_says_nothing_but_this(tmp_path: Path) -> None:
    run = subprocess.run([*MOXUN, "demo", str(tmp_path / "demo")], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")
    assert "Gemini 3.1 Pro" in run.stdout.decode()


def test_a_terminal_gets_a_progress_bar(demo: "Demo") -> None:
    run = demo.run(is_terminal=True)
    assert run.code == 0
    assert "━" in run.output
    assert "100%" in run.output
    assert "\narchived http://" not in run.output
    assert "Gemini 3.1 Pro" in run.output


def test_a_folder_with_other_files_is_left_alone(demo: "Demo") -> None:
    demo.folder.mkdir()
    (demo.folder / "moxun.db").write_bytes(b"mine")
    run = demo.run()
    assert run.code == 2
    assert "other files" in run.output
    assert run.requests == ()
    assert [path.name for path in demo.folder.iterdir()] == ["moxun.db"]


def test_a_file_in_place_of_the_folder_is_a_clear_error(demo: "Demo") -> None:
    demo.folder.write_text("mine")
    run = demo.run()
    assert run.code == 2
    assert "cannot write" in run.output


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with open_site(lambda path: None) as address:
        yield address


def ask(site: str, path: str) -> tuple[int, Mapping[str, str], bytes]:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            site + quote(path, safe="/?&=,:")
        ) as reply:
            return reply.status, reply.headers, reply.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def test_the_api_pages_filters_and_ends_as_wordpress_does(site: str) -> None:
    posts = "/wp-json/wp/v2/posts?categories=21&per_page=10"
    status, headers, body = ask(site, f"{posts}&page=2&_fields=id,modified_gmt,link")
    rows = json.loads(body)
    assert (status, headers["X-WP-TotalPages"], len(rows)) == (200, "2", 7)
    assert set(rows[0]) == {"id", "modified_gmt", "link"}
    assert [row["modified_gmt"] for row in rows] == sorted((row["modified_gmt"] for row in rows), reverse=True)
    assert ask(site, f"{posts}&page=3")[0] == 400
    assert ask(site, f"{posts}&page=x")[0] == 400
    assert json.loads(ask(site, f"{posts}&modified_after=2026-03-03T09:00:00Z")[2])[0]["id"] == 900117
    assert len(json.loads(ask(site, f"{posts}&modified_after=2026-03-03T09:00:00Z")[2])) == 2
    assert json.loads(ask(site, "/wp-json/wp/v2/posts?categories=7")[2]) == []


def test_list_feed_and_robots_are_there_and_lists_end(site: str) -> None:
    category = load_site()["category"]
    assert ask(site, f"/category/{category}/page/1")[2].count(b'class="text_box"') == 10
    assert ask(site, f"/category/{category}/page/2")[2].count(b'class="text_box"') == 7
    assert ask(site, f"/category/{category}/page/3")[0] == 404
    assert ask(site, "/feed")[2].count(b"<item>") == 10
    assert b"Disallow: /wp-admin/" in ask(site, "/robots.txt")[2]
    assert ask(site, "/nothing/here")[0] == 404


def test_an_article_page_has_what_is_not_the_article_and_its_own_charset(site: str) -> None:
    status, headers, body = ask(site, "/2026/02/900105.html")
    page = body.decode("gb18030")
    assert (status, headers["Content-Type"]) == (200, "text/html")
    assert '<meta charset="gb2312">' in page
    for part in (
        'class="person_box"',
        'class="xiangguan"',
        'class="line_font"',
        'class="tags"',
        'class="article_info"',
    ):
        assert part in page
    assert "Nova-9" in page  # released nowhere but in the author's card
