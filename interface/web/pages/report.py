"""What an article states of many releases, checked against what is held."""

from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from interface.web.viewing import reading, render, view_of
from storage.browsing import load_article

router = APIRouter()


@router.get("/articles/{article_id}/report")
def report(request: Request, article_id: str) -> HTMLResponse:
    """Its numbers and superlatives, each with a verdict and its readings; it is read again from the archive."""
    from extract.reading import ACCEPT  # noqa: PLC0415 brings spaCy, jieba and trafilatura: 2 s, once
    from pipelines.articles import read_named_article  # noqa: PLC0415
    from pipelines.checking import check_article  # noqa: PLC0415

    view, archive = view_of(request), request.app.state.settings.archive
    with reading(request) as connection:
        found = load_article(connection, article_id)
        if found is None or archive is None or Path(article_id).exists():  # a file of that name is not what is meant
            raise HTTPException(404)
        extraction = read_named_article(connection, archive, article_id)
        checks = [each for each in check_article(connection, extraction, ACCEPT) if each.verdict != "not checkable"]
    text = extraction.article.text if extraction.article else ""
    return render(view, "report.html", found=found, text=text, checks=checks)
