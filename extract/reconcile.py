"""Where articles disagree: which date counts, what is told as a conflict, and the timeline.

Of the dates that are told of one event, a vendor's own page comes first; then what a text says outright (explicit, or
as a heading), what it says by way of another day (yesterday), and the day of publication. Among those the most exact,
told by most, surest and earliest counts. Where it is no single day, a day within it that a text tells is taken instead.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from extract.records import AVAILABLE, EVENTS, Claim, Event, Happening, PartialDate, Status
from extract.sources import Copies, is_own_page, origin_of

Value = TypeVar("Value")
Dated = list[tuple[PartialDate, Claim]]

PRECISIONS = ("day", "range", "week", "month", "quarter", "year")  # the most exact first
TIERS = {"explicit": 1, "heading": 1, "relative": 2, "anaphora": 2}  # 0 is a vendor's own page
SAID = ("explicit", "heading", "relative", "anaphora")  # the text tells the date; the surest first
UNSAID = 3
HAPPENS: Mapping[Status, Event] = {
    "rumoured": "rumoured",
    "planned": "announced",
    "preview": "previewed",
    "released": "released",
    "updated": "updated",
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field, the value that was chosen, and the claims that say something else."""

    field: str
    lines: tuple[str, ...]  # each with an article for either value
    against: frozenset[Claim]


def event_of(claim: Claim) -> Event:
    """What it says that happened."""
    return claim.event or HAPPENS[claim.status]


def find_timeline(claims: Sequence[Claim], copies: Copies) -> tuple[Happening, ...]:
    """Each event that is told of, in the order of EVENTS, with its own date."""
    told: dict[Event, list[Claim]] = defaultdict(list)
    for claim in claims:
        told[event_of(claim)].append(claim)
    return tuple(
        Happening(
            event, choose_date([(each.date, each) for each in told[event] if each.date], copies), len(told[event])
        )
        for event in EVENTS
        if event in told
    )


def find_dates(claims: Sequence[Claim], status: Status) -> Dated:
    """The dates told of its status; where there is none, of its class: it is out, or it is not yet."""
    own = [claim for claim in claims if claim.status == status and event_of(claim) != "retired"]
    plain = [claim for claim in own if event_of(claim) == HAPPENS[status]]
    of_class = [
        claim
        for claim in claims
        if (claim.status in AVAILABLE) == (status in AVAILABLE) and event_of(claim) != "retired"
    ]
    found = (_with_dates(each) for each in (plain, own, of_class))
    return next((dated for dated in found if dated), [])


def _with_dates(claims: Iterable[Claim]) -> Dated:
    return [(claim.date, claim) for claim in claims if claim.date]


def choose_date(dated: Dated, copies: Copies) -> PartialDate | None:
    """The date that counts; None where none is told."""
    votes: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for date, claim in dated:
        votes[date.start, date.end].add(origin_of(claim.url, copies))

    def rank(told: tuple[PartialDate, Claim]) -> tuple[object, ...]:
        date, claim = told
        own = not is_own_page(claim, copies)
        if date.basis not in SAID:
            return own, UNSAID, date.start, date.end, date.basis, date.raw
        exactness, supporters = PRECISIONS.index(date.precision), len(votes[date.start, date.end])
        surest = SAID.index(date.basis)
        return own, TIERS[date.basis], exactness, -supporters, surest, date.start, date.end, date.raw

    ranked = sorted(dated, key=rank)
    return _sharpen(ranked[0][0], [date for date, _ in ranked]) if ranked else None


def _sharpen(chosen: PartialDate, dates: list[PartialDate]) -> PartialDate:
    """The best told date that is more exact than the chosen one and lies within it, else that one."""
    if chosen.start == chosen.end or chosen.basis not in SAID:
        return chosen
    within = (date for date in dates if chosen.start <= date.start and date.end <= chosen.end and date.basis in SAID)
    exact = min(within, key=lambda date: PRECISIONS.index(date.precision), default=chosen)
    return exact if PRECISIONS.index(exact.precision) < PRECISIONS.index(chosen.precision) else chosen


def find_date_conflict(chosen: PartialDate | None, dated: Dated, copies: Copies) -> Disagreement:
    """Told dates that share no day with the chosen one. An article may well come out later than what it tells of."""
    is_own = any(date == chosen and is_own_page(claim, copies) for date, claim in dated)
    if chosen is None or not (chosen.basis in SAID or is_own):
        return Disagreement("date", (), frozenset())
    told = [(date, claim) for date, claim in dated if date.basis in SAID or date == chosen]
    apart = [(date, claim) for date, claim in told if date.end < chosen.start or chosen.end < date.start]
    agreed = [(date, claim) for date, claim in told if (date.start, date.end) == (chosen.start, chosen.end)]
    return find_conflict("date", days_of(chosen), [(days_of(date), claim) for date, claim in (*agreed, *apart)])


def days_of(date: PartialDate) -> str:
    """`2026-02-11`, or `2026-02-01..2026-02-28`."""
    return f"{date.start}" if date.start == date.end else f"{date.start}..{date.end}"


def find_conflict(what: str, chosen: str | None, told: list[tuple[str | None, Claim]]) -> Disagreement:
    """One line for each other value, with an article that gives the chosen one and an article that gives the other."""
    first: dict[str | None, str] = {}
    for value, claim in told:
        first[value] = min(first.get(value, claim.url), claim.url)
    said = f"{what}: {chosen} ({first.get(chosen, 'no article')})"
    others = [value for value in sorted(first, key=str) if value != chosen]
    against = frozenset(claim for value, claim in told if value != chosen)
    return Disagreement(what, tuple(f"{said} or {value} ({first[value]})" for value in others), against)


def vote(
    claims: Iterable[Claim], value: Callable[[Claim], Value], tie: Callable[[Value], object], copies: Copies
) -> Value | None:
    """The value that most articles give, copies as one; of equals, the one that sorts first. None without claims."""
    votes: dict[Value, set[str]] = defaultdict(set)
    for claim in claims:
        votes[value(claim)].add(origin_of(claim.url, copies))
    return min(votes, key=lambda each: (-len(votes[each]), tie(each)), default=None)


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Claims sorted so that no result depends on how they came."""
    ranked = sorted(claims, key=_order_of)
    return [claim for _, same in groupby(ranked, key=_order_of) for claim in sorted(same, key=repr)]


def _order_of(claim: Claim) -> tuple[object, ...]:
    """Enough to tell nearly all apart; a claim in words is a kilobyte."""
    return claim.url, claim.digest, claim.evidence, claim.model or ""


def iter_lines(disagreements: Iterable[Disagreement]) -> Iterator[str]:
    for each in disagreements:
        yield from each.lines
