"""What a line of rule data must look like: keys, types and words are checked as the line is loaded."""

from collections.abc import Callable, Mapping
from typing import Any

from extract.records import KINDS, STATUSES

Check = Callable[[Any], str | None]  # what is wrong with a value, if anything

USES = ("object", "subject", "both", "noun", "split", "open", "adding")
CUE_TYPES = (
    "mention", "after", "worth", "inert", "plan", "rumour", "past", "preview", "limited", "negation", "denial",
    "cancelled", "naming", "instrument", "by", "novelty", "they", "end", "host", "joining", "disposal", "doubt",
)  # fmt: skip
PATTERN_CODES = frozenset("VNOMTUFISDHKWJZGABYLRPCQ,:(^EX~_")


class KnowledgeError(ValueError):
    """A line of the data files that cannot be used; the message begins with its file and number."""


def check_line(name: str, record: object, where: str) -> dict[str, Any]:
    """The record, if it is a good line of `data/<name>.jsonl`; KnowledgeError where it is not."""
    if not isinstance(record, dict):
        raise KnowledgeError(f"{where}: not an object")
    needed, optional = SCHEMAS[name]
    for key in needed.keys() - record.keys():
        raise KnowledgeError(f"{where}: no {key}")
    for key, value in record.items():
        check = needed.get(key) or optional.get(key)
        complaint = "unknown key" if check is None else check(value)
        if complaint:
            raise KnowledgeError(f"{where}: {key}: {complaint}")
    return record


def _one_of(words: tuple[str, ...]) -> Check:
    return lambda value: None if value in words else f"{value!r} is none of {', '.join(words)}"


def _is(kind: type) -> Check:
    return lambda value: None if type(value) is kind else f"{value!r} is no {kind.__name__}"


def _text(value: object) -> str | None:
    return None if isinstance(value, str) and value.strip() else f"{value!r} is no text"


def _texts(value: object) -> str | None:
    is_list = isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)
    return None if is_list else f"{value!r} is no list of texts"


def _some_texts(value: object) -> str | None:
    return _texts(value) if value else "empty"


def _number(value: object) -> str | None:
    return None if type(value) in (int, float) else f"{value!r} is no number"


def _pattern(value: object) -> str | None:
    if not isinstance(value, str) or not value.split():
        return f"{value!r} is no pattern"
    codes = value.split()
    strange = [code for code in codes if code not in PATTERN_CODES]
    if strange:
        return f"no such code: {' '.join(strange)}"
    return None if {"N", "O"} & set(codes) else "has no name (N or O)"


_LANG = _one_of(("zh", "en"))
_STATUS = _one_of(STATUSES)
_KIND = _one_of(KINDS)
_RULE: dict[str, Check] = {"id": _text, "example": _text, "claims": _texts}
_MAYBE: dict[str, Check] = {"counter": _some_texts, "status_expected": _STATUS}
SCHEMAS: Mapping[str, tuple[Mapping[str, Check], Mapping[str, Check]]] = {
    "triggers": (
        {**_RULE, "lang": _LANG, "use": _one_of(USES), "status": _STATUS, "forms": _some_texts, "counter": _some_texts},
        {**_MAYBE, "weight": _number, "announces": _is(bool), "adjective": _is(bool)},
    ),
    "cues": ({**_RULE, "lang": _LANG, "type": _one_of(CUE_TYPES), "forms": _some_texts}, _MAYBE),
    "heads": ({**_RULE, "lang": _LANG, "kind": _KIND, "forms": _some_texts}, _MAYBE),
    "patterns": ({**_RULE, "lang": _LANG, "pattern": _pattern, "weight": _number}, {**_MAYBE, "also": _some_texts}),
    "things": ({**_RULE, "kind": _KIND, "forms": _some_texts}, {**_MAYBE, "last_word": _is(bool), "vendor": _text}),
}
