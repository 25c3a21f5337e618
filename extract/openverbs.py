"""Find Chinese verbs of bringing forth that no list holds: `憋出了一个新模型`, `把 Nova-3 扔上了 GitHub`.

What one brings out (出, 上, 来) is new where the object begins with a word for that or with how many there are; what is
put on a hub (上, 到, 进) is let out there. Verbs that only tell of what is there (找出, 列出: finds, lists) are none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extract.lexer import Words
from extract.lexicon import Trigger, load_lexicon
from extract.records import Span
from extract.tokens import Token
from extract.vendors import VendorMention

OPEN = "open"  # how a trigger is used that takes something new as its object, and nothing else
_FINDS = (
    "指看得超退突付输导找说露跳走列画写选评跑测算现识检认杀外支产查问筛揪挑猜拆分读显渗传卖租提溢析译报编点喊念背悟学折"
)
_USES = "用换接装追赶爱搭跟登冲跑配加碰遇坐考贴套迷马"
_LONGEST = 12  # characters from the verb to the word for something new
_PUTS_ON = re.compile(r"\s?(?:直接|悄悄|全部|一股脑|正式)?(?P<verb>[\u4e00-\u9fff](?:上|到|进)了?)\s?\Z")
_LONGEST_PUTTING = 8  # characters


def find_open_verbs(text: str, words: Words, span: Span, makers: Sequence[VendorMention]) -> Iterator[Token]:
    """The verbs of a Chinese stretch, each as one that takes the name behind or, of a hub, before it as its object."""
    trigger, brings_out = _open_trigger(), _brings_out()
    for start, _, senses in words.cues.within(*span):
        if not any(cue.type == "novelty" and cue.lang == "zh" for cue in senses):
            continue
        if found := brings_out.search(text, max(span.start, start - _LONGEST), start):
            yield Token("U", *found.span("verb"), trigger=trigger)
    for maker in makers:
        before = max(span.start, maker.start - _LONGEST_PUTTING), maker.start
        if maker.weak and (found := _PUTS_ON.search(text, *before)):
            yield Token("T", *found.span("verb"), trigger=trigger)


@cache
def _open_trigger() -> Trigger:
    return next(each for each in load_lexicon().triggers.values() if each.use == OPEN)


@cache
def _brings_out() -> re.Pattern[str]:
    """The verbs that are listed, and those that their complements make; with how many there are behind."""
    listed = "|".join(form for form, each in load_lexicon().triggers.items() if each.use == OPEN)
    return re.compile(
        rf"(?P<verb>{listed}|[\u4e00-\u9fff](?<![{_FINDS}])出了?|[\u4e00-\u9fff](?<![{_USES}])上了?)"
        r"\s?(?:自家|自己|自研|旗下|公司)?的?\s?(?:[一两三四五六七八九十几\d]{1,2}[款个种套位代])?的?\Z"
    )
