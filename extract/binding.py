"""Tie a claim to its vendor: in the clause, else the family's, else the one spoken of before."""

from collections import Counter
from collections.abc import Sequence

from extract.candidates import Candidate
from extract.parsing import Reading
from extract.records import Article
from extract.vendors import VendorMention, is_related, vendor_of

_KNOWN = 3  # a name's strength: a known family with a version


class VendorBinder:
    """The vendors of one article, bound to its candidates."""

    def __init__(self, article: Article, reading: Reading, maker: VendorMention | None) -> None:
        """`maker` is the vendor on whose own site the article stands: who speaks where nobody is named."""
        self._article, self._maker = article, maker
        self._strong = [vendor for vendor in reading.vendors if not vendor.weak]

    def vendor(self, best: Candidate, group: Sequence[Candidate]) -> VendorMention | None:
        """The vendor the best sentence names, else another sentence, the family's, or the one spoken of before."""
        family = best.name.family
        owner = VendorMention(best.name.start, best.name.start, vendor_of(family.vendor)) if family else None
        told = [candidate.vendor for candidate in (best, *group) if candidate.vendor]
        if owner and family:
            agreeing = [vendor for vendor in told if is_related(vendor.vendor, owner.vendor)]
            if agreeing:
                return self._house(agreeing[0], owner)
            if not told or (best.name.strength == _KNOWN and not family.ambiguous):
                return owner
        if told:
            return told[0]
        return self._carried(best)

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
