"""Tests of `relabel.cli.learning`: the commands that look for a definition in what people have sorted."""

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
