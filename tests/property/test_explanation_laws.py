"""Explanations against brute force: what speaks for a label, what is taken for granted, what would be otherwise."""

from hypothesis import event, given
from hypothesis import strategies as st

from relabel import Classification, Presumption, Standing, Status
from relabel.core.classification.explanation import Explanation
from tests.property.strategies import Case
from tests.property.test_reasons_laws import CASES, Table

CHOOSE = st.integers(0, 3)


def toward(case: Case, number: int) -> tuple[Classification, Explanation, set[str | None]]:
    """Explain a case with regard to one of its labels, and give the labels that will do."""
    definition = case.definition
    label = definition.labels[number % len(definition.labels)].name
    one = case.classify()
    found = one.explanation(toward=label)
    ranks = {other: definition.rank(other) for other in (*(label.name for label in definition.labels), None)}
    wanted = {other for other, rank in ranks.items() if rank >= ranks[label]} if found.or_higher else {label}
    return one, found, {*wanted}


@given(CASES, CHOOSE)
def test_what_speaks_for_a_label_is_counted(case: Case, number: int) -> None:
    """More of the records with the answer get it than of all; fewer speaks against it; each finding is in one place."""
    one, found, wanted = toward(case, number)
    table = Table(case)
    whole = table.share(wanted)
    expected: dict[str, list[str]] = {"for": [], "against": [], "neither": []}
    for finding in one.findings:
        name = finding.criterion.name
        if finding.status in (Status.UNKNOWN, Status.CONTESTED):
            continue
        (cell,) = table.left[name]
        share = table.share(wanted, name, cell)
        expected["for" if share > whole else "against" if share < whole else "neither"].append(name)
    assert {
        "for": [finding.criterion.name for finding in found.speaks_for],
        "against": [finding.criterion.name for finding in found.speaks_against],
        "neither": [finding.criterion.name for finding in found.indifferent],
    } == expected
    event(f"against: {len(expected['against'])}")


@given(CASES)
def test_all_presumptions_that_matter_are_listed_and_no_others(case: Case) -> None:
    """The label of some completion turns on the criterion, of which nothing is known."""
    found, table = case.classify().explanation(), Table(case)
    matter = {name for name in table.presumed if name not in table.found and table.turns_on(name)}
    assert {one.criterion.name for one in found.presumed} == matter


@given(CASES, CHOOSE)
def test_what_is_presumed_against_a_label_is_counted(case: Case, number: int) -> None:
    """The reasons that are presumed and with which fewer of the records get it than of all."""
    one, found, wanted = toward(case, number)
    table = Table(case)
    resting = [reason for reason in one.because if isinstance(reason, Presumption)]
    whole = table.share(wanted)
    expected = {
        reason
        for reason in resting
        if table.share(wanted, reason.criterion.name, table.cell(reason.criterion, reason.answer)) < whole
    }
    assert ({*found.presumed_against}, len(found.presumed_against)) == (expected, len(expected))


@given(CASES)
def test_what_is_not_known_is_what_the_label_turns_on(case: Case) -> None:
    """The others are counted."""
    found, table = case.classify().explanation(), Table(case)
    open_ = {name for name in table.names if len(table.left[name]) > 1 and table.turns_on(name)}
    assert {question.criterion.name for question in found.questions} == open_
    unknown = {name for name in table.names if name not in table.found}
    assert found.closed == len(unknown - open_)


@given(CASES, CHOOSE)
def test_what_would_be_otherwise_is_what_would_be_found(case: Case, number: int) -> None:
    """Each is what supposing one of the answers gives; no other answer would be better for the label."""
    one, found, wanted = toward(case, number)
    variables = {variable.criterion.name: variable for variable in case.definition.diagram.variables}
    for other in found.otherwise:
        if len(other.findings) > 1:
            continue
        ((finding,), (cells,)) = other.findings, other.cells
        variable = variables[finding.criterion.name]
        now = variable.cells_in(one.known)
        assert not cells & now
        for cell in range(variable.size):
            if now >> cell & 1:
                continue
            then = one.suppose({finding.criterion: variable.example(cell)}).after
            same = (then.label, then.standing, then.possible) == (other.label, other.standing, other.possible)
            assert same == bool(cells >> cell & 1)
            if not same and then.possible <= wanted:
                assert other.possible <= wanted


@given(CASES, CHOOSE)
def test_no_way_to_a_label_leads_below_it(case: Case, number: int) -> None:
    """After the steps it is certain to be the label, or one that does as well: nobody has to show that it is none."""
    one, found, wanted = toward(case, number)
    for path in found.ways.paths if found.ways is not None else ():
        after = one.suppose({step.criterion: step.nearest for step in path.steps}).after
        assert after.possible <= wanted
        assert after.standing is Standing.SETTLED or len(wanted) > 1
