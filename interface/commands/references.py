"""`moxun import …`: what other databases say, from files that you have."""

from pathlib import Path
from typing import Annotated

import typer

from interface.commands.options import places_of

Table = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="CSV in UTF-8.")]

import_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Take in what other databases say, to compare: no release takes anything from them.",
)


@import_app.command("models-dev")
def import_models_dev(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="Its api.json.")],
) -> None:
    """Read the api.json of models.dev. A second time changes nothing."""
    _import(context, "models-dev", file)


@import_app.command("epoch")
def import_epoch(context: typer.Context, file: Table) -> None:
    """Read Epoch AI's CSV: columns Model, Organization and Publication date. A second time changes nothing."""
    _import(context, "epoch", file)


@import_app.command("csv")
def import_csv(
    context: typer.Context,
    file: Table,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call the source; else as the file is called.")
    ] = None,
) -> None:
    """Read any CSV with the columns vendor, model and date, and url where there is one."""
    from pipelines.referencing import name_source  # noqa: PLC0415

    _import(context, name_source(file, name), file)


def _import(context: typer.Context, source: str, file: Path) -> None:
    from interface.referencing import import_reference  # noqa: PLC0415

    import_reference(places_of(context).database, source, file)
