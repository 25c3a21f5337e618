"""The releases that may bear a statement out: those an article names itself, and all that are held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from extract.facts import head_of, vendors_by_id
from extract.knowledge import Vendor, load_vendors
from extract.merge import merge_claims
from extract.records import AVAILABLE, Claim, Kind, PartialDate, Release
from extract.statementrules import Place

if TYPE_CHECKING:
    from storage.queries import ReleaseRow

Evidence = Literal["named", "held"]  # what the article names; that and what the database holds
Ranges = Literal["inside", "touching"]  # of which only some days may lie in the window


@dataclass(frozen=True, slots=True)
class Held:
    """A release, as far as it counts."""

    id: str
    vendor_id: str | None
    kind: Kind
    when: PartialDate | None

    @property
    def vendor(self) -> Vendor | None:
        return vendors_by_id().get(self.vendor_id or "")

    @property
    def head(self) -> str:
        """Who counts as one vendor: the head of the house, or an unknown vendor's id, or the release itself."""
        return head_of(self.vendor_id) if self.vendor_id else self.id

    @property
    def day(self) -> date | None:
        """Where it is known to the day."""
        return self.when.start if self.when and self.when.start == self.when.end else None


def named_by(claims: Iterable[Claim], accept: float) -> list[Held]:
    """What an article's claims say was made available, each release once."""
    sure = [claim for claim in claims if claim.score >= accept]
    return list(_iter_held(merge_claims(sure)))


def held_with(named: Iterable[Held], rows: Iterable["ReleaseRow"]) -> list[Held]:
    """What the database holds, and what the article names besides; one release has one id in both."""
    held = {each.id: each for each in named}
    return list((held | {each.id: each for each in _iter_held(rows)}).values())


def is_within(release: Held, start: date, end: date, ranges: Ranges) -> bool:
    """Whether it came out in the window: with all its days, or at least one of them. Without a date: no."""
    when = release.when
    if when is None:
        return False
    return start <= when.start and when.end <= end if ranges == "inside" else when.start <= end and start <= when.end


def is_from(release: Held, countries: tuple[str, ...]) -> bool:
    """Whether its vendor sits in one of the countries; of an unknown vendor nobody knows."""
    return not countries or bool(release.vendor and release.vendor.country in countries)


def is_at(release: Held, place: Place) -> bool | None:
    """Whether its vendor sits there; None where that is not known."""
    vendor = release.vendor
    if vendor is None:
        return None
    city, district = vendor.city, vendor.district
    if place.level == "city" or city is None or city not in _cities_of(place):
        return None if city is None else city in _cities_of(place)
    return None if district is None else district == place.name


def countries_of(place: Place) -> tuple[str, ...]:
    """The country that the place lies in."""
    return tuple(sorted({each.country for each in load_vendors() if _lies_at(each, place) and each.country}))


def _cities_of(place: Place) -> set[str]:
    """The place itself, or the cities of a district."""
    return {each.city for each in load_vendors() if _lies_at(each, place) and each.city}


def _lies_at(vendor: Vendor, place: Place) -> bool:
    return (vendor.city if place.level == "city" else vendor.district) == place.name


def _iter_held(releases: Iterable["Release | ReleaseRow"]) -> Iterator[Held]:
    for each in releases:
        if each.status in AVAILABLE:
            yield Held(each.id, each.vendor_id, each.kind, each.date)
