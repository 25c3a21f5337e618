"""A thing that stands as the subject: what `Tidewater Work 推出了…` tells of is by whoever made Tidewater Work.

A sibling of what somebody released, too, where its own sentence names nobody: `Tern-Small was announced alongside`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.keys import model_key
from extract.knowledge import Vendor
from extract.records import Claim
from extract.vendors import known_vendor, open_vendor

_WORD_ENDS = re.compile(r"[ -]")
_SHORTEST = 4  # letters of a brand


def with_houses(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims, those by a thing that another claim says somebody known to have made as that maker's."""
    makers = {claim.model: vendor for claim in claims if (vendor := known_vendor(claim.vendor_id))}
    told = {_brand(claim): claim for claim in reversed(claims) if claim.vendor and not _is_carried(claim)}
    found = (_of_house(claim, makers.get(claim.vendor)) for claim in claims)
    return tuple(_of_sibling(claim, told.get(_brand(claim))) if _is_carried(claim) else claim for claim in found)


def _is_carried(claim: Claim) -> bool:
    """Whether its vendor, if any, is told elsewhere than in its evidence; a family's maker is told nowhere."""
    span, evidence = claim.vendor_span, claim.evidence
    if span is None:
        return claim.vendor is None
    return not (evidence.start <= span.start and span.end <= evidence.end)


def _brand(claim: Claim) -> str:
    return _WORD_ENDS.split(claim.model or "", maxsplit=1)[0].casefold()


def _of_sibling(claim: Claim, sibling: Claim | None) -> Claim:
    if sibling is None or sibling.vendor == claim.vendor or len(_brand(claim)) < _SHORTEST:
        return claim
    vendor = known_vendor(sibling.vendor_id) or open_vendor(sibling.vendor or "")
    key = model_key(claim.model or "", vendor)
    return replace(claim, vendor=vendor.name, vendor_id=vendor.id, key=key, vendor_span=sibling.vendor_span)


def _of_house(claim: Claim, vendor: Vendor | None) -> Claim:
    if vendor is None or known_vendor(claim.vendor_id):
        return claim
    return replace(claim, vendor=vendor.name, vendor_id=vendor.id, key=model_key(claim.model or "", vendor))
