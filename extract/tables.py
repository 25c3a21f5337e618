"""Read a table of releases, whose head says what its columns are: `模型 | 发布时间`, `Model | Maker | Released`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from extract.lines import UNSURE, candidate_of_line
from extract.listings import Read
from extract.names import Name
from extract.parsing import Parsed, Reading, parse_sentence
from extract.records import Block, Span
from extract.sentences import Sentence
from extract.spans import Spanned
from extract.vendors import VendorMention, open_vendor

RULE = "table"
_BESIDE = " | "
_COLUMNS = {
    "model": re.compile(
        r"(?:大?模型|型号)[^|]{0,4}|名称|(?i:(?:(?:AI|language) )?(?:models?|LLMs?)(?: names?)?|names?)"
    ),
    "day": re.compile(
        r"(?:首次)?(?:发布|上线|开源|推出)(?:时间|日期|日|年份?)"
        r"|(?i:(?:initial |public |first )?(?:released?|launch(?:ed)?|announced)(?: dates?| day| on| year)?"
        r"|date (?:released|of release))"
    ),
    "maker": re.compile(
        r"(?:(?:开发|所属|研发|发布)?(?:公司|厂商|机构|团队|企业|单位|方)[/／]?){1,2}"
        r"|(?i:(?:makers?|vendors?|company|companies|developers?|developed by|labs?|org(?:ani[sz]ation)?s?|creators?"
        r"|institutions?)(?: ?/ ?(?:company|developer|lab|organi[sz]ation|institution))?)"
    ),
}
_PLAIN_DAY = re.compile(r"日期|时间|年份?|(?i:date|day|when|year)")  # of the release, where another column says by whom
_NEW_MODELS = re.compile(
    r"新(?:发布|上线|开源)?的?(?:大|小|开源|国产)?模型|(?:发布|上线|开源)的新?(?:大|开源|国产)?模型"
    r"|(?i:\bnew (?:[\w-]+ )?(?:models|LLMs)\b|\bmodels (?:released|launched|that came out)\b)"
)
_TESTED = re.compile(r"测试|评测|跑分|(?i:\b(?:tests?|tested|scores?|rated|ranked)\b)")
_COMPARED = re.compile(r"对比|相比|比较|较量|(?i:\bcompar|\b(?:against|versus|vs|rivals?|stack)\b)")
_RATED = re.compile(  # on that day
    r"排[名行]|得分|分数|评分|跑分|下载|价格"
    r"|(?i:\b(?:rank|scores?|elo|votes?|rating|downloads|prices?|cost)\b|bench|MMLU|GPQA|AIME)"
)
_FOOTNOTE = re.compile(r"\[\w{1,2}\]|[*†‡¹²³]")
_WHO = re.compile(r"[\u4e00-\u9fff]{2,10}|[A-Z][\w.&-]*(?: [A-Z\d&][\w.&-]*){0,3}")
_LONGEST_REST = 16  # characters behind the name in its cell


class _Row(NamedTuple):
    sentence: Sentence
    name: Name
    maker: VendorMention | None
    told: Sequence[Span]  # the cells that tell of the release


def read_tables(reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Read]:
    """Each row of such tables, parsed, with a candidate for the name that begins its cell."""
    if not any(block.kind == "row" for block in blocks):
        return []
    firsts = {sentence.block: sentence for sentence in reversed(sentences)}
    rows = [
        row
        for head, places in iter_tables(blocks)
        if (columns := _columns_of(reading.text, blocks, head))
        for place in places
        if place in firsts and (row := _read_row(reading, firsts[place]._replace(end=blocks[place].end), columns))
    ]
    read = [(row, parse_sentence(reading, row.sentence)) for row in rows]
    return [
        (parsed, [candidate_of_line(RULE, row.name, row.sentence, row.maker)])
        for row, parsed in read
        if not _leaves_it_open(row, parsed)
    ]


def _leaves_it_open(row: _Row, parsed: Parsed) -> bool:
    """What another column leaves open (参数量: 未公布, undisclosed) denies no release."""
    is_denied = any("negation" in parsed.cue_types(*cell) for cell in row.told)
    return is_denied or not UNSURE.isdisjoint(parsed.cue_types(*row.sentence[:2]))


def head_of_table(blocks: Sequence[Block], place: int) -> Block | None:
    """The first row of those that a row stands among."""
    return next((blocks[head] for head, rows in iter_tables(blocks) if place in rows or place == head), None)


def is_of_days(head: str) -> bool:
    """Whether what heads a column says that it is one of days."""
    return bool(_COLUMNS["day"].fullmatch(head) or _PLAIN_DAY.fullmatch(head))


def iter_tables(blocks: Sequence[Block]) -> Iterator[tuple[int, Sequence[int]]]:
    """The places of each table's head and of the rows below it."""
    for is_table, group in groupby(range(len(blocks)), key=lambda place: blocks[place].kind == "row"):
        if is_table:
            head, *rows = group
            yield head, rows


def _is_of_new(text: str, blocks: Sequence[Block], head: int) -> bool:
    """Whether what stands right above a table says that its models have just come out, and compares nothing."""
    above = blocks[max(0, head - 1)]
    is_compared = _COMPARED.search(text, above.start, above.end)
    return _NEW_MODELS.search(text, above.start, above.end) is not None and not is_compared


def _is_of_tests(text: str, blocks: Sequence[Block], head: int) -> bool:
    """Whether what stands right above a table says that its models were tested or rated on these days."""
    above = blocks[max(0, head - 1)]
    return _TESTED.search(text, above.start, above.end) is not None


def _columns_of(text: str, blocks: Sequence[Block], head: int) -> Mapping[str, int] | None:
    """The place of each column that is looked for; None where the model's or its day's is missing.

    A table of new models needs no day, where it says whose they are; beside their makers, a plain `Date` is their day.
    """
    row = text[blocks[head].start : blocks[head].end]
    cells = [_FOOTNOTE.sub("", cell).strip() for cell in row.split(_BESIDE)]
    found = {
        name: place
        for name, pattern in _COLUMNS.items()
        for place, cell in reversed([*enumerate(cells)])
        if pattern.fullmatch(cell)
    }
    is_of_makers = "maker" in found and not any(map(_RATED.search, cells))
    is_of_new = is_of_makers and _is_of_new(text, blocks, head)
    plain = next((place for place, cell in enumerate(cells) if _PLAIN_DAY.fullmatch(cell)), None)
    if plain is not None and is_of_makers and not _is_of_tests(text, blocks, head):
        found.setdefault("day", plain)
    is_read = "model" in found and ("day" in found or is_of_new)
    return {**found, "": len(cells)} if is_read else None


def _read_row(reading: Reading, row: Sentence, columns: Mapping[str, int]) -> _Row | None:
    """A row's name and maker, where its day is as it should be; of one with empty cells, the name that begins it."""
    text, cells = reading.text, cells_of(reading.text, row)
    is_whole = len(cells) == columns[""]
    if not (is_whole or columns["model"] == 0) or not _has_its_day(reading, row, cells, columns):
        return None
    cell = cells[columns["model"]]
    name = next((each for each in reading.mentions.names(row) if each.start >= cell.start), None)
    if name is None or name.end > cell.end or cell.end - name.end > _LONGEST_REST:
        return None
    owner = next((each for each in reading.mentions.vendors(row) if each.start == cell.start), None)
    begins = owner.end if owner and owner.end <= name.start else cell.start
    if text[begins : name.start].strip(" 的'’s"):
        return None
    told = _maker_in(reading, row, cells[columns["maker"]]) if is_whole and "maker" in columns else None
    starts = {each.start for each in cells}
    noted = (each for each in reading.mentions.vendors(row) if each.start in starts)  # 备注: 智谱，开源
    asked = [cells[place] for key, place in columns.items() if key and place < len(cells)]
    return _Row(row, name, told or owner or next(noted, None), asked)


def _has_its_day(reading: Reading, row: Sentence, cells: Sequence[Span], columns: Mapping[str, int]) -> bool:
    """Whether its cell tells one day, and none stands before that; where no column is for days, whether it has none."""
    days = reading.dates.inside(row.start, row.end)
    if "day" not in columns:
        return not days
    own = reading.dates.inside(*cells[columns["day"]]) if len(cells) == columns[""] else days  # not a knowledge cutoff
    return len(own) == 1 and own[0] == days[0]


def _maker_in(reading: Reading, row: Sentence, cell: Span) -> VendorMention | None:
    """Who begins the cell, entered or not."""
    known = next((each for each in reading.mentions.vendors(row) if cell.start <= each.start < cell.end), None)
    who = _WHO.fullmatch(reading.text, *cell)
    return known or (VendorMention(*cell, open_vendor(who[0])) if who else None)


def cells_of(text: str, row: Spanned) -> list[Span]:
    cells, start = [], row.start
    for told in text[row.start : row.end].split(_BESIDE):
        cells.append(Span(start, start + len(told)))
        start += len(told) + len(_BESIDE)
    return cells
