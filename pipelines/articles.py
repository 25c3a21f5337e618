"""One article that somebody names: a file, an address or an id of the database."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, or_, select

from extract.records import Extraction, Page, Problem
from pipelines.inputs import iter_input_pages
from pipelines.texts import read_text_page
from storage.archive import read_page
from storage.captures import load_capture
from storage.columns import clean_text
from storage.database import StorageError
from storage.schema import articles

if TYPE_CHECKING:
    from storage.members import OnProblem

TEXTS = (".txt", ".md", ".markdown")  # endings of files that hold an article as text
MAX_TEXT = 4 << 20  # bytes; whatever is larger is no article


class NoArticleError(StorageError):
    """Neither a file nor an article of the database, or nothing can be read there."""


def read_named_article(connection: Connection, archive: Path, name: str) -> Extraction:
    """The article with its claims, as the rules of today read it. NoArticleError where there is none."""
    from extract.reading import extract_page  # noqa: PLC0415 brings spaCy, jieba and trafilatura

    path = Path(name)
    page = _read_file(path) if path.exists() else _load_page(connection, archive, name)
    extraction = extract_page(page)
    if extraction.article is None or not extraction.article.text:
        raise NoArticleError(f"no article in {name}")
    return extraction


def _read_file(path: Path) -> Page:
    if path.suffix.lower() in TEXTS:
        return _read_text(path)
    problems: list[Problem] = []
    note: OnProblem = problems.append
    for page in iter_input_pages([str(path)], note):
        return page
    raise NoArticleError(f"{path}: {problems[0].value if problems else 'no page in it'}")


def _read_text(path: Path) -> Page:
    from storage.archive import utc_now  # noqa: PLC0415 beside its only use

    data = path.read_bytes()
    if len(data) > MAX_TEXT:
        raise NoArticleError(f"{path}: more than {MAX_TEXT >> 20} MiB of text")
    return read_text_page(data.decode("utf-8", "replace"), path.resolve().as_uri(), utc_now())


def _load_page(connection: Connection, archive: Path, name: str) -> Page:
    named = clean_text(name)
    query = select(articles.c.url, articles.c.digest).where(or_(articles.c.id == named, articles.c.url == named))
    row = connection.execute(query).first()
    capture = load_capture(connection, row.url, row.digest) if row else load_capture(connection, named)
    if capture is None:
        raise NoArticleError(f"no file, and no article of the database: {name}")
    return read_page(archive, capture)
