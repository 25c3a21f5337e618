"""Find every word of the data files in a text, in one pass: triggers, cues, head nouns, vendors, Chinese families.

One Aho-Corasick automaton of all of them reads 40 million characters a second; one regular expression for each kind of
word read 4 to 17, and there are seven kinds.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from extract.folding import lower
from extract.knowledge import Family, Vendor, load_families, load_vendors
from extract.lexicon import DATA, Cue, Head, Trigger, load_lexicon
from extract.spans import Spanned

Value = TypeVar("Value")
Place = TypeVar("Place", bound=Spanned)
IsWord = Callable[[int, int], bool]  # whether a stretch of the text is made of whole words
_BLANK_AT_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[\u3400-\u9fff])")
_HAN_AT_LATIN = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])")
_LATIN = re.compile(r"[A-Za-z]")
_ALPHANUMERIC = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_START = itemgetter(0)
_OPENS_THE_GATE = ("instrument", "novelty")  # the cues that patterns take in a trigger's place


class Found(Generic[Value]):
    """The words of one kind in one text, overlapping as they may."""

    __slots__ = ("_starts", "_words")

    def __init__(self, words: list[tuple[int, int, Value]]) -> None:
        """`words` are sorted by their starts, the longest first where they begin together."""
        self._words = words
        self._starts = [word[0] for word in words]

    def within(self, start: int, end: int, is_word: IsWord | None = None) -> Sequence[tuple[int, int, Value]]:
        """The words of `text[start:end]`, from left to right and the longest that fits; none overlap.

        With `is_word`, only those that pass: 接连推出 holds 推出, and 连推 hides it no more.
        """
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if first >= last:
            return ()
        found = []
        for word in self._words[first:last]:
            if word[0] >= start and word[1] <= end and (is_word is None or is_word(word[0], word[1])):
                found.append(word)
                start = word[1]
        return found

    def has(self, start: int, end: int) -> bool:
        """Whether any word lies within."""
        place = bisect_left(self._starts, start)
        while place < len(self._words) and self._starts[place] < end:
            if self._words[place][1] <= end:
                return True
            place += 1
        return False

    def starts(self, start: int, end: int) -> Sequence[int]:
        """Where words begin that lie within, in order, each place once."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [*dict.fromkeys(word[0] for word in self._words[first:last] if word[1] <= end)]

    def holding(self, spans: Iterable[Place]) -> Iterator[Place]:
        """Those of some spans, in the order of the text, within which a word lies."""
        starts, place, size = self._starts, 0, len(self._starts)
        for span in spans:
            start, end = span.start, span.end
            while place < size and starts[place] < start:
                place += 1
            at = place
            while at < size and starts[at] < end:
                if self._words[at][1] <= end:
                    yield span
                    break
                at += 1

    def end_of_last(self, start: int, end: int) -> int:
        """Where the last word within ends; `start` where there is none."""
        found = self.within(start, end)
        return found[-1][1] if found else start


class Words(NamedTuple):
    """What a text has of each kind."""

    triggers: Found[Trigger]
    cues: Found[tuple[Cue, ...]]
    heads: Found[Head]
    openers: Found[bool]  # the triggers, and the cues that patterns take in their place
    vendors: Found[tuple[Vendor, bool]]  # and whether the name is a weak one
    families: Found[Family]
    organisations: Found[bool]  # Chinese nouns for organisations, which names of them end with or stand behind
    inert: Found[bool]  # the cues within which a vendor's name is none
    sayings: Found[bool]  # Chinese verbs and adverbs that stand behind a clause's subject
    things: Found[bool]  # Chinese names of known things

    def call_a_model(self, start: int, end: int) -> bool:
        """Whether a noun within the stretch is one for models."""
        return any(head.kind == "model" for _, _, head in self.heads.within(start, end))


class _Entry(NamedTuple):
    """What one form means as a word of each kind.

    Latin forms stand between other letters and digits nowhere; Chinese ones anywhere; `-powered` may follow a letter.
    """

    opens: bool
    closes: bool
    meanings: dict[int, Any]  # by the number of the kind
    spellings: set[str]  # as proper names have them


_PRONOUNCED = 6  # letters of a name that is read as a word, so that the press writes it as one: NVIDIA, Nvidia


class _Lexer:
    """Dictionaries of which the number `proper` holds proper names: `Figure` is a vendor, `figure` is none."""

    def __init__(self, dictionaries: list[Mapping[str, Any]], proper: int) -> None:
        from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 (only where text is read)

        entries: dict[str, _Entry] = {}
        for kind, dictionary in enumerate(dictionaries):
            for form, meaning in dictionary.items():
                entry = entries.setdefault(form.lower(), _entry_of(form))
                entry.meanings[kind] = meaning
                if kind == proper:
                    entry.spellings.add(form)
        self._entries = [(*each[:2], [*each.meanings.items()], each.spellings) for each in entries.values()]
        self._automaton = AhoCorasick(list(entries))
        self._kinds, self._proper = len(dictionaries), proper

    def read(self, text: str) -> Words:
        lowered = lower(text) + " "  # which stands behind its last character, and before its first one
        found: list[list[Any]] = [[] for _ in range(self._kinds)]
        entries, proper = self._entries, self._proper
        for number, start, end in reversed(self._automaton.find_matches_as_indexes(lowered, overlapping=True)):
            opens, closes, meanings, spellings = entries[number]
            if (opens and lowered[start - 1] in _ALPHANUMERIC) or (closes and lowered[end] in _ALPHANUMERIC):
                continue
            for kind, meaning in meanings:
                if kind != proper or _is_spelt(text[start:end], spellings):
                    found[kind].append((start, end, meaning))
        # They came with their ends descending; so those that begin together keep the longest first.
        return Words(*(Found(sorted(words, key=_START)) for words in found))


def find_words(text: str) -> Words:
    """All words of all kinds in a folded text."""
    return _lexer().read(text)


def _is_spelt(surface: str, spellings: set[str]) -> bool:
    """Whether it begins as the proper name does, and is all capitals where a short one is: Air is not AIR."""
    return surface in spellings or any(
        surface[0] == spelling[0] and (surface.isupper() or not spelling.isupper() or len(spelling) >= _PRONOUNCED)
        for spelling in spellings
    )


def _entry_of(form: str) -> _Entry:
    is_han = _is_han(form)
    return _Entry(not is_han and form[0].isalnum(), not is_han, {}, set())


def _is_han(form: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in form)


@cache
def _lexer() -> _Lexer:
    lexicon = load_lexicon()
    openers = [form for form, senses in lexicon.cues.items() if any(cue.type in _OPENS_THE_GATE for cue in senses)]
    inert = [form for form, senses in lexicon.cues.items() if any(cue.type == "inert" for cue in senses)]
    dictionaries: list[Mapping[str, Any]] = [
        lexicon.triggers,
        lexicon.cues,
        lexicon.heads,
        dict.fromkeys([*lexicon.triggers, *openers], True),
        _vendors(),
        _with_both_spacings({alias: own for own in load_families() for alias in own.names if not alias.isascii()}),
        _organisations(),
        dict.fromkeys(inert, True),
        _sayings(),
        dict.fromkeys(filter(_is_han, lexicon.things.makers), True),
    ]
    return _Lexer(dictionaries, proper=Words._fields.index("vendors"))


def _organisations() -> dict[str, bool]:
    raw = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
    kinds = ("endings", "weak_endings", "made_up_endings", "nouns")
    return dict.fromkeys((word for kind in kinds for word in raw[kind]), True)


def _sayings() -> dict[str, bool]:
    raw = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
    verbs = (form for form in load_lexicon().triggers if not _LATIN.search(form))
    return dict.fromkeys([*raw["subject_adverbs"], *verbs], True)


def _vendors() -> dict[str, tuple[Vendor, bool]]:
    weak = {name: (vendor, True) for vendor in load_vendors() for name in (*vendor.weak_aliases, *vendor.people)}
    strong = {name: (vendor, False) for vendor in load_vendors() for name in vendor.strong}
    return _with_both_spacings({**weak, **strong})


def _with_both_spacings(words: dict[str, Value]) -> dict[str, Value]:
    """With 上海AI Lab for 上海 AI Lab, and the reverse: whether a blank stands there is a house's style."""
    close = {_BLANK_AT_HAN.sub("", form): value for form, value in words.items()}
    wide = {_HAN_AT_LATIN.sub(" ", form): value for form, value in words.items()}
    return {**close, **wide, **words}
