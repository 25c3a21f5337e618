"""Which 汉字 may be a name, and where in a run of them it begins."""

import re
from collections.abc import Callable, Sequence

from extract.language import is_common
from extract.lexer import Words
from extract.lexicon import load_lexicon
from extract.vendors import VendorMention

Vendors = Callable[[], Sequence[VendorMention]]
LENGTHS = range(2, 6)  # of a Chinese name
_HAN = re.compile(r"[\u4e00-\u9fff]")
_UP_TO_GRAMMAR = re.compile(r"(?s).*[的了和与及是为在其将被让使把由]")


def may_be_name(word: str, *, is_called: bool) -> bool:
    if len(word) not in LENGTHS or len(_HAN.findall(word)) < LENGTHS[0]:
        return False
    known = load_lexicon().words
    if any(stop in word for stop in known.han_stop) or known.fields.fullmatch(word):
        return False
    return is_called or not is_common(word)


def start_of_word(text: str, words: Words, start: int, end: int, vendors: Vendors) -> int:
    """Behind the last vendor, verb, cue or noun within the run of characters."""
    for vendor in vendors():
        if start < vendor.end < end:
            start = vendor.end
    start = words.triggers.end_of_last(start, end)
    start = words.cues.end_of_last(start, end)
    start = words.heads.end_of_last(start, end)
    house = text.rfind("旗下", start, end)  # of the house of
    start = house + len("旗下") if house >= 0 else start
    if text[start] in "日号" and text[max(0, start - 2) : start].rstrip(" ")[-1:].isdigit():
        start += 1  # 6 月 9 日听雨 V2
    grammar = _UP_TO_GRAMMAR.match(text, start, end)
    return grammar.end() if grammar else start
