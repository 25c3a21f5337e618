"""Find English verbs whose object stands within them: `rolling Nova 3 out`, `pushed its new Nova 3 model live`."""

import re
from collections.abc import Iterator, Sequence

from extract.lexer import Words
from extract.names import Name
from extract.records import Span
from extract.tokens import Token

SPLIT = "split"  # how a trigger is used that is the first half of such a verb
_LEADS_UP = re.compile(  # its new (Nova 3); a smaller model, (Nova 3 Lite)
    r"\s(?:(?:the|its|their|our|his|her)\s(?:[a-z][\w-]*\s){0,4}|(?:an?|another|one more) (?:[\w-]+ ){0,4}model, )?"
)
_LONGEST_LEAD = 40  # characters
_SECOND = {  # by the first half's rule
    "en-split": re.compile(  # out; to its API
        r"\s?(?:(?:AI\s)?(?:model|LLM)s?\s)?(?:(?:out|live|online)\b(?!\sof\b)"
        r"|to (?:(?:its|the|all|paying|\w+['’]s) ){0,2}"
        r"(?:API|apps?|platform|users|subscribers|customers|developers|production|everyone)\b)"
    ),
    "en-add": re.compile(  # to its family of open models
        r"(?:, (?:an?|the|its|our) [^,.;\n]{3,60})?,?\s?to (?:its|the|their|our) (?:[\w.-]+ ){0,4}?"
        r"(?:famil(?:y|ies)|line-?up|series|portfolio|range|roster|catalog(?:ue)?)\b"
    ),
    "en-open": re.compile(  # , a coding model, for closed testing
        r"\s?(?:AI\s)?(?:model\s)?to (?:all|everyone|the public|developers|users)\b"
        r"|(?:, (?:an?|the|its) [^,.;\n]{3,60},)? ?for (?:(?:closed|public|open|beta|early|developer|general) )*"
        r"(?:testing|access|preview|use|download)\b"
    ),
    "en-move": re.compile(  # , a coding model, to general availability; out of beta; to developers
        r"(?:, (?:an?|the|its|our) [^,.;\n]{3,60},)? ?(?:"
        r"(?:in)?to (?:(?:a |its )?(?:(?:closed|public|open|limited|private|early|developer|research) )*"
        r"(?:preview|beta|access)|general availability|production|the public|everyone"
        r"|(?:all|paying|free|more) (?:\w+ )?(?:users|customers|subscribers|developers)"
        r"|developers(?! of)|(?:its|our|the) API)"
        r"|out of (?:(?:closed|public|limited|private|research) )?(?:preview|beta)|live|loose)\b"
    ),
    "en-make": re.compile(
        r"\s?(?:AI\s)?(?:model\s)?(?:official|public|open[ -]source|free (?:for|to) (?:all|everyone|every))\b"
    ),
}


def find_split_verbs(text: str, words: Words, span: Span, names: Sequence[Name]) -> Iterator[Token]:
    """The first halves, as verbs that take the name as their object."""
    starts = {name.start: name for name in names if not name.known}
    for start, end, verb in words.triggers.within(*span):
        if verb.use != SPLIT:
            continue
        name = next((starts[place] for place in range(end, end + _LONGEST_LEAD) if place in starts), None)
        second = _SECOND.get(verb.id)
        if name and second and _LEADS_UP.fullmatch(text, end, name.start) and second.match(text, name.end):
            yield Token("U", start, end, trigger=verb)
