"""What a line says that a name is the name of: by its label, behind its colon, by talk of what only models have."""

import re

from extract.families import family_of

# Tern 发布：开源抠图模型 (Tern released: an open model that …): what it is stands behind the colon, not what it does.
ANNOUNCED = re.compile(
    r"\s?(?:今日|正式|全面|重磅)?(?:发布|开源|上线|亮相|问世|来了)\s?[:：]\s?"
    r"(?!支持|可|能|让|将|用|为|面向|拥有|具备|搭载|采用|基于|接入|适配|从|在|不|与|把)[^，、。；！？\n—]{2,30}"
)
MODEL_SERVED = re.compile(r"[\"”」]?\s?(?P<noun>大?模型)的?\s?(?:API|接口)")  # what its interface is the interface of
COUNTED_BEHIND = re.compile(  # Tern-4-Pro、Tern-4-Edge 两个版本的大模型
    r"\s?[两三四五六七八九\d]\s?[款个种](?:版本|尺寸|规格|型号|档位)的?[^，。；！？\n]{0,12}?模型"
)
LABELLED = re.compile(  # 发布 Tidewater：3B 开源审核模型
    r"\s?[:：]\s?(?!支持|可|能|让|将|用|为|面向|拥有|具备|搭载|采用|基于|接入|适配|从|在|不|与|把|看|聊|读|谁|当|为什么)"
    r"[^，、。；：:！？\n—]{2,24}模型(?=[，。；！\n]|\Z)"
)
_BASE = re.compile(r"[\"”」]?(?:[(（][^)）]{0,40}[)）])?[，,]\s?(?:基于|采用|以)")
_LABEL = re.compile(r"\W{0,4}[\u4e00-\u9fff]{0,4}模型(?:发布|开源|更新|上新|动态)?\s?[｜|】\]]")
_LABELLED_WITHIN = 40  # characters
# parameters, weights, context window, tests of models, in the rest of the sentence: what only models have
_TALK_OF_MODELS = re.compile(
    r"[^。；！？\n]{0,72}?"
    r"(?:\d\s?B\b|[亿B]参数|参数[量规]|上下文窗口|权重|SWE-?[Bb]ench|MMLU|GPQA"
    r"|(?i:\bparameters?\b|context window|open[- ]weights?\b))"
)
_MODELS = re.compile(  # what such talk holds: cheaper to look for
    r"[0-9B亿参上权PpCcOoSMG](?:(?<=[0-9])\s?B|(?<=S)WE-?[Bb]|(?<=M)MLU|(?<=G)PQA|(?<=[B亿])参|(?<=参)数|(?<=上)下|(?<=权)重|(?<=[Pp])(?i:aram)|(?<=[Cc])(?i:ontext)"
    r"|(?<=[Oo])(?i:pen))"
)
_TALK_WITHIN = 90  # characters
_VERSIONS = re.compile(  # two smaller versions of Nova 4 in April: Sun and Moon
    r"\b(?:versions|variants|sizes|tiers|members|siblings|editions) of (?P<of>[A-Z][\w.-]*(?: [\w.-]+)?)[^.:;\n]{0,30}?"
    r"(?::|,| –| —)(?: ?[\"“]?[\w.-]+[\"”]?,?){0,6} ?[\"“]?$"
)
_VERSIONS_WITHIN = 110  # characters


def is_base(text: str, start: int) -> bool:
    """Whether what stands behind a name tells its base: `，基于 Birch 架构` (on that architecture) calls it nothing."""
    return _BASE.match(text, start) is not None


def is_labelled_model(text: str, start: int) -> bool:
    """`模型发布｜栖岩开源 Tern`: whether the label that the line begins with speaks of models."""
    line = text.rfind("\n", 0, start) + 1
    return start - line <= _LABELLED_WITHIN and _LABEL.match(text, line, start) is not None


def is_of_a_family(text: str, start: int) -> bool:
    """`two smaller versions of Nova 4 in April: Sun and Moon`: whether what is listed is of a known family's."""
    within = max(0, start - _VERSIONS_WITHIN)
    if " of " not in text[within:start]:
        return False
    found = _VERSIONS.search(text, within, start)
    return found is not None and family_of(found["of"]) is not None


def talks_of_models(text: str, end: int) -> bool:
    """Whether the rest of the sentence speaks of what only models have: parameters, weights, a context window."""
    near = _MODELS.search(text, end, end + _TALK_WITHIN)
    return near is not None and _TALK_OF_MODELS.match(text, end) is not None
