"""`moxun releases` and `moxun show`."""

from typing import Annotated, Literal

import typer

from interface.commands.filtering import with_filter
from interface.commands.options import end, places_of
from storage.filters import ReleaseFilter


@with_filter
def releases(
    *,
    context: typer.Context,
    wanted: ReleaseFilter,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many, the newest.")] = None,
    format_name: Annotated[
        Literal["table", "json", "jsonl", "csv"], typer.Option("--format", help="How to print them.")
    ] = "table",
) -> None:
    """List the releases in the database, newest first."""
    from interface.asking import print_releases  # noqa: PLC0415

    print_releases(places_of(context).database, format_name, wanted, limit)


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="A model's name in any spelling, or a release's id.")],
) -> None:
    """Show who says so.

    Every claim behind a release: its words, its article, and where that is archived.
    """
    from interface.asking import show_releases  # noqa: PLC0415

    end(show_releases(places_of(context).database, name))
