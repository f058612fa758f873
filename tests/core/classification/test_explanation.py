"""Tests of `relabel.core.classification.explanation`: what an explanation holds."""

import pytest

from relabel import Classification, Criterion, Definition, Evidence, Label, Measure, Relationship, Scale, Standing
from relabel.core.classification import path_searches
from relabel.core.classification.explanation import WAYS, Explanation
from relabel.core.diagrams.searches import choices
from relabel.core.diagrams.searches import options as budgets
from relabel.errors import InvalidValueError, SearchTooLongError

x = Criterion("x", "Is it so?")
y = Criterion("y")
z = Criterion("z", "And the third?")
trust = Scale("trust", "How much trust is there?", low=1, high=5)
spend = Measure("spend", "What is spent?", unit="EUR/year")
DEFINITION = Definition(
    "acme", "Acme's words", [Label("high", x & y), Label("middle", x), Label("low", z)], source="handbook, page 3"
)
KINDS = DEFINITION.evolve(ordered=False)


def explained(
    *evidence: Evidence, word: str | None = None, toward: str | None = None, definition: Definition = DEFINITION
) -> Explanation:
    """Explain a relationship with some evidence and perhaps a word in use."""
    one = Relationship("Buyer Ltd", "Seller Ltd", buyer_label=word, evidence=evidence)
    return Classification(one, definition).explanation(toward=toward)


def names(found: Explanation, what: str) -> list[str]:
    """Give the names of the criteria of one kind of finding, or of questions and presumptions."""
    return [one.criterion.name for one in getattr(found, what)]


YES, NO = Evidence("x", True), Evidence("x", False)


@pytest.mark.parametrize(
    ("word", "evidence", "definition", "toward"),
    [
        ("high", [YES, Evidence("y", False)], DEFINITION, "high"),  # the word in use promises more than is found
        ("low", [YES, Evidence("y", False)], DEFINITION, "high"),  # else the next one up
        ("middle", [NO, Evidence("z", False)], DEFINITION, "middle"),
        (None, [NO, Evidence("z", False)], DEFINITION, "low"),
        ("nonsense", [NO, Evidence("z", True)], DEFINITION, "middle"),
        ("low", [YES, Evidence("y", True)], DEFINITION, "high"),  # nothing ranks above the highest
        (None, [YES], DEFINITION, "high"),  # of what is open the least counts as found
        ("low", [YES], KINDS, "low"),  # without ranks nothing is more than something else
        (None, [NO, Evidence("z", True)], KINDS, "low"),
        (None, [NO, Evidence("z", False)], KINDS, None),
        (None, [YES], KINDS, "high"),
    ],
)
def test_everything_is_measured_by_one_label(
    word: str | None, evidence: list[Evidence], definition: Definition, toward: str | None
) -> None:
    """The one asked for, or what people want to hear about."""
    assert explained(*evidence, word=word, definition=definition).toward == toward
    assert explained(*evidence, word=word, definition=definition, toward="middle").toward == "middle"


def test_whoever_rises_may_rise_higher() -> None:
    """Who asks for a lower label means that one; without ranks there is no higher."""
    assert explained(NO, toward="low").or_higher
    assert not explained(YES, toward="low").or_higher
    assert not explained(NO, toward="low", definition=KINDS).or_higher


def test_to_be_a_client_or_more_a_company_has_to_pay() -> None:
    """And has not to show that it is no partner."""
    pays, close = Criterion("pays"), Criterion("close")
    definition = Definition("d", "t", [Label("partner", close), Label("client", pays)], source="s")
    found = explained(Evidence("pays", False), word="client", definition=definition)
    assert found.ways is not None
    assert [[(step.criterion.name, step.to) for step in path.steps] for path in found.ways.paths] == [
        [("close", "yes")],
        [("pays", "yes")],
    ]


def test_reasons_are_those_of_the_classification() -> None:
    """Because, at least, what is contested and set aside."""
    evidence = [YES, Evidence("y", True), Evidence("y", False), Evidence("nobody", 1)]
    one = Classification(Relationship("B", "S", evidence=evidence), DEFINITION)
    found = one.explanation()
    assert (found.because, found.set_aside) == (one.because, one.set_aside)
    assert (names(found, "at_least"), names(found, "contested")) == (["x"], ["y"])
    assert names(explained(), "at_least") == []
    assert found.outcome is one


def test_what_rules_a_label_out_and_what_is_missing() -> None:
    """One of the two; neither for the label that is given."""
    found = explained(NO, word="high").why_not
    assert found is not None
    assert [obstacle.needed for obstacle in found.obstacles] == ["yes"]
    found = explained(YES, word="high").why_not
    assert found is not None
    assert found.missing is not None
    assert explained(YES, Evidence("y", True)).why_not is None


def test_nobody_can_get_a_label() -> None:
    """There are no ways."""
    definition = Definition("d", "t", [Label("high", x), Label("never", x & y), Label("low")], source="s")
    found = explained(NO, toward="never", definition=definition)
    assert found.why_not is not None
    assert (found.ways, found.why_not.never) == (None, True)


def test_some_ways_are_given() -> None:
    """One more than is shown, to be able to say that there are more."""
    labels = [Label("a", x | y | z | (trust >= 2)), Label("b")]
    found = explained(definition=Definition("d", "t", labels, source="s"))
    assert found.ways is not None
    assert len(found.ways.paths) == WAYS + 1


def test_what_is_known_stays_as_it_is_where_something_is_only_missing() -> None:
    """To change it may take fewer steps, and is not what is asked."""
    labels = [Label("high", (x & y) | z), Label("low")]
    definition = Definition("d", "t", labels, source="s")
    found = explained(Evidence("z", False), word="high", definition=definition)
    assert found.ways is not None
    assert [[step.criterion.name for step in path.steps] for path in found.ways.paths] == [["x", "y"]]


def test_a_search_that_takes_too_long_does_not_stop_what_was_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for the way gets the error, where none was found at all."""
    monkeypatch.setattr(budgets, "MAX_STATES", 0)
    monkeypatch.setattr(choices, "order_of", lambda *_: None)
    monkeypatch.setattr(path_searches, "fair", lambda *_: None)
    assert explained().ways is None
    with pytest.raises(SearchTooLongError):
        explained(toward="high")


def test_once_the_budget_is_spent_a_way_is_given_that_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is asked of an explanation has one budget."""
    monkeypatch.setattr(choices, "order_of", lambda *_: None)
    expected = explained()
    monkeypatch.setattr(budgets, "MAX_STATES", 0)
    found = explained()
    assert found.ways is not None
    assert expected.ways is not None
    assert (found.ways.proven, expected.ways.proven, len(found.ways.paths)) == (False, True, 1)
    assert found.ways.paths[0].cost >= expected.ways.paths[0].cost


def test_all_together_where_none_alone_would_do() -> None:
    """What would be found, were each answer that speaks against the label one that speaks for it."""
    labels = [Label("a", x & (trust >= 3)), Label("b")]
    definition = Definition("d", "t", labels, source="s")
    found = explained(NO, Evidence("trust", 1), definition=definition)
    assert [(len(one.findings), one.needed, one.label) for one in found.otherwise] == [
        (1, ("yes",), "b"),
        (1, ("at least 2",), "b"),
        (2, ("yes", "at least 3"), "a"),
    ]
    alone = explained(NO, Evidence("trust", 4), definition=definition)
    assert [(one.needed, one.label, one.standing) for one in alone.otherwise] == [(("yes",), "a", Standing.SETTLED)]


@pytest.mark.parametrize(("toward", "fixed"), [("higher", []), ("high", ["xx"]), ("middle", ["xx"]), (None, ["xx"])])
def test_unknown_labels_and_criteria_are_refused(toward: str | None, fixed: list[str]) -> None:
    """Also where the label is settled, and where the name plays no part."""
    one = Classification(Relationship("B", "S", evidence=[YES, Evidence("y", False)]), DEFINITION)
    with pytest.raises(InvalidValueError):
        one.explanation(toward=toward, fixed=fixed)
    with pytest.raises(InvalidValueError):
        one.explanation(toward="high", fixed="x")


def test_fixed_names_may_come_one_by_one() -> None:
    """They are gone through once."""
    one = Classification(Relationship("B", "S", evidence=[NO, Evidence("y", True)]), DEFINITION)
    assert one.explain(toward="high", fixed=iter(["x"])) == one.explain(toward="high", fixed=["x"])
    assert one.explain(toward="high", fixed=iter([])) == one.explain(toward="high")


def test_spending_is_compared_with_all_spending() -> None:
    """A stretch of numbers speaks for a label as an answer does."""
    definition = Definition("d", "t", [Label("a", spend >= 10), Label("b")], source="s")
    assert names(explained(Evidence("spend", 10), definition=definition), "speaks_for") == ["spend"]
    assert names(explained(Evidence("spend", 9), definition=definition), "speaks_against") == ["spend"]
