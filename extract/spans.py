"""Things that stand in a text, sorted by where they start."""

from bisect import bisect_left
from collections.abc import Iterable
from operator import attrgetter
from typing import Protocol, TypeVar

START = attrgetter("start")


class Spanned(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Item = TypeVar("Item", bound=Spanned)


class Sorted(list[Item]):
    """Things by where they start. That is looked up in numbers of their own: an article asks hundreds of times."""

    __slots__ = ("_starts",)

    def __init__(self, items: Iterable[Item] = ()) -> None:
        super().__init__(sorted(items, key=START))
        self._starts = [item.start for item in self]

    def has(self, start: int, end: int) -> bool:
        """Whether one lies in `text[start:end]`."""
        place = bisect_left(self._starts, start)
        return place < len(self) and self._starts[place] < end and bool(self.inside(start, end))

    def inside(self, start: int, end: int) -> list[Item]:
        """Those that lie in `text[start:end]`."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [item for item in self[first:last] if item.end <= end] if first < last else []
