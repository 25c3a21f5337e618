"""Rows of a table say all that a reader sees in them."""

import pytest
from lxml import html

from extract.blocks import read_pieces
from extract.grids import straighten_tables

HEAD = "<tr><th>Maker</th><th>Model</th><th>Day</th></tr>"


def rows_of(markup: str) -> list[str]:
    tree = html.document_fromstring(markup)
    straighten_tables(tree)
    return [piece.text for piece in read_pieces(tree)]


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        (
            "<tr><td rowspan='2'>Halden</td><td>Tern-4</td><td>May 3</td></tr><tr><td>Tern-3</td><td>May 2</td></tr>"
            "<tr><td>Tidal</td><td>Quill-9</td><td>May 1</td></tr>",
            ["Halden | Tern-4 | May 3", "Halden | Tern-3 | May 2", "Tidal | Quill-9 | May 1"],
        ),
        (
            "<tr><td rowspan='3'>Halden</td><td>Tern-4</td><td rowspan='2'>May 3</td></tr><tr><td>Tern-3</td></tr>"
            "<tr><td>Tern-2</td><td>May 1</td></tr>",
            ["Halden | Tern-4 | May 3", "Halden | Tern-3 | May 3", "Halden | Tern-2 | May 1"],
        ),
        (
            "<tr><td rowspan='2'>Halden</td><td>Tern-4</td><td>May 3</td></tr>"
            "<tr><td rowspan='2'>Tern-3</td><td>May 2</td></tr><tr><td>Tidal</td><td>May 1</td></tr>",
            ["Halden | Tern-4 | May 3", "Halden | Tern-3 | May 2", "Tidal | Tern-3 | May 1"],
        ),
    ],
    ids=["first", "two", "next row"],
)
def test_a_cell_that_spans_rows_is_said_in_each(rows: str, read: list[str]) -> None:
    assert rows_of(f"<table>{HEAD}{rows}</table>") == ["Maker | Model | Day", *read]


@pytest.mark.parametrize("span", ["0", "1", "x", "9999999999", ""])
def test_a_cell_that_spans_nothing_is_said_once(span: str) -> None:
    rows = f"<tr><td rowspan='{span}'>Halden</td><td>Tern-4</td></tr><tr><td>Tidal</td><td>Quill-9</td></tr>"
    assert rows_of(f"<table>{rows}</table>") == ["Halden | Tern-4", "Tidal | Quill-9"]


def test_prose_that_spans_rows_is_said_once() -> None:
    prose = "Halden has made models of language for longer than any other house in town. " * 2
    rows = f"<tr><td rowspan='2'>{prose}</td><td>Tern-4</td></tr><tr><td>Tern-3</td></tr>"
    assert sum("longer" in row for row in rows_of(f"<table>{rows}</table>")) == 1


def test_what_is_called_a_row_is_one() -> None:
    head = "<div role='row'><div role='columnheader'>Model</div><div role='columnheader'>Day</div></div>"
    row = "<div role='row'><div role='cell'>Tern-4</div><span role='cell'>May 3</span></div>"
    assert rows_of(f"<div role='table'>{head}{row}</div>") == ["Model | Day", "Tern-4 | May 3"]
