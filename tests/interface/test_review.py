"""`moxun review` as it is typed: what each decision does to the releases, and that it can be taken back and shared."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from typer.testing import CliRunner, Result

from extract.keys import model_key
from extract.records import Article, Claim, Extraction, PartialDate, Span
from interface.cli import app
from storage.database import open_database
from storage.extractions import save_extraction
from storage.releases import rebuild_releases
from storage.review import JudgementError


def tell(connection: Connection, number: int, model: str, *, vendor: str = "xinghe", score: float = 0.9) -> None:
    url, digest, text = f"https://news{number}.example/{number}", f"sha1:{number}", f"星河发布 {model}"
    day = PartialDate(date(2026, 2, number), date(2026, 2, number), "day", "explicit", f"2月{number}日")
    claim = Claim(
        digest, url, vendor.title(), vendor, model, model_key(model, None), "model", "released", day,
        Span(0, len(text)), Span(5, len(text)), None, None, None, "r", score,
    )  # fmt: skip
    article = Article(digest, url, "example", "zh", text, day, day.raw, "meta", text, ())
    save_extraction(connection, Extraction(article, (claim,)), url, digest)


def make_database(path: Path) -> str:
    """Two articles that date Nebo-3 differently, its Max, Vega-1, and Lyra-2, of which the only claim is weak."""
    url = f"sqlite:///{path}"
    with open_database(url) as opened, opened.write() as connection:
        for number, model in enumerate(["Nebo-3", "Nebo-3", "Nebo 3 Max", "Vega-1"], 1):
            tell(connection, number, model)
        tell(connection, 6, "Lyra-2", score=0.5)
        rebuild_releases(connection)
    return url


@pytest.fixture
def database(tmp_path: Path) -> str:
    return make_database(tmp_path / "moxun.db")


def moxun(database: str, *arguments: object) -> Result:
    return CliRunner().invoke(app, ["--database", database, *map(str, arguments)], env={"MOXUN_AUTHOR": "An"})


def decide(database: str, *arguments: object) -> str:
    """Decide, and return the judgement's id."""
    result = moxun(database, "review", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.split()[-1]


def rows_of(database: str, *arguments: object) -> list[dict[str, Any]]:
    result = moxun(database, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def releases_of(database: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows_of(database, "releases")}


def ask(database: str, *lines: str) -> Result:
    """The doubts gone through, with these lines typed; there is no more after them."""
    typed = "".join(f"{line}\n" for line in lines)
    return CliRunner().invoke(app, ["--database", database, "review", "ask"], input=typed, env={"MOXUN_AUTHOR": "An"})


def judgements_of(database: str) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["author"], row["reason"]) for row in rows_of(database, "review", "log")]


def test_doubts_are_gone_through_one_by_one_and_each_answer_decides_that_one(database: str) -> None:
    doubts = [row for row in rows_of(database, "review") if row["kind"] != "vendor"]
    claim = next(number for number, row in enumerate(doubts) if row["kind"] == "claim")
    assert doubts[0]["kind"] == "conflict"
    done = ask(database, "a", "I was there", *["n"] * (claim - 1), "Accept", "", *["n"] * len(doubts))
    assert done.exit_code == 0, done.output
    assert f"1 of {len(doubts)}: Nebo-3" in done.output
    assert done.output.count("[a]ccept") == len(doubts)
    assert "That was all." in done.output
    assert judgements_of(database) == [("accept", "An", "I was there"), ("accept", "An", "")]
    assert releases_of(database)["xinghe/lyra-2"]["claims"] == 1
    assert "xinghe/nebo-3" not in {row["subject"] for row in rows_of(database, "review")}


def test_a_slip_of_the_finger_passes_nothing_over(database: str) -> None:
    done = ask(database, "x", "r", "no", "q")
    assert done.exit_code == 0, done.output
    assert "x is none of them." in done.output
    assert judgements_of(database) == [("reject", "An", "no")]
    assert "xinghe/nebo-3" not in releases_of(database)


def test_what_was_decided_before_the_input_ends_holds(database: str) -> None:
    done = ask(database, "a", "seen")
    assert done.exit_code == 1
    assert "Aborted" in done.output
    assert judgements_of(database) == [("accept", "An", "seen")]


@pytest.fixture
def twins(database: str) -> str:
    """Two vendors are said to have made Orion-1: there is a doubt about each of the two, and then one of both."""
    with open_database(database) as opened, opened.write() as connection:
        tell(connection, 9, "Orion-1")
        tell(connection, 10, "Orion-1", vendor="other")
        rebuild_releases(connection)
    return database


def answer(database: str, answers: dict[tuple[str, str], list[str]]) -> Result:
    """Each doubt answered by its kind and subject; those without an answer are left."""
    doubts = [(row["kind"], row["subject"]) for row in rows_of(database, "review") if row["kind"] != "vendor"]
    assert answers.keys() <= set(doubts)
    return ask(database, *(line for doubt in doubts for line in answers.get(doubt, ["n"])))


def test_two_that_may_be_one_become_one(twins: str) -> None:
    twin = ("duplicate", "other/orion-1")
    done = answer(twins, {twin: ["s", "one and the same"], ("conflict", "xinghe/nebo-3"): ["d"]})
    assert done.exit_code == 0, done.output
    assert "There is no other release in question." in done.output
    assert judgements_of(twins) == [("same", "An", "one and the same")]
    assert len({"other/orion-1", "xinghe/orion-1"} & releases_of(twins).keys()) == 1


def test_a_doubt_that_an_earlier_answer_has_settled_ends_nothing(twins: str) -> None:
    first, twin = ("conflict", "other/orion-1"), ("duplicate", "other/orion-1")
    claim = ("claim", "https://news6.example/6")
    done = answer(twins, {first: ["r", "never seen"], twin: ["s", "both"], claim: ["a", ""]})
    assert done.exit_code == 0, done.output
    assert {"reject", "accept"} <= {kind for kind, _, _ in judgements_of(twins)}
    assert "other/orion-1" not in releases_of(twins)
    assert "xinghe/lyra-2" in releases_of(twins)


def test_where_nothing_is_in_doubt_nothing_is_asked(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    open_database(url).close()
    done = ask(url)
    assert (done.exit_code, done.output.strip()) == (0, "Nothing is uncertain.")


def test_the_list_is_worst_first_and_shorter_on_demand(database: str) -> None:
    doubts = rows_of(database, "review")
    assert (doubts[0]["kind"], doubts[0]["subject"]) == ("conflict", "xinghe/nebo-3")
    weights = [row["weight"] for row in doubts]
    assert weights == sorted(weights, reverse=True)
    assert ("claim", "https://news6.example/6", "Lyra-2") in {
        (row["kind"], row["subject"], row["model"]) for row in doubts
    }
    assert rows_of(database, "review", "--limit", 1) == doubts[:1]
    assert "xinghe/nebo-3" in moxun(database, "review").stdout


def test_what_is_accepted_is_no_doubt_any_longer(database: str) -> None:
    decide(database, "accept", "xinghe/nebo-3", "--reason", "seen")
    assert "xinghe/nebo-3" not in {row["subject"] for row in rows_of(database, "review")}
    assert "xinghe/nebo-3" in releases_of(database)


def test_a_weak_claim_that_is_accepted_makes_a_release(database: str) -> None:
    assert "xinghe/lyra-2" not in releases_of(database)
    decide(database, "accept", "--url", "https://news6.example/6", "--model", "Lyra-2")
    assert releases_of(database)["xinghe/lyra-2"]["claims"] == 1


def test_what_is_rejected_is_gone_or_loses_that_article(database: str) -> None:
    decide(database, "reject", "xinghe/vega-1")
    decide(database, "reject", "xinghe/nebo-3", "--url", "https://news2.example/2")
    told = releases_of(database)
    assert "xinghe/vega-1" not in told
    assert (told["xinghe/nebo-3"]["claims"], told["xinghe/nebo-3"]["conflicts"]) == (1, [])


def test_same_joins_and_the_other_id_leads_on(database: str) -> None:
    decide(database, "same", "xinghe/nebo-3", "xinghe/max-nebo-3")
    assert set(releases_of(database)) == {"xinghe/nebo-3", "xinghe/vega-1"}
    assert releases_of(database)["xinghe/nebo-3"]["claims"] == 3
    (found,) = rows_of(database, "show", "xinghe/max-nebo-3")
    assert found["id"] == "xinghe/nebo-3"


def test_different_parts_an_article_from_the_release(database: str) -> None:
    before = releases_of(database)
    decide(database, "different", "xinghe/nebo-3", "--url", "https://news2.example/2")
    after = releases_of(database)
    assert len(after) == len(before) + 1
    assert (after["xinghe/nebo-3"]["claims"], after["xinghe/nebo-3"]["conflicts"]) == (1, [])


def test_two_that_are_different_stay_so_where_an_alias_would_join_them(database: str) -> None:
    with open_database(database) as opened, opened.write() as connection:
        tell(connection, 7, "Weideng-1")
        rebuild_releases(connection)
    decide(database, "different", "xinghe/vega-1", "xinghe/weideng-1")
    decide(database, "alias", "model", "Vega", "Weideng")
    assert {"xinghe/vega-1", "xinghe/weideng-1"} <= set(releases_of(database))


def test_two_ids_of_one_release_are_neither_same_nor_different(database: str) -> None:
    first = decide(database, "same", "xinghe/nebo-3", "xinghe/max-nebo-3")
    for arguments in (("xinghe/nebo-3", "xinghe/max-nebo-3"), ("xinghe/nebo-3",)):
        result = moxun(database, "review", "different", *arguments)
        assert isinstance(result.exception, JudgementError)
        assert "both are one release already, 'xinghe/nebo-3'" in str(result.exception)
    assert [row["id"] for row in rows_of(database, "review", "log")] == [first]
    decide(database, "undo", first)
    assert "xinghe/max-nebo-3" in releases_of(database)


@pytest.mark.parametrize(
    ("field", "value", "column", "shown"),
    [
        ("date", "2026-02-20", "date_start", "2026-02-20"),
        ("model", "Vega One", "model", "Vega One"),
        ("vendor", "Halden", "vendor", "Halden"),
        ("kind", "robot", "kind", "robot"),
        ("status", "preview", "status", "preview"),
    ],
)
def test_a_field_that_is_set_is_so(database: str, field: str, value: str, column: str, shown: str) -> None:
    decide(database, "set", "xinghe/vega-1", field, value)
    assert releases_of(database)["xinghe/vega-1"][column] == shown


@pytest.mark.parametrize("field", ["opened", "retired"])
def test_a_day_that_is_set_is_on_the_timeline(database: str, field: str) -> None:
    decide(database, "set", "xinghe/vega-1", field, "2026-08-01")
    (found,) = rows_of(database, "show", "xinghe/vega-1")
    assert (field, "2026-08-01") in {(each["event"], each["date_start"]) for each in found["timeline"]}


def test_an_alias_of_a_family_joins_what_bears_it(database: str) -> None:
    with open_database(database) as opened, opened.write() as connection:
        tell(connection, 7, "Weideng-1")
        rebuild_releases(connection)
    assert "xinghe/weideng-1" in releases_of(database)
    decide(database, "alias", "model", "Vega", "Weideng")
    assert "xinghe/weideng-1" not in releases_of(database)
    assert releases_of(database)["xinghe/vega-1"]["claims"] == 2


def test_an_alias_of_a_vendor_joins_its_releases(database: str) -> None:
    with open_database(database) as opened, opened.write() as connection:
        tell(connection, 7, "Vega-1", vendor="starriver")
        rebuild_releases(connection)
    assert "starriver/vega-1" in releases_of(database)
    decide(database, "alias", "vendor", "xinghe", "starriver")
    assert "starriver/vega-1" not in releases_of(database)
    assert releases_of(database)["xinghe/vega-1"]["claims"] == 2


def test_what_is_undone_is_as_before_and_both_are_logged(database: str) -> None:
    before = releases_of(database)
    first = decide(database, "reject", "xinghe/vega-1", "--reason", "a rumour", "--author", "Bo")
    undo = decide(database, "undo", first)
    assert releases_of(database) == before
    log = rows_of(database, "review", "log")
    assert [(row["id"], row["author"], row["kind"], row["reason"], row["undoes"]) for row in log] == [
        (first, "Bo", "reject", "a rumour", None), (undo, "An", "undo", "", first),
    ]  # fmt: skip
    assert log[0]["release"] == "xinghe/vega-1"
    assert "a rumour" in moxun(database, "review", "log").stdout


def test_decisions_are_shared_as_a_file_once(database: str, tmp_path: Path) -> None:
    decide(database, "same", "xinghe/nebo-3", "xinghe/max-nebo-3")
    decide(database, "set", "xinghe/vega-1", "date", "2026-02-20")
    file = tmp_path / "decisions.jsonl"
    assert moxun(database, "review", "export", file).stdout.startswith("2 decisions written")
    other = make_database(tmp_path / "other.db")
    assert moxun(other, "review", "import", file).stdout == "2 new decisions\n"
    assert releases_of(other) == releases_of(database)
    assert rows_of(other, "review", "log") == rows_of(database, "review", "log")
    assert moxun(other, "review", "import", file).stdout == "0 new decisions\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("accept", "xinghe/nobody-1"), "no release 'xinghe/nobody-1'"),
        (("same", "xinghe/vega-1", "xinghe/nobody-1"), "no release 'xinghe/nobody-1'"),
        (("set", "xinghe/vega-1", "colour", "red"), "'colour' is none of"),
        (("set", "xinghe/vega-1", "date", "soon"), "'soon' is no day"),
        (("set", "xinghe/vega-1", "status", "nearly"), "'nearly' is none of"),
        (("alias", "city", "A", "B"), "an alias is of a vendor or model"),
        (("undo", "0"), "no judgement '0'"),
        (("accept", "--url", "https://news6.example/6", "--model", "Vega-1"), "makes no claim about 'Vega-1'"),
    ],
)
def test_a_decision_that_cannot_be_meant_is_refused_and_not_kept(
    database: str, arguments: tuple[str, ...], complaint: str
) -> None:
    result = moxun(database, "review", *arguments)
    assert isinstance(result.exception, JudgementError)
    assert complaint in str(result.exception)
    assert rows_of(database, "review", "log") == []


@pytest.mark.parametrize("decision", ["accept", "reject"])
def test_a_decision_needs_a_release_or_what_an_article_says(database: str, decision: str) -> None:
    result = moxun(database, "review", decision, "--url", "https://news6.example/6")
    assert result.exit_code == 2
    assert "name a release, or an article's --url and a --model" in result.stderr


def test_a_file_with_a_broken_line_is_refused_whole_and_names_it(database: str, tmp_path: Path) -> None:
    decide(database, "reject", "xinghe/vega-1")
    file = tmp_path / "decisions.jsonl"
    moxun(database, "review", "export", file)
    file.write_text(file.read_text("utf-8") + '{"kind": "accept"}\n', "utf-8")
    other = make_database(tmp_path / "other.db")
    assert str(moxun(other, "review", "import", file).exception).startswith("line 2: ")
    assert rows_of(other, "review", "log") == []
