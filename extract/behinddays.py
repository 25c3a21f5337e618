"""The day that the sentence right behind a release tells: `The launch took place on 12 May`, 以上均在今天公布."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta

from extract.dates import DateMention
from extract.daylist import DayList
from extract.otherdays import UP_TO_DAY
from extract.parsing import Reading
from extract.records import Article, PartialDate
from extract.sentences import Sentence

RELEASED_ZH = re.compile(
    r"发布|推出|推了|开源|上线|公布|发了|揭晓|揭开|亮相|放出|官宣|端出|甩出|上新|连发|上架|开放|带来"
)
_AHEAD = 2  # sentences
_SUMMED_UP = 6
_ABOVE = ("以上均", "以上都", "以上全", "以上模型", "上述模型")
_OUT_WITHIN = 24
_EXACT = ("day", "range", "week", "month")
_LATE = timedelta(days=1)
_STILL = {  # it, the model: what is told of it further on
    "zh": re.compile(r"\s?(?:它|其|该|这款|这个|新模型)"),
    "en": re.compile(r"(?:It|Its|They|The (?:[\w-]+ ){0,2}models?)\b"),
}
# the launch came on …; the model was released on …: up to the day itself
_ITS_DAY = {
    "zh": re.compile(
        r"(?:[此本这该]次|[此这本][番场])(?:发布会?|开源|上线|更新|升级|推出)[^，。]{0,8}"
        r"(?:在|于|是|正值|恰逢|适逢|选在|定在|时间[为是]|日期[为是])\s?\Z"
        r"|(?:正式)?(?:发布|上线|开源|推出)(?:时间|日期|当[天日]|那天)(?:正?是|恰是|为|定在|:|：)\s?\Z"
        r"|(?:该|这款|这一|新|两款|三款|这个)(?:大?模型|版本|系列)(?:现?已|最早|正式|均)?(?:在|于)\s?\Z"
        r"|(?:这个|它|这款[^，。]{0,24}模型)(?:是|已|早?在|于){1,2}\s?\Z"
        r"|(?:以上|上述)[^，。]{0,8}(?:在|于)\s?\Z"
    ),
    "en": re.compile(
        r"(?:The|This|Its|Their)(?: (?:official|public|new|surprise|formal|full))?"
        r" (?:launch|release|announcement|rollout|roll-out|debut|unveiling|news)"
        r" (?:was|is|came|comes|took place|happened|occurred|landed|arrived|arrives)"
        rf"(?: (?:made|held|announced|out|live|published))? {UP_TO_DAY}"
        rf"|(?:The|This) (?:launch|release|announcement|news),? (?:which was )?(?:announced|published|made) {UP_TO_DAY}"
        r"|(?:It|They|(?:The|This|Both|These|[\w-]+['’]s)(?: [\w-]+){0,3} (?:models?|LLMs?|versions?)"
        r"|[A-Z][^.;:]{0,60}\bweights[^.,;:]{0,30},?)"
        r" (?:(?:was|were|is|are|has been|have been|became|become|went|goes) )?"
        r"(?:first |officially |formally |publicly |made )*(?:announced|released|unveiled|introduced|launched|shipped"
        r"|debuted|published|open-sourced|available|live|arrived|out|public|posted|uploaded|appeared|landed|up)"
        rf" (?:to [\w ]{{3,30}} |in [\w ]{{3,20}} |on [A-Z][\w ]{{2,20}} )?{UP_TO_DAY}"
    ),
}
_PARTICIPLE = re.compile(
    rf"(?:First |Officially )?(?:Announced|Released|Launched|Unveiled|Introduced|Open-sourced) {UP_TO_DAY}"
)  # Announced on 9 June, the model …, but not the deal
_OF_IT = re.compile(
    r",? (?:it|they|(?:the|this|both|these)(?: [\w-]+){0,2} (?:models?|LLMs?|systems?|releases?|versions?))\b"
)


class BehindDays:
    """The days that sentences tell of what came before them."""

    def __init__(self, article: Article, reading: Reading, sentences: Sequence[Sentence], dates: DayList) -> None:
        self._published, self._blocks = article.published, article.blocks
        self._reading, self._sentences, self._dates = reading, sentences, dates

    def told_behind(self, sentence: Sentence) -> DateMention | None:
        """The day that the sentence right behind tells of what this one does."""
        place = bisect_left(self._sentences, sentence) + 1
        for behind in self._sentences[place : place + _AHEAD]:
            if behind.block - sentence.block > 1 or self._blocks[behind.block].kind == "heading":
                break
            if (day := self._day_of_it(behind)) is not None:
                return day
            if not _STILL[self._reading.language].match(self._reading.text, behind.start):
                break
        return self._summed_up(place) if self._reading.language == "zh" else None

    def _summed_up(self, place: int) -> DateMention | None:
        """`以上均在今天的大会上公布`: the day of all that was told above it."""
        for behind in self._sentences[place : place + _SUMMED_UP]:
            if self._reading.text.startswith(_ABOVE, behind.start):
                return self._day_of_it(behind)
        return None

    def _day_of_it(self, behind: Sentence) -> DateMention | None:
        """The day that a sentence tells of what came before it."""
        first = next(iter(self._dates.within(behind.start, behind.end)), None)
        if first is None or not has_come(first, self._published):
            return None
        language = self._reading.language
        told = self._reading.text[behind.start : first.start]
        is_out = language == "en" or RELEASED_ZH.search(self._reading.text, behind.start, first.end + _OUT_WITHIN)
        if language == "en" and _PARTICIPLE.match(told):
            return first if _OF_IT.match(self._reading.text, first.end) else None
        return first if is_out and _ITS_DAY[language].match(told) else None


def has_come(told: DateMention, published: PartialDate | None) -> bool:
    """Whether it is a day, or a stretch of a few, that has come."""
    if told.date is None or told.date.precision not in _EXACT:
        return False
    return published is None or told.date.start <= published.end + _LATE
