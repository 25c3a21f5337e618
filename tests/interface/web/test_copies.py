"""Copies are told from independent sources: on the page of a release, on that of an article, and in the API."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import httpx
import pytest

from extract.records import Article, Claim, Extraction, PartialDate, Span
from interface.web.settings import WebSettings
from storage.database import open_database, row_id
from storage.extractions import save_extraction
from storage.releases import rebuild_releases

ORIGINAL, COPY, OWN = (f"https://{name}.example/nova" for name in ("first", "copier", "third"))
HASH = 0x0123_4567_89AB_CDEF  # as extract.simhash makes them of texts
TEXT = "星河发布 Nova-2。"  # "Xinghe released Nova-2."


@pytest.fixture
def site(tmp_path: Path, serve: Callable[[str, WebSettings], AbstractContextManager[str]]) -> Iterator[httpx.Client]:
    """One release, told by an article, by its copy on another site, and by somebody else."""
    url = f"sqlite:///{tmp_path / 'moxun.db'}"
    with open_database(url) as database, database.write() as connection:
        for day, (address, simhash) in enumerate(((ORIGINAL, HASH), (COPY, HASH ^ 1), (OWN, ~HASH & 2**63 - 1)), 1):
            save_extraction(connection, told(address, simhash, date(2026, 2, day)), address, f"sha1:{day}")
        rebuild_releases(connection)
    with serve(url, WebSettings(rate=0)) as base, httpx.Client(base_url=base, trust_env=False) as client:
        yield client


def told(address: str, simhash: int, day: date) -> Extraction:
    digest, when = f"sha1:{day.day}", PartialDate(day, day, "day", "explicit", str(day))
    site = address.split("/")[2].partition(".")[0]
    article = Article(digest, address, site, "zh", "新闻", when, "", "meta", TEXT, (), cleaner="plain")
    claim = Claim(
        digest, address, "星河", "xinghe", "Nova-2", "nova@2", "model", "released", when, Span(0, len(TEXT)), None,
        None, None, None, "r", 0.9,
    )  # fmt: skip
    return Extraction(article, (claim,), (), simhash)


def test_the_page_of_a_release_tells_copies_from_sources(site: httpx.Client) -> None:
    html = site.get("/releases/xinghe/nova-2?lang=en").text
    assert html.count('class="copy"') == 1
    copied = html.partition('class="copied"')[2].partition("</p>")[0]
    assert "Copy of" in copied
    assert f'href="{ORIGINAL}"' in copied
    assert '<a href="#said-1">1</a>' in copied  # where the original stands on this page
    sources = html.partition("Independent sources")[2].partition("</dd>")[0]
    assert sources.endswith("<dd>2")
    assert "3 articles" in html
    assert "转载自" in site.get("/releases/xinghe/nova-2?lang=zh").text


def test_the_page_of_an_article_names_what_it_repeats_and_what_repeats_it(site: httpx.Client) -> None:
    original, copy = row_id(ORIGINAL, "sha1:1"), row_id(COPY, "sha1:2")
    assert f'<a href="/articles/{original}">' in site.get(f"/articles/{copy}?lang=en").text.partition("Copy of")[2]
    assert f'<a href="/articles/{copy}">' in site.get(f"/articles/{original}?lang=en").text.partition("Copied by")[2]
    own = site.get(f"/articles/{row_id(OWN, 'sha1:3')}?lang=en").text
    assert "Copy of" not in own
    assert "Copied by" not in own


def test_the_api_says_of_which_article_another_is_a_copy(site: httpx.Client) -> None:
    evidence = site.get("/api/v1/releases/xinghe/nova-2").json()["evidence"]
    assert {each["url"]: each["copy_of"] for each in evidence} == {ORIGINAL: None, COPY: ORIGINAL, OWN: None}
    article = site.get(f"/api/v1/articles/{row_id(COPY, 'sha1:2')}").json()
    assert article["copy_of"] == row_id(ORIGINAL, "sha1:1")
    assert {each["url"]: each["copy_of"] for each in site.get("/api/v1/articles").json()["items"]} == {
        ORIGINAL: None, COPY: row_id(ORIGINAL, "sha1:1"), OWN: None,
    }  # fmt: skip
