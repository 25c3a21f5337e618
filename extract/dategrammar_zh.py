"""The patterns of Chinese dates, as text; extract/dates_zh.py reads what they match.

Numbers may stand apart from their units (6 月 12 日, as IT news sets them), and may be Chinese (二月十二日).
"""

import re

from extract.festivals import festival_names
from extract.scene import any_of, words

ZH = words()["zh"]

_S = " {0,2}"
_HAN = "〇零○一二三四五六七八九"
_N = r"(?:\d{1,2}|[〇零一二三四五六七八九十廿卅]{1,3})"
_TO = r"(?:[-–—~～至到]{1,2})"
_DAY = "[日号號]"
_AFTER_YEAR = "春节|春晚|除夕|元旦|国庆|双十|双1|中秋|端午|元宵|七夕|[上下]半年|[Qq][1-4]"  # 2026春晚, 2025Q3
_YEAR = (
    rf"(?:(?<!\d)(?P<year>(?:19|20)\d{{2}}|[一二][{_HAN}]{{3}}|\d{{2}}(?={_S}年{_S}\d{{1,2}}{_S}月)){_S}(?:年|(?={_AFTER_YEAR}))"
    rf"|(?P<year_word>(?<![目当之此以])(?:{any_of(ZH['years'])})(?!化)|同年|当年|次年|翌年)"  # 目前年化: so far, a year
    r"|(?P<animal>[鼠牛虎兔龙蛇马羊猴鸡狗猪])年(?=春|除|大年|正月))"  # 马年春晚: the year of the horse
)
_OF_YEAR = rf"(?:{_YEAR}{_S}的?{_S})"
_IN_YEAR = rf"(?:{_OF_YEAR}|(?<![\d.{_HAN}十第每]))"
_NOT_MIDDLE = "国文央美外方关型小间学科旬医信等"  # 5月中国…, 年中国…
_NOT_START = "步|级|创|始"  # 年初步: first steps
_THIRD = rf"(?P<part>上旬|中旬|下旬|上半月|下半月|月?[初底末](?!{_NOT_START})|月?中(?![{_NOT_MIDDLE}]))"
_WHICH = rf"(?P<which>{any_of(ZH['weeks'])})"
_BEFORE_YEAR = r"(?<![\d去今明前后当同本上每多一二三四五六七八九十百千往整全两几数半成周])(?<!\d )"

MONTHS = (  # 1至2月, 3-5月; 2024年3、4月
    rf"(?=[^、]{{0,8}}{_TO}|\d{{4}} ?年){_IN_YEAR}(?P<month>{_N}){_S}(?:月?份?{_S}{_TO}|、){_S}(?P<month2>{_N})"
    rf"{_S}月份?(?!{_S}[\d一二三四五六七八九十])"
)
MONTH_DAY = (  # 2月12日, 2月10-12日, 2月10日到12日, 元月5日; 2月12 before a stop or its weekday, 2月12·周四
    rf"{_IN_YEAR}(?P<month>{_N}|(?<![亿万千百美日欧\d])元){_S}月份?{_S}"
    rf"(?:(?P<day>{_N})(?:{_S}{_DAY})?(?:{_S}{_TO}{_S}(?P<day2>{_N}))?{_S}{_DAY}|(?P<bare>\d{{1,2}})"
    r"(?=\Z|[\n，,。；、）)]|\s?[·・|（(]?\s?(?:周|星期|礼拜)[一二三四五六日天]))"
)
_NTH = rf"{_S}的?{_S}(?P<nth>{any_of(ZH['ordinals'])})个?"
_WEEK_UNIT = "周(?![一二三四五六日天末年期刊报])|星期(?![一二三四五六日天])"
MONTH_NTH = (  # 5月最后一天, 6月的第一周, 6月头几天
    rf"{_IN_YEAR}(?P<month>{_N}){_S}月份?{_NTH}"
    rf"(?:(?P<unit>[天日](?![均报])|{_WEEK_UNIT}|[几数两三]天)|(?:周|星期)(?P<weekday>[一二三四五六日天]))"
)
YEAR_NTH = rf"{_YEAR}{_NTH}(?P<unit>[天日](?![均报])|月(?!内)|{_WEEK_UNIT})"  # 2025年的最后一天
MONTH_THIRD = rf"{_IN_YEAR}(?P<month>{_N}){_S}月份?{_S}{_THIRD}"  # 1月底, 2月中旬
MONTH = (  # 5月, but not 5 月活 (monthly users) nor Qwen3 月…
    rf"{_IN_YEAR}(?<![A-Za-z+-])(?:(?<!\d )|(?=[一二三四五六七八九十]))(?P<month>{_N}){_S}月"
    rf"(?:份|(?!{_S}[活薪租费产销供龄嫂饼亮球天内兔])(?![后间]))"
)
_SLASH = r"(?P<month>1[0-2]|0?[1-9])(?:/|(?<=\d\d)-)(?P<day>3[01]|[12]\d|0?[1-9])(?![\d/%-])"
SLASH_DAY = (  # 6/9 发布, 9/27 报道, 04-23 上线, in notes: not 1/3 价格 (a third of the price)
    rf"(?<![\d/.$¥￥-]){_SLASH}"
    r"(?=\s?(?:正式)?(?:发布|推出|上线|开源|公布|宣布|官宣|亮相|举行|开幕|报道|援引|凌晨|晚|起[，,。至]))"
)
SLASH_HEAD = (  # a line, a sentence or brackets begin with it: 6/9，…; （6/30）, where it is no page
    rf"(?:\A|(?<=[（(\n。])){_SLASH}(?=[，,：:]|(?<=1[3-9]|2\d|3[01])[）)])"
)
QUARTER = (  # 2025年第四季度, 2025Q3; Q4 量化 is a quantised model; Q1 与 T1 are two robots
    rf"{_IN_YEAR}(?:第? ?(?P<quarter>[一二三四1-4]) ?季度"
    r"|[Qq](?P<q>[1-4])(?![A-Za-z0-9_:：.、]| ?量化| ?[与和及/] ?[A-PR-Z]\d))"
)
SHIFTED_QUARTER = rf"{_WHICH}个?季度"
HALF = rf"{_OF_YEAR}?(?P<half>[上下])半年"
SEASON = rf"{_OF_YEAR}(?P<season>[春夏秋冬])[季天]"
SHORT_SEASON = r"(?P<shift>[今去明])(?P<season>[春夏秋冬])(?![季天])"
YEAR_PART = rf"{_YEAR}{_S}(?:年?(?P<part>[底末初](?!{_NOT_START})|中(?![{_NOT_MIDDLE}]))|(?P<opening>开年|年?早些时候))"
OPENING_YEAR = r"(?<!年)(?P<opening>开年)(?!以来|会)"
BARE_PART = rf"{_BEFORE_YEAR}年(?P<part>[底末初])(?!{_NOT_START})"
BARE_THIRD = (
    rf"(?<![\d份个这上下本当同次各每正腊冬整满半一二三四五六七八九十])(?<!\d )月(?P<part>[底末初])(?!{_NOT_START})"
)
FESTIVAL = (
    rf"{_OF_YEAR}?(?P<festival>{any_of(name for name in festival_names() if name[0] > 'z')})"
    r"(?P<around>前后|期间|假期|长假|之?前夕?|之?后(?!台))?"
)
LUNAR = (  # 正月初八, 大年初一, 农历八月十五
    rf"{_OF_YEAR}?(?:(?:农历|阴历){_S})?"
    r"(?:(?P<lunar_month>[正腊冬])月|大年(?=初)|(?<=[农阴]历)(?P<lunar_number>[二三四五六七八九十]{1,2})月)"
    r"(?P<lunar_day>初?[一二三四五六七八九十廿]{1,3})"
)
_EVENT = (  # 2026 年全球开发者大会 (the developers' conference of 2026)
    r"\s?(?:(?!发布|推出|上线|召开|举[办行])[\u4e00-\u9fffA-Za-z ](?<![在于的])){0,12}?"
    r"(?:大会|峰会|论坛|博览会|车展|年会|大赛|展览?会)"
)
YEAR_ALONE = (
    rf"(?:{_YEAR}(?:年?内)?(?!{_S}(?:同期|以来|财年|年?[度代级款版])|[前后间之])(?:(?={_EVENT})(?P<event>))?"
    rf"|{_BEFORE_YEAR}(?P<within>年内))"
)
MONTH_WORD = (
    rf"(?P<word>{any_of([*ZH['months'], *ZH['anaphora_months']])})"
    rf"(?:的?{_S}(?:(?P<day>{_N}){_S}{_DAY}|{_THIRD}|(?P<opening>早些时候)))?"
)
WEEKDAY = (  # 上周五, 周二; not 每周一次, 一周一更
    rf"(?:{_WHICH}个?|(?<![每一两二三四五六七八九十几\d半单双本上下这丁]))(?:周|星期|礼拜)"
    r"(?P<weekday>[一二三四五六日天末])(?![次更度期款个般样起边线均刊]|早餐|报(?!道))"
)
WEEK = rf"{_WHICH}个?(?:周|星期)(?:早些时候)?(?![一二三四五六日天末年期]|[刊报])"
DAY_WORD = (  # not of somebody else's words: 公告写道：“今天，我们发布 …”
    rf"(?<![目当之此以])(?!(?<=[“\"「『])今[天日][，,]?\s?我们)(?P<word>{any_of(ZH['days'])})"
)
JUST = (  # 刚刚; 刚发布, but not 刚发布时 (when it came out) nor 刚发布的
    rf"刚刚|刚(?={_S}(?:{any_of(ZH['releases'])})(?!时|后|之|的|不久|没|几|数|一|两|\d))"
)
_EARLIER = re.compile(  # 此前刚刚, not 此前发布的 A 刚刚
    r"(?:此前|之前|先前|早前|早些时候|前不久|不久前)[，,]?[^，,。；;！!？?\n的]{0,24}$"
)
AGO = (
    r"(?<![\d.第提的])(?<![年的] )(?<!发布)(?<!上线)(?<![公内]测)(?<!开源)(?<!推出)"  # not 发布会的三天前, 发布三天前
    r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})"
    rf"{_S}(?P<unit>天|日|周|个?星期|个礼拜|个月|年半?|分钟|个?小时)(?:之|以)?前"
)
LATER = (  # 三天后, 两个月后: from what was told before
    rf"(?<![\d.第到内年月])(?<!\d )(?P<number>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}}|半(?=年|个月)){_S}"
    r"(?P<unit>天|日|周|个?星期|个礼拜|个月|年)(?:之|以)?后(?![续台端面来])"
)
BARE_DAY = (  # 24日, 十二日, 3号晚; not 7日内, 3号线
    rf"(?<![\d.月年\-–~/第每近达共星])(?<!\d )(?:(?P<day>\d{{1,2}}){_S}"
    r"(?:日(?![内均游线活元本语系龄间程子后用常年]|之内|以内|之后|报(?!道))"
    r"|[号號](?=[，,。晚早上凌起在将正发推宣下中开])(?!线|机|店|楼|员))"
    r"|(?P<han>(?:二?十[一二三四五六七八九]|[二三]十|三十一)日)(?![内均游后之]))"
)
ANAPHORA = rf"(?<![早每])(?P<word>{any_of(ZH['anaphora'])})(?!就业|代|春)"
VAGUE = rf"(?<![\d一二三四五六七八九十几数])(?:{any_of(ZH['vague'])})"
FISCAL = (  # a company's own year: no date
    r"(?:(?<!\d)(?:20)?\d{2} ?|[本上]|上一)财年(?: ?第?[一二三四1-4] ?[季财][度季]| ?[Qq][1-4])?|第[一二三四1-4]财季"
)
SAME_DAY_YEARS_AGO = r"(?:一年前的?|去年的?)今[天日]"

_UNITS = "年月日号號天周个星礼分小季财"
# Every date that begins with a digit begins so: its unit, or another number, follows. Versions (3.5) do not.
STARTS_AT_DIGITS = (
    rf"\d{{1,4}} {{0,2}}(?:[{_UNITS}]|{_AFTER_YEAR})|\d{{4}}[-/.]\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}"
    rf"|\d{{8}}(?!\d)|\d{{1,2}}/\d{{1,2}}\s?[发推上开公宣官亮举报援凌晚起正，,：:）)]|\d{{1,2}}{_S}{_TO}{_S}\d"
)


def is_before_just(text: str, start: int) -> bool:
    """`此前，栖岩刚刚发布` (before that, it had just): whether a 刚刚 at `start` is not of now."""
    return bool(_EARLIER.search(text, max(0, start - 32), start))


def _starts() -> tuple[str, str]:
    """The signs that every other Chinese date begins with, and a cheap pattern for how it begins."""
    tables = ("days", "months", "years", "anaphora", "anaphora_months", "vague")
    rests: dict[str, set[str]] = {}
    for word in [*festival_names(), *(word for table in tables for word in ZH[table])]:
        if word[0] > "z":
            rests.setdefault(word[0], set()).add(word[1:])
    written = "|".join(f"{first}(?:{any_of(own)})" for first, own in sorted(rests.items()))
    others = (
        rf"[{_HAN}十廿卅两]{{1,4}}{_S}(?:[月日季至到]|(?:[天周日]|年半?|个?星期|个礼拜|个月|分钟|个?小时)[之以]?[前后])|半年[之以]?后"
        rf"|[一二][{_HAN}]{{3}}{_S}年|(?:上上|下下|[上下这]一|[上下本这])个?[周星礼季]|[上下]半年|上?[本上一]财"
        r"|(?:周|星期|礼拜)[一二三四五六日天末]|[鼠牛虎兔龙蛇马羊猴鸡狗猪]年[春除大正]|[正腊冬]月|大年初|年[初底末内]"
        r"|月[初底末]|开年|[农阴]历|第 ?[一二三四1-4] ?[季财]|刚|[今去明][春夏秋冬]|元 {0,2}月|[当次翌]年|同年"
    )
    firsts = {*rests, *_HAN, *"十廿卅两上下本这周星礼鼠牛虎兔龙蛇马羊猴鸡狗猪正腊冬大年月开农阴第刚今去明元当次翌同半"}
    return "".join(sorted(firsts)), rf"(?:{written}|{others})"


STARTING_SIGNS, STARTS = _starts()
# What may stand behind the first; most 不, 一 and 上 of a text begin no date. Only 刚 needs nothing behind it.
SECOND_SIGNS = " 0-9" + "".join(sorted({sign for sign in STARTS if not sign.isascii()}))
