"""`moxun eval`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from interface.commands.options import end


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="What the pages say: one JSON object for each article.")],
    pages: Annotated[list[str], typer.Argument(metavar="PAGES", help="WARC or HTML files, folders, or -.")],
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Show at most so many errors.")] = 0,
    format_name: Annotated[Literal["table", "json"], typer.Option("--format", help="How to print it.")] = "table",
) -> None:
    """Score what is read in pages of which somebody has written down what they say."""
    from interface.evaluating import score_pages  # noqa: PLC0415

    end(score_pages(gold, pages, format_name, errors))
