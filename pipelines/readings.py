"""What a statement may mean, each meaning spelled out, and the number that the releases give under it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal

from extract.knowledge import UNSOURCED
from extract.statementrules import Place
from extract.statements import Statement
from pipelines.holdings import Evidence, Held, Ranges, countries_of, is_at, is_from, is_within
from pipelines.phrases import Phrase

Kinds = Literal["models", "every kind", "robots", "chips"]
Holds = Literal["yes", "no", "tied"]
Holdings = Mapping[Evidence, Sequence[Held]]

_NAMES: Mapping[str, Kinds] = {"robot": "robots", "chip": "chips"}


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a statement, its number, and whether the statement holds under it.

    `evidence` is what was counted: the releases that the article names, or all that are held; "arithmetic" where only
    the article's own numbers were needed. `counted` are releases or vendors. `note` says how the number came about.
    Texts are phrases (pipelines.phrases), so that they can be told in other languages.
    """

    evidence: Evidence | Literal["arithmetic"]
    counted: str
    kinds: str
    dates: str
    value: float | None
    holds: Holds
    note: str = ""
    places: str = ""  # what becomes of vendors whose place is not known


def read_window(statement: Statement) -> Iterator[Reading]:
    """So many days from then to then: with both ends, or with one."""
    if statement.start and statement.end and statement.number is not None:
        days = (statement.end - statement.start).days
        for value, note in ((days + 1, Phrase("both_ends")), (days, Phrase("one_end"))):
            holds: Holds = "yes" if is_met(statement, value) else "no"
            yield Reading("arithmetic", Phrase("days"), "", _days(statement), value, holds, note)


def read_count(statement: Statement, holdings: Holdings) -> Iterator[Reading]:
    """So many releases in the window."""
    for evidence, kinds, ranges in _meanings(statement, holdings):
        found = _counted(statement, holdings[evidence], kinds, ranges)
        holds: Holds = "yes" if is_met(statement, len(found)) else "no"
        yield Reading(evidence, Phrase("releases"), _tell(kinds), _dates(statement, ranges), len(found), holds)


def read_rate(statement: Statement, counts: Collection[Statement], holdings: Holdings) -> Iterator[Reading]:
    """So many days for each release: by the numbers that the article gives itself, and by what can be counted."""
    if not (statement.start and statement.end and statement.number):
        return
    days = (statement.end - statement.start).days + 1
    for number in sorted({each.number for each in counts if each.number and _same_scope(each, statement)}):
        value = days / number / statement.unit
        note = Phrase("own_numbers", days=days, number=f"{number:g}")
        yield Reading("arithmetic", Phrase("days_each"), "", _days(statement), value, _near(statement, value), note)
    for evidence, kinds, ranges in _meanings(statement, holdings):
        count = len(_counted(statement, holdings[evidence], kinds, ranges))
        found = days / count / statement.unit if count else None
        note, dates = Phrase("own_count", days=days, number=count), _dates(statement, ranges)
        yield Reading(evidence, Phrase("days_each"), _tell(kinds), dates, found, _near(statement, found), note)


def read_share(statement: Statement, holdings: Holdings) -> Iterator[Reading]:
    """Which part of the releases, or of their vendors, is from a place; vendors of unknown places left out or not."""
    (place,) = place_of(statement)
    for evidence, kinds, ranges in _meanings(statement, holdings):
        scope = statement.countries or countries_of(place)
        found = [each for each in _counted(statement, holdings[evidence], kinds, ranges) if is_from(each, scope)]
        for counted, unknown in product(("releases", "vendors"), ("unknown_out", "unknown_in")):
            part, whole = _part(found, place, is_vendors=counted == "vendors", with_unknown=unknown == "unknown_in")
            value = part / whole if whole else None
            holds: Holds = "yes" if value is not None and is_met(statement, value) else "no"
            bare = _count_unsourced(found, place)
            note = Phrase("share", part=part, whole=whole, place=place.name, unsourced=bare)
            said = (Phrase(counted), _tell(kinds), _dates(statement, ranges))
            yield Reading(evidence, *said, value, holds, note, Phrase(unknown))


def read_busiest(statement: Statement, holdings: Holdings) -> Iterator[Reading]:
    """Whether no other day has as many releases. Only releases that are known to the day count."""
    scopes = (statement.countries,) if statement.countries else ((), ("CN", "US"), ("CN",))
    for evidence, kinds, countries in product(holdings, _kinds_of(statement), scopes):
        releases = [each for each in holdings[evidence] if _is_kind(each, kinds) and is_from(each, countries)]
        days = Counter(day for each in releases if (day := each.day) and _in_window(statement, day))
        yield _busiest(statement, days, evidence, _tell_where(_tell(kinds), countries))


def read_together(statement: Statement, holdings: Holdings) -> Iterator[Reading]:
    """How many vendors released something on the day."""
    for evidence, kinds in product(holdings, _kinds_of(statement)):
        found = [each for each in holdings[evidence] if each.day == statement.on and _is_kind(each, kinds)]
        heads = {each.head for each in found if is_from(each, statement.countries)}
        holds: Holds = "yes" if len(heads) >= (statement.number or 0) else "no"
        said = (Phrase("vendors"), _tell(kinds), str(statement.on))
        yield Reading(evidence, *said, len(heads), holds, ", ".join(sorted(heads)))


def place_of(statement: Statement) -> tuple[Place, ...]:
    """The place that is meant: the first district, else the first city."""
    return tuple(sorted(statement.places, key=lambda place: place.level != "district")[:1])


def is_met(statement: Statement, value: float) -> bool:
    """Whether a number is as the statement says."""
    number = statement.number or 0.0
    return {
        "exactly": value == number,
        "about": abs(value - number) <= number / 10,
        "more_than": value > number,
        "at_least": value >= number,
        "fewer_than": value < number,
        "at_most": value <= number,
    }[statement.bound]


def _meanings(statement: Statement, holdings: Holdings) -> Iterator[tuple[Evidence, Kinds, Ranges]]:
    if statement.start and statement.end:
        yield from product(holdings, _kinds_of(statement), ("touching", "inside"))


def _kinds_of(statement: Statement) -> tuple[Kinds, ...]:
    return tuple(_NAMES[kind] for kind in statement.kinds) or ("models", "every kind")


def _is_kind(release: Held, kinds: Kinds) -> bool:
    return kinds == "every kind" or release.kind == kinds.removesuffix("s")


def _counted(statement: Statement, releases: Sequence[Held], kinds: Kinds, ranges: Ranges) -> list[Held]:
    start, end = statement.start or date.min, statement.end or date.max
    return [
        each
        for each in releases
        if _is_kind(each, kinds)
        and is_within(each, start, end, ranges)
        and is_from(each, statement.countries)
        and (not statement.vendors or each.vendor_id in statement.vendors or each.head in statement.vendors)
    ]


def _part(found: Sequence[Held], place: Place, *, is_vendors: bool, with_unknown: bool) -> tuple[int, int]:
    there = {(each.head if is_vendors else each.id): is_at(each, place) for each in found}
    known = [value for value in there.values() if with_unknown or value is not None]
    return sum(value is True for value in known), len(known)


def _count_unsourced(found: Sequence[Held], place: Place) -> int:
    """Of how many of the vendors that sit there nobody has written down who says so."""
    there = {each.vendor for each in found if each.vendor and is_at(each, place)}
    return sum(dict(vendor.sources).get(place.level) == UNSOURCED for vendor in there)


def _near(statement: Statement, days: float | None) -> Holds:
    """What is said to a digit may be a digit off: rounded, or cut."""
    number = statement.number or 0.0
    step = 1.0 if number == int(number) else 0.1
    is_near = days is not None and number - step < days < (statement.high or number) + step
    return "yes" if is_near else "no"


def _busiest(statement: Statement, days: Counter[date], evidence: Evidence, kinds: str) -> Reading:
    most = max(days.values(), default=0)
    top = sorted(day for day, count in days.items() if count == most)
    own = days.get(statement.on, 0) if statement.on else 0
    holds: Holds = ("yes" if len(top) == 1 else "tied") if statement.on in top else "no"
    others = ", ".join(str(day) for day in top if day != statement.on)
    notes = {
        "yes": Phrase("no_other_day"),
        "tied": Phrase("tied_with", days=others),
        "no": Phrase("more_on", count=most, days=others) if others else Phrase("nothing"),
    }
    return Reading(evidence, Phrase("releases_that_day"), kinds, Phrase("to_the_day"), own, holds, notes[holds])


def _in_window(statement: Statement, day: date) -> bool:
    return not (statement.start and statement.end) or statement.start <= day <= statement.end


def _same_scope(count: Statement, rate: Statement) -> bool:
    return (count.start, count.end) == (rate.start, rate.end)


def _days(statement: Statement) -> Phrase:
    return Phrase("window", since=statement.start, until=statement.end)


def _dates(statement: Statement, ranges: Ranges) -> Phrase:
    return Phrase(ranges, since=statement.start, until=statement.end)


def _tell(kinds: Kinds) -> Phrase:
    return Phrase(kinds.replace(" ", "_"))


def _tell_where(kinds: Phrase, countries: Sequence[str]) -> Phrase:
    """One country or two, or none for every one."""
    told = dict(zip(("one", "other"), (Phrase("country", code=code) for code in countries), strict=False))
    return Phrase(("everywhere", "in_one", "in_two")[len(told)], kinds=kinds, **told)
