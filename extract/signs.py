"""Read what stands between the typed spans of a sentence: signs, the small words that do a sign's work, and others."""

import re

from extract.tokens import Token

_AND = r"(?i:and|plus|alongside|along with|as well as|together with|in collaboration with|in partnership with)\b"
_JOINTLY = (
    r"(?<=[\u4e00-\u9fff\w\s」”》）)])(?:联合|携手|联手|(?<![合兼吞])并且?(?![购非未不行发列网案入])|[和与及跟暨])"
    r"(?=[\u4e00-\u9fff\w\s\"「“《])"
)
_THEN = "还有|外加|另一[个款](?:则?是)|紧接着是|接着是|然后是|随后是|最后是|再加上|另有"  # and also, then, last
_SIGNS = re.compile(  # 和, 以及: and; 的: of; 是, 为: is. Each group behind a look at its first character
    r"(?=[、/&＋+，,：:|(（\[【)）\]】。！？!?；;….—\s-])"
    r"(?:(?P<C>[、/&＋+]|[，,]\s?再?到(?=\s?[A-Z\u4e00-\u9fff])(?![达期底来家手场位了]))|(?P<comma>[，,])|(?P<colon>：|(?<![a-z]):|:(?![A-Za-z])|—+|--+|\s-\s|\|)|(?P<open>[(（\[【])|(?P<close>[)）\]】])"
    r"|(?P<stop>[。！？!?；;…]+|(?<! [ap])(?<!\.m)(?:(?<!\d)\.|\.(?!\d))))"
    rf"|(?=[以联携并和与及跟暨的这是为还外紧接然随最再另])(?:(?P<C_han>以及|{_THEN}|{_JOINTLY})|(?P<P>的)|(?P<Z>(?:这)?[是为](?![了何什])))"
    rf"|(?=[aptiwbAPTIWB])\b(?:(?P<C_latin>{_AND})|(?P<Z_latin>(?i:is|are|was|were)\b)"
    r"|(?P<Q>(?i:that|which)\b)|(?P<clause>(?i:who|where|while|after|because)\b))"
)
_CODES: dict[str | None, str] = {  # by the group of _SIGNS
    "C": "C", "C_han": "C", "C_latin": "C", "P": "P", "Z": "Z", "Z_latin": "Z", "Q": "Q",
    "comma": ",", "colon": ":", "open": "(", "close": ")", "stop": ",", "clause": ",",
}  # fmt: skip
_BLANK = " \n\"'「」『』《》“”‘’`*✅⚠️🔥🚀✨⭐🎉🆕📌💥❗️"  # between signs, no words


def read_gap(text: str, start: int, end: int) -> list[Token]:
    """The signs between two typed spans, and the words between the signs."""
    if text[start:end] == " ":
        return []  # a quarter of all
    found: list[Token] = []
    for sign in _SIGNS.finditer(text, start, end + 1):  # what looks ahead must see what follows
        first, last = sign.span()
        if last > end:
            break
        if text[start:first].strip(_BLANK):
            found.append(Token("X", start, first))
        found.append(Token(_CODES[sign.lastgroup], first, last))
        start = last
    if text[start:end].strip(_BLANK):
        found.append(Token("X", start, end))
    return found
