"""`moxun releases` and `moxun show`."""

import datetime
from typing import Annotated, Literal

import typer

from extract.records import Kind, Status
from interface.commands.options import end, places_of, read_day


def releases(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    vendor: Annotated[
        str | None, typer.Option(metavar="NAME", help="A vendor's name in any language, or its id.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="A model's name in any spelling, or a part of it.")
    ] = None,
    kind: Annotated[Kind | None, typer.Option(help="What it is.")] = None,
    status: Annotated[Status | None, typer.Option(help="How far it is out.")] = None,
    since: Annotated[
        datetime.date | None, typer.Option("--from", parser=read_day, metavar="DAY", help="Released then or later.")
    ] = None,
    until: Annotated[
        datetime.date | None, typer.Option("--to", parser=read_day, metavar="DAY", help="Released then or earlier.")
    ] = None,
    on: Annotated[
        datetime.date | None, typer.Option("--on", parser=read_day, metavar="DAY", help="Released on that day.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many, the newest.")] = None,
    format_name: Annotated[
        Literal["table", "json", "jsonl", "csv"], typer.Option("--format", help="How to print them.")
    ] = "table",
) -> None:
    """List the releases in the database, newest first."""
    from interface.asking import print_releases  # noqa: PLC0415

    conditions = {"vendor": vendor, "model": model, "kind": kind, "status": status}
    days = {"since": since, "until": until, "on": on}
    print_releases(places_of(context).database, format_name, limit=limit, **conditions, **days)


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="A model's name in any spelling, or a release's id.")],
) -> None:
    """Show who says so.

    Every claim behind a release: its words, its article, and where that is archived.
    """
    from interface.asking import show_releases  # noqa: PLC0415

    end(show_releases(places_of(context).database, name))
