"""Strategies: criteria, definitions, evidence and all the rest, made by Hypothesis for your own tests.

Needs the extra `testing`. All that is made is valid and small, and shrinks to few criteria and little evidence.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar, get_args, overload

import attrs

from relabel.checks.effects import effects_of, sound_diagram
from relabel.checks.examples import classify_example
from relabel.core.classification.classification import Classification
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Finding
from relabel.core.diagrams.space import Space
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Condition, Label
from relabel.core.model.criteria import Measure
from relabel.core.model.evidence import Evidence, EvidencePolicy
from relabel.core.model.examples import Example, Intent, Standing
from relabel.core.model.relationship import LabelInUse, Relationship
from relabel.core.model.words import fold
from relabel.errors import InvalidValueError, MissingExtraError

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise MissingExtraError("hypothesis", "testing") from error

from relabel.testing.ingredients import (  # only now, as it needs Hypothesis too
    KINDS,
    Pool,
    any_label,
    chance,
    checked,
    conditions_of,
    kind_of_criterion,
    labels,
    numbers_of,
    pick,
    policies,
    pools,
    trees,
    word,
)
from relabel.testing.topics import Topic, evidence_on, topics_of

__all__ = [
    "AS_OF",
    "answers",
    "classifications",
    "conditions",
    "criteria",
    "definitions",
    "evidence",
    "examples",
    "findings",
    "of_type",
    "relationships",
]

C = TypeVar("C", bound=AnyCriterion)
T = TypeVar("T")

AS_OF: Final = date(2024, 1, 31)
"""The day around which evidence is dated unless you say otherwise, and a good day to classify on."""


@overload
def criteria() -> st.SearchStrategy[AnyCriterion]: ...
@overload
def criteria(*kinds: type[C]) -> st.SearchStrategy[C]: ...
def criteria(*kinds: type[AnyCriterion]) -> st.SearchStrategy[Any]:
    """Make criteria of all four kinds, or of those given: `criteria(Scale, Measure)`.

    Raises:
        InvalidValueError: One of `kinds` is no kind of criterion.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise InvalidValueError("kinds", kind, f"some of {', '.join(one.__name__ for one in KINDS)}")
    return st.one_of([kind_of_criterion(kind) for kind in kinds or KINDS])


def answers(criterion: AnyCriterion) -> st.SearchStrategy[Answer]:
    """Make answers in the domain of a criterion; for a measure whole numbers, decimals and floats."""
    return numbers_of(criterion) if isinstance(criterion, Measure) else st.sampled_from(criterion.answers or ())


def conditions(criteria: Iterable[AnyCriterion] | None = None) -> st.SearchStrategy[Condition]:
    """Make conditions: comparisons, `& | ~`, counts, points and labels of other definitions.

    Args:
        criteria: What they may ask for, at least one; by default a few that are made up.

    Raises:
        InvalidValueError: `criteria` has none, or something else in it.
    """
    return pools().flatmap(trees) if criteria is None else trees(checked(criteria))


def definitions(criteria: Iterable[AnyCriterion] | None = None) -> st.SearchStrategy[Definition]:
    """Make definitions, with all that a definition may have.

    At least one condition asks for something. Examples get the labels that they should, and what is
    meant to raise or lower the rank does so. Labels that nobody gets, overlaps and gaps occur.

    Args:
        criteria: What they may ask for, at least one; by default a few that are made up.

    Raises:
        InvalidValueError: `criteria` has none, or something else in it.
    """
    return pools().flatmap(_definitions) if criteria is None else _definitions(checked(criteria))


def examples(definition: Definition) -> st.SearchStrategy[Example]:
    """Make examples that get the label they expect, which is any that can be given."""
    return _examples(definition)


def evidence(on: AnyCriterion | Definition | None = None, *, as_of: date = AS_OF) -> st.SearchStrategy[Evidence]:
    """Make evidence: dated and undated, on either side's word and on nobody's.

    Args:
        on: The criterion. Or a definition: any criterion that it declares, with numbers on either side
            of its thresholds and days on either side of its shelf lives. By default made up.
        as_of: The day around which it is dated, mostly before.

    Returns:
        The strategy; an empty one for a definition that declares no criterion.

    Raises:
        DiagramTooLargeError: The definition needs an absurdly large diagram.
        InvalidValueError: `on` is something else.
    """
    if on is None:
        return criteria().flatmap(lambda one: evidence(one, as_of=as_of))
    if isinstance(on, Definition):
        asked = topics_of(on, as_of)
        return evidence_on(asked, as_of) if asked else st.nothing()
    return evidence_on([Topic.of(one) for one in checked([on])], as_of)


def relationships(definition: Definition | None = None, *, as_of: date = AS_OF) -> st.SearchStrategy[Relationship]:
    """Make relationships with evidence on the criteria of a definition.

    Some have all the evidence that a label takes, whichever of those that can be given; some have part
    of it. On top comes any other evidence: contested, stale, future, hearsay, disregarded, on a
    criterion that nobody declares. The words in use are labels, aliases, other words, or none.

    Args:
        definition: The definition; by default made up.
        as_of: The day around which evidence is dated, for you to classify on.

    Raises:
        DiagramTooLargeError: The definition needs an absurdly large diagram.
    """
    if definition is None:
        return definitions().flatmap(lambda one: relationships(one, as_of=as_of))
    declared = [one.name for one in definition.criteria]
    # The longest of these names, at least, is declared by nobody.
    stray = next(name for name in (*(f"{one}_x" for one in declared), "nobody_asks") if name not in declared)
    topics = (*topics_of(definition, as_of), Topic(stray, (True, 1, "yes")))
    return _relationships(definition, topics, st.lists(evidence_on(topics, as_of), max_size=6), as_of)


def findings(definition: Definition | None = None, *, as_of: date = AS_OF) -> st.SearchStrategy[Finding]:
    """Make findings on the criteria that a definition asks for, as it weighs evidence.

    Args:
        definition: The definition; by default made up.
        as_of: The day of judgement.

    Returns:
        The strategy; an empty one for a definition that asks for no criterion.
    """
    if definition is None:
        return definitions().flatmap(lambda one: findings(one, as_of=as_of))
    return _findings(definition, as_of) if definition.asked else st.nothing()


def classifications(definition: Definition | None = None, *, as_of: date = AS_OF) -> st.SearchStrategy[Classification]:
    """Make classifications of `relationships(definition)`.

    Args:
        definition: The definition; by default made up.
        as_of: The day of judgement. Some have none, where no evidence has a shelf life.
    """
    if definition is None:
        return definitions().flatmap(lambda one: classifications(one, as_of=as_of))
    dated = any(definition.policy.of(one.name).shelf_life is not None for one in definition.asked)
    days = st.just(as_of) if dated else st.sampled_from((as_of, None))
    return st.builds(Classification, relationships(definition, as_of=as_of), st.just(definition), days)


def of_type(kind: type[T]) -> st.SearchStrategy[T]:
    """Give what `hypothesis.strategies.from_type` makes of a type of this library."""
    return _BY_TYPE[kind]()


_NAMES: Final = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)
_SOURCES: Final = (
    ("A definition", "the handbook", "1"),
    ("Ne “vendor”, ni “client”", "https://example.org/ü?a=b", "2.0"),
)


@st.composite
def _definitions(draw: st.DrawFn, pool: Pool) -> Definition:
    given = draw(labels(trees(pool)))
    asked = dict.fromkeys(one for label in given if label.when is not None for one in criteria_of(label.when))
    roles = {one: pick(draw, ("", "disregard", "mention")) for one in pool if one not in asked}
    declared = [*asked, *(one for one, role in roles.items() if role)]
    names = {fold(label.name): label.name for label in given}
    # The plural of the longest label, at least, is no label.
    plurals = {fold(other): other for other in ("VIP", *(f"{name}s" for name in names.values()))}
    others = [other for folded, other in plurals.items() if folded not in names]
    words = [label.name for label in given if not label.zone]
    title, source, version = pick(draw, _SOURCES)
    given_to, ordered = pick(draw, _WEARERS)
    definition = Definition(
        word(draw, ("acme-tiers", "house-words"), _NAMES),
        title,
        given,
        source=source,
        version=version,
        given_to=given_to,
        ordered=ordered,
        presume={one: draw(answers(one)) for one in asked if chance(draw, 4)},
        disregard=[one for one, role in roles.items() if role == "disregard"],
        mentions=[one for one, role in roles.items() if role == "mention"],
        policy=draw(policies([one.name for one in declared])),
        aliases={pick(draw, others): pick(draw, words) for _ in range(pick(draw, (0, 1, 2))) if words},
    )
    count = pick(draw, (0, 0, 0, 1, 2, 3))
    if count:
        some = {example.name: example for example in [draw(_examples(definition)) for _ in range(count)]}
        definition = attrs.evolve(definition, examples=some.values(), intends=draw(_intents(definition)))
    return definition.evolve(version=f"{version}+") if chance(draw, 6) else definition


_WEARERS: Final = ((Side.BUYER, True), (Side.SELLER, True), (None, True), (Side.BUYER, False), (None, False))


@st.composite
def _intents(draw: st.DrawFn, definition: Definition) -> Intent:
    def some(values: Sequence[T]) -> list[T]:
        return [value for value in values if chance(draw, 2)]

    space = Space(definition.diagram.variables)
    effects, _ = effects_of(definition, space, *sound_diagram(definition)) if definition.ordered else ((), ())
    ranked = [effect for effect in effects if effect.changes is None]
    return Intent(
        raises=some([effect.criterion.name for effect in ranked if effect.lowers is None]),
        lowers=some([effect.criterion.name for effect in ranked if effect.raises is None]),
        overlaps="all"
        if chance(draw, 4)
        else some(list(itertools.combinations((label.name for label in definition.labels), 2))),
        gap=chance(draw, 2),
        cannot_change=some([criterion.name for criterion in definition.criteria]),
    )


@st.composite
def _completions(draw: st.DrawFn, definition: Definition) -> dict[AnyCriterion, Answer]:
    """Answer all that a definition asks for, such that any label which can be given comes about as often."""
    diagram = definition.unrolled
    leaf, node = pick(draw, range(len(diagram.leaves))), diagram.root
    cells: dict[int, int] = {}
    while children := diagram.children[node]:
        ways = [cell for cell, child in enumerate(children) if diagram.reach[child] >> leaf & 1]
        cells[diagram.levels[node]] = cell = pick(draw, ways)
        node = children[cell]
    for level, variable in enumerate(diagram.variables):
        if level not in cells:
            cells[level] = pick(draw, range(variable.size))
    return {variable.criterion: variable.example(cells[level]) for level, variable in enumerate(diagram.variables)}


@st.composite
def _examples(draw: st.DrawFn, definition: Definition) -> Example:
    name = word(draw, ("the dry cleaner", "the airline", "the hotel"))
    known = {criterion.name: answer for criterion, answer in draw(_completions(definition)).items()}
    if chance(draw, 6):  # what little is known may leave it open
        few = {criterion: answer for criterion, answer in known.items() if chance(draw, 3)}
        if classify_example(definition, Example(name, few, None)).standing is Standing.OPEN:
            return Example(name, few, Standing.OPEN)
    expect = classify_example(definition, Example(name, known, None)).label
    for criterion in definition.criteria:
        if criterion.name not in known:
            if chance(draw, 4):
                known[criterion.name] = draw(answers(criterion))
        elif not chance(draw, 2):
            fewer = {other: answer for other, answer in known.items() if other != criterion.name}
            found = classify_example(definition, Example(name, fewer, None))
            if found.standing is not Standing.OPEN and found.label == expect:
                known = fewer
    return Example(name, known, expect)


@st.composite
def _relationships(
    draw: st.DrawFn,
    definition: Definition,
    topics: Sequence[Topic],
    pieces: st.SearchStrategy[list[Evidence]],
    as_of: date,
) -> Relationship:
    share, more = pick(draw, _SHARES)
    found = draw(pieces) if more else []
    if share:
        found = [*found, *_supporting(draw, definition, as_of, share)]
    words = (*definition.words, f" {definition.labels[-1].name.upper()}", "friend", "clinet")
    known = (None, *words)
    buyer_label, seller_label, label = pick(draw, known), pick(draw, known), pick(draw, known)
    sources = pick(draw, ((), ("CRM",), ("CRM", "contract")))
    return Relationship(
        word(draw, _COMPANIES),
        word(draw, _COMPANIES),
        buyer_label=buyer_label,
        seller_label=seller_label,
        label=label,
        labels=[LabelInUse(pick(draw, words), definition.given_to, source) for source in sources],
        evidence=_disputed(draw, found, topics),
        **pick(draw, _CONTEXTS),
    )


_COMPANIES: Final = ("Acme Ltd", "Dry Cleaner Ltd", "Paper & Co")
_CONTEXTS: Final[tuple[dict[str, Any], ...]] = (  # Any: each field has its own type
    {},
    {"since": date(1999, 1, 1)},
    {"since": date(2020, 2, 29), "id": "7", "attributes": {"owner": "Ana", "yearly_value": 1000}},
    {"id": "Ä-1", "attributes": {"owner": "Ben", "yearly_value": Decimal("0.5"), "key": True}},
)


_PER_MILLE: Final = st.integers(0, 999)
_SHARES: Final = ((0, True), (1000, False), (1000, True), (500, True), (750, True), (1000, False))
"""What part, per mille, of all that a label takes there is evidence on; and whether there is any other."""


def _supporting(draw: st.DrawFn, definition: Definition, as_of: date, share: int) -> list[Evidence]:
    """Draw evidence that counts and agrees with itself, on a share per mille of what a definition asks for."""
    # Also of all that it asks for each can be left out, by a 0, so that a failing case shrinks to little.
    return [
        definition.policy.counting(criterion, answer, as_of, "ledger")
        for criterion, answer in draw(_completions(definition)).items()
        if draw(_PER_MILLE) > 1000 - share
    ]


def _disputed(draw: st.DrawFn, found: list[Evidence], topics: Sequence[Topic]) -> list[Evidence]:
    """Add, at times, evidence that contradicts a piece; or repeats it, if no other answer is known."""
    if not found or not chance(draw, 3):
        return found
    one = pick(draw, found)
    known = next(topic.known for topic in topics if topic.name == one.criterion)
    other = pick(draw, [answer for answer in known if answer != one.answer] or [one.answer])
    return [*found, attrs.evolve(one, answer=other)]


@st.composite
def _findings(draw: st.DrawFn, definition: Definition, as_of: date) -> Finding:
    name = pick(draw, definition.asked).name
    topics = [topic for topic in topics_of(definition, as_of) if topic.name == name]
    pieces = evidence_on(topics, as_of)
    found = _disputed(draw, [draw(pieces) for _ in range(pick(draw, (0, 2, 1, 3, 2, 1)))], topics)
    one = Classification(Relationship("the buyer", "the seller", evidence=found), definition, as_of)
    return one.weighed.finding(name)


def _criteria_of(kind: type[AnyCriterion]) -> Callable[[], st.SearchStrategy[Any]]:
    return lambda: criteria(kind)


def _conditions_of(kind: type[Condition]) -> Callable[[], st.SearchStrategy[Any]]:
    return lambda: conditions_of(kind)


_BY_TYPE: Final[Mapping[Any, Callable[[], st.SearchStrategy[Any]]]] = {  # Any: whatever the key says
    AnyCriterion: criteria,
    **{kind: _criteria_of(kind) for kind in KINDS},
    **{kind: _conditions_of(kind) for kind in get_args(Condition)},
    Label: lambda: pools().flatmap(lambda pool: any_label(trees(pool))),
    EvidencePolicy: lambda: policies(("pays", "meets")),
    Definition: definitions,
    Example: lambda: definitions().flatmap(examples),
    Evidence: evidence,
    Relationship: relationships,
    Finding: findings,
    Classification: classifications,
}
