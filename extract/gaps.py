"""What stands between a verb and a name says how sure it is that the one is of the other."""

import re
from collections.abc import Iterator, Sequence

from extract.patterns import Match, Term
from extract.tokens import Token, codes_of

_NEAR = 12  # characters between trigger and name that cost nothing
_PER_CHARACTER, _MOST_FOR_GAP = 0.006, 0.22
_MAKER_VERB_NAME, _ROW = re.compile(r"V[XDB]{0,3}T[NO](?=[,:E])"), 3


def find_gap_terms(tokens: Sequence[Token], match: Match) -> Iterator[Term]:
    """Words and other names between cost something; a row of makers, each with what it released, is worth something."""
    between = between_them(tokens, match)
    if (
        match.trigger is not None
        and tokens[match.trigger].code in "TU"
        and [one.code for one in between[-2:]] == ["H", ","]
    ):
        between = between[:-1]  # released its first coding model, X
    if tokens[match.name - 2].code + tokens[match.name - 1].code == ",G":
        return  # , called Nova 3; , including Nova 3: behind however much, it is what the clause is about
    gap = sum(token.end - token.start for token in _without_noun(between) if token.code in "XBYP") - _NEAR
    if gap > 0:
        yield "gap", -min(gap * _PER_CHARACTER, _MOST_FOR_GAP)
    if passed := sum(token.code in "NO" for token in between):
        yield "names between", -0.07 * passed
    if _is_in_a_row(tokens, match):
        yield "one of a row", 0.2
    if _is_anothers_verb(match, between):
        yield "another's verb", -0.4


def _is_anothers_verb(match: Match, between: Sequence[Token]) -> bool:
    """`跑通 Nova-3 模型：Tern-4 登场`: right before the verb, behind a colon, another is its subject."""
    is_subject = match.trigger is not None and match.name < match.trigger
    return is_subject and bool(between) and between[-1].code in "NO" and any(token.code == ":" for token in between)


def _without_noun(between: Sequence[Token]) -> Sequence[Token]:
    """Without the noun that names the thing: in `shipped its first coding model named X` nothing is between."""
    stop = len(between)
    while stop and between[stop - 1].code in "GHA":
        stop -= 1
    is_noun = any(token.code == "H" for token in between[stop:])
    return between[: stop - 1] if is_noun and stop and between[stop - 1].code == "X" else between[:stop]


def between_them(tokens: Sequence[Token], match: Match) -> Sequence[Token]:
    """The tokens between verb and name; none where there is no verb."""
    if match.trigger is None:
        return ()
    low, high = sorted((match.trigger, match.name))
    return tokens[low + 1 : high]


def _is_in_a_row(tokens: Sequence[Token], match: Match) -> bool:
    """`栖岩发布 Pelago，青岚发布 Tidewater，云汐发布 Tern-1`: of three makers or more, each with a plain name."""
    is_plain = tokens[match.name].code == "O" and tokens[match.name - 1].code == "T"
    return is_plain and len(_MAKER_VERB_NAME.findall(codes_of(tokens))) >= _ROW
