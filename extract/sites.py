"""What is known of news sites: whose pages they are, where the article stands on them, and their time zone.

All of it is in data/sites.toml. A site changes its markup; a layout says for captures of which days it holds.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from datetime import date as Day  # noqa: N812 (a layout has a `date`)
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from lxml import etree

from extract.selectors import Alternative, Place, Selector, read_selector

FILE = Path(__file__).parent / "data" / "sites.toml"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on a site's pages that were captured from `since` until before `until`."""

    container: tuple[Selector, ...]  # the first that is there
    drop: tuple[Selector, ...]
    title: tuple[Selector, ...]
    date: tuple[Selector, ...]
    since: Day
    until: Day
    dropping: tuple[Alternative, ...] = ()  # all of `drop` at once

    def dropped(self, container: Place[etree._Element]) -> list[etree._Element]:
        """What does not belong to the article within its container."""
        return container.find(self.dropping)


@dataclass(frozen=True, slots=True)
class Site:
    name: str  # "" for what holds on every page
    domains: tuple[str, ...]
    names: tuple[str, ...]  # as they stand in page titles
    zone: tzinfo | None
    layouts: tuple[Layout, ...]
    vendor: str = ""  # the id of the vendor whose own site it is

    def layout_on(self, day: Day) -> Layout | None:
        return next((layout for layout in self.layouts if layout.since <= day < layout.until), None)


def site_of(url: str) -> str:
    """The name of the site that an address belongs to, by its domain; "" where it is not known."""
    return find_site("", url).name


def find_site(name: str, url: str) -> Site:
    """The site of that name, else of that address, else the one without a name, which knows only what holds for all."""
    sites = load_sites()
    by_name = next((site for site in sites if name and site.name == name), None)
    return by_name or next((site for host in hosts_of(url) if (site := _by_domain().get(host))), sites[0])


@cache
def load_sites() -> tuple[Site, ...]:
    """All sites, the one without a name first. Raises ValueError where the data is wrong."""
    values = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(_read_site(record) for record in [{"name": "", "layout": [values["any"]]}, *values["site"]])


@cache
def _by_domain() -> dict[str, Site]:
    return {domain: site for site in load_sites() for domain in site.domains}


def hosts_of(url: str) -> Iterator[str]:
    """The host of an address and the domains above it."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return
    labels = host.rstrip(".").split(".")
    yield from (".".join(labels[start:]) for start in range(min(len(labels) - 1, 8)))


def _read_site(record: dict[str, Any]) -> Site:
    try:
        zone: tzinfo | None = ZoneInfo(record["timezone"]) if "timezone" in record else None
    except (ZoneInfoNotFoundError, ValueError) as error:
        if record["timezone"] != "UTC":
            raise ValueError(f"sites.toml: {record['name']}: no time zone {record['timezone']}") from error
        zone = UTC
    layouts = tuple(_read_layout(record["name"], layout) for layout in record.get("layout", ()))
    domains, names = tuple(record.get("domains", ())), tuple(record.get("names", ()))
    return Site(record["name"], domains, names, zone, layouts, record.get("vendor", ""))


def _read_layout(site: str, record: dict[str, Any]) -> Layout:
    unknown = record.keys() - {"container", "drop", "title", "date", "since", "until"}
    if unknown:
        raise ValueError(f"sites.toml: {site}: {', '.join(sorted(unknown))} is no part of a layout")
    selectors = {name: _read_selectors(site, record.get(name, ())) for name in ("container", "drop", "title", "date")}
    dropping = tuple(chain.from_iterable(each.alternatives for each in selectors["drop"]))
    return Layout(
        **selectors, dropping=dropping, since=record.get("since", Day.min), until=record.get("until", Day.max)
    )


def _read_selectors(site: str, texts: list[str]) -> tuple[Selector, ...]:
    return tuple(_read_selector(site, text) for text in texts)


def _read_selector(site: str, text: str) -> Selector:
    try:
        return read_selector(text)
    except (SelectorError, etree.XPathError) as error:
        raise ValueError(f"sites.toml: {site}: {text.partition('@')[0]!r} is no selector") from error
