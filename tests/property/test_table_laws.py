"""Laws of decision tables: a definition that is made of rows says what the rows say, read from the top."""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

import attrs
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from relabel import NOT_APPLICABLE, AnyCriterion, Choice, Criterion, Definition, Label, Measure, Scale
from relabel.checks import verify
from relabel.checks.laws import WRITTEN_LAWS, broken_laws
from relabel.core.definitions.document import to_document
from relabel.errors import InvalidDefinitionError
from relabel.files.definitions.document import from_document, table_findings
from relabel.files.definitions.tables.findings import RowFinding
from tests.property.oracle import Plain, first_label
from tests.property.strategies import LABELS, criteria

Test: TypeAlias = Callable[[Plain], bool]
NAMES: Final = ("pays", "handling", "trust.buyer")
NUMBERS: Final = (0, 1, 2, Fraction(1, 2))
DOMAIN: Final = tuple(Fraction(quarters, 4) for quarters in (-1, 0, 1, 2, 3, 4, 6, 8, 9))
"""Numbers on, between and beyond those that cells compare with."""


@attrs.frozen
class Cell:
    """The text of a cell, and which answers fit it."""

    text: str
    fits: Test = attrs.field(repr=False)


ANY: Final = Cell("-", lambda _: True)


def stretch(opening: str, low: Fraction | int, high: Fraction | int, closing: str) -> Test:
    """Say of an answer whether it lies between two numbers."""
    above: Test = lambda answer: answer >= low if opening == "[" else answer > low  # type: ignore[operator]  # noqa: E731  # it is a number
    below: Test = lambda answer: answer <= high if closing == "]" else answer < high  # type: ignore[operator]  # noqa: E731  # as above
    return lambda answer: above(answer) and below(answer)


def written(number: Fraction | int) -> str:
    """Write a number with a decimal point."""
    return str(number) if isinstance(number, int) else str(float(number))


@st.composite
def stretches(draw: st.DrawFn, numbers: Sequence[Fraction | int]) -> Cell:
    """Give a part of a cell under a scale or measure: a number, a comparison or a range that holds something."""
    one = draw(st.sampled_from(numbers))
    match draw(st.sampled_from(("number", "<", "<=", ">", ">=", "range"))):
        case "number":
            return Cell(written(one), lambda answer: answer == one)
        case "range":
            low, high = sorted((one, draw(st.sampled_from(numbers))))
            opening, closing = draw(st.sampled_from("[(")), draw(st.sampled_from("])"))
            return Cell(f"{opening}{written(low)}..{written(high)}{closing}", stretch(opening, low, high, closing))
        case operator:
            tests: dict[str, Test] = {
                "<": lambda answer: answer < one,  # type: ignore[operator]  # it is a number
                "<=": lambda answer: answer <= one,  # type: ignore[operator]  # as above
                ">": lambda answer: answer > one,  # type: ignore[operator]  # as above
                ">=": lambda answer: answer >= one,  # type: ignore[operator]  # as above
            }
            return Cell(f"{operator}{written(one)}", tests[operator])


def named(cell: Cell, scale: Scale) -> Cell:
    """Give a cell of names for one of the numbers of levels."""
    number = dict(zip(scale.levels, scale.numbers, strict=False))
    text = re.sub(r"-?\d+", lambda found: scale.levels[int(found[0]) - scale.low], cell.text)
    return Cell(text, lambda answer: cell.fits(Fraction(number[str(answer)])))


def domain(criterion: AnyCriterion) -> list[Plain]:
    """Give the answers to try."""
    if criterion.answers is None:
        return [*DOMAIN, *([NOT_APPLICABLE] if criterion.may_be_na else [])]
    return [answer if isinstance(answer, (bool, str)) else Fraction(answer) for answer in criterion.answers]


@st.composite
def cells(draw: st.DrawFn, criterion: AnyCriterion) -> Cell:
    """Give a cell that some answer fits."""
    if draw(st.booleans()):
        return draw(st.sampled_from((ANY, attrs.evolve(ANY, text=""))))
    if criterion.may_be_na and draw(st.booleans()):
        return Cell(NOT_APPLICABLE, lambda answer: answer == NOT_APPLICABLE)
    match criterion:
        case Criterion():
            wanted = draw(st.booleans())
            return Cell("yes" if wanted else "no", lambda answer: answer is wanted)
        case Choice(options=options):
            among = draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
            return Cell("|".join(among), lambda answer: answer in among)
        case _:
            numbers = list(range(criterion.low, criterion.high + 1)) if isinstance(criterion, Scale) else NUMBERS
            some = draw(st.lists(stretches(numbers), min_size=1, max_size=2))
            if isinstance(criterion, Scale) and criterion.levels:
                some = [named(one, criterion) for one in some]
            sound = [one for one in some if any(one.fits(it) for it in domain(criterion) if it != NOT_APPLICABLE)]
            text = " | ".join(one.text for one in sound)
            fits: Test = lambda answer: answer != NOT_APPLICABLE and any(one.fits(answer) for one in sound)  # noqa: E731
            return Cell(text, fits) if sound else ANY


@attrs.frozen
class Table:
    """A decision table."""

    criteria: tuple[AnyCriterion, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[tuple[Cell, ...], str], ...]

    @property
    def text(self) -> str:
        """The table as CSV."""
        lines = [["label", *(criterion.name for criterion in self.criteria)]]
        lines += [[label, *(cell.text for cell in row)] for row, label in self.rows]
        return "".join(f"{';'.join(line)}\n" for line in lines)

    @property
    def document(self) -> dict[str, object]:
        """What stands beside it."""
        plain = Definition("plain", "t", [Label("a")], source="s", mentions=self.criteria)
        return {**to_document(plain), "name": "tabled", "title": "From a table", "source": "test_table_laws.py"}

    def labels_of(self, hit: str) -> dict[str, object]:
        """What the labels are said to be."""
        return {"names": list(self.labels), "table": "rows.csv", "hit": hit, "blank": "any"}

    def read(self, hit: str) -> Definition:
        """Give the definition that is made of it."""
        return from_document({**self.document, "labels": self.labels_of(hit)}, beside={"rows.csv": self.text})

    def findings(self, hit: str) -> tuple[RowFinding, ...]:
        """Give what is odd about its rows."""
        return table_findings({**self.document, "labels": self.labels_of(hit)}, {"rows.csv": self.text})

    def records(self) -> Iterator[dict[str, Plain]]:
        """Give every record that the cells can tell apart."""
        names = [criterion.name for criterion in self.criteria]
        for answers in itertools.product(*map(domain, self.criteria)):
            yield dict(zip(names, answers, strict=True))

    def fitting(self, record: Mapping[str, Plain]) -> list[int]:
        """Give the positions of the rows that a record fits, from the top."""
        answers = list(record.values())
        return [
            at
            for at, (row, _) in enumerate(self.rows)
            if all(cell.fits(answer) for cell, answer in zip(row, answers, strict=True))
        ]

    def given(self, record: Mapping[str, Plain]) -> list[str | None]:
        """Give the labels of the rows that a record fits, from the top; None where one gives none."""
        return [None if self.rows[at][1] == "-" else self.rows[at][1] for at in self.fitting(record)]


def unbounded(criterion: AnyCriterion) -> AnyCriterion:
    """Give a measure without bounds, as a cell that nothing fits is refused."""
    return attrs.evolve(criterion, low=None, high=None, whole=False) if isinstance(criterion, Measure) else criterion


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Give a table of one to three columns whose labels stand in any order."""
    kinds = ("yes/no", "choice", "scale", "measure", "levels")
    columns = tuple(unbounded(draw(criteria(name, kinds=kinds))) for name in NAMES[: draw(st.integers(1, 3))])
    rows = tuple(
        (tuple(draw(cells(one)) for one in columns), draw(st.sampled_from((*LABELS, "-") if at else LABELS)))
        for at in range(draw(st.integers(1, 6)))
    )
    labels = draw(st.permutations(sorted({label for _, label in rows} - {"-"})))
    return Table(columns, tuple(labels), rows)


@given(tables())
def test_the_first_row_that_fits_gives_the_label(table: Table) -> None:
    """Whatever the order of the labels; and where none fits there is no label."""
    definition = table.read("first")
    for record in table.records():
        assert first_label(definition.labels, record) == next(iter(table.given(record)), None)


@given(tables())
def test_the_highest_label_counts_by_priority(table: Table) -> None:
    """Of all the rows that a record fits; and one that gives none is the lowest."""
    definition = table.read("priority")
    for record in table.records():
        found = [label for label in table.labels if label in table.given(record)]
        assert first_label(definition.labels, record) == (found[0] if found else None)


@given(tables(), st.sampled_from(("any", "unique")))
def test_rows_may_not_overlap_where_nothing_says_which_counts(table: Table, hit: str) -> None:
    """A table is refused exactly when some record fits two rows, of different labels if those of one may overlap."""
    several = [table.given(record) if hit == "any" else table.fitting(record) for record in table.records()]
    conflict = any(len(set(one)) > 1 for one in several)
    event(f"conflict: {conflict}")
    if not conflict:
        assert table.read(hit).labels == table.read("first").labels
        return
    with pytest.raises(InvalidDefinitionError) as caught:
        table.read(hit)
    problems: tuple[Any, ...] = caught.value.exceptions
    for problem in problems:
        assert problem.file == "rows.csv"
        assert 2 < problem.line <= len(table.rows) + 1


@given(tables(), st.sampled_from(("first", "priority")))
def test_rows_that_never_apply_or_could_be_removed_are_named(table: Table, hit: str) -> None:
    """Those that take their records are named, none without need; and those that stand in for what could go."""
    order = [*range(len(table.rows))]
    if hit == "priority":
        order.sort(key=lambda at: (*table.labels, "-").index(table.rows[at][1]))
    fitting = [[at for at in order if at in table.fitting(record)] for record in table.records()]
    found = {one.line - 2: one for one in table.findings(hit)}
    for at in order:
        taken = [rows for rows in fitting if rows[:1] == [at]]
        mine = [rows for rows in fitting if at in rows]
        one = found.get(at)
        if not taken:
            assert one is not None
            assert not one.applies
            others = {line - 2 for line in one.others}
            assert all(order.index(other) < order.index(at) for other in others)
            assert all(others & set(rows) for rows in mine)
            assert all(any(others & set(rows) == {other} for rows in mine) for other in others)
        elif all(len(rows) > 1 and table.rows[rows[1]][1] == table.rows[at][1] for rows in taken):
            assert one is not None
            assert one.applies
            assert {line - 2 for line in one.others} == {rows[1] for rows in taken}
        else:
            assert one is None
    event(f"never: {sum(not one.applies for one in found.values())}, removable: {len(found)}")


@given(tables())
def test_labels_keep_their_order(table: Table) -> None:
    """Rank is said by the file, not by the rows."""
    assert tuple(label.name for label in table.read("first").labels) == table.labels


@given(tables())
def test_of_a_table_whose_first_row_counts_every_overlap_is_meant(table: Table) -> None:
    """That is what its author has said; of another table no two labels overlap."""
    found = verify(table.read("first"))
    event(f"overlaps: {len(found.overlaps)}")
    assert all(one.meant for one in found.overlaps)
    assert "no-undeclared-overlap" not in [law.name for law, _ in broken_laws(WRITTEN_LAWS, table.read("first"))]
