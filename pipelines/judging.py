"""What was read in one article against its gold: what is right, false, missed, and why."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from extract.records import AVAILABLE, Claim, Kind, Status
from pipelines.gold import GoldArticle, GoldRelease

Level = Literal["model", "pair", "triple"]
LEVELS: tuple[Level, ...] = ("model", "pair", "triple")  # the name; and the vendor; and the dates
# (large) language model, language model, video generation model, foundation model, large model, model
GENERIC = re.compile(r"大语言模型|语言模型|视频生成模型|基础模型|大模型|模型")
TAIL = re.compile(r"(?:系列|series|models?|多智能体|智能体)+$")  # series, multi-agent, agent
SEPARATORS = re.compile(r"[\s\-‐-―_·・.'\"“”‘’「」『』《》【】()（）]+")
VERSION_DOT = re.compile(r"(?<=\d)\.(?=\d)")


class Answer(NamedTuple):
    """What was read: a claim, as far as it is judged."""

    vendor: str | None
    model: str | None
    kind: Kind
    status: Status
    date_start: str | None  # ISO
    date_end: str | None
    rule: str


class Counts(NamedTuple):
    """How many are right, false and missed, and what follows from it."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


RIGHT, FALSE, MISSED, WRONG = Counts(right=1), Counts(false=1), Counts(missed=1), Counts(false=1, missed=1)


class Event(NamedTuple):
    """One answer or one missed release, at one level. `rule` is empty where no rule spoke."""

    rule: str
    level: Level
    counts: Counts


@dataclass(slots=True)
class Judgement:
    """All about one article."""

    article: GoldArticle
    events: list[Event] = field(default_factory=list)
    statuses: list[bool] = field(default_factory=list)  # of each model that was matched: is its class right
    is_quiet: bool | None = None  # of an article without any release: was nothing read; None for the others
    errors: list[str] = field(default_factory=list)

    def count(self, rule: str, counts: Counts) -> None:
        self.events.extend(Event(rule, level, counts) for level in LEVELS)

    def total(self, level: Level, rule: str | None = None) -> Counts:
        found = (event for event in self.events if event.level == level and rule in (None, event.rule))
        return add_counts(event.counts for event in found)


def add_counts(many: Iterable[Counts]) -> Counts:
    """Their sum."""
    total = Counts()
    for each in many:
        total = total.plus(each)
    return total


def answers_of(claims: Iterable[Claim], accept: float) -> tuple[Answer, ...]:
    """The claims that count, in the order in which `moxun extract` prints them."""
    chosen = sorted(
        (claim for claim in claims if claim.score >= accept),
        key=lambda claim: (claim.evidence, claim.model_span or claim.evidence),
    )
    return tuple(_answer(claim) for claim in chosen)


def _answer(claim: Claim) -> Answer:
    start = claim.date.start.isoformat() if claim.date else None
    end = claim.date.end.isoformat() if claim.date else None
    return Answer(claim.vendor, claim.model, claim.kind, claim.status, start, end, claim.rule)


def judge_article(article: GoldArticle, answers: Iterable[Answer], kind: Kind = "model") -> Judgement:
    """Judge the answers of one kind. One that is optional in the gold, or of another kind there, counts for nothing."""
    judgement = Judgement(article)
    left = list(article.releases)
    chosen = [answer for answer in answers if answer.kind == kind]
    for answer in chosen:
        release = _find_match(answer, left, kind)
        if release is None:
            _judge_unmatched(judgement, answer)
            continue
        left.remove(release)
        if release.kind == kind and not release.optional:
            _judge_matched(judgement, answer, release)
    for release in left:
        if _counts(release, kind):
            judgement.count("", MISSED)
            told = f"{release.vendor} / {release.model} / {release.date_start} <- {release.evidence[:90]}"
            judgement.errors.append(f"FN: {told}")
    if not article.releases:
        judgement.is_quiet = not chosen
    return judgement


def _find_match(answer: Answer, left: list[GoldRelease], kind: Kind) -> GoldRelease | None:
    """The release that is meant: one that counts rather than not, then of the same vendor, then of the same date."""

    def faults(release: GoldRelease) -> tuple[bool, bool, bool]:
        return not _counts(release, kind), not is_same_vendor(release, answer), not is_same_date(release, answer)

    return min((each for each in left if is_same_model(each, answer)), key=faults, default=None)


def _judge_unmatched(judgement: Judgement, answer: Answer) -> None:
    if answer.status not in AVAILABLE:
        return
    is_twice = any(is_same_model(each, answer) for each in judgement.article.releases)
    reason = "duplicate" if is_twice else "not a release"
    judgement.count(answer.rule, FALSE)
    judgement.errors.append(f"FP {reason}: {answer.vendor} / {answer.model} / {answer.date_start}")


def _judge_matched(judgement: Judgement, answer: Answer, release: GoldRelease) -> None:
    is_out, is_told_out = release.status in AVAILABLE, answer.status in AVAILABLE
    judgement.statuses.append(is_out == is_told_out)
    if is_out != is_told_out:
        judgement.errors.append(f"status: {answer.model} is {release.status}, predicted {answer.status}")
    if is_out and is_told_out:
        _judge_details(judgement, answer, release)
    elif is_out:
        judgement.count("", MISSED)


def _judge_details(judgement: Judgement, answer: Answer, release: GoldRelease) -> None:
    has_vendor, has_date = is_same_vendor(release, answer), is_same_date(release, answer)
    verdicts: tuple[tuple[Level, bool], ...] = (
        ("model", True),
        ("pair", has_vendor),
        ("triple", has_vendor and has_date),
    )
    judgement.events.extend(Event(answer.rule, level, RIGHT if right else WRONG) for level, right in verdicts)
    if not has_vendor:
        judgement.errors.append(f"vendor: {answer.model}: {answer.vendor} for {release.vendor}")
    if not has_date:
        told, true = f"{answer.date_start}..{answer.date_end}", f"{release.date_start}..{release.date_end}"
        judgement.errors.append(f"date: {answer.model}: {told} for {true} ({release.date_basis})")


def _counts(release: GoldRelease, kind: Kind) -> bool:
    return release.kind == kind and not release.optional and release.status in AVAILABLE


def is_same_model(release: GoldRelease, answer: Answer) -> bool:
    """Whether the name is one of the release's, with or without a vendor of it in front."""
    name, names = fold(answer.model), _names(release)
    if not name:
        return False
    return name in names or any(
        name.startswith(vendor) and name.removeprefix(vendor) in names for vendor in _vendors(release)
    )


def is_same_vendor(release: GoldRelease, answer: Answer) -> bool:
    """Any vendor is right where the gold has none."""
    return release.vendor is None or fold(answer.vendor) in _vendors(release)


def is_same_date(release: GoldRelease, answer: Answer) -> bool:
    """Any date is right where the gold has none."""
    if not release.date_start:
        return True
    told = answer.date_start, answer.date_end or answer.date_start
    return told == (release.date_start, release.date_end or release.date_start)


@cache
def fold(name: str | None) -> str:
    """A name for comparison: width, case, blanks, hyphens and quotes are folded, generic words go, versions stay."""
    text = unicodedata.normalize("NFKC", name or "").casefold().strip()
    text = SEPARATORS.sub("", VERSION_DOT.sub("\0", text))
    short = TAIL.sub("", GENERIC.sub("", text))
    return (short or text).replace("\0", ".")


@cache
def _names(release: GoldRelease) -> frozenset[str]:
    folded = {fold(name) for name in (release.model, *release.model_aliases)}
    short = {
        name.removeprefix(vendor)
        for name in folded
        for vendor in _vendors(release)
        if name.startswith(vendor) and len(name) > len(vendor) + 1
    }
    return frozenset(folded | short) - {""}


@cache
def _vendors(release: GoldRelease) -> frozenset[str]:
    return frozenset(fold(name) for name in (release.vendor, *release.other_vendors) if name) - {""}
