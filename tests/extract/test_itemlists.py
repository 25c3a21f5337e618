"""Items beside those that tell of a release, where their names are of the same version."""

from datetime import UTC, datetime

from extract.claims import ACCEPT
from extract.reading import extract_page
from extract.records import Page

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A family of models</title>
<meta property="article:published_time" content="2026-06-09T12:00:00+08:00"></head><body><article>
<h1>A family of models</h1><p>Halden has shown what its laboratory did over the winter, and what it costs.</p>
<ul>{items}</ul></article></body></html>"""
OUT = ("Tern 3 Core is a new speech model for phones.", "Tern 3 Edge is a new speech model for watches.")


def read(*items: str) -> set[str]:
    body = PAGE.format(items="".join(f"<li>{item}</li>" for item in items)).encode()
    claims = extract_page(Page("https://news.example/1", datetime(2026, 6, 10, tzinfo=UTC), 200, (), body, "")).claims
    return {one.model for one in claims if one.score >= ACCEPT}


def test_items_of_the_same_version_are_out_too() -> None:
    items = (*OUT, "Tern 3 Cloud runs on servers.", "Tern 3 Draw handles pictures.")
    assert read(*items) == {"Tern 3 Core", "Tern 3 Edge", "Tern 3 Cloud", "Tern 3 Draw"}


def test_other_versions_and_other_makers_are_not() -> None:
    assert read(*OUT, "Tern 2 Cloud runs on servers.", "Petrel 3 runs on servers.") == {"Tern 3 Core", "Tern 3 Edge"}


def test_one_that_is_out_says_nothing_of_the_others() -> None:
    assert read(OUT[0], "Tern 3 Cloud runs on servers.") == {"Tern 3 Core"}
