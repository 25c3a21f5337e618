"""Tie a claim to its vendor: in the clause, else the family's, else the one spoken of before."""

import re
from collections import Counter
from collections.abc import Sequence

from extract.candidates import Candidate
from extract.parsing import Reading
from extract.records import Article
from extract.scoring import is_derived
from extract.vendors import VendorMention, is_related, vendor_of

_SPEAKS = re.compile(  # 理想：…, 理想今天…: a word that stands as the subject is a name, not an ideal
    r"\s?(?:[:：]|今[天日]|昨[天日]|近日|宣布|公布|官宣|正式|发布|推出|上线|开源|表示|透露)"
)
_KNOWN = 3  # a name's strength: a known family with a version


class VendorBinder:
    """The vendors of one article, bound to its candidates."""

    def __init__(self, article: Article, reading: Reading, maker: VendorMention | None) -> None:
        """`maker` is the vendor on whose own site the article stands: who speaks where nobody is named."""
        self._article, self._maker = article, maker
        self._strong = [
            vendor for vendor in reading.vendors if not vendor.weak or _SPEAKS.match(reading.text, vendor.end)
        ]

    def vendor(self, best: Candidate, group: Sequence[Candidate]) -> VendorMention | None:
        """The vendor the best sentence names, else another sentence, the family's, or the one spoken of before."""
        family = best.name.family
        owner = VendorMention(best.name.start, best.name.start, vendor_of(family.vendor)) if family else None
        told = [candidate.vendor for candidate in (best, *group) if candidate.vendor]
        if owner and family:
            agreeing = [vendor for vendor in told if is_related(vendor.vendor, owner.vendor)]
            if agreeing:
                return self._house(agreeing[0], owner)
            if not told and family.ambiguous and not self._speaks_of(owner) and (carried := self._carried(best)):
                return carried
            if told and is_derived(best.name):
                return told[0]
            if not told or (best.name.strength == _KNOWN and not family.ambiguous):
                return owner
        if told:
            return told[0]
        return self._carried(best)

    def _speaks_of(self, owner: VendorMention) -> bool:
        """Whether the article names the family's maker anywhere: else a common word may be another's name too."""
        return any(is_related(vendor.vendor, owner.vendor) for vendor in self._strong)

    def _house(self, told: VendorMention, owner: VendorMention) -> VendorMention:
        """Of a firm within the family's maker (its cloud, say), the maker; a lab is named itself."""
        is_arm = told.vendor.type == "company" and told.vendor.parent == owner.vendor.id
        return VendorMention(*told.span, owner.vendor) if is_arm else told

    def _carried(self, candidate: Candidate) -> VendorMention | None:
        """The last vendor before the name in its block, else the title's first, else the article's commonest."""
        block = self._article.blocks[candidate.sentence.block]
        before = [vendor for vendor in self._strong if block.start <= vendor.start < candidate.name.start]
        if before:
            return before[-1]
        title = [vendor for vendor in self._strong if vendor.end <= self._article.blocks[0].end]
        if title:
            return title[0]
        if self._maker:
            return VendorMention(candidate.name.start, candidate.name.start, self._maker.vendor)
        counted = Counter(vendor.vendor.id for vendor in self._strong)
        return next((v for v in self._strong if v.vendor.id == counted.most_common(1)[0][0]), None) if counted else None
