"""Cut a text into runs of tokens, each of which could make up one name: `Claude` `Opus` `4.6`."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache

from extract.families import REMEMBERED, families, family_of
from extract.knowledge import load_families
from extract.lexicon import Lexicon, load_lexicon
from extract.records import Span
from extract.spans import Spanned

TOKEN = re.compile(  # a letter or digit first: it is searched for
    r"[A-Za-zÀ-ÿπ0-9](?:(?<![0-9])[A-Za-z0-9À-ÿπ]*(?:[-_.][A-Za-z0-9]+)*\+*"
    r"|(?<=[0-9])[0-9]*x[0-9]+(?:\.[0-9]+)?[Bb](?![A-Za-z0-9])"
    r"|(?<=[0-9])[0-9]*(?:\.[0-9]+)*(?:[A-Za-z]{1,3}(?![A-Za-z]))?\+?(?:[-_][A-Za-z0-9.]*[A-Za-z0-9])*)"
)
HAS_VERSION = re.compile(r"[0-9π]")
VERSION = re.compile(r"[vV]?\d+(?:\.\d+)*[a-z]?\+?|[A-Za-z]{1,3}\d+(?:\.\d+)*[A-Za-z]?\+?")  # a whole token
_YEAR = re.compile(r"20[0-3]\d")
_TIMES = re.compile(r"\d+[xX]")  # Max 20x: a plan of twenty times the use
_PARAMETERS = re.compile(
    r"[\d.]+T[ -][Pp]aram|\d+[KkMm]\s?(?:超长|长)?(?:上下文|token)"
)  # 1.6T parameter model, 1M 上下文
_MODEL_AHEAD = re.compile(
    r"(?:[ -]\w+)? (?:model|generat|system|tool|feature|app|capabilit)"
)  # `Kling 3.0 video model`
_TOKENS = re.compile(rf"{TOKEN.pattern}(?P<before_a_version>(?=.[v0-9]))?")  # most words are followed by none
_NOWHERE, _BEFORE_A_VERSION, _BY_CONTEXT, _ANYWHERE = "nowhere", "before a version", "by context", "anywhere"
_MOST_TOKENS = 7
_EVENT_YEAR = re.compile(r"(?<=[A-Z]{3})(?:20)?2\d$")  # WWDC26: an event
_ADVERBS = frozenset({"live"})  # pushed Nova 3 live; the name is Nova 3 Live or nova-3-live
_SMALL_WORDS = frozenset(["to", "for", "of", "in", "with", "and"])
_HAN_BEFORE = re.compile(r"[\u4e00-\u9fff，。：；、“《（]\s?(?:[A-Z][\w.]* )?[\"'“]?$")
_PHRASE = frozenset([  # words of phrases with hyphens: end-to-end, open-source, zero-shot
    "to", "of", "in", "on", "by", "the", "and", "for", "end", "open", "source", "shot", "tuning", "tuned",
    "time", "level", "based", "art", "context", "free", "only", "first", "out", "up", "off", "party",
    "weight", "weights", "class", "scale", "term", "turn", "step", "head", "token", "modal", "world",
    "like", "driven", "aware", "follow", "post", "pre", "non", "multi", "self", "cross", "fine", "high",
    "day", "week", "month", "top", "pass", "step", "tier", "under", "stage", "page",
    "low", "real", "one", "two", "zero", "few", "long", "short", "co", "re", "e",
])  # fmt: skip
_HAN_WITHIN = 16  # code points
_CAMEL = re.compile(r"[a-z]{3,}[A-Z][A-Za-z]{2,}")
_SMALL_CODE = re.compile(r"[a-z]\d{1,2}(?:\.\d)?(?:-[a-z]+)?")  # k1, s1-mini: where it is called a model
_CALLED_A_MODEL = re.compile(r"\s?[\u4e00-\u9fff]{0,6}模型")
_MODEL_BEFORE = re.compile(r"模型\s?\Z")
_SHORTEST = 3  # letters of a word that does, in small letters
_SORT = re.compile(
    r"(?:Image|Video|Speech|Audio|Voice|Music|Text|Code)"
    r" (?:Generation|Editing|Understanding|Synthesis|Recognition|Processing)\b"
    r"|(?:Multimodal|Multilingual|Bilingual|Omnimodal|Agentic|Generative|Foundation|Language)(?: AI)? (?:LLM|[Mm]odel)"
)
_VERSION_BEHIND = re.compile(r" v?\d+\.\d")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_GENERATION = re.compile(r"\s?\d{1,2}[a-z]?(?![\w.%])")
_BEGIN_A_VERSION = frozenset("v0123456789")  # what every version behind a word begins with
_SPACED_OUT = re.compile(r"\d+(?:\.\d+)*B?|A\d+(?:\.\d+)?B")  # 4.5, 235B, A22B, 2507
_THIRD_PERSON = re.compile(r"[A-Z][a-z]{2,}[^siu]s")
_LONG = 5  # letters of a word that may begin a name of its own


def iter_runs(text: str, within: Span, lexicon: Lexicon, holes: list[Spanned]) -> Iterator[list[re.Match[str]]]:
    """Runs of tokens that could make up one name. `holes` are spans no name may touch (dates, links)."""
    find, end = _TOKENS.search, within.end
    token = find(text, _skip_plain(text, *within), end)
    while token:
        if not (_may_begin_with(text, token) and (not holes or _is_free(token, holes))):
            token = find(text, _skip_plain(text, token.end(), end), end)
            continue
        run = [token]
        token = find(text, token.end(), end)
        while token and _joins(text, run, token, lexicon) and (not holes or _is_free(token, holes)):
            run.append(token)
            token = find(text, token.end(), end)
        if token and _is_headline_verb(text, run, token):
            token = find(text, token.end(), end)
        yield run


def _skip_plain(text: str, start: int, end: int) -> int:
    """The end of the plain words that no name begins with, from `start` on; nearly all words of a text are."""
    plain = _plain_words().match(text, start, end)
    return plain.end() if plain else start


@cache
def _plain_words() -> re.Pattern[str]:
    """Words in small letters before no version, numbers, and all that is neither; not the names that are such words."""
    told = (word for word in (*families(), *load_lexicon().things.names) if re.fullmatch("[a-z]+", word))
    rests: dict[str, list[str]] = defaultdict(list)
    for word in sorted({word for word in told if _may_stand(word) not in (_NOWHERE, _BEFORE_A_VERSION)}):
        rests[word[0]].append(word[1:])
    names = "|".join(f"{first}(?:{'|'.join(own)})" for first, own in rests.items())
    return re.compile(
        r"(?:[^A-Za-zÀ-ÿπ0-9]*+"
        rf"(?:(?!(?:{names})(?![a-z]))[a-z]++(?![A-Za-z0-9À-ÿπ+]|[-_.][A-Za-z0-9]|.[v0-9])"
        r"|[0-9]++(?:\.[0-9]++)*+(?![A-Za-z0-9+]|[-_][A-Za-z0-9.])))*+"
    )


def _may_begin_with(text: str, token: re.Match[str]) -> bool:
    place = _may_stand(token[0])
    if place == _NOWHERE or (place == _BEFORE_A_VERSION and token.lastgroup is None):
        return False
    return place == _ANYWHERE or _begins_here(text, token)


def _is_free(token: re.Match[str], holes: list[Spanned]) -> bool:
    start, end = token.span()
    return not any(hole.start < end and start < hole.end for hole in holes)


@lru_cache(maxsize=REMEMBERED)
def _may_stand(word: str) -> str:
    """Where a name may begin with the word."""
    if _may_begin(word):
        return _ANYWHERE
    is_version = word[0] == "v" and word[1:2].isdigit()
    is_slug = word.islower() and "-" in word and not word[0].isdigit()  # 1-bit Tern: the name begins behind it
    if is_version or is_slug or _SMALL_CODE.fullmatch(word) or _is_stopped_thing(word):
        return _BY_CONTEXT
    is_word = word.isalpha() and word.islower() and len(word) >= _SHORTEST
    return _BEFORE_A_VERSION if is_word and word not in load_lexicon().words.stop else _NOWHERE


def _may_begin(word: str) -> bool:
    lexicon = load_lexicon()
    if word in lexicon.words.stop or ("-" in word and word.rpartition("-")[2] in lexicon.words.likened):
        return False  # Porto-based Halden
    if word[0].isdigit() or len(word) == 1:
        return False
    if word[0].isupper() or word[0] == "π":
        return not _is_verb(word, lexicon) and _EVENT_YEAR.sub("", word) not in lexicon.words.stop
    if (word.casefold() in lexicon.things.names and not word.islower()) or _CAMEL.fullmatch(word):
        return True  # iOS, tideXiv
    if word.casefold() in families():
        return not families()[word.casefold()].ambiguous or bool(HAS_VERSION.search(word))
    is_coded = (
        "-" in word and bool(re.search(r"[a-z].*-.*\d", word)) and word.partition("-")[0] not in _PHRASE
    )  # not day-0, top-5
    head = word.rpartition("-")[0]  # gpt-oss-safeguard: a known name of two words goes on
    is_coded = is_coded or ("-" in head and head in families() and not families()[head].ambiguous)
    is_versioned = bool(HAS_VERSION.search(word) and family_of(word)) or is_coded
    return is_versioned or _is_dotted(word, lexicon)


def _is_stopped_thing(word: str) -> bool:
    """iPhone: a thing's name that none begins with, but for its generations."""
    return word in load_lexicon().words.stop and word.casefold() in load_lexicon().things.names


def _is_dotted(word: str, lexicon: Lexicon) -> bool:
    """`tern.ocr`, `tern.vlm2`: a small word with what only models end in behind a dot; llama.cpp is none."""
    first, _, last = word.partition(".")
    return bool(last) and len(first) > 1 and last.rstrip("0123456789") in lexicon.words.suffixes | {"llm", "vlm"}


def _begins_here(text: str, token: re.Match[str]) -> bool:
    """Whether a name may begin with a word that begins none elsewhere."""
    word, end = token[0], token.end()
    if ("-" in word and _is_slug(text, token)) or (word[0] == "v" and _is_owned(text, token)):
        return True
    if _SMALL_CODE.fullmatch(word):
        return bool(
            _CALLED_A_MODEL.match(text, end) or _MODEL_BEFORE.search(text, max(0, token.start() - 4), token.start())
        )
    if text[end + 1 : end + 2] not in _BEGIN_A_VERSION:
        return False
    return bool(_GENERATION.match(text, end)) if _is_stopped_thing(word) else _is_small(text, token)  # iPhone 17


def _is_small(text: str, token: re.Match[str]) -> bool:
    """`训练框架 verl 2.0`: among 汉字, a word in small letters before a version."""
    is_word = token[0].islower() and token[0].isalpha() and len(token[0]) >= _SHORTEST
    return is_word and bool(
        _VERSION_BEHIND.match(text, token.end())
        and _HAN_BEFORE.search(text, max(0, token.start() - _HAN_WITHIN), token.start())
    )


def _is_slug(text: str, token: re.Match[str]) -> bool:
    """`命令行工具 wecom-cli`: small letters with a hyphen, among 汉字, name a thing; not end-to-end, open-source."""
    word = token[0]
    return (
        word.islower()
        and _PHRASE.isdisjoint(word.split("-"))
        and bool(_HAN_BEFORE.search(text, max(0, token.start() - _HAN_WITHIN), token.start()))
    )


def _is_owned(text: str, token: re.Match[str]) -> bool:
    """`Northwind's v5 model`, `Redpen 发布 v0.30.0`: a bare version, of the brand before it."""
    is_version = token[0][0] == "v" and token[0][1:2].isdigit()
    is_told = "." in token[0] and bool(_HAN_BEFORE.search(text, max(0, token.start() - _HAN_WITHIN), token.start()))
    return is_version and (is_told or text.endswith("'s ", 0, token.start()))


def _is_verb(word: str, lexicon: Lexicon) -> bool:
    """Headlines capitalise their verbs: `Northwind Releases Nova 3`."""
    return (word[1:].islower() or word.istitle()) and word.casefold() in lexicon.triggers


def _joins(text: str, run: list[re.Match[str]], token: re.Match[str], lexicon: Lexicon) -> bool:
    between = text[run[-1].end() : token.start()]
    word = token[0]
    if between not in ("", " ") or len(run) >= _MOST_TOKENS or _begins_anew(run, word):
        return between == " - " and _is_spaced_out(run, word, lexicon)
    if word in lexicon.words.stop:
        so_far = f"{text[run[0].start() : run[-1].end()]} {word}".casefold()
        return (
            so_far in families()
            or so_far in lexicon.things.names
            or (word == "AI" and bool(re.match(r" v?\d+\.\d", text[token.end() :])))
            or (word in lexicon.words.closing and not any(HAS_VERSION.search(part[0]) for part in run))
        )
    if word[0].isdigit():
        return _is_version(text, token, lexicon)
    if word[0].isupper():
        is_other = _is_verb(word, lexicon) or _begins_a_sort(text, run, token) or _is_headline_verb(text, run, token)
        is_phrase = "-" in word and word.partition("-")[0].casefold() in _PHRASE
        return between != "" and not is_other and not (is_phrase and any(HAS_VERSION.search(part[0]) for part in run))
    if _links_two(text, run, token) or (word in lexicon.words.suffixes and word not in _ADVERBS):
        return word in _SMALL_WORDS or (
            any(HAS_VERSION.search(part[0]) for part in run)
            and (word in lexicon.words.model_tiers or not _MODEL_AHEAD.match(text, token.end()))
        )
    is_tier = word.partition("-")[0] in lexicon.words.tiers and bool(HAS_VERSION.search(word))  # large-v3
    return is_tier or bool(re.fullmatch(r"[a-z]\d+(\.\d+)*(-[\w.-]+)?|v\d[\w.]*|it", word))


def _begins_a_sort(text: str, run: list[re.Match[str]], token: re.Match[str]) -> bool:
    """`Ships Uni-1 Image Generation Model`: a headline's capitals, and what sort of model it is."""
    return bool(_SORT.match(text, token.start())) and any(HAS_VERSION.search(part[0]) for part in run)


def _is_headline_verb(text: str, run: list[re.Match[str]], token: re.Match[str]) -> bool:
    """`Nova 3 Dethrones Tern 2`: behind a version, a word in the third person, before another with a capital."""
    word = token[0]
    if not (word.endswith("s") and _THIRD_PERSON.fullmatch(word)):
        return False
    behind, lexicon = text[token.end() + 1 : token.end() + 2], load_lexicon()
    if not (behind.isupper() or behind.isdigit()):
        return False
    is_noun = word.casefold() in lexicon.heads or word.casefold() in lexicon.things.last_words
    return not is_noun and word not in lexicon.words.soft and any(HAS_VERSION.search(part[0]) for part in run)


def _is_spaced_out(run: list[re.Match[str]], word: str, lexicon: Lexicon) -> bool:
    """`GLM - 4.5 - Air`, `Runway Gen - 3`: a known family's name, set with blanks around its hyphens."""
    is_part = bool(_SPACED_OUT.fullmatch(word)) or word.casefold() in lexicon.words.tiers
    is_known = is_part and (family_of(run[0][0]) or family_of(f"{run[-1][0]}-{word}")) is not None
    return is_known and len(run) < _MOST_TOKENS


def _links_two(text: str, run: list[re.Match[str]], token: re.Match[str]) -> bool:
    """`Claude Code to Figma`, `Halos for Robotics`: in Chinese text small words stand in a name and nowhere else."""
    if token[0] not in _SMALL_WORDS:
        return False
    if token[0] == "for" and len(run) == 1 and run[0][0].casefold() in _brands():
        behind = re.match(r" [A-Z]\w+(?: (?P<next>[A-Z]\w+))?", text[token.end() :])
        return behind is not None and behind["next"] not in load_lexicon().words.stop  # Claude for Chemistry
    is_among_han = _HAN_BEFORE.search(text, max(0, run[0].start() - _HAN_WITHIN), run[0].start())
    return bool(is_among_han and re.match(r" [A-Z]", text[token.end() : token.end() + 2]))


@cache
def _brands() -> frozenset[str]:
    """Names of one word under which a maker has products of many kinds."""
    named = (name.casefold() for family in load_families() if family.codenames_ok for name in family.names)
    return frozenset([*named, *load_lexicon().things.makers])


def _begins_anew(run: list[re.Match[str]], word: str) -> bool:
    """Cells of a table run together: `MAI-Transcribe-1 MAI-Transcribe-1.5` are two names."""
    if len(word) < _LONG or not any(HAS_VERSION.search(part[0]) for part in run):
        return False
    # `Claude Fable 5 Claude Mythos 5`; not `Nova 3 Nano-39B`
    is_tier = word.partition("-")[0].casefold() in load_lexicon().words.tiers
    return word == run[0][0] or (word[0].isalpha() and not is_tier and bool(re.match(r"[A-Za-z]{3,}.*\d", word)))


def _is_measure(text: str, token: re.Match[str], lexicon: Lexicon) -> bool:
    """33W, 120Hz, 16GB: a number with its unit; not 8x7B."""
    digits = _DIGITS.match(token[0])
    unit = lexicon.words.units.match(text, token.start() + digits.end()) if digits else None
    return unit is not None and unit.end() == token.end() and unit.end() > unit.start()


def _is_version(text: str, token: re.Match[str], lexicon: Lexicon) -> bool:
    """A number that goes on with a name, and is not a year or the count of what follows."""
    if _YEAR.fullmatch(token[0]) or _TIMES.fullmatch(token[0]) or _PARAMETERS.match(text, token.start()):
        return False
    if lexicon.words.units.match(text, token.end()) or _is_measure(text, token, lexicon):
        return False
    return not re.match(r"[,:]\d|\s?[~%$]", text[token.end() : token.end() + 2])
