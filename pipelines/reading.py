"""Read one page, or the clean text of one, whatever it does to its reader."""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from extract.records import Article, Extraction, Page, Problem
from pipelines.workers import Limits, Lost

LIMITS = Limits()

Reader = Callable[[Page], Extraction]
Source = TypeVar("Source", Page, Article)


def read_safely(page: Page, reader: Reader | None = None) -> Extraction:
    """What one page says. A page that breaks the rules is a Problem, and costs nothing but itself."""
    from extract.reading import extract_page  # noqa: PLC0415 spaCy, jieba and trafilatura take seconds to import

    return _guarded(reader or extract_page, page, page.url)


def read_text_safely(article: Article) -> Extraction:
    """The same of a page that was cleaned before."""
    from extract.reading import extract_article  # noqa: PLC0415

    return _guarded(extract_article, article, article.url)


def name_lost(url: str, lost: Lost) -> Extraction:
    """A page that took two workers with it counts as read by these rules: it is not tried again until they change."""
    return Extraction(None, (), (Problem("extract", lost.code, lost.reason, url),))


def _guarded(read: Callable[[Source], Extraction], source: Source, url: str) -> Extraction:
    try:
        return read(source)
    except Exception as error:  # our mistake, but the pages after it are not at fault
        frame = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__}: {error}"[:500]
        problem = Problem("extract", "crash", f"{reason} ({Path(frame.filename).name}:{frame.lineno})", url)
        return Extraction(None, (), (problem,))
