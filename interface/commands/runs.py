"""`moxun runs`."""

from typing import Annotated

import typer

from interface.commands.options import FormatOption, places_of


def runs(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, the newest.")] = 20,
    format_name: FormatOption = "table",
) -> None:
    """List what was run and how it ended, newest first."""
    from interface.asking import print_runs  # noqa: PLC0415

    print_runs(places_of(context).database, format_name, limit)
