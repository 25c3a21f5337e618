"""Read the items of a list of which others tell of releases: `Nova 3 Core is a new model`, `Nova 3 Cloud writes code`.

Each item begins with a model's name. Where two of them are out, so are those of the same version: not `Nova 2`.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, takewhile

from extract.candidates import Candidate
from extract.identity import Parts
from extract.names import Name
from extract.parsing import Parsed, Reading, parse_sentence
from extract.records import AVAILABLE, Block
from extract.sentences import Sentence
from extract.series import make_member

RULE = "listed-beside"
_SURE = 0.55
_FEWEST = 2  # items that are out
_MARK = 4  # code points into an item at which its name may begin
_BULLETS = "•·●▪◦-*–"

Items = Sequence[Sentence]


def find_item_lists(
    reading: Reading, blocks: Sequence[Block], sentences: Sequence[Sentence], candidates: Sequence[Candidate]
) -> list[Items]:
    """The first sentences of each list's items, where two of them or more tell of a release by their first name."""
    told = {one.sentence for one in candidates if _is_out(one) and one.name.start - one.sentence.start <= _MARK}
    if len(told) < _FEWEST:
        return []
    lists = _iter_lists(reading.text, blocks, sentences)
    return [items for items in lists if sum(each in told for each in items) >= _FEWEST]


def find_listed(
    reading: Reading, lists: Sequence[Items], candidates: Sequence[Candidate], parts: Mapping[Name, Parts]
) -> list[tuple[Parsed, list[Candidate]]]:
    """Each item beside them whose name begins as theirs do, parsed, with a candidate for it."""
    told = {parts[one.name] for one in candidates}
    found = []
    for items in lists:
        out = [one for one in candidates if one.sentence in items and _is_out(one)]
        for item in items:
            name = next(iter(reading.mentions.names(item)), None)
            own = parts.get(name, ()) if name else ()
            beside = next((one for one in out if _are_of_one_version(parts[one.name], own)), None)
            if name and beside and own not in told and _begins(item, name) and name.strength > 1:
                found.append((parse_sentence(reading, item), [make_member(RULE, name, item, [beside])]))
    return found


def _are_of_one_version(one: Parts, other: Parts) -> bool:
    """`Nova 3 Core`, `Nova 3 Cloud`: alike up to a number."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return any(part[0].isdigit() for part, _ in same)


def _is_out(candidate: Candidate) -> bool:
    return candidate.status in AVAILABLE and candidate.score >= _SURE


def _begins(item: Sentence, name: Name) -> bool:
    return name.start - item.start <= _MARK


def _iter_lists(text: str, blocks: Sequence[Block], sentences: Sequence[Sentence]) -> Iterator[Items]:
    firsts = {sentence.block: sentence for sentence in reversed(sentences)}
    for is_list, group in groupby(range(len(blocks)), key=lambda place: _is_item(text, blocks[place])):
        if is_list:
            yield [firsts[place] for place in group if place in firsts]


def _is_item(text: str, block: Block) -> bool:
    return block.kind == "item" or (block.kind == "paragraph" and text[block.start] in _BULLETS)
