"""Tests of verdicts in statements: a word in use against the labels that are possible."""

import attrs
import pytest

from relabel import Criterion, Definition, EvidencePolicy, Label, Scale, Verdict, audit
from relabel.errors import InvalidValueError
from relabel.frames import evidence_to_sql, frame_to_sql
from tests.frames.engines import ENGINES, SAID, evidence_of, run
from tests.frames.portfolio import AS_OF, PAYS, POLICIES, relationships

CALLED = (None, "partner", " Client ", "PROSPECT", "VIP", "  ", "friend", "partner")


@pytest.mark.parametrize("dialect", ENGINES)
@pytest.mark.parametrize("policy", POLICIES[:3])
def test_verdicts_on_evidence_are_those_of_an_audit(dialect: str, policy: EvidencePolicy) -> None:
    """On labels and aliases in any case, on blank words and on others."""
    definition, some = relationships(policy)
    definition = definition.evolve(given_to=None, aliases={"VIP": "partner"})
    words = [CALLED[place % len(CALLED)] for place in range(len(some))]
    listed = [(one.id, word) for one, word in zip(some, words, strict=True)]
    tables = {**evidence_of(some), "companies": (["id VARCHAR", "word VARCHAR"], listed)}
    statement = evidence_to_sql(
        definition,
        dialect,
        table="log",
        key="id",
        as_of=AS_OF,
        columns=SAID,
        relationships="companies",
        word="word",
    )
    called = [attrs.evolve(one, label=word) for one, word in zip(some, words, strict=True)]
    whole = audit(called, definition, as_of=AS_OF)
    expected = sorted((row.relationship.id, row.verdict.value) for row in whole.rows)
    assert [(row[0], row[4]) for row in run(dialect, tables, statement)] == expected


def judged(definition: Definition, grades: dict[int | None, str]) -> list[Verdict]:
    """Give the verdict on a word for each grade in a wide table."""
    statement = frame_to_sql(definition, "sqlite", table="t", key="id", word="called")
    rows = [(place, grade, word) for place, (grade, word) in enumerate(grades.items())]
    return [Verdict(row[4]) for row in run("sqlite", {"t": (["id", "grade", "called"], rows)}, statement)]


def test_without_ranks_a_wrong_word_is_mislabeled() -> None:
    """And with them over- or underclaimed, or neither."""
    grade = Scale("grade", low=1, high=3)
    labels = [Label("high", grade.is_(3)), Label("middle", grade.is_(2)), Label("low", grade.is_(1))]
    ranked = Definition("d", "D", labels, source="s")
    said: dict[int | None, str] = {1: "high", 2: "low", 3: "high", None: "middle"}
    assert judged(ranked, said) == [Verdict.OVERCLAIMED, Verdict.UNDERCLAIMED, Verdict.CONFIRMED, Verdict.UNPROVEN]
    plain = ranked.evolve(ordered=False)
    assert judged(plain, said) == [Verdict.MISLABELED, Verdict.MISLABELED, Verdict.CONFIRMED, Verdict.UNDETERMINED]


def test_a_label_that_nobody_gets_is_never_possible() -> None:
    """And its word still known."""
    pays = Criterion("pays")
    words = Definition("d", "D", [Label("x", pays & ~pays), Label("y", pays)], source="s")
    statement = frame_to_sql(words, "sqlite", table="t", key="id", word="called")
    rows = [(1, 1, "x"), (2, 1, "y"), (3, None, "x")]
    found = run("sqlite", {"t": (["id", "pays", "called"], rows)}, statement)
    assert [row[4] for row in found] == ["overclaimed", "confirmed", "overclaimed"]


def test_against_a_zone_without_a_word_no_word_is_wrong() -> None:
    """As for `audit()`."""
    grade = Scale("grade", low=1, high=3)
    labels = [Label("high", grade.is_(3)), Label("between", grade.is_(2), zone=True), Label("low", grade.is_(1))]
    words = Definition("d", "D", labels, source="s")
    assert judged(words, {2: "high", 1: "high", 3: "high"}) == [
        Verdict.UNDETERMINED,
        Verdict.OVERCLAIMED,
        Verdict.CONFIRMED,
    ]


def test_a_log_has_its_words_beside_the_relationships() -> None:
    """Which have to be named; and no column of the key is called as the verdict."""
    words = Definition("d", "D", [Label("x", PAYS)], source="s")
    with pytest.raises(InvalidValueError, match="relationships: found None"):
        evidence_to_sql(words, table="t", key="id", word="called")
    with pytest.raises(InvalidValueError, match="verdict"):
        frame_to_sql(words, table="t", key="verdict", word="called")
    assert "verdict" in frame_to_sql(words, table="t", key="verdict")
