"""The command `moxun`. Its commands are in interface/commands; what one needs is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from interface.commands import register_commands
from interface.errors import run_app

app = typer.Typer(
    help="Which AI models were released, by whom, when, and who says so.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its help is prettier, and takes three times as long
    context_settings={"help_option_names": ["-h", "--help"]},
)
register_commands(app)


def main() -> None:
    """The entry point."""
    run_app(lambda: app(prog_name="moxun"))


def _print_version(wanted: bool) -> None:
    if wanted:
        from crawler.settings import VERSION  # noqa: PLC0415

        typer.echo(f"moxun {VERSION}")
        raise typer.Exit


@app.callback()
def places(
    context: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(envvar="MOXUN_DATABASE", metavar="URL", help="An SQLAlchemy URL, or an SQLite file."),
    ] = None,
    archive: Annotated[
        Path | None, typer.Option(envvar="MOXUN_ARCHIVE", metavar="FOLDER", help="Where the WARC files are.")
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    context.obj = archive, database
