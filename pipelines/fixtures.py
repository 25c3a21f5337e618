"""Make a fixture of a site's own document: its markup, addresses and times, and none of its prose.

Nobody's articles may enter the repository. What a test needs is where things stand, not what they say.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from lxml import etree, html

FILLER = {"zh": "这一段是为测试写的，不是新闻。", "en": "This text was written for a test and is no news."}
_FEED = "link pubDate guid id published updated date language ttl lastBuildDate generator updatePeriod updateFrequency"
KEPT = {*_FEED.split(), "loc", "lastmod", "publication_date"}  # elements that say nothing in prose
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DATES = re.compile(rf"20\d\d[-/.年]\s?\d{{1,2}}|\d{{1,2}}:\d\d|\d{{1,2}}月\d{{1,2}}日|(?:{MONTHS})\w* \d{{1,2}}")
HAN = re.compile(r"[\u4e00-\u9fff]")
_MARKUP = "href src datetime rel class id name property type charset lang itemprop itemtype itemscope role http-equiv"
ATTRIBUTES = set(_MARKUP.split())
DROPPED = ("script", "style", "noscript", "iframe", "svg", "template", "video", "audio", "form")
TIMES = ("datePublished", "dateModified", "dateCreated", "uploadDate", "@type", "@context", "inLanguage", "url", "@id")
META_KEPT = re.compile(r"time|date|url|type|locale|charset|viewport|robots", re.IGNORECASE)


def scrub_posts(body: bytes, articles: Sequence[str]) -> bytes:
    """A page of the WordPress API with these articles alone."""
    kept = [post for post in json.loads(body) if post.get("link") in articles]
    for number, post in enumerate(kept):
        post["title"] = {"rendered": f"{_filler(str(post.get('title')))} {len(kept) - number}"}
    return (json.dumps(kept, ensure_ascii=False, indent=1) + "\n").encode()


def scrub_feed(body: bytes, articles: Sequence[str]) -> bytes:
    """A feed with these articles alone. What stands in its elements is filler, but for addresses and times."""
    root = etree.fromstring(body.strip(), _parser())
    for item in root.xpath("//*[local-name()='item' or local-name()='entry']"):
        links = item.xpath("*[local-name()='link']/text()") + item.xpath("*[local-name()='link']/@href")
        if not any(str(link).strip().partition("?")[0] in _bare(articles) for link in links):
            item.getparent().remove(item)
    _scrub_elements(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def scrub_sitemap(body: bytes, articles: Sequence[str]) -> bytes:
    """A sitemap with these articles alone."""
    root = etree.fromstring(body.strip(), _parser())
    for entry in root.xpath("*[local-name()='url']"):
        if str(entry.xpath("string(*[local-name()='loc'])")).strip() not in articles:
            root.remove(entry)
    _scrub_elements(root)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def scrub_page(body: bytes, url: str) -> bytes:
    """An article's page: its elements with their classes, its metadata's times, and filler for every text.

    Its charset is UTF-8, its canonical address is stated, and a text that shows a time stays where it is short.
    """
    tree = html.document_fromstring(body, parser=html.HTMLParser(huge_tree=False, remove_comments=True))
    for element in list(tree.iter(*DROPPED)):
        if element.get("type") == "application/ld+json":
            element.text = _scrub_json(element.text or "")
        else:
            element.drop_tree()
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag != "script":
            _scrub_element(element)
    _set_head(tree, url)
    return html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>")


def _scrub_elements(root: Any) -> None:  # noqa: ANN401 lxml's
    for element in root.iter():
        is_text = isinstance(element.tag, str) and (element.text or "").strip() and not len(element)
        if is_text and etree.QName(element).localname not in KEPT:
            element.text = _filler(element.text)


def _scrub_element(element: Any) -> None:  # noqa: ANN401 lxml's
    element.text, element.tail = _scrub_text(element.text), _scrub_text(element.tail)
    is_meta = element.tag == "meta"
    says_time = is_meta and META_KEPT.search(
        element.get("property") or element.get("name") or element.get("itemprop") or ""
    )
    for name, value in element.attrib.items():
        if name == "content" and is_meta and not says_time:
            element.set(name, _filler(value))
        elif name not in ATTRIBUTES and name != "content":
            del element.attrib[name]


def _scrub_text(text: str | None) -> str | None:
    if not text or not text.strip():
        return text
    is_time = DATES.search(text) and len(text.strip()) <= 40  # noqa: PLR2004 a time with words around it is longer
    return text if is_time else _filler(text) * max(1, min(4, len(text) // 60))


def _scrub_json(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return "{}"
    return json.dumps(_scrub_value("", value), ensure_ascii=False)


def _scrub_value(name: str, value: Any) -> Any:  # noqa: ANN401 whatever JSON holds
    if isinstance(value, dict):
        return {key: _scrub_value(key, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_scrub_value(name, each) for each in value]
    return _filler(value) if isinstance(value, str) and name not in TIMES else value


def _set_head(tree: Any, url: str) -> None:  # noqa: ANN401 lxml's
    """The charset that the fixture is in, and the address that it is of."""
    head = tree.find("head")
    if head is None:
        head = etree.SubElement(tree, "head")
        tree.insert(0, head)
    for old in head.xpath("meta[@charset] | meta[@http-equiv] | link[@rel='canonical']"):
        head.remove(old)
    head.insert(0, etree.Element("meta", charset="utf-8"))
    head.insert(1, etree.Element("link", rel="canonical", href=url))


def _filler(text: str) -> str:
    return FILLER["zh" if HAN.search(text) else "en"]


def _bare(articles: Sequence[str]) -> set[str]:
    return {url.partition("?")[0] for url in articles}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
