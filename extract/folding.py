"""One form for the many ways to write a character; every fold keeps its length, so offsets stay true."""

_WIDE: dict[int, str | int] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
_KEPT = {ord(sign) for sign in "，：；！？（）"}  # Chinese punctuation keeps its own meaning
_ALIKE: dict[int, str | int] = {
    **dict.fromkeys(map(ord, "‐‑‒–﹣－"), "-"),
    **dict.fromkeys(map(ord, "‘’ʼ′＇"), "'"),
    **dict.fromkeys(map(ord, "“”„″＂"), '"'),
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000\t"), " "),
    ord("･"): "·",
    ord("∼"): "~",
}
_FOLD: dict[int, str | int] = {code: to for code, to in {**_WIDE, **_ALIKE}.items() if code not in _KEPT}


def fold(text: str) -> str:
    """The text with widths, dashes, quotes and blanks unified; `len(fold(text)) == len(text)`."""
    return text.translate(_FOLD)
