"""Read the phrases of a Chinese sentence before its patterns: a long attribute is one, `其中` names members.

`开源了史上最大的、也是目前社区里排名第一的模型 Nova-3`: however much is said of it, what is released is the noun and
the name at the phrase's end. `甩出了三款新模型，其中 Nova-3 主打推理`: members of what the clause before has released.
"""

import re
from collections.abc import Sequence

from extract.tokens import Token, codes_of

_LONG = 6  # tokens from a verb to its noun
_NO_ATTRIBUTE = frozenset(",:TUINOMVEGQSJW(")
_HAS_ONE = re.compile(rf"G[NOM]|[TU][^{''.join(sorted(_NO_ATTRIBUTE))}]{{{_LONG + 1},}}H[NO]")
_AMONG = "其中"
_SHORT = 4  # characters


def read_attributes(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with each long attribute as one, and with 其中 behind a release as a naming word."""
    among = [*tokens]
    if _AMONG in text[tokens[0].start : tokens[-1].end]:
        among = [_among(text, tokens, place) if token.code == "X" else token for place, token in enumerate(tokens)]
    if _HAS_ONE.search(codes_of(among)) is None:
        return among
    shortened: list[Token] = []
    place = 0
    while place < len(among):
        shortened.append(among[place])
        place += 1
        if shortened[-1].code == "G":
            members, place = _members_behind(among, place)
            shortened += members
        elif shortened[-1].code in "TU" and (noun := _noun_behind(among, place)):
            shortened.append(Token("X", among[place].start, among[noun - 1].end))
            place = noun
    return shortened


def _members_behind(tokens: Sequence[Token], first: int) -> tuple[list[Token], int]:
    """`其中 Nova 5 主打推理，Nova 5 Lite 主打速度`: names of one brand, each with what it is for, as one token."""
    if not tokens[first].names:
        return [], first
    joined, place = tokens[first], first + 1
    while (comma := _next_comma(tokens, place)) and _is_of_brand(tokens[comma + 1], joined):
        joined = joined._replace(end=tokens[comma + 1].end, names=joined.names + tokens[comma + 1].names)
        place = comma + 2
    return ([joined], place) if place > first + 1 else ([], first)


def _next_comma(tokens: Sequence[Token], place: int) -> int | None:
    """The comma behind what is said of a member."""
    while tokens[place].code in "XHKABCP":
        place += 1
    return place if tokens[place].code == "," else None


def _is_of_brand(token: Token, first: Token) -> bool:
    brands = {name.text.split()[0].partition("-")[0] for name in (*token.names, *first.names)}
    return token.code in "NO" and len(brands) == 1


def _noun_behind(tokens: Sequence[Token], first: int) -> int | None:
    """Where the noun stands right before a name, with nothing but a long attribute from `first` on."""
    place = first
    while tokens[place].code not in _NO_ATTRIBUTE:
        place += 1
    is_named = tokens[place].code in "NO" and tokens[place - 1].code == "H"
    return place - 1 if is_named and place - 1 - first > _LONG else None


def _among(text: str, tokens: Sequence[Token], place: int) -> Token:
    """`其中` behind the clause whose object is models, and right before a name."""
    token = tokens[place]
    if not text.startswith(_AMONG, token.start) or token.end - token.start > _SHORT:
        return token
    before = [each.code for each in tokens[max(0, place - 2) : place]]
    if before not in (["H", ","], ["A", ","]) or tokens[place + 1].code not in "NO":
        return token
    start = max(at for at in range(place - 1) if tokens[at].code in "^,:")
    return token._replace(code="G") if any(each.code in "TU" for each in tokens[start:place]) else token
