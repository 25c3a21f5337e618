"""English dates: Feb. 12, 9 June 2026, last May, on Tuesday, early 2026, two weeks ago, the same day."""

import re
from datetime import date, timedelta

from extract.festivals import festival_names, festival_of
from extract.periods import (
    Period,
    day_of,
    half_of,
    month_from,
    month_of,
    months_of,
    quarter_of,
    season_of,
    span_of,
    week_of,
    weekend_of,
    year_of,
)
from extract.scene import VAGUE, Reading, Rule, Scene, any_of, in_year, reading_of, words

_EN = words()["en"]
_MONTHS: dict[str, int] = {
    form: number for name, number in _EN["months"].items() for form in (name, name.upper())
}
_OFFSETS: dict[str, int] = {**_EN["offsets"], "the": 0}
_OPENERS = {"On", "Since", "Until", "By", "From", "Published", "Updated", "The", "Posted", "Date", "Dated"}
_BEFORE_DAYS = {"on", "since", "until", "by", "from", "the", "published", "updated", "of"}
_WORDS_TOO = {"May", "March", "Mar"}  # verbs and names as well
_HOURS_OF_TODAY = 6  # hours ago that are still the day of publication
_NUMBERS: dict[str, int] = _EN["numbers"]
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_M = rf"(?P<month>{any_of(_MONTHS)})\b\.?"
_M2 = rf"(?P<month2>{any_of(_MONTHS)})\b\.?"
_Y = r"(?P<year>(?:19|20)\d{2})(?![\w-]|\.\d)"
_W = rf"(?:(?:{'|'.join(_WEEKDAYS)}|Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?,? )"
_DASH = r"(?: ?[-–—~] ?| (?:to|through|until|and|&) )"
_D = r"(?P<day>\d{1,2})(?P<ordinal>st|nd|rd|th)?"
_D2 = r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
_NOT_DAY = r"(?![\w%]|[.:]\d| ?(?:percent|per cent|million|billion|a\.?m|p\.?m)\b)"
_PART = r"(?P<part>(?:[Ee]arly|[Mm]id|[Ll]ate)[- ]|(?:[Tt]he )?(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle) of )"
_IN = r"(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Bb]y|[Ff]rom|[Tt]hrough|[Bb]ack in|[Ll]ater in|[Ee]arlier in|[Tt]hroughout|[Aa]s of)"
_WHICH = r"(?P<which>(?:[Tt]his (?:past|coming)|[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast))"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_OF = r"(?: of|,)? '?"
_YEAR_WORD = r"(?P<which>last|this|next|the) year"

_FULL = "January|February|July|September|October|November|December"  # never a name or a verb: need no preposition

_MONTH_DAY = rf"{_W}?{_M} {{1,2}}{_D}(?:{_DASH}(?:{_D2}))?{_NOT_DAY}(?:,? {{1,2}}{_Y})?"
_DAY_MONTH = rf"(?<![\w.$€£/-]){_D}(?:{_DASH}{_D2})?(?: of)?[ -]{_M}(?:,?[ -]{_Y})?(?![\w-])"
_MONTH_MONTH = rf"(?:\b{_IN} )?{_M}{_DASH}{_M2},?(?: of)? {_Y}"
_MONTH_YEAR = rf"(?:{_IN} )?{_PART}?{_M}(?:,| of)? ?'?{_Y}"
_MONTH_PART = rf"(?:{_IN} )?{_PART}{_M}(?! \d)"
_MONTH = rf"(?:{_IN} |{_WHICH} |(?=(?:{_FULL})\b)){_M}(?![ -]\d|[-’'])"
_QUARTER = (
    rf"(?<!fiscal )(?<!fiscal 20\d\d )(?:(?:the )?(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter|[Qq](?P<q>[1-4])(?![\w:：.、]| ?(?:quant|量化)))(?:{_OF}(?:of )?(?:{_Y}|{_YEAR_WORD}))?"
)
_YEAR_QUARTER = rf"(?<![\w.-])(?P<year>20\d{{2}}) ?[Qq](?P<q>[1-4])(?![\w.])"
_HALF = rf"(?:(?:the )?(?P<nth>first|second|1st|2nd)[ -]half (?:of )?(?:{_Y}|{_YEAR_WORD}))"
_H = rf"H(?P<h>[12]),? (?:of )?{_Y}"
_YEAR_HALF = rf"(?<![\w.-])(?P<year>20\d{{2}}) ?H(?P<h>[12])(?!\w)"
_YEAR_PART = rf"(?:{_IN} )?{_PART}(?:{_Y}|{_YEAR_WORD})"
_PART_OF_MONTH = rf"{_PART}(?P<which>last|this|next|the) month\b"
_WEEK_OF = rf"[Tt]he week of {_M} {_D}{_NOT_DAY}(?:,? {_Y})?"
_THE_DAY = r"[Oo]n the (?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! (?:century|anniversary|floor|generation|birthday|day|of|\w+ (?:anniversary|floor)))"
_OPENING = r"(?P<opening>[Ee]arlier|[Ll]ater) (?:this|in the) (?P<unit>week|month|year|quarter)\b"
_SEASON = rf"(?:{_WHICH} (?P<season>spring|summer|fall|autumn|winter)|(?:[Ii]n )?(?:the )?(?P<season2>[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter)(?: of)? {_Y})"
_SPAN = rf"(?P<the>(?:[Tt]he|[Ii]n|[Oo]ver the|[Ff]or the) )?{_WHICH} (?P<unit>week|month|year|quarter|weekend)\b(?! of)"
_WEEKEND = r"[Oo]ver the (?P<unit>weekend)"
_WEEKDAY = (
    rf"(?<![Ee]very )(?<![Ee]ach )(?<!Black )(?<!Cyber )(?<!Good )(?<!Patch )(?:{_WHICH} )?(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?! (?:Times|Night Live|Lunch))"
    r"(?: (?:morning|afternoon|evening|night))?"
)
_DAY_WORD = rf"(?P<word>{any_of([form for word in _EN['days'] for form in (word, word[0].upper() + word[1:])])})\b(?!['’]s (?!announce|launch|release|update|news|event|keynote))"
_AGO = (
    rf"(?P<number>{any_of([form for word in _NUMBERS for form in (word, word.capitalize())])}|\d{{1,3}}) (?P<unit>minute|hour|day|week|month|year)s? ago"
    r"(?P<exact> today)?"
)
_ANAPHORA = rf"(?P<word>{any_of([form for kind in ('anaphora', 'anaphora_months') for word in _EN[kind] for form in (word, word[0].upper() + word[1:])])})\b"
_VAGUE = rf"(?:{any_of([form for word in _EN['vague'] for form in (word, word[0].upper() + word[1:])])})\b"
_FISCAL = r"(?:(?:fiscal|FY) ?(?:year )?'?(?:20)?\d{2}(?: Q[1-4])?|(?:(?:first|second|third|fourth)[ -](?:fiscal )?quarter|Q[1-4])(?: of)? (?:fiscal|FY)(?: ?year)? ?'?(?:20)?\d{2})"
_YEAR = rf"(?:{_IN}|[Tt]he year) {_Y}(?![\w%]| ?(?:[-–] ?\d|[A-Z][a-z]+ ?\d))"
_FESTIVAL = rf"(?<!& )(?P<festival>{any_of(name for name in festival_names() if name[0] < 'z')})\b(?! (?:tree|gift|shopping|sale|deal))(?:,? (?:of )?{_Y})?"


def _read_month_day(match: re.Match[str], scene: Scene) -> Reading | None:
    if _is_version(match, scene):
        return None
    month, day = _MONTHS[match["month"]], int(match["day"])
    last = int(match["day2"] or day)
    return in_year(scene, _year(match, scene), lambda year: span_of(date(year, month, day), date(year, month, last)))


def _is_version(match: re.Match[str], scene: Scene) -> bool:
    """Whether the number before a month may be a name's: Gemini 3 May, Claude 4 April."""
    if match["year"] or match["ordinal"] or match.start("day") > match.start("month"):
        return False
    before = scene.text[max(0, match.start("day") - 12) : match.start("day")].split()
    named = bool(before) and before[-1][0].isupper() and before[-1] not in _OPENERS
    return named or match["month"] in _WORDS_TOO and (not before or before[-1].lower() not in _BEFORE_DAYS)


def _read_week_of(match: re.Match[str], scene: Scene) -> Reading:
    month, day = _MONTHS[match["month"]], int(match["day"])
    return in_year(scene, _year(match, scene), lambda year: week_of(date(year, month, day)))


def _read_the_day(match: re.Match[str], scene: Scene) -> Reading | None:
    day = scene.nearest_day(int(match["day"]))
    return Reading("explicit", day_of(day)) if day else None


def _read_months(match: re.Match[str], scene: Scene) -> Reading:
    first, last = _MONTHS[match["month"]], _MONTHS[match["month2"]]
    return in_year(scene, _year(match, scene), lambda year: months_of(year - (last < first), first, last))


def _read_month(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    month, part, which = _MONTHS[match["month"]], _part(groups.get("part")), (groups.get("which") or "").lower()
    if which in {"last", "this", "next"}:  # "last May" is last year's, as the gold has it
        year = scene.anchor.year + _OFFSETS[which] if scene.anchor else None
        return in_year(scene, year, lambda year: month_of(year, month, part)) if year else VAGUE
    return in_year(scene, _year(match, scene), lambda year: month_of(year, month, part))


def _read_quarter(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    number = _ORDINALS[groups["nth"]] if groups.get("nth") else int(match["q"])
    return in_year(scene, _year(match, scene), lambda year: quarter_of(year, number))


def _read_half(match: re.Match[str], scene: Scene) -> Reading:
    groups = match.groupdict()
    number = _ORDINALS[groups["nth"]] if groups.get("nth") else int(groups["h"])
    return in_year(scene, _year(match, scene), lambda year: half_of(year, number))


def _read_year(match: re.Match[str], scene: Scene) -> Reading:
    part = _part(match.groupdict().get("part"))
    return in_year(scene, _year(match, scene), lambda year: year_of(year, part))


def _read_part_of_month(match: re.Match[str], scene: Scene) -> Reading:
    if scene.anchor is None:
        return VAGUE
    months = month_from(scene.anchor, _OFFSETS[match["which"].lower()])
    return Reading("relative", month_of(*months, _part(match["part"])))


def _read_opening(match: re.Match[str], scene: Scene) -> Reading:
    found = _unit_of(scene, match["unit"], 0)
    if found is None or scene.anchor is None:
        return VAGUE
    if match["opening"].lower() == "later":
        return Reading("relative", found._replace(start=scene.anchor))
    return Reading("relative", found._replace(end=scene.anchor))


def _read_span(match: re.Match[str], scene: Scene) -> Reading:
    which = match["which"].lower()
    if which in {"past", "this past", "this coming"} or match["the"]:  # over the last year: a stretch, not an event's day
        return VAGUE
    found = _unit_of(scene, match["unit"], _OFFSETS[which])
    return Reading("relative", scene.until_anchor(found)) if found else VAGUE


def _unit_of(scene: Scene, unit: str, shift: int) -> Period | None:
    """This, the last or the next week, weekend, month, quarter or year."""
    if scene.anchor is None or (unit in {"week", "weekend"} and not scene.exact):
        return None
    if unit == "week":
        return week_of(scene.anchor, shift)
    if unit == "weekend":
        return weekend_of(scene.anchor, shift)
    if unit == "month":
        return month_of(*month_from(scene.anchor, shift))
    if unit == "quarter":
        year, month = month_from(scene.anchor, 3 * shift)
        return quarter_of(year, (month + 2) // 3)
    return year_of(scene.anchor.year + shift)


def _read_weekend(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.shifted(0)
    if today is None:
        return VAGUE
    found = weekend_of(today)
    return Reading("relative", found if found.start <= today or scene.is_planned else weekend_of(today, -1))


def _read_season(match: re.Match[str], scene: Scene) -> Reading:
    season = (match["season"] or match["season2"]).lower().replace("fall", "autumn")
    if match["year"]:
        return Reading("explicit", season_of(int(match["year"]), season))
    if scene.anchor is None:
        return VAGUE
    shift = _OFFSETS[match["which"].lower()]
    found = season_of(scene.anchor.year + shift, season)
    if shift == -1 and season_of(scene.anchor.year, season).end < scene.anchor:
        found = season_of(scene.anchor.year, season)  # last spring, said in summer
    return Reading("relative", found)


def _read_weekday(match: re.Match[str], scene: Scene) -> Reading:
    today = scene.shifted(0)
    if today is None:
        return VAGUE
    weekday, which = _WEEKDAYS.index(match["weekday"]), (match["which"] or "").lower()
    if which in {"last", "this", "next"}:
        return Reading("relative", day_of(week_of(today, _OFFSETS[which]).start + timedelta(days=weekday)))
    if which == "this coming":
        return Reading("relative", day_of(today + timedelta(days=(weekday - today.weekday()) % 7)))
    return Reading("relative", day_of(scene.nearest_weekday(today, weekday)))


def _read_day_word(match: re.Match[str], scene: Scene) -> Reading:
    return _days_from_anchor(scene, _EN["days"][match["word"].lower()])


def _days_from_anchor(scene: Scene, days: int) -> Reading:
    day = scene.shifted(days)
    return Reading("relative", day_of(day)) if day else VAGUE


def _read_ago(match: re.Match[str], scene: Scene) -> Reading:
    number, unit = match["number"].lower(), match["unit"]
    count = _NUMBERS.get(number) or int(number)
    if unit in {"minute", "hour"}:
        return _days_from_anchor(scene, 0) if unit == "minute" or count <= _HOURS_OF_TODAY else VAGUE
    if unit in {"day", "week"}:
        return _days_from_anchor(scene, -count * (7 if unit == "week" else 1))
    if scene.anchor is None:
        return VAGUE
    if unit == "month":
        return Reading("relative", month_of(*month_from(scene.anchor, -count)))
    return _years_ago(scene.anchor, count) if match["exact"] and scene.exact else VAGUE


def _years_ago(today: date, years: int) -> Reading:
    """A year ago today; a year ago alone is too vague to be a date."""
    return reading_of(lambda: day_of(today.replace(year=today.year - years)))


def _read_anaphora(match: re.Match[str], scene: Scene) -> Reading | None:
    word = match["word"].lower()
    if word.endswith(("before", "after")) and scene.text.startswith((" the ", " its ", " a ", " it "), match.end()):
        return None
    if word in _EN["anaphora"]:
        return Reading("anaphora", None, _EN["anaphora"][word])
    return Reading("anaphora", None, _EN["anaphora_months"][word], "month")


def _read_vague(match: re.Match[str], scene: Scene) -> Reading:
    return VAGUE


def _read_festival(match: re.Match[str], scene: Scene) -> Reading:
    return in_year(scene, _year(match, scene), lambda year: festival_of(year, match["festival"]))


def _year(match: re.Match[str], scene: Scene) -> int | None:
    """The year the words name; None where they name none."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    which = groups.get("which")
    return scene.anchor.year + _OFFSETS[which.lower()] if which and scene.anchor else None


def _part(words_of_part: str | None) -> str:
    """early, mid, late, start, middle, end or none."""
    found = (words_of_part or "").lower().replace("the ", "").replace(" of", "").strip(" -")
    return {"beginning": "start"}.get(found, found)


RULES = (
    Rule("en_fiscal", _FISCAL, _read_vague),
    Rule("en_vague", _VAGUE, _read_vague),
    Rule("en_months", _MONTH_MONTH, _read_months),
    Rule("en_month_day", _MONTH_DAY, _read_month_day),
    Rule("en_weekday_day_month", _W + _DAY_MONTH, _read_month_day),
    Rule("en_month_year", _MONTH_YEAR, _read_month),
    Rule("en_month_part", _MONTH_PART, _read_month),
    Rule("en_month", _MONTH, _read_month),
    Rule("en_quarter", _QUARTER, _read_quarter),
    Rule("en_half", _HALF, _read_half),
    Rule("en_h", _H, _read_half),
    Rule("en_year_part", _YEAR_PART, _read_year),
    Rule("en_part_of_month", _PART_OF_MONTH, _read_part_of_month),
    Rule("en_week_of", _WEEK_OF, _read_week_of),
    Rule("en_the_day", _THE_DAY, _read_the_day),
    Rule("en_opening", _OPENING, _read_opening),
    Rule("en_season", _SEASON, _read_season),
    Rule("en_span", _SPAN, _read_span),
    Rule("en_weekend", _WEEKEND, _read_weekend),
    Rule("en_ago", _AGO, _read_ago),
    Rule("en_day_word", _DAY_WORD, _read_day_word),
    Rule("en_anaphora", _ANAPHORA, _read_anaphora),
    Rule("en_festival", _FESTIVAL, _read_festival),
    Rule("en_weekday", _WEEKDAY, _read_weekday),
    Rule("en_year", _YEAR, _read_year),
)
NUMBER_RULES = (
    Rule("en_number_ago", _AGO, _read_ago),
    Rule("en_nth_quarter", _QUARTER, _read_quarter),
    Rule("en_nth_half", _HALF, _read_half),
    Rule("en_day_month", _DAY_MONTH, _read_month_day),
    Rule("en_year_quarter", _YEAR_QUARTER, _read_quarter),
    Rule("en_year_half", _YEAR_HALF, _read_half),
)

# The first characters a date may have, beside digits.
FIRST = frozenset("JjFfMmAaSsOoNnDdTtWwQqHhEeLlPpIiUuBbRrCcGgVvYy")
