"""Read one sentence: which names it says were made available, by whom, and how sure that is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extract.dates import DateMention
from extract.language import find_edges
from extract.lexicon import Cue, load_lexicon
from extract.names import Name
from extract.patterns import Match, iter_matches
from extract.records import Span, Status
from extract.sentences import Sentence, language_of
from extract.skeleton import Token, read_skeleton
from extract.vendors import VendorMention, is_related, open_vendor, vendor_of

_NEAR = 12  # characters between trigger and name that cost nothing
_LONGEST_ATTRIBUTE = 10  # characters
_LONGEST_GLOSS = 5
_PER_CHARACTER, _MOST_FOR_GAP = 0.006, 0.22
_STRENGTH = {3: 0.16, 2: 0.08, 1: 0.0, 0: -0.10}
IsWord = Callable[[int, int], bool]
_CUE_CODES = {"mention": "B", "naming": "G", "instrument": "W", "by": "Y", "novelty": "A", "plan": "L", "rumour": "R", "inert": "X"}


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in an article before any sentence is judged."""

    text: str  # folded
    language: str
    names: Sequence[Name]
    vendors: Sequence[VendorMention]
    dates: Sequence[DateMention]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence with its skeleton, and every cue in it."""

    sentence: Sentence
    language: str
    tokens: Sequence[Token]
    cues: Sequence[tuple[Span, Cue]]

    def cue_types(self, start: int, end: int) -> set[str]:
        return {cue.type for span, cue in self.cues if start <= span.start and span.end <= end}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One name in one sentence under one pattern."""

    name: Name
    sentence: Sentence
    vendor: VendorMention | None  # as this sentence tells it
    status: Status
    trigger: Span | None
    rule: str
    terms: tuple[tuple[str, float], ...]
    is_past: bool = False  # the clause says that it has happened

    @property
    def score(self) -> float:
        return sum(value for _, value in self.terms)


def read_sentence(reading: Reading, sentence: Sentence) -> tuple[Parsed, list[Candidate]]:
    """The sentence parsed and, for each of its names, the best candidate."""
    parsed = _parse(reading, sentence)
    best: dict[Name, Candidate] = {}
    for match in iter_matches(parsed.tokens, parsed.language):
        for candidate in _candidates_of(parsed, match):
            held = best.get(candidate.name)
            if held is None or candidate.score > held.score:
                best[candidate.name] = candidate
    return parsed, list(best.values())


def passes_gate(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence holds both a trigger and a name; about one in six does."""
    if not load_lexicon().trigger_words.search(reading.text, sentence.start, sentence.end):
        return False
    return any(name.start >= sentence.start and name.end <= sentence.end for name in reading.names)


def _parse(reading: Reading, sentence: Sentence) -> Parsed:
    span = Span(sentence.start, sentence.end)
    language = language_of(reading.text, *span, reading.language)
    is_word = _word_test(reading.text, span, language)
    cues = list(_find_cues(reading.text, span, language, is_word))
    typed = [
        *(Token("D", date.start, date.end) for date in _inside(reading.dates, span)),
        *(_name_token(name) for name in _inside(reading.names, span)),
        *(Token("V", vendor.start, vendor.end, vendors=(vendor,)) for vendor in _inside(reading.vendors, span)),
        *(Token(_CUE_CODES.get(cue.type, "X"), *at, cue=cue) for at, cue in cues if cue.type in (*_CUE_CODES, "after", "worth")),
        *_verb_and_noun_tokens(reading.text, span, language, is_word),
    ]
    return Parsed(sentence, language, read_skeleton(reading.text, span, typed, language), cues)


def _word_test(text: str, span: Span, language: str) -> IsWord:
    """Whether a stretch is made of whole words: Chinese ones only where jieba sees words begin and end."""
    if language != "zh":
        return lambda start, end: True
    edges = find_edges(text[span.start : span.end])
    return lambda start, end: text[start].isascii() or {start - span.start, end - span.start} <= edges


def _inside(items: Iterable, span: Span) -> list:  # type: ignore[type-arg]
    return [item for item in items if item.start >= span.start and item.end <= span.end]


def _name_token(name: Name) -> Token:
    return Token("N" if name.strength >= 2 else "O", name.start, name.end, names=(name,))


def _find_cues(text: str, span: Span, language: str, is_word: IsWord) -> Iterable[tuple[Span, Cue]]:
    lexicon = load_lexicon()
    for match in lexicon.cue_words.finditer(text, span.start, span.end):
        for cue in lexicon.cues[match[0].casefold()]:
            if cue.lang == language and is_word(*match.span()):
                yield Span(*match.span()), cue


def _verb_and_noun_tokens(text: str, span: Span, language: str, is_word: IsWord) -> Iterable[Token]:
    lexicon = load_lexicon()
    for match in lexicon.trigger_words.finditer(text, span.start, span.end):
        trigger = lexicon.triggers[match[0].casefold()]
        if trigger.lang == language and is_word(*match.span()):
            code = {"subject": "I", "noun": "S", "object": "U"}.get(trigger.use, "T")
            yield Token(code, *match.span(), trigger=trigger)
    for match in lexicon.head_words.finditer(text, span.start, span.end):
        head = lexicon.heads[match[0].casefold()]
        yield Token("H" if head.kind == "model" else "K", *match.span(), head=head)


def _candidates_of(parsed: Parsed, match: Match) -> Iterable[Candidate]:
    tokens = parsed.tokens
    trigger = tokens[match.trigger] if match.trigger is not None else None
    status, doubt = _status(parsed, match)
    place = match.name if match.trigger is None else match.trigger
    for name in tokens[match.name].names:
        vendor = _vendor_of(tokens, match, name)
        terms = [(match.pattern.id, match.pattern.weight), *_terms(tokens, match, name, vendor)]
        if doubt:
            terms.append((doubt, -0.5))
        yield Candidate(
            name=name,
            sentence=parsed.sentence,
            vendor=vendor,
            status=status,
            trigger=Span(trigger.start, trigger.end) if trigger else None,
            rule=match.pattern.id,
            terms=tuple(terms),
            is_past="past" in parsed.cue_types(_clause_start(tokens, tokens[place]), tokens[place].end),
        )


def _terms(
    tokens: Sequence[Token], match: Match, name: Name, vendor: VendorMention | None
) -> Iterable[tuple[str, float]]:
    trigger = tokens[match.trigger] if match.trigger is not None else None
    yield f"strength-{name.strength}", _STRENGTH[name.strength]
    if trigger and trigger.trigger and trigger.trigger.weight:
        yield f"trigger {trigger.trigger.id}", trigger.trigger.weight
    if vendor is not None:
        yield "vendor", 0.08
    if name.family and vendor and not is_related(vendor_of(name.family.vendor), vendor.vendor):
        yield ("a homonym", -0.05) if name.family.ambiguous else ("another's model", -0.45)
    between = _between(tokens, match)
    gap = sum(token.end - token.start for token in between if token.code in "XBYP") - _NEAR
    if gap > 0:
        yield "gap", -min(gap * _PER_CHARACTER, _MOST_FOR_GAP)
    if passed := sum(token.code in "NO" for token in between):
        yield "names between", -0.07 * passed
    before = tokens[match.name - 1].code if match.name else ""
    if before == "G" or (before in ":" and between):
        yield "named", 0.12
    if before == "H":
        yield "model noun before", 0.08
    if _is_followed_by_model(tokens, match):
        yield "model noun after", 0.08
    if any(token.code == "K" for token in between[-1:]) and match.trigger is not None and match.trigger < match.name:
        yield "other noun before", -0.05
    if _is_elsewhere(tokens, match, name):
        yield "at another's", -0.35
    if _follows_other_noun(tokens, match):
        yield "other noun after", -0.4 if name.family else -0.15
    if _is_gloss(tokens, match.name):
        yield "explains a word", -0.4


def _is_elsewhere(tokens: Sequence[Token], match: Match, name: Name) -> bool:
    """`Claude Opus 5 is now available in GitHub Copilot`, `Vidu Q3 上线华为云`: an existing model at one more place."""
    if match.trigger is None or match.trigger < match.name or name.family is None:
        return False
    place = match.trigger + 1
    while place < len(tokens) and tokens[place].code in "BXH" and place < match.trigger + 3:
        place += 1
    host = tokens[place].vendors[:1] if place < len(tokens) and tokens[place].code == "V" else ()
    return any(not is_related(vendor_of(name.family.vendor), vendor.vendor) for vendor in host)


def _is_followed_by_model(tokens: Sequence[Token], match: Match) -> bool:
    """`Tidewater 网络安全模型`, `the Tidewater model`: a model noun behind the name, with an attribute between."""
    following = tokens[match.name + 1 : match.name + 3]
    if following and following[0].code == "X" and following[0].end - following[0].start <= _LONGEST_ATTRIBUTE:
        following = following[1:]
    return bool(following) and following[0].code == "H"


def _follows_other_noun(tokens: Sequence[Token], match: Match) -> bool:
    """`发布 Nova-3 API`, `Nova-3 技术报告` (technical report): what was released is named after the name."""
    following = [token.code for token in tokens[match.name + 1 : match.name + 3]]
    return following[:1] == ["K"] and following[1:] != ["H"]


def _is_gloss(tokens: Sequence[Token], place: int) -> bool:
    """`视频生成音频（V2A）框架`: letters in brackets that only repeat the words before them."""
    name = tokens[place].names[0]
    alone = tokens[place - 1].code == "(" and tokens[place + 1].code == ")" and tokens[place - 2].code in "XHK"
    return alone and name.family is None and len(name.text) <= _LONGEST_GLOSS and name.text.isupper()


def _between(tokens: Sequence[Token], match: Match) -> Sequence[Token]:
    if match.trigger is None:
        return ()
    low, high = sorted((match.trigger, match.name))
    return tokens[low + 1 : high]


def _vendor_of(tokens: Sequence[Token], match: Match, name: Name) -> VendorMention | None:
    """The vendor as the sentence tells it: written on the name, owning it, or the subject of the verb."""
    if name.vendor:
        return VendorMention(name.start, name.start, name.vendor)
    if owner := _owner(tokens, match):
        return owner
    if match.vendor is not None and not _is_place(tokens, match.vendor):
        return _closest_vendor(tokens, match)
    if match.subject is not None:
        subject = tokens[match.subject].names[0]
        return VendorMention(subject.start, subject.end, open_vendor(subject.text))
    return None


def _is_place(tokens: Sequence[Token], place: int) -> bool:
    """`在 Hugging Face 开源`: where, not who; unless it is all the sentence begins with."""
    before = tokens[place - 1]
    return before.code == "B" and before.cue is not None and before.cue.id.endswith("-place")


def _owner(tokens: Sequence[Token], match: Match) -> VendorMention | None:
    """A vendor directly before the name, or with only 的 or a head noun between."""
    at = match.name - 1
    while at >= 0 and tokens[at].code in "PHA" and at > match.name - 3:
        at -= 1
    if at >= 0 and tokens[at].code == "V" and tokens[at].vendors:
        return _most_specific(tokens, at)
    return None


def _closest_vendor(tokens: Sequence[Token], match: Match) -> VendorMention:
    """Of the vendors before the trigger, the last one that is not only spoken of."""
    assert match.vendor is not None
    place = match.vendor
    stop = match.trigger if match.trigger is not None and match.trigger > match.vendor else match.vendor + 1
    for index in range(match.vendor, stop):
        if tokens[index].code == "V" and tokens[index - 1].code not in "BY" or index == match.vendor:
            place = index if tokens[index].code == "V" else place
    return _most_specific(tokens, place)


def _most_specific(tokens: Sequence[Token], place: int) -> VendorMention:
    """谷歌DeepMind is DeepMind, whose parent is Google; of joint vendors the first."""
    first = tokens[place].vendors[0]
    for neighbour in (place + 1, place - 1):
        if 0 <= neighbour < len(tokens) and tokens[neighbour].code == "V":
            other = tokens[neighbour].vendors[0]
            if other.vendor.parent == first.vendor.id:
                return other
    return first


def _status(parsed: Parsed, match: Match) -> tuple[Status, str]:
    """The status, and why it may be none at all (a negation, a condition)."""
    tokens = parsed.tokens
    verb = tokens[match.trigger] if match.trigger is not None else tokens[match.name]
    base: Status = verb.trigger.status if verb.trigger else "released"
    clause = parsed.cue_types(_clause_start(tokens, verb), verb.end)
    before = parsed.cue_types(parsed.sentence.start, verb.start)
    if "negation" in clause:
        return base, "negated"
    if "rumour" in clause or ("rumour" in before and "past" not in clause):
        return "rumoured", ""
    if "plan" in clause and "limited" in parsed.cue_types(verb.end, parsed.sentence.end):
        return "preview", ""  # 推迟 Nova-3 的发布，仅向合作方开放: put off for all but partners
    if "plan" in clause or _announces_a_plan(parsed, match):
        return "planned", ""
    if base in ("released", "updated") and {"preview", "limited"} & parsed.cue_types(verb.start, parsed.sentence.end):
        return "preview", ""
    return base, ""


def _announces_a_plan(parsed: Parsed, match: Match) -> bool:
    """`官宣 Nova-3 预计 4 月上线` (announces that Nova-3 is expected to go live in April): what is announced is yet to come."""
    tokens = parsed.tokens
    verb = tokens[match.trigger] if match.trigger is not None else None
    if verb is None or verb.trigger is None or not verb.trigger.announces or verb.start > tokens[match.name].start:
        return False
    end = next(token.start for token in tokens[match.name + 1 :] if token.code in ",:E")
    return "plan" in parsed.cue_types(tokens[match.name].end, end)


def _clause_start(tokens: Sequence[Token], verb: Token) -> int:
    return max((token.end for token in tokens if token.code in ",:" and token.end <= verb.start), default=tokens[0].start)
