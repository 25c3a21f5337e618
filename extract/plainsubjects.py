"""Who a Chinese verb's subject is where nobody entered it and its name has no maker's shape: `金河田推出…`."""

import re

from extract.candidates import Candidate
from extract.families import family_of
from extract.language import is_common
from extract.lexicon import load_lexicon
from extract.nameruns import HAS_VERSION
from extract.organisations import grammar_signs
from extract.vendors import VendorMention, open_vendor

_DOES = re.compile(r"\s?(?:完成|获得?|宣布|成立|融资|raises|raised|secures|secured|lands|emerges)")  # what companies do
_WITHIN = 16  # characters from a clause's start to its verb
# Halden 表示 (says), 称, 透露, its chief, founder, of its house, its latest, has become; 由 Halden 于 (by)
_LATIN = re.compile(
    r"(?:\A|(?<=[，。：；！？\n的由]))\s?(?P<who>[A-Z][\w-]+(?: (?:AI|Labs|Research))?)\s?"
    r"(?=表示|称|宣布|透露|首席|CEO|创始人|旗下|(?:的)?最新|成为|正准备|推迟|终于|于|[上本]?周[一二三四五六日])"
)
_SUBJECT = re.compile(
    r"(?:\A|(?<=[，。：；！？\n]))(?P<who>[\u4e00-\u9fff]{2,5}?)(?:今日|今天|近日|昨日|日前|正式|宣布|官方)*\Z"
)


def find_plain_subject(text: str, candidate: Candidate) -> VendorMention | None:
    """The words that open the clause, where they are nothing but the verb's subject and no words of every day."""
    if latin := _find_latin_subject(text, candidate):
        return latin
    verb = candidate.trigger
    if verb is None or verb.start > candidate.name.start:
        return None
    start = max(candidate.sentence.start, verb.start - _WITHIN)
    found = _SUBJECT.search(text[start : verb.start])
    if found is None or (start > candidate.sentence.start and found.start() == 0):
        return None
    who = found["who"]
    is_said = any(word in who for word in load_lexicon().words.han_stop)
    if is_said or is_common(who) or not grammar_signs().isdisjoint(who):
        return None
    return VendorMention(start + found.start("who"), start + found.end("who"), open_vendor(who))


def _find_latin_subject(text: str, candidate: Candidate) -> VendorMention | None:
    """The one Latin word of the sentence that speaks, has a chief, or does something: `Halden 表示，Nova 3 …`."""
    start, end = candidate.sentence.start, candidate.sentence.end
    found = {match["who"]: match for match in _LATIN.finditer(text[start:end]) if _may_be_maker(match["who"])}
    if len(found) != 1:
        return None
    match = next(iter(found.values()))
    return VendorMention(start + match.start("who"), start + match.end("who"), open_vendor(match["who"]))


def _may_be_maker(word: str) -> bool:
    known = load_lexicon()
    is_plain = word in known.words.stop or word in known.words.soft or word.casefold() in known.things.names
    return not (is_plain or family_of(word) or HAS_VERSION.search(word))


def find_namesake(text: str, candidate: Candidate) -> VendorMention | None:
    """`Halden 完成 B 轮融资` (has raised money) over a text on its chip Halden One: who bears the name's first word."""
    first, _, rest = candidate.name.text.partition(" ")
    if not rest or not text.startswith(first) or not _DOES.match(text, len(first)):
        return None
    return VendorMention(0, len(first), open_vendor(first))
