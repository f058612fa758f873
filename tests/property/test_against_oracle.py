"""The library against the oracle, which lists every completion."""

from hypothesis import event, given

from relabel import Classification, Finding, Presumption, Standing, Status
from tests.property.oracle import Expected, plain
from tests.property.strategies import Case, cases


def _expected(case: Case) -> Expected:
    return Expected(case.definition, case.relationship.evidence, case.as_of, case.vocabulary)


def _note(classification: Classification, expected: Expected) -> None:
    event(f"standing: {classification.standing.value}")
    event(f"possible labels: {len(classification.possible)}")
    event(f"criteria asked for: {len(expected.criteria)}")
    for status in set(expected.statuses.values()):
        event(f"some finding: {status.value}")
    for reason in {reason.name for _, reason in expected.set_aside}:
        event(f"some evidence set aside: {reason}")


@given(cases())
def test_classification_equals_the_oracle(case: Case) -> None:
    """The label, its standing and the labels possible are what listing all completions gives."""
    classification, expected = case.classify(), _expected(case)
    _note(classification, expected)
    assert classification.possible == expected.possible
    assert classification.granted == expected.granted
    assert classification.standing is expected.standing
    assert classification.label == expected.label
    assert classification.floor == expected.floor
    assert classification.ceiling == expected.ceiling
    _check_findings(classification, expected)
    _check_because(classification, expected)


def _check_findings(classification: Classification, expected: Expected) -> None:
    """Every criterion asked for has one finding, in order, of the evidence that counts; the rest is set aside."""
    findings = {finding.criterion.name: finding for finding in classification.findings}
    assert [finding.criterion.name for finding in classification.findings] == list(expected.criteria)
    assert {name: finding.status for name, finding in findings.items()} == expected.statuses
    for name, finding in findings.items():
        assert len(finding.evidence) == len(expected.counted[name])
        assert set(finding.evidence) == set(expected.counted[name])
        assert {plain(answer) for answer in finding.answers} == expected.said.get(name, frozenset())
    assert len(classification.set_aside) == len(expected.set_aside)
    assert {(one.evidence, one.reason) for one in classification.set_aside} == expected.set_aside


def _check_because(classification: Classification, expected: Expected) -> None:
    """The reasons force the label, none can be left out, and they are findings and presumptions that hold."""
    reasons = classification.because
    assert classification.presumed == tuple(reason for reason in reasons if isinstance(reason, Presumption))
    if classification.standing is Standing.OPEN:
        assert reasons == ()
        return
    event(f"reasons: {len(reasons)}")
    event(f"presumptions needed: {len(classification.presumed)}")
    for reason in reasons:
        if isinstance(reason, Finding):
            assert reason in classification.findings
            assert reason.status is not Status.UNKNOWN
        else:
            assert expected.presumable[reason.criterion.name] == plain(reason.answer)
    if classification.standing is Standing.SETTLED:
        assert classification.presumed == ()
    assert expected.labels_forced_by(reasons) == {classification.label}
    for reason in reasons:
        assert len(expected.labels_forced_by(one for one in reasons if one is not reason)) > 1
