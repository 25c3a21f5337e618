"""`moxun crawl` and `moxun sites`."""

import datetime
from typing import Annotated

import typer

from interface.commands.options import end, places_of, read_day


def crawl(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    sites: Annotated[list[str], typer.Argument(metavar="SITE", help="Names from `moxun sites`.")],
    since: Annotated[
        datetime.date | None, typer.Option(parser=read_day, metavar="DAY", help="Backfill: what was published since.")
    ] = None,
    until: Annotated[
        datetime.date | None, typer.Option(parser=read_day, metavar="DAY", help="Backfill: what was published until.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many pages of each site.")] = None,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="Crawl a copy of the site there.")] = None,
    extract: Annotated[bool, typer.Option(help="Then read what was archived.")] = True,
) -> None:
    """Fetch what is new on a site, keep it, and read it."""
    from interface.crawling import crawl_sites  # noqa: PLC0415
    from interface.reading import read_archive  # noqa: PLC0415

    if base_url and len(sites) > 1:
        raise typer.BadParameter("--base-url is the address of one site")
    found = places_of(context)
    is_healthy = crawl_sites(sites, found, base_url=base_url, since=since, until=until, limit=limit)
    is_read = read_archive(found) if extract else True
    end(is_healthy and is_read)


def sites(
    names: Annotated[
        list[str],
        typer.Argument(metavar="SITE", help="Only these sites.", default_factory=list, show_default=False),
    ],
    check: Annotated[bool, typer.Option("--check", help="Ask them whether their files are right.")] = False,
) -> None:
    """List the sites that can be crawled, or verify their files against the live web.

    A line for each, tabs between: name, title, language, time zone, address. With --check each is asked, politely, in
    every way in which it lists articles, and two articles are read.
    """
    from pipelines.crawling import list_sites, load_sites  # noqa: PLC0415

    if check:
        from interface.sitechecks import print_checks  # noqa: PLC0415

        end(print_checks(names))
    wanted = load_sites(names)
    for site in list_sites():
        if site.name in wanted:
            typer.echo("\t".join((site.name, site.title, site.language, site.timezone, site.address)))
