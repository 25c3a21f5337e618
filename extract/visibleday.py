"""The day that a page shows beside its headline, for pages whose head says none: `By Ada Park | June 11, 2026`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lxml import etree

from extract.blocks import Piece, fold_title, read_pieces

_BEFORE, _BEHIND = 3, 8  # pieces before the headline and behind it among which the day may stand
_LONGEST = 80  # characters of a line that says a day
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 300  # letters of a line that is no heading; characters
_PROSE = 120  # bytes of prose: 汉字 say three times as much as letters
_DAY = re.compile(
    r"20[0-4]\d ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}|\b(?:\d{1,2}(?:st|nd|rd|th)?[- ,]+)?[A-Za-z]{3,9}\.?[- ,]+"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,? +)?20[0-4]\d\b|\b\d{1,2}[./]\d{1,2}[./]20[0-4]\d\b|二[〇零]\S{2}年\S{1,2}月\S{1,3}日"
)
_EITHER_WAY = re.compile(r"\b(?:0?[1-9]|1[0-2])/(?:0?[1-9]|1[0-2])/20")  # 06/11/2026: June or November
_LABEL = re.compile(
    r"(?i:(?P<other>(?:last )?(?:updated|modified|edited|reviewed)|(?:initial|first|stable|latest) release|release date"
    r"|更新|修改|编辑)|(?:first )?(?:published|posted)"
    r"|发布|发表|刊发)"
)
_ENDS_A_SENTENCE = re.compile(r"[.!?。！？](?<!\.m\.)$")


def iter_visible_days(tree: etree._Element, titles: Sequence[str]) -> Iterator[str]:
    """Lines beside the headline that say a day and nothing else of weight, those behind the headline first.

    Where such lines go on behind the first prose, as in a chronicle, none of them is the page's own.
    """
    body = tree.find("body")
    pieces = read_pieces(tree if body is None else body)
    place = _find_headline(pieces, titles)
    if place is None:
        return
    for line in (*_behind(pieces[place + 1 :]), *reversed(pieces[max(0, place - _BEFORE) : place])):
        if line.kind != "heading" and _says_a_day(line.text):
            yield from _days_of_publication(line.text)


def _find_headline(pieces: Sequence[Piece], titles: Sequence[str]) -> int | None:
    """Where the title of the page's head stands: as a heading, else as a line; else the first heading of the highest.

    A logo is a heading too, and stands in the head's title behind what the page is called: the longest is taken.
    """
    heads = [folded for title in titles if (folded := fold_title(title))]
    called = [
        (piece.kind == "heading", len(own), -number)
        for number, piece in enumerate(pieces)
        if (own := fold_title(piece.text[:_LONGEST_TITLE])) and any(_is_called(own, head, piece) for head in heads)
    ]
    headings = ((piece.level, number) for number, piece in enumerate(pieces) if piece.kind == "heading")
    return -max(called)[2] if called else min(headings, default=(0, None))[1]


def _is_called(own: str, head: str, piece: Piece) -> bool:
    """Whether a line says what the page's head does, or begins with if it is no heading."""
    return own in head if piece.kind == "heading" else len(own) >= _SHORTEST_TITLE and head.startswith(own)


def _behind(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The first pieces up to the second that is prose: one may be the summary below the headline."""
    near = pieces[:_BEHIND]
    prose = [number for number, piece in enumerate(near) if len(piece.text.encode()) > _PROSE]
    first, second = (*prose, len(near), len(near))[:2]
    is_chronicle = sum(_says_a_day(piece.text) for piece in pieces[first:]) > 1
    return near[: first if is_chronicle else second]


def _says_a_day(text: str) -> bool:
    return len(text) <= _LONGEST and _DAY.search(text) is not None and not _ENDS_A_SENTENCE.search(text)


def _days_of_publication(line: str) -> Iterator[str]:
    """The parts of a line that say a day, each up to the next label, but for days of a later change, or of a release.

    A label that no day follows is that of the day before it: 于 2026-06-20 修改 (changed on).
    """
    labels = [*_LABEL.finditer(line)]
    starts = [(label.start(), bool(label["other"])) for label in labels]
    is_behind = bool(labels) and not _DAY.search(line, labels[0].start())
    bounds = [(0, is_behind and starts[0][1]), *starts, (len(line), False)]
    for (start, is_other), (end, _) in pairwise(bounds):
        part = line[start:end]
        if not is_other and _DAY.search(part) and not _EITHER_WAY.search(part):
            yield part.strip()
