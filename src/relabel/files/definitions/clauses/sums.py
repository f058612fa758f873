"""Sums of points, and what levels, numbers and sums are compared with, read from plain data of JSON and TOML."""

import functools
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import attrs

from relabel.core.model.answers import Answer, Operator, exact_sum
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Condition, Points, Steps
from relabel.core.model.criteria import Criterion, Measure, Scale
from relabel.core.model.sums import mean, per, points, share
from relabel.errors import InvalidValueError
from relabel.files.definitions.clauses.criteria import Declarations
from relabel.files.definitions.clauses.cursor import Cursor, listed
from relabel.files.definitions.clauses.labels import made
from relabel.texts import did_you_mean

__all__ = ["COMPARISON", "MEANS", "SUMS", "WORDS", "is_comparison", "read_comparisons", "read_summed"]

MEANS = ("mean", "share")
"""The keys of what is divided by the weights of the questions that apply."""

WORDS = {operator.word: operator for operator in Operator if operator.upward or operator.downward}
"""The keys that compare a level, a number or a sum of points, with their operators."""

SUMS = {**WORDS, Operator.EXACTLY.word: Operator.EXACTLY}
"""The keys that compare a sum of points."""

STEPS = ("per", "points", "at_most")
"""The keys that say what a measure earns by steps."""

COMPARISON = "at_least or more_than, at_most or below, or one of each"
"""What has to be said in a comparison."""

Read: TypeAlias = Callable[[Cursor], Condition | None]
"""Reads a clause; what is wrong with it is reported."""


def is_comparison(words: Collection[str]) -> bool:
    """Say whether keys compare from below, from above, or once each."""
    operators = [WORDS[word] for word in words if word in WORDS]
    ends = [sum(one.upward for one in operators), sum(one.downward for one in operators)]
    return 0 < len(operators) == len(words) and max(ends) == 1


def read_comparisons(cursor: Cursor, parts: Mapping[str, Cursor]) -> list[tuple[Operator, int | Decimal]] | None:
    """Read what a sum is compared with; None where something is wrong, which is reported.

    Args:
        cursor: The table.
        parts: What it holds.
    """
    words = [word for word in SUMS if word in parts]
    if not is_comparison(words) and words != [Operator.EXACTLY.word]:
        cursor.report(f"{COMPARISON}, or exactly, for the sum of points", found=listed(words))
        return None
    values = [(SUMS[word], parts[word].number()) for word in words]
    sound = [(operator, value) for operator, value in values if value is not None]
    return sound if len(sound) == len(values) else None


def read_summed(
    cursor: Cursor, said: Mapping[str, Cursor], declarations: Declarations, parts: Collection[str], read: Read
) -> Points | None:
    """Read a sum or mean, which stands under one key of a table; None where something is wrong, which is reported.

    Args:
        cursor: The table.
        said: What it holds.
        declarations: The criteria that it may name.
        parts: The names of the parts that it may name.
        read: How to read the clause of a term.
    """
    if "points" in said:
        if "at_least_answered" in said:
            said["at_least_answered"].report("no such key beside points, which count nothing for what does not apply")
        weights = _weights(said["points"], declarations, parts, read, by_answer=True)
        return None if weights is None else points(weights)
    least = said["at_least_answered"].whole() if "at_least_answered" in said else 1
    if "share" in said:
        found = [read(one) for one in said["share"].items()]
        make = functools.partial(share, *found)
        sound = None not in found
    else:
        weights = _weights(said["mean"], declarations, parts, read, by_answer=False)
        make = functools.partial(mean, weights or {})
        sound = weights is not None
    if not sound or least is None:
        return None
    try:
        return make(at_least_answered=least)
    except InvalidValueError as error:
        cursor.report(error.expected, found=f"{error.place} {error.found}")
        return None


def _weights(
    cursor: Cursor, declarations: Declarations, parts: Collection[str], read: Read, *, by_answer: bool
) -> Mapping[Any, Any] | None:  # Any: conditions and criteria with numbers, as `points` and `mean` take them
    """Read a table of weights by name, or an array of terms; None where something is wrong, which is reported."""
    before = len(cursor.problems)
    weights: dict[Any, Any] = {}  # Any: conditions and criteria with numbers, as `points` takes them
    if isinstance(cursor.value, Mapping):
        for name, one in cursor.by_name(whole=declarations.criteria).items():
            named = attrs.evolve(one, value=name)
            term = read(named) if name in parts else declarations.find(name, named)
            weights[term] = _worth(one, term, by_answer) if isinstance(term, AnyCriterion) else one.number()
    else:
        for term, weight in [_term(one, declarations, read) for one in cursor.items()]:
            weights[term] = exact_sum(weights.get(term, 0), weight)
    # What is wrong elsewhere is reported there, and nothing here.
    return weights if len(cursor.problems) == before and None not in weights else None


def _worth(cursor: Cursor, criterion: AnyCriterion, by_answer: bool) -> object:  # noqa: FBT001  # private
    """Read the points of a criterion: a number, or where it may be one for each answer."""
    if not by_answer and not isinstance(criterion, (Criterion, Scale)):
        expected = f"a scale, a yes/no criterion or a part; {criterion.name!r} is {criterion.meaning}"
        cursor.report(expected, found=repr(criterion.name))
        return None
    if isinstance(criterion, Measure):
        return _steps(cursor)
    if not isinstance(cursor.value, Mapping) or not by_answer:
        if not isinstance(criterion, (Criterion, Scale)):
            expected = f"points for each answer, in a table, as {criterion.name!r} is {criterion.meaning}"
            cursor.report(expected)
        return cursor.number()
    answers = {_key(answer): answer for answer in criterion.answers or ()}
    found: dict[Answer, object] = {}
    for key, one in cursor.entries().items():
        if key in answers:
            found[answers[key]] = one.number()
        else:
            one.report(
                f"{criterion.expected}, to answer {criterion.name!r}", did_you_mean(key, answers), found=repr(key)
            )
    return found


def _steps(cursor: Cursor) -> Steps | None:
    """Read the points of a measure, which it earns by steps; None where something is wrong, which is reported."""
    if not isinstance(cursor.value, Mapping) or STEPS[0] not in cursor.value:
        cursor.report("steps, as a measure has no levels: { per = 100_000, points = 5, at_most = 25 }")
        return None
    parts = cursor.table(STEPS, required=STEPS)
    size, worth, most = (parts[key].number() if key in parts else None for key in STEPS)
    if size is None or worth is None or most is None:
        return None
    return made(cursor, functools.partial(per, points=worth, at_most=most), size)


def _key(answer: Answer) -> str:
    return str(answer).lower() if isinstance(answer, bool) else str(answer)


def _term(
    cursor: Cursor, declarations: Declarations, read: Read
) -> tuple[Condition | AnyCriterion | None, int | Decimal]:
    """Read a term with its weight; None for one in which something is wrong."""
    parts = cursor.table(("weight", "when", "level_of"), required=("weight",))
    weight = parts["weight"].number()
    term: Condition | AnyCriterion | None = None
    if ("when" in parts) == ("level_of" in parts):
        cursor.report("either 'when' or 'level_of'", found=listed([key for key in parts if key != "weight"]))
    elif "when" in parts:
        term = read(parts["when"])
    else:
        level = parts["level_of"]
        term = declarations.find(level.value, level)
        if term is not None and not isinstance(term, Scale):
            expected = "a scale; other conditions stand under 'when'"
            level.report(expected, found=f"{level.value!r}, which is {term.meaning}")
            term = None
    return term, weight or 0
