"""Read a release and its name in two sentences: `Northwind has released a new model. Nova 3 writes …`, and the reverse.

The name opens the sentence behind the one that announces a new model, or is the headline that `This is a new model`
speaks of.
"""

import re
from collections.abc import Mapping, Sequence, Set
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from extract.candidates import find_candidates
from extract.identity import Parts
from extract.kinds import Votes
from extract.listings import Read, clause_of_verb, is_announcement, last_verb
from extract.names import Name
from extract.namings_en import Reader, find_definer, find_namings, read_defined, read_named, tells_alone
from extract.parsing import Parsed, Reading, parse_sentence
from extract.records import Kind
from extract.sentences import Sentence, language_of
from extract.tokens import Token

_LONGEST_NAME = 32  # characters of a line that is nothing but a name
_STOPS = re.compile(r"[。！？，：；…]")
_SUBJECT = 2  # tokens into a sentence at which its subject's name stands: ^ N, ^ X N (The … N)
_OBJECT = 4  # tokens behind a verb within which its object says that it is new
_SPEAKS_OF_IT = re.compile(  # what stands before is the new model
    r"(?:This|It)(?: is|'s) (?:an?|the|their|its) (?:[\w-]+ ){0,3}(?:new|newest|latest)\b[^.\n]{0,60}\bmodels?\b"
    # a note under its headline that begins with the verb
    r"|(?:Released|Launched|Published|Announced|Open[- ]?sourced|Out)\b[^.,\n]{0,40}"
    r"\b(?:today|yesterday|this (?:week|morning)|ago|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:in|on) (?:(?:early|late|mid)[ -])?(?:\d{1,2} )?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|20\d\d))\b"
)
_FIRST = re.compile(r"(?:its|their|our) (?:own |very )?first\b")
_BEGINS_WITH_A_NAME = re.compile(r"[A-Z][A-Za-z]*[- ]?[A-Za-z\d.]*\d")
_SUBJECT_WITHIN = 6  # tokens
_BEGINS_WITH_A_VERB = re.compile(  # 8 月 11 日发布, 现已开源, 由星海科技开源
    r"\s?(?:由[^，。；\n]{2,14}?|[\d年月日 ]{4,14}[，,]?"
    r"|[今昨]天|[今昨]日|目前|现|该模型)?\s?(?:(?:正式|现?已|同步|首次|全面|刚刚)\s?){0,2}"
    r"(?:发布|上线|开源|推出|亮相|公布|面世|问世)"
)
_CALLED = 3.0  # votes
_AS_A_MODEL: Mapping[Kind, float] = {"model": _CALLED}


class Introduction(NamedTuple):
    """Two sentences of which one may announce a new model and the other name it."""

    before: Sentence
    after: Sentence
    read: Reader


def with_introductions(
    read: Sequence[Read], reading: Reading, introductions: Sequence[Introduction]
) -> tuple[list[Read], list[Name]]:
    """The sentences that were read, those that only two of them together tell of added, and the names of these."""
    told = {parsed.sentence for parsed, found in read if found}
    alone = {parsed.sentence for parsed, found in read if tells_alone(parsed, found)}
    tried = ((how, *how(reading, *map(partial(parse_sentence, reading), pair))) for *pair, how in introductions)
    added = [one for one in tried if one[2] and one[1].sentence not in (alone if one[0] is read_named else told)]
    names = [one.name for how, _, found in added for one in found if one.name.strength or how is read_named]
    places = {parsed.sentence for _, parsed, _ in added}
    own = [one for one in read if one[0].sentence not in places]
    both = [*own, *((parsed, found) for _, parsed, found in added)]
    return sorted(both, key=lambda one: one[0].sentence) if added else list(read), names


def with_introduced(votes: Votes, names: Sequence[Name], parts: Mapping[Name, Parts]) -> Votes:
    """What was introduced as a new model is called one."""
    called = {parts[name] for name in names if max(votes[parts[name]].values(), default=0) < _CALLED}
    return {**votes, **dict.fromkeys(called, _AS_A_MODEL)}


def find_introductions(reading: Reading, sentences: Sequence[Sentence], gated: Set[Sentence]) -> list[Introduction]:
    """What may be one. Of two Chinese sentences one is `gated`: it has a verb of release, or what takes its place."""
    is_chinese = reading.language == "zh"
    find = _find_chinese if is_chinese else _find_english
    pairs = (pair for pair in pairwise(sentences) if not (is_chinese and gated.isdisjoint(pair)))
    found = ((before, after, find(reading, before, after, gated)) for before, after in pairs)
    named = () if is_chinese else find_namings(reading, sentences, gated)
    told = [Introduction(before, after, read_named) for before, after in named]
    own = {each.after for each in told}
    others = (Introduction(before, after, read) for before, after, read in found if read and after not in own)
    return [*told, *others]


def _find_english(reading: Reading, before: Sentence, after: Sentence, gated: Set[Sentence]) -> Reader | None:
    if _SPEAKS_OF_IT.match(reading.text, after.start):
        return _read_reverse
    if before not in gated or language_of(reading.text, *before[:2], reading.language) != "en":
        return None
    return _read_forward if _may_lead(reading, before, after) else find_definer(reading, before, after)


def _find_chinese(reading: Reading, before: Sentence, after: Sentence, gated: Set[Sentence]) -> Reader | None:
    if after in gated and _leaves_out(reading, before, after):
        return _read_left_out
    if after in gated and _may_be_under_its_name(reading, before, after):
        return _read_under_heading
    is_led = before in gated and before.block == after.block and _BEGINS_WITH_A_NAME.match(reading.text, after.start)
    return _read_forward if is_led and _may_lead(reading, before, after) else None


def _may_be_under_its_name(reading: Reading, before: Sentence, after: Sentence) -> bool:
    """Whether a short line stands above a Chinese sentence that speaks of a model and has a verb of release."""
    place = after.start, after.end
    is_line = after.block == before.block + 1 and before.end - before.start <= _LONGEST_NAME
    if not is_line or _STOPS.search(reading.text, before.start, before.end):
        return False
    return reading.words.call_a_model(*place)


def _leaves_out(reading: Reading, before: Sentence, after: Sentence) -> bool:
    """Whether a Chinese sentence begins with its verb, at most a day before it, and the one before it is near."""
    if not _BEGINS_WITH_A_VERB.match(reading.text, after.start) or after.block - before.block > 1:
        return False
    return bool(reading.mentions.names(before))


def _may_lead(reading: Reading, before: Sentence, after: Sentence) -> bool:
    """Whether a sentence has the words of an announcement, seen before it is parsed: most have not."""
    words, place = reading.words, (before.start, before.end)
    return (
        after.block <= before.block + 1
        and words.call_a_model(*place)
        and (
            any(cue.type == "novelty" for _, _, senses in words.cues.within(*place) for cue in senses)
            or bool(_FIRST.search(reading.text, *place))
        )
    )


def _is_of_a_new_model(text: str, lead: Parsed) -> bool:
    """Whether its last verb of release has an object that is new, or the maker's first, and a model."""
    verb = last_verb(lead.tokens)
    if verb and _FIRST.match(text, lead.tokens[verb].end + 1):
        return any(token.code == "H" for token in clause_of_verb(lead.tokens)[verb + 1 :])
    behind = [token.code for token in clause_of_verb(lead.tokens)[verb + 1 :]] if verb else []
    if lead.language == "zh" and behind[-1:] not in (["H"], ["A"]):
        return False  # 发布了新一代模型的价格表: its price list
    return "A" in behind[:_OBJECT] and "H" in behind[behind.index("A") :]


def _read_forward(reading: Reading, lead: Parsed, own: Parsed) -> Read:
    if not (_is_of_a_new_model(reading.text, lead) and is_announcement(reading, lead)):
        return (own, []) if lead.language == "zh" else read_defined(reading, lead, own)
    is_said = [token.code for token in own.tokens[1:3]] == ["V", "X"]  # The company said Nova 3 …
    stop = _SUBJECT + 2 if is_said else _SUBJECT + 1
    subject = next((place for place, token in enumerate(own.tokens[:stop]) if token.names), None)
    if subject is None or own.tokens[subject].code not in "NO" or _is_a_label(own.tokens, subject):
        return own, []
    colon = Token(":", own.sentence.start, own.sentence.start)
    sayer = own.tokens[1] if is_said and own.tokens[1].vendors else None  # Tidal said its Nova 3 …: not the lead's
    told = [sayer if sayer and (token.vendors or token.code == "O") else token for token in clause_of_verb(lead.tokens)]
    tokens = [*told, colon, *own.tokens[subject:]]
    parsed = own.with_tokens(tokens, [*lead.cues, *own.cues])
    return parsed, [one for one in find_candidates(parsed) if one.name in own.tokens[subject].names]


def _is_a_label(tokens: Sequence[Token], subject: int) -> bool:
    """`Related:`, `Source: …`: a plain word with a colon behind it."""
    return tokens[subject + 1].code == ":" and not any(name.strength for name in tokens[subject].names)


def _read_under_heading(reading: Reading, heading: Parsed, own: Parsed) -> Read:
    """`Nova-3`, and below it `星海科技发布了迄今最大的开源模型`: the heading is nothing but the name."""
    named = [token for token in heading.tokens[1:-1] if token.code != "H"]
    is_name = len(named) == 1 and named[0].code == "N" and len(named[0].names) == 1
    if (
        not is_name
        or not is_announcement(reading, own)
        or not any(token.code == "H" for token in clause_of_verb(own.tokens))
    ):
        return own, []
    colon = Token(":", own.sentence.end, own.sentence.end)
    parsed = own.with_tokens([*clause_of_verb(own.tokens), colon, *named, own.tokens[-1]])
    return parsed, find_candidates(parsed)


def _read_left_out(_: Reading, lead: Parsed, own: Parsed) -> Read:
    """`星海科技：Nova-3 Lite。8 月 11 日发布，…` (released on 11 August): its subject is what was just named."""
    subject = next((token for token in lead.tokens[:_SUBJECT_WITHIN] if token.names), None)
    verb = next((place for place, token in enumerate(own.tokens) if token.code in "TI"), 0)
    is_bare = all(token.code in "^DXAYV" for token in own.tokens[:verb]) and own.tokens[verb + 1].code in ",:E(D"
    if subject is None or subject.code != "N" or len(subject.names) > 1 or not is_bare:
        return own, []
    parsed = own.with_tokens([own.tokens[0], subject, *own.tokens[1:]])
    return parsed, find_candidates(parsed)


def _read_reverse(_: Reading, title: Parsed, own: Parsed) -> Read:
    if title.language != "en" or len(title.tokens) < _SUBJECT + 1 or title.tokens[1].code not in "NO":
        return own, []
    if own.tokens[1].code in "TUI" and title.tokens[2].code not in ":,E":
        return own, []
    end = title.tokens[1].end
    comma = [Token(",", end, end)] if own.tokens[1].code in "TU" else []
    parsed = own.with_tokens([own.tokens[0], title.tokens[1], *comma, *own.tokens[1:]])
    return parsed, [one for one in find_candidates(parsed) if one.name in title.tokens[1].names]
