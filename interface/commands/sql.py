"""`moxun sql`."""

from typing import Annotated

import typer

from interface.commands.options import FormatOption, places_of


def sql(
    context: typer.Context,
    statement: Annotated[str, typer.Argument(metavar="SELECT", help="One statement; - reads it from standard input.")],
    format_name: FormatOption = "table",
) -> None:
    """Ask the tables yourself, in SQL.

    The database refuses to write. Tables and columns: docs/data-model.md.
    """
    from interface.querying import print_sql  # noqa: PLC0415

    text = typer.get_text_stream("stdin").read() if statement == "-" else statement
    print_sql(places_of(context).database, format_name, text)
