"""A pattern fits a skeleton by its codes, and says which token plays which part."""

from extract.lexicon import load_lexicon
from extract.patterns import Match, iter_matches
from extract.tokens import Token

WIDE = 10  # tokens that a gap may pass over


def matches(codes: str, pattern: str) -> list[Match]:
    tokens = [Token(code, place, place + 1) for place, code in enumerate(codes)]
    return [match for match in iter_matches(tokens, "en") if match.pattern.id == pattern]


def parts(codes: str) -> list[tuple[int | None, int | None, int]]:
    """Vendor, verb and name of each match of `V ~ T ~ N`."""
    assert load_lexicon().patterns["en-active"].codes == ("V", "~", "T", "~", "N")
    return [(match.vendor, match.trigger, match.name) for match in matches(codes, "en-active")]


def test_each_letter_is_played_by_the_token_with_its_code() -> None:
    assert parts("^XVXTHNE") == [(2, 4, 6)]


def test_a_gap_passes_over_so_many_tokens_and_no_more() -> None:
    assert parts("^V" + "X" * WIDE + "TNE") == [(1, 12, 13)]
    assert parts("^V" + "X" * (WIDE + 1) + "TNE") == []
    assert parts("^VT" + "X" * WIDE + "NE") == [(1, 2, 13)]
    assert parts("^VT" + "X" * (WIDE + 1) + "NE") == []


def test_a_gap_passes_over_no_comma() -> None:
    assert parts("^V,TNE") == []


def test_every_beginning_is_a_match() -> None:
    assert parts("^VVTNE") == [(1, 3, 4), (2, 3, 4)]


def test_a_skeleton_without_a_name_has_no_match() -> None:
    assert list(iter_matches([Token(code, place, place + 1) for place, code in enumerate("^VTHE")], "en")) == []


def test_matches_come_by_their_end_and_then_by_their_beginning() -> None:
    tokens = [Token(code, place, place + 1) for place, code in enumerate("^VTNCVTNE")]
    found = [(match.last, match.first) for match in iter_matches(tokens, "en")]
    assert len(set(found)) > 1
    assert found == sorted(found)
