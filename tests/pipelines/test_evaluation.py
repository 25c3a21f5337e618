"""The scores: on a small gold file of our own figure by figure, and on the shared corpus as its own scorer has them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.records import Kind, Status
from pipelines.evaluation import Evaluation, evaluate, read_answers
from pipelines.gold import GoldArticle, GoldError, load_gold
from pipelines.judging import Answer, Counts

HERE = Path(__file__).parent
GOLD = HERE / "gold.jsonl"
ROOT = HERE.parents[1]
SHARED = ROOT / ".." / "shared"
SCORER = SHARED / "eval" / "score.py"
PAGES = SHARED / "corpus" / "dev" / "pages.warc.gz"


def answer(  # noqa: PLR0917 as in Answer
    vendor: str | None,
    model: str,
    start: str | None = None,
    kind: Kind = "model",
    status: Status = "released",
    rule: str = "zh-active",
) -> Answer:
    return Answer(vendor, model, kind, status, start, start, rule)


# What might have been read in the articles of gold.jsonl.
ANSWERS = {
    "right": (
        answer("砺石科技", "砺石3大模型", "2026-03-05"),  # an alias of it
        answer("北屿大学", "Lishi-OCR", "2026-03-04", rule="zh-joint"),  # joint, but a day early
    ),
    "doubtful": (
        answer("Pellucid", "Larkspur 2"),  # optional
        answer(None, "Larkspur 1.5", rule="en-passive"),  # without its vendor
        answer("Pellucid", "Larkspur 1.5 Mini", status="planned"),  # it is out
        answer("Pellucid", "Larkspur 3"),  # it is planned
        answer("Pellucid", "Larkspur Notes", kind="product", rule="en-product"),
    ),
    "quiet": (),
    "loud": (answer("OpenAI", "GPT-6.1"), answer("OpenAI", "GPT-6.1 Codec", status="rumoured")),
}


def score(answers: dict[str, tuple[Answer, ...]]) -> Evaluation:
    return evaluate(load_gold(GOLD), answers)


def write_gold(folder: Path, line: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    return path


def test_the_scores_are_what_counting_by_hand_gives() -> None:
    done = score(ANSWERS)
    assert done.scores == {"model": Counts(3, 1, 2), "pair": Counts(2, 2, 3), "triple": Counts(1, 3, 4)}
    assert (done.statuses, done.quiet, done.articles, done.missing) == ((3, 5), (1, 2), 5, 1)


def test_each_error_says_what_is_wrong_where() -> None:
    assert score(ANSWERS).errors == (
        ("right", "date: Lishi-OCR: 2026-03-04..2026-03-04 for 2026-03-05..None (relative)"),
        ("doubtful", "vendor: Larkspur 1.5: None for Pellucid"),
        ("doubtful", "status: Larkspur 1.5 Mini is updated, predicted planned"),
        ("doubtful", "status: Larkspur 3 is planned, predicted released"),
        ("loud", "FP not a release: OpenAI / GPT-6.1 / None"),
        ("unread", "FN: 砺石科技 / 砺石 4 / None <- 砺石科技推出砺石 4"),
    )


def test_a_rule_is_right_or_false_and_misses_what_it_did_not_find() -> None:
    rules = score(ANSWERS).by_rule
    assert {rule: scores["model"] for rule, scores in rules.items()} == {
        "en-passive": Counts(1, 0, 4),
        "zh-active": Counts(1, 1, 4),
        "zh-joint": Counts(1, 0, 4),
    }
    assert rules["zh-joint"]["triple"] == Counts(0, 1, 5)


def test_the_parts_add_up_to_the_whole() -> None:
    done = score(ANSWERS)
    for parts in (done.by_site, done.by_language):
        for level, whole in done.scores.items():
            columns = zip(*(scores[level] for scores in parts.values()), strict=True)
            assert Counts(*map(sum, columns)) == whole
    assert set(done.by_language) == {"zh", "en"}
    assert set(done.by_site) == {"qbitai", "news.example"}


def test_products_are_scored_apart() -> None:
    kinds = {kind: scores["model"] for kind, scores in score(ANSWERS).by_kind.items()}
    assert kinds == {"model": Counts(3, 1, 2), "product": Counts(1, 0, 1)}


def test_a_model_that_is_read_twice_is_a_duplicate() -> None:
    twice = score({"right": ANSWERS["right"] * 2}).errors
    assert ("right", "FP duplicate: 砺石科技 / 砺石3大模型 / 2026-03-05") in twice


def test_nothing_read_is_no_false_alarm_and_finds_nothing() -> None:
    done = score({})
    assert (done.scores["model"].precision, done.scores["model"].recall, done.scores["model"].f1) == (1.0, 0.0, 0.0)
    assert (done.statuses, done.quiet, done.missing) == ((0, 0), (2, 2), 5)


def test_the_interval_holds_the_score_and_is_the_same_each_time() -> None:
    done = score(ANSWERS)
    lowest, highest = done.intervals["model"]
    assert 0 <= lowest <= done.scores["model"].f1 <= highest <= 1
    assert lowest < highest
    assert score(ANSWERS).intervals == done.intervals


def test_pages_are_told_by_their_address_or_their_files_name(tmp_path: Path) -> None:
    stated = '<link rel="canonical" href="https://news.example/doubtful.html">'
    for name, head in (("right", ""), ("saved", stated), ("stranger", "")):
        text = f"<html><head>{head}</head><body><p>今天，砺石科技发布语言模型砺石 3。</p></body></html>"
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    problems: list[object] = []
    assert set(read_answers(load_gold(GOLD), [str(tmp_path)], problems.append)) == {"right", "doubtful"}
    assert problems == []


def test_pages_of_which_the_gold_does_not_tell_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "stranger.html").write_text("<html><body><p>x</p></body></html>", encoding="utf-8")
    with pytest.raises(GoldError, match="none of the pages"):
        read_answers(load_gold(GOLD), [str(tmp_path)], print)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", ":1: it is not JSON"),
        ("[]", ":1: it is not an object with a list `releases`"),
        ('{"id": "a"}', ":1: it is not an object with a list `releases`"),
        ('{"releases": []}', ":1: it has no `id`"),
        ('{"id": 7, "releases": []}', ":1: `id` is 7"),
        ('{"id": "a", "releases": [1]}', ":1: release 1: it is not an object"),
        ('{"id": "a", "releases": [{}]}', ":1: release 1: it has no `model`"),
        ('{"id": "a", "releases": [{"model": "X", "kind": "car"}]}', "`kind` is 'car', not one of model, product"),
        ('{"id": "a", "releases": [{"model": "X", "status": []}]}', "`status` is \\[\\], not one of released"),
        ('{"id": "a", "releases": [{"model": "X", "date_start": "2026-02-38"}]}', "'2026-02-38', which is no day"),
        ('{"id": "a", "releases": [{"model": "X", "model_aliases": "Y"}]}', "'Y', which is no list of texts"),
        ("", "it holds no article"),
        ('{"id": "a", "releases": []}\n{"id": "a", "releases": []}', "the id 'a' stands twice"),
    ],
)
def test_a_line_that_is_no_annotation_is_told_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(GoldError, match=said):
        load_gold(write_gold(tmp_path, line))


def test_a_gold_file_that_is_not_there_or_no_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="No such file"):
        load_gold(tmp_path / "gold.jsonl")
    (tmp_path / "gold.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GoldError, match="it is not UTF-8"):
        load_gold(tmp_path / "gold.jsonl")


@pytest.mark.skipif(not SCORER.exists(), reason="the shared scorer is not here")
def test_our_own_gold_scores_as_the_shared_scorer_has_it(tmp_path: Path) -> None:
    assert_same_as_scorer(GOLD, ANSWERS, tmp_path)
    assert_same_as_scorer(GOLD, {"right": ANSWERS["right"] * 2}, tmp_path)
    assert_same_as_scorer(GOLD, {}, tmp_path)


@pytest.mark.skipif(not PAGES.exists(), reason="the shared corpus is not here")
def test_the_open_articles_score_as_the_shared_scorer_has_them(tmp_path: Path) -> None:
    aside = (ROOT / "bench" / "README.md").read_text("utf-8").split()
    lines = (SHARED / "corpus" / "dev" / "gold.jsonl").read_text("utf-8").splitlines()
    kept = [line for line in lines if json.loads(line)["id"] not in aside]
    gold = write_gold(tmp_path, "\n".join(kept))
    problems: list[object] = []
    answers = read_answers(load_gold(gold), [str(PAGES)], problems.append)
    assert (len(answers), problems) == (70, [])
    assert_same_as_scorer(gold, answers, tmp_path)
    # Found or not, every name is told apart: the answers of one article put to its neighbour.
    ids = list(answers)
    assert_same_as_scorer(gold, dict(zip(ids, [*list(answers.values())[1:], ()], strict=True)), tmp_path)


def assert_same_as_scorer(gold: Path, answers: dict[str, tuple[Answer, ...]], folder: Path) -> None:
    done = evaluate(load_gold(gold), answers)
    predictions = folder / "predictions.jsonl"
    lines = [{"id": key, "releases": [each._asdict() for each in several]} for key, several in answers.items()]
    predictions.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, str(SCORER), str(gold), str(predictions), "--json", "--errors", "10000"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told, end = json.JSONDecoder().raw_decode(printed)
    assert ours(done) == told
    assert [f"  {identity}: {error}" for identity, error in done.errors] == printed[end:].splitlines()[1:]


def ours(done: Evaluation) -> dict[str, Any]:
    """The figures as the shared scorer prints them."""
    figures: dict[str, Any] = {"articles": done.articles, "missing": done.missing}
    for level, counts in done.scores.items():
        interval = list(done.intervals[level])
        figures[level] = {"precision": counts.precision, "recall": counts.recall, "f1": counts.f1, "f1_95": interval}
        figures[level] |= {"tp": counts.right, "fp": counts.false, "fn": counts.missed}
    for name, (right, several) in (("status", done.statuses), ("quiet", done.quiet)):
        figures[name] = {"share": right / several if several else None, "n": several}
    return figures


def test_the_gold_of_the_tests_is_read_whole() -> None:
    articles = {article.id: article for article in load_gold(GOLD)}
    assert [len(article.releases) for article in articles.values()] == [2, 6, 0, 0, 1]
    assert articles["right"] == GoldArticle(
        "right", "https://www.qbitai.com/2026/03/1.html", "zh", articles["right"].releases
    )
