"""What a name is the name of: votes from the nouns beside it, over the whole article."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extract.lexicon import Lexicon, load_lexicon
from extract.names import Name
from extract.records import Kind
from extract.sentences import language_of

Votes = Mapping[tuple[str, ...], Mapping[Kind, float]]

_STOP_ZH = re.compile(
    r"[，。：；！？\n()（）]|[、在是将被把与和及了已可会以并从对于向到由的]|现|正式|今|昨|支持|登|能|则|也|还|就"
)
_LEAD_ZH = re.compile(
    r"[\s\"'“”‘’「」『』《》:：*`—-]*(?:系列)?(?:全新|最新|新)?(?:家族|系列)?(?:新|最新)?(?:成员|版本)?[\s\"“「:：—-]*$"
)
_COPULA_ZH = re.compile(
    r"[\s\"”」]{0,2}(?:[(（][^)）]{0,40}[)）])?(?:系列)?[，,]?\s?(?:这)?(?:是|为|作为|即)(?!了|何)[^，。；！？\n]{0,60}"
)
_RIGHT_EN = re.compile(r"(?:'s)?[\"”]?(?:[\s-][\w-]+){0,3}")
_ARTICLE = r"(?:also |now |actually )?(?:a|an|the|its|our|their|one|two|another|which is an?)"
_APPOSITIVE_EN = re.compile(rf"[\"”)]{{0,2}}(?: ?,| is| was|:| -| –| —| \()(?: ?,)?\s{_ARTICLE}\s[^.;,\n]{{0,90}}")
_LEFT_EN = re.compile(
    r"([\w-]+(?:\s[\w-]+)?),?(?:\s?[-–—:,]|\s(?:called|named|dubbed|known as|like))?\s[\"“'‘]{0,2}\s?$"
)
_APPOSED_ZH = re.compile(  # `，一款…模型`, `，用于…的模型`: a …, for …, facing …, aimed at …, based on …
    r"[\"”」]?(?:[(（][^)）]{0,40}[)）])?[，,]\s?(?:这?一[款个种]|一系列|[首两三]款|首个|全新|旗下|其|用于|面向|专为|支持|主打|基于|采用|以)[^，。；！？\n]{0,40}(?=[，。；！？\n]|$)"
)
_OF_ZH = re.compile(r"[\"”」]?\s?的[^，。；！？\n]{0,24}")
_APPOSED_ZH = re.compile(  # `，一款…模型`, `，用于…的模型`: a …, for …, facing …, aimed at …, based on …
    r"[\"”」]?(?:[(（][^)）]{0,40}[)）])?[，,]\s?"
    r"(?:这?一[款个种]|一系列|[首两三]款|首个|全新|旗下|其|用于|面向|专为|支持|主打|基于|采用|以)[^，。；！？\n]{0,40}(?=[，。；！？\n]|$)"
)
_OF_ZH = re.compile(r"[\"”」]?\s?的[^，。；！？\n]{0,24}")
_WINDOW = 28  # characters

_BESIDE, _VERSIONED, _ONE_MODEL, _FAMILY, _SIZE, _LISTED, _LAST_WORD, _NEAR = 3.0, 5.0, 3.0, 1.3, 1.2, 20.0, 1.5, 0.5
_HAS_SIZE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?[BT](?![A-Za-z])|-\d+(?:\.\d+)?[BMbm](?![A-Za-z])")
_KNOWN = 3  # a name's strength: a known family with a version
# parameters, weights, context window, in the rest of the sentence: what only models have
_TALK_OF_MODELS = re.compile(
    r"[^。；！？\n]{0,40}?"
    r"(?:\d\s?B\b|[亿B]参数|参数[量规]|上下文窗口|权重|(?i:\bparameters?\b|context window|open[- ]weights?\b))"
)
_TALK = 1.3
MODEL_VOTES = 1.0
_MOST = 9.0  # three nouns beside a name say as much as thirty
_MODEL_SHARE = 0.45  # a thing called a model is one, even where it is called an assistant more often


def vote_kinds(text: str, names: Iterable[Name], parts: Mapping[Name, tuple[str, ...]], language: str) -> Votes:
    """Per name (as its parts), how much the folded text speaks for each kind."""
    votes: dict[tuple[str, ...], defaultdict[Kind, float]] = defaultdict(lambda: defaultdict(float))
    lexicon = load_lexicon()
    for name in names:
        counter = votes[parts[name]]
        for kind, weight in _votes_of(text, name, lexicon, language):
            counter[kind] = max(counter[kind], weight) if weight != _BESIDE else min(counter[kind] + weight, _MOST)
    return votes


def share_votes(votes: Votes, lists: Iterable[Sequence[tuple[str, ...]]]) -> Votes:
    """Members of a list are of one kind: in `发布 A 和 B 两款语音模型` (two speech models) A is called a model too."""
    shared = dict(votes)
    for members in lists:
        told = max((votes[member] for member in members), key=lambda own: max(own.values(), default=0))
        shared.update({member: told for member in members if max(votes[member].values(), default=0) < _BESIDE})
    return shared


def kind_of(votes: Mapping[Kind, float]) -> Kind:
    """The kind with the most votes; product where nothing speaks for a model."""
    if not votes:
        return "product"
    kind, weight = max(votes.items(), key=lambda item: item[1])
    if votes.get("model", 0) >= max(MODEL_VOTES, weight * _MODEL_SHARE):
        return "model"
    return kind if kind != "model" else "product"


def _votes_of(text: str, name: Name, lexicon: Lexicon, language: str) -> Iterable[tuple[Kind, float]]:
    if name.kind:
        yield name.kind, _LISTED if name.known else _LAST_WORD
    if name.family and not name.known:
        yield "model", _family_vote(name)
    if "模型" in name.text:  # model
        yield "model", _BESIDE
    if _HAS_SIZE.search(name.text):
        yield "model", _SIZE
    if _TALK_OF_MODELS.match(text, name.end):
        yield "model", _TALK
    is_chinese = language_of(text, max(0, name.start - _WINDOW), name.end + _WINDOW, language) == "zh"
    beside = _beside_zh(text, name, lexicon) if is_chinese else _beside_en(text, name, lexicon)
    for kind in beside:
        yield kind, _BESIDE


def _family_vote(name: Name) -> float:
    """A version says model; Claude with another word may be Claude Opus or Claude Code."""
    assert name.family is not None
    if name.strength == _KNOWN and any(sign.isdigit() for sign in name.text):
        return _FAMILY if name.family.ambiguous else _VERSIONED
    if is_one_model(name):
        return _ONE_MODEL
    return _NEAR if name.family.product_too else _FAMILY


def is_one_model(name: Name) -> bool:
    """Whether the name is all of a known family that has no members by other names: AlphaFold, not Gemini."""
    family = name.family
    if family is None or name.strength > 1:
        return False
    return not (name.known or family.ambiguous or family.codenames_ok or family.product_too)


def _beside_zh(text: str, name: Name, lexicon: Lexicon) -> Iterable[Kind]:
    behind = [kind for run in _runs_behind_zh(text, name.end, lexicon) if (kind := _last_head(run, lexicon))]
    yield from behind[:1]
    left = _LEAD_ZH.sub("", text[max(0, name.start - _WINDOW) : name.start])
    noun = _naming(left, lexicon)
    if noun != left and (of := _OF_ZH.match(text, name.end)) and (kind := _last_head(of[0], lexicon)):
        yield kind  # 名为 Tidewater 的语音模型: a speech model by the name of Tidewater
    if kind := _head_at_end(noun, lexicon):
        yield kind


def _runs_behind_zh(text: str, end: int, lexicon: Lexicon) -> Iterable[str]:
    """What may say what a name is the name of: the words right behind it, in brackets, after 是 (is) or a comma."""
    right = text[end : end + _WINDOW]
    stop = _STOP_ZH.search(right)
    yield _before_verbs(right[: stop.start()] if stop else right, lexicon)
    if right[:1] in ("(", "（"):
        yield right[1:].split("）")[0].split(")")[0]
    for pattern in (_COPULA_ZH, _APPOSED_ZH):
        if match := pattern.match(text, end):
            yield match[0]


def _naming(left: str, lexicon: Lexicon) -> str:
    """The text without a closing 名为 (named) and what stands between it and the noun."""
    for cue in lexicon.cue_words.finditer(left):
        if cue.end() == len(left) and any(sense.type == "naming" for sense in lexicon.cues[cue[0].casefold()]):
            return left[: cue.start()].rstrip(" ，,—:：")
    return left


def _before_verbs(run: str, lexicon: Lexicon) -> str:
    trigger = lexicon.trigger_words.search(run)
    return run[: trigger.start()] if trigger else run


def _last_head(run: str, lexicon: Lexicon) -> Kind | None:
    heads = list(lexicon.head_words.finditer(run))
    return lexicon.heads[heads[-1][0].casefold()].kind if heads else None


def _head_at_end(left: str, lexicon: Lexicon) -> Kind | None:
    heads = [head for head in lexicon.head_words.finditer(left) if head.end() == len(left)]
    return lexicon.heads[heads[-1][0].casefold()].kind if heads else None


def _beside_en(text: str, name: Name, lexicon: Lexicon) -> Iterable[Kind]:
    right = _RIGHT_EN.match(text, name.end)
    found = _first_head(_before_verbs(right[0], lexicon), lexicon) if right else None
    if found is None and (appositive := _APPOSITIVE_EN.match(text, name.end)):
        found = _first_head(appositive[0], lexicon)
    if found:
        yield found
    left = text[max(0, name.start - 50) : name.start]
    if (before := _LEFT_EN.search(left)) and (kind := _head_at_end(before[1], lexicon)):
        yield kind


def _first_head(run: str, lexicon: Lexicon) -> Kind | None:
    heads = [lexicon.heads[head[0].casefold()] for head in lexicon.head_words.finditer(run)]
    models = [head.kind for head in heads[:2] if head.kind == "model"]
    return models[0] if models else (heads[0].kind if heads else None)
