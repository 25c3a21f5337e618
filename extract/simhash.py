"""Articles that are one article: a fingerprint of the text, of which a copy on another site changes a few bits.

A simhash (Charikar 2002) of the distinct 3-grams, 64 bits. Only letters and digits count, folded: sites set their own
blanks, quotes and paragraphs. The title is left out, since whoever copies writes his own. A word in Latin or Cyrillic
counts as one sign: three of its letters are in every English text, and two that had nothing to do with each other
differed in 7 bits only, where by words no two did in fewer than 16 (bench/README.md).
"""

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from zlib import crc32

from extract.folding import fold
from extract.records import Article

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 64
BANDS = 5  # of 12 or 13 bits each
NEAR = 10  # bits in which a copy may differ
SHORTEST = 200  # letters and digits; a shorter text has too few grams to tell a copy by

_SIGN = re.compile(r"[a-z0-9\u00c0-\u04ff]+|[^\W_]")
_GRAM = 3
_CUTS = [place * BITS // BANDS for place in range(BANDS + 1)]  # where the bands begin and end
_WIDEST = 13


def simhash_article(article: Article) -> int | None:
    """The simhash of its text without its title; None where that is too short."""
    return simhash(article.text[article.title_end :])


def simhash(text: str) -> int | None:
    """64 bits, as a signed number: databases have no other. None for fewer than SHORTEST letters and digits."""
    signs = _SIGN.findall(fold(text).casefold())
    if sum(map(len, signs)) < SHORTEST or len(signs) < _GRAM:
        return None
    import numpy as np  # noqa: PLC0415 a heavy import, only where text is read

    grams = _hash_grams(np.array([crc32(sign.encode()) for sign in signs], dtype=np.uint64))
    ones = np.unpackbits(grams.astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little").sum(axis=0)
    bits = np.packbits(ones * 2 > len(grams), bitorder="little")
    return int.from_bytes(bits.tobytes(), "little", signed=True)


def is_near(one: int, other: int) -> bool:
    """Whether two simhashes are so alike that one text repeats the other, and can be found by their bands.

    Of two that differ in up to 9 bits, one band differs in one bit at most, for certain; in 10, in 98 of 100.
    """
    return distance(one, other) <= NEAR and not set(bands_of(one)).isdisjoint(near_bands_of(other))


def distance(one: int, other: int) -> int:
    """In how many bits they differ."""
    return ((one ^ other) & ((1 << BITS) - 1)).bit_count()


def bands_of(simhash: int) -> list[int]:
    """The bands of a simhash, each with its place in it: what is near can be looked up by them."""
    return [
        place << _WIDEST | simhash >> start & (1 << end - start) - 1
        for place, (start, end) in enumerate(pairwise(_CUTS))
    ]


def near_bands_of(simhash: int) -> list[int]:
    """Its bands, and all that differ from one of them in one bit: what is near it has one of these.

    Fewer and longer bands, and their neighbours too, are on far fewer strangers than short ones that must be equal
    (Manku, Jain and Das Sarma 2007): on 1 of 100, where eight bands of 8 bits are on 1 of 32 and miss more copies.
    """
    widths = [end - start for start, end in pairwise(_CUTS)]
    bands = bands_of(simhash)
    return bands + [band ^ 1 << bit for band, width in zip(bands, widths, strict=True) for bit in range(width)]


def _hash_grams(signs: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """The distinct 3-grams of hashed signs, 64 bits each."""
    import numpy as np  # noqa: PLC0415

    count = len(signs) - _GRAM + 1
    grams = np.zeros(count, dtype=np.uint64)
    for place in range(_GRAM):
        grams = _mix(grams * np.uint64(0x9E3779B97F4A7C15) + signs[place : place + count])
    return np.unique(grams)


def _mix(numbers: "NDArray[np.uint64]") -> "NDArray[np.uint64]":
    """splitmix64: each bit depends on all."""
    import numpy as np  # noqa: PLC0415

    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
        numbers = (numbers ^ (numbers >> np.uint64(shift))) * np.uint64(factor)
    return numbers
