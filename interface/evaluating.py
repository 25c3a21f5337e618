"""`moxun eval`: how well the rules read pages of which somebody has written down what they say."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from interface.output import print_json_line, print_table, say, warn
from interface.progress import show_progress
from interface.rows import Row, explain_problem
from pipelines.evaluation import Evaluation, Scores, evaluate, read_answers
from pipelines.gold import load_gold
from pipelines.judging import LEVELS, Counts

if TYPE_CHECKING:
    from extract.records import Problem

Format = Literal["table", "json"]


def score_pages(gold_file: Path, pages: Sequence[str], format_name: Format, errors: int) -> bool:
    """Print the scores and as many errors; False where an input could not be read."""
    problems: list[Problem] = []

    def note(problem: "Problem") -> None:
        problems.append(problem)
        warn(explain_problem(problem))

    gold = load_gold(gold_file)
    with show_progress("read") as step_done:
        answers = read_answers(gold, pages, note, step_done)
    evaluation = evaluate(gold, answers)
    if format_name == "json":
        print_json_line(evaluation_row(evaluation, errors))
    else:
        print_evaluation(evaluation, errors)
    return not problems


def print_evaluation(evaluation: Evaluation, errors: int = 0) -> None:
    """The scores as a whole, by part, and as many errors."""
    for line in score_lines(evaluation):
        say(line)
    parts = {
        "Rule": evaluation.by_rule,
        "Site": evaluation.by_site,
        "Language": evaluation.by_language,
        "Kind": evaluation.by_kind,
    }
    for name, scores in parts.items():
        _print_part(name, scores)
    for identity, error in evaluation.errors[:errors]:
        say(f"  {identity}: {error}")


def score_lines(evaluation: Evaluation) -> list[str]:
    """The scores as a whole, a line each."""
    lines = []
    for level in LEVELS:
        counts, (lowest, highest) = evaluation.scores[level], evaluation.intervals[level]
        shares = f"P {counts.precision:.3f}  R {counts.recall:.3f}  F1 {counts.f1:.3f} [{lowest:.3f}, {highest:.3f}]"
        lines.append(f"{level:7} {shares}   tp {counts.right} fp {counts.false} fn {counts.missed}")
    for name, (right, several) in (("status", evaluation.statuses), ("quiet", evaluation.quiet)):
        lines.append(f"{name:7} " + (f"{right / several:.3f} of {several}" if several else "-"))
    return [*lines, f"articles {evaluation.articles}, not predicted at all {evaluation.missing}"]


def evaluation_row(evaluation: Evaluation, errors: int = 0) -> Row:
    """All of it as one object."""
    whole: Row = _scores_row(evaluation.scores)
    for level in LEVELS:
        whole[level]["f1_95"] = list(evaluation.intervals[level])
    for name, (right, several) in (("status", evaluation.statuses), ("quiet", evaluation.quiet)):
        whole[name] = {"share": right / several if several else None, "n": several}
    return {
        **whole,
        "articles": evaluation.articles,
        "missing": evaluation.missing,
        "rules": _part_row(evaluation.by_rule),
        "sites": _part_row(evaluation.by_site),
        "languages": _part_row(evaluation.by_language),
        "kinds": _part_row(evaluation.by_kind),
        "errors": [{"id": identity, "error": error} for identity, error in evaluation.errors[:errors]],
    }


def _part_row(part: Mapping[str, Scores]) -> Row:
    return {name: _scores_row(scores) for name, scores in part.items()}


def _scores_row(scores: Scores) -> Row:
    return {level: _counts_row(scores[level]) for level in LEVELS}


def _counts_row(counts: Counts) -> Row:
    return {
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "tp": counts.right,
        "fp": counts.false,
        "fn": counts.missed,
    }


def _print_part(name: str, part: Mapping[str, Scores]) -> None:
    columns = [name, *(f"{level} {each}" for level in LEVELS for each in ("P", "R")), "tp", "fp", "fn"]
    print_table(columns, ([key, *_shares(scores), *scores["model"]] for key, scores in part.items()))


def _shares(scores: Scores) -> list[str]:
    found = [share for level in LEVELS for share in (scores[level].precision, scores[level].recall)]
    return [f"{share:.3f}" for share in found]
