"""Score what the rules read in pages against gold: as a whole, and by rule, site, language and kind. No database."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from extract.records import KINDS
from extract.sites import site_of
from pipelines.gold import GoldArticle, GoldError
from pipelines.inputs import iter_input_pages
from pipelines.judging import LEVELS, Answer, Counts, Judgement, Level, add_counts, answers_of, judge_article
from pipelines.reading import read_safely

if TYPE_CHECKING:
    from storage.members import OnProblem

SEED = 7
RESAMPLES = 300
LOWEST, HIGHEST = 7, 292  # of the resamples by F1: what lies between is 95 % of them

Answers = Mapping[str, Sequence[Answer]]  # by the article's id
OnArticle = Callable[[str], None]
Scores = dict[Level, Counts]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well articles were read. `errors` are (the article's id, what is wrong), in the order of the gold."""

    scores: Scores
    intervals: dict[Level, tuple[float, float]]  # of the F1, 95 %, by bootstrap over the articles
    statuses: tuple[int, int]  # of the models that were matched: right ones, all
    quiet: tuple[int, int]  # of the articles without any release: those where nothing was read, all
    articles: int
    missing: int  # articles whose page was not there
    by_rule: dict[str, Scores]  # recall is the share of all releases of the gold that this rule alone has found
    by_site: dict[str, Scores]
    by_language: dict[str, Scores]
    by_kind: dict[str, Scores]
    errors: tuple[tuple[str, str], ...]


def read_answers(
    gold: Iterable[GoldArticle], inputs: Iterable[str], on_problem: "OnProblem", on_article: OnArticle | None = None
) -> dict[str, tuple[Answer, ...]]:
    """Read the pages that the gold tells of, by address or by a file's name (pipelines.inputs); no other page is read.

    What cannot be read goes to `on_problem`. GoldError where there is not one of them.
    """
    from extract.reading import ACCEPT  # noqa: PLC0415 spaCy, jieba and trafilatura take seconds to import

    ids = {key: article.id for article in gold for key in (article.id, article.url) if key}
    answers: dict[str, tuple[Answer, ...]] = {}
    for page in iter_input_pages(inputs, on_problem):
        found = ids.get(page.url) or ids.get(_file_name(page.url))
        if not found:
            continue
        extraction = read_safely(page)
        for problem in extraction.problems:
            if problem.code == "crash":
                on_problem(problem)
        answers[found] = answers_of(extraction.claims, ACCEPT)
        if on_article:
            on_article(page.url)
    if not answers:
        raise GoldError("none of the pages is an article of the gold: their addresses are compared with its `url`")
    return answers


def _file_name(url: str) -> str:
    """The name of a saved page without its ending; nothing for what is on the web."""
    parts = urlsplit(url)
    return PurePosixPath(unquote(parts.path)).stem if parts.scheme == "file" else ""


def evaluate(gold: Sequence[GoldArticle], answers: Answers) -> Evaluation:
    """Judge every article; one that was not read counts as one where nothing was found."""
    judged = [judge_article(article, answers.get(article.id, ())) for article in gold]
    statuses = [is_right for each in judged for is_right in each.statuses]
    quiet = [each.is_quiet for each in judged if each.is_quiet is not None]
    return Evaluation(
        scores=_scores(judged),
        intervals=_intervals(judged),
        statuses=(sum(statuses), len(statuses)),
        quiet=(sum(quiet), len(quiet)),
        articles=len(judged),
        missing=sum(article.id not in answers for article in gold),
        by_rule=_by_rule(judged),
        by_site=_by(judged, lambda article: site_of(article.url) or urlsplit(article.url).hostname or "-"),
        by_language=_by(judged, lambda article: article.language or "-"),
        by_kind=_by_kind(gold, answers),
        errors=tuple((each.article.id, error) for each in judged for error in each.errors),
    )


def _scores(judged: Iterable[Judgement]) -> Scores:
    several = list(judged)
    return {level: add_counts(each.total(level) for each in several) for level in LEVELS}


def _intervals(judged: Sequence[Judgement]) -> dict[Level, tuple[float, float]]:
    draw = random.Random(SEED)  # the same interval for the same answers
    intervals = {}
    for level in LEVELS:
        totals = [each.total(level) for each in judged]
        drawn = sorted(add_counts(draw.choices(totals, k=len(totals))).f1 for _ in range(RESAMPLES))
        intervals[level] = drawn[LOWEST], drawn[HIGHEST]
    return intervals


def _by(judged: Iterable[Judgement], name_of: Callable[[GoldArticle], str]) -> dict[str, Scores]:
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for each in judged:
        groups[name_of(each.article)].append(each)
    return {name: _scores(groups[name]) for name in sorted(groups)}


def _by_rule(judged: Sequence[Judgement]) -> dict[str, Scores]:
    rules = sorted({event.rule for each in judged for event in each.events if event.rule})
    everything = _scores(judged)
    return {rule: {level: _of_rule(judged, rule, everything, level) for level in LEVELS} for rule in rules}


def _of_rule(judged: Iterable[Judgement], rule: str, everything: Scores, level: Level) -> Counts:
    """A rule misses what only another one finds: its recall says how much of the whole hangs on it."""
    own = add_counts(each.total(level, rule) for each in judged)
    return Counts(own.right, own.false, everything[level].right + everything[level].missed - own.right)


def _by_kind(gold: Sequence[GoldArticle], answers: Answers) -> dict[str, Scores]:
    """Of each kind that was found or should have been."""
    judged = {kind: [judge_article(each, answers.get(each.id, ()), kind) for each in gold] for kind in KINDS}
    scores = {kind: _scores(several) for kind, several in judged.items()}
    return {kind: each for kind, each in scores.items() if any(each["model"])}
