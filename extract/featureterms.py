"""How sure it is that a feature is released: right behind its verb, and of a thing that the clause names."""

from collections.abc import Iterator, Sequence

from extract.features import find_thing, is_feature
from extract.gaps import between_them
from extract.names import Name
from extract.patterns import Match, Term
from extract.tokens import Token

OF_A_THING = "a feature of a thing"


def find_feature_terms(tokens: Sequence[Token], match: Match, name: Name) -> Iterator[Term]:
    """`Redpen 推出语音模式`: its own; `新增潮汐定时功能` alone is a line of some list of changes."""
    assert match.trigger is not None
    if not is_feature(tokens, match.name, name) or any(
        token.code not in "XAGP" for token in between_them(tokens, match)
    ):
        return
    if find_thing(tokens, match.trigger) is not None:
        yield OF_A_THING, 0.26
    elif name.kind is None or name.text.isascii():
        yield "a feature", 0.14  # in quotes, or a command
