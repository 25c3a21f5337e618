"""The rule data is well formed, and no line says what another has said."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.lexicon import DATA, iter_lines
from extract.lint import SCHEMAS, KnowledgeError

TRIGGER = {
    "id": "zh-release",
    "lang": "zh",
    "use": "both",
    "status": "released",
    "forms": ["发布"],  # release
    "example": "星海科技发布 Nova-3 大模型。",
    "claims": ["Nova-3"],
    "counter": ["发布会上没有 Nova-3 模型。"],
}
PATTERN = {"id": "p", "lang": "en", "pattern": "V ~ T ~ N", "weight": 0.5, "example": "Nova 3.", "claims": []}
LISTS = tomllib.loads((DATA / "names.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_line_is_well_formed(name: str) -> None:
    assert list(iter_lines(name))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "triggers.jsonl:2: not JSON"),
        ("[]", "triggers.jsonl:2: not an object"),
        ({"example": None}, "triggers.jsonl:2: example: None is no text"),
        ({"example": "  "}, "triggers.jsonl:2: example: '  ' is no text"),
        ({"frequency": 3}, "triggers.jsonl:2: frequency: unknown key"),
        ({"forms": "发布"}, "triggers.jsonl:2: forms: '发布' is no list of texts"),
        ({"forms": []}, "triggers.jsonl:2: forms: empty"),
        ({"counter": []}, "triggers.jsonl:2: counter: empty"),
        ({"lang": "fr"}, "triggers.jsonl:2: lang: 'fr' is none of zh, en"),
        ({"use": "verb"}, "triggers.jsonl:2: use: 'verb' is none of"),
        ({"status": "out"}, "triggers.jsonl:2: status: 'out' is none of"),
        ({"weight": "heavy"}, "triggers.jsonl:2: weight: 'heavy' is no number"),
        ({"weight": True}, "triggers.jsonl:2: weight: True is no number"),
        ({"announces": 1}, "triggers.jsonl:2: announces: 1 is no bool"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path: Path, line: Any, complaint: str) -> None:  # noqa: ANN401
    text = line if isinstance(line, str) else json.dumps(TRIGGER | line)
    (tmp_path / "triggers.jsonl").write_text(f"{json.dumps(TRIGGER)}\n{text}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"^{re.escape(complaint)}"):
        list(iter_lines("triggers", tmp_path))


@pytest.mark.parametrize("key", TRIGGER)
def test_a_key_that_is_missing_is_named(tmp_path: Path, key: str) -> None:
    line = {name: value for name, value in TRIGGER.items() if name != key}
    (tmp_path / "triggers.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"^triggers.jsonl:1: no {key}$"):
        list(iter_lines("triggers", tmp_path))


@pytest.mark.parametrize(
    ("pattern", "complaint"), [("V ~ T", "has no name"), ("V ~ 9 ~ N", "no such code: 9"), ("", "'' is no pattern")]
)
def test_a_pattern_that_can_match_nothing_is_refused(tmp_path: Path, pattern: str, complaint: str) -> None:
    (tmp_path / "patterns.jsonl").write_text(json.dumps(PATTERN | {"pattern": pattern}), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=complaint):
        list(iter_lines("patterns", tmp_path))


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_id_is_given_twice(name: str) -> None:
    assert list(_iter_doubles((line["id"], line["_where"]) for line in iter_lines(name))) == []


def test_braces_in_a_form_stand_for_each_of_their_words(tmp_path: Path) -> None:
    forms = ["{was|were} {|quietly} released", "发布"]
    (tmp_path / "triggers.jsonl").write_text(json.dumps({**TRIGGER, "forms": forms}), "utf-8")
    [line] = iter_lines("triggers", tmp_path)
    assert line["forms"] == ["was released", "was quietly released", "were released", "were quietly released", "发布"]


@pytest.mark.parametrize("name", ["triggers", "cues", "heads", "things"])
def test_no_line_says_a_word_twice(name: str) -> None:
    doubles = [
        double
        for line in iter_lines(name)
        for double in _iter_doubles((form.casefold(), line["_where"]) for form in line["forms"])
    ]
    assert doubles == []


def test_no_trigger_hides_another_of_its_use_or_status() -> None:
    """A word may be in two lines where one takes the model as its object, the other as its subject."""
    by_use = ((f"{form} ({line['use']})", line["_where"]) for line in iter_lines("triggers") for form in line["forms"])
    assert list(_iter_doubles(by_use)) == []
    statuses = defaultdict(set)
    for line in iter_lines("triggers"):
        for form in line["forms"]:
            statuses[form.casefold()].add(line["status"])
    assert {form: found for form, found in statuses.items() if len(found) > 1} == {}


def test_no_cue_says_what_another_of_its_type_says() -> None:
    told = (
        (f"{line['lang']} {line['type']} {form.casefold()}", line["_where"])
        for line in iter_lines("cues")
        for form in line["forms"]
    )
    assert list(_iter_doubles(told)) == []


def test_no_noun_hides_another_of_a_different_kind() -> None:
    """The two languages share their nouns: GPU is a chip in both."""
    assert list(_iter_contradictions("heads", lambda line: line["kind"])) == []
    own = (
        (f"{line['lang']} {form.casefold()}", line["_where"]) for line in iter_lines("heads") for form in line["forms"]
    )
    assert list(_iter_doubles(own)) == []


def test_no_thing_hides_another() -> None:
    told = (
        (f"{form.casefold()} {bool(line.get('last_word'))}", line["_where"])
        for line in iter_lines("things")
        for form in line["forms"]
    )
    assert list(_iter_doubles(told)) == []


def test_no_two_patterns_of_a_language_are_the_same() -> None:
    told = ((f"{line['lang']} {line['pattern']}", line["_where"]) for line in iter_lines("patterns"))
    assert list(_iter_doubles(told)) == []


@pytest.mark.parametrize("name", LISTS)
def test_no_list_of_name_words_has_a_word_twice(name: str) -> None:
    assert list(_iter_doubles((word, f"names.toml:{_line_of(word)}") for word in LISTS[name])) == []


def test_a_word_that_never_begins_a_name_does_so_for_one_reason() -> None:
    assert [f"names.toml:{_line_of(word)}: {word}" for word in set(LISTS["stop"]) & set(LISTS["soft"])] == []


def _iter_doubles(told: Iterator[tuple[str, str]]) -> Iterator[str]:
    first: dict[str, str] = {}
    for word, where in told:
        if word in first:
            yield f"{where}: {word!r} stands at {first[word]} too"
        first.setdefault(word, where)


def _iter_contradictions(name: str, meaning: Any) -> Iterator[str]:  # noqa: ANN401
    first: dict[str, tuple[str, str]] = {}
    for line in iter_lines(name):
        for form in line["forms"]:
            said, where = first.setdefault(form.casefold(), (meaning(line), line["_where"]))
            if said != meaning(line):
                yield f"{line['_where']}: {form!r} is {meaning(line)}, but {said} at {where}"


def _line_of(word: str) -> int:
    lines = (DATA / "names.toml").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if f'"{word}"' in line)
