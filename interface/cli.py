"""The command `moxun`. What a command needs is imported when it runs: `--help` takes a tenth of a second."""

import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from extract.records import Kind, Status
from interface.archive import archive_app
from interface.errors import run_app
from pipelines.config import Places, find_places

FAILED = 1

app = typer.Typer(
    help="Which AI models were released, by whom, when, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its help is prettier, and takes three times as long
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(archive_app, name="archive")


def main() -> None:
    """The entry point."""
    run_app(lambda: app(prog_name="moxun"))


def day(text: str) -> datetime.date:
    """A day as it is typed."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day: write YYYY-MM-DD") from error


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


def _places(context: typer.Context) -> Places:
    return find_places(*context.obj)


@app.command()
def crawl(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    sites: Annotated[list[str], typer.Argument(metavar="SITE", help="Names from `moxun sites`.")],
    since: Annotated[
        datetime.date | None, typer.Option(parser=day, metavar="DAY", help="Only articles changed since then.")
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
    found = _places(context)
    is_healthy = crawl_sites(sites, found, base_url, since, limit)
    is_read = read_archive(found) if extract else True
    _end(is_healthy and is_read)


@app.command()
def extract(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="WARC or HTML files, folders, or - for standard input.",
            default_factory=list,
            show_default=False,
        ),
    ],
    format_name: Annotated[Literal["jsonl", "table"], typer.Option("--format", help="How to print files.")] = "jsonl",
    explain: Annotated[bool, typer.Option("--explain", help="Show how each page of the files is read.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Read the whole archive again.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes that read the archive; 1, this one does.")
    ] = None,
    site: Annotated[str | None, typer.Option(metavar="NAME", help="Of the archive, only this site's pages.")] = None,
    since: Annotated[
        datetime.date | None, typer.Option(parser=day, metavar="DAY", help="Only pages fetched then or later.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
) -> None:
    """Read releases out of files, or out of the archive.

    What files say is printed; what the archive says goes into the database.
    """
    from interface import reading  # noqa: PLC0415
    from pipelines.extraction import Wanted  # noqa: PLC0415

    own = {"--all": everything, "--workers": workers, "--site": site, "--since": since, "--dry-run": dry_run}
    if files and any(own.values()):
        options = ", ".join(name for name, value in own.items() if value)
        raise typer.BadParameter(f"{options} is about the archive, not about files")
    if explain and not files:
        raise typer.BadParameter("--explain needs files")
    if not files:
        wanted = Wanted(everything, site, since)
        _end(reading.read_archive(_places(context), wanted, dry_run=dry_run, workers=workers))
    _end(reading.explain_files(files) if explain else reading.read_files(files, format_name))


@app.command()
def releases(  # noqa: PLR0913, PLR0917 one parameter for each option
    context: typer.Context,
    vendor: Annotated[
        str | None, typer.Option(metavar="NAME", help="A vendor's name in any language, or its id.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="A model's name in any spelling, or a part of it.")
    ] = None,
    kind: Annotated[Kind | None, typer.Option(help="What it is.")] = None,
    status: Annotated[Status | None, typer.Option(help="How far it is out.")] = None,
    since: Annotated[
        datetime.date | None, typer.Option("--from", parser=day, metavar="DAY", help="Released then or later.")
    ] = None,
    until: Annotated[
        datetime.date | None, typer.Option("--to", parser=day, metavar="DAY", help="Released then or earlier.")
    ] = None,
    on: Annotated[
        datetime.date | None, typer.Option("--on", parser=day, metavar="DAY", help="Released on that day.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many, the newest.")] = None,
    format_name: Annotated[
        Literal["table", "json", "jsonl", "csv"], typer.Option("--format", help="How to print them.")
    ] = "table",
) -> None:
    """List the releases in the database, newest first."""
    from interface.asking import print_releases  # noqa: PLC0415

    conditions = {"vendor": vendor, "model": model, "kind": kind, "status": status}
    days = {"since": since, "until": until, "on": on}
    print_releases(_places(context).database, format_name, limit=limit, **conditions, **days)


@app.command()
def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="A model's name in any spelling, or a release's id.")],
) -> None:
    """Show who says so.

    Every claim behind a release: its words, its article, and where that is archived.
    """
    from interface.asking import show_releases  # noqa: PLC0415

    _end(show_releases(_places(context).database, name))


@app.command("eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="What the pages say: one JSON object for each article.")],
    pages: Annotated[list[str], typer.Argument(metavar="PAGES", help="WARC or HTML files, folders, or -.")],
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="Show at most so many errors.")] = 0,
    format_name: Annotated[Literal["table", "json"], typer.Option("--format", help="How to print it.")] = "table",
) -> None:
    """Score what is read in pages of which somebody has written down what they say."""
    from interface.evaluating import score_pages  # noqa: PLC0415

    _end(score_pages(gold, pages, format_name, errors))


@app.command()
def runs(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many, the newest.")] = 20,
    format_name: Annotated[
        Literal["table", "json", "jsonl", "csv"], typer.Option("--format", help="How to print them.")
    ] = "table",
) -> None:
    """List what was run and how it ended, newest first."""
    from interface.asking import print_runs  # noqa: PLC0415

    print_runs(_places(context).database, format_name, limit)


@app.command()
def sites() -> None:
    """List the sites that can be crawled.

    A line for each, tabs between: name, title, language, time zone, address.
    """
    from pipelines.crawling import list_sites  # noqa: PLC0415

    for site in list_sites():
        typer.echo("\t".join((site.name, site.title, site.language, site.timezone, site.address)))


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where it may write.")] = Path("moxun-demo"),
) -> None:
    """Try it on a small news site that comes with moxun.

    The site is served on this machine; nothing leaves it.
    """
    from interface.demo import run_demo  # noqa: PLC0415
    from interface.output import console  # noqa: PLC0415

    raise typer.Exit(run_demo(folder, console()))


def _end(is_well: bool) -> None:
    raise typer.Exit(0 if is_well else FAILED)
