"""The tables of what is known beforehand: sites, vendors, families, and what other databases say."""

from sqlalchemy import Boolean, Column, Index, Table

from storage.columns import CleanText, Moment, belongs, dates, metadata, text

sites = Table(
    "sites",
    metadata,
    text("name", key=True),
    text("title"),
    text("language"),
    text("timezone"),
    text("address"),
    Column("vendor_id", CleanText),  # whose own site it is
)

vendors = Table(
    "vendors",
    metadata,
    text("id", key=True),
    text("name"),
    text("en"),
    Column("zh", CleanText),
    text("type"),
    Column("parent_id", CleanText),
    *(Column(name, CleanText) for level in ("country", "city", "district") for name in (level, f"{level}_source")),
    Index(None, "parent_id"),
)

vendor_aliases = Table(
    "vendor_aliases",
    metadata,
    belongs("vendor_id", "vendors.id", key=True),
    text("alias", key=True),
    text("folded"),
    Column("is_weak", Boolean, nullable=False),
    Index(None, "folded"),
)

families = Table(
    "families",
    metadata,
    text("name", key=True),
    belongs("vendor_id", "vendors.id"),
    text("track"),
    *(Column(name, Boolean, nullable=False) for name in ("codenames_ok", "ambiguous", "product_too")),
    Index(None, "vendor_id"),
)

family_aliases = Table(
    "family_aliases",
    metadata,
    belongs("family", "families.name", key=True),
    text("alias", key=True),
    text("folded"),
    Index(None, "folded"),
)

reference_entries = Table(  # what other databases say
    "reference_entries",
    metadata,
    text("source", key=True),
    text("name", key=True),  # as they write it
    Column("vendor", CleanText),
    Column("vendor_id", CleanText),
    text("model"),
    text("key"),
    *dates("date"),
    Column("url", CleanText),
    Column("imported_at", Moment, nullable=False),
    Index(None, "key"),
)
