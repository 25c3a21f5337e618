"""Turn names that a sentence only mentions into mentions: `基于 X` (based on), `better than X`, `X 用户` (users of)."""

import re
from collections.abc import Sequence
from itertools import takewhile

from extract.lexicon import Cue
from extract.mentionreach import find_reach
from extract.tokens import Token, codes_of

_LONGEST_NOUN, _LONGEST_TAIL = 8, 6  # characters
_WHICH = 24
_LISTED = 6  # tokens: 的代码与权重 (the code and the weights of)
_CALLED_WITHIN = 7  # tokens from 的 to what something is called: 名为 Nova-3 的视频（V2A）模型
_TWO = 2  # characters: a blank and 中 or 里 (in)
_AS_FAR = 8  # tokens from a verb to what it is done with
# , released in May; …, which (the lab) launched; … model that the lab launched; , the model the lab launched
_MODEL_RELEASED = re.compile(r",V(?:X?V)?X?[TU][XA]{0,3}H")
_RELEASED_BEHIND = re.compile(
    r"H?,TD|HTD|H?,[,Q](?:VX?)?[TU]|H?Q(?:VX?)?[TI]|,[XA]{0,3}H(?:Q?VX?[TU]|Q[TI]|[TU]D)|[,:][XA]{0,3}HQ?[TI]X?D|\(D[TIU]\)"
)
_OBJECT_BEFORE = re.compile(r"[TUS][XADYO]*H[^QKTUIS:]*$")  # models as the object: launched three models as part of …

_DATED = re.compile(r"D(?:X?V|V?X)?[TU]P\Z")  # 上周发布的, 上周海拓科技发布的, 上周刚发布的
_CAME_OUT = re.compile(r"H?X?D?[TI][,E]|H?TX?D")

_RELEASES_BEFORE = re.compile(r"[XHA]T\Z")
_SUBJECT_BEFORE = re.compile(r"\^[XAD]{0,2}H")
_NAME = re.compile(r"[MNO]")
_MAY_BE_OF_ANOTHER = re.compile(r"(?<=W).|.(?=.{0,4}[PK]|X?B[^P,:TUIE]*P)")  # behind 以; before 的, or another noun


def mask_mentions(tokens: Sequence[Token], language: str) -> list[Token]:
    """Names within the reach of 基于, 超越, than, for … and those before 用户, -powered … become mentions."""
    masked = _with_namings(tokens) if language == "en" else [*tokens]
    for index, token in enumerate(masked):
        if token.code in "BY":
            for inside in find_reach(masked, index, language):
                _mask(masked, inside)
        if token.cue and index and token.cue.type in ("after", "worth"):
            _mask_before(masked, index, token.cue, language)
    codes = codes_of(masked)
    for found in _NAME.finditer(codes):
        index = found.start()
        if found[0] == "M" and _is_released(masked, index):
            masked[index] = masked[index]._replace(code="N")
        if masked[index].code in ("N", "O") and _MAY_BE_OF_ANOTHER.match(codes, index):
            _judge_name(masked, index, language)
    return masked


def _judge_name(masked: list[Token], index: int, language: str) -> None:
    """Whether a name is only mentioned after all."""
    if not _is_dated_attribute(masked, index) and _is_of_another(masked, index, language):
        _mask(masked, index)


def _with_namings(tokens: Sequence[Token]) -> list[Token]:
    return [_naming(tokens, index) if token.code == "B" else token for index, token in enumerate(tokens)]


def _naming(tokens: Sequence[Token], index: int) -> Token:
    """`released three models, including Nova 3`, `the release of models like Nova 3`: members of the verb's object.

    Not so `released a tool for models like Nova 3`; of a subject, `Models such as Nova 3 are out`, they are, too; and
    `open releases like Nova 3`, where the verb is a noun.
    """
    token = tokens[index]
    if token.cue is not None and token.cue.id == "en-place" and _is_expanded(tokens, index):
        return token._replace(code="G")
    if token.cue is None or token.cue.id != "en-such":
        return token
    codes = "".join(token.code for token in tokens[:index]).removesuffix(",")
    is_named = _OBJECT_BEFORE.search(codes) or _SUBJECT_BEFORE.fullmatch(codes) or _RELEASES_BEFORE.search(codes)
    return token._replace(code="G") if is_named else token


def _is_expanded(tokens: Sequence[Token], index: int) -> bool:
    """`expanded its family of models with Nova 3 Lite`: what a family or line-up is made larger by."""
    verb = next((place for place in range(index - 1, max(0, index - _AS_FAR), -1) if tokens[place].trigger), 0)
    trigger = tokens[verb].trigger
    is_with = tokens[index].end - tokens[index].start == len("with")
    return (
        is_with
        and trigger is not None
        and trigger.id in ("en-expand", "en-update")
        and any(token.code == "H" for token in tokens[verb:index])
    )


def _is_of_another(tokens: Sequence[Token], index: int, language: str) -> bool:
    """Whether a name only says what something else is of: it owns it, is its base, or its attribute."""
    particle = index + 1
    if [token.code for token in tokens[particle : particle + 3]] == ["X", "H", "P"] and _is_short_noun(
        tokens[particle], "X"
    ):
        particle += 1  # Nova 系列模型的
    nouns = {"H": "H", "K": "KX"}.get(tokens[particle].code, "") if language == "zh" else ""
    while particle < index + 4 and nouns and _is_short_noun(tokens[particle], nouns):
        particle += 1  # Nova-3 模型的, Nova-3 产品主管的
    if nouns == "H" and tokens[particle].code == "X" and tokens[particle].end - tokens[particle].start <= _TWO:
        particle += 1  # Nova-3 模型机房的, 与 Nova-3 模型有关的
    # 名为 Nova-3 的模型: it is called so; 包括 Nova-3 的新版, 即 Nova-3 的短版: whose version
    first = next((each.code for each in tokens[particle + 1 : particle + _CALLED_WITHIN] if each.code in "HKNO"), "")
    is_called = tokens[index - 1].code == "G" and first in ("H", "K")
    owns = tokens[particle].code == "P" and not is_called
    is_owner = owns and not _is_the_thing(tokens, particle)
    is_relative = language == "zh" and (_is_in_relative(tokens, index) or _is_where(tokens, index))
    return is_owner or is_relative or _is_taken_as(tokens, index) or _is_attribute(tokens, index)


def _is_in_relative(tokens: Sequence[Token], index: int) -> bool:
    """`公布了 Nova-3 全系搭载的芯片` (the chips that Nova-3 has): the subject of a clause that tells of the object."""
    verb = index + 2 if _is_short_noun(tokens[index + 1], "X") else index + 1
    cue = tokens[verb].cue
    if cue is None or cue.id != "zh-base" or tokens[verb].code != "B":
        return False
    behind = next((token.code for token in tokens[verb + 1 :] if token.code in "P,:TUIE"), "E")
    return behind == "P" and any(token.code in "TU" for token in tokens[max(0, index - 4) : index])


def _is_where(tokens: Sequence[Token], index: int) -> bool:
    """`Redpen 中的 Nova-3` (the Nova-3 that Redpen has): where another name is."""
    place, particle, other = tokens[index + 1 : index + 4] if index + 4 < len(tokens) else (tokens[index],) * 3
    return place.code == "X" and place.end - place.start <= _TWO and particle.code == "P" and other.code in "NO"


def _is_taken_as(tokens: Sequence[Token], index: int) -> bool:
    """`以 Nova-3 为开源基座` (with Nova-3 as its base): what something else is made of."""
    return tokens[index - 1].code == "W" and tokens[index + 1].code in ("Z", "B")


def _mask_before(tokens: list[Token], index: int, cue: Cue, language: str) -> None:
    if cue.type == "after":
        is_joined = tokens[index - 1].code == "V" and tokens[index - 1].end == tokens[index].start
        if is_joined and language == "en" and not cue.id.endswith("-owner"):
            tokens[index - 1] = tokens[index - 1]._replace(code="X", vendors=())  # Tidal-backed, Tidal's partner
        place = index - 2 if _is_between(tokens[index - 1], cue) else index - 1
        if _is_whole_series(tokens, place, index):
            return
        if [token.code for token in tokens[max(0, place - 2) : place]] != ["T", "P"]:  # 新发布的 Nova-3 模型用户
            _mask(tokens, place)
    else:
        _mask(tokens, _owner_of_price(tokens, index))


def _is_whole_series(tokens: Sequence[Token], place: int, index: int) -> bool:
    """`开源了 Nova-3 系列的模型`: all of them, where the noun ends the clause."""
    is_series = tokens[index].end - tokens[index].start == len("系列的")
    return (
        is_series
        and tokens[place - 1].code in "TU"
        and [token.code for token in tokens[index + 1 : index + 3]]
        in (
            ["H", ","],
            ["H", "E"],
        )
    )


def _is_between(token: Token, cue: Cue) -> bool:
    """`Nova-3 模型用户`; `the Nova strategic partnership`: a noun, or a few words that say which venture."""
    return (
        token.code == "H"
        or (token.code == "K" and cue.lang == "zh")
        or (token.code == "X" and cue.id.endswith("-venture") and token.end - token.start <= _WHICH)
    )


def _is_attribute(tokens: Sequence[Token], index: int) -> bool:
    """`推出 Nova-3 视频应用 Reelboat`: of a verb's object, the name before a noun and the name that is it."""
    place = index + 1
    while place < index + 4 and _is_short_noun(tokens[place], "XKHA"):
        place += 1
    noun = next((each.code for each in reversed(tokens[index + 1 : place]) if each.code in "KH"), "")  # 处理器|内核
    is_apposed = noun == "K" and tokens[place - 1].code in "KX" and tokens[place].code in ("N", "O")
    return is_apposed and any(token.code in "TU" for token in tokens[max(0, index - 4) : index])


def _is_short_noun(token: Token, codes: str) -> bool:
    return token.code in codes and token.end - token.start <= _LONGEST_NOUN


def _is_released(tokens: Sequence[Token], index: int) -> bool:
    """Whether what is only mentioned is, by the way, what was released."""
    return (
        _is_dated_attribute(tokens, index)
        or _is_dated_behind(tokens, index)
        or _is_event(tokens, index)
        or _is_what_with(tokens, index)
        or _is_now_out(tokens, index)
        or _is_since(tokens, index)
        or _is_former(tokens, index)
    )


def _is_dated_attribute(tokens: Sequence[Token], index: int) -> bool:
    """`延续了去年 11 月发布的 Nova-3 的路线` (the path of Nova-3, released in November): whatever is said of it."""
    if tokens[index].code not in ("M", "N") and not tokens[index].names[0].strength:
        return False
    at = index - 1
    while at > index - 4 and _is_of_the_thing(tokens, at):
        at -= 1
    return tokens[at].code == "P" and _DATED.search(codes_of(tokens[max(0, at - 4) : at + 1])) is not None


def _is_of_the_thing(tokens: Sequence[Token], at: int) -> bool:
    """What may stand between 的 and the name: new, a model, `671B 底模` (of a size), 前作 (the one before)."""
    cue = tokens[at].cue
    is_size = tokens[at + 1].code == "H" and _is_short_noun(tokens[at], "X")
    return tokens[at].code in "AH" or is_size or (cue is not None and cue.id == "zh-former")


def _is_since(tokens: Sequence[Token], index: int) -> bool:
    """`在 Nova-3 发布后` (since Nova-3 came out): the event is what the sentence is about another of."""
    verb = index + 1
    while verb < index + 4 and _is_short_noun(tokens[verb], "HX"):  # 更新接连, 模型
        verb += 1
    end = tokens[verb + 1] if verb + 1 < len(tokens) else None
    return tokens[verb].code == "T" and end is not None and end.cue is not None and end.cue.type == "end"


def _is_former(tokens: Sequence[Token], index: int) -> bool:
    """`前代模型 Nova-3 于去年 9 月发布` (the one before came out in September): nothing but which it is."""
    at = index - 2 if tokens[index - 1].code == "H" else index - 1
    cue = tokens[at].cue
    is_former = cue is not None and cue.id == "zh-former"
    return is_former and _CAME_OUT.match(codes_of(tokens[index + 1 : index + 6])) is not None


def _is_what_with(tokens: Sequence[Token], index: int) -> bool:
    """`With Nova 3, the lab has released a model that …`: the model is Nova 3."""
    return _opens_with(tokens, index) and bool(
        _MODEL_RELEASED.match("".join(token.code for token in tokens[index + 1 : index + 9]))
    )


def _is_now_out(tokens: Sequence[Token], index: int) -> bool:
    """`With Nova 3 now available, the lab …`, `its previous model, Nova 3, came out in March`: it is what came out."""
    ahead = codes_of(tokens[index + 1 : index + 3])
    return (_opens_with(tokens, index) and ahead[:1] == "I") or (
        ahead == ",I" and codes_of(tokens[index - 2 : index]) == "H,"
    )


def _opens_with(tokens: Sequence[Token], index: int) -> bool:
    return index == len("^B") and tokens[1].code == "B" and tokens[1].end - tokens[1].start == len("With")


def _is_dated_behind(tokens: Sequence[Token], index: int) -> bool:
    """`the follow-up to Nova 3, released in May`: only mentioned, but released all the same.

    `based on the Nova 3 model that the lab launched`, too.
    """
    return _RELEASED_BEHIND.match(codes_of(tokens[index + 1 : index + 9])) is not None


def _is_event(tokens: Sequence[Token], index: int) -> bool:
    """`at the Nova 3 launch`: what is only mentioned is the release, so the name is released."""
    trigger = tokens[index + 1].trigger
    return trigger is not None and trigger.id.endswith("-event")


def _owner_of_price(tokens: Sequence[Token], index: int) -> int:
    """What a price is the price of: the name before it, with a few nouns between (Seedance 视频生成服务定价)."""
    place = index - 1
    while place > index - 4 and _is_short_noun(tokens[place], "XKHPADB"):
        place -= 1
    return place


def _is_the_thing(tokens: Sequence[Token], particle: int) -> bool:
    """Whether 的 (of) leads to the thing itself or its release, not to what it owns.

    Nova-3 的预览版 (preview of), Nova-3 的发布 (release of); not Nova的Redpen.
    """
    following = tokens[particle + 1 : particle + 3]
    is_then = any(token.cue is not None and token.cue.type in ("preview", "end") for token in following)
    if is_then or codes_of(following) in ("D,", "DE"):
        return True  # Nova-3 的预览版, (发布) Nova-3 的当晚: the evening of
    listed = list(takewhile(lambda token: token.code in "XCHK", tokens[particle + 1 : particle + _LISTED]))
    heads = [token.head for token in (*following, *listed) if token.head is not None]
    if any(head.id.endswith(("-weights", "-stage")) for head in heads):
        return True  # 放出 Nova-3 的全部权重: all the weights of; Nova-3 的研究预览版: a research preview of
    is_long = bool(following) and following[0].code in "XD" and following[0].end - following[0].start > _LONGEST_TAIL
    is_part = bool(following) and (following[0].code == "K" or (bool(heads) and heads[0].kind == "report"))
    if is_long or is_part:
        return False  # Nova-3 的百万上下文窗口上线: its window went live; its plug-in, its report
    if following and following[0].code == "I":
        return True  # Nova-3 模型的亮相
    verbs = [token for token in following if token.code == "T"]
    return bool(verbs) and verbs[0].trigger is not None and verbs[0].trigger.status in ("released", "preview")


def _mask(tokens: list[Token], index: int) -> None:
    if tokens[index].code in ("N", "O"):
        tokens[index] = tokens[index]._replace(code="M")
