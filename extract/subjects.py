"""What speaks against a name before the verb being what came out: where it is who did it."""

from collections.abc import Iterator, Sequence

from extract.names import Name
from extract.patterns import Match
from extract.tokens import Token

_ANOTHER_OBJECT = frozenset("NOMTUIL")


def find_subject_terms(tokens: Sequence[Token], match: Match, name: Name) -> Iterator[tuple[str, float]]:
    """The terms of a name that its verb stands behind, or that has none."""
    if match.trigger is None:
        return
    is_thing = name.known and name.kind != "model"
    if _has_object(tokens, match.trigger) or (is_thing and _has_named_object(tokens, match.trigger)):
        yield "who does it", -0.4


def _has_object(tokens: Sequence[Token], trigger: int) -> bool:
    """`Tidewater Code 推出 /loop 命令` (has brought out a command): a verb that never stands without its object."""
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
    return any(token.code == "O" for token in tokens[trigger + 1 : stop])
