"""Judgements as merging asks for them: which key, which vendor, does a claim count, what is one and what is two."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.folding import fold
from extract.judgements import Judgement, Subject, find_standing
from extract.keys import join_key, model_key, split_key
from extract.knowledge import fold_name
from extract.records import Claim
from extract.vendors import vendor_of


@dataclass(frozen=True, slots=True)
class _KeyAlias:
    """Two sets of words and versions that mean one family."""

    alias: tuple[tuple[str, ...], tuple[str, ...]]
    name: tuple[tuple[str, ...], tuple[str, ...]]


class Rulings:
    """The judgements that stand. With none of them, nothing is any different."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self.standing = find_standing(judgements)
        by_kind: dict[str, list[Judgement]] = defaultdict(list)
        for each in self.standing:
            by_kind[each.kind].append(each)
        self.splits, self.joins = _latest_word(by_kind["different"], by_kind["same"])
        self.settings = by_kind["set"]
        self.verdicts = [each for each in self.standing if each.kind in ("accept", "reject")]
        self._by_article = [each for each in self.verdicts if each.subject.url]
        self._vendors = {
            fold_name(each.value or ""): each.subject.vendors[0]
            for each in by_kind["alias"]
            if each.field == "vendor" and each.subject.vendors
        }
        self._keys = [
            _key_alias(each.value or "", each.subject.names[0])
            for each in by_kind["alias"]
            if each.field == "model" and each.subject.names
        ]

    def __bool__(self) -> bool:
        return bool(self.standing)

    def key_of(self, key: str) -> str:
        """The key, its family called as a person said it is to be called."""
        for each in self._keys:
            key = _replace(key, each.alias, each.name) or key
        return key

    def keys_that_become(self, key: str) -> set[str]:
        """Every key that `key_of` may turn into the same as this one."""
        found, todo = {key}, [key]
        while todo:
            one = todo.pop()
            others = {_replace(one, *pair) for each in self._keys for pair in _both_ways(each)} - {None}
            new = {other for other in others if other is not None} - found
            found |= new
            todo += new
        return found

    def vendor_of(self, claim: Claim) -> str | None:
        """The id of the claim's vendor, or its name where it has none."""
        return self.vendor_called(claim.vendor, claim.vendor_id)

    def vendor_called(self, name: str | None, vendor_id: str | None) -> str | None:
        """The id of a vendor, as a person said whose name it is; else the one that is told, or the name."""
        told = vendor_id or name
        if self._vendors and told:
            return self._vendors.get(fold_name(name or ""), self._vendors.get(fold_name(told), told))
        return told

    def verdict_on(self, claim: Claim) -> str | None:
        """What a person said of what this article says: accept or reject; the last word counts."""
        told = [
            each.kind for each in self._by_article if each.subject.url == claim.url and is_named(each.subject, claim)
        ]
        return told[-1] if told else None

    def linked_keys(self) -> Iterator[set[str]]:
        """Keys that must be merged at one time, because a person said that they are one model's."""
        for each in self.joins:
            yield set(keys_of_subject(each.subject)) | set(keys_of_subject(each.other or Subject()))


def is_about(subject: Subject, claim: Claim) -> bool:
    """Whether a claim is one of those that the subject was made of, or says the same."""
    if subject.url and subject.url != claim.url:
        return False
    return (claim.vendor_id or claim.vendor or "") in subject.vendors and is_named(subject, claim)


def is_named(subject: Subject, claim: Claim) -> bool:
    return bool(claim.model) and _bare(claim.model or "") in {_bare(name) for name in subject.names}


def keys_of_subject(subject: Subject) -> Iterator[str]:
    """The keys that today's rules give to its names."""
    for name in subject.names:
        yield model_key(name, None)
        for vendor in filter(None, subject.vendors):
            try:
                yield model_key(name, vendor_of(vendor))
            except KeyError:
                continue


def _latest_word(splits: Sequence[Judgement], joins: Sequence[Judgement]) -> tuple[list[Judgement], list[Judgement]]:
    """Of those who say that two are the same and those who say that they are not, the last one is right."""
    last: dict[frozenset[str], Judgement] = {}
    for each in sorted((*splits, *joins), key=lambda each: (each.decided_at, each.id)):
        last[_pair(each)] = each
    kept = set(last.values())
    return [each for each in splits if each in kept], [each for each in joins if each in kept]


def _pair(judgement: Judgement) -> frozenset[str]:
    both = (judgement.subject, judgement.other or Subject())
    return frozenset(f"{each.release}\0{each.url}" for each in both)


def _bare(name: str) -> str:
    return "".join(sign for sign in fold(name).casefold() if sign.isalnum() or sign in ".+")


def _key_alias(alias: str, name: str) -> _KeyAlias:
    words = [split_key(model_key(each, None)) for each in (alias, name)]
    return _KeyAlias(*((each.words, each.versions) for each in words))


def _both_ways(each: _KeyAlias) -> Iterator[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    yield each.alias, each.name
    yield each.name, each.alias


def _replace(
    key: str, old: tuple[tuple[str, ...], tuple[str, ...]], new: tuple[tuple[str, ...], tuple[str, ...]]
) -> str | None:
    """The key with the old words and first versions in place of the new ones; None where it has not the old ones."""
    parts = split_key(key)
    (words, versions), (new_words, new_versions) = old, new
    if not set(words) <= set(parts.words) or parts.versions[: len(versions)] != versions or not (words or versions):
        return None
    left = [word for word in parts.words if word not in words]
    return join_key([*left, *new_words], [*new_versions, *parts.versions[len(versions) :]], parts.sizes)
