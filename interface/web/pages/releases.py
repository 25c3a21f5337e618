"""The table of releases, and one release with everyone who says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from interface.web.choices import filter_choices
from interface.web.marking import Piece, context_of, mark_text, paragraphs, stretches_of
from interface.web.viewing import reading, render, view_of
from interface.web.words import Words
from storage.browsing import load_texts
from storage.database import row_id
from storage.evidence import Evidence
from storage.filters import FilterError
from storage.following import find_successor
from storage.paging import ORDERS
from storage.queries import FoundRelease, list_and_count, list_of_vendor, load_release

COUNTED = 200  # releases that have some words in their sentences; more are not counted
SIMILAR = 8
CONFLICT_FIELDS = ("date", "status", "kind", "vendor", "model")

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Told:
    """One article's evidence, as it is shown."""

    evidence: Evidence
    article_id: str
    number: int
    lines: list[list[Piece]]
    original: int | None  # the number of the article here that this one's repeats


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things that articles say where they disagree, and who says it."""

    value: str
    told: tuple[Told, ...]


@router.get("/releases")
def releases(request: Request) -> HTMLResponse:
    """The releases that the address asks for, a page of them."""
    view = view_of(request)
    wanted = view.read_filter()
    order = view.control("order", "newest") or "newest"
    if order not in ORDERS:
        raise FilterError(f"order: {order!r} is none of {', '.join(ORDERS)}")
    after, most = view.control("after") or None, COUNTED if wanted.text else None
    with reading(request) as connection:
        page, count = list_and_count(connection, wanted, order=order, after=after, most=most and most + 1)
        choices = filter_choices(connection, view)
    return render(
        view, "releases.html", releases=page.releases, after=page.after, count=count, choices=choices, order=order,
        orders=ORDERS, most=most or count,
    )  # fmt: skip


@router.get("/releases/{release_id:path}")
def release(request: Request, release_id: str) -> HTMLResponse:
    """A release: what is known, where articles disagree, and each quote in the archived text."""
    view = view_of(request)
    with reading(request) as connection:
        found = load_release(connection, find_successor(connection, release_id) or release_id)
        if found is None:
            raise HTTPException(404)
        told = _tell(found.evidence, load_texts(connection, [article_of(each) for each in found.evidence]))
        vendor = found.release.vendor_id
        others = list_of_vendor(connection, vendor, SIMILAR + 1) if vendor else ()
    similar = [each for each in others if each.id != found.release.id][:SIMILAR]
    return render(
        view, "release.html", release=found.release, told=told, conflicts=_conflicts(view.words, found, told),
        similar=similar, events=found.events,
    )  # fmt: skip


def _tell(evidence: Sequence[Evidence], texts: Mapping[str, str]) -> list[Told]:
    numbers = {each.claim.url: number for number, each in enumerate(evidence, start=1)}
    return [
        Told(each, article_of(each), number, _quote(each, number, texts), numbers.get(each.copy_of or ""))
        for number, each in enumerate(evidence, start=1)
    ]


def _quote(each: Evidence, number: int, texts: Mapping[str, str]) -> list[list[Piece]]:
    """The quote among its neighbours, as the archived text has them; alone, where that text is gone."""
    text = texts.get(article_of(each), "")
    claim = each.claim
    if claim.evidence.of(text) != each.quote:
        return [[Piece(each.quote, ("evidence",), (number,), (number,))]]
    start, end = context_of(text, claim.evidence)
    return paragraphs(mark_text(text, stretches_of(claim, number), start, end))


def article_of(each: Evidence) -> str:
    """The id of the article that says so."""
    return row_id(each.claim.url, each.claim.digest)


def _conflicts(words: Words, found: FoundRelease, told: Sequence[Told]) -> dict[str, list[Side]]:
    """What articles disagree about, and who says what; the most said first."""
    fields = {conflict.partition(":")[0] for conflict in found.release.conflicts}
    sides = {name: _sides(words, name, told) for name in CONFLICT_FIELDS if name in fields}
    return {name: each for name, each in sides.items() if len(each) > 1}


def _sides(words: Words, name: str, told: Sequence[Told]) -> list[Side]:
    by_value: dict[str, list[Told]] = {}
    for each in told:
        by_value.setdefault(_value_of(words, name, each.evidence), []).append(each)
    sides = [Side(value, tuple(each)) for value, each in by_value.items()]
    return sorted(sides, key=lambda side: (-len(side.told), side.told[0].number))


def _value_of(words: Words, name: str, evidence: Evidence) -> str:
    claim = evidence.claim
    if name == "date":
        return words.days(claim.date)
    value = getattr(claim, name)
    return words.name(name, value) if name in ("kind", "status") else value or words("unknown")
