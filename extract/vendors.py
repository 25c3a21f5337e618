"""Find vendors: those that are known by any of their names, and Chinese ones by the shape of theirs."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extract.families import families
from extract.knowledge import Vendor, load_vendors
from extract.lexer import Words
from extract.organisations import find_organisations, person_words
from extract.records import Span
from extract.spans import Spanned

_LONGEST_PERSON = 12  # characters
_REMEMBERED = 1 << 12  # vendors, those that nobody entered among them


class VendorMention(NamedTuple):
    """A vendor in the text; `weak` where the words may well mean something else."""

    start: int
    end: int
    vendor: Vendor
    weak: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def find_vendors(words: Words, within: tuple[int, int]) -> list[VendorMention]:
    """Every mention of a known vendor in a stretch of text, the longest where they overlap, in order.

    None within a phrase that only sounds like it: `an MIT license` is not the institute's.
    """
    found = [VendorMention(start, end, *known) for start, end, known in words.vendors.within(*within)]
    if not (found and words.inert.has(*within)):
        return found
    cues = words.cues.within(*within)
    inert = [(start, end) for start, end, senses in cues if any(cue.type == "inert" for cue in senses)]
    return [one for one in found if not any(start <= one.start and one.end <= end for start, end in inert)]


def vendor_of(vendor_id: str) -> Vendor:
    """The known vendor with that id; KeyError where there is none."""
    return _by_id()[vendor_id]


def known_vendor(vendor_id: str | None) -> Vendor | None:
    """The vendor with that id, where somebody entered it."""
    return _by_id().get(vendor_id or "")


@lru_cache(maxsize=_REMEMBERED)
def open_vendor(name: str) -> Vendor:
    """A vendor nobody entered in the knowledge base, as the text names it."""
    slug = re.sub(r"[^\w]+", "-", name.casefold()).strip("-")
    return Vendor(
        id=slug, name=name, en=name, zh=None, aliases=(), weak_aliases=(), parent=None, type="company",
        country=None, city=None, district=None, sources=(),
    )  # fmt: skip


def is_known(vendor: Vendor) -> bool:
    """Whether somebody entered it."""
    return vendor.id in _by_id()


def house_of(vendor: Vendor) -> Vendor:
    """Who answers for a release: of a team within a company, the company."""
    return vendor_of(vendor.parent) if vendor.type == "team" and vendor.parent else vendor


def is_related(one: Vendor, other: Vendor) -> bool:
    """Whether two vendors are the same, or one is the other's parent, or both are parts of one."""
    return one.id == other.id or not _line(one.id, one.parent).isdisjoint(_line(other.id, other.parent))


def is_person(text: str, start: int) -> bool:
    """Whether what begins there is the name or the account of a person: 开发者 Tern1221."""
    before = text[max(0, start - _LONGEST_PERSON) : start]
    return before.rstrip(" @").endswith(person_words())


def find_open_vendors(text: str, words: Words, within: Span, taken: Sequence[Spanned]) -> list[VendorMention]:
    """Organisations by the shape of their names (某某大学, Halden Labs), where no known vendor stands."""
    return [
        VendorMention(*span, _vendor_called(span.of(text))) for span in find_organisations(text, words, within, taken)
    ]


def _vendor_called(name: str) -> Vendor:
    """Whose name it is: that of a known family, as the subject, is its maker's."""
    family = families().get(name.casefold())
    return vendor_of(family.vendor) if family else open_vendor(name)


@lru_cache(maxsize=_REMEMBERED)
def _line(vendor_id: str, parent: str | None) -> frozenset[str]:
    ids = {vendor_id}
    while parent and parent in _by_id():
        ids.add(parent)
        parent = _by_id()[parent].parent
    return frozenset(ids)


@cache
def _by_id() -> dict[str, Vendor]:
    return {vendor.id: vendor for vendor in load_vendors()}
