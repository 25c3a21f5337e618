"""Things that stand in a text, sorted by where they start."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol, TypeVar

START = attrgetter("start")


class Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=Spanned)


def inside(items: Sequence[Item], start: int, end: int) -> list[Item]:
    """Those of some items, sorted by their starts, that lie in `text[start:end]`."""
    first, last = bisect_left(items, start, key=START), bisect_left(items, end, key=START)
    return [item for item in items[first:last] if item.end <= end]
