"""Where the Chinese words stand behind a name that may say what it is the name of."""

import re
from collections.abc import Iterable, Iterator

from extract.lexer import Words
from extract.linekinds import ANNOUNCED, COUNTED_BEHIND, LABELLED, MODEL_SERVED

STOP_ZH = re.compile(
    r"[，。：；！？\n()（）]|[、在是将被把与和及了已可以并从对于向到由的]|现|正式|今|昨|支持|登|(?<![功智性技])能(?!力|源|量)|(?<![大社])会(?!员|议|话)|则|也|还|就|专|等(?![级待同于效])|面向|针对|用于|旨在|适配|具备|拥有|带有|提供"
)
_COPULA_ZH = re.compile(
    r"[\s\"”」]{0,2}(?:[(（][^)）]{0,40}[)）])?(?:系列)?(?:[，,]?\s?(?:这)?(?:是|作为|即)|\s?为)(?!了|何)[^，。；！？\n]{0,60}"
)
_ANAPHOR_ZH = re.compile(  # 。其本身是…: it is itself a …
    r"[\"”」)）]?\s?。\s?(?:其|它|这|该产品)(?:本身|本质上)?(?:就)?(?:是|为)[^，。；！？\n]{0,60}"
)
_APPOSED_ZH = re.compile(  # `，一款…模型`, `，用于…的模型`: a …, for …, facing …, aimed at …, based on …
    r"[\"”」]?(?:[(（][^)）]{0,40}[)）])?[，,]\s?"
    r"(?:(?:这?一[款个种]|一系列|[首两三]款|首个|全新|旗下|其(?!中))|(?:用于|面向|专为|支持|主打|基于|采用|以)[^，。；！？\n]{0,30}的)"
    r"[^，。；！？\n]{0,40}(?=[，。；！？\n]|$)"
)
_CLOSE = re.compile(r"[)）]")
APPOSING = (COUNTED_BEHIND, _COPULA_ZH, _APPOSED_ZH, _ANAPHOR_ZH, ANNOUNCED, LABELLED)
CLOSELY = (_COPULA_ZH, _ANAPHOR_ZH, ANNOUNCED, LABELLED)
_WINDOW, _NOUN_WITHIN, _ATTRIBUTE = 28, 10, 3  # characters


def iter_runs_behind(
    text: str, start: int, words: Words, patterns: Iterable[re.Pattern[str]]
) -> Iterator[tuple[int, int]]:
    """What may say what a name is the name of: the words right behind it, in brackets, after 是 (is) or a comma."""
    if served := MODEL_SERVED.match(text, start):
        yield served.span("noun")
    end = min(start + _WINDOW, len(text))
    stop = STOP_ZH.search(text, start, end)
    yield start, _before_use(words, start, before_verbs(words, start, stop.start() if stop else end))
    if text.startswith(("(", "（"), start):
        close = _CLOSE.search(text, start + 1, end)
        yield start + 1, close.start() if close else end
        if close:  # 潮汐 2.0（Tide 2.0）多模态模型
            stop = STOP_ZH.search(text, close.end(), close.end() + _NOUN_WITHIN)
            yield close.end(), before_verbs(words, close.end(), stop.start() if stop else close.end() + _NOUN_WITHIN)
    for pattern in patterns:
        if match := pattern.match(text, start):
            yield match.span()


def before_verbs(words: Words, start: int, end: int) -> int:
    """Where the first verb is; `Nova 端侧开源框架` (an open edge framework): what may be an adjective is none."""
    verbs = words.triggers.within(start, end)
    return next((first for first, _, verb in verbs if not (verb.adjective and first <= start + _ATTRIBUTE)), end)


def _before_use(words: Words, start: int, end: int) -> int:
    """Where it says what the thing is made with: `Tern 2S 搭载自研模型` (has a model of its own built in)."""
    cues = words.cues.within(start, end)
    return next((first for first, _, senses in cues if any(sense.id == "zh-base" for sense in senses)), end)
