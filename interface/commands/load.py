"""`moxun load`."""

from typing import Annotated

import typer

from interface.commands.options import end, places_of


def load(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="What `moxun extract --output` has written.")],
) -> None:
    """Merge what was extracted into a folder into the database.

    A second time changes nothing.
    """
    from interface.clustering import load_from_folder  # noqa: PLC0415

    end(load_from_folder(places_of(context).database, folder))
