"""The Scrapy item pipeline that keeps every page: archive first, then its index row, then everything else."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured

from crawler.news import NewsSpider
from crawler.pages import FetchedPage
from extract.fetchstate import FetchState
from pipelines.indexing import index_archive
from pipelines.progress import Progress, load_progress, save_progress
from storage.archive import Archive
from storage.captures import load_fetch_states, save_capture
from storage.database import Database, open_database
from storage.problems import save_problem
from storage.runs import Run, save_run

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class ArchivePipeline:
    """One per spider. Before the spider starts, the index is brought up to date and the spider told what is known."""

    def __init__(self, spider: NewsSpider, folder: Path, database: Database) -> None:
        self.spider, self.folder, self.database = spider, folder, database
        self.archive = Archive(folder)
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
            self.spider.known = load_fetch_states(connection, self.spider.name)

    def process_item(self, item: Any) -> Any:  # noqa: ANN401 whatever a spider yields
        if isinstance(item, FetchedPage):
            capture = self.archive.append(item, item.request_headers, item.modified)
            etag, last_modified = item.header("ETag") or "", item.header("Last-Modified") or ""
            state = FetchState(etag, last_modified, item.modified, item.digest)
            with self.database.write() as connection:
                save_capture(connection, capture, state)
        return item

    def close_spider(self) -> None:
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

    def _ended(self, reason: str) -> Run:
        is_healthy = reason == "finished" and len(self.spider.found) >= self.spider.floor
        outcome = "healthy" if is_healthy else "unhealthy" if reason == "finished" else "failed"
        counts = {"found": len(self.spider.found), **self.spider.counts}
        return replace(self.run, finished=datetime.now(UTC), outcome=outcome, counts=counts)
