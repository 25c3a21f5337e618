"""When two names are one model's: canonical keys that keep family, version, suffixes and size apart."""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from extract.families import family_of
from extract.folding import fold
from extract.knowledge import Vendor, load_families

_PARTS = re.compile(r"π|[a-zà-ÿ]+\+*|\d+(?:\.\d+)*\+?|[\u3400-\u9fff]+")
_GENERIC = re.compile(
    r"(?:多模态|大语言|语言|视频生成|图像生成|视频|基础|端侧|推理)?(?:大模型|模型)|系列|模式|(?<![a-z])(?:series|models?)(?![a-z])"
)
_SIZE = re.compile(r"(?<![a-z0-9.])\d+(?:\.\d+)?[bm](?:-?a\d+(?:\.\d+)?b)?(?![a-z0-9])")
_HYPHENED = re.compile(r"(?<=[a-z]-)(\d)-(\d)(?=-?$|-[a-z])")  # ids write claude-opus-4-6 for Claude Opus 4.6
_DIGITS = re.compile(r"\d+")
_REMEMBERED = 1 << 14  # names whose parts are known: an article says the same few again and again
_STAGE = frozenset(["preview", "beta", "alpha", "it", "exp", "experimental", "rc", "latest"])


def model_key(name: str, vendor: Vendor | None) -> str:
    """The canonical key of a model's name: `claude opus@4.6` for Claude Opus 4.6 and for Claude 4.6 Opus.

    Width, case, separators, 大模型 (large model) and the vendor's prefix are folded; words keep no order, versions do;
    a size (7B) stays, since another size may be another model.
    """
    folded = _folded(name)
    sizes = _SIZE.findall(folded)
    parts = _PARTS.findall(_SIZE.sub(" ", _with_family(name, folded)))
    parts = _with_brand(_without_vendor(parts, vendor), vendor)
    words = [part for part in parts if not part[0].isdigit()]
    return join_key(words, [part.removesuffix(".0") for part in parts if part[0].isdigit()], sizes)


class KeyParts(NamedTuple):
    """What a key is made of; the words are sorted."""

    words: tuple[str, ...]
    versions: tuple[str, ...]
    sizes: tuple[str, ...]


def join_key(words: Iterable[str], versions: Iterable[str], sizes: Iterable[str]) -> str:
    """The key of these parts."""
    versions, sizes = (f"@{version}" for version in versions), (f"#{size}" for size in sizes)
    return " ".join(sorted(words)) + "".join(versions) + "".join(sizes)


def split_key(key: str) -> KeyParts:
    """The parts of a key that `join_key` makes."""
    rest, *sizes = key.split("#")
    words, *versions = rest.split("@")
    return KeyParts(tuple(words.split()), tuple(versions), tuple(sizes))


def parts_of(name: str, vendor: Vendor | None) -> tuple[str, ...]:
    """The name's words and versions in order, without sizes, stages (preview), vendor: to match within an article."""
    return tuple(_without_vendor([*_all_parts(name)], vendor))


@lru_cache(maxsize=_REMEMBERED)
def _all_parts(name: str) -> tuple[str, ...]:
    folded = _SIZE.sub(" ", _folded(name))
    parts = (part for part in _PARTS.findall(_with_family(name, folded)) if part not in _STAGE)
    return tuple(part.removesuffix(".0") if part[0].isdigit() else part for part in parts)


@lru_cache(maxsize=_REMEMBERED)
def _folded(name: str) -> str:
    folded = _GENERIC.sub(" ", fold(name).casefold())
    return _HYPHENED.sub(r"\1.\2", folded) if "-" in folded else folded


def _with_family(name: str, folded: str) -> str:
    """The name with its family in the one form that all its aliases share: 可灵3.0 as kling3.0 or the reverse.

    An alias with a version of its own (DINOv2) stays: versions are the identity.
    """
    family = family_of(name)
    if family is None:
        return folded
    used = next((alias for alias in _plain_names(family.names) if _begins_with(folded, alias)), "")
    return _own_word(family.family, family.vendor).casefold() + " " + folded[len(used) :] if used else folded


def iter_aliases() -> Iterator[tuple[str, str]]:
    """Each word of a family's one form, with a word of every alias that is read as it: Kling and 可灵, small."""
    for family in load_families():
        own = _PARTS.findall(_own_word(family.family, family.vendor).casefold())
        for alias in _plain_names(family.names):
            yield from ((word, max(_PARTS.findall(alias), key=lambda part: not part[0].isdigit())) for word in own)


@lru_cache(maxsize=_REMEMBERED)
def _own_word(family: str, vendor: str) -> str:
    """星火 for 讯飞星火: without the maker's name, where the maker has that family too."""
    if family.isascii():
        return family
    others = (each.family for each in load_families() if each.vendor == vendor and each.family != family)
    return next((other for other in others if family.endswith(other)), family)


@lru_cache(maxsize=_REMEMBERED)
def _plain_names(names: tuple[str, ...]) -> list[str]:
    """A family's name and those of its aliases that have the same version in them, the longest first.

    An alias that goes on from the name is no other name of it, but of a member: gpt-oss is not GPT.
    """
    longer = f"{names[0]} ".casefold().replace("-", " ")
    same = (alias for alias in names if _DIGITS.findall(alias) == _DIGITS.findall(names[0]))
    same = (alias for alias in same if not alias.casefold().replace("-", " ").startswith(longer))
    plain = (_GENERIC.sub(" ", fold(alias).casefold()).strip() for alias in same)
    return sorted(filter(None, plain), key=len, reverse=True)


def _begins_with(folded: str, alias: str) -> bool:
    """Nova-3 is no beginning of nova-3.5: the version goes on."""
    rest = folded[len(alias) :]
    return folded.startswith(alias) and not (alias[-1:].isdigit() and re.match(r"\.?\d", rest))


def _without_vendor(parts: list[str], vendor: Vendor | None) -> list[str]:
    if vendor is None:
        return parts
    for prefix in _prefixes(vendor.strong):
        if parts[: len(prefix)] == prefix and any(part[0].isalpha() for part in parts[len(prefix) :]):
            return parts[len(prefix) :]
    return parts


@lru_cache(maxsize=_REMEMBERED)
def _prefixes(aliases: tuple[str, ...]) -> list[list[str]]:
    """The parts of a vendor's names, of the longest name first."""
    prefixes = (_PARTS.findall(fold(alias).casefold()) for alias in sorted(aliases, key=len, reverse=True))
    return [prefix for prefix in prefixes if prefix]


def _with_brand(parts: list[str], vendor: Vendor | None) -> list[str]:
    """K2.5 of Kimi's maker is Kimi K2.5: a vendor's series goes by its letter alone, or with the brand before it."""
    for brand, series in _brands().get(vendor.id if vendor else "", ()):
        if series in parts and not set(brand) & set(parts):
            return [*brand, *parts]
    return parts


@cache
def _brands() -> dict[str, list[tuple[list[str], str]]]:
    """By vendor: the words of a brand, and a series that belongs to it."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for family in load_families():
        for series in family.series:
            brand = _PARTS.findall(fold(family.family).casefold())
            found.setdefault(family.vendor, []).append((brand, series.casefold()))
    return found
