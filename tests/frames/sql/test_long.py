"""Tests of statements over long tables: one row for each piece of evidence."""

import pytest

from relabel import Definition, Evidence, EvidencePolicy, Label, Relationship
from relabel.frames import evidence_to_sql
from tests.frames.engines import ENGINES, FIELDS, SAID, evidence_of, run
from tests.frames.portfolio import AS_OF, POLICIES, WORDS, outcomes, relationships


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("dialect", ENGINES)
def test_evidence_is_weighed_as_classify_weighs_it(dialect: str, policy: EvidencePolicy) -> None:
    """Of every kind of criterion, under every policy, also where nothing counts or is known."""
    definition, some = relationships(policy)
    statement = evidence_to_sql(
        definition, dialect, table="log", key="id", as_of=AS_OF, columns=SAID, relationships="companies"
    )
    assert run(dialect, evidence_of(some), statement) == sorted(outcomes(definition, some, AS_OF))


def test_without_days_sides_and_sources_nothing_has_any() -> None:
    """And without numbers no measure is known."""
    some = [Relationship("B", "S", id="a", evidence=[Evidence("pays", True), Evidence("trust", 4)])]
    for policy in (
        EvidencePolicy(conflicts="latest", hearsay="disregard"),
        EvidencePolicy(hearsay="own_word"),
        EvidencePolicy(requires=["source", "attested_by"]),
        EvidencePolicy(shelf_life="1 year"),
    ):
        words = WORDS.evolve(policy=policy)
        statement = evidence_to_sql(words, "sqlite", table="log", key="id", as_of=AS_OF)
        rows = {"log": (FIELDS[:3], [("a", "pays", "yes"), ("a", "trust", "4"), ("a", "mood", "sunny")])}
        assert run("sqlite", rows, statement) == outcomes(words, some, AS_OF)


def test_numbers_alone_are_evidence_and_keys_may_be_several() -> None:
    """A table of measurements."""
    words = Definition("d", "D", [Label("x", WORDS.criteria[5] > 5)], source="s")  # type: ignore[operator]
    assert words.asked[0].name == "spend"
    statement = evidence_to_sql(
        words, "sqlite", table="log", key=["a", "b"], columns={"criterion": "c", "number": "n", "answer": "w"}
    )
    rows = [(1, 1, "spend", None, 6), (1, 2, "spend", None, 4), (2, 1, "spend", "n/a", None), (2, 2, "spend", "?", -1)]
    found = run("sqlite", {"log": (["a", "b", "c", "w", "n"], rows)}, statement)
    assert found == [
        (1, 1, "x", "settled", "x", 0),
        (1, 2, None, "settled", "(no label)", 0),
        (2, 1, None, "settled", "(no label)", 0),
        (2, 2, None, "open", "x or (no label)", 1),
    ]


def test_a_definition_of_one_label_needs_no_step() -> None:
    """It gives it to every relationship that evidence speaks of."""
    one = Definition("d", "D", [Label("it's")], source="s")
    log = {"log": (FIELDS, [(1, "pays", "yes", None, None, None, None)])}
    assert run("sqlite", log, evidence_to_sql(one, "sqlite", table="log", key="id")) == [
        (1, "it's", "settled", "it's", 0)
    ]
