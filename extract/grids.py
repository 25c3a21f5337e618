"""Tables as a reader sees them: a cell that spans rows is said in each of them, and what is called a row is one.

Cleaners know tables by their tags; a maker who stands once beside three models is lost to two of them, and the rows of
`<div role="row">` run into one another.
"""

from collections.abc import Iterator

from lxml import etree

_ROLES = {
    "table": "table", "grid": "table", "row": "tr", "cell": "td", "gridcell": "td", "rowheader": "td",
    "columnheader": "th",
}  # fmt: skip
_CELLS = ("td", "th")
_MOST_SPANNED, _MOST_ROWS = 8, 60  # cells of one row that span more of them; rows that one cell spans
_LONGEST = 80  # characters of a cell that is said again
_SPANNING = etree.XPath(".//@rowspan/..")
_IN_ROLES = etree.XPath(".//div[@role='row']")


def straighten_tables(tree: etree._Element) -> None:
    """Give rows and cells that are called so their tags, and each row the cells that span it."""
    for row in _IN_ROLES(tree):
        for element in (row.getparent(), row, *row):
            if element is not None and element.tag in ("div", "span") and element.get("role") in _ROLES:
                element.tag = _ROLES[element.get("role", "")]
    for table in {cell.getparent().getparent() for cell in _SPANNING(tree) if cell.tag in _CELLS}:
        _repeat_spanning(table)


def _repeat_spanning(rows: etree._Element | None) -> None:
    """Says cells again in the rows below that they span, at their place."""
    spanning: dict[int, tuple[str, int]] = {}  # by column: what the cell says, and in how many rows it is to be said
    for row in rows if rows is not None else ():
        if row.tag != "tr":
            continue
        for column, (text, _) in sorted(spanning.items()):
            if column <= len(row):
                row.insert(column, _write_cell(row, text))
        below = {column: (text, left - 1) for column, (text, left) in spanning.items() if left > 1}
        below |= {column: (text, left) for column, text, left in _iter_spanning(row)}
        spanning = dict(sorted(below.items())[:_MOST_SPANNED])


def _iter_spanning(row: etree._Element) -> Iterator[tuple[int, str, int]]:
    """The place of each short cell that spans rows, what it says, and how many rows below its own it spans."""
    for column, cell in enumerate(row):
        span, text = str(cell.attrib.pop("rowspan", "")), "".join(cell.itertext())  # once: a page may be read twice
        if span.isdecimal() and 1 < int(span[:4]) <= _MOST_ROWS and len(text) <= _LONGEST:
            yield column, text, int(span) - 1


def _write_cell(row: etree._Element, text: str) -> etree._Element:
    cell = row.makeelement("td", {})
    cell.text = text
    return cell
