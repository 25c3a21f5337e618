"""The patterns of English dates, as text; extract/dates_en.py reads what they match.

"may" and "march" are verbs: months are capitalised, and stand beside a day, a year, a preposition or last, this, next.
"""

from collections.abc import Iterable, Iterator
from itertools import product

from extract.festivals import festival_names
from extract.scene import any_of, words

EN = words()["en"]
MONTH_NUMBERS: dict[str, int] = {form: number for name, number in EN["months"].items() for form in (name, name.upper())}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT_WEEKDAYS = ("Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun")


def _either(found: Iterable[str]) -> str:
    """Any of some words, the first letter small or capital."""
    return any_of({form for word in found for form in (word[0].upper() + word[1:], word[0].lower() + word[1:])})


_M = rf"(?P<month>{any_of(MONTH_NUMBERS)})\b\.?"
_M2 = rf"(?P<month2>{any_of(MONTH_NUMBERS)})\b\.?"
_Y = r"(?P<year>(?:19|20)\d{2})(?![\w-]|\.\d)"
_W = rf"(?:(?:{'|'.join(WEEKDAYS)}|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?,? )"
_DASH = r"(?: ?[-–—~] ?| (?:to|through|until|and|&) )"
_D = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)?"
_D2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
_NOT_DAY = r"(?![\w%]|[.:]\d| ?(?:percent|per cent|million|billion|a\.?m|p\.?m)\b)"
_PART = r"(?P<part>(?:[Ee]arly|[Mm]id|[Ll]ate)[- ]|(?:[Tt]he )?(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle) of )"
_PREPOSITIONS = (
    "in", "since", "during", "until", "by", "from", "through", "back in", "later in", "earlier in", "throughout",
    "as of",
)  # fmt: skip
_IN = rf"(?:{_either(_PREPOSITIONS)})"
_WHICH = r"(?P<which>(?:[Tt]his (?:past|coming)|[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast))"
_YEAR_WORD = r"(?P<which>last|this|next|the) year"
_FULL = "January|February|July|September|October|November|December"  # no name and no verb: need no preposition
_UNITS = "minute|hour|day|week|fortnight|month|year"
_SEASONS = ("spring", "summer", "fall", "autumn", "winter")
_PERIODS = ("week", "weekend", "month", "year", "quarter")
_EARLY = ("early", "mid", "late", "earlier", "later")
_NTHS = ("first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th")
_NTH = rf"(?P<nth>{'|'.join(_NTHS)})"

MONTH_DAY = (  # Thursday, Feb. 5; Jan. 28-29, 2026
    rf"{_W}?{_M} {{1,2}}(?:the )?{_D}(?:{_DASH}{_D2})?{_NOT_DAY}(?:,? {{1,2}}{_Y})?"
)
DAY_MONTH = (
    rf"(?<![\w.$€£/-]){_D}(?:{_DASH}{_D2})?(?: of)?[ -]{_M}(?:,?[ -]{_Y})?(?![\w-])"  # 9 June 2026, 10th of June
)
WEEKDAY_DAY_MONTH = _W + DAY_MONTH
WEEK_OF = rf"[Tt]he week of {_M} {_D}{_NOT_DAY}(?:,? {_Y})?"
NTH_OF_MONTH = (  # the first of June, the last day of May; the second week, the first half, the last days of it
    rf"[Tt]he (?P<nth>{'|'.join(EN['ordinals'])}) "
    rf"(?:(?:(?P<unit>day|few days|days|week|half)|(?P<weekday>{'|'.join(WEEKDAYS)})) )?(?:of|in) {_M}"
    rf"(?:,? (?:of )?{_Y})?(?! \d)"
)
THE_DAY = (
    r"[Oo]n the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"
    r"(?! (?:century|anniversary|floor|generation|birthday|day|of|\w+ (?:anniversary|floor)))"
)
MONTHS = rf"(?:{_IN} )?{_M}{_DASH}{_M2},?(?: of)? {_Y}"
MONTH_YEAR = rf"(?:{_IN} )?{_PART}?{_M}(?:,| of)? ?'?{_Y}"
MONTH_PART = rf"(?:{_IN} )?{_PART}{_M}(?! \d)"
_EVENT = r"(?:release|launch|debut|unveiling|announcement|rollout|introduction|preview)\b"  # the May release of
MONTH = (
    rf"(?:{_IN} |{_WHICH} |(?=(?:{_FULL})\b|[A-Z]\w+ {_EVENT})|(?<![^\n])(?=[A-Z]\w+ ?[:—–])){_M}(?![ -]\d|[-’'])"
    rf"(?:(?: of)? (?P<when>last|this|next) year\b)?"
)
PART_OF_MONTH = rf"{_PART}(?P<which>last|this|next|the) month\b"
QUARTER = (  # Q1, Q4 2025, the third quarter of this year; not Q4_K_M, Q1: (a question)
    rf"(?<!fiscal )(?<!fiscal 20\d\d )"
    rf"(?:(?:the )?{_NTH}[ -]quarter|[Qq](?P<q>[1-4])(?![\w:：.、]| ?(?:quant|量化|(?:[与和及/]|and ) ?[A-PR-Z]\d)))"
    rf"(?:(?: of|,)? '?(?:of )?(?:{_Y}|{_YEAR_WORD}))?"
)
YEAR_QUARTER = r"(?<![\w.-])(?P<year>20\d{2}) ?[Qq](?P<q>[1-4])(?![\w.])"
HALF = rf"(?:the )?(?P<nth>first|second|1st|2nd)[ -]half (?:of )?(?:{_Y}|{_YEAR_WORD})"
H_YEAR = rf"H(?P<h>[12]),? (?:of )?{_Y}"
YEAR_H = r"(?<![\w.-])(?P<year>20\d{2}) ?H(?P<h>[12])(?!\w)"
YEAR_PART = rf"(?:{_IN} )?{_PART}(?:{_Y}|{_YEAR_WORD})"
YEAR = rf"(?:{_IN}|[Tt]he year) {_Y}(?![\w%]| ?(?:[-–] ?\d|[A-Z][a-z]+ ?\d))"
YEAR_LINE = r"(?<![^\n])(?P<year>20\d{2})(?=\n)"
OPENING = r"(?P<opening>[Ee]arlier|[Ll]ater) (?:this|in the) (?P<unit>week|month|year|quarter)\b"
SEASON = (
    rf"(?:{_WHICH} (?P<season>spring|summer|fall|autumn|winter)"
    rf"|(?:[Ii]n )?(?:the )?(?P<season2>{_either(_SEASONS)})(?: of)? {_Y})"
)
SPAN = (  # this week, last month; over the last year is a stretch
    rf"(?P<the>(?:[Tt]he|[Ii]n|[Oo]ver the|[Ff]or the) )?{_WHICH} (?P<unit>week|month|year|quarter|weekend)\b(?! of)"
)
WEEKEND = r"(?:[Oo]ver|[Aa]t) the weekend"
WEEKDAY = (
    rf"(?<![Ee]very )(?<![Ee]ach )(?<!Black )(?<!Cyber )(?<!Good )(?<!Patch )"
    rf"(?:(?:[Ll]ate|[Ee]arly|[Ll]ater|[Ee]arlier) (?:on )?)?(?:{_WHICH} )?(?P<weekday>{'|'.join(WEEKDAYS)})\b"
    r"(?! (?:Times|Night Live|Lunch))(?: (?:morning|afternoon|evening|night))?"
    r"(?:,? (?:of )?(?P<week>last|this) week\b)?"
)
WEEK_ON_DAY = (
    rf"(?:[Ee]arlier |[Ll]ater )?(?P<week>[Ll]ast|[Tt]his|[Nn]ext) week,? on (?P<weekday>{'|'.join(WEEKDAYS)})\b"
)
DAY_WORD = (  # today's launch, but not today's models
    rf"(?P<word>{_either(EN['days'])})\b(?: (?:morning|afternoon|evening))?"
    r"(?!['’]s (?!announce|launch|release|update|news|event|keynote))"
)
AGO = rf"(?P<number>{_either(EN['numbers'])}|(?<!\d)\d{{1,3}}) (?P<unit>{_UNITS})s? ago(?P<exact> today)?"
LATER = (  # two months later: from what was told before
    rf"(?P<number>{_either(EN['numbers'])}|(?<!\d)\d{{1,2}}) (?P<unit>{_UNITS})s?"
    r"(?: (?P<way>later|earlier)\b(?! than| came\b)|(?= later came\b))"
)
ANAPHORA = rf"(?P<word>{_either([*EN['anaphora'], *EN['anaphora_months']])})\b"
VAGUE = rf"(?:{_either(EN['vague'])})\b"
FISCAL = (  # a company's own year: no date
    r"(?:(?:fiscal|FY) ?(?:year )?'?(?:20)?\d{2}(?: Q[1-4])?"
    r"|(?:(?:first|second|third|fourth)[ -](?:fiscal )?quarter|Q[1-4])(?: of)?"
    r" (?:fiscal|FY)(?: ?year)? ?'?(?:20)?\d{2})"
)
FESTIVAL = (
    rf"(?<!& )(?P<eve>eve of (?:the )?)?(?P<festival>{any_of(name for name in festival_names() if name[0] < 'z')})\b"
    rf"(?! (?:tree|gift|shopping|sale|deal))(?:,? (?:of )?{_Y})?"
)

_MON = any_of({form[:3] for form in MONTH_NUMBERS})
# Every date that begins with a digit begins so.
STARTS_AT_DIGITS = (
    rf"\d{{1,3}} (?:{_UNITS})|20\d{{2}}\n|20\d{{2}} ?[QqH][1-4]|[1-4][snrt][tdh][ -](?:quarter|half)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:{_DASH}\d{{1,2}}(?:st|nd|rd|th)?)?(?: of)?[ -](?:{_MON})"
)


def iter_starts() -> Iterator[str]:
    """The whole words that every date in letters begins with, small: a text is searched for all of them in one pass."""
    months, weekdays = [name.lower() for name in MONTH_NUMBERS], [day.lower() for day in (*WEEKDAYS, *_SHORT_WEEKDAYS)]
    festivals = (name.lower() for name in festival_names() if name[0] < "z")
    ends = ("end of", "beginning of", "start of", "middle of")
    yield from (*months, *weekdays, *festivals, *EN["days"], *EN["anaphora"], *EN["anaphora_months"], *EN["vague"])
    yield from ("q1", "q2", "q3", "q4", "h1", "h2", "fy", "fiscal", "the week of", "the year")
    yield from ("over the weekend", "at the weekend", "eve of")
    yield from (*ends, *_EARLY, *_SEASONS)
    yield from _pairs(("the", "in", "in the"), (*ends, *_SEASONS))
    yield from _pairs(_PREPOSITIONS, (*"0123456789", *months, *_EARLY, *_pairs(("the",), ends)))
    yield from _pairs(("this", "last", "next", "past"), (*months, *weekdays, *_SEASONS, *_PERIODS, "past", "coming"))
    yield from _pairs(("the", "in", "over the", "for the"), ("this", "last", "next", "past"))
    yield from _pairs(_NTHS, ("quarter", "half", "fiscal"), " -")
    yield from _pairs(("the",), EN["ordinals"])
    yield from _pairs(
        ("on the",), [digit + ending for digit in "0123456789" for ending in ("", "st", "nd", "rd", "th")]
    )
    yield from _pairs(EN["numbers"], [unit + ending for unit in _UNITS.split("|") for ending in ("", "s")])


def _pairs(firsts: Iterable[str], seconds: Iterable[str], signs: str = " ") -> list[str]:
    return [f"{first}{sign}{second}" for first, second, sign in product(firsts, seconds, signs)]
