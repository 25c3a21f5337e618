"""Days that stand apart from what tells of a release: under a post of its maker's own, in a line with a label.

`— Halden AI (@haldenai) June 9, 2026` under what the post says; `Release date: June 9, 2026`.
"""

import re
from collections.abc import Iterable

from extract.dates import DateMention
from extract.daylist import DayList, is_day
from extract.knowledge import Vendor
from extract.names import Name
from extract.records import Block

_AUTHOR = re.compile(r"[—–-]\s?(?P<who>[^\n—–@]{2,40}?)\s?\((?P<handle>@\w{2,30})\)")
_POST = 400  # characters of a post before who wrote it, and behind that up to its day
_YEAR = re.compile(r"20\d\d")
_PLAIN = re.compile(r"[^a-z0-9\u4e00-\u9fff]+")
_WORD = 4  # characters of a maker's name that tell it
RELEASED = re.compile(
    r"[\s*•·-]*(?:(?:[Rr]elease|[Ll]aunch|[Aa]nnouncement)(?: [Dd]ate|d)?|[Dd]ate [Rr]eleased|[Aa]nnounced|[Ll]aunched"
    r"|(?:首次|正式)?(?:发布|發布|发佈|上线|开源|推出)(?:日期?|日子)|(?:上线|开源|推出)时间)\s?(?:[:：|]|：)[\s|*]*"
)


def find_posted(
    text: str, dates: DayList, names: Iterable[Name], maker: Vendor | None, at: int | None
) -> DateMention | None:
    """The day of the first post, embedded in the article, in which the maker itself writes of one of these names.

    `at`: the place in the post that is meant, None: any post.
    """
    if "(@" not in text or maker is None:
        return None
    told = [name.text for name in names]
    for author in _AUTHOR.finditer(text):
        if at is not None and not author.start() - _POST <= at < author.start():
            continue
        if not _is_maker(author["who"] + author["handle"], maker):
            continue
        day = next((day for day in dates.within(author.end(), author.end() + _POST) if _is_full(day)), None)
        if day is None or "(@" in text[author.end() : day.start]:
            continue
        post = text[max(0, author.start() - _POST) : day.start]
        if any(name in post for name in told):
            return day
    return None


def find_labelled(text: str, blocks: Iterable[Block], dates: DayList) -> DateMention | None:
    """The day in the first line that says of itself to be of the release: `Release date: June 9, 2026`."""
    for block in blocks:
        label = RELEASED.match(text, block.start, block.end)
        day = dates.at(label.end()) if label else None
        if day and is_day(day):
            return day
    return None


def _is_full(day: DateMention) -> bool:
    return is_day(day) and _YEAR.search(day.raw) is not None


def _is_maker(author: str, maker: Vendor) -> bool:
    """Whether who posts is called as the maker is: by all of its name, or by its first word."""
    plain = _PLAIN.sub("", author.casefold())
    called = [name for name in (maker.name, maker.en, maker.zh, *maker.aliases) if name]
    words = [word for name in called for word in (_PLAIN.sub("", name.casefold()), name.casefold().split()[0])]
    return any(len(word) >= _WORD and word in plain for word in words)
