"""The Scrapy item pipeline that keeps every page: archive first, then its rows in the database."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.news import NewsSpider
from crawler.pages import FetchedPage, Listed, Missed, read_state
from extract.records import Capture
from pipelines.indexing import index_archive
from pipelines.progress import Progress, load_progress, save_progress
from storage.addresses import Answer, fill_addresses, load_known, save_answers, save_failure, save_listed
from storage.archive import Archive
from storage.captures import load_capture, save_capture, save_revisit
from storage.database import Database, open_database
from storage.problems import save_problem
from storage.runs import Run, save_run

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from extract.fetchstate import FetchState

AT_ONCE, MANY = 1.0, 64  # seconds since the last rows, and pages: a page that comes alone is indexed at once


class ArchivePipeline:
    """One per spider. Before the spider starts, the index is brought up to date and the spider told what is known."""

    def __init__(self, spider: NewsSpider, folder: Path, database: Database) -> None:
        self.spider, self.folder, self.database = spider, folder, database
        self.archive = Archive(folder)
        self.captures: list[tuple[Capture, FetchState]] = []
        self.revisits: list[Capture] = []
        self.answers: list[Answer] = []
        self.indexed_at = 0.0  # on the monotonic clock
        self.run = Run("crawl", spider.name, datetime.now(UTC))

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        if not isinstance(crawler.spider, NewsSpider):  # `scrapy shell` brings its own
            raise NotConfigured
        folder = Path(crawler.settings["ARCHIVE_FOLDER"])
        pipeline = cls(crawler.spider, folder, open_database(crawler.settings["DATABASE_URL"]))
        crawler.signals.connect(pipeline.spider_closed, signal=signals.spider_closed)
        return pipeline

    def open_spider(self) -> None:
        index_archive(self.database, self.folder)
        progress = load_progress(self.folder, self.spider.place)
        self.spider.caught_up_until, self.spider.is_caught_up = progress
        save_progress(self.folder, self.spider.place, Progress(progress.until, is_complete=False))
        with self.database.write() as connection:
            save_run(connection, self.run)
            fill_addresses(connection, self.spider.name)
        with self.database.read() as connection:
            self.spider.known = load_known(connection, self.spider.name)

    def process_item(self, item: Any) -> Any:  # noqa: ANN401 whatever a spider yields
        site = self.spider.name
        if isinstance(item, FetchedPage):
            self._keep(item)
        elif isinstance(item, Listed):
            with self.database.write() as connection:
                save_listed(connection, site, item.urls, datetime.now(UTC))
        elif isinstance(item, Missed) and item.status:
            with self.database.write() as connection:
                save_failure(connection, site, item.url, item.at, item.status)
        return item

    def _keep(self, page: FetchedPage) -> None:
        """On the disk before the row. Of a page that is as it was only the head is kept."""
        before = self.spider.known.get(page.url)
        state = read_state(page, before)
        same = self._find_same(page.url, state.digest) if before and before.digest == state.digest else None
        capture = self.archive.append(page, page.request_headers, page.modified, same)
        if same is None:
            self.captures.append((capture, state))
        else:
            self.revisits.append(capture)
        self.answers.append(Answer(page.url, page.fetched_at, page.status, state))
        if time.monotonic() - self.indexed_at > AT_ONCE or len(self.answers) >= MANY:
            self._index()

    def _index(self) -> None:
        """The rows of what is archived. Where the process dies before, the next one finds them in the archive."""
        with self.database.write() as connection:
            for capture, state in self.captures:
                save_capture(connection, capture, state)
            for capture in self.revisits:
                save_revisit(connection, capture)
            save_answers(connection, self.spider.name, self.answers)
        self.captures.clear()
        self.revisits.clear()
        self.answers.clear()
        self.indexed_at = time.monotonic()

    def _find_same(self, url: str, digest: str) -> Capture | None:
        """The capture of the same payload at the same address."""
        with self.database.read() as connection:
            return load_capture(connection, url, digest)

    def close_spider(self) -> None:
        self._index()
        self.archive.close()

    def spider_closed(self, reason: str) -> None:
        """After the spider's own `closed`. Only a run that was not stopped may have been complete."""
        with self.database.write() as connection:
            for problem in self.spider.problems:
                save_problem(connection, problem)
            save_run(connection, self._ended(reason))
        if reason == "finished" and self.spider.is_complete:
            until = max(self.spider.caught_up_until, self.spider.newest_change)
            save_progress(self.folder, self.spider.place, Progress(until, is_complete=True))
        self.database.close()  # a process may crawl dozens of sites, and PostgreSQL has a hundred connections

    def _ended(self, reason: str) -> Run:
        is_healthy = reason == "finished" and len(self.spider.found) >= self.spider.floor
        outcome = "healthy" if is_healthy else "unhealthy" if reason == "finished" else "failed"
        counts = {"found": len(self.spider.found), **self.spider.counts}
        return replace(self.run, finished=datetime.now(UTC), outcome=outcome, counts=counts)
