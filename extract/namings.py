"""Read what one Chinese sentence releases and a later one names: `推出两款模型。…这两款模型名为 Nova-3 与 Nova-4`."""

import re
from collections.abc import Sequence, Set

from extract.candidates import find_candidates
from extract.introducing import Introduction
from extract.listings import Read, clause_of_verb, is_announcement, last_verb
from extract.parsing import Parsed, Reading
from extract.sentences import Sentence
from extract.tokens import Token

_VERBS = ("名为", "命名为", "取名", "称为", "叫做", "名叫")  # is named
_NAMES_THEM = re.compile(  # 这两款模型名为…; 这些名为…的模型
    r"(?:[据其][\u4e00-\u9fff]{1,3}[，,]\s?)?(?:[这该此新]|上述|[两三四五六][款个])[^，。；！？\n]{0,16}?模型(?:系列|家族)?[^，。；！？\n]{0,4}?"
    r"(?:名为|命名为|取名为?|称为|叫做|名叫)"
    r"|[这该此](?:些|[一两三四五六]?[款个])?被?(?:名为|命名为|称为|名叫)[^，。；！？\n]{2,60}?的[^，。；！？\n]{0,16}?模型"
)
_SENTENCES_BACK = 5
_BLOCKS_BACK = 3


def find_namings(reading: Reading, sentences: Sequence[Sentence], gated: Set[Sentence]) -> list[Introduction]:
    """Each sentence that names models, with the last one before it that may have announced them without a name."""
    if reading.language != "zh" or not any(verb in reading.text for verb in _VERBS):
        return []
    found = []
    for place, own in enumerate(sentences):
        if not _NAMES_THEM.match(reading.text, own.start):
            continue
        near = sentences[max(0, place - _SENTENCES_BACK) : place]
        leads = (one for one in reversed(near) if one in gated and own.block - one.block <= _BLOCKS_BACK)
        if lead := next((one for one in leads if reading.words.call_a_model(*one[:2])), None):
            found.append(Introduction(lead, own, _read_named))
    return found


def _read_named(reading: Reading, lead: Parsed, own: Parsed) -> Read:
    """The names of the one as what the other's verb does something to."""
    subject = next((place for place, token in enumerate(own.tokens) if token.names), None)
    clause = clause_of_verb(lead.tokens)
    objects = "".join(token.code for token in clause[last_verb(lead.tokens) + 1 :])
    is_open = "H" in objects and not any(code in objects for code in "NO")
    if subject is None or not last_verb(lead.tokens) or not (is_open or is_announcement(reading, lead)):
        return own, []
    named = own.tokens[subject]
    colon = Token(":", own.sentence.start, own.sentence.start)
    told = named._replace(code="N" if named.code == "M" else named.code)
    parsed = own.with_tokens([*clause, colon, told, *own.tokens[subject + 1 :]], [*lead.cues, *own.cues])
    return parsed, [one for one in find_candidates(parsed) if one.name in named.names]
