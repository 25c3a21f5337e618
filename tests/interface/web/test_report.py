"""The demo's article of numbers: every verdict, on the command line, on the page and in the API, in both languages."""

import html
import json
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from typer.testing import CliRunner

from interface.cli import app
from storage.database import open_database
from storage.schema import articles

if TYPE_CHECKING:
    from conftest import Demo

ADDRESS = "http://demo.localhost/2026/03/900117.html"
# What the article says, and what a careful reader makes of it: worked out by hand from demo_releases.toml.
VERDICTS = {
    "15天": "supported",  # 2 to 16 February, both counted
    "至少2款模型": "supported",  # it names two itself
    "12天": "contradicted",  # 1 to 10 February are ten
    "模型发布超过40次": "not supported",  # 22 things of any kind are held
    "发布最多的一天": "depends",  # it is 11 February; 12 February ties of China's and the US's alone
    "超过9款模型": "depends",  # two in the article, 18 in the database
    "平均每1.6天就有一个新模型": "depends",  # 15 / 9 by its own numbers
    "过半的国内新模型来自": "depends",  # no vendor that it names has a known place; five of seven of the database's
    "五项": "not checkable",
}


@pytest.fixture(scope="session")
def article_id(undisturbed: "Demo") -> str:
    with open_database(f"sqlite:///{undisturbed.folder / 'moxun.db'}") as database, database.read() as connection:
        found = articles.select().with_only_columns(articles.c.id).where(articles.c.url == ADDRESS)
        return str(connection.scalar(found))


def report(demo: "Demo", *arguments: str) -> str:
    places = ["--database", f"sqlite:///{demo.folder / 'moxun.db'}", "--archive", str(demo.folder / "archive")]
    done = CliRunner().invoke(app, [*places, "report", "claims", ADDRESS, *arguments], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    return done.output


def rows(demo: "Demo", *arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in report(demo, "--format", "jsonl", *arguments).splitlines()]


def test_every_verdict_is_the_one_that_was_worked_out_by_hand(undisturbed: "Demo") -> None:
    assert {row["statement"]: row["verdict"] for row in rows(undisturbed, "--all")} == VERDICTS


def test_each_reading_has_its_number(undisturbed: "Demo") -> None:
    told = {(row["statement"], row["evidence"], row["kinds"]): row["value"] for row in rows(undisturbed)}
    assert {key: told[key] for key in told if key[0] == "超过9款模型"} == {
        ("超过9款模型", "named", "models"): 2,
        ("超过9款模型", "named", "every kind"): 3,
        ("超过9款模型", "held", "models"): 18,
        ("超过9款模型", "held", "every kind"): 22,
    }
    shares = {row["note"][:6] for row in rows(undisturbed) if row["type"] == "share" and row["evidence"] == "held"}
    assert shares == {"5 of 7", "4 of 6"}  # releases, and their vendors
    ties = {row["note"] for row in rows(undisturbed) if row["holds"] == "tied" and row["evidence"] == "held"}
    assert ties == {"tied with 2026-02-05, 2026-02-11", "tied with 2026-02-11"}


def test_the_command_tells_it_in_either_language(undisturbed: "Demo") -> None:
    english, chinese = report(undisturbed), report(undisturbed, "--language", "zh")
    assert "\ndepends: 超过9款模型\n" in english
    assert "of 8 readings 4 yes, 4 no" in english
    assert "1.67 = 15 days / 9 releases, as the article has them: right" in english
    assert "\n看口径: 超过9款模型\n" in chinese
    assert "共 8 种读法：4 种成立，4 种不成立" in chinese
    assert "1.67 = 15 天 ÷ 9 项，用文中自己的数：算得对" in chinese
    own = re.compile(r"“[^”]*”|^.*: .*$|把二月.*", re.MULTILINE)  # the article's words, and the heads with them
    assert not re.search("[a-z]{3}", own.sub("", chinese))


@pytest.mark.parametrize(("language", "words"), [("en", "not supported by what is held"), ("zh", "现有证据不支持")])
def test_the_page_shows_each_statement_with_its_verdict(
    site: httpx.Client, article_id: str, language: str, words: str
) -> None:
    page = site.get(f"/articles/{article_id}/report?lang={language}").text
    sections = re.findall(r'<section class="statement ([a-z-]+)">.*?</section>', page, re.DOTALL)
    wanted = [verdict.replace(" ", "-") for verdict in VERDICTS.values() if verdict != "not checkable"]
    assert sections == wanted
    assert words in page
    assert 'class="others"' in page
    assert f'href="/articles/{article_id}/report"' in site.get(f"/articles/{article_id}").text


def test_the_page_is_in_chinese_as_a_whole(site: httpx.Client, article_id: str) -> None:
    page = site.get(f"/articles/{article_id}/report?lang=zh").text
    main = re.sub(
        r"<[^>]*>", " ", page.partition('<main id="content" class="wide" tabindex="-1">')[2].partition("</main>")[0]
    )
    assert "共 8 种读法：4 种成立，4 种不成立" in main
    assert "18 项发布" in " ".join(main.split())
    assert re.findall(r"[a-z]{3,}", html.unescape(main)) == []


def test_the_api_has_it_too(site: httpx.Client, article_id: str) -> None:
    answer = site.get(f"/api/v1/articles/{article_id}/report")
    items = answer.json()["items"]
    assert {each["statement"]: each["verdict"] for each in items} == VERDICTS
    assert [len(each["readings"]) for each in items][:2] == [2, 8]
    chinese = site.get(f"/api/v1/articles/{article_id}/report?language=zh").json()["items"]
    assert chinese[0]["reason"] == "头尾两天都算"
    missing = site.get("/api/v1/articles/nothing/report")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
    assert site.get(f"/api/v1/articles/{article_id}/report?language=fr").status_code == 422
