"""What is learnt against enumeration: every condition of every shape, every completion of what is not known."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from hypothesis import assume, event, given
from hypothesis import strategies as st

from relabel import Answer, AnyCriterion, Choice, Criterion, Evidence, Measure, Relationship, Scale
from relabel.learning import Learned, Shape, learn
from tests.property.oracle import holds, plain

CRITERIA: list[list[AnyCriterion]] = [
    [Criterion(f"c{place}"), Scale(f"s{place}", low=1, high=3), Choice(f"o{place}", options=["x", "y", "z"])]
    for place in range(4)
]
SPENT = Measure("spent", unit="EUR")
GAPS = 15
"""How many answers in a hundred are not known."""


@st.composite
def sortings(draw: st.DrawFn) -> tuple[list[AnyCriterion], list[str], list[Relationship], float]:
    """Give four criteria, names of those that raise the word, companies under two words, and the price."""
    criteria: list[AnyCriterion] = [
        draw(st.sampled_from(some[: draw(st.sampled_from([1, 1, 3]))])) for some in CRITERIA
    ]
    if draw(st.booleans()):
        criteria[-1] = SPENT
    raises = [one.name for one in criteria if draw(st.integers(0, 3))]
    companies: list[Relationship] = []
    for place in range(draw(st.integers(2, 12))):
        evidence = [
            Evidence(one.name, draw(st.sampled_from(one.answers or (1, 2, 3))))
            for one in criteria
            if draw(st.integers(1, 100)) > GAPS
        ]
        word = draw(st.sampled_from(["partner", "client"]))
        companies.append(Relationship(str(place), "us", buyer_label=word, evidence=evidence))
    return criteria, raises, companies, draw(st.sampled_from([1, 2.5, 3]))


Test = tuple[str, tuple[Answer, ...]]
"""The name of a criterion, and the answers that will do."""


def asked_of(criterion: AnyCriterion, companies: Sequence[Relationship], *, raises: bool) -> list[list[Test]]:
    """Give what may be asked of a criterion, in chains of which a condition may use one."""
    seen = [piece.answer for one in companies for piece in one.evidence if piece.criterion == criterion.name]
    if not seen:
        return []
    answers = criterion.answers or tuple(sorted(set(seen)))
    up: list[Test] = [(criterion.name, answers[place:]) for place in range(1, len(answers))]
    down: list[Test] = [(criterion.name, answers[:place]) for place in range(1, len(answers))]
    if raises:
        return [up]
    if isinstance(criterion, Choice):
        return [[(criterion.name, some)] for size in (1, 2) for some in itertools.combinations(answers, size)]
    return [up, down]


def tables(criteria: Sequence[AnyCriterion], chains: Mapping[str, list[list[Test]]]) -> Iterator[list[Test]]:
    """Give every set of tests that a condition may draw on: of each criterion one chain."""
    for some in itertools.product(*(chains[one.name] or [[]] for one in criteria)):
        yield [test for chain in some for test in chain]


def parts(tests: Sequence[Test]) -> list[tuple[Test, ...]]:
    """Give every choice of tests of different criteria."""
    every = (some for size in range(1, 5) for some in itertools.combinations(tests, size))
    return [some for some in every if len({name for name, _ in some}) == len(some)]


def sizes_and_masks(tests: Sequence[Test], met: Mapping[Test, int], full: int) -> Iterator[tuple[int, int]]:
    """Give for each condition over tests how many it names and in which cases it holds, as bits."""
    every = parts(tests)

    def counted(some: Sequence[Test], least: int) -> int:
        found = 0
        for chosen in itertools.combinations(some, least):
            both = full
            for one in chosen:
                both &= met[one]
            found |= both
        return found

    for some in every:
        for least in range(1, len(some) + 1):
            held = counted(some, least)
            yield len(some), held
            for core in every:
                if not set(core) & set(some):
                    yield len(some) + len(core), held & counted(core, len(core))
                    yield len(some) + len(core), held | counted(core, 1)
    lists = sorted({(len(some), counted(some, len(some))) for some in every})
    for pair in itertools.combinations(lists, 2):
        yield sum(size for size, _ in pair), pair[0][1] | pair[1][1]
    for three in itertools.combinations(lists, 3):
        yield sum(size for size, _ in three), three[0][1] | three[1][1] | three[2][1]


def least_by_size(criteria: list[AnyCriterion], raises: list[str], companies: list[Relationship]) -> dict[int, int]:
    """Give the fewest exceptions of conditions of each size, by brute force."""
    cases: list[dict[str, Answer]] = []
    groups: list[tuple[bool, int]] = []
    for company in companies:
        known = {piece.criterion: piece.answer for piece in company.evidence}
        spent = sorted({piece.answer for one in companies for piece in one.evidence if piece.criterion == "spent"})
        ways = [[known[one.name]] if one.name in known else list(one.answers or spent or [0]) for one in criteria]
        first = len(cases)
        cases += [dict(zip((one.name for one in criteria), way, strict=True)) for way in itertools.product(*ways)]
        groups.append((company.buyer_label == "partner", ((1 << len(cases) - first) - 1) << first))
    full = (1 << len(cases)) - 1
    chains = {one.name: asked_of(one, companies, raises=one.name in raises) for one in criteria}
    met = {
        test: sum((case[test[0]] in test[1]) << at for at, case in enumerate(cases))
        for some in chains.values()
        for chain in some
        for test in chain
    }

    def exceptions(held: int) -> int:
        return sum(not held & group if wanted else not group & ~held for wanted, group in groups)

    found = {0: min(exceptions(0), exceptions(full))}
    judged: dict[int, int] = {}
    for tests in tables(criteria, chains):
        for size, held in set(sizes_and_masks(tests, met, full)):
            if held not in judged:
                judged[held] = exceptions(held)
            found[size] = min(found.get(size, len(companies)), judged[held])
    return found


def wrong(learned: Learned, criteria: Sequence[AnyCriterion], companies: Sequence[Relationship]) -> set[str]:
    """Give the companies whose word every completion of what is not known contradicts, by the oracle."""
    when = learned.definition.labels[0].when
    assert when is not None
    found: set[str] = set()
    for company in companies:
        known = {piece.criterion: piece.answer for piece in company.evidence}
        ways = [[known[one.name]] if one.name in known else list(one.answers or (0, 1, 2, 3, 4)) for one in criteria]
        cases = (zip((one.name for one in criteria), map(plain, way), strict=True) for way in itertools.product(*ways))
        if all(holds(when, dict(case)) != (company.buyer_label == "partner") for case in cases):
            found.add(company.buyer)
    return found


@given(sortings())
def test_nothing_is_cheaper_than_what_is_learnt(
    sorting: tuple[list[AnyCriterion], list[str], list[Relationship], float],
) -> None:
    """The price is the lowest there is, each size has the fewest exceptions, and these are as brute force has them."""
    criteria, raises, companies, price = sorting
    assume(all(any(piece.criterion == one.name for row in companies for piece in row.evidence) for one in criteria))
    learned = learn(companies, criteria, order=["partner", "client"], raises=raises, exception_costs=price)
    (rank,) = learned.ranks
    expected = least_by_size(criteria, raises, companies)
    cheapest = min(size + price * number for size, number in expected.items())
    event(f"{len(rank.candidates)} candidates")
    first = next(one for one in rank.by_size if one.exceptions == rank.exceptions)
    assert (rank.proven, first.requirements + price * rank.exceptions) == (True, cheapest)
    for one in rank.by_size:
        assert one.exceptions == min(number for size, number in expected.items() if size <= one.requirements)
    assert {one.row.relationship.buyer for one in learned.exceptions} == wrong(learned, criteria, companies)
    assert len(learned.exceptions) == rank.exceptions


@given(sortings())
def test_fewer_shapes_are_never_cheaper(
    sorting: tuple[list[AnyCriterion], list[str], list[Relationship], float],
) -> None:
    """What may say less costs as much or more."""
    criteria, raises, companies, price = sorting

    def cost(*shapes: Shape) -> float:
        learned = learn(
            companies, criteria, order=["partner", "client"], raises=raises, exception_costs=price, shapes=shapes
        )
        return min(one.requirements + price * one.exceptions for one in learned.ranks[0].by_size)

    assert cost(*Shape) == min(map(cost, Shape))
