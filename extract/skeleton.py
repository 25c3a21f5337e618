"""Reduce a sentence to a few typed tokens, on which the patterns are matched.

Codes: V vendor · N name that looks like a model's · O other name · M name that is only mentioned · T trigger, U with
the model as its object only, I with the model as its subject, S a noun (release of) · D date · H model noun · K other
noun · W 携, 以 (with) · J 把 (its object before the verb) · Z copula · G naming word · A novelty word · B start of a
mention · Y by · L plan · R rumour · P 的 (of) · C and · , : ( · Q that, which · ^ E the ends · X any other words.
"""

import re
from collections.abc import Sequence
from operator import le

from extract.attributes import read_attributes
from extract.enumerations import group_members, lead_on_counted
from extract.labels import is_compound, without_label
from extract.makers import maker_of
from extract.masking import mask_mentions
from extract.phrases import read_phrases, with_houses_of_teams
from extract.records import Span
from extract.signs import read_gap
from extract.spans import START
from extract.tokens import Token, codes_of
from extract.vendors import VendorMention, is_related, open_vendor, vendor_of

_SERIES = re.compile(r"\s?系列")
_COUNTED_BEHIND = re.compile(r"\s?系列的?\s?(?:[两三四五六七八九十]|\d+)\s?[款个种]")
_OWNED_MODEL = re.compile(r"(?<![VJOB])OP[XA]{0,2}H[NO]")
_COUNT = re.compile(r"[两三四五六七八九十多几\d]\s?[款个种大]\s?$")
_LONGEST_TAIL = 6  # characters
_OPENING = re.compile(r"\^(?:\([VXOD,]+\):?|[OVX][:,OXD]{0,5}\([VXO]+\):(?:D:)?)(?=[VO]X{0,2}[TUD])")
_NOUN_BEFORE_VERB = re.compile(r"[XK]{0,2}[KH][XD]{0,2}[TI][,:E]")
_NOUN_AND_VERB = (("N", "X", "T"), ("O", "X", "T"))
_LONGEST_ADVERB = 3  # characters


def read_skeleton(text: str, span: Span, typed: Sequence[Token], language: str) -> list[Token]:
    """The sentence `text[span]` as tokens: the typed spans, the longest where they overlap, and what is between."""
    # `on Tuesday`, `于 6 月 12 日`: the preposition belongs to the date and begins no mention.
    tokens: list[Token] = [Token("^", span.start, span.start)]
    at = span.start
    for token in _without_overlaps(typed, span):
        if at < token.start:
            tokens += read_gap(text, at, token.start)
        tokens.append(token)
        at = token.end
    if at < span.end:
        tokens += read_gap(text, at, span.end)
    tokens.append(Token("E", span.end, span.end))
    tokens = with_houses_of_teams(text, tokens) if language == "en" else tokens
    tokens = [_placed(tokens, place) if token.vendors else token for place, token in enumerate(tokens)]
    tokens = without_label(text, tokens)
    tokens = [_plain(tokens, place) if token.trigger else token for place, token in enumerate(tokens)]
    codes = codes_of(tokens)
    if "BD" in codes:
        tokens = [token for place, token in enumerate(tokens) if not codes.startswith("BD", place)]
    if language == "zh":
        tokens = [_counted(text, tokens, place) if token.code in "O:" else token for place, token in enumerate(tokens)]
        tokens = _with_brands_as_makers(tokens) if "OP" in codes else tokens
    else:
        tokens = read_phrases(text, tokens)
    tokens = _without_asides(tokens, language) if "(" in codes else tokens
    tokens = mask_mentions(group_members(text, tokens, language), language)
    return lead_on_counted(text, read_attributes(text, tokens)) if language == "zh" else tokens


def _with_brands_as_makers(tokens: Sequence[Token]) -> list[Token]:
    """`Kimi 的 Kimi K2.6`, beside `智谱的 GLM-5.1`: whose it is, by a brand of its maker's.

    `Tidal 的语音模型 Nova-3`: by the name of one that has a model of another name.
    """
    kept = list(tokens)
    for match in _OWNED_MODEL.finditer(codes_of(tokens)):
        owner = tokens[match.start()]
        if owner.names[0].family is None and not owner.names[0].known:
            vendors = (VendorMention(owner.start, owner.end, open_vendor(owner.names[0].text)),)
            kept[match.start()] = owner._replace(code="V", names=(), vendors=vendors)
    for place, token in enumerate(tokens[:-2]):
        of, owned = tokens[place + 1 : place + 3]
        if token.code == "O" and of.code == "P" and owned.code == "N":
            brand, maker = token.names[0], maker_of(token.names[0])
            if maker and owned.names[0].text.startswith(brand.text):
                vendors = (VendorMention(brand.start, brand.end, maker),)
                kept[place] = token._replace(code="V", names=(), vendors=vendors)
    return kept


def _placed(tokens: Sequence[Token], place: int) -> Token:
    """`上线 Hugging Face`: behind a verb or preposition, one that publishes others' models is only the place.

    `开源通义千问 Qwen-7B`: not before a name of its own.
    """
    token, before, after = tokens[place], tokens[place - 1], tokens[place + 1]
    is_second = before.code == "C" and [each.code for each in tokens[place - 3 : place - 1]] == ["B", "V"]
    if is_second and all(vendor.weak for vendor in tokens[place - 2].vendors):
        before = tokens[place - 3]  # 在 Hugging Face 和 ModelScope 上
    if token.code != "V" or before.code not in "TBI" or not all(vendor.weak for vendor in token.vendors):
        return token
    families = [name.family for name in after.names if name.family]
    is_own = any(is_related(vendor_of(each.vendor), token.vendors[0].vendor) for each in families)
    return token if is_own else token._replace(code="B", vendors=())


def _plain(tokens: Sequence[Token], place: int) -> Token:
    """`新一代开源模型` (new open-source model): no verb, but an adjective between another and its noun.

    `the Nova 3 launch set off …`: a noun behind its name, whatever follows it. `It released its figures, and Nova 3 …`:
    no participle of Nova 3, as it is in `which it released`.
    """
    token = tokens[place]
    if token.trigger is not None and token.trigger.id == "en-event" and tokens[place - 1].code in "NO":
        return token._replace(code="I")
    if token.trigger is not None and token.trigger.id == "en-it" and not _is_relative(tokens, place):
        return token._replace(code="U")
    if (code := _code_by_what_follows(token, tokens[place + 1].code)) != token.code:
        return token._replace(code=code, trigger=token.trigger if code == "T" else None)
    if is_compound(tokens, place) or _is_what_is_released(tokens, place):
        return token._replace(code="X", trigger=None)
    if token.trigger is None or not token.trigger.adjective or not _may_be_adjective(tokens, place):
        return token
    near = tokens[place + 1 : place + 3]
    nouns = [each for each in near if each.code != "X" or each.end - each.start > _LONGEST_TAIL]
    return token._replace(code="X", trigger=None) if nouns and nouns[0].code in "HK" else token


def _code_by_what_follows(token: Token, behind: str) -> str:
    """推出测试版 Nova-3 (its object); `Nova-7 正在训练，计划…`, without an object."""
    verb = token.trigger.id if token.trigger else ""
    if verb == "zh-stage" and behind in "NOHK":
        return "T"
    return "X" if verb == "zh-working" and behind in ",:EC" else token.code


def _is_what_is_released(tokens: Sequence[Token], place: int) -> bool:
    """`Nova-3 更新接连发布` (the updates came out one by one): with an adverb and a verb behind it, a noun."""
    around = tokens[place - 1].code, *(token.code for token in tokens[place + 1 : place + 3])
    adverb, trigger = tokens[place + 1], tokens[place].trigger
    is_update = trigger is not None and trigger.id == "zh-update"
    return is_update and around in _NOUN_AND_VERB and adverb.end - adverb.start <= _LONGEST_ADVERB


def _is_relative(tokens: Sequence[Token], place: int) -> bool:
    """`Nova 3, which it released`, `the Nova 3 model it released`, `Nova 3, the model it released`."""
    return tokens[place - 1].code in "QH"


def _may_be_adjective(tokens: Sequence[Token], place: int) -> bool:
    """Behind another adjective, 的, or a verb of its own: `发布了开源框架` (released an open-source framework)."""
    before, behind = tokens[place - 1], [token.code for token in tokens[place + 1 : place + 3]]
    if before.code in "^,:" and (behind in (["K", "P"], ["H", "P"]) or _is_told_more_of(tokens, place)):
        return True  # 开源社区的: of the open-source community
    if before.code == "X" and _is_of_what_is_bought(tokens[place - 2]):
        return True
    if before.code == "X" and before.end - before.start == 1:
        before = tokens[place - 2]  # 了
    return before.code in "APTB" or _is_of_an_object(tokens, place) or _is_of_a_subject(tokens, place)


def _is_of_an_object(tokens: Sequence[Token], place: int) -> bool:
    """`发布 Nova-3 开源大模型` (the open model Nova-3), `改用星海开源模型` (uses Xinghai's open model instead)."""
    first, second = tokens[place - 1].code, tokens[place - 2]
    if second.code == "A" or (second.code == "X" and second.end - second.start <= _LONGEST_ADVERB):
        second = tokens[place - 3]  # 发布首个 Quill 4 开源智能体
    return (first in "NO" and second.code in "TU") or (first == "V" and tokens[place - 2].code == "B")


def _is_of_a_subject(tokens: Sequence[Token], place: int) -> bool:
    """`Redpen 9 开源编辑器今天发布` (the open-source editor Redpen 9): its verb stands behind its noun."""
    behind = "".join(token.code for token in tokens[place + 1 : place + 7])
    return tokens[place - 1].code in "NO" and _NOUN_BEFORE_VERB.match(behind) is not None


def _is_of_what_is_bought(token: Token) -> bool:
    """`收购知名开源工具开发商 Halden` (buys a known open-source toolmaker)."""
    return token.cue is not None and token.cue.id == "zh-talk"


def _is_told_more_of(tokens: Sequence[Token], place: int) -> bool:
    """`开源浏览器 TideFox 在 GitHub 上…`: of the noun and name behind, which are the subject, something is said."""
    noun = place + 1 if tokens[place + 1].code in "HK" else place + 2
    codes = [token.code for token in tokens[noun : noun + 3]]
    return len(codes) == 3 and codes[0] in "HK" and codes[1] in "NO" and codes[2] in "XBDZTUI"  # noqa: PLR2004


def _counted(text: str, tokens: Sequence[Token], place: int) -> Token:
    """`两款 Stealth 模型` (two stealth models): a word between a number and its noun says of what sort they are."""
    token = tokens[place]
    if token.code == ":" and _closes_a_count(text, tokens, place):
        return token._replace(code="G")
    if _is_counted_series(text, tokens, place):
        return token._replace(code="X", names=())
    if token.code != "O" or len(token.names) > 1 or token.names[0].family:
        return token
    if tokens[place - 1].code == "H" and text.startswith("版", tokens[place + 1].start):
        return token._replace(code="X", names=())  # 世界模型 RGBD 版本: which version of it
    if token.names[0].strength or tokens[place + 1].code != "H":
        return token
    before = tokens[place - 1]
    is_counted = before.code in "XA" and _COUNT.search(text, before.start, token.start)
    is_named_before = _is_named(tokens, place)
    return token._replace(code="X", names=()) if is_counted or is_named_before else token


def _is_counted_series(text: str, tokens: Sequence[Token], place: int) -> bool:
    """`三款 Tern 系列大模型`, `Tern 系列三款模型` (three models of the Tern series): which of them is not said."""
    token, before = tokens[place], tokens[place - 1]
    is_series = token.code == "O" and len(token.names) == 1 and bool(_SERIES.match(text, token.end))
    if is_series and _COUNTED_BEHIND.match(text, token.end):
        return True
    return is_series and before.code in "XA" and bool(_COUNT.search(text, before.start, token.start))


def _closes_a_count(text: str, tokens: Sequence[Token], place: int) -> bool:
    """`正式开源，共三个模型：` (open-sourced, three models in all): the names behind are its objects."""
    if tokens[place - 1].code != "H" or not _COUNT.search(text, tokens[place - 2].start, tokens[place - 2].end):
        return False
    start = max(index for index in range(place) if tokens[index].code in "^,:")
    return not any(token.code in "TUIB" for token in tokens[start:place])


def _is_named(tokens: Sequence[Token], place: int) -> bool:
    """Whether the names of what a noun means stand before it: `名为 Alpha 和 Beta 的 Stealth 模型`."""
    at = place - 2
    while at > 0 and tokens[place - 1].code == "P" and tokens[at].code in "NOC":
        at -= 1
    return at < place - 2 and tokens[at].code == "G"


def _without_overlaps(typed: Sequence[Token], span: Span) -> list[Token]:
    """Of overlapping spans the date stays, else the longer, else the more telling; mostly there are none."""
    ordered = sorted(typed, key=START)
    if all(map(le, [token.end for token in ordered], [token.start for token in ordered[1:]])):
        return ordered
    taken: list[Token] = []
    free = bytearray(b"\1") * (span.end - span.start)
    days = {token.end: token.start for token in typed if token.code == "D"}
    for token in sorted(typed, key=_precedence):
        start, end = token.start - span.start, token.end - span.start
        if token.code == "I" and token.end in days and 0 in free[start:end]:  # out (today): the verb before the day
            token = token._replace(end=days[token.end])  # noqa: PLW2901
            end = token.end - span.start
        if 0 not in free[start:end]:
            free[start:end] = bytes(end - start)
            taken.append(token)
    return sorted(taken, key=START)


def _precedence(token: Token) -> tuple[bool, int, int]:
    return token.code != "D", token.start - token.end, -_RANK.get(token.code, 0)


_RANK = {"N": 4, "O": 4, "V": 5, "G": 2, "T": 1, "U": 1, "I": 1}


def _without_asides(tokens: Sequence[Token], language: str) -> list[Token]:
    """Without what stands in brackets behind a name, unless it holds a verb: `Nova 3 (137B, 5B active) and Nova 4`.

    In English, without plain words in brackets anywhere: `an open (Apache 2 licensed) model`, and without the agency or
    the day before a subject: `PORTO--(Halden Wire)--Tidal launched`, `[June 11] Tidal`.
    """
    kept: list[Token] = []
    position = 0
    opening = _OPENING.match(codes_of(tokens)) if language == "en" else None
    if opening:
        kept = [tokens[0], *(token for token in tokens[1 : opening.end()] if token.code == "D")]
        position = opening.end()
    while position < len(tokens):
        close = _end_of_aside(tokens, position) if kept and kept[-1].code in "NOV" else None
        close = _end_of_plain_aside(tokens, position) if close is None and language == "en" else close
        if close is None:
            kept.append(tokens[position])
        elif kept[-1].code == "N" and tokens[position + 1].vendors:
            maker = tokens[position + 1].vendors[0]  # Nova 3 (Northwind, March 2026)
            kept[-1] = kept[-1]._replace(makers=((kept[-1].names[-1], maker),))
        elif kept[-1].code == "O" and [token.code for token in tokens[position + 1 : close]] == ["N"]:
            kept[-1] = tokens[position + 1]  # 日日新大模型（SenseNova U2）: the fuller name stands in the brackets
        position = position + 1 if close is None else close + 1
    return kept


def _end_of_aside(tokens: Sequence[Token], start: int) -> int | None:
    if tokens[start].code != "(":
        return None
    for index in range(start + 1, len(tokens)):
        if tokens[index].code in "TU(":
            return None
        if tokens[index].code == ")":
            return index
    return None


def _end_of_plain_aside(tokens: Sequence[Token], start: int) -> int | None:
    close = _end_of_aside(tokens, start) if tokens[start - 1].code in "XAH" else None
    return close if close and all(token.code in "XC" for token in tokens[start + 1 : close]) else None
