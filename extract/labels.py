"""What tells nothing: a verb in a line's label or within a compound noun, an outlet behind a headline."""

from collections.abc import Sequence

from extract.tokens import Token, codes_of

_LONGEST = 12  # characters of a label


def without_label(text: str, tokens: list[Token]) -> list[Token]:
    """`模型发布｜Tidal 开源 Nova-3`: a label is no part of what a line says, where that has a verb of its own."""
    start = tokens[0].start
    bar = text.find("|", start, start + _LONGEST)
    end = next((place for place, token in enumerate(tokens) if token.start == bar), 0) if bar >= 0 else 0
    if not end:
        return tokens
    has_verb = any(token.code in "TUI" for token in tokens[end:])
    if not (has_verb and all(token.code in "XHKTUI" for token in tokens[1:end])):
        return tokens
    return [tokens[0], *(token._replace(code="X", trigger=None) for token in tokens[1:end]), *tokens[end:]]


def is_compound(tokens: Sequence[Token], place: int) -> bool:
    """`智能体构建平台` (a platform to build agents): a verb of making between two nouns, with nothing between."""
    before, token, after = tokens[place - 1 : place + 2]
    is_joined = before.end == token.start and token.end == after.start
    is_of_making = token.trigger is not None and token.trigger.id == "zh-develop"
    return is_of_making and is_joined and before.code in "KH" and after.code == "K"


def without_outlet(text: str, tokens: list[Token]) -> list[Token]:
    """`Halden releases Nova 3 | Tidal News`: who says so, behind a headline with a verb."""
    codes = codes_of(tokens).rstrip("XE,")
    last = len(codes) - 1
    is_outlet = codes[-1:] in ("N", "O", "V") and text.endswith(" | ", 0, tokens[last].start)
    if not is_outlet or {"T", "U", "I"}.isdisjoint(codes):
        return tokens
    return [*tokens[:last], tokens[last]._replace(code="X", names=(), vendors=()), *tokens[last + 1 :]]
