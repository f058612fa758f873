"""Comparison against listing every record that answers the criteria of both definitions."""

import itertools
from collections import Counter
from fractions import Fraction

import attrs
from hypothesis import event, given
from hypothesis import strategies as st

from relabel import Definition
from relabel.checks.changes import Change, diff
from relabel.checks.comparison import compare
from tests.property.enumeration import Row, answers_of, complete, domains, place, records
from tests.property.oracle import criteria_in, first_label
from tests.property.strategies import definitions, pools

Pair = tuple[Definition, Definition]


@st.composite
def pairs(draw: st.DrawFn, criteria: int = 4) -> Pair:
    """Give two definitions over parts of the same criteria, with all that definitions can have."""
    pool = draw(pools())[:criteria]
    first = draw(definitions(pool, name="first", nesting=1))
    if draw(st.booleans()):
        return first, draw(definitions(pool, name="second", nesting=1))
    return first, draw(definitions(tuple(reversed(pool))[: criteria - 1], name="second", nesting=1))


def listed(pair: Pair) -> dict[Row, tuple[str | None, str | None]]:
    """Give every record with the two labels that it gets."""
    first, second = pair
    rows = records([*first.labels, *second.labels])
    return {row: (first_label(first.labels, row), first_label(second.labels, row)) for row in rows}


@given(pairs())
def test_the_cross_table_equals_the_list(pair: Pair) -> None:
    """How many records get each pair of labels, with a witness of each."""
    found, expected = compare(*pair), listed(pair)
    both = [*pair[0].labels, *pair[1].labels]
    assert found.records == len(expected)
    assert dict(found.cross_table) == Counter(expected.values())
    order = [[*(label.name for label in one.labels), None] for one in pair]
    places = [(order[0].index(cell.first), order[1].index(cell.second)) for cell in found.cells]
    assert places == sorted(places)
    for cell in found.cells:
        assert cell.share == Fraction(cell.records, len(expected))
        assert expected[complete(both, cell.witness)] == (cell.first, cell.second)
        assert cell.agrees == (cell.first == cell.second)
    names = {one.name for one in pair[1].asked}
    assert [one.name for one in found.shared] == [one.name for one in pair[0].asked if one.name in names]
    event(f"cells: {len(found.cells)}")
    str(found)


@given(pairs())
def test_the_region_of_disagreement_equals_the_list(pair: Pair) -> None:
    """Its products hold exactly the records with different labels, up to the rest."""
    found, expected = compare(*pair), listed(pair)
    apart = {row for row, labels in expected.items() if labels[0] != labels[1]}
    assert found.agreement == Fraction(len(expected) - len(apart), len(expected))
    assert (found.disagreement is None) == (not apart)
    if found.disagreement is not None:
        rows = {row: answers_of(row) for row in expected}
        covered = {
            row for row, answers in rows.items() if any(one.holds(answers) for one in found.disagreement.products)
        }
        assert covered <= apart
        assert found.disagreement.rest == Fraction(len(apart) - len(covered), len(expected))


@given(pairs())
def test_the_shortest_disagreement_is_one_and_none_is_shorter(pair: Pair) -> None:
    """Its answers force different labels; no smaller number of answers does, whichever they are."""
    found, expected = compare(*pair), listed(pair)
    shortest = found.shortest
    if shortest is None:
        assert all(first == second for first, second in expected.values())
        return
    both = [*pair[0].labels, *pair[1].labels]
    criteria = criteria_in(both)
    forced = {name: place(both, criteria[name], answer) for name, answer in shortest.answers.items()}
    fitting = [labels for row, labels in expected.items() if all(row[name] == forced[name] for name in forced)]
    assert all(first != second for first, second in fitting)
    assert (set(shortest.first), set(shortest.second)) == ({one for one, _ in fitting}, {other for _, other in fitting})
    assert shortest.proved
    event(f"answers needed: {len(forced)}")
    if forced:
        for names in itertools.combinations(criteria, len(forced) - 1):
            agreeing = {
                tuple(row[name] for name in names) for row, labels in expected.items() if labels[0] == labels[1]
            }
            answers = domains(both)
            assert agreeing == set(itertools.product(*(answers[name] for name in names)))


@given(pairs())
def test_statements_equal_the_list(pair: Pair) -> None:
    """Every record with a label from one definition, looked up in the other."""
    found, expected = compare(*pair), listed(pair)
    both = [*pair[0].labels, *pair[1].labels]
    wanted = []
    for mine, other in ((0, 1), (1, 0)):
        for label in pair[mine].labels:
            given_label = [row for row, labels in expected.items() if labels[mine] == label.name]
            for other_label in pair[other].labels:
                hits = sum(expected[row][other] == other_label.name for row in given_label)
                if given_label:
                    share = Fraction(hits, len(given_label))
                    wanted.append((pair[mine].name, label.name, pair[other].name, other_label.name, share))
    assert [(one.subject, one.label, one.other, one.other_label, one.share) for one in found.statements] == wanted
    for one in found.statements:
        assert one.holds == (one.share == 1)
        if one.counterexample is not None:
            labels = expected[complete(both, one.counterexample)]
            mine = one.subject == pair[1].name
            assert labels[mine] == one.label
            assert labels[not mine] != one.other_label


@given(pairs())
def test_comparing_the_other_way_round_transposes(pair: Pair) -> None:
    """The order of the two plays no part in what is found."""
    there, back = compare(*pair), compare(*reversed(pair))
    assert {(second, first): count for (first, second), count in back.cross_table.items()} == there.cross_table
    assert there.agreement == back.agreement
    assert (there.shortest and len(there.shortest.answers)) == (back.shortest and len(back.shortest.answers))
    assert [(one.word, one.second, one.first) for one in back.rank_shifts] == sorted(
        ((one.word, one.first, one.second) for one in there.rank_shifts),
        key=lambda shift: [label.name for label in pair[1].labels].index(shift[0]),
    )


@given(pairs())
def test_a_definition_never_differs_from_itself(pair: Pair) -> None:
    """Nothing changes, no label does, and every label is the same label."""
    one = pair[0]
    found = diff(one, one)
    assert found.changes == ()
    assert found.comparison is not None
    assert (found.comparison.disagreement, found.comparison.shortest, found.comparison.rank_shifts) == (None, None, ())


@given(pairs())
def test_changes_are_listed_both_ways(pair: Pair) -> None:
    """What became something else one way becomes it back the other way; what is added is removed."""
    there, back = diff(*pair), diff(*reversed(pair))
    assert Change("name", "first", "second") in there.changes
    assert {Change(one.what, one.after, one.before, one.reordered) for one in back.changes} == set(there.changes)
    str(there)


@given(pairs())
def test_nothing_written_differently_changes_no_label(pair: Pair) -> None:
    """What the digest covers is listed, and no label changes without a listed change."""
    first, second = pair[0], attrs.evolve(pair[1], name="first")
    found = diff(first, second)
    assert (found.changes == ()) == (first.digest == second.digest)
    if not found.changes:
        assert found.comparison is not None
        assert found.comparison.disagreement is None
