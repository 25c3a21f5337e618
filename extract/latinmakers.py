"""Who made it, in English, where nobody entered them: `Halden's best model yet, Nova 3`, `Halden today released …`."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from extract.actors import find_subject_maker
from extract.candidates import Candidate
from extract.firsts import compile_search
from extract.lexicon import load_lexicon
from extract.makerleads import LEAD
from extract.names import Name
from extract.parsing import Parsed, Reading
from extract.records import Span
from extract.roles import find_actor
from extract.statementrules import find_countries
from extract.vendors import VendorMention, open_vendor

_WITHIN = 110  # characters before a name
_WHO = r"(?<![\w.-])(?P<who>[A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s "
_OWNED = re.compile(  # Halden's most capable speech model, Nova 3; Halden's launch of Nova 3
    _WHO + r"(?!rival|answer|response|alternative|competitor|successor|ceo|chief|head|co-?founder)"
    r"(?:(?!(?:to|for|with|from|than|over|in|on|at|and|or|but|by|via|using|about|against|like|called|rivals?|of)\b)"
    r"[a-z\d][\w-]*,? ){0,6}(?:(?:launch|release|debut|rollout|introduction|unveiling|arrival) of (?:its |the )?"
    r"|(?:called|named|dubbed) )?[\"“]?\Z"
)
_CALLS_IT = re.compile(  # which Halden calls Nova 3
    r"\b(?:which|that|what) (?P<who>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}) (?:has |is )?(?:calls|called|calling|dubs|dubbed"
    r"|named|names) (?:its [^,.;]{0,40} )?[\"“]?\Z"
)
_MODEL_OF = compile_search(  # Halden's newest speech model went out; the new model from Halden; said Halden
    "A-Zs",
    _WHO + r"(?:(?:own|new|newest|latest|first|second|third|flagship|most|next)[ -])[^.,;:\n]{0,40}?\bmodels?\b"
    r"|\b(?:[Ss]tartup|AI lab|AI company|AI firm) (?P<named>[A-Z][\w-]+(?: [A-Z][\w-]+)?)",
)

_MADE_BY_NAME = re.compile(
    r"\b(?:(?:models?|LLMs?|release) (?:from|by)"
    r"|(?i:developed|built|created|unveiled|released|launched|introduced|published|announced|open-?sourced)"
    r"(?: (?:on|in|at|last|this|the|earlier|today|weeks?|months?|years?|days?|\w+day|[A-Z]\w+|summit|conference|fair"
    r"|\w+ly|back|ago|an?|few|early|late|\d+)){0,6} by)"
    rf" (?:{LEAD})?(?P<maker>(?!AI\b)[a-z]{{0,2}}[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}})"  # Berlin-based, Canada's Halden
    r"|(?:new|newest|latest) (?:generation|version|member|addition|iteration|model) (?:of|to|in|from)"
    r" (?P<house>[A-Z][\w-]+)(?='s)"
    r"|(?<![\w.] )(?<!\w)(?P<owner>[A-Z][\w-]+)'s (?:new|newest|latest|first)\b[^.,;\n]{0,40}\bmodels?\b"
)

_SPEAKS = re.compile(  # Halden has made its Nova 3 available; Halden says: who is nobody's plural
    r"(?<![\w.] )(?<![\w.-])(?P<who>[A-Z][\w-]*[a-rt-z\d](?: [A-Z][\w-]+)?)"
    r" (?:(?:has|have|had|is|was|also|today|quietly|just|now|officially|(?:on )?\w+day) )*"
    r"(?:made|makes|making|announced|says|said|calls|giving|gave|put|slipped|slid|opened|has an?|doubled down)\b"
)

_DEFINED = re.compile(  # Nova 3 is a speech model from Halden
    r"[\"”]?,? (?:(?:is|was) )?(?:an?|the) [^.;:\n]{0,80}?\b(?:model|LLM)"
    r"(?: (?:developed|built|created|made|trained|released))? (?:by|from|of)"
    rf" (?:{LEAD})?(?P<who>(?!AI\b)[A-Z][\w-]+(?: [A-Z][\w-]+){{0,2}})"
    r"|[\"”]? (?:is|was|marks|becomes) (?P<owner>[A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s (?:[\w-]+ ){0,5}?(?:model|LLM)\b"
)
_PRESENTED = re.compile(  # Halden, a startup in Porto, …: a maker nobody entered, where the article names no other
    r"(?<![\w.])(?P<who>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}), (?:an?|the) [^,.\n]{0,60}?\b(?:startup|company|lab|firm)\b"
)
_THE_COMPANY = re.compile(r"\b[Tt]he (?:\w+ )?(?:company|startup|start-up|firm|lab)\b")


def find_latin_maker(
    reading: Reading, candidate: Candidate, names: Sequence[Name], known: Sequence[VendorMention]
) -> VendorMention | None:
    """Who owns one of the names or stands before the verb; else who is said anywhere to have a model of their own.

    `known` are the vendors that the article names; one of those, named as often, is not passed over for the last.
    """
    owners = (
        owner for name in names if (owner := _find_owner(reading.text, name) or _find_definer(reading.text, name))
    )
    found = next(owners, None) or find_subject_maker(reading, candidate)
    found = found or _find_actor(reading.parsed.get(candidate.sentence), candidate)
    found = found or _find_often_named(reading.text, candidate, known)
    return next((vendor for vendor in known if found and vendor.span == found.span), found)


def find_named_maker(
    text: str, candidate: Candidate, known: Callable[[], Sequence[VendorMention]]
) -> VendorMention | None:
    """Whose the candidate's sentence says it is: Halden's new model, a model from Halden, launched by Halden."""
    match = _MADE_BY_NAME.search(text, candidate.sentence.start, candidate.sentence.end)
    if match is None:
        return None
    span = Span(*match.span(match.lastgroup or 0))
    return next((vendor for vendor in known() if vendor.start == span.start), None) or VendorMention(
        *span, open_vendor(span.of(text))
    )


def find_company(text: str, candidate: Candidate, known: Callable[[], Sequence[VendorMention]]) -> VendorMention | None:
    """Who `the company` of its sentence is: the one presented last, where no other is spoken of since."""
    start = candidate.sentence.start
    if not _THE_COMPANY.search(text, start, candidate.name.start):
        return None
    *_, last = None, *iter_presented(text, 0, start)
    is_of_another = last is not None and any(last.end <= each.start < start for each in known())
    return None if is_of_another else last


def iter_presented(text: str, start: int, end: int) -> Iterator[VendorMention]:
    """Makers nobody entered, whom the text presents: `Halden, a startup in Porto, …`."""
    for match in _PRESENTED.finditer(text, start, end):
        if match["who"].split()[0] not in load_lexicon().words.stop:  # On Friday, the startup …
            yield VendorMention(*match.span("who"), open_vendor(match["who"]))


def _find_owner(text: str, name: Name) -> VendorMention | None:
    """Whose it is said to be right before the name."""
    start = max(0, name.start - _WITHIN)
    before = text[start : name.start]
    return _read(_OWNED.search(before) or _CALLS_IT.search(before), start)


def _find_definer(text: str, name: Name) -> VendorMention | None:
    """Whose it is said to be right behind the name, where that says what it is."""
    return _read(_DEFINED.match(text, name.end), 0)


def _find_actor(parsed: Parsed | None, candidate: Candidate) -> VendorMention | None:
    """Whoever stands before the verb in its clause, where the name is its object."""
    verb, tokens = candidate.trigger, parsed.tokens if parsed else ()
    if verb is None or verb.start > candidate.name.start:
        return None
    place = next((place for place, each in enumerate(tokens) if each.start == verb.start and each.code in "TU"), None)
    actor = find_actor(tokens, place) if place else None
    return actor if actor and actor.end > actor.start else None


def _find_often_named(text: str, candidate: Candidate, known: Sequence[VendorMention]) -> VendorMention | None:
    start, end = candidate.sentence.start, candidate.sentence.end + _WITHIN
    found = _read(_MODEL_OF.search(text), 0) or _read(_SPEAKS.search(text, start, end), 0)
    most = max(Counter(vendor.vendor.id for vendor in known).values(), default=0)
    return found if found and text.count(found.vendor.name) > most else None


def _read(found: re.Match[str] | None, start: int) -> VendorMention | None:
    who = found[found.lastgroup or 0] if found else ""
    if found is None or who.split()[0] in load_lexicon().words.stop or find_countries(who, Span(0, len(who))):
        return None
    span = Span(*found.span(found.lastgroup or 0))
    return VendorMention(start + span.start, start + span.end, open_vendor(who))
