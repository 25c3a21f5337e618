"""Read the members of a series that an article tells of: `Tern-4 发布。该系列包括 Tern-4-Pro 和 Tern-4-Edge。`

The sentence has no verb of release. What it lists under the series is out as the series is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from extract import series_en
from extract.candidates import Candidate
from extract.identity import Parts
from extract.names import Name
from extract.parsing import Parsed, Reading, parse_sentence
from extract.records import AVAILABLE, Block
from extract.sentences import Sentence
from extract.spans import START

_SURE = 0.55
_RULES = {"zh": "zh-series", "en": "en-series-member"}
_WEIGHT = 0.52
_STRENGTH = (0.0, 0.0, 0.08, 0.16)  # by a name's strength
# The series …, this time …, N versions: comprises, namely are. The first character stands first: it is searched for.
_LISTS = re.compile(
    r"[系家此这本版尺规型包涵提分共设带推](?:"
    r"(?:(?<=系)列|(?<=家)族|(?<=[此这本])次|(?<=版)本|(?<=尺)寸|(?<=规)格|(?<=型)号)"
    r"[^。；！？\n]{0,24}?(?:包括|包含|涵盖|分别[是为]|分为|提供了?|[总一]?共?有(?=\s?[A-Z])|[：:])"
    r"|(?:(?<=包)[括含]|(?<=涵)盖|(?<=提)供|(?<=分)为|(?<=[共设带])有|(?<=推)出了?)"
    r"(?:[^。；！？，\n]{0,6}|[A-Za-z0-9、和与及版\s]{3,48})[两三四五六\d]\s?[个种款档][^。；！？\n]{0,8}(?:版本|尺寸|规格|型号|模型|大小|(?=[。，；,;]|$)))"
)
_COMPARES = re.compile(r"对比|相比|基于|基础上|评测|竞品|测试|支持|接入|适配|兼容|超越|超过|基线")


def find_members(
    reading: Reading,
    blocks: Sequence[Block],
    sentences: Sequence[Sentence],
    candidates: Sequence[Candidate],
    parts: Mapping[Name, Parts],
) -> list[tuple[Parsed, list[Candidate]]]:
    """The sentences that list members of a series that is out, each parsed, with a candidate for each member."""
    series: dict[Parts, list[Candidate]] = {}
    for candidate in candidates:
        if candidate.status in AVAILABLE and candidate.score >= _SURE and _may_be_series(candidate.name):
            series.setdefault(parts[candidate.name], []).append(candidate)
    if not series:
        return []
    told = {parts[candidate.name] for candidate in candidates}
    if reading.language == "zh":
        own = [each.sentence for group in series.values() for each in group if _lists_tiers(reading, each, parts)]
        lists = dict.fromkeys([*_iter_lists(reading, sentences), *own])
    else:
        lists = dict.fromkeys(series_en.iter_lists(reading, blocks, sentences))
    found = [(one, [*_iter_members(reading, one, series, told, parts)]) for one in lists]
    return [(parse_sentence(reading, one), members) for one, members in found if members]


def _may_be_series(name: Name) -> bool:
    return name.strength > 1 or (name.family is not None and not name.known)


def _lists_tiers(reading: Reading, candidate: Candidate, parts: Mapping[Name, Parts]) -> bool:
    """`Tern-5 家族登场，旗舰版 Tern-5 Max、轻量版 Tern-5 Nano …`: whether the sentence goes on with a list of tiers."""
    family = parts[candidate.name]
    lists = (token.names for token in parse_sentence(reading, candidate.sentence).tokens if len(token.names) > 1)
    behind = (names for names in lists if names[0].start > candidate.name.end)
    return any(all(parts.get(name, ())[: len(family)] == family for name in names) for names in behind)


def _iter_lists(reading: Reading, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    text = reading.text
    found = _LISTS.search(text)
    while found:
        sentence = sentences[bisect_right(sentences, found.start(), key=START) - 1]
        lists = _LISTS.search(text, sentence.start, sentence.end)
        if lists and not _COMPARES.search(text, sentence.start, lists.end()):
            yield sentence
        found = _LISTS.search(text, max(sentence.end, found.end()))


def _iter_members(
    reading: Reading,
    sentence: Sentence,
    series: Mapping[Parts, list[Candidate]],
    told: set[Parts],
    parts: Mapping[Name, Parts],
) -> Iterator[Candidate]:
    """Of the names in a list, those that begin with the name of a series and are not told of otherwise."""
    for name in reading.mentions.names(sentence):
        own = parts.get(name, ())
        base = next((own[:size] for size in range(len(own) - 1, 0, -1) if own[:size] in series), None)
        if base is None or own in told or name.strength <= 1:
            continue
        yield make_member(_RULES[reading.language], name, sentence, series[base])


def make_member(rule: str, name: Name, sentence: Sentence, told: Sequence[Candidate]) -> Candidate:
    """What no sentence has a verb for: out as those that are told of are, and by whom."""
    best = max(told, key=lambda each: each.score)
    terms = ((rule, _WEIGHT), (f"strength-{name.strength}", _STRENGTH[name.strength]))
    return Candidate(name, sentence, best.vendor, best.status, None, rule, terms, series=tuple(told))
