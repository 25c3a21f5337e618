"""Write an article's claims: the candidates of one name together, with vendor, kind, status, date and score."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal

from extract.binding import VendorBinder
from extract.candidates import ACCEPT, REVIEW, Candidate
from extract.capitals import is_only_capitalised
from extract.dating import Dater
from extract.events import read_event
from extract.firstmodels import is_first_model
from extract.identity import Parts
from extract.keys import model_key
from extract.kinds import CALLED, Votes, kind_of
from extract.knowledge import Vendor
from extract.looks import LOOKS_LIKE_ONE, is_one_model
from extract.names import Name
from extract.objects import is_behind_its_verb, is_object, is_of_its_maker
from extract.parsing import Parsed, Reading
from extract.patterns import Term
from extract.periods import until
from extract.records import AVAILABLE, Article, Claim, Event, PartialDate, Span, Status
from extract.scoring import APPOSED
from extract.sentences import Sentence
from extract.shortforms import without_short_forms
from extract.spellings import find_fullest
from extract.standing import Standing
from extract.topic import find_topic
from extract.vendors import VendorMention, house_of
from extract.ventures import is_funded
from extract.weighing import RULE as WEIGHED

_LOOSE_KINDS = ("product", "framework")  # nouns like app, tool, system stand beside anything
_TOLD_PLAINLY = frozenset({"vendor", "named", "called by a noun before"})
_CALLED_ONE = frozenset({"model noun before", "named"})
_SAID = 0.14
_SAID_WITHIN = 12  # characters
_SAYS = re.compile(r"博文|报道|发文|透露|表示|撰文|称")  # post, report, reveals, says, writes
_OFTEN = 3  # times that an article names what it is about
_NOBODYS = -0.2  # of a thing that somebody brought out, and no one knows who: most are parts, or cut
_VERSIONED = 2  # a name's strength
_AS_SURE = 0.25  # a score so much lower does not tell how the name is written


class ClaimWriter:
    """Writes the claims of one article from its candidates."""

    def __init__(  # noqa: PLR0913, PLR0917 (all that an article is by now)
        self,
        article: Article,
        reading: Reading,
        sentences: Sequence[Sentence],
        parsed: Sequence[Parsed],
        candidates: Sequence[Candidate],
        parts: Mapping[Name, Parts],
        votes: Votes,
        maker: VendorMention | None,
    ) -> None:
        self._article, self._candidates, self._parts, self._votes = article, candidates, parts, votes
        self._text = reading.text
        self._reading = reading
        self._names: dict[Parts, list[Name]] = defaultdict(list)
        for name, own in parts.items():
            self._names[own].append(name)
        self._headline = find_topic(article, parts)
        self._vendors = VendorBinder(article, reading, sentences, candidates, maker)
        self._dates = Dater(article, reading, sentences, parsed, parts, candidates, self._headline)
        self._standing = Standing(article.published, reading, self._dates)

    def claims(self) -> tuple[Claim, ...]:
        groups: dict[Parts, list[Candidate]] = defaultdict(list)
        for candidate in self._candidates:
            groups[self._parts[candidate.name]].append(candidate)
        claims = {key: self._claim(key, group) for key, group in groups.items() if key}
        kept = without_short_forms({key: claim for key, claim in claims.items() if claim})
        return tuple(sorted(kept, key=lambda claim: (claim.evidence.start, claim.model_span or claim.evidence)))

    def _claim(self, key: Parts, group: list[Candidate]) -> Claim | None:
        """None where its best candidate is below the review band: then nothing more is asked of it."""
        scored = [candidate.with_terms(self._article_terms(candidate)) for candidate in group]
        best = max(scored, key=lambda candidate: (round(candidate.score, 3), -candidate.sentence.start))
        if round(best.score, 3) < REVIEW:
            return None
        mention = self._vendors.vendor(best, scored, self._names[key])
        vendor = house_of(mention.vendor) if mention else None
        told = {candidate.name.text for candidate in scored if candidate.score >= best.score - _AS_SURE}
        name = find_fullest(self._names[key], told, best.name)
        kind = "model" if any(map(self._is_first_model, scored)) else kind_of(self._votes[key])
        is_loose = vendor is None and kind in (*_LOOSE_KINDS, "chip")
        if is_loose and is_behind_its_verb(best) and self._reading.language == "zh":
            best = best.with_terms([("nobody's", _NOBODYS)])
            if round(best.score, 3) < REVIEW:
                return None
        event = self._event(best, scored)
        if self._standing.is_ahead(event):
            scored = self._happened_already(event, scored)
            event = event if event in scored else max(scored, key=lambda candidate: candidate.score)
        dated, date = self._date(event, scored, mention.vendor if mention else None)
        surface, read = self._article.text[name.start : name.end], self._text[name.start : name.end]
        status = self._standing.status(event, date)
        return Claim(
            digest=self._article.digest,
            url=self._article.url,
            vendor=vendor.name if vendor else None,
            vendor_id=vendor.id if vendor else None,
            model=surface if name.text in read else name.text,
            key=model_key(name.text, vendor),
            kind=kind,
            status=status,
            date=until(date, self._article.published) if status in AVAILABLE else date,
            evidence=_evidence_of(best),
            model_span=best.name.span,
            vendor_span=_span_of(mention),
            date_span=dated,
            trigger_span=best.trigger,
            rule=best.rule,
            score=round(min(1.0, best.score), 3),
            terms=best.terms,
            event=self._happened(event, status),
        )

    def _date(
        self, event: Candidate, scored: Sequence[Candidate], maker: Vendor | None
    ) -> tuple[Span | None, PartialDate | None]:
        """Its date, told by those who say the same: that it is out, or that it will be.

        `told employees on Wednesday that it would release`: of a plan, a day past is that of the telling.
        """
        is_out = event.status in AVAILABLE
        alike = [each for each in scored if (each.status in AVAILABLE) == is_out]
        dated, date = self._dates.date(event, alike, maker)
        published = self._article.published
        is_past = date is not None and published is not None and date.end < published.start
        is_told = event.status == "planned" and is_past and self._is_of_the_telling(dated, event)
        return (None, None) if is_told else (dated, date)

    def _is_of_the_telling(self, dated: Span | None, event: Candidate) -> bool:
        """Whether a day past dates what was said: in English, of another sentence, or before a verb of saying."""
        own = event.sentence
        if self._article.language == "en" or dated is None or not own.start <= dated.start < own.end:
            return True
        return bool(_SAYS.search(self._text, dated.end, dated.end + _SAID_WITHIN))

    def _happened(self, event: Candidate, status: Status) -> Event | Literal[""]:
        if event.trigger is None or status not in AVAILABLE:
            return ""
        return read_event(event.trigger.of(self._text)) or ""

    def _event(self, best: Candidate, scored: Sequence[Candidate]) -> Candidate:
        """The candidate that tells the event: the best, unless it is a plan or rumour and another says it happened."""
        if best.status in AVAILABLE:
            return best
        others = [other for other in scored if other.status in AVAILABLE]
        previews = [other for other in others if other.status == "preview" and other.score >= ACCEPT]
        if previews and best.status == "planned":
            return previews[0]  # a plan to make it generally available is the plan of the next stage
        today = [other for other in others if other.score >= ACCEPT and self._standing.is_of_the_day(other)]
        if today and best.status == "planned":
            return max(today, key=lambda other: other.score)  # Today, we're announcing Nova 3. It will ship in May.
        past = [
            other for other in others if other.score >= max(ACCEPT, best.score - 0.1) and self._standing.is_past(other)
        ]
        if past:
            return past[0]
        sure = [other for other in others if other.score >= best.score - 0.06]
        return sure[0] if len(sure) > len(scored) / 2 else best

    def _happened_already(self, event: Candidate, scored: list[Candidate]) -> list[Candidate]:
        """Beside one more step that is to come (`coming to a cloud in July`), what tells surely that it is out."""
        others = [each for each in scored if not self._standing.is_ahead(each)]
        is_out = any(each.status in AVAILABLE and each.score >= ACCEPT for each in others)
        return [each for each in others if each.status in AVAILABLE] if event.status in AVAILABLE and is_out else scored

    def _article_terms(self, candidate: Candidate) -> Iterable[Term]:
        """What the rest of the article adds to a candidate's score."""
        key = self._parts[candidate.name]
        if is_only_capitalised(self._text, self._article.title_end, candidate.name):
            yield "only a headline's capital", -0.4
        if self._is_brand(candidate) and not self._is_first_model(candidate):
            yield ("a brand's first day", -0.08) if self._standing.is_long_past(candidate) else ("a brand here", -0.3)
        if candidate.rule == WEIGHED:
            return  # the signs say what the rest of the article does
        yield from self._kind_terms(candidate, key)
        if key in self._headline:
            yield "in the headline", 0.08
        if candidate.trigger and is_funded(self._text, candidate.trigger.end):
            yield "a venture", -0.4
        if self._article.blocks[candidate.sentence.block].kind in ("title", "heading"):
            yield "is a headline", -0.02

    def _is_first_model(self, candidate: Candidate) -> bool:
        """Whether its verb tells of a family's first model, and nothing here calls it an app."""
        if candidate.rule == WEIGHED:
            return False
        others = (weight for kind, weight in self._votes[self._parts[candidate.name]].items() if kind != "model")
        return max(others, default=0) < CALLED and is_first_model(candidate) and self._standing.is_long_past(candidate)

    def _kind_terms(self, candidate: Candidate, key: Parts) -> Iterable[Term]:
        """What the article says that the name is the name of."""
        is_loose = bool(self._votes[key]) and kind_of(self._votes[key]) in _LOOSE_KINDS
        is_loose = is_loose and not (candidate.name.known and candidate.name.kind == "framework")
        if is_loose and _TOLD_PLAINLY.isdisjoint(term for term, _ in candidate.terms):
            yield "no model, and not told plainly", -0.07
        if self._votes[key].get("model", 0) >= CALLED:
            yield "called a model", _SAID
            has_noun = any(term.startswith("model noun") for term, _ in candidate.terms)
            is_told_of = has_noun or key in self._headline or len(self._names[key]) >= _OFTEN
            if candidate.name.strength == 0 and is_told_of:
                yield "a plain word, but called so here", 0.1
            elif candidate.name.strength == 1 and candidate.name.family is None:
                yield "a coined word", 0.05
        elif is_one_model(candidate.name) or self._is_first_model(candidate):
            yield "known as a model", 0.14
        elif self._looks_like_one(candidate, key):
            yield "looks like a model", 0.06 if candidate.name.strength >= _VERSIONED else 0.04
        elif candidate.name.strength < _VERSIONED or self._is_unheard_of(candidate):
            is_called = max(self._votes[key].values(), default=0) >= CALLED or is_of_its_maker(candidate)
            yield ("called something", _SAID) if is_called else ("called nothing", -0.12)

    def _looks_like_one(self, candidate: Candidate, key: Parts) -> bool:
        """Whether its look or what is said of it tells so; of a coined word, only where no noun says what it is."""
        votes, strength = self._votes[key], candidate.name.strength
        is_called = strength < _VERSIONED and max(votes.values(), default=0) >= CALLED
        return bool(strength) and not is_called and votes.get("model", 0) >= LOOKS_LIKE_ONE

    def _is_unheard_of(self, candidate: Candidate) -> bool:
        """A name of no known family, by a maker nobody entered, that no noun tells of: an album, a satellite."""
        vendor = candidate.vendor
        is_open = vendor is not None and not vendor.vendor.sources
        return is_open and candidate.name.family is None and not self._votes[self._parts[candidate.name]]

    def _is_brand(self, candidate: Candidate) -> bool:
        """A bare family name: the brand of members that bear versions, here or in general, and no model by itself."""
        name = candidate.name
        if name.family is None or name.strength >= _VERSIONED:
            return False
        if any(term == APPOSED for term, _ in candidate.terms):
            return False
        if self._parts[name] in self._beginnings:
            return True
        return (name.family.codenames_ok or name.family.product_too) and not self._is_itself_released(candidate)

    def _is_itself_released(self, candidate: Candidate) -> bool:
        """`released the model Tidewater`; where no product bears the name, the headline's news or a verb's object."""
        if not is_object(candidate):
            return False
        key, terms = self._parts[candidate.name], {term for term, _ in candidate.terms}
        if terms & _CALLED_ONE:
            return True
        if candidate.name.family is None or candidate.name.family.product_too:
            return False
        is_model = self._votes[key].get("model", 0) >= CALLED and self._is_told_fully(candidate)
        return key in self._headline or (is_model and "right behind the verb" in terms)

    def _is_told_fully(self, candidate: Candidate) -> bool:
        """Whether its sentence says who or when: `连开源 Nova 都…` (even open-source Nova) does not."""
        return candidate.vendor is not None or self._dates.in_sentence(candidate)[1] is not None

    @cached_property
    def _beginnings(self) -> set[Parts]:
        """What longer names begin with, those that go on with a version: not MolmoWebMix, beside MolmoWeb.

        A tier makes no brand of what it belongs to: Fugu Ultra is Fugu's, and both are models.
        """
        return {
            own[:size]
            for own in self._names
            for size in range(1, len(own))
            if any(part[0].isdigit() for part in own[size:])
        }


def _evidence_of(candidate: Candidate) -> Span:
    """Its sentence, with the line above that has its name."""
    sentence, name = candidate.sentence, candidate.name
    return Span(min(sentence.start, name.start), max(sentence.end, name.end))


def _span_of(vendor: VendorMention | None) -> Span | None:
    return vendor.span if vendor and vendor.end > vendor.start else None
