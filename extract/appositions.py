"""What another clause of its sentence calls a name: `作为其首款开源模型，Tern-3 今日发布` (as its first open model)."""

from collections.abc import Iterable, Mapping, Sequence

from extract.candidates import Candidate
from extract.identity import Parts
from extract.kinds import CALLED, Votes
from extract.names import Name
from extract.parsing import Reading
from extract.tokens import Token, codes_of

_CALLED_SO = 2.8  # votes: less than of a noun beside the name
_ENDS_NOUN = ",:(ETID"
_OTHERS = "BMKW"  # what makes the model another's: 搭载首个自研模型 (has its first own model built in)


def with_appositions(
    votes: Votes, reading: Reading, candidates: Iterable[Candidate], parts: Mapping[Name, Parts]
) -> Votes:
    """The votes, with those of clauses for the names that nothing else tells of."""
    told = dict(votes)
    for candidate in candidates:
        key = parts[candidate.name]
        is_told = max(told.get(key, {}).values(), default=0) >= CALLED
        parsed = reading.parsed.get(candidate.sentence)
        if parsed is not None and parsed.language == "zh" and not is_told and is_called_a_model(parsed.tokens):
            told[key] = {**told.get(key, {}), "model": _CALLED_SO}
    return told


def is_called_a_model(tokens: Sequence[Token]) -> bool:
    """Whether a clause of a sentence with one name ends with a new model: 首款…模型, 最新的…模型."""
    codes = codes_of(tokens)
    return codes.count("N") + codes.count("O") == 1 and any(
        _ends_with_model(tokens, codes, place) for place in range(1, len(codes)) if codes[place] == "H"
    )


def _ends_with_model(tokens: Sequence[Token], codes: str, place: int) -> bool:
    head = tokens[place].head
    clause = codes[max(codes.rfind(sign, 0, place) for sign in ",:^") + 1 : place]
    is_noun = head is not None and head.id == "zh-model" and codes[place + 1] in _ENDS_NOUN
    return is_noun and "A" in clause and not any(code in clause for code in _OTHERS)
