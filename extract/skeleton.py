"""Reduce a sentence to a few typed tokens, on which the patterns are matched.

Codes: V vendor · N name that looks like a model's · O other name · M name that is only mentioned · T trigger, U with
the model as its object only, I with the model as its subject, S a noun (release of) · D date · H model noun · K other
noun · W 携, 以 (with) · Z copula · G naming word · A novelty word · B start of a mention · Y by · L plan · R rumour ·
P 的 (of) · C and · , : ( · ^ E the ends · X any other words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.lexicon import Cue, Head, Trigger
from extract.names import Name
from extract.records import Span
from extract.spans import START
from extract.vendors import VendorMention

_AND = r"(?i:and|plus|alongside|as well as|together with|in collaboration with|in partnership with)\b"
_JOINTLY = (
    r"(?<=[\u4e00-\u9fff\w\s])(?:联合|携手|联手|(?<![合兼吞])并且?(?![购非未不行发列网案入])|[和与及跟暨])"
    r"(?=[\u4e00-\u9fff\w\s\"])"
)
_SIGNS = re.compile(  # 和, 以及: and; 的: of; 是, 为: is. Each group behind a look at its first character
    r"(?=[、/&＋+，,：:|(（\[【)）\]】。！？!?；;….—\s-])"
    r"(?:(?P<C>[、/&＋+])|(?P<comma>[，,])|(?P<colon>[：:]|—+|--+|\s-\s|\|)|(?P<open>[(（\[【])|(?P<close>[)）\]】])"
    r"|(?P<stop>[。！？!?；;…]+|(?<!\d)\.|\.(?!\d)))"
    rf"|(?=[以联携并和与及跟暨的这是为])(?:(?P<C_han>以及|{_JOINTLY})|(?P<P>的)|(?P<Z>(?:这)?[是为](?![了何什])))"
    rf"|(?=[A-Za-z])\b(?:(?P<C_latin>{_AND})|(?P<Z_latin>(?i:is|are|was|were)\b)"
    r"|(?P<that>(?i:that|which|who|where|while|after|because)\b))"
)
_CODES = {"comma": ",", "colon": ":", "open": "(", "close": ")", "stop": ",", "that": ","}  # others: the first letter
_COUNT = re.compile(r"[两三四五六七八九十多几\d]\s?[款个种大]\s?$")
_ENDS_SCOPE_ZH = frozenset("P,:(TUEI")
_ENDS_SCOPE_EN = frozenset(",:(TUISE")
_LONGEST_SCOPE_EN = 5
_LONGEST_NOUN, _LONGEST_TAIL = 8, 6  # characters


class Token(NamedTuple):
    """One element of a skeleton. `items` are the names or vendors that it groups."""

    code: str
    start: int
    end: int
    names: tuple[Name, ...] = ()
    vendors: tuple[VendorMention, ...] = ()
    trigger: Trigger | None = None
    cue: Cue | None = None
    head: Head | None = None


def read_skeleton(text: str, span: Span, typed: Iterable[Token], language: str) -> list[Token]:
    """The sentence `text[span]` as tokens: the typed spans, the longest where they overlap, and what is between."""
    # `on Tuesday`, `于 6 月 12 日`: the preposition belongs to the date and begins no mention.
    tokens: list[Token] = [Token("^", span.start, span.start)]
    at = span.start
    for token in _without_overlaps(typed, span):
        tokens.extend(_read_gap(text, at, token.start))
        tokens.append(token)
        at = token.end
    tokens.extend(_read_gap(text, at, span.end))
    tokens.append(Token("E", span.end, span.end))
    tokens = [_placed(token, before) for before, token in pairwise([tokens[0], *tokens])]
    tokens = [_plain(tokens, place) for place in range(len(tokens))]
    tokens = [token for token, after in pairwise([*tokens, tokens[-1]]) if (token.code, after.code) != ("B", "D")]
    tokens = [_counted(text, tokens, place) for place in range(len(tokens))] if language == "zh" else tokens
    return _mask_mentions(_group(_without_asides(tokens), language), language)


def _placed(token: Token, before: Token) -> Token:
    """`上线 Hugging Face`: behind a verb or preposition, one that publishes others' models is only the place."""
    is_place = token.code == "V" and before.code in "TBI" and all(vendor.weak for vendor in token.vendors)
    return token._replace(code="B", vendors=()) if is_place and token.vendors else token


def _plain(tokens: Sequence[Token], place: int) -> Token:
    """`新一代开源模型` (new open-source model): no verb, but an adjective between another and its noun.

    `the Nova 3 launch set off …`: a noun behind its name, whatever follows it.
    """
    token = tokens[place]
    if token.trigger is not None and token.trigger.id == "en-event" and tokens[place - 1].code in "NO":
        return token._replace(code="I")
    if token.trigger is None or not token.trigger.adjective or not _may_be_adjective(tokens, place):
        return token
    near = tokens[place + 1 : place + 3]
    nouns = [each for each in near if each.code != "X" or each.end - each.start > _LONGEST_TAIL]
    return token._replace(code="X", trigger=None) if nouns and nouns[0].code in "HK" else token


def _may_be_adjective(tokens: Sequence[Token], place: int) -> bool:
    """Behind another adjective, 的, or a verb of its own: `发布了开源框架` (released an open-source framework)."""
    before, behind = tokens[place - 1], [token.code for token in tokens[place + 1 : place + 3]]
    if before.code in "^,:" and behind in (["K", "P"], ["H", "P"]):
        return True  # 开源社区的: of the open-source community
    if before.code == "X" and before.end - before.start == 1:
        before = tokens[place - 2]  # 了
    return before.code in "APT"


def _counted(text: str, tokens: Sequence[Token], place: int) -> Token:
    """`两款 Stealth 模型` (two stealth models): a word between a number and its noun says of what sort they are."""
    token = tokens[place]
    if token.code != "O" or len(token.names) > 1 or token.names[0].strength or tokens[place + 1].code != "H":
        return token
    before = tokens[place - 1]
    is_counted = before.code in "XA" and _COUNT.search(text, before.start, token.start)
    is_named_before = [each.code for each in tokens[place - 3 : place]] in (["G", "O", "P"], ["G", "N", "P"])
    return token._replace(code="X", names=()) if is_counted or is_named_before else token


def _without_overlaps(typed: Iterable[Token], span: Span) -> list[Token]:
    """Of overlapping spans the date stays, else the longer, else the more telling."""
    taken: list[Token] = []
    free = bytearray(b"\1") * (span.end - span.start)
    for token in sorted(typed, key=_precedence):
        start, end = token.start - span.start, token.end - span.start
        if 0 not in free[start:end]:
            free[start:end] = bytes(end - start)
            taken.append(token)
    return sorted(taken, key=START)


def _precedence(token: Token) -> tuple[bool, int, int]:
    return token.code != "D", token.start - token.end, -_RANK.get(token.code, 0)


_RANK = {"N": 4, "O": 4, "V": 5, "G": 2, "T": 1, "U": 1, "I": 1}


def _read_gap(text: str, start: int, end: int) -> Iterator[Token]:
    """The signs between two typed spans, and the words between the signs."""
    if start == end:
        return
    for sign in _SIGNS.finditer(text, start, end + 1):  # what looks ahead must see what follows
        if sign.end() > end:
            break
        yield from _filler(text, start, sign.start())
        group = str(sign.lastgroup)
        yield Token(_CODES.get(group, group[0]), *sign.span())
        start = sign.end()
    yield from _filler(text, start, end)


def _filler(text: str, start: int, end: int) -> Iterator[Token]:
    if text[start:end].strip(" \"'「」『』《》“”‘’`*"):
        yield Token("X", start, end)


def _without_asides(tokens: Sequence[Token]) -> list[Token]:
    """Without what stands in brackets behind a name, unless it holds a verb: `Nova 3 (137B, 5B active) and Nova 4`."""
    kept: list[Token] = []
    position = 0
    while position < len(tokens):
        close = _end_of_aside(tokens, position) if kept and kept[-1].code in "NOV" else None
        if close is None:
            kept.append(tokens[position])
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


def _group(tokens: Sequence[Token], language: str) -> list[Token]:
    """Join `A、B and C` into one token, for names and for vendors."""
    grouped: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        while joined := _next_member(tokens, token, position, language):
            token, position = joined
        grouped.append(token)
    return grouped


def _next_member(tokens: Sequence[Token], token: Token, position: int, language: str) -> tuple[Token, int] | None:
    """The token joined with the member that follows a conjunction at `position`, and the position behind it."""
    names = token.code in "NO"
    if not names and token.code != "V":
        return None
    links = position
    while links < len(tokens) and _links(tokens, links, position, names, language):
        links += 1
    if links == position or links >= len(tokens) or not {"C", ","} & {link.code for link in tokens[position:links]}:
        return None
    if names and _is_prefix_again(tokens, links, token.names[-1]):
        links += 1
    member = tokens[links]
    if names and member.code in ("N", "O"):
        code = "N" if "N" in (token.code, member.code) else "O"
        return token._replace(code=code, end=member.end, names=token.names + member.names), links + 1
    if not names and member.code == "V":
        return token._replace(end=member.end, vendors=token.vendors + member.vendors), links + 1
    return None


def _is_prefix_again(tokens: Sequence[Token], at: int, last: Name) -> bool:
    """`NVIDIA TideGym、NVIDIA Tern`: the maker's name is written before each of its names."""
    own = tokens[at].vendors
    return bool(own and last.vendor) and own[0].vendor == last.vendor and tokens[at + 1].code in ("N", "O")


def _links(tokens: Sequence[Token], at: int, first: int, names: bool, language: str) -> bool:
    code = tokens[at].code
    if code == "C" and at < first + 3:
        return True
    if names and language == "zh" and at < first + 5 and any(token.code == "C" for token in tokens[first:at]):
        return code in "HKAP" or (code == "X" and tokens[at].end - tokens[at].start <= _LONGEST_NOUN)
    if code == "," and language == "en" and at < first + 2:
        ahead = [token.code for token in tokens[at + 1 : at + 6]]
        return names and "C" in ahead and not {"T", "U", "I", "X", "Z"} & set(ahead[: ahead.index("C")])
    is_tail = code == "H" or (code == "X" and language == "zh" and tokens[at].end - tokens[at].start <= _LONGEST_TAIL)
    return is_tail and names and at == first and at + 1 < len(tokens) and tokens[at + 1].code == "C"


def _mask_mentions(tokens: Sequence[Token], language: str) -> list[Token]:
    """Names within the reach of 基于, 超越, than, for … and those before 用户, -powered … become mentions."""
    masked = list(tokens)
    for index, token in enumerate(masked):
        if token.code in "BY":
            for inside in _reach(masked, index, language):
                _mask(masked, inside)
        if token.cue and index:
            _mask_before(masked, index, token.cue.type)
    for index in range(1, len(masked) - 1):
        if masked[index].code == "M" and (_is_dated_behind(masked, index) or _is_event(masked, index)):
            masked[index] = masked[index]._replace(code="N")
        owns = masked[index].code in ("N", "O") and masked[index + 1].code == "P" and masked[index - 1].code != "G"
        if (owns and not _is_the_thing(masked, index + 1)) or _is_taken_as(masked, index):
            _mask(masked, index)
    return masked


def _is_taken_as(tokens: Sequence[Token], index: int) -> bool:
    """`以 Nova-3 为开源基座` (with Nova-3 as its base): what something else is made of."""
    return tokens[index].code in ("N", "O") and tokens[index - 1].code == "W" and tokens[index + 1].code in ("Z", "B")


def _mask_before(tokens: list[Token], index: int, cue_type: str) -> None:
    if cue_type == "after":
        place = index - 2 if tokens[index - 1].code == "H" else index - 1  # Nova-3 用户, Nova-3 模型用户
        if [token.code for token in tokens[max(0, place - 2) : place]] != ["T", "P"]:  # 新发布的 Nova-3 模型用户
            _mask(tokens, place)
    elif cue_type == "worth":
        _mask(tokens, _owner_of_price(tokens, index))


def _is_dated_behind(tokens: Sequence[Token], index: int) -> bool:
    """`the follow-up to Nova 3, released in May`: only mentioned, but released all the same."""
    codes = [token.code for token in tokens[index + 1 : index + 4]]
    return codes in ([",", "T", "D"], [",", ",", "T"])  # …, which launched in May


def _is_event(tokens: Sequence[Token], index: int) -> bool:
    """`at the Nova 3 launch`: what is only mentioned is the release, so the name is released."""
    trigger = tokens[index + 1].trigger
    return trigger is not None and trigger.id.endswith("-event")


def _owner_of_price(tokens: Sequence[Token], index: int) -> int:
    """What a price is the price of: the name before it, with a few nouns between (Seedance 视频生成服务定价)."""
    place = index - 1
    while (
        place > index - 4 and tokens[place].code in "XKHPA" and tokens[place].end - tokens[place].start <= _LONGEST_NOUN
    ):
        place -= 1
    return place


def _reach(tokens: Sequence[Token], start: int, language: str) -> range:
    """What the start of a mention reaches: up to the end of its phrase; nothing where none starts."""
    before = tokens[start - 1].head if start else None
    is_of_weights = before is not None and before.id == "en-weights"  # the weights for Nova 3
    if tokens[start].code not in "BY" or is_of_weights:  # 由 Nova-3 驱动: driven by
        return range(0)
    ends = _ENDS_SCOPE_EN if language == "en" else _ENDS_SCOPE_ZH
    stop = start + 1
    while stop < len(tokens) and tokens[stop].code not in ends:
        if language == "en" and (stop > start + _LONGEST_SCOPE_EN or _is_another(tokens, start, stop)):
            break
        stop += 1
    return range(start + 1, stop)


def _is_another(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether a name begins another phrase: right behind a name, or as the second thing that something is done to.

    `What is new in Nova 3 Nova 3 came out on Tuesday`; `launches Nova 3 for images and Nova 4 for video`.
    """
    if tokens[stop].code in "NO" and tokens[stop - 1].code in "NO":
        return True
    around = [token.code for token in tokens[stop : stop + 3]]
    return tokens[start - 1].code == "N" and around == ["C", "N", "B"] and stop > start + 1


def _is_the_thing(tokens: Sequence[Token], particle: int) -> bool:
    """Whether 的 (of) leads to the thing itself or its release, not to what it owns.

    Nova-3 的预览版 (preview of), Nova-3 的发布 (release of); not Gemini的Personal Intelligence.
    """
    following = tokens[particle + 1 : particle + 3]
    if any(token.cue is not None and token.cue.type in ("preview", "end") for token in following):
        return True  # Nova-3 的预览版, (发布) Nova-3 的当晚: the evening of
    if any(token.head is not None and token.head.id.endswith("-weights") for token in following):
        return True  # 放出 Nova-3 的全部权重: all the weights of
    if following and following[0].code in "XD" and following[0].end - following[0].start > _LONGEST_TAIL:
        return False  # Nova-3 的百万上下文窗口上线: its window went live
    verbs = [token for token in following if token.code == "T"]
    return bool(verbs) and verbs[0].trigger is not None and verbs[0].trigger.status == "released"


def _mask(tokens: list[Token], index: int) -> None:
    if tokens[index].code in ("N", "O"):
        tokens[index] = tokens[index]._replace(code="M")
