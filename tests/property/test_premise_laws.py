"""What makes sense only if something holds, against brute force: what is left out, of what, and where."""

import itertools
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs
from hypothesis import event, given
from hypothesis import strategies as st

from relabel import NOT_APPLICABLE, Choice, Definition, Label, all_of, any_of
from relabel.checks.verification import verify
from relabel.core.definitions.document import to_document
from relabel.files.definitions.document import from_document
from relabel.files.definitions.toml import from_toml, to_toml
from tests.property.enumeration import Row, complete, domains, neighbours, records
from tests.property.oracle import Plain, criteria_in, first_label, holds
from tests.property.strategies import Case, cases, definitions, pools, premised
from tests.property.test_paths_laws import _after, _cells, _names
from tests.property.test_reasons_laws import Table, subsets


@st.composite
def small(draw: st.DrawFn) -> Definition:
    """Give a definition of a few criteria, with premises where some may not apply."""
    return draw(premised(draw(definitions(draw(pools())[:4], nesting=0))))


@st.composite
def premised_cases(draw: st.DrawFn) -> Case:
    """Give a question to `classify()` by a definition with premises."""
    case = draw(cases())
    return attrs.evolve(case, definition=draw(premised(case.definition)))


def asking(definition: Definition) -> list[Label]:
    """Give labels that ask for all that those of a definition do, and for its premises."""
    premises = [Label(f"premise {number}", one) for number, one in enumerate(definition.only_if.values())]
    return [*(label for label in definition.labels if label.when is not None), *premises]


def table_of(case: Case) -> Table:
    """Give the records of a case, in which the numbers that premises compare part stretches, too."""
    definition = case.definition
    always = [any_of(premise, ~premise) for premise in definition.only_if.values()]
    first, *rest = definition.labels
    when = all_of(*([] if first.when is None else [first.when]), *always)
    labels = [attrs.evolve(first, when=when) if always else first, *rest]
    return Table(attrs.evolve(case, definition=attrs.evolve(definition, labels=labels)))


def makes_sense(definition: Definition, row: Mapping[str, Plain]) -> bool:
    """Say whether what makes sense only if something holds does not apply without it."""
    return all(holds(when, row) or row[one.name] == NOT_APPLICABLE for one, when in definition.only_if.items())


class Sound:
    """The records that make sense, with their labels."""

    def __init__(self, definition: Definition) -> None:
        self.labels = asking(definition)
        self.domains = domains(self.labels)
        self.rows = [row for row in records(self.labels) if makes_sense(definition, row)]
        self.given = {row: first_label(definition.labels, row) for row in self.rows}

    def row(self, record: Mapping[str, object]) -> Row:
        """Give the record that a witness stands for."""
        return complete(self.labels, record)  # type: ignore[arg-type]  # a record


@given(small())
def test_what_makes_no_sense_is_left_out_of_shares_and_witnesses(definition: Definition) -> None:
    """Of labels, overlaps and gaps: what is counted are the records that make sense."""
    found, sound = verify(definition), Sound(definition)
    event(f"premises: {len(definition.only_if)}")
    assert found.records == len(sound.rows)
    given_ = list(sound.given.values())
    names = [*(label.name for label in definition.labels), None]
    assert dict(found.shares) == {name: Fraction(given_.count(name), len(sound.rows)) for name in names}
    assert list(found.dead) == [name for name in names[:-1] if name not in given_]
    own = {
        label.name: {row for row in sound.rows if label.when is None or holds(label.when, row)}
        for label in definition.labels
    }
    assert [one.label for one in found.hidden] == [name for name in found.dead if own[name]]
    for one in found.hidden:
        assert sound.given[sound.row(one.witness)] == one.given
    assert (found.gap is None) == (None not in given_)
    if found.gap is not None:
        assert sound.given[sound.row(found.gap.witness)] is None
        assert found.gap.share == Fraction(given_.count(None), len(sound.rows))
    pairs = itertools.combinations([label.name for label in definition.labels if label.when is not None], 2)
    both = {(one, other): own[one] & own[other] for one, other in pairs if own[one] & own[other]}
    for first, other, third in itertools.combinations(own, 3) if definition.ordered else ():
        if own[first] <= own[other] <= own[third]:
            both.pop((first, third), None)
    assert {(one.first, one.second): one.region.share for one in found.overlaps} == {
        pair: Fraction(len(rows), len(sound.rows)) for pair, rows in both.items()
    }
    for overlap in found.overlaps:
        assert sound.row(overlap.region.witness) in both[overlap.first, overlap.second]


@given(small())
def test_what_makes_no_sense_shows_no_effect(definition: Definition) -> None:
    """Two records that show what a criterion does both make sense."""
    found, sound = verify(definition), Sound(definition)
    expected: dict[str, set[int]] = {}
    for name, lower, higher in neighbours(sound.rows, sound.domains):
        if higher in sound.given:
            ranks = [definition.rank(sound.given[row]) for row in (lower, higher)]
            if ranks[0] != ranks[1]:
                some = expected.setdefault(name, set())
                if higher[name] != NOT_APPLICABLE:
                    some.add(1 if ranks[1] > ranks[0] else -1)
    assert {effect.criterion.name for effect in found.effects} == expected.keys()
    assert {one.name for one in found.irrelevant} <= sound.domains.keys() - expected.keys()
    for effect in found.effects:
        if definition.ordered and not isinstance(effect.criterion, Choice):
            signs = (1 in expected[effect.criterion.name], -1 in expected[effect.criterion.name])
            assert (effect.raises is not None, effect.lowers is not None) == signs
        for pair in effect.pairs:
            before, after = sound.row(pair.before), sound.row(pair.after)
            assert (pair.label_before, pair.label_after) == (sound.given[before], sound.given[after])
            assert {other for other in before if before[other] != after[other]} == {effect.criterion.name}


@given(premised_cases())
def test_labels_are_decided_by_the_conditions(case: Case) -> None:
    """Whatever makes sense only if what holds."""
    plain = attrs.evolve(case, definition=attrs.evolve(case.definition, only_if={}))
    one, other = case.classify(), plain.classify()
    assert (one.label, one.standing, one.possible) == (other.label, other.standing, other.possible)


@given(premised_cases())
def test_nothing_is_asked_before_its_premise_is_certain(case: Case) -> None:
    """The premise is asked in its place; nothing is where it makes no sense."""
    one, definition = case.classify(), case.definition
    table = table_of(case)
    open_ = {name for name in table.names if len(table.left[name]) > 1 and table.turns_on(name)}
    premises = {criterion.name: when for criterion, when in definition.only_if.items()}
    expected: set[str] = set()
    for start in open_:
        name: str | None = start
        while name in premises:
            when = premises[name]
            (on,) = criteria_in([Label("x", when)])
            outcomes = {holds(when, {on: answer}) for answer in _left(table, case, on)}
            if outcomes == {True}:
                break
            name = on if True in outcomes else None
        expected |= set() if name is None else {name}
    event(f"asked otherwise: {expected != open_}")
    assert {question.criterion.name for question in one.questions()} == expected
    assert {finding.criterion.name for finding in one.explanation().senseless} == _senseless(table, case)


def _left(table: Table, case: Case, name: str) -> list[Plain]:
    """Give the answers that are still possible, one for each stretch that anything tells apart."""
    expected = table.expected
    return list(expected.said[name]) if name in expected.said else domains(asking(case.definition))[name]


def _senseless(table: Table, case: Case) -> set[str]:
    found = set()
    for criterion, when in case.definition.only_if.items():
        (on,) = criteria_in([Label("x", when)])
        said = table.expected.said
        answered = criterion.name in said and NOT_APPLICABLE not in said[criterion.name]
        if answered and on in said and not any(holds(when, {on: answer}) for answer in said[on]):
            found.add(criterion.name)
    return found


@given(premised_cases(), st.data())
def test_paths_make_sense_and_none_is_cheaper(case: Case, data: st.DataObject) -> None:
    """Of all sets of criteria that can settle the label by answers that make sense, and of which no part can."""
    table, one = table_of(case), case.classify()
    label = data.draw(st.sampled_from(sorted(table.attainable, key=str)))
    found = one.path_to(label, limit=1000)
    minimal: list[tuple[str, ...]] = []
    for names in subsets(table.names):
        if not any(set(names) > set(smaller) for smaller in minimal) and _sensible(table, case, label, names):
            minimal.append(names)
    event(f"paths: {len(found.paths)}, premises: {len(case.definition.only_if)}")
    assert {frozenset(_names(path)) for path in found.paths} == {*map(frozenset, minimal)}
    sizes = [len(path.steps) for path in found.paths]
    assert sizes == sorted(sizes)
    for path in found.paths:
        for choice in itertools.product(*(_cells(table, step) for step in path.steps)):
            assert _after(table, _names(path), choice) == {label}
            assert _fits(table, case, _names(path), choice)


def _sensible(table: Table, case: Case, label: str | None, names: Sequence[str]) -> bool:
    choices = itertools.product(*(range(table.size[name]) for name in names))
    return any(_after(table, names, one) == {label} and _fits(table, case, names, one) for one in choices)


def _fits(table: Table, case: Case, names: Sequence[str], choice: Sequence[int]) -> bool:
    """Say whether each premise that is touched holds for certain, or what rests on it is open or does not apply."""
    definition = case.definition
    changed = dict(zip(names, choice, strict=True))
    for premise, (criterion, _) in zip(definition.premises, definition.only_if.items(), strict=True):
        on = definition.diagram.variables[premise.on].criterion.name
        if not {on, criterion.name} & changed.keys():
            continue
        cells = {changed[criterion.name]} if criterion.name in changed else table.left[criterion.name]
        last = table.size[criterion.name] - 1
        if last in cells:
            continue
        ons = {changed[on]} if on in changed else table.left[on]
        if not all(premise.cells >> cell & 1 for cell in ons):
            return False
    return True


@given(small())
def test_premises_come_back_from_files(definition: Definition) -> None:
    """With the digest, from JSON as from TOML."""
    again = from_document(json.loads(json.dumps(to_document(definition))))
    assert (again, again.digest) == (definition, definition.digest)
    again = from_toml(to_toml(definition))
    assert (again, again.digest) == (definition, definition.digest)
    bare = attrs.evolve(definition, only_if={})
    assert (bare.digest == definition.digest) == (not definition.only_if)
    assert isinstance(definition.to_text(), str)
