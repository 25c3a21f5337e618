"""Vendors that a text names without meaning one, or only in passing."""

import re
from collections import Counter
from collections.abc import Sequence

from extract.parsing import Reading
from extract.vendors import VendorMention

_SPEAKS = re.compile(  # 理想：…, 理想今天…: a word that stands as the subject is a name, not an ideal
    r"\s?(?:[:：]|今[天日]|昨[天日]|近日|宣布|公布|官宣|正式|发布|推出|上线|开源|表示|透露|则[把将也在]|(?:研究)?团队|正[在打研测开筹计准酝])"
)
_ON = ("on ", "On ", "在", "在 ", "于", "于 ")  # 在魔搭社区开源: where
_SURE = 0.5  # a candidate's score, before the article has its say
_CUE = 5  # characters
_AHEAD = 20
_MANY, _SOME = 6, 4  # makers of whom each is one of many, and of whom none is told of by half of the text
_COMPARED = ("en-compare", "en-base", "zh-compare", "zh-base")
_PART_OF_A_PROGRAM = re.compile(  # press `Ask AI`: what looks like a firm's name is on a button
    r"\s?[\"”」]?(?:按钮|功能|入口|选项|模式|菜单|引擎|按键|标签|面板|(?:button|feature|tab|icon|option|menu|mode|panel)\b)"
)


def may_be_meant(text: str, vendor: VendorMention) -> bool:
    """Whether it may be carried over: not a weak name that does nothing, nor what only looks like one."""
    return _speaks(text, vendor) if vendor.weak else not _PART_OF_A_PROGRAM.match(text, vendor.end)


def is_only_mentioned(reading: Reading, vendor: VendorMention) -> bool:
    """`适配 NVIDIA` (made for NVIDIA): right behind what begins a mention."""
    before = reading.words.cues.within(max(0, vendor.start - _CUE), vendor.start)
    return any(
        end >= vendor.start - 1 and any(cue.lang == "zh" and cue.type == "mention" for cue in senses)
        for _, end, senses in before
    )


def _speaks(text: str, vendor: VendorMention) -> bool:
    """Whether a name that may be a common word, or a mere host (on Hugging Face: …), is the subject of what follows."""
    return bool(_SPEAKS.match(text, vendor.end)) and not text.endswith(_ON, 0, vendor.start)


def find_subjects(told: Sequence[VendorMention], known: Sequence[VendorMention]) -> list[VendorMention]:
    """Makers nobody entered, who stand as the subject of what was surely released: what comes next is theirs too."""
    starts = {vendor.start for vendor in known}
    by_start = {vendor.start: vendor for vendor in told if vendor.end > vendor.start}
    return [vendor for start, vendor in by_start.items() if start not in starts]


def find_behind(reading: Reading, kind: str, strong: Sequence[VendorMention], end: int) -> list[VendorMention]:
    """In an item of a list, who is told of behind the name and nobody else: `Nova 3 is out. Halden says …`.

    Not whom it beats, or whose model it is built on.
    """
    behind = [vendor for vendor in strong if vendor.start >= end] if kind == "item" else []
    if len({vendor.vendor.id for vendor in behind}) != 1:
        return []
    place = behind[0].start
    before = reading.words.cues.within(max(0, place - _AHEAD), place)
    cues = [cue for _, last, senses in before if last >= place - 1 for cue in senses]
    return [] if any(cue.id in _COMPARED for cue in cues) else behind[:1]


def find_commonest(vendors: Sequence[VendorMention]) -> VendorMention | None:
    """Whom a text names most, of these; nobody in a digest, where each is one of many."""
    counted = Counter(vendor.vendor.id for vendor in vendors)
    commonest = max(vendors, key=lambda vendor: counted[vendor.vendor.id], default=None)
    often = counted[commonest.vendor.id] if commonest else 0
    is_of_many = len(counted) >= _MANY > often or (len(counted) >= _SOME and 2 * often <= counted.total())
    return None if is_of_many else commonest
