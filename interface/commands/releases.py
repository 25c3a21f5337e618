"""`moxun releases`, `show`, `evidence`, `vendors` and `models`."""

from typing import Annotated

import typer

from interface.commands.filtering import with_filter
from interface.commands.options import FormatOption, end, places_of
from storage.filters import ReleaseFilter

Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many, the newest.")]


@with_filter
def releases(
    *, context: typer.Context, wanted: ReleaseFilter, limit: Limit = None, format_name: FormatOption = "table"
) -> None:
    """List the releases in the database, newest first."""
    from interface.asking import print_releases  # noqa: PLC0415

    print_releases(places_of(context).database, format_name, wanted, limit)


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="A model's name in any spelling, or a release's id.")],
    format_name: FormatOption = "table",
) -> None:
    """Show who says so.

    The timeline of a release, every claim behind it with its words and its article, what they disagree about, and
    where each page is archived.
    """
    from interface.showing import show_releases  # noqa: PLC0415

    end(show_releases(places_of(context).database, name, format_name))


@with_filter
def evidence(
    *, context: typer.Context, wanted: ReleaseFilter, limit: Limit = None, format_name: FormatOption = "table"
) -> None:
    """List the claims behind releases: the words, the article, the place in the archive."""
    from interface.asking import print_evidence  # noqa: PLC0415

    print_evidence(places_of(context).database, format_name, wanted, limit)


def search(
    context: typer.Context,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="All of them; what must stand together in quotes.")],
    site: Annotated[str | None, typer.Option(metavar="NAME", help="Only articles of this site.")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, the newest.")] = 20,
    format_name: FormatOption = "table",
) -> None:
    """Search the articles' full text, Chinese and English: GLM5 finds GLM-5.

    Each hit with the words around it, and the releases that its article tells of.
    """
    from interface.asking import print_hits  # noqa: PLC0415

    print_hits(places_of(context).database, format_name, words, site, limit)


@with_filter
def vendors(*, context: typer.Context, wanted: ReleaseFilter, format_name: FormatOption = "table") -> None:
    """List who has released something: where they sit, how many, from when to when."""
    from interface.asking import print_vendors  # noqa: PLC0415

    print_vendors(places_of(context).database, format_name, wanted)


@with_filter
def models(
    *, context: typer.Context, wanted: ReleaseFilter, limit: Limit = None, format_name: FormatOption = "table"
) -> None:
    """List the models: of which family, for what, from when to when."""
    from interface.asking import print_models  # noqa: PLC0415

    print_models(places_of(context).database, format_name, wanted, limit)
