"""Read cards of models: a heading that is only a name, and below it, line by line, whose it is and when it came out.

Nova 3
Developer: Halden · Released: June 9, 2026 · License: MIT        厂商：星海科技 · 发布时间：2026 年 6 月 9 日
"""

import re
from collections.abc import Iterator, Sequence

from extract.apartdays import RELEASED
from extract.candidates import Candidate
from extract.lines import candidate_of_line
from extract.listings import Read
from extract.parsing import Reading, parse_sentence
from extract.records import Block, Span
from extract.sentences import Sentence
from extract.tokens import codes_of
from extract.vendors import VendorMention, open_vendor

RULE = "card"
_MAKER = re.compile(
    r"\W{0,3}(?:(?:Developer|Maker|Company|Vendor|Lab|Creator|Organi[sz]ation|(?:Developed|Made|Built) by)|"
    r"(?:开发|所属|研发|发布)?(?:公司|厂商|机构|团队|企业|方|者))\s?[:：]\s?(?P<who>[^\s。，,;；(（·•|][^\n。，,;；(（·•|]{0,30}[^\s。，,;；(（·•|])"
)
_PUBLISHED = re.compile(r"\W{0,3}发布时间\s?[:：]\s?")  # of whatever stands above it: elsewhere of the article
_IS_NAME = ("^NE", "^VNE", "^NHE")
_MOST_LINES = 8


def read_cards(reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Read]:
    """Each card, from its name to its day parsed as one sentence, with a candidate for the name."""
    return [
        (parse_sentence(reading, candidate.sentence), [candidate])
        for heading in sentences
        if blocks[heading.block].kind == "heading"
        for candidate in _iter_candidates(reading, blocks, heading)
    ]


def _iter_candidates(reading: Reading, blocks: Sequence[Block], heading: Sentence) -> Iterator[Candidate]:
    block = blocks[heading.block]
    lines = [*_iter_lines(blocks, heading.block)]
    day = next((line for line in lines if _is_dated(reading, line)), None)
    if day is None or (heading.start, heading.end) != (block.start, block.end):
        return
    parsed = parse_sentence(reading, heading)
    if codes_of(parsed.tokens) in _IS_NAME:
        name = next(token.names[0] for token in parsed.tokens if token.names)
        maker = next((found for line in lines if (found := _maker_in(reading, line))), None)
        yield candidate_of_line(RULE, name, heading._replace(end=day.end), maker)


def _iter_lines(blocks: Sequence[Block], heading: int) -> Iterator[Span]:
    for block in blocks[heading + 1 : heading + 1 + _MOST_LINES]:
        if block.kind == "heading":
            return
        yield Span(block.start, block.end)


def _is_dated(reading: Reading, line: Span) -> bool:
    label = RELEASED.match(reading.text, *line) or _PUBLISHED.match(reading.text, *line)
    return label is not None and reading.dates.has(label.end(), line.end)


def _maker_in(reading: Reading, line: Span) -> VendorMention | None:
    """Who stands behind the label, entered or not."""
    if (found := _MAKER.match(reading.text, *line)) is None:
        return None
    known = next(iter(reading.words.vendors.within(*found.span("who"))), None)
    if known:
        return VendorMention(known[0], known[1], *known[2])
    return VendorMention(*found.span("who"), open_vendor(found["who"]))
