"""`moxun report …`: what many releases say together."""

import datetime
from typing import Annotated

import typer

from interface.commands.filtering import with_filter
from interface.commands.options import FormatOption, places_of, read_day
from interface.web.words import Language
from storage.filters import ReleaseFilter

report_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What many releases say together.")


@report_app.command()
@with_filter
def window(*, context: typer.Context, wanted: ReleaseFilter, format_name: FormatOption = "table") -> None:
    """Count the releases from a day to a day.

    Per day, vendor, country, track and kind; the mean gap; the busiest days with ties; days on which vendors of China
    and the US released. Needs --from and --to, or --on. What is planned or rumoured counts only where --status asks.
    """
    from interface.reporting import print_window  # noqa: PLC0415

    if not wanted.on and not (wanted.since and wanted.until):
        raise typer.BadParameter("a window needs --from and --to, or --on")
    print_window(places_of(context).database, format_name, wanted)


@report_app.command()
@with_filter
def cadence(*, context: typer.Context, wanted: ReleaseFilter, format_name: FormatOption = "table") -> None:
    """Tell how often each vendor releases: days with releases, and the gaps between them."""
    from interface.reporting import print_cadence  # noqa: PLC0415

    print_cadence(places_of(context).database, format_name, wanted)


@report_app.command()
@with_filter
def geo(*, context: typer.Context, wanted: ReleaseFilter, format_name: FormatOption = "table") -> None:
    """Count releases and vendors by country, city and district."""
    from interface.reporting import print_geo  # noqa: PLC0415

    print_geo(places_of(context).database, format_name, wanted)


@report_app.command()
@with_filter
def lag(*, context: typer.Context, wanted: ReleaseFilter, format_name: FormatOption = "table") -> None:
    """Tell which site reported first and how late, and how long it took from an announcement to the weights."""
    from interface.reporting import print_lag  # noqa: PLC0415

    print_lag(places_of(context).database, format_name, wanted)


@report_app.command()
@with_filter
def digest(
    *,
    context: typer.Context,
    wanted: ReleaseFilter,
    seen: Annotated[
        datetime.date, typer.Option("--since", parser=read_day, metavar="DAY", help="First told of then or later.")
    ],
    format_name: FormatOption = "table",
) -> None:
    """Tell what is new since a day, each release with the words that tell of it."""
    from interface.reporting import print_digest  # noqa: PLC0415

    print_digest(places_of(context).database, format_name, wanted, seen)


Sources = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help="Only against this one, as it was imported.")
]
Since = Annotated[
    datetime.date | None, typer.Option("--from", parser=read_day, metavar="DAY", help="Released then or later.")
]
Until = Annotated[
    datetime.date | None, typer.Option("--to", parser=read_day, metavar="DAY", help="Released then or earlier.")
]


@report_app.command()
def coverage(
    context: typer.Context, source: Sources = None, since: Since = None, until: Until = None,
    format_name: FormatOption = "table",
) -> None:  # fmt: skip
    """Tell what other databases know and we lack, and the reverse, for each that `moxun import` has read."""
    from interface.referencing import print_coverage  # noqa: PLC0415

    print_coverage(places_of(context).database, format_name, source or (), since, until)


@report_app.command()
def conflicts(
    context: typer.Context, source: Sources = None, since: Since = None, until: Until = None,
    format_name: FormatOption = "table",
) -> None:  # fmt: skip
    """Tell where other databases date a model otherwise, in days, and where our own articles disagree."""
    from interface.referencing import print_conflicts  # noqa: PLC0415

    print_conflicts(places_of(context).database, format_name, source or (), since, until)


@report_app.command()
def claims(
    context: typer.Context,
    article: Annotated[
        str,
        typer.Argument(metavar="ARTICLE", help="An HTML, WARC, text or Markdown file; an article's address or id."),
    ],
    everything: Annotated[bool, typer.Option("--all", help="Also what cannot be checked.")] = False,
    language: Annotated[Language, typer.Option("--language", help="Of the reasons and readings.")] = "en",
    format_name: FormatOption = "table",
) -> None:
    """Check the numbers and superlatives of an article.

    What it states of many releases at once (47天, more than 30, every 1.5 days, over half, the busiest day) is counted
    again under each reading: supported, contradicted, not supported by what is held, depends, or not checkable.
    """
    from interface.claiming import report_claims  # noqa: PLC0415

    report_claims(places_of(context), article, format_name, everything=everything, language=language)
