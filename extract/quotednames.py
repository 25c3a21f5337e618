"""Find names in Chinese quotation marks: “天问”大模型, “神农”农业大模型 2.0, 企业级平台“悟空”, 论文《…》."""

import re
from collections.abc import Iterator, Sequence

from extract.language import is_no_word
from extract.lexer import Words
from extract.lexicon import Cue, Head, load_lexicon
from extract.nameruns import TOKEN
from extract.names import Name
from extract.records import Span

VERSION = r"(?:[A-Za-z]{0,2}\d+(?:\.\d+)*(?:[A-Za-z]{1,2}(?![A-Za-z]))?\+?(?:-[A-Za-z0-9.]+)*)"
_VERSIONED = re.compile(r"[0-9]")
_IN_QUOTES = r"[\"「『《](?P<name>[\u4e00-\u9fffA-Za-z0-9·. -]{2,14})[\"」』》]"
_MORE_IN_QUOTES = r"(?:[、和与及]?[\"「『《][^\"」』》\n]{2,14}[\"」』》]){0,4}"
_QUOTED = (
    re.compile(rf"{_IN_QUOTES}(?={_MORE_IN_QUOTES}的?[\u4e00-\u9fff]{{0,8}}?(?:大?模型))"),  # “天问”大模型
    re.compile(rf"(?<=模型){_IN_QUOTES}"),  # 气象大模型“观澜”
)
_NUMBERED = re.compile(  # “神农”农业大模型 2.0, “紫东太初”4.0
    rf"[\"「『](?P<name>[\u4e00-\u9fffA-Za-z]{{2,8}})[\"」』]\s?(?P<noun>(?:[\u4e00-\u9fff]{{0,6}}模型)?)\s?(?P<version>{VERSION})"
)
_ANY_QUOTED = re.compile(
    r"(?P<open>[\"「『《])(?P<name>(?<=《)[^《》\n]{2,40}|[\u4e00-\u9fffA-Za-z0-9·. -]{2,10})[\"」』》]"
)
QUOTE = re.compile(r"[\"「『《]")
_LAST_SIGNS = re.compile(r"[\s—:：,，]+$")
_NOUN = 8  # code points
_NAMING = 4  # of such a verb
_LATIN = re.compile(r"\s?[A-Z]")
_NAMED_BEHIND = re.compile(r"[\"」』》]的?[\u4e00-\u9fff]{0,8}模型\s?(?:[A-Z][a-z]{2,}|[A-Z]\w*\d)")
_SIZE = re.compile(r"\d+(?:\.\d+)?\s?[百千万亿]")  # 「3 万亿级」模型: how large it is


def find_quoted_names(text: str, words: Words, within: Span) -> list[Name]:
    """Those of a stretch: with a version behind the quotes, called a model, or called something by a noun."""
    if not QUOTE.search(text, *within):
        return []
    return [*_numbered(text, within), *_quoted(text, within), *_named_by_nouns(text, words, within)]


def _numbered(text: str, within: Span) -> Iterator[Name]:
    """A quoted word with a version behind the quotes."""
    units = load_lexicon().words.units
    for match in _NUMBERED.finditer(text, *within):
        if "." in match["version"] and not units.match(text, match.end()):
            own = f"{match['name']}{match['noun']}{match['version']}"
            yield Name(match.start("name"), match.end(), own, 2)


def _named_by_nouns(text: str, words: Words, within: Span) -> Iterator[Name]:
    """企业级平台“悟空”, “小艺Claw”应用, 论文《…》: quoted words that a noun before or behind them calls something."""
    for match in _ANY_QUOTED.finditer(text, *within):
        start, end = match.start(), match.end()
        before = _LAST_SIGNS.search(text, max(0, start - _NOUN), start)
        edge = before.start() if before else start
        noun = next((head for _, last, head in words.heads.within(edge - _NOUN, edge) if last == edge), None)
        noun = noun or next((head for first, _, head in words.heads.within(end, end + _NOUN) if first == end), None)
        noun = noun or _noun_before_naming(words, edge)
        is_report = match["open"] == "《"
        noun = noun or (_own_noun(words, match) if is_report else None)
        is_nickname = not is_report and bool(_LATIN.match(text, end))  # “龙虾” QBotClaw: the name stands behind
        is_word = not (TOKEN.fullmatch(match["name"]) or _SIZE.match(match["name"]))
        is_verb = match["name"] in load_lexicon().triggers  # “开放权重”模式: with weights that are opened
        if noun is not None and is_report == (noun.kind == "report") and is_word and not is_verb:
            own = match["name"].strip()
            start += match[0].index(own)
            if own and not (is_nickname or _says_what_sort(text, own, end - 1)):
                yield Name(start, start + len(own), own, 1)


def _own_noun(words: Words, match: re.Match[str]) -> Head | None:
    """《人才报告》 (a report): the noun that a title ends with."""
    start, end = match.span("name")
    return next((head for _, last, head in words.heads.within(max(start, end - _NOUN), end) if last == end), None)


def _noun_before_naming(words: Words, edge: int) -> Head | None:
    """What `推出金融大模型，取名“望潮”` (naming it) calls it."""
    named = [
        first for first, last, senses in words.cues.within(edge - _NAMING, edge) if last == edge and _names(senses)
    ]
    nouns = [head for _, _, head in words.heads.within(named[0] - _NOUN, named[0])] if named else []
    return nouns[-1] if nouns else None


def _names(senses: Sequence[Cue]) -> bool:
    return any(cue.type == "naming" for cue in senses)


def _says_what_sort(text: str, word: str, close: int) -> bool:
    """`推出「可调」影像生成模型 Nova` (an “adjustable” model): a word, and the name itself behind the noun."""
    return not is_no_word(word) and _NAMED_BEHIND.match(text, close) is not None


def _quoted(text: str, within: Span) -> Iterator[Name]:
    """“天问”大模型: a quoted word that is called a model."""
    for match in (found for pattern in _QUOTED for found in pattern.finditer(text, *within)):
        own = match["name"].strip()
        is_other = TOKEN.fullmatch(own) or _SIZE.match(own) or _says_what_sort(text, own, match.end() - 1)
        if own and not is_other:
            start = match.start("name") + match["name"].index(own)
            yield Name(start, start + len(own), own, 2 if _VERSIONED.search(own) else 1)
