"""What the demo says when it is done: the releases, what was skipped, the files, and what to type next."""

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extract.records import AVAILABLE
from interface.rows import days_of, explain_problem

if TYPE_CHECKING:
    from rich.console import Console

    from interface.demo.leftovers import Leftovers
    from pipelines.crawlprocess import CrawlSummary
    from pipelines.saving import ExtractionSummary
    from storage.queries import ReleaseRow


def say(console: "Console", line: str, style: str | None = None) -> None:
    """One line as it is: nothing in it is markup, and it is never broken where it is not read on a terminal."""
    console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)


def tell_crawl(console: "Console", summary: "CrawlSummary") -> None:
    counts = f"{summary.new} new, {summary.changed} changed, {summary.unchanged} unchanged, {summary.failed} failed"
    nothing = "" if summary.new or summary.changed else " Nothing new to fetch."
    say(console, f"Crawled: {summary.found} listed, {counts}.{nothing}")


def tell_extraction(console: "Console", summary: "ExtractionSummary") -> None:
    """Pages that these rules have read before are not read again."""
    say(console, f"Read: {summary.pages} pages, {summary.claims} claims; {summary.releases} releases in the database.")


def tell_releases(console: "Console", releases: Sequence["ReleaseRow"]) -> None:
    """Those that are out, newest first; then those that are planned or rumoured; then what articles disagree about."""
    out = [release for release in releases if release.status in AVAILABLE]
    _print_table(console, f"Releases ({len(out)})", out)
    _print_table(console, "Planned or rumoured, so no releases yet", [each for each in releases if each not in out])
    _print_list(
        console,
        "Articles disagree",
        (f"{release.model}: {conflict}" for release in releases for conflict in release.conflicts),
    )


def tell_skipped(console: "Console", leftovers: "Leftovers") -> None:
    _print_list(console, "Skipped: could not be fetched or understood", map(explain_problem, leftovers.problems))
    _print_list(console, "Skipped: too unsure to count", leftovers.unsure)
    _print_list(console, "Skipped: articles without any release", leftovers.silent)


def tell_files(console: "Console", archives: Iterable[Path], database: Path) -> None:
    lines = [f"archive   {path} ({path.stat().st_size:,} bytes)" for path in archives]
    _print_list(console, "Files", [*lines, f"database  {database} ({database.stat().st_size:,} bytes)"])


def tell_next(console: "Console", commands: Iterable[Sequence[str]]) -> None:
    _print_list(console, "Type next", map(shlex.join, commands))


def _print_table(console: "Console", title: str, releases: Sequence["ReleaseRow"]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 only when there is a table to draw
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415 strings would be read as markup

    if not releases:
        return
    table = Table("Date", "Vendor", "Model", "Kind", "Status", "Articles", box=SIMPLE_HEAD, pad_edge=False)
    for release in releases:
        cells = (days_of(release.date), release.vendor or "-", release.model, release.kind, release.status)
        table.add_row(*map(Text, cells), Text(str(release.claim_count), justify="right"))
    say(console, f"\n{title}", style="bold")
    console.print(table)


def _print_list(console: "Console", title: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if lines:
        say(console, f"\n{title}", style="bold")
        for line in lines:
            say(console, f"  {line}")
