"""Cut blocks into sentences."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.records import Block, Span

# All begin with the sign, so that the search is for its first character: ten times as fast.
_END = re.compile(
    r"[。！？!?；;.>](?:(?<![.>])[。！？!?；;]*[\"”’』」）)]*"
    r"|(?<=\.)(?<!(?<!/)\b[A-Z]\.)(?<!\b[A-Z]r\.)(?<!\bInc\.)(?<!\bvs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bNo\.)(?<!\bSt\.)"
    r"(?<!\b[ap]\.m\.(?=\s(?:[PECM][SD]?T|CEST|UTC|GMT|BST|IST|JST|Pacific|Eastern|Central|Beijing|Tokyo|London)\b))"
    r"(?<!\bCorp\.)(?<!\bLtd\.)(?<!\bSept\.(?=\s\d))"
    r"(?<!\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.(?=\s\d))[\"”’)]?\s+(?=[A-Z0-9\"“‘(])"
    r"|(?<=[^\S\n]>)>\s)"  # 查看详情 >>: "see more" links of Chinese digests
)
_STAMP = re.compile(r"\((?=\d{1,2}:\d\d(?::\d\d)?\)\s)")  # (00:31:46): what a broadcast comes to then
_CLOSES_A_CLAUSE = ("，", "。", "、", "；", "：", "！", "？")
_SENTENCE_ENDS = "。！？；：…"
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
    find_ends = _find_ends_and_stamps if _STAMP.search(text) else _find_ends
    for index, within in _join_fragments(text, blocks):
        start = within.start
        for end in find_ends(text, within):
            first, last = start, end
            while first < last and text[first].isspace():
                first += 1
            while first < last and text[last - 1].isspace():
                last -= 1
            if first < last:
                yield Sentence(first, last, index)
            start = end


def _join_fragments(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[int, Span]]:
    """Each block's place and span; a paragraph cut up by its emphasis is one again: `发布的`, `Nova-3`, `，…`.

    No paragraph begins with a sign that ends a clause.
    """
    if not any(text.startswith(_CLOSES_A_CLAUSE, block.start) for block in blocks):
        yield from ((place, Span(block.start, block.end)) for place, block in enumerate(blocks))
        return
    index = 0
    while index < len(blocks):
        last = _last_fragment(text, blocks, index)
        yield index, Span(blocks[index].start, blocks[last].end)
        index = last + 1


def _last_fragment(text: str, blocks: tuple[Block, ...], index: int) -> int:
    """The place of the last block that goes on with the one at `index`, its own where none does."""
    last = index
    for ahead in (1, 2):
        while last + ahead < len(blocks) and _goes_on(text, blocks[last : last + ahead + 1]):
            last += ahead
    return last


def _goes_on(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the last of them begins with the end of a clause, and none before it ends with that of a sentence."""
    if not text.startswith(_CLOSES_A_CLAUSE, blocks[-1].start):
        return False
    return all(block.kind == "paragraph" and text[block.end - 1] not in _SENTENCE_ENDS for block in blocks[:-1])


def _find_ends(text: str, block: Span) -> Iterator[int]:
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


def _find_ends_and_stamps(text: str, block: Span) -> Iterator[int]:
    stamps = (match.start() for match in _STAMP.finditer(text, block.start, block.end))
    yield from sorted({*_find_ends(text, block), *stamps})
