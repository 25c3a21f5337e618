"""A stretch of text with its quotes marked: pieces, each with what it is part of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.records import Claim, Span

CONTEXT = 160  # code points shown before and after a quote


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of the text that means something: `role` is evidence, model, vendor, date or trigger."""

    span: Span
    role: str
    number: int = 0  # which claim's


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text with the roles it has; a new paragraph begins before it where `breaks`."""

    text: str
    roles: tuple[str, ...]
    numbers: tuple[int, ...]  # the claims whose evidence it is part of, ascending
    starts: tuple[int, ...]  # the claims whose evidence begins here


def stretches_of(claim: Claim, number: int = 0) -> list[Stretch]:
    """What of the text a claim rests on."""
    parts = {
        "evidence": claim.evidence, "model": claim.model_span, "vendor": claim.vendor_span,
        "date": claim.date_span, "trigger": claim.trigger_span,
    }  # fmt: skip
    return [Stretch(span, role, number) for role, span in parts.items() if span is not None]


def mark_text(text: str, stretches: Iterable[Stretch], start: int = 0, end: int | None = None) -> list[Piece]:
    """`text[start:end]` cut where a stretch begins or ends; joined again, the pieces are that text."""
    end = len(text) if end is None else end
    begin: dict[int, list[Stretch]] = {}
    edges = {start, end}
    for each in stretches:
        if each.span.start < end and each.span.end > start:
            low, high = max(each.span.start, start), min(each.span.end, end)
            edges |= {low, high}
            begin.setdefault(low, []).append(each)
    pieces: list[Piece] = []
    over: list[Stretch] = []
    for low, high in pairwise(sorted(edges)):
        over = [each for each in over if each.span.end > low] + begin.get(low, [])
        pieces.append(_piece(text[low:high], over, low))
    return pieces


def context_of(text: str, span: Span, room: int = CONTEXT) -> tuple[int, int]:
    """Where to begin and end so that the span is seen among its neighbours: whole paragraphs where they are short."""
    low, high = max(0, span.start - room), min(len(text), span.end + room)
    start = _after_break(text, low, span.start)
    stop = text.rfind("\n", span.end, high)
    return start, stop if stop >= 0 and high < len(text) else high


def paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each line of the text that has any."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        starts = piece.starts
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(Piece(part, piece.roles, piece.numbers, starts))
                starts = ()
    return [line for line in lines if "".join(piece.text for piece in line).strip()]


def _piece(text: str, over: Sequence[Stretch], start: int) -> Piece:
    evidence = [each for each in over if each.role == "evidence"]
    return Piece(
        text,
        tuple(dict.fromkeys(each.role for each in over)),
        tuple(sorted({each.number for each in evidence})),
        tuple(sorted({each.number for each in evidence if each.span.start == start})),
    )


def _after_break(text: str, low: int, high: int) -> int:
    """Behind the first line break there is, for the text not to begin inside a word; as it is at its very beginning."""
    found = text.find("\n", low, high)
    return found + 1 if low > 0 and found >= 0 else low
