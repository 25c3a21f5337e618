"""The templates: everything printed is escaped, and has no signs in it that turn the text around."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extract.facts import vendors_by_id
from extract.knowledge import load_vendors
from interface.rows import printable

STATIC = Path(__file__).parent / "static"


@cache
def load_environment() -> Environment:
    """The one environment of all templates."""
    environment = Environment(
        loader=PackageLoader("interface.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.globals.update(
        static=static_href,
        vendor_names=vendor_names,
        release_href=release_href,
        vendor_href=vendor_href,
        country_of=country_of,
    )
    environment.filters["web"] = web_address
    return environment


@cache
def static_href(name: str) -> str:
    """The address of a static file, which changes with what it holds, so that browsers may keep it for ever."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def release_href(release_id: str) -> str:
    return f"/releases/{quote(release_id, safe='/')}"


def vendor_href(vendor_id: str) -> str:
    return f"/vendors/{quote(vendor_id, safe='/')}"


def country_of(vendor_id: str | None) -> str | None:
    """The code of the country where a vendor sits; None where nobody knows."""
    vendor = vendors_by_id().get(vendor_id or "")
    return vendor.country if vendor else None


@cache
def vendor_names() -> Markup:
    """The names of all known vendors, for a field to propose while somebody types."""
    names = dict.fromkeys(name for vendor in load_vendors() for name in (vendor.name, vendor.en, vendor.zh) if name)
    return Markup("").join(Markup('<option value="{}">').format(printable(name)) for name in names)


def web_address(address: str) -> str:
    """The address where it is one of the web, else "": a link must not be javascript: or file:."""
    try:
        return address if urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def query_href(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """A path with its query; pairs without a value are left out."""
    told = "&".join(f"{quote(name)}={quote(value, safe=':,')}" for name, value in pairs if value)
    return f"{path}?{told}" if told else path


def _finalize(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
