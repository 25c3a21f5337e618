"""A pattern fits a skeleton by its codes, and says which token plays which part."""

from extract.lexicon import Pattern
from extract.patterns import _compile, _iter_fits, iter_matches
from extract.tokens import Token

RELEASE = _compile(Pattern("verb-name", "en", ("V", "~", "T", "_", "N"), 0.5))
OPEN = _compile(Pattern("open-vendor", "en", ("O", "T", "N"), 0.5))


def places(codes: str) -> list[tuple[int | None, int | None, int]]:
    """Vendor, verb and name of each fit."""
    return [(match.vendor, match.trigger, match.name) for match in _iter_fits(RELEASE, codes)]


def test_each_letter_is_played_by_the_token_with_its_code() -> None:
    assert places("^XVXTHNE") == [(2, 4, 6)]


def test_a_gap_passes_over_so_many_tokens_and_no_more() -> None:
    assert places("^V" + "X" * 10 + "TN") == [(1, 12, 13)]
    assert places("^V" + "X" * 11 + "TN") == []
    assert places("^VT" + "X" * 3 + "N") == [(1, 2, 6)]
    assert places("^VT" + "X" * 4 + "N") == []


def test_a_gap_passes_over_no_comma() -> None:
    assert places("^V,TNE") == []


def test_every_beginning_and_every_end_is_a_match() -> None:
    assert places("^VVTNE") == [(1, 3, 4), (2, 3, 4)]
    assert [match.name for match in _iter_fits(_compile(Pattern("to", "en", ("T", "~", "O"), 0.5)), "TOXOE")] == [1, 3]


def test_a_name_in_the_vendors_place_is_the_subject() -> None:
    [match] = _iter_fits(OPEN, "^OTNE")
    assert (match.subject, match.name, match.vendor) == (1, 3, None)


def test_a_skeleton_without_a_name_has_no_match() -> None:
    assert list(iter_matches([Token(code, place, place + 1) for place, code in enumerate("^VTHE")], "en")) == []


def test_matches_come_by_their_end_and_then_by_their_beginning() -> None:
    tokens = [Token(code, place, place + 1) for place, code in enumerate("^VTNXTNE")]
    found = [(match.last, match.first) for match in iter_matches(tokens, "en")]
    assert found
    assert found == sorted(found)
