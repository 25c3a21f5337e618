"""`moxun archive`: the archive itself, without reading what its pages say."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interface.commands.options import read_day
from pipelines.config import find_places

if TYPE_CHECKING:
    from pipelines.config import Places

Selected = tuple[str | None, date | None, date | None, str | None, bool]  # as in storage.selection

SHOWN = 20  # problems; all of them are in the database

archive_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Add to the archive, check it, index it anew, take pages out."
)


@archive_app.command()
def add(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="WARC or HTML files, folders of them, or -.")],
    url: Annotated[str | None, typer.Option(metavar="URL", help="The address of the saved page.")] = None,
) -> None:
    """Keep pages that others have archived or saved."""
    raise typer.Exit(0 if add_to_archive(find_places(*context.obj), files, url) else 1)


@archive_app.command()
def verify(context: typer.Context) -> None:
    """Compare every record with its digest and with the index, and name each loss."""
    raise typer.Exit(0 if verify_archive(find_places(*context.obj)) else 1)


@archive_app.command()
def index(context: typer.Context) -> None:
    """Make the index anew, from the files alone."""
    raise typer.Exit(0 if reindex_archive(find_places(*context.obj)) else 1)


SiteOption = Annotated[str | None, typer.Option("--site", metavar="NAME", help="Only this site's pages.")]
SinceOption = Annotated[
    date | None, typer.Option("--since", parser=read_day, metavar="DAY", help="Only what was fetched then or later.")
]
UntilOption = Annotated[
    date | None, typer.Option("--until", parser=read_day, metavar="DAY", help="Only what was fetched then or earlier.")
]
UrlOption = Annotated[str | None, typer.Option("--url", metavar="START", help="Only addresses that begin so.")]


@archive_app.command()
def export(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="It ends in .warc.gz, .wacz or .cdxj.")],
    site: SiteOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    url: UrlOption = None,
) -> None:
    """Copy pages into one file for other tools: as WARC, as WACZ, or an index for pywb."""
    export_from_archive(find_places(*context.obj), file, (site, since, until, url, False))


@archive_app.command()
def prune(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    site: SiteOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    url: UrlOption = None,
    superseded: Annotated[
        bool, typer.Option("--superseded", help="Only versions that a newer one has taken the place of.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take pages out of the archive for good. It asks first, and never happens by itself."""
    selected = (site, since, until, url, superseded)
    is_done = prune_from_archive(find_places(*context.obj), selected, is_dry=dry_run, is_sure=yes)
    raise typer.Exit(0 if is_done else 1)


def export_from_archive(places: "Places", file: Path, selected: "Selected") -> None:
    """Copy what is selected."""
    from interface.output import say  # noqa: PLC0415
    from interface.progress import show_progress  # noqa: PLC0415
    from pipelines.exporting import export_archive  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415
    from storage.selection import Selection  # noqa: PLC0415

    _find_archive(places.archive)
    with open_database(places.database) as database, show_progress("copied", every=1, what="files") as file_done:
        count = export_archive(database, places.archive, file, Selection(*selected), file_done)
    say(f"{count} pages and revisits in {file}.")


def prune_from_archive(places: "Places", selected: "Selected", *, is_dry: bool, is_sure: bool) -> bool:
    """False where a file could not be written anew."""
    from interface.output import say, warn  # noqa: PLC0415
    from interface.progress import show_progress  # noqa: PLC0415
    from interface.rows import explain_problem  # noqa: PLC0415
    from pipelines.pruning import count_removable, prune_archive  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415
    from storage.selection import Selection  # noqa: PLC0415

    _find_archive(places.archive)
    with open_database(places.database) as database:
        found = count_removable(database, places.archive, Selection(*selected))
        say(f"{found.records} pages and revisits in {found.files} files of {places.archive}.")
        if is_dry or not found.records:
            return True
        if not is_sure:
            typer.confirm("Take them out of the archive for good?", abort=True)
        with show_progress("rewritten", every=1, what="files", total=found.files) as file_done:
            done = prune_archive(database, places.archive, Selection(*selected), file_done)
    for problem in done.kept:
        warn(explain_problem(problem))
    say(f"{done.records} pages and revisits are gone; the archive is {done.bytes} bytes smaller.")
    return not done.kept


def add_to_archive(places: "Places", files: Sequence[str], url: str | None) -> bool:
    """False where something of the files could not be read or kept."""
    from interface.output import say, warn  # noqa: PLC0415 `moxun --help` does not need them
    from interface.progress import show_progress  # noqa: PLC0415
    from interface.rows import explain_problem  # noqa: PLC0415
    from pipelines.adding import add_files  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415 SQLAlchemy takes its time to import

    with open_database(places.database) as database, show_progress("added") as page_done:
        summary = add_files(database, places.archive, files, page_done, url)
    for problem in summary.problems:
        warn(explain_problem(problem))
    say(f"{summary.added} pages added, {summary.repeated} as revisits, {summary.known} known already.")
    if summary.added:
        say("`moxun extract` reads them.")
    return not summary.problems


def verify_archive(places: "Places") -> bool:
    """False where something is lost."""
    from interface.output import say, warn  # noqa: PLC0415
    from interface.progress import show_progress  # noqa: PLC0415
    from interface.rows import explain_problem  # noqa: PLC0415
    from pipelines.indexing import check_archive  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415

    _find_archive(places.archive)
    with open_database(places.database) as database, show_progress("checked", every=1, what="files") as file_done:
        summary = check_archive(database, places.archive, file_done)
    for loss in summary.losses:
        warn(explain_problem(loss))
    lost = f"{len(summary.losses)} losses" if summary.losses else "nothing lost"
    say(f"{summary.files} files, {summary.records} records, {summary.pages} pages: {lost}.")
    return not summary.losses


def reindex_archive(places: "Places") -> bool:
    """False where a record could not be read."""
    from interface.output import say, warn  # noqa: PLC0415
    from interface.progress import show_progress  # noqa: PLC0415
    from interface.rows import explain_problem  # noqa: PLC0415
    from pipelines.indexing import rebuild_index  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415

    _find_archive(places.archive)
    with open_database(places.database) as database, show_progress("indexed", every=1, what="files") as file_done:
        summary = rebuild_index(database, places.archive, file_done)
    for problem in summary.problems[:SHOWN]:
        warn(explain_problem(problem))
    if len(summary.problems) > SHOWN:
        warn(f"and {len(summary.problems) - SHOWN} more problems, in the table `problems`")
    changes = f"{summary.added} rows were missing, {summary.removed} wrong"
    say(f"{summary.files} files, {summary.pages} pages: {changes}.")
    return not summary.problems


def _find_archive(folder: Path) -> None:
    from pipelines.extraction import NoArchiveError  # noqa: PLC0415

    if not folder.is_dir():
        raise NoArchiveError(f"no archive at {folder}: crawl a site first")
