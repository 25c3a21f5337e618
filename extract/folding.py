"""One form for the many ways to write a character; every fold keeps its length, so offsets stay true."""

import re
from collections.abc import Mapping
from functools import lru_cache

from extract.traditional import simplify

_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
_KEPT = "，：；！？（）"  # Chinese punctuation keeps its own meaning
_ALIKE = {
    **dict.fromkeys("‐‑‒–﹣－", "-"),
    **dict.fromkeys("‘’ʼ′＇", "'"),
    **dict.fromkeys("“”„″＂", '"'),
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000\t", " "),
    "･": "·",
    "∼": "~",
}
_FOLD = {sign: to for sign, to in {**_WIDE, **_ALIKE}.items() if sign not in _KEPT}
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLD))}]")  # few are: searching is five times as fast as translating
_TYPED_DASH = re.compile(r"(?<=[\w)])--(?=[\w(])")  # PORTO--Halden; a command's option has a blank before it


def fold(text: str) -> str:
    """The text with widths, dashes, quotes, blanks and Chinese characters unified; `len(fold(text)) == len(text)`."""
    folded = simplify(replace_signs(text, _FOLDED, _FOLD))
    return _TYPED_DASH.sub("——", folded) if "--" in folded else folded


def replace_signs(text: str, pattern: re.Pattern[str], plain: Mapping[str, str]) -> str:
    """The text with each sign that the pattern finds as its plain form, which is as long and none of the signs.

    A text has few of them, again and again: to replace each at once costs a third of replacing them one by one.
    """
    for sign in set(pattern.findall(text)):
        text = text.replace(sign, plain[sign])
    return text


@lru_cache(maxsize=2)  # of one article its words, its dates and its subject
def lower(text: str) -> str:
    """The text in lower case, as long as before: İ alone becomes two letters; half a surrogate pair is no letter."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.replace("İ", "i").lower()
