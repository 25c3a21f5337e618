"""Run spiders side by side in one process, one after the other from whoever says what comes next."""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.news import NewsSpider
from crawler.pages import NOT_MODIFIED
from extract.records import Page, Problem

OnPage = Callable[[Page], None]


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
    ways: Mapping[str, int] = field(default_factory=dict)  # how many articles each way that was asked has listed


class Source(Protocol):
    """Says which site comes next, and hears what came of it."""

    pulse: float  # seconds from one `keep` to the next

    def take(self) -> str | None:
        """The next site; None where there is none any more."""

    def done(self, site: str, summary: CrawlSummary | None, *, was_interrupted: bool) -> None:
        """The run of a site has ended; without a summary it could not even start."""

    def keep(self) -> set[str]:
        """Called in every pulse; the sites that must not be crawled on."""


class CrawlProcess(AsyncCrawlerProcess):
    """Once per process: Twisted's reactor cannot be started twice."""

    def __init__(self, settings: Settings, source: Source, options: dict[str, Any], on_page: OnPage | None) -> None:
        super().__init__(settings)
        logging.getLogger("scrapy").setLevel(logging.WARNING)  # Scrapy sets DEBUG, and logs every item
        self.source, self.options, self.on_page = source, options, on_page
        self.running: dict[str, _Run] = {}
        self.errors: list[Exception] = []  # what kept a crawl from starting
        self.was_interrupted = False
        self._workers: list[asyncio.Task[None]] = []

    def run(self, parallel: int) -> None:
        """Crawl what the source has, so many sites at a time. Signals end it, and are what they were afterwards."""
        loop = asyncio.get_event_loop()
        self._workers = [loop.create_task(self._work()) for _ in range(parallel)]
        before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
        self.start()
        for each, handler in before.items():  # Scrapy leaves its own behind, which would swallow the next Ctrl-C
            signal.signal(each, handler)

    async def join(self) -> None:
        """Scrapy's waits for the spiders that run now; there may be none between two."""
        keeper = asyncio.get_running_loop().create_task(self._keep())
        await asyncio.gather(*self._workers)
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper

    async def _work(self) -> None:
        while not self.was_interrupted and (site := self.source.take()) is not None:
            summary: CrawlSummary | None = None
            try:
                run = self.running[site] = _Run(self.create_crawler(site), self.on_page)
                await self.crawl(run.crawler, **self.options)
                summary = run.summary()
                self.was_interrupted |= run.was_interrupted()
            except Exception as error:
                self.errors.append(error)
            del self.running[site]
            self.source.done(site, summary, was_interrupted=self.was_interrupted)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self.source.pulse)
            for site in self.source.keep() & set(self.running):
                self.running[site].stop()


class _Run:
    """One crawler and what it reports."""

    def __init__(self, crawler: Crawler, on_page: OnPage | None) -> None:
        self.crawler, self.on_page = crawler, on_page
        self.failures: list[Problem] = []
        self.stopping: asyncio.Task[None] | None = None
        crawler.signals.connect(self.page_archived, signal=signals.item_scraped)
        crawler.signals.connect(self.page_lost, signal=signals.item_error)

    def page_archived(self, item: Any) -> None:  # noqa: ANN401 whatever a spider yields
        if self.on_page and isinstance(item, Page) and item.status != NOT_MODIFIED:
            self.on_page(item)

    def page_lost(self, item: Any, failure: Failure) -> None:  # noqa: ANN401
        """What cannot be archived now (a full disk, say) will not be a page later: stop asking the site for more."""
        where = item.url if isinstance(item, Page) else ""
        self.failures.append(Problem("archive", "not-archived", failure.getErrorMessage(), where))
        self.stop()

    def stop(self) -> None:
        """Not awaited: stopping waits for what is under way, which may be the very page that asks for it."""
        if not self.stopping:
            self.stopping = asyncio.get_running_loop().create_task(self.crawler.stop_async())

    def finish_reason(self) -> str:
        return str(self.crawler.stats.get_value("finish_reason", "")) if self.crawler.stats else ""

    def was_interrupted(self) -> bool:
        """By a signal, and not by us."""
        return self.finish_reason() == "shutdown" and not self.stopping

    def summary(self) -> CrawlSummary:
        spider = self.crawler.spider
        assert isinstance(spider, NewsSpider)
        lost, counts = len(self.failures), spider.counts
        problems = (*spider.problems, *self.failures)
        ways = {way: len(links) for way, links in spider.links_by_way.items()}
        is_healthy = self.finish_reason() == "finished" and not lost and len(spider.found) >= spider.floor
        return CrawlSummary(
            spider.name, len(spider.found), counts["new"], counts["changed"], counts["unchanged"],
            counts["failed"] + lost, problems, is_healthy, spider.retry_at, ways,
        )  # fmt: skip
