"""Articles made of a few sentences, and claims compared with labels, for the tests of the rules."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from extract.claims import ACCEPT, find_claims
from extract.keys import model_key
from extract.knowledge import Vendor, fold_name
from extract.lexer import find_words
from extract.records import Article, Block, BlockKind, Claim, PartialDate
from extract.vendors import find_vendors, is_related, open_vendor

PUBLISHED = "2026-06-11"  # a Thursday
Label = dict[str, Any]
KINDS_OF_BLOCKS: dict[str, BlockKind] = {"# ": "heading", "- ": "item", "| ": "row"}


@pytest.fixture(scope="session")
def write_article() -> Callable[..., Article]:
    return _write_article


@pytest.fixture(scope="session")
def find_faults() -> Callable[[str, str, str, list[Label]], list[str]]:
    return _find_faults


def _write_article(text: str, language: str, published: str = PUBLISHED, title: str = "") -> Article:
    """An article of one block a line, the title before them where there is one; `# ` is a heading, `- ` an
    item, `| ` a row."""
    day = date.fromisoformat(published)
    text = f"{title}\n{text}" if title else text
    blocks: list[Block] = []
    at = 0
    lines = text.split("\n")
    for line in lines:
        kind = KINDS_OF_BLOCKS.get(line[:2], "paragraph")
        own = line[2:] if line[:2] in KINDS_OF_BLOCKS else line
        blocks.append(Block(kind if blocks or not title else "title", at, at + len(own), int(kind != "paragraph")))
        at += len(own) + 1
    text = "\n".join(line[2:] if line[:2] in KINDS_OF_BLOCKS else line for line in lines)
    return Article(
        digest="sha1:TEST",
        url="https://news.example/a",
        site="",
        language=language,
        title=title,
        published=PartialDate(day, day, "day", "publication", published),
        published_raw=published,
        published_basis="meta",
        text=text,
        blocks=tuple(blocks),
    )


def _find_faults(text: str, language: str, published: str, labels: list[Label]) -> list[str]:
    """How the accepted claims differ from the labels: missing, false, or wrong in one field.

    Optional labels count for nothing.
    """
    claims = [claim for claim in find_claims(_write_article(text, language, published))[0] if claim.score >= ACCEPT]
    left = list(claims)
    faults: list[str] = []
    for label in labels:
        claim = next((each for each in left if _is_same_model(each, label)), None)
        if claim is not None:
            left.remove(claim)
        if label.get("optional"):
            continue
        faults.extend(_differences(claim, label) if claim else [f"missed {label['model']}"])
    return faults + [
        f"false {claim.vendor} / {claim.model} ({claim.kind}, {claim.status}, {claim.rule})" for claim in left
    ]


def _is_same_model(claim: Claim, label: Label) -> bool:
    """Whether the claim's model is the label's under any of its names, with or without the vendor before it."""
    vendors = [None, *(_vendor(name) for name in _vendor_names(label) if name)]
    told = {model_key(claim.model or "", vendor) for vendor in vendors}
    names = [label["model"], *label.get("model_aliases", [])]
    return bool(told & {model_key(name, vendor) for name in names for vendor in vendors})


def _differences(claim: Claim, label: Label) -> Iterator[str]:
    if not any(_is_same_vendor(claim.vendor, name) for name in _vendor_names(label)):
        yield f"vendor of {label['model']} is {claim.vendor}, not {label['vendor']}"
    days = (str(claim.date.start), str(claim.date.end)) if claim.date else (None, None)
    if days != (label["date_start"], label["date_end"]):
        yield f"date of {label['model']} is {days[0]}..{days[1]}, not {label['date_start']}..{label['date_end']}"
    for field in ("kind", "status"):
        if getattr(claim, field) != label[field]:
            yield f"{field} of {label['model']} is {getattr(claim, field)}, not {label[field]}"


def _vendor_names(label: Label) -> list[str | None]:
    return [label["vendor"], *label.get("vendor_aliases", [])]


def _is_same_vendor(told: str | None, name: str | None) -> bool:
    if told is None or name is None:
        return told is name
    return fold_name(told) == fold_name(name) or is_related(_vendor(told), _vendor(name))


def _vendor(name: str) -> Vendor:
    known = find_vendors(find_words(name), (0, len(name)))
    return known[0].vendor if known and known[0].start == 0 and known[0].end == len(name) else open_vendor(name)
