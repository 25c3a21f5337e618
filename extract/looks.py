"""What a name says of itself, before any noun beside it: the look of a model, the weight of its family."""

import re
from functools import lru_cache

from extract.families import REMEMBERED
from extract.lexicon import load_lexicon
from extract.names import Name

_VERSIONED, _ONE_MODEL, _FAMILY, _NEAR = 5.0, 3.0, 1.3, 0.5
_HAS_SIZE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?[BT](?![A-Za-z])|-\d+(?:\.\d+)?[BMbm](?![A-Za-z])")
_HAS_SUFFIX = re.compile(
    r"[ -](?:VL|VLM|VLA|LM|LLM|TTS|ASR|OCR|Omni|Coder|Instruct|Thinking|MoE|Embedding)(?![A-Za-z])"
    r"|(?<=[a-z])\.(?:llm|vlm|ocr|tts|asr)\d*$"
)
_HAS_BUILD = re.compile(r"-(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$|-2[3-9](?:0[1-9]|1[0-2])$")  # -0528, -2507
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
    if name.kind:
        return _NEAR  # Nova Code CLI: its last word says what it is
    if name.strength == _KNOWN and any(sign.isdigit() for sign in name.text):
        return _FAMILY if name.family.ambiguous else _VERSIONED
    if is_one_model(name) or name.text.split()[-1].casefold() in load_lexicon().words.model_tiers:
        return _ONE_MODEL  # Gemini Omni Flash: a tier is one of models
    return _NEAR if name.family.product_too else _FAMILY


def is_one_model(name: Name) -> bool:
    """Whether the name is all of a known family that has no members by other names: AlphaFold, not Gemini."""
    family = name.family
    if family is None or name.strength > 1:
        return False
    return not (name.known or family.ambiguous or family.codenames_ok or family.product_too)
