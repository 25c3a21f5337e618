"""Bytes of a page → one parsed tree, within limits that keep any page cheap to parse."""

import re
from typing import NamedTuple

from lxml import etree, html

from extract.charset import decode
from extract.records import Page, Problem

MAX_BYTES = 5_000_000
MAX_TAGS = 20_000
MAX_TAG_BYTES = 20_000  # a tag of 100,000 attributes costs lxml 13 s
_MANY_VALUES = 10_000  # attributes with a value; a page of fewer has no tag that is dear for these

# Quotation marks count only after `=`, so that a stray apostrophe cannot swallow the page; possessive, hence linear.
_TAG = re.compile(rb"<[a-zA-Z][^=>]*+(?:=(?:\s*+(?:\"[^\"]*+\"|'[^']*+'))?+[^=>]*+)*+>?")
_TAG_START = re.compile(rb"<[a-zA-Z]")
_CONTROLS = bytes([*range(9), 0x0B, *range(0x0E, 0x20), 0x7F])
_WITHOUT_CONTROLS = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
_ELEMENTS = etree.ElementDefaultClassLookup(element=html.HtmlElement)  # lxml.html's own is asked in Python, each time
_NO_SIGNS = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")  # U+FDD0 to FDEF, FFFE, FFFF


class Markup(NamedTuple):
    """A page's tree, or None where there is nothing to parse."""

    tree: html.HtmlElement | None
    problems: tuple[Problem, ...]


def read_markup(page: Page) -> Markup:
    """Never raises for what a page holds."""
    problems: list[Problem] = []
    body = _within_limits(page, problems)
    decoded = decode(body, page.header("content-type") or "")
    if decoded.replaced:
        problems.append(_problem(page, "undecodable-bytes", f"{decoded.replaced} in {decoded.encoding}"))
    if decoded.is_mislabelled:
        problems.append(_problem(page, "wrong-charset", f"{decoded.declared} is {decoded.encoding}"))
    # The parser's own limit is a depth of 256, where it drops the rest of the page; huge_tree makes it 2048.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    parser.set_element_class_lookup(_ELEMENTS)
    encoded = body if decoded.is_verbatim else decoded.text.encode("utf-8", "replace")
    tree = _parse(_printable(encoded), parser)
    if any("depth" in error.message for error in parser.error_log.filter_from_fatals()):
        problems.append(_problem(page, "too-deep", "what follows was not read"))
    if tree is None:
        problems.append(_problem(page, "empty-page", f"{len(page.body)} bytes"))
    return Markup(tree, tuple(problems))


def _within_limits(page: Page, problems: list[Problem]) -> bytes:
    """The page's beginning, without giant tags, up to where it becomes too much."""
    body = page.body
    if len(body) > MAX_BYTES:
        problems.append(_problem(page, "page-too-big", f"{len(body)} bytes"))
        body = body[:MAX_BYTES]
    if _may_have_giant_tags(body):
        body = _without_giant_tags(page, body, problems)
    if body.count(b"<") > MAX_TAGS:
        body = _first_tags(page, body, problems)
    return body


def _may_have_giant_tags(body: bytes) -> bool:
    """Whether the tags' lengths need be counted, which costs as much as half of the parsing: hardly any page.

    A giant tag has very many values, or there is no `>` for long behind its beginning: one among its few values, which
    are in quotation marks, makes no tag dear. In a stretch without `>` lies a whole one of those that are looked at.
    """
    if body.count(b"=") > _MANY_VALUES:
        return True
    size = MAX_TAG_BYTES // 2
    for start in range(0, len(body) - size + 1, size):
        if body.find(b">", start, start + size) < 0:
            first, last = body.rfind(b">", 0, start) + 1, body.find(b">", start + size)
            last = last if last >= 0 else len(body)
            if body.find(b"<", first, last - MAX_TAG_BYTES) >= 0 and _TAG_START.search(body, first, last):
                return True
    return False


def _without_giant_tags(page: Page, body: bytes, problems: list[Problem]) -> bytes:
    if max(map(len, _TAG.findall(body)), default=0) <= MAX_TAG_BYTES:
        return body
    giants = [match.span() for match in _TAG.finditer(body) if match.end() - match.start() > MAX_TAG_BYTES]
    for start, end in reversed(giants):
        problems.append(_problem(page, "tag-too-long", f"{end - start} bytes at {start}"))
        body = body[:start] + b" " + body[end:]
    return body


def _first_tags(page: Page, body: bytes, problems: list[Problem]) -> bytes:
    for number, match in enumerate(_TAG.finditer(body), 1):
        if number > MAX_TAGS:
            problems.append(_problem(page, "too-many-tags", f"cut at byte {match.start()} of {len(body)}"))
            return body[: match.start()]
    return body


def _printable(encoded: bytes) -> bytes:
    """With blanks for what XML cannot hold."""
    return _NO_SIGNS.sub(b" ", encoded.translate(_WITHOUT_CONTROLS))


def _parse(body: bytes, parser: etree.HTMLParser) -> html.HtmlElement | None:
    try:
        tree = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, AssertionError):
        return None
    return tree if isinstance(tree, html.HtmlElement) else None


def _problem(page: Page, code: str, value: str) -> Problem:
    return Problem("article", code, value, page.url)
