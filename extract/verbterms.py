"""What speaks for or against a candidate in the verb itself: some tell of a release only in their own frame."""

import re
from collections.abc import Iterator, Sequence

from extract.lexicon import Trigger
from extract.patterns import Match, Term
from extract.tokens import Token, codes_of

_HEADING = re.compile(r"\^O[XH]*HT,?E")


def find_verb_terms(tokens: Sequence[Token], match: Match, trigger: Trigger) -> Iterator[Term]:
    """What the verb says by itself; `the week brought Nova 3 from Northwind` tells of a release only by its maker."""
    yield from _terms_of_a_heading(tokens, match, trigger)
    if trigger.weight:
        yield f"trigger {trigger.id}", trigger.weight
    if trigger.id == "zh-open-to" and _is_for_a_test(tokens, match):
        yield "for a test", 0.4
    if trigger.id == "zh-open-to" and (to := _is_for(tokens, match)):
        yield f"for some {to}", -0.2 if to == "users" else -0.05
    if trigger.id.endswith("-publish") and match.trigger and _is_in_passing(tokens, match):
        yield "in passing", -0.25
    if trigger.id.endswith("-bring") and not tokens[match.name].makers:
        yield "nobody's", -0.4
    if trigger.id == "zh-exposed" and _goes_on(tokens, match):
        yield "what is said of it", -0.4  # Nova-3 被曝抄袭: is said to be copied
    if trigger.id.endswith("-expand") and tokens[match.name - 1].code != "G":
        yield "what was there", -0.6  # is expanding its Nova 3 offering, and not: its family with Nova 3


def _terms_of_a_heading(tokens: Sequence[Token], match: Match, trigger: Trigger) -> Iterator[Term]:
    """`Major Model Releases`: a line of a plain word, a model noun and what is no verb there."""
    if (
        trigger.id in ("en-release", "en-launch")
        and tokens[match.name].code == "O"
        and _HEADING.fullmatch(codes_of(tokens))
    ):
        yield "a heading of releases", -0.5


def _is_for_a_test(tokens: Sequence[Token], match: Match) -> bool:
    """`开放 Nova-3 公开预览`, `开放其模型 Nova-3 的测试`: what it is opened for stands behind it."""
    behind = (token.cue for token in tokens[match.name + 1 : match.name + 4])
    return (
        match.trigger is not None
        and match.trigger < match.name
        and any(cue and cue.type == "preview" for cue in behind)
    )


def _goes_on(tokens: Sequence[Token], match: Match) -> bool:
    """Whether the clause goes on behind the verb with another, of which nothing is a release or its day."""
    assert match.trigger is not None
    return tokens[match.trigger + 1].code == "X" and tokens[match.trigger + 2].code in ",E:"


def _is_in_passing(tokens: Sequence[Token], match: Match) -> bool:
    """`the engineers who built Nova 3`: a clause of its own, and the name behind the verb."""
    assert match.trigger is not None
    return tokens[match.trigger - 1].code in ",Q" and match.trigger < match.name


def _is_for(tokens: Sequence[Token], match: Match) -> str:
    """`向 Tidewater Plus 用户开放 Nova-3` (to subscribers), `向政府开放`: a wider circle for what there is."""
    assert match.trigger is not None
    start = next(place for place in range(match.trigger - 1, -1, -1) if tokens[place].code in "^,:")
    cues = [token.cue.id for token in tokens[start : match.trigger] if token.cue is not None]
    if "zh-user" in cues:
        return "users"
    return "others" if "zh-place" in cues else ""
