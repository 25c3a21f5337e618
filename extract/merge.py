"""Many claims, one release: what articles say together of one vendor's model, and where they disagree.

Articles have votes, not claims: a claim that one page repeats counts once. What is chosen never depends on the order.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from extract.records import AVAILABLE, KINDS, STATUSES, Claim, Kind, PartialDate, Release, Status
from extract.vendors import vendor_of

Owner = str | None  # the id of the vendor at the top of a house: the company, for its lab and for its cloud
Group = tuple[Owner, str]
Value = TypeVar("Value")

PRECISIONS = ("day", "range", "week", "month", "quarter", "year")  # the most exact first
SAID = ("explicit", "heading", "relative", "anaphora")  # the text tells the date; the surest first
NOBODY = "unknown"
MAX_SLUG = 60  # characters
_WORD = r"[^\W\d_]+"
_KEY = re.compile(rf"(?:{_WORD}(?: {_WORD})*)?(?:@\d+(?:\.\d+)*\+?)*(?:#\d+(?:\.\d+)?[bm](?:-?a\d+(?:\.\d+)?b)?)*")


def merge_claims(claims: Iterable[Claim]) -> list[Release]:
    """One release for each vendor and model key, by id. Claims that name no model make none.

    A vendor counts as one with its parents: what a lab releases, its company does. Claims without a vendor join the
    only vendor that has the same key, where there is exactly one.

    status: the strongest that anyone tells, in the order of STATUSES. kind, vendor, model: what most articles say.
    date: see `_choose_date`. conflicts: what else was said, with an article for either.
    """
    groups = _join_orphans(_group(claims))
    rivals = _find_rivals(groups)
    releases = [_merge(group, members, rivals[group]) for group, members in groups.items()]
    return sorted(releases, key=lambda release: release.id)


def release_id(owner: str | None, key: str) -> str:
    """A readable name that stays: `vendor-id/nova-1.5`, with a short hash where the words alone could be another's."""
    name = owner or NOBODY
    is_own = _slug(name) == name and owner not in (NOBODY, "")
    if is_own and _KEY.fullmatch(key) and key == key.casefold() and 0 < len(key) <= MAX_SLUG:
        return f"{name}/{re.sub('[ @#]', '-', key.lstrip('@#')).replace('+', 'plus')}"
    told = f"{owner}\0{key}".encode(errors="replace")
    return f"{_slug(name)}/{_slug(key)}-{hashlib.sha256(told).hexdigest()[:8]}"


def _slug(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:MAX_SLUG] or NOBODY


def _group(claims: Iterable[Claim]) -> dict[Group, list[Claim]]:
    groups: dict[Group, list[Claim]] = defaultdict(list)
    for claim in sorted({claim for claim in claims if claim.model and claim.key}, key=_order):
        groups[_owner(claim), claim.key or ""].append(claim)
    return groups


def _order(claim: Claim) -> tuple[object, ...]:
    return claim.url, claim.digest, claim.evidence, claim.model or "", repr(claim)


def _owner(claim: Claim) -> Owner:
    owner, seen = claim.vendor_id or claim.vendor, set[str]()
    while owner and owner not in seen:
        seen.add(owner)
        try:
            owner = vendor_of(owner).parent or owner
        except KeyError:  # not in the knowledge base: nobody's child
            break
    return owner


def _join_orphans(groups: dict[Group, list[Claim]]) -> dict[Group, list[Claim]]:
    """The groups, those without a vendor put to the only one that has the same key."""
    owners = _owners(groups)
    joined: dict[Group, list[Claim]] = defaultdict(list)
    for (owner, key), members in groups.items():
        home = owners[key][0] if owner is None and len(owners[key]) == 1 else owner
        joined[home, key] += members
    return {group: sorted(members, key=_order) for group, members in joined.items()}


def _owners(groups: Iterable[Group]) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = defaultdict(list)
    for owner, key in groups:
        if owner is not None:
            owners[key].append(owner)
    return owners


def _find_rivals(groups: dict[Group, list[Claim]]) -> dict[Group, list[Claim]]:
    """For each group, the claims that give the same model to an unrelated vendor."""
    owners = _owners(groups)
    return {
        (owner, key): [
            claim for other in sorted(owners[key]) if owner and other != owner for claim in groups[other, key]
        ]
        for owner, key in groups
    }


def _merge(group: Group, claims: list[Claim], rivals: list[Claim]) -> Release:
    owner, key = group
    told = [claim for claim in claims if claim.vendor]
    vendor = _vote(told, lambda claim: claim.vendor or "", lambda name: name)
    own = [claim for claim in told if claim.vendor == vendor]
    status = min((claim.status for claim in claims), key=STATUSES.index)
    kind: Kind = _vote(claims, lambda claim: claim.kind, KINDS.index) or claims[0].kind
    dated = _dated(claims, status)
    date = _choose_date(dated)
    return Release(
        id=release_id(owner, key),
        vendor=vendor,
        vendor_id=next((claim.vendor_id for claim in own if claim.vendor_id), None),
        model=_vote(claims, lambda claim: claim.model or "", lambda name: (-len(name), name)) or "",
        key=key,
        kind=kind,
        status=status,
        date=date,
        claims=tuple(claims),
        conflicts=(
            *_conflict("vendor", vendor, [(claim.vendor, claim) for claim in (*own, *rivals)]),
            *_conflict("kind", kind, [(claim.kind, claim) for claim in claims]),
            *_date_conflicts(date, dated),
        ),
    )


def _vote(claims: list[Claim], value: Callable[[Claim], Value], tie: Callable[[Value], object]) -> Value | None:
    """The value that most articles give; of equals, the one that sorts first. None where there is no claim."""
    votes: dict[Value, set[str]] = defaultdict(set)
    for claim in claims:
        votes[value(claim)].add(claim.url)
    return min(votes, key=lambda each: (-len(votes[each]), tie(each)), default=None)


def _dated(claims: list[Claim], status: Status) -> list[tuple[PartialDate, Claim]]:
    """The dates told of its status; where there is none, of its class: it is out, or it is not yet."""
    own = [(claim.date, claim) for claim in claims if claim.date and claim.status == status]
    of_class = [claim for claim in claims if (claim.status in AVAILABLE) == (status in AVAILABLE)]
    return own or [(claim.date, claim) for claim in of_class if claim.date]


def _choose_date(dated: list[tuple[PartialDate, Claim]]) -> PartialDate | None:
    """A date that a text tells before a day of publication; then the most exact, told by most, surest, earliest."""
    votes: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for date, claim in dated:
        votes[date.start, date.end].add(claim.url)

    def rank(date: PartialDate) -> tuple[object, ...]:
        if date.basis not in SAID:
            return 1, date.start, date.end, date.basis, date.raw
        exactness, supporters = PRECISIONS.index(date.precision), len(votes[date.start, date.end])
        return 0, exactness, -supporters, SAID.index(date.basis), date.start, date.end, date.raw

    return min((date for date, _ in dated), key=rank, default=None)


def _date_conflicts(chosen: PartialDate | None, dated: list[tuple[PartialDate, Claim]]) -> tuple[str, ...]:
    """Told dates that share no day with the chosen one. An article may well come out later than what it tells of."""
    if chosen is None or chosen.basis not in SAID:
        return ()
    told = [(date, claim) for date, claim in dated if date.basis in SAID]
    apart = [(date, claim) for date, claim in told if date.end < chosen.start or chosen.end < date.start]
    agreed = [(date, claim) for date, claim in told if (date.start, date.end) == (chosen.start, chosen.end)]
    return _conflict("date", _days(chosen), [(_days(date), claim) for date, claim in (*agreed, *apart)])


def _days(date: PartialDate) -> str:
    return f"{date.start}" if date.start == date.end else f"{date.start}..{date.end}"


def _conflict(what: str, chosen: str | None, told: list[tuple[str | None, Claim]]) -> tuple[str, ...]:
    """One line for each other value, with an article that gives the chosen one and an article that gives the other."""
    first: dict[str | None, str] = {}
    for value, claim in sorted(told, key=lambda each: _order(each[1])):
        first.setdefault(value, claim.url)
    said = f"{what}: {chosen} ({first.get(chosen, 'no article')})"
    return tuple(f"{said} or {value} ({first[value]})" for value in sorted(first, key=str) if value != chosen)
