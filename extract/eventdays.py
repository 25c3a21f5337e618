"""The day of the event that an article opens with: `6月24日，大会在北京举行。会上，Nova-3 发布。`"""

import re
from datetime import timedelta

from extract.dates import DateMention
from extract.daylist import DayList, is_day
from extract.parsing import Reading
from extract.records import Article
from extract.sentences import Sentence

_OPENING = 4  # blocks, the title among them
_NEAR = timedelta(days=10)  # an event is told of within so many days
_AHEAD = timedelta(days=1)
_EVENT = re.compile(r"大会|发布会|峰会|论坛|开放日|开幕|举行|举办|召开|同日|集体|不约而同|接连|纷纷")
_BEFORE_IT = re.compile(  # earlier, last year, already, the generation before, soon: what did not happen there
    r"此前|曾|去年|早在|之前|前不久|不久前|早些时候|上一代|前代|近日|日前|近期|年初|过去|前年|稍后|即将|未来|后续"
)
_STOP = re.compile(r"[。！？!?\n]")


def find_event_day(article: Article, reading: Reading, dates: DayList) -> DateMention | None:
    """The first day in the opening whose sentence speaks of an event, near the day of publication."""
    published = article.published
    if reading.language != "zh" or published is None:
        return None
    blocks = [block for block in article.blocks[:_OPENING] if block.kind != "title"]
    for day in (day for block in blocks for day in dates.within(block.start, block.end)):
        if day.date is None or not is_day(day) or not -_AHEAD <= published.end - day.date.start <= _NEAR:
            continue
        stop = _STOP.search(reading.text, day.end)
        if _EVENT.search(reading.text, day.end, stop.start() if stop else len(reading.text)):
            return day
    return None


def is_told_there(reading: Reading, dates: DayList, event: DateMention, sentence: Sentence) -> bool:
    """Whether a sentence behind it, with no date of its own, still tells of the event: no other day came between."""
    last = dates.day_before(sentence.start)
    if last is None or last.date is None or event.date is None or last.start < event.start:
        return False
    return last.date.start == event.date.start and not is_background(reading, sentence)


def is_background(reading: Reading, sentence: Sentence) -> bool:
    """Whether a Chinese sentence tells of what was before, or is to come: 此前, 去年, 即将."""
    return reading.language == "zh" and bool(_BEFORE_IT.search(reading.text, sentence.start, sentence.end))
