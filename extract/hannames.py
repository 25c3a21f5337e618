"""Find names with Chinese characters: 可灵3.0, 豆包大模型 2.0 Pro, 星火X2, “天问”大模型, 骁龙 8 Elite."""

import re
from collections.abc import Iterator
from functools import cache

from extract.families import family_of
from extract.fieldmodels import find_called_models, find_model_noun
from extract.hanwords import LENGTHS, Vendors, may_be_name, start_of_word
from extract.language import find_edges, has_han
from extract.lexer import Words
from extract.lexicon import load_lexicon
from extract.names import Name
from extract.quotednames import QUOTE, find_quoted_names
from extract.quotednames import VERSION as _VERSION
from extract.records import Span
from extract.spans import Spanned

_MIDDLE = r"(?:\s?AI)?\s?·?(?:\s?3D\s?)?(?:[\u4e00-\u9fff]{0,6}(?:大模型|模型))?\s?"  # 大模型: large model
_AFTER_FAMILY = re.compile(
    rf"{_MIDDLE}(?P<version>{_VERSION})(?P<tail>(?:\s?[A-Z][A-Za-z0-9.-]*|\s(?:mini|nano|lite|pro|max|flash|plus|preview))*)"
)
_LATIN_AFTER = re.compile(  # 可灵 Video 3.5, 盘古 Ultra MoE
    rf"(?P<words>(?:[·\s-]?[A-Z][A-Za-z]*(?![a-z])){{1,3}})(?P<version>[\s-]?{_VERSION})?(?![A-Za-z])"
)
_UPGRADED = re.compile(  # 混元大模型升级至 3.0
    r"(?:大?模型)?(?<=模型)\s?(?:今日|[已也]|正式|全面){0,2}(?:升级|更新|迭代)[到至为成]\s?"
    r"(?P<version>[vV]?\d+(?:\.\d+)?)(?=\s?(?:版|[,，。;；!！、]|$))"
)
_OPEN_VERSION = re.compile(  # behind 汉字, AI or a blank
    r"[VXMKQSRT0-9-](?<=[\u4e00-\u9fffI\s].)(?:(?<=\d)\d*\.\d+|(?<=[VXMKQSRT])\d+\.\d+|(?<=[VXKQSR])\d|(?<=-)[A-Z][A-Za-z0-9.]+|(?<=-)\d+[BM](?![A-Za-z]))"
    r"(?![\d%])"
)
_BESIDE_HAN = re.compile(  # a quote, or letters and digits behind 汉字, AI and blanks
    r"[\"「『《A-Za-z0-9-](?:(?<=[\"「『《])|(?<=[\u4e00-\u9fff].)|(?<=[\u4e00-\u9fff]\s.)|(?<=[\u4e00-\u9fff]\s\s.)|(?<=AI.)|(?<=AI\s.))"
)
_OPEN_TAIL = re.compile(r"(?:\s?(?!AI\s?[\u4e00-\u9fff])[A-Z][A-Za-z0-9.-]*)?")  # 潮汐 V3|AI 眼镜
_SIZE_TAIL = re.compile(r"\s?[BbMm](?![A-Za-z0-9])")
_OPEN_WORD = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,12}?)(?:\s?AI)?\s?(?:大模型)?\s?\Z")
_ENDS_OPEN_WORD = re.compile(r"[\u4e00-\u9fff]{2}(?:\s?AI)?\s?(?:大模型)?\s?\Z")  # cheaper to look for
_OPEN_REACH = 20  # characters from such a word's first to its version
_WORD_AND_NUMBER = r"(?P<word>[\u4e00-\u9fff]{2,6})\s?(?P<number>[A-Z]?\d{1,4}(?:\s(?:Pro|Max|Ultra))?)"
_NUMBER_BEFORE = re.compile(rf"{_WORD_AND_NUMBER}\s?(?:系列|人形|四足|推理|训练|智能|具身|AI|\s)*$")
_NUMBER_BEHIND = re.compile(rf"\s?{_WORD_AND_NUMBER}(?![\w.%-])")
_NUMBER_WITHIN = 24  # code points
_FIELD_MODEL = re.compile(
    r"[\u4e00-\u9fff]{2,6}?大模型(?!家族|系列|平台|产品|应用|业务|团队|公司)"
)  # 听雨语音同传大模型
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_VERSIONED = re.compile(r"[0-9]")
_BRAND = re.compile(r"(?P<brand>[\u4e00-\u9fff]{2,6})\s?\Z")
_BRAND_WITHIN = 7  # characters
_PART = r"(?:[A-Za-z]{0,2}\d[A-Za-z0-9.]*(?:-[A-Za-z0-9]+)*\+?|[A-Z][A-Za-z]*\+?)"


_PARTICLES = '了的过“「《" '
_ENDS_A_NAME = re.compile(r"[\"」》”]?\s?(?:[，,。；;、！!（(：:]|[和与及]|$)")
_VERB_WITHIN = 8  # characters
_OPENS = ("大模型", "模型—", "模型:", "模型：")
_BEHIND_DASH = re.compile(  # 气象模型——潮汐
    r"模型\s?(?:[—–-]{1,2}|[:：])\s?(?P<name>[\u4e00-\u9fff]{2,4})(?=[。，,；;！!（(\n]|\Z)"
)


def may_hold_han_names(text: str, words: Words, within: Span) -> bool:
    """Whether a stretch has what such a name needs: a known family, a quote, or letters and digits behind 汉字."""
    needed = _BESIDE_HAN if has_han(text, *within) else QUOTE
    if needed.search(text, *within) or words.families.has(*within):
        return True
    return needed is _BESIDE_HAN and any(text.find(sign, *within) >= 0 for sign in _OPENS)


def find_han_names(  # noqa: PLR0913, PLR0917 (what a name depends on is that much)
    text: str, words: Words, within: Span, vendors: Vendors, latin: list[Name], holes: list[Spanned]
) -> list[Name]:
    """The names of a stretch: those with Chinese characters, then the Latin ones of which none of them is made.

    `vendors` finds those of the stretch; it is asked where what may be a name begins within a run of characters.
    """
    names: list[Name] = []
    found = [*_of_families(text, words, within), *(_of_things(text, within) if words.things.has(*within) else ())]
    known = {
        name.span for name in latin if name.family or name.vendor
    }  # 「Halden V4」模型: the same without its quotes
    found += (name for name in find_quoted_names(text, words, within) if name.span not in known)
    if text.find("模型", *within) >= 0:
        found += (*find_called_models(text, words, within, vendors), *_behind_dashes(text, words, within))
    shaped = (*_of_shape(text, words, within, vendors), *_of_nouns(text, words, within, vendors))
    for name in (*found, *shaped, *_of_brands(text, words, within, vendors, latin)):
        free = not any(name.start < span.end and span.start < name.end for span in holes)
        if free and not any(_overlap(name, other) for other in names):
            names.append(name)
    return [*names, *(name for name in latin if not any(_overlap(name, han) for han in names))] if names else latin


def _overlap(one: Name, other: Name) -> bool:
    return one.start < other.end and other.start < one.end


def _of_families(text: str, words: Words, within: Span) -> Iterator[Name]:
    """A known Chinese family with its version, or called a model."""
    units = load_lexicon().words.units
    for start, middle, family in words.families.within(*within):
        match = _match_version(text, words, middle, within.end)
        if match and not units.match(text, match.end("version")):
            end = match.start("tail") + len(match["tail"].rstrip())
            yield Name(start, end, text[start:end], 3, family=family)
        elif latin := _match_latin(text, middle, within.end):
            yield Name(start, latin, text[start:latin], 3, family=family)
        elif upgraded := _UPGRADED.match(text, middle, within.end):
            name = f"{text[start : text.rindex('模型', start, upgraded.start('version')) + 2]} {upgraded['version']}"
            yield Name(*upgraded.span("version"), name, 3, family=family)
        elif model := find_model_noun(text, middle, within.end):
            is_whole = model["fields"] and not text.startswith(
                ("(", "（"), model.end()
            )  # 日日新多模态大模型（SenseNova U9）
            yield Name(start, model.end(), text[start : model.end()], 2 if is_whole else 1, family=family)
        elif (model := _FIELD_MODEL.match(text, middle, within.end)) and not words.triggers.has(middle, model.end()):
            yield Name(start, model.end(), text[start : model.end()], 2, family=family)
        elif text.endswith("模型", start, middle) or _is_beside_a_verb(text, words, start, middle):
            yield Name(start, middle, text[start:middle], 1, family=family)


def _match_version(text: str, words: Words, middle: int, stop: int) -> re.Match[str] | None:
    """What a family goes on with up to its version, and no verb between: 混元发布视频模型 3.0."""
    match = _AFTER_FAMILY.match(text, middle, stop)
    return None if match and words.triggers.has(middle, match.start("version")) else match


def _is_beside_a_verb(text: str, words: Words, start: int, end: int) -> bool:
    """`发布文心一言，`, `文心一言问世`: a family by its bare name, of which a verb of release speaks."""
    if any(not text[last:start].strip(_PARTICLES) for _, last, _ in words.triggers.within(start - _VERB_WITHIN, start)):
        return _ENDS_A_NAME.match(text, end) is not None
    is_label = text.startswith(("：", ":"), end)  # 潮汐一言：3月16日公开上线
    return any(
        first == end or is_label for first, _, _ in words.triggers.within(end, end + _VERB_WITHIN * (1 + 2 * is_label))
    )


def _of_things(text: str, within: Span) -> Iterator[Name]:
    """`骁龙 8 Elite Gen 6`, `天玑 9500`: a known thing of a Chinese name, and what it goes on with."""
    known = load_lexicon()
    for match in _things().finditer(text, *within):
        parts = match["parts"].split()
        while parts and (parts[-1] in known.words.stop or _is_counted(text, match, parts)):
            parts.pop()
        if parts and (_VERSIONED.search(match["parts"]) or len(parts) > 1):
            whole = len(parts) == len(match["parts"].split())
            end = match.end() if whole else match.start("parts") + len(" ".join(parts))
            yield Name(
                match.start(), end, text[match.start() : end], 2, kind=known.things.names[match["thing"]], known=True
            )


def _is_counted(text: str, match: re.Match[str], parts: list[str]) -> bool:
    """`酷睿 9 款` (nine of them): the last number is one of what is behind it."""
    end = match.start("parts") + len(" ".join(parts))
    return end == match.end() and parts[-1].isdigit() and bool(load_lexicon().words.units.match(text, end))


@cache
def _things() -> re.Pattern[str]:
    lexicon = load_lexicon()
    things = sorted((name for name in lexicon.things.makers if _HAN.match(name)), key=len, reverse=True)
    first = "".join(sorted({name[0] for name in things}))
    editions = "|".join(lexicon.words.editions)
    return re.compile(
        rf"(?=[{first}])(?P<thing>{'|'.join(things)})\s?(?P<parts>{_PART}(?:\s{_PART})*)(?:\s?(?:{editions})版)?"
    )


def _match_latin(text: str, middle: int, stop: int) -> int | None:
    """Where the Latin part of a family's name ends: words with a version behind them, or what only models are called.

    豆包 App 9.0 is no model, and 日日新 SenseNova V7 has a name of its own.
    """
    match = _LATIN_AFTER.match(text, middle, stop)
    if match is None:
        return None
    words = _LATIN_WORD.findall(match["words"])
    known = load_lexicon().words
    others = [word for word in words if len(word) > 1 and word.casefold() not in known.tiers | known.suffixes]
    if not known.stop.isdisjoint(others) or family_of(match["words"].lstrip(" ·-")):
        return None
    if match["version"] and not known.units.match(text, match.end()):
        return match.end()
    return None if others else match.end("words")


def _of_shape(text: str, words: Words, within: Span, vendors: Vendors) -> Iterator[Name]:
    """An unknown Chinese word before a version: 万智2.5."""
    free = within.start
    for version in _OPEN_VERSION.finditer(text, *within):
        place = max(free, version.start() - _OPEN_REACH), version.start()
        found = _OPEN_WORD.search(text, *place) if _ENDS_OPEN_WORD.search(text, *place) else None
        if not found:
            continue
        free = version.end()
        start = start_of_word(text, words, *found.span("word"), vendors)
        word, noun = text[start : found.end("word")], text[found.end("word") : version.start()]
        # 银河大模型 3.0: a model by a common word; 又有 0.5B: a size
        if (
            not _SIZE_TAIL.match(text, free)
            and may_be_name(word, is_called="模型" in noun)
            and not load_lexicon().words.units.match(text, free)
        ):
            tail = _OPEN_TAIL.match(text, free, within.end)
            end = tail.end() if tail else free
            kind = load_lexicon().things.names.get(word)  # 扣子 2.5
            yield Name(start, end, text[start:end], 2, kind=kind, known=kind is not None)


def _behind_dashes(text: str, words: Words, within: Span) -> Iterator[Name]:
    """`气象模型——潮汐`: what a model is called, alone between a dash and the end of the clause."""
    for match in _BEHIND_DASH.finditer(text, *within):
        place = match.span("name")
        is_said = any(found.has(*place) for found in (words.heads, words.triggers, words.cues))
        if not is_said and may_be_name(match["name"], is_called=True):
            yield Name(*place, match["name"], 1)


def _of_nouns(text: str, words: Words, within: Span, vendors: Vendors) -> Iterator[Name]:
    """`潮汐 960 芯片`, `人形机器人潮汐 A4`: a Chinese word and a mere number, beside the noun for a chip or a robot."""
    units = load_lexicon().words.units
    for first, last, head in words.heads.within(*within):
        if head.kind not in ("chip", "robot"):
            continue
        before = _NUMBER_BEFORE.search(text, max(within.start, first - _NUMBER_WITHIN), first)
        for match in filter(None, (before, _NUMBER_BEHIND.match(text, last, within.end))):
            start, end = start_of_word(text, words, *match.span("word"), vendors), match.end("number")
            if may_be_name(text[start : match.end("word")], is_called=False) and not units.match(text, end):
                yield Name(start, end, text[start:end], 2)


def _of_brands(text: str, words: Words, within: Span, vendors: Vendors, latin: list[Name]) -> Iterator[Name]:
    """`潮戒 O3`, `潮己LS6`: a made-up Chinese brand of two characters before a Latin name that says little."""
    for name in latin:
        place = max(within.start, name.start - _BRAND_WITHIN), name.start
        found = None if name.strength > 1 or name.family or name.known else _BRAND.search(text, *place)
        if not found:
            continue
        end = found.end("brand")
        start = max(start_of_word(text, words, *found.span("brand"), vendors), end - _BRAND_WITHIN)
        edges, first = [start + edge for edge in find_edges(text[start:end])], end - LENGTHS[0]
        if edges[-2:] == [first, first + 1] and may_be_name(text[first:end], is_called=False):
            strength = 2 if _VERSIONED.search(name.text) else 1
            yield Name(first, name.end, text[first : name.end], strength, kind=name.kind)
