"""What a name says of itself, before any noun beside it: the look of a model, the weight of its family."""

import re
from functools import lru_cache

from extract.families import REMEMBERED, families, family_of, family_words
from extract.knowledge import Family
from extract.lexicon import load_lexicon
from extract.names import Name

_VERSIONED, _ONE_MODEL, _FAMILY, _NEAR = 5.0, 3.0, 1.3, 0.5  # votes
LOOKS_LIKE_ONE = 1.2  # votes: a size or an ending that models have
_HAS_SIZE = re.compile(  # not Helix 4T, of storage
    r"(?<![\w.])\d+(?:\.\d+)?B(?![A-Za-z])|-\d+(?:\.\d+)?[BMTbm](?![A-Za-z])"
)
_HAS_SUFFIX = re.compile(
    r"[ -](?:VL|VLM|VLA|LM|LLM|TTS|ASR|OCR|Omni|Coder|Instruct|Thinking|MoE|Embedding)(?![A-Za-z])"
    r"|(?<=[a-z])\.(?:llm|vlm|ocr|tts|asr)\d*$"
)
_HAS_BUILD = re.compile(r"-(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$|-2[3-9](?:0[1-9]|1[0-2])$")  # -0528, -2507
_IS_SOFTWARE = re.compile(r" v0\.\d")  # Nova Harness v0.1
_MEASURED = re.compile(  # surpasses, beats, matches …; on a par with …: what only models are measured by
    r"[超优领击反碾媲比对逼追与和跟](?:"
    r"(?:(?<=超)[越过]|(?<=优)于|(?<=领)先于?|(?<=击)败|(?<=反)超|(?<=碾)压|(?<=媲)美|(?<=比)肩|(?<=对)标|(?<=逼)近|(?<=追)平)了?\s?"
    r"|(?<=[与和跟])\s?(?=[^。；！？，\n]{2,30}(?:媲美|比肩|持平|相当)))"
)
_CLAUSE_ENDS = re.compile(r"[。；！？\n]")
_MEASURED_WITHIN = 48  # characters
_TIER_JOINED = re.compile(r"(?<=\w)-(?:Max|Pro|Plus|Ultra|Air)$")  # Qwen-Max is a model, ChatGPT Pro a subscription
_KNOWN = 3  # a name's strength: a known family with a version


@lru_cache(maxsize=REMEMBERED)
def looks_sized(name: str) -> bool:
    """By its size, its ending, its build, or a word for what models do before its version: Music 2.6."""
    first, _, rest = name.partition(" ")
    lexicon = load_lexicon()
    is_task = first in lexicon.words.soft and first.casefold() not in lexicon.things.last_words and rest[:1].isdigit()
    return is_task or any(sign.search(name) for sign in (_HAS_SIZE, _HAS_SUFFIX, _HAS_BUILD))


def vote_of_family(name: Name) -> float:
    """A version says model; Claude with another word may be Claude Opus or Claude Code."""
    assert name.family is not None
    if name.kind or " for " in name.text:  # Nova for Chemistry: a plan or an app
        return _NEAR  # Nova Code CLI: its last word says what it is
    if _IS_SOFTWARE.search(name.text):
        return _NEAR
    if name.strength == _KNOWN and any(sign.isdigit() for sign in name.text):
        return _FAMILY if name.family.ambiguous else _VERSIONED
    if (
        is_one_model(name)
        or _TIER_JOINED.search(name.text)
        or name.text.split()[-1].casefold() in load_lexicon().words.model_tiers
        or _is_of_two_families(name.text, name.family)
    ):
        return _ONE_MODEL  # Gemini Omni Flash: a tier is one of models
    return _NEAR if name.family.product_too else _FAMILY


def _is_of_two_families(text: str, family: Family) -> bool:
    """`Nova Tern`, where its maker's models are called Tern, too."""
    _, _, rest = text.partition(" ")
    other = family_of(rest) if rest else None
    return other is not None and other.vendor == family.vendor and other != family


def is_measured(text: str, place: int) -> bool:
    """`Tern-UHD 可与 Nova-3 相媲美` (matches Nova-3): whether what ends there is said to do as a known model does."""
    found = list(_MEASURED.finditer(text, place, place + _MEASURED_WITHIN))
    stop = _CLAUSE_ENDS.search(text, place, place + _MEASURED_WITHIN) if found else None
    known = (family_words().match(text, cue.end()) for cue in found if not stop or cue.end() < stop.start())
    return any(match and not families()[match[0].casefold()].ambiguous for match in known)


def is_one_model(name: Name) -> bool:
    """Whether the name is all of a known family that has no members by other names: AlphaFold, not Gemini."""
    family = name.family
    if family is None or name.strength > 1:
        return False
    return not (name.known or family.ambiguous or family.codenames_ok or family.product_too)
