"""Read, in English, the name that a later sentence gives to what was announced: `The model, called Nova 3, …`.

`Halden has released a new speech model` says who and when, and `Dubbed Nova 3, it runs on a laptop` says what. Up to
two sentences may stand between.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from itertools import takewhile

from extract.candidates import Candidate, find_candidates
from extract.parsing import Parsed, Reading
from extract.sentences import Sentence
from extract.tokens import Token, codes_of

NO_OTHER = (  # behind The: not of a model that was there before
    r"(?![^,.]{0,30}\b(?:older|previous|earlier|current|existing|base|teacher|underlying|original|rival|best|default|same"
    r"|only)\b)"
)
_NAMED = r"(?:called|named|dubbed|known as|code-?named|christened|nicknamed|titled)"
_NAMES_IT = re.compile(
    rf"(?:(?:The|This|Its|Their)\b{NO_OTHER} (?:[\w-]+ ){{0,4}}?(?:models?|LLMs?|system|family|series|one|version)"
    rf"(?:(?:,| is| are| was|, (?:which|that) (?:is|was)|, (?:simply|aptly))? {_NAMED}|,)"
    r"|The (?:first|second|third|other|larger|smaller|former|latter)(?: (?:one|model|of (?:the two|them|these)))?,"
    rf"|(?:It is|It's|They are|It was) {_NAMED}"
    rf"|(?:(?:Simply|Aptly|Fittingly) )?(?i:{_NAMED})) [\"“‘]?(?=\w)"
)
_BEFORE_A_NOUN = re.compile(  # a family of models, testing of a model, on Tuesday; not a paper on, a table of models
    r"\b(?:family|series|set|suite|pair|trio|duo|couple|range|line|line-?up|batch|wave|class|generation|collection|start"
    r"|versions?|release|launch|tests?|testing|rollout|preview|availability) of\b"
    r"|\b(?P<other>of|on|about|for|with|to|in|from|against|between|behind|into)\b"
    r"(?! (?:\w+day|[A-Z][a-z]+\.? \d|\d))"
)
_IS_ONE = re.compile(r"[A-Z][\w.-]*(?: [\w.-]+){0,3} (?:is|are) (?:an?|the|its) ")
_BEFORE = 3  # sentences
_BLOCKS = 2
_DEFINES = re.compile(r"\^NZ[XA]{0,4}H")  # Nova 3 is a small speech model
_MODELS = re.compile(r"[XADV]{0,6}H+(?![NOG])")  # behind the verb: its object is a model, or models, without a name

Read = tuple[Parsed, list[Candidate]]
Reader = Callable[[Reading, Parsed, Parsed], Read]


def find_namings(
    reading: Reading, sentences: Sequence[Sentence], gated: Set[Sentence]
) -> Iterator[tuple[Sentence, Sentence]]:
    """What may have announced a model, and the English sentence behind it that begins as one that names it does."""
    for place, own in enumerate(sentences):
        if _NAMES_IT.match(reading.text, own.start):
            near = sentences[max(0, place - _BEFORE) : place]
            before = (one for one in reversed(near) if own.block - one.block <= _BLOCKS and one in gated)
            if lead := next((one for one in before if reading.words.call_a_model(*one[:2])), None):
                yield lead, own


def find_definer(reading: Reading, before: Sentence, after: Sentence) -> Reader | None:
    """`read_defined` where the one sentence may have announced what the other says to be a model."""
    is_near = after.block <= before.block + 1 and _IS_ONE.match(reading.text, after.start)
    return read_defined if is_near and reading.words.call_a_model(*before[:2]) else None


def tells_alone(parsed: Parsed, found: Sequence[Candidate]) -> bool:
    """Whether the sentence has a verb of its own for what was found in it."""
    return any(one.trigger and one.trigger.start >= parsed.sentence.start for one in found)


def read_named(reading: Reading, lead: Parsed, own: Parsed) -> Read:
    """The sentence that names it behind the clause that announced it, and what both tell of that name."""
    found = _NAMES_IT.match(reading.text, own.sentence.start)
    place = next((at for at, each in enumerate(own.tokens) if found and each.start >= found.end()), 0)
    return _read_behind(reading, lead, own, place)


def read_defined(reading: Reading, lead: Parsed, own: Parsed) -> Read:
    """`Nova 3 is a small speech model`, behind what announced a model."""
    return _read_behind(reading, lead, own, 1) if _DEFINES.match(codes_of(own.tokens)) else (own, [])


def _read_behind(reading: Reading, lead: Parsed, own: Parsed, place: int) -> Read:
    announced = _find_announcement(reading.text, lead.tokens)
    if not announced or own.tokens[place].code not in "NO":
        return own, []
    called = Token("G", own.sentence.start, own.sentence.start)
    cues = [cue for cue in lead.cues if cue[1] <= announced[-1].end]
    parsed = own.with_tokens([*announced, called, *own.tokens[place:]], [*cues, *own.cues])
    return parsed, [one for one in find_candidates(parsed) if one.name in own.tokens[place].names]


def _find_announcement(text: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """What leads to the last verb whose object is a model without a name, the object and its day; else nothing."""
    for place in range(len(tokens) - 1, 0, -1):
        if tokens[place].code in "TU":
            clause = [*takewhile(lambda each: each.code not in ",:EQ", _without_pauses(tokens, place + 1))]
            found = _MODELS.match(codes_of(clause))
            if found and not _is_of_others(text, tokens[place].end, clause[found.end() - 1].start):
                days = [each for each in clause[found.end() :] if each.code == "D"]
                return [*tokens[: place + 1], *clause[: found.end()], *days]
    return ()


def _is_of_others(text: str, start: int, end: int) -> bool:
    return any(each["other"] for each in _BEFORE_A_NOUN.finditer(text, start, end))


def _without_pauses(tokens: Sequence[Token], place: int) -> Iterator[Token]:
    """`announced on Thursday, August 28, a new model`: no comma behind a day ends the clause."""
    return (
        each for at, each in enumerate(tokens[place:], place) if not (each.code == "," and tokens[at - 1].code == "D")
    )
