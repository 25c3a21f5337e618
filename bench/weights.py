"""Fit the weights of `extract/data/weights.toml` to annotated articles, and say how well such weights do.

    python -m bench.weights --set GOLD PAGES... [--set GOLD PAGES...] [--open SHARED] [--write]

GOLD and PAGES are as `moxun eval` takes them; `--open` adds the open part of the development corpus. A row is a name of
an article, right where the gold has it as a model that is out; what the gold calls optional, planned or of another kind
is left out. The fit is a logistic regression with an L2 penalty. That a pattern tells of a name is a sign in it, and
none in the file: only names of which none does are weighed, and few of those are releases. The figures are of those, in
sets that the weights were not fitted to: each set in turn is kept aside.
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.accuracy import is_held_out
from extract.article import read_article
from extract.claims import ACCEPT, analyse
from extract.identity import read_parts
from extract.kinds import vote_kinds
from extract.lexicon import DATA
from extract.records import AVAILABLE, Article
from extract.sentences import iter_sentences
from extract.weighing import RULE, Signs, find_frame, find_mentions, sum_up
from pipelines.gold import GoldArticle, GoldRelease, load_gold
from pipelines.inputs import iter_input_pages
from pipelines.judging import Answer, is_same_model

PENALTY = 1.0
STEPS = 50
SCALE = 0.1  # of a score, for one of the logit
SURE = 0.4  # how likely a release is that is worth a claim: half of the F1 of unread text, where F1 is best
TOLD = "a pattern tells of it"
Vector = NDArray[np.float64]


class Row(NamedTuple):
    """One name of one article of a set."""

    part: int
    signs: Signs
    is_told: bool  # by a pattern
    is_release: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs="+", action="append", default=[], metavar=("GOLD", "PAGES"))
    parser.add_argument("--open", type=Path, metavar="SHARED", help="the folder that holds corpus/")
    parser.add_argument("--write", action="store_true", help="into extract/data/weights.toml")
    options = parser.parse_args()
    sets = [(load_gold(Path(gold)), pages) for gold, *pages in options.set]
    if options.open:
        corpus = options.open / "corpus" / "dev"
        gold = tuple(article for article in load_gold(corpus / "gold.jsonl") if not is_held_out(article))
        sets.append((gold, [str(corpus / "pages.warc.gz")]))
    rows = [row for part, (gold, pages) in enumerate(sets) for row in _iter_rows(part, gold, pages)]
    signs = sorted({sign for row in rows for sign in row.signs})
    seen = np.array([[1.0, float(row.is_told), *(row.signs.get(sign, 0.0) for sign in signs)] for row in rows])
    right = np.array([float(row.is_release) for row in rows])
    _print_figures(seen, right, np.array([row.part for row in rows]))
    text = _toml(dict(zip(["base", TOLD, *signs], _fit(seen, right), strict=True)))
    print(text)
    if options.write:
        (DATA / "weights.toml").write_text(text, encoding="utf-8")


def _iter_rows(part: int, gold: Iterable[GoldArticle], pages: Sequence[str]) -> Iterator[Row]:
    by_url = {article.url: article for article in gold}
    for page in iter_input_pages(pages, print):
        article = read_article(page)
        told = by_url.get(page.url) or by_url.get(article.url)
        if told:
            yield from _rows_of(part, article, told)


def _rows_of(part: int, article: Article, gold: GoldArticle) -> Iterator[Row]:
    analysis = analyse(article)
    if (reading := analysis.reading) is None:
        return
    sentences = list(iter_sentences(reading.text, article.blocks))
    names = [name for sentence in sentences for name in reading.mentions.names(sentence)]
    parts = read_parts(names, sentences)
    votes = vote_kinds(reading, names, parts)
    title = article.title_end
    told = {each.name.text for each in analysis.candidates if each.score >= ACCEPT and each.rule != RULE}
    groups = defaultdict(list)
    for mention in find_mentions(analysis.parsed, ()):
        groups[parts.get(mention.name, ())].append(mention)
    for key, group in groups.items():
        own = [name for name in parts if parts[name] == key] if key else []
        releases = [each for each in gold.releases if any(_is_called(each, name.text) for name in own)]
        counting = [each for each in releases if _counts(each)]
        if own and (counting or not releases):
            frames = [find_frame(mention) for mention in group]
            signs = sum_up(group, frames, own, votes.get(key, {}), title)
            yield Row(part, signs, any(name.text in told for name in own), bool(counting))


def _counts(release: GoldRelease) -> bool:
    return release.kind == "model" and release.status in AVAILABLE and not release.optional


def _is_called(release: GoldRelease, name: str) -> bool:
    return is_same_model(release, Answer(None, name, "model", "released", None, None, ""))


def _fit(seen: Vector, right: Vector) -> Vector:
    """The weights by Newton's method; the first, of what every row has, is under no penalty."""
    weights = np.zeros(seen.shape[1])
    penalty = np.diag([0.0, *[PENALTY] * (seen.shape[1] - 1)])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (right - likely) - penalty @ weights
        weights += np.linalg.solve((seen * (likely * (1 - likely))[:, None]).T @ seen + penalty, slope)
    return weights


def _print_figures(seen: Vector, right: Vector, parts: NDArray[np.int64]) -> None:
    likely = np.zeros(len(right))
    for part in sorted(set(parts.tolist())):
        aside = parts == part
        likely[aside] = 1 / (1 + np.exp(-seen[aside] @ _fit(seen[~aside], right[~aside])))
    left = seen[:, 1] == 0
    print(
        f"{len(right)} names, {right.sum():.0f} of them releases. Of {left.sum()}, {right[left].sum():.0f} of them"
        " releases, no pattern tells; these, weighed by what was fitted to the other sets:"
    )
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        found = left & (likely >= least)
        print(f"  from {least}  {right[found].sum():3.0f} right, {(1 - right[found]).sum():3.0f} wrong")


def _toml(weights: dict[str, float]) -> str:
    """The file with these weights, its comments kept; what is so likely as `SURE` is worth what a claim needs."""
    old = (DATA / "weights.toml").read_text(encoding="utf-8")
    base = ACCEPT + SCALE * (weights.pop("base") - np.log(SURE / (1 - SURE)))
    del weights[TOLD]
    lines = sorted(((round(SCALE * weight, 3), sign) for sign, weight in weights.items()), reverse=True)
    signs = "\n".join(f'"{sign}" = {weight:.3f}' for weight, sign in lines)
    return re.sub(r"(?m)^base = .*", f"base = {base:.3f}", old[: old.index("[signs]")]) + f"[signs]\n{signs}\n"


if __name__ == "__main__":
    main()
