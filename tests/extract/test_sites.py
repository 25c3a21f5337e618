"""Each saved page under tests/sites reads as its golden file says; site data is sound.

A fixture is `article-*.html` with the site's markup and our own prose. Its address is its canonical link; it is read in
the charset that it declares. A missing golden file is written, and the test fails, so that a person reads it once.
"""

import json
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from extract.article import read_article
from extract.records import Article, Page
from extract.sites import find_site, load_sites, site_of

FOLDER = Path(__file__).parents[1] / "sites"
FIXTURES = sorted(FOLDER.glob("*/article-*.html"))
FETCHED_AT = datetime(2026, 7, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_saved_page_reads_as_its_golden_file_says(fixture: Path) -> None:
    found = as_json(read_article(page_of(fixture), search_date=False))
    golden = fixture.with_suffix(".json")
    if not golden.exists():
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{golden.name} was missing and has been written: read it before you keep it")
    assert found == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_other_articles_models_are_in_the_text(fixture: Path) -> None:
    text = read_article(page_of(fixture), search_date=False).text
    assert not re.findall(r"Atlas|Wave|Mira 9|Tidal|Nova-8", text)


def test_there_is_a_fixture_for_a_site_with_its_name() -> None:
    names = {site.name for site in load_sites()} | {"unknown"}
    assert {path.parent.name for path in FIXTURES} <= names
    assert len(FIXTURES) >= 8


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.qbitai.com/2026/02/1.html", "qbitai"),
        ("http://QbitAI.com./x", "qbitai"),
        ("https://notqbitai.com/x", ""),
        ("https://qbitai.com.example.net/", ""),
        ("https://imjuya.github.io/juya-ai-daily/", "juya"),
        ("https://other.github.io/", ""),
        ("not an address", ""),
        ("http://[broken/", ""),
        ("", ""),
    ],
)
def test_site_is_told_by_domain(url: str, site: str) -> None:
    assert site_of(url) == site


def test_sites_have_their_own_names_and_domains() -> None:
    sites = load_sites()
    domains = [domain for site in sites for domain in site.domains]
    assert len(domains) == len(set(domains))
    assert len(sites) == len({site.name for site in sites})
    assert all(site.zone for site in sites if site.name)


def test_layouts_of_a_site_do_not_overlap() -> None:
    for site in load_sites():
        ordered = sorted(site.layouts, key=lambda layout: layout.since)
        assert all(earlier.until <= later.since for earlier, later in pairwise(ordered))


def test_layout_is_chosen_by_the_day_of_capture() -> None:
    assert find_site("qbitai", "").layout_on(date(2026, 7, 1)) is not None


def test_a_site_can_be_given_by_name() -> None:
    assert find_site("ithome", "https://cache.example/1").name == "ithome"
    assert find_site("no such site", "https://www.ithome.com/0/1/2.htm").name == "ithome"


def page_of(fixture: Path) -> Page:
    text = fixture.read_text("utf-8")
    charset = re.search(r"charset=\"?([\w-]+)", text)
    address = re.search(r'rel="canonical" href="([^"]+)"', text)
    assert charset
    assert address
    encoding = "gb18030" if charset[1].startswith("gb") else charset[1]
    return Page(address[1], FETCHED_AT, 200, (("Content-Type", "text/html"),), text.encode(encoding), "")


def as_json(article: Article) -> dict[str, Any]:
    return {
        "site": article.site,
        "language": article.language,
        "title": article.title,
        "published": str(article.published.start) if article.published else None,
        "precision": article.published.precision if article.published else None,
        "published_raw": article.published_raw,
        "published_basis": article.published_basis,
        "cleaner": article.cleaner,
        "problems": [f"{problem.code}: {problem.value}" for problem in article.problems],
        "blocks": [[block.kind, block.level, article.text[block.start : block.end]] for block in article.blocks],
        "emphasis": [span.of(article.text) for span in article.emphasis],
    }
