"""Quotes in their text: cut where they begin and end, and nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from extract.records import Span
from interface.web.marking import Stretch, context_of, mark_text, paragraphs

TEXT = "标题\n\n2月9日，林禾发布R2。它很轻。\n另有R3。"
ROLES = st.sampled_from(["evidence", "model", "vendor", "date", "trigger"])


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    start = draw(st.integers(0, len(TEXT) - 1))
    return Stretch(Span(start, draw(st.integers(start + 1, len(TEXT)))), draw(ROLES), draw(st.integers(1, 9)))


@given(st.lists(stretches(), max_size=20))
def test_the_pieces_are_the_text_and_know_their_roles(many: list[Stretch]) -> None:
    pieces = mark_text(TEXT, many)
    assert "".join(piece.text for piece in pieces) == TEXT
    place = 0
    for piece in pieces:
        here = [each for each in many if each.span.start <= place < each.span.end]
        assert set(piece.roles) == {each.role for each in here}
        assert set(piece.numbers) == {each.number for each in here if each.role == "evidence"}
        place += len(piece.text)


@given(st.lists(stretches(), max_size=20))
def test_each_quote_begins_once(many: list[Stretch]) -> None:
    pieces = mark_text(TEXT, many)
    starts = {number for piece in pieces for number in piece.starts}
    assert starts == {each.number for each in many if each.role == "evidence"}


def test_a_quote_is_marked_where_it_stands() -> None:
    start = TEXT.index("2月")
    pieces = mark_text(
        TEXT, [Stretch(Span(start, start + 12), "evidence", 1), Stretch(Span(start + 9, start + 11), "model", 1)]
    )
    assert [(piece.text, piece.roles) for piece in pieces if piece.roles] == [
        ("2月9日，林禾发布", ("evidence",)),
        ("R2", ("evidence", "model")),
        ("。", ("evidence",)),
    ]


def test_a_quote_is_shown_with_the_paragraph_around_it() -> None:
    start = TEXT.index("它")
    low, high = context_of(TEXT, Span(start, start + 3), room=20)
    assert TEXT[low:high] == TEXT
    text = "前一段很长很长。\n" * 20 + TEXT + "\n后一段很长很长。" * 20
    start = text.index("它")
    low, high = context_of(text, Span(start, start + 3), room=30)
    assert text[low - 1] == "\n"
    assert text[high] == "\n"
    assert "它很轻" in text[low:high]
    assert high - low < 100


def test_blank_lines_are_no_paragraphs() -> None:
    lines = paragraphs(mark_text(TEXT, [Stretch(Span(0, 6), "evidence", 1)]))
    assert ["".join(piece.text for piece in line) for line in lines] == [
        "标题",
        "2月9日，林禾发布R2。它很轻。",
        "另有R3。",
    ]
    assert [piece.starts for line in lines for piece in line] == [(1,), (), (), ()]
