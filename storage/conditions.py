"""A filter of releases as conditions of the database."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from sqlalchemy import ColumnElement, Connection, case, false, func, or_, select, true

from extract.keys import model_key
from extract.knowledge import Vendor, fold_name, load_families, load_vendors
from storage.columns import clean_text
from storage.database import MANY
from storage.filters import ReleaseFilter
from storage.release_rows import fold_model
from storage.schema import claims, releases
from storage.wording import releases_told_with

Condition = ColumnElement[bool]
FLAT = 8  # conditions

# Not merged into another one, vanished or rejected. Nearly all are: told so that no index is used for it, by which
# SQLite, where nobody has run ANALYZE, would take all releases and sort them (130 ms in place of 1 for 100,000).
IS_CURRENT: Condition = releases.c.state.concat("") == "current"


def conditions_of(wanted: ReleaseFilter, connection: Connection) -> list[Condition]:
    """What a row of `releases` must meet, all of it; full text is asked for in the words of this database."""
    return [
        IS_CURRENT,
        *_any(partial(_is_vendor, connection), wanted.vendor),
        *([_is_model(wanted.model)] if wanted.model else []),
        *_any(_is_family, wanted.family),
        *([releases.c.kind.in_(wanted.kind)] if wanted.kind else []),
        *([releases.c.status.in_(wanted.status)] if wanted.status else []),
        *([releases.c.track.in_(wanted.track)] if wanted.track else []),
        *_is_from(wanted),
        *_touches(wanted.since, wanted.until),
        *_touches(wanted.on, wanted.on),
        *([releases.c.confidence >= wanted.min_confidence] if wanted.min_confidence is not None else []),
        *([_is_said_by(wanted.source)] if wanted.source else []),
        *([_tells(wanted.text, connection)] if wanted.text else []),
    ]


def keys_of(name: str) -> list[str]:
    """The keys that a name may have: also where it begins with its vendor's, as in 星河Nova-3 (Xinghe's)."""
    folded = fold_name(clean_text(name))
    told = [vendor for vendor in load_vendors() if any(folded.startswith(fold_name(each)) for each in vendor.strong)]
    return sorted({model_key(name, vendor) for vendor in (None, *told)} - {""})


def house_of(name: str) -> set[str]:
    """The ids of the known vendors that have this name or id, and of their daughters."""
    folded = fold_name(name)
    vendors = load_vendors()
    ids = {vendor.id for vendor in vendors if folded in _names(vendor)}
    while daughters := {vendor.id for vendor in vendors if vendor.parent in ids} - ids:
        ids |= daughters
    return ids


def _any(condition: Callable[[str], Condition], values: Iterable[str]) -> list[Condition]:
    found = [condition(value) for value in values]
    return [_one_of(found)] if found else []


def _one_of(conditions: list[Condition]) -> Condition:
    """Many are told as cases: SQLite nests each OR in the one before, and takes no expression of 1,000 levels."""
    if len(conditions) <= FLAT:
        return or_(false(), *conditions)
    return case(*((each, true()) for each in conditions), else_=false())


def _is_vendor(connection: Connection, name: str) -> Condition:
    """Also where only some of the articles name the daughter, and the release is told as her parent's."""
    if ids := sorted(house_of(name)):
        own = releases.c.vendor_id.in_(ids)
        told = select(claims.c.release_id).where(claims.c.vendor_id.in_(ids), claims.c.release_id.is_not(None))
        others = told.distinct().where(claims.c.release_id.not_in(select(releases.c.id).where(own)))
        few = connection.scalars(others.limit(MANY + 1)).all()  # nearly always none: then an index serves for the rest
        return or_(own, releases.c.id.in_(few if len(few) <= MANY else told)) if few else own
    return or_(releases.c.vendor.in_(_vendors_with(name, connection)), releases.c.vendor_id == clean_text(name).lower())


def _names(vendor: Vendor) -> set[str]:
    return {fold_name(name) for name in (vendor.id, *vendor.strong, *vendor.weak_aliases)}


def _is_model(name: str) -> Condition:
    folded = fold_model(name)  # letters and digits only
    part = [releases.c.folded.contains(folded, autoescape=True)] if folded else []
    return or_(releases.c.key.in_(keys_of(name)), *part)


def _is_family(name: str) -> Condition:
    """Of a known family, by any of its names, or of an unknown one, whose name begins the model's."""
    folded = fold_name(name)
    known = [each.family for each in load_families() if folded in {fold_name(alias) for alias in each.names}]
    begin = fold_model(name)
    if known or not begin:
        return releases.c.family.in_(known)
    return releases.c.folded.startswith(begin, autoescape=True)


def _is_from(wanted: ReleaseFilter) -> list[Condition]:
    """By the places of vendors; nobody knows the place of an unknown vendor, and it is no guess."""
    if not (wanted.country or wanted.city or wanted.district):
        return []
    ids = [vendor.id for vendor in load_vendors() if is_at(vendor, wanted)]
    return [releases.c.vendor_id.in_(ids)]


def is_at(vendor: Vendor, wanted: ReleaseFilter) -> bool:
    """Whether the vendor's places are the filter's. 海淀 is 海淀区, and Hangzhou is not 杭州: names as in the data."""
    return (
        (not wanted.country or vendor.country in wanted.country)
        and (not wanted.city or _same_place(vendor.city, wanted.city))
        and (not wanted.district or _same_place(vendor.district, wanted.district))
    )


def _same_place(place: str | None, names: Iterable[str]) -> bool:
    return place is not None and any(_bare(place) == _bare(name) for name in names)


def _bare(place: str) -> str:
    """Without case, blanks and the word for city or district."""
    folded = fold_name(place)
    return folded.removesuffix("市").removesuffix("区") if len(folded) > 2 else folded  # noqa: PLR2004 a name is longer


def _touches(since: datetime.date | None, until: datetime.date | None) -> list[Condition]:
    """Whether a release's range of days overlaps another; open ends are None."""
    return [
        *([releases.c.date_end >= since] if since else []),
        *([releases.c.date_start <= until] if until else []),
    ]


def _is_said_by(sites: Iterable[str]) -> Condition:
    return or_(*(releases.c.sites.contains(f" {clean_text(site).strip()} ", autoescape=True) for site in sites))


def _tells(text: str, connection: Connection) -> Condition:
    """In the names of the release, or in the sentences that it rests on."""
    named = or_(_is_model(text), releases.c.vendor.in_(_vendors_with(text, connection)))
    told = releases_told_with(connection, text)
    return named if told is None else or_(named, told)


def _vendors_with(text: str, connection: Connection) -> list[str]:
    """The names of vendors in the database that have this in them, compared as Python does on every database."""
    folded = fold_name(clean_text(text))
    return [name for name in _list_vendors(connection) if folded in fold_name(name)]


def _list_vendors(connection: Connection) -> Sequence[str]:
    """Every name of a vendor in `releases`: one look into the index for each, however many releases there are."""
    first = select(func.min(releases.c.vendor).label("name")).cte("vendor_names", recursive=True)
    later = select(func.min(releases.c.vendor)).where(releases.c.vendor > first.c.name).scalar_subquery()
    names = first.union_all(select(later).where(first.c.name.is_not(None)))
    return connection.scalars(select(names.c.name).where(names.c.name.is_not(None))).all()
