"""`moxun extract`."""

import datetime
from typing import Annotated, Literal

import typer

from interface.commands.options import end, places_of, read_day


def extract(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="WARC or HTML files, folders, or - for standard input.",
            default_factory=list,
            show_default=False,
        ),
    ],
    format_name: Annotated[Literal["jsonl", "table"], typer.Option("--format", help="How to print files.")] = "jsonl",
    explain: Annotated[bool, typer.Option("--explain", help="Show how each page of the files is read.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Read the whole archive again.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes that read the archive; 1, this one does.")
    ] = None,
    site: Annotated[str | None, typer.Option(metavar="NAME", help="Of the archive, only this site's pages.")] = None,
    since: Annotated[
        datetime.date | None, typer.Option(parser=read_day, metavar="DAY", help="Only pages fetched then or later.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
) -> None:
    """Read releases out of files, or out of the archive.

    What files say is printed; what the archive says goes into the database.
    """
    from interface import reading  # noqa: PLC0415
    from pipelines.extraction import Wanted  # noqa: PLC0415

    own = {"--all": everything, "--workers": workers, "--site": site, "--since": since, "--dry-run": dry_run}
    if files and any(own.values()):
        options = ", ".join(name for name, value in own.items() if value)
        raise typer.BadParameter(f"{options} is about the archive, not about files")
    if explain and not files:
        raise typer.BadParameter("--explain needs files")
    if not files:
        wanted = Wanted(everything, site, since)
        end(reading.read_archive(places_of(context), wanted, dry_run=dry_run, workers=workers))
    end(reading.explain_files(files) if explain else reading.read_files(files, format_name))
