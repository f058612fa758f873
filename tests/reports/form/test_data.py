"""Tests of `relabel.reports.form.data`: what the script of a form is told; that it does right is in `test_walk`."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given

from relabel import (
    AnyCriterion,
    Choice,
    Criterion,
    Definition,
    Evidence,
    EvidencePolicy,
    Label,
    Measure,
    Relationship,
    Scale,
)
from relabel.core.classification.classification import Classification
from relabel.core.classification.interview import Interview
from relabel.reports.form.data import company_data, definition_data
from tests.property.strategies import Case, cases

DAY = date(2026, 1, 31)
pays = Criterion("pays", "Do they pay?")
spend = Measure("spend", "How much?", unit="EUR/year", low=0, may_be_na=True)
trust = Scale("trust", low=1, high=5)
risk = Scale("risk", levels=["low", "high"], may_be_na=True)
mood = Choice("mood", options=["good", "bad"])


def define(*criteria: AnyCriterion, policy: EvidencePolicy | None = None) -> Definition:
    """Give a definition that asks for some criteria."""
    conditions = {
        "pays": pays.is_(True), "spend": spend >= 1000, "trust": trust >= 3, "risk": risk.is_("low"),
        "mood": mood.is_("good"),
    }  # fmt: skip
    labels = [Label(one.name, conditions[one.name]) for one in criteria]
    return Definition("test", "Is it a test?", labels, source="a test", policy=policy or EvidencePolicy())


@pytest.mark.parametrize(
    ("criterion", "answers", "hint"),
    [
        (pays, ["no", "yes"], "yes / no"),
        (trust, ["1", "2", "3", "4", "5"], "1 to 5"),
        (risk, ["low", "high", "does not apply"], "low / high / does not apply"),
        (mood, ["good", "bad"], "good / bad"),
        (
            spend,
            ["below 1000 EUR/year", "at least 1000 EUR/year", "does not apply"],
            "a number of EUR/year, at least 0 / does not apply",
        ),
    ],
    ids=lambda one: one.name if isinstance(one, AnyCriterion) else "",
)
def test_answers_are_written_for_people(criterion: AnyCriterion, answers: list[str], hint: str) -> None:
    """By cell, and as a line for paper."""
    [found] = definition_data(define(criterion), None)["criteria"]
    assert (found["answers"], found["hint"]) == (answers, hint)


def test_answers_are_written_as_in_a_log() -> None:
    """Those of a measure by whoever types them."""
    found = definition_data(define(pays, trust, risk, spend), None)["criteria"]
    written = [["false", "true"], ["1", "2", "3", "4", "5"], ['"low"', '"high"', '"n/a"']]
    assert [one["written"] for one in found[:3]] == written
    assert {name: found[3][name] for name in ("cuts", "low", "high", "whole", "expected")} == {
        "cuts": [["1000", 0]], "low": "0", "high": None, "whole": False, "expected": "a number of EUR/year, at least 0",
    }  # fmt: skip


def test_how_long_evidence_counts_is_told_as_a_day() -> None:
    """On which the oldest piece that counts was observed; none without a day of judgement or a shelf life."""
    definition = define(pays, policy=EvidencePolicy(shelf_life=timedelta(days=31)))
    assert [one["freshFrom"] for one in definition_data(definition, DAY)["criteria"]] == ["2025-12-31"]
    assert [one["freshFrom"] for one in definition_data(define(pays), DAY)["criteria"]] == [None]


def test_premises_and_presumptions_are_told_as_cells() -> None:
    """Of the level that they are on."""
    solved = Criterion("solved", may_be_na=True)
    definition = Definition(
        "test", "?", [Label("good", pays & solved)], source="a test", presume={pays: False}, only_if={solved: pays}
    )
    first, second = definition_data(definition, None)["criteria"]
    assert (first["presumed"], first["premise"]) == ([0], None)
    assert (second["presumed"], second["premise"]) == ([], {"on": 0, "cells": [1]})


def test_a_company_is_told_with_its_claim_and_who_we_are() -> None:
    """A claim that no record can give is none of the leaves."""
    never = Definition("test", "?", [Label("never", pays & ~pays), Label("client", pays)], source="a test")
    one = Interview(Classification(Relationship("Elm", "Us", buyer_label="client", id="7"), never), asked=["pays", "x"])
    found = company_data(one, "us")
    assert found == {
        "id": "7", "buyer": "Elm", "seller": "Us", "name": "Elm", "word": "client", "claim": None,
        "questions": {}, "ours": "seller", "known": {}, "latest": {}, "asked": [0],
    }  # fmt: skip
    claims = {claim: company_data(Interview(one.classification, claim=claim), None) for claim in ("never", "client")}
    assert [(found["claim"], found["ours"]) for found in claims.values()] == [(-1, None), (0, None)]


def test_questions_are_told_with_the_names_where_they_speak_of_a_side() -> None:
    """As in explanations; we are "we"."""
    asks = Criterion("asks", "Does the buyer pay the seller?")
    definition = Definition("test", "?", [Label("client", pays & asks)], source="a test")
    one = Interview(Classification(Relationship("Elm", "us"), definition))
    levels = [variable.criterion.name for variable in definition.diagram.variables]
    assert company_data(one, "us")["questions"] == {levels.index("asks"): "Does Elm pay us?"}
    assert company_data(one, None)["questions"] == {levels.index("asks"): "Does Elm pay us?"}


def test_words_are_told_as_people_write_them() -> None:
    """Where they can still be told apart."""
    plain, alike = (Choice(name, options=words) for name, words in (("a", ["no_issue", "b"]), ("c", ["d_e", "d e"])))
    definition = Definition("test", "?", [Label("x", plain.is_("b") & alike.is_("d e"))], source="a test")
    told = {one["name"]: one["answers"] for one in definition_data(definition, None)["criteria"]}
    assert told == {"a": ["no issue", "b"], "c": ["d_e", "d e"]}


def test_days_are_told_where_the_latest_counts() -> None:
    """Of the latest piece that counts; of one without a day, none."""
    definition = define(spend, pays)
    evidence = [Evidence("spend", 5, observed_on=DAY - timedelta(1)), Evidence("spend", 5000, observed_on=DAY)]
    one = Classification(Relationship("Elm", "us", evidence=[*evidence, Evidence("pays", True)]), definition)
    found = company_data(Interview(one), None)
    assert (found["known"], found["latest"]) == ({0: [1], 1: [1]}, {0: "2026-01-31"})
    undated = Classification(Relationship("Elm", "us", evidence=[Evidence("spend", 5)]), definition)
    assert company_data(Interview(undated), None)["latest"] == {0: ""}


@given(cases())
def test_what_is_known_is_told_as_python_has_it(case: Case) -> None:
    """Cell by cell; and all of it is JSON."""
    one = case.classify()
    found = company_data(Interview(one), "us")
    told = {
        level: [cell for cell in range(variable.size) if variable.cells_in(one.known) >> cell & 1]
        for level, variable in enumerate(one.definition.diagram.variables)
    }
    assert found["known"] == {level: cells for level, cells in told.items() if cells}
    assert json.loads(json.dumps(definition_data(one.definition, case.as_of)))["root"] == one.definition.diagram.root
