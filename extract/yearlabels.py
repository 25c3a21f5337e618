"""Years that head the lines or the sections of a history: `2018: …`, `2018 – …`, a line that is only `2018`.

Elsewhere a bare number of four digits is no date. Here several lines begin so, in order, or the head of a table says
that a column is one of years.
"""

import re
from collections.abc import Iterator, Sequence

from extract.dates import DateMention
from extract.daylist import mention_of_year
from extract.records import Block, PartialDate
from extract.spans import START
from extract.tables import cells_of, is_of_days, iter_tables

_YEAR = re.compile(r"[\s•·*#>-]*(?P<year>19[5-9]\d|20[0-3]\d)(?:\s?[:：—–|]|\s-\s|\s*\Z)")
_CELL = re.compile(r"\s*(?P<year>19[5-9]\d|20[0-3]\d)\s*\Z")
_FEWEST = 3  # lines
_FEWEST_YEARS = 2


def with_year_labels(
    dates: Sequence[DateMention], text: str, blocks: Sequence[Block], published: PartialDate | None
) -> Sequence[DateMention]:
    """The dates, with the years that head the lines of a history."""
    latest = published.end.year if published else None
    labels = {label.start("year"): label for label in (*_iter_cells(text, blocks), *_iter_heads(text, blocks))}
    taken = {date.start for date in dates}
    own = [_mention(label) for start, label in labels.items() if start not in taken]
    if not own or (latest and max(int(label["year"]) for label in labels.values()) > latest):
        return dates
    return sorted([*dates, *own], key=START)


def _iter_heads(text: str, blocks: Sequence[Block]) -> Iterator[re.Match[str]]:
    """The years with which several lines begin, in their order or against it."""
    labels = [*_iter_labels(text, blocks)]
    years = [int(label["year"]) for label in labels]
    is_in_order = years in (sorted(years), sorted(years, reverse=True))
    if is_in_order and len(years) >= _FEWEST and len(set(years)) >= _FEWEST_YEARS:
        yield from labels


def _iter_cells(text: str, blocks: Sequence[Block]) -> Iterator[re.Match[str]]:
    """The cells that are only a year, in columns that are of years by the table's head."""
    for head, rows in iter_tables(blocks):
        of_days = [is_of_days(text[cell.start : cell.end].strip()) for cell in cells_of(text, blocks[head])]
        for row in rows if any(of_days) else ():
            for is_told, cell in zip(of_days, cells_of(text, blocks[row]), strict=False):
                if is_told and (found := _CELL.match(text, cell.start, cell.end)):
                    yield found


def _iter_labels(text: str, blocks: Sequence[Block]) -> Iterator[re.Match[str]]:
    for block in blocks:
        if block.kind != "title" and (found := _YEAR.match(text, block.start, block.end)):
            yield found


def _mention(label: re.Match[str]) -> DateMention:
    return mention_of_year(*label.span("year"), label["year"])
