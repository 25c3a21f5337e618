"""Years that head the lines of a history date what stands there; elsewhere a bare number is no date."""

from datetime import UTC, datetime

import pytest

from extract.reading import extract_page
from extract.records import Page

PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta property="article:published_time" content="2024-06-01T12:00:00+08:00"></head>
<body><article><h1>{title}</h1>{body}</article></body></html>"""
MOMENT = datetime(2026, 2, 13, tzinfo=UTC)


def read(lang: str, title: str, *lines: str) -> dict[str, tuple[int, int] | None]:
    """The years of each model, by its name."""
    body = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    page = Page("https://news.example/1", MOMENT, 200, (), PAGE.format(lang=lang, title=title, body=body).encode(), "")
    return {
        one.model: (one.date.start.year, one.date.end.year) if one.date else None for one in extract_page(page).claims
    }


def test_lines_that_begin_with_a_year() -> None:
    lines = (
        "2018: Halden introduced the language model Tern-1. It reads both ways.",
        "2018: Tidal released Petrel 2, a model that writes.",
        "2020: Halden released Tern-2, a language model.",
        "2023 – Halden launched the language model Tern-3.",
    )
    told = {"Tern-1": (2018, 2018), "Petrel 2": (2018, 2018), "Tern-2": (2020, 2020), "Tern-3": (2023, 2023)}
    assert read("en", "How language models came to be", *lines) == told


@pytest.mark.parametrize("mark", ["<h3>{}</h3>", "<p>{}</p>", "<p><strong>{}</strong></p>"])
@pytest.mark.parametrize("label", ["{}", "{}年", "{}：新的一年"])
def test_what_stands_below_a_year(mark: str, label: str) -> None:
    texts = ("海拓科技发布语言模型 Tern-1。", "北辰智能开源了语言模型 Petrel-2。", "海拓科技又推出语言模型 Tern-3。")
    lines = [
        line
        for year, text in zip((2019, 2021, 2023), texts, strict=True)
        for line in (mark.format(label.format(year)), f"<p>{text}</p>")
    ]
    told = {"Tern-1": (2019, 2019), "Petrel-2": (2021, 2021), "Tern-3": (2023, 2023)}
    assert read("zh", "语言模型编年史", *lines) == told


@pytest.mark.parametrize(
    ("lang", "head"),
    [
        ("zh", ("年份", "公司/机构", "模型名称")),
        ("zh", ("发布年份", "机构", "模型")),
        ("en", ("Year", "Organization", "Model")),
        ("en", ("Release date", "Developer", "Model")),
    ],
)
def test_a_column_of_years(lang: str, head: tuple[str, ...]) -> None:
    rows = (head, ("2018", "OpenAI", "GPT-1"), ("2019", "Tidal", "Tern-1"), ("2021", "Halden", "Tern-2"))
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    lead = "下面是语言模型一览。" if lang == "zh" else "Below are the language models that matter."
    told = {"GPT-1": (2018, 2018), "Tern-1": (2019, 2019), "Tern-2": (2021, 2021)}
    assert read(lang, "How language models came to be", lead, f"<table>{table}</table>") == told


def test_a_column_of_something_else() -> None:
    table = "<tr><th>模型</th><th>知识截止</th><th>机构</th></tr><tr><td>Tern-1</td><td>2021</td><td>海拓科技</td></tr>"
    assert read("zh", "语言模型一览", "下面是语言模型一览。", f"<table>{table}</table>") == {}


@pytest.mark.parametrize(
    "lines",
    [
        ("2019: Halden released Tern-1, a language model.", "Nothing else happened."),
        ("2021: Halden released Tern-1, a language model.", "2019: a hall.", "2023: a bridge."),  # in no order
        ("2023: Halden released Tern-1, a language model.", "2025: a hall.", "2026: a bridge."),  # not yet
    ],
    ids=["one", "no order", "ahead"],
)
def test_a_number_is_no_date_elsewhere(lines: tuple[str, ...]) -> None:
    assert read("en", "Halden and its language models", *lines)["Tern-1"] not in {
        (2019, 2019),
        (2021, 2021),
        (2023, 2023),
    }
