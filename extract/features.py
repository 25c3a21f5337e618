"""Find what a Chinese sentence calls a feature by a plain phrase: `上线语音模式`, `推出 /tide 命令`.

The phrase is a name only between a verb of release and the noun that says what it is: no shape tells it elsewhere.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extract.lexer import Words
from extract.lexicon import DATA
from extract.names import Name
from extract.records import Span
from extract.tokens import Token

ADDING = "adding"  # how a trigger is used that takes a feature as its object, and nothing else

_WITHIN = 30  # characters from the verb to the noun
_SIGN = re.compile(r"[，,。;；:：!！?？、()（）《》'\n]")
_QUOTES = ' “”"「」'
_LEAD = re.compile(  # 了一项全新的, 名为
    r"(?:[了过]|[一两]?[款项个种]|[全最崭]?新版?的?|(?:名|称)为|叫做?|其|自家|自研|原生|官方|正式|首个|独立|实验性的?|升级版的?|\s)*"
)
_OF = re.compile(r".*的\s?")
_CALLED = re.compile(r".*名为\s?(?P<name>[\w/][\w /.+-]*?)\s?的[^的]{0,8}")  # 名为 tidewater 的新|功能
_AND = re.compile(r"\s?(?:以及|[与和及])\s?")
_NEW = re.compile(r"(?<![刷更创翻革全最重])新\s?\Z")  # 排名新|功能
_COMMAND = re.compile(r"/[a-z][\w-]*")
_LATIN = re.compile(r"[A-Za-z][\w.-]*(?: [A-Za-z][\w.-]*){0,2}")  # ultratide, auto mode, Tides
_GLOSSED = re.compile(r"(?P<own>[A-Za-z][\w-]* [Mm]ode)\s?[\u4e00-\u9fff]{2}")  # Tide mode 潮汐|模式
_PHRASE = re.compile(r"(?:[A-Za-z][\w.+-]*\s)?[\u4e00-\u9fff]{2,9}(?:\s?[A-Za-z][\w.+-]*(?:\s?[\u4e00-\u9fff]{1,6})?)?")
_ENDS = r"(?=\s?(?:[，。：；（(,;]|\Z|\n))"
_QUOTED_ALONE = re.compile(rf"[“\"「](?P<own>[\u4e00-\u9fff]{{3,8}})[”\"」]{_ENDS}")
_LATIN_MODE = re.compile(  # Tide mode, Tide Plan 订阅服务
    r"(?P<own>[A-Za-z][\w-]*(?: [A-Za-z][\w-]*)? (?:[Mm]ode|Plan))"
    rf"(?:\s?(?:AI\s?)?(?:编程)?(?:订阅)?(?:服务|套餐))?{_ENDS}"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST = 14  # characters
_REST = 3


class _Told(NamedTuple):
    """The words of data/features.toml."""

    nouns: re.Pattern[str]
    kept: frozenset[str]
    latin: frozenset[str]
    verbs: frozenset[str]
    counted: re.Pattern[str]
    stop: re.Pattern[str]
    plain: frozenset[str]
    goes_on: re.Pattern[str]


def find_features(text: str, words: Words, within: Span) -> list[Name]:
    """The names of a stretch that stand between a verb of release and a noun for a feature."""
    told = _load()
    if not any(verb.id in told.verbs for _, _, verb in words.triggers.within(*within)):
        return []
    found = [name for noun in told.nouns.finditer(text, *within) for name in _before(text, words, within, noun, told)]
    may_be_modes = any(text.find(sign, *within) >= 0 for sign in ("ode", "Plan"))
    modes = _LATIN_MODE.finditer(text, *within) if may_be_modes else ()
    alone = (*_QUOTED_ALONE.finditer(text, *within), *modes)
    return [*found, *(name for each in alone if (name := _alone(text, words, within, each, told)))]


def _alone(text: str, words: Words, within: Span, found: re.Match[str], told: _Told) -> Name | None:
    """`上线“潮汐摘要”，`, `推出 Tide mode，`: right behind a verb, and with nothing behind it."""
    start, end = found.span("own")
    verb = _behind_verb(text, words, max(within.start, found.start() - _WITHIN), found.start(), told)
    is_object = verb is not None and _skip_lead(text, verb, found.start()) == found.start()
    is_one = found["own"].isascii() or _is_phrase(found["own"], told)
    return Name(start, end, found["own"], 1, kind="product") if is_object and is_one else None


def _before(text: str, words: Words, within: Span, noun: re.Match[str], told: _Told) -> Iterator[Name]:
    start = _behind_verb(text, words, max(within.start, noun.start() - _WITHIN), noun.start(), told)
    if start is None or told.goes_on.match(text, noun.end()):
        return
    if called := _CALLED.fullmatch(text, start, noun.start()):
        places = [*called.span("name")]
    else:
        lead = _OF.match(text, start, noun.start())
        start = _skip_lead(text, lead.end() if lead else start, noun.start())
        new = _NEW.search(text, start, noun.start())
        end = new.start() if new else noun.start()
        places = [start, *(place for each in _AND.finditer(text, start, end) for place in each.span()), end]
    names = [_name(text, first, last, noun, told) for first, last in zip(places[::2], places[1::2], strict=True)]
    yield from (name for name in names if name is not None) if all(names) else ()


def _skip_lead(text: str, start: int, end: int) -> int:
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead else start


def _behind_verb(text: str, words: Words, first: int, noun: int, told: _Told) -> int | None:
    """Where the last verb of release before the noun ends, in the noun's clause."""
    found = [(end, verb) for _, end, verb in words.triggers.within(first, noun) if verb.lang == "zh"]
    if not found or found[-1][1].id not in told.verbs or _SIGN.search(text, found[-1][0], noun):
        return None
    return found[-1][0]


def _name(text: str, start: int, end: int, noun: re.Match[str], told: _Told) -> Name | None:
    """The phrase as a name; a mode is called one, and the names of others end before their noun."""
    start += len(text[start:end]) - len(text[start:end].lstrip(_QUOTES))
    end = start + len(text[start:end].rstrip(_QUOTES))
    if glossed := _GLOSSED.fullmatch(text, start, end):
        end = glossed.end("own")
    own = text[start:end]
    is_small = bool(_COMMAND.fullmatch(own) or _LATIN.fullmatch(own) or glossed)
    is_named = is_small or (noun[0] not in told.latin and _is_phrase(own, told))
    if not is_named or not told.plain.isdisjoint([own.casefold(), own.casefold().rpartition(" ")[2]]):
        return None
    is_mode = noun[0] in told.kept and end == noun.start()
    end = noun.end() if is_mode else end
    return Name(start, end, text[start:end], 1, kind="product")


def _is_phrase(own: str, told: _Told) -> bool:
    return (
        len(own) <= _LONGEST
        and _PHRASE.fullmatch(own) is not None
        and not told.counted.match(own)
        and not told.stop.search(own)
    )


def find_adding_verbs(text: str, words: Words, within: Span, names: Sequence[Name]) -> Iterator[Token]:
    """The verbs of adding (新增) of a Chinese stretch whose object is a feature that is named."""
    verbs = [(start, end, verb) for start, end, verb in words.triggers.within(*within) if verb.use == ADDING]
    nouns = _load().nouns
    features = verbs and {
        name.start
        for name in names
        if (name.kind == "product" and not name.known) or nouns.match(text, _behind_quote(text, name.end))
    }
    for start, end, verb in verbs if features else ():
        places = (end, _skip_lead(text, end, within.end))
        if any(place in features or place + 1 in features for place in places):
            yield Token("U", start, end, trigger=verb)


def is_feature(tokens: Sequence[Token], place: int, name: Name) -> bool:
    """Whether the noun behind a name that looks like none says that it is a feature, or its own last one does."""
    if tokens[place].code != "O" or name.known or name.family or name.kind not in (None, "product"):
        return False
    behind = place + 1
    if tokens[place - 1].code == "G" and tokens[behind].code == "P":  # 名为 tidal 的功能
        behind += 2 if tokens[behind + 1].code == "X" else 1
    noun, rest = tokens[behind], tokens[min(behind + 1, len(tokens) - 1)]
    if noun.head is None:
        is_alone = name.kind is not None and tokens[place - 1].code in "TUAP" and noun.code in ",:E("
        return is_alone or is_called_so(name.text)
    is_more = rest.code == "X" and rest.start == noun.end and rest.end - rest.start < _REST  # “听雨”技能广场
    return noun.head.id == "zh-feature" and not is_more


def is_called_so(text: str) -> bool:
    """语音模式 (voice mode): the noun is the name's own end."""
    return text.endswith((*_load().kept, " mode", " Mode"))


def find_thing(tokens: Sequence[Token], verb: int) -> int | None:
    """Whose feature it is: the last name or maker before the verb in its clause; 为 Redpen 推出 (for) has one, too."""
    if tokens[verb - 1].code == "K":
        return verb - 1  # 该应用新增…
    for place in range(verb - 1, 0, -1):
        if tokens[place].code in ",:QTUI":
            return None
        if tokens[place].code in "VNOM":
            return place
    return None


def _behind_quote(text: str, end: int) -> int:
    return end + len(text[end : end + 2]) - len(text[end : end + 2].lstrip(' "”」'))


@cache
def _load() -> _Told:
    raw = tomllib.loads((DATA / "features.toml").read_text(encoding="utf-8"))
    nouns, counted, stop, goes_on = (re.compile("|".join(raw[key])) for key in ("nouns", "counted", "stop", "goes_on"))
    kept, latin, verbs, plain = (frozenset(raw[key]) for key in ("kept", "latin", "verbs", "plain"))
    return _Told(nouns, kept, latin, verbs, counted, stop, plain, goes_on)
