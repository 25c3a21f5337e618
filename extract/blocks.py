"""An element of a page's tree → its text in pieces, one for each stretch that stands as one on the page."""

import html
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lxml import etree

from extract.records import BlockKind, Span

# The tags of HTML, and those of trafilatura's own trees (head, list, item, row, cell, lb, hi, quote, graphic).
_SKIPPED = frozenset([
    "script", "style", "noscript", "template", "svg", "canvas", "form", "button", "select", "textarea", "input",
    "iframe", "object", "embed", "video", "audio", "nav", "aside", "footer", "figcaption", "math", "dialog", "menu",
    "graphic",
])  # fmt: skip
_BLOCKS = frozenset([
    "p", "div", "section", "article", "main", "header", "body", "blockquote", "pre", "ul", "ol", "dl", "dt", "dd", "li",
    "table", "caption", "thead", "tbody", "tr", "td", "th", "figure", "address", "center", "details", "summary", "hr",
    "fieldset", "list", "item", "row", "cell", "quote", "ab", "head", "h1", "h2", "h3", "h4", "h5", "h6",
])  # fmt: skip
_EMPHASIS = frozenset(["code", "strong", "b", "em", "i", "mark", "kbd", "samp", "tt", "hi"])
_LINKS = frozenset(["a", "ref"])
_BREAKS = frozenset(["br", "lb"])
_HEADINGS = {"head": 2, **{f"h{level}": level for level in range(1, 7)}}
_LISTS = frozenset(("ul", "ol", "list", "dl"))
_ITEMS = frozenset(("li", "item", "dt", "dd"))
_ROWS = frozenset(("tr", "row"))
_CELLS = frozenset(("td", "th", "cell"))
_LAYOUT = frozenset(("table", "ul", "ol", "list", "h1", "h2", "h3", "h4", "blockquote", "article", "section"))
_LAYOUT_PARAGRAPHS = 4  # a cell with more paragraphs than this holds an article, not a value

_BROKEN_LINE = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef])[^\S\n]*\n\s*(?=[\u3400-\u9fff])")
_SIGN = re.compile(r"[\W_]+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_ENTITY = re.compile(
    r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|amp|nbsp|quot|times|copy|[mn]dash|[lr][sd]quo|hellip|middot|rarr);"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPLITTING_BREAKS = 2
# what the lines of a list begin with, where breaks alone part them: 1. 2、 ① • ➤ 🚀, and a label (Developer: …)
_LISTED = re.compile(
    r"\d{1,2}(?:[.、)）]|\ufe0f?\u20e3)|[(（]\d{1,2}[)）]|[\u2460-\u2473\u2776-\u277f•·▪●○■◆▶➤→✅⭐\U0001f300-\U0001faff-]"
    r"|(?:[A-Z][a-z]+(?: [A-Za-z]+){0,2}|[\u4e00-\u9fff]{2,6})\s?[:：]"
)
_FEWEST_LISTED = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before it has a place in the text: one line, without blanks at its ends, never empty."""

    kind: BlockKind
    text: str
    level: int = 0
    emphasis: tuple[Span, ...] = ()
    linked: int = 0  # how many of its characters are links


def read_pieces(root: etree._Element, skip: Collection[etree._Element] = ()) -> list[Piece]:
    """The pieces under an element in the order of the page, leaving out what is in `skip` and what is never prose."""
    reader = _Reader()
    walk = etree.iterwalk(root, events=("start", "end"))  # iterative: pages nest deeper than Python recurses
    passed: etree._Element | None = None
    for event, element in walk:
        if event == "start" and element is not root and _is_skipped(element, skip):
            passed = element
            walk.skip_subtree()
        elif event == "start":
            reader.enter(element)
        else:
            if element is not passed:
                reader.leave(element)
            if element is not root:
                reader.add(element.tail)
    reader.flush()
    return reader.pieces


def clean(text: str) -> str:
    """One line of text: blanks are single, invisible signs gone, entities that were escaped twice read."""
    return " ".join(_readable(text).split())


def fold_title(text: str) -> str:
    """A title's letters and digits alone, by which two spellings of it are compared."""
    return _SIGN.sub("", text.casefold())


def _spaced(run: str) -> str:
    """With single blanks, one at each end where there were any."""
    words = " ".join(run.split())
    if not words:
        return run and " "
    return f"{' ' if run[0].isspace() else ''}{words}{' ' if run[-1].isspace() else ''}"


def _readable(text: str) -> str:
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
        if "\n" in text:
            text = _BROKEN_LINE.sub("", text)
    return text


def _is_skipped(element: etree._Element, skip: Collection[etree._Element]) -> bool:
    if element.tag in _SKIPPED or element in skip or "hidden" in element.attrib:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None


class _Line:
    """Text that grows by runs into one line, and remembers which of them are emphasised."""

    def __init__(self) -> None:
        self.text, self.linked = "", 0
        self.breaks: list[int] = []  # where lines begin that a single break parts from what is before
        self.emphasis: list[Span] = []
        self._marked = 0  # where the last emphasised run ended, with its blanks

    def add(self, run: str, emphasised: bool, linked: bool) -> None:
        run = " " if run.isspace() else _spaced(_readable(run))
        if not self.text or self.text.endswith(" "):
            run = run.lstrip()
        start = len(self.text)
        self.text += run
        if linked:
            self.linked += len(run.strip())
        if emphasised and run.strip():
            goes_on = self.emphasis and self._marked == start
            first = self.emphasis.pop().start if goes_on else start + len(run) - len(run.lstrip())
            self.emphasis.append(Span(first, start + len(run.rstrip())))
        if emphasised:
            self._marked = len(self.text)


class _Reader:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._line = _Line()
        self._heading = self._lists = self._items = self._emphasised = self._linked = self._breaks = 0
        self._cells: list[list[Piece]] | None = None  # of the row that is being read

    def enter(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._enter_block(element, str(tag))
        elif tag in _EMPHASIS:
            self._emphasised += 1
        elif tag in _LINKS:
            self._linked += 1
        elif tag in _BREAKS:
            self._break()
        self.add(element.text)

    def leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._leave_block(str(tag))
        elif tag in _EMPHASIS:
            self._emphasised -= 1
        elif tag in _LINKS:
            self._linked -= 1

    def add(self, run: str | None) -> None:
        if not run:
            return
        if not run.isspace():
            self._breaks = 0
        self._line.add(run, self._emphasised > 0, self._linked > 0)

    def flush(self) -> None:
        line, self._breaks = self._line, 0
        if not line.text:
            return  # as at most edges of blocks
        self._line = _Line()
        text = line.text.rstrip()
        if not text:
            return
        emphasis = tuple(span for span in line.emphasis if span.start < span.end)
        kind: BlockKind = "heading" if self._heading else "item" if self._items else "paragraph"
        level = self._heading or (max(self._lists, 1) if self._items else 0)
        piece = Piece(kind, text, level, emphasis, line.linked)
        if self._cells is None:
            self.pieces += _split(piece, line.breaks) if line.breaks else [piece]
        elif self._cells:
            self._cells[-1].append(piece)

    def _enter_block(self, element: etree._Element, tag: str) -> None:
        self.flush()
        if tag in _HEADINGS:
            self._heading = _HEADINGS.get(element.get("rend", tag) if tag == "head" else tag, 2)
        elif tag in _LISTS:
            self._lists += 1
        elif tag in _ITEMS:
            self._items += 1
        elif tag in _ROWS:
            self._cells = [] if _is_data(element) else None
        elif tag in _CELLS and self._cells is not None:
            self._cells.append([])

    def _leave_block(self, tag: str) -> None:
        self.flush()
        if tag in _HEADINGS:
            self._heading = 0
        elif tag in _LISTS:
            self._lists -= 1
        elif tag in _ITEMS:
            self._items -= 1
        elif tag in _ROWS and self._cells is not None:
            row, self._cells = _row_of(self._cells), None
            self.pieces.extend(row)

    def _break(self) -> None:
        self._breaks += 1
        if self._breaks >= _SPLITTING_BREAKS:
            self.flush()
        else:
            self._line.add(" ", False, False)
            self._line.breaks += [len(self._line.text)] if self._line.text else []


def _split(piece: Piece, breaks: Sequence[int]) -> list[Piece]:
    """The piece, or the lines of the list that it is, where single breaks part them."""
    listed = [at for at in breaks if _LISTED.match(piece.text, at)]
    if len(listed) + bool(_LISTED.match(piece.text)) < _FEWEST_LISTED:
        return [piece]
    edges = (0, *listed, len(piece.text) + 1)
    return [_part(piece, start, end - 1) for start, end in pairwise(edges)]


def _part(piece: Piece, start: int, end: int) -> Piece:
    """A line of it; of its links it has as many as its length lets expect."""
    emphasis = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in piece.emphasis
        if start <= span.start < end
    )
    linked = piece.linked * (end - start) // len(piece.text)
    return replace(piece, text=piece.text[start:end], emphasis=emphasis, linked=linked)


def _is_data(row: etree._Element) -> bool:
    """Whether a row holds values; old pages lay out whole articles in tables."""
    inner = [element.tag for element in row.iterdescendants()]
    return not _LAYOUT.intersection(inner) and inner.count("p") <= _LAYOUT_PARAGRAPHS * max(1, len(row))


def _row_of(cells: list[list[Piece]]) -> list[Piece]:
    """One piece of all the cells that hold something, joined by ` | `; one cell alone is no row."""
    filled = [cell for cell in cells if cell]
    if len(filled) <= 1:
        return filled[0] if filled else []
    text, emphasis, linked = "", list[Span](), 0
    for cell in filled:
        for number, piece in enumerate(cell):
            text += " " if number else " | " if text else ""
            emphasis += (Span(len(text) + start, len(text) + end) for start, end in piece.emphasis)
            text, linked = text + piece.text, linked + piece.linked
    return [Piece("row", text, 0, tuple(emphasis), linked)]
