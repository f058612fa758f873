"""Tests of `relabel.cli.elicitation` and `relabel elicit`: a talk at the terminal that loses nothing."""

import io
import json
from pathlib import Path

import pytest

from relabel import Criterion, Definition, Label, Scale
from relabel.checks import compare
from relabel.cli import main
from relabel.cli.elicitation import Talk
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.files.definitions import read_definition
from relabel.learning import DONT_KNOW, Case, Elicitation, Purpose
from tests import EXAMPLES

ACME = EXAMPLES / "find-your-definition" / "acme.toml"
BARE = """
name = "bare"
labels = ["partner", "client"]
[criteria.loyal]
question = "Are they loyal?"
[criteria.colour]
question = "Is their logo red?"
[criteria.issue]
kind = "choice"
options = ["well", "badly", "slowly"]
[criteria.spend]
kind = "measure"
unit = "EUR"
"""


def elicit(monkeypatch: pytest.MonkeyPatch, lines: str, *arguments: object) -> int:
    """Type lines, and give the exit code."""
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    return main(["elicit", *map(str, arguments)])


def partner(line: str) -> bool:
    """Say whether a case of Acme is a partner: plans shared, and trust or a favour."""
    return "plans" not in line and not ("favour" in line and "trust them? 1" in line)


def test_a_talk_ends_with_a_definition_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words by number or name; the definition is the one that was meant, and what it rests on is said."""
    log, output = tmp_path / "log.jsonl", tmp_path / "acme.toml"
    hidden = None
    asked: list[str] = []

    def answer(prompt: str) -> str:
        case = " ".join(capsys.readouterr().out.strip().split("\n\n")[-1].split())
        asked.append(case)
        well = case.split("All is well")[-1]
        if "Nothing is well" in case:
            plans, favour, paid = (one in case for one in ("share their plans", "favour has been", "pay their bills"))
        else:
            plans, favour, paid = (one not in well for one in ("not share their plans", "no favour", "not pay"))
        return "1" if plans and favour else "CLIENT" if paid else "none"

    monkeypatch.setattr("builtins.input", answer)
    assert main(["elicit", str(ACME), "--log", str(log), "-o", str(output)]) == 0
    found = read_definition(output)
    criteria = {one.name: one for one in found.criteria}
    plans, favour, pays = (criteria[name] for name in ("plans_shared", "favor_granted", "pays_bills"))
    assert isinstance(plans, Criterion)
    assert isinstance(favour, Criterion)
    assert isinstance(pays, Criterion)
    labels = [Label("partner", plans & favour), Label("client", pays)]
    hidden = Definition("hidden", "Hidden", labels, source="this test")
    assert compare(found, hidden).agreement == 1
    out = capsys.readouterr().out
    assert "proven to be the only one of" in out
    assert "  client: pays_bills\n    rests on the cases" in out
    assert f"relabel audit FILE -d acme-partners --definitions {output}" in out
    assert len(log.read_text(encoding="utf-8").splitlines()) == len(asked) + 2


def test_a_talk_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After quitting or at the end of the input; an answer can be taken back, and a wrong word is refused."""
    log = tmp_path / "log.jsonl"
    assert elicit(monkeypatch, "x\n1\n2\nback\n\nquit\n", ACME, "--log", log) == 0
    out = capsys.readouterr().out
    assert "found 'x', expected one of partner, client, 1, 2, none, skip, back or quit" in out
    told = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()][2:]
    assert [one.get("label", "unsure") for one in told] == ["partner", "unsure"]
    assert elicit(monkeypatch, "1\n", ACME, "--log", log, "--again") == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"1 cases of {log} are taken up." in out
    assert out.count("What do you call them?") == 2
    assert "the likeliest so far of" in out or "the only one of" in out


def test_what_the_file_does_not_say_is_asked_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Directions, the order of options, steps; it is logged, and not asked again."""
    path, log = tmp_path / "bare.toml", tmp_path / "bare.answers.jsonl"
    path.write_text(BARE, encoding="utf-8")
    assert elicit(monkeypatch, "+\n", path) == 0
    assert "No answer was given; nothing has changed." in capsys.readouterr().out
    assert not log.exists()
    assert elicit(monkeypatch, "1\n+\n0\n1 2\n2 3 1\n-\nfew\n10 20\n1\n", path) == 0
    out = capsys.readouterr().out
    assert "found '1', expected one of +, -, 0" in out
    assert "found '1 2', expected each of 1 2 3 once" in out
    assert "found 'few', expected a number" in out
    setup = json.loads(log.read_text(encoding="utf-8").splitlines()[0])["setup"]
    assert setup == {
        "raises": ["loyal", "issue"],
        "lowers": ["spend"],
        "dropped": ["colour"],
        "options": {"issue": ["badly", "slowly", "well"]},
        "steps": {"spend": ["10", "20"]},
    }
    assert elicit(monkeypatch, "", path) == 0
    assert "1 cases of" in capsys.readouterr().out


def test_sorted_companies_are_taken_up_and_their_contradictions_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Steps are taken from them, and headers may be mapped."""
    path, companies, columns = tmp_path / "bare.toml", tmp_path / "sorted.csv", tmp_path / "map.toml"
    path.write_text(
        BARE.replace("labels =", 'raises = ["loyal", "issue", "spend"]\nlowers = ["colour"]\nlabels ='),
        encoding="utf-8",
    )
    text = (
        "company,label,Loyal?,spend,issue,colour\nElm,partner,no,5,well,no\nOak,client,yes,7,well,no\nYew,client,,9,,"
    )
    companies.write_text(text, encoding="utf-8")
    columns.write_text('[columns]\n"Loyal?" = "loyal"\n', encoding="utf-8")
    assert elicit(monkeypatch, "", path, "--sorted", companies, "--columns", columns) == 0
    assert "Elm (partner) is outdone by Oak (client)" in capsys.readouterr().out


@pytest.mark.parametrize("line", ["[]", "{", '{"setup": 3}', '{"other": {}}', '{"setup": {"raises": []}}'])
def test_a_log_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    """With the line; nothing is written."""
    log = tmp_path / "log.jsonl"
    log.write_text(line + "\n", encoding="utf-8")
    assert elicit(monkeypatch, "1\n", ACME, "--log", log) == 1
    assert "log" in capsys.readouterr().err
    assert log.read_text(encoding="utf-8") == line + "\n"


def test_there_has_to_be_somebody_to_ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without standard input."""
    monkeypatch.setattr("sys.stdin", None)
    assert main(["elicit", str(ACME)]) == 1
    assert "standard input" in capsys.readouterr().err


def test_answers_that_contradict_each_other_are_named() -> None:
    """Where nothing else can be asked."""
    criteria = [Criterion("a", "Is it a?")]
    talk = Elicitation("found", criteria, labels=["yes", "no"], raises=criteria)
    for answer, label in ((True, "no"), (False, "yes")):
        talk.tell(Case(FrozenMapping({"a": answer}), "", Purpose.SPLIT, None, ()), label)
    told: list[str] = []

    def ask(prompt: str) -> str:
        assert prompt == "  (once more) > "
        case = next(line for line in reversed(told) if "call them" in line)
        return "no" if "All is well." in case else "yes"

    Talk(talk, {}, ask, told.append, lambda: None).run()
    assert "\nThese answers contradict the others: a better case got a lower word." in told


def test_the_summary_says_what_is_stricter_or_milder_and_what_is_open() -> None:
    """For the words that are shared; others are not compared."""
    a, b = Criterion("a", "Is it a?"), Criterion("b", "Is it b?")
    talk = Elicitation("found", [a, b], labels=["yes", "no"], raises=[a, b])
    while (case := talk.next()) is not None:
        talk.tell(case, "yes" if case.answers["a"] else "no")

    def other(name: str, *labels: Label) -> Definition:
        return Definition(name, "Other", labels, source="this test")

    text = Talk.summary(
        talk,
        [
            other("same", Label("yes", a), Label("no")),
            other("wide", Label("yes", a | b), Label("no")),
            other("narrow", Label("yes", a & b), Label("no")),
            other("foreign", Label("ja", a)),
            other("apart", Label("yes", Criterion("c"))),
            other("clash", Label("yes", Scale("a", low=1, high=3) >= 2), Label("no")),
        ],
    )
    assert "The same as same." in text
    assert (
        "Stricter than wide on 25 % of all cases, for example no to a; yes to b" in text
        or "Stricter than wide on 25 %" in text
    )
    assert "Milder than narrow on 25 %" in text
    assert "foreign" not in text
    assert "apart" not in text
    assert "clash" not in text


def test_what_is_open_is_said() -> None:
    """It is taken for the lower word."""
    criteria = [Criterion("a", "Is it a?")]
    talk = Elicitation("found", criteria, labels=["yes", "no"], raises=criteria)
    while (case := talk.next()) is not None:
        talk.tell(case, DONT_KNOW if case.answers["a"] else "no")
    assert "Not known, and taken for the lower word:\n  yes to a" in Talk.summary(talk, [])
