"""What an article states of many releases, read again from the archive and checked."""

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import HTTPException, Request

from interface.web.viewing import reading
from storage.browsing import FullArticle, load_article

if TYPE_CHECKING:
    from pipelines.checking import Check


def read_checks(request: Request, article_id: str) -> "tuple[FullArticle, str, tuple[Check, ...]]":
    """The article, its text, and what came of checking it; a 404 where it is not there, or there is no archive."""
    from extract.reading import ACCEPT  # noqa: PLC0415 brings spaCy, jieba and trafilatura: 2 s, once
    from pipelines.articles import read_named_article  # noqa: PLC0415
    from pipelines.checking import check_article  # noqa: PLC0415

    archive = request.app.state.settings.archive
    with reading(request) as connection:
        found = load_article(connection, article_id)
        if found is None or archive is None or Path(article_id).exists():  # a file of that name is not what is meant
            raise HTTPException(404, f"no article {article_id!r}, or no archive to read it from")
        extraction = read_named_article(connection, archive, article_id)
        checks = check_article(connection, extraction, ACCEPT)
    return found, extraction.article.text if extraction.article else "", checks
