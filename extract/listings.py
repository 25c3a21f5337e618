"""Read what a sentence announces in the blocks behind it: `推出全新模型：` and, below, the name; or a list of names."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise, takewhile
from typing import NamedTuple

from extract.candidates import Candidate, find_candidates
from extract.hannumbers import number_of
from extract.names import Name
from extract.namings_en import NO_OTHER
from extract.parsing import Parsed, Reading, parse_sentence
from extract.sentences import Sentence
from extract.tokens import Token

_LEADS_ON = re.compile(r"(?:[:：]|—|--)[\s\"'“”*]*$")
_COUNTS = re.compile(r"[\d两三四五六七八九十]\s?[款个种大弹箭张连件]|(?i:\b(?:two|three|four|five|six|several)\b)")
_ONE_OF_THEM = re.compile(  # one is …, first comes …, the highlight is …
    r"\W{0,3}(?:(?:第?一[个款]|其一|它们|(?:[它他]们|[这两三四五六七]+[款个种][^，。]{0,6})?分别|[它他]们|首先|先)[是为叫]"
    r"|(?:这|该)[个款]?(?:名为|名叫|叫做?)|(?:它|这款模型|新模型)(?:的名[字称])?(?:就)?(?:是|叫|名为)"
    r"|(?:首先|其次|再次|最后|接着|随后|然后|第[一二三四五六][款个]|另[一外][款个]|还有一[款个])(?:登场|亮相|发布|上场|出场)?的?[是为叫]"
    r"|(?:压轴|打头阵|最重磅|最受关注|重头戏|主角)的?是"
    r"|(?P<beside>除了?[^，。；！？\n]{1,40}外，)[也还]?(?:包括|有|带来)|其?中?包括)"
    r"|(?:The|This) (?:release|launch|line-?up|family|series|announcement|set|collection)"
    r" (?:includes|comprises|consists of)\b"
    r"|(?:They|These) are(?: called| named)?\b|(?:The first|One)(?: of (?:them|these|the two))?(?: is| was|,)"
)
_THE_ONE = re.compile(  # The larger model is …; Its two smaller variants are …, of the models of the sentence before
    rf"(?:The|Its|Their|Our|And the)\b{NO_OTHER} (?:[\w-]+ ){{0,4}}"
    r"(?:models?|variants?|versions?|siblings?|tiers?|flagship|one|ones)"
    r"(?: (?:is|are)(?: called| named| dubbed)?| being|,) "
    r"|(?:Two|Three|Four|Five) (?:[\w-]+ ){0,3}(?:models|variants|versions|sizes)(?::| —| are) "
)
_OF_MODELS = re.compile(r"\b(?:models|LLMs|variants|versions|sizes|family|line-?up|new (?:[\w-]+ )?model)\b")
_LABEL = re.compile(  # 一款小模型：…, 智谱的 …
    r"\W{0,3}(?:[^，。；：:\n]{0,16}模型\s?[：:]\W{0,3}|[^，。；：:\n]{2,10}(?:的|旗下)\s?)\Z"
)
_COLUMN_OF_MODELS = re.compile(r"(?:大?模型(?:名称?)?|型号|(?i:models?(?: name)?|variant))\s?\|")
_BESIDE = " | "
_IN_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_IN_CHINESE = "0123456789两三四五六七八九十"
_COUNTED = re.compile(
    r"(?:\d|[两三四五六七八九十])\s?[款个种][^，。；：:\n]{0,16}模型\s?[；;]\Z"
)  # 推出 7 款…模型；A、B…
_COUNTED_MODELS = re.compile(r"[两三四五六七]\s?[款个种][^，。；：:\n]{0,12}模型")
_COUNTED_WITHIN = 32  # characters
_RELEASES = re.compile(r"(?i:\b(?:releases|launches|announcements)\b)")
_DATED_NAME = re.compile(r"\^(?:D[:,])?(?:VX?)?[NO][XH]?E")
_MOST_ITEMS = 16
_OWNED = (" ", "'s ", "’s ")
_NEAR = 4  # tokens
_BULLET = 4  # code points into a block at which its first word may begin

Read = tuple[Parsed, list[Candidate]]


class Listing(NamedTuple):
    """A sentence that may lead on to names, and what may be their sentences."""

    lead: Sentence
    items: Sequence[Sentence]
    is_series: bool  # which the lead's own block goes on with
    is_timeline: bool = False  # of names with their days


def find_listings(reading: Reading, sentences: Sequence[Sentence], gated: Set[Sentence]) -> list[Listing]:
    """Sentences that may lead on, with the first sentences of the blocks behind, or the parts of a list behind `:`.

    Those that do are `gated`: they have a verb of release, or what takes its place.
    """
    return [*_iter_leads(reading, sentences, gated), *_iter_series_leads(reading, sentences, gated)]


def with_listings(read: Sequence[Read], reading: Reading, listings: Sequence[Listing]) -> tuple[list[Read], list[Name]]:
    """The sentences that were read, those of a listing with the one before them, and the names that it calls models."""
    listed = {parsed.sentence: (parsed, found) for parsed, found in _iter_read(reading, listings) if found}
    if not listed:
        return list(read), []
    own = [each for each in read if each[0].sentence not in listed]
    called = [each.name for parsed, found in listed.values() if _is_of_models(reading.text, parsed) for each in found]
    return sorted([*own, *listed.values()], key=lambda each: each[0].sentence), called


def _is_of_models(text: str, parsed: Parsed) -> bool:
    """`发布了三款模型：…`: what is listed is what the noun before the colon says, or the new thing (三款新模型)."""
    colon = next((place for place, token in enumerate(parsed.tokens) if token.code == ":"), 0)
    noun = next((token for token in reversed(parsed.tokens[:colon]) if token.code != "D"), parsed.tokens[0])
    return noun.code == "H" or (noun.code == "A" and text.endswith("模型", noun.start, noun.end))


def iter_lists(parsed: Parsed) -> Iterator[Sequence[Name]]:
    """Names that a sentence says belong together: `Nova 3 and Tern 2`, a series and its members."""
    if parsed.may_list:
        yield from (token.names for token in parsed.tokens if len(token.names) > 1)
        yield from _iter_series(parsed.tokens)


def _iter_series(tokens: Sequence[Token]) -> Iterator[list[Name]]:
    """`Tern-4 系列，包括 Tern-4-Pro`: a series and its members."""
    for place, token in enumerate(tokens):
        if token.code == "G" and (token.cue is None or token.cue.id.endswith("-including")):
            near = _NEAR if token.cue else 2 * _NEAR  # 正式开源，共三个模型：
            before = next((one for one in reversed(tokens[max(0, place - near) : place]) if one.names), None)
            behind = next((one for one in tokens[place + 1 : place + _NEAR] if one.names), None)
            if before and behind:
                yield [*before.names, *behind.names]


def _iter_leads(reading: Reading, sentences: Sequence[Sentence], gated: Set[Sentence]) -> Iterator[Listing]:
    """Sentences at the end of their blocks that lead on, and the first sentences of the blocks that follow."""
    ends = [(before, after) for before, after in pairwise(sentences) if after.block != before.block]
    firsts = [after for _, after in ends]
    for place, (lead, after) in enumerate(ends):
        if lead in gated and _leads_on(reading.text, lead, after):
            is_timeline = reading.language == "en" and bool(_RELEASES.search(reading.text, lead.start, lead.end))
            items = _rows_below(reading, lead, firsts[place : place + _MOST_ITEMS])
            yield Listing(lead, items, is_series=False, is_timeline=is_timeline)
    for before, after in (pair for pair in pairwise(sentences) if pair[0] in gated):
        is_one = before.block == after.block and _is_one_of_them(reading.text, before, after)
        if is_one or _is_counted(reading, before, after):
            yield Listing(before, [after], is_series=False)
    if reading.language == "zh":
        yield from _iter_turns(reading, sentences, gated)


def _leads_on(text: str, lead: Sentence, after: Sentence) -> bool:
    """Whether it ends with a colon or the like, or stands above a table of models."""
    return bool(_LEADS_ON.search(text, lead.end - _BULLET, lead.end) or _COLUMN_OF_MODELS.match(text, after.start))


def _is_one_of_them(text: str, lead: Sentence, after: Sentence) -> bool:
    """Whether the sentence begins with one of what the lead tells of."""
    is_one = _THE_ONE.match(text, after.start) and _OF_MODELS.search(text, lead.start, lead.end)
    return bool(is_one or _ONE_OF_THEM.match(text, after.start))


def _iter_turns(reading: Reading, sentences: Sequence[Sentence], gated: Set[Sentence]) -> Iterator[Listing]:
    """`拿出了三款语音模型。首先是…。其次是…。`: a number of models, and behind it one after the other."""
    for place, lead in enumerate(sentences):
        if lead in gated and _COUNTED_MODELS.search(reading.text, *lead[:2]):
            near = sentences[place + 1 : place + _MOST_ITEMS]
            turns = [one for one in near if _ONE_OF_THEM.match(reading.text, one.start)]
            if len(turns) > 1:
                yield Listing(lead, turns, is_series=False)


def _rows_below(reading: Reading, lead: Sentence, behind: Sequence[Sentence]) -> Sequence[Sentence]:
    """Of a table whose first column is of models, the rows, where it has as many as the lead says."""
    text = reading.text
    if not (behind and _COLUMN_OF_MODELS.match(text, behind[0].start)):
        return behind
    rows = [*takewhile(lambda row: text.find(_BESIDE, row.start, row.end) > 0, behind[1:])]
    return rows if len(rows) in map(_number, _COUNTS.findall(text, *lead[:2])) else []


def _number(count: str) -> int:
    return _IN_ENGLISH.get(count.lower()) or number_of(count[0] if count[0] in _IN_CHINESE else "零")


def _is_counted(reading: Reading, lead: Sentence, after: Sentence) -> bool:
    """`推出 7 款大模型；智谱的 Tern、栖岩的 Petrel …`: a number of models, and behind the semicolon a list of them."""
    place = max(lead.start, lead.end - _COUNTED_WITHIN), lead.end
    is_list = lead.block == after.block and reading.text.count("、", after.start, after.end) > 1
    return is_list and _COUNTED.search(reading.text, *place) is not None


def _iter_series_leads(reading: Reading, sentences: Sequence[Sentence], gated: Set[Sentence]) -> Iterator[Listing]:
    """`the Nova 4 series: Sun, our largest model; Moon, a smaller one; and Star, …`: the lead, and all but one."""
    text = reading.text
    for place, lead in enumerate(sentences):
        if text[lead.end - 1] == ";" and lead in gated and text.find(":", lead.start, lead.end) > 0:
            rest = [one for one in sentences[place + 1 : place + _MOST_ITEMS] if one.block == lead.block]
            middle = sum(1 for _ in takewhile(lambda one: text[one.end - 1] == ";", rest))
            yield Listing(lead, rest[: middle + 1], is_series=True)


def _iter_read(reading: Reading, listings: Sequence[Listing]) -> Iterator[Read]:
    for lead, items, is_series, is_timeline in listings:
        if is_timeline and (dated := [item for item in items if _is_dated(reading, item)]):
            yield from (_read_dated(reading, parse_sentence(reading, lead), item) for item in dated)
            continue
        members = items if is_series else _named(reading, lead, items)
        head = _head_of(reading, lead, is_series=is_series) if members else None
        if head:
            yield from (_read_together(reading, head, item) for item in members)


def _is_dated(reading: Reading, item: Sentence) -> bool:
    """`Northwind AI's Nova 3 (June 3)`, `June 3: Nova 3`: an item that is a name and its day."""
    codes = "".join(token.code for token in parse_sentence(reading, item).tokens)
    return bool(reading.dates.inside(item.start, item.end)) and _DATED_NAME.fullmatch(codes) is not None


def _read_dated(reading: Reading, lead: Parsed, item: Sentence) -> Read:
    """The item behind the lead's last word for a release, of whose sentence nothing else counts."""
    own = parse_sentence(reading, item)
    verb = next((token for token in reversed(lead.tokens) if token.code in "TU"), own.tokens[0])
    noun = [token for token in lead.tokens if token.code == "H"][-1:]
    name = next(place for place, token in enumerate(own.tokens) if token.names)
    colon = Token(":", item.start, item.start)
    parsed = own.with_tokens([*own.tokens[:name], verb, *noun, colon, *own.tokens[name:]])
    return parsed, find_candidates(parsed)


def _named(reading: Reading, lead: Sentence, items: Sequence[Sentence]) -> Sequence[Sentence]:
    """The first items, up to one that begins with no name, nor with one of them."""
    text = reading.text
    told = takewhile(lambda each: _begins_with_a_name(reading, each) or _is_one_of_them(text, lead, each), items)
    return [each for each in told if reading.mentions.names(each)]


def _head_of(reading: Reading, lead: Sentence, *, is_series: bool) -> Parsed | None:
    """What each item is read together with; None where the lead announces nothing."""
    parsed = parse_sentence(reading, lead)
    if not is_series:
        return parsed if is_announcement(reading, parsed) else None
    colon = max((place for place, token in enumerate(parsed.tokens) if token.code == ":"), default=0)
    # a stop stands for the end, which is cut off
    return parsed.with_tokens(parsed.tokens[: colon + 2]) if colon else None


def _begins_with_a_name(reading: Reading, sentence: Sentence) -> bool:
    names = reading.mentions.names(sentence)
    if not names:
        return False
    text, start = reading.text, names[0].start
    maker = next(iter(reading.mentions.vendors(sentence)), None)
    if maker and text[maker.end : start] in _OWNED:
        start = maker.start  # Northwind Nova 3 — a small model
    if start - sentence.start <= _BULLET or _ONE_OF_THEM.match(text, sentence.start):
        return True
    return _LABEL.match(text[sentence.start : start]) is not None


def is_announcement(reading: Reading, lead: Parsed) -> bool:
    """Whether the sentence has a verb of release whose object is still to come: a noun or a number, and no name."""
    tokens = lead.tokens
    verbs = [index for index, token in enumerate(tokens) if token.code in "TU"]
    if not verbs:
        return _are_available(reading, lead)
    behind = tokens[verbs[-1] + 1 :]
    if behind[0].code == ":" and _RELEASES.fullmatch(reading.text, tokens[verbs[-1]].start, tokens[verbs[-1]].end):
        return True  # The releases:
    if behind[0].code == ":":  # 将两款多模态大模型开源：, the object before its verb
        behind = tokens[1 : verbs[-1]]
    if any(token.code in "NO" for token in behind):
        return False
    words = reading.text[behind[0].start : behind[-1].end]
    return any(token.code in "HAKG" for token in behind) or bool(_COUNTS.search(words))


def _with_verb(tokens: Sequence[Token]) -> Sequence[Token]:
    """`智谱的新模型来了` with its verb as one that takes an object, which the next sentence names."""
    if last_verb(tokens):
        return tokens
    return [token._replace(code="T") if token.code == "I" else token for token in tokens]


def clause_of_verb(tokens: Sequence[Token]) -> Sequence[Token]:
    """The sentence up to where the clause of its last verb of release ends."""
    stop = next(place for place in range(last_verb(tokens), len(tokens)) if tokens[place].code in ",:EQ")
    return tokens[:stop]


def last_verb(tokens: Sequence[Token]) -> int:
    """The place of the sentence's last verb of release; 0 where it has none."""
    return max((place for place, token in enumerate(tokens) if token.code in "TU"), default=0)


def _without_remark(tokens: Sequence[Token]) -> Sequence[Token]:
    """`发布了三款模型——这是它首次发力语音：`: what the lead says of them before it leads on."""
    remark = next(
        (place for place, (dash, copula) in enumerate(pairwise(tokens)) if (dash.code, copula.code) == (":", "Z")), 0
    )
    return tokens[:remark] if remark else tokens


def _are_available(reading: Reading, lead: Parsed) -> bool:
    """`Four variants are available on a hub:`: a number of things is the verb's subject, and no name is."""
    verb = next((token for token in lead.tokens if token.code == "I"), None)
    if verb is None or any(token.code in "NO" for token in lead.tokens):
        return False
    if lead.language == "zh":  # 智谱的新模型终于来了
        return any(token.code == "A" for token in lead.tokens) and reading.text.find("模型", *lead.sentence[:2]) >= 0
    return _COUNTS.search(reading.text, lead.sentence.start, verb.start) is not None


def _read_together(reading: Reading, lead: Parsed, item: Sentence) -> Read:
    own = parse_sentence(reading, item)
    first = 2 if own.tokens[1].code == "C" else 1  # and Nova 3, …
    if (found := _ONE_OF_THEM.match(reading.text, item.start)) and found["beside"]:  # 除了…之外，也包括
        first = next(place for place, token in enumerate(own.tokens) if token.start >= found.end("beside"))
    last = lead.tokens[-2]
    opening = last._replace(code=":") if last.code == "," else last  # 发布了 7 款模型。压轴的是 …
    head = (
        clause_of_verb(_with_verb(lead.tokens)) if found else _without_remark(lead.tokens[:-2])
    )  # 发布了三款模型，面向手机。它们是 …
    tokens = [*head, opening, *own.tokens[first:]]
    parsed = own.with_tokens(tokens, [*lead.cues, *own.cues])
    return parsed, find_candidates(parsed)
