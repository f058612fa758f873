"""Formulas: the shortest condition that is found for a set of records, and the definition made of these."""

import itertools
from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from relabel.core.definitions.definition import Definition
from relabel.core.diagrams.variables import Variable
from relabel.core.model.answers import Operator
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Compare, Condition, Label, all_of, any_of, at_least
from relabel.core.model.criteria import Choice, Criterion, Scale
from relabel.core.model.examples import Example, Intent
from relabel.core.model.sums import points
from relabel.learning.cases import Told
from relabel.learning.hypotheses.committee import Member, Scores, committee
from relabel.learning.hypotheses.languages import Form, Language
from relabel.learning.hypotheses.records import Records, members
from relabel.texts import first_few

__all__ = ["answered_in", "condition_for", "found_definition", "labels_for", "requirement", "source_text"]

MOST_PARTS = 4
"""How many forms of the first language a condition is written in; with more, its rows are easier to read."""


def source_text(
    told: int, *, on: date | None, companies: int, certain: str, steps: Sequence[str], trusted: Sequence[str]
) -> str:
    """Write where a definition that was found is from.

    Args:
        told: How many cases were judged.
        on: The day.
        companies: How many companies were sorted before.
        certain: How certain it is.
        steps: The measures of which only some numbers were looked at.
        trusted: The companies sorted before on whose word it rests.
    """
    day = "" if on is None else f" on {on}"
    number = "1 answer" if told == 1 else f"{told} answers"
    before = f" and {companies} companies sorted before" if companies else ""
    measured = f", as far as the steps of {' and '.join(steps)} go" if steps else ""
    right = f", if the word of {first_few(trusted)} is right" if trusted else ""
    return f"{number} to made-up cases{day}{before}; {certain}{measured}{right}"


def found_definition(
    name: str,
    records: Records,
    labels: Sequence[Label],
    told: Iterable[Told],
    *,
    words: Sequence[str],
    given_to: Side | None,
    source: str,
) -> Definition:
    """Give the definition with some labels, whose examples are the cases judged.

    Args:
        name: What it is called.
        records: The cases that there are.
        labels: With their conditions.
        told: The cases judged.
        words: All that were sought, the highest first.
        given_to: The side that wears the label.
        source: What is known of it.

    Raises:
        InvalidDefinitionError: The name is not that of a definition.
    """
    criteria = [one.criterion for one in records.variables]
    asked = {one.name for label in labels if label.when is not None for one in criteria_of(label.when)}
    rising = dict(zip((one.name for one in criteria), records.rising, strict=True))
    matter = [one for one in criteria if one.name in asked]
    # The answers of a choice have no order to a definition, so that its source says how they rank.
    chosen = [
        (one.name, one.options if rising[one.name] else one.options[::-1]) for one in matter if isinstance(one, Choice)
    ]
    ordered = [one.name for one in matter if not isinstance(one, Choice)]
    return Definition(
        name,
        f"What is meant by {', '.join(words)}",
        labels,
        given_to=given_to,
        source="; ".join((source, *(f"{one} ranks {' < '.join(options)}" for one, options in chosen))),
        mentions=[one for one in criteria if one.name not in asked],
        examples=[Example(f"case {one.number}", one.answers, one.label) for one in sorted(told, key=_number)],
        intends=Intent(
            raises=[one for one in ordered if rising[one]],
            lowers=[one for one in ordered if not rising[one]],
            overlaps=list(itertools.combinations([label.name for label in labels], 2)),
            gap=True,
        ),
    )


def _number(told: Told) -> int:
    return told.number


def labels_for(
    language: Language, words: Sequence[str], reached: Sequence[int], used: Container[str | None], possible: int
) -> list[Label]:
    """Give labels with conditions, as short as are found; without words that nobody gets, but for the highest alone.

    Args:
        language: The forms that are tried before all others.
        words: The words, the highest first.
        reached: For each the records that get it or a higher one.
        used: Words that are kept though nobody gets them.
        possible: The records that there can be.
    """
    given = (0, *reached)
    ranks = [
        (word, here, above)
        for word, here, above in zip(words, reached, given, strict=False)
        if word in used or here & ~above & possible
    ]
    labels: list[Label] = []
    for word, here, above in ranks or [(words[0], 0, 0)]:
        when = condition_for(language, here, above, possible)
        labels.append(Label(word, when if when is not None or len(labels) == len(ranks) - 1 else all_of()))
    return labels


def condition_for(language: Language, wanted: int, given: int, possible: int) -> Condition | None:
    """Give a condition, as short as is found, that holds in the wanted records.

    Args:
        language: The forms that are tried before all others.
        wanted: The records, closed upwards.
        given: Those of them that another label gets; there it may hold or not.
        possible: The records that there can be; elsewhere it may hold or not.

    Returns:
        None if it holds always.
    """
    need, no = wanted & possible & ~given, possible & ~wanted
    if not no:
        return None
    if not need:
        return any_of()
    # Closed, as the covers of a committee ask: what lies above what is needed, and below what is not.
    need, no = _upwards(language.records, need), _downwards(language.records, no)
    records = language.records
    found = _in_forms(language, need, no, MOST_PARTS)
    if found is not None and found.simple:
        return found.condition
    member = committee(records, need, no, 0)[0]
    return _of_member(records, member) if found is None or member.size < found.size else found.condition


class _Written(NamedTuple):
    """A condition that is written in forms, and its size."""

    size: int
    condition: Condition
    simple: bool = False
    """Whether it is one form of the first language, which goes before all that may be as short."""


def _in_forms(language: Language, need: int, no: int, most: int) -> _Written | None:
    """Write a condition as a form, or as some of the first language, all or any of which hold.

    A handbook has "at least three of these, or all of those", where rows would list each three of them.

    Returns:
        None where more than `most` parts would be needed.
    """
    records = language.records
    simple = [one for some in language.simple for one in some if not need & ~one.records and not no & one.records]
    # The first of the simple ones; of the others the last of the shortest: they may differ where nothing can be, and
    # counts come after lists.
    fitting = simple or list(itertools.chain(*(language.twofold(need, no) or ())))[::-1]
    if fitting:
        form = min(fitting, key=lambda one: _form_size(records, one))
        return _Written(_form_size(records, form), _of_form(records, form), bool(simple))
    found = [_in_parts(language, need, no, most, every=every) for every in (False, True)] if most > 1 else []
    return min(filter(None, found), key=lambda one: one.size, default=None)


def _in_parts(language: Language, need: int, no: int, most: int, *, every: bool) -> _Written | None:
    """Write a condition as the form that saves most of its rows, with what is left of it."""
    records = language.records
    ends = [size - 1 if every else 0 for size in records.sizes]
    rows: dict[int, int] = {}
    for one in members(records.highest(no) if every else records.lowest(need)):
        size = 1 + sum(map(int.__ne__, records.places[one], ends))
        rows[size] = rows.get(size, 0) | 1 << one

    def saved(form: Form) -> int:
        covered = ~form.records if every else form.records
        return sum(size * (some & covered).bit_count() for size, some in rows.items()) - _form_size(records, form)

    fitting = (
        one for some in language.simple for one in some if not (need & ~one.records if every else no & one.records)
    )
    best = max(fitting, key=saved)
    if every:
        rest = _in_forms(language, need, no & best.records, most - 1)
    else:
        rest = _in_forms(language, need & ~best.records, no, most - 1)
    if rest is None:
        return None
    join = all_of if every else any_of
    condition = join(_of_form(records, best), rest.condition)
    return _Written(1 + _form_size(records, best) + rest.size, condition)


def requirement(records: Records, at: int, place: int) -> Condition:
    """Give the condition that the answer to a variable has a place or a better one; not the lowest place."""
    cells = sum(1 << records.cell(at, one) for one in range(place, records.sizes[at]))
    return answered_in(records.variables[at], cells)


def answered_in(variable: Variable, cells: int) -> Condition:
    """Give the condition that an answer lies in some cells, as bits: some of a choice, else the highest or lowest."""
    criterion: AnyCriterion = variable.criterion
    rising = bool(cells >> variable.size - 1)
    first, last = (cells & -cells).bit_length() - 1, cells.bit_length() - 1
    match criterion:
        case Criterion():
            return criterion.to_condition() if rising else ~criterion
        case Choice():
            return criterion.in_(*(option for cell, option in enumerate(criterion.options) if cells >> cell & 1))
        case Scale():
            level = criterion.proper_answers[first if rising else last]
            return criterion.compare(Operator.AT_LEAST if rising else Operator.AT_MOST, level)
    cut, above = variable.cuts[first - 1 if rising else last]
    operators = (Operator.AT_LEAST, Operator.MORE_THAN) if rising else (Operator.BELOW, Operator.AT_MOST)
    return Compare(criterion, operators[above], cut)


def _upwards(records: Records, some: int) -> int:
    for stride, reach in zip(records.strides, records.reaching, strict=True):
        for _ in reach[1:]:
            some |= (some << stride) & reach[1]
    return some


def _downwards(records: Records, some: int) -> int:
    for stride, reach in zip(records.strides, records.reaching, strict=True):
        for _ in reach[1:]:
            some |= (some & reach[1]) >> stride
    return some


def _asked(records: Records, one: int) -> list[Condition]:
    return [requirement(records, at, place) for at, place in enumerate(records.places[one]) if place]


def _form_size(records: Records, form: Form) -> int:
    return records.size_of(form.counted) + records.size_of(form.core) + bool(form.core)


def _of_form(records: Records, form: Form) -> Condition:
    counted, core = _asked(records, form.counted), _asked(records, form.core)
    if form.least == len(counted):
        inner = all_of(*counted)
    else:
        inner = any_of(*counted) if form.least == 1 else at_least(form.least, *counted)
    if not core:
        return inner
    return all_of(*core, inner) if form.every else any_of(*core, inner)


def _of_member(records: Records, member: Member) -> Condition:
    made_of = member.made_of
    if isinstance(made_of, Scores):
        return points(dict(_terms(records, made_of))) >= made_of.least
    if made_of.any_of:
        return any_of(*(all_of(*_asked(records, one)) for one in sorted(made_of.records)))
    return all_of(*(any_of(*_exceeding(records, one)) for one in sorted(made_of.records, reverse=True)))


def _exceeding(records: Records, one: int) -> list[Condition]:
    return [
        requirement(records, at, place + 1)
        for at, (place, size) in enumerate(zip(records.places[one], records.sizes, strict=True))
        if place < size - 1
    ]


def _terms(records: Records, scores: Scores) -> Iterator[tuple[Condition, int]]:
    for at, weights in enumerate(scores.weights):
        for place, weight in enumerate(weights, 1):
            if weight:
                yield requirement(records, at, place), weight
