"""Documents: plain data of JSON and TOML read as a definition, with every problem."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from relabel.core.definitions.content import Base, Content, named_parts
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.document import FORMAT, WHOLE
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.conditions import Label, Ladder, all_of
from relabel.core.model.examples import ALL, Example, Intent
from relabel.errors import DefinitionError, InvalidDefinitionError
from relabel.files.definitions.clauses.conditions import Clauses, Others
from relabel.files.definitions.clauses.criteria import read_declarations
from relabel.files.definitions.clauses.cursor import Cursor, Parts, all_or_none
from relabel.files.definitions.clauses.labels import read_example
from relabel.files.definitions.clauses.policy import read_policy
from relabel.files.definitions.overlays import (
    DROPPED,
    changed_by_criterion,
    changed_examples,
    changed_labels,
    changed_mentions,
    changed_parts,
    place_in_overlay,
    without_dropped,
)
from relabel.files.definitions.references import FROM, NO_FILES, Find, References, is_reference, read_parameters
from relabel.files.definitions.tables.findings import RowFinding, row_findings
from relabel.files.definitions.tables.labels import place_beside_table, read_labels
from relabel.files.definitions.tables.reading import Table
from relabel.files.definitions.toml_positions import NoTomlError, located, parse_toml
from relabel.files.problems import nothing_read
from relabel.texts import did_you_mean

__all__ = ["from_document", "is_definition", "table_findings"]

NOTHING: Mapping[str, Cursor] = {}

KEYS = (
    "format",
    "name",
    "title",
    "source",
    "version",
    "given_to",
    "ordered",
    "extends",
    "drop",
    "parameters",
    "criteria",
    "parts",
    "labels",
    "presume",
    "disregard",
    "remarks",
    "mentions",
    "policy",
    "aliases",
    "examples",
    "intends",
    "only_if",
    "based_on",
    "lent",
    "$schema",
)

NEEDED = ("name", "title", "source", "labels")
"""What a definition has to say that extends no other."""


def from_document(
    document: object, *, place: str = "document", beside: Mapping[str, str] = NO_FILES, find: Find | None = None
) -> Definition:
    """Make a definition of plain data, such as `json.loads` or `tomllib.loads` gives.

    The form is described in docs/reference/definition-files.md. Nothing is guessed: an unknown key is
    refused, and text is no number and no answer to a yes/no question.

    Args:
        document: The data.
        place: What to call them in messages, such as the name of a file.
        beside: The texts of the files that it may name, by name: definitions in TOML, decision tables in CSV.
        find: Gives the definitions of plugins that it may name: `installed().definition`.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong, each with its path.
    """
    problems: list[DefinitionError] = []
    definition = _Reader(Cursor(document, "$", problems), References(place, beside, find)).definition()
    if definition is None or problems:
        raise InvalidDefinitionError(nothing_read(place, problems), problems)
    return definition


def table_findings(
    document: object, beside: Mapping[str, str], *, place: str = "document", find: Find | None = None
) -> tuple[RowFinding, ...]:
    """Give what is odd about the rows of all decision tables that a sound document leads to; nothing without any.

    Args:
        document: The data.
        beside: The texts of the files that it may name, as for `from_document`.
        place: As there.
        find: As there.

    Raises:
        DiagramTooLargeError: The rows differ in too many ways.
    """
    reader = _Reader(Cursor(document, "$", []), References(place, beside, find))
    reader.definition()
    return tuple(finding for table in reader.tables for finding in row_findings(table))


def is_definition(document: Mapping[str, object]) -> bool:
    """Say whether a document is plainly a definition, sound or not: its labels are no mere words, or it extends one."""
    labels = document.get("labels")
    tables = isinstance(labels, list) and any(isinstance(one, Mapping) for one in labels)
    return tables or isinstance(labels, Mapping) or "extends" in document


def _sorts_only(value: object) -> bool:
    """Say whether a document is a criteria file: its labels are words alone, and nothing else is a definition's."""
    if not isinstance(value, Mapping) or not {"title", "source", "extends"}.isdisjoint(value):
        return False
    labels = value.get("labels")
    return isinstance(labels, list) and bool(labels) and all(isinstance(one, str) for one in labels)


class _Reader:
    """A definition as it is put together from a document; every problem is noted at its cursors.

    Args:
        root: The document.
        references: What it names.
        given: Values of its parameters, as whoever names it gives them.
    """

    def __init__(self, root: Cursor, references: References, given: Mapping[str, Cursor] = NOTHING) -> None:
        if _sorts_only(root.value):
            takes = "a definition, whose labels have conditions; `relabel elicit` takes it, and others with --criteria"
            root.report(takes, found="a criteria file, which has words and no conditions")
            root = Parts()["$"]  # what else a definition has is not missed
        self.root = root
        self.references = references
        self.tables: list[Table] = []
        """The decision tables that were read, those of what it names included."""
        self.table: Table | None = None
        extends = isinstance(root.value, Mapping) and "extends" in root.value
        self.parts = root.table(KEYS, required=NEEDED[: 1 if extends else None])
        read_parameters(self.parts["parameters"], given, references.reading[-1])
        self.base = self._definition(self.parts["extends"]) if extends else None
        lent = self.parts["lent"].entries()
        named = {name: self._definition(one) for name, one in lent.items() if is_reference(one.value)}
        self.start = Content("", "", (), source="")
        if self.base is not None:
            self.start = without_dropped(self.base, self.parts["drop"]) if "drop" in self.parts else self.base
        elif "drop" in self.parts and not extends:
            self.parts["drop"].report("no such key without 'extends'", found="the key 'drop'")
        self.inherited = len(self.start.examples)
        self.whole = None not in named.values() and (self.base is not None or not extends)
        others = [one for one in (self.base, *named.values()) if one is not None]
        self.declared = read_declarations(self.parts["criteria"], [one for other in others for one in other.criteria])
        self.clauses = Clauses(
            self.declared,
            {name: one for name, one in lent.items() if name not in named},
            self.parts["parts"].entries(),
            Others(
                {name: Ladder(name, one.labels) for name, one in named.items() if one is not None},
                {part.name: part for one in reversed(others) for part in named_parts(one.labels)},
                {label.name: all_of() if label.when is None else label.when for label in self.start.labels},
                lambda cursor: self._read_labels(cursor, ranked=False)[1],
            ),
        )

    def _definition(self, cursor: Cursor) -> Definition | None:
        return self.references.definition(cursor, self._read_file)

    def _read_file(self, text: str, given: Mapping[str, Cursor]) -> tuple[Definition | None, list[DefinitionError]]:
        """Read a definition file that this one names; gives what is wrong with it beside it."""
        file, problems = self.references.reading[-1], list[DefinitionError]()
        try:
            document = parse_toml(text)
        except NoTomlError as error:
            return None, [error.problem(file)]
        reader = _Reader(Cursor(document, "$", problems), self.references, given)
        definition = reader.definition()
        self.tables += reader.tables
        return (None if problems else definition), located(problems, document, text, file)

    def definition(self) -> Definition | None:
        """Give the definition, perhaps with stand-ins for what is wrong; None where there can be none."""
        if not isinstance(self.root.value, Mapping):
            return None
        self._format()
        if not self.whole:  # what is wrong besides depends on what could not be read
            return None
        # Where one is wrong, something stands in for it, to find what else is.
        readers: dict[str, Callable[[], Any]] = {  # Any: arguments of Definition, each of its own type
            **{key: functools.partial(self._text, key) for key in ("name", "title", "source")},
            "version": lambda: self.parts["version"].text() or "1",
            "given_to": self._side,
            "labels": self._labels,
            "ordered": lambda: self.parts["ordered"].truth() is not False,
            "presume": self._presumptions,
            "disregard": lambda: self._criteria("disregard"),
            "remarks": lambda: all_or_none(one.text() for one in self.parts["remarks"].items()),
            "mentions": lambda: self._criteria("mentions"),
            "policy": lambda: read_policy(self.parts["policy"], self.start.policy, self.declared),
            "aliases": self._aliases,
            "examples": self._examples,
            "intends": self._intent,
            "only_if": self._premises,
            "based_on": self._base,
        }
        kept = set() if self.base is None else readers.keys() - self.parts.keys() - {"labels", "intends"}
        dropped = DROPPED if self.start is not self.base else ()
        arguments = {key: read() for key, read in readers.items() if key not in kept.difference(dropped)}
        if self.base is not None and "mentions" in kept:
            arguments["mentions"] = changed_mentions(self.base, self.start, arguments["labels"] or ())
        self._unused()
        return None if arguments["labels"] is None else self._made(arguments)

    def _text(self, key: str) -> str:
        return self.parts[key].text() or key

    def _made(self, arguments: dict[str, Any]) -> Definition | None:  # Any: as above
        """Make the definition; what is wrong with it as a whole is reported, unless it comes of a stand-in."""
        problems = self.root.problems
        stands_in = bool(problems)
        if stands_in:
            elsewhere = {criterion.name for criterion in arguments.get("disregard", ())}
            arguments["mentions"] = [one for one in self.declared.criteria.values() if one.name not in elsewhere]
        try:
            return Definition(**arguments) if self.base is None else self.base.evolve(**arguments)
        except InvalidDefinitionError as error:
            known = {problem.path for problem in problems}
            found: Iterable[Any] = error.exceptions  # Any: mypy takes the parts for groups, which they are not
            for problem in found:
                about_stand_in = stands_in and "$.mentions" in f"{problem.path} {problem.expected}"
                if problem.path not in known and not about_stand_in:
                    problems.append(attrs.evolve(problem, path=self._place(problem.path)))
            return None

    def _place(self, path: str) -> str:
        """Give the place in the document for one in the definition."""
        if self.table is not None:
            return place_beside_table(path)
        labels = [] if self.parts["labels"].is_array else [label.name for label in self.start.labels]
        return place_in_overlay(path, labels, self.inherited)

    def _format(self) -> None:
        cursor = self.parts["format"]
        if type(cursor.value) is not int or cursor.value != FORMAT:
            newer = isinstance(cursor.value, int) and cursor.value > FORMAT
            hint = "; it was written by a later version of relabel" if newer else ""
            cursor.report(f"{FORMAT}, the version of this form", hint)

    def _side(self) -> Side | None:
        word = self.parts["given_to"].one_of([*(side.value for side in Side), WHOLE]) or Side.BUYER.value
        return None if word == WHOLE else Side(word)

    def _labels(self) -> list[Label] | None:
        """Read the labels with their conditions; None where one has no name of its own."""
        cursor = self.parts["labels"]
        if self.base is None:
            return self._own_labels(cursor)
        if "labels" not in self.parts:
            labels: list[Label] | None = list(self.base.labels)
        elif isinstance(cursor.value, Mapping) and not isinstance(cursor.value.get("table"), str):
            labels = changed_labels(self.base, cursor, self.clauses)
        else:
            labels = self._own_labels(cursor)
        return None if labels is None else changed_parts(self.base, labels, self.clauses)

    def _own_labels(self, cursor: Cursor) -> list[Label] | None:
        if not isinstance(cursor.value, Mapping):
            return self.clauses.rungs(cursor)
        self.table, labels = self._read_labels(cursor)
        return labels

    def _read_labels(self, cursor: Cursor, *, ranked: bool = True) -> tuple[Table | None, list[Label] | None]:
        table, labels = read_labels(cursor, self.references.text, self.clauses, ranked=ranked)
        self.tables += [] if table is None else [table]
        return table, labels

    def _presumptions(self) -> dict[AnyCriterion, Any]:
        found: dict[AnyCriterion, Any] = {}
        for key, cursor in self.parts["presume"].by_name().items():
            criterion = self.declared.find(key, cursor)
            answer = None if criterion is None else self.declared.answer(cursor, criterion)
            if criterion is not None and answer is not None:
                found[criterion] = answer
        return changed_by_criterion(self.start.presume, found)

    def _premises(self) -> dict[AnyCriterion, Any]:
        found: dict[AnyCriterion, Any] = {}
        for key, cursor in self.parts["only_if"].by_name(whole=self.declared.criteria).items():
            criterion, premise = self.declared.find(key, cursor), self.clauses.read(cursor)
            if criterion is not None and premise is not None:
                found[criterion] = premise
        return changed_by_criterion(self.start.only_if, found)

    def _criteria(self, key: str) -> list[AnyCriterion]:
        return all_or_none(self.declared.find(cursor.value, cursor) for cursor in self.parts[key].items())

    def _aliases(self) -> dict[str, str]:
        found = {word: cursor.text() for word, cursor in self.parts["aliases"].entries().items()}
        return {**self.start.aliases, **{word: label for word, label in found.items() if label is not None}}

    def _examples(self) -> list[Example]:
        own = all_or_none(read_example(one, self.declared) for one in self.parts["examples"].items())
        merged = changed_examples(self.start.examples, own)
        self.inherited = len(merged) - len(own)
        return merged

    def _intent(self) -> Intent:
        parts = self.parts["intends"].table(("raises", "lowers", "overlaps", "gap", "cannot_change"))
        said: dict[str, Any] = {  # Any: arguments of Intent, each of its own type
            key: all_or_none(map(self._name, parts[key].items()))
            for key in ("raises", "lowers", "cannot_change")
            if key in parts
        }
        if "gap" in parts:
            said["gap"] = parts["gap"].truth() is True
        if "overlaps" in parts or self.order_decides:
            said["overlaps"] = self._overlaps(parts)
        return attrs.evolve(self.start.intends, **said)

    @property
    def order_decides(self) -> bool:
        """Whether rows of a table may overlap and give different labels."""
        return self.table is not None and self.table.hit in ("first", "priority")

    def _overlaps(self, parts: Parts) -> Any:  # Any: as `Intent` takes them
        """Read which labels may overlap: all, unless it is said, where a table says that the order decides."""
        cursor = parts["overlaps"]
        if cursor.value == ALL or ("overlaps" not in parts and self.order_decides):
            return ALL
        if isinstance(cursor.value, str):
            cursor.report(f"pairs of labels in [ ], or {ALL!r}", did_you_mean(cursor.value, [ALL]))
            return ()
        return all_or_none(map(_pair, cursor.items()))

    def _name(self, cursor: Cursor) -> str | None:
        name = cursor.text()
        criterion = None if name is None else self.declared.named(name, cursor)
        return None if criterion is None else criterion.name

    def _base(self) -> Base | None:
        if self.base is not None:
            self.parts["based_on"].report("no such key, as 'extends' says it", found="the key 'based_on'")
        keys = ("name", "version", "digest")
        parts = self.parts["based_on"].table(keys, required=keys)
        texts = all_or_none(parts[key].text(blank=True) for key in keys)
        return Base(*texts) if texts else None

    def _unused(self) -> None:
        """Report what is declared and not used; not where a use may be hidden by a problem."""
        if self.root.problems:
            return
        for key in self.declared.criteria:
            if key not in self.declared.used:
                cursor = Cursor(key, f"$.criteria[{key!r}]", self.root.problems)
                used = "its use in a condition, or its name under presume, disregard or mentions"
                cursor.report(used, "; delete it, or list it under mentions")
        for cursor in self.clauses.unused:
            cursor.report("its use in a condition")
        for name, cursor in self.parts["parameters"].entries().items():
            if name not in cursor.parameters.used:
                extended = "" if self.base is None else f"; those of {self.base.name!r} stand beside {FROM!r}"
                cursor.report(f"its use as a number{extended}", found=repr(name))


def _pair(cursor: Cursor) -> list[str] | None:
    items = cursor.items()
    if cursor.is_array and len(items) != 2:
        cursor.report("two labels")
        return None
    return all_or_none([one.text() for one in items]) or None
