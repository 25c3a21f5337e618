"""Whole articles, written for this: what was once read right is not lost. The text of each is in `articles/<name>.txt`.

The first line is the day of publication and the language, the second the title, each further one a paragraph. What is
read stands in `<name>.json`. A missing golden file is written, and the test fails, so that a person reads it once.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.claims import ACCEPT, find_claims
from extract.records import Article, Claim

FOLDER = Path(__file__).with_name("articles")
WriteArticle = Callable[..., Article]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_an_article_reads_as_its_golden_file_says(path: Path, write_article: WriteArticle) -> None:
    head, title, *paragraphs = path.read_text("utf-8").splitlines()
    published, language = head.split()
    article = write_article("\n".join(paragraphs), language, published=published, title=title)
    found = [_row(article, claim) for claim in find_claims(article)[0] if claim.score >= ACCEPT]
    golden = path.with_suffix(".json")
    if not golden.exists():
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{golden.name} is new: read it, and run the test again")
    assert found == json.loads(golden.read_text("utf-8"))


def test_every_golden_file_has_its_article() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} <= {path.stem for path in FOLDER.glob("*.txt")}


def _row(article: Article, claim: Claim) -> dict[str, object]:
    """What a reader would check: who released what, when, and where the article says so."""
    return {
        "vendor": claim.vendor,
        "model": claim.model,
        "kind": claim.kind,
        "status": claim.status,
        "date": [str(claim.date.start), str(claim.date.end), claim.date.basis] if claim.date else None,
        "evidence": claim.evidence.of(article.text),
    }
