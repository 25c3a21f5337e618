"""Find organisations that nobody entered, by the shape of their names: 某某大学 (university), 青岚智能, Halden Labs."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extract.language import has_han, is_made_up, is_no_word
from extract.lexer import Words
from extract.lexicon import DATA, load_lexicon
from extract.records import Span
from extract.spans import Spanned
from extract.statementrules import find_places

_FULL_NAME = 4  # characters of most made-up names of companies: 沐阳医智
_SHORTEST = 3  # characters less one, of a name with its ending
_LONGEST_CUE = 4  # Chinese characters
_LONGEST_HEAD = 10  # Chinese characters before the ending
_WEAK_HEAD = range(2, 5)
_HAN = r"[\u4e00-\u9fff]"
_HAN_SIGN = re.compile(_HAN)
_BARE = re.compile(  # the first character stands first, and what is not before it behind that: it is searched for
    rf"(?P<name>{_HAN}(?<![\w\u4e00-\u9fff]{_HAN})(?<!AI {_HAN}){_HAN}{{1,3}})"
    r"(?:\s?[(（][A-Za-z][\w .&-]{0,20}[)）])?\s?\Z"
)
_BARE_WITHIN, _GLOSSED_WITHIN = 5, 30  # characters, with a blank behind; and with a name in brackets
_HEAD = re.compile(rf"{_HAN}{{2,}}\Z")  # before an ending
_NOT_A_NAME = r"(?!生|者|员|家|树|型|版|化)"  # 大学生 is a student, 实验室版 a version
_VERSION = re.compile(r"[A-Z]{1,2}\d+")  # of another's name: V3 AI
_PAIR = 2  # words
_CLOSES = (")", "）", ") ", "） ")
_REMEMBERED = 1 << 12  # words that may be towns
_OF_FIRMS = ("AI", "Labs", "Lab", "Technologies", "Inc.", "Inc")
_LATIN_REST = r"[A-Za-zÀ-ÿ0-9'-]*(?<!')(?<!'s)"  # of a word, behind its capital
_LATIN_WORD = rf"[A-Z]{_LATIN_REST}"
_OF_A_FIELD = rf" of {_LATIN_WORD}(?: and {_LATIN_WORD}(?! [A-Z]))?"  # the Institute of Science and Technology


class _Shapes(NamedTuple):
    strong: re.Pattern[str]  # endings that say what it is: 某某大学
    called: re.Pattern[str]  # nouns before a name in quotation marks: 公司“灵枢动力”
    weak: re.Pattern[str]  # endings that need a verb behind them: 青岚智能发布
    alone: frozenset[str]  # of these, what needs none behind a made-up word: 沧元智能 Nova-3
    made_up: frozenset[str]  # and what is one behind a made-up word only: 浪岩矿业
    leading: re.Pattern[str]
    latin: re.Pattern[str]
    latin_endings: re.Pattern[str]  # one of which each of these has: cheaper to look for
    common: frozenset[str]
    places: re.Pattern[str]  # what makes no name of a company
    common_only: re.Pattern[str]  # 芯片初创公司 (a chip start-up) is made of nothing but common words
    before: frozenset[str]
    openers: frozenset[str]  # words that only stand before a name of two words
    likened: frozenset[str]
    particles: frozenset[str]
    surnames: frozenset[str]


def find_organisations(text: str, words: Words, within: Span, taken: Sequence[Spanned]) -> Iterator[Span]:
    """Their spans in a stretch of a folded text, in no order; none overlaps a span that is taken."""
    shapes = _shapes()
    held: list[Spanned] = list(taken)
    places = [*_latin(text, within, shapes, held)] if shapes.latin_endings.search(text, *within) else []
    if has_han(text, *within):
        for find in (_called, _strong, _weak) if words.organisations.has(*within) else ():
            places += find(text, words, within, shapes)
        places += _bare(text, words, within, shapes)
    for begun, end in places:
        inside = [other.end for other in held if other.start <= begun < other.end < end - _SHORTEST]
        start = max(inside, default=begun) if _HAN_SIGN.match(text, begun) else begun
        if all(end <= other.start or other.end <= start for other in held):
            found = Span(start, end)
            held.append(found)
            yield found


def _called(text: str, words: Words, within: Span, shapes: _Shapes) -> Iterator[tuple[int, int]]:
    """具身智能公司“灵枢动力”, 创业公司——灵枢动力: in quotation marks or behind a dash, after a noun for a company."""
    for match in shapes.called.finditer(text, *within):
        start, end = match.span(match.lastgroup or 0)
        if not (words.heads.has(start, end) or words.triggers.has(start, end) or words.cues.has(start, end)):
            yield start, end


def _strong(text: str, words: Words, within: Span, shapes: _Shapes) -> Iterator[tuple[int, int]]:
    for first, ending in _iter_endings(text, within, shapes.strong):
        start = _own_start(text, words, first, ending.start(), shapes)
        head = text[start : ending.start()]
        is_place = ending[0] == "公司" and shapes.places.fullmatch(head)  # 一家上海公司: a company in Shanghai
        if len(head) >= _WEAK_HEAD.start and not (is_place or shapes.common_only.fullmatch(head)):
            yield start, ending.end()


def _weak(text: str, words: Words, within: Span, shapes: _Shapes) -> Iterator[tuple[int, int]]:
    for first, ending in _iter_endings(text, within, shapes.weak):
        start = _own_start(text, words, first, ending.start(), shapes)
        head = text[start : ending.start()]
        is_noun = text.startswith("的", ending.end()) and _is_mentioned(words, start)  # 支持原生语音的: native speech
        is_said = (ending["sign"] and ending[0] not in shapes.made_up) or (
            ending[0] in shapes.alone and is_no_word(head)
        )
        if len(head) in _WEAK_HEAD and is_said and not (is_noun or any(head.endswith(word) for word in shapes.common)):
            yield start, ending.end()


def _is_mentioned(words: Words, start: int) -> bool:
    """Whether 支持, 基于 or the like stand right before."""
    return any(
        last == start and any(cue.type == "mention" for cue in senses)
        for _, last, senses in words.cues.within(max(0, start - _LONGEST_CUE), start)
    )


def _bare(text: str, words: Words, within: Span, shapes: _Shapes) -> Iterator[tuple[int, int]]:
    """`栖岩发布…`: the subject that opens a clause, of characters that make up no word of the language."""
    free, fields = within.start, load_lexicon().words.fields
    for saying in words.sayings.starts(*within):
        is_glossed = text.endswith(_CLOSES, free, saying)
        reach = _GLOSSED_WITHIN if is_glossed else _BARE_WITHIN
        match = _BARE.search(text, max(free, saying - reach), saying)
        if match is None:
            continue
        free = saying
        start, end = match.span("name")
        is_said = words.triggers.has(start, end) or words.cues.has(start, end)
        is_grammar = not shapes.particles.isdisjoint(match["name"]) or fields.fullmatch(match["name"]) is not None
        is_person = match["name"][0] in shapes.surnames
        is_full = end - start == _FULL_NAME  # few persons have so long a name
        if is_said or is_grammar or (is_person and not is_full):
            continue
        is_long = is_full and _opens(text, start) and not match["name"].endswith(tuple(shapes.common))
        if (is_long and is_made_up(match["name"])) or (is_no_word(match["name"]) and not is_person):
            yield start, end


def _iter_endings(text: str, within: Span, endings: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Each ending with where its head may begin, which is two characters long at least."""
    free = place = within.start
    while ending := endings.search(text, place, within.end):
        head = _HEAD.search(text, max(free, ending.start() - _LONGEST_HEAD), ending.start())
        place = ending.end() if head else ending.start() + 1
        if head:
            free = place
            yield head.start(), ending


def _opens(text: str, start: int) -> bool:
    """Whether a clause begins there."""
    return text[max(0, start - 2) : start].rstrip(" ")[-1:] in ("", *"，,。！!？?；;：:\n")


def _behind_a_day(match: re.Match[str], held: Sequence[Spanned]) -> int:
    """Where the name may begin: `On Monday Halden Labs` does not begin with the day."""
    start, end = match.span()
    return max((each.end for each in held if start <= each.start and each.end < end), default=start)


def _latin(text: str, within: Span, shapes: _Shapes, held: Sequence[Spanned]) -> Iterator[tuple[int, int]]:
    for match in shapes.latin.finditer(text, *within):
        words = text[_behind_a_day(match, held) : match.end()].split()
        if len(words) == 1:
            yield match.span()  # TideLab, Tidal.ai
        words = words[_words_of_a_headline(words) :]
        while _only_leads(words, shapes):
            words.pop(0)
        if len(words) > 1 and words[-2] not in shapes.before and not _VERSION.fullmatch(words[-2]):
            yield match.end() - len(" ".join(words)), match.end()


def _only_leads(words: Sequence[str], shapes: _Shapes) -> bool:
    """Whether the first word is no part of it: `Tidal-backed Halden Labs`, `While Halden Labs`, `Berlin Halden Labs`.

    Not so a town in `Berkeley AI Research` and `Seoul National University`.
    """
    if len(words) > 1 and (words[0] in shapes.before or words[0].rpartition("-")[2] in shapes.likened):
        return True
    if len(words) <= _PAIR or "of" in words:
        return False  # the Indian Institute of Science
    return words[0] in shapes.openers or (
        words[-1] in _OF_FIRMS and words[1] not in shapes.before and _is_town(words[0])
    )


@lru_cache(maxsize=_REMEMBERED)
def _is_town(word: str) -> bool:
    return any(place.name == word for place in find_places(word, Span(0, len(word))))


def _words_of_a_headline(words: Sequence[str]) -> int:
    """How many words stand before the name itself: `Rolls Out Latest AI`, with the capitals of a headline, is none."""
    lexicon = load_lexicon()
    leading = [
        place + size
        for size in (1, 2)
        for place in range(len(words) - size)
        if (form := " ".join(words[place : place + size]).casefold()) in lexicon.triggers or form in _new_words()
    ]
    return max(leading, default=0)


@cache
def _new_words() -> frozenset[str]:
    cues = load_lexicon().cues.items()
    return frozenset(form for form, senses in cues if any(cue.type == "novelty" for cue in senses))


def _own_start(text: str, words: Words, start: int, end: int, shapes: _Shapes) -> int:
    """Where the organisation's own name begins, behind the words that only lead up to it."""
    led = max((match.end() for match in shapes.leading.finditer(text, start, end)), default=start)  # 研发方, 试了下
    start = words.triggers.end_of_last(start, end)
    start = words.cues.end_of_last(start, end)
    return max((match.end() for match in shapes.leading.finditer(text, start, end)), default=max(start, led))


@cache
def person_words() -> tuple[str, ...]:
    """The nouns behind which a person is named."""
    return tuple(tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))["persons"])


@cache
def host_words() -> frozenset[str]:
    """What stands in hosts and names nobody who writes there: hubs, and words like www, blog and com."""
    raw = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
    return frozenset([*raw["hubs"], *raw["host_words"]])


def is_opener(word: str) -> bool:
    """Whether a word only stands before such a name: `Rival Halden Labs`, `Berlin Halden Labs`."""
    return word in _shapes().openers or _is_town(word)


def grammar_signs() -> frozenset[str]:
    """The 汉字 that make up grammar, not names."""
    return _shapes().particles


@cache
def _shapes() -> _Shapes:
    raw = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
    signs = _ahead([*raw["subject_signs"], *load_lexicon().triggers])
    makers = _ahead(raw["maker_signs"])
    han_triggers = [form for form in load_lexicon().triggers if not form.isascii()]
    endings, latin = (_any_of(raw[key]) for key in ("endings", "latin_endings"))
    weak = _any_of([*raw["weak_endings"], *raw["made_up_endings"]])
    return _Shapes(
        strong=re.compile(rf"(?:{endings})(?!{_HAN}?{_NOT_A_NAME[3:]}"),
        called=re.compile(
            rf"(?:{_any_of(raw['nouns'])})\s?(?:[\"「](?P<name>[\u4e00-\u9fffA-Za-z0-9 ]{{2,10}})[\"」]"
            rf"|[—-]{{1,2}}\s?(?P<apposed>{_HAN}{{3,6}})(?=[。，,(（])"
            rf"|(?P<subject>{_HAN}{{3,6}}?|[A-Z][A-Za-z0-9-]{{2,}})"
            rf"(?=\s?(?:{_ahead([*raw['subject_adverbs'], *han_triggers])})))"
        ),
        weak=re.compile(
            rf"(?:{weak})(?=\s?(?:(?P<sign>{signs}|\d{{1,2}}\s?月)|[A-Z，,。；;：:！!？?）)、]|{makers}|\Z))"
        ),
        alone=frozenset([*raw["endings_of_makers"], *raw["made_up_endings"]]),
        made_up=frozenset(raw["made_up_endings"]),
        leading=re.compile(_any_of(raw["leading"])),
        latin=re.compile(
            rf"[A-Z](?:(?<![\w-].){_LATIN_REST} (?:& )?(?:{_LATIN_WORD} (?:& )?){{0,2}}"
            rf"(?:(?:Institute|Academy|School){_OF_A_FIELD}|{latin})"
            r"(?!(?<=University) of [A-Z])(?![\w+]| v?\d+\.\d|\s?助)"  # not Tidewater AI 助手, an assistant
            rf"|(?<![\w-].)(?:niversity of {_LATIN_WORD}|(?:nstitute|cademy|chool){_OF_A_FIELD})"
            r"|(?<![\w-].)\w*[a-z]Labs?(?![\w-])"
            r"|(?<![\w.-].)[\w-]+\.(?:ai|io|dev)(?![\w-]))"
        ),
        latin_endings=re.compile(rf"{latin}|(?:Academy|School) of|Lab|\.(?:ai|io|dev)"),
        common=frozenset(raw["common_heads"]),
        common_only=re.compile(rf"(?:{_any_of(raw['common_heads'])})+"),
        places=re.compile(rf"家?(?:{_any_of(raw['places'])})+"),
        before=frozenset(raw["before"]),
        openers=frozenset(raw["openers"]),
        likened=load_lexicon().words.likened,
        particles=frozenset(raw["particles"]),
        surnames=frozenset(raw["surnames"]),
    )


def _ahead(words: Iterable[str]) -> str:
    """A pattern for one of very many words, by their first characters: what follows is mostly none of these."""
    rests: dict[str, list[str]] = defaultdict(list)
    for word in words:
        rests[word[0]].append(word[1:])
    branches = "|".join(f"{re.escape(first)}(?:{_any_of(own)})" for first, own in sorted(rests.items()))
    return rf"(?=[{re.escape(''.join(sorted(rests)))}])(?:{branches})"


def _any_of(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
