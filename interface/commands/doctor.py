"""`moxun doctor` and `moxun metrics`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from interface.commands.options import end, places_of


def doctor(
    context: typer.Context,
    sites: Annotated[
        list[str],
        typer.Argument(metavar="SITE", help="Only these sites.", default_factory=list, show_default=False),
    ],
    format_name: Annotated[Literal["table", "json"], typer.Option("--format", help="How to print it.")] = "table",
) -> None:
    """Say whether all is well: database, archive, disk, rules, schedule, and each site that was crawled.

    Exit code 1 where something failed.
    """
    from interface.health import print_health  # noqa: PLC0415

    end(print_health(places_of(context), sites, format_name))


def metrics(
    context: typer.Context,
    file: Annotated[Path | None, typer.Option(metavar="FILE", help="Write them there, for a collector.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, metavar="PORT", help="Serve them there.")] = None,
    host: Annotated[str, typer.Option(metavar="HOST", help="The address that is listened on.")] = "127.0.0.1",
) -> None:
    """Print what is measured, for Prometheus."""
    from interface.health import print_metrics, serve_metrics  # noqa: PLC0415

    if port is None:
        print_metrics(places_of(context), file)
    else:
        serve_metrics(places_of(context), host, port)
