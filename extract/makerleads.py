"""What leads up to an English maker's name and is no part of it: `the French startup Halden`, `Berlin-based Halden`.

And what says that a name nobody entered is a maker's: it owns a model, is called a firm, or released what is named.
"""

import re
from collections.abc import Sequence

from extract.records import Span
from extract.statementrules import find_countries
from extract.tokens import Token, codes_of
from extract.vendors import VendorMention, open_vendor

FIRM = (
    r"(?:lab|laboratory|start-?up|company|firm|giant|unicorn|outfit|developer|\w*maker|nonprofit|studio|spin-?off"
    r"|provider|champion|powerhouse|behemoth|upstart|subsidiary|parent|newcomer)"
)
_FIRM_BEFORE = re.compile(rf"\b{FIRM} (?:(?:called|named|dubbed|known as) )?[\"“]?\Z")  # the French lab (Tidal)
_A_FIRM = re.compile(  # (Tidal), a startup from Porto
    rf", (?:an?|the) (?:[\w'’-]+(?:\.[\w'’-]+)* ){{0,4}}?(?:[\w-]+-)?{FIRM}\b"
)
_FIRM_WITHIN = 26  # characters
_POSSESSIVE = ("'s", "’s")
_OWNED = re.compile(r"X[XAHDTU]{0,4},?[NG]")  # 's (own) new (coding) model, Nova 3
_IN_APPOSITION = re.compile(r"N,OX[XA]{0,2}H\Z")  # Nova 3, (Tidal)'s new speech model
_OWN_VERB = re.compile(r"[XDLZ]{0,2}[TU]")
_RELATIVE = re.compile(  # Nova 3, which (Tidal released); — all of which; , a model that; , a model (Tidal released)
    r"(?:N[XH]?(?:,|:X?)?|[NO],[XA]{0,3}H)Q[XKGMOV]{0,4}\Z|[NO],[XA]{0,3}H\Z"
)
_BY = re.compile(r"(?:SX?N|[TI]D?)Y(?:[OV]X)?\Z")  # the release of Nova 3 by (Tidal)
_BEHIND_WHICH = re.compile(r"Q(?P<lead>[XKHMVOABGv]{0,6}?)(?P<maker>V)(?P<team>v?)(?=[XDL]{0,2}[TU])")
_BEHIND_BY = re.compile(r"Y(?P<lead>[XKHMVOABGv]{0,6})(?P<maker>V)(?P<team>v?)")
_LED_BY = (
    rf"(?:{FIRM}|rivals?|peer|team|group|researchers|scientists|engineers|veterans"
    r"|[\w-]+-(?:based|backed|owned|founded|led))"
)
LEAD = (  # the Chinese tech giant, Berlin-based, a team at the, Canada's, rival lab, a startup called
    rf"(?:(?:the|an?|its|their|his|her|our|fellow) )?(?:[\w&-]+(?:['’]s)? ){{0,4}}?"
    rf"(?:{_LED_BY}(?: (?:at|from|behind|called|named))?|[\w-]+['’]s|rival|fellow)(?: the)? "
)
_LEAD = re.compile(rf"\s*(?:the |{LEAD})?")
_PLACE = re.Match[str].start


def as_owner(text: str, tokens: Sequence[Token], codes: str, place: int) -> Token:
    """`Tidal's new Nova 3`: a name that nobody knows owns a model, and so is its maker's."""
    token = tokens[place]
    name = token.names[0]
    is_plain = len(token.names) == 1 and name.strength == 0 and not (name.family or name.known or name.kind)
    is_owner = text.startswith(_POSSESSIVE, token.end) and _OWNED.match(codes, place + 1) is not None
    is_apposed = _IN_APPOSITION.search(codes, 0, place + 5) is not None and text.startswith(_POSSESSIVE, token.end)
    is_by = _BY.search(codes, 0, place) is not None and not text.startswith(_POSSESSIVE, token.end)
    is_subject = _OWN_VERB.match(codes, place + 1) is not None and _RELATIVE.search(codes, 0, place) is not None
    if not is_plain or not (is_owner or is_apposed or is_subject or is_by or _is_called_a_firm(text, tokens, place)):
        return token
    if find_countries(name.text, Span(0, len(name.text))):
        return token
    return token._replace(code="V", names=(), vendors=(VendorMention(name.start, name.end, open_vendor(name.text)),))


def _is_called_a_firm(text: str, tokens: Sequence[Token], place: int) -> bool:
    """`the French lab Tidal`, `a startup called Tidal`; `Tidal, a startup from Porto,`."""
    token = tokens[place]
    before = tokens[place - 1].code in "XKGV" and _FIRM_BEFORE.search(text, token.start - _FIRM_WITHIN, token.start)
    return bool(before or _A_FIRM.match(text, token.end))


def without_leads(text: str, tokens: list[Token]) -> list[Token]:
    """`which the French startup Tidal released`, `by chip giant Tidal`: the maker stands right behind which and by."""
    codes = codes_of(tokens)
    if "V" not in codes or not ("Q" in codes or "Y" in codes):
        return tokens
    codes = "".join(["v" if token.code == "V" and not token.vendors else token.code for token in tokens])  # the lab
    for found in sorted((*_BEHIND_WHICH.finditer(codes), *_BEHIND_BY.finditer(codes)), key=_PLACE, reverse=True):
        place = found.start("maker")
        if _LEAD.fullmatch(text, tokens[found.start("lead")].start, tokens[place].start):
            del tokens[found.start("team") : found.end("team")]
            del tokens[found.start("lead") : place]
    return tokens
