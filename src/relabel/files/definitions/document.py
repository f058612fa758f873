"""Documents: plain data of JSON and TOML read as a definition, with every problem."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import attrs

from relabel.core.definitions.content import Base
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.document import DAYS, FORMAT, UNLIMITED, WHOLE
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.conditions import Label, any_of
from relabel.core.model.evidence import REQUIRED, Conflicts, EvidencePolicy, Hearsay
from relabel.core.model.examples import ALL, Example, Intent, Standing
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.shelf_life import read_life
from relabel.errors import DefinitionError, InvalidDefinitionError, InvalidValueError
from relabel.files.definitions.conditions import Clauses, read_label
from relabel.files.definitions.criteria import read_declarations
from relabel.files.definitions.cursor import Cursor, Parts
from relabel.files.definitions.tables.findings import RowFinding, row_findings
from relabel.files.definitions.tables.reading import BLANK, HITS, Table, read_table
from relabel.files.problems import nothing_read
from relabel.texts import did_you_mean

__all__ = ["from_document", "table_findings"]

T = TypeVar("T")

KEYS = (
    "format",
    "name",
    "title",
    "source",
    "version",
    "given_to",
    "ordered",
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

_NO_TABLES: Mapping[str, str] = FrozenMapping()


def from_document(document: object, *, place: str = "document", tables: Mapping[str, str] = _NO_TABLES) -> Definition:
    """Make a definition of plain data, such as `json.loads` or `tomllib.loads` gives.

    The form is described in docs/reference/definition-files.md. Nothing is guessed: an unknown key is
    refused, and text is no number and no answer to a yes/no question.

    Args:
        document: The data.
        place: What to call them in messages, such as the name of a file.
        tables: The texts of the decision tables that `labels` may name, by name; CSV.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong, each with its path.
    """
    problems: list[DefinitionError] = []
    reader = _Reader(Cursor(document, "$", problems), tables)
    definition = reader.definition()
    if definition is None or problems:
        raise InvalidDefinitionError(nothing_read(place, problems), problems)
    return definition


def table_findings(document: object, tables: Mapping[str, str]) -> tuple[RowFinding, ...]:
    """Give what is odd about the rows of the decision table that a sound document names; nothing without one.

    Args:
        document: The data.
        tables: The texts of the decision tables that `labels` may name, by name; CSV.

    Raises:
        DiagramTooLargeError: The rows differ in too many ways.
    """
    reader = _Reader(Cursor(document, "$", []), tables)
    reader.definition()
    return () if reader.table is None else row_findings(reader.table)


class _Reader:
    """A definition as it is put together from a document; every problem is noted at its cursors."""

    def __init__(self, root: Cursor, tables: Mapping[str, str]) -> None:
        self.root = root
        self.tables = tables
        self.table: Table | None = None
        self.parts = root.table(KEYS, required=("name", "title", "source", "labels"))
        self.declared = read_declarations(self.parts["criteria"])
        self.clauses = Clauses(self.declared, self.parts["lent"].entries(), self.parts["parts"].entries())

    def definition(self) -> Definition | None:
        """Give the definition, perhaps with stand-ins for what is wrong; None where there can be none."""
        if not isinstance(self.root.value, Mapping):
            return None
        self._format()
        arguments: dict[str, Any] = {  # Any: arguments of Definition, each of its own type
            # Where one is wrong, something stands in for it, to find what else is.
            **{key: self.parts[key].text() or key for key in ("name", "title", "source")},
            "version": self.parts["version"].text() or "1",
            "given_to": self._side(),
            "labels": self._labels(),
            "ordered": self.parts["ordered"].truth() is not False,
            "presume": self._presumptions(),
            "disregard": self._criteria("disregard"),
            "remarks": _all_or_none(one.text() for one in self.parts["remarks"].items()),
            "mentions": self._criteria("mentions"),
            "policy": self._policy(),
            "aliases": self._aliases(),
            "examples": self._examples(),
            "intends": self._intent(),
            "only_if": self._premises(),
            "based_on": self._base(),
        }
        self._unused()
        return None if arguments["labels"] is None else self._made(arguments)

    def _made(self, arguments: dict[str, Any]) -> Definition | None:  # Any: as above
        """Make the definition; what is wrong with it as a whole is reported, unless it comes of a stand-in."""
        problems = self.root.problems
        stands_in = bool(problems)
        if stands_in:
            elsewhere = {criterion.name for criterion in arguments["disregard"]}
            arguments["mentions"] = [one for one in self.declared.criteria.values() if one.name not in elsewhere]
        try:
            return Definition(**arguments)
        except InvalidDefinitionError as error:
            known = {problem.path for problem in problems}
            found: Iterable[Any] = error.exceptions  # Any: mypy takes the parts for groups, which they are not
            for problem in found:
                about_stand_in = stands_in and "$.mentions" in f"{problem.path} {problem.expected}"
                if problem.path not in known and not about_stand_in:
                    problems.append(self._placed(problem))
            return None

    def _placed(self, problem: DefinitionError) -> DefinitionError:
        """Name the place in the document, where that is not the place in the definition."""
        if not isinstance(self.parts["labels"].value, Mapping):
            return problem
        path = re.sub(r"^\$\.labels\[(\d+)\]\.name", r"$.labels.names[\1]", problem.path)
        return attrs.evolve(problem, path=re.sub(r"^\$\.labels\[\d+\]\.when", "$.labels.table", path))

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
        return self._table_labels(cursor) if isinstance(cursor.value, Mapping) else self.clauses.rungs(cursor)

    def _table_labels(self, cursor: Cursor) -> list[Label] | None:
        parts = cursor.table(("names", "zones", "table", "hit", "blank"), required=("names", "table"))
        names = self._names(parts["names"])
        hit = parts["hit"].one_of(HITS) or HITS[0]
        file = parts["table"].text()
        if names is None or file is None:
            return None
        if file not in self.tables:
            parts["table"].report("the name of a CSV file in UTF-8 in the same folder or below")
            return [Label(name, any_of()) for name in names]
        blank = parts["blank"].one_of(BLANK) or ""
        self.table = read_table(self.tables[file], file, parts["table"], names, self.declared, hit=hit, blank=blank)
        zones = [one.one_of(names) for one in parts["zones"].items()]
        return [attrs.evolve(label, zone=label.name in zones) for label in self.table.labels()]

    def _names(self, cursor: Cursor) -> list[str] | None:
        """Read the names of labels, in order; None where something is wrong with one."""
        before = len(cursor.problems)
        names: list[str] = []
        for one in cursor.items():
            name = one.text()
            if name is not None:
                try:
                    names.append(Label(name).name)
                except InvalidValueError as error:
                    one.report(error.expected)
        if cursor.is_array and not cursor.items():
            cursor.report("at least one label", found="no labels")
        return names if len(cursor.problems) == before else None

    def _presumptions(self) -> dict[AnyCriterion, Any]:
        found: dict[AnyCriterion, Any] = {}
        for key, cursor in self.parts["presume"].by_name().items():
            criterion = self.declared.find(key, cursor)
            answer = None if criterion is None else self.declared.answer(cursor, criterion)
            if criterion is not None and answer is not None:
                found[criterion] = answer
        return found

    def _premises(self) -> dict[AnyCriterion, Any]:
        found: dict[AnyCriterion, Any] = {}
        for key, cursor in self.parts["only_if"].by_name(whole=self.declared.criteria).items():
            criterion, premise = self.declared.find(key, cursor), self.clauses.read(cursor)
            if criterion is not None and premise is not None:
                found[criterion] = premise
        return found

    def _criteria(self, key: str) -> list[AnyCriterion]:
        return _all_or_none(self.declared.find(cursor.value, cursor) for cursor in self.parts[key].items())

    def _policy(self) -> EvidencePolicy:
        parts = self.parts["policy"].table((*_RULES, "overrides"))
        policy = attrs.evolve(EvidencePolicy(), **_rules(parts))
        overrides = {}
        for name, cursor in parts["overrides"].by_name().items():
            rules = _rules(cursor.table(_RULES))
            if self.declared.named(name, cursor) is not None:
                overrides[name] = attrs.evolve(policy, **rules)
        return attrs.evolve(policy, overrides=overrides)

    def _aliases(self) -> dict[str, str]:
        found = {word: cursor.text() for word, cursor in self.parts["aliases"].entries().items()}
        return {word: label for word, label in found.items() if label is not None}

    def _examples(self) -> list[Example]:
        return _all_or_none(map(self._example, self.parts["examples"].items()))

    def _example(self, cursor: Cursor) -> Example | None:
        parts = cursor.table(("name", "answers", "expect", "no_label", "open"), required=("name",))
        name = parts["name"].text()
        answers = {}
        for key, one in parts["answers"].by_name().items():
            criterion = self.declared.named(key, one)
            answer = None if criterion is None else self.declared.answer(one, criterion)
            if answer is not None:
                answers[key] = answer
        sound, expect = self._expected(cursor, parts)
        return Example(name, answers, expect) if name is not None and sound else None

    def _expected(self, cursor: Cursor, parts: Mapping[str, Cursor]) -> tuple[bool, str | Standing | None]:
        """Give whether what an example expects is sound, and what it is."""
        if "open" not in parts:
            return read_label(cursor, parts, "expect", None)
        if "expect" in parts or "no_label" in parts:
            cursor.report("one of 'expect', 'no_label' and 'open'", found="several of them")
            return False, None
        if parts["open"].value is not True:
            parts["open"].report("true, or no such key")
        return parts["open"].value is True, Standing.OPEN

    def _intent(self) -> Intent:
        parts = self.parts["intends"].table(("raises", "lowers", "overlaps", "gap", "cannot_change"))
        names = {
            key: _all_or_none(map(self._name, parts[key].items())) for key in ("raises", "lowers", "cannot_change")
        }
        return Intent(gap=parts["gap"].truth() is True, overlaps=self._overlaps(parts), **names)

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
        return _all_or_none(map(_pair, cursor.items()))

    def _name(self, cursor: Cursor) -> str | None:
        name = cursor.text()
        criterion = None if name is None else self.declared.named(name, cursor)
        return None if criterion is None else criterion.name

    def _base(self) -> Base | None:
        keys = ("name", "version", "digest")
        parts = self.parts["based_on"].table(keys, required=keys)
        texts = _all_or_none(parts[key].text(blank=True) for key in keys)
        return Base(*texts) if texts else None

    def _unused(self) -> None:
        """Report what is declared and not used; not where a use may be hidden by a problem."""
        if self.root.problems:
            return
        for key in self.declared.criteria:
            if key not in self.declared.used:
                cursor = Cursor(key, f"$.criteria[{key!r}]", self.root.problems)
                cursor.report("its use in a condition, or its name under presume, disregard or mentions")
        for cursor in self.clauses.unused:
            cursor.report("its use in a condition")


_LIVES = {"shelf_life": "days, months or years, such as '30 days' or '2 years'", DAYS: "a whole number of days"}
_RULES = (*_LIVES, "conflicts", "hearsay", "requires")


def _rules(parts: Mapping[str, Cursor]) -> dict[str, Any]:  # Any: arguments of EvidencePolicy, each of its own type
    """Read how evidence is weighed, as far as that is said."""
    rules: dict[str, Any] = {}
    lives = [key for key in _LIVES if key in parts]
    for key in lives:
        value = parts[key].value
        said = f"{value} days" if type(value) is int else value
        life = read_life(said) if isinstance(said, str) and isinstance(value, int) == (key == DAYS) else None
        if life is None and value != UNLIMITED:
            parts[key].report(f"{_LIVES[key]}, or {UNLIMITED!r}")
        rules["shelf_life"] = life
    if len(lives) > 1:
        parts[DAYS].report("one of 'shelf_life' and 'shelf_life_days'", found="both")
    for key, kind in (("conflicts", Conflicts), ("hearsay", Hearsay)):
        word = parts[key].one_of(one.value for one in kind)
        if word is not None:
            rules[key] = word
    if "requires" in parts:
        rules["requires"] = _all_or_none(one.one_of(REQUIRED) for one in parts["requires"].items())
    return rules


def _pair(cursor: Cursor) -> list[str] | None:
    items = cursor.items()
    if cursor.is_array and len(items) != 2:
        cursor.report("two labels")
        return None
    return _all_or_none([one.text() for one in items]) or None


def _all_or_none(found: Iterable[T | None]) -> list[T]:
    """Give what was found, or nothing if something was not, so that each item keeps its position."""
    items = list(found)
    sound = [one for one in items if one is not None]
    return sound if len(sound) == len(items) else []
