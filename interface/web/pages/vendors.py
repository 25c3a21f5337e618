"""Vendors, one vendor, and the places where they are."""

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from extract.knowledge import Family, Vendor, load_families, load_vendors
from interface.web.viewing import reading, render, view_of
from storage.filters import ReleaseFilter
from storage.paging import Order
from storage.queries import list_releases
from storage.vendors import VendorCount, count_vendors

NEWEST: Order = "newest"
LATEST = 12

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ListedVendor:
    """A vendor with releases; `known` is what the data says of it, if it does."""

    count: VendorCount
    known: Vendor | None


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
    known = {vendor.id: vendor for vendor in load_vendors()}
    listed = [ListedVendor(each, known.get(each.id)) for each in counts]
    return render(view, "vendors.html", vendors=listed, most=max((each.releases for each in counts), default=1))


@router.get("/vendors/{vendor_id:path}")
def vendor(request: Request, vendor_id: str) -> HTMLResponse:
    """One vendor: its names, its place and who says so, its families, and its releases."""
    view = view_of(request)
    known = {each.id: each for each in load_vendors()}
    found = known.get(vendor_id)
    with reading(request) as connection:
        count = next((each for each in count_vendors(connection, vendor_id)), None)
        page = list_releases(connection, ReleaseFilter(vendor=(vendor_id,)), order=NEWEST, limit=LATEST)
    if found is None and count is None:
        raise HTTPException(404)
    return render(
        view, "vendor.html", known=found, count=count, id=vendor_id, releases=page.releases,
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
    known = {vendor.id: vendor for vendor in load_vendors()}
    rows = [(_path(known.get(each.id)), each.releases) for each in counts]
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
