"""Check what an article states of many releases against the releases: its own, and those of the database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from extract.records import AVAILABLE, Extraction, Span
from extract.statements import Statement, read_statements
from pipelines.holdings import Held, held_with, named_by
from pipelines.phrases import Phrase
from pipelines.readings import (
    Holdings,
    Reading,
    place_of,
    read_busiest,
    read_count,
    read_rate,
    read_share,
    read_together,
    read_window,
)
from storage.filters import ReleaseFilter
from storage.queries import iter_releases

Verdict = Literal["supported", "contradicted", "not supported", "depends", "not checkable"]
SHOWN = 8  # of what the article names, in an explanation


@dataclass(frozen=True, slots=True)
class Check:
    """A statement, the places where the article makes it, what came of checking it, and under which readings."""

    statement: Statement
    places: tuple[Span, ...]
    verdict: Verdict
    reasons: tuple[str, ...]  # phrases (pipelines.phrases)
    readings: tuple[Reading, ...]

    @property
    def reason(self) -> str:
        """All of them, in English."""
        return "; ".join(self.reasons)


def check_article(connection: Connection, extraction: Extraction, accept: float) -> tuple[Check, ...]:
    """Every statement of the article with its verdict. Claims count from the score `accept`.

    supported: so it is under every reading. contradicted: under none, and no further release could change that. not
    supported: under none, by what is held; there may have been releases that nobody has read of. depends: under some.
    not checkable: it is about something else, or does not say which days or which day.
    """
    if extraction.article is None:
        return ()
    statements = read_statements(extraction.article)
    named = named_by(extraction.claims, accept)
    return tuple(_check(connection, each, places, statements, named) for each, places in _group(statements))


def _group(statements: Sequence[Statement]) -> list[tuple[Statement, tuple[Span, ...]]]:
    """What is said several times is one statement."""
    groups: dict[Statement, list[Statement]] = {}
    for each in statements:
        groups.setdefault(each if each.type == "other" else _meant(each), []).append(each)
    return [(max(group, key=_is_plain), tuple(each.span for each in group)) for group in groups.values()]


def _meant(statement: Statement) -> Statement:
    """What is stated, wherever it stands. So many days are so many whoever releases; a place lies in its country."""
    nowhere = replace(statement, rule="", span=Span(0, 0), sentence=Span(0, 0), has_own_days=False)
    if statement.type == "window":
        return replace(nowhere, countries=())
    if statement.type == "share":
        return replace(nowhere, countries=(), places=place_of(statement))
    return replace(nowhere, start=None, end=None) if statement.type == "together" else nowhere


def _is_plain(statement: Statement) -> bool:
    """Whether it says by itself which days it means."""
    return statement.has_own_days


def _check(
    connection: Connection,
    statement: Statement,
    places: tuple[Span, ...],
    statements: Sequence[Statement],
    named: Sequence[Held],
) -> Check:
    if reason := _why_not(statement):
        return Check(statement, places, "not checkable", (reason,), ())
    readings = tuple(_read(statement, statements, _holdings(connection, statement, named)))
    verdict, reasons = judge(statement, readings)
    return Check(statement, places, verdict, reasons, readings)


def _why_not(statement: Statement) -> Phrase | None:
    """Why a statement cannot be checked; None where it can."""
    if statement.type == "other":
        return Phrase("something_else")
    if statement.type in ("busiest", "together"):
        return None if statement.on else Phrase("no_day")
    if statement.start is None:
        return Phrase("no_days_in_article")
    if statement.type == "window" and not statement.has_own_days and not any(map(_holds, read_window(statement))):
        return Phrase("no_days")
    return Phrase("no_place") if statement.type == "share" and not statement.places else None


def _holdings(connection: Connection, statement: Statement, named: Sequence[Held]) -> Holdings:
    if statement.type == "window":
        return {}
    since, until = (statement.on, statement.on) if statement.type == "together" else (statement.start, statement.end)
    rows = iter_releases(connection, ReleaseFilter(since=since, until=until, status=AVAILABLE))
    return {"named": named, "held": held_with(named, rows)}


def _read(statement: Statement, statements: Sequence[Statement], holdings: Holdings) -> Iterator[Reading]:
    if statement.type == "window":
        return read_window(statement)
    if statement.type == "rate":
        counts = [each for each in statements if each.type == "count" and not each.vendors]
        return read_rate(statement, counts, holdings)
    readers = {"count": read_count, "share": read_share, "busiest": read_busiest, "together": read_together}
    return readers[statement.type](statement, holdings)


def judge(statement: Statement, readings: Sequence[Reading]) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict, and why."""
    held = [each for each in readings if each.holds == "yes"]
    if statement.type == "window":
        days = Phrase("so_many_days", number=f"{readings[0].value:g}")
        return ("supported", (held[0].note,)) if held else ("contradicted", (days,))
    if len(held) == len(readings):
        if statement.bound in ("fewer_than", "at_most"):
            return "not supported", (Phrase("unread"),)
        return "supported", (Phrase("always"),)
    if held or any(each.holds == "tied" for each in readings):
        return "depends", tuple(_tell_some(readings))
    if _is_beyond(statement, readings):
        return "contradicted", (Phrase("beyond"),)
    return "not supported", (Phrase("by_what_is_held", numbers=_span_of_values(readings)),)


def _is_beyond(statement: Statement, readings: Sequence[Reading]) -> bool:
    """Whether more releases could only make it worse."""
    if statement.type != "count" or statement.bound in ("more_than", "at_least"):
        return False
    most = (statement.number or 0) - (statement.bound == "fewer_than")
    return all(each.value is not None and each.value > most for each in readings)


def _tell_some(readings: Sequence[Reading]) -> Iterator[str]:
    """How many of the readings bear it out, and by which ones it is a tie or pure arithmetic."""
    for each in readings:
        if _is_right_sum(each):
            yield Phrase("right_sum", value=f"{each.value:.2f}", sum=each.note)
    yield from sorted({each.note for each in readings if each.holds == "tied"})
    counts = {word: sum(each.holds == word for each in readings) for word in ("yes", "tied", "no")}
    yield Phrase("of_readings", all=len(readings), told=_tell_counts(counts))


def _tell_counts(counts: Mapping[str, int]) -> Phrase:
    """How many readings say what."""
    words = [word for word, count in counts.items() if count]
    return Phrase("_".join(words), **{word: counts[word] for word in words})


def _is_right_sum(reading: Reading) -> bool:
    return reading.evidence == "arithmetic" and reading.value is not None and _holds(reading)


def _span_of_values(readings: Sequence[Reading]) -> Phrase:
    values = sorted({each.value for each in readings if each.value is not None})
    if not values:
        return Phrase("nothing")
    low, high = f"{values[0]:.3g}", f"{values[-1]:.3g}"
    return Phrase("one_value", low=low) if len(values) == 1 else Phrase("from_to", low=low, high=high)


def _holds(reading: Reading) -> bool:
    return reading.holds == "yes"
