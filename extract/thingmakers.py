"""Who the subject of a verb is where a thing stands there: its maker, by its name or by what is told of it."""

from collections.abc import Sequence

from extract.features import find_thing
from extract.makers import maker_of
from extract.names import Name
from extract.tokens import Token
from extract.vendors import VendorMention, open_vendor


def find_maker_of_feature(tokens: Sequence[Token], verb: int) -> VendorMention | None:
    """`Redpen 推出语音模式`: who made what has the feature, where that is known; not Redpen, whatever it is."""
    place = find_thing(tokens, verb)
    if place is None or not tokens[place].names:
        return None
    name = tokens[place].names[0]
    is_told = name.vendor or maker_of(name) or tokens[place - 1].vendors
    return find_subject(tokens, place) if is_told else None


def find_subject(tokens: Sequence[Token], place: int) -> VendorMention | None:
    """Who the subject is that no vendor's name is: of a thing that somebody made, its maker where that is told."""
    name, before = tokens[place].names[0], tokens[place - 1]
    if before.code == "V" and before.vendors:
        return before.vendors[0]  # 听雨 Redpen 推出了…: 听雨, by its Redpen
    if name.vendor or maker_of(name):
        return VendorMention(name.start, name.start, vendor_by_name(name).vendor)
    if before.code in "KH" and (owner := _owner_of_thing(tokens, place)):
        return owner
    return None if name.known else vendor_by_name(name)


def _owner_of_thing(tokens: Sequence[Token], place: int) -> VendorMention | None:
    """`听雨 Redpen 的写作智能体 Quill` (its agent Quill): whose the thing is that the subject names."""
    at = place - 1
    while at > 0 and tokens[at].code in "XKHA":
        at -= 1
    if tokens[at].vendors:
        return tokens[at].vendors[0]  # 听雨写作工具 Quill
    owner = tokens[at - 1]
    if tokens[at].code != "P" or not (owner.vendors or owner.names):
        return None
    return owner.vendors[0] if owner.vendors else vendor_by_name(owner.names[0])


def vendor_by_name(name: Name) -> VendorMention:
    """Who stands as the subject by a name that is no vendor's: Kimi is its maker, another one nobody entered."""
    vendor = maker_of(name) or name.vendor or open_vendor(name.text)
    return VendorMention(name.start, name.end, vendor)
