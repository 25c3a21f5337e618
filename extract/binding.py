"""Tie a claim to its vendor: in the clause, else the family's, else the one spoken of before."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain, islice, takewhile
from operator import attrgetter

from extract.actors import is_titled
from extract.candidates import Candidate
from extract.knowledge import Vendor
from extract.latinmakers import find_company, find_latin_maker, find_named_maker, iter_presented
from extract.lexicon import load_lexicon
from extract.makers import are_of_many, is_derived, maker_of
from extract.makersabove import MakersAbove
from extract.meant import find_behind, find_commonest, find_subjects, is_only_mentioned, may_be_meant
from extract.names import Name
from extract.parsing import Reading
from extract.plainsubjects import find_namesake, find_plain_subject
from extract.records import Article, Span
from extract.sentences import Sentence
from extract.spans import START, Sorted
from extract.vendors import VendorMention, is_known, is_related, open_vendor
from extract.writers import find_writer

_MADE_BY = re.compile(  # the new model from researchers at …, developed by …, before the maker
    r"(?:(?:researchers?|scientists?|teams?|engineers|models?|systems?|LLMs?|release|project|work)(?: of)?"
    r"\s(?:from|by|at)"
    r"|(?:developed|built|created|trained|presented|introduced|proposed|released|made) by)"
    r"(?: (?:the|a|researchers?|scientists?|teams?|engineers|at|from|of|lab|startup|company))*\s?$"
)
_WE = re.compile(
    r"\A[^\"“‘「]*\b[Ww]e(?:['’](?:re|ve|ll))?(?: \w+){0,3} ?\Z"
)  # Today we are (releasing), and nobody's quote
_WE_DO = re.compile(r"[Ww]e(?= |['’])")
_WE_ARE = re.compile(r"\b(?:We are|We['’]re|(?:Here )?[Aa]t) (?P<who>[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}), (?:an? |we\b)")
_BEHIND_IT = re.compile(  # 背后的公司叫…, 打造这款模型的团队来自…: who is told to be behind it
    r"(?:背后|幕后|打造|研发|开发)[^。；！？\n]{0,16}(?:公司|团队|企业|创企|厂商|实验室|机构)[^。；！？\n]{0,4}?"
    r"[，,]?\s?(?:名?叫做?|名为|(?:就|正)?是|来自)\s?[「“\"]?(?P<who>[A-Z][\w.-]+(?: [A-Z][\w.-]*){0,2}|)"
)
_BLOCK = attrgetter("block")
_SPOKEN = 8  # vendors, or characters before one, that are looked back at
_IN_PASSING = re.compile(  # 曾任职于某公司 (used to work at); has teamed up with; not 3、, an item's number
    r"(?:[于与和跟比被给]|(?<!\n\d)(?<!\n\d\d)(?<!\n[一二三四五六七八九十])、|由|来自)\s?\Z"
    r"|\b(?:with|than|like|rival|via) \Z"
)
_OWNER = re.compile(
    r"(?<![\w.-])(?P<who>[A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s (?:(?:new|newest|latest|open|own) ){0,2}[\"“]?$"
)
_EMPLOYER = re.compile(
    r"\s?的?(?:前|原)?(?:研究员|工程师|员工|高管|科学家|副总裁)"
    r"|\s(?:(?:AI|research|software|senior|machine learning) ){0,2}(?:researcher|engineer|employee|scientist|executive"
    r"|staffer|veteran|alum)"
)
_CAMP = re.compile(  # 华为系大六座: of those who work with it; 京东国补后: where it is sold
    r"系(?![列统])|\s?(?:国补|自营|开售|预售|首销|预约|到手|售价|下单|旗舰店|商城)"
)
_HOUSE = re.compile(
    r"(?:^|[，。；：、\s])(?P<who>(?![年月日号])[\u4e00-\u9fff]{2,4}|[A-Z][\w-]+)旗下[^，。；\n在于宣发推]{0,16}$"
)  # its brand's …
_MAKER_WITHIN = 80  # characters
_CUE = 5  # characters
_USED = ("zh-base", "zh-compare")
_KNOWN = 3  # a name's strength: a known family with a version
_SURE = 0.5  # a candidate's score, before the article has its say


class VendorBinder:
    """The vendors of one article, bound to its candidates."""

    def __init__(
        self,
        article: Article,
        reading: Reading,
        sentences: Sequence[Sentence],
        candidates: Sequence[Candidate],
        maker: VendorMention | None,
    ) -> None:
        """`maker` is the vendor on whose own site the article stands: who speaks where nobody is named."""
        self._article, self._maker, self._text, self._candidates = article, maker, reading.text, candidates
        self._reading, self._sentences = reading, sentences
        self._strong_of: dict[int, list[VendorMention]] = {}  # by block
        self._above = MakersAbove(reading, article.blocks, sentences)
        self._makers = Sorted(each.vendor for each in candidates if each.vendor and each.score >= _SURE)

    def vendor(self, best: Candidate, group: Sequence[Candidate], names: Sequence[Name]) -> VendorMention | None:
        """The vendor the best sentence names, else another sentence, the family's, or the one spoken of before.

        `names` are all that the article calls it by.
        """
        family, maker = best.name.family, maker_of(best.name)
        owner = VendorMention(best.name.start, best.name.start, maker) if maker else None
        told = self._told((best, *group))
        if owner:
            agreeing = [vendor for vendor in told if is_related(vendor.vendor, owner.vendor)]
            if agreeing:
                return self._house(agreeing[0], owner)
            is_ambiguous = family is not None and family.ambiguous
            beside = [each.name for each in self._candidates if each.sentence == best.sentence] if is_ambiguous else []
            is_unlikely = is_ambiguous and not (self._speaks_of(owner) or are_of_many(beside))
            if not told and is_unlikely and (carried := self._carried(best)):
                return carried
            if told and is_derived(best.name):
                return told[0]
            if not told or best.name.known or (best.name.strength == _KNOWN and not is_ambiguous):
                return owner
        if told:
            return told[0]
        return self._untold(best, names)

    def _told(self, candidates: Iterable[Candidate]) -> list[VendorMention]:
        """Who the sentences say it was, a firm first: `Doe 推出 Nova 3`, and below `Halden AI 推出 Nova 3`."""
        sayers = ((one.vendor, one.sentence) for one in candidates if one.vendor)
        told = [each for each in sayers if not is_titled(self._text, each[0])]
        if told and not self._is_firm(*told[0]):
            told += [(vendor, each.sentence) for each in candidates if (vendor := self._firm_before(each))]
            told.sort(key=lambda each: not self._is_firm(*each))
        return [vendor for vendor, _ in told]

    def _firm_before(self, candidate: Candidate) -> VendorMention | None:
        """`Halden AI 昨日发布公告，宣布推出 Nova 3`: the last one before the name, where its clause has none."""
        vendors = self._reading.mentions.vendors(candidate.sentence)
        before = [each for each in vendors if each.end <= candidate.name.start]
        return before[-1] if before and not candidate.vendor and not self._is_in_passing(before[-1]) else None

    def _is_firm(self, vendor: VendorMention, sentence: Sentence) -> bool:
        """Whether somebody entered it, or its name has the shape of one."""
        return is_known(vendor.vendor) or vendor.span in {
            each.span for each in self._reading.mentions.vendors(sentence)
        }

    def _untold(self, best: Candidate, names: Sequence[Name]) -> VendorMention | None:
        """The vendor where no sentence of the release names one: who writes, who owns it, who was spoken of before."""
        if self._is_told_by_maker(best):
            return self._speaker
        owner = self._owner(names) or find_namesake(self._text, best)
        if owner is None and self._reading.language == "en":
            owner = find_latin_maker(self._reading, best, names, self._strong)
        return owner or self._carried(best) or find_plain_subject(self._text, best)

    def _owner(self, names: Sequence[Name]) -> VendorMention | None:
        """Whose it is said to be anywhere: `Halden's Nova 3`, a maker nobody entered."""
        stop = load_lexicon().words.stop
        for name in names:
            begins = next(iter(self._reading.words.vendors.within(name.start, name.end)), None)
            if begins and begins[0] == name.start:  # 雷鸟 V3 AI: it begins with who makes it
                return VendorMention(begins[0], begins[1], begins[2][0])
            before = max(0, name.start - _MAKER_WITHIN), name.start
            match = _OWNER.search(self._text, *before) or _HOUSE.search(self._text, *before)
            if match and match["who"].split()[0] not in stop:
                span = Span(*match.span("who"))
                known = (vendor for vendor in self._strong if vendor.end == span.end)
                return next(known, VendorMention(*span, open_vendor(match["who"])))
        return None

    def _speaks_of(self, owner: VendorMention) -> bool:
        """Whether the article names the family's maker anywhere: else a common word may be another's name too."""
        if any(is_related(vendor, owner.vendor) for vendor in self._spoken):
            return True
        return owner.vendor.id in self._houses  # Claude Code, of Opus 5

    @cached_property
    def _houses(self) -> set[str]:
        """The makers of the families that the sentences around the releases name."""
        names = chain.from_iterable(self._reading.mentions.names(each) for each in self._reading.parsed)
        return {name.family.vendor for name in names if name.family and not name.family.ambiguous}

    def _house(self, told: VendorMention, owner: VendorMention) -> VendorMention:
        """Of a firm within the family's maker (its cloud, say), the maker; a lab is named itself."""
        is_arm = told.vendor.type == "company" and told.vendor.parent == owner.vendor.id
        return VendorMention(*told.span, owner.vendor) if is_arm else told

    @cached_property
    def _told_maker(self) -> VendorMention | None:
        """Who the text says anywhere to have made it: researchers at, a model from, developed by."""
        text = self._text
        starts = ((max(0, vendor.start - _MAKER_WITHIN), vendor) for vendor in self._strong)
        told = next((vendor for start, vendor in starts if _MADE_BY.search(text, start, vendor.start)), None)
        if told := told or self._behind_it:
            return told
        return None if self._independent else next(iter_presented(text, 0, len(text)), None)

    @cached_property
    def _behind_it(self) -> VendorMention | None:
        """Who a Chinese text says to be behind what it tells of, somebody known or a name in Latin letters."""
        if self._reading.language != "zh":
            return None
        for match in _BEHIND_IT.finditer(self._text):
            known = self._known_at(match)
            if known or match["who"]:
                return known or VendorMention(*match.span("who"), open_vendor(match["who"]))
        return None

    def _known_at(self, match: re.Match[str]) -> VendorMention | None:
        """The vendor that begins where `who` does, if the text names one there."""
        return next((vendor for vendor in self._strong if vendor.start == match.start("who")), None)

    def _carried(self, candidate: Candidate) -> VendorMention | None:
        """The maker its sentence tells, else the last vendor before in its block, who stands above, the commonest."""
        if maker := find_named_maker(self._text, candidate, lambda: self._strong):
            return maker
        if maker := find_company(self._text, candidate, lambda: self._independent):
            return maker
        strong = self._strong_in(candidate.sentence.block)
        near = strong[: bisect_left(strong, candidate.name.start, key=START)][-_SPOKEN:]
        told = [vendor for vendor in reversed(near) if not (self._is_in_passing(vendor) or self._is_used(vendor))]
        title = [
            each
            for each in self._strong_in(0)[:1]
            if each.end <= self._article.blocks[0].end
            and not (_CAMP.match(self._text, each.end) or self._is_used(each))
        ]
        kind = self._article.blocks[candidate.sentence.block].kind
        behind = find_behind(self._reading, kind, strong, candidate.name.end) if not told else []
        block = candidate.sentence.block
        above = self._above.alone(block) if not told else None
        if spoken_of := [*told, *behind, *filter(None, [above]), *title, *near[-1:]]:
            return spoken_of[0]
        if maker := self._told_maker:
            return maker
        if self._maker:
            return VendorMention(candidate.name.start, candidate.name.start, self._maker.vendor)
        return self._speaker if self._is_own else self._writer or self._above.named(block) or self._commonest

    def _is_told_by_maker(self, candidate: Candidate) -> bool:
        """`Today we're releasing …`: whoever is named before, it is the one who writes."""
        start, trigger = candidate.sentence.start, candidate.trigger
        if trigger is None:
            return False
        begins = trigger.start + len("we") if _WE_DO.match(self._text, trigger.start) else trigger.start
        return _WE.match(self._text[start : max(start, begins)]) is not None

    @cached_property
    def _is_own(self) -> bool:
        """Whether the article itself says `we`: no vendor that it names has made what it tells of."""
        return any(map(self._is_told_by_maker, self._candidates))

    @cached_property
    def _speaker(self) -> VendorMention | None:
        """Who `we` are: whose site it is, or who the text says; not the next best vendor that it names."""
        if self._maker:
            return VendorMention(0, 0, self._maker.vendor)
        if (said := _WE_ARE.search(self._text)) is None:
            return self._writer
        return self._known_at(said) or VendorMention(*said.span("who"), open_vendor(said["who"]))

    @cached_property
    def _writer(self) -> VendorMention | None:
        return find_writer(self._article, self._text, self._strong)

    def _is_used(self, vendor: VendorMention) -> bool:
        """`支持钉钉` (works with): whose thing it is made for."""
        before = self._reading.words.cues.within(max(0, vendor.start - _CUE), vendor.start)
        return any(end >= vendor.start - 1 and any(cue.id in _USED for cue in senses) for _, end, senses in before)

    def _is_in_passing(self, vendor: VendorMention) -> bool:
        before = max(0, vendor.start - _SPOKEN), vendor.start
        return bool(_CAMP.match(self._text, vendor.end) or _IN_PASSING.search(self._text, *before))

    @cached_property
    def _strong(self) -> list[VendorMention]:
        """All that the article names and may mean. Asked for where a sentence leaves open whose its name is: seldom."""
        return [*chain.from_iterable(map(self._strong_in, range(len(self._article.blocks))))]

    def _strong_in(self, block: int) -> list[VendorMention]:
        """Those of one block: mostly the last one before in its block is meant, and no other block is read."""
        if block not in self._strong_of:
            first = bisect_left(self._sentences, block, key=_BLOCK)
            own = [*takewhile(lambda one: one.block == block, islice(self._sentences, first, None))]
            vendors = chain.from_iterable(map(self._reading.mentions.vendors, own))
            strong = [vendor for vendor in vendors if may_be_meant(self._text, vendor)]
            told = self._makers.inside(own[0].start, own[-1].end) if own else []
            self._strong_of[block] = sorted([*strong, *find_subjects(told, strong)], key=START)
        return self._strong_of[block]

    @cached_property
    def _independent(self) -> list[VendorMention]:
        return [
            vendor
            for vendor in self._strong
            if not (self._is_before_a_thing(vendor.end) or _EMPLOYER.match(self._text, vendor.end))
            and not is_only_mentioned(self._reading, vendor)
        ]

    def _is_before_a_thing(self, end: int) -> bool:
        """Whether a known thing's name begins at the vendor's end, or a blank behind it."""
        places = {bisect_right(self._sentences, place, key=START) - 1 for place in (end, end + 1)}
        names = chain.from_iterable(self._reading.mentions.names(self._sentences[place]) for place in places)
        return any(name.known and name.start in (end, end + 1) for name in names)

    @cached_property
    def _commonest(self) -> VendorMention | None:
        return find_commonest(self._independent)

    @cached_property
    def _spoken(self) -> list[Vendor]:
        return [*{vendor.vendor.id: vendor.vendor for vendor in self._strong}.values()]
