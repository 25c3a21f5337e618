"""Read one sentence: which names it says were made available, by whom, and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.names import Name
from extract.parsing import Parsed, Reading, parse_sentence
from extract.patterns import Match, Term, iter_matches
from extract.records import Span, Status
from extract.roles import clause_start, find_vendor, read_status
from extract.scoring import find_terms
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


def read_sentence(reading: Reading, sentence: Sentence) -> tuple[Parsed, list[Candidate]]:
    """The sentence parsed and, for each of its names, the best candidate."""
    parsed = parse_sentence(reading, sentence)
    return parsed, find_candidates(parsed)


def find_candidates(parsed: Parsed) -> list[Candidate]:
    """For each of the sentence's names that a pattern takes in, the best candidate."""
    if not parsed.may_match:
        return []
    best: dict[Name, Candidate] = {}
    for match in iter_matches(parsed.tokens, parsed.language):
        for candidate in _candidates_of(parsed, match):
            held = best.get(candidate.name)
            if held is None or candidate.score > held.score:
                best[candidate.name] = candidate
    return list(best.values())


def _candidates_of(parsed: Parsed, match: Match) -> Iterable[Candidate]:
    tokens = parsed.tokens
    trigger = tokens[match.trigger] if match.trigger is not None else None
    verb = trigger or tokens[match.name]
    status, doubt = read_status(parsed, match)
    for name in tokens[match.name].names:
        vendor = find_vendor(tokens, match, name)
        doubts: tuple[Term, ...] = ((doubt, -0.8),) if doubt else ()
        yield Candidate(
            name=name,
            sentence=parsed.sentence,
            vendor=vendor,
            status=status,
            trigger=Span(trigger.start, trigger.end) if trigger else None,
            rule=match.pattern.id,
            terms=(*find_terms(tokens, match, name, vendor), *doubts),
            is_past="past" in parsed.cue_types(clause_start(tokens, verb), verb.end),
        )
