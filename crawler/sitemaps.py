"""Read a sitemap: an index of sitemaps, or addresses with the days of their last change. Nothing is fetched.

https://www.sitemaps.org/protocol.html, and Google's news extension, which says when an article was published.
"""

import re
import zlib
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from crawler.listings import Listing, ListingError, read_date

GZIP = b"\x1f\x8b"
LARGEST = 50 << 20  # bytes unpacked: the protocol allows no more


class Sitemap(NamedTuple):
    """Both newest first. `children` is empty unless this is an index; their `modified` is that of the whole file."""

    articles: list[Listing]
    children: list[Listing]


def read_sitemap(body: bytes, url: str) -> Sitemap:
    """ListingError where it is no sitemap, is cut off, or is larger than any sitemap may be."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(_unpack(body).strip(), parser)
    except etree.XMLSyntaxError as error:
        raise ListingError(f"not XML: {error}") from error
    if etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise ListingError(f"no sitemap but <{etree.QName(root).localname}>")
    articles = [_read_entry(entry, url) for entry in root.xpath("*[local-name()='url']")]
    children = [_read_entry(entry, url) for entry in root.xpath("*[local-name()='sitemap']")]
    return Sitemap(_newest_first(_without_build_time(articles)), _newest_first(children))


def _unpack(body: bytes) -> bytes:
    """A file that is packed itself, which no Content-Encoding says. Never more of it than a sitemap may have."""
    if not body.startswith(GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, LARGEST)
    except zlib.error as error:
        raise ListingError(f"not gzip: {error}") from error
    if not unpacker.eof:
        raise ListingError(f"cut off, or more than {LARGEST} bytes unpacked")
    return unpacked


def _read_entry(entry: Any, base: str) -> Listing:  # noqa: ANN401 an lxml element
    published = entry.xpath("string(*[local-name()='news']/*[local-name()='publication_date'])")
    return Listing(urljoin(base, _text(entry, "loc")), _read_moment(published), _read_moment(_text(entry, "lastmod")))


def _text(entry: Any, name: str) -> str:  # noqa: ANN401
    return str(entry.xpath(f"string(*[local-name()='{name}'])")).strip()


def _read_moment(text: str) -> str:
    """A day alone is its first moment in Greenwich: good enough to compare it with itself the next time."""
    text = text.strip()
    return read_date(f"{text}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text)


def _without_build_time(articles: list[Listing]) -> list[Listing]:
    """Where all were changed in the same moment, it is when the sitemap was built, and says nothing of them."""
    if len(articles) > 1 and len({article.modified for article in articles}) == 1:
        return [article._replace(modified="") for article in articles]
    return articles


def _newest_first(listings: list[Listing]) -> list[Listing]:
    """By publication, else by change; in the file's own order where it says neither."""
    return sorted(listings, key=lambda listing: listing.published or listing.modified, reverse=True)
