"""Read one sentence: which names it says were made available, by whom, and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.names import Name
from extract.parsing import Parsed, Reading, parse_sentence
from extract.patterns import Match, Term, iter_matches
from extract.records import Span, Status
from extract.roles import clause_start, find_vendor, read_status
from extract.scoring import find_frame_terms, find_own_terms, is_of_a_list
from extract.sentences import Sentence
from extract.vendors import VendorMention

ACCEPT = 0.6  # a score at or above which a claim counts
REVIEW = 0.45  # at or above, a person may want to look


@dataclass(frozen=True, slots=True)
class Candidate:
    """One name in one sentence under one pattern."""

    name: Name
    sentence: Sentence
    vendor: VendorMention | None  # as this sentence tells it
    status: Status
    trigger: Span | None
    rule: str
    terms: tuple[Term, ...]
    is_past: bool = False  # the clause says that it has happened
    series: "tuple[Candidate, ...]" = ()  # of a member that only a list tells of: what tells of its series
    score: float = field(init=False)  # the sum of its terms

    def __post_init__(self) -> None:
        object.__setattr__(self, "score", sum([value for _, value in self.terms]))

    def with_terms(self, more: Iterable[Term]) -> "Candidate":
        """The same, with more that speaks for it or against it."""
        told = self.name, self.sentence, self.vendor, self.status, self.trigger, self.rule
        return Candidate(*told, (*self.terms, *more), self.is_past, self.series)


def read_sentence(reading: Reading, sentence: Sentence) -> tuple[Parsed, list[Candidate]]:
    """The sentence parsed and, for each of its names, the best candidate."""
    parsed = parse_sentence(reading, sentence)
    return parsed, find_candidates(parsed)


def find_candidates(parsed: Parsed) -> list[Candidate]:
    """For each of the sentence's names that a pattern takes in, the best candidate."""
    if not parsed.may_match:
        return []
    best: dict[Name, Candidate] = {}
    frames: dict[tuple[int, int | None, int, bool], _Frame] = {}  # most names match two patterns in one frame
    for match in iter_matches(parsed.tokens, parsed.language):
        place = match.name, match.trigger, match.last, is_of_a_list(match)
        if (frame := frames.get(place)) is None:
            frame = frames[place] = _read_frame(parsed, match)
        for candidate in _candidates_of(parsed, match, frame):
            held = best.get(candidate.name)
            if held is None or candidate.score > held.score:
                best[candidate.name] = candidate
    return list(best.values())


class _Frame(NamedTuple):
    """What a verb and a name's place say, whichever pattern takes them in."""

    trigger: Span | None
    status: Status
    doubts: tuple[Term, ...]
    is_past: bool
    terms: tuple[tuple[Term, ...], ...]  # of each name that stands there


def _read_frame(parsed: Parsed, match: Match) -> _Frame:
    tokens = parsed.tokens
    trigger = tokens[match.trigger] if match.trigger is not None else None
    verb = trigger or tokens[match.name]
    status, doubt = read_status(parsed, match)
    return _Frame(
        trigger=Span(trigger.start, trigger.end) if trigger else None,
        status=status,
        doubts=((doubt, -0.8),) if doubt else (),
        is_past="past" in parsed.cue_types(clause_start(tokens, verb), verb.end),
        terms=tuple([tuple(find_frame_terms(tokens, match, name)) for name in tokens[match.name].names]),
    )


def _candidates_of(parsed: Parsed, match: Match, frame: _Frame) -> Iterable[Candidate]:
    tokens = parsed.tokens
    for name, terms in zip(tokens[match.name].names, frame.terms, strict=True):
        vendor = find_vendor(tokens, match, name)
        yield Candidate(
            name=name,
            sentence=parsed.sentence,
            vendor=vendor,
            status=frame.status,
            trigger=frame.trigger,
            rule=match.pattern.id,
            terms=(*find_own_terms(tokens, match, name, vendor), *terms, *frame.doubts),
            is_past=frame.is_past,
        )
