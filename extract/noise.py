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
from typing import Literal, NamedTuple, get_args

from extract.blocks import Piece
from extract.records import Span

Drop = Literal["line", "first", "last", "rest", "trim", "title"]

FILE = Path(__file__).parent / "data" / "noise.jsonl"
_FIELDS = {"drop", "pattern", "examples", "not", "site", "language"}
LONGEST_LABEL = 120  # characters of a block that can open the rest: they are headings of boxes
_PROSE = {"zh": 60, "en": 200}  # characters of prose that stand before the rest of a page can be cut
_SENTENCE = {"zh": 25, "en": 80}  # characters from which a block is prose
_SENTENCE_ENDS, _CLOSING, _QUOTES = tuple(".!?。！？…；;:："), "\"'”’)）", ("”", '"')
_LINKED = 0.8  # of a block's characters: it is a link to something else
_LONGEST_TAIL = 120  # characters at a block's end among which what is trimmed is looked for
_DAY_ALONE = re.compile(
    r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?),? 20\d\d"
)
_DAYS = 3  # lines that are a day and no more
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


class _Patterns(NamedTuple):
    """What holds on one site in one language: asked some four times for each block of a page."""

    trims: tuple[re.Pattern[str], ...]  # what holds everywhere, and what is the site's own
    rest: re.Pattern[str] | None
    own_rest: re.Pattern[str] | None
    line: re.Pattern[str] | None
    first: re.Pattern[str] | None
    last: re.Pattern[str] | None


def without_noise(pieces: Sequence[Piece], site: str, language: str) -> list[Piece]:
    """The pieces that are the article."""
    patterns = _patterns_of(site, language)
    kept = [trimmed for piece in pieces if (trimmed := _trimmed(piece, patterns.trims)).text]
    kept = _before_rest(kept, patterns, language)
    kept = [piece for piece in kept if not _is_line(piece.text, patterns)]
    kept = _stripped(_without_links(kept), None if _is_chronicle(kept) else patterns.first)
    return _stripped(kept[::-1], patterns.last)[::-1]


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
def _patterns_of(site: str, language: str) -> _Patterns:
    both = ("", site)
    trims = (_merged("trim", (owner,), language) for owner in dict.fromkeys(both))
    return _Patterns(
        trims=tuple(filter(None, trims)),
        rest=_merged("rest", both, language),
        own_rest=_merged("rest", (site,), language) if site else None,
        line=_merged("line", both, language),
        first=_merged("first", both, language),
        last=_merged("last", both, language),
    )


@cache
def _merged(drop: Drop, sites: tuple[str, ...], language: str) -> re.Pattern[str] | None:
    """One pattern of all the rules of these sites; those of "" hold everywhere."""
    rules = [rule for rule in load_rules() if rule.drop == drop and rule.site in sites]
    patterns = [f"(?:{rule.pattern.pattern})" for rule in rules if rule.language in ("", language)]
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


def _before_rest(pieces: Sequence[Piece], patterns: _Patterns, language: str) -> list[Piece]:
    """The pieces before the first that opens a box of something else, once some prose has been read.

    A label that is not known from the site itself counts only where less prose follows than came before: `Share` may
    stand under the first paragraph.
    """
    prose = [len(piece.text) if _is_prose(piece.text, language) else 0 for piece in pieces]
    before, total = 0, sum(prose)
    for number, piece in enumerate(pieces):
        if before >= _PROSE[language] and len(piece.text) <= LONGEST_LABEL:
            is_known = _matches(piece.text, patterns.own_rest)
            if is_known or (total <= 2 * before and _matches(piece.text, patterns.rest)):
                return list(pieces[:number])
        before += prose[number]
    return list(pieces)


def _is_line(text: str, patterns: _Patterns) -> bool:
    """Whether a block goes alone: noise, or a label that opened nothing."""
    is_label = len(text) <= LONGEST_LABEL and _matches(text, patterns.rest)
    return is_label or _matches(text, patterns.line)


def _is_prose(text: str, language: str) -> bool:
    is_long = len(text) >= _SENTENCE[language]
    return is_long and (text.endswith(_QUOTES) or text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS))


def _without_links(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without lists of links: two and more blocks in a row that are nothing but a link each."""
    alone = [piece.kind != "heading" and piece.linked >= _LINKED * len(piece.text) for piece in pieces]
    beside = [False, *alone, False]
    return [
        piece
        for number, piece in enumerate(pieces)
        if not (alone[number] and (beside[number] or beside[number + 2] or number == len(pieces) - 1))
    ]


def _stripped(pieces: Sequence[Piece], pattern: re.Pattern[str] | None) -> list[Piece]:
    """The pieces without the paragraphs of that sort that they begin with; all of them where nothing else is there."""
    rest = dropwhile(lambda piece: piece.kind == "paragraph" and _matches(piece.text, pattern), pieces)
    return list(rest) or list(pieces)


def _is_chronicle(pieces: Sequence[Piece]) -> bool:
    """Whether days stand over what came on them: the first of such lines is no byline's."""
    return sum(_DAY_ALONE.fullmatch(piece.text) is not None for piece in pieces) >= _DAYS


def _trimmed(piece: Piece, ends: Iterable[re.Pattern[str]]) -> Piece:
    start = max(0, len(piece.text) - _LONGEST_TAIL)
    found = next((match for end in ends if (match := end.search(piece.text, start))), None)
    if found is None:
        return piece
    text = piece.text[: found.start()].rstrip()
    emphasis = tuple(Span(start, min(end, len(text))) for start, end in piece.emphasis if start < len(text))
    return replace(piece, text=text, emphasis=emphasis, linked=min(piece.linked, len(text)))
