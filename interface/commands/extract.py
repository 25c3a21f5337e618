"""`moxun extract`."""

import datetime
from typing import Annotated, Any, Literal

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
    inputs: Annotated[
        list[str],
        typer.Option(
            "--input",
            metavar="FILES",
            help="WARC files anywhere, as a pattern; @FILE for a list of them.",
            default_factory=list,
            show_default=False,
        ),
    ],
    format_name: Annotated[Literal["jsonl", "table"], typer.Option("--format", help="How to print files.")] = "jsonl",
    explain: Annotated[bool, typer.Option("--explain", help="Show how each page of the files is read.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Read the whole archive again.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes that read pages; 1, this one does.")
    ] = None,
    site: Annotated[str | None, typer.Option(metavar="NAME", help="Of the archive, only this site's pages.")] = None,
    since: Annotated[
        datetime.date | None, typer.Option(parser=read_day, metavar="DAY", help="Only pages fetched then or later.")
    ] = None,
    capture: Annotated[
        str | None, typer.Option(metavar="URL|FILE@BYTE", help="Read this one capture again, whoever read it.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    output: Annotated[str | None, typer.Option(metavar="FOLDER", help="Where what they say goes, as Parquet.")] = None,
    engine: Annotated[Literal["local", "dask"], typer.Option(help="Who reads them.")] = "local",
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="A Dask cluster that is running.")] = None,
    shard: Annotated[str | None, typer.Option(metavar="I/N", help="Only the I-th of N parts of the files.")] = None,
) -> None:
    """Read releases out of files, or out of the archive.

    What files say is printed; what the archive says goes into the database; what --input says goes into --output.
    """
    archive = {"--all": everything, "--site": site, "--since": since, "--capture": capture, "--dry-run": dry_run}
    folder = {"--output": output, "--scheduler": scheduler, "--shard": shard, "--engine": engine != "local"}
    if inputs:
        _refuse(archive | {"FILE": files, "--explain": explain}, "does not go with --input")
        if not output:
            raise typer.BadParameter("--input needs --output, where what is read goes")
        _extract_to_folder(inputs, output, engine, scheduler, shard, workers)
    _refuse(folder, "goes with --input")
    if files:
        _refuse(archive | {"--workers": workers}, "is about the archive, not about files")
        _print_files(files, format_name, explain)
    if explain:
        raise typer.BadParameter("--explain needs files")
    if capture:
        _refuse({"--all": everything, "--site": site, "--since": since}, "does not go with --capture")
    _extract_archive(context, (everything, site, since, capture), dry_run, workers)


def _refuse(options: dict[str, Any], reason: str) -> None:
    if given := ", ".join(name for name, value in options.items() if value):
        raise typer.BadParameter(f"{given} {reason}")


def _extract_to_folder(  # noqa: PLR0913, PLR0917 as typed
    inputs: list[str],
    output: str,
    engine: Literal["local", "dask"],
    scheduler: str | None,
    shard: str | None,
    workers: int | None,
) -> None:
    from interface.clustering import extract_to_folder  # noqa: PLC0415
    from interface.commands.schedule import read_shard  # noqa: PLC0415

    if scheduler and engine != "dask":
        raise typer.BadParameter("--scheduler goes with --engine dask")
    part = read_shard(shard or "1/1")
    end(extract_to_folder(inputs, output, scheduler=scheduler, engine=engine, shard=part, workers=workers))


def _print_files(files: list[str], format_name: Literal["jsonl", "table"], explain: bool) -> None:
    from interface import reading  # noqa: PLC0415

    end(reading.explain_files(files) if explain else reading.read_files(files, format_name))


def _extract_archive(context: typer.Context, wanted: tuple[Any, ...], dry_run: bool, workers: int | None) -> None:
    from interface.reading import read_archive  # noqa: PLC0415
    from pipelines.backlog import Wanted  # noqa: PLC0415

    end(read_archive(places_of(context), Wanted(*wanted), dry_run=dry_run, workers=workers))
