"""Which dates around a release are of something else in its sentence: who said so, what is to come, what went before.

`Halden released Nova 3, regulators said on Tuesday`; `… ahead of its conference on 20 June`; `… and will add speech in
July`; `成立于 2023 年 5 月的星海科技发布 Nova-3` (founded in May 2023).
"""

import re

# what may stand between an English verb and its day, up to the day: came (at an event in Porto on) Tuesday
UP_TO_DAY = (
    r"(?:(?:in|at|during|via|with|through|to) (?:an?|its|the|their|this|that|[A-Z][\w-]*['’]s) [^,.;:]{2,40}?,? )?"
    r"(?:(?:[Ll]ate|early|on|at|in|by|as|of|from|since|starting|beginning|just|only|exactly|around|about|sometime"
    r"|shortly (?:after|before) noon|back|the|(?:morning|afternoon|evening|night|(?:small|early) hours) of),? )*\Z"
)
_SAYING = re.compile(  # the subject, and what it says when, up to the day itself
    r"(?:[,;—–]|\b(?:and|but|as|while))\s(?P<who>(?:(?!that\b|which\b|and\b)[^\s,;:]+ ){0,9}[^\s,;:]+,? )"
    r"(?:(?:has|have) )?(?P<verb>said|says"
    r"|announced|wrote|confirmed|posted|told|revealed|added|noted|warned|reported|argued)"
    r"(?: (?!that\b)[\w’'-]+){0,7}?,?(?: late| early)?(?: on)? ?\Z"
)
_TELLS = ("said", "says", "announced", "wrote", "confirmed", "posted")
_IS_MAKER = re.compile(
    r"(?i)(?:it|he|she|they|the (?:[\w-]+ ){0,3}(?:company|startup|start-up|lab|laboratory|firm|team|maker|developer"
    r"|group|giant|chief executive|ceo|cto|founder|executive|spokes\w+)(?:['’]s [\w -]{2,30})?"
    r"|its (?:[\w-]+ ){0,2}(?:ceo|cto|chief[\w ]*"
    r"|founder|president|head[\w ]*)|a (?:company )?spokes\w+)"
)
_NAMED = re.compile(r"[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,4}")
_SPOKEN_OF = re.compile(r"(?i)\b(?:which|that|who|whose|since|after|when|recently|earlier|previously|had|already)\b")
_AIMED = re.compile(  # ahead of the event on, a cutoff of, taking effect on: up to the day itself
    r"\b(?:(?:(?:days?|weeks?|months?|years?) (?:after|before|since)|(?:built|based|runs) on"
    r"|(?:follow-up|successor) to|ahead of|prior to|leading up to|in time for|before|cut-?off|expir\w+|data up to"
    r"|since (?=[A-Z]))"
    r"\b[^,.;:]{0,60}"
    r"|(?:until|through|after|by|tak(?:es?|ing) effect|took effect|effective)(?: on| in| from)? )\Z"
    r"|[,;—] (?:but|while|although|though)\b[^;]*\Z"
)
_SINCE = re.compile(r"(?i)since\b")  # its first model since January; available since January is its own
_OUT_SINCE = re.compile(r"(?:available|live|out|accessible|online) \Z")
_TO_COME = re.compile(r"\b(?:will|would|plans? to|is set to|expects? to|could|should)\b[^,.;]{0,80}\Z")
_LEAD = re.compile(  # days after the funding round on 2 June, …
    r"(?i)(?:(?:[\w-]+ ){0,4}(?:days?|weeks?|months?|years?) )?"
    r"(?:after|before|since|following|ahead of|until) (?!(?:on|late|early) \Z)[^,;]+\Z"
)
_ANNOUNCEMENT = re.compile(
    r" (?:is|was|are|were) (?:[\w’'-]+ ){0,6}(?:announcements?|releases?|launch(?:es)?|debuts?|unveilings?|arrivals?)\b"
    r"[^,.;:]{0,40}"
)
_POSTED = re.compile(  # in a blog post published on Tuesday, …
    r"\b(?:post|paper|statement|announcement|video|thread|article|note|letter|message)s?"
    r" (?:published|posted|released|shared|issued)(?: \w+){0,3}? (?:on )?\Z"
)
_JOINED = re.compile(r",? with (?:(?:a|its|an|two|three|the) )(?:[^.;:]{0,40} )?(?:new|latest|first|own|next)\b")
_AFTERWARDS = re.compile(
    r"[之以]?后(?![续台端])|以来|[之的]?初期?(?=[，,])|\s?[\u4e00-\u9fff]{0,6}后[，,]"
)  # 官宣芯片后，
_BEFORE = re.compile(r"(?:此前|之前|先前)[^，。；\n]{0,4}曾[^，。；\n]{0,2}\Z|曾于?\Z|早在[^，。；\n]{0,24}\Z")
_PAST_WITHIN = 28  # characters
_FOUNDED = re.compile(r"(?:成立|创立|创办|创建|组建|注册|诞生|始建|建立|出生)(?:于|在)\s?\Z|截[至止]到?\s?\Z")
_FOUNDED_THEN = re.compile(
    r"\s?(?:由[\u4e00-\u9fff]{2,8}|才|刚刚?|正式)?(?:成立|创立|创办|创建|组建|注册成立)(?!以来)"
    r"|\s?的?(?:榜单|数据|采访|访谈|财报|统计|调查|爆料|传闻)"
    r"|\s?(?:全年|财年)?的?(?:营收|业绩|收入|利润|净利|出货|销量|估值)"
    r"|\s?起?(?:就|便)?(?:开始)?(?:研发|研究|筹备|布局|立项|训练)"
    r"|\s?从[^，。]{1,20}(?:获悉|了解到)[^。]*(?:日前|近日|近期)"
)
_AGAINST = re.compile(r"(?:相比|相较|[较比与同]|不同于|区别于|经过|历经|经历了?|面对|迎接|应对|备战|瞄准)于?\s?\Z")
_AFTER_A_DEAL = re.compile(r"(?:融资|上市|收购|成立|签署)[^。；]*[，,]\s?(?:随后|之后|接着|不久|而?后)")
_LATER = re.compile(
    r"[，,；]\s?(?:此后|后来|不久之?后|如今|现在|眼下|时至今日|近日|日前|近期|最近|[数几]个?[天日周月年]之?后)"
)
_ITS_CLAUSE = re.compile(  # …，仓库在 6 月 9 日直接上线: the repository went up
    r"[，,；;—]\s?(?:[其该新]?(?:[\u4e00-\u9fff]{0,4})(?:仓库|模型|权重|代码|版本)\s?)?(?:已|现已|早)?[在于]\s?\Z"
)
_ITS_WEIGHTS = re.compile(  # …, and its weights went up on 9 June
    r"\b[Ii]ts (?:[\w-]+ ){0,2}(?:weights|code|checkpoints)\b[\w ]{0,20} (?:went (?:up|live)|appeared|landed"
    r"|(?:were|was) (?:posted|published|uploaded|released))(?: (?:to|on|in) [A-Z][\w ]{2,30})? (?:on )?\Z"
)
_OUT = re.compile(  # Nova 3, available today
    r",? (?:which is |is |now )?(?:generally )?(?:available|out|live|shipping|rolling out|launching)"
    r"(?: (?:to|for|in|on|via)[\w ]{2,40})?(?: starting| from| beginning| as of)?(?: on)? \Z"
)
_ANNOUNCED = re.compile(  # Halden said on Tuesday that Nova 3 is available
    rf"(?P<who>(?:[^\s,;:]+ ){{1,6}})(?:said|announced|confirmed|revealed|wrote) {UP_TO_DAY}"
)
_THAT = re.compile(r",? (?:that|it|its|the)\b")
_WENT_UP = re.compile(
    r"\s?(?:凌晨|晚间?|上午|下午)?(?:正式|直接|悄然|全面|率先|首次|同步|已)*(?:上线|开源|发布|放出|推出|开放|公开|上架)"
)


def is_said_by_maker(text: str, start: int, day: int, maker: str | None) -> bool:
    """Whether `text` from `start`, behind a release, to `day` says that its maker told of it then."""
    said = _SAYING.search(text, start, day)
    if said is None or said["verb"] not in _TELLS:
        return False
    return _is_maker(said["who"].strip(" ,"), maker)


def is_spoken_of(text: str, start: int, end: int) -> bool:
    """Whether words up to `end` tell of a release as of one long known: `Nova 3, which Halden released`."""
    return _SPOKEN_OF.search(text, start, end) is not None


def is_of_another(text: str, start: int, day: int, maker: str | None) -> bool:
    """Whether an English date behind a release is of something else: between them `text` from `start` to `day`."""
    if _AIMED.search(text, start, day) or _TO_COME.search(text, start, day):
        return True
    if _SINCE.match(text, day) and not _OUT_SINCE.search(text, start, day):
        return True
    return _SAYING.search(text, start, day) is not None and not is_said_by_maker(text, start, day, maker)


def leads_to_another(text: str, start: int, day: int) -> bool:
    """Whether an English sentence begins with a clause that dates what came before its release."""
    return _LEAD.match(text, start, day) is not None


def is_of_its_own(text: str, start: int, day: int) -> bool:
    """Whether an English date is that of the maker's words in which a release is told, or of its weights."""
    return any(own.search(text, start, day) for own in (_POSTED, _ITS_WEIGHTS, _OUT))


def is_announced_on(text: str, start: int, day: int, end: int, maker: str | None) -> bool:
    """Whether an English sentence begins with its maker's saying so on a date: `Halden said on Tuesday that Nova 3`."""
    said = _ANNOUNCED.match(text, start, day)
    return said is not None and _THAT.match(text, end) is not None and _is_maker(said["who"].strip(), maker)


def is_announcement(text: str, end: int, day: int) -> bool:
    """Whether what stands between a name and its day calls it news: `is one of the biggest announcements this week`."""
    return _ANNOUNCEMENT.fullmatch(text, end, day) is not None


def joins_with(text: str, end: int, name: int) -> bool:
    """Whether an English date is of a verb that leads to the name: `joined the race on Tuesday with a new model, X`."""
    return _JOINED.match(text, end, name) is not None


def is_before_it(text: str, start: int, day: int, end: int, verb: int) -> bool:
    """Whether a Chinese date `day` to `end` is of what came before the release told at `verb`."""
    if _FOUNDED.search(text, start, day) or _FOUNDED_THEN.match(text, end):
        return True
    if _AGAINST.search(text, start, day) and "，" in text[end:verb]:
        return True
    return bool(_LATER.search(text, end, verb) or _AFTER_A_DEAL.search(text, end, verb))


def is_presupposed(text: str, start: int, verb: int, end: int) -> bool:
    """Whether a Chinese release is told as known: `Nova-3 首发后` (since it came out), `此前曾推出过 Nova-3`."""
    is_before = _BEFORE.search(text, max(start, verb - _PAST_WITHIN), verb)
    return is_before is not None or _AFTERWARDS.match(text, end) is not None


def goes_up_on(text: str, start: int, day: int, end: int) -> bool:
    """Whether a later Chinese clause tells that what was released before it went up on that date."""
    return _ITS_CLAUSE.search(text, start, day) is not None and _WENT_UP.match(text, end) is not None


def _is_maker(who: str, maker: str | None) -> bool:
    is_named = _NAMED.fullmatch(who) is not None if maker is None else maker.casefold() in who.casefold()
    return is_named or _IS_MAKER.fullmatch(who) is not None
