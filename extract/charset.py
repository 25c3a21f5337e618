"""Bytes of a page → its text: byte order mark, HTTP header, meta, detection; declarations are checked, not believed.

Chinese sites declare gb2312 and send GB18030, or declare one and send the other: UTF-8 that decodes strictly is UTF-8.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_HEAD = 4096  # bytes searched for a meta; browsers search 1024, and Chinese portals put scripts before it
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What the web means by these names (the WHATWG encoding standard).
_MEANT = {"gb2312": "gb18030", "gbk": "gb18030", "ascii": "cp1252", "iso8859-1": "cp1252", "big5": "big5hkscs"}
_TEXT = re.compile(
    r"utf-8(?:-sig)?|utf-16(?:-[lb]e)?|gb18030|big5hkscs|shift_jis|cp932|euc_jp|euc_kr|cp949|cp125\d|cp874|iso8859-\d+|koi8-[ru]"
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_CHINESE = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")  # GB 2312's characters, as GB18030 writes them
_CHINESE_SHARE = 0.6
_SURE = 4  # characters: 联通 (Unicom) in GBK happens to be UTF-8 too, four cannot be chance
_REPLACED = "\ufffd"


class Decoded(NamedTuple):
    """`declared` is the first charset that the page named, `encoding` what was used, `replaced` the lost characters."""

    text: str
    encoding: str
    declared: str
    replaced: int
    is_verbatim: bool = False  # the page's bytes are the text in UTF-8

    @property
    def is_mislabelled(self) -> bool:
        meant = _codec(self.declared)
        return bool(self.declared) and meant != self.encoding and not self.text.isascii()


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Never raises: what no charset decodes is replaced by U+FFFD, and counted."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _replacing(body[len(mark) :], encoding, encoding)
    named = list(_declared(body, content_type))
    declared = named[0] if named else ""
    if text := _surely_utf8(body):
        return Decoded(text, "utf-8", declared, 0, is_verbatim=True)
    for encoding in _candidates(body, named):
        try:
            return Decoded(body.decode(encoding), encoding, declared, 0)
        except UnicodeDecodeError:
            continue
    return _least_lost(body, named, declared)


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    if header := _HEADER.search(content_type):
        yield header[1].lower()
    if meta := _META.search(body, 0, _HEAD):
        yield meta[1].decode("ascii", "replace").lower()


def _candidates(body: bytes, named: list[str]) -> Iterator[str]:
    """Charsets to try strictly, the likeliest first."""
    codecs_named = [codec for name in named if (codec := _codec(name))]
    # A charset of one byte decodes anything, so it comes last.
    yield from (codec for codec in codecs_named if not codec.startswith(("cp12", "iso", "koi", "cp874")))
    yield "utf-8"
    if _looks_chinese(body):
        yield "gb18030"
    yield from (codec for codec in codecs_named if codec.startswith(("cp12", "iso", "koi", "cp874")))


def _codec(name: str) -> str:
    """Python's name for a charset of the web; "" for unknown ones and for codecs that are no charsets."""
    try:
        codec = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    codec = _MEANT.get(codec, codec)
    return codec if _TEXT.fullmatch(codec) else ""


def _surely_utf8(body: bytes) -> str:
    """The text, where it can be nothing else; else "" ."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    longer = len(body) - len(text)  # by one to three bytes for each character that is not ASCII
    is_sure = longer >= 3 * _SURE or len(text) - len(text.encode("ascii", "ignore")) >= _SURE
    return text if is_sure else ""


def _looks_chinese(body: bytes) -> bool:
    strange = sum(map(len, _NOT_ASCII.findall(body)))
    return 2 * len(_CHINESE.findall(body)) >= _CHINESE_SHARE * strange > 0


def _least_lost(body: bytes, named: list[str], declared: str) -> Decoded:
    codecs_named = [codec for name in named if (codec := _codec(name))]
    tried = dict.fromkeys([*codecs_named, "utf-8", *(["gb18030"] if _looks_chinese(body) else []), "cp1252"])
    readings = [_replacing(body, encoding, declared) for encoding in tried]
    # cp1252 loses nearly nothing of anything: it must not win against a charset that lost a few characters.
    western = _replacing(body, "cp1252", declared)
    best = min(readings[:-1], key=lambda reading: reading.replaced)
    return western if best.replaced * _SURE > sum(map(len, _NOT_ASCII.findall(body))) else best


def _replacing(body: bytes, encoding: str, declared: str) -> Decoded:
    text = body.decode(encoding, "replace")
    return Decoded(text, encoding, declared, text.count(_REPLACED))
