"""What the script of a form walks, as data for JSON: the diagram, its rules of weighing, and what is known of each."""

import json
from datetime import date
from typing import Any

import attrs

from relabel.core.classification.interview import Interview
from relabel.core.classification.names import naming
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Reason
from relabel.core.definitions.text import label_text
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import answer_text
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Criterion, Measure, Scale, unit_text
from relabel.core.model.shelf_life import first_day
from relabel.core.model.words import fold
from relabel.texts import legible

__all__ = ["REASONS", "Data", "company_data", "definition_data"]

Data = dict[str, Any]  # Any: as JSON has it

REASONS = {
    "future": Reason.FUTURE,
    "undated": Reason.UNDATED,
    "stale": Reason.STALE,
    "unsourced": Reason.UNSOURCED,
    "unattested": Reason.UNATTESTED,
    "hearsay": Reason.HEARSAY,
    "notOwnWord": Reason.NOT_OWN_WORD,
}
"""Why an answer may be set aside, by what the script calls it."""


_NOT_APPLICABLE = "does not apply"


def definition_data(definition: Definition, as_of: date | None) -> Data:
    """Give what the script needs of a definition: nodes by number, criteria by level, answers by cell.

    Args:
        definition: The definition.
        as_of: The day of judgement; None where there is none.
    """
    diagram = definition.unrolled
    leaves = range(len(diagram.leaves))
    return {
        "name": str(definition),
        "digest": definition.digest,
        "asOf": None if as_of is None else as_of.isoformat(),
        "leaves": [label_text(label) for label in diagram.leaves],
        "highestFirst": sorted(leaves, key=lambda leaf: -definition.rank(diagram.leaves[leaf])),
        "root": diagram.root,
        "levels": diagram.levels,
        "children": diagram.children,
        "criteria": [_criterion(definition, level, as_of) for level in range(len(diagram.variables))],
        "reasons": {name: reason.value for name, reason in REASONS.items()},
    }


def company_data(interview: Interview, us: str | None) -> Data:
    """Give what the script needs of one relationship: its names, the claim, and what is known as cells by level.

    Args:
        interview: The interview to go on with.
        us: The company that we are; None for neither.
    """
    one, relationship = interview.classification, interview.relationship
    diagram, rules, level_of = one.definition.diagram, one.definition.weigher.rules, {}
    known: dict[int, list[int]] = {}
    latest: dict[int, str] = {}
    for level, variable in enumerate(diagram.variables):
        name = variable.criterion.name
        level_of[name] = level
        if cells := variable.cells_in(one.known):
            known[level] = _cells(cells)
            if rules[name].latest:
                day = one.weighed.finding(name).evidence[0].observed_on
                latest[level] = "" if day is None else day.isoformat()
    write = naming(relationship, us)
    asked_for = {level: _question(variable.criterion) for level, variable in enumerate(diagram.variables)}
    ours = [side.value for side in Side if us is not None and fold(relationship.company(side)) == fold(us)]
    leaves = diagram.leaves
    claim = interview.claim
    return {
        "id": relationship.id,
        "buyer": relationship.buyer,
        "seller": relationship.seller,
        "name": relationship.company(one.definition.given_to),
        "word": relationship.label_in_use(one.definition.given_to),
        "questions": {level: text for level, asked in asked_for.items() if (text := write(asked)) != asked},
        "claim": None if claim is None else leaves.index(claim) if claim in leaves else -1,
        "ours": ours[0] if ours else None,
        "known": known,
        "latest": latest,
        "asked": sorted(level_of[name] for name in set(interview.asked) if name in level_of),
    }


def _question(criterion: AnyCriterion) -> str:
    return legible(criterion.question or criterion.name)


def _criterion(definition: Definition, level: int, as_of: date | None) -> Data:
    """Give how a criterion is asked, answered and weighed."""
    variable = definition.diagram.variables[level]
    criterion = variable.criterion
    rule = definition.weigher.rules[criterion.name]
    life = rule.shelf_life
    presumed = dict(definition.presumptions.values())
    premise = next((one for one in definition.premises if one.level == level), None)
    found: Data = {
        "name": criterion.name,
        "question": _question(criterion),
        "hint": legible(_hint(criterion)),
        "about": None if criterion.about is None else criterion.about.value,
        "answers": [legible(_text(variable, cell)) for cell in range(variable.size)],
        "yes": variable.cell(True) if isinstance(criterion, Criterion) else None,
        "na": variable.proper if criterion.may_be_na else None,
        "presumed": _cells(presumed.get(variable.field, 0) >> variable.shift),
        "premise": None if premise is None else {"on": premise.on, "cells": _cells(premise.cells)},
        "latest": rule.latest,
        "yesWins": rule.yes_wins,
        "hearsay": rule.hearsay,
        "ownWord": rule.own_word,
        "requires": rule.requires,
        "freshFrom": None if life is None or as_of is None else first_day(life, as_of).isoformat(),
    }
    if isinstance(criterion, Measure):
        return found | _number(criterion, variable)
    return found | {"written": [json.dumps(answer, ensure_ascii=False) for answer in criterion.answers or ()]}


def _number(measure: Measure, variable: Variable) -> Data:
    """Give what a measure takes for an answer, and where its cells begin; numbers as text, so that none is rounded."""
    low, high = (None if bound is None else answer_text(bound) for bound in (measure.low, measure.high))
    return {
        "cuts": [[answer_text(number), above] for number, above in variable.cuts],
        "low": low,
        "high": high,
        "whole": measure.whole,
        "expected": legible(attrs.evolve(measure, may_be_na=False).expected),
    }


def _cells(bits: int) -> list[int]:
    return [cell for cell in range(bits.bit_length()) if bits >> cell & 1]


def _text(variable: Variable, cell: int) -> str:
    """Write the answers of a cell for people: words as such, where these can be told apart, and numbers with unit."""
    if cell == variable.proper:
        return _NOT_APPLICABLE
    words = [str(one) for one in variable.criterion.proper_answers or () if isinstance(one, str)]
    plain = [" ".join(one.replace("_", " ").split()) for one in words]
    if words and len({*plain}) == len(words):
        return plain[cell]
    return variable.describe(1 << cell, unit=unit_text(variable.criterion))


def _hint(criterion: AnyCriterion) -> str:
    """Write what may be answered, for a list of questions on paper."""
    match criterion:
        case Criterion():
            ways = ["yes", "no"]
        case Measure():
            ways = [attrs.evolve(criterion, may_be_na=False).expected]
        case Scale(levels=()):
            ways = [criterion.span]
        case _:
            ways = [answer_text(answer) for answer in criterion.proper_answers or ()]
    return " / ".join([*ways, *[_NOT_APPLICABLE] * criterion.may_be_na])
