"""A page's tree → what its head and its site's own places say of it: titles, authors, language, day of publication."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Any

from lxml import etree, html

from extract.blocks import read_pieces
from extract.publication import Dated, Publication, find_publication
from extract.records import Page, Problem
from extract.selectors import Place
from extract.sites import Layout, Site

_DEEPEST, _MOST_NODES = 12, 2000  # of JSON-LD
_LONGEST_TITLE = 300
_MOST_TIMES = 3  # the later ones are those of related articles
_NEAR = 3  # paragraphs from the headline to a day beside it
_DATE_KEYS = ("datePublished", "pubDate", "dateCreated", "uploadDate")  # pubDate: Baidu's own
_TITLE_KEYS = ("headline", "title")  # title: Baidu's own
_TYPES = re.compile(r"Article|Posting|Report|WebPage|VideoObject|CreativeWork", re.IGNORECASE)
_DATE_IN_JSON = re.compile(r'"(?:datePublished|pubDate)"\s*:\s*"([^"]{4,60})"')
_OPENGRAPH_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "og:release_date", "og:pubdate",
    "article:published",
)  # fmt: skip
_META_DATES = (
    "datepublished", "publishdate", "publish-date", "publish_date", "pubdate", "published_date", "publication_date",
    "weibo: article:create_at", "weibo:article:create_at", "parsely-pub-date", "sailthru.date", "article.published",
    "dc.date", "dc.date.issued", "dcterms.created", "dc.date.created", "citation_publication_date", "date",
    "apub:time", "mediav:date",
)  # fmt: skip
_PUBLISHED = re.compile(r"(?:^|[:._-])(?:publish(?:ed)?|publication|pub|issued?|post)[_-]?(?:date|time|at|on)$")
_META_TITLES = ("og:title", "twitter:title", "dc.title")
_TELLING = ("meta", "script", "h1")
_Elements = Mapping[str, Sequence[etree._Element]]  # by tag


@dataclass(frozen=True, slots=True)
class Metadata:
    """Titles and headings are as written, the best first; `html_language` is the page's own word for it."""

    titles: tuple[str, ...]  # what the page's head calls it
    headings: tuple[str, ...]  # what stands in the site's place for the title, then in each h1
    site_name: str
    authors: tuple[str, ...]
    html_language: str
    publication: Publication
    problems: tuple[Problem, ...]


def read_metadata(
    place: Place[html.HtmlElement], page: Page, site: Site, layouts: Sequence[Layout], *, search: bool = True
) -> Metadata:
    """`layouts` are asked in order. `search` lets a page that says nothing of its date be searched for one: slow."""
    tree = place.root
    elements = _find_elements(tree)
    metas = _read_metas(elements["meta"])
    items = _read_items(elements["script"])
    problems: list[Problem] = []
    hints = (selector.read(place) for layout in layouts for selector in layout.date)
    places = _iter_dated(metas, items, hints, _iter_times(tree))
    titles = _distinct(_iter_titles(tree, metas, items))
    return Metadata(
        titles=titles,
        headings=_distinct(_iter_headings(place, layouts, elements["h1"])),
        site_name=metas.get("og:site_name", ""),
        authors=_distinct(_iter_authors(metas, items)),
        html_language=(tree.get("lang") or tree.get("xml:lang") or "").strip().lower(),
        publication=find_publication(places, tree, page, site, problems, titles=titles, search=search),
        problems=tuple(problems),
    )


def _find_elements(tree: etree._Element) -> _Elements:
    """The elements that tell of the page, in one walk over it."""
    found: dict[str, list[etree._Element]] = {tag: [] for tag in _TELLING}
    for element in tree.iter(*_TELLING):
        found[str(element.tag)].append(element)
    return found


def _read_metas(elements: Iterable[etree._Element]) -> dict[str, str]:
    """The first value of each named meta element."""
    metas: dict[str, str] = {}
    for element in elements:
        name = element.get("property") or element.get("name") or element.get("itemprop")
        value = (element.get("content") or "").strip()
        if name and value:
            metas.setdefault(name.strip().lower(), value)
    return metas


def _read_items(scripts: Iterable[etree._Element]) -> list[dict[str, Any]]:
    """The objects of a page's JSON-LD that are an article or the like, articles before the pages they stand on."""
    found: list[dict[str, Any]] = []
    for script in scripts:
        if "ld+json" in (script.get("type") or ""):
            found += _read_json(script.text or "")
    return sorted(found, key=lambda item: "WebPage" in str(item.get("@type")))


def _read_json(text: str) -> list[dict[str, Any]]:
    try:
        nodes = [(json.loads(text.strip().rstrip(";"), strict=False), 0)]
    except (ValueError, RecursionError):
        day = _DATE_IN_JSON.search(text)  # broken JSON still says when
        return [{"datePublished": day[1]}] if day else []
    found: list[dict[str, Any]] = []
    for node, depth in nodes:  # grows while it is read
        if isinstance(node, dict) and _TYPES.search(str(node.get("@type", "Article"))[:200]):
            found.append(node)
        inner = list(node.values()) if isinstance(node, dict) else node
        if isinstance(inner, list) and depth < _DEEPEST and len(nodes) < _MOST_NODES:
            nodes += [(each, depth + 1) for each in inner if isinstance(each, (dict, list))]
    return found


def _iter_dated(
    metas: dict[str, str], items: list[dict[str, Any]], hints: Iterator[str], times: Iterator[str]
) -> Iterator[Dated]:
    """Every place that may say when the page was published, the best first."""
    for item in items:
        yield from (Dated("json-ld", item[key]) for key in _DATE_KEYS if isinstance(item.get(key), str))
    yield from (Dated("opengraph", metas[name]) for name in _OPENGRAPH_DATES if name in metas)
    yield from (Dated("meta", metas[name]) for name in _META_DATES if name in metas)
    yield from (Dated("meta", value) for name, value in metas.items() if _PUBLISHED.search(name))
    yield from (Dated("hint", raw) for raw in hints if raw)
    yield from (Dated("time", raw) for raw in islice(times, _MOST_TIMES))


def _iter_times(tree: etree._Element) -> Iterator[str]:
    """What the page's `time` elements say: those by its headline first, and of them those behind it.

    A strip of other articles with their days may stand above the headline, and more of them below the article.
    """
    walked = [*tree.iter("h1", "p", "time")]
    passed = [*accumulate(element.tag == "p" for element in walked)]
    heads = ((len("".join(map(str, each.itertext()))), -place) for place, each in enumerate(walked) if each.tag == "h1")
    headline = -max(heads, default=(0, 0))[1]
    places = (place for place, element in enumerate(walked) if element.tag == "time")
    for place in sorted(places, key=lambda at: (passed[at] - passed[headline] > _NEAR, at < headline)):
        element = walked[place]
        yield element.get("datetime") or "".join(map(str, element.itertext()))


def _iter_titles(tree: etree._Element, metas: dict[str, str], items: list[dict[str, Any]]) -> Iterator[str]:
    yield from (metas[name] for name in _META_TITLES if name in metas)
    yield from (item[key] for item in items for key in _TITLE_KEYS if isinstance(item.get(key), str))
    yield from ("".join(map(str, element.itertext())) for element in tree.iterfind("head/title"))


def _iter_headings(
    place: Place[html.HtmlElement], layouts: Sequence[Layout], headings: Iterable[etree._Element]
) -> Iterator[str]:
    for layout in layouts:
        yield from (text for selector in layout.title if (text := selector.read_first(place)))
    yield from (" ".join(piece.text for piece in read_pieces(element)) for element in headings)


def _iter_authors(metas: dict[str, str], items: list[dict[str, Any]]) -> Iterator[str]:
    if "author" in metas:
        yield metas["author"]
    for item in items:
        named = item.get("author")
        for author in named if isinstance(named, list) else [named]:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str):
                yield name


def _distinct(values: Iterator[str]) -> tuple[str, ...]:
    lines = (" ".join(value.split())[:_LONGEST_TITLE] for value in values)
    return tuple(dict.fromkeys(line for line in lines if line))
