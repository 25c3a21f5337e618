"""The part of the day and the hour that stand beside a day, with their time zone: 晚间, 凌晨 1 点, at 9 a.m. PT on."""

import re
from functools import cache

HOUR_REACH = 40  # characters before a day in which its hour may stand
_PART_OF_DAY = (
    "凌晨|清晨|早晨|早上|早间|上午|中午|午间|下午|傍晚|晚间|晚上|晚(?![于些期宴年会])|夜间|深夜|午夜|夜里|夜晚"
)
_CLOCK_ZH = r"(?<!\d)\d{1,2}(?::\d{2}(?::\d{2})?|[点时](?:\d{1,2}分?|半|整)?)(?!间)"
_ZONE_EN = (
    r"(?:[PECM][SD]?T|UTC|GMT|BST|CET|CEST|JST|KST|local time|(?:U\.?S\.?|Beijing|London|Tokyo|European) [Tt]ime"
    r"|(?:Pacific|Eastern|Central)(?: [Tt]ime)?)\b"
)
_CLOCK_EN = rf"(?:\d{{1,2}}(?::\d{{2}}){{0,2}} ?[AaPp]\.?[Mm]\b\.?|\d{{1,2}}:\d{{2}}(?= \(?{_ZONE_EN}))"
_ABBREVIATED = rf" ?\(?{_ZONE_EN}\)?"
_BEFORE = rf"(?:\b[Aa]t )?(?<![\w.:]){_CLOCK_EN}(?:{_ABBREVIATED})?,?(?: on)? \Z"
_PARENTHESIS = (
    r"[（(](?:周|星期)[一二三四五六日天][）)]| ?[·・|] ?(?:周|星期)[一二三四五六日天]"
    r"|[（(](?:除夕|今天|今日|昨天|昨日|明天|明日|本周[一二三四五六日])[）)]"
)


@cache
def hour_behind() -> re.Pattern[str]:
    """What is drawn into the words of a day: a weekday in brackets, the part of the day, the hour, its zone."""
    return re.compile(
        rf"(?: ?(?:周|星期)[一二三四五六日天])?(?: ?(?:{_PARENTHESIS}))?(?: ?当[天日晚])?"
        rf"(?: ?(?:{_PART_OF_DAY}))?(?: ?{_CLOCK_ZH})?(?:,? (?:at )?{_CLOCK_EN})?(?:{_ABBREVIATED})?"
    )


@cache
def hour_before() -> re.Pattern[str]:
    """The hour before an English day, up to the day: `at 9 a.m. PT on`."""
    return re.compile(_BEFORE)
