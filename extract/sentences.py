"""Cut blocks into sentences."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extract.records import Block

# All begin with the sign, so that the search is for its first character: ten times as fast.
_END = re.compile(
    r"[。！？!?；;.>](?:(?<![.>])[。！？!?；;]*[\"”’』」）)]*"
    r"|(?<=\.)(?<!\b[A-Z]\.)(?<!\b[A-Z]r\.)(?<!\bInc\.)(?<!\bvs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bNo\.)(?<!\bSt\.)"
    r"(?<!\bCorp\.)(?<!\bLtd\.)[\"”’)]?\s+(?=[A-Z0-9\"“‘(])"
    r"|(?<=[^\S\n]>)>\s)"  # 查看详情 >>: "see more" links of Chinese digests
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_TWO_HAN = re.compile(r"[\u3400-\u9fff][^\u3400-\u9fff]*[\u3400-\u9fff]")
_HAN_SHARE = 9  # at least one character in so many
_LONGEST = 1200  # characters; longer runs are not sentences but debris, and are cut


class Sentence(NamedTuple):
    """A stretch of the article's text, `block` being the index of the block it stands in."""

    start: int
    end: int
    block: int


def language_of(text: str, start: int, end: int, article: str) -> str:
    """`zh` or `en`, for one stretch of an article in `article`: pages mix them.

    `Northwind发布Nova Opus 4.6` is Chinese for all its Latin letters; English may hold a few 汉字 in brackets.
    """
    if article == "zh":
        return "zh" if _TWO_HAN.search(text, start, end) else "en"
    is_english = text.isascii() or len(_HAN.findall(text, start, end)) * _HAN_SHARE < end - start
    return "en" if is_english else "zh"


def iter_sentences(text: str, blocks: tuple[Block, ...]) -> Iterator[Sentence]:
    """The sentences of each block, in order, without surrounding blanks; empty ones are left out."""
    for index, block in enumerate(blocks):
        start = block.start
        for end in _find_ends(text, block):
            first, last = start, end
            while first < last and text[first].isspace():
                first += 1
            while first < last and text[last - 1].isspace():
                last -= 1
            if first < last:
                yield Sentence(first, last, index)
            start = end


def _find_ends(text: str, block: Block) -> Iterator[int]:
    last = block.start
    for match in _END.finditer(text, block.start, block.end):
        end = match.end()
        if end - last > _LONGEST:
            yield from range(last + _LONGEST, end, _LONGEST)
        yield end
        last = end
    if block.end - last > _LONGEST:
        yield from range(last + _LONGEST, block.end, _LONGEST)
    yield block.end
