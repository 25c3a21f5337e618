"""A page that no hint fits → the pieces of its article, by trafilatura.

A third to three fifths of trafilatura's time go to asking two other algorithms for a second opinion. It is asked for
one only where the first may be wrong: where it holds less than half of the page's prose, or more than all of it.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import compress
from typing import TYPE_CHECKING

from lxml import etree, html

from extract.blocks import Piece, clean, read_pieces
from extract.containers import mark_container

if TYPE_CHECKING:
    from configparser import ConfigParser

_NO_TEXT = (
    "style", "noscript", "svg", "canvas", "iframe", "object", "embed", "video", "audio", "button", "select",
)  # fmt: skip
_BESIDE = ("nav", "aside", "footer", "menu", "dialog")
_INLINE = ("q",)  # to trafilatura a quotation is a block of its own
_PROSE = etree.XPath(".//text()[not(ancestor::a or parent::script)]", smart_strings=False)
_SMALLEST = {"zh": 50, "en": 250}  # characters; measured: trafilatura's own 250 loses Chinese articles
_FEWEST_ENTRIES, _MOST_ENTRIES = 3, 100  # articles of a page
_LABEL = 25  # characters of a text that may be a label, a date or a name
_MOST_LINKS = 1.25  # characters of an article for each of the page that is in no link


def read_prose(tree: html.HtmlElement) -> list[str]:
    """The texts of a page that are in no link, after taking out of the tree what stands beside any article.

    On some pages the article itself is in what is called an aside: where those hold half of the prose, they stay.
    """
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)
    beside = sum(sum(_sizes(_PROSE(element))) for element in _iter_beside(tree))
    if 2 * beside < sum(_sizes(_PROSE(tree))):
        etree.strip_elements(tree, *_BESIDE, with_tail=False)
    for element in tree.iter(*_BESIDE):
        element.tag = "div"  # or trafilatura takes it out
    for element in tree.iter(*_INLINE):
        element.tag = "span"
    body = tree.find("body")
    texts: list[str] = _PROSE(tree if body is None else body)
    _join_entries(tree, sum(_sizes(texts)))
    return texts


def _join_entries(tree: html.HtmlElement, size: int) -> None:
    """Makes articles that are entries of one page, such as of a list of changes, its parts, and their days lines.

    To trafilatura the page is one of them, and `time` a word of a line. They are entries where they hold most of the
    page's prose, and none of them most of theirs.
    """
    entries = [*tree.iter("article")]
    sizes = [sum(_sizes(_PROSE(entry))) for entry in entries[:_MOST_ENTRIES]]
    if len(entries) < _FEWEST_ENTRIES or 2 * sum(sizes) < size or 2 * max(sizes) > sum(sizes):
        return
    for element in [*tree.iter("article", "time")]:
        element.tag = "p" if element.tag == "time" else "div"


def _iter_beside(tree: html.HtmlElement) -> Iterator[etree._Element]:
    """The outermost elements that are called so: a thousand may stand in one another."""
    walk = etree.iterwalk(tree, events=("start",), tag=_BESIDE)
    for _, element in walk:
        yield element
        walk.skip_subtree()


def read_unhinted(tree: html.HtmlElement, language: str, prose: Sequence[str]) -> list[Piece]:
    """The article as trafilatura sees it; none where it finds none, or fails.

    Its own tree has no links, or lines broken at each of them: what is nothing but a link is told by the page's tree.
    """
    links = {clean("".join(map(str, link.itertext()))) for link in tree.iter("a")}  # before trafilatura takes some out
    body = _extract(tree, language, fast=True)
    if body is None or not _is_sure(body, language, prose):
        body = _extract(tree, language, fast=False)
    if body is None:
        return []
    pieces = read_pieces(_article_of(tree, body) if _is_flat(body) else body)
    if all(piece.kind == "paragraph" for piece in pieces) and mark_container(tree, {piece.text for piece in pieces}):
        body = _extract(tree, language, fast=True)
        marked = read_pieces(body) if body is not None else []
        pieces = marked if len(marked) > len(pieces) else pieces
    return _with_links(pieces, links)


def _is_flat(body: etree._Element) -> bool:
    """Whether it is one paragraph, as trafilatura gives the whole text of what it finds too short."""
    return len(body) == 1 and body[0].tag == "p" and len(body[0]) == 0


def _article_of(tree: html.HtmlElement, body: etree._Element) -> etree._Element:
    """The element whose whole text that is, with its headings, lists and tables; else the paragraph."""
    flat = _letters(body)
    return next((element for element in tree.iter("article", "body") if _letters(element) == flat), body)


def _letters(element: etree._Element) -> str:
    return "".join("".join(map(str, element.itertext())).split())


def _with_links(pieces: list[Piece], links: Container[str]) -> list[Piece]:
    """The pieces, those that are a link known as such; but for a digest, which is hardly anything else."""
    linked = [piece.text in links for piece in pieces]
    sizes = [len(piece.text) for piece in pieces]
    if 2 * sum(compress(sizes, linked)) > sum(sizes):
        return [replace(piece, linked=0) for piece in pieces]
    marked = zip(pieces, sizes, linked, strict=True)
    return [replace(piece, linked=size) if is_link else piece for piece, size, is_link in marked]


def _extract(tree: html.HtmlElement, language: str, *, fast: bool) -> etree._Element | None:
    from trafilatura.core import bare_extraction  # noqa: PLC0415 (heavy, and hinted pages don't need it)

    try:
        document = bare_extraction(
            tree,
            fast=fast,
            favor_precision=language == "zh",
            include_comments=False,
            include_formatting=True,
            output_format="txt",  # spares us its text in Markdown, we read its tree
            config=_settings(language),
        )
    except Exception:  # its own mistakes with odd pages
        return None
    body: etree._Element | None = getattr(document, "body", None)
    return body


@cache
def _settings(language: str) -> "ConfigParser":
    from trafilatura.settings import use_config  # noqa: PLC0415

    config: ConfigParser = use_config()
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_SMALLEST[language])
    return config


def _is_sure(body: etree._Element, language: str, prose: Sequence[str]) -> bool:
    """Whether no second opinion can matter: the other algorithms win where they find twice as much.

    What holds more than the page's prose is the whole page, by which trafilatura answers when it has found nothing.
    """
    size, sizes = sum(_sizes(map(str, body.itertext()))), _sizes(prose)
    long = sum(each for each in sizes if each > _LABEL)
    return _SMALLEST[language] <= size <= _MOST_LINKS * sum(sizes) and 2 * size >= long


def _sizes(texts: Iterable[str]) -> list[int]:
    """Characters of each, without the blanks of the page's own layout."""
    return [len(text.strip()) for text in texts]
