"""Short articles whose dates stand elsewhere than beside the names, and dates there that are of something else.

A line of `text` that begins with `= ` is the title, with `# ` a heading, with `- ` an item. `dates` says of each model
the day or `first..last`, or null where the text ties none to it.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract.claims import ACCEPT, find_claims
from extract.records import Article, Block, BlockKind, PartialDate

CASES = [
    json.loads(line) for line in Path(__file__).with_name("event_days.jsonl").read_text("utf-8").splitlines() if line
]
KINDS: dict[str, BlockKind] = {"= ": "title", "# ": "heading", "- ": "item"}
WriteArticle = Callable[..., Article]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"].replace("\n", " ")[:40])
def test_a_claim_has_the_day_of_the_event_that_its_text_tells_of(
    case: dict[str, Any], write_article: WriteArticle
) -> None:
    claims = find_claims(_article(case, write_article))[0]
    told = {claim.model: _days(claim.date) for claim in claims if claim.score >= ACCEPT}
    assert told == case["dates"]


def _article(case: dict[str, Any], write_article: WriteArticle) -> Article:
    lines = case["text"].split("\n")
    text = "\n".join(line[2:] if line[:2] in KINDS else line for line in lines)
    article = write_article(text, case["language"], published=case["published"])
    blocks = (
        replace(block, kind=KINDS.get(line[:2], "paragraph"), level=2 if line.startswith("# ") else 0)
        for line, block in zip(lines, article.blocks, strict=True)
    )
    return replace(article, blocks=tuple[Block, ...](blocks))


def _days(date: PartialDate | None) -> str | None:
    if date is None:
        return None
    return str(date.start) if date.start == date.end else f"{date.start}..{date.end}"
