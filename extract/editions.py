"""Editions that are part of a name: `Nova-3 高速版` (fast edition), `Helix 9 处理器十周年版`; `Tidewater 模式` (mode).

What came out is that edition, and no more the thing that is out since long.
"""

import re

from extract.lexer import Words
from extract.lexicon import load_lexicon
from extract.names import Name

THING_NOUNS = ("模式", "助手", "助理")  # mode, assistant: what a name ends with, and what is called so
_EDITION = re.compile(
    r"(?:\s(?!AI\s?[\u4e00-\u9fff])[A-Za-z0-9]{1,5}){0,2}(?P<words>\s?[\u4e00-\u9fff]{0,8}?)版(?![本权块图面式税主])"
    r"|\s?模式(?![\u4e00-\u9fff]?[的型化])|\sAI\s?助[手理]"
)
_LAST = re.compile("[版模助]")  # what every edition ends with, or nearly: cheaper to look for
_REACH = 24  # characters
_NOUN = re.compile(r"\s?(?:大?模型|处理器|芯片|显卡|手机|智能体)")
_STAGES = re.compile(  # how far it is, or which of its texts: 正式版 (final), 测试版 (test), 新版 (new)
    r"正式|测试|预览|公测|内测|稳定|[新旧老本该此各原改再出首初盗破图排全一二两三四五六七八九十\d]$|早期|体验|试用|完整|满血|最终|候选|正$|国际|国内|中文|英文|升级|更新|以上|以下|^\s?及|系列"
)
_LONGEST_OF_A_MODEL = 2  # characters: 高速, 轻量; 图文交错生成增强 describes the model
_PARTICLES = re.compile(r"[的了和与及是为在其将被让使把由或等从到之以并可]")


def with_edition(text: str, name: Name, words: Words) -> Name:
    """The name with the edition that is told behind it."""
    match = _EDITION.match(text, name.end) if _LAST.search(text, name.end, name.end + _REACH) else None
    if match is None or not _is_its_own(text, name, match, words):
        return name
    if name.family and text.endswith("模式", 0, match.end()):
        return name
    # The noun that would have said what a plain word is, is its own now.
    named = name._replace(end=match.end(), text=text[name.start : match.end()])
    return (
        named
        if match["words"] is not None or name.family or name.kind
        else named._replace(kind="product", strength=max(1, name.strength))
    )


def _is_its_own(text: str, name: Name, match: re.Match[str], words: Words) -> bool:
    """Whether the words before 版 belong to the name: what a long phrase says of a model is only told of it."""
    own = match["words"]
    if own is None:
        return True
    start, end = match.span("words")
    noun = _NOUN.match(text, start, end)
    if _is_stopped(text[match.start() : start].split()[-1:]):
        return False
    start = noun.end() if noun else start
    if _PARTICLES.search(own) or _STAGES.search(text, start, end) or words.triggers.has(start, end + 1):
        return False
    if _looks_like_a_model(name) and len(text[start:end].strip()) > _LONGEST_OF_A_MODEL:
        return False
    return bool(text[start:end].strip()) or text[match.start() : start].strip().isalnum()


def _looks_like_a_model(name: Name) -> bool:
    return name.strength > 1 and not name.known


def _is_stopped(last: list[str]) -> bool:
    """`Tidewater Plan 企业版`: words behind it that belong to no name, but for a system or a size: Mac 版, 4K 版."""
    words = load_lexicon().words
    return any(word in words.stop and word.isalpha() and word not in words.systems for word in last)
