"""Which event a sentence goes on telling, and the day of that: a sentence on a release often has none of its own.

`On 12 May, Halden held its conference. There, it launched Nova 3.` An event is what a sentence with a day tells: that
something was held, or released. A sentence behind it goes on with it where its words say so (会上, `at the event`,
`the lineup`), or where it speaks of the same maker and the event has named no release yet. Another day, another maker,
a heading, or what is told as past or to come ends it.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from extract.behinddays import RELEASED_ZH, has_come
from extract.dates import DateMention
from extract.daylist import DayList
from extract.eventdays import is_background
from extract.knowledge import Vendor
from extract.parsing import Reading, parse_sentence
from extract.records import Article
from extract.sentences import Sentence
from extract.vendors import is_related, open_vendor

_BACK = 4  # sentences
_BLOCKS_BACK = 3
_A_MODEL = re.compile(r"模型|\b(?:[Mm]odels?|LLMs?)\b")
_CLOSE = 12  # characters
_LOOKS_LIKE_A_MODEL = 2  # a name's strength
_MOST = 40  # sentences of a paragraph
_HELD = {
    "zh": re.compile(r"大会|发布会|峰会|论坛|开放日|开发者日|开幕|举行|举办|召开|直播|拉开[了]?[^，。]{0,4}[序帷]幕"),
    "en": re.compile(
        r"(?i)\b(?:held|hosted|holds|hosts|kicked off|opened"
        r"|(?:conference|keynote|summit|event|day|showcase|expo|livestream) (?:in|was|took|began|opened|on))\b"
    ),
}
_RELEASED = {
    "zh": RELEASED_ZH,
    "en": re.compile(
        r"(?i)\b(?:announc|unveil|releas|launch|introduc|reveal|shipp|debut|presented|rolled out|took the wraps"
        r"|open-sourc|made [^,.]{3,50} (?:official|available|public))"
    ),
}
# at the event, on stage; these two, the series, the new model: what goes on with what was told
_GOES_ON = {
    "zh": re.compile(
        r"(?:^|[，,])\s?在?(?:(?:(?:[这本][次场]|此次)?(?:大会|发布会|活动|峰会|论坛)|会)[^，。]{0,4}[上中]|现场|同场|压轴"
        r"|其中|[此本这]次|[这该][款代个]?(?:系列|模型|版本)|[这该一]{1,2}[款代]|[这该]?[两三四五六][款者]|新模型|新一代模型)"
    ),
    "en": re.compile(
        r"(?:At|During) (?:the|its|that|this) (?:[\w-]+ ){0,2}"
        r"(?:event|conference|keynote|show|summit|presentation|ceremony|launch)\b"
        r"|There,|On stage\b"
        r"|(?:The|This|Its|Both|These)(?: (?:two|three|four|five|new|latest|first|full|initial|next|open|\d)){0,3}"
        r"(?: [\w-]+){0,2} (?:release|launch|lineup|line-up|family|series|range|collection|suite|announcement|models?"
        r"|variants|versions)\b"
    ),
}
_SUBJECT = {  # the company, it; whom is spoken of already
    "zh": re.compile(r"\s?(?:而|并|接着)?(?:该?公司|该团队|团队|它|官方)"),
    "en": re.compile(r"(?:It|They|He|She|The (?:company|startup|start-up|lab|firm|team|group|institute|maker))\b"),
}
_WAS_BEFORE = {
    "zh": re.compile(r"回顾|当年|年[里来间]|先后|历年|曾|过往|从前|一直|随后|之后|后来|时隔|[天月年]后"),
    "en": re.compile(
        r"(?i)\b(?:previously|earlier|last (?:year|month|week|fall|spring|summer|winter)|had|in the past|already"
        r"|recently|looked back|recalled|since|ago|former|before|will|plans?|later|upcoming|soon|once"
        r"|is the (?:company|firm|lab))\b"
    ),
}
# two hours later: on the same day, whoever it is
_HOURS_LATER = {
    "zh": re.compile(
        r"\s?(?:仅仅|短短|不到)?(?:[一两二三四五六几数半\d]+个?多?(?:小时|分钟)(?:之?后)|紧接着，|前后脚|几乎(?:在)?(?:同一?时间?|同时))"
    ),
    "en": re.compile(
        r"(?:An hour|Hours|Minutes|Less than an hour|(?:Two|Three|A few|Several) hours|\d+ minutes) later\b"
        r"|(?:Almost|Nearly) (?:simultaneously|at the same time)\b|At (?:almost|nearly) the same time\b"
    ),
}
_AFTER = ("继", "继 ")  # 继 3 月的 Tern-2 之后: what came before the event
_ENUMERATES = (";", "；")
_OPENS = re.compile(r"(?:[Ii]n|[Oo]n|[Dd]uring|[Ll]ate|[Ee]arly|就?在)? ?")
# the open camp, the industry, a week for models: whose news is told of behind it
_IN_THE_FIELD = {
    "zh": re.compile(r"(?:圈|界|行业|阵营|赛道)|(?:大?模型|AI)[^，。]{0,6}(?:密集|扎堆|井喷|大战|混战|热闹|爆发)"),
    "en": re.compile(
        r"\b(?:camp|industry|AI (?:world|race|labs|field)|(?:open|open-weights?|model) (?:models?|world|releases?))\b"
    ),
}
_WHOLE = re.compile(r" (?:alone|was an?|has been an?|brought|saw)\b")  # May was busy; in May alone


class _Scene(NamedTuple):
    """What a sentence before is about: its day, if it tells an event's, and who acts."""

    day: DateMention | None
    is_held: bool  # where releases may be told of, against one that is told of itself
    is_open: bool  # which names nothing that was released
    makers: Sequence[Vendor]
    is_timed: bool
    is_event: bool = False


class Storyline:
    """The events that one article tells, by its sentences."""

    def __init__(self, article: Article, reading: Reading, sentences: Sequence[Sentence], dates: DayList) -> None:
        self._published, self._blocks = article.published, article.blocks
        self._reading, self._sentences, self._dates = reading, sentences, dates
        self._scenes: dict[Sentence, _Scene] = {}

    def day_of(self, sentence: Sentence, end: int, maker: Vendor | None) -> DateMention | None:
        """The day of the event that a sentence without one goes on telling, up to `end`, the name or its verb."""
        if sentence.block == 0 and self._blocks[0].kind == "title":
            return None
        if self.is_past(sentence, end) or self._reading.dates.inside(sentence.start, end):
            return None
        before = self._before(sentence)
        if not before or not self._dates.within(before[-1].start, sentence.start):
            return None
        goes_on, is_subject = self._link(sentence, end)
        between: list[Vendor] = []
        for earlier in before:
            scene = self._scene(earlier)
            if scene.day is not None:
                makers = [maker] if maker else between
                is_same = _are_alike(makers, scene.makers)
                is_led = (
                    self._is_alone(scene.day)
                    or (goes_on and self._may_go_on(earlier, scene, is_same=is_same))
                    or self._is_hours_later(sentence)
                    or (self._sets_the_stage(earlier, scene.day) and self._is_next(sentence, earlier))
                )
                is_subject = is_subject or bool(maker and scene.makers)
                is_named = scene.is_open and not scene.is_held and not between and self._begins(sentence, earlier, end)
                is_meant = is_same and ((is_subject and (scene.is_held or scene.is_open)) or is_named)
                return scene.day if is_led or is_meant else None
            if scene.is_timed:
                return None
            between.extend(scene.makers)
        return None

    def is_under(self, head: DateMention, sentence: Sentence, maker: Vendor | None) -> bool:
        """Whether the day that a Chinese paragraph begins with is that of a sentence further on in it."""
        place = bisect_left(self._sentences, sentence)
        rest = [each for each in self._sentences[max(0, place - _MOST) : place] if each.block == sentence.block]
        own = [each for each in rest if each.end > head.start]
        if not own or all(self._reading.text[each.end - 1] in _ENUMERATES for each in own):
            return True
        scene = self._scene(own[0])
        return (
            scene.is_event
            and (scene.day is None or not _is_within(scene.day, head))
            and not self.is_past(sentence, sentence.end)
            and _are_alike([maker] if maker else [], scene.makers)
        )

    def is_past(self, sentence: Sentence, end: int) -> bool:
        """Whether a sentence up to `end` tells of what was before, or is to come."""
        text, language = self._reading.text, self._reading.language
        return is_background(self._reading, sentence) or bool(_WAS_BEFORE[language].search(text, sentence.start, end))

    def _may_go_on(self, earlier: Sentence, scene: _Scene, *, is_same: bool) -> bool:
        """Whether an event is one that models are told of at, or the release of one."""
        return scene.is_held or (is_same and (not scene.is_open or self._tells_of_models(earlier)))

    def _is_alone(self, day: DateMention) -> bool:
        """`May was busy. Halden released …`, `releases in May alone`: a month that is told of as a whole."""
        is_month = day.date is not None and day.date.precision == "month"
        return is_month and _WHOLE.match(self._reading.text, day.end) is not None

    def _is_next(self, sentence: Sentence, earlier: Sentence) -> bool:
        return self._sentences[bisect_left(self._sentences, sentence) - 1] == earlier

    def _sets_the_stage(self, earlier: Sentence, day: DateMention) -> bool:
        """`In July the open camp fired two shots. Halden released …`: it opens with the time, and names nobody."""
        text, field = self._reading.text, _IN_THE_FIELD[self._reading.language]
        opens = _OPENS.fullmatch(text, earlier.start, day.start) and field.search(text, earlier.start, earlier.end)
        return opens is not None and not self._names_one(earlier) and not self._makers(earlier)

    def _begins(self, sentence: Sentence, earlier: Sentence, end: int) -> bool:
        """Whether a sentence right behind begins with the name: `… unveiled a new model. Selwin 3 is available`."""
        return self._is_next(sentence, earlier) and end - sentence.start <= _CLOSE and self._tells_of_models(earlier)

    def _tells_of_models(self, sentence: Sentence) -> bool:
        return _A_MODEL.search(self._reading.text, sentence.start, sentence.end) is not None

    def _is_hours_later(self, sentence: Sentence) -> bool:
        return _HOURS_LATER[self._reading.language].match(self._reading.text, sentence.start) is not None

    def _link(self, sentence: Sentence, end: int) -> tuple[bool, bool]:
        """Whether its words go on with what was told before, and whether its subject was spoken of there."""
        text, language = self._reading.text[sentence.start : max(end, sentence.start)], self._reading.language
        goes_on = _GOES_ON[language].search(text) if language == "zh" else _GOES_ON[language].match(text)
        return goes_on is not None, _SUBJECT[language].match(text) is not None

    def _before(self, sentence: Sentence) -> list[Sentence]:
        """The sentences before it, the nearest first, up to a heading."""
        place = bisect_left(self._sentences, sentence)
        found: list[Sentence] = []
        for earlier in reversed(self._sentences[max(0, place - _BACK) : place]):
            kind = self._blocks[earlier.block].kind
            if kind in ("heading", "title") or sentence.block - earlier.block > _BLOCKS_BACK:
                break
            found.append(earlier)
        return found

    def _scene(self, sentence: Sentence) -> _Scene:
        if (found := self._scenes.get(sentence)) is None:
            found = self._scenes[sentence] = self._read(sentence)
        return found

    def _read(self, sentence: Sentence) -> _Scene:
        dates = self._dates.within(sentence.start, sentence.end - 1)
        makers = self._makers(sentence)
        dates = [each for each in dates if each.date and each.date.precision != "year"] or dates  # 2025 is … in January
        dates = [each for each in dates if not any(_is_within(other, each) for other in dates)] or dates  # 本周…在周二
        dates = [each for each in dates if not self._reading.text.endswith(_AFTER, sentence.start, each.start)]
        told = {(each.date.start, each.date.end) for each in dates if each.date}
        if not told:
            return _Scene(None, False, False, makers, is_timed=False)
        text, language = self._reading.text, self._reading.language
        is_held = bool(_HELD[language].search(text, sentence.start, sentence.end))
        is_held = is_held or bool(_IN_THE_FIELD[language].search(text, sentence.start, sentence.end))
        is_held = is_held or (dates[0].start == sentence.start and self._is_alone(dates[0]))
        is_released = bool(_RELEASED[language].search(text, sentence.start, sentence.end))
        first = dates[0]
        is_exact = len(told) == 1 and has_come(first, self._published)
        is_event = (is_held or is_released) and not is_background(self._reading, sentence)
        is_open = is_event and not self._names_one(sentence)
        return _Scene(
            first if is_event and is_exact else None, is_held, is_open, makers, is_timed=True, is_event=is_event
        )

    def _makers(self, sentence: Sentence) -> list[Vendor]:
        """Who is named there, the subject of an English sentence among them: `On Tuesday, Halden introduced`."""
        named = [each.vendor for each in self._reading.mentions.vendors(sentence)]
        if named or self._reading.language != "en":
            return named
        if all(name.strength >= _LOOKS_LIKE_A_MODEL for name in self._reading.mentions.names(sentence)):
            return []
        tokens = parse_sentence(self._reading, sentence).tokens
        verb = next((place for place, token in enumerate(tokens) if token.code in "TU"), len(tokens))
        named_first = [name for token in tokens[:verb] if token.code == "O" for name in token.names]
        return [open_vendor(name.text) for name in (named_first if verb < len(tokens) else named_first[:1])]

    def _names_one(self, sentence: Sentence) -> bool:
        """Whether a name stands there that is not only mentioned."""
        named = self._reading.mentions.names(sentence)
        return bool(named) and any(token.code == "N" for token in parse_sentence(self._reading, sentence).tokens)


def _is_within(day: DateMention, other: DateMention) -> bool:
    """Whether one date is a part of another: Tuesday of this week."""
    if day.date is None or other.date is None or day.date.precision != "day" or other.date.precision == "day":
        return False
    return other.date.start <= day.date.start <= other.date.end


def _are_alike(some: Sequence[Vendor], others: Sequence[Vendor]) -> bool:
    """Whether two sentences may speak of the same maker: where one names none, they may."""
    return not some or not others or any(is_related(one, other) for one in some for other in others)
