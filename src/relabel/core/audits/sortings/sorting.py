"""A sorting: companies that people have put under words, with what is known of each, put in order."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import final

import attrs

from relabel.core.definitions.weighing import Weigher
from relabel.core.diagrams.variables import Cut, Variable
from relabel.core.model.answers import Answer, Number, exact, midpoint
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.evidence import Evidence, EvidencePolicy
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.core.model.words import fold
from relabel.errors import DuplicateRelationshipError, InvalidValueError
from relabel.texts import did_you_mean

__all__ = ["Directions", "Sorted", "Sorting", "directed", "named_order", "sort_out"]

_NO_WORDS: Mapping[str, str] = FrozenMapping()
_NO_ANSWERS: Mapping[AnyCriterion, Answer] = FrozenMapping()

Directions = FrozenMapping[str, int]
"""By name of a criterion: 1 if a higher answer speaks for a higher word, -1 for a lower one, 0 if neither."""


@final
@attrs.frozen
class Sorted:
    """One company that people have put under a word.

    Attributes:
        relationship: The relationship.
        label: The word, as it stands in the order.
        rank: How many words rank below it.
        cells: For each variable of the sorting the cells in which the answer may lie, as bits; all where
            nothing is known.
    """

    relationship: Relationship
    label: str
    rank: int
    cells: tuple[int, ...]


@final
@attrs.frozen
class Sorting:
    """Companies that people have put under words.

    Attributes:
        variables: The criteria. The cells of a measure are those asked for, or one for each number that
            occurs and the stretches between.
        directions: What a higher answer to each criterion speaks for.
        order: The words, the highest first.
        rows: The companies under one of these words, in the order they came in.
        left_out: The others.
    """

    variables: tuple[Variable, ...]
    directions: Directions
    order: tuple[str, ...]
    rows: tuple[Sorted, ...]
    left_out: tuple[Relationship, ...]
    side: Side | None

    def ends(self, row: Sorted) -> tuple[tuple[int, int], ...]:
        """Give for each variable the worst and the best place that the answer of a row may have.

        Places count from 0 in the direction that speaks for the higher word; without a direction as
        the cells do.
        """
        found: list[tuple[int, int]] = []
        for variable, cells in zip(self.variables, row.cells, strict=True):
            low, high, last = (cells & -cells).bit_length() - 1, cells.bit_length() - 1, variable.size - 1
            falling = self.directions[variable.criterion.name] < 0
            found.append((last - high, last - low) if falling else (low, high))
        return tuple(found)

    def steps_between(self, most: int) -> dict[str, tuple[Cut, ...]]:
        """Give for each measure cuts half way between companies of different words, by name of the measure.

        Where a company's number is not known, also between the last two at an end that speaks against the words
        of the companies there: for a rule that lets it in, or keeps it out, by a number that it may have.

        `most` is how many; if there are more they are evenly chosen. The sorting has a cell for each number.
        """
        found: dict[str, tuple[Cut, ...]] = {}
        for at, variable in enumerate(self.variables):
            if variable.criterion.answers is not None:
                continue
            ranks: dict[int, set[int]] = {}
            unknown: set[int] = set()
            for row in self.rows:
                for cell in range(variable.size):
                    if row.cells[at] == variable.full:
                        unknown.add(row.rank)
                    elif row.cells[at] >> cell & 1:
                        ranks.setdefault(cell, set()).add(row.rank)
            pairs = list(itertools.pairwise(sorted(ranks)))
            parting = {pair for pair in pairs if ranks[pair[0]] != ranks[pair[1]] or len(ranks[pair[0]]) > 1}
            if pairs and unknown:
                lowest, highest = ranks[pairs[0][0]], ranks[pairs[-1][1]]
                if self.directions[variable.criterion.name] >= 0:
                    parting |= {pairs[0]} if min(unknown) < min(lowest) else set()
                    parting |= {pairs[-1]} if max(unknown) > max(highest) else set()
                if self.directions[variable.criterion.name] <= 0:
                    parting |= {pairs[0]} if max(unknown) > max(lowest) else set()
                    parting |= {pairs[-1]} if min(unknown) < min(highest) else set()
            between = [
                (midpoint(*(exact(variable.example(cell), variable.criterion.name) for cell in pair)), 0)
                for pair in sorted(parting)
            ]
            kept = min(len(between), most)
            found[variable.criterion.name] = tuple(between[len(between) * one // kept] for one in range(kept))
        return found

    def alike(self, higher: Sorted, lower: Sorted) -> Iterator[tuple[str, Answer, Answer]]:
        """Give the measures in which one company is better by its number, and not as the cells have it.

        That is so where cells were asked for: no step lies between the two numbers.

        Returns:
            Names of measures, each with the numbers of the two.
        """
        for variable, mine, its in zip(self.variables, higher.cells, lower.cells, strict=True):
            name = variable.criterion.name
            if variable.criterion.answers is not None or mine != its or mine.bit_count() > 1:
                continue
            first, second = (_numbers(row, name) for row in (higher, lower))
            if not first or not second:
                continue
            rising = self.directions[name] > 0
            worst, best = (min(first), max(second)) if rising else (max(first), min(second))
            if worst > best if rising else worst < best:
                yield name, first[worst], second[best]

    def left_out_lines(self) -> list[str]:
        """Write which companies are left out and why."""
        lines: list[str] = []
        for one in self.left_out:
            word = one.label_in_use(self.side)
            why = f"called {word!r}, which is none of the words" if word and word.strip() else "under no word"
            lines.append(f"{one.company(self.side)}: {why}" + did_you_mean(word, self.order))
        return lines


def _numbers(row: Sorted, name: str) -> dict[Number, Answer]:
    """Give the answers of a company to a measure, by their values."""
    return {exact(one.answer, name): one.answer for one in row.relationship.evidence if one.criterion == name}


def named_order(order: Iterable[str]) -> tuple[str, ...]:
    """Give the words, the highest first.

    Raises:
        InvalidValueError: They are not different words, case and spacing folded.
    """
    words = tuple(order) if not isinstance(order, str) else (order,)
    plain = all(isinstance(word, str) and word.strip() and word == " ".join(word.split()) for word in words)
    if not words or not plain or len({fold(word) for word in words}) < len(words):
        raise InvalidValueError("order", words, "different words, the highest first")
    return words


def directed(
    criteria: Sequence[AnyCriterion], raises: Iterable[AnyCriterion | str], lowers: Iterable[AnyCriterion | str]
) -> Directions:
    """Give what a higher answer to each criterion speaks for.

    The options of a choice count in the order in which they are declared, the last as the highest.

    Raises:
        InvalidValueError: A name is no criterion's, or stands on both sides; two criteria share one; or one
            may not apply.
    """
    for criterion in criteria:
        if criterion.may_be_na:
            place = f"may_be_na of criterion {criterion.name!r}"
            raise InvalidValueError(
                place, criterion.may_be_na, "False here: what does not apply has no place in an order"
            )
    found = dict.fromkeys((criterion.name for criterion in criteria), 0)
    if len(found) < len(criteria):
        raise InvalidValueError("criteria", [criterion.name for criterion in criteria], "each name once")
    for place, direction, names in (("raises", 1, raises), ("lowers", -1, lowers)):
        for one in [names] if isinstance(names, (str, AnyCriterion)) else names:
            name = one.name if isinstance(one, AnyCriterion) else one
            if found.get(name, direction) not in (0, direction) or name not in found:
                known = [other for other, given in found.items() if given in (0, direction)]
                expected = "the name of a criterion that stands on neither side yet"
                raise InvalidValueError(place, name, f"{expected}{did_you_mean(name, known)}")
            found[name] = direction
    return Directions(found)


def sort_out(
    relationships: Iterable[Relationship],
    criteria: Sequence[AnyCriterion],
    words: tuple[str, ...],
    directions: Directions,
    *,
    given_to: Side | None = Side.BUYER,
    aliases: Mapping[str, str] = _NO_WORDS,
    as_of: date | None = None,
    policy: EvidencePolicy | None = None,
    presume: Mapping[AnyCriterion, Answer] = _NO_ANSWERS,
    steps: Mapping[str, Sequence[Cut]] | None = None,
) -> Sorting:
    """Take the words in use and the evidence of companies for a sorting.

    Args:
        relationships: Each once.
        criteria: What counts of the evidence; the rest is not looked at.
        words: The words, the highest first (see `named_order`).
        directions: What a higher answer to each criterion speaks for (see `directed`).
        given_to: The side whose word is meant; None for the word of the relationship as a whole.
        aliases: Other words in use, each with the one of the order that it stands for.
        as_of: Evidence observed later is not counted; None counts all.
        policy: How evidence is weighed.
        presume: Answers taken for granted where nothing is known.
        steps: By name of a measure the places at which a next cell begins; by default every number that
            occurs has a cell of its own.

    Raises:
        DuplicateRelationshipError: Two relationships share their id or, without ids, their names.
        AnswerError: An answer lies outside the domain of its criterion.
        MissingDateError: The policy gives evidence a shelf life and there is no `as_of`.
    """
    companies = tuple(relationships)
    first: dict[str, int] = {}
    for position, one in enumerate(companies, 1):
        if first.setdefault(one.key, position) != position:
            raise DuplicateRelationshipError(one.key, first[one.key], position)
    evidence = [piece for one in companies for piece in one.evidence]
    variables: list[Variable] = []
    shift = 0
    for criterion in criteria:
        given = (steps or {}).get(criterion.name)
        cuts = _cuts(criterion, evidence) if given is None else tuple(given)
        variables.append(Variable(criterion, cuts, shift))
        shift += variables[-1].size
    presumed = {one.name: answer for one, answer in presume.items()}
    granted = {
        one.criterion.name: 1 << one.cell(presumed[one.criterion.name])
        for one in variables
        if one.criterion.name in presumed
    }
    weigher = Weigher("the sorting", variables, (), (), (), policy or EvidencePolicy())
    ranks = {fold(word): len(words) - 1 - place for place, word in enumerate(words)}
    ranks |= {fold(word): ranks[fold(meant)] for word, meant in aliases.items()}
    rows: list[Sorted] = []
    left_out: list[Relationship] = []
    for one in companies:
        rank = ranks.get(fold(one.label_in_use(given_to) or ""))
        if rank is None:
            left_out.append(one)
            continue
        known = weigher.known(one.evidence, as_of, FrozenMapping())
        cells = tuple(
            variable.cells_in(known) or granted.get(variable.criterion.name, variable.full) for variable in variables
        )
        rows.append(Sorted(one, words[len(words) - 1 - rank], rank, cells))
    return Sorting(tuple(variables), directions, words, tuple(rows), tuple(left_out), given_to)


def _cuts(criterion: AnyCriterion, evidence: Iterable[Evidence]) -> tuple[Cut, ...]:
    """Part every number that answers a measure from all others."""
    if criterion.answers is not None:
        return ()
    found: set[Cut] = set()
    for piece in evidence:
        if piece.criterion == criterion.name:
            criterion.check(piece.answer, piece)
            found |= {(exact(piece.answer, criterion.name), above) for above in (0, 1)}
    return tuple(sorted(found))
