"""Join the members of a list into one token: `Nova 3 and Nova 4`, `Nova-3 模型、Tern-4 平台和 Petrel`."""

import re
from collections.abc import Sequence

from extract.hannumbers import number_of
from extract.names import Name
from extract.tokens import Token, codes_of

_LONGEST_NOUN, _LONGEST_TAIL = 8, 6  # characters
_LONGEST_KIND = 14  # characters that say what sort of model it is
_LONGEST_LIST = 12  # tokens
_LONGEST_GLOSS, _LONGEST_OF_HOUSE = 10, 2  # characters
_SORT = re.compile(
    r"\s*(?:(?:the|its|an?|their|our)\s)?(?:open[- ](?:source|weights?)"
    r"|\w+-(?:focused|specific|sized|tuned|optimi[sz]ed|scale)|smaller|larger|bigger|faster|lighter|cheaper|compact|multimodal|experimental|multilingual|flagship)\s*",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\s*(?:the|its|an?|their|our)(?: (?!rival|old|existing|previous|former)[a-z]+){0,2}\s*"
)  # the fast
_BEHIND_A_MEMBER = ",:DBCEQ()"
_LONGEST_ARTICLE = 5  # characters: the, with its blanks
_SIBLING = (
    r"(?:version|variant|one|sibling|brother|sister|cousin|counterpart|companion|edition|option|member|model|family)"
)
_LEAD = re.compile(r"(?:X{0,2}H?G|X{1,2}H?,|,?B[XHK],)(?=N)")  # and (a smaller version called), (for phones,) Nova 4
_A_SIBLING = re.compile(
    rf"\s*(?:an?|the|its|their|our|another|one|also)\b[^,.;:]{{0,60}}?\b{_SIBLING}s?\b[^,.;:]{{0,16}}[,:]?\s*"
)
_LIST_AHEAD = re.compile(
    r"(?:B[XHK]|,[XHKA]{1,3}(?=,)|VX[XH]{0,2}(?=[NO])|X(?=N)|[^CTUIXZB]){0,8}?C"
)  # up to `and`, with what a member is for
_POSSESSIVE, _OWNED = ("'s ", "’s "), re.compile(r"X[XH]{0,2}(?=[NO])")
_VENDORS_AHEAD = re.compile(r"(?:V,)*V,?C")
_GLOSS_IN_LIST = re.compile(r"B[XHK],(?:[NO](?:B[XHK])?,){0,4}C[NO]|,[XHKA]{1,3},(?:[NO],[XHKA]{1,3},){0,4}C[NO],")
_LISTED = re.compile(r"(?:[NO](?:X?[HK])?,)*[NO](?:X?[HK])?CX?P?[NO]")  # behind a colon: A，B 和 C
_COUNT = re.compile(r"了?\s?(?P<number>[两三四五六七八九十\d])\s?[款个种大]")
_FEWEST, _LONGEST_OBJECT = 2, 6  # names of a list, tokens
_LINK = frozenset("C,Q")
_FOR = re.compile(r"B[XHK]{1,2}P[NO]")  # 面向手机的
_NOUN_IN_LIST = re.compile(r"X?[HK]{1,2}(?:X[HK])?C")  # 智能体构建平台、


def group_members(text: str, tokens: Sequence[Token], language: str) -> list[Token]:
    """Join `A、B and C` into one token, for names and for vendors."""
    codes = codes_of(tokens)
    last = codes.rfind("C")  # without a conjunction nothing is joined
    if last < 0:
        return [*tokens]
    grouped: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        while (
            token.code in "NOV"
            and position <= last
            and (joined := _next_member(text, tokens, codes, token, position, language))
        ):
            token, position = joined
        grouped.append(token)
    return grouped


def _next_member(  # noqa: PLR0913, PLR0917 -- the codes are the tokens', made once
    text: str, tokens: Sequence[Token], codes: str, token: Token, position: int, language: str
) -> tuple[Token, int] | None:
    """The token joined with the member that follows a conjunction at `position`, and the position behind it."""
    names = token.code in "NO"
    first = links = position + (_gloss_length(tokens, codes, position, language) if names else 0)
    while links < len(tokens) and _links(tokens, codes, links, first, names, language):
        links += 1
    if links == first or links >= len(tokens) or _LINK.isdisjoint(codes[first:links]):
        return None
    if names and _is_prefix_again(tokens, links, token.names[-1]):
        links += 1
    owners = token.owners
    if names and (skipped := _owned_member(text, tokens, links)):
        owners, links = owners + tokens[links].vendors[:1], links + skipped
    if names and language == "en":
        links += _lead_length(text, tokens, links)
    if names and _is_described(text, tokens, links, language):
        links += 1
    member = tokens[links]
    if names and member.code in ("N", "O"):
        code = "N" if "N" in (token.code, member.code) else "O"
        all_names, makers = token.names + member.names, token.makers + member.makers
        return token._replace(code=code, end=member.end, names=all_names, owners=owners, makers=makers), links + 1
    return None if names else _with_partner(tokens, token, links)


def _with_partner(tokens: Sequence[Token], token: Token, at: int) -> tuple[Token, int] | None:
    """`Halden and (the) Tidewater Institute released …`: with who did it too, be it one whom nobody entered."""
    is_article = tokens[at].code == "X" and tokens[at].end - tokens[at].start <= _LONGEST_ARTICLE
    at += is_article
    member, behind = tokens[at], tokens[at + 1].code if at + 1 < len(tokens) else ""
    if member.code == "V" or (member.code == "O" and behind in ("T", "U")):
        return token._replace(end=member.end, vendors=token.vendors + member.vendors), at + 1
    return None


def _is_described(text: str, tokens: Sequence[Token], at: int, language: str) -> bool:
    """`Tern 3 and the open-source Quill TTS`: of what sort a member is, in a word before it."""
    word, behind = tokens[at], tokens[at + 1].code if at + 1 < len(tokens) else ""
    if language != "en" or word.code != "X" or behind != "N":
        return False
    ends = at + 2 < len(tokens) and tokens[at + 2].code in _BEHIND_A_MEMBER  # no clause of its own: the older one costs
    return bool(
        _SORT.fullmatch(text, word.start, word.end) or (ends and _DESCRIBED.fullmatch(text, word.start, word.end))
    )


def _lead_length(text: str, tokens: Sequence[Token], at: int) -> int:
    """`and a smaller version called Nova 4`, `and, for phones, Nova 4`: how many tokens lead up to a member."""
    found = _LEAD.match("".join([token.code for token in tokens[at : at + 5]]))
    behind = at + found.end() + 1 if found else len(tokens)
    if found is None or behind >= len(tokens) or tokens[behind].code not in _BEHIND_A_MEMBER:
        return 0  # and, for once, Nova 4 lost
    is_use = "B" in found[0]
    return found.end() if is_use or _A_SIBLING.fullmatch(text, tokens[at].start, tokens[at + found.end()].start) else 0


def _owned_member(text: str, tokens: Sequence[Token], at: int) -> int:
    """`栖岩的 Tern-2、听雨的 Mori-3`: how many tokens lead up to a member that has a maker of its own; 0 for none."""
    if tokens[at].code != "V" or not tokens[at].vendors:
        return 0
    ahead = [token.code for token in tokens[at + 1 : at + 5]]
    if text.startswith(_POSSESSIVE, tokens[at].end) and (own := _OWNED.match("".join(ahead))):
        return 1 + own.end()  # Halden's open-weight Mori 2
    is_of_house = tokens[at + 1].end - tokens[at + 1].start <= _LONGEST_OF_HOUSE  # 听雨旗下的, 听雨公司的
    leads = ("V", "VP", "VH", "VPH", *(("VXP", "VKP") if is_of_house else ()))
    return next((len(lead) for lead in leads if "".join(ahead).startswith(f"{lead[1:]}N")), 0)


def _gloss_length(tokens: Sequence[Token], codes: str, position: int, language: str) -> int:
    """`Nova 3 Sonic for speech, and Nova 3 Omni`: how many tokens say what a member of a list is for, or is."""
    stop = position + _LONGEST_LIST
    if language == "en":
        is_gloss = codes[position] in "B," and _GLOSS_IN_LIST.match(codes, position, stop)
        return (2 if codes[position] == "B" else codes.index(",", position + 1) - position) if is_gloss else 0
    noun = _NOUN_IN_LIST.match(codes, position, stop)
    is_short = noun is not None and tokens[noun.end() - 1].start - tokens[position].start <= _LONGEST_GLOSS
    return noun.end() - 1 - position if noun and is_short else 0


def _is_prefix_again(tokens: Sequence[Token], at: int, last: Name) -> bool:
    """`NVIDIA TideGym、NVIDIA Tern`: the maker's name is written before each of its names."""
    own = tokens[at].vendors
    return bool(own and last.vendor) and own[0].vendor == last.vendor and tokens[at + 1].code in ("N", "O")


def _links(  # noqa: PLR0913, PLR0917 -- the codes are the tokens', made once
    tokens: Sequence[Token], codes: str, at: int, first: int, names: bool, language: str
) -> bool:
    code = codes[at]
    if code == "C" and at < first + 3:
        return True
    if code == "," and names and language == "zh" and at == first:
        return _is_listed(tokens, codes, at)
    if names and language == "zh" and at < first + 5 and "C" in codes[first:at]:
        is_short = code == "X" and tokens[at].end - tokens[at].start <= _LONGEST_NOUN
        return code in "HKAP" or is_short or _is_for(tokens, codes, at)
    if code in ",Q" and language == "en" and at < first + 2:
        return (_LIST_AHEAD if names else _VENDORS_AHEAD).match(codes, at + 1, at + _LONGEST_LIST) is not None
    if language == "zh" and names and at in (first, first + 1) and _is_noun_tail(tokens, codes, first):
        return True
    is_tail = code == "H" or (code == "X" and language == "zh" and tokens[at].end - tokens[at].start <= _LONGEST_TAIL)
    return is_tail and names and at == first and codes.startswith("C", at + 1)


def _is_for(tokens: Sequence[Token], codes: str, at: int) -> bool:
    """`Nova-3 以及面向手机的 Nova-3 Air` (the one for phones): whom a member is for."""
    cue = tokens[at].cue
    return cue is not None and cue.id == "zh-place" and _FOR.match(codes, at) is not None


def _is_listed(tokens: Sequence[Token], codes: str, comma: int) -> bool:
    """`A，以及 B`; behind a colon, `A，B 和 C`."""
    if codes[comma + 1] == "C" and tokens[comma + 1].end - tokens[comma + 1].start > 1:
        return True
    is_behind_colon = codes[max(0, comma - 2)] == ":"
    return is_behind_colon and _LISTED.match(codes, comma + 1, comma + 1 + _LONGEST_LIST) is not None


def _is_noun_tail(tokens: Sequence[Token], codes: str, first: int) -> bool:
    """`Tern-1V 千亿参数多模态大模型和 Tern-2`: what a member is, up to the next."""
    return codes.startswith("XHC", first) and tokens[first].end - tokens[first].start <= _LONGEST_KIND


def lead_on_counted(text: str, tokens: Sequence[Token]) -> list[Token]:
    """`上新三款模型，A、B 和 C。`: three that are told of and three that are named are the same, as behind a colon."""
    if all(len(token.names) < _FEWEST for token in tokens):
        return [*tokens]
    return [
        token._replace(code=":") if token.code == "," and _counts_what_follows(text, tokens, place) else token
        for place, token in enumerate(tokens)
    ]


def _counts_what_follows(text: str, tokens: Sequence[Token], place: int) -> bool:
    behind = tokens[place + 1 : place + 3]
    listed = len(behind[0].names) if behind else 0
    if listed < _FEWEST or behind[-1].code not in ",E" or tokens[place - 1].code != "H":
        return False
    verb = next((at for at in range(place - 1, max(0, place - _LONGEST_OBJECT), -1) if tokens[at].code in "TU"), None)
    count = _COUNT.match(text, tokens[verb].end, tokens[place].start) if verb else None
    return count is not None and number_of(count["number"]) == listed
