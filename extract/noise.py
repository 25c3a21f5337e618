"""Tell what stands in an article but is not it: bylines, adverts, captions, links to other articles.

The rules are data/noise.jsonl, one per line, each with its examples and counter-examples. `drop` says what goes:
line: a block that is wholly this; first, last: the same, only at the article's beginning or end; rest: the block and
all that follow it; trim: the end of a block; title: a page's title that is none.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from extract.blocks import Piece
from extract.records import Span

Drop = Literal["line", "first", "last", "rest", "trim", "title"]

FILE = Path(__file__).parent / "data" / "noise.jsonl"
LONGEST_LABEL = 120  # characters of a block that can open the rest: they are headings of boxes
_PROSE = {"zh": 60, "en": 200}  # characters that stand before the rest of a page can be cut
_FOLDED = str.maketrans("‘’“”\u00a0", "''\"\" ")


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
    kept = _before_rest(pieces, site, language)
    kept = [piece for piece in kept if not is_noise(piece.text, "line", site, language)]
    kept = _stripped(kept, "first", site, language)
    kept = _stripped(kept[::-1], "last", site, language)[::-1]
    return [trimmed for piece in kept if (trimmed := _trimmed(piece, site, language)).text]


def is_noise(text: str, drop: Drop, site: str = "", language: str = "") -> bool:
    """Whether a block's whole text is noise of that sort."""
    pattern = _merged(drop, site, language)
    return pattern is not None and pattern.fullmatch(text.translate(_FOLDED)) is not None


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules. Raises ValueError where the data is wrong."""
    lines = FILE.read_text("utf-8").splitlines()
    return tuple(_read_rule(number, json.loads(line)) for number, line in enumerate(lines, 1) if line)


def _read_rule(number: int, record: dict[str, object]) -> Rule:
    values = {"site": "", "language": "", "not": [], **record}
    if values.keys() != {"drop", "pattern", "examples", "not", "site", "language"} or values["drop"] not in get_args(Drop):
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
def _merged(drop: Drop, site: str, language: str) -> re.Pattern[str] | None:
    rules = [rule for rule in load_rules() if rule.drop == drop and rule.site in ("", site)]
    patterns = [f"(?:{rule.pattern.pattern})" for rule in rules if rule.language in ("", language)]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _before_rest(pieces: Sequence[Piece], site: str, language: str) -> list[Piece]:
    """The pieces before the first that opens a box of something else, once some prose has been read."""
    prose = 0
    for number, piece in enumerate(pieces):
        is_label = len(piece.text) <= LONGEST_LABEL
        if prose >= _PROSE[language] and is_label and is_noise(piece.text, "rest", site, language):
            return list(pieces[:number])
        prose += len(piece.text)
    return list(pieces)


def _stripped(pieces: Sequence[Piece], drop: Literal["first", "last"], site: str, language: str) -> list[Piece]:
    count = 0
    while count < len(pieces) and pieces[count].kind == "paragraph" and is_noise(pieces[count].text, drop, site, language):
        count += 1
    return list(pieces[count:])


def _trimmed(piece: Piece, site: str, language: str) -> Piece:
    pattern = _merged("trim", site, language)
    found = pattern.search(piece.text) if pattern else None
    if found is None or found.end() != len(piece.text):
        return piece
    text = piece.text[: found.start()].rstrip()
    emphasis = tuple(Span(start, min(end, len(text))) for start, end in piece.emphasis if start < len(text))
    return replace(piece, text=text, emphasis=emphasis, linked=min(piece.linked, len(text)))
