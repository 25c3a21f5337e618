"""Elements become pieces: one for each stretch that stands as one on the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from extract.blocks import Piece, clean, read_pieces


def pieces_of(markup: str) -> list[Piece]:
    parser = html.HTMLParser(huge_tree=True)
    return read_pieces(html.document_fromstring(f"<html><body>{markup}</body></html>", parser=parser).find("body"))


def texts_of(markup: str) -> list[str]:
    return [piece.text for piece in pieces_of(markup)]


def marked_in(markup: str) -> list[str]:
    return [span.of(piece.text) for piece in pieces_of(markup) for span in piece.emphasis]


@pytest.mark.parametrize(
    ("markup", "texts"),
    [
        ("<p>One <b>bold</b> <i>word</i>.</p><p>Two</p>", ["One bold word.", "Two"]),
        ("<p>Nova<sup>2</sup>, <a href=x>a link</a>, <span>a span</span></p>", ["Nova2, a link, a span"]),
        ("<p>one<br>line</p>", ["one line"]),
        ("<p>one<br> <br>two<br/><br/><br/>three</p>", ["one", "two", "three"]),
        ("loose <p>inside</p> after", ["loose", "inside", "after"]),
        ("<div>a<div>b<section>c</section>d</div>e</div>", ["a", "b", "c", "d", "e"]),
        ("<p>a\n  b\t c&nbsp;d\u3000e</p>", ["a b c d e"]),
        ("<p>模型\n      发布，\n  今日\nNova 上线</p>", ["模型发布，今日 Nova 上线"]),
        ("<p>zero\u200bwidth\ufeff soft\u00adhyphen</p>", ["zerowidth softhyphen"]),
        ("<p>It&amp;#039;s &amp;amp; &lt;tag&gt;</p>", ["It's & <tag>"]),
        ("<p> \n </p><p></p><div>&nbsp;</div>", []),
        ("<pre>a\n  b</pre>", ["a b"]),
    ],
)
def test_stretches_of_text_become_one_line_each(markup: str, texts: list[str]) -> None:
    assert texts_of(markup) == texts


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a<script>x</script>b</p>", "<p>a<style>x</style>b</p>", "<p>a<span hidden>x</span>b</p>",
        "<p>a<span style='color: red; DISPLAY:none'>x</span>b</p>", "<p>a<button>x</button>b</p>",
        "<p>a<svg><text>x</text></svg>b</p>",
    ],
)  # fmt: skip
def test_what_is_never_prose_is_passed_over_and_its_tail_kept(markup: str) -> None:
    assert texts_of(markup) == ["ab"]


@pytest.mark.parametrize("tag", ["nav", "aside", "footer", "form", "figcaption", "noscript", "iframe"])
def test_parts_of_the_page_that_are_no_article_are_left_out(tag: str) -> None:
    assert texts_of(f"<p>before</p><{tag}>x</{tag}><p>after</p>") == ["before", "after"]


def test_elements_to_skip_are_left_out() -> None:
    body = html.document_fromstring("<body><p>a</p><div class=x><p>b</p></div>tail</body>").find("body")
    assert [piece.text for piece in read_pieces(body, set(body.iterfind("div")))] == ["a", "tail"]


def test_headings_know_their_level() -> None:
    found = [(piece.kind, piece.level) for piece in pieces_of("<h1>a</h1><h2>b</h2><h6>c</h6><p>d</p>")]
    assert found == [("heading", 1), ("heading", 2), ("heading", 6), ("paragraph", 0)]


def test_items_know_their_depth() -> None:
    markup = "<ul><li>a<ol><li><p>b</p><p>c</p></li></ol>d</li></ul><dl><dt>e<dd>f</dl><p>g</p>"
    assert [(piece.kind, piece.level, piece.text) for piece in pieces_of(markup)] == [
        ("item", 1, "a"), ("item", 2, "b"), ("item", 2, "c"), ("item", 1, "d"), ("item", 1, "e"), ("item", 1, "f"),
        ("paragraph", 0, "g"),
    ]  # fmt: skip


def test_rows_are_their_cells_joined() -> None:
    markup = (
        "<table><tr><th>Model</th><th></th><th>Size</th></tr><tr><td><b>Nova 2</b><td><p>7B</p><p>GGUF</p></tr></table>"
    )
    assert [(piece.kind, piece.text) for piece in pieces_of(markup)] == [
        ("row", "Model | Size"),
        ("row", "Nova 2 | 7B GGUF"),
    ]
    assert marked_in(markup) == ["Nova 2"]


def test_a_table_that_lays_out_an_article_is_no_row() -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    markup = f"<table><tr><td>menu</td><td><h2>Head</h2><p>One</p>{inner}</td></tr></table>"
    assert [(piece.kind, piece.text) for piece in pieces_of(markup)] == [
        ("paragraph", "menu"), ("heading", "Head"), ("paragraph", "One"), ("row", "a | b"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("markup", "marked"),
    [
        ("<p>a <code>nova-2</code> b</p>", ["nova-2"]),
        ("<p><strong> Nova 2 </strong>b</p>", ["Nova 2"]),
        ("<p><b>No</b><b>va</b> <em>2</em></p>", ["Nova", "2"]),
        ("<p><strong>a <code>b</code> c</strong></p>", ["a b c"]),
        ("<p><strong></strong><em> </em>x</p>", []),
        ("<ul><li><b>a</b><li>b</ul>", ["a"]),
    ],
)
def test_emphasis_is_remembered(markup: str, marked: list[str]) -> None:
    assert marked_in(markup) == marked


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>1. Tern 4<br>2. <b>Sorrel 2</b><br>3. Brook</p>", ["1. Tern 4", "2. Sorrel 2", "3. Brook"]),
        ("<p>今日：<br>🚀 星海科技<br>🎬 云帆科技</p>", ["今日：", "🚀 星海科技", "🎬 云帆科技"]),
        ("<p>Developer: Halden<br>Released: June 9</p>", ["Developer: Halden", "Released: June 9"]),
        ("<p><br>A line that is<br>broken<br>- or dashed</p>", ["A line that is broken - or dashed"]),
    ],
    ids=["numbers", "emoji", "labels", "prose"],
)
def test_a_single_break_parts_the_lines_of_a_list(markup: str, lines: list[str]) -> None:
    assert texts_of(markup) == lines
    assert marked_in(markup) == (["Sorrel 2"] if "<b>" in markup else [])


def test_linked_characters_are_counted() -> None:
    assert [
        (piece.text, piece.linked) for piece in pieces_of("<p><a href=x>all of it</a></p><p>no <a href=x>yes</a></p>")
    ] == [
        ("all of it", 9),
        ("no yes", 3),
    ]


def test_pages_may_nest_deeper_than_python_recurses() -> None:
    assert texts_of("<div>" * 1500 + "deep") == ["deep"]


@pytest.mark.parametrize("unit", ["\u3000", "中 ", "中\n", "&", "&#1", " \n", "\u200b"])
def test_a_long_run_of_odd_signs_is_read_at_once(unit: str) -> None:
    assert texts_of(f"<p>start {unit * 100_000} end</p>")[0].endswith(" end")  # hours, were it quadratic


@given(st.text())
def test_clean_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert once == once.strip()
    assert "  " not in once
    assert not set(once) & set("\n\r\t\u00a0\u200b")
