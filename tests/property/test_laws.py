"""Laws that hold whatever the definition and the evidence."""

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import localcontext
from random import Random
from typing import IO, Final, TypeVar

import attrs
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import (
    AnyCriterion,
    Classification,
    Condition,
    Definition,
    EvidencePolicy,
    Finding,
    Label,
    RelabelError,
    Relationship,
    Standing,
    Status,
    all_of,
    any_of,
    vocabulary,
)
from relabel.core.model.conditions import Not, as_condition
from tests.property.oracle import cell
from tests.property.strategies import (
    AS_OF,
    LABELS,
    Case,
    cases,
    conditions,
    criteria,
    definitions,
    evidence,
    policies,
    pools,
    relationships,
)

T = TypeVar("T")


# Strategies that only laws need


@st.composite
def nested_conditions(draw: st.DrawFn) -> Condition:
    """Give a condition that may ask for labels of other definitions."""
    pool = draw(pools())
    lent = [draw(definitions(pool, name=name, nesting=0)) for name in ("one-lent", "other-lent")]
    return draw(conditions(pool, draw(st.sampled_from(([], lent)))))


@st.composite
def whole_definitions(draw: st.DrawFn) -> Definition:
    """Give a definition, which may ask for labels of others."""
    return draw(definitions(draw(pools()), reword=False))


@st.composite
def more_evidence(draw: st.DrawFn) -> tuple[Case, Case]:
    """Give a case, and the same with more evidence, mostly on criteria that conditions ask for."""
    case = draw(cases())
    names: list[AnyCriterion | str] = [*case.definition.asked, *case.definition.asked, *case.definition.criteria]
    on = st.sampled_from(names or ["nobody_asks"])
    more = [draw(evidence(draw(on))) for _ in range(draw(st.integers(1, 4)))]
    return case, attrs.evolve(case, relationship=case.relationship.with_evidence(*more))


@st.composite
def two_conditions(draw: st.DrawFn) -> tuple[Condition, Condition, Relationship]:
    """Give two conditions over the same criteria, and a relationship with evidence on these."""
    pool = draw(pools())
    one, other = draw(conditions(pool)), draw(conditions(pool))
    return one, other, draw(relationships(_definition(all_of(one, other))))


def _definition(condition: Condition) -> Definition:
    return Definition("law", "One condition", [Label("partner", condition)], source="test_laws.py")


def _possible(condition: Condition, relationship: Relationship) -> frozenset[str | None]:
    # Without its evidence on what the condition does not ask for, which is no matter here.
    return Classification(relationship, _definition(condition)).possible


def _everything(classification: Classification) -> dict[str, object]:
    """Give all that a classification says."""
    return {
        "label": classification.label,
        "standing": classification.standing,
        "possible": classification.possible,
        "granted": classification.granted,
        "findings": classification.findings,
        "set aside": classification.set_aside,
        "because": classification.because,
        "explanation": classification.explain(),
    }


def _core(classification: Classification) -> tuple[object, ...]:
    return (classification.label, classification.standing, classification.possible, classification.findings)


# Evidence


@given(cases(), st.randoms(use_true_random=False))
def test_order_of_evidence_never_matters(case: Case, random: Random) -> None:
    """The same evidence in another order gives the same answer, to the last word of the explanation."""
    pieces = list(case.relationship.evidence)
    random.shuffle(pieces)
    shuffled = attrs.evolve(case.relationship, evidence=pieces)
    assert _everything(case.classify(shuffled)) == _everything(case.classify())


@given(cases(), st.data())
def test_repeated_evidence_never_matters(case: Case, data: st.DataObject) -> None:
    """Evidence that is given twice weighs and shows as if it were given once."""
    pieces = case.relationship.evidence
    assume(pieces)
    repeated = data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=4))
    again = case.relationship.with_evidence(*repeated)
    assert _everything(case.classify(again)) == _everything(case.classify())


@given(cases())
def test_every_piece_of_evidence_is_in_one_place(case: Case) -> None:
    """Every distinct piece of evidence is in exactly one finding or set aside, exactly once, and nothing else is."""
    classification = case.classify()
    weighed = [piece for finding in classification.findings for piece in finding.evidence]
    accounted = [*weighed, *(one.evidence for one in classification.set_aside)]
    assert len(accounted) == len(set(accounted))
    assert set(accounted) == set(case.relationship.evidence)


def _contradicted(before: Finding, after: Finding, definition: Definition) -> bool:
    """Say whether a finding that was known has come to leave other answers possible.

    Numbers of a measure between which no condition tells apart are one answer.
    """
    cells = [{cell(definition.labels, one.criterion, answer) for answer in one.answers} for one in (before, after)]
    return before.status is not Status.UNKNOWN and cells[0] != cells[1]


def _contradicts(before: Classification, after: Classification) -> bool:
    return any(
        _contradicted(one, other, before.definition) for one, other in zip(before.findings, after.findings, strict=True)
    )


@given(more_evidence())
def test_settled_labels_change_only_by_contradiction(both: tuple[Case, Case]) -> None:
    """More evidence turns one settled label into another only where a finding that was known changes its answers."""
    before, after = (case.classify() for case in both)
    event(f"{before.standing.value} to {after.standing.value}, contradicted: {_contradicts(before, after)}")
    if before.standing is after.standing is Standing.SETTLED and before.label != after.label:
        assert _contradicts(before, after)


@given(more_evidence())
def test_evidence_that_contradicts_nothing_only_narrows(both: tuple[Case, Case]) -> None:
    """While every known finding keeps its answers, more evidence makes no further label possible."""
    before, after = (case.classify() for case in both)
    assume(not _contradicts(before, after))
    event(f"possible: {len(before.possible)} to {len(after.possible)}")
    assert after.possible <= before.possible


# What is no evidence


@given(cases(), st.none() | st.dates())
def test_age_of_the_relationship_never_matters(case: Case, since: date | None) -> None:
    """`since` is for information; adding, removing or changing it changes nothing."""
    assert _core(case.classify(attrs.evolve(case.relationship, since=since))) == _core(case.classify())


@given(cases(), st.fixed_dictionaries({key: st.none() | st.text() for key in ("buyer_label", "seller_label", "label")}))
def test_label_in_use_never_matters(case: Case, words: dict[str, str | None]) -> None:
    """The words in use are what is audited and are never evidence."""
    relabelled = attrs.evolve(case.relationship, **words)  # type: ignore[arg-type]  # mypy takes the words for any field
    assert _core(case.classify(relabelled)) == _core(case.classify())


@given(cases(), st.dictionaries(st.text(), st.none() | st.booleans() | st.text() | st.integers() | st.dates()))
def test_attributes_never_matter(case: Case, attributes: dict[str, bool | str | int | date | None]) -> None:
    """Attributes are for grouping and weighting and are never evidence, whatever their names."""
    names = {criterion.name: True for criterion in case.definition.criteria}
    described = attrs.evolve(case.relationship, attributes={**names, **attributes})
    assert _core(case.classify(described)) == _core(case.classify())


# Nothing else has a say


@given(cases(), st.integers(1, 3))
def test_decimal_context_never_matters(case: Case, digits: int) -> None:
    """Numbers are compared as they are written, whatever precision the program around has set."""
    found = _everything(case.classify())
    with localcontext() as context:
        context.prec = digits
        fresh = attrs.evolve(case.definition)
        narrow = Classification(case.relationship, fresh, case.as_of, vocabulary=case.vocabulary)
        assert _everything(narrow) == found


_WORKER: Final = """
import pickle, sys
import attrs
from relabel import Classification
while True:
    given = pickle.load(sys.stdin.buffer)
    definition = attrs.evolve(given.definition)
    found = Classification(given.relationship, definition, given.as_of, vocabulary=given.vocabulary)
    core = (found.label, found.standing, found.possible, found.findings)
    hashes = (hash(found.definition) == hash(given.definition), hash(found.relationship) == hash(given.relationship))
    answer = (found == given, hashes, definition.digest, found.explain(), core)
    pickle.dump(answer, sys.stdout.buffer)
    sys.stdout.buffer.flush()
"""


@attrs.frozen
class Worker:
    """Another Python process, in which strings have other hashes."""

    requests: IO[bytes]
    answers: IO[bytes]

    def ask(self, classification: Classification) -> tuple[object, ...]:
        """Let the other process classify the same, and compare with what it was sent."""
        pickle.dump(classification, self.requests)
        self.requests.flush()
        answer: tuple[object, ...] = pickle.load(self.answers)  # noqa: S301 - it comes from the worker below
        return answer


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    """Start a process whose hashes of strings differ from those of this one, and end it."""
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    process = subprocess.Popen(  # noqa: S603 - runs this interpreter on the constant above
        [sys.executable, "-c", _WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        yield Worker(process.stdin, process.stdout)
        process.kill()


@given(case=cases())
def test_answers_are_the_same_in_every_process(worker: Worker, case: Case) -> None:
    """Another process, with other hashes of strings, reads the same pickle as equal and gives the same answer."""
    here = case.classify()
    assert worker.ask(here) == (True, (True, True), case.definition.digest, here.explain(), _core(here))


# Text, copies and digests


@given(nested_conditions())
def test_text_of_a_condition_evaluates_to_the_condition(condition: Condition) -> None:
    """A condition prints as the Python expression that makes it, in the names of its vocabulary.

    The text of "yes" to a yes/no criterion is its name, which gives the criterion: that stands for the condition.
    """
    text = str(condition)
    event(f"definitions lent: {'definition(' in text}")
    value = eval(text, dict(vocabulary(condition)))  # noqa: S307 - the text is that of a condition
    assert as_condition(value) == condition


def _check_copies(value: T) -> None:
    for again in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301 - our own
        assert type(again) is type(value)
        assert again == value
        assert hash(again) == hash(value)
        assert repr(again) == repr(value)


@given(st.sampled_from(("pays", "loyal.buyer")).flatmap(criteria))
def test_criteria_survive_pickle_and_copy(criterion: AnyCriterion) -> None:
    """A pickled or copied criterion is equal, with an equal hash."""
    _check_copies(criterion)


@given(nested_conditions())
def test_conditions_survive_pickle_and_copy(condition: Condition) -> None:
    """A pickled or copied condition is equal, with an equal hash."""
    _check_copies(condition)


@given(whole_definitions())
def test_definitions_survive_pickle_and_copy(definition: Definition) -> None:
    """A pickled or copied definition is equal, with an equal hash and digest, used before or not."""
    _check_copies(definition)
    used = attrs.evolve(definition)
    Classification(Relationship("Buyer Ltd", "Seller Ltd"), used, AS_OF)
    assert pickle.loads(pickle.dumps(used)).digest == definition.digest  # noqa: S301 - our own
    _check_copies(used)


@given(cases())
def test_relationships_survive_pickle_and_copy(case: Case) -> None:
    """A pickled or copied relationship is equal, with an equal hash."""
    _check_copies(case.relationship)


@given(cases())
def test_classifications_survive_pickle_and_copy(case: Case) -> None:
    """A pickled or copied classification is equal, with an equal hash, and says the same, used before or not."""
    classification = case.classify()
    _check_copies(classification)
    said = _everything(classification)
    _check_copies(classification)
    assert _everything(pickle.loads(pickle.dumps(classification))) == said  # noqa: S301 - our own
    assert _everything(copy.deepcopy(classification)) == said


@given(whole_definitions())
def test_equal_definitions_have_equal_digests(definition: Definition) -> None:
    """The order of what has no order, and where the parts were made, do not enter the digest."""
    again: Definition = pickle.loads(pickle.dumps(attrs.evolve(definition)))  # noqa: S301 - our own
    turned = attrs.evolve(
        again,
        presume=dict(reversed(list(again.presume.items()))),
        aliases=dict(reversed(list(again.aliases.items()))),
        policy=attrs.evolve(again.policy, overrides=dict(reversed(list(again.policy.overrides.items())))),
    )
    assert turned == definition
    assert hash(turned) == hash(definition)
    assert turned.digest == definition.digest


@given(whole_definitions(), st.data())
def test_another_condition_gives_another_digest(definition: Definition, data: st.DataObject) -> None:
    """A definition with one condition changed has another digest."""
    definition = attrs.evolve(definition, mentions=(*definition.mentions, *definition.asked))  # so that it stays valid
    places = [place for place, label in enumerate(definition.labels) if label.when is not None]
    labels = list(definition.labels)
    place = data.draw(st.sampled_from(places))
    when = labels[place].when
    assert when is not None
    fresh = conditions(definition.asked, depth=1) if definition.asked else st.just(~when)
    changed = data.draw(st.just(~when) | fresh)
    assume(changed != when)
    labels[place] = Label(labels[place].name, changed)
    assert attrs.evolve(definition, labels=labels).digest != definition.digest


@given(pools().flatmap(lambda pool: st.tuples(*[definitions(pool, name="lent", nesting=0)] * 2)))
def test_definitions_lent_under_one_name_are_not_mixed_up(lent: tuple[Definition, Definition]) -> None:
    """Two definitions lent under one name are refused, or else the digest tells which of them stands where."""
    one, other = lent
    assume(one.ladder != other.ladder)
    try:
        straight, crossed = (
            _definition(all_of(first.is_(LABELS[0]), ~second.is_(LABELS[0])))
            for first, second in ((one, other), (other, one))
        )
    except RelabelError:
        return
    assert straight.digest != crossed.digest


@given(whole_definitions(), policies(), st.sampled_from(("shelf_life", "conflicts", "hearsay", "requires")))
def test_another_policy_gives_another_digest(definition: Definition, policy: EvidencePolicy, field: str) -> None:
    """A definition that weighs evidence otherwise, in one respect, has another digest."""
    plain = attrs.evolve(definition, policy=attrs.evolve(definition.policy, overrides={}))
    changed = attrs.evolve(plain.policy, **{field: getattr(policy, field)})
    assume(changed != plain.policy)
    assert attrs.evolve(plain, policy=changed).digest != plain.digest


@given(cases())
def test_every_criterion_is_declared_once(case: Case) -> None:
    """A criterion that is asked for in two wordings is one criterion, with one finding."""
    for listed in (case.definition.asked, case.definition.criteria):
        names = [criterion.name for criterion in listed]
        assert len(names) == len(set(names))


# Logic


@given(two_conditions())
def test_double_negation(given_: tuple[Condition, Condition, Relationship]) -> None:
    """Not not is nothing: as an expression it is the same, and as nodes it leaves the same labels possible."""
    one, _, relationship = given_
    assert ~~one == one
    assert _possible(Not(Not(one)), relationship) == _possible(one, relationship)


@given(two_conditions())
def test_de_morgan_for_and(given_: tuple[Condition, Condition, Relationship]) -> None:
    """Not both is one not or the other not, on any evidence."""
    one, other, relationship = given_
    assert _possible(~all_of(one, other), relationship) == _possible(any_of(~one, ~other), relationship)


@given(two_conditions())
def test_de_morgan_for_or(given_: tuple[Condition, Condition, Relationship]) -> None:
    """Neither is one not and the other not, on any evidence."""
    one, other, relationship = given_
    assert _possible(~any_of(one, other), relationship) == _possible(all_of(~one, ~other), relationship)


@given(two_conditions())
def test_excluded_middle(given_: tuple[Condition, Condition, Relationship]) -> None:
    """A condition or its negation is settled on any evidence, none included."""
    one, _, relationship = given_
    assert _possible(one | ~one, relationship) == {"partner"}
    assert _possible(one & ~one, relationship) == {None}
