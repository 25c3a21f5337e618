"""Read 该模型 (this model) as the name that the sentence before is about: `Nova-3 今日更新。该模型于 5 月上线。`

In English `The model was released in May`, `It is available today`: behind a sentence that a name is the subject of.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.candidates import passes_gate
from extract.names import Name
from extract.parsing import Parsed, Reading, parse_sentence
from extract.sentences import Sentence
from extract.spans import Sorted
from extract.tokens import Token

# this, this (one), this very model; behind it stands what only a subject has: now, already, on, at present, will, by, …
_SUBJECT = re.compile(
    r"(?:^|(?<=[，,]))\s?(?P<it>(?:该|这款|这一|此)(?:大?模型|版本))(?=\s?(?:现|已|于|在|目前|今|昨|将|正式|同步|由|此前|曾|最早|\d))"
)
_SUBJECT_EN = re.compile(
    r"(?P<it>It|(?:The|This) (?:(?:new|latest|open|[\w-]+) ){0,3}(?:model|LLM))(?=(?:,|\s?[—–-])?\s"
    r"(?:is|was|has been|went|launched|arrived|launches|arrives|announced|released|unveiled|introduced"
    r"|shipped|debuted|will be)\b)"
)
_LOOKS_LIKE_A_MODEL = 2  # a name's strength
_BEFORE_A_SUBJECT = frozenset("^VXAHD,")


def find_antecedents(reading: Reading, sentences: Sequence[Sentence]) -> list[tuple[Sentence, Sentence]]:
    """Each sentence that speaks of 该模型, behind the one in the same block that says which."""
    if reading.language != "en" and "模型" not in reading.text and "版本" not in reading.text:
        return []
    pairs = pairwise(sentences)
    return [(before, one) for before, one in pairs if before.block == one.block and _find(reading, one)]


def with_anaphors(reading: Reading, antecedents: Iterable[tuple[Sentence, Sentence]]) -> Reading:
    """The reading with a name for each 该模型 that stands for one: the first that the sentence before tells of."""
    found = [name for before, sentence in antecedents if (name := _stand_in(reading, before, sentence)) is not None]
    return replace(reading, names=Sorted([*reading.names, *found])) if found else reading


def _find(reading: Reading, sentence: Sentence) -> re.Match[str] | None:
    own = reading.text[sentence.start : sentence.end]
    if own.startswith(("It", "The ", "This ")):
        return _SUBJECT_EN.match(own) if passes_gate(reading, sentence) else None
    return _SUBJECT.search(own) if "模型" in own or "版本" in own else None


def _stand_in(reading: Reading, before: Sentence, sentence: Sentence) -> Name | None:
    match = _find(reading, sentence)
    if match is None or not reading.names.inside(before.start, before.end):
        return None
    told = (name for token in _sayable(parse_sentence(reading, before)) for name in token.names)
    named = next((name for name in told if name.strength >= _LOOKS_LIKE_A_MODEL and not name.known), None)
    return (
        None
        if named is None
        else named._replace(start=sentence.start + match.start("it"), end=sentence.start + match.end("it"))
    )


def _sayable(parsed: Parsed) -> Iterator[Token]:
    """The names of a sentence that 该模型 can stand for; in English, its subject."""
    for token in parsed.tokens:
        if token.code == "N":
            yield token
        if parsed.language == "en" and token.code not in _BEFORE_A_SUBJECT:
            return
