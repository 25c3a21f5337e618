"""Which names of an article are one model's: a short form is read as the longer name that it stands for."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set

from extract.keys import parts_of
from extract.knowledge import Family
from extract.lexicon import load_lexicon
from extract.names import Name
from extract.sentences import Sentence

Parts = tuple[str, ...]
_LETTERS = 2  # a word of so few is a code


def read_parts(names: Iterable[Name], sentences: Sequence[Sentence]) -> dict[Name, Parts]:
    """The parts of every name, short forms with those of the name they stand for."""
    parts = {name: parts_of(name.text, name.vendor) for name in names}
    houses = {own: name.family for name, own in parts.items()}
    ends = [sentence.end for sentence in sentences]
    where: dict[Parts, set[int]] = defaultdict(set)
    for name, own in parts.items():
        if name.end - name.start >= len(name.text):  # not 这款模型 (this model), which stands for a name
            where[own].add(bisect_left(ends, name.end))
    longer = _find_longer(parts, lambda one, other: not where[one].isdisjoint(where[other]))
    for own in _of_the_headline(parts, sentences):
        if own in longer and own == longer[own][-len(own) :]:
            del longer[own]
    return {
        name: own
        if _is_stage(name, longer.get(own)) or _is_of_another(name, houses.get(longer.get(own, own)))
        else longer.get(longer.get(own, own), longer.get(own, own))
        for name, own in parts.items()
    }


def _of_the_headline(parts: Mapping[Name, Parts], sentences: Sequence[Sentence]) -> Set[Parts]:
    """The coined names of the headline that it writes no fuller: of `TernRes`, `Block TernRes` below is a variant."""
    if not sentences or sentences[0].block:
        return frozenset()
    titled = {name: own for name, own in parts.items() if name.end <= sentences[0].end}
    known = {own for name, own in parts.items() if name.family or name.vendor or name.strength != 1}
    longer = {own[start:] for own in titled.values() for start in range(1, len(own))}
    return {own for own in titled.values() if own not in known | longer}


def _is_of_another(name: Name, family: Family | None) -> bool:
    """`Halden 的 V5` is no short form of Tern-V 5."""
    return name.family is not None and (family is None or name.family.vendor != family.vendor)


def _is_stage(name: Name, longer: Parts | None) -> bool:
    """`Nova Preview` beside `Nova 3`: the preview is a version of its own, not the short form of another."""
    return longer is not None and longer[-1][0].isdigit() and name.text.casefold().endswith(" preview")


def _find_longer(parts: Mapping[Name, Parts], together: Callable[[Parts, Parts], bool]) -> dict[Parts, Parts]:
    """For each short form the one longer name in the article that it stands for.

    Fable 5 is Claude Fable 5, which ends with it; Claude Fable is too, the only version of it that the article names.
    Not so where one sentence tells them apart: `together`, as in `Mythos and its successor, Mythos 5`.
    """
    fulls = sorted(dict.fromkeys(parts.values()), key=len, reverse=True)  # of equals, the one told first
    brands = {
        own for name, own in parts.items() if name.family and (name.family.product_too or name.family.codenames_ok)
    }
    endings, versions = _group(fulls)
    longer: dict[Parts, Parts] = {}
    for short in filter(None, fulls):
        if short in endings and _can_stand_for(short, endings[short]):
            longer[short] = endings[short][0]
        elif _is_only_version(short, versions[short], brands) and not together(short, versions[short][0]):
            longer[short] = versions[short][0]
    return longer


def _group(fulls: Iterable[Parts]) -> tuple[dict[Parts, list[Parts]], dict[Parts, list[Parts]]]:
    """By each ending the names that are longer, and by each beginning those that only add a version."""
    endings, versions = defaultdict[Parts, list[Parts]](list), defaultdict[Parts, list[Parts]](list)
    for full in fulls:
        for start in range(1, len(full)):
            endings[full[start:]].append(full)
        if full and full[-1][0].isdigit():
            versions[full[:-1]].append(full)
    return endings, versions


def _can_stand_for(short: Parts, longer: Collection[Parts]) -> bool:
    """A short form needs a word of its own; a tier with a version (Opus 5) stands for the one name ending with it."""
    tiers, suffixes = load_lexicon().words.tiers, load_lexicon().words.suffixes
    if any(len(part) > _LETTERS and not part[0].isdigit() and part not in tiers | suffixes for part in short):
        return True
    if len(short) == 1:
        return False
    return short[0] not in tiers or (len(longer) == 1 and any(part[0].isdigit() for part in short))


def _is_only_version(short: Parts, versions: Collection[Parts], brands: Set[Parts]) -> bool:
    """Whether a name without a version may stand for the one version of it; a brand of one word is all of them."""
    is_bare = not any(part[0].isdigit() for part in short)
    return is_bare and len(versions) == 1 and (short not in brands or len(short) > 1)


def is_tier(own: Parts, family: Parts) -> bool:
    """Whether a name is a family's with a word behind it, and no other version: Selwin 3 Small of Selwin 3."""
    rest = own[len(family) :]
    return bool(rest) and own[: len(family)] == family and not any(part[0].isdigit() for part in rest)
