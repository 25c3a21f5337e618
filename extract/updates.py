"""What gets an update: `对设计工具 Tidewater 进行重大升级`, `为 Redpen 推出重大更新`, `Redpen 发布更新`."""

import re
from collections.abc import Callable, Iterator, Sequence

from extract.lexer import Words
from extract.lexicon import load_lexicon
from extract.names import Name
from extract.records import Span
from extract.vendors import VendorMention

_TO = frozenset(["对", "为", "给"])
_WITHIN = 48  # characters to the verb
_SIGN = re.compile(r"[，,。;；:：!！?？\n]")
_VERB = "zh-gets-update"
_ITS_VERBS = frozenset([_VERB, "en-available"])
_BETWEEN = 8  # characters from a thing to its verb


def is_updated(text: str, words: Words, start: int, end: int) -> bool:
    """Whether 对, 为 or 给 stands before what the clause goes on to give an update."""
    if text[start:end] not in _TO:
        return False
    verbs = (first for first, _, verb in words.triggers.within(end, end + _WITHIN) if verb.id == _VERB)
    return any(not _SIGN.search(text, end, first) for first in verbs)


def find_updated_things(
    text: str, words: Words, within: Span, vendors: Callable[[], Sequence[VendorMention]]
) -> Iterator[Name]:
    """`Redpen 发布更新`, `Redpen is now available`: where maker and thing have one name, the thing.

    Vendors are asked for where it may be so.
    """
    verbs = [first for first, _, verb in words.triggers.within(*within) if verb.id in _ITS_VERBS]
    for vendor in vendors() if verbs else ():
        own = text[vendor.start : vendor.end]
        kind = load_lexicon().things.names.get(own.casefold())
        if kind and any(0 <= first - vendor.end <= _BETWEEN for first in verbs):
            yield Name(vendor.start, vendor.end, own, 1, vendor=vendor.vendor, kind=kind, known=True)
