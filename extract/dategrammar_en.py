"""The patterns of English dates, as text; extract/dates_en.py reads what they match.

"may" and "march" are verbs: months are capitalised, and stand beside a day, a year, a preposition or last, this, next.
"""

from collections.abc import Iterable

from extract.festivals import festival_names
from extract.scene import any_of, words

EN = words()["en"]
MONTH_NUMBERS: dict[str, int] = {form: number for name, number in EN["months"].items() for form in (name, name.upper())}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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
_PREPOSITIONS = _either(
    [
        "in",
        "since",
        "during",
        "until",
        "by",
        "from",
        "through",
        "back in",
        "later in",
        "earlier in",
        "throughout",
        "as of",
    ]
)
_IN = rf"(?:{_PREPOSITIONS})"
_WHICH = r"(?P<which>(?:[Tt]his (?:past|coming)|[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast))"
_YEAR_WORD = r"(?P<which>last|this|next|the) year"
_FULL = "January|February|July|September|October|November|December"  # no name and no verb: need no preposition
_UNITS = "minute|hour|day|week|month|year"
_SEASONS = "[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter"
_NTH = r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)"

MONTH_DAY = (
    rf"{_W}?{_M} {{1,2}}{_D}(?:{_DASH}{_D2})?{_NOT_DAY}(?:,? {{1,2}}{_Y})?"  # Thursday, Feb. 5; Jan. 28-29, 2026
)
DAY_MONTH = (
    rf"(?<![\w.$€£/-]){_D}(?:{_DASH}{_D2})?(?: of)?[ -]{_M}(?:,?[ -]{_Y})?(?![\w-])"  # 9 June 2026, 10th of June
)
WEEKDAY_DAY_MONTH = _W + DAY_MONTH
WEEK_OF = rf"[Tt]he week of {_M} {_D}{_NOT_DAY}(?:,? {_Y})?"
THE_DAY = (
    r"[Oo]n the (?P<day>\d{1,2})(?:st|nd|rd|th)\b"
    r"(?! (?:century|anniversary|floor|generation|birthday|day|of|\w+ (?:anniversary|floor)))"
)
MONTHS = rf"(?:{_IN} )?{_M}{_DASH}{_M2},?(?: of)? {_Y}"
MONTH_YEAR = rf"(?:{_IN} )?{_PART}?{_M}(?:,| of)? ?'?{_Y}"
MONTH_PART = rf"(?:{_IN} )?{_PART}{_M}(?! \d)"
MONTH = rf"(?:{_IN} |{_WHICH} |(?=(?:{_FULL})\b)){_M}(?![ -]\d|[-’'])(?:(?: of)? (?P<when>last|this|next) year\b)?"
PART_OF_MONTH = rf"{_PART}(?P<which>last|this|next|the) month\b"
QUARTER = (  # Q1, Q4 2025, the third quarter of this year; not Q4_K_M, Q1: (a question)
    rf"(?<!fiscal )(?<!fiscal 20\d\d )"
    rf"(?:(?:the )?{_NTH}[ -]quarter|[Qq](?P<q>[1-4])(?![\w:：.、]| ?(?:quant|量化)))"
    rf"(?:(?: of|,)? '?(?:of )?(?:{_Y}|{_YEAR_WORD}))?"
)
YEAR_QUARTER = r"(?<![\w.-])(?P<year>20\d{2}) ?[Qq](?P<q>[1-4])(?![\w.])"
HALF = rf"(?:the )?(?P<nth>first|second|1st|2nd)[ -]half (?:of )?(?:{_Y}|{_YEAR_WORD})"
H_YEAR = rf"H(?P<h>[12]),? (?:of )?{_Y}"
YEAR_H = r"(?<![\w.-])(?P<year>20\d{2}) ?H(?P<h>[12])(?!\w)"
YEAR_PART = rf"(?:{_IN} )?{_PART}(?:{_Y}|{_YEAR_WORD})"
YEAR = rf"(?:{_IN}|[Tt]he year) {_Y}(?![\w%]| ?(?:[-–] ?\d|[A-Z][a-z]+ ?\d))"
OPENING = r"(?P<opening>[Ee]arlier|[Ll]ater) (?:this|in the) (?P<unit>week|month|year|quarter)\b"
SEASON = (
    rf"(?:{_WHICH} (?P<season>spring|summer|fall|autumn|winter)"
    rf"|(?:[Ii]n )?(?:the )?(?P<season2>{_SEASONS})(?: of)? {_Y})"
)
SPAN = (  # this week, last month; over the last year is a stretch
    rf"(?P<the>(?:[Tt]he|[Ii]n|[Oo]ver the|[Ff]or the) )?{_WHICH} (?P<unit>week|month|year|quarter|weekend)\b(?! of)"
)
WEEKEND = r"[Oo]ver the weekend"
WEEKDAY = (
    rf"(?<![Ee]very )(?<![Ee]ach )(?<!Black )(?<!Cyber )(?<!Good )(?<!Patch )"
    rf"(?:{_WHICH} )?(?P<weekday>{'|'.join(WEEKDAYS)})\b"
    r"(?! (?:Times|Night Live|Lunch))(?: (?:morning|afternoon|evening|night))?"
)
DAY_WORD = (  # today's launch, but not today's models
    rf"(?P<word>{_either(EN['days'])})\b(?!['’]s (?!announce|launch|release|update|news|event|keynote))"
)
AGO = rf"(?P<number>{_either(EN['numbers'])}|\d{{1,3}}) (?P<unit>{_UNITS})s? ago(?P<exact> today)?"
ANAPHORA = rf"(?P<word>{_either([*EN['anaphora'], *EN['anaphora_months']])})\b"
VAGUE = rf"(?:{_either(EN['vague'])})\b"
FISCAL = (  # a company's own year: no date
    r"(?:(?:fiscal|FY) ?(?:year )?'?(?:20)?\d{2}(?: Q[1-4])?"
    r"|(?:(?:first|second|third|fourth)[ -](?:fiscal )?quarter|Q[1-4])(?: of)?"
    r" (?:fiscal|FY)(?: ?year)? ?'?(?:20)?\d{2})"
)
FESTIVAL = (
    rf"(?<!& )(?P<festival>{any_of(name for name in festival_names() if name[0] < 'z')})\b"
    rf"(?! (?:tree|gift|shopping|sale|deal))(?:,? (?:of )?{_Y})?"
)

_MON = any_of({form[:3] for form in MONTH_NUMBERS})
# Every date that begins with a digit begins so.
STARTS_AT_DIGITS = (
    rf"\d{{1,3}} (?:{_UNITS})|20\d{{2}} ?[QqH][1-4]|[1-4][snrt][tdh][ -](?:quarter|half)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:{_DASH}\d{{1,2}}(?:st|nd|rd|th)?)?(?: of)?[ -](?:{_MON})"
)


def _starts() -> str:
    """A cheap pattern that every date in letters begins with. Four times the speed."""
    common = {"a", "in", "the", "this", "over"}  # these begin much else too: with the word that follows, below
    whole = _either(word for word in [*EN["days"], *EN["vague"]] if word.split()[0] not in common)
    festivals = any_of(name for name in festival_names() if name[0] < "z")
    parts = "early|mid|late|end|beginning|start|middle|first|second|third|fourth"
    units = "week|month|year|quarter|morning|afternoon|evening|night"
    openings = _either(["early", "mid", "late", "later", "earlier", "end of", "beginning of", "start of", "middle of"])
    return (
        rf"{_MON}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)|{whole}|{festivals}"
        rf"|[Qq][1-4]\b|H[12]\b|FY ?'?\d|fiscal "
        rf"|{_IN} (?:the )?(?:\d|{_MON}|{parts}|recent|coming|past|last|next|{_SEASONS}|Q)"
        rf"|(?:[Tt]his|[Ll]ast|[Nn]ext|[Pp]ast) (?:[A-Z]|past|coming|{units}|{_SEASONS})"
        rf"|[Tt]h(?:e|at) (?:{parts}|[1-4][snrt]|same|next|following|day|previous|past|last|other|{units}|{_SEASONS})"
        rf"|(?:{_either(EN['numbers'])}) (?:{_UNITS}|few|couple)"
        rf"|(?:{_SEASONS}|{openings})[ -]"
        rf"|(?:[Oo]ver|[Ff]or) the|[Oo]n the \d|(?:first|second|third|fourth)[ -](?:quarter|half|fiscal)"
    )


STARTS = _starts()
