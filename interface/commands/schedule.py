"""`moxun run`, `moxun schedule` and `moxun schedule install`."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interface.commands.options import end, places_of

if TYPE_CHECKING:
    from pipelines.scheduling import Shard

schedule_app = typer.Typer(invoke_without_command=True, subcommand_metavar="[install]")

ONLY = "Only these; all, where none is named."
Sites = Annotated[list[str], typer.Argument(metavar="SITE", help=ONLY, default_factory=list, show_default=False)]
ShardOption = Annotated[
    str, typer.Option("--shard", metavar="I/N", help="Only the I-th of N parts of the sites, by their hosts.")
]


def run(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    sites: Sites,
    due: Annotated[bool, typer.Option("--due", help="Only the sites whose time has come.")] = False,
    shard: ShardOption = "1/1",
    parallel: Annotated[int, typer.Option(min=1, metavar="N", help="So many sites at a time.")] = 8,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="Crawl a copy of the site there.")] = None,
    extract: Annotated[bool, typer.Option(help="Then read what was archived.")] = True,
) -> None:
    """Crawl the sites that are due, once, and read them.

    For cron, systemd timers, Kubernetes and Airflow. A site that another run is crawling is left to it.
    """
    from interface.reading import read_archive  # noqa: PLC0415
    from interface.scheduling import run_due_sites  # noqa: PLC0415

    if base_url and len(sites) != 1:
        raise typer.BadParameter("--base-url is the address of one site")
    found = places_of(context)
    options = {"only_due": due, "shard": read_shard(shard), "parallel": parallel, "base_url": base_url}
    count, is_healthy = run_due_sites(sites, found, **options)
    is_read = read_archive(found) if extract and count else True
    end(is_healthy and is_read)


@schedule_app.callback()
def schedule(
    context: typer.Context,
    sites: Annotated[list[str] | None, typer.Option("--site", metavar="NAME", help=ONLY)] = None,
    shard: ShardOption = "1/1",
) -> None:
    """Keep crawling whatever is due, until SIGTERM; `install` leaves that to systemd or cron."""
    if context.invoked_subcommand is None:
        from interface.scheduling import schedule_sites  # noqa: PLC0415

        schedule_sites(sites or (), places_of(context), read_shard(shard))


@schedule_app.command()
def install(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    sites: Sites,
    systemd: Annotated[bool, typer.Option("--systemd", help="Write a service and a timer.")] = False,
    cron: Annotated[bool, typer.Option("--cron", help="Print a line for a crontab.")] = False,
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the units go.")] = Path(
        "~/.config/systemd/user"
    ),
    shard: ShardOption = "1/1",
) -> None:
    """Have systemd or cron look every 15 minutes which sites are due."""
    from interface.scheduling import install_systemd, print_cron_line  # noqa: PLC0415

    if systemd == cron:
        raise typer.BadParameter("--systemd or --cron")
    if systemd:
        install_systemd(sites, places_of(context), read_shard(shard), folder.expanduser())
    else:
        print_cron_line(sites, places_of(context), read_shard(shard))


def read_shard(text: str) -> "Shard":
    """One of several parts, as it is typed: 1/3."""
    from pipelines.scheduling import Shard  # noqa: PLC0415

    found = re.fullmatch(r"([1-9]\d{0,3})/([1-9]\d{0,3})", text)
    if not found or int(found[1]) > int(found[2]):
        raise typer.BadParameter(f"{text!r} is no part: write 1/3, 2/3 or 3/3")
    return Shard(int(found[1]), int(found[2]))
