"""Find what is named by a word and its field: 听雨医疗大模型 (a medical large model), 潮汐视觉理解模型, 观岚大模型."""

import re
from collections.abc import Iterator
from functools import cache

from extract.hanwords import LENGTHS, Vendors, may_be_name, start_of_word
from extract.language import is_no_word
from extract.lexer import Words
from extract.lexicon import load_lexicon
from extract.names import Name
from extract.records import Span

# not: family, series, platform, product, application, business, team, company, area, track, technology, age, industry
_OPEN_MODEL = re.compile(
    r"大模型(?<=[\u4e00-\u9fff]{5})(?!家族|系列|平台|产品|应用|业务|团队|公司|领域|赛道|技术|时代|行业|\s?[vV]?\d+\.\d)"
)
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}[·\s]?\Z")
_BEGINS = re.compile(r"(?:\A|[^\u4e00-\u9fff]|[与和及])\Z")  # what a made-up word may begin behind
_LONGEST_FIELD = 10  # characters


def find_model_noun(text: str, start: int, end: int) -> re.Match[str] | None:
    """What a family's name goes on with, up to the word for a model: of which field, and which sort."""
    return _model_noun().match(text, start, end)


def find_called_models(text: str, words: Words, within: Span, vendors: Vendors) -> Iterator[Name]:
    """`发布观岚大模型`: a made-up word behind a verb, a maker or a sign that is called a large model."""
    for noun in _OPEN_MODEL.finditer(text, *within):
        field = _field_before().search(text, max(within.start, noun.start() - _LONGEST_FIELD), noun.start())
        last = field.start() if field else noun.start()
        word = _WORD.search(text, max(within.start, last - LENGTHS[-1]), last)
        if word is None:
            continue
        stop = word.start() + len(word[0].rstrip("· "))
        start = start_of_word(text, words, word.start(), stop, vendors)
        is_behind = start > word.start() or _BEGINS.search(text, max(within.start, start - 1), start) is not None
        if (
            is_behind
            and is_no_word(text[start:stop])
            and stop - start in LENGTHS
            and may_be_name(text[start:stop], is_called=True)
        ):
            yield Name(start, noun.end(), text[start : noun.end()], 2 if field else 1)


@cache
def _model_noun() -> re.Pattern[str]:
    fields = load_lexicon().words.fields.pattern
    return re.compile(rf"\s?(?P<fields>{fields[:-1]}{{0,3}})(?:大语言模型|大模型|模型)")


@cache
def _field_before() -> re.Pattern[str]:
    return re.compile(rf"{load_lexicon().words.fields.pattern}\Z")
