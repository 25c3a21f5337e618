"""RSS 2.0."""

import html
from collections.abc import Iterable
from email.utils import format_datetime

from lxml import etree

from interface.feeds.entries import About, Entry

ATOM = "http://www.w3.org/2005/Atom"


def write_rss(about: About, entries: Iterable[Entry]) -> str:
    """A feed document. Readers take a title for HTML, so it is escaped once more than XML needs."""
    told = list(entries)
    root = etree.Element("rss", {"version": "2.0"}, nsmap={"atom": ATOM})
    channel = etree.SubElement(root, "channel")
    _add(channel, "title", html.escape(about.title, quote=False))
    _add(channel, "link", about.home or about.id)
    _add(channel, "description", "AI models that were released, and who says so")
    _add(channel, "lastBuildDate", format_datetime(max([about.updated, *(entry.updated for entry in told)])))
    if about.own:
        etree.SubElement(channel, f"{{{ATOM}}}link", rel="self", href=about.own, type="application/rss+xml")
    for entry in told:
        _add_item(channel, entry)
    return etree.tostring(root, encoding="unicode", pretty_print=True)


def _add_item(channel: etree._Element, entry: Entry) -> None:
    item = etree.SubElement(channel, "item")
    _add(item, "title", html.escape(entry.heading, quote=False))
    if entry.link:
        _add(item, "link", entry.link)
    etree.SubElement(item, "guid", isPermaLink="false").text = entry.id
    _add(item, "pubDate", format_datetime(entry.published))
    etree.SubElement(item, f"{{{ATOM}}}updated").text = entry.updated.isoformat()
    for category in (*entry.categories, *(["updated"] if entry.is_updated else [])):
        _add(item, "category", category)
    _add(item, "description", entry.html)


def _add(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text
