"""Vendors: who they are, where, and who says so."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request

from extract.facts import vendors_by_id
from extract.knowledge import Vendor as KnownVendor
from interface.rows import Row
from interface.web.api.questions import Paged, next_href
from interface.web.api.records import Listed, Vendor, problems
from interface.web.viewing import reading
from storage.filters import ReleaseFilter
from storage.overviews import VendorCount, count_vendors

router = APIRouter()


@router.get("/vendors", response_model=Listed[Vendor], responses=problems())
def vendors(request: Request, asked: Annotated[Paged, Query()]) -> Row:
    """Every vendor that is known or has released something, by id."""
    with reading(request) as connection:
        counts = {each.id: each for each in count_vendors(connection) if each.id}
    ids = [each for each in sorted({*vendors_by_id(), *counts}) if each > (asked.after or "")]
    shown = ids[: asked.limit]
    items = [_vendor_row(each, vendors_by_id().get(each), counts.get(each)) for each in shown]
    return {"items": items, "next": next_href(request, shown[-1] if len(ids) > len(shown) else None)}


@router.get("/vendors/{vendor_id:path}", response_model=Vendor, responses=problems(404))
def vendor(request: Request, vendor_id: str) -> Row:
    """One vendor."""
    with reading(request) as connection:
        counts = count_vendors(connection, ReleaseFilter(vendor=(vendor_id,)) if vendor_id.strip() else ReleaseFilter())
    count = next((each for each in counts if each.id == vendor_id), None)
    known = vendors_by_id().get(vendor_id)
    if known is None and count is None:
        raise HTTPException(404, f"no vendor {vendor_id!r}")
    return _vendor_row(vendor_id, known, count)


def _vendor_row(vendor_id: str, known: KnownVendor | None, count: VendorCount | None) -> Row:
    names = ("en", "zh", "type", "country", "city", "district")
    return {
        "id": vendor_id,
        "name": known.name if known else (count.name if count else None) or vendor_id,
        **{name: getattr(known, name) if known else None for name in names},
        "parent_id": known.parent if known else None,
        "sources": dict(known.sources) if known else {},
        "aliases": [*known.strong[1:], *known.weak_aliases] if known else [],
        "releases": count.releases if count else 0,
        "last": count.last if count else None,
    }
