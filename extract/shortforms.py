"""Names that are told in short: 混元世界模型 in a headline is the 混元世界模型 1.0 of the text, and one release."""

from collections.abc import Iterator, Mapping

from extract.identity import Parts
from extract.records import AVAILABLE, Claim


def without_short_forms(claims: Mapping[Parts, Claim]) -> Iterator[Claim]:
    """The claims but for those of a name without its version, on the same day as, or on none beside, one with it."""
    for own, claim in claims.items():
        longer = (other for parts, other in claims.items() if _is_version_of(parts, own))
        if not any(_are_one(claim, other) for other in longer):
            yield claim


def _is_version_of(parts: Parts, own: Parts) -> bool:
    is_longer = len(parts) == len(own) + 1 and parts[:-1] == own
    return is_longer and parts[-1][0].isdigit() and not own[-1][0].isdigit()


def _are_one(short: Claim, full: Claim) -> bool:
    is_same_day = short.date is None or (full.date is not None and short.date.start == full.date.start)
    is_out = short.status in AVAILABLE and full.status in AVAILABLE
    return is_out and is_same_day and short.vendor_id == full.vendor_id and short.kind == full.kind
