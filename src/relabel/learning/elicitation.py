"""Elicitation: find the definition that somebody means by asking what they would call made-up companies."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, final

from relabel.core.audits.sortings.contradictions import Contradictions
from relabel.core.audits.sortings.sorting import Sorted, directed, named_order
from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import Number
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.conditions import Condition, as_condition
from relabel.core.model.criteria import Measure
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.learning.cases import Case, Purpose, Sayings, Told, Unsure, describe, read_word, stretches
from relabel.learning.doubts import suspect
from relabel.learning.formulas import found_definition, labels_for, source_text
from relabel.learning.grounds import resting, telling
from relabel.learning.hypotheses.languages import EVERY_FORM
from relabel.learning.hypotheses.records import Records
from relabel.learning.hypotheses.version_space import Bounds, Step, VersionSpace
from relabel.learning.judgements import Judgements, sorting_of
from relabel.learning.logs import Event, check_head, head, plain

__all__ = ["Elicitation"]

TWICE = 2
"""How often a case is judged in all, where its word is checked or contradicts others."""

_NO_STEPS: Mapping[str, Sequence[Number]] = FrozenMapping()
_NO_SAYINGS: Sayings = FrozenMapping()


@final
class Elicitation:
    """Find the definition that somebody means, by as few made-up companies as possible.

    It takes it that a better answer never gives a lower word. Within that it is exact: what is *proven*
    is the only such definition that agrees with the answers; what is *identified* is the only one in a
    language that is always named with it.

    Args:
        name: What the definition is to be called: lower case words joined by hyphens.
        criteria: What the definition may ask for, with at most `MAX_RECORDS` complete records: twelve
            yes/no criteria have 4,096. The options of a choice stand in order, the last as the highest.
        labels: The words, the highest first. No word at all is a further answer, below them.
        raises: Criteria, or their names, of which a higher answer never gives a lower word.
        lowers: The same the other way round. Each criterion stands on one side.
        impossible: Conditions that hold of no company; such cases are never asked.
        steps: By name of a measure the numbers at which it may begin to make a difference; on which side a
            number itself stands is asked. By default those between sorted companies of different words, four at most.
        sorted_before: Companies that were sorted, whose words count as answers, as far as their evidence
            goes. Those that a least relabelling would change do not; see `sorting`.
        sayings: How answers are said in cases, by name of the criterion and answer.
        given_to: The side that wears the label; None when it names the relationship as a whole.
        on: The day of the answers, for the source of the definition.

    Raises:
        InvalidValueError: Words, directions, steps or the number of records do not fit.
        AnswerError: An answer of a sorted company, or in `impossible`, lies outside its domain.

    >>> loyal, pays = Criterion("loyal", "Are they loyal?"), Criterion("pays", "Do they pay?")
    >>> talk = Elicitation("ours", [loyal, pays], labels=["partner", "client"], raises=[loyal, pays])
    >>> talk.next().text
    'All is well, except: they are not loyal; and they do not pay. What do you call them?'
    >>> while (case := talk.next()) is not None:
    ...     word = None if not case.answers["pays"] else "partner" if case.answers["loyal"] else "client"
    ...     talk = talk.tell(case, word)
    >>> talk.proven, [str(label.when) for label in talk.definition.labels]
    (True, ['loyal & pays', 'pays'])
    """

    def __init__(
        self,
        name: str,
        criteria: Sequence[AnyCriterion],
        *,
        labels: Iterable[str],
        raises: Iterable[AnyCriterion | str] = (),
        lowers: Iterable[AnyCriterion | str] = (),
        impossible: Iterable[object] = (),
        steps: Mapping[str, Sequence[Number]] = _NO_STEPS,
        sorted_before: Iterable[Relationship] = (),
        sayings: Sayings = _NO_SAYINGS,
        given_to: Side | None = Side.BUYER,
        on: date | None = None,
    ) -> None:
        self.name = name
        self.criteria = tuple(criteria)
        self.labels = named_order(labels)
        self.given_to = given_to
        self.on = on
        directions = directed(self.criteria, raises, lowers)
        undirected = [one for one, direction in directions.items() if direction == 0]
        if undirected or not self.criteria:
            expected = "at least one criterion, and each in raises or lowers"
            raise InvalidValueError("criteria", undirected, expected)
        self.sorting: Contradictions = sorting_of(
            tuple(sorted_before), self.criteria, self.labels, directions, steps=steps, given_to=given_to
        )
        """What is wrong with the sorting of `sorted_before`."""
        variables = self.sorting.sorting.variables
        measured = {one.criterion.name: stretches(one) for one in variables if isinstance(one.criterion, Measure)}
        self.sayings: Sayings = FrozenMapping(measured | dict(sayings))
        """How answers are said; those to a measure, unless it was given, as the stretch of numbers that is meant."""
        self._records = Records([Variable(one.criterion, one.cuts, 0) for one in variables], directions)
        self.best = self._records.answers(self._records.best)
        """The case in which all is well."""
        self.worst = self._records.answers(0)
        """The case in which nothing is."""
        conditions = tuple(map(as_condition, impossible))
        self._space = VersionSpace(self._records, self._records.every & ~self._records.where(conditions))
        self._judged = Judgements(self._records, self.labels, self.sorting)
        self._events: list[Event] = [head(name, self.labels, self._records, conditions)]
        self._checking = False
        self._cached: Step | None = None

    # What to ask.

    def next(self) -> Case | None:
        """Give the next case to call by a word, within half a second for twelve yes/no criteria; None at the end."""
        one, purpose = self._next()
        return None if one is None else self._case(one, purpose)

    def put(self, answers: Mapping[str, Any]) -> Case:  # Any: answers
        """Give a case once more, or any other one.

        Raises:
            InvalidValueError: It is not complete.
        """
        return self._case(self._records.find(answers), Purpose.AGAIN)

    def telling(self, label: str, criterion: AnyCriterion) -> Case | None:
        """Give the case that tells most of whether a criterion matters to a word as `definition` has it.

        Called otherwise than the definition would, it shows that it does not. Where all of these are decided it
        is one that companies sorted before decide, or one that was judged; None where there is none either.

        Raises:
            InvalidValueError: Not one of the words, or not one of the criteria.
        """
        rank, names = self._judged.rank(read_word(self.labels, label)), [one.name for one in self.criteria]
        if rank == len(self.labels) or criterion.name not in names:
            raise InvalidValueError("criterion", criterion.name, f"one of {', '.join(names)}, and a word beside it")
        found = telling(
            self._records, self._judged, rank, names.index(criterion.name), self._likely, self._space.possible
        )
        return None if found is None else self._case(*found)

    def tell(self, case: Case, label: str | Unsure | None) -> "Elicitation":
        """Note what a case is called.

        Args:
            case: The case; any one, though `next` gives those that tell most.
            label: One of the words; None for none of them; `DONT_KNOW`, and if no other answer decides it, it is put
                once more in the end.

        Returns:
            This elicitation.

        Raises:
            InvalidValueError: Not one of the words, or not a complete case.
        """
        one = self._records.find(case.answers)
        if isinstance(label, Unsure):
            return self._take({"case": case.answers, "unsure": True}, one)
        return self._take({"case": case.answers, "label": read_word(self.labels, label)}, one)

    def undo(self) -> "Elicitation":
        """Take back what was told last, or the last `again`; nothing where nothing was."""
        events = self._events[1:-1]
        del self._events[1:]
        self._judged = Judgements(self._records, self.labels, self.sorting)
        self._checking, self._cached = False, None
        return self.resume([self._events[0], *events])

    def again(self) -> "Elicitation":
        """Ask once more for all that the result rests on, companies sorted before too, until that is twice told."""
        return self._take({"again": True}, None)

    def resume(self, log: Iterable[Event]) -> "Elicitation":
        """Take up what is in the log of an elicitation that was made in the same way.

        Raises:
            InvalidValueError: It is the log of another elicitation, or holds something else.
        """
        for place, event in enumerate(log):
            found = dict(event)
            if place == 0:
                check_head(found, self._events[0])
            elif found.keys() == {"again"}:
                self.again()
            elif found.keys() in ({"case", "label"}, {"case", "unsure"}) and isinstance(found["case"], Mapping):
                case = FrozenMapping(found["case"])
                one = self._records.find(case)
                label = {} if "unsure" in found else {"label": read_word(self.labels, found["label"])}
                self._take({"case": self._records.answers(one), **(label or {"unsure": True})}, one)
            else:
                raise InvalidValueError(f"log, line {place + 1}", found, "a case with a label, or unsure")
        return self

    # What is known.

    @property
    def log(self) -> tuple[Event, ...]:
        """What was told so far, as plain data for `json`; the first entry says what it is about."""
        return tuple(map(plain, self._events))

    @property
    def told(self) -> tuple[Told, ...]:
        """The cases that have been judged, each with the word that holds."""
        return tuple(self._judged.told.values())

    @property
    def steps(self) -> dict[str, tuple[Number, ...]]:
        """By name of a measure the numbers from which on it may make a difference."""
        measured = [one for one in self._records.variables if isinstance(one.criterion, Measure)]
        return {one.criterion.name: tuple(dict.fromkeys(number for number, _ in one.cuts)) for one in measured}

    @property
    def contradicting(self) -> tuple[Told, ...]:
        """A smallest set of answers to change for the others to be possible; none where all are.

        While there is one, `next` asks again for answers that may be wrong; where they are told again as
        they were, a better answer has given a lower word, and no definition of the kind sought agrees.
        """
        return self._judged.contradicting

    @property
    def identified(self) -> bool:
        """Whether one definition of the language `within` is left, or is proven."""
        return self._judged.consistent and (self._step.identified or self.proven)

    @property
    def proven(self) -> bool:
        """Whether one definition is left at all, of all in which a better answer never gives a lower word."""
        return self._judged.consistent and not any(map(self._open, self._judged.bounds))

    @property
    def within(self) -> str:
        """The language that definitions were sought in: `identified` says no more than that."""
        return EVERY_FORM if not self._judged.consistent or self.proven else self._step.within

    @property
    def left(self) -> tuple[int, int]:
        """How many cases are still to be judged until the proof, or once more after `again`: from how many to how many.

        Once a definition is identified, both are what it takes if that is the one. Before, it is a wide range
        in which the number lay for four of five cases of benchmarks/elicitation.py, LEFT; its start held for 19 of 20.
        """
        if not self._judged.consistent:
            return 1, 1
        again = len(self._unchecked)
        open_ = sum((self._open(one) & ~self._refused).bit_count() for one in self._judged.bounds)
        least, most = self._step.to_go(open_)
        return least + again, most + again

    @property
    def open_cases(self) -> tuple[FrozenMapping[str, Any], ...]:  # Any: answers
        """The cases that nobody could judge and that no other answer decides; they go to the lower word."""
        return tuple(map(self._records.answers, self._judged.unsettled(self._space.possible)))

    @property
    def inferred(self) -> tuple[tuple[FrozenMapping[str, Any], str | None], ...]:  # Any: answers
        """The cases that nobody could judge and whose word follows from other answers, each with that word."""
        return tuple(
            (self._records.answers(one), (*self.labels, None)[rank])
            for one, rank in self._judged.inferred(self._space.possible)
        )

    def rests_on(self, label: str | None) -> tuple[Told, ...]:
        """Give the answers without which others could get a label, or some who get it would not.

        Raises:
            InvalidValueError: It is none of the words.
        """
        rank = self._judged.rank(read_word(self.labels, label))
        edge = functools.reduce(int.__or__, map(self._records.boundary, self._likely[max(0, rank - 1) : rank + 1]))
        return tuple(told for one, told in self._judged.told.items() if edge >> one & 1)

    def resting(self, label: str, *ways: Condition) -> tuple[Case, ...]:
        """Give the cases that would get, or lose, a label if its condition, which comes first, were another one.

        Those at the edge that were judged, or that only companies sorted before decide; those that get it first.

        Raises:
            InvalidValueError: Not one of the words.
        """
        rank = self._judged.rank(read_word(self.labels, label))
        found = resting(self._records, self._judged, rank, self._likely, ways)
        return tuple(self._case(one, Purpose.AGAIN) for one in found)

    def against(self, case: Case) -> tuple[Told | Sorted, ...]:
        """Give what was told of other cases and contradicts what was told of one, the nearest first; then companies."""
        return self._judged.against(self._records.find(case.answers))

    @property
    def rests_on_companies(self) -> tuple[Sorted, ...]:
        """The companies sorted before on whose word the result rests, as no case tells of it; `again` puts them."""
        found = self._judged.decided_before(self._edges).values()
        return tuple({row.relationship.key: row for rows in found for row in rows}.values())

    @property
    def definition(self) -> Definition:
        """The likeliest definition: the one, once it is identified.

        In the shortest form that is found, without words that nobody gets; its examples are the answers.

        Raises:
            InvalidDefinitionError: The name is not that of a definition.
        """
        used = {told.label for told in self.told}
        labels = labels_for(self._space.language, self.labels, self._likely, used, self._space.possible)
        return found_definition(
            self.name, self._records, labels, self.told, words=self.labels, given_to=self.given_to, source=self._source
        )

    # How it is worked out.

    def _take(self, event: Mapping[str, Any], one: int | None) -> "Elicitation":
        self._events.append(FrozenMapping(event))
        self._cached = None
        if one is None:
            self._checking = True
        elif "unsure" in event:
            self._judged.refuse(one)
        else:
            self._judged.tell(one, event["case"], event["label"])
        return self

    def _next(self) -> tuple[int | None, Purpose]:
        if not self._judged.consistent:
            return self._judged.least_told(self._judged.doubtful, TWICE), Purpose.AGAIN
        step = self._step
        if 0 not in self._judged.refused and any(self._open(bounds) & 1 for bounds in self._judged.bounds):
            return 0, Purpose.SPLIT  # first that in which nothing is well: is the last word for everybody else?
        doubtful = step.beyond and suspect(self._space.language, self._judged, step.beyond)
        if doubtful is not None:
            return doubtful, Purpose.AGAIN
        if step.ask is not None:
            return step.ask, Purpose.PROVE if step.identified else Purpose.SPLIT
        again = self._unchecked
        return again[0] if again else self._judged.least_refused(self._space.possible, TWICE), Purpose.AGAIN

    def _case(self, one: int, purpose: Purpose) -> Case:
        records = self._records
        answers = records.answers(one)
        others = [other for other in self._judged.told if other != one]
        near = min(others, key=lambda other: len(records.apart(one, other)), default=records.best)
        if len(records.apart(one, records.best)) <= len(records.apart(one, near)):
            near = records.best
        known = self._judged.told.get(near) if near != records.best else None
        text = describe(answers, self.best, self.worst, self.criteria, self.sayings)
        differs = tuple(self.criteria[at] for at in records.apart(one, near))
        return Case(answers, f"{text} What do you call them?", purpose, known, differs)

    @property
    def _edges(self) -> list[int]:
        """The records that any proof of the result needs, of each rank."""
        return [*map(self._records.boundary, self._likely)]

    @property
    def _unchecked(self) -> list[int]:
        """The records to be put once more: where that is wanted, and one on which alone the whole result rests."""
        alone = functools.reduce(int.__or__, self._edges).bit_count() == 1
        return self._judged.unchecked(self._edges, TWICE) if self._checking or alone else []

    @property
    def _refused(self) -> int:
        return sum(1 << one for one in self._judged.refused)

    def _open(self, bounds: Bounds) -> int:
        return self._space.possible & ~(bounds.yes | bounds.no)

    @property
    def _step(self) -> Step:
        if self._cached is None:
            self._cached = self._space.step(self._judged.bounds, self._refused, list(self._judged.told))
        return self._cached

    @property
    def _likely(self) -> tuple[int, ...]:
        return self._step.likely if self._judged.consistent else tuple(bounds.yes for bounds in self._judged.bounds)

    @property
    def _source(self) -> str:
        certain = "proven to be the only one" if self.proven else "the only one" if self.identified else ""
        side, rows = self.sorting.sorting.side, self.rests_on_companies
        return source_text(
            len(self._judged.told),
            on=self.on,
            companies=len(self._judged.standing),
            certain=f"{certain or 'the likeliest so far'} of {self.within}",
            steps=list(self.steps),
            trusted=[row.relationship.company(side) for row in rows],
        )
