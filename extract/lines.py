"""Lines that tell of a release with no verb: their candidates, and what takes the release back."""

from extract.candidates import Candidate
from extract.names import Name
from extract.parsing import Parsed
from extract.sentences import Sentence
from extract.vendors import VendorMention

UNSURE = frozenset({"plan", "rumour", "denial"})  # types of cues with which a line tells of no release
_WEIGHT, _MAKER_TOLD = 0.56, 0.08
_STRENGTH = (0.0, 0.0, 0.04, 0.1)  # by a name's strength
_VERBS = "TUIS"


def candidate_of_line(rule: str, name: Name, sentence: Sentence, maker: VendorMention | None) -> Candidate:
    """A release that a line tells with no verb: a row of a table, a line of a catalogue, a card."""
    terms = [(rule, _WEIGHT), (f"strength-{name.strength}", _STRENGTH[name.strength])]
    if maker:
        terms.append(("vendor", _MAKER_TOLD))
    return Candidate(name, sentence, maker, "released", None, rule, tuple(terms))


def is_unsure(parsed: Parsed) -> bool:
    """Whether a line plans, hears of or denies a release; without a verb, `not` denies something else."""
    types = parsed.cue_types(parsed.sentence.start, parsed.sentence.end)
    is_denied = "negation" in types and any(token.code in _VERBS for token in parsed.tokens)
    return is_denied or not UNSURE.isdisjoint(types)
