"""Find vendors: those that are known by any of their names, and Chinese ones by the shape of theirs."""

import re
from dataclasses import dataclass
from functools import cache

from extract.knowledge import Vendor, load_vendors
from extract.lexicon import load_lexicon
from extract.records import Span
from extract.words import compile_words

_OPEN = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:大学|学院|研究院|实验室|科技|集团|研究所|研究中心|中心|公司)(?![\u4e00-\u9fff]?(?:生|者|员|家|树|型))"
)
_OPEN_TEAM = re.compile(r"[\u4e00-\u9fff]{2,4}(?=团队)")

_SHORTEST = 3  # characters of an organisation's name


@dataclass(frozen=True, slots=True)
class VendorMention:
    """A vendor in the text; `weak` where the words may well mean something else."""

    start: int
    end: int
    vendor: Vendor
    weak: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def find_vendors(text: str) -> list[VendorMention]:
    """Every mention of a known vendor in a folded text, longest first where they overlap, in order."""
    return [
        VendorMention(match.start(), match.end(), *_by_name()[match[0].casefold()])
        for match in _known_names().finditer(text)
    ]


def vendor_of(vendor_id: str) -> Vendor:
    """The known vendor with that id; KeyError where there is none."""
    return _by_id()[vendor_id]


def open_vendor(name: str) -> Vendor:
    """A vendor nobody entered in the knowledge base, as the text names it."""
    slug = re.sub(r"[^\w]+", "-", name.casefold()).strip("-")
    return Vendor(
        id=slug, name=name, en=name, zh=None, aliases=(), weak_aliases=(), parent=None, type="company",
        country=None, city=None, district=None, sources=(),
    )  # fmt: skip


def house_of(vendor: Vendor) -> Vendor:
    """Who answers for a release: of a team within a company, the company."""
    return vendor_of(vendor.parent) if vendor.type == "team" and vendor.parent else vendor


def is_related(one: Vendor, other: Vendor) -> bool:
    """Whether two vendors are the same, or one is the other's parent, or both are parts of one."""
    return bool(_line(one) & _line(other))


def find_open_vendors(text: str, start: int, end: int, taken: list[Span]) -> list[VendorMention]:
    """Chinese organisations by shape (某某大学, 某某实验室, 某某科技) within `text[start:end]`."""
    found = []
    for match in _OPEN.finditer(text, start, end):
        first = _first_letter(text, match.start(), match.end())
        if match.end() - first < _SHORTEST or any(first < span.end and span.start < match.end() for span in taken):
            continue
        found.append(VendorMention(first, match.end(), open_vendor(text[first : match.end()])))
    return found


def _first_letter(text: str, start: int, end: int) -> int:
    """Where the organisation's own name begins, behind the words that only lead up to it."""
    lexicon = load_lexicon()
    for words in (lexicon.trigger_words, lexicon.cue_words, _LEADING):
        for match in words.finditer(text, start, end - 1):
            if match.end() < end - 2:
                start = max(start, match.end())
    return start


_LEADING = re.compile(
    r"[的和与及或在由从向被对了是为这该其、]|联合|携手|据|来自|隶属|近日|今日|今天|昨日|日前|消息|位于|宣布|旗下|全球|我国|中国(?=[\u4e00-\u9fff]{4})|研究人员|以及|包括|例如|创始人|成立|合作|负责人"
)


def _line(vendor: Vendor) -> set[str]:
    ids = {vendor.id}
    while vendor.parent and vendor.parent in _by_id():
        ids.add(vendor.parent)
        vendor = _by_id()[vendor.parent]
    return ids


@cache
def _by_id() -> dict[str, Vendor]:
    return {vendor.id: vendor for vendor in load_vendors()}


@cache
def _by_name() -> dict[str, tuple[Vendor, bool]]:
    weak = {name.casefold(): (vendor, True) for vendor in load_vendors() for name in vendor.weak_aliases}
    strong = {name.casefold(): (vendor, False) for vendor in load_vendors() for name in vendor.strong}
    return weak | strong


@cache
def _known_names() -> re.Pattern[str]:
    return compile_words(
        (name for vendor in load_vendors() for name in (*vendor.strong, *vendor.weak_aliases)), proper=True
    )
