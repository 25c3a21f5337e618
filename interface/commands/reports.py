"""`moxun report …`: what many releases say together."""

from typing import Annotated

import typer

from interface.commands.options import FormatOption, places_of

report_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What many releases say together.")


@report_app.command()
def claims(
    context: typer.Context,
    article: Annotated[
        str,
        typer.Argument(metavar="ARTICLE", help="An HTML, WARC, text or Markdown file; an article's address or id."),
    ],
    everything: Annotated[bool, typer.Option("--all", help="Also what cannot be checked.")] = False,
    format_name: FormatOption = "table",
) -> None:
    """Check the numbers and superlatives of an article.

    What it states of many releases at once (47天, more than 30, every 1.5 days, over half, the busiest day) is counted
    again under each reading: supported, contradicted, not supported by what is held, depends, or not checkable.
    """
    from interface.claiming import report_claims  # noqa: PLC0415

    report_claims(places_of(context), article, format_name, everything=everything)
