"""Criteria files: what `relabel elicit` needs to know before it asks: criteria and words, no conditions."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, final

import attrs

from relabel.core.definitions.content import Content
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.document import WHOLE
from relabel.core.definitions.validation import faults
from relabel.core.model.answers import Answer, Number, is_number
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.conditions import Condition, Label, any_of
from relabel.core.model.criteria import Criterion, Measure
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import DefinitionError, InvalidValueError
from relabel.files.definitions.clauses.conditions import Clauses
from relabel.files.definitions.clauses.criteria import Declarations, read_declarations
from relabel.files.definitions.clauses.cursor import Cursor, Parts
from relabel.files.definitions.document import is_definition
from relabel.files.definitions.references import Find
from relabel.files.definitions.toml import read_definition, read_document, refused

__all__ = ["CriteriaFile", "read_criteria_file"]

KEYS = ("name", "given_to", "labels", "raises", "lowers", "impossible", "steps", "sayings", "criteria")


@final
@attrs.frozen
class CriteriaFile:
    """What a criteria file holds.

    Attributes:
        name: What the definition is to be called.
        criteria: What it may ask for.
        labels: The words, the highest first.
        raises: Names of criteria of which a higher answer speaks for a higher word.
        lowers: Names of criteria of which it speaks for a lower one.
        impossible: Conditions that hold of no company.
        steps: By name of a measure the numbers from which on it may make a difference.
        sayings: By name of a criterion and answer how it is said.
        given_to: The side that wears the label.
        taken_from: The definition whose criteria and words these are, if the file is one.
    """

    name: str
    criteria: tuple[AnyCriterion, ...]
    labels: tuple[str, ...]
    raises: tuple[str, ...]
    lowers: tuple[str, ...]
    impossible: tuple[Condition, ...]
    steps: Mapping[str, tuple[Number, ...]]
    sayings: Mapping[str, Mapping[Answer, str]]
    given_to: Side | None
    taken_from: Definition | None = None

    @property
    def content(self) -> Content:
        """The words and criteria, as of a definition without conditions."""
        labels = tuple(map(Label, self.labels))
        return Content(self.name, "", labels, source="", given_to=self.given_to, mentions=self.criteria)


def read_criteria_file(path: Path, *, find: Find | None = None) -> CriteriaFile:
    """Read a criteria file: TOML, described in docs/reference/criteria-files.md.

    Of a definition file its criteria and words are taken, with directions where it intends some, and the numbers
    that its conditions name as steps; the conditions themselves are not.

    Args:
        path: The file.
        find: Gives the definitions of plugins that a definition file may name.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong, with file, line and column.
        OSError: The file cannot be opened.
    """
    document, text = read_document(path)
    if is_definition(document):
        return _taken(read_definition(path, find=find))
    problems: list[DefinitionError] = []
    parts = Cursor(document, "$", problems).table(KEYS, required=("name", "labels", "criteria"))
    declared = read_declarations(parts["criteria"])
    clauses = Clauses(declared)
    side = parts["given_to"].one_of([*(one.value for one in Side), WHOLE]) or Side.BUYER.value
    raises, lowers = (_names(parts[key], declared) for key in ("raises", "lowers"))
    found = CriteriaFile(
        parts["name"].text() or "",
        tuple(declared.criteria.values()),
        tuple(filter(None, (one.text() for one in parts["labels"].items()))),
        raises,
        lowers,
        tuple(one for one in map(clauses.read, parts["impossible"].items()) if one is not None),
        FrozenMapping((name, _steps(one, declared.find(name, one))) for name, one in parts["steps"].by_name().items()),
        FrozenMapping(
            (name, _sayings(one, declared.find(name, one))) for name, one in parts["sayings"].by_name().items()
        ),
        None if side == WHOLE else Side(side),
    )
    problems += () if problems else _unfit(found, parts, declared)
    if problems:
        raise refused(problems, document, text, path.name)
    return found


def _unfit(found: CriteriaFile, parts: Parts, declared: Declarations) -> Iterator[DefinitionError]:
    """Give what the definition that is to be found would refuse, or the search for it, where it stands in the file.

    Nobody is to answer eighty cases for a definition whose name is none.
    """
    places = [f"$.criteria[{key!r}]" for key in declared.criteria]
    names = [one.name for one in found.criteria]
    for at, (place, one) in enumerate(zip(places, found.criteria, strict=True)):
        if one.name in names[:at]:
            yield DefinitionError(place, f"found the name {one.name!r} again", "each name once")
        if one.may_be_na:
            yield DefinitionError(place, "found may_be_na = true", "none: what does not apply has no place in an order")
    for cursor, lower in zip(parts["lowers"].items(), found.lowers, strict=True):
        if lower in found.raises:
            yield DefinitionError(cursor.path, f"found {cursor.value!r}", "a criterion that does not stand in raises")
    labels: list[Label] = []
    for cursor, word in zip(parts["labels"].items(), found.labels, strict=True):
        try:
            labels.append(Label(word, any_of()))
        except InvalidValueError as error:
            yield DefinitionError(cursor.path, f"found {word!r}", error.expected)
            labels.append(Label(f"word {len(labels)}", any_of()))
    content = Content(
        found.name, "A title", labels, given_to=found.given_to, source="A source", mentions=found.criteria
    )
    mentioned = {f"$.mentions[{at}]": place for at, place in enumerate(places)}
    for problem in faults(content):
        path = mentioned.get(problem.path, problem.path)
        yield attrs.evolve(problem, path=path if path == "$.name" else path.removesuffix(".name"))


def _taken(definition: Definition) -> CriteriaFile:
    """Give what a definition says of the criteria and words of another one."""
    raises, lowers = definition.directions()
    measured = [one for one in definition.diagram.variables if isinstance(one.criterion, Measure)]
    return CriteriaFile(
        f"{definition.name}-found",
        definition.asked,
        tuple(label.name for label in definition.labels if not label.zone),
        tuple(raises),
        tuple(lowers),
        (),
        FrozenMapping((one.criterion.name, tuple(dict.fromkeys(cut for cut, _ in one.cuts))) for one in measured),
        FrozenMapping(),
        definition.given_to,
        definition,
    )


def _names(cursor: Cursor, declared: Declarations) -> tuple[str, ...]:
    found = [declared.find(one.value, one) for one in cursor.items()]
    return tuple(one.name for one in found if one is not None)


def _steps(cursor: Cursor, criterion: AnyCriterion | None) -> tuple[Number, ...]:
    if criterion is not None and not isinstance(criterion, Measure):
        cursor.report("no steps, as it is no measure", found=f"{criterion.name!r}")
    numbers: list[Any] = []  # Any: checked one by one
    for one in cursor.items():
        if is_number(one.value) and not (isinstance(criterion, Measure) and not criterion.accepts(one.value)):
            numbers.append(one.value)
        else:
            one.report(criterion.expected if isinstance(criterion, Measure) else "a number")
    return tuple(numbers)


def _sayings(cursor: Cursor, criterion: AnyCriterion | None) -> Mapping[Answer, str]:
    """Read how answers are said: under `yes` and `no`, or the answer as it is written."""
    said: dict[Answer, str] = {}
    if criterion is None:
        return said
    if criterion.answers is None:
        cursor.report("no sayings, as any number answers it", found=f"{criterion.name!r}")
        return said
    known: dict[str, Answer] = (
        {"no": False, "yes": True} if isinstance(criterion, Criterion) else {str(one): one for one in criterion.answers}
    )
    for key, one in cursor.table(tuple(known)).items():
        text = one.text()
        if text is not None:
            said[known[key]] = text
    return FrozenMapping(said)
