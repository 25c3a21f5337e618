"""Tables fit the terminal of whoever looks, and their columns stand under each other, Chinese or not."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from interface import output

ROWS = [
    ("2026-02-16", "阿里巴巴", "Qwen3.5-Plus", "alibaba/plus-qwen-3.5"),
    ("2026-02-12", "Anthropic", "豆包大模型2.0", "bytedance/豆包-2"),
    ("2026-01", "字节跳动", "Nova\x1b[31m" * 9, "x" * 70),
]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 240])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(output, "console", lambda: Console(file=file, width=width))
    output.print_table(("Date", "Vendor", "Model", "Id"), ROWS)
    lines = file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= width
    whole = "".join(sign for line in lines for sign in line if not sign.isspace())
    assert whole.count("x") >= 70
    assert "\x1b" not in whole
    assert width < 80 or "Qwen3.5-Plus" in file.getvalue()


def test_columns_begin_at_one_place_whatever_is_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(output, "console", lambda: Console(file=file, width=120))
    output.print_table(("Date", "Vendor", "Model", "Id"), ROWS[:2])
    lines = [line for line in file.getvalue().splitlines() if "2026" in line]
    places = [[cell_len(line[: line.index(cell)]) for cell in row] for line, row in zip(lines, ROWS, strict=False)]
    assert places[0] == places[1]
