"""What a versioned name is taken for that no noun tells of: a model, where the text around it speaks of one."""

import re
from collections.abc import Iterable, Mapping

from extract.candidates import Candidate
from extract.identity import Parts
from extract.kinds import MODEL_VOTES, NO_THING, Votes
from extract.looks import LOOKS_LIKE_ONE
from extract.names import Name
from extract.parsing import Reading

_VERSIONED = 2  # a name's strength
_BEFORE, _BEHIND = 160, 300  # characters around its sentence
_SOFTWARE = re.compile(r"\d+\.\d+\.\d")  # v1.2.3
_ONE_MODEL = re.compile(  # the model, its newest speech model, two models: not what trains, serves or tests models
    r"(?<![\w-])(?:[Tt]h(?:e|is)|[Ii]ts|[Oo]ur|[Tt]heir|[Aa](?:n|nother)?|\w+['’]s|(?i:new|latest|newest)) "
    r"(?:[\w,-]+ ){0,7}?(?:model(?! (?:maker|zoo|hub|card|context|provider|router|training))|LLM)\b"
    r"|(?i:\b(?:two|three|four|five|new|both|open|open-weight|open-source|the|speech|video|language) "
    r"(?:[\w-]+ ){0,2}?models (?=in|—|:|on|from|called|under|of|and|are|come))"
    r"|(?i:\b(?:open(?:[ -]weights?|-source)?) (?:[\w-]+ )?models?\b"
    r"|\b(?:the|open|model) weights\b|\bweights (?:for|of|are)\b)"
)


def with_surroundings(
    votes: Votes, reading: Reading, candidates: Iterable[Candidate], parts: Mapping[Name, Parts]
) -> Votes:
    """`Halden launched Nova 3 on Tuesday. The model …`: nothing is called Nova 3, but a model is spoken of."""
    is_english = reading.language == "en"
    unheard = [each for each in candidates if (is_english or each.vendor) and not votes.get(parts[each.name])]
    unheard = [each for each in unheard if _is_versioned(each.name)]
    asked = {parts[each.name]: _votes_for(each) for each in unheard if _speaks_of_one(reading, each)}
    if not is_english:  # Tern-4 家族 (family): what longer names begin with
        brands = {own for own in asked if any(own == other[: len(own)] != other for other in parts.values())}
        asked = {own: told for own, told in asked.items() if own not in brands}
    return {**votes, **{own: {"model": told} for own, told in asked.items()}} if asked else votes


def _votes_for(candidate: Candidate) -> float:
    """Where a verb tells of it, as for a look that models have."""
    return LOOKS_LIKE_ONE if candidate.trigger else MODEL_VOTES


def _is_versioned(name: Name) -> bool:
    return name.strength >= _VERSIONED and not name.known and not _SOFTWARE.search(name.text)


def _speaks_of_one(reading: Reading, candidate: Candidate) -> bool:
    """Whether the text says the model, or weights; among 汉字, whether most nouns are for models."""
    sentence = candidate.sentence
    start, end = max(0, sentence.start - _BEFORE), sentence.end + _BEHIND
    if reading.language == "en" and not _ONE_MODEL.search(reading.text, start, end):
        return False
    kinds = [head.kind for _, _, head in reading.words.heads.within(start, end) if not head.id.endswith(NO_THING)]
    return 0 < len(kinds) <= 2 * kinds.count("model")
