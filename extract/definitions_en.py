"""Read English sentences that say what a model is and, in passing, whose it is and when it came out.

`Nova 3 is a speech model developed by Halden and released in May`, `Nova 3 was developed and released by Halden`,
`Nova 3 is a speech model that was released in May`: each becomes `Nova 3 was released`, its maker beside its name.
"""

import re
from collections.abc import Sequence

from extract.thingmakers import vendor_by_name
from extract.tokens import Token, codes_of

_MADE = re.compile(r"(?P<copula>Z?)(?P<made>[UTX])(?:Y?X?(?P<who>[VO])X?)?C(?P<told>[TUI])")
_MAKING = re.compile(
    r"\b(?:(?:co-?)?developed|built|created|(?:pre-?)?trained|designed|made|fine-?tuned|engineered|produced|written"
    r"|announced|introduced|unveiled|proposed)(?P<by> by)?\s*\Z"
)
_NOUN = r"(?P<noun>(?:[XAVCK]|H(?!T)B?){0,6}?H)"
_DEFINED = re.compile(
    rf"[NO]Z{_NOUN}(?:(?P<word>B|[UTX]?Y|X)X?(?P<by>[VO]))?,?(?P<which>Q?)(?P<who>[VO]?)X?(?P<verb>[TUI])"
)
_CALLED = re.compile(rf"O,X?[TUI][^,E]{{0,8}},Z{_NOUN}")  # Selwin, released by Tidal in May, is a speech model
_ARTICLE = re.compile(r"\s*(?:an?|the|one|its|our|their|another)\b(?!.*\b(?:to|than|for|with|like|on|in)\b)")
_OF_MODELS = re.compile(r"(?:family|families|series|suite|set|pair|collection|line|versions?)\Z")
_PARTICIPLE = re.compile(r"(?:ed|made|put|built|shipped)\b(?: \w+)?\Z")
_BY = re.compile(r"\b(?:from|by|of)\s*\Z")
_FARTHEST = 8  # tokens from a name to the verb that tells how it was made
_INTRANSITIVE = "D,E.B"


def read_definitions(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The sentence's tokens; what defines a model is out of its verb's way, and a name that is called one looks so."""
    codes = codes_of(tokens)
    if "C" in codes and (found := _MADE.search(codes)):
        tokens = _with_one_verb(text, tokens, found)
        codes = codes_of(tokens)
    if "Z" not in codes:
        return tokens
    if (found := _CALLED.search(codes)) and _is_plain(text, tokens[found.start("noun") : found.end("noun")]):
        tokens = [*tokens[: found.start()], tokens[found.start()]._replace(code="N"), *tokens[found.start() + 1 :]]
    found = _DEFINED.search(codes)
    return _without_noun(text, tokens, found) if found else tokens


def _with_one_verb(text: str, tokens: Sequence[Token], found: re.Match[str]) -> Sequence[Token]:
    """`was developed by Halden and released`, `developed and released by Halden`: the second verb is the news."""
    made, told = found.start("made"), found.start("told")
    making = _MAKING.search(text, tokens[made].start, tokens[made].end)
    is_by = making is not None and bool(making["by"] or tokens[made + 1].code == "Y")
    is_passive = is_by if found["who"] else bool(found["copula"]) or tokens[told + 1].code == "Y"
    if making is None or not is_passive:
        return tokens
    kept = list(tokens)
    if found["who"]:
        _give_maker(kept, found.start(), tokens[found.start("who")])
    verb = tokens[told]
    if found["copula"]:
        verb = verb._replace(code="I", start=tokens[found.start()].start)
    return [*kept[: found.start()], verb, *kept[told + 1 :]]


def _without_noun(text: str, tokens: Sequence[Token], found: re.Match[str]) -> Sequence[Token]:
    """`Nova 3 is a speech model that was released`: what it is stands between it and its verb."""
    first, last = found.span("noun")
    noun, place = tokens[first:last], found.start("verb")
    if not (_is_plain(text, noun) and _is_told_of_it(text, tokens, found)):
        return tokens
    kept = list(tokens)
    told = [tokens[found.start(part)] for part in ("who", "by") if found[part]]
    for maker in (*told, *(token for token in noun if token.vendors)):
        _give_maker(kept, first, maker)
    name, verb = kept[first - 2]._replace(code="N"), tokens[place]._replace(code="I")
    return [*kept[: first - 2], name, verb, *kept[place + 1 :]]


def _is_plain(text: str, noun: Sequence[Token]) -> bool:
    """Whether it says what the name is: `a speech model`, `Halden's family of models`; not `similar to the model`."""
    if not (noun[0].vendors or _ARTICLE.match(text, noun[0].start, noun[0].end)):
        return False
    of = (at for at, token in enumerate(noun) if token.code == "B")
    return all(_OF_MODELS.search(text, noun[at - 1].start, noun[at - 1].end) for at in of)


def _is_told_of_it(text: str, tokens: Sequence[Token], found: re.Match[str]) -> bool:
    """Whether the verb behind the noun is said of it: a participle, `that was released`, `that Halden released`."""
    place = found.start("verb")
    if found["word"] and not _BY.search(text, tokens[found.start("word")].start, tokens[found.end("word") - 1].end):
        return False  # a model for Halden
    if tokens[place].code == "I" or found["who"]:
        return True
    if found["which"]:
        return tokens[place + 1].code in _INTRANSITIVE  # that launched in May
    return _PARTICIPLE.search(text, tokens[place].start, tokens[place].end) is not None


def _give_maker(tokens: list[Token], before: int, maker: Token) -> None:
    """Have the last name before a place be made by whom the token is."""
    who = maker.vendors[0] if maker.vendors else vendor_by_name(maker.names[0]) if maker.names else None
    for place in range(before - 1, max(-1, before - _FARTHEST), -1):
        if tokens[place].names:
            name = tokens[place].names[-1]
            if who and not any(made == name for made, _ in tokens[place].makers):
                tokens[place] = tokens[place]._replace(makers=(*tokens[place].makers, (name, who)))
            return
