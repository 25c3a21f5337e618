"""Find the names that may be a model's, by grammar first and by knowledge second.

A name is a run of name-like tokens: `GPT-5.3-Codex-Spark`, `Claude Opus 4.6`. Its strength says how much of a model
name it looks on its own: 3 a known family with a version, 2 a version or size, 1 a coined word or bare family, 0 plain.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.families import REMEMBERED, family_of, family_words
from extract.knowledge import Family, Vendor
from extract.lexicon import Lexicon, load_lexicon
from extract.listedkinds import find_kind
from extract.nameruns import HAS_VERSION, VERSION
from extract.nameshapes import is_address, is_bare_version, is_file
from extract.organisations import is_opener
from extract.records import Kind, Span
from extract.siblings import iter_siblings, last_word_of, with_shared_versions
from extract.upgrades import is_edition, iter_upgrades
from extract.vendors import VendorMention

_COINED = re.compile(r".*[a-z]\.?[A-Z]|.*[a-z]\.[a-z]|.*\d|.*[-_].|[A-Z]{3,}")
_CODE = re.compile(r"[A-Z]{1,3}\d{1,4}|[A-Z]-\d{1,2}")  # L4, PS6, M9, S-1: as often a car, a level, a form as a model
_STAGE = re.compile(
    r"(?i)(?:beta|alpha|preview|rc|build)[ -]?[\d.]*|gen ?\d|day[ -]?\d|L[0-5]"
)  # Beta1, Gen4, L4, Day0: of what stands before, or when
_SLOGAN = re.compile(r"[A-Z]{4,}(?: [A-Z]{4,})+")  # COMING SOON
_PLAIN_WORD = re.compile(  # not GUI Agent|Page Agent
    r"(?<![A-Za-z])(?<![A-Z]{2} )"
    r"(?P<word>AI|Agents?|Model|Web|iPhone|iPad|(?<=[\u4e00-\u9fff] )(?:Paper|Prompt|Team|News|Report)) $"
)
_NOUNS = ("Paper", "Prompt", "Team", "News", "Report")  # of a name among 汉字: the feature Paper Review
_PLAIN_ENDS = ("AI ", "Agent ", "Agents ", "Model ", "Web ", "iPhone ", "iPad ", *(f"{noun} " for noun in _NOUNS))
_DOTTED = re.compile(r"[vV]\d+(?:\.\d+)+")
_OWN_NOUN = re.compile(r"[A-Z][a-z]{2,}(?<!s)(?<!ion)(?<!ing)")  # no Models, Generation, Training
_MODELS = re.compile(r" Models?\b(?P<close>[)）])?")
_INDEFINITE = re.compile(r"\b[Aa]n? $")
_TWO, _VERB_WITHIN = 2, 20  # words; characters
_VERB_BETWEEN, _PLAIN_WITHIN = 8, 10  # characters
_EDITION = re.compile(r"\s?版(?!本)\s?[A-Za-z\u4e00-\u9fff]")
_DEED = re.compile(r"[A-Z][a-z]{2,}ing")
_STAGES = ("Beta", "Alpha", "Preview", "Experimental")
_THING_BEHIND = re.compile(r" (?P<thing>[A-Za-z]{3,}\b)")
_BRAND_WITHIN, _BRAND_AGAIN = 24, 60  # characters; the second behind another version of it: V3 …, R1
_DEVICE = re.compile(r"(?:眼镜|手机|耳机|音箱|手表|戒指|平板|汽车|机器人|硬件)[\"”」]")
_UNVERSIONED = re.compile(r"(?<=\w)[ -][A-Za-z]?\d.*")  # DeepSeek V4 Flash and V4 Pro: of the brand, not of the sibling
_BARE_VERSION = re.compile(r"(?<![A-Za-z0-9-])[A-Z]\d")


class Name(NamedTuple):
    """A candidate in the text. `vendor` is the one written into it as a prefix, `kind` what it is known to be."""

    start: int
    end: int
    text: str
    strength: int
    family: Family | None = None
    vendor: Vendor | None = None
    kind: Kind | None = None
    known: bool = False  # `kind` comes from a list of names, not from the look of the last word

    def __hash__(self) -> int:
        return self.start  # all fields would be a family's with all its aliases

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def read_names(
    text: str, within: Span, runs: Iterable[list[re.Match[str]]], vendors: Sequence[VendorMention]
) -> list[Name]:
    """The Latin and mixed names in a stretch of a folded text, out of its runs of tokens."""
    lexicon = load_lexicon()
    by_start = {vendor.start: vendor for vendor in vendors}
    names = [name for run in runs if (name := _read_name(text, run, by_start, lexicon)) is not None]
    names = [_with_plain_word(text, name, lexicon) for name in names if not _is_platform(text, name)]
    names = [_with_brand(text, name, names, vendors) for name in (*names, *_upgrades(text, within, names))]
    names = [name for name in names if not (name.text[0].isdigit() or _is_brandless(name) or _is_gloss(text, name))]
    names = with_shared_versions(text, sorted(names, key=lambda name: name.start))
    siblings = [sibling for name in names for sibling in iter_siblings(text, name, lexicon, by_start)]
    taken = {sibling.start for sibling in siblings}
    kept = (name for name in names if name.start not in taken and not _names_no_model(text, name))
    return sorted([*siblings, *kept], key=lambda name: name.start)


def _is_gloss(text: str, name: Name) -> bool:
    """`对话模型（Dialogue Models）`, `Nova 3: An Open Agentic Model`: a common noun, said in English too."""
    if name.strength > 1 or not (behind := _MODELS.match(text, name.end)):
        return False
    in_brackets = text[name.start - 1 : name.start] in ("(", "（") and bool(behind["close"])
    return in_brackets or bool(_INDEFINITE.search(text, max(0, name.start - 4), name.start))


def _names_no_model(text: str, name: Name) -> bool:
    """`CLI`, of what sort a thing is; `Tern Sparse Attention`, how a model reads; the chip of `M4 Mac`."""
    is_sort = name.text.isupper() and name.text.casefold() in load_lexicon().things.last_words
    is_technique = text.startswith(" Attention", name.end) and not HAS_VERSION.search(name.text)
    return is_sort or is_technique or _is_in_another(text, name)


def _is_in_another(text: str, name: Name) -> bool:
    """`M4 Mac 产品`: the chip that another thing has in its name."""
    behind = _THING_BEHIND.match(text, name.end) if name.kind == "chip" and name.known else None
    return behind is not None and load_lexicon().things.names.get(behind["thing"].casefold()) == "product"


def _is_brandless(name: Name) -> bool:
    """A bare version, and no brand before it: `v5`, `V0.22.1`."""
    is_small = name.text[0] == "v" and name.text[1:2].isdigit()
    return name.family is None and (is_small or _DOTTED.fullmatch(name.text) is not None)


def _is_platform(text: str, name: Name) -> bool:
    """`iOS 27 版音乐应用`: the system for which another thing is."""
    return name.known and bool(_EDITION.match(text, name.end))


def _with_plain_word(text: str, name: Name, lexicon: Lexicon) -> Name:
    """`AI Evaluations`: of a plain word, the AI before it is part; of a name that stands alone it is not.

    Of what is nothing but the word for a sort of thing, Agent is part too: `Agent Memory`.
    """
    if name.family is not None or not text.endswith(_PLAIN_ENDS, 0, name.start):
        return name
    if (before := _PLAIN_WORD.search(text, max(0, name.start - _PLAIN_WITHIN), name.start)) is None:
        return name
    words = name.text.casefold().split()
    is_sort = words[0] in lexicon.things.last_words or words[-1] in lexicon.things.last_words
    if name.known and not is_sort:
        return name
    is_plain = name.strength <= 1 and not HAS_VERSION.search(name.text)
    is_device = before["word"].startswith("iP")
    is_sort = is_sort and before["word"] not in _NOUNS
    if not (is_sort or is_device or (is_plain and before["word"] in ("AI", "Model", "Web", *_NOUNS))):
        return name
    start = before.start("word")
    return name._replace(start=start, text=text[start : name.end])


def _upgrades(text: str, within: Span, names: list[Name]) -> Iterator[Name]:
    """`Nova 大模型升级至 3.5 版本` (upgraded to version 3.5): a version alone, to be read with the brand before it."""
    for start, end in iter_upgrades(text, within):
        if not any(start < other.end and other.start < end for other in names):
            yield Name(start, end, text[start:end], 0)


def _with_brand(text: str, name: Name, names: list[Name], vendors: Sequence[VendorMention]) -> Name:
    """A bare version belongs to the brand before it in the sentence: MiniMax更新M2.5版本."""
    if name.family or not is_bare_version(name.text) or _is_of_a_device(text, name):
        return name
    mentions: Iterable[Name | VendorMention] = (*vendors, *names)
    near = [item for item in mentions if _is_brand_near(text, item, name)]
    for item in sorted(near, key=lambda item: -item.end):
        brand = _without_other_tier(_UNVERSIONED.sub("", text[item.start : item.end]), name.text)
        family = family_of(f"{brand} {name.text}")
        if isinstance(item, Name) and item.known:
            break  # Redpen CLI 推出 v0.30.0: of the thing, not of a model
        if family:
            is_vendor = isinstance(item, VendorMention) and not name.text[0].isdigit()  # DeepSeek发布V4: V4 is enough
            full = name.text if is_vendor else f"{brand} {name.text}"
            return name._replace(text=full, family=family, strength=3)
    return _with_thing(text, name, near)


def _without_other_tier(brand: str, version: str) -> str:
    """`Devstral Small 和 Medium 2507`: each with a tier of its own."""
    tiers = load_lexicon().words.tiers
    is_other = last_word_of(brand) in tiers and re.split(r"[ -]", version)[0].casefold() in tiers
    return re.sub(r"[ -][^ -]+$", "", brand) if is_other else brand


def _is_of_a_device(text: str, name: Name) -> bool:
    """`硬件“潮汐 AI 眼镜”，首发 S1 与 G1`: of glasses, a phone or a car, and no version of its maker's model."""
    first = max(_sentence_start(text, name.start), name.start - _BRAND_WITHIN)
    return _DEVICE.search(text, first, name.start) is not None


def _with_thing(text: str, name: Name, near: list[Name | VendorMention]) -> Name:
    """`Redpen CLI 推出 v0.30.0` (has brought out): the version of the thing that stands before the verb."""
    item = max(near, key=lambda item: item.end, default=None)
    is_dotted = _DOTTED.fullmatch(name.text) or is_edition(text, name.end)
    if item is None or not is_dotted or name.start - item.end > _VERB_BETWEEN:
        return name
    full = f"{text[item.start : item.end]} {name.text}"
    if isinstance(item, VendorMention) and text.startswith("的", item.end):
        return name  # 智谱的编程工具发布 V0.31.2: of its tool, whatever that is called
    if isinstance(item, VendorMention):
        return name._replace(text=full, strength=2, vendor=item.vendor)
    return name._replace(text=full, strength=3 if item.known else 2, kind=item.kind, known=item.known)


def _is_brand_near(text: str, item: Name | VendorMention, name: Name) -> bool:
    """Whether one stands close before a bare version, or has had another version in between: Halden … V3, … R1."""
    gap = name.start - item.end
    if not 0 < gap <= _BRAND_AGAIN or item.start < _sentence_start(text, name.start):
        return False
    return gap <= _BRAND_WITHIN or bool(_BARE_VERSION.search(text, item.end, name.start))


def _sentence_start(text: str, place: int) -> int:
    return max(text.rfind(sign, 0, place) for sign in "。！？；\n") + 1


def _read_name(text: str, run: list[re.Match[str]], vendors: dict[int, VendorMention], lexicon: Lexicon) -> Name | None:
    words = run if _is_called_so(text, run, lexicon) else _without_soft(run, lexicon)
    if vendors and words and any(one.end == words[-1].end() for one in vendors.values()) and is_opener(words[0][0]):
        return None  # Rival Halden Labs: a vendor, and what it is
    prefix = vendors.get(words[0].start()) if words else None
    if prefix and words and prefix.end < words[-1].end():
        rest = [word for word in words if word.start() >= prefix.end]
        if rest and all(word[0] in lexicon.words.stop for word in rest):
            return None  # `OpenAI Agents` names no agent
        words = rest if _stands_alone([word[0] for word in rest], lexicon) else words
    elif prefix:
        return None  # nothing but a vendor
    if not words:
        return None
    start, end = words[0].start(), words[-1].end()
    vendor = prefix.vendor if prefix else None
    verdict = _judge(text[start:end], vendor.id if vendor else "")
    if verdict is None:
        return None
    return Name(start, end, text[start:end], verdict.strength, verdict.family, vendor, *verdict.kind)


def _stands_alone(words: list[str], lexicon: Lexicon) -> bool:
    """`MiniMax M2.5`, `Mistral Small 4` and `Rakuten AI 3.0` need their first word; `OpenAI GPT-5` does not."""
    if not words or words[0][0].isdigit() or VERSION.fullmatch(words[0]):
        return False
    if words[0].casefold() in lexicon.words.tiers or words[0] in lexicon.words.soft or words[0] in lexicon.words.stop:
        return False
    return len(words) > 1 or bool(_COINED.match(words[0])) or family_of(words[0]) is not None


def _is_called_so(text: str, run: list[re.Match[str]], lexicon: Lexicon) -> bool:
    """`introduced Vision Harp`: with no article behind a verb, the word for a sort of model is the name's own."""
    if len(run) != _TWO or run[0][0] not in lexicon.words.soft or not _OWN_NOUN.fullmatch(run[1][0]):
        return False
    before = text[max(0, run[0].start() - _VERB_WITHIN) : run[0].start()].split()
    is_plain = run[1][0] in lexicon.words.stop | lexicon.words.soft or run[1][0].casefold() in lexicon.things.last_words
    return bool(before) and before[-1].casefold() in lexicon.triggers and not is_plain


def _without_soft(run: list[re.Match[str]], lexicon: Lexicon) -> list[re.Match[str]]:
    """Without soft words that lead to nothing: `Voice` is no name, `Music 2.6` is; nor is what they leave of one."""
    soft, stop = lexicon.words.soft, lexicon.words.stop
    for place, word in enumerate(run):
        behind = run[place + 1][0] if place + 1 < len(run) else ""
        is_soft = word[0] in soft or word[0] in stop
        if not is_soft or (word[0] not in _STAGES and VERSION.fullmatch(behind)):
            is_deed = behind and _DEED.fullmatch(word[0]) and family_of(behind)
            return run[place + 1 :] if is_deed else run[place:]  # Redeploying Fable 5
    return []


class _Verdict(NamedTuple):
    strength: int
    family: Family | None
    kind: tuple[Kind | None, bool]


@lru_cache(maxsize=REMEMBERED)
def _judge(text: str, vendor: str) -> _Verdict | None:
    """How much a text looks like a model's name; `vendor` is the id of the one that is written into it."""
    lexicon = load_lexicon()
    if lexicon.words.tiers.issuperset(text.casefold().split()) or text.rpartition("-")[2] in lexicon.words.likened:
        return None
    if _STAGE.fullmatch(text) or _SLOGAN.fullmatch(text) or is_address(text) or is_file(text):
        return None
    family = family_of(text)
    kind, known = find_kind(text, lexicon)
    versioned = bool(HAS_VERSION.search(text))
    if family and (versioned or not _is_ambiguous(text, family) or vendor == family.vendor):
        strength = 3 if versioned or _has_tail(text) else 1
    elif versioned:
        strength = 1 if _CODE.fullmatch(text) else 2
    else:
        family, strength = None, int(bool(_COINED.match(text)))
    if family and known and kind not in ("model", "dataset") and versioned and " " not in text:
        kind, known = None, False
    return _Verdict(strength, family, (kind, known))


def _is_ambiguous(text: str, family: Family) -> bool:
    """A common word may be anything; of two words (`Command A`, where `Command` is common) they are one family's.

    So they are with a tier that only models have: Whisper Turbo.
    """
    match = family_words().match(text)
    is_model_tier = last_word_of(text) in load_lexicon().words.model_tiers
    return family.ambiguous and match is not None and " " not in match[0] and not is_model_tier


def _has_tail(text: str) -> bool:
    """A known family with a further word: Gemini Omni, Claude Mythos."""
    match = family_words().match(text)
    return match is not None and match.end() < len(text)
