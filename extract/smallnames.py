"""Find Latin names in small letters, which have no shape of a name: `开源工具 tideline，`, `名为 tideline 的插件`.

Among Chinese words, one that stands alone behind a noun for a thing, or directly behind 开源, is what is called so.
"""

import re
from collections.abc import Iterator

from extract.language import has_han
from extract.lexer import Words
from extract.lexicon import Head, load_lexicon
from extract.names import Name
from extract.records import Span

_OWN = r"(?P<own>[a-z][a-z0-9]+(?:[._-][a-z0-9]+)*)"
_ENDS = r"(?=\s?(?:[，。；、！（(,;!]|\Z|\n|[实旨用可支让并与和及已将将为能]))"
_BEHIND_NOUN = re.compile(rf"\s?[“\"]?{_OWN}[”\"]?{_ENDS}")
_CALLED = re.compile(rf"名为\s?[“\"]?{_OWN}[”\"]?\s?的[\u4e00-\u9fff\sA-Za-z]{{0,16}}\Z")
_BEHIND_VERB = re.compile(rf"开源了?\s?{_OWN}{_ENDS}")
_SMALL = re.compile(r"[a-z](?<![A-Za-z0-9.-].)")  # the sign first: it is searched for
_SIGN = re.compile(r"[，,。;；:：!！?？\n]")
_WITHIN, _CALLED_WITHIN = 40, 48  # characters
_SHORTEST = 2
_KINDS = ("product", "framework", "dataset")
_NO_NOUNS = ("-feature", "-company", "-plan", "-stage", "-licence-stage")


def find_small_names(text: str, words: Words, within: Span) -> Iterator[Name]:
    """Those of a stretch, each of the kind that its noun tells."""
    if not (words.triggers.has(*within) and has_han(text, *within) and _SMALL.search(text, *within)):
        return
    for first, last, head in words.heads.within(*within):
        if head.lang != "zh" or head.kind not in _KINDS or head.id.endswith(_NO_NOUNS):
            continue
        called = max(within.start, first - _CALLED_WITHIN), first
        found = _BEHIND_NOUN.match(text, last, within.end) or _CALLED.search(text, *called)
        if found and _may_be_name(found["own"]) and _is_object(text, words, within, first):
            yield _name(found, head)
    for found in _BEHIND_VERB.finditer(text, *within):
        if _may_be_name(found["own"]):
            yield Name(*found.span("own"), found["own"], 1, kind="framework")


def _name(found: re.Match[str], head: Head) -> Name:
    return Name(*found.span("own"), found["own"], 1, kind=head.kind)


def _may_be_name(own: str) -> bool:
    return len(own) > _SHORTEST and own not in load_lexicon().words.small_stop


def _is_object(text: str, words: Words, within: Span, noun: int) -> bool:
    """Whether a verb of release stands before the noun in its clause."""
    start = max(within.start, noun - _WITHIN)
    verbs = [end for _, end, verb in words.triggers.within(start, noun) if verb.use in ("object", "both")]
    return bool(verbs) and not _SIGN.search(text, verbs[-1], noun)
