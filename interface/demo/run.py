"""Serve the demo's site, crawl it, read its releases, and tell what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from interface.demo.articles import load_articles, load_site
from interface.demo.door import door_settings
from interface.demo.progress import show_progress
from interface.demo.server import OnRequest, open_site
from interface.demo.telling import say, tell_crawl, tell_extraction, tell_files, tell_next, tell_releases, tell_skipped
from pipelines.config import read_database
from pipelines.crawling import crawl
from pipelines.extraction import extract_archive

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.crawlprocess import CrawlSummary
    from pipelines.saving import ExtractionSummary

MARK = "this-is-a-demo.txt"  # its folder is the demo's own: invented articles must never mix with real ones
MARK_TEXT = "Written by `moxun demo`: invented articles, and what was read from them. Delete the folder at any time.\n"
DATABASE = "moxun.db"
FAILED, REFUSED = 1, 2


def run_demo(folder: Path, console: "Console", on_request: OnRequest | None = None) -> int:
    """Do all of it in `folder`, and return the exit code. Once per process, like every crawl.

    However a run ends, the next one completes it; one that has nothing to complete fetches no article.
    `on_request` is told each path that the site is asked for, before it answers.
    """
    if refusal := _claim(folder):
        say(console, refusal)
        return REFUSED
    summary = _crawl(folder, console, on_request or (lambda path: None))
    tell_crawl(console, summary)
    extraction = _extract(folder, console)
    tell_extraction(console, extraction)
    _tell(folder, console)
    is_well = summary.is_healthy and not (extraction.crashed or extraction.unreadable)
    return 0 if is_well else FAILED


def serve_demo(folder: Path, console: "Console") -> None:
    """Serve what the demo wrote as a web page on a free port, until Ctrl-C."""
    from interface.web.serving import serve_pages  # noqa: PLC0415 the demo alone does not need it
    from interface.web.settings import WebSettings  # noqa: PLC0415

    serve_pages(
        database_url(folder),
        host="127.0.0.1",
        port=0,
        settings=WebSettings(archive=folder / "archive"),
        on_start=lambda address: say(console, f"\nLook at it: {address} (Ctrl-C ends it)", style="bold"),
    )


def database_url(folder: Path) -> str:
    return read_database(str(folder / DATABASE))


def _claim(folder: Path) -> str:
    """Make the folder the demo's; "" or why it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mark = folder / MARK
        if not mark.exists() and any(folder.iterdir()):
            return f"{folder} holds other files: give the demo a folder of its own, as in `moxun demo moxun-demo`."
        mark.write_text(MARK_TEXT, encoding="utf-8")
    except OSError as error:
        return f"cannot write to {folder}: {error.strerror}"
    return ""


def _crawl(folder: Path, console: "Console", on_request: OnRequest) -> "CrawlSummary":
    site = load_site()
    with open_site(on_request) as server:
        say(console, f"{site['name']} is served at {server} as {site['address']}. Nothing leaves this machine.")
        with show_progress(console, "archived", _count_pages()) as page_done:
            (summary,) = crawl(
                [site["spider"]],
                archive_folder=folder / "archive",
                database_url=database_url(folder),
                base_url=site["address"],
                on_page=lambda page: page_done(page.url),
                settings=door_settings(server),
            )
    return summary


def _count_pages() -> int:
    return sum(not article.is_gone for article in load_articles())


def _extract(folder: Path, console: "Console") -> "ExtractionSummary":
    with show_progress(console, "read", _count_pages()) as page_done:
        return extract_archive(folder / "archive", database_url(folder), on_read=lambda page: page_done(page.url))


def _tell(folder: Path, console: "Console") -> None:
    from interface.demo.leftovers import find_leftovers  # noqa: PLC0415 SQLAlchemy takes its time to import
    from storage.database import open_database  # noqa: PLC0415
    from storage.queries import find_releases  # noqa: PLC0415

    with open_database(database_url(folder)) as database, database.read() as connection:
        tell_releases(console, find_releases(connection))
        tell_skipped(console, find_leftovers(connection))
    tell_files(console, sorted((folder / "archive").rglob("*.warc.gz*")), folder / DATABASE)
    tell_next(console, _next_commands(folder))


def _next_commands(folder: Path) -> list[list[str]]:
    ask = ["moxun", "--database", str(folder / DATABASE)]
    example = load_site()["example"]
    return [
        [*ask, "show", example["model"]],
        [*ask, "releases", "--vendor", example["vendor"]],
        ["moxun", "extract", "--format", "table", str(folder / "archive")],
        [*ask, "--archive", str(folder / "archive"), "serve"],
        ["moxun", "demo", str(folder)],
    ]
