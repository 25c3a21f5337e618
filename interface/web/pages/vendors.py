"""Vendors, one vendor, and the places where they are."""

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from extract.facts import vendors_by_id
from extract.knowledge import Family, Vendor, load_families
from interface.web.viewing import reading, render, view_of
from storage.filters import ReleaseFilter
from storage.overviews import VendorCount, count_vendors
from storage.queries import count_releases, list_releases

LATEST = 12

router = APIRouter()


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """Releases of the vendors that are at a place; `parts` are the places within it."""

    name: str  # "" where it is not known
    releases: int
    vendors: int
    parts: tuple["PlaceCount", ...] = ()


@router.get("/vendors")
def vendors(request: Request) -> HTMLResponse:
    """Every vendor that has released something, the most first."""
    view = view_of(request)
    with reading(request) as connection:
        counts = count_vendors(connection)
    return render(view, "vendors.html", vendors=counts, most=max((each.releases for each in counts), default=1))


@router.get("/vendors/{vendor_id:path}")
def vendor(request: Request, vendor_id: str) -> HTMLResponse:
    """One vendor: its names, its place and who says so, its families, and its releases."""
    view = view_of(request)
    known = vendors_by_id()
    found = known.get(vendor_id)
    own = ReleaseFilter(vendor=(vendor_id,))
    with reading(request) as connection:
        page = list_releases(connection, own, limit=LATEST)
        count = count_releases(connection, own)
    if found is None and not count:
        raise HTTPException(404)
    told = next((each.vendor for each in page.releases if each.vendor_id == vendor_id), None)
    name = found.name if found else told or vendor_id
    return render(
        view, "vendor.html", known=found, name=name, count=count, id=vendor_id, releases=page.releases,
        parent=known.get(found.parent or "") if found else None, families=_families(vendor_id),
        daughters=[each for each in known.values() if each.parent == vendor_id],
        places=[(place, getattr(found, place), source) for place, source in found.sources] if found else [],
    )  # fmt: skip


@router.get("/places")
def places(request: Request) -> HTMLResponse:
    """How many releases come from each country, city and district."""
    view = view_of(request)
    with reading(request) as connection:
        counts = count_vendors(connection)
    found = count_places(counts)
    return render(view, "places.html", places=found, total=sum(each.releases for each in counts))


def count_places(counts: list[VendorCount]) -> tuple[PlaceCount, ...]:
    """Countries, each with its cities, each with its districts; the largest first, the unknown last."""
    rows = [(_path(each.vendor), each.releases) for each in counts]
    return _divide(rows, 0)


def _path(vendor: Vendor | None) -> tuple[str, ...]:
    places = (vendor.country, vendor.city, vendor.district) if vendor else (None, None, None)
    return tuple(place or "" for place in places)


def _divide(rows: list[tuple[tuple[str, ...], int]], level: int) -> tuple[PlaceCount, ...]:
    """Nothing is told of the parts of a place of which none is known."""
    if level and not any(path[level : level + 1] > ("",) for path, _ in rows):
        return ()
    releases: Counter[str] = Counter()
    for path, count in rows:
        releases[path[level]] += count
    names = sorted(releases, key=lambda name: (name == "", -releases[name], name))
    inside = {name: [row for row in rows if row[0][level] == name] for name in names}
    return tuple(
        PlaceCount(name, releases[name], len(inside[name]), _divide(inside[name], level + 1) if name else ())
        for name in names
    )


def _families(vendor_id: str) -> list[Family]:
    return [family for family in load_families() if family.vendor == vendor_id]
