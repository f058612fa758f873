"""Conditions: expressions over criteria, as a closed set of frozen node types.

A condition is data. It prints as the Python text that makes it, `eval`s back from that text in
the namespace that `vocabulary` gives, and has no truth value of its own.
"""

import itertools
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NoReturn, TypeAlias, assert_never, final, overload

import attrs

from relabel.core.model.answers import (
    MAX_DIGITS,
    NOT_APPLICABLE,
    Answer,
    Number,
    Operator,
    exact,
    exact_sum,
    is_number,
)
from relabel.core.model.any_criterion import AnyCriterion, check_name
from relabel.errors import ConditionTooLargeError, InvalidValueError, NestingError, NotAConditionError, TruthValueError
from relabel.texts import did_you_mean, shown

__all__ = [
    "MAX_DEPTH",
    "MAX_SIZE",
    "MAX_STEPS",
    "AllOf",
    "AnyOf",
    "Compare",
    "Condition",
    "Count",
    "Is",
    "Label",
    "LabelIs",
    "Ladder",
    "Mean",
    "Named",
    "Not",
    "Operand",
    "Ordered",
    "Points",
    "Reaches",
    "Steps",
    "all_of",
    "among",
    "any_of",
    "applies",
    "as_condition",
    "at_least",
    "at_most",
    "exactly",
    "named",
    "with_steps",
]

MAX_SIZE = 20_000
"""How many parts a condition may have; those of what has a name count once, however often it is mentioned."""

MAX_STEPS = 100
"""How many steps a measure may take in a sum."""

MAX_DEPTH = 50
"""How deep conditions may nest. Chains of one operator count as one level."""


class Operand:
    """Anything that may be combined with `&`, `|` and `~`."""

    __slots__ = ()

    @abstractmethod
    def to_condition(self) -> "Condition":
        """Give the condition that this stands for."""

    def __and__(self, other: object) -> "Condition":
        return all_of(self, other)

    def __rand__(self, other: object) -> "Condition":
        return all_of(other, self)

    def __or__(self, other: object) -> "Condition":
        return any_of(self, other)

    def __ror__(self, other: object) -> "Condition":
        return any_of(other, self)

    def __invert__(self) -> "Condition":
        condition = self.to_condition()
        return condition.operand if isinstance(condition, Not) else Not(condition)

    def __bool__(self) -> NoReturn:
        raise TruthValueError(str(self))


class Ordered:
    """Anything that may be compared with a number, or the name of a level, by `>=`, `>`, `<=` and `<`."""

    __slots__ = ()

    @abstractmethod
    def compare(self, operator: str, value: str | Number) -> "Condition":
        """Give the condition that this stands in `operator` to `value`."""

    def __ge__(self, value: str | Number) -> "Condition":
        return self.compare(">=", value)

    def __gt__(self, value: str | Number) -> "Condition":
        return self.compare(">", value)

    def __le__(self, value: str | Number) -> "Condition":
        return self.compare("<=", value)

    def __lt__(self, value: str | Number) -> "Condition":
        return self.compare("<", value)

    def _refuse(self, _: object) -> "Condition":
        # & and | bind tighter than comparisons: x >= 6 & y < 3 asks for 6 & y.
        raise NotAConditionError(self, "put comparisons in brackets beside & and |: (x >= 6) & (y < 3)")

    __and__ = __or__ = __rand__ = __ror__ = _refuse

    def between(self, low: str | Number, high: str | Number) -> "Condition":
        """Give the condition that this lies from `low` to `high`, both ends included."""
        return all_of(self.compare(">=", low), self.compare("<=", high))


Shared: TypeAlias = Mapping["Ladder | Named | Points", int]
"""What is mentioned by its name inside a condition, with the number of its own parts."""

_NONE: Shared = {}


def _measure(node: "Condition", below: Iterable["Condition"], mentioned: "Ladder | Points | None" = None) -> None:
    """Note how deep and how large a node is, so that no walk over it can be endless.

    `mentioned` is what the conditions below are the parts of, where that has a name.
    """
    depth, own, shared = 1, 1, _NONE
    for condition in below:
        depth = max(depth, condition.depth + 1)
        inside = condition.shared
        parts = condition.size - sum(inside.values()) if inside else condition.size
        if isinstance(condition, Named):
            inside, parts = {**inside, condition: parts - 1}, 1
        own += parts
        if inside:
            shared = {**shared, **inside}
    if mentioned is not None:
        shared, own = {**shared, mentioned: own - 1}, 1
    size = own + sum(shared.values())
    if depth > MAX_DEPTH:
        raise NestingError(depth, MAX_DEPTH)
    if size > MAX_SIZE:
        raise ConditionTooLargeError(size, MAX_SIZE)
    object.__setattr__(node, "depth", depth)
    object.__setattr__(node, "size", size)
    object.__setattr__(node, "shared", shared)


class _Node(Operand):
    """What the node types share: they are conditions already, and print as their text."""

    __slots__ = ()

    def to_condition(self) -> "Condition":
        return self  # type: ignore[return-value]  # the subclasses below are the members of Condition

    def __repr__(self) -> str:
        return _text(self)  # type: ignore[arg-type]  # as above

    def __str__(self) -> str:
        return repr(self)


@final
@attrs.frozen(repr=False, cache_hash=True)
class Is(_Node):
    """The answer to a criterion is one of `among`.

    In the text of conditions the name of a yes/no criterion stands for "yes", and what is said of the criterion
    begins with that: `pays.is_(False)`, `pays.applies`.
    """

    criterion: AnyCriterion
    among: tuple[Answer, ...]
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)
    shared: Shared = attrs.field(init=False, eq=False, default=_NONE)

    def is_(self, answer: Answer) -> "Condition":
        """Give the condition that the answer to the criterion is `answer`."""
        return among(self.criterion, [answer])

    def in_(self, *answers: Answer) -> "Condition":
        """Give the condition that the answer to the criterion is one of `answers`."""
        return among(self.criterion, answers)

    @property
    def applies(self) -> "Condition":
        """The condition that the criterion applies."""
        return applies(self.criterion)


@final
@attrs.frozen(repr=False, cache_hash=True)
class Compare(_Node):
    """The answer to a scale or measure stands in `operator` to `value`."""

    criterion: AnyCriterion
    operator: Operator = attrs.field(converter=Operator)
    value: str | int | Decimal
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)
    shared: Shared = attrs.field(init=False, eq=False, default=_NONE)


@final
@attrs.frozen(repr=False, cache_hash=True)
class Not(_Node):
    """The operand does not hold."""

    operand: "Condition"
    depth: int = attrs.field(init=False, eq=False)
    size: int = attrs.field(init=False, eq=False)
    shared: Shared = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _measure(self, [self.operand])


@attrs.frozen(repr=False, cache_hash=True)
class _Several(_Node):
    operands: tuple["Condition", ...]
    depth: int = attrs.field(init=False, eq=False)
    size: int = attrs.field(init=False, eq=False)
    shared: Shared = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _measure(self, self.operands)  # type: ignore[arg-type]  # the subclasses are the members of Condition


@final
@attrs.frozen(repr=False, cache_hash=True)
class AllOf(_Several):
    """Every operand holds; so it does when there are none."""


@final
@attrs.frozen(repr=False, cache_hash=True)
class AnyOf(_Several):
    """At least one operand holds; never when there are none."""


@final
@attrs.frozen(repr=False, cache_hash=True)
class Count(_Several):
    """The number of operands that hold is at least (`>=`), at most (`<=`) or exactly (`==`) `k`."""

    operator: Operator = attrs.field(kw_only=True, converter=Operator)
    k: int = attrs.field(kw_only=True)


@final
@attrs.frozen(repr=False, cache_hash=True)
class Reaches(_Node):
    """A sum of points stands in `operator` to `value`."""

    points: "Points"
    operator: Operator = attrs.field(converter=Operator)
    value: int | Decimal
    depth: int = attrs.field(init=False, eq=False)
    size: int = attrs.field(init=False, eq=False)
    shared: Shared = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        terms = [term for term, _ in self.points.terms if not isinstance(term, AnyCriterion)]
        _measure(self, terms, self.points if self.points.name else None)


@final
@attrs.frozen(repr=False, cache_hash=True)
class LabelIs(_Node):
    """The first label of another definition whose condition holds is `label` (None: no label holds)."""

    ladder: "Ladder"
    label: str | None
    depth: int = attrs.field(init=False, eq=False)
    size: int = attrs.field(init=False, eq=False)
    shared: Shared = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        known = [label.name for label in self.ladder.labels]
        if self.label is not None and self.label not in known:
            expected = f"one of {known} or None{did_you_mean(self.label, known)}"
            raise InvalidValueError(f"label of definition {self.ladder.name!r}", self.label, expected)
        _measure(self, [label.when for label in self.ladder.labels if label.when is not None], self.ladder)


def _check_part(_: object, __: object, name: str) -> None:
    if name:
        check_name(name, "name of a part")
        if "." in name:
            raise InvalidValueError("name of a part", name, "a name without a side")


def _check_title(_: object, __: object, title: str) -> None:
    if not isinstance(title, str) or title != " ".join(title.split()):
        raise InvalidValueError("title of a part", title, "words without space around them")


@final
@attrs.frozen(repr=False, cache_hash=True)
class Named(_Node):
    """A condition that has a name of its own; it holds where that condition does."""

    name: str = attrs.field(validator=_check_part)
    operand: "Condition"
    title: str = attrs.field(default="", validator=_check_title)
    depth: int = attrs.field(init=False, eq=False)
    size: int = attrs.field(init=False, eq=False)
    shared: Shared = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _measure(self, [self.operand])


Condition: TypeAlias = Is | Compare | Not | AllOf | AnyOf | Count | Reaches | LabelIs | Named


def as_condition(value: object) -> Condition:
    """Give the condition that `value` is or stands for.

    Raises:
        NotAConditionError: It is neither a condition nor a yes/no criterion.
    """
    if isinstance(value, Operand):
        return value.to_condition()
    cure = ""
    if isinstance(value, AnyCriterion):
        how = "a comparison such as x >= 3" if isinstance(value, Ordered) else "x.is_(answer)"
        cure = f"{value.name!r} is {value.meaning}, so write {how}"
    elif isinstance(value, bool):
        cure = "a comparison with == or != gives plain True or False; write x.is_(...) or x.between(...)"
    elif isinstance(value, (list, tuple, set, frozenset)):
        cure = "give the conditions one by one, with a * before the list: at_least(2, *conditions)"
    elif isinstance(value, int):
        cure = "the number comes first: at_least(2, a, b, c)"
    elif isinstance(value, Points):
        cure = "compare the points with a number: points({...}) >= 3"
    raise NotAConditionError(value, cure)


def _when(value: object) -> Condition | None:
    return None if value is None else as_condition(value)


def _check_label(_: object, __: object, name: str) -> None:
    if not isinstance(name, str) or not name.strip() or name != " ".join(name.split()):
        raise InvalidValueError("name of a label", name, "words without space around them")


@final
@attrs.frozen(cache_hash=True)
class Label:
    """A word that a definition gives, and the condition for it; None means "otherwise".

    A zone has a place among the labels and is no word: what lies in it is neither this nor that ("in between"),
    so that no word in use is wrong by it. Its name says what was found.
    """

    name: str = attrs.field(validator=_check_label)
    when: Condition | None = attrs.field(default=None, converter=_when)
    zone: bool = attrs.field(default=False, validator=attrs.validators.instance_of(bool), kw_only=True)


@final
@attrs.frozen(cache_hash=True)
class Ladder:
    """The ordered conditions that a definition lends to others; the first that holds wins."""

    name: str
    labels: tuple[Label, ...]

    def is_(self, label: str | None) -> LabelIs:
        """Give the condition that this ladder's label is `label`.

        Raises:
            InvalidValueError: The ladder has no such label.
        """
        return LabelIs(self, label)


@attrs.frozen(repr=False, order=False, cache_hash=True)
class Points(Ordered):
    """A weighted sum: the weight of each condition that holds, and weight times level of each scale.

    It may have a name of its own, and a title.
    """

    terms: tuple[tuple[Condition | AnyCriterion, int | Decimal], ...]
    name: str = attrs.field(default="", validator=_check_part)
    title: str = attrs.field(default="", validator=_check_title)

    def compare(self, operator: str, value: str | Number) -> Condition:
        """Give the condition that the sum stands in `operator` to a number of points."""
        return Reaches(self, operator, exact(value, "points"))

    def __repr__(self) -> str:
        return self.name or self.formula

    @property
    def formula(self) -> str:
        """The sum written out, whether it has a name or not."""
        return f"points({{{_weights_text(self)}}})"

    def __bool__(self) -> NoReturn:
        raise TruthValueError(repr(self))


@final
@attrs.frozen(repr=False, order=False, cache_hash=True)
class Mean(Points):
    """A weighted mean of the terms that apply: what they are worth together, divided by their weights.

    A term applies where the criterion that it asks for does. Where fewer than `at_least_answered` apply, no comparison
    of the mean holds.
    """

    at_least_answered: int = 1

    @property
    def is_share(self) -> bool:
        """Whether it is the share that holds of some conditions, which all count alike."""
        return all(weight == 1 and not isinstance(term, AnyCriterion) for term, weight in self.terms)

    @property
    def formula(self) -> str:
        """The mean written out, whether it has a name or not."""
        least = [] if self.at_least_answered == 1 else [f"at_least_answered={self.at_least_answered}"]
        if self.is_share:
            return f"share({', '.join([*(_text(term) for term, _ in self.terms), *least])})"  # type: ignore[arg-type]  # no criterion is among them
        return f"mean({', '.join([f'{{{_weights_text(self)}}}', *least])})"


@final
@attrs.frozen(repr=False)
class Steps:
    """The points of a number that earns some for each full `size` that it reaches, from one `size` up.

    Attributes:
        size: The size of a step, above 0, in the unit of the number.
        points: The points of a step.
        at_most: The most points in all, of the same sign; the last step may be worth less than the others.
    """

    size: int | Decimal
    points: int | Decimal
    at_most: int | Decimal

    def __repr__(self) -> str:
        return f"per({_value_text(self.size)}, points={_value_text(self.points)}, at_most={_value_text(self.at_most)})"


def with_steps(summed: Points) -> Iterator[tuple[Condition | AnyCriterion, int | Decimal | Steps]]:
    """Give the terms of a sum; those that are the steps of one number together, as `per` makes them."""
    position = 0
    folded: set[AnyCriterion] = set()
    while position < len(summed.terms):
        found = None if isinstance(summed, Mean) else _steps_from(summed, position)
        if found is None or found[0] in folded:
            yield summed.terms[position]
            position += 1
        else:
            criterion, steps, number = found
            folded.add(criterion)
            yield criterion, steps
            position += number


def _steps_from(summed: Points, start: int) -> tuple[AnyCriterion, Steps, int] | None:
    """Give the number whose steps begin with a term, the steps, and how many terms they are; None for no steps."""
    first, weight = summed.terms[start]
    if not isinstance(first, Compare) or first.operator is not Operator.AT_LEAST or weight == 0:
        return None
    if first.criterion.answers is not None or isinstance(first.value, str) or first.value <= 0:
        return None
    number, reached, last, worth = 1, first.value, weight, weight
    for term, more in itertools.islice(summed.terms, start + 1, start + MAX_STEPS):
        reached = exact_sum(reached, first.value)
        falls = last != weight or not 0 < Fraction(more) / Fraction(weight) <= 1
        if falls or term != attrs.evolve(first, value=reached):
            break
        number, last, worth = number + 1, more, exact_sum(worth, more)
    return (first.criterion, Steps(first.value, weight, worth), number) if number > 1 else None


def among(criterion: AnyCriterion, answers: Iterable[Answer]) -> Condition:
    """Give the condition that the answer to a criterion is one of some.

    Raises:
        AnswerError: One of them is none of its answers.
        InvalidValueError: There are none.
    """
    wanted = tuple(answers)
    for answer in wanted:
        criterion.check(answer, f"{criterion.name}.in_{shown(wanted)}")
    if not wanted:
        raise InvalidValueError(f"{criterion.name}.in_()", wanted, "at least one answer")
    return Is(criterion, tuple(answer for answer in criterion.answers or () if answer in wanted))


def applies(criterion: AnyCriterion) -> Condition:
    """Give the condition that the answer to a criterion is any but that it does not apply.

    Raises:
        AnswerError: That is no answer to it (`may_be_na`).
    """
    criterion.check(NOT_APPLICABLE, f"{criterion.name}.applies")
    return Not(Is(criterion, (NOT_APPLICABLE,)))


def all_of(*conditions: object) -> Condition:
    """Give the condition that every one of `conditions` holds (`a & b & c`).

    Raises:
        NotAConditionError: One of them is no condition.
        NestingError: The result nests more deeply than `MAX_DEPTH`.
    """
    operands = _flat(AllOf, conditions)
    return operands[0] if len(operands) == 1 else AllOf(operands)


def any_of(*conditions: object) -> Condition:
    """Give the condition that at least one of `conditions` holds (`a | b | c`).

    Raises:
        NotAConditionError: One of them is no condition.
        NestingError: The result nests more deeply than `MAX_DEPTH`.
    """
    operands = _flat(AnyOf, conditions)
    return operands[0] if len(operands) == 1 else AnyOf(operands)


def at_least(k: int, *conditions: object) -> Condition:
    """Give the condition that `k` or more of `conditions` hold.

    Raises:
        InvalidValueError: `k` is no whole number.
        NotAConditionError: One of them is no condition.
    """
    return _count(">=", k, conditions)


def at_most(k: int, *conditions: object) -> Condition:
    """Give the condition that `k` or fewer of `conditions` hold; raises as `at_least` does."""
    return _count("<=", k, conditions)


def exactly(k: int, *conditions: object) -> Condition:
    """Give the condition that `k` of `conditions` hold, no more; raises as `at_least` does."""
    return _count("==", k, conditions)


@overload
def named(name: str, part: Points, title: str = "") -> Points: ...


@overload
def named(name: str, part: Operand, title: str = "") -> Condition: ...


def named(name: str, part: object, title: str = "") -> Points | Condition:
    """Give a condition or a sum of points a name: it is shown by it wherever it stands, and written down once.

    Args:
        name: The name, which no criterion of the definition may have.
        part: The condition, or the sum.
        title: What people call it, where that is not the name.

    Raises:
        InvalidValueError: It is no name: snake_case, and no word of Python or of conditions.
        NotAConditionError: `part` is neither a condition nor a sum of points.

    >>> from relabel import Criterion
    >>> score = named("score", points({Criterion("pays"): 2, Criterion("meets"): 1}), "Total score")
    >>> score >= 2, score.formula
    (score >= 2, 'points({pays: 2, meets: 1})')
    """
    if not name:
        raise InvalidValueError("name of a part", name, "snake_case")
    if isinstance(part, Points):
        return attrs.evolve(part, name=name, title=title)
    return Named(name, as_condition(part), title)


def _flat(kind: type[AllOf] | type[AnyOf], conditions: Iterable[object]) -> tuple[Condition, ...]:
    operands: list[Condition] = []
    for condition in map(as_condition, conditions):
        operands.extend(condition.operands if isinstance(condition, kind) else (condition,))
    return tuple(operands)


def _count(operator: str, k: int, conditions: Iterable[object]) -> Condition:
    if isinstance(k, Operand):
        raise InvalidValueError("at_least, at_most, exactly", k, "first a whole number, then the conditions")
    return Count(tuple(map(as_condition, conditions)), operator=operator, k=_whole(k, "number of conditions"))


def _whole(number: object, place: str) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise InvalidValueError(place, number, "a whole number")
    if not is_number(number):
        raise InvalidValueError(place, number, f"a whole number of at most {MAX_DIGITS} digits")
    return int(number)


_LOOSEST, _OR, _AND, _ATOM = range(4)


def _text(condition: Condition, tightness: int = _LOOSEST) -> str:
    """Write the condition as the Python expression that makes it, in brackets where `tightness` asks."""
    match condition:
        case Not(Is(criterion, (answer,))) if criterion.is_na(answer):
            return f"{criterion.name}.applies"
        case Is(criterion, (answer,)) if criterion.is_na(answer):
            return f"~{criterion.name}.applies"
        case Is(criterion, (True,)):
            return criterion.name
        case Is(criterion, (answer,)):
            return f"{criterion.name}.is_({answer!r})"
        case Is(criterion, among):
            return f"{criterion.name}.in_({', '.join(map(repr, among))})"
        case Compare(criterion, operator, value):
            text, binds = f"{criterion.name} {operator} {_value_text(value)}", _LOOSEST
        case Not(operand):
            return f"~{_text(operand, _ATOM)}"
        case AllOf(operands) if operands:
            text, binds = " & ".join(_text(operand, _ATOM) for operand in operands), _AND
        case AnyOf(operands) if operands:
            text, binds = " | ".join(_text(operand, _AND) for operand in operands), _OR
        case AllOf():
            return "all_of()"
        case AnyOf():
            return "any_of()"
        case Count(operands, operator=operator, k=k):
            return f"{operator.word}({', '.join([str(k), *map(_text, operands)])})"
        case Reaches(summed, operator, value):
            text, binds = f"{summed!r} {operator} {_value_text(value)}", _LOOSEST
        case LabelIs(ladder, label):
            return f"definition({ladder.name!r}).is_({label!r})"
        case Named(name):
            return name
        case _:
            assert_never(condition)
    return f"({text})" if binds < tightness else text


def _weights_text(summed: Points) -> str:
    return ", ".join(
        f"{term.name if isinstance(term, AnyCriterion) else _text(term)}: "
        f"{worth if isinstance(worth, Steps) else _value_text(worth)}"
        for term, worth in with_steps(summed)
    )


def _value_text(value: str | int | Decimal) -> str:
    if not isinstance(value, Decimal):
        return repr(value)
    short = repr(float(value))
    return short if Decimal(short) == value else repr(value)
