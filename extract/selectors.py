"""CSS selectors, which ask a page's tree only for what may be there.

A selector costs 0.06 ms on a page, and a list of seventy a millisecond; most name a class that the page has nowhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

import cssselect
from cssselect.parser import Tree
from lxml import etree
from lxml.cssselect import LxmlHTMLTranslator

Marks = frozenset[str]  # the words of classes, ids and the like

_ATTRIBUTES = ("class", "id", "itemprop", "role", "aria-label")
_MARKS = etree.XPath(" | ".join(f"descendant-or-self::*/@{name}" for name in _ATTRIBUTES), smart_strings=False)
_BLANK = re.compile(r"[ \t\r\n]+")
_FEW = 2  # alternatives: they cost less than the marks
_REMEMBERED = 512  # sets of alternatives
_TRANSLATOR = LxmlHTMLTranslator()
# Elements by their attribute take two thirds of the time of attributes by their element.
_ANY = r"^(descendant-or-self::[\w*]+)"
_WITH_CLASS = re.compile(
    _ANY + r"\[@class and contains\(@class, ('[^']*')\) and (contains\(concat\(' ', normalize-space\()@class\b([^]]*)\]"
)
_WITH_VALUE = re.compile(_ANY + r"\[@([\w-]+) = ('[^']*')\]")


Root = TypeVar("Root", bound=etree._Element)


class Alternative(NamedTuple):
    """One of the selectors between commas."""

    path: str
    needs: Marks  # without which it finds nothing
    tag: str  # of `h1` and `div.article`; "" where it asks for more than a tag and a class


@dataclass(frozen=True, slots=True)
class Selector:
    """A CSS selector, and the attribute to read where it ends in `@name`; else the text."""

    alternatives: tuple[Alternative, ...]
    attribute: str

    def elements(self, place: "Place[Any]") -> list[etree._Element]:
        """Those within a place, in the order of the page."""
        return place.find(self.alternatives)

    def read(self, place: "Place[Any]") -> str:
        """What the elements say, joined by blanks."""
        values = (self._value(element) for element in self.elements(place))
        return " ".join(" ".join(value.split()) for value in values if value)

    def read_first(self, place: "Place[Any]") -> str:
        """What the first element that says anything says."""
        values = (" ".join(self._value(element).split()) for element in self.elements(place))
        return next((value for value in values if value), "")

    def _value(self, element: etree._Element) -> str:
        return element.get(self.attribute, "") if self.attribute else "".join(map(str, element.itertext()))


class Place(Generic[Root]):
    """A tree or an element of it, with its marks, which are read when a selector has enough alternatives to ask."""

    def __init__(self, root: Root) -> None:
        self.root = root

    def find(self, alternatives: Sequence[Alternative]) -> list[etree._Element]:
        """What any of the alternatives finds, in the order of the page."""
        if len(alternatives) == 1 and alternatives[0].tag:
            return self._tagged(alternatives[0])
        is_worth = len(alternatives) > _FEW
        able = tuple(each.path for each in alternatives if not is_worth or each.needs <= self._marks)
        return _compile(able)(self.root) if able else []

    def _tagged(self, only: Alternative) -> list[etree._Element]:
        """The elements of one tag, and of one class if need be: by a walk that takes a third of a path's time."""
        elements = self.root.iter(only.tag)
        return [each for each in elements if only.needs.issubset(_BLANK.split(each.get("class", "")))]

    @cached_property
    def _marks(self) -> Marks:
        found: list[str] = _MARKS(self.root)
        return frozenset(" ".join(found).split())


def read_selector(text: str) -> Selector:
    """`div.a, #b@name`. Raises cssselect.SelectorError or etree.XPathError where it is none."""
    css, _, attribute = text.partition("@")
    parsed = [(each, each.parsed_tree) for each in cssselect.parse(css.strip())]
    found = tuple(Alternative(_path_of(each), _needs_of(tree), _tag_of(tree)) for each, tree in parsed)
    _compile(tuple(each.path for each in found))
    return Selector(found, attribute)


def _path_of(selector: cssselect.Selector) -> str:
    path = str(_TRANSLATOR.selector_to_xpath(selector, translate_pseudo_elements=True))
    path = _WITH_CLASS.sub(r"\1/@class[contains(., \2) and \3.\4]/..", path)
    return _WITH_VALUE.sub(r"\1/@\2[. = \3]/..", path)


@lru_cache(maxsize=_REMEMBERED)
def _compile(paths: tuple[str, ...]) -> etree.XPath:
    return etree.XPath(" | ".join(paths))


def _tag_of(tree: Tree) -> str:
    inner = tree.selector if isinstance(tree, cssselect.parser.Class) else tree
    return (inner.element or "") if isinstance(inner, cssselect.parser.Element) and not inner.namespace else ""


def _needs_of(tree: Tree) -> Marks:
    """The classes, ids and whole values that a parsed selector names; what it only excludes is no need."""
    own: list[str] = []
    if isinstance(tree, cssselect.parser.Class):
        own.append(tree.class_name)
    elif isinstance(tree, cssselect.parser.Hash):
        own.append(tree.id)
    elif isinstance(tree, cssselect.parser.Attrib) and tree.operator == "=" and tree.attrib in _ATTRIBUTES:
        value = (tree.value.value if tree.value else None) or ""
        own += [value] if value.split() == [value] else []
    elif isinstance(tree, cssselect.parser.CombinedSelector):
        own += _needs_of(tree.subselector)
    inner = getattr(tree, "selector", None)
    return frozenset(own) | (_needs_of(inner) if inner is not None else frozenset())
