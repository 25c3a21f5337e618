"""`moxun feed`."""

from typing import Annotated, Literal

import typer

from interface.commands.filtering import with_filter
from interface.commands.options import places_of
from storage.filters import ReleaseFilter


@with_filter
def feed(
    *,
    context: typer.Context,
    wanted: ReleaseFilter,
    format_name: Annotated[
        Literal["atom", "rss", "json", "ical"], typer.Option("--format", help="Which feed.")
    ] = "atom",
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, those told of last.")] = 100,
    home: Annotated[str, typer.Option("--home", metavar="URL", help="Where `moxun serve` can be reached.")] = "",
) -> None:
    """Print the releases as a feed: Atom, RSS, JSON Feed, or iCalendar.

    Ids never change; a release that has changed since is marked. Entries lead to the pages of --home, or else to the
    articles.
    """
    from interface.feeding import print_feed  # noqa: PLC0415

    print_feed(places_of(context).database, format_name, wanted, limit, home)
