"""Score the extraction on the shared development corpus: the open part with its errors, the held-out one as totals.

python -m bench.accuracy ../shared            # the open part
python -m bench.accuracy ../shared --held-out # only at the end of a round of work
python -m bench.accuracy ../shared --keep     # and add the figures to accuracy.jsonl
"""

import argparse
import json
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interface.evaluating import evaluation_row, print_evaluation, score_lines
from pipelines.evaluation import Evaluation, evaluate, read_answers
from pipelines.gold import GoldArticle, load_gold

if TYPE_CHECKING:
    from extract.records import Problem

HERE = Path(__file__).parent
HISTORY = HERE / "accuracy.jsonl"
FIGURES = ("model", "pair", "triple", "status", "quiet")
ERRORS = 200
_ID = re.compile(r"\b(?:[a-z]+)-(?:[0-9a-f]{6,8}|\d{4}-\d\d-\d\d)\b")


def main() -> int:
    """Print the scores; exit code 1 where a page could not be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds corpus/ and eval/")
    parser.add_argument("--held-out", action="store_true", help="the part that nobody reads, as totals")
    parser.add_argument("--keep", action="store_true", help=f"add a line to {HISTORY.name}")
    options = parser.parse_args()
    corpus = options.shared / "corpus" / "dev"
    gold = [article for article in load_gold(corpus / "gold.jsonl") if is_held_out(article) == options.held_out]
    problems: list[Problem] = []
    started = time.process_time()
    answers = read_answers(gold, [str(corpus / "pages.warc.gz")], problems.append)
    print(f"{len(answers)} pages in {time.process_time() - started:.1f} s of CPU, imports and all")
    evaluation = evaluate(gold, answers)
    if options.held_out:
        print("\n".join(score_lines(evaluation)))  # no part, and no error: either would tell of a page
    else:
        print_evaluation(evaluation, ERRORS)
    if options.keep:
        keep(evaluation, "held-out" if options.held_out else "open")
    return 1 if problems else 0


def is_held_out(article: GoldArticle) -> bool:
    return article.id in _ID.findall((HERE / "README.md").read_text(encoding="utf-8"))


def keep(evaluation: Evaluation, part: str) -> None:
    """Add the totals to the history, with the commit that the rules are of; + where they differ from it."""
    row = evaluation_row(evaluation)
    figures = {name: {key: _short(value) for key, value in row[name].items()} for name in FIGURES}
    changed = "+" if _git("status", "--porcelain", "--", "extract") else ""
    commit = _git("rev-parse", "--short", "HEAD") + changed
    day = datetime.now(UTC).date().isoformat()
    line = {"date": day, "commit": commit, "part": part, "articles": evaluation.articles, **figures}
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _short(value: object) -> object:
    if isinstance(value, list):
        return [_short(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
