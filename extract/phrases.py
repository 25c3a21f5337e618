"""Read an English sentence's phrases before its patterns: whose a name is, what is set aside, what a count is of.

Each frame becomes what the patterns read anyway, so that none needs a copy of its own for it.
"""

import re
from collections.abc import Sequence

from extract.asides import MEMBERS, with_members, without_glosses, without_short_forms
from extract.definitions_en import read_definitions
from extract.lexicon import load_lexicon
from extract.makerleads import FIRM, as_owner, without_leads
from extract.records import Span
from extract.tokens import Token, codes_of

_POSSESSIVE = ("'s", "’s")
_TEAM = re.compile(r"(?P<they>V?)(?P<of>B)(?=V)")
_TEAM_WORD = re.compile(r"\b(?:[Rr]esearchers|[Ss]cientists|[Ee]ngineers|[Tt]eams?|[Gg]roup|[Ss]tudents) \Z")
_TEAM_OF = ("at", "from")
_TEAM_WITHIN = 14  # characters
_PRONOUN = re.compile(r"\b(?:there|here|it|that)\Z", re.IGNORECASE)
_PRONOUN_WITHIN = 6  # characters
_BEHIND = re.compile(r"N[BY]V(?!X)|NBX?V(?=[,CDE])|(?<=S)NYV|(?<=SX)NYV")
_MAKER_WORDS = ("from", "by")
_LONGEST_ARTICLE = 5  # characters: the, with its blanks
_ARTICLE = re.compile(
    r"(?:an?|the|its|their|our|one|another|his|her|(?:also |better |best )?known|formerly|based|founded|headquartered"
    r"|backed|led|not to be outdone)\b",
    re.IGNORECASE,
)
_MAY_BE_APPOSITION = re.compile("[VON],[XV]")
_ASIDE = 12  # tokens
_VERB = re.compile(r"[XDL]?[TUIZ]")
_ADVERB = re.compile(  # between a subject and its verb: has quietly
    r"\s*(?:(?:has|have|had|is|are|was|were|will|also|just|now|finally|today|then|since|first|too|\w+ly) ?)+\Z"
)
_PARTICIPLE = re.compile(r"\^B[XKA]{1,3}(?P<verb>[TU])(?:D|BX|Y[VO]){1,3},")
_OF_A_SUBJECT = re.compile(r"[\^,:](?P<noun>XK?)(?P<verb>[TU])(?:D|BX|Y[VO]){1,3}(?P<main>X)")
_A_THING = re.compile(r"\s*(?:an?|the|its|their|another|one)\s[\w\s-]+", re.IGNORECASE)
_FIRM_AT_END = re.compile(rf"\b(?:{FIRM}s?|team|group|researchers|scientists|engineers)\s*\Z")
_MAIN_VERB = re.compile(r"\s*(?!its\b|this\b)[a-z]+(?:s|ed)\b|\s*(?:found|put|said|shows|can|has|had|did|does)\b")
_OPENING_ADVERB = re.compile(
    r"\s*(?:Just|First|Originally|Initially|Newly|Only|Quietly|Officially|Publicly|Recently)(?: just)?\s*"
)
_ATTRIBUTES = re.compile(r"X(?:,X)+,?(?:CX)?[HK]|XCX[HK]")
_RANGE = re.compile(r"H(?P<range>X(?:,X)+,?(?:CX)?)(?=,[BGT])")
_SPANS = re.compile(r"\s(?:spanning|covering|ranging|across|for)\b")
_LONGEST_ATTRIBUTE = 40  # characters
_SO_FAR = re.compile(r"\s*(?:yet|ever|so far|to date|of all)\s*")
_SUPERLATIVE = re.compile(r"(?:most|least|\w+est|more|\w+er)\b", re.IGNORECASE)
_COUNTED = re.compile(rf"\b(?:{MEMBERS}|members|family|series|line-?up|suite|trio|pair|duo|collection)\s*$")
_TIERS = re.compile(r"\((?:XO|XN|[NO])(?:[,C]+(?:D|X)?[NO])*\)")
_WITH_NEW = re.compile(r"B(?=(?P<new>X?)AX?N|N[XH]{0,2},(?P<apposed>X)[XA]{0,2}A[XA]{0,2}H)")
_ITS = re.compile(r"\s*(?:its|their|our)\b")
_ANSWER = re.compile(r"(?<=[VODA])XD?B|(?<=,)XD?B")
_FOLLOWS = re.compile(r"(?<=[NH])XD")
_ANSWER_VERB = re.compile(
    r"follow(?:ed|s)|counter(?:ed|s)|answer(?:ed|s)|respond(?:ed|s)|replied|retaliated|hit back|fired back"
    r"|burst on(?:to)? the scene|broke (?:through|out)|(?:rose|shot) to (?:fame|prominence)"
    r"|made (?:its (?:name|mark)|a name for itself)|following (?:it|that|this) up"
)
_ANSWERS = re.compile(  # and whatever says when
    r"(?:['’]re|\s*) ?(?:(?:has|have|is|are|then|soon|also|quickly|promptly|later) )*"
    rf"(?P<verb>{_ANSWER_VERB.pattern})"
    r"(?: up)?(?: (?:the|a|an|days?|weeks?|months?|hours?|later|next|same|few|soon|shortly|after|morning|in|\w+ly))*\s*"
)
_FAMILY = re.compile(  # the Nova 3 family, Sun, Moon and Star,; the Nova 3 series, comprising three models: …
    r"N[HX](?P<sign>,)(?:Q?X?(?P<tiers>O(?:\([^()]+\))?(?:[,C]+O(?:\([^()]+\))?)+)(?=[,BDE])|X[^,TUI]{0,3}:)"
)
_COMPRISES = re.compile(
    r"\s*(?:(?:which|that) (?:includes?|comprises?|consists? of|spans?|is made up of)|comprising|consisting|spanning"
    r"|including|made up|available in|offered in|in)\b"
)


def with_houses_of_teams(text: str, tokens: list[Token]) -> list[Token]:
    """`Researchers at Tidal have released`, `a team from Tidal`: Tidal has."""
    codes = codes_of(tokens)
    if "BV" not in codes:
        return tokens
    for found in reversed([*_TEAM.finditer(codes)]):
        place = found.start("of")
        before = text[max(0, tokens[place].start - _TEAM_WITHIN) : tokens[place].start]
        if _TEAM_WORD.search(before) and text[tokens[place].start : tokens[place].end] in _TEAM_OF:
            del tokens[found.start("they") if found["they"] else place : place + 1]
    return tokens


def read_phrases(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The sentence's tokens with its phrases read; the same where there are none."""
    if any(sign in text[tokens[0].start : tokens[-1].end] for sign in _POSSESSIVE):
        tokens = [token._replace(code="Z") if _is_contracted(text, token) else token for token in tokens]
    tokens = read_definitions(text, _with_answers(text, _without_participle(text, tokens)))
    codes = codes_of(tokens)
    found = [as_owner(text, tokens, codes, place) if token.code == "O" else token for place, token in enumerate(tokens)]
    found = _with_makers(text, without_leads(text, found))
    found = _without_appositions(text, found)
    found = _without_range(text, _with_one_attribute(text, found))
    found = _with_tiers(text, found)
    found = without_short_forms(found, codes_of(found)) if "(" in codes else found
    return with_members(text, without_glosses(text, found)) if codes.count("N") > 1 else found


def _without_participle(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """`In a test published on Monday, Nova 3 …`, `A study released on Monday ranks`: no verb of the sentence's own."""
    codes = codes_of(tokens)
    if codes.startswith("^XT") and _OPENING_ADVERB.fullmatch(text, tokens[1].start, tokens[1].end):
        return [tokens[0], *tokens[2:]]  # Just released by Tidal, Nova 3 …
    places = [found.start("verb") for found in _PARTICIPLE.finditer(codes)]
    places += [found.start("verb") for found in _OF_A_SUBJECT.finditer(codes) if _tells_of_it(text, tokens, found)]
    if not places:
        return tokens
    return [token._replace(code="X", trigger=None) if at in places else token for at, token in enumerate(tokens)]


def _tells_of_it(text: str, tokens: Sequence[Token], found: re.Match[str]) -> bool:
    """Whether a thing that was released, and no firm, is what the verb behind is the verb of."""
    first, last = found.span("noun")
    noun, main = (tokens[first].start, tokens[last - 1].end), tokens[found.start("main")]
    is_thing = _A_THING.fullmatch(text, *noun) and not _FIRM_AT_END.search(text, *noun)
    return bool(is_thing and _MAIN_VERB.match(text, main.start, main.end))


def may_answer(text: str, span: Span) -> bool:
    """Whether the first half of a verb like `followed with` is there; the skeleton tells whether it is one."""
    return _ANSWER_VERB.search(text, *span) is not None


def _with_answers(text: str, tokens: Sequence[Token]) -> list[Token]:
    """`followed a day later with Nova 3`: one verb, with its time between the halves; `Nova 3 followed in June`.

    `hits back with its new Nova 3`, `with Nova 3, its newest model`: with what the subject has made.
    """
    kept = list(tokens)
    codes = codes_of(tokens)
    for found in _WITH_NEW.finditer(codes):
        place = found.start("apposed") if found["apposed"] else found.start() + 1
        word, own = tokens[found.start()], tokens[place]
        if text[word.start : word.end] == "with" and (own.code == "A" or _ITS.match(text, own.start, own.end)):
            kept[found.start()] = word._replace(code="W", cue=None)
    for found in _FOLLOWS.finditer(codes):
        verb = tokens[found.start()]
        if text[verb.start : verb.end].strip() == "followed":
            kept[found.start()] = verb._replace(code="I", trigger=load_lexicon().triggers["followed"])
    for found in _ANSWER.finditer(codes):
        verb, word = tokens[found.start()], tokens[found.end() - 1]
        said = _ANSWERS.fullmatch(text, verb.start, verb.end)
        if said and text[word.start : word.end] == "with":
            trigger = load_lexicon().triggers[said["verb"].casefold()]
            kept[found.start()] = Token("U", *said.span("verb"), trigger=trigger)
            kept[found.end() - 1] = word._replace(code="X", cue=None)
    return kept


def _is_contracted(text: str, token: Token) -> bool:
    """The 's of `There's a new model`."""
    return (
        token.code == "X"
        and text.startswith(_POSSESSIVE, token.start)
        and bool(_PRONOUN.search(text, max(0, token.start - _PRONOUN_WITHIN), token.start))
    )


def _with_makers(text: str, tokens: Sequence[Token]) -> list[Token]:
    """`Nova 3 from Northwind`, `Nova 3 by Northwind`: the maker is the name's, and out of the clause's way."""
    codes = codes_of(tokens)
    if "V" not in codes or "N" not in codes:
        return list(tokens)
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        found = _BEHIND.match(codes, place) if codes[place] == "N" else None
        maker = tokens[found.end() - 1] if found else None
        is_maker = maker is not None and not text.startswith(_POSSESSIVE, maker.end)  # by Tidal's lab: a phrase goes on
        if found and maker and is_maker and _is_by_maker(text, tokens[place + 1 : found.end()]):
            token = token._replace(makers=((token.names[-1], maker.vendors[0]),))
            place = found.end() - 1
        kept.append(token)
        place += 1
    return kept


def _is_by_maker(text: str, tokens: Sequence[Token]) -> bool:
    """Whether a preposition and a vendor say who made it; a mere host is only where it can be had."""
    word, maker = tokens[0], tokens[-1]
    is_article = len(tokens) < 3 or tokens[1].end - tokens[1].start <= _LONGEST_ARTICLE  # noqa: PLR2004
    is_said = text[word.start : word.end].casefold() in _MAKER_WORDS and is_article
    return is_said and bool(maker.vendors) and not all(each.weak for each in maker.vendors)


def _without_appositions(text: str, tokens: Sequence[Token]) -> list[Token]:
    """`Tidal, a startup from Porto, has unveiled`: what tells more of a subject stands between it and its verb."""
    if not _MAY_BE_APPOSITION.search(codes_of(tokens)):
        return list(tokens)
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        kept.append(tokens[place])
        place = _end_of_apposition(text, tokens, place) or place + 1
    return kept


def _end_of_apposition(text: str, tokens: Sequence[Token], place: int) -> int | None:
    """The position of what follows it: the subject's own verb."""
    if tokens[place].code not in "VON" or tokens[place + 1].code != ",":
        return None
    codes = [token.code for token in tokens[place + 1 : place + 4]]
    if codes[:2] not in ([",", "X"], [",", "V"]):
        return None
    is_owned = codes[1] == "V" and text.startswith(_POSSESSIVE, tokens[place + 2].end)
    if not is_owned and not _ARTICLE.match(text[tokens[place + 2].start : tokens[place + 2].end].lstrip()):
        return None
    for end in range(place + 3, min(place + _ASIDE, len(tokens) - 1)):
        if tokens[end].code in "TUIE:Q":
            return None
        if tokens[end].code == "," and _is_verb_ahead(text, tokens, end + 1):
            is_called = tokens[place].code == "O" and any(token.code == "H" for token in tokens[place + 2 : end])
            return None if is_called else end + 1  # Tidewater, a 9B model, …: its own frame
    return None


def _is_verb_ahead(text: str, tokens: Sequence[Token], place: int) -> bool:
    ahead = "".join([token.code for token in tokens[place : place + 2]])
    first = tokens[place]
    is_near = first.code != "X" or _ADVERB.match(text, first.start, first.end) is not None
    return is_near and _VERB.match(ahead) is not None


def _with_one_attribute(text: str, tokens: Sequence[Token]) -> list[Token]:
    """`its most powerful, most expensive and slowest model`: attributes of one noun, with no clause between them."""
    codes = codes_of(tokens)
    if "H" not in codes and not _ATTRIBUTES.search(codes):
        return list(tokens)
    kept: list[Token] = []
    place = 0
    while place < len(tokens):
        found = _ATTRIBUTES.match(codes, place) if codes[place] == "X" else None
        run = tokens[place : found.end() - 1] if found else ()
        if run and all(_is_attribute(text, token) for token in run[1:] if token.code == "X"):
            kept.append(run[0]._replace(end=run[-1].end))
            place += len(run)
        elif kept and kept[-1].code == "H" and _SO_FAR.fullmatch(text, tokens[place].start, tokens[place].end):
            place += 1  # its slowest model yet, Nova 3
        else:
            kept.append(tokens[place])
            place += 1
    return kept


def _without_range(text: str, tokens: list[Token]) -> list[Token]:
    """`seven models spanning code, speech and images, led by Nova 3`: what they are for is a list of its own."""
    found = _RANGE.search(codes_of(tokens))
    first = tokens[found.start("range")] if found else None
    if found is None or first is None or not _SPANS.match(text, first.start):
        return tokens
    return [*tokens[: found.start("range")], first._replace(end=tokens[found.end() - 1].end), *tokens[found.end() :]]


def _is_attribute(text: str, token: Token) -> bool:
    words = text[token.start : token.end].strip()
    return len(words) <= _LONGEST_ATTRIBUTE and _SUPERLATIVE.match(words) is not None


def _with_tiers(text: str, tokens: Sequence[Token]) -> list[Token]:
    """What a count or a family is of: `in three sizes (Nova 3 Lite, Nova 3 Max)`, `its Nova 3 family, Sun and Moon,`.

    It is read as behind a colon. `the Nova 3 series, comprising three models: Sun and Moon`: nothing is set off there.
    """
    codes = codes_of(tokens)
    kept = list(tokens)
    for found in _TIERS.finditer(codes) if "(" in codes else ():
        before = tokens[found.start() - 1]
        if before.code in "XHK" and _COUNTED.search(text, before.start, before.end):
            kept[found.start()] = kept[found.start()]._replace(code=":")
            kept[found.end() - 1] = kept[found.end() - 1]._replace(code=",")
    spare: set[int] = set()
    for found in _FAMILY.finditer(codes):
        family, comma, end = tokens[found.start() + 1], found.start("sign"), found.end("tiers")
        told = tokens[comma + 1 : found.start("tiers")] if end > 0 else tokens[comma + 1 : comma + 2]
        is_family = _COUNTED.search(text, family.start, family.end) is not None
        if not is_family or (told and not _COMPRISES.match(text, told[0].start, told[-1].end)):
            continue
        if end < 0:
            spare.add(comma)
        elif _are_words(tokens[found.start("tiers") : end]):
            kept[comma] = kept[comma]._replace(code=":")
            spare.update(range(comma + 1, found.start("tiers")))
    return [token for place, token in enumerate(kept) if place not in spare]


def _are_words(tokens: Sequence[Token]) -> bool:
    """Whether the names are tiers: single words that nobody knows."""
    names = [name for token in tokens for name in token.names]
    return all(name.strength == 0 and not (name.known or name.family or " " in name.text) for name in names)
