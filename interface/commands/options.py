"""What commands share: how days are typed, where things lie, how a command ends."""

import datetime
from typing import Annotated

import typer

from interface.formats import Format
from pipelines.config import Places, find_places

FAILED = 1

FormatOption = Annotated[Format, typer.Option("--format", help="How to print it.")]


def read_day(text: str) -> datetime.date:
    """A day as it is typed."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day: write YYYY-MM-DD") from error


def places_of(context: typer.Context) -> Places:
    """Where the archive and the database are, as the options before the command say."""
    return find_places(*context.obj)


def end(is_well: bool) -> None:
    """End the command: exit code 0 where all is well, 1 where something failed."""
    raise typer.Exit(0 if is_well else FAILED)
