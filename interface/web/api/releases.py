"""Releases, their claims, their models, and how many there are."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request

from extract.facts import facts_of, vendors_by_id
from interface.rows import Row, evidence_row, release_row
from interface.web.api.claims import claim_row
from interface.web.api.questions import Wanted, WantedClaims, WantedModels, WantedReleases, next_href
from interface.web.api.records import Claim, FullRelease, Listed, Model, Release, Stats, problems
from interface.web.api.rows import event_row, iso
from interface.web.viewing import reading
from storage.browsing import ClaimFilter, list_claims
from storage.calendar import count_days
from storage.database import row_id
from storage.following import find_successor
from storage.queries import ReleaseRow, count_by, count_releases, list_releases, load_release

UNKNOWN = "?"
router = APIRouter()


@router.get("/releases", response_model=Listed[Release], responses=problems(404))
def releases(request: Request, asked: Annotated[WantedReleases, Query()]) -> Row:
    """The releases that are wanted, sorted; those without what they are sorted by come last."""
    with reading(request) as connection:
        page = list_releases(connection, asked.read(), order=asked.order, limit=asked.limit, after=asked.after)
    return {"items": [release_row(each) for each in page.releases], "next": next_href(request, page.after)}


@router.get("/releases/{release_id:path}", response_model=FullRelease, responses=problems(404))
def release(request: Request, release_id: str) -> Row:
    """A release with its timeline and everyone who says so. An id that was merged into another one leads there."""
    with reading(request) as connection:
        found = load_release(connection, find_successor(connection, release_id) or release_id)
    if found is None:
        raise HTTPException(404, f"no release {release_id!r}")
    evidence = [
        evidence_row(found.release.id, each) | {"article_id": row_id(each.claim.url, each.claim.digest)}
        for each in found.evidence
    ]
    return release_row(found.release) | {"events": [event_row(each) for each in found.events], "evidence": evidence}


@router.get("/claims", response_model=Listed[Claim], responses=problems())
def claims(request: Request, asked: Annotated[WantedClaims, Query()]) -> Row:
    """What single articles say, by id; those too unsure to count have no release."""
    told = (asked.release, asked.article, asked.vendor, asked.kind, asked.status, asked.min_score)
    with reading(request) as connection:
        found = list_claims(connection, ClaimFilter(*told), asked.limit + 1, asked.after)
    after = found[asked.limit - 1].id if len(found) > asked.limit else None
    return {"items": [claim_row(each) for each in found[: asked.limit]], "next": next_href(request, after)}


@router.get("/models", response_model=Listed[Model], responses=problems(404))
def models(request: Request, asked: Annotated[WantedModels, Query()]) -> Row:
    """What was released, by name: of which family, for what, from when to when."""
    with reading(request) as connection:
        page = list_releases(connection, asked.read(), order="model", limit=asked.limit, after=asked.after)
    return {"items": [_model_row(each) for each in page.releases], "next": next_href(request, page.after)}


@router.get("/stats", response_model=Stats, responses=problems())
def stats(request: Request, asked: Annotated[Wanted, Query()]) -> Row:
    """How many of the releases that are wanted there are: in all, and by kind, status, country, vendor and day."""
    wanted = asked.read()
    with reading(request) as connection:
        by = {name: count_by(connection, name, wanted) for name in ("kind", "status", "vendor_id")}
        days = count_days(connection, wanted)
        total = count_releases(connection, wanted)
    known, countries, by_day = vendors_by_id(), Counter[str](), Counter[str]()
    for vendor, count in by["vendor_id"].items():
        countries[(known[vendor].country if vendor in known else None) or UNKNOWN] += count
    for (_, day), count in days.items():
        by_day[day.isoformat()] += count
    vendors = {vendor or UNKNOWN: count for vendor, count in by["vendor_id"].items()}
    return {
        "releases": total, "kind": by["kind"], "status": by["status"], "vendor": vendors,
        "country": dict(countries.most_common()), "day": dict(sorted(by_day.items())),
    }  # fmt: skip


def _model_row(release: ReleaseRow) -> Row:
    facts = facts_of(release.vendor_id, release.model)
    names = ("id", "model", "vendor", "vendor_id", "kind", "status")
    days = {"first": iso(release.date, "start"), "last": iso(release.date, "end")}
    return {**{name: getattr(release, name) for name in names}, "family": facts.family, "track": facts.track, **days}
