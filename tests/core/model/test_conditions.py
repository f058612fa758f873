"""Tests of `relabel.core.model.conditions`: expressions over criteria as frozen data."""

import copy
import functools
import operator
import pickle
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal

import attrs
import pytest

from relabel import (
    Choice,
    Condition,
    Criterion,
    Definition,
    Label,
    Measure,
    Scale,
    all_of,
    any_of,
    at_least,
    at_most,
    exactly,
    named,
    per_side,
    points,
    vocabulary,
)
from relabel.core.model.conditions import (
    MAX_DEPTH,
    MAX_SIZE,
    AllOf,
    AnyOf,
    Compare,
    Count,
    Is,
    LabelIs,
    Ladder,
    Named,
    Not,
    Points,
    Reaches,
    as_condition,
)
from relabel.errors import (
    AnswerError,
    ConditionTooLargeError,
    InvalidValueError,
    NestingError,
    NotAConditionError,
    RelabelError,
    TruthValueError,
)

a, b, c, d = (Criterion(name) for name in "abcd")
handling = Choice("handling", options=["escalated", "discussed", "ignored"])
trust = Scale("trust", low=1, high=5)
spend = Measure("spend", unit="EUR/year")
important = per_side("important")
other = Definition("other", "Another", [Label("partner", a & b), Label("client")], source="a page")

TEXTS: dict[str, Condition] = {
    "a": a.to_condition(),
    "~a": ~a,
    "a & b": a & b,
    "a | b": a | b,
    "fit": named("fit", a & b, "Good fit"),
    "~fit & (score >= 5)": ~named("fit", a & b, "Good fit") & (named("score", points({a: 1, trust: 2})) >= 5),
    "a & b | c & d": (a & b) | (c & d),
    "(a | b) & (c | d)": (a | b) & (c | d),
    "~(a & b)": ~(a & b),
    "~(a | b)": ~(a | b),
    "~a & ~b | ~c": (~a & ~b) | ~c,
    "a & b & c": all_of(a, b, c),
    "a | b | c": any_of(a, b, c),
    "all_of()": all_of(),
    "any_of()": any_of(),
    "~any_of()": ~any_of(),
    "a & all_of()": AllOf((a.to_condition(), all_of())),
    "important.buyer & important.seller": important.both,
    "important.buyer | important.seller": important.either,
    "handling.is_('discussed')": handling.is_("discussed"),
    "handling.in_('escalated', 'discussed')": handling.in_("discussed", "escalated"),
    "~handling.is_('discussed')": ~handling.is_("discussed"),
    "trust.is_(1)": trust.is_(1),
    "trust.in_(1, 5)": trust.in_(5, 1, 5),
    "trust >= 4": trust >= 4,
    "trust > 4": trust > 4,
    "trust <= 4": trust <= 4,
    "trust < 4": trust < 4,
    "~(trust >= 4)": ~(trust >= 4),
    "(trust >= 2) & (trust <= 4)": trust.between(2, 4),
    "a & (trust >= 4)": a & (trust >= 4),
    "a | (trust >= 4)": a | (trust >= 4),
    "spend >= 50000": spend >= 50_000,
    "spend >= 0.1": spend >= 0.1,
    "spend < -2.5": spend < Decimal("-2.50"),
    "spend > Decimal('0.1234567890123456789')": spend > Decimal("0.1234567890123456789"),
    "at_least(2, a, b, c)": at_least(2, a, b, c),
    "at_most(1, a, b & c)": at_most(1, a, b & c),
    "exactly(0, a | b, trust >= 4)": exactly(0, a | b, trust >= 4),
    "at_least(-1)": at_least(-1),
    "~at_least(2, a, b)": ~at_least(2, a, b),
    "points({}) >= 0": points({}) >= 0,
    "points({a: 1, important.buyer: 2, trust: -1}) >= 5": points({a: 1, important.buyer: 2, trust: -1}) >= 5,
    "points({a & b: 1, ~c: 2}) < 2": points({a & b: 1, ~c: 2}) < 2,
    "~(points({a: 1}) > 0) & (points({b: 1}) <= 0)": ~(points({a: 1}) > 0) & (points({b: 1}) <= 0),
    "definition('other').is_('partner')": other.is_("partner"),
    "~definition('other').is_(None) | a": ~other.is_(None) | a,
}


def evaluated(condition: Condition) -> Condition:
    """Give what the text of a condition evaluates to in its own vocabulary."""
    found = eval(str(condition), dict(vocabulary(condition)))  # noqa: S307  # that it evaluates is what is tested
    return as_condition(found)  # a bare name gives the criterion, which stands for its condition


@pytest.mark.parametrize("text", TEXTS)
def test_a_condition_prints_as_the_python_that_makes_it(text: str) -> None:
    """There is one canonical text, with brackets only where Python's precedence asks for them."""
    assert (str(TEXTS[text]), repr(TEXTS[text])) == (text, text)


@pytest.mark.parametrize("text", [text for text in TEXTS if text != "a & all_of()"])
def test_the_text_evaluates_back_to_the_condition(text: str) -> None:
    """A condition comes back from its text in the namespace that `vocabulary` gives."""
    assert evaluated(TEXTS[text]) == TEXTS[text]


@pytest.mark.parametrize("text", TEXTS)
def test_equal_conditions_have_equal_hashes(text: str) -> None:
    """Conditions are values: a copy that went through pickle is equal and hashes the same."""
    twin = pickle.loads(pickle.dumps(TEXTS[text]))  # noqa: S301  # our own bytes
    assert (twin, hash(twin)) == (TEXTS[text], hash(TEXTS[text]))


def test_different_conditions_differ() -> None:
    """No two of the conditions above are equal, and neither are their texts."""
    assert len(set(TEXTS.values())) == len(TEXTS)


def test_a_hash_does_not_travel_to_another_process() -> None:
    """A cached hash is not pickled: it holds only for the hash seed of its own process."""
    for condition in TEXTS.values():
        hash(condition)
    code = (
        "import pickle, sys; from relabel import vocabulary; from relabel.core.model.conditions import as_condition; "
        "found = pickle.load(sys.stdin.buffer); "
        "assert all(as_condition(eval(str(one), dict(vocabulary(one)))) in {one} for one in found)"
    )
    sent = [condition for text, condition in TEXTS.items() if text != "a & all_of()"]
    subprocess.run([sys.executable, "-c", code], input=pickle.dumps(sent), check=True, env={"PYTHONHASHSEED": "7"})  # noqa: S603  # our own code


@pytest.mark.parametrize("text", TEXTS)
def test_conditions_are_frozen_and_slotted(text: str) -> None:
    """A condition never changes and takes no attributes."""
    condition = TEXTS[text]
    assert not hasattr(condition, "__dict__")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        condition.depth = 3  # type: ignore[misc]  # the point of the test


def test_a_condition_can_be_copied() -> None:
    """Copies are equal."""
    assert copy.deepcopy(a & (trust >= 4)) == a & (trust >= 4)


OPERANDS = [a, *TEXTS.values(), handling, trust, spend, points({a: 1})]


@pytest.mark.parametrize("operand", OPERANDS, ids=repr)
def test_nothing_in_a_condition_has_a_truth_value(operand: object) -> None:
    """`if condition` would always be taken, so it is refused."""
    with pytest.raises(TruthValueError):
        bool(operand)


SLIPS: dict[str, Callable[[], object]] = {
    "and": lambda: a and b,
    "or": lambda: a or b,
    "not": lambda: not a,
    "chained scale": lambda: 1 <= trust <= 5,
    "chained measure": lambda: 1 <= spend <= 5,
    "chained points": lambda: 1 <= points({a: 1}) <= 5,
    "any": lambda: any([a, b]),
    "if else": lambda: a if b else c,
}


@pytest.mark.parametrize("slip", SLIPS)
def test_python_words_that_ask_for_a_truth_value_are_refused(slip: str) -> None:
    """`and`, `or`, `not` and chained comparisons would silently drop a part of the condition."""
    with pytest.raises(TruthValueError) as caught:
        SLIPS[slip]()
    assert isinstance(caught.value, TypeError)


COMPARED: list[Callable[[object], object]] = [
    lambda one: all_of(a, one),
    lambda one: any_of(a, one),
    lambda one: at_least(1, a, one),
    lambda one: at_most(1, a, one),
    lambda one: exactly(1, a, one),
    lambda one: points({one: 1}),
    lambda one: a & one,
    lambda one: one & a,
    lambda one: a | one,
    lambda one: one | a,
    lambda one: Label("x", one),
]
THREE: object = 3  # the type checker sees through a literal
WRONG: dict[str, object] = {
    "criterion ==": a == b,
    "scale ==": trust == THREE,
    "scale !=": trust != THREE,
    "points ==": points({a: 1}) == THREE,
    "choice": handling,
    "scale": trust,
    "measure": spend,
    "text": "a",
    "number": 1,
    "per side": important,
    "definition": other,
}


@pytest.mark.parametrize("combine", COMPARED, ids=range(len(COMPARED)))
@pytest.mark.parametrize("found", WRONG)
def test_what_is_no_condition_is_refused_wherever_one_is_expected(
    combine: Callable[[object], object], found: str
) -> None:
    """Plain True from `==`, a choice, a scale, a measure or text is no condition; the error keeps what was found."""
    if found == "scale" and combine is COMPARED[5]:
        return  # a scale may stand in points
    with pytest.raises(NotAConditionError) as caught:
        combine(WRONG[found])
    assert caught.value.found is WRONG[found] or caught.value.found == WRONG[found]


def test_none_is_no_condition() -> None:
    """Only a label may leave its condition out."""
    with pytest.raises(NotAConditionError):
        as_condition(None)


@pytest.mark.parametrize("found", ["criterion ==", "choice", "scale", "measure"])
def test_common_slips_come_with_a_cure(found: str) -> None:
    """The error says what to write instead."""
    with pytest.raises(NotAConditionError) as caught:
        as_condition(WRONG[found])
    assert caught.value.cure


def test_points_without_a_comparison_come_with_a_cure() -> None:
    """A sum of points is no condition until it is compared with a number."""
    with pytest.raises(NotAConditionError) as caught:
        as_condition(points({a: 1}))
    assert caught.value.cure


def test_no_cure_is_invented() -> None:
    """What is simply something else gets no advice."""
    with pytest.raises(NotAConditionError) as caught:
        as_condition("a")
    assert caught.value.cure == ""


def test_not_not_is_the_condition_itself() -> None:
    """Double negation leaves nothing behind, so that the text stays canonical."""
    assert ~~a == a.to_condition()


@pytest.mark.parametrize(
    ("nested", "flat"),
    [
        ((a & b) & c, all_of(a, b, c)),
        (a & (b & c), all_of(a, b, c)),
        ((a | b) | c, any_of(a, b, c)),
        (a | (b | c), any_of(a, b, c)),
        (all_of(all_of(), a), a.to_condition()),
        (any_of(any_of(), a), a.to_condition()),
        (all_of(a), a.to_condition()),
        (any_of(a), a.to_condition()),
        (any_of(all_of()), all_of()),
        (all_of(any_of()), any_of()),
        (all_of(a & b, trust.between(2, 3)), all_of(a, b, trust >= 2, trust <= 3)),
    ],
)
def test_chains_of_one_operator_are_flat(nested: Condition, flat: Condition) -> None:
    """`&` and `|` are associative, and how they were bracketed does not show."""
    assert nested == flat


def test_different_operators_are_not_flattened_into_each_other() -> None:
    """`&` inside `|` keeps its place."""
    assert any_of(a & b, c) != any_of(a, b, c)


@pytest.mark.parametrize("chain", [operator.and_, operator.or_])
def test_a_chain_of_a_thousand_terms_is_one_level(chain: Callable[[object, object], Condition]) -> None:
    """Chains of one operator count as one level, however long."""
    terms: list[object] = [Criterion(f"c{number}") for number in range(1000)]
    condition = as_condition(functools.reduce(chain, terms))
    assert (condition.depth, evaluated(condition)) == (2, condition)


def deepened(condition: Condition) -> Condition:
    """Give a condition two levels deeper: `~(condition & a)`."""
    return ~(condition & a)


def test_nesting_up_to_the_limit_works() -> None:
    """A condition of `MAX_DEPTH` levels prints, hashes, pickles and comes back from its text."""
    condition: Condition = a.to_condition()
    while condition.depth + 2 <= MAX_DEPTH:
        condition = deepened(condition)
    condition = condition & b if condition.depth < MAX_DEPTH else condition
    assert condition.depth == MAX_DEPTH
    assert pickle.loads(pickle.dumps(condition)) == evaluated(condition)  # noqa: S301  # our own bytes


def nested(condition: Condition, *labels: Label) -> Definition:
    return Definition(f"d{condition.depth}", "t", labels, source="s")


DEEPEN: list[Callable[[Condition], Condition]] = [
    deepened,
    lambda condition: (condition & a) | b,
    lambda condition: at_least(1, condition, a),
    lambda condition: at_most(0, condition, a),
    lambda condition: exactly(1, condition, a),
    lambda condition: points({condition: 2, a: -1}) >= 1,
    lambda condition: ~(points({condition: 2, a: -1}) >= 1),
    lambda condition: Definition(f"d{condition.depth}", "t", [Label("x", condition & a), Label("y")], source="s").is_(
        "x"
    ),
    lambda condition: Definition(f"d{condition.depth}", "t", [Label("x", a), Label("y", ~condition)], source="s").is_(
        "y"
    ),
]


@pytest.mark.parametrize("deepen", DEEPEN, ids=range(len(DEEPEN)))
def test_nesting_too_deep_is_refused_by_name(deepen: Callable[[Condition], Condition]) -> None:
    """Whatever is nested, also through other definitions, ends in NestingError and never in RecursionError."""
    with pytest.raises(NestingError) as caught:
        functools.reduce(lambda condition, _: deepen(condition), range(200), a & b)
    assert (caught.value.depth > MAX_DEPTH, caught.value.limit) == (True, MAX_DEPTH)


@pytest.mark.parametrize("function", [at_least, at_most, exactly])
@pytest.mark.parametrize("k", [True, 1.0, "1", None, Decimal(1)])
def test_k_is_a_whole_number(function: Callable[..., Condition], k: object) -> None:
    """`k` counts conditions."""
    with pytest.raises(InvalidValueError):
        function(k, a, b)


@pytest.mark.parametrize("function", [at_least, at_most, exactly])
def test_a_forgotten_k_is_named(function: Callable[..., Condition]) -> None:
    """`at_least(a, b)` says that the number comes first."""
    with pytest.raises(InvalidValueError) as caught:
        function(a, b)
    assert caught.value.found is a


@pytest.mark.parametrize("weight", [True, float("inf"), float("nan"), "1", None, {"yes": 1}])
def test_weights_are_numbers(weight: object) -> None:
    """Whatever else stands there is refused, not counted as one."""
    with pytest.raises((InvalidValueError, AnswerError)):
        points({a: weight})


def test_decimal_weights_are_exact() -> None:
    """However they are typed, and added where one condition is given twice; they come back from the text."""
    one = points({a: 0.1, b: Decimal("0.20")})
    assert one.terms == ((a.to_condition(), Decimal("0.1")), (b.to_condition(), Decimal("0.2")))
    assert points({a: 0.1, a.to_condition(): 0.2}).terms == ((a.to_condition(), Decimal("0.3")),)
    assert str(one >= 0.3) == "points({a: 0.1, b: 0.2}) >= 0.3"
    assert points({a: 1.0}) == points({a: 1})


def test_the_answers_of_a_criterion_may_carry_points() -> None:
    """As so many conditions; what is no answer is refused."""
    size = Choice("size", options=["small", "large", "huge"])
    trust = Scale("trust", low=1, high=3)
    assert points({size: {"large": 1, "huge": 2.5}}) == points({size.is_("large"): 1, size.is_("huge"): 2.5})
    assert points({trust: {3: 5}, a: {True: 1, False: -1}}) == points({trust.is_(3): 5, a: 1, Is(a, (False,)): -1})
    with pytest.raises(AnswerError):
        points({size: {"lrage": 1}})


@pytest.mark.parametrize("value", [True, float("inf"), "1", None])
def test_points_are_compared_with_numbers(value: object) -> None:
    """A sum of points is compared with points."""
    with pytest.raises(InvalidValueError):
        points({a: 1}).compare(">=", value)  # type: ignore[arg-type]  # the point of the test


def test_points_between_includes_both_ends() -> None:
    """`between` is two comparisons."""
    total = points({a: 1, b: 2})
    assert total.between(1, 2) == (total >= 1) & (total <= 2)


def test_points_on_a_criterion_and_on_the_condition_that_it_stands_for_keep_their_text() -> None:
    """`a` and `a.to_condition()` print the same, so the text must not lose one of two weights."""
    condition = points({a: 1, a.to_condition(): 2}) >= 3
    assert evaluated(condition) == condition


def test_points_are_frozen_slotted_and_hashable() -> None:
    """A sum is a value as well."""
    total = points({a: 1, trust: 2})
    assert (hash(total), hasattr(total, "__dict__")) == (hash(points({a: 1, trust: 2})), False)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        total.terms = ()  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize("wanted", ["Partner", "vendor", "", 3])
def test_a_nested_definition_has_only_its_own_labels(wanted: object) -> None:
    """A label that another definition does not give is an error, not a condition that never holds."""
    with pytest.raises(InvalidValueError) as caught:
        other.is_(wanted)  # type: ignore[arg-type]  # the point of the test
    assert caught.value.found == wanted


def test_a_misspelt_nested_label_comes_with_the_nearest_one() -> None:
    """The error proposes the label that was probably meant."""
    with pytest.raises(InvalidValueError) as caught:
        other.is_("partnr")
    assert "'partner'" in str(caught.value)


@pytest.mark.parametrize("name", ["", " ", " client", "client ", "a  b", "a\tb", "a\n", None, 5])
def test_a_label_is_named_by_clean_words(name: object) -> None:
    """The name of a label has single spaces inside and none around it."""
    with pytest.raises(InvalidValueError):
        Label(name, a)  # type: ignore[arg-type]  # the point of the test


def test_a_label_takes_a_criterion_for_its_condition() -> None:
    """A yes/no criterion stands for "yes"."""
    assert Label("client", a) == Label("client", a.to_condition())


def test_conditions_that_are_no_conditions_are_caught_by_base_class() -> None:
    """Every error of the library is a `RelabelError` and the builtin that fits."""
    with pytest.raises(RelabelError):
        all_of("a")
    with pytest.raises(TypeError):
        all_of("a")


def test_the_node_types_are_a_closed_set() -> None:
    """Every node of the examples is one of the nine members of `Condition`."""
    assert {type(one) for one in TEXTS.values()} == {Is, Compare, Not, AllOf, AnyOf, Count, Reaches, LabelIs, Named}


@pytest.mark.parametrize("name", ["", "Fit", "fit.buyer", "points", "in", "a b", 3])
def test_a_part_is_named_in_snake_case(name: object) -> None:
    """As criteria are, but for the side; and not after a word of Python or of conditions."""
    for part in (a & b, points({a: 1})):
        with pytest.raises(InvalidValueError) as caught:
            named(name, part)  # type: ignore[call-overload]  # the point of the test
        assert caught.value.found == name


@pytest.mark.parametrize("title", [" a", "a  b", 3, None])
def test_the_title_of_a_part_is_clean_words(title: object) -> None:
    """Or nothing."""
    with pytest.raises(InvalidValueError):
        named("fit", a, title)  # type: ignore[call-overload]  # the point of the test


def test_a_criterion_may_have_another_name_as_a_part() -> None:
    """It stands for "yes"."""
    assert named("fit", a) == Named("fit", a.to_condition())
    with pytest.raises(NotAConditionError):
        named("fit", trust)  # type: ignore[call-overload]  # the point of the test


def test_a_sum_of_points_is_not_ordered_itself() -> None:
    """Points compare with numbers only, never with other points."""
    assert isinstance(points({a: 1}), Points)
    with pytest.raises(InvalidValueError):
        points({a: 1}).compare(">=", points({b: 1}))  # type: ignore[arg-type]  # the point of the test


def test_a_condition_of_too_many_parts_is_refused() -> None:
    """What is used twice counts twice, so no walk over a condition can be endless."""
    with pytest.raises(ConditionTooLargeError) as caught:
        functools.reduce(lambda condition, _: exactly(1, condition, condition), range(40), a & b)
    assert (caught.value.parts > MAX_SIZE, caught.value.limit) == (True, MAX_SIZE)


@pytest.mark.parametrize("mention", ["lent", "condition", "sum"])
def test_what_has_a_name_counts_once_however_often_it_is_mentioned(mention: str) -> None:
    """A matrix over tables mentions each of them in most rows; each is written down once."""
    long = any_of(*(exactly(1, a, b) for _ in range(5_000)))
    total = named("total", points({long: 1, a: 1}))
    one = {
        "lent": Ladder("other", (Label("yes", long),)).is_("yes"),
        "condition": named("long", long),
        "sum": total >= 1,
    }
    often = exactly(1, *[one[mention], ~one[mention]] * 200)
    extra = 1 if mention == "sum" else 0  # the term that is a itself
    assert (often.size, len(often.shared)) == (1 + 200 * 3 + long.size + extra, 1)
    deeper = exactly(1, *[named("outer", often)] * 300)
    assert (deeper.size, len(deeper.shared)) == (1 + 300 + often.size, 2)


@pytest.mark.parametrize("wrong", [[a, b], (a, b), 3])
def test_a_wrong_operand_comes_with_a_cure(wrong: object) -> None:
    """A list without its star, and a number in the wrong place, are the usual slips."""
    with pytest.raises(NotAConditionError) as caught:
        any_of(wrong)
    assert caught.value.cure


def test_any_of_one_is_that_one() -> None:
    """As all of one is."""
    assert (any_of(a), all_of(a)) == (a.to_condition(), a.to_condition())


def test_points_of_one_condition_are_added_up() -> None:
    """Whether it is written as a criterion or as the condition that it stands for."""
    assert points({a: 1, a.to_condition(): 2}).terms == ((a.to_condition(), 3),)
