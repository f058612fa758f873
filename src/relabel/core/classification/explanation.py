"""Explanations: all that has to be said about one outcome, as data; `relabel.core.classification.text` writes it."""

import functools
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import TypeAlias, final

import attrs

from relabel.core.classification.outcome import Outcome
from relabel.core.classification.paths import Paths, Step, WhyNot, check_fixed, find_paths, find_why_not
from relabel.core.classification.questions import Outlook, Question, foreseen
from relabel.core.classification.tallies import Tally, tallies
from relabel.core.definitions.findings import Finding, Presumption, SetAside, Status
from relabel.core.diagrams.counting.leanings import leanings
from relabel.core.diagrams.searches.options import Budget
from relabel.core.model.examples import Standing
from relabel.errors import DiagramTooLargeError, SearchTooLongError

__all__ = ["WAYS", "Explanation", "Otherwise", "explanation"]

WAYS = 2
"""How many ways to a label are given; `Classification.path_to` gives more."""


@final
@attrs.frozen
class Otherwise:
    """What would be found, were some answers other ones.

    Attributes:
        findings: The findings that would be different.
        cells: For each the answers that it would take, as bits of the cells of its variable.
        needed: The same for people: "yes", "at least 4".
        label: The label there would be; None for no label, or where the standing is open.
        standing: The standing there would be.
        possible: The labels that would be possible.
    """

    findings: tuple[Finding, ...]
    cells: tuple[int, ...]
    needed: tuple[str, ...]
    label: str | None
    standing: Standing
    possible: frozenset[str | None]


@final
@attrs.frozen
class Explanation:
    """All that has to be said about an outcome, for and against one label.

    Attributes:
        outcome: What is explained.
        toward: The label that all is measured by: the one asked for; else the word in use where it ranks
            above what is found, or labels do not rank; else the next one up; else the label found.
        or_higher: Whether a label that ranks higher than it does as well.
        because: Why the label is given; as `Classification.because`.
        at_least: Why it is no lower than `Classification.floor`, where the label is open and that is above the lowest.
        counted: What counts and sums of points come to.
        why_not: Why `toward` is not given; None where it is.
        ways: The cheapest ways to `toward`; None where nobody can get it, or looking for them took too long.
        speaks_for: The findings whose answers make `toward` (or what ranks higher) more common than it is
            among all records of answers, each counted once.
        speaks_against: The findings whose answers make it less common.
        indifferent: The findings whose answers do neither.
        presumed_against: The reasons that are taken for granted and make it less common.
        contested: The findings that the evidence answers in several ways.
        senseless: The findings that answer what makes sense only if something holds (`Definition.only_if`) which by
            what is found does not. They count as any other.
        questions: What the label still depends on, the most informative first; as `Classification.questions`.
        closed: How many criteria are unknown and can no longer change the label.
        presumed: What is taken for granted and could, were it otherwise, change the label.
        otherwise: What would be found, were an answer that speaks against `toward` the best of the others;
            at the end what would be found, were each of them one that speaks for it, where none alone would do.
        set_aside: The evidence that was not weighed.
        uncounted: Whether what speaks for and against and what would be otherwise was left out, as counting the
            completions would take too long. Where to find the questions would, too, there are none, and what is
            presumed is then all that might matter.
    """

    outcome: Outcome
    toward: str | None
    or_higher: bool
    because: tuple[Finding | Presumption, ...]
    at_least: tuple[Finding, ...]
    counted: tuple[Tally, ...]
    why_not: WhyNot | None
    ways: Paths | None
    speaks_for: tuple[Finding, ...]
    speaks_against: tuple[Finding, ...]
    indifferent: tuple[Finding, ...]
    presumed_against: tuple[Presumption, ...]
    contested: tuple[Finding, ...]
    senseless: tuple[Finding, ...]
    questions: tuple[Question, ...]
    closed: int
    presumed: tuple[Presumption, ...]
    otherwise: tuple[Otherwise, ...]
    set_aside: tuple[SetAside, ...]
    uncounted: bool = False

    @property
    def resting(self) -> tuple[Presumption, ...]:
        """What is taken for granted and bears what is found."""
        return tuple(one for one in self.presumed if one in self.because)

    @property
    def idle(self) -> tuple[Presumption, ...]:
        """What else is taken for granted: it could be otherwise, and the label would be the same."""
        one, listed = self.outcome, {presumed.criterion.name for presumed in self.presumed}
        return tuple(
            Presumption(criterion, answer)
            for (criterion, answer), (field, _) in one.definition.presumptions.items()
            if criterion.name not in listed and not one.known & field
        )

    @property
    def first_step(self) -> Step | Question | None:
        """What to do first: what has to change on the way to `toward`, or what to ask; None for nothing.

        What is not settled is found out before anything is changed. Of the
        questions what is found rests on comes first, of that what is on the way, then what else is on the way,
        then what tells most.
        """
        paths = () if self.ways is None else self.ways.paths
        steps = {step.criterion.name: step for path in paths[:1] for step in path.steps}
        changes = [step for step in steps.values() if step.change]
        if changes and (self.outcome.standing is Standing.SETTLED or not self.questions):
            return changes[0]
        resting = {one.criterion.name for one in self.resting}

        first = resting & {*steps} or resting

        def place(question: Question) -> tuple[bool, bool]:
            name = question.criterion.name
            return name not in first, name not in steps

        return min(self.questions, key=place, default=None)


def explanation(one: Outcome, *, toward: str | None = None, fixed: Iterable[str] = ()) -> Explanation:
    """Explain an outcome; see `Classification.explanation`."""
    definition = one.definition
    asked = toward is not None
    label = toward if asked else _next_label(one)
    rank = definition.rank(label)  # refuses what is no label
    found = min(one.granted, key=definition.rank)
    # Whoever is to rise does not mind rising higher; who asks for a lower label means that one.
    or_higher = definition.ordered and rank >= max(definition.rank(found), 1)
    held = check_fixed(definition, fixed)
    why_not, ways = None, None
    try:
        why_not, ways = _ways(one, label, held, or_higher=or_higher)
    except SearchTooLongError:
        if asked:  # what was not asked for must not stop what was
            raise
    wanted = {label}
    if or_higher:
        wanted = {other for other in definition.diagram.leaves if definition.rank(other) >= rank}
    unknown = {finding.criterion.name for finding in one.findings if finding.status is Status.UNKNOWN}
    questions: tuple[Question, ...] = ()
    open_names: Set[str] = unknown
    uncounted = False
    leans: list[tuple[Finding, int]] = []
    granted = definition.grant(one.known)
    levels = {level for level, field in enumerate(definition.diagram.fields) if granted & field}
    by_cell: Sequence[Sequence[int]] = ()
    try:
        outlook = Outlook(definition, one.known, {})
        questions, open_names = outlook.listed(), outlook.turning()
        by_cell = leanings(definition.diagram, wanted, levels)
        leans = _leanings(one, by_cell)
    except DiagramTooLargeError:
        uncounted = True
    against = tuple(finding for finding, lean in leans if lean < 0)
    lowest = min(definition.diagram.leaves, key=definition.rank)
    return Explanation(
        one,
        label,
        or_higher,
        one.because,
        one.floor_because if one.standing is Standing.OPEN and definition.ordered and one.floor != lowest else (),
        tallies(definition, definition.grant(one.known)),
        why_not,
        ways,
        tuple(finding for finding, lean in leans if lean > 0),
        against,
        tuple(finding for finding, lean in leans if lean == 0),
        () if uncounted else tuple(_presumed_against(one, by_cell)),
        tuple(finding for finding in one.findings if finding.status is Status.CONTESTED),
        tuple(_senseless(one)),
        questions,
        len(unknown - open_names),
        tuple(
            Presumption(criterion, answer)
            for criterion, answer in definition.presumptions
            if criterion.name in unknown & open_names
        ),
        () if uncounted else tuple(_otherwise(one, against, wanted, by_cell)),
        one.set_aside,
        uncounted,
    )


def _next_label(one: Outcome) -> str | None:
    """Give the label that people want to hear about: see `Explanation.toward`."""
    definition = one.definition
    word = one.relationship.label_in_use(definition.given_to)
    in_use = None if word is None else definition.read(word)
    found = min(one.granted, key=definition.rank)
    if not definition.ordered:
        return in_use if in_use is not None else max(one.granted, key=definition.rank)
    above = [label.name for label in definition.labels if definition.rank(label.name) > definition.rank(found)]
    if in_use in above:
        return in_use
    return above[-1] if above else found


def _ways(
    one: Outcome, label: str | None, held: frozenset[str], *, or_higher: bool
) -> tuple[WhyNot | None, Paths | None]:
    """Say why a label is not given for certain, and what that would take."""
    definition, why_not, budget = one.definition, None, Budget()
    if one.standing is Standing.OPEN or one.label != label:
        why_not = find_why_not(definition, one.known, one.answered, one.weighed, label, budget)
    if label not in definition.diagram.leaves:
        return why_not, None
    ways_to = functools.partial(
        find_paths, definition, one.known, one.weighed, label, or_higher=or_higher, limit=WAYS + 1, budget=budget
    )
    if held or (why_not is not None and why_not.obstacles):
        return why_not, ways_to(fixed=held)
    # To change what is known may take fewer steps; to show what is missing is what comes first.
    return why_not, ways_to(fixed=[finding.criterion.name for finding in one.findings if _is_known(finding)])


def _is_known(finding: Finding) -> bool:
    return finding.status not in (Status.UNKNOWN, Status.CONTESTED)


Leanings: TypeAlias = Sequence[Sequence[int]]
"""By variable and cell, whether an answer makes the labels wanted more common."""


def _leanings(one: Outcome, by_cell: Leanings) -> list[tuple[Finding, int]]:
    """Give each finding that is known with what it does to how common the labels wanted are."""
    found = zip(one.findings, one.definition.diagram.variables, by_cell, strict=True)
    return [
        (finding, leans[variable.cells_in(one.known).bit_length() - 1])
        for finding, variable, leans in found
        if _is_known(finding)
    ]


def _presumed_against(one: Outcome, by_cell: Leanings) -> Iterator[Presumption]:
    """Give the reasons that are presumed and make the labels wanted less common."""
    presumed = {reason.criterion.name: reason for reason in one.because if isinstance(reason, Presumption)}
    for variable, leans in zip(one.definition.diagram.variables, by_cell, strict=True):
        reason = presumed.get(variable.criterion.name)
        if reason is not None and leans[variable.cell(reason.answer)] < 0:
            yield reason


def _senseless(one: Outcome) -> Iterator[Finding]:
    """Give the findings that answer what makes no sense by what else is found."""
    variables = one.definition.diagram.variables
    for premise in one.definition.premises:
        on, cells = (variables[level].cells_in(one.known) for level in (premise.on, premise.level))
        if on and not on & premise.cells and cells and not cells & ~premise.proper:
            yield one.weighed.finding(variables[premise.level].criterion.name)


def _otherwise(
    one: Outcome, against: tuple[Finding, ...], wanted: set[str | None], by_cell: Leanings
) -> Iterator[Otherwise]:
    """Say what would be found, were answers the best of the other ones."""
    definition = one.definition
    variables = zip(definition.diagram.variables, by_cell, strict=True)
    by_name = {variable.criterion.name: (variable, leans) for variable, leans in variables}

    def worth(label: str | None, standing: Standing, possible: frozenset[str | None]) -> tuple[bool, bool, int]:
        floor = min(definition.rank(other) for other in possible) if definition.ordered else 0
        return possible <= wanted, standing is not Standing.OPEN and label in wanted, floor

    together, reached = one.known, False
    all_cells: list[int] = []
    for finding in against:
        variable, leans = by_name[finding.criterion.name]
        others = [cell for cell in range(variable.size) if not variable.cells_in(one.known) >> cell & 1]
        outcomes = {cell: foreseen(definition, variable.narrowed(one.known, 1 << cell)) for cell in others}
        best = max(outcomes.values(), key=lambda outcome: worth(*outcome))
        cells = sum(1 << cell for cell, outcome in outcomes.items() if outcome == best)
        yield Otherwise((finding,), (cells,), (variable.describe(cells),), *best)
        reached = reached or worth(*best)[1]
        most = max(leans)
        all_cells.append(sum(1 << cell for cell in others if leans[cell] == most))
        together = variable.narrowed(together, all_cells[-1])
    if len(against) > 1 and not reached:
        needed = (
            by_name[finding.criterion.name][0].describe(cells)
            for finding, cells in zip(against, all_cells, strict=True)
        )
        yield Otherwise(against, tuple(all_cells), tuple(needed), *foreseen(definition, together))
