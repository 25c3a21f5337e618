"""Turn one sentence into its skeleton: dates, names, vendors, cues, verbs and nouns as typed tokens."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from extract.dates import DateMention
from extract.features import ADDING, find_adding_verbs
from extract.language import WordEdges
from extract.lexer import IsWord, Words
from extract.lexicon import Cue
from extract.mentions import Mentions
from extract.names import Name
from extract.openverbs import OPEN, find_open_verbs
from extract.patterns import may_fit
from extract.phrases import may_answer
from extract.records import Span
from extract.sentences import Sentence, language_of
from extract.skeleton import read_skeleton
from extract.spans import Sorted
from extract.splitverbs import SPLIT, find_split_verbs
from extract.tokens import Token
from extract.updates import is_updated
from extract.vendors import VendorMention, find_vendors, is_person, open_vendor

FoundCue = tuple[int, int, Cue]  # with its start and end
_CODES = {
    "mention": "B", "naming": "G", "instrument": "W", "by": "Y", "novelty": "A", "plan": "L", "rumour": "R",
    "inert": "X", "after": "X", "worth": "X", "they": "V", "end": ",", "host": "X", "preview": "X", "joining": "C",
    "disposal": "J",
}  # fmt: skip
_QUOTES = "\"'」』）) "
# 将于本周四 (will on Thursday): in words of two characters like these, jieba's edges are not asked for
_PLAIN_CUES = ("plan", "rumour", "limited")
_USES = {"subject": "I", "noun": "S", "object": "U"}
_AS_FAR = 10  # tokens from 将 to its verb
_LOOKS_LIKE_A_MODEL = 2  # a name's strength
_ACCOUNT = re.compile(r"(?<![\w/.-])[A-Za-z][\w.-]*/$")
_LONGEST_ACCOUNT = 32


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is found in an article before any sentence is judged."""

    text: str  # folded
    language: str
    words: Words
    dates: Sorted[DateMention]
    mentions: Mentions
    parsed: dict[Sentence, "Parsed"] = field(default_factory=dict, init=False)  # what was parsed so far


class Parsed:
    """A sentence with its skeleton, and every cue in it.

    Of many sentences it is seen before that no pattern fits them, or that they list nothing: their skeletons are read
    where somebody else asks for them.
    """

    __slots__ = ("_read", "_tokens", "cues", "is_question", "language", "may_list", "may_match", "sentence")

    def __init__(  # noqa: PLR0913 -- each is a fact of its own
        self,
        sentence: Sentence,
        language: str,
        read: Callable[[], Sequence[Token]],
        cues: Sequence[FoundCue],
        *,
        is_question: bool,
        may_match: bool = True,
        may_list: bool = True,
    ) -> None:
        self.sentence, self.language, self.cues, self.is_question = sentence, language, cues, is_question
        self.may_match, self.may_list = may_match, may_list
        self._read = read
        self._tokens: Sequence[Token] | None = None

    @property
    def tokens(self) -> Sequence[Token]:
        if self._tokens is None:
            self._tokens = self._read()
        return self._tokens

    def with_tokens(self, tokens: Sequence[Token], cues: Sequence[FoundCue] | None = None) -> "Parsed":
        """The same sentence, of which these tokens are read."""
        cues = self.cues if cues is None else cues
        return Parsed(self.sentence, self.language, lambda: tokens, cues, is_question=self.is_question)

    def cue_types(self, start: int, end: int) -> set[str]:
        return {cue.type for first, last, cue in self.cues if start <= first and last <= end}


def parse_sentence(reading: Reading, sentence: Sentence) -> Parsed:
    """The sentence with its skeleton and its cues; parsed once."""
    if (found := reading.parsed.get(sentence)) is None:
        found = reading.parsed[sentence] = _parse(reading, sentence)
    return found


def _parse(reading: Reading, sentence: Sentence) -> Parsed:
    span = Span(sentence.start, sentence.end)
    language = language_of(reading.text, *span, reading.language)
    is_word = _word_test(reading.text, span, language)
    makers, names = reading.mentions.vendors(sentence), reading.mentions.names(sentence)
    han = [name for name in names if not reading.text[name.start].isascii()] if language == "zh" and makers else []
    own = {name.span for name in names if name.known}  # Redpen 发布更新: the thing, not its maker
    cues = [*_find_cues(reading.words, span, language, is_word)]
    cues = [cue for cue in cues if not _is_part_of(cue, makers)] if makers else cues
    typed = [
        *(Token("D", date.start, date.end) for date in reading.dates.inside(*span)),
        *(_name_token(reading.text, name) for name in names),
        *(
            _maker_token(reading.words, one, han) if han else Token("V", one.start, one.end, vendors=(one,))
            for one in makers
            if Span(one.start, one.end) not in own
        ),
        *(_cue_token(reading, *cue) for cue in cues if cue[2].type in _CODES),
        *(one for one in _verb_and_noun_tokens(reading.words, span, language, is_word) if not _is_cut(one, names)),
        *(find_split_verbs(reading.text, reading.words, span, names) if language == "en" else ()),
        *(_chinese_verbs(reading, span, makers, names) if language == "zh" else ()),
    ]
    is_question = reading.text[span.start : span.end].rstrip(_QUOTES).endswith(("?", "？"))
    codes = {token.code for token in typed}
    moves = language == "zh" and any(token.code == "L" and _is_one_sign(token) for token in typed)
    parsed = Parsed(
        sentence,
        language,
        partial(read_skeleton, reading.text, span, typed, language),
        cues,
        is_question=is_question,
        may_match=may_fit(language, codes) or (language == "en" and may_answer(reading.text, span)),
        may_list=len(names) > 1,
    )
    return _with_moved_objects(parsed) if moves else parsed


def _chinese_verbs(
    reading: Reading, span: Span, makers: Sequence[VendorMention], names: Sequence[Name]
) -> Iterator[Token]:
    yield from find_open_verbs(reading.text, reading.words, span, makers)
    yield from find_adding_verbs(reading.text, reading.words, span, names)


def _with_moved_objects(parsed: Parsed) -> Parsed:
    """The sentence without the plan of each 将 that only brings an object forward."""
    tokens = parsed.tokens
    plans = [place for place, token in enumerate(tokens) if token.code == "L"]
    moved = {tokens[place].start for place in plans if _moves_its_object(tokens, place)}
    if not moved:
        return parsed
    tokens = [
        token._replace(code="J") if _is_disposal(tokens, place, moved) else token for place, token in enumerate(tokens)
    ]
    return parsed.with_tokens(tokens, [cue for cue in parsed.cues if cue[0] not in moved])


def _is_part_of(cue: FoundCue, makers: Iterable[VendorMention]) -> bool:
    """The 未来 (future) of 好未来, a company, plans nothing."""
    start, end, _ = cue
    return any(maker.start <= start and end <= maker.end for maker in makers)


def _moves_its_object(tokens: Sequence[Token], place: int) -> bool:
    """`将 Nova-3 开源` (takes Nova-3 and opens it): 将 that only brings the object forward plans nothing."""
    if not _is_one_sign(tokens[place]):
        return False
    ahead = tokens[place + 1 : place + 1 + _AS_FAR]
    if ahead[0].cue is not None and ahead[0].cue.id == "zh-place":
        return False  # 将在平板上首发: will be on
    first = next((each.code for each in ahead if each.code in "NOMHKTUID,:E"), "")
    return first in set("NOMHK") and any(each.code in "TU" for each in ahead)


def _is_one_sign(token: Token) -> bool:
    return token.end - token.start == 1


def _is_disposal(tokens: Sequence[Token], place: int, moved: Container[int]) -> bool:
    """Whether 将 there is 把; not where it brings the name elsewhere: 将 Nova-3 引入工作台 (into a bench)."""
    if tokens[place].code != "L" or tokens[place].start not in moved:
        return False
    verb = next((token.trigger for token in tokens[place:] if token.trigger), None)
    return verb is not None and verb.id != "zh-bring-in"


def _word_test(text: str, span: Span, language: str) -> IsWord:
    """Whether a stretch is made of whole words: Chinese ones only where jieba sees words begin and end.

    `on-device` has no `on`; a `launch-day` patch launches nothing, nor does a `limited-release` one release.
    """
    if language == "zh":
        return WordEdges(text, *span).is_word
    return lambda start, end: not (_is_hyphen(text, start - 1) or _is_hyphen(text, end))


def _is_hyphen(text: str, place: int) -> bool:
    """Whether it joins two words, as the line of `launch_server` does."""
    is_joint = text[place : place + 1] in ("-", "_")
    return is_joint and text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()


def _name_token(text: str, name: Name) -> Token:
    """The name, with the account that it is kept under: `northwind/Nova-3-8B`; a person's is who does it."""
    if name.family is None and not name.known and is_person(text, name.start):
        return Token("V", name.start, name.end, vendors=(VendorMention(name.start, name.end, open_vendor(name.text)),))
    is_kept = text.startswith("/", name.start - 1)
    account = _ACCOUNT.search(text, max(0, name.start - _LONGEST_ACCOUNT), name.start) if is_kept else None
    start = account.start() if account else name.start
    return Token("N" if name.strength >= _LOOKS_LIKE_A_MODEL else "O", start, name.end, names=(name,))


def _maker_token(words: Words, maker: VendorMention, names: Sequence[Name]) -> Token:
    """The maker, up to the Chinese name that begins within its own: 星海|听雨 T1 of 星海听雨, a team."""
    inside = (name.start for name in names if maker.start < name.start < maker.end < name.end)
    end = next(inside, maker.end)
    own = maker if end == maker.end else next(iter(find_vendors(words, (maker.start, end))), maker)
    return Token("V", maker.start, end, vendors=(own,))


def _is_cut(token: Token, names: Sequence[Name]) -> bool:
    """The `AI system` of `its new Siri AI system`: the noun begins within a name."""
    return token.head is not None and any(name.start < token.start < name.end < token.end for name in names)


def _cue_token(reading: Reading, start: int, end: int, cue: Cue) -> Token:
    """The cue; 对, 为 (to, for) before what gets an update in the same clause are as 把."""
    is_of_update = cue.id == "zh-place" and is_updated(reading.text, reading.words, start, end)
    return Token("J" if is_of_update else _CODES[cue.type], start, end, cue=cue)


def _find_cues(words: Words, span: Span, language: str, is_word: IsWord) -> Iterable[FoundCue]:
    for start, end, senses in words.cues.within(*span):
        for cue in senses:
            is_whole = end - start > 1 and cue.type in _PLAIN_CUES
            if cue.lang == language and (is_whole or is_word(start, end)):
                yield start, end, cue


def _verb_and_noun_tokens(words: Words, span: Span, language: str, is_word: IsWord) -> Iterable[Token]:
    for start, end, trigger in words.triggers.within(*span, is_word):
        if trigger.lang == language and trigger.use not in (SPLIT, OPEN, ADDING):
            yield Token(_USES.get(trigger.use, "T"), start, end, trigger=trigger)
    for start, end, head in words.heads.within(*span):
        yield Token("H" if head.kind == "model" else "K", start, end, head=head)
