"""What is known beforehand, as rows that people can join: vendors, families, sites."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from extract.knowledge import DATA, Vendor, fold_name, load_families, load_vendors
from storage.database import Row, save_rows
from storage.schema import meta
from storage.schema_known import families, family_aliases, sites, vendor_aliases, vendors

KNOWLEDGE = "knowledge"  # in `meta`: the fingerprint of what was copied
LEVELS = ("country", "city", "district")


def save_knowledge(connection: Connection) -> None:
    """Copy the vendors and families that come with moxun, unless that was done."""
    told = hashlib.sha256()
    for name in ("vendors.jsonl", "families.jsonl"):
        told.update((DATA / name).read_bytes())
    mark = told.hexdigest()[:16]
    if connection.scalar(select(meta.c.value).where(meta.c.name == KNOWLEDGE)) == mark:
        return
    for table in (family_aliases, families, vendor_aliases, vendors):
        connection.execute(delete(table))
    for table, rows in _tables():
        save_rows(connection, table, rows)
    save_rows(connection, meta, [{"name": KNOWLEDGE, "value": mark}])


def save_sites(connection: Connection, rows: Iterable[Row]) -> None:
    """Keep what is known of the sites that are crawled: name, title, language, timezone, address and vendor_id."""
    save_rows(connection, sites, rows)


def _tables() -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    yield vendors, [_vendor_row(vendor) for vendor in load_vendors()]
    yield vendor_aliases, [row for vendor in load_vendors() for row in _alias_rows(vendor)]
    names = ("track", "codenames_ok", "ambiguous", "product_too")
    yield (
        families,
        [
            {"name": family.family, "vendor_id": family.vendor} | {name: getattr(family, name) for name in names}
            for family in load_families()
        ],
    )
    yield (
        family_aliases,
        [
            {"family": family.family, "alias": alias, "folded": fold_name(alias)}
            for family in load_families()
            for alias in family.names
        ],
    )


def _vendor_row(vendor: Vendor) -> dict[str, Any]:
    sources = dict(vendor.sources)
    places = {level: getattr(vendor, level) for level in LEVELS}
    said = {f"{level}_source": sources.get(level) for level in LEVELS}  # type: ignore[call-overload]
    named = {name: getattr(vendor, name) for name in ("id", "name", "en", "zh", "type")}
    return {**named, "parent_id": vendor.parent, **places, **said}


def _alias_rows(vendor: Vendor) -> Iterator[dict[str, Any]]:
    for alias in dict.fromkeys((*vendor.strong, *vendor.weak_aliases)):
        is_weak = alias in vendor.weak_aliases
        yield {"vendor_id": vendor.id, "alias": alias, "folded": fold_name(alias), "is_weak": is_weak}
