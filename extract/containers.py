"""Where an article stands on a page whose marks tell nobody: `<div class="css-1x">`.

Without a mark it knows, trafilatura takes the page's paragraphs alone: the headings and lists between them are lost.
"""

from collections import Counter
from collections.abc import Container, Iterator
from itertools import islice

from lxml import etree

from extract.blocks import clean

_MOST = 500  # paragraphs that are looked for
_SHARE = 0.7  # of the paragraphs' characters that the article's element holds
_LOST = etree.XPath("boolean(.//li | .//h2 | .//h3 | .//h4 | .//table)")
_PLAIN = frozenset(["div", "section", "main", "form", "center", "span"])


def mark_container(tree: etree._Element, paragraphs: Container[str]) -> bool:
    """Make the innermost element that holds these paragraphs the page's one article; False where that brings nothing.

    It brings something where headings or lists stand among them.
    """
    inner = _innermost(tree, paragraphs)
    if inner is None or not _LOST(inner):
        return False
    for element in [*tree.iter("article")]:
        element.tag = "div"
    inner.tag = "article"
    return True


def _innermost(tree: etree._Element, paragraphs: Container[str]) -> etree._Element | None:
    """The deepest element around most of what the paragraphs say, if it is one that says nothing of what it holds."""
    sizes: Counter[etree._Element] = Counter()
    for element, size in islice(_iter_found(tree, paragraphs), _MOST):
        for around in element.iterancestors():
            sizes[around] += size
    total = sizes[tree]
    holders = (element for element, size in sizes.items() if size >= _SHARE * total)
    inner = max(holders, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)
    return inner if inner is not None and inner.tag in _PLAIN else None


def _iter_found(tree: etree._Element, paragraphs: Container[str]) -> Iterator[tuple[etree._Element, int]]:
    for element in tree.iter("p"):
        text = clean("".join(map(str, element.itertext())))
        if text in paragraphs:
            yield element, len(text)
