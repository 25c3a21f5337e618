"""`moxun rebuild`."""

from typing import Annotated

import typer

from interface.commands.options import end, places_of


def rebuild(
    context: typer.Context,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes that read pages; 1, this one does.")
    ] = None,
) -> None:
    """Make the database anew from the archive and the judgements.

    It ends as it was, and tells what is different in the releases.
    """
    from interface.reading import rebuild_from_archive  # noqa: PLC0415

    end(rebuild_from_archive(places_of(context), workers))
