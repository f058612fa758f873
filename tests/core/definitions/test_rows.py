"""Tests of `relabel.core.definitions.rows`: what reads like a decision table is written as one."""

import pytest

from relabel import (
    Choice,
    Condition,
    Criterion,
    Definition,
    Label,
    Measure,
    Relationship,
    Scale,
    all_of,
    any_of,
    classify,
    named,
)
from relabel.core.definitions.wording import Wording
from relabel.core.model.conditions import AllOf, AnyOf
from relabel.sections import Table

pays = Criterion("pays", "Do they pay?")
size = Choice("size", "How large are they?", options=["small", "large_one", "huge"])
trust = Scale("trust", "How much do they trust us?", low=1, high=5)
spend = Measure("spend", "What do they spend?", unit="EUR")
other = Definition("other", "t", [Label("x", pays)], source="s")
ROWS = (
    spend.between(50, 100) & size.in_("small", "huge"),
    pays & (trust >= 4) & ((spend < 10) | (spend >= 60)),
    ~size.is_("small") & ~pays & ~(other.is_("x") | other.is_(None)),
    other.is_("x") & ~(trust < 2),
    spend > 7,
)


def written(when: Condition) -> list[object]:
    """Give how the label of a condition is written."""
    definition = Definition("d", "t", [Label("a", when), Label("b")], source="s")
    return list(Wording(definition).labels(definition.labels))


def test_rows_are_written_as_a_table() -> None:
    """A column for each criterion and each other definition, and a cell for what is asked of it."""
    heading, table, otherwise = written(any_of(*ROWS))
    assert table == Table(
        ("spend", "size", "pays", "trust", 'definition "other"'),
        (
            ("at least 50 EUR and at most 100 EUR", '"small" or "huge"', "-", "-", "-"),
            ("below 10 EUR or at least 60 EUR", "-", "yes", "at least 4 on a scale from 1 to 5", "-"),
            ("-", '"large one" or "huge"', "no", "-", 'not "x" and not no label'),
            ("-", "-", "-", "at least 2 on a scale from 1 to 5", '"x"'),
            ("more than 7 EUR", "-", "-", "-", "-"),
        ),
    )
    assert [getattr(one, "text", None) for one in (heading, otherwise)] == [
        "A, if a row of this table fits, of which each cell has to, but for -:",
        "Otherwise b.",
    ]


def test_a_row_that_asks_nothing_has_cells_for_any_answer() -> None:
    """It is there all the same."""
    _, table, _ = written(AnyOf((*ROWS[:3], AllOf(()))))
    assert isinstance(table, Table)
    assert table.rows[-1] == ("-",) * len(table.columns)


@pytest.mark.parametrize(
    "when",
    [
        any_of(*ROWS[:3]),  # too few to need one
        all_of(*ROWS),
        any_of(*ROWS, named("fit", pays | (trust >= 2))),
        any_of(*ROWS, ~(pays & (trust >= 2))),
        any_of(*ROWS, size.in_("small", "huge") & size.in_("small", "large_one")),
        AnyOf((AllOf(()),) * 4),
        any_of(*ROWS, AllOf((pays.to_condition(), AnyOf(())))),
    ],
)
def test_what_is_no_table_is_an_outline(when: Condition) -> None:
    """Few rows, what asks several things at once, and cells of which "and" and "or" could be taken for each other."""
    assert not any(isinstance(one, Table) for one in written(when))


def test_the_rule_under_an_explanation_is_a_table_too() -> None:
    """As in the text of the definition."""
    definition = Definition("d", "t", [Label("a", any_of(*ROWS)), Label("b")], source="s")
    for text in (definition.to_text(), classify(Relationship("B", "S"), definition).explain()):
        assert "\n  spend                                size " in text
