"""`moxun export`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from interface.commands.filtering import with_filter
from interface.commands.options import places_of
from storage.filters import EVERYTHING, ReleaseFilter


@with_filter
def export(
    *,
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="A new folder; with --format sqlite, a new file.")],
    wanted: ReleaseFilter,
    format_name: Annotated[
        Literal["csv", "jsonl", "parquet", "datapackage", "sqlite"], typer.Option("--format", help="What to write.")
    ] = "datapackage",
) -> None:
    """Write releases, their evidence and their vendors as files for other programs.

    datapackage is CSV with a description that frictionless tools read; sqlite is the whole database, with metadata
    for Datasette beside it.
    """
    from interface.exporting import export as export_to  # noqa: PLC0415

    if format_name == "sqlite" and wanted != EVERYTHING:
        raise typer.BadParameter("--format sqlite is the whole database: it takes no filter")
    export_to(places_of(context).database, format_name, wanted, target)
