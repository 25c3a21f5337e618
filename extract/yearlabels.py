"""Years that head the lines or the sections of a history: `2018: …`, `2018 – …`, a line that is only `2018`.

Elsewhere a bare number of four digits is no date. Here several lines begin so, in order.
"""

import re
from collections.abc import Iterator, Sequence

from extract.dates import DateMention
from extract.periods import year_of
from extract.records import Block, PartialDate
from extract.spans import START

_YEAR = re.compile(r"[\s•·*#>-]*(?P<year>19[5-9]\d|20[0-3]\d)(?:\s?[:：—–|]|\s-\s|\s*\Z)")
_FEWEST = 3  # lines
_FEWEST_YEARS = 2


def with_year_labels(
    dates: Sequence[DateMention], text: str, blocks: Sequence[Block], published: PartialDate | None
) -> Sequence[DateMention]:
    """The dates, with the years that head the lines of a history."""
    labels = [*_iter_labels(text, blocks)]
    years = [int(label["year"]) for label in labels]
    is_in_order = years in (sorted(years), sorted(years, reverse=True))
    if len(years) < _FEWEST or len(set(years)) < _FEWEST_YEARS or not is_in_order:
        return dates
    if published and max(years) > published.end.year:
        return dates
    taken = {date.start for date in dates}
    own = [_mention(label) for label in labels if label.start("year") not in taken]
    return sorted([*dates, *own], key=START)


def _iter_labels(text: str, blocks: Sequence[Block]) -> Iterator[re.Match[str]]:
    for block in blocks:
        if block.kind != "title" and (found := _YEAR.match(text, block.start, block.end)):
            yield found


def _mention(label: re.Match[str]) -> DateMention:
    period = year_of(int(label["year"]))
    return DateMention(*label.span("year"), label["year"], PartialDate(*period, "explicit", label["year"]), "explicit")
