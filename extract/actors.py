"""Whose an English verb is where nobody entered its subject: `Halden, backed by Tidal, has released Nova 3`.

Between the beginning of the sentence and its verb stands nothing but the subject: a name with what leads up to it, what
is said of it between commas or brackets, and auxiliaries, adverbs and days. Or its people do it, or its chief.
"""

import re

from extract.candidates import Candidate
from extract.lexicon import load_lexicon
from extract.makerleads import LEAD
from extract.parsing import Reading
from extract.records import Span
from extract.statementrules import find_countries
from extract.vendors import VendorMention, open_vendor

_LONGEST_TITLE = 24  # characters
_LONGEST = 320  # characters from a sentence's beginning to its verb
_DAY = (
    r"(?:\w+day|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.|\d{1,2}(?:st|nd|rd|th)?,?|20\d\d,?)"
)
_OPENING = r"(?:(?:On|In|At|Last|This|Earlier|Late|Today|Yesterday|Meanwhile|Separately|Also|And|But)\b[^,.;]{0,40}, )?"
_NAME = r"[A-Z][\w&.-]*(?: (?:[A-Z][\w&-]+|of [A-Z][\w-]+)){0,3}"
_ASIDE = r"(?: \([^()]{1,40}\))?(?:, (?!and |or )[^.;:\n]{3,180},)?"
_DOING = (  # has today quietly; said on Tuesday it has; announced the; trained and
    rf"(?: (?:has|have|had|is|was|also|just|now|today|yesterday|recently|then|first|soon|later|finally|once|again|since"
    rf"|\w+ly|on|in|at|early|late|this|last|earlier|week|month|year|morning|the|that|it|they|its|{_DAY}"
    r"|said|says|announced|announces|celebrated|confirmed|began|started|\w+(?:ed|t) and))*"
    r"(?: \w+(?:ed|s|t|de) [^,.;:\n]{2,60} by)?"  # entered the race by
)
_TITLE = r"(?:(?:co-?)?founder|CEO|CTO|COO|chief|president|chair(?:man|woman)?|head|boss|director|vice president|VP)"
_TITLED = re.compile(rf"\b{_TITLE},? \Z")
_PEOPLE = (
    r"(?:[Aa]n? |[Tt]he )?(?:[\w-]+ ){0,3}?(?:[Ee]ngineers|[Rr]esearchers|[Ss]cientists|[Dd]evelopers|[Tt]eams?"
    r"|[Ss]taff|[Gg]roup|[Pp]eople|[Ff]olks)(?: of \w+){0,2} (?:at|from|behind) (?:the )?"
)
_ARM = (
    r"(?:(?:['’]s)? (?:[\w-]+ ){0,3}?(?:division|unit|arm|lab|team|subsidiary|branch|group|researchers|engineers"
    r"|scientists))"
)
_ACTORS = tuple(
    re.compile(rf"{_OPENING}{shape}{_DOING} ?\Z")
    for shape in (
        rf"{_PEOPLE}(?P<who>{_NAME}){_ASIDE}",
        rf"(?P<who>{_NAME})(?:['’]s)? (?:[\w-]+ (?:and )?){{0,3}}?{_TITLE}(?: (?:and|of) [\w ]{{2,30}}?)?"
        rf" {_NAME}{_ASIDE}",
        rf"{_NAME}, (?:the |an? )?(?:[\w-]+ (?:and )?){{0,3}}?{_TITLE}(?: and [\w -]{{2,30}}?)? (?:of|at) "
        rf"(?:{LEAD})?(?P<who>{_NAME}),",
        rf"(?P<who>{_NAME}){_ARM}{_ASIDE}",
        rf"(?:{LEAD})?(?P<who>{_NAME}){_ASIDE}",
    )
)


def find_subject_maker(reading: Reading, candidate: Candidate) -> VendorMention | None:
    """The subject of the candidate's verb where it opens the sentence, and its name may be a maker's."""
    start, verb = candidate.sentence.start, candidate.trigger
    if verb is None or not start < verb.start < min(candidate.name.start, start + _LONGEST):
        return None
    lead = reading.text[start : verb.start]
    found = next((found for actor in _ACTORS if (found := actor.match(lead))), None)
    if found is None or not _may_be_a_maker(reading, found["who"], start + found.start("who")):
        return None
    span = Span(start + found.start("who"), start + found.end("who"))
    return VendorMention(*span, open_vendor(found["who"]))


def is_titled(text: str, vendor: VendorMention) -> bool:
    """`Halden CEO Ada Park unveiled`: whose title stands before, so that it is nobody's maker."""
    return _TITLED.search(text, max(0, vendor.start - _LONGEST_TITLE), vendor.start) is not None


def _may_be_a_maker(reading: Reading, who: str, start: int) -> bool:
    words, first = load_lexicon().words, who.split(maxsplit=1)[0]
    if first in words.stop or first in words.soft or find_countries(who, Span(0, len(who))):
        return False
    end = start + len(who)
    return not (reading.words.cues.has(start, end) or reading.words.heads.has(start, end))
