"""Read the lines of a catalogue, which have no verb: `1月27日，Nova-3：…`, `Nova-3（星海科技，4月7日）`.

A line begins with a name, and with it stand its day or its maker; that it is of releases, the heading, the title or
the sentence above says. Lines without a day are read under a heading that
says nothing else (本周新模型).
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract import catalogues_en
from extract.candidates import Candidate
from extract.cards import read_cards
from extract.dates import DateMention
from extract.lines import candidate_of_line, is_unsure
from extract.listings import Read
from extract.names import Name
from extract.parsing import Reading, parse_sentence
from extract.records import Block, Span
from extract.sentences import Sentence
from extract.tables import head_of_table, read_tables
from extract.vendors import VendorMention, open_vendor

RULE = "zh-catalogue"
_LOOKS_LIKE_A_MODEL = 2  # a name's strength
_LONGEST_HEADING = 16  # characters of one that says what is below, and nothing else
_LONGEST_START = 48  # characters up to the name
_TWO = 2
_TELLS = re.compile(
    r"发布|上线|开源|推出|更新|上新|新模型|问世|亮相|登场|[一二两三四五六七八九十\d]\s?连?发(?!展)|时间[线轴]|大事记|大事年表|编年史|发展(?:史|历程)|里程碑"
)
_OF_RELEASES = re.compile(
    r"新(?:大?模型|发布|上线)(?:发布|上线|速[递览]|一览|盘点|汇总|动态)?$"
    r"|(?:[今本][日天周月]|近期|大?模型)(?:与?(?:产品|开源|新品))?(?:新?发布|更新|上新|上线)"
    r"(?:[和与及、](?:发布|更新|开源|动态|升级))?(?:速[递览]|一览|盘点|汇总|动态)?$"
)
_MODELS = re.compile(r"模型|\b(?:[Mm]odels?|LLMs?)\b")
_SIGNS = re.compile(r"[\s\d.、,，:：|·•\-—*#【】\[\]()（）\"“”「」《》🚀🔥✨⭐]*(?:旗下|的|的新?模型)?[\s|·:：]*")
_NOUN = re.compile(r"\s?(?:系列|大?模型|正式版|预览版|[（(]?(?:开源|新)[)）]?)?")
_ASIDE = re.compile(r"\s?[（(【\[](?P<aside>[^（）()【】\n]{1,60})[)）】\]]")
_LAST_ASIDE = re.compile(r"[（(][^（）()\n]{2,24}[)）][。；;]?\Z")  # Nova-3：旗舰语言模型（6 月 9 日）
_WHO = re.compile(r"(?:[\u4e00-\u9fff]{2,8}|[A-Z][\w.]*(?: [A-Z][\w.]*){0,2})(?=\s?[，,、|])")
_ENDS_A_NAME = re.compile(r"\s?(?:[:：,，|]|—|-\s|$)")
_MEASURED = re.compile(
    r"\s?[:：|,，]\s?(?:约|得分|跑分|[$¥￥])?\s?\d[\d.,]*\s?(?:%|％|分|元|美元|/|tok|k\b|K\b|万|亿|B\b|GB)"
)


class _Line(NamedTuple):
    sentence: Sentence
    name: Name
    maker: VendorMention | None
    day: DateMention | None


def with_catalogues(
    read: Sequence[Read], reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]
) -> tuple[list[Read], list[Name]]:
    """What was read of the sentences, the lines of catalogues added, and the names that these call models."""
    lines = (
        *_read_catalogues(reading, blocks, sentences),
        *read_tables(reading, blocks, sentences),
        *read_cards(reading, blocks, sentences),
    )
    added = {parsed.sentence: (parsed, found) for parsed, found in lines}
    if not added:
        return list(read), []
    called = [
        candidate.name for _, found in added.values() for candidate in found if _are_models(reading, blocks, candidate)
    ]
    for parsed, found in read:
        added[parsed.sentence] = parsed, [*found, *added.get(parsed.sentence, (parsed, []))[1]]
    return sorted(added.values(), key=lambda one: one[0].sentence), called


def _are_models(reading: Reading, blocks: Sequence[Block], candidate: Candidate) -> bool:
    """Whether the heading, the sentence that leads to the list or the title says of what the list is."""
    place = candidate.sentence.block
    said = (blocks[0], _heading_above(blocks, place), _lead_of(blocks, place), head_of_table(blocks, place))
    return any(_MODELS.search(reading.text, each.start, each.end) for each in said if each is not None)


def _read_catalogues(reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> list[Read]:
    """Each line of a catalogue of releases, parsed, with a candidate for its name."""
    if reading.language != "zh":
        return catalogues_en.read_catalogues(reading, blocks, sentences)
    is_titled = bool(blocks) and _TELLS.search(reading.text, blocks[0].start, blocks[0].end) is not None
    lines = [*_iter_lines(reading, blocks, sentences, is_titled=is_titled)]
    is_series = is_titled and len([line for line in lines if line.day]) >= _TWO
    told = [
        line
        for line in lines
        if (is_series and line.day) or _is_led(reading, blocks, line.sentence, is_dated=bool(line.day))
    ]
    read = [(line, parse_sentence(reading, line.sentence)) for line in told]
    sure = ((line, parsed) for line, parsed in read if not (is_unsure(parsed) or parsed.is_question))
    return [(parsed, [candidate_of_line(RULE, line.name, line.sentence, line.maker)]) for line, parsed in sure]


def _iter_lines(
    reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence], *, is_titled: bool
) -> Iterator[_Line]:
    is_told = any(_is_heading_of_releases(reading.text, each) for each in blocks)
    block = 0
    for sentence in sentences if is_told or reading.dates else ():
        if sentence.block != block and (is_told or _has_day(reading, sentence)):
            may_be_one = is_titled or _is_led(reading, blocks, sentence, is_dated=True)
            if may_be_one and (line := _read_line(reading, blocks, sentence)):
                yield line
        block = sentence.block


def _has_day(reading: Reading, sentence: Sentence) -> bool:
    """Whether a day stands where the line's name does; most lines have none, and are not looked at."""
    return reading.dates.has(sentence.start, min(sentence.end, sentence.start + 2 * _LONGEST_START))


def _is_heading_of_releases(text: str, block: Block) -> bool:
    return block.kind == "heading" and _is_of_releases(text, block)


def _read_line(reading: Reading, blocks: Sequence[Block], sentence: Sentence) -> _Line | None:
    """A sentence that begins with a name, and what is written of the name there."""
    text, start = reading.text, sentence.start
    if not _has_day(reading, sentence) and not _is_of_releases(text, _heading_above(blocks, sentence.block)):
        return None
    name = next(iter(reading.mentions.names(sentence)), None)
    if name is None or name.strength < _LOOKS_LIKE_A_MODEL or name.start - start > _LONGEST_START:
        return None
    noun = _NOUN.match(text, name.end, sentence.end)
    aside = _ASIDE.match(text, noun.end() if noun else name.end, sentence.end)
    end = aside.end() if aside else noun.end() if noun else name.end
    if not _ENDS_A_NAME.match(text, end, sentence.end) or _MEASURED.match(text, end, sentence.end):
        return None
    days = [each for each in reading.dates.inside(start, end) if each.date is not None]
    if last := _LAST_ASIDE.search(text, end, sentence.end):
        days += [each for each in reading.dates.inside(*last.span()) if each.date is not None]
    makers = [each for each in reading.mentions.vendors(sentence) if each.end <= end and not _is_in(each, name)]
    told = [Span(each.start, each.end) for each in days if each.end <= name.start]
    told += [each.span for each in makers if each.end <= name.start]
    if not _SIGNS.fullmatch(_without(text, start, name.start, told)):
        return None
    maker = makers[0] if makers else _maker_in(text, aside) if aside and days else None
    return _Line(sentence, name, maker, days[0] if days else None)


def _maker_in(text: str, aside: re.Match[str]) -> VendorMention | None:
    """`（栖岩智能，4月24日）`: beside the day, a word that nobody entered."""
    who = _WHO.match(text, aside.start("aside"), aside.end("aside"))
    return VendorMention(*who.span(), open_vendor(who[0])) if who else None


def _is_in(maker: VendorMention, name: Name) -> bool:
    return name.start < maker.end and maker.start < name.end


def _without(text: str, start: int, end: int, told: Sequence[Span]) -> str:
    """The stretch without what is known of it."""
    for each in sorted(told, key=lambda one: -one.start):
        text = f"{text[: each.start]}{text[each.end :]}"
        end -= each.end - each.start
    return text[start:end]


def _heading_above(blocks: Sequence[Block], place: int) -> Block | None:
    """The nearest heading, but for such as are lines themselves: the next above it, of a higher level."""
    level = blocks[place].level if blocks[place].kind == "heading" else 0
    for block in reversed(blocks[:place]):
        if block.kind == "heading" and (not level or block.level < level):
            return block
    return None


def _lead_of(blocks: Sequence[Block], place: int) -> Block | None:
    return next((each for each in reversed(blocks[:place]) if each.kind != "item"), None)


def _is_of_releases(text: str, heading: Block | None) -> bool:
    if heading is None or heading.end - heading.start > _LONGEST_HEADING:
        return False
    return _OF_RELEASES.search(text[heading.start : heading.end]) is not None


def _is_led(reading: Reading, blocks: Sequence[Block], line: Sentence, *, is_dated: bool) -> bool:
    """Whether the heading above says of what a line is, or of a dated one the sentence that leads to the list."""
    above = _heading_above(blocks, line.block)
    if _is_of_releases(reading.text, above):
        return True
    said = (above, _lead_of(blocks, line.block)) if is_dated else ()
    leads = [each for each in said if each is not None and each.kind != "title"]
    return any(_TELLS.search(reading.text, each.start, each.end) for each in leads)
