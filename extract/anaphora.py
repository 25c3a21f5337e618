"""Read 该模型 (this model) as the name that the sentence before is about: `Nova-3 今日更新。该模型于 5 月上线。`

In English `The model was released in May`, `It is available today`: behind a sentence that a name is the subject of, or
for `The model`, `The weights are on …`, the one name that the title holds, where no other stands between.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain, pairwise
from operator import attrgetter

from extract.names import Name
from extract.parsing import Parsed, Reading, parse_sentence
from extract.sentences import Sentence
from extract.spans import START
from extract.tokens import Token

# this, this (one), this very model; behind it stands what only a subject has: now, already, on, at present, will, by, …
_SUBJECT = re.compile(
    r"(?:^|(?<=[，,]))\s?(?P<it>(?:该|这款|这个|这一|此)(?:大?模型|版本))(?=\s?(?:现|已|是|于|在|目前|今|昨|将|正式|同步|由|此前|曾|最早|即|从|自|也|全面|面向|首次|终于|随后|免费|开源|发布|上线|推出|\d))"
)
_THIS = re.compile(r"(?:该|这款|这个|这一|此)(?:大?模型|版本)")
_SUBJECT_EN = re.compile(  # Announced on May 4, the model is available; in June, the model was opened
    r"(?:(?:(?:First |Originally |Initially )?(?:Announced|Released|Launched|Unveiled|Introduced|Published|Previewed)"
    r"|In|On|Since|As of)\b[^,;.\n]{2,50}(?:, 20\d\d)?, (?=the))?"
    r"(?P<it>It|(?:[Tt]he|This) (?:(?:new|latest|open|[\w-]+) ){0,3}(?:model|LLM))(?=, which\b|(?:,|\s?[—–-])?\s"
    r"(?:is|was|has been|went|launched|arrived|launches|arrives|announced|released|unveiled|introduced"
    r"|shipped|debuted|will be)\b)"
)
_WEIGHTS_EN = re.compile(
    r"(?P<it>(?:(?:The|Its|Both the|All) )?(?:(?:[Mm]odel|[Ff]ull|[Oo]pen) )?(?:[Cc]ode,? (?:and|as well as) )?"
    r"(?:(?:the|model|trained|full) )*(?:[Ww]eights|[Cc]heckpoints)(?: and (?:the )?(?:[\w-]+ )?code)?)"
    r"(?=\s(?:is|are|were|have been)\b)"
)
_LONGEST_TITLE = 200
_OBJECT = re.compile(r"[TU][XAH]{0,3}N\Z")
_END = attrgetter("end")
_NEAR = 400  # characters
_LOOKS_LIKE_A_MODEL = 2  # a name's strength
_BEFORE_A_SUBJECT = frozenset("^VOXAHD,")


def find_antecedents(
    reading: Reading, sentences: Sequence[Sentence], gated: Set[Sentence]
) -> list[tuple[Sentence, Sentence]]:
    """Each sentence that speaks of 该模型, behind the one before it and, in English, behind the title.

    An English one is `gated`: it has a verb of release, or what takes its place.
    """
    is_english = reading.language == "en"
    if not is_english and not _THIS.search(reading.text):
        return []
    title = sentences[0] if sentences and sentences[0].block == 0 else None
    pairs: list[tuple[Sentence, Sentence]] = []
    for before, sentence in pairwise(sentences):
        if (sentence in gated or not is_english) and (found := _find(reading, sentence)):
            pairs.append((before, sentence))
            if title and found["it"] != "It" and title.end - title.start < _LONGEST_TITLE:
                pairs.append((title, sentence))
    return pairs


def read_anaphors(
    reading: Reading, antecedents: Iterable[tuple[Sentence, Sentence]], likely: Sequence[Sentence]
) -> None:
    """Have each 该模型 that stands for a name read as one: the first that the sentence before tells of.

    `likely` are the sentences that may name another, in order.
    """
    found: dict[Sentence, Name] = {}
    for before, sentence in antecedents:
        if sentence not in found and (name := _stand_in(reading, before, sentence, likely)):
            found[sentence] = name
    for sentence, name in found.items():
        reading.mentions.add_name(sentence, name)
        reading.parsed.pop(sentence, None)


def _find(reading: Reading, sentence: Sentence) -> re.Match[str] | None:
    own = reading.text[sentence.start : sentence.end]
    if reading.language != "en":
        return _SUBJECT.search(own) if "模型" in own or "版本" in own else None
    return _SUBJECT_EN.match(own) or _WEIGHTS_EN.match(own)


def _stand_in(reading: Reading, before: Sentence, sentence: Sentence, likely: Sequence[Sentence]) -> Name | None:
    match = _find(reading, sentence)
    is_title = before.start == 0 and sentence.block > 0
    is_beside = before.block == sentence.block or (reading.language == "zh" and before.block + 1 == sentence.block)
    if match is None or not (is_title or is_beside):
        return None
    if own := _named_in(reading, sentence, sentence.start + match.start("it")):
        return own._replace(start=sentence.start + match.start("it"), end=sentence.start + match.end("it"))
    only = _only_one(reading, before, sentence, likely) if is_title else None
    if is_title and only is None:
        return None
    told = [name for token in _sayable(parse_sentence(reading, before)) for name in token.names]
    if before.block != sentence.block and len(told) > 1:
        return None
    if not (told or is_title) and reading.language == "zh":
        called = _called_models(parse_sentence(reading, before))
        is_one = len(called) == 1 and not called[0].known
        named = called[0]._replace(strength=_LOOKS_LIKE_A_MODEL) if is_one else None
    else:
        named = only or next(filter(_is_likely, told), None)
    at = sentence.start
    return named._replace(start=at + match.start("it"), end=at + match.end("it")) if named else None


def _named_in(reading: Reading, sentence: Sentence, place: int) -> Name | None:
    """`发布了 Nova-3，该模型现已开源`: the one that the sentence itself names before."""
    if reading.language != "zh" or place == sentence.start:
        return None
    before = (name for name in reading.mentions.names(sentence) if name.end <= place and _is_likely(name))
    return max(before, key=START, default=None)


def _is_likely(name: Name) -> bool:
    return name.strength >= _LOOKS_LIKE_A_MODEL and not name.known


def _called_models(parsed: Parsed) -> list[Name]:
    """The names of a sentence that are called models right behind them: `其 Tidewater 模型取得突破`."""
    return [name for token, noun in pairwise(parsed.tokens) if noun.code == "H" for name in token.names]


def _may_be(name: Name) -> bool:
    return name.strength > 0 and not name.known


def _only_one(reading: Reading, title: Sentence, sentence: Sentence, likely: Sequence[Sentence]) -> Name | None:
    """The one model that the title names, where the lines before the sentence name no other."""
    named = {name.text: name for name in reading.mentions.names(title) if _may_be(name)}
    start, end = max(title.end, sentence.start - _NEAR), sentence.start
    first, last = bisect_right(likely, start, key=_END), bisect_left(likely, end, key=START)
    near = chain.from_iterable(map(reading.mentions.names, likely[first:last]))
    others = {name.text for name in near if _is_likely(name) and start <= name.start and name.end <= end}
    others -= named.keys()
    return next(iter(named.values())) if len(named) == 1 and not others else None


def _sayable(parsed: Parsed) -> Iterator[Token]:
    """The names of a sentence that 该模型 can stand for; in English, its subject, or all that was released there."""
    if parsed.language == "en" and (released := _released(parsed)):
        yield released
        return
    for token in parsed.tokens:
        if token.code == "N":
            yield token
        if parsed.language == "en" and token.code not in _BEFORE_A_SUBJECT:
            return


def _released(parsed: Parsed) -> Token | None:
    """`Northwind has released Nova 3, a speech model`: the verb's object, where the sentence names no other."""
    named = [place for place, token in enumerate(parsed.tokens) if token.code in "NOM" and token.names]
    if len(named) != 1 or len(parsed.tokens[named[0]].names) > 1:
        return None
    codes = "".join(token.code for token in parsed.tokens[: named[0] + 1])
    return parsed.tokens[named[0]] if _OBJECT.search(codes) else None
