"""`moxun runs` and `moxun runs diff`."""

from typing import Annotated, Literal

import typer

from interface.commands.options import FormatOption, places_of

runs_app = typer.Typer(invoke_without_command=True, subcommand_metavar="[diff]")


@runs_app.callback()
def runs(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, the newest.")] = 20,
    format_name: FormatOption = "table",
) -> None:
    """List what was run and how it ended, newest first; `diff` compares two of them."""
    if context.invoked_subcommand is None:
        from interface.asking import print_runs  # noqa: PLC0415

        print_runs(places_of(context).database, format_name, limit)


@runs_app.command()
def diff(
    context: typer.Context,
    first: Annotated[str, typer.Argument(metavar="RUN", help="A run's id, or how it begins.")],
    second: Annotated[str | None, typer.Argument(metavar="RUN", help="Another one; else the last.")] = None,
    format_name: Annotated[Literal["table", "json"], typer.Option("--format", help="How to print it.")] = "table",
) -> None:
    """Tell what became of the releases from the end of one run to the end of another."""
    from interface.diffing import print_run_difference  # noqa: PLC0415

    print_run_difference(places_of(context).database, first, second, format_name)
