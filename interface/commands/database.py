"""`moxun db …`: the database as a whole."""

from typing import Annotated

import typer

from interface.commands.options import places_of

database_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The database as a whole.")


@database_app.callback()
def database() -> None:
    """The database as a whole."""


@database_app.command()
def copy(
    context: typer.Context,
    target: Annotated[str, typer.Argument(metavar="URL", help="An empty database, as for --database.")],
) -> None:
    """Copy everything into another database, as from SQLite to PostgreSQL."""
    from interface.output import say  # noqa: PLC0415
    from pipelines.config import read_database  # noqa: PLC0415
    from storage.database import open_database  # noqa: PLC0415
    from storage.moving import copy_database  # noqa: PLC0415

    with (
        open_database(places_of(context).database) as here,
        open_database(read_database(target)) as there,
        here.read() as source,
        there.write() as into,
    ):
        counts = copy_database(source, into)
    say(f"{sum(counts.values())} rows in {len(counts)} tables, {counts['releases']} of them releases")
