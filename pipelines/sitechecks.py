"""Verify what a site's file says against the live web: does each way list articles, and can they be read?"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.records import Article, Problem
from pipelines.crawling import crawl, load_sites
from storage.archive import iter_files, iter_pages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.crawlprocess import CrawlSummary

ARTICLES = 2  # of each site are fetched
READABLE = 200  # characters; a page with fewer has no article's text


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What one site gave. `ways` has the number of articles that the first page of each way lists."""

    site: str
    ways: "Mapping[str, int]"
    floor: int
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]

    @property
    def faults(self) -> list[str]:
        """What is not as the site's file says; empty where all is well."""
        found = [f"{way} lists nothing" for way, count in self.ways.items() if not count]
        if max(self.ways.values(), default=0) < self.floor:
            found.append(f"fewer than {self.floor} links in every way")
        if not self.articles:
            found.append("no article could be fetched")
        for name, is_there in (("title", _has_title), ("date", _has_date), ("text", _has_text)):
            if self.articles and not any(map(is_there, self.articles)):
                found.append(f"no {name} in any article")
        return found


def check_sites(
    sites: Sequence[str], base_url: str | None = None, settings: dict[str, Any] | None = None
) -> list[SiteCheck]:
    """Ask each site (all, where none is named) in every way for its newest articles, and read two of them.

    Nothing is kept. Once per process, and as polite as every crawl. UnknownSiteError.
    """
    names = list(load_sites(sites))
    with tempfile.TemporaryDirectory(prefix="moxun-check-") as folder:
        archive = Path(folder) / "archive"
        places: dict[str, Any] = {"archive_folder": archive, "database_url": f"sqlite:///{folder}/moxun.db"}
        summaries = crawl(names, base_url=base_url, limit=ARTICLES, every_way=True, settings=settings, **places)
        articles = list(_iter_articles(archive))
    return [_check(summary, articles) for summary in summaries]


def _check(summary: "CrawlSummary", articles: Sequence[tuple[str, Article]]) -> SiteCheck:
    floor = load_sites([summary.site])[summary.site].floor
    own = tuple(article for site, article in articles if site == summary.site)
    return SiteCheck(summary.site, summary.ways, floor, own, summary.problems)


def _iter_articles(archive: Path) -> Iterator[tuple[str, Article]]:
    from extract.article import read_article  # noqa: PLC0415 brings trafilatura

    for file, _ in iter_files(archive):
        for page in iter_pages(archive / file):
            yield page.site, read_article(page, page.site)


def _has_title(article: Article) -> bool:
    return bool(article.title)


def _has_date(article: Article) -> bool:
    """The day: an address like /2026/02/ tells no more than the month."""
    return article.published is not None and article.published.precision == "day"


def _has_text(article: Article) -> bool:
    return len(article.text) >= READABLE
