"""Tests of `relabel.cli.learning`: the commands that look for a definition in what people have sorted."""

import json
from pathlib import Path

import pytest

from relabel.cli import main
from tests import ROOT

TWENTY = ROOT / "examples" / "twenty-companies.csv"


def test_contradictions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Two companies with the same answers under two words: one of them is wrong."""
    assert main(["contradictions", str(TWENTY), "-d", "marc", "--as-of", "2026-01-31"]) == 0
    assert "Oak Pharma (partner) and Gorse Media (client): the same answers" in capsys.readouterr().out


def test_directions_may_be_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They go before those that the definition intends."""
    path = tmp_path / "two.csv"
    answers = "no,yes,yes,yes,yes,yes,yes,yes,yes,lost_temper"
    header = "transactional,very_important.buyer,very_important.seller,sees_benefits.buyer,sees_benefits.seller,"
    header += "loyal.buyer,loyal.seller,favor_granted,vested_interest,worst_issue"
    path.write_text(
        f"company,label,pays_for_services,{header}\nElm,client,no,{answers}\nOak,partner,yes,{answers}\n",
        encoding="utf-8",
    )
    for more, outdone in (
        ([], False),
        (["--raises", "pays_for_services"], False),
        (["--lowers", "pays_for_services"], True),
    ):
        assert main(["contradictions", str(path), "-d", "marc", *more]) == 0
        assert ("Oak (partner) is outdone by Elm (client)" in capsys.readouterr().out) == outdone


SORTED = """company,label,pays_bills,plans_shared,lost_temper
Elm,partner,yes,yes,no
Oak,partner,no,yes,no
Ash,client,yes,no,no
Fir,client,yes,yes,yes
Yew,client,no,no,no
Box,client,yes,no,yes
"""
CRITERIA = ROOT / "examples" / "find-your-definition" / "acme.toml"


def test_contradictions_are_found_with_a_criteria_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before there is any definition; a direction on the command line overrules that of the file."""
    companies, criteria = tmp_path / "sorted.csv", tmp_path / "criteria.toml"
    companies.write_text(SORTED, encoding="utf-8")
    criteria.write_text(
        'name = "two"\nlabels = ["partner", "client"]\nraises = ["pays_bills", "plans_shared"]\n'
        'lowers = ["lost_temper"]\n[criteria]\npays_bills = "Do they pay?"\nplans_shared = "Do they share?"\n'
        'lost_temper = "Did they lose it?"\n',
        encoding="utf-8",
    )
    command = ["contradictions", str(companies), "--criteria", str(criteria)]
    assert main(command) == 0
    assert "No two words contradict each other" in " ".join(capsys.readouterr().out.split())
    assert main([*command, "--lowers", "plans_shared"]) == 0
    assert "Elm (partner) is outdone by Ash (client)" in " ".join(capsys.readouterr().out.split())
    assert main([*command, "--us", "Elm"]) == 1
    assert "Elm" in capsys.readouterr().err
    for more, name in ((["--gather"], "gather"), (["--answers", "log.csv"], "answers")):
        assert main([*command, *more]) == 1
        assert f"expected no --{name}, which takes the criteria of definitions: use -d" in capsys.readouterr().err


def test_a_definition_is_learnt_from_words_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    """With the criteria, words and directions of a definition."""
    assert main(["learn", str(TWENTY), "-d", "marc", "--as-of", "2026-01-31"]) == 0
    out = capsys.readouterr().out
    assert "partner, if this holds\n  - Is the buyer loyal to the relationship? Yes.\n" in out
    assert "- Gorse Media (client): partner" in out


def test_a_definition_is_learnt_with_a_criteria_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And written to a file that other commands take; directions may be added."""
    companies, learnt = tmp_path / "sorted.csv", tmp_path / "learnt.toml"
    companies.write_text(SORTED, encoding="utf-8")
    assert main(["learn", str(companies), "--criteria", str(CRITERIA), "-o", str(learnt), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["definition"]["name"] == "acme-partners-learnt"
    assert main(["audit", str(companies), "-d", str(learnt)]) == 0
    assert "acme-partners-learnt" in capsys.readouterr().out
    assert main(["learn", str(companies), "--criteria", str(CRITERIA), "-o", str(learnt)]) == 0
    assert capsys.readouterr().out.endswith(f"Written to {learnt}\n")


def test_learning_needs_to_know_the_criteria(capsys: pytest.CaptureFixture[str]) -> None:
    """From a definition or a criteria file, not both."""
    for more in ([], ["-d", "marc", "--criteria", str(CRITERIA)]):
        with pytest.raises(SystemExit):
            main(["learn", str(TWENTY), *more])
    assert "not allowed with" in capsys.readouterr().err
