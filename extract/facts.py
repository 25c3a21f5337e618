"""What is known of a release from who made it and what it is called: its family and its vendor's places."""

from functools import cache
from typing import NamedTuple

from extract.families import family_of
from extract.knowledge import Track, Vendor, load_vendors


class Facts(NamedTuple):
    """None where nobody has written it down (docs/vendors.md)."""

    family: str | None
    track: Track | None
    country: str | None
    city: str | None
    district: str | None


def facts_of(vendor_id: str | None, model: str) -> Facts:
    """A family counts in its own house only: a stranger's Nova is none of its."""
    vendor = vendors_by_id().get(vendor_id or "")
    family = family_of(model)
    if family and head_of(family.vendor) != head_of(vendor_id or ""):
        family = None
    places = (vendor.country, vendor.city, vendor.district) if vendor else (None, None, None)
    return Facts(family.family if family else None, family.track if family else None, *places)


def head_of(vendor_id: str) -> str:
    """The id at the top of the vendor's house; an unknown vendor's own."""
    vendors = vendors_by_id()
    while (vendor := vendors.get(vendor_id)) and vendor.parent:
        vendor_id = vendor.parent
    return vendor_id


@cache
def vendors_by_id() -> dict[str, Vendor]:
    """Every known vendor."""
    return {vendor.id: vendor for vendor in load_vendors()}
