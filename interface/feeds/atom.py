"""Atom (RFC 4287)."""

from collections.abc import Iterable

from lxml import etree

from interface.feeds.entries import About, Entry

ATOM = "http://www.w3.org/2005/Atom"
RELATED = 1  # links beyond the first


def write_atom(about: About, entries: Iterable[Entry]) -> str:
    """A feed document."""
    told = list(entries)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(feed, "id", about.id)
    _add(feed, "title", about.title)
    _add(feed, "updated", max([about.updated, *(entry.updated for entry in told)]).isoformat())
    _add(_add(feed, "author"), "name", "moxun")
    if about.own:
        _add(feed, "link", rel="self", href=about.own, type="application/atom+xml")
    if about.home:
        _add(feed, "link", rel="alternate", href=about.home)
    for entry in told:
        _add_entry(feed, entry)
    return etree.tostring(feed, encoding="unicode", pretty_print=True)


def _add_entry(feed: etree._Element, entry: Entry) -> None:
    told = _add(feed, "entry")
    _add(told, "id", entry.id)
    _add(told, "title", entry.heading, type="text")
    _add(told, "published", entry.published.isoformat())
    _add(told, "updated", entry.updated.isoformat())
    if entry.link:
        _add(told, "link", rel="alternate", href=entry.link)
    for _, title, link in entry.quotes[RELATED:]:
        if link:
            _add(told, "link", rel="related", href=link, title=title)
    for category in (*entry.categories, *(["updated"] if entry.is_updated else [])):
        _add(told, "category", term=category)
    _add(told, "summary", entry.text, type="text")
    _add(told, "content", entry.html, type="html")


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = text
    return element
