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
from extract.labels import without_label, without_outlet
from extract.makers import maker_of
from extract.masking import mask_mentions
from extract.phrases import read_phrases, with_houses_of_teams
from extract.plainverbs import read_verb
from extract.records import Span
from extract.signs import read_gap
from extract.spans import START
from extract.tokens import Token, codes_of
from extract.vendors import VendorMention, is_related, open_vendor, vendor_of

_PARTICLES = ("了", "啦")  # behind a verb: it has happened
_ENDS_IN_X = re.compile(r"TX[,:E]")
_SERIES = re.compile(r"\s?系列")
_COUNTED_BEHIND = re.compile(r"\s?系列的?\s?(?:[两三四五六七八九十]|\d+)\s?[款个种]")
_OWNED_MODEL = re.compile(r"(?<![VJOB])OP[XA]{0,2}H[NO]")
_COUNT = re.compile(r"[两三四五六七八九十多几\d]\s?[款个种大]\s?$")
_LIST_MARK = re.compile(  # - Tern: …, （1）Tern: …, ② Tern: …: what a line of a list begins with is none of its words
    r"(?:[•·*●○▪■◆◇►▶→–—-]+\s*)?(?:[（(]\d{1,2}[)）]|\d{1,2}\s?[、.．)）](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,3}、)?\s*"
)
_OPENING = re.compile(r"\^(?:\([VXOD,]+\):?|[OVX][:,OXD]{0,5}\([VXO]+\):(?:D:)?)(?=[VO]X{0,2}[TUD])")


def read_skeleton(text: str, span: Span, typed: Sequence[Token], language: str) -> list[Token]:
    """The sentence `text[span]` as tokens: the typed spans, the longest where they overlap, and what is between."""
    # `on Tuesday`, `于 6 月 12 日`: the preposition belongs to the date and begins no mention.
    tokens: list[Token] = [Token("^", span.start, span.start)]
    mark = _LIST_MARK.match(text, *span)
    at = mark.end() if mark else span.start
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
    tokens = [read_verb(tokens, place) if token.trigger else token for place, token in enumerate(tokens)]
    codes = codes_of(tokens)
    if "BD" in codes:
        tokens = [token for place, token in enumerate(tokens) if not codes.startswith("BD", place)]
    if language == "zh":
        if "O" in codes or "H:" in codes:
            tokens = [
                _counted(text, tokens, place) if token.code in "O:" else token for place, token in enumerate(tokens)
            ]
        tokens = [_copula(text, tokens, place) if token.code == "B" else token for place, token in enumerate(tokens)]
        tokens = _without_particles(text, tokens) if _ENDS_IN_X.search(codes) else tokens
        tokens = _with_brands_as_makers(tokens) if "OP" in codes else tokens
    else:
        tokens = read_phrases(text, without_outlet(text, tokens))
    tokens = _without_asides(tokens, language) if "(" in codes else tokens
    tokens = mask_mentions(group_members(text, tokens, language), language)
    return lead_on_counted(text, read_attributes(text, tokens)) if language == "zh" else tokens


def _without_particles(text: str, tokens: Sequence[Token]) -> list[Token]:
    """`Nova-3 发布了！` ends in its verb."""
    return [
        token
        for place, token in enumerate(tokens)
        if token.code != "X"
        or text[token.start : token.end] not in _PARTICLES
        or tokens[place - 1].code != "T"
        or tokens[place + 1].code not in ",:E"
    ]


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


def _copula(text: str, tokens: Sequence[Token], place: int) -> Token:
    """`新发布的模型为 Nova-3 和 Nova-4，` (are): between a noun and names that end the clause."""
    token = tokens[place]
    if tokens[place - 1].code != "H" or text[token.start : token.end] != "为" or tokens[place + 1].code not in "NO":
        return token
    behind = next(each.code for each in tokens[place + 1 :] if each.code not in "NOC")
    return token._replace(code="Z", cue=None) if behind in ",E:(" else token


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
    days = [(token.start, token.end) for token in typed if token.code == "D"]
    for token in sorted(typed, key=_precedence):
        start, end = token.start - span.start, token.end - span.start
        if token.code == "I" and 0 in free[start:end]:  # out (today), landed (in January): the verb before the day
            day = next((first for first, last in days if token.start < first < token.end <= last), token.end)
            token = token._replace(end=day)  # noqa: PLW2901
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
