"""What the data files say, compiled: triggers, cues, head nouns, patterns, the words of names.

The files live in `extract/data`; each line carries its own example (see docs/add-a-rule.md).
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from extract.lint import KnowledgeError, check_line
from extract.records import Kind, Status

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says a model was made available. `use` is object, subject, both, noun (release of …), split, open.

    What is open only has an object that begins with a word for something new.
    """

    id: str
    lang: str
    use: str
    status: Status
    weight: float
    announces: bool  # what it announces may still be to come
    adjective: bool  # 新一代开源模型: between 的 or an adjective and a noun it is one itself


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that changes what its neighbours mean; `type` is mention, after, plan, rumour, past, preview, …"""

    id: str
    lang: str
    type: str


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that tells what a name is the name of."""

    id: str
    lang: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Pattern:
    """Type codes in order; `~` and `_` are gaps. See `skeleton.py` for the codes."""

    id: str
    lang: str
    codes: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words that may, or may not, be part of a name."""

    suffixes: frozenset[str]
    tiers: frozenset[str]
    model_tiers: frozenset[str]
    ventures: frozenset[str]
    stop: frozenset[str]
    soft: frozenset[str]
    closing: frozenset[str]
    units: re.Pattern[str]
    han_stop: frozenset[str]
    fields: re.Pattern[str]  # one or more that a model is for
    editions: frozenset[str]
    likened: frozenset[str]
    systems: frozenset[str]
    small_stop: frozenset[str]


@dataclass(frozen=True, slots=True)
class Things:
    """Names that are known not to be models, and words that end such names."""

    names: Mapping[str, Kind]  # casefolded
    makers: Mapping[str, str]  # of those of which it is known, the vendor's id
    last_words: Mapping[str, Kind]  # casefolded


@dataclass(frozen=True, slots=True)
class Lexicon:
    triggers: Mapping[str, Trigger]
    cues: Mapping[str, tuple[Cue, ...]]
    heads: Mapping[str, Head]
    patterns: Mapping[str, Pattern]
    words: NameWords
    things: Things


def iter_lines(name: str, folder: Path = DATA) -> Iterator[dict[str, Any]]:
    """The records of `<folder>/<name>.jsonl`, each with its place under `_where`; a bad line is a KnowledgeError."""
    path = folder / f"{name}.jsonl"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        try:
            record = json.loads(line)
        except ValueError as error:
            raise KnowledgeError(f"{where}: not JSON: {error}") from error
        found = {**check_line(name, record, where), "_where": where}
        yield {**found, "forms": list(_iter_forms(found["forms"]))} if "forms" in found else found


def _iter_forms(written: Sequence[str]) -> Iterator[str]:
    """The forms of a line, each once; `{was|were} {|quietly} released` stands for four."""
    choices = ([part.split("|") for part in re.split(r"[{}]", form)] for form in written)
    yield from dict.fromkeys(" ".join("".join(each).split()) for parts in choices for each in product(*parts))


@cache
def load_lexicon() -> Lexicon:
    """All rule data, read and compiled once."""
    return Lexicon(
        triggers=_read_triggers(),
        cues=_read_cues(),
        heads=_read_heads(),
        patterns=_read_patterns(),
        words=_read_name_words(),
        things=_read_things(),
    )


def _read_triggers() -> dict[str, Trigger]:
    found: dict[str, Trigger] = {}
    for line in iter_lines("triggers"):
        maybe = (line.get("weight", 0.0), line.get("announces", False), line.get("adjective", False))
        trigger = Trigger(line["id"], line["lang"], line["use"], line["status"], *maybe)
        for form in line["forms"]:
            earlier = found.get(form.casefold())
            is_both = earlier is not None and earlier.use != trigger.use
            found[form.casefold()] = replace(earlier, use="both") if earlier and is_both else trigger
    return found


def _read_cues() -> dict[str, tuple[Cue, ...]]:
    found: dict[str, tuple[Cue, ...]] = {}
    for line in iter_lines("cues"):
        cue = Cue(line["id"], line["lang"], line["type"])
        for form in line["forms"]:
            found[form.casefold()] = (*found.get(form.casefold(), ()), cue)
    return found


def _read_heads() -> dict[str, Head]:
    return {
        form.casefold(): Head(line["id"], line["lang"], line["kind"])
        for line in iter_lines("heads")
        for form in line["forms"]
    }


def _read_patterns() -> dict[str, Pattern]:
    return {
        line["id"]: Pattern(line["id"], line["lang"], tuple(line["pattern"].split()), line["weight"])
        for line in iter_lines("patterns")
    }


def _read_name_words() -> NameWords:
    raw = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))
    units = "|".join(re.escape(unit) for unit in sorted(raw["units"], key=len, reverse=True))
    return NameWords(
        suffixes=frozenset(raw["suffixes"]),
        tiers=frozenset(raw["tiers"]),
        model_tiers=frozenset(raw["model_tiers"]),
        ventures=frozenset(raw["ventures"]),
        stop=frozenset(raw["stop"]),
        soft=frozenset(raw["soft"]),
        closing=frozenset(raw["closing"]),
        units=re.compile(rf"\s?(?!家族)(?:{units})(?![A-Za-z])"),
        han_stop=frozenset(raw["han_stop"]),
        fields=re.compile(rf"(?:{'|'.join(sorted(raw['fields'], key=len, reverse=True))})+"),
        editions=frozenset(raw["editions"]),
        likened=frozenset(raw["likened"]),
        systems=frozenset(raw["systems"]),
        small_stop=frozenset(raw["small_stop"]),
    )


def _read_things() -> Things:
    names: dict[str, Kind] = {}
    makers: dict[str, str] = {}
    last_words: dict[str, Kind] = {}
    for line in iter_lines("things"):
        into = last_words if line.get("last_word") else names
        into.update({form.casefold(): line["kind"] for form in line["forms"]})
        if "vendor" in line:
            makers.update({form.casefold(): line["vendor"] for form in line["forms"]})
    return Things(names, makers, last_words)
