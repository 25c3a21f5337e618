"""Verbs of release that are none where they stand: adjectives, nouns, parts of a word."""

import re
from collections.abc import Sequence

from extract.labels import is_compound
from extract.lexicon import Trigger
from extract.tokens import Token, codes_of

_LONGEST_TAIL = 6  # characters
_NOUN_BEFORE_VERB = re.compile(r"[XK]{0,2}[KH][XD]{0,2}[TI][,:E]")
_NOUN_AND_VERB = (("N", "X", "T"), ("O", "X", "T"))
_LONGEST_ADVERB = 3  # characters
_LONGEST_ATTRIBUTE = 5  # characters, with a blank before


def read_verb(tokens: Sequence[Token], place: int) -> Token:
    """The verb as it is meant here.

    `新一代开源模型` (new open-source model): no verb, but an adjective between another and its noun. `the Nova 3 launch
    set off …`: a noun behind its name, whatever follows it. `It released its figures, and Nova 3 …`: no participle of
    Nova 3, as it is in `which it released`.
    """
    token, trigger = tokens[place], tokens[place].trigger
    if trigger is None:
        return token
    if own := _own_code(tokens, place, trigger):
        return token._replace(code=own)
    is_without = trigger.id == "zh-working" and tokens[place + 1].code in ",:EC"  # Nova-7 正在训练，计划…
    if is_without or is_compound(tokens, place) or _is_what_is_released(tokens, place):
        return token._replace(code="X", trigger=None)
    if not trigger.adjective or not _may_be_adjective(tokens, place):
        return token
    near = tokens[place + 1 : place + 3]
    nouns = [each for each in near if each.code != "X" or each.end - each.start > _LONGEST_TAIL]
    return token._replace(code="X", trigger=None) if nouns and nouns[0].code in "HK" else token


def _own_code(tokens: Sequence[Token], place: int, trigger: Trigger) -> str:
    """How some verbs are used here, if otherwise than mostly; 推出测试版 Nova-3 tells its object."""
    if trigger.id == "zh-stage" and tokens[place + 1].code in "NOHK":
        return "T"
    is_event = trigger.id == "en-event" and tokens[place - 1].code in "NO"
    if is_event or (trigger.id == "en-follow" and _comes_itself(tokens, place)):
        return "I"
    return "U" if trigger.id == "en-it" and not _is_relative(tokens, place) else ""


def _comes_itself(tokens: Sequence[Token], place: int) -> bool:
    """`Nova 3 debuts with focus on code`: with nothing that has a name."""
    end = next(index for index in range(place, len(tokens)) if tokens[index].code in ",:QE")
    return tokens[place - 1].code == "N" and not any(token.names for token in tokens[place:end])


def _is_what_is_released(tokens: Sequence[Token], place: int) -> bool:
    """`Nova-3 更新接连发布` (the updates came out one by one): with an adverb and a verb behind it, a noun."""
    adverb, trigger = tokens[place + 1], tokens[place].trigger
    if trigger is None or trigger.id != "zh-update" or adverb.end - adverb.start > _LONGEST_ADVERB:
        return False
    return (tokens[place - 1].code, *(token.code for token in tokens[place + 1 : place + 3])) in _NOUN_AND_VERB


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
    """`Redpen 9 桌面开源编辑器今天发布` (the open-source editor Redpen 9): its verb stands behind its noun."""
    before = place - 2 if tokens[place - 1].code == "X" else place - 1
    is_behind_name = tokens[before].code in "NO" and tokens[place - 1].end - tokens[before].end <= _LONGEST_ATTRIBUTE
    return is_behind_name and _NOUN_BEFORE_VERB.match(codes_of(tokens[place + 1 : place + 7])) is not None


def _is_of_what_is_bought(token: Token) -> bool:
    """`收购知名开源工具开发商 Halden` (buys a known open-source toolmaker)."""
    return token.cue is not None and token.cue.id == "zh-talk"


def _is_told_more_of(tokens: Sequence[Token], place: int) -> bool:
    """`开源浏览器 TideFox 在 GitHub 上…`: of the noun and name behind, which are the subject, something is said."""
    noun = place + 1 if tokens[place + 1].code in "HK" else place + 2
    codes = [token.code for token in tokens[noun : noun + 3]]
    return len(codes) == 3 and codes[0] in "HK" and codes[1] in "NO" and codes[2] in "XBDZTUI"  # noqa: PLR2004
