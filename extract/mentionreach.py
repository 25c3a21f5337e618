"""How far a word reaches that begins a mention: `based on the lab's model Nova 3`, `优于更大的 Nova-3`."""

from collections.abc import Sequence

from extract.tokens import Token, codes_of

_ENDS_SCOPE_ZH = frozenset("P,:(TUEI")
_ENDS_SCOPE_EN = frozenset(",:(TUISEQZW")
_LONGEST_SCOPE_EN = 5
_LONGEST_ARTICLE = 5  # characters: the, with its blanks
_APPOSED = ("en-compare", "en-retired", "en-base")


def find_reach(tokens: Sequence[Token], start: int, language: str) -> range:
    """What the start of a mention reaches: up to the end of its phrase; nothing where none starts."""
    before = tokens[start - 1].head if start else None
    is_of_weights = before is not None and before.id == "en-weights"  # the weights for Nova 3
    if tokens[start].code not in "BY" or is_of_weights or _is_a_time(tokens, start):  # 由 Nova-3 驱动: driven by
        return range(0)
    ends = _ENDS_SCOPE_EN if language == "en" else _ENDS_SCOPE_ZH
    ends = ends - {"P"} if _is_denial(tokens[start]) else ends
    is_attribute = language == "zh" and codes_of(tokens[start + 1 : start + 3]) in ("PO", "PN")
    stop = start + 2 if is_attribute else start + 1  # 内置的 Nova-3: built in
    while stop < len(tokens) and (tokens[stop].code not in ends or _is_attributive(tokens, start, stop)):
        if language == "en" and (stop > start + _LONGEST_SCOPE_EN or _is_another(tokens, start, stop)):
            break
        stop += 1
    return range(start + 1, stop + 2 if _is_apposed(tokens, start, stop) else stop)


def _is_apposed(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """`beats (has pulled) Halden's latest model, Nova 3`: what is compared with is called a model, then by its name.

    Not so where the name is what the sentence is about: `Unlike its latest model, Nova 3 reads …`.
    """
    cue = tokens[start].cue
    if cue is None or cue.id not in _APPOSED or tokens[stop - 1].code != "H":
        return False
    codes = "".join(token.code for token in tokens[stop : stop + 3])
    is_name = codes[:1] == "," and codes[1:2] in ("N", "O")
    return is_name and (codes[2:] in (",", "E", "(", "C") or len(tokens[stop + 1].names) > 1)


def _is_attributive(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """`收购知名开源工具开发商 Halden` (a known maker of open tools): right behind what begins a mention, no verb."""
    verb = tokens[stop].trigger
    if verb is None or not verb.adjective:
        return False
    opener = tokens[start].cue
    if opener is not None and opener.id == "zh-compare" and tokens[stop + 1].code in "NO":
        return True  # 优于更大的开源 Tern 基线: better than the open Tern
    is_before_a_maker = codes_of(tokens[stop + 1 : stop + 5]) == "OKXO"
    return is_before_a_maker and all(token.code in "XA" for token in tokens[start + 1 : stop])


def _is_denial(token: Token) -> bool:
    """`不是万众期待的 Nova-3` (not the Nova-3 that all wait for): what it is not may have an attribute."""
    return token.cue is not None and token.cue.id == "zh-is-not"


def _is_another(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether a name begins another phrase: right behind a name, or as the second thing that something is done to.

    `What is new in Nova 3 Nova 3 came out on Tuesday`; `launches Nova 3 for images and Nova 4 for video`.
    """
    if tokens[stop].code in "NO" and (tokens[stop - 1].code in "NO" or _is_in_a_clause(tokens, stop)):
        return True
    around = [token.code for token in tokens[stop : stop + 3]]
    return tokens[start - 1].code == "N" and around == ["C", "N", "B"] and stop > start + 1


def _is_in_a_clause(tokens: Sequence[Token], place: int) -> bool:
    """`the first model from Northwind since Nova 3 came out`: behind a conjunction, before a verb of its own."""
    word = tokens[place - 1]
    is_word = word.code in "XB" and word.end - word.start >= _LONGEST_ARTICLE
    return is_word and tokens[place - 2].code in "VH" and tokens[place + 1].code == "I"


def _is_a_time(tokens: Sequence[Token], start: int) -> bool:
    """`Since Nova 3 came out`: no mention, but a release."""
    is_since = tokens[start].cue is not None and tokens[start].end - tokens[start].start == len("since")
    return is_since and "".join(token.code for token in tokens[start + 1 : start + 3]) in ("NI", "NT", "OI", "OT")
