"""What is known of vendors and model families: two data files, checked as they are loaded (docs/vendors.md)."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

VendorType = Literal["company", "lab", "university", "institute", "team", "community", "government"]
Track = Literal[
    "language", "multimodal", "image", "video", "audio", "music", "coding", "embodied",
    "world", "ocr", "embedding", "science", "search", "agent", "translation",
]  # fmt: skip
Place = Literal["country", "city", "district"]
Record = TypeVar("Record")

DATA = Path(__file__).parent / "data"
UNSOURCED = "unsourced"
# ISO 3166-1 alpha-2, and only the countries that are used: UK for GB, or a slip of the finger, is found.
COUNTRIES = frozenset([
    "AE", "AT", "AU", "CA", "CH", "CN", "CZ", "DE", "ES", "FI", "FR", "GB", "HK",
    "IL", "IN", "JP", "KR", "NL", "NO", "PT", "RU", "SA", "SE", "SG", "TW", "US",
])  # fmt: skip
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Vendor:
    """An organisation that releases models. A weak name counts only beside a release verb or after a strong mention."""

    id: str
    name: str  # canonical, in the language of the vendor's region
    en: str
    zh: str | None
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    parent: str | None  # a vendor's id
    type: VendorType
    country: str | None  # ISO 3166-1 alpha-2
    city: str | None  # in Chinese for CN, else in English
    district: str | None  # CN only, in Chinese
    sources: tuple[tuple[Place, str], ...]  # one per place that is given: an https URL or "unsourced"
    people: tuple[str, ...] = ()  # who speak for it: a chief executive announces what the firm does
    # Every name that means this vendor wherever it stands, the canonical one first; asked for with each name of a text.
    strong: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        """Enough to tell them apart: all fields are dozens of words, and each mention asks for it."""
        return hash(self.id)

    def __post_init__(self) -> None:
        names = dict.fromkeys(name for name in (self.name, self.en, self.zh, *self.aliases) if name)
        object.__setattr__(self, "strong", tuple(name for name in names if name not in self.weak_aliases))


@dataclass(frozen=True, slots=True)
class Family:
    """A model family or brand, for sentences that do not state its vendor."""

    family: str
    vendor: str  # a vendor's id
    track: Track
    aliases: tuple[str, ...] = ()
    codenames_ok: bool = False  # a member may bear a word instead of a version: Claude Mythos
    ambiguous: bool = False  # an ordinary word too: counts only with a version or its vendor
    product_too: bool = False  # also the name of an app or agent: Codex
    series: tuple[str, ...] = ()  # letters by which its models go too, without it: K2.5 is Kimi K2.5

    @property
    def names(self) -> tuple[str, ...]:
        return (self.family, *self.aliases)


@cache
def load_vendors(path: Path = DATA / "vendors.jsonl") -> tuple[Vendor, ...]:
    """Every vendor, by id. Raises ValueError naming file and line where a line breaks the schema."""
    rows = list(_iter_records(path, _read_vendor))
    _check_order(rows, lambda vendor: vendor.id)
    ids = {vendor.id for _, vendor in rows}
    for where, vendor in rows:
        _check(vendor.parent is None or vendor.parent in ids - {vendor.id}, where, f"no parent {vendor.parent}")
    _check_claims(rows, lambda vendor: (*vendor.strong, *vendor.weak_aliases, *vendor.people))
    return tuple(vendor for _, vendor in rows)


@cache
def load_families(path: Path = DATA / "families.jsonl") -> tuple[Family, ...]:
    """Every family, by vendor and name. Raises ValueError naming file and line where a line breaks the schema."""
    rows = list(_iter_records(path, _read_family))
    _check_order(rows, lambda family: (family.vendor, family.family))
    ids = {vendor.id for vendor in load_vendors()}
    for where, family in rows:
        _check(family.vendor in ids, where, f"no vendor {family.vendor}")
    _check_claims(rows, lambda family: family.names)
    return tuple(family for _, family in rows)


def fold_name(name: str) -> str:
    """The form two spellings of one name share: width and case folded, spaces dropped."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _iter_records(path: Path, read: Callable[[Any], Record]) -> Iterator[tuple[str, Record]]:
    """Each line's record with where it stands, `vendors.jsonl:12`."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        where = f"{path.name}:{number}"
        try:
            yield where, read(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{where}: {error}") from error


def _read_vendor(row: dict[str, Any]) -> Vendor:
    sources = tuple(row.pop("sources").items())
    vendor = Vendor(**_with_tuples(row, "aliases", "weak_aliases", "people"), sources=sources)
    _check_word(vendor.type, get_args(VendorType))
    if not _ID.fullmatch(vendor.id):
        raise ValueError(f"id {vendor.id!r} is not a slug")
    _check_places(vendor)
    return vendor


def _read_family(row: dict[str, Any]) -> Family:
    family = Family(**_with_tuples(row, "aliases", "series"))
    _check_word(family.track, get_args(Track))
    return family


def _with_tuples(row: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The row with its lists of names made hashable."""
    lists = {key: row[key] for key in keys if key in row}
    if not all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists.values()):
        raise ValueError(f"{' and '.join(keys)} must be lists of strings")
    return row | {key: tuple(names) for key, names in lists.items()}


def _check_word(word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise ValueError(f"{word!r} is none of {', '.join(words)}")


def _check_places(vendor: Vendor) -> None:
    """Each place is given with its source, a district in China only, and no city without its country."""
    places = {"country": vendor.country, "city": vendor.city, "district": vendor.district}
    if {place for place, value in places.items() if value} != {place for place, _ in vendor.sources}:
        raise ValueError("sources must name exactly the places that are given")
    if any(source != UNSOURCED and not source.startswith("https://") for _, source in vendor.sources):
        raise ValueError("a source is an https URL or 'unsourced'")
    if vendor.country not in COUNTRIES | {None} or (vendor.city and not vendor.country):
        raise ValueError(f"bad country {vendor.country!r}")
    if vendor.district and (vendor.country != "CN" or not vendor.city):
        raise ValueError("a district needs a Chinese city")


def _check_order(rows: list[tuple[str, Record]], key: Callable[[Record], Any]) -> None:
    for (_, before), (where, after) in pairwise(rows):
        _check(key(before) != key(after), where, f"duplicate {key(after)}")
        _check(key(before) < key(after), where, f"{key(after)} is not sorted")


def _check_claims(rows: list[tuple[str, Record]], names: Callable[[Record], tuple[str, ...]]) -> None:
    """No name, whatever its case, width and spaces, belongs to two records."""
    owners: dict[str, str] = {}
    for where, record in rows:
        for name in {fold_name(name) for name in names(record)}:
            _check(bool(name) and name not in owners, where, f"name {name!r} is claimed at {owners.get(name)} too")
            owners[name] = where


def _check(right: bool, where: str, complaint: str) -> None:
    if not right:
        raise ValueError(f"{where}: {complaint}")
