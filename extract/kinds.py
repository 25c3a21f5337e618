"""What a name is the name of: votes from the nouns beside it, over the whole article."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from extract.editions import THING_NOUNS
from extract.features import is_called_so
from extract.lexer import Words
from extract.linekinds import is_base, is_labelled_model, is_of_a_family, talks_of_models
from extract.looks import LOOKS_LIKE_ONE, is_measured, looks_sized, vote_of_family
from extract.names import Name
from extract.nounruns import APPOSING, CLOSELY, STOP_ZH, before_verbs, iter_runs_behind
from extract.parsing import Reading
from extract.records import Kind
from extract.sentences import language_of

Votes = Mapping[tuple[str, ...], Mapping[Kind, float]]
Told = tuple[Kind, float]  # what a noun calls it, and how much that says

_LEAD_ZH = re.compile(
    r"[\s\"'“”‘’「」『』《》:：*`—-]*(?:系列)?(?:全新|最新|新)?(?:家族|系列)?(?:新|最新)?(?:成员|版本)?(?:的?升级版)?[\s\"“「:：(（—-]*$"
)
_IN_A_LEAD = " \n\t\r\f\v\"'“”‘’「」『』《》:：*`(（—-系列全新最家族成员版本的升级"  # all that such a lead is made of
_RIGHT_EN = re.compile(  # Nova 3 in a post: no post
    r"(?:'s)?[\"”]?(?:[\s-](?!(?:in|at|on|via|with|under|by)\s)[\w-]+){0,3}"
)
_ARTICLE = (
    r"(?:also |now |actually )?(?:an?|the|An?|The|[Ii]ts|[Oo]ur|[Tt]heir|one|two|another|which is an?"
    r"|(?:[A-Z][\w.-]* ?){1,3}(?<! )['’]s?)"  # Halden Labs' newest model
)
_APPOSITIVE_EN = re.compile(  # , a …; is the …; , released last week, is a …
    r"[\"”)]{0,2}(?: (?:from|by) (?:[A-Z][\w.-]* ?){1,3}(?<! )| \([A-Z][^()\n]{1,40}\)(?= ?[:—–-]))?"
    r"(?:,\s[^,.;:\n]{3,80}(?=,\s(?:is|was)\s))?(?: ?,| is| was|:| -| –| —| \()(?:,? is| ?,)?"
    rf"\s(?P<noun>{_ARTICLE}\s[^.;,\n]{{0,90}})"
)
_APPOSED_WITHIN = 240  # characters; it is never longer
_USE_EN = re.compile(  # an app for editing with models, a chip that runs them: what it is has been said
    r"\s(?:for|that|which|with|using|designed|built on|based on|powered by|to)\s"
)
_LEFT_EN = re.compile(
    r"([\w-]+(?:\s[\w-]+)?)(?: \([A-Z][A-Za-z]{1,7}\))?,?"
    r"(?:\s?[-–—:,]|\s(?:called|named|dubbed|known as|like|titled|code-?named|nicknamed)|(?<=s) with)?"
    r"\s[\"“'‘]{0,2}\s?$"
)
_OWN_WORD = re.compile(r"^[a-z]+ [A-Z][a-z]+$")  # the Model Sharing Initiative: the noun is the name's own first word
_LEAD_EN = re.compile(  # two models on Tuesday: Nova 3 and Nova 3 Lite; two models, Nova 3 and …
    r"(?P<lead>\b(?i:two|three|four|five|six|several|new|both|\d)\b[^.:;\n]{0,60}?)(?: ?[:—–]|,| - )"
    r"(?: [\w.-]+,?){0,9} ?[\"“]?$"
)
_LIST_WITHIN, _CALLED_WITHIN = 120, 50  # characters
_BRAND_ZH = re.compile(r"[\s—:：,，、\"“]+[\u4e00-\u9fff]{2,4}\s?$")  # 基座模型 —— 马赫 Tern-4: a brand before the name
_COUNTED_ZH = re.compile(r"[两三四五六七八九十\d]\s?[款个种][^，。；：\n]{0,14}模型[，,]$")  # 三款语音模型，A 与 B
_THE_MODEL = re.compile(r"(?:[该此新]|这[款一个])[\u4e00-\u9fff]{0,4}?模型[^。！？；\n]*\Z")
_CLAUSES = 48  # characters from such a model to where it is named
_OF_ZH = re.compile(  # 名为 Tern 和 Petrel 的语音模型; 平台，包含 Tern 和 Petrel 两个模型
    r"[\"”」]?(?:\s?(?:[、和与及]|以及)\s?[A-Za-z0-9][\w .-]{0,24}){0,4}"
    r"\s?(?:的|[两三四五六七八九]\s?[款个种])(?P<noun>[^，。；！？\n]{0,24})"
)
_NOUNS_OF_ANOTHER = ("模型", "芯片", "系列")
_ANOTHERS = re.compile(r"[A-Za-z0-9.-]*\d\s?(?:大?模型|芯片|系列)\Z")
_MODEL_BEHIND = re.compile(r"[\"”」]?\s?大?模型(?![\u4e00-\u9fff]{1,4}[器台具])")
_COLON = re.compile(r"[:：]")
_WINDOW = 28  # characters
_LONGEST_NOUN = 24  # characters

_BESIDE, _LISTED, _LAST_WORD = 3.0, 20.0, 1.5
_VAGUE = 2.9  # 产品, 功能 (product, feature): robots and glasses are called so too
CALLED = 2.5  # votes, from which on a noun says what it is
NO_THING = ("-company", "-stage", "-scheme")  # ids of nouns: what they stand beside may be anything
_REPORT_NOUNS = ("报告", "白皮书", "蓝皮书")
_STANDS_FOR_ONE = (" model", "eights")  # what is read in a name's place: The model, The weights
_TALK = 1.3
MODEL_VOTES = 1.0
_MOST = 9.0  # three nouns beside a name say as much as thirty
_MODEL_SHARE = 0.45  # a thing called a model is one, even where it is called an assistant more often


def vote_kinds(reading: Reading, names: Iterable[Name], parts: Mapping[Name, tuple[str, ...]]) -> Votes:
    """Per name (as its parts), how much the text speaks for each kind."""
    votes: dict[tuple[str, ...], defaultdict[Kind, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        counter = votes[parts[name]]
        for kind, weight in _votes_of(reading, name, counter):
            counter[kind] = max(counter[kind], weight) if weight != _BESIDE else min(counter[kind] + weight, _MOST)
    return votes


def share_votes(votes: Votes, lists: Iterable[Sequence[tuple[str, ...]]]) -> Votes:
    """Members of a list are of one kind: in `发布 A 和 B 两款语音模型` (two speech models) A is called a model too.

    Not so `Tern 2 and a Tern app`: what a thing of the model's brand is called says nothing of the model.
    """
    shared = dict(votes)
    for members in lists:
        best = max(members, key=lambda member: max(shared[member].values(), default=0))
        for member in members:
            is_named_after = member[: len(best)] == best and kind_of(shared[member]) == "model"
            if max(shared[member].values(), default=0) < CALLED and not is_named_after:
                shared[member] = shared[best]
    return shared


def kind_of(votes: Mapping[Kind, float]) -> Kind:
    """The kind with the most votes; product where nothing speaks for a model."""
    if not votes:
        return "product"
    kind, weight = max(votes.items(), key=lambda item: item[1])
    if votes.get("model", 0) >= max(MODEL_VOTES, weight * _MODEL_SHARE):
        return "model"
    return kind if kind != "model" else "product"


def _votes_of(reading: Reading, name: Name, told: Mapping[Kind, float]) -> Iterable[tuple[Kind, float]]:
    """The votes that one mention adds to what its name has been `told` to be by then."""
    text = reading.text
    if name.kind:
        is_sure = name.known and not _is_homonym(reading, name)
        yield name.kind, _LISTED if is_sure else _VAGUE if is_called_so(name.text) else _LAST_WORD
    if name.family and not name.known and name.kind != "dataset":  # Tern-Data: the family's data
        yield "model", vote_of_family(name)
    if called := _called_by_itself(text, name):
        yield called, _BESIDE
    if looks_sized(name.text):
        yield "model", LOOKS_LIKE_ONE
    is_chinese = language_of(text, max(0, name.start - _WINDOW), name.end + _WINDOW, reading.language) == "zh"
    if told.get("model", 0) < _TALK and (
        talks_of_models(text, name.end)
        or is_measured(text, name.end)
        or (is_chinese and is_labelled_model(text, name.start))
    ):
        yield "model", _TALK
    beside = _beside_zh(text, name, reading.words) if is_chinese else _beside_en(text, name, reading.words)
    yield from beside


def _called_by_itself(text: str, name: Name) -> Kind | None:
    """What a name says that it is with a noun of its own."""
    if "模型" in name.text or text.endswith(_STANDS_FOR_ONE, name.start, name.end):  # model; The model
        return "model"
    if name.text.endswith(_REPORT_NOUNS):
        return "report"
    return "product" if name.text.endswith(THING_NOUNS) else None


def _is_homonym(reading: Reading, name: Name) -> bool:
    """`语音转文本模型 Atlas 1`, `Atlas 1 模型`: with a version and called a model, it is no product of that name."""
    if not any(sign.isdigit() for sign in name.text):
        return False
    before = next(iter(_before_zh(reading.text, name, reading.words)), ("", 0))
    return before[0] == "model" or _MODEL_BEHIND.match(reading.text, name.end) is not None


def _beside_zh(text: str, name: Name, words: Words) -> Iterable[Told]:
    before = list(_before_zh(text, name, words))
    patterns = APPOSING if not before or before[-1][0] == "model" else CLOSELY  # 平台“悟空”，支持…模型: a platform
    runs = iter_runs_behind(text, name.end, words, patterns)
    yield from islice((told for run in runs if (told := _head_of(text, words, *run))), 1)
    yield from before


def _before_zh(text: str, name: Name, words: Words) -> Iterable[Told]:
    """What the noun before a name calls it; behind 的 too, where it is 名为 Tidewater 的语音模型 (by the name of)."""
    first = _start_with_vendor(text, name)
    start = max(0, first - _WINDOW)
    before = text[start:first]
    if before.endswith(("，", ",")) and _COUNTED_ZH.search(text, start, first):
        yield "model", _BESIDE
    lead = _LEAD_ZH.search(text, start + len(before.rstrip(_IN_A_LEAD)), first)
    left = lead.start() if lead else first
    noun = _before_naming(text, words, start, left)
    if noun != left and (of := _OF_ZH.match(text, name.end)):
        stop = STOP_ZH.search(text, *of.span("noun"))  # 名为 Tern 的模型可在手机上运行: no phone
        if told := (_last_head(words, of.start(), stop.start()) if stop else None) or _last_head(words, *of.span()):
            yield told
    if noun != left and _THE_MODEL.search(text, max(0, noun - _CLAUSES), noun):
        yield "model", _BESIDE  # 该模型由…研发，命名为 Tidewater
    if _is_in_a_title(text, left, name) or _is_of_anothers(text, start, left, first):
        return
    if told := _head_at_end(words, start, noun) or _head_before_brand(text, words, start, noun):
        yield told


def _is_in_a_title(text: str, start: int, name: Name) -> bool:
    """`论文《Tern-4: …》` (the paper): the noun says what the title is of, and the name is only its first word."""
    return "《" in text[start : name.start] and not text.startswith("》", name.end)


def _is_of_anothers(text: str, start: int, left: int, first: int) -> bool:
    """`跑通 Nova-3 模型：Strake 登场`: the noun before the colon is another name's."""
    is_noun = text.endswith(_NOUNS_OF_ANOTHER, start, left)
    return is_noun and bool(_ANOTHERS.search(text, start, left) and _COLON.search(text, left, first))


def _head_before_brand(text: str, words: Words, start: int, end: int) -> Told | None:
    """What the noun before a brand says: 推理模型 —— 马赫; a verb is no brand: 指南，推出 TideKit."""
    brand = _BRAND_ZH.search(text, start, end)
    return _head_at_end(words, start, brand.start()) if brand and not words.triggers.has(*brand.span()) else None


def _start_with_vendor(text: str, name: Name) -> int:
    """Where a name begins with the vendor that is written before it: the nouns stand before `Tidal Fugu`."""
    if name.vendor is None:
        return name.start
    before = text[max(0, name.start - _WINDOW) : name.start].rstrip()
    prefix = next((alias for alias in name.vendor.strong if before.endswith(alias)), "")
    return name.start - len(prefix) - 1 if prefix else name.start


def _before_naming(text: str, words: Words, start: int, end: int) -> int:
    """Where the noun ends: before a closing 名为 (named) and what stands between, else at the end."""
    for first, last, senses in words.cues.within(start, end):
        if last == end and any(sense.type == "naming" for sense in senses):
            return start + len(text[start:first].rstrip(" ，,—:："))
    return end


def _last_head(words: Words, start: int, end: int) -> Told | None:
    told = [told for _, told in _iter_heads(words, start, end)]
    return told[-1] if told else None


def _head_of(text: str, words: Words, start: int, end: int) -> Told | None:
    """What a run behind a name calls it; `，基于 Birch 架构` (on that architecture) does not call it so."""
    told = _last_head(words, start, end)
    return None if told and told[0] == "framework" and is_base(text, start) else told


def _head_at_end(words: Words, start: int, end: int) -> Told | None:
    return next((told for last, told in _iter_heads(words, start, end) if last == end), None)


def _iter_heads(words: Words, start: int, end: int) -> Iterator[tuple[int, Told]]:
    """Where each noun ends and the kind that it tells; a company, a brand or a research preview is no thing at all.

    人形机器人产品 (a humanoid robot product) is a robot; 多模型能力 (an ability of several models) is no model.
    """
    noun, kind = -1, None
    for first, last, head in words.heads.within(start, end):
        if head.id.endswith(NO_THING):
            continue
        is_vague = head.id in ("zh-feature", "zh-goods-feature")
        if head.id == "zh-goods-feature" and noun == first and kind:
            yield last, (kind, _BESIDE)
        else:
            yield last, (head.kind, _VAGUE if is_vague else _BESIDE)
        noun, kind = last, head.kind


def _beside_en(text: str, name: Name, words: Words) -> Iterable[Told]:
    if is_of_a_family(text, name.start):
        yield "model", _BESIDE
    right = _RIGHT_EN.match(text, name.end)
    found = _first_head(words, name.end, _end_of_noun(words, before_verbs(words, *right.span()))) if right else None
    if (
        found is None
        and words.heads.has(name.end, name.end + _APPOSED_WITHIN)
        and (appositive := _APPOSITIVE_EN.match(text, name.end))
    ):
        start, end = appositive.span("noun")
        use = _USE_EN.search(text, start, end)
        found = _first_head(words, start, use.start() if use else end)
    if found:
        yield found
    if not words.heads.has(max(0, name.start - _LIST_WITHIN), name.start):
        return  # no noun, as before most names
    if lead := _LEAD_EN.search(text, max(0, name.start - _LIST_WITHIN), name.start):
        yield from islice((told for _, told in _iter_heads(words, *lead.span("lead")) if told[0] == "model"), 1)
    first = max(0, name.start - _CALLED_WITHIN)
    before = _LEFT_EN.search(text, first, name.start) if words.heads.has(first, name.start) else None
    if before and not _OWN_WORD.search(before[1]) and (told := _head_at_end(words, *before.span(1))):
        yield told


def _end_of_noun(words: Words, end: int) -> int:
    """Where a noun ends that the end stands within: `is a language` goes on with model."""
    around = words.heads.within(max(0, end - _LONGEST_NOUN), end + _LONGEST_NOUN)
    return next((last for first, last, _ in around if first < end < last), end)


def _first_head(words: Words, start: int, end: int) -> Told | None:
    told = [told for _, told in islice(_iter_heads(words, start, end), 2)]
    return next((each for each in told if each[0] == "model"), next(iter(told), None))
