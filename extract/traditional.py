"""Read traditional characters as the simplified ones that the rules are written in, one for one: offsets stay true.

The words stay those of Taiwan and Hong Kong (輝達, 晶片, 釋出): they are data like others.
"""

import re
from collections.abc import Mapping
from functools import cache

# The same characters, in both ways of writing; together a tenth of a text.
_FREQUENT = re.compile("[這個們來時會說還對發國過開實進關從學點現應體機產業線種為數]")
_SIMPLE = re.compile("[这个们来时会说还对发国过开实进关从学点现应体机产业线种为数]")
_SAMPLE = 3_000  # code points
_FIRST, _LAST = 0x4E00, 0x9FFF


def simplify(text: str) -> str:
    """The text in simplified characters, as long as before; unchanged where it is not mostly in traditional ones."""
    return text.translate(_simplified()) if _is_traditional(text[:_SAMPLE]) else text


def _is_traditional(sample: str) -> bool:
    """Whether they are more than a quotation: 乾 and 著 are simplified Chinese, too."""
    if sample.isascii():
        return False
    found = len(_FREQUENT.findall(sample))
    return found > 1 and found > len(_SIMPLE.findall(sample))


@cache
def _simplified() -> Mapping[int, str]:
    """For each character that is written otherwise, the simplified one."""
    from opencc import OpenCC  # noqa: PLC0415  (only where such a text is read)

    signs = [chr(code) for code in range(_FIRST, _LAST + 1)]
    simple = OpenCC("t2s").convert("\n".join(signs)).split("\n")  # apart, so that no words are converted
    return {ord(sign): to for sign, to in zip(signs, simple, strict=True) if sign != to and len(to) == 1}
