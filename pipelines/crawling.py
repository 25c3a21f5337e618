"""Crawl sites into the archive, and say what came of it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoader

    from crawler.news import NewsSpider
    from crawler.prober import Prober
    from extract.records import Page
    from pipelines.crawlprocess import CrawlSummary, Source

AN_HOUR = 3600.0


class UnknownSiteError(LookupError):
    """No spider has this name."""


@dataclass(frozen=True, slots=True)
class ListedSite:
    """What is said of a site before it is crawled."""

    name: str  # what it is crawled by
    title: str  # as its readers know it
    language: str
    timezone: str
    address: str


def list_sites() -> list[ListedSite]:
    """All that there is a spider for, by name."""
    sites = load_sites().values()
    return [ListedSite(each.name, each.title, each.language, each.timezone, each.base_url) for each in sites]


def load_sites(names: Sequence[str] = ()) -> "dict[str, type[NewsSpider]]":
    """What their files say of these sites, or of all, by name. UnknownSiteError."""
    loader = _loader()
    unknown = [name for name in names if name not in loader.list()]
    if unknown:
        raise UnknownSiteError(f"no site {unknown[0]!r}; there are {', '.join(sorted(loader.list()))}")
    return {name: cast("type[NewsSpider]", loader.load(name)) for name in names or sorted(loader.list())}


def crawl(  # noqa: PLR0913 keywords only
    sites: Sequence[str],
    *,
    archive_folder: Path,
    database_url: str,
    base_url: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
    every_way: bool = False,
    on_page: "Callable[[Page], None] | None" = None,
    settings: dict[str, Any] | None = None,
) -> "list[CrawlSummary]":
    """Crawl the sites side by side, and return a summary of each, in their order.

    Once per process: Twisted's reactor cannot be started twice. `base_url` crawls a copy of the site at another
    address, which may then be a private one. `on_page` is called for each page once it is archived.
    The summaries' problems are in the database already.
    KeyboardInterrupt where a signal ended it: what was fetched until then is kept.
    UnknownSiteError before anything is fetched. However the process ends, the next call completes the work.
    """
    source = _Named(sites)
    days = {name: day.isoformat() if day else "" for name, day in {"since": since, "until": until}.items()}
    options = {"base_url": base_url or "", "limit": limit or 0, "every_way": every_way, **days}
    own = {"PRIVATE_HOSTS": [urlsplit(base_url).hostname]} if base_url else {}
    run_source(source, len(sites), archive_folder, database_url, {**own, **(settings or {})}, options, on_page)
    return [source.summaries[site] for site in sites]


def run_source(  # noqa: PLR0913, PLR0917
    source: "Source",
    parallel: int,
    archive_folder: Path,
    database_url: str,
    settings: dict[str, Any],
    options: dict[str, Any],
    on_page: "Callable[[Page], None] | None",
) -> None:
    """Crawl what a source says, so many sites at a time. KeyboardInterrupt where a signal ended it."""
    from pipelines.crawlprocess import CrawlProcess  # noqa: PLC0415 Scrapy takes a second to import

    own = {
        "ARCHIVE_FOLDER": str(archive_folder),
        "DATABASE_URL": database_url,
        "PRIVATE_HOSTS": sorted({host for site in load_sites().values() for host in site.private_hosts}),
        "LOG_INSTALL_ROOT_HANDLER": False,  # logging belongs to whoever calls
        **settings,
    }
    keep_sites(database_url)
    process = CrawlProcess(_settings(own), source, options, on_page)
    process.run(parallel)
    if process.errors:
        raise process.errors[0]
    if process.was_interrupted:
        raise KeyboardInterrupt


def keep_sites(database_url: str) -> None:
    """Let the database say what is known of every site."""
    from extract.sites import find_site  # noqa: PLC0415 lxml takes its time to import
    from storage.database import open_database  # noqa: PLC0415
    from storage.knowledge import save_sites  # noqa: PLC0415

    rows = [asdict(each) | {"vendor_id": find_site(each.name, each.address).vendor or None} for each in list_sites()]
    with open_database(database_url) as database, database.write() as connection:
        save_sites(connection, rows)


def probe(base_url: str, settings: dict[str, Any]) -> "Prober":
    """Look at a site that nobody has described yet. Once per process."""
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415

    from crawler.prober import Prober  # noqa: PLC0415

    own = {"LOG_INSTALL_ROOT_HANDLER": False, "ITEM_PIPELINES": {}, "PRIVATE_HOSTS": [urlsplit(base_url).hostname]}
    process = AsyncCrawlerProcess(_settings({**own, **settings}))
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    crawler = process.create_crawler(Prober)
    task = process.crawl(crawler, base_url=base_url)
    process.start()
    task.result()
    assert isinstance(crawler.spider, Prober)
    return crawler.spider


class _Named:
    """A source of the sites that somebody has named."""

    pulse = AN_HOUR

    def __init__(self, sites: Sequence[str]) -> None:
        self.sites: Iterator[str] = iter(load_sites(sites))
        self.summaries: dict[str, CrawlSummary] = {}

    def take(self) -> str | None:
        return next(self.sites, None)

    def done(self, site: str, summary: "CrawlSummary | None", *, was_interrupted: bool) -> None:
        if summary:
            self.summaries[site] = summary

    def keep(self) -> set[str]:
        return set()


def _loader() -> "SpiderLoader":
    from scrapy.spiderloader import SpiderLoader  # noqa: PLC0415 Scrapy takes a second to import

    return SpiderLoader.from_settings(_settings({}))


def _settings(own: dict[str, Any]) -> "Settings":
    from scrapy.settings import Settings  # noqa: PLC0415

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(own, priority="cmdline")
    return settings
