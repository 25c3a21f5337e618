"""What speaks against a name before the verb being what came out: where it is who did it."""

from collections.abc import Iterator, Sequence

from extract.patterns import Match
from extract.tokens import Token

_ANOTHER_OBJECT = frozenset("NOMTUIL")


def find_subject_terms(tokens: Sequence[Token], match: Match) -> Iterator[tuple[str, float]]:
    """The terms of a name that its verb stands behind, or that has none."""
    if match.trigger is not None and _has_object(tokens, match.trigger):
        yield "who does it", -0.4


def _has_object(tokens: Sequence[Token], trigger: int) -> bool:
    """`Tidewater Code 推出 /loop 命令` (has brought out a command): a verb that never stands without its object."""
    verb = tokens[trigger].trigger
    if verb is None or verb.id != "zh-launch":
        return False
    behind = [token.code for token in tokens[trigger + 1 :]]
    stop = next(place for place, code in enumerate(behind) if code in ",:(E")
    return behind[0] != "P" and "K" in behind[:stop] and _ANOTHER_OBJECT.isdisjoint(behind[:stop])
