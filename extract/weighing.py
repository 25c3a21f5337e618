"""Weigh what an article says of a name in all its sentences together, where no pattern takes the name in.

A pattern reads one frame of words, and writers find new ones every day. So each name without a claim is asked for
signs that hold in any frame: a verb of release before it, a day beside it, a noun that calls it a model. Every sign has
a weight in `data/weights.toml`, fitted to annotated articles (`bench/weights.py`); their sum is the score.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from extract.candidates import ACCEPT, REVIEW, Candidate
from extract.featureterms import OF_A_THING
from extract.identity import Parts
from extract.kinds import Votes, kind_of
from extract.lexicon import Pattern
from extract.names import Name
from extract.parsing import Parsed
from extract.patterns import Match
from extract.records import Span
from extract.roles import choose_joint, find_actor, find_vendor, read_status
from extract.scoring import find_terms
from extract.signweights import Weights, load_weights
from extract.tokens import Token, codes_of
from extract.vendors import VendorMention, is_known, is_related, vendor_of

RULE = "weighed"
FEWEST = 5  # sentences that make up an article
_PATTERN = Pattern(RULE, "", ("T", "~", "N"), 0.0)
_AGAINST = -0.3  # what the words of a frame add up to, from which on they speak against it
_NEAR = (  # a sign, its code, and how many tokens before the name and behind it this may stand
    ("a model noun before", "H", 3, 0),
    ("another noun behind", "K", 0, 2),
    ("a day beside", "D", 4, 4),
    ("is something", "Z", 0, 2),
)
_IN_A_GLOSS = re.compile(r"[TU][XA]{0,2}N[XH]{0,2}:[^TUI]*\Z")  # Releases Nova 3: An Open (Maths) Model
_BEFORE = 2  # tokens between a name and the verb behind it
_OPENS = 2  # tokens into a sentence
_OWN_LINE = 4  # tokens
_HAS_AN_OBJECT = re.compile("T[XAD]{0,3}[HKNO]")  # Halden launched three models: who did it
_MOST_VOTES, _MOST_NAMES = 9.0, 10
_ANOTHERS_OBJECT = re.compile(r"[KH][^,]*,X\Z")  # 推出新服务，点评 Nova-3: brought out a service, reviews
_ALONE = ("by its signs alone", -0.06)  # in Chinese, where patterns find nearly all: 8 false claims less, 1 right one
_NAMING = "-naming"
_CUES = ("plan", "limited", "rumour")

Signs = Mapping[str, float]


class Frame(NamedTuple):
    """A verb that may tell of a name: who does it, and what the sentence says of the name with it."""

    match: Match
    vendor: VendorMention | None
    signs: Signs

    @property
    def is_against(self) -> bool:
        return bool(self.signs["doubted"] or self.signs["its words against it"])


class Mention(NamedTuple):
    """A name in a sentence, at a place of its skeleton, with the signs around it; none where it is only mentioned."""

    name: Name
    parsed: Parsed
    place: int
    signs: Signs


def find_mentions(parsed: Iterable[Parsed], candidates: Iterable[Candidate]) -> list[Mention]:
    """The names in what was parsed, without those that a candidate tells of surely."""
    surely = [candidate for candidate in candidates if candidate.score >= ACCEPT]
    told = {candidate.name.text for candidate in surely}
    verbs = {one.sentence: one.trigger.start for one in surely if one.trigger and OF_A_THING in dict(one.terms)}
    mentions = (mention for one in parsed if _may_tell(one) for mention in _iter_mentions(one, told))
    # Nova 推出了精准裁剪功能: before the verb is what has the feature.
    return [one for one in mentions if one.name.end > verbs.get(one.parsed.sentence, 0)] if verbs else [*mentions]


def _may_tell(parsed: Parsed) -> bool:
    """Whether a sentence has the words that a pattern needs, or calls something by its name; seen before it is read."""
    return parsed.may_match or any(cue.type == "naming" for _, _, cue in parsed.cues)


def may_be_told(mention: Mention) -> bool:
    """Whether the rest of the article may make a release's name of it."""
    weights, name = load_weights(), mention.name
    if not mention.signs or (name.known and name.kind != "model"):
        return False
    own = weights.of.get(f"strength {name.strength}", 0.0)
    return _weigh(mention.signs, weights) + own + weights.most >= REVIEW


def weigh(
    mentions: Iterable[Mention], candidates: Iterable[Candidate], parts: Mapping[Name, Parts], votes: Votes, title: int
) -> Iterator[Candidate]:
    """A candidate for each name that the signs speak for and that no candidate tells of surely; `title` is its end."""
    told = {parts[candidate.name] for candidate in candidates if candidate.score >= ACCEPT}
    groups: dict[Parts, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[parts.get(mention.name, ())].append(mention)
    names: dict[Parts, list[Name]] = defaultdict(list)
    for name, own in parts.items():
        names[own].append(name)
    for key, group in groups.items():
        is_open = bool(key) and key not in told and key in votes and kind_of(votes[key]) == "model"
        if is_open and any(map(may_be_told, group)):
            yield from _read_candidate(group, names[key], votes[key], title)


def sum_up(
    group: Sequence[Mention],
    frames: Sequence[Frame | None],
    names: Sequence[Name],
    votes: Mapping[Any, float],
    title: int,
) -> Signs:
    """All signs of a name: the strongest of each in its mentions and their frames, and what the whole article says."""
    signs: dict[str, float] = {}
    for own in (*(one.signs for one in group), *(frame.signs for frame in frames if frame)):
        for sign, value in own.items():
            signs[sign] = max(signs.get(sign, value), value)
    signs["no verb beside it"] = float(not any(frames))
    signs[f"strength {max(name.strength for name in names)}"] = 1.0
    signs["called a model"] = min(votes.get("model", 0.0), _MOST_VOTES) / _MOST_VOTES
    signs["a model"] = float(kind_of(votes) == "model")
    signs["a known thing"] = float(any(name.known for name in names))
    signs["named often"] = min(len(names), _MOST_NAMES) / _MOST_NAMES
    signs["in the title"] = float(any(name.end <= title for name in names))
    signs["in English"] = float(group[0].parsed.language == "en")
    return signs


def _read_candidate(
    group: Sequence[Mention], names: Sequence[Name], votes: Mapping[Any, float], title: int
) -> Iterator[Candidate]:
    weights = load_weights()
    frames = [find_frame(one) for one in group]
    if not any(map(_speaks_for_it, group, frames)):
        return
    signs = sum_up(group, frames, names, votes, title)
    terms = (
        (RULE, weights.base),
        *((sign, round(weights.of[sign] * value, 3)) for sign, value in signs.items() if sign in weights.of and value),
        *((_ALONE,) if group[0].parsed.language == "zh" else ()),
    )
    if sum(value for _, value in terms) < REVIEW:
        return
    best, frame = max(zip(group, frames, strict=True), key=lambda each: _weigh_mention(each[0], each[1], weights))
    match = frame.match if frame else _match(best.place, None)
    trigger = best.parsed.tokens[match.trigger] if match.trigger is not None else None
    yield Candidate(
        name=best.name,
        sentence=best.parsed.sentence,
        vendor=frame.vendor if frame else None,
        status=read_status(best.parsed, match)[0],
        trigger=Span(trigger.start, trigger.end) if trigger else None,
        rule=RULE,
        terms=terms,
    )


def _speaks_for_it(mention: Mention, frame: Frame | None) -> bool:
    """Whether a verb may tell of it, and its words are not against that; or no verb, but a word that calls it so."""
    return "called so" in mention.signs if frame is None else not frame.is_against


def _weigh_mention(mention: Mention, frame: Frame | None, weights: Weights) -> float:
    return _weigh({**mention.signs, **(frame.signs if frame else {})}, weights) if mention.signs else float("-inf")


def _weigh(signs: Signs, weights: Weights) -> float:
    return weights.base + sum([weights.of.get(sign, 0.0) * value for sign, value in signs.items()])


def find_frame(mention: Mention) -> Frame | None:
    """Of the verbs next to the name the one with which the sentence speaks for it most."""
    if not mention.signs:
        return None
    codes, place = codes_of(mention.parsed.tokens), mention.place
    before = next((at for at in range(place - 1, 0, -1) if codes[at] in "TUS"), None)
    behind = next((at for at in range(place + 1, len(codes)) if codes[at] in "TI"), None)
    frames = [_read_frame(mention, verb) for verb in (before, behind) if verb is not None]
    return max(frames, key=lambda frame: frame.signs["its words"], default=None)


def _read_frame(mention: Mention, verb: int) -> Frame:
    tokens, match, name = mention.parsed.tokens, _match(mention.place, verb), mention.name
    owners = tokens[mention.place - 1].vendors  # Halden's Nova 3, whoever else released something there
    vendor = owners[-1] if owners else find_vendor(tokens, match, name)
    if vendor is None and verb < mention.place:
        vendor = _placed(tokens, choose_joint(tokens, find_actor(tokens, verb), name))
    if vendor and name.family and not is_related(vendor.vendor, vendor_of(name.family.vendor)):
        vendor = None  # `Halden's post on Tern 3`: a known family has its maker
    terms = find_terms(tokens, match, name, vendor)
    total = sum(value for term, value in terms if not term.startswith(("strength", RULE)))
    status, doubt = read_status(mention.parsed, match)
    signs = {
        "its words": total,
        "its words against it": float(total < _AGAINST),
        f"{status}, by its words": 1.0,
        "somebody's": float(vendor is not None),
        "doubted": float(bool(doubt)),
    }
    return Frame(match, vendor, signs)


def _placed(tokens: Sequence[Token], vendor: VendorMention | None) -> VendorMention | None:
    """Without a place where it is not named itself: who the maker of the subject is."""
    if vendor is None or not is_known(vendor.vendor) or any(vendor in token.vendors for token in tokens):
        return vendor
    return VendorMention(vendor.start, vendor.start, vendor.vendor)


def _match(place: int, verb: int | None) -> Match:
    ends = (place,) if verb is None else (place, verb)
    return Match(_PATTERN, place, verb, None, None, min(ends), max(ends) + 1)


def _iter_mentions(parsed: Parsed, told: Container[str]) -> Iterator[Mention]:
    tokens, codes = parsed.tokens, ""
    for place, token in enumerate(tokens):
        names = [name for name in token.names if name.text not in told] if token.names else ()
        if names:
            codes = codes or codes_of(tokens)
            is_none = token.code == "M" or (token.code == "O" and _IN_A_GLOSS.search(codes, 0, place))
            signs = {} if is_none else dict.fromkeys(_iter_signs(parsed, codes, place), 1.0)
            yield from (Mention(name, parsed, place, signs) for name in names)


def _iter_signs(parsed: Parsed, codes: str, place: int) -> Iterator[str]:
    """What stands around a name that is not only mentioned."""
    yield from _iter_signs_before(codes, place)
    yield from _iter_signs_behind(codes, place)
    yield "not only mentioned"
    for sign, code, before, behind in _NEAR:
        if code in codes[max(0, place - before) : place + behind + 1]:
            yield sign
    if codes[place - 1] == "G":
        cue = parsed.tokens[place - 1].cue  # none of `models like Nova 3`, whose head leads on to it
        is_naming = cue is not None and cue.id.endswith(_NAMING)  # not 包括 (among them)
        yield "called so" if is_naming else "led on to"
    yield from _iter_signs_of_sentence(parsed, place)


def _iter_signs_of_sentence(parsed: Parsed, place: int) -> Iterator[str]:
    if place <= _OPENS:
        yield "opens its sentence"
    if len(parsed.tokens) <= _OWN_LINE:
        yield "on its own line"
    if len(parsed.tokens[place].names) > 1:
        yield "one of several"
    if parsed.is_question:
        yield "asked"
    types = {cue.type for _, _, cue in parsed.cues}
    yield from (f"{cue} in its sentence" for cue in _CUES if cue in types)


def _iter_signs_before(codes: str, place: int) -> Iterator[str]:
    verb = next((at for at in range(place - 1, 0, -1) if codes[at] in "TUIS"), None)
    if verb is None or codes[verb] == "I":
        return
    between = codes[verb + 1 : place]
    is_near = set(between).isdisjoint(",Q")
    if is_near:
        yield "behind a verb"
    if set(between).isdisjoint("NO") and not _ANOTHERS_OBJECT.search(between):
        yield "behind a verb, the first name"
    if is_near and "V" in codes[:verb]:
        yield "behind a maker's verb"
    if codes[verb] == "S":
        yield "behind a noun of release"


def _iter_signs_behind(codes: str, place: int) -> Iterator[str]:
    verb = next((at for at in range(place + 1, len(codes)) if codes[at] in "TUI"), None)
    if verb is None or codes[verb] == "U":
        return
    if _HAS_AN_OBJECT.match(codes, verb):
        yield "its verb has an object"
    between = codes[place + 1 : verb]
    if len(between) <= _BEFORE:
        yield "close before a verb"
    if set(between).isdisjoint("NO"):
        yield "before a verb, the last name"
