"""Sentences of our own, labelled before any rule read them: what is read right stays so.

A line in sentences/ that is not read right yet says why under `known`; one that is read right bears `"ok": true`.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extract.claims import analyse
from extract.patterns import iter_matches
from extract.records import KINDS, STATUSES, Article
from extract.tokens import codes_of

FILES = sorted(Path(__file__).with_name("sentences").glob("*.jsonl"))
CASES: list[dict[str, Any]] = [
    {**json.loads(line), "line": f"{file.name}:{number}"}
    for file in FILES
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
]
FIELDS = {"vendor", "model", "kind", "status", "date_start", "date_end"}
OPTIONAL = {"vendor_aliases", "model_aliases", "optional"}
GOLDEN = [case for case in CASES if case.get("ok")]
KNOWN = [case for case in CASES if "known" in case]

FindFaults = Callable[[str, str, str, list[dict[str, Any]]], list[str]]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case['line']}: {case['text'][:40]}")
def test_a_sentence_won_stays_won(case: dict[str, Any], find_faults: FindFaults) -> None:
    assert _faults(case, find_faults) == [], f"{case['line']}: {case['text']}"


def test_a_known_failure_that_is_read_right_now_is_flipped(
    find_faults: FindFaults, capsys: pytest.CaptureFixture[str]
) -> None:
    right = [f"{case['line']}: {case['text']}" for case in KNOWN if not _faults(case, find_faults)]
    causes = Counter(case["known"] for case in KNOWN)
    with capsys.disabled():
        print(f"\n{len(GOLDEN)} of {len(CASES)} sentences are read right; the others are not, because of")
        print("\n".join(f"{count:4} × {cause}" for cause, count in causes.most_common()))
    assert right == [], 'read right now: put "ok": true in the place of "known" in these lines'


def test_no_sentence_is_passed_over_that_a_pattern_fits(write_article: Callable[..., Article]) -> None:
    read = (one for case in CASES for one in analyse(write_article(case["text"], case["lang"])).parsed)
    passed_over = [one for one in read if not one.may_match]
    fits = [codes_of(one.tokens) for one in passed_over if any(True for _ in iter_matches(one.tokens, one.language))]
    assert passed_over, "nothing is seen before its skeleton is read"
    assert fits == [], "a skeleton has codes that may_fit does not expect: patterns._FROM_BETWEEN"


def test_every_sentence_is_golden_or_says_why_not() -> None:
    assert [case["line"] for case in CASES if (case.get("ok") is True) == bool(case.get("known"))] == []


def test_no_sentence_stands_twice() -> None:
    assert [text for text, count in Counter(case["text"] for case in CASES).items() if count > 1] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["line"])
def test_a_label_is_well_formed(case: dict[str, Any]) -> None:
    assert case.keys() <= {"text", "published", "lang", "group", "claims", "ok", "known", "line"}
    assert case["line"].startswith(f"{case['lang']}.jsonl:")
    date.fromisoformat(case["published"])
    for label in case["claims"]:
        assert FIELDS <= label.keys() <= FIELDS | OPTIONAL
        assert label["kind"] in KINDS
        assert label["status"] in STATUSES
        assert label["model"] in case["text"] or label.get("model_aliases") or _is_sibling(label["model"], case["text"])
        if label["date_start"]:
            assert date.fromisoformat(label["date_start"]) <= date.fromisoformat(label["date_end"])


def test_the_sentences_cover_every_kind_and_status_and_half_tell_of_no_release() -> None:
    labels = [label for case in CASES for label in case["claims"]]
    assert {label["kind"] for label in labels} == set(KINDS)
    assert {label["status"] for label in labels} == set(STATUSES)
    assert min(Counter(case["lang"] for case in CASES).values()) >= 100
    assert len(CASES) >= 440
    assert sum(not case["claims"] for case in CASES) >= len(CASES) / 2


def _faults(case: dict[str, Any], find_faults: FindFaults) -> list[str]:
    return find_faults(case["text"], case["lang"], case["published"], case["claims"])


def _is_sibling(model: str, text: str) -> bool:
    """`GPT-6 mini and nano`: the words of the second name stand apart."""
    return all(word in text for word in model.split())
