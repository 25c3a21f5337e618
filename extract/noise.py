"""Tell what stands in an article but is not it: bylines, adverts, captions, links to other articles.

The rules are data/noise.jsonl, one per line, each with its examples and counter-examples. `drop` says what goes:
line: a block that is wholly this; first, last: the same, only at the article's beginning or end; rest: the block and
all that follow it; trim: the end of a block, within its last 120 characters; title: a page's title that is none.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import dropwhile
from pathlib import Path
from typing import Literal, get_args

from extract.blocks import Piece
from extract.records import Span

Drop = Literal["line", "first", "last", "rest", "trim", "title"]

FILE = Path(__file__).parent / "data" / "noise.jsonl"
_FIELDS = {"drop", "pattern", "examples", "not", "site", "language"}
LONGEST_LABEL = 120  # characters of a block that can open the rest: they are headings of boxes
_PROSE = {"zh": 60, "en": 200}  # characters of prose that stand before the rest of a page can be cut
_SENTENCE = {"zh": 25, "en": 80}  # characters from which a block is prose
_SENTENCE_END = re.compile(r"[.!?。！？…；;:：][\"'”’)）]*$|[”\"]$")
_LINKED = 0.8  # of a block's characters: it is a link to something else
_LONGEST_TAIL = 120  # characters at a block's end among which what is trimmed is looked for
_REMEMBERED = 512  # blocks: each is asked about some four times
_FOLDED = (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " "))


@dataclass(frozen=True, slots=True)
class Rule:
    drop: Drop
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    others: tuple[str, ...]  # counter-examples
    site: str  # "" for all
    language: str  # "" for both


def without_noise(pieces: Sequence[Piece], site: str, language: str) -> list[Piece]:
    """The pieces that are the article."""
    ends = [end for owner in dict.fromkeys(("", site)) if (end := _merged("trim", (owner,), language))]
    kept = [trimmed for piece in pieces if (trimmed := _trimmed(piece, ends)).text]
    kept = _before_rest(kept, site, language)
    kept = [piece for piece in kept if not _is_line(piece.text, site, language)]
    kept = _stripped(_without_links(kept), "first", site, language)
    return _stripped(kept[::-1], "last", site, language)[::-1]


def is_noise(text: str, drop: Drop, site: str = "", language: str = "") -> bool:
    """Whether a block's whole text is noise of that sort, by what holds everywhere or on that site."""
    return _matches(text, _merged(drop, ("", site), language))


def _matches(text: str, pattern: re.Pattern[str] | None) -> bool:
    return pattern is not None and pattern.fullmatch(_folded(text)) is not None


@lru_cache(maxsize=_REMEMBERED)
def _folded(text: str) -> str:
    if not text.isascii():
        for sign, plain in _FOLDED:  # str.translate takes ten times as long
            text = text.replace(sign, plain)
    return text


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules. Raises ValueError where the data is wrong."""
    lines = FILE.read_text("utf-8").splitlines()
    return tuple(_read_rule(number, json.loads(line)) for number, line in enumerate(lines, 1) if line)


def _read_rule(number: int, record: dict[str, object]) -> Rule:
    values = {"site": "", "language": "", "not": [], **record}
    if values.keys() != _FIELDS or values["drop"] not in get_args(Drop):
        raise ValueError(f"noise.jsonl:{number}: not a rule: {record}")
    try:
        pattern = re.compile(str(values["pattern"]), re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"noise.jsonl:{number}: {error}") from error
    examples, others = (tuple(map(str, _list(values[name]))) for name in ("examples", "not"))
    drop: Drop = values["drop"]  # type: ignore[assignment]  # checked above
    return Rule(drop, pattern, examples, others, str(values["site"]), str(values["language"]))


def _list(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else [value]


@cache
def _merged(drop: Drop, sites: tuple[str, ...], language: str) -> re.Pattern[str] | None:
    """One pattern of all the rules of these sites; those of "" hold everywhere."""
    rules = [rule for rule in load_rules() if rule.drop == drop and rule.site in sites]
    patterns = [f"(?:{rule.pattern.pattern})" for rule in rules if rule.language in ("", language)]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _before_rest(pieces: Sequence[Piece], site: str, language: str) -> list[Piece]:
    """The pieces before the first that opens a box of something else, once some prose has been read.

    A label that is not known from the site itself counts only where less prose follows than came before: `Share` may
    stand under the first paragraph.
    """
    prose = [len(piece.text) if _is_prose(piece.text, language) else 0 for piece in pieces]
    before, total = 0, sum(prose)
    for number, piece in enumerate(pieces):
        if before >= _PROSE[language] and len(piece.text) <= LONGEST_LABEL:
            is_known = site != "" and _matches(piece.text, _merged("rest", (site,), language))
            if is_known or (total <= 2 * before and is_noise(piece.text, "rest", "", language)):
                return list(pieces[:number])
        before += prose[number]
    return list(pieces)


def _is_line(text: str, site: str, language: str) -> bool:
    """Whether a block goes alone: noise, or a label that opened nothing."""
    is_label = len(text) <= LONGEST_LABEL and is_noise(text, "rest", site, language)
    return is_label or is_noise(text, "line", site, language)


def _is_prose(text: str, language: str) -> bool:
    return len(text) >= _SENTENCE[language] and _SENTENCE_END.search(text) is not None


def _without_links(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without lists of links: two and more blocks in a row that are nothing but a link each."""
    alone = [piece.kind != "heading" and piece.linked >= _LINKED * len(piece.text) for piece in pieces]
    beside = [False, *alone, False]
    return [
        piece
        for number, piece in enumerate(pieces)
        if not (alone[number] and (beside[number] or beside[number + 2] or number == len(pieces) - 1))
    ]


def _stripped(pieces: Sequence[Piece], drop: Literal["first", "last"], site: str, language: str) -> list[Piece]:
    """The pieces without the paragraphs of that sort that they begin with; all of them where nothing else is there."""
    rest = dropwhile(lambda piece: piece.kind == "paragraph" and is_noise(piece.text, drop, site, language), pieces)
    return list(rest) or list(pieces)


def _trimmed(piece: Piece, ends: Iterable[re.Pattern[str]]) -> Piece:
    start = max(0, len(piece.text) - _LONGEST_TAIL)
    found = next((match for end in ends if (match := end.search(piece.text, start))), None)
    if found is None:
        return piece
    text = piece.text[: found.start()].rstrip()
    emphasis = tuple(Span(start, min(end, len(text))) for start, end in piece.emphasis if start < len(text))
    return replace(piece, text=text, emphasis=emphasis, linked=min(piece.linked, len(text)))
