"""One regular expression for many words, as a trie: less than 1 ms an article, where an alternation takes 6."""

import re
from collections.abc import Iterable
from typing import Any

_HAN = re.compile(r"[\u3400-\u9fff]")
_END = ""  # the key under which a word ends
_NOT_INSIDE = "(?<![A-Za-z0-9])"
_NOT_ON = "(?![A-Za-z0-9])"

_Trie = dict[str, Any]


def compile_words(words: Iterable[str], *, proper: bool = False) -> re.Pattern[str]:
    """An expression that finds the words, longest first: Latin ones whole and in any case, Chinese ones as they stand.

    Proper names keep the case of their first letter: `Figure` is a vendor, `figure` is none.
    """
    chosen = sorted(set(words))
    han = [word for word in chosen if _HAN.search(word)]
    bare = [word for word in chosen if not _HAN.search(word)]
    alternatives = [_pattern(_trie(han, proper), ""), *_bounded(bare, proper)]
    first = "".join(
        sorted({_escaped(sign, in_class=True) for word in chosen for sign in (word[0].lower(), word[0].upper())})
    )
    return re.compile(f"(?=[{first}])(?:{'|'.join(filter(None, alternatives))})")


def _bounded(words: list[str], proper: bool) -> list[str]:
    """Words without Chinese characters stand between other letters nowhere; `-powered` may follow one."""
    opening = [word for word in words if word[0].isalnum()]
    others = [word for word in words if not word[0].isalnum()]
    return [
        _NOT_INSIDE + pattern if (pattern := _pattern(_trie(opening, proper), _NOT_ON)) else "",
        _pattern(_trie(others, proper), _NOT_ON),
    ]


def _trie(words: Iterable[str], proper: bool) -> _Trie:
    root: _Trie = {}
    for word in words:
        node = root
        for index, sign in enumerate(word):
            node = node.setdefault(_sign(sign, exact=proper and index == 0), {})
        node[_END] = {}
    return root


def _sign(sign: str, *, exact: bool) -> str:
    if exact or sign.lower() == sign.upper():
        return _escaped(sign)
    return f"[{sign.lower()}{sign.upper()}]"


def _escaped(sign: str, *, in_class: bool = False) -> str:
    return sign if in_class and sign.isalnum() else re.escape(sign)


def _pattern(node: _Trie, end: str) -> str:
    """The longer way first; at a word's end, the boundary."""
    if set(node) <= {_END}:
        return end if node else ""
    ways = [key + _pattern(child, end) for key, child in sorted(node.items()) if key != _END]
    if _END in node:
        ways.append(end)
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
