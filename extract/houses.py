"""A thing that stands as the subject: what `Tidewater Work 推出了…` tells of is by whoever made Tidewater Work."""

from collections.abc import Sequence
from dataclasses import replace

from extract.keys import model_key
from extract.knowledge import Vendor
from extract.records import Claim
from extract.vendors import known_vendor


def with_houses(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, those by a thing that another claim says somebody known to have made as that maker's."""
    makers = {claim.model: vendor for claim in claims if (vendor := known_vendor(claim.vendor_id))}
    return tuple(_of_house(claim, makers.get(claim.vendor)) for claim in claims)


def _of_house(claim: Claim, vendor: Vendor | None) -> Claim:
    if vendor is None or known_vendor(claim.vendor_id):
        return claim
    return replace(claim, vendor=vendor.name, vendor_id=vendor.id, key=model_key(claim.model or "", vendor))
