"""Which claims tell of one release: the same vendor's house and the same key, unless a person knows better."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extract.judgements import Judgement, Subject
from extract.reconcile import in_order
from extract.records import Claim
from extract.rulings import Rulings, is_about, is_named
from extract.sources import Copies, house_of_id, origin_of

Owner = str | None  # the id of the vendor at the top of a house

NOBODY = "unknown"
MAX_SLUG = 60  # characters
_WORD = r"[^\W\d_]+"
_KEY = re.compile(rf"(?:{_WORD}(?: {_WORD})*)?(?:@\d+(?:\.\d+)*\+?)*(?:#\d+(?:\.\d+)?[bm](?:-?a\d+(?:\.\d+)?b)?)*")


@dataclass(slots=True)
class Group:
    """The claims of one release, those too unsure to count apart."""

    id: str
    owner: Owner
    key: str
    claims: list[Claim] = field(default_factory=list)
    unsure: list[Claim] = field(default_factory=list)
    rivals: list[Claim] = field(default_factory=list)  # that give the same model to an unrelated vendor
    called: dict[Claim, str] = field(default_factory=dict)  # the vendor's id, where a person said whose name it is
    judgements: list[Judgement] = field(default_factory=list)  # about the whole of it: accept, reject, set

    @property
    def members(self) -> Iterator[Claim]:
        yield from self.claims
        yield from self.unsure


def find_groups(claims: Iterable[Claim], rulings: Rulings, copies: Copies, accept: float) -> dict[str, Group]:
    """The groups by the id of their release; one without a claim that counts is none, and so is no model.

    Claims without a vendor join the only vendor that has the same key, where there is exactly one.
    """
    told = in_order({claim for claim in claims if claim.model and claim.key})
    groups = _join_orphans(_group(told, rulings, accept))
    _find_rivals(groups)
    by_id = {each.id: each for each in groups}
    if rulings:
        _split(by_id, rulings, copies)
        _join(by_id, rulings)
        _judge(by_id, rulings)
    return {each.id: each for each in by_id.values() if each.claims}


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


def _group(claims: list[Claim], rulings: Rulings, accept: float) -> list[Group]:
    groups: dict[tuple[Owner, str], Group] = {}
    for claim in claims:
        verdict = rulings.verdict_on(claim) if rulings else None
        if verdict == "reject":
            continue
        vendor = rulings.vendor_of(claim)
        owner, key = house_of_id(vendor) if vendor else None, rulings.key_of(claim.key or "")
        group = groups.setdefault((owner, key), Group(release_id(owner, key), owner, key))
        if vendor != (claim.vendor_id or claim.vendor):
            group.called[claim] = vendor or ""
        (group.claims if verdict == "accept" or claim.score >= accept else group.unsure).append(claim)
    return list(groups.values())


def _join_orphans(groups: list[Group]) -> list[Group]:
    """The groups, those without a vendor put to the only one that has the same key."""
    homes: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.owner is not None and group.claims:
            homes[group.key].append(group)
    kept = []
    for group in groups:
        if group.owner is None and len(homes[group.key]) == 1:
            _take_in(homes[group.key][0], group)
        else:
            kept.append(group)
    return kept


def _take_in(home: Group, other: Group) -> None:
    home.claims = in_order({*home.claims, *other.claims})
    home.unsure = in_order({*home.unsure, *other.unsure})
    home.called |= other.called


def _find_rivals(groups: list[Group]) -> None:
    by_key: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.owner is not None and group.claims:
            by_key[group.key].append(group)
    for rivals in by_key.values():
        for group in rivals if len(rivals) > 1 else ():
            others = sorted((each for each in rivals if each is not group), key=lambda each: each.owner or "")
            group.rivals = [claim for each in others for claim in each.claims]


def _split(groups: dict[str, Group], rulings: Rulings, copies: Copies) -> None:
    """Part what a person said is two, where the rules take it for one."""
    for each in rulings.splits:
        for group in list(groups.values()):
            if each.other and _is_of(each.subject, group):
                _part(groups, group, each.subject, each.other, copies)


def _is_of(subject: Subject, group: Group) -> bool:
    return group.id == subject.release or any(is_about(replace(subject, url=""), claim) for claim in group.members)


def _part(groups: dict[str, Group], group: Group, subject: Subject, other: Subject, copies: Copies) -> None:
    """Take the other's claims out of the group, and give them the id that they had when it was judged."""

    def is_others(claim: Claim) -> bool:
        if other.url:
            return origin_of(claim.url, copies) == origin_of(other.url, copies) and is_named(other, claim)
        return is_about(other, claim) and not is_about(subject, claim)

    moved = Group(other.release, group.owner, group.key, called=group.called)
    moved.claims, moved.unsure = [*filter(is_others, group.claims)], [*filter(is_others, group.unsure)]
    if not any(moved.members):
        return
    if not moved.id or (moved.id == subject.release and other.url):
        moved.id = f"{group.id}~{hashlib.sha256(other.url.encode(errors='replace')).hexdigest()[:6]}"
    gone = {*moved.members}
    group.claims = [claim for claim in group.claims if claim not in gone]
    group.unsure = [claim for claim in group.unsure if claim not in gone]
    if group.id == moved.id and subject.release:
        del groups[group.id]
        group.id = subject.release
        _put(groups, group)
    _put(groups, moved)


def _put(groups: dict[str, Group], group: Group) -> None:
    there = groups.setdefault(group.id, group)
    if there is not group:
        _take_in(there, group)


def _join(groups: dict[str, Group], rulings: Rulings) -> None:
    """Make one of what a person said is one."""
    for each in rulings.joins:
        home, other = _locate(groups, each.subject), _locate(groups, each.other or Subject())
        if home and other and home is not other:
            _take_in(home, other)
            home.rivals = [claim for claim in home.rivals if claim not in set(home.members)]
            del groups[other.id]


def _judge(groups: dict[str, Group], rulings: Rulings) -> None:
    for each in (*rulings.verdicts, *rulings.settings):
        group = _locate(groups, each.subject) if not each.subject.url else None
        if group:
            group.judgements.append(each)


def _locate(groups: dict[str, Group], subject: Subject) -> Group | None:
    """The group of that id, else the one with most of the claims that the subject is told by."""
    if subject.release in groups:
        return groups[subject.release]
    found = [(sum(is_about(subject, claim) for claim in group.members), group) for group in groups.values()]
    best = max(found, key=lambda each: (each[0], each[1].id), default=None)
    return best[1] if best and best[0] else None
