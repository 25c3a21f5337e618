"""Which of a sentence's dates govern a clause: those before it that reach it, and in English those behind its verb."""

import re
from collections.abc import Sequence

from extract.lexicon import load_lexicon
from extract.names import Name
from extract.tokens import Token, codes_of

_CLOSE = 2  # tokens behind an English verb within which its own date stands: released (on) 29 September
_VERBS = "TUIF"
_PAIR = 2
_ASIDE = 16  # elements
_DATES = re.compile("D(?:,?C?D)+")


def is_reached(tokens: Sequence[Token], place: int, low: int, *, is_also: bool) -> bool:
    """Whether a date before a clause governs it: no other name between, unless the date sets the scene (D，…)."""
    between = tokens[place + 1 : low]
    if is_also and not any(token.code == "D" for token in between):
        return True
    if _is_of_an_earlier_verb(tokens, place, low):
        return False
    if not any(name.strength for token in between for name in token.names if token.code in "NO"):
        return True
    return _sets_the_scene(between) and not any(token.code == "D" for token in between)


def _is_of_an_earlier_verb(tokens: Sequence[Token], place: int, low: int) -> bool:
    """`Nova-2 去年 9 月发布，如今 Nova-3 也来了`: a name and a verb of its own are in the date's clause."""
    start = max(index for index in range(place) if tokens[index].code in "^,:")
    stop = next((index for index in range(place, low) if tokens[index].code in ",:Q"), None)
    clause = tokens[start + 1 : stop] if stop else []
    is_named_before = any(token.code in "NO" for token in tokens[start + 1 : place])
    return is_named_before and any(token.code in _VERBS for token in clause)


def _sets_the_scene(between: Sequence[Token]) -> bool:
    """`今天，…`, `在今天的 HALDEN 大会上，…`: no verb and no model stands between the date and its clause's end."""
    stop = next((index for index, token in enumerate(between) if token.code in ",:(Q"), None)
    return stop is not None and not any(token.code in (*_VERBS, "N") for token in between[:stop])


def order_english(
    tokens: Sequence[Token], low: int, high: int, before: Sequence[int], after: Sequence[int]
) -> list[int]:
    """The dates around a clause, the likeliest first: right behind the verb, opening the clause, behind it, before it.

    What stands before belongs to an earlier verb where it has one: `previewed A in April, while B was released`.
    """
    after = _without_those_of_others(tokens, low, high, after)
    close = [place for place in after if place <= high + _CLOSE]
    close.sort(key=lambda place: any(token.code == "C" for token in tokens[place:high]))  # A on Monday, and B today
    opening = [place for place in reversed(before) if _opens(tokens, place, low)]
    near = [place for place in after if not any(token.code in ",:Q" for token in tokens[high + 1 : place])]
    others = [place for place in reversed(before) if not _has_verb_of_its_own(tokens, place, low)]
    return [*close, *opening, *near, *others, *after]


def _without_those_of_others(tokens: Sequence[Token], low: int, high: int, places: Sequence[int]) -> list[int]:
    """`released A in 2019, B in 2020`: a date right behind another name is that one's, where the last has its own."""
    has_own = tokens[high + 1].code == "D" and high + 1 in places
    return [at for at in places if not (has_own and low < at < high and tokens[at - 1].code in "NO")]


def _opens(tokens: Sequence[Token], place: int, low: int) -> bool:
    """`On Tuesday, Halden launched`: the date comes first, and no other verb is between."""
    return tokens[place - 1].code in "^," and not any(token.code in _VERBS for token in tokens[place:low])


def _has_verb_of_its_own(tokens: Sequence[Token], place: int, low: int) -> bool:
    is_cut_off = any(token.code in ",:Q" for token in tokens[place:low])
    return is_cut_off and any(token.code in _VERBS for token in tokens[:place]) and tokens[place - 1].code not in "^,"


def find_paired(tokens: Sequence[Token], name: Name, *, is_told: bool) -> int | None:
    """Where the date of a listed name stands: as many dates in a list, `A and B on March 3 and June 9`.

    `is_told`: the sentence says respectively (分别); else all must stand in one clause.
    """
    place = next((at for at, token in enumerate(tokens) if name in token.names), 0)
    listed = tokens[place].names
    if len(listed) < _PAIR:
        return None
    codes = codes_of(tokens)
    runs = [run for run in _DATES.finditer(codes) if run[0].count("D") == len(listed)]
    if len(runs) != 1:
        return None
    first, last = sorted((runs[0].span(), (place, place + 1)))
    is_one_clause = "," not in codes[first[1] : last[0]]
    days = [at for at in range(*runs[0].span()) if codes[at] == "D"]
    return days[listed.index(name)] if is_told or is_one_clause else None


def tells_a_date(rule: str) -> bool:
    """Whether a rule's pattern has a place for a date."""
    pattern = load_lexicon().patterns.get(rule)
    return pattern is not None and "D" in pattern.codes


def is_behind_an_aside(tokens: Sequence[Token], high: int, place: int) -> bool:
    """`released Nova 3, an open model of 40 billion parameters, on Tuesday`: the clause ends with its day."""
    is_aside = tokens[high + 1].code == tokens[place - 1].code == "," and tokens[place + 1].code in ",E"
    return is_aside and place - high <= _ASIDE and not any(token.code in "TINO" for token in tokens[high + 1 : place])


def is_cut_off(tokens: Sequence[Token], place: int, attribute: int) -> bool:
    """`今天开源了 A，与不久前发布的 B 并列`: what an attribute dates is its own; `今天发布由它打造的 B` goes on."""
    verbs = [at for at in range(place, attribute) if tokens[at].code in "TUI"]
    return bool(verbs) and any(token.code in ",:" for token in tokens[verbs[-1] : attribute])
