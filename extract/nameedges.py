"""Names that are cut from a longer one: `Rankings` of `App & Agent Rankings`, `Edit` of `Step 1x Edit`."""

import re

from extract.lexicon import load_lexicon
from extract.names import Name

_WITHIN, _LEAD = 24, 6  # characters
_AMONG_HAN = re.compile(r"[\u4e00-\u9fff，。、：；“「（][A-Za-z0-9 .&/+-]*\Z")
_BEFORE_HAN = re.compile(r"[A-Za-z0-9 .&/+-]*[\u4e00-\u9fff，。、：；”」）]")
_CUT_BEFORE = re.compile(  # vivo X|Fold6, Step 1x|Edit, App & Agent|Rankings
    r"(?:(?<![A-Za-z0-9])[A-Z] |\bMac |\bFP\d+ |\b[a-z][A-Z][A-Za-z]* |\b\d+mm |\b(?:Source|Key) "
    r"|[A-Za-z]+ \d{1,3}[A-Za-z]? |[A-Za-z] & (?:[A-Z][a-z]+ )?)\Z"
)
_CUT_BEHIND = re.compile(  # Custom|Models, Focus|mode, Power|Mac G4, MEG|X 40th, Step|tts 2
    r" (?:[A-Z] \d|(?:Mac|iPhone|iPad|Models|[Mm]ode)\b|MoE\s?架构|[a-z]{2,} \d(?![\d.]*%))"
)
_A_SORT = re.compile(r"[:–—-] An? \Z")  # Halden-Engine: A Simple Middleware to Update Weights
_IN_ANOTHER = re.compile(  # Kitchen|Models Framework; 首个《孤山》多人视频模型: for that game
    r" Models [A-Z][a-z]|》[\u4e00-\u9fff]{2,8}(?<!大)模型"
)
_ITS_PART = re.compile(r"\s?[\u4e00-\u9fff]{2,6}\s?\d+(?:\.\d+)+")  # HarmonyOS|开发套件 26.0.0
_GOES_ON = re.compile(r" [a-z]{4,} [a-z]{4,}")  # Tidewater Local|disconnected operations
_ITS_RESULTS = re.compile(  # Nova 3|网络安全应用成果: what came of using it
    r"\s?的?[\u4e00-\u9fff]{0,4}(?:应用|研究|测试|评测|实测|实验|早期)(?:成果|结果|数据(?!集)|案例)"
)
_PARTS = ("Figure ", "Table ", "Section ", "Chapter ", "Appendix ", "Equation ", "Algorithm ", "Chart ", "Exhibit ")
_NUMBER = re.compile(r"\d+[a-z]?\Z")
_REFERS = re.compile(r"(?:[(（]|\b(?:[Ss]ee|[Ii]n|of|from) )\Z")  # two models (Figure 2)
_CAPITAL_BEFORE = re.compile(r"[A-Z][A-Za-z]+ \Z")  # Foundation Models|Framework


def is_cut(text: str, name: Name) -> bool:
    """Whether what stands around a name belongs to it: nobody has released that part."""
    if _ITS_RESULTS.match(text, name.end) or _is_reference(text, name):
        return True
    return not (name.family and name.strength > 1) and _is_part(text, name)


def _is_part(text: str, name: Name) -> bool:
    """The same of a name without a version."""
    if name.family is None and not name.known and _is_a_description(text, name):
        return True
    if name.known:
        goes_on = _ITS_PART.match(text, name.end) or _GOES_ON.match(text, name.end)
        return goes_on is not None and _is_among_han(text, name)
    is_behind, is_before = text.startswith(" ", name.start - 1), text.startswith(" ", name.end) and name.strength <= 1
    if not ((is_behind or is_before) and _is_among_han(text, name)):
        return False
    if is_behind and _CUT_BEFORE.search(text, max(0, name.start - _WITHIN), name.start):
        return True
    return is_before and bool(_CUT_BEHIND.match(text, name.end) or _GOES_ON.match(text, name.end))


def _is_among_han(text: str, name: Name) -> bool:
    before = max(0, name.start - _WITHIN), name.start
    return bool(_AMONG_HAN.search(text, *before) or _BEFORE_HAN.match(text, name.end, name.end + _WITHIN))


def _is_reference(text: str, name: Name) -> bool:
    """`two models (Figure 2)`: a picture of the article, no robot."""
    is_numbered = name.text.startswith(_PARTS) and _NUMBER.match(name.text, name.text.index(" ") + 1)
    return bool(is_numbered) and _REFERS.search(text, max(0, name.start - _LEAD), name.start) is not None


def _is_a_description(text: str, name: Name) -> bool:
    """Whether it is no more than a part of words that describe something."""
    is_of_plain_words = name.strength == 0 and (
        _A_SORT.search(text, max(0, name.start - _WITHIN), name.start) or text.startswith(" MoE", name.end)
    )
    return bool(is_of_plain_words or _is_plain_noun(text, name) or _IN_ANOTHER.match(text, name.end))


def _is_plain_noun(text: str, name: Name) -> bool:
    """`the Foundation Models Framework`: no more than the noun of a name whose words carry none."""
    is_noun = name.text.casefold() in load_lexicon().heads
    return is_noun and bool(_CAPITAL_BEFORE.search(text, max(0, name.start - _WITHIN), name.start))
