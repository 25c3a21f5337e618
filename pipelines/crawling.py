"""Crawl sites into the archive, and say what came of it."""

import asyncio
import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from extract.records import Page, Problem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import Settings
    from twisted.python.failure import Failure

NOT_MODIFIED = 304

OnPage = Callable[[Page], None]


class UnknownSiteError(LookupError):
    """No spider has this name."""


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """What one run did on one site. Found = new + changed + unchanged + failed + what a limit left out."""

    site: str
    found: int  # articles that the site lists, as far as it was read
    new: int
    changed: int
    unchanged: int
    failed: int
    problems: tuple[Problem, ...]
    is_healthy: bool  # it ran to its end and found at least as many links as the site always has
    retry_at: datetime | None = None  # the site asks not to be asked before


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
    from scrapy.spiderloader import SpiderLoader  # noqa: PLC0415 Scrapy takes a second to import

    loader = SpiderLoader.from_settings(_settings({}))
    spiders: Iterator[Any] = map(loader.load, sorted(loader.list()))
    return [ListedSite(each.name, each.title, each.language, each.timezone, each.base_url) for each in spiders]


def crawl(  # noqa: PLR0913 keywords only
    sites: Sequence[str],
    *,
    archive_folder: Path,
    database_url: str,
    base_url: str | None = None,
    since: date | None = None,
    until: date | None = None,
    limit: int | None = None,
    on_page: OnPage | None = None,
    settings: dict[str, Any] | None = None,
) -> list[CrawlSummary]:
    """Crawl the sites side by side, and return a summary of each, in their order.

    Once per process: Twisted's reactor cannot be started twice. `base_url` crawls a copy of the site at another
    address, which may then be a private one. `on_page` is called for each page once it is archived and indexed.
    The summaries' problems are in the database already.
    KeyboardInterrupt where a signal ended it: what was fetched until then is kept.
    UnknownSiteError before anything is fetched. However the process ends, the next call completes the work.
    """
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415 Scrapy takes a second to import

    own: dict[str, Any] = {
        "ARCHIVE_FOLDER": str(archive_folder),
        "DATABASE_URL": database_url,
        "PRIVATE_HOSTS": [urlsplit(base_url).hostname] if base_url else [],
        "LOG_INSTALL_ROOT_HANDLER": False,  # logging belongs to whoever calls
        **(settings or {}),
    }
    process = AsyncCrawlerProcess(_settings(own))
    logging.getLogger("scrapy").setLevel(logging.WARNING)  # Scrapy sets DEBUG, and logs every item
    days = {name: day.isoformat() if day else "" for name, day in {"since": since, "until": until}.items()}
    options = {"base_url": base_url or "", "limit": limit or 0, **days}
    runs = [_Run(process.create_crawler(_find_spider(process.spider_loader, site)), on_page) for site in sites]
    tasks = [process.crawl(run.crawler, **options) for run in runs]
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    process.start()
    for each, handler in before.items():  # Scrapy leaves its own behind, which would swallow the next Ctrl-C
        signal.signal(each, handler)
    for task in tasks:
        task.result()  # raises what kept a crawl from starting
    if any(run.was_interrupted() for run in runs):
        raise KeyboardInterrupt
    return [run.summary() for run in runs]


class _Run:
    """One crawler and what it reports."""

    def __init__(self, crawler: "Crawler", on_page: OnPage | None) -> None:
        from scrapy import signals  # noqa: PLC0415

        self.crawler, self.on_page = crawler, on_page
        self.failures: list[Problem] = []
        self.stopping: asyncio.Task[None] | None = None
        crawler.signals.connect(self.page_archived, signal=signals.item_scraped)
        crawler.signals.connect(self.page_lost, signal=signals.item_error)

    def page_archived(self, item: Any) -> None:  # noqa: ANN401 whatever a spider yields
        if self.on_page and isinstance(item, Page) and item.status != NOT_MODIFIED:
            self.on_page(item)

    def page_lost(self, item: Page, failure: "Failure") -> None:
        """What cannot be archived now (a full disk, say) will not be a page later: stop asking the site for more."""
        self.failures.append(Problem("archive", "not-archived", failure.getErrorMessage(), item.url))
        if not self.stopping:  # not awaited: stopping waits for this very page to be done with
            self.stopping = asyncio.get_running_loop().create_task(self.crawler.stop_async())

    def finish_reason(self) -> str:
        return str(self.crawler.stats.get_value("finish_reason", "")) if self.crawler.stats else ""

    def was_interrupted(self) -> bool:
        """By a signal, and not because a page could not be archived."""
        return self.finish_reason() == "shutdown" and not self.stopping

    def summary(self) -> CrawlSummary:
        from crawler.news import NewsSpider  # noqa: PLC0415

        spider = self.crawler.spider
        assert isinstance(spider, NewsSpider)
        lost, counts = len(self.failures), spider.counts
        problems = (*spider.problems, *self.failures)
        is_healthy = self.finish_reason() == "finished" and not lost and len(spider.found) >= spider.floor
        return CrawlSummary(
            spider.name, len(spider.found), counts["new"], counts["changed"], counts["unchanged"],
            counts["failed"] + lost, problems, is_healthy, spider.retry_at,
        )  # fmt: skip


def _settings(own: dict[str, Any]) -> "Settings":
    from scrapy.settings import Settings  # noqa: PLC0415

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(own, priority="cmdline")
    return settings


def _find_spider(loader: Any, site: str) -> Any:  # noqa: ANN401 Scrapy's classes
    try:
        return loader.load(site)
    except KeyError as error:
        raise UnknownSiteError(f"no site {site!r}; there are {', '.join(sorted(loader.list()))}") from error
