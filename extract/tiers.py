"""Find members of a model of which only their own word is written: `包括 Lite、Pro 两种`, `有 Pro 版和 Flash 版`."""

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.hannumbers import number_of
from extract.lexicon import Lexicon
from extract.records import Span

_WORD = r"[A-Za-z][A-Za-z0-9]{1,11}(?![A-Za-z0-9.-])"
_EDITION = r"(?:\s?版(?![本权]))?"
_LINK = r"\s?(?:、|，|,|/|和|与|及|以及|或)\s?"
_LIST = rf"(?P<list>{_WORD}{_EDITION}(?:{_LINK}{_WORD}{_EDITION})+)"
_COUNT = r"\s?(?:等|这|共)?\s?(?P<number>[两二三四五六七八九\d])\s?(?:个|款|种|档|大|类|级)"
# … of subscriptions, plans, memberships, prices, accounts, colours: no models
_OF_OTHERS = (
    r"(?:\s?[两二三四五六七八九\d]\s?[个款种档类级])?的?\s?"
    r"(?:订阅|套餐|会员|付费|价[格位]|资费|方案|计划|账[号户]|配色|手机|用户)"
)
# comprises, divides into, offers, has, has brought out, put on line, opened, released, which are
_LEAD = (
    r"(?:包括了?|包含|涵盖|囊括|细?分为|提供了?|拥有|共?[设带含]?有|推出了?|上线了?|开源了?|发布了?|分别[为是]"
    r"|[：:]|——|（|\()\s?"
)
# the series, a model by its sort, among them, at present, this time, at first, at the same time, and, in all
_BRIDGE = re.compile(
    r"(?:\s?(?:系列|家族|全家桶))?(?:\s?[\u4e00-\u9fff]{0,6}模型)?"
    r"(?:[^。；！？，,\nA-Za-z]{0,16}[，,]\s?(?:其中|该?系列|目前|此次|本次|首批|同时|并|一?共|总共|全系){0,2})?"
    rf"\s?{_LEAD}{_LIST}(?!{_OF_OTHERS})(?:{_COUNT})?"
)
COUNTED = re.compile(
    rf"[包涵分提共设推](?:(?<=包)[括含]|(?<=涵)盖|(?<=分)为|(?<=提)供|(?<=[共设])有|(?<=推)出)了?\s?{_LIST}(?!{_OF_OTHERS}){_COUNT}"
)
_MEMBER = re.compile(_WORD)


def find_tiers_behind(text: str, start: int, lexicon: Lexicon) -> Sequence[Span]:
    """Where the words of a model's tiers stand that a list behind its name tells, which ends at `start`."""
    found = _BRIDGE.match(text, start)
    return read_members(text, found, lexicon) if found else ()


def read_members(text: str, found: re.Match[str], lexicon: Lexicon) -> Sequence[Span]:
    """Counted, they are as many as the text says, and one is a tier; else all are, and editions: Pro 版和 Lite 版."""
    members = [Span(*match.span()) for match in _MEMBER.finditer(text, *found.span("list"))]
    are_tiers = [text[start:end].casefold() in lexicon.words.tiers for start, end in members]
    if found["number"]:
        is_count = number_of(found["number"]) == len(members)
        return members if is_count and any(are_tiers) else ()
    between = [text[one.end : other.start] for one, other in pairwise([*members, Span(found.end(), found.end())])]
    return members if all(are_tiers) and all("版" in gap for gap in between) else ()
