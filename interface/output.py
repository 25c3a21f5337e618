"""Print rows as JSON, JSON lines, CSV or a table."""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from interface.formats import Format
from interface.rows import Row, csv_cell, markdown_cell, printable, table_cell

if TYPE_CHECKING:
    from rich.console import Console

NARROW = 100  # columns, below which one blank must do between two cells
WHOLE = frozenset(("Date", "Kind", "Status", "Last", "Published", "Country"))  # heads of what should not be folded
WIDE = 240  # columns, where nobody looks: a table in a file must not be cut


class OutputError(RuntimeError):
    """What is asked for cannot be printed there."""


def print_json_line(row: Row) -> None:
    """One object on one line, at once: whoever reads a pipe sees a page as soon as it is read."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_json(rows: Iterable[Row]) -> None:
    """All rows as one array."""
    sys.stdout.write(json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n")


def print_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """A header, and each row's columns."""
    writer = csv.writer(sys.stdout, lineterminator="\r\n")  # RFC 4180; with another one, a bare CR would not be quoted
    writer.writerow(columns)
    writer.writerows([csv_cell(row[column]) for column in columns] for row in rows)


def print_rows(
    format_name: Format, columns: Sequence[str], rows: Iterable[Row], heads: Mapping[str, str] | None = None
) -> None:
    """Rows in a format; a table has only the columns of `heads`, where that is given, under those names."""
    if format_name == "table":
        heads = heads or {column: column.replace("_", " ").capitalize() for column in columns}
        print_table(heads.values(), ([table_cell(row[column]) for column in heads] for row in rows))
    elif format_name == "json":
        print_json(rows)
    elif format_name == "jsonl":
        for row in rows:
            print_json_line(row)
    elif format_name == "csv":
        print_csv(columns, rows)
    elif format_name == "md":
        print_markdown(columns, rows)
    else:
        _print_parquet(columns, rows)


def print_markdown(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """A Markdown table."""
    sys.stdout.write(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n")
    for row in rows:
        sys.stdout.write(f"| {' | '.join(markdown_cell(row[column]) for column in columns)} |\n")


def _print_parquet(columns: Sequence[str], rows: Iterable[Row]) -> None:
    if sys.stdout.isatty():
        raise OutputError("a Parquet file is nothing for a terminal: send it to a file with >")
    from interface.parquet import write_parquet  # noqa: PLC0415 pyarrow is an extra

    write_parquet(sys.stdout.buffer, columns, rows)


def print_table(columns: Iterable[str], rows: Iterable[Iterable[object]], title: str = "") -> None:
    """A table as wide as its reader's terminal; long cells are folded, never cut, and days and words of ours last."""
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 not needed where a program reads
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415 plain strings would be read as markup

    told, is_narrow = Text(title) if title else None, console().width < NARROW
    space = 0 if is_narrow else 1
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, padding=(0, space), show_edge=not is_narrow, title=told, title_justify="left"
    )
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in WHOLE)
    for row in rows:
        table.add_row(*(Text(printable(str("-" if cell is None else cell))) for cell in row))
    console().print(table)


def say(line: str = "", style: str = "") -> None:
    """One line on standard output, as it is."""
    console().print(printable(line), style=style or None, markup=False, highlight=False, soft_wrap=True)


def warn(line: str) -> None:
    """One line on standard error."""
    print(f"moxun: {printable(line)}", file=sys.stderr)


@cache
def console() -> "Console":
    from rich.console import Console  # noqa: PLC0415 `moxun --help` does not need it

    return Console() if sys.stdout.isatty() else Console(width=WIDE)
