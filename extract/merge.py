"""Many claims, one release: what articles say together of one vendor's model, and where they disagree.

Articles have votes, not claims: a claim that one page repeats counts once, and a copy counts as its original. What is
chosen never depends on the order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date as Day  # noqa: N812 (a release has a `date`)
from typing import Any

from extract.grouping import Group, find_groups, release_id
from extract.judgements import Judgement
from extract.reconcile import (
    Disagreement,
    choose_date,
    days_of,
    find_conflict,
    find_date_conflict,
    find_dates,
    find_timeline,
    iter_lines,
    vote,
)
from extract.records import EVENTS, KINDS, STATUSES, Claim, Correction, Happening, Link, PartialDate, Release
from extract.rulings import Rulings
from extract.sources import Copies, weigh_sources
from extract.vendors import vendor_of

__all__ = ["NO_RULINGS", "merge_claims", "release_id"]

NO_COPIES: Mapping[str, str] = {}
NO_RULINGS = Rulings()


def merge_claims(
    claims: Iterable[Claim],
    *,
    rulings: Rulings = NO_RULINGS,
    copies: Copies = NO_COPIES,
    accept: float = float("-inf"),
) -> list[Release]:
    """One release for each vendor and model key, by id. Claims that name no model make none.

    A vendor counts as one with its parents: what a lab releases, its company does. Claims without a vendor join the
    only vendor that has the same key, where there is exactly one. Claims with a score below `accept` count only where
    a person accepted them; else they are linked as background. `copies` says which addresses repeat which.

    status: the strongest that anyone tells, in the order of STATUSES. kind, vendor, model: what most articles say.
    date: see extract.reconcile. conflicts: what else was said, with an article for either.
    """
    groups = find_groups(claims, rulings, copies, accept)
    return [_merge(groups[each], copies) for each in sorted(groups)]


def _merge(group: Group, copies: Copies) -> Release:
    claims = group.claims
    told = [(_vendor_of(claim, group), claim) for claim in claims if claim.vendor]
    names = {claim: name for (name, _), claim in told}
    vendor = vote(names, names.__getitem__, str, copies)
    own = [claim for claim, name in names.items() if name == vendor]
    status = min((claim.status for claim in claims), key=STATUSES.index)
    kind = vote(claims, lambda claim: claim.kind, KINDS.index, copies) or claims[0].kind
    dated = find_dates(claims, status)
    date = choose_date(dated, copies)
    disagreements = (
        find_conflict("vendor", vendor, [(names.get(claim, claim.vendor), claim) for claim in (*own, *group.rivals)]),
        find_conflict("kind", kind, [(claim.kind, claim) for claim in claims]),
        find_date_conflict(date, dated, copies),
    )
    source_count, confidence = weigh_sources(claims, copies)
    release = Release(
        id=group.id,
        vendor=vendor,
        vendor_id=next((found for (name, found), _ in told if name == vendor and found), None),
        model=vote(claims, lambda claim: claim.model or "", lambda name: (-len(name), name), copies) or "",
        key=group.key,
        kind=kind,
        status=status,
        date=date,
        claims=tuple(claims),
        conflicts=tuple(iter_lines(disagreements)),
        events=find_timeline(claims, copies),
        links=tuple(_link(group, disagreements)),
        source_count=source_count,
        confidence=confidence,
    )
    return _apply(release, group.judgements)


def _vendor_of(claim: Claim, group: Group) -> tuple[str, str | None]:
    """The name and id of its vendor, as a person said or else as the article does."""
    return read_vendor(group.called[claim]) if claim in group.called else (claim.vendor or "", claim.vendor_id)


def read_vendor(told: str) -> tuple[str, str | None]:
    """The name and id of a vendor that is told by its id; nobody's id is taken for a name."""
    try:
        return vendor_of(told).name, told
    except KeyError:
        return told, None


def _link(group: Group, disagreements: Iterable[Disagreement]) -> Iterable[Link]:
    told = list(disagreements)
    for claim in (*group.claims, *group.rivals):
        about = tuple(sorted(each.field for each in told if claim in each.against))
        yield Link(claim, "conflicts" if about else "supports", about)
    for claim in group.unsure:
        yield Link(claim, "background")


def _apply(release: Release, judgements: Iterable[Judgement]) -> Release:
    """The release as people have it; of two who say different things, the last one is right."""
    for each in judgements:
        if each.kind == "set":
            release = _correct(release, each)
        else:
            state: Any = "current" if each.kind == "accept" else "rejected"
            release = replace(release, state=state, is_reviewed=True)
    return release


def _correct(release: Release, judgement: Judgement) -> Release:
    name, value = judgement.field or "", judgement.value or ""
    before = next((each.said for each in release.corrections if each.field == name), _said(release, name))
    correction = Correction(name, before, value, judgement.id)
    kept = (each for each in release.corrections if each.field != name)
    corrections = tuple(sorted((*kept, correction), key=lambda each: each.field))
    return replace(release, corrections=corrections, is_reviewed=True, **_values(release, name, value))


def _said(release: Release, name: str) -> str | None:
    if name in EVENTS:
        date = next((each.date for each in release.events if each.event == name), None)
    elif name == "date":
        date = release.date
    else:
        return str(getattr(release, name)) if getattr(release, name) else None
    return days_of(date) if date else None


def _values(release: Release, name: str, value: str) -> dict[str, Any]:
    if name == "vendor":
        return dict(zip(("vendor", "vendor_id"), read_vendor(value), strict=True))
    if name == "date":
        return {"date": read_days(value)}
    if name not in EVENTS:
        return {name: value}
    happened = Happening(name, read_days(value), 0)
    others = (each for each in release.events if each.event != name)
    return {"events": tuple(sorted((*others, happened), key=lambda each: EVENTS.index(each.event)))}


def read_days(value: str) -> PartialDate:
    """A day, or the first and the last one with a slash between. ValueError where it is neither."""
    first, _, last = value.partition("/")
    start, end = Day.fromisoformat(first), Day.fromisoformat(last or first)
    if end < start:
        raise ValueError(f"{value!r} ends before it begins")
    return PartialDate(start, end, "day" if start == end else "range", "explicit", value)
