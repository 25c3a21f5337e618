"""What speaks against a name before the verb being what came out: where it is who did it."""

from collections.abc import Iterator, Sequence

from extract.names import Name
from extract.patterns import Match, Term
from extract.tokens import Token

_OBJECT = 2  # characters
_ANOTHER_OBJECT = frozenset("NOMTUIL")


def find_subject_terms(tokens: Sequence[Token], match: Match, name: Name) -> Iterator[Term]:
    """The terms of a name that its verb stands behind, or that has none."""
    if match.trigger is None:
        return
    if _is_what_is_supported(tokens, match):
        yield "what it works with", -0.4
    is_thing = name.kind not in (None, "model")
    if _has_object(tokens, match.trigger) or (is_thing and _has_named_object(tokens, match.trigger)):
        yield "who does it", -0.4


def _has_object(tokens: Sequence[Token], trigger: int) -> bool:
    """`Tidewater Code 推出 /tide 命令` (has brought out a command): a verb that never stands without its object."""
    verb = tokens[trigger].trigger
    if verb is None or verb.id != "zh-launch":
        return False
    behind = [token.code for token in tokens[trigger + 1 :]]
    stop = next(place for place, code in enumerate(behind) if code in ",:(E")
    return behind[0] != "P" and "K" in behind[:stop] and _ANOTHER_OBJECT.isdisjoint(behind[:stop])


def _has_named_object(tokens: Sequence[Token], trigger: int) -> bool:
    """`Tidewater Code 上线了面向开发者的 Tide Look` (has brought Tide Look): what came out is named behind the verb."""
    verb = tokens[trigger].trigger
    if verb is None or verb.id not in ("zh-launch", "zh-go-live"):
        return False
    stop = next(place for place in range(trigger + 1, len(tokens)) if tokens[place].code in ",:(E")
    return any(token.code == "O" for token in tokens[trigger + 1 : stop]) or _is_told_of(tokens[trigger + 1])


def _is_told_of(token: Token) -> bool:
    """`Tidewater Code 上线了内置的…支持` (built-in support for): words that go on behind the verb, and no place."""
    is_place = token.cue is not None and token.cue.id == "zh-place"
    return token.code in "BXA" and token.end - token.start >= _OBJECT and not is_place


def _is_what_is_supported(tokens: Sequence[Token], match: Match) -> bool:
    """`Nova 4 的设施支持快速学习与每周更新` (and weekly updates): the verb is one of the things that it supports."""
    assert match.trigger is not None
    verb, before = tokens[match.trigger].trigger, tokens[match.trigger - 2 : match.trigger]
    is_update = verb is not None and verb.id == "zh-update" and match.trigger > match.name
    between = [token.code for token in tokens[match.name + 1 : match.trigger]]
    return is_update and "B" in between and any(token.code == "C" for token in before)
