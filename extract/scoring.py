"""How sure a candidate is: the terms that the sentence adds to its pattern's weight, each with a name."""

import re
from collections.abc import Iterator, Sequence

from extract.features import is_feature
from extract.featureterms import find_feature_terms
from extract.gaps import between_them, find_gap_terms
from extract.hosts import find_host_terms, is_hosted, is_put_there
from extract.lexicon import load_lexicon
from extract.makerterms import find_maker_terms
from extract.names import Name
from extract.ownparts import is_owner
from extract.patterns import Match, Term
from extract.roles import choose_joint, find_actor
from extract.subjects import find_subject_terms
from extract.tokens import Token, codes_of
from extract.vendors import VendorMention
from extract.verbterms import find_verb_terms

_LONGEST_ATTRIBUTE = 10  # characters
_LONGEST_GLOSS = 5
_OWN_BEGINNING = 3  # characters
_NOUN_AND_NAME = re.compile(r"[XA]{0,2}H{1,2}N")
_ANTECEDENT = re.compile(r"[NO],?[XA]{0,3}(?:H|H?,?Q)VX?\Z")  # Nova 3, a model that Halden (introduced)
_APPOSED = re.compile(r",[XA]{1,2}H")  # Tidewater, an open-source language model
APPOSED = "a model, it says"
_NOUN_BETWEEN = re.compile(r"[NO]X?[KH]{1,2}N")
_NAME_NOUN_NAME = 5  # tokens
_CLAUSE = 6  # tokens
_RELEASES = re.compile(r"T[XVADY]{0,4}\Z")
_THING_TELLS = re.compile(r"P[XA]?K[XD]{1,3}")
_STRENGTH = {3: 0.16, 2: 0.08, 1: 0.0, 0: -0.10}


def find_terms(tokens: Sequence[Token], match: Match, name: Name, vendor: VendorMention | None) -> Iterator[Term]:
    """Everything the sentence says for and against the name under the pattern."""
    yield from find_own_terms(tokens, match, name, vendor)
    yield from find_frame_terms(tokens, match, name)


def find_own_terms(tokens: Sequence[Token], match: Match, name: Name, vendor: VendorMention | None) -> Iterator[Term]:
    """What the pattern, the verb and the maker say."""
    yield match.pattern.id, match.pattern.weight
    yield f"strength-{name.strength}", _STRENGTH[name.strength]
    trigger = tokens[match.trigger].trigger if match.trigger is not None else None
    if trigger:
        yield from find_verb_terms(tokens, match, trigger)
    actor = choose_joint(tokens, _actor(tokens, match), name)
    is_object = match.trigger is not None and match.trigger < match.name
    listed = tokens[match.name].names if is_object and not tokens[match.name].owners else ()
    yield from find_maker_terms(name, listed, vendor, actor)
    if is_hosted(tokens, match, name, vendor, actor):
        yield "another's model", -0.55


def find_frame_terms(tokens: Sequence[Token], match: Match, name: Name) -> Iterator[Term]:
    """What the places of verb and name say, whichever pattern takes them in and whoever is the maker."""
    is_object = match.trigger is not None and match.trigger < match.name
    yield from find_gap_terms(tokens, match)
    yield from _noun_terms(tokens, match, name)
    if _is_dated_attribute(tokens, match):
        yield "a dated attribute", 0.08
    if is_owner(tokens, match, name):
        yield "a thing's own part", -0.4
    if _is_brand_before(tokens, match):
        yield "a brand before the name", -0.5
    yield from find_host_terms(tokens, match, name)
    yield from _object_terms(tokens, match, name) if is_object else find_subject_terms(tokens, match, name)


def _is_modifier(tokens: Sequence[Token], match: Match) -> bool:
    """`发布 Helix 9 笔记本 Tern-6`: of two names with a noun between them, the second is the thing's."""
    return _NOUN_BETWEEN.match(codes_of(tokens[match.name : match.name + _NAME_NOUN_NAME])) is not None


def _object_terms(tokens: Sequence[Token], match: Match, name: Name) -> Iterator[Term]:
    """What speaks against a name behind the verb being what the verb does something to."""
    if _is_told_of(tokens, match):
        yield "only told of", -0.5
    if _is_attribute(tokens, match):
        yield "who made it", -0.3
    noun = tokens[match.name - 1].head
    if noun is not None and noun.id.endswith("-plan"):
        yield "what it costs", -0.4  # 推出订阅服务 Tidewater Go
    yield from find_feature_terms(tokens, match, name)
    if is_put_there(tokens, match, name) and not is_feature(tokens, match.name, name):
        yield "a place", -0.4
    if name.text.split()[-1].casefold() in load_lexicon().words.ventures:
        yield "a venture", -0.4  # announced the Tidewater Academy
    yield from _terms_of_another_object(tokens, match)
    if _is_specification(tokens, match, name) or _is_told_before(tokens, match) or _is_told_by(tokens, match):
        yield "what it has", -0.45


def _terms_of_another_object(tokens: Sequence[Token], match: Match) -> Iterator[Term]:
    if _has_its_object(tokens, match):
        yield "its object stands before", -0.5
    if _is_modifier(tokens, match):
        yield "of what is named behind it", -0.4


def _has_its_object(tokens: Sequence[Token], match: Match) -> bool:
    """`Nova 3, a model that Halden introduced in May, and Nova 2`: a relative clause tells of what stands before it.

    Not so what came with it: `Nova 3, which Halden introduced with Nova 3 Lite`.
    """
    assert match.trigger is not None
    between = codes_of(tokens[match.trigger + 1 : match.name])
    return "C" in between[1:] and _ANTECEDENT.search(codes_of(tokens[: match.trigger])) is not None


def _is_told_by(tokens: Sequence[Token], match: Match) -> bool:
    """`上个月发布的报告比较了 Nova-3` (the report released last month compared): what was released tells of it."""
    assert match.trigger is not None
    return _THING_TELLS.fullmatch(codes_of(tokens[match.trigger + 1 : match.name])) is not None


def _is_told_before(tokens: Sequence[Token], match: Match) -> bool:
    """`surfaced a new sort of error: Nova 3 lied`: what surfaced stands before the colon."""
    return is_of_a_list(match) and any(token.code == "A" for token in between_them(tokens, match))


def is_of_a_list(match: Match) -> bool:
    """`are available: Nova 3 Base and …`: whether the pattern itself has the colon."""
    return match.pattern.id == "en-available-list"


def _is_specification(tokens: Sequence[Token], match: Match, name: Name) -> bool:
    """`星海 Tern-9 手机发布：Helix 9 芯片、8000mAh 电池`: what stands behind the colon of a thing's headline.

    Not a member by the thing's own name: `发布 Tern-9 系列：Tern-9-Pro`.
    """
    assert match.trigger is not None
    colon = next((place for place in range(match.trigger + 1, match.name) if tokens[place].code == ":"), None)
    if colon is None:
        return False
    if codes_of(tokens[match.name + 1 : match.name + 3]) == "CX" and tokens[match.name + 3].code != "H":
        return True  # 公布了多个技能：Tidewater Work 与笔记结合: a clause on one of them; not 与巡诊大模型
    start = next(place for place in range(match.trigger, -1, -1) if tokens[place].code in "^,:")
    if colon == match.trigger + 1:
        return any(token.code in "NOMK" for token in tokens[start : match.trigger])
    codes = codes_of(tokens[match.name : match.name + 2])
    if tokens[colon - 1].code == "K" and codes[1] == "L":
        return True  # 发布自研系统：星海 Tern-9 将全系搭载: a clause on what will have it
    if tokens[colon - 1].code == "K" and colon == match.name - 1 and codes == "OX":
        return True  # 推出新款键盘：ANSI 配列 (its layout)
    things = [each for token in tokens[match.trigger : colon] for each in token.names]
    return bool(things) and name.known and not any(_begin_alike(each, name) for each in things)


def _begin_alike(one: Name, other: Name) -> bool:
    return one.text[:_OWN_BEGINNING].casefold() == other.text[:_OWN_BEGINNING].casefold()


def _is_attribute(tokens: Sequence[Token], match: Match) -> bool:
    """`北辰大学研发的 Nova-3 夺冠`: who made it, and no news."""
    assert match.trigger is not None
    verb = tokens[match.trigger].trigger
    if verb is None or verb.id != "zh-develop" or tokens[match.trigger + 1].code != "P":
        return False
    if _RELEASES.search(codes_of(tokens[max(0, match.trigger - _CLAUSE) : match.trigger])):
        return False  # 发布其自主研发的 Nova-3: has released the Nova-3 that it made
    return not any(token.code in "TUI" for token in tokens[match.name :])


def _actor(tokens: Sequence[Token], match: Match) -> VendorMention | None:
    """Who does it: before the verb, or before `made` in `Cloudflare made Nova 3 available`."""
    if match.trigger is None:
        return None
    if match.trigger < match.name:
        return find_actor(tokens, match.trigger)
    cue = tokens[match.name - 1].cue
    if cue is not None and cue.type == "host":
        return find_actor(tokens, match.name - 1)
    verb = _verb_before(tokens, match.name)
    return find_actor(tokens, verb) if verb else None


def _verb_before(tokens: Sequence[Token], name: int) -> int | None:
    """The verb whose object the name is: `Halden 发布 Nova-3 的量化更新` (its update of Nova-3)."""
    for place in range(name - 1, 0, -1):
        if tokens[place].code in ",:PNO":
            return None
        if tokens[place].code in "TU":
            return place
    return None


def _noun_terms(tokens: Sequence[Token], match: Match, name: Name) -> Iterator[Term]:
    between = between_them(tokens, match)
    before = tokens[match.name - 1].code if match.name else ""
    if before == "G" or (before == ":" and between):
        yield "named", 0.12
    if before == "H":
        yield "model noun before", 0.08
    if before in "TU" and tokens[match.name].code == "O" and match.trigger == match.name - 1:
        yield "right behind the verb", 0.06
    yield from _terms_of_model_behind(tokens, match)
    if between and between[-1].code == "K" and match.trigger is not None and match.trigger < match.name:
        yield ("called by a noun before", 0.06) if before == "K" else ("other noun before", -0.05)
    if noun := _other_noun(tokens, match):
        yield f"{noun} after", _weigh_noun(tokens, match.name, noun)
    if _is_gloss(tokens, match.name):
        yield "explains a word", -0.4


def _terms_of_model_behind(tokens: Sequence[Token], match: Match) -> Iterator[Term]:
    """`the Tidewater model`, `Tidewater, an open-source language model`."""
    if _is_followed_by_model(tokens, match):
        yield "model noun after", 0.08
    elif match.pattern.lang == "en" and _APPOSED.match(codes_of(tokens[match.name + 1 : match.name + _CLAUSE])):
        yield APPOSED, 0.06


def _is_told_of(tokens: Sequence[Token], match: Match) -> bool:
    """`发布论文揭露 Nova-3` (a paper that exposes): the object is another; `开源项目 Nova-3 被砍`: the verb is."""
    between = between_them(tokens, match)
    is_in_paper = bool(between) and between[0].head is not None and between[0].head.kind == "report"
    behind = tokens[match.name + 1].cue
    is_done_to = behind is not None and behind.id == "zh-done-to" and tokens[match.name + 2].code != "L"  # not 被推迟至
    return (is_in_paper and between[-1].code in "XH") or is_done_to


def _weigh_noun(tokens: Sequence[Token], place: int, noun: str) -> float:
    """`推出 Quill 助手，`: of a name that nobody knows, the noun says what it is, where nothing goes on behind it."""
    name, heads = tokens[place].names[0], [token.head for token in tokens[place + 1 : place + 3] if token.head]
    if name.family:
        return -0.6 if noun == "report" else -0.5
    if heads[0].id.endswith(("-plan", "-company")):
        return -0.4  # 推出 Lyra Max 套餐: what it costs, not what it is
    behind = next((token.code for token in tokens[place + 1 :] if token.code not in "KX"), "E")
    last = place + 2 if tokens[place + 1].code == "X" and noun in ("chip", "robot") else place + 1
    is_all = tokens[last].code == "K" and tokens[last + 1].code in ",:E(TUI" and behind in ",:E(TUI"
    is_it = not name.known or (name.kind == noun != "product")
    return 0.0 if is_all and is_it and noun not in ("report", "dataset") else -0.15


def _is_brand_before(tokens: Sequence[Token], match: Match) -> bool:
    """`发布“小潮”第四代端侧模型 Tern-4`: in one phrase with a noun and the name itself, a word is the brand of both."""
    if match.trigger is None or match.trigger > match.name or tokens[match.name].code != "O":
        return False
    return _NOUN_AND_NAME.match(codes_of(tokens[match.name + 1 : match.name + 6])) is not None


def _is_followed_by_model(tokens: Sequence[Token], match: Match) -> bool:
    """`Tidewater 网络安全模型`, `the Tidewater model`: a model noun behind the name, with an attribute between."""
    following = tokens[match.name + 1 : match.name + 4]
    if following and following[0].code == "P" and tokens[match.name - 1].code == "G":
        following = following[1:]  # 名为 Tidewater 的匿名模型: an anonymous model by the name of
    if following and following[0].code == "X" and following[0].end - following[0].start <= _LONGEST_ATTRIBUTE:
        following = following[1:]
    return bool(following) and following[0].code == "H"


def _other_noun(tokens: Sequence[Token], match: Match) -> str:
    """`发布 Nova-3 API`, `Nova-3 技术报告` (technical report): what was released is named after the name."""
    following = tokens[match.name + 1 : match.name + 3]
    heads = [token.head for token in following if token.head]
    if not heads or heads[0].id.endswith(("-feature", "-stage")) or [token.code for token in following][1:] == ["H"]:
        return ""
    is_itself = heads[0].kind != "product" or heads[0].id.endswith("-app")
    if is_itself and heads[0].kind == tokens[match.name].names[0].kind:
        return ""  # RTX Spark 芯片: what it is known to be
    is_next = following[0].code == "K"
    # GPT-5 提示词工程指南: a guide to prompting; Isaac 参考机器人: a robot; the Frontier strategic partnership
    is_another = heads[0].kind in ("report", "robot", "chip") or heads[0].id.endswith("-company")
    return heads[0].kind if is_next or (following[0].code == "X" and is_another) else ""


def _is_dated_attribute(tokens: Sequence[Token], match: Match) -> bool:
    """`4月8日推出的 Tidewater` (Tidewater, released on 8 April): with its day, that is what it is known for."""
    is_behind = match.trigger is not None and match.name == match.trigger + 2
    return is_behind and tokens[match.name - 3].code == "D" and tokens[match.name - 1].code == "P"


def _is_gloss(tokens: Sequence[Token], place: int) -> bool:
    """`视频生成音频（V2A）框架`: letters in brackets that only repeat the words before them."""
    name = tokens[place].names[0]
    alone = tokens[place - 1].code == "(" and tokens[place + 1].code == ")" and tokens[place - 2].code in "XHK"
    return alone and name.family is None and len(name.text) <= _LONGEST_GLOSS and name.text.isupper()
