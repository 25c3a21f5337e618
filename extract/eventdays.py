"""The day of what an article opens with: `6月24日，大会在北京举行。会上，Nova-3 发布。`

An event dates what is told behind it; a release that is not named yet (`昨天，星海科技一口气开源了两款模型。`) only
what is told as the same one: `这次的 Nova-3`, `它就是 Nova-3`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from itertools import takewhile

from extract.candidates import Candidate
from extract.datelines import is_cited, is_dateline
from extract.dates import DateMention
from extract.daylist import DayList, is_day
from extract.firsts import compile_search
from extract.knowledge import Vendor
from extract.names import Name
from extract.parsing import Reading, parse_sentence
from extract.records import Article, Block
from extract.sentences import Sentence
from extract.spans import START
from extract.tokens import codes_of
from extract.vendors import is_related

_OPENING = 4  # blocks, the title among them
_LEAD = 500  # characters behind the title: lines that say who wrote it stand there too
_NEAR = timedelta(days=10)  # an event is told of within so many days
_AHEAD = timedelta(days=1)
_EVENT = re.compile(
    r"大会|发布会|峰会|论坛|开放日|开幕|举行|举办|召开|同日|集体|不约而同|接连|纷纷|的一天|这一天|扎堆|撞车"
)
_BEFORE_IT = compile_search(  # earlier, last year, already, the generation before, soon: what did not happen there
    r"此曾去早之前不上近日年过稍即未后这一两二三四五六七八九十几数0-9",
    r"(?:此前|曾|去年|早在|之前|前不久|不久前|早些时候|上一代|前代|近日|日前|近期|年初|过去|前年|稍后|即将|未来|后续|[一两二三四五六七八九十几数\d]\s?(?:年|个月)前"
    r"|这是[^，。]{0,12}(?:发布|上线|推出|开源)(?:之后|后|以来))",
)
_RELEASE = re.compile(r"发布|推出|推[了出]?|开源|上线|公布|更新|放出|官宣|端出|甩出|扔出|上新|连发|连推|发了|上架|开放")
_THE_SAME = compile_search(  # this time, these three, this is, the new model is called: what the opening told of
    "这此本该它没新",
    r"(?:[这此本]次|[该此]系列|这一系列|这样?[两三四五六七几]?[款个](?!人|时|月|小时)|(?<![\u4e00-\u9fff])(?:[这它]|没错，[这它]?)(?:就是|正是)|[这该新][款个]?[^，。\n]{0,8}模型[^，。\n]{0,4}[名叫])",
)
_UNNAMED = re.compile(  # suddenly released a new generation of its model
    r"[^。；！？\n还又再另]{0,24}?(?:发布|推出|上线|开源|公布)了?[^，。；！？\n]{0,6}(?:新一代|最新|全新|新)[^，。；！？\n]{0,8}模型(?=[，。；！])"
)
_NEXT = 240  # characters from what is named to where the news is told without its name
_OPENS = re.compile(r"(?:(?:[Oo]n|[Ll]ate|[Ee]arly|就?在|时间来到|北京时间|当地时间) ?){0,2}")
_STOP = re.compile(r"[。！？!?\n]")


class Opening:
    """The days that an article opens with."""

    def __init__(self, article: Article, reading: Reading, sentences: Sequence[Sentence], dates: DayList) -> None:
        self._article, self._reading, self._sentences, self._dates = article, reading, sentences, dates

    def find_day(self, start: int, sentence: Sentence, maker: Vendor | None) -> DateMention | None:
        """The day of what a sentence of `maker` with no date of its own tells. `start`: of what leads to it."""
        if told := self._of_unnamed(sentence):
            return told
        day = self._event
        if day is None and _THE_SAME.search(self._reading.text, start, sentence.end):
            day = self._news
        if day is None or sentence.start <= day.start or not self._may_be_of(day, maker):
            return None
        return day if _is_told_there(self._reading, self._dates, day, sentence) else None

    def in_lead(self, names: Iterable[Name], maker: Vendor | None) -> DateMention | None:
        """The one day, the dateline apart, of the body's first sentence, where that tells of one of these behind it.

        Or where it leads to it without a name: `On Tuesday, the industry got a surprise`, `A new model came out on
        Tuesday`.
        """
        lead = next((each for each in self._sentences if self._article.blocks[each.block].kind == "paragraph"), None)
        if lead is None or is_background(self._reading, lead):
            return None
        days = [day for day in self._dates.within(lead.start, lead.end) if not is_dateline(self._reading.text, day)]
        if len(days) != 1 or not is_day(days[0]) or not self._is_near(days[0]):
            return None
        if is_cited(self._reading.text, days[0]):
            return None
        named = max((name.start for name in names if lead.start <= name.start < lead.end), default=-1)
        is_told = days[0].end <= named if named >= 0 else self._leads_to_news(lead, days[0], maker)
        return days[0] if is_told else None

    def _leads_to_news(self, lead: Sentence, day: DateMention, maker: Vendor | None) -> bool:
        """Whether a sentence with no name tells of a model of that maker, or begins with the day and names nobody."""
        codes = codes_of(parse_sentence(self._reading, lead).tokens)
        if "N" in codes or not self._may_be_of(day, maker):
            return False
        is_release = "H" in codes and any(verb in codes for verb in "TUI")
        return is_release or (
            "V" not in codes and _OPENS.fullmatch(self._reading.text, lead.start, day.start) is not None
        )

    def _is_near(self, day: DateMention) -> bool:
        published = self._article.published
        return published is not None and day.date is not None and -_AHEAD <= published.end - day.date.start <= _NEAR

    def _may_be_of(self, day: DateMention, maker: Vendor | None) -> bool:
        """Whether the sentence of the day names no other maker alone."""
        acting = [each.vendor for each in self._reading.mentions.vendors(self._sentence_of(day))]
        return maker is None or not acting or any(is_related(maker, each) for each in acting)

    def _sentence_of(self, day: DateMention) -> Sentence:
        return self._sentences[bisect_right(self._sentences, day.start, key=START) - 1]

    @cached_property
    def _event(self) -> DateMention | None:
        """The first day in the opening whose sentence speaks of an event, near the day of publication."""
        return next(self._iter_days(self._article.blocks[:_OPENING], _EVENT), None)

    @cached_property
    def _news(self) -> DateMention | None:
        """The first whose sentence tells of a release."""
        blocks = self._article.blocks
        body = next((block.start for block in blocks if block.kind != "title"), 0)
        return next(self._iter_days(takewhile(lambda block: block.start < body + _LEAD, blocks), _RELEASE), None)

    def _of_unnamed(self, sentence: Sentence) -> DateMention | None:
        """`Nova-3 发布后不到一小时…。8月14日，星海科技发布了新一代模型`: the day right behind the opening."""
        body = next((block.start for block in self._article.blocks if block.kind != "title"), 0)
        if self._reading.language != "zh" or not body <= sentence.start < body + _LEAD:
            return None
        near = self._dates.within(sentence.end, sentence.end + _NEXT)
        return next((day for day in near if is_day(day) and _UNNAMED.match(self._reading.text, day.end)), None)

    def _iter_days(self, blocks: Iterable[Block], told: re.Pattern[str]) -> Iterator[DateMention]:
        """The days near publication behind which, in their sentence, is what `told` looks for."""
        published, text = self._article.published, self._reading.text
        if self._reading.language != "zh" or published is None:
            return
        for day in (
            day
            for block in blocks
            if block.kind not in ("title", "heading")
            for day in self._dates.within(block.start, block.end)
        ):
            if not is_day(day) or not self._is_near(day):
                continue
            stop = _STOP.search(text, day.end)
            if told.search(text, day.end, stop.start() if stop else len(text)):
                yield day


def _is_told_there(reading: Reading, dates: DayList, event: DateMention, sentence: Sentence) -> bool:
    """Whether a sentence behind it, with no date of its own, still tells of the event: no other day came between."""
    last = dates.day_before(sentence.start)
    if last is None or last.date is None or event.date is None or last.start < event.start:
        return False
    return last.date.start == event.date.start and not is_background(reading, sentence)


def is_background(reading: Reading, sentence: Sentence) -> bool:
    """Whether a Chinese sentence tells of what was before, or is to come: 此前, 去年, 即将."""
    return reading.language == "zh" and bool(_BEFORE_IT.search(reading.text, sentence.start, sentence.end))


def is_long_ago(reading: Reading, candidate: Candidate) -> bool:
    """`早在 Nova-3 问世初期` (back when it came out), `HiTide 是星海推出的产品` (is what … brought out), in a note.

    Of no day that another sentence tells.
    """
    is_definition = candidate.rule.startswith("zh-copula") and candidate.name.strength <= 1
    return reading.language == "zh" and (is_definition or reading.text.startswith("早在", candidate.sentence.start))
