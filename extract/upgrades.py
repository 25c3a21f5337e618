"""Versions that stand alone behind what they are of: `Nova 大模型升级至 3.5`, `Redpen 发布 2026.4.7 版本`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.records import Span

_TOLD = re.compile(
    r"[升更迭](?:(?<=升)级|(?<=更)新|(?<=迭)代)[到至为成]\s?(?P<upgraded>[vV]?\d+\.\d+)(?=\s?(?:版|[,，。;；!！、\n]|$))"
    r"|[发推](?:(?<=发)布|(?<=推)出)了?\s?(?P<brought_out>\d+(?:\.\d+)+)(?=\s?(?:[与和及、]\s?[\d.]+\s?)?版)"
)
_EDITION = re.compile(r"\s?(?:[与和及、]\s?[\d.]+\s?)?版")


def is_upgrade(text: str, within: Span) -> bool:
    """Whether a stretch may name a version that something was upgraded to: a name without a run of its own."""
    return any(True for _ in iter_upgrades(text, within))


def iter_upgrades(text: str, within: Span) -> Iterator[tuple[int, int]]:
    """Where such versions stand in a stretch."""
    return (place for place in _find_all(text) if within.start <= place[0] and place[1] <= within.end)


@lru_cache(maxsize=2)  # most articles have none, which need be seen but once
def _find_all(text: str) -> Sequence[tuple[int, int]]:
    return [match.span(match.lastgroup or 0) for match in _TOLD.finditer(text)]


def is_edition(text: str, end: int) -> bool:
    """Whether what ends there is called a version."""
    return _EDITION.match(text, end) is not None
