"""Results: what came of an elicitation, how it stands to other definitions, and the answers that it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import final

from relabel.checks.comparison import compare
from relabel.cli.talks.readings import Line, read_out
from relabel.core.audits.sortings.sorting import Sorted
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.text import label_text
from relabel.core.diagrams.space import record_text, share_text
from relabel.core.model.answers import Answer
from relabel.core.model.words import fold
from relabel.errors import CriterionConflictError, DiagramTooLargeError
from relabel.learning.cases import Case, Told, describe
from relabel.learning.elicitation import Elicitation
from relabel.texts import capital

__all__ = ["Result", "described", "resting"]


def described(one: Elicitation, answers: Mapping[str, Answer]) -> str:
    """Write a case as it is put."""
    return describe(answers, one.best, one.worst, one.criteria, one.sayings)


def resting(one: Elicitation, line: Line) -> tuple[Case, ...]:
    """Give the cases that a line rests on; none for a line without a letter."""
    return () if line.asks is None else one.resting(line.asks[0], *line.ways)


@final
class Result:
    """What came of an elicitation so far.

    Args:
        elicitation: The elicitation.
        others: Definitions to compare it with.
    """

    def __init__(self, elicitation: Elicitation, others: Sequence[Definition]) -> None:
        self._one = elicitation
        self._others = others
        least, judged = elicitation.left[0], len(elicitation.told) + len(elicitation.sorting.sorting.rows)
        self._little = not elicitation.identified and least > judged
        """Whether so little is known that it would be no definition: more cases are left than were judged."""
        self.lines: tuple[Line, ...] = ()
        """The definition, read out; nothing where there is none."""
        if judged and not self._little and not elicitation.contradicting:
            self.lines = read_out(elicitation.definition)

    def summary(self) -> Iterator[str | Line]:
        """Write what is known of it, and last the definition, if there is one."""
        one = self._one
        if one.contradicting:
            yield from self._contradicting()
        elif not one.told and not one.sorting.sorting.rows:
            yield "Nothing is known yet."
        elif self._little:
            count = f"at least {one.left[0]} more answers are needed, and {len(one.told)} are given"
            yield f"Too little is known for a definition: {count}. The same command goes on."
        else:
            found = one.definition
            yield f"{capital(found.source)}."
            yield from self._standing(found)
            yield from self.lines
            if found.mentions:
                yield "By your answers these make no difference:" if one.proven else "So far these make no difference:"
                yield from (f"  - {criterion.question or criterion.name}" for criterion in found.mentions)

    def grounds(self) -> Iterator[str]:
        """Write the answers that it rests on, each below the first line that it tells of; then what was not known."""
        one, needed = self._one, self._needed
        if not self.lines:
            return
        if needed:
            yield "It rests on these answers, each below the first line that it tells of:"
        lines: dict[int, list[Line]] = {told.number: [] for told in needed}
        for line in self.lines:
            cases = [case.answers for case in resting(one, line)]
            for told in needed:
                if told.answers in cases:
                    lines[told.number].append(line)
        heads = [line for line in self.lines if not line.depth]
        words = [label.name for label in one.definition.labels]
        for told in needed:
            if not lines[told.number]:
                lines[told.number].append(heads[words.index(told.label) if told.label in words else -1])
        for line in self.lines:
            below = [told for told in needed if lines[told.number][0] is line]
            also = [str(told.number) for told in needed if any(other is line for other in lines[told.number][1:])]
            if below or also:
                yield f"  {line.title}"
                yield from (f"  {self._judged(told)}" for told in below)
            if also:
                yield f"    {'and ' if below else ''}{', '.join(also)}"
        if one.open_cases:
            yield "Of these you did not know the word, and they are taken for the lower one:"
            yield from (f"  {described(one, answers)}" for answers in one.open_cases)
        if one.inferred:
            yield "These you did not know; from your other answers it follows what they are called:"
            yield from (f"  {described(one, some)} {capital(label_text(label))}." for some, label in one.inferred)

    def _contradicting(self) -> Iterator[str]:
        """Write all answers that contradict each other, and how to go on."""
        one = self._one
        told: dict[int, Told] = {}
        rows: dict[str, Sorted] = {}
        for mine in one.contradicting:
            told[mine.number] = mine
            for other in one.against(one.put(mine.answers)):
                if isinstance(other, Told):
                    told[other.number] = other
                else:
                    rows[self._named(other)] = other
        yield "No definition fits these answers, as a better case got a lower word:"
        yield from (self._judged(told[number]) for number in sorted(told))
        yield from (f"  {name}: {label_text(row.label)}, as you sorted them before" for name, row in rows.items())
        yield "Change one of the answers, and the questions go on."

    def _standing(self, found: Definition) -> Iterator[str]:
        """Write how far it is certain, and how it stands to companies and other definitions."""
        one = self._one
        if one.open_cases:
            number = len(one.open_cases)
            cases = "1 case, which is" if number == 1 else f"{number} cases, which are"
            yield f"Not proven: you did not know the word of {cases} taken for the lower one."
        elif not one.proven:
            yield "Not proven: further answers may change it. The same command goes on."
        elif one.left[0]:
            yield "Not all that it rests on has been asked once more. The same command goes on."
        if one.inferred:
            yield f"Of cases that you did not know, {len(one.inferred)} follow from your other answers."
        if one.rests_on_companies:
            yield "It rests on the words of these companies, too, which you sorted before; --again puts them as cases:"
            yield from (f"  {self._named(row)}: {label_text(row.label)}" for row in one.rests_on_companies)
        otherwise = list(self._otherwise(found))
        if otherwise:
            yield "Of your sorted companies it calls otherwise:"
            yield from otherwise
        yield from (line for other in self._others for line in _compared(found, other))
        yield from self._confirmed()

    def _otherwise(self, found: Definition) -> Iterator[str]:
        """Write the sorted companies that cannot have their word by a definition."""
        for row in self._one.sorting.sorting.rows:
            possible = Classification(row.relationship, found, self._one.on).possible
            if row.label not in possible:
                words = " or ".join(sorted(map(label_text, possible)))
                yield f"  {self._named(row)} ({label_text(row.label)}): {words}"

    def _confirmed(self) -> Iterator[str]:
        """Say which answers were given twice, and that a slip in others would not be noticed."""
        needed = self._needed
        twice = [str(told.number) for told in needed if told.times > 1]
        if twice:
            numbers = ", ".join(twice)
            yield f"Asked twice and confirmed: {len(twice)} of the {len(needed)} answers that it rests on ({numbers})."
        if self._one.proven and (len(twice) < len(needed) or self._one.rests_on_companies):
            yield "A slip in what was told once would not be noticed: read the lines, or use --again to be asked anew."

    @property
    def _needed(self) -> list[Told]:
        """The answers that the result rests on, by number."""
        one = self._one
        needed = {told.number: told for word in (*one.labels, None) for told in one.rests_on(word)}
        return [told for _, told in sorted(needed.items())]

    def _judged(self, told: Told) -> str:
        return f"  {told.number}. {described(self._one, told.answers)} {capital(label_text(told.label))}."

    def _named(self, row: Sorted) -> str:
        return row.relationship.company(self._one.given_to)


def _compared(found: Definition, other: Definition) -> Iterator[str]:
    """Say where one definition asks more, or less, than another for the same words."""
    shared = {fold(label.name) for label in found.labels} & {fold(label.name) for label in other.labels}
    names = {criterion.name for criterion in other.asked}
    if not shared or not any(criterion.name in names for criterion in found.asked):
        return
    try:
        result = compare(found, other)
    except (CriterionConflictError, DiagramTooLargeError):
        return
    if result.agreement == 1:
        yield f"The same as {other.name}."
        return
    for word, sign in (("Stricter", -1), ("Milder", 1)):
        cells = [cell for cell in result.cells if (_rank(found, cell.first) - _rank(found, cell.second)) * sign > 0]
        if cells:
            share = share_text(sum((cell.share for cell in cells), start=cells[0].share * 0))
            yield f"{word} than {other.name} on {share} of all cases, for example {record_text(cells[0].witness)}"


def _rank(found: Definition, label: Answer | None) -> int:
    """Give the rank of a word of another definition in this one; that of no label where it has no such word."""
    known = None if label is None else found.read(str(label))
    return found.rank(known)
