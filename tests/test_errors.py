"""Tests of `relabel.errors`: classes whose fields hold the facts."""

import builtins
import inspect
import pickle

import attrs
import pytest

from relabel import errors
from relabel.errors import (
    AmbiguousNameError,
    AnswerError,
    CellError,
    ConditionTooLargeError,
    CriterionConflictError,
    DefinitionConflictError,
    DefinitionError,
    DiagramTooLargeError,
    DuplicateRelationshipError,
    InvalidDefinitionError,
    InvalidFileError,
    InvalidValueError,
    MissingDateError,
    MissingExtraError,
    NestingError,
    NotAConditionError,
    PluginError,
    RelabelError,
    SearchTooLongError,
    TruthValueError,
    UnknownDefinitionError,
    UnknownRelationshipError,
)
from relabel.texts import nearest

PROBLEM = DefinitionError("$.name", "found 'X'", "lower case", "; did you mean 'x'?")
CELL = CellError("book.csv", 3, "pays", "'y'", "yes or no", "; did you mean 'yes'?")
EXAMPLES: list[tuple[RelabelError, type[Exception], list[str]]] = [
    (InvalidValueError("unit of spend", "", "a unit"), ValueError, ["unit of spend", "''", "a unit"]),
    (AnswerError("here", "trust", "hihg", "a level", ("high",)), ValueError, ["here", "'hihg'", "trust", "'high'"]),
    (AnswerError("here", "trust", 9, "1 to 5"), ValueError, ["here", "9", "1 to 5"]),
    (TruthValueError("a & b"), TypeError, ["'a & b'"]),
    (NotAConditionError("a", "write this"), TypeError, ["'a'", "write this"]),
    (NotAConditionError("a"), TypeError, ["'a'"]),
    (NestingError(51, 50), ValueError, ["51", "50"]),
    (ConditionTooLargeError(20_001, 20_000), ValueError, ["20001", "20000"]),
    (AmbiguousNameError("a", 1, 2), ValueError, ["'a'", "1", "2"]),
    (PROBLEM, ValueError, ["found 'X'", "lower case", "did you mean 'x'?", "$.name"]),
    (DefinitionError("$.name", "found 'X'", "lower case", "", "d.toml"), ValueError, ["d.toml: found"]),
    (DefinitionError("$.name", "found 'X'", "lower case", "", "d.toml", 3), ValueError, ["d.toml:3: found"]),
    (DefinitionError("$.name", "found 'X'", "lower case", "", "d.toml", 3, 7), ValueError, ["d.toml:3:7: found"]),
    (DefinitionError("$.labels", "found 'X'", "yes", "", "t.csv", 3, "pays"), ValueError, ["t.csv:3, column 'pays'"]),
    (InvalidDefinitionError("definition 'd':", [PROBLEM]), ExceptionGroup, ["definition 'd':", "$.name"]),
    (DiagramTooLargeError("9 nodes", "8", "partner", "a & b"), ValueError, ["9 nodes", "8", "'partner'", "'a & b'"]),
    (DiagramTooLargeError("201 criteria", "200"), ValueError, ["201 criteria", "200"]),
    (MissingDateError("marc", "pays"), ValueError, ["'marc'", "'pays'", "as_of"]),
    (DuplicateRelationshipError("7", 1, 3), ValueError, ["'7'", "1", "3"]),
    (UnknownRelationshipError("Acme", ("1", "2"), ()), LookupError, ["'Acme'", "1", "2"]),
    (UnknownRelationshipError("Acne", (), ("Acme",)), LookupError, ["'Acne'", "'Acme'"]),
    (UnknownDefinitionError("mark", ("marc",), ("plugin 'x': no",)), LookupError, ["'mark'", "'marc'", "plugin 'x'"]),
    (UnknownDefinitionError("mark", ()), LookupError, ["'mark'", "none"]),
    (DefinitionConflictError("d", ("plugin 'x'", "plugin 'y'")), LookupError, ["'d'", "plugin 'x'", "plugin 'y'"]),
    (
        CriterionConflictError("c", ("definition 'd'", "definition 'e'"), ("a scale", "a choice")),
        LookupError,
        ["'c'", "definition 'd'", "definition 'e'", "a scale", "a choice"],
    ),
    (PluginError("plugin 'x' (acme 1.2)", "it failed"), RelabelError, ["plugin 'x' (acme 1.2)", "it failed"]),
    (PluginError("plugin 'x'", "it failed", "x.py, line 3", "mend it"), RelabelError, ["x.py, line 3", "mend it"]),
    (CELL, ValueError, ["book.csv:3", "'pays'", "'y'", "yes or no", "did you mean 'yes'?"]),
    (CellError("book.json", 3, "", "'y'", "yes or no"), ValueError, ["book.json:3", "'y'"]),
    (InvalidFileError("book.csv:", [CELL]), ExceptionGroup, ["book.csv:", "book.csv:3"]),
    (MissingExtraError("rich", "cli"), ImportError, ["rich", "[cli]"]),
    (SearchTooLongError(200_000), RuntimeError, ["200000", "states"]),
    (SearchTooLongError(1000, "searches"), RuntimeError, ["1000", "searches"]),
]
IDS = [type(error).__name__ for error, _, _ in EXAMPLES]


@pytest.mark.parametrize(("error", "builtin", "facts"), EXAMPLES, ids=IDS)
def test_every_error_is_a_relabel_error_and_the_builtin_that_fits(
    error: RelabelError, builtin: type[Exception], facts: list[str]
) -> None:
    """A caller catches all of them by the base class, or by the builtin."""
    assert isinstance(error, RelabelError)
    assert isinstance(error, builtin)


@pytest.mark.parametrize(("error", "builtin", "facts"), EXAMPLES, ids=IDS)
def test_every_message_holds_the_facts(error: RelabelError, builtin: type[Exception], facts: list[str]) -> None:
    """What was found, what was expected and where; the wording is not promised."""
    assert [fact for fact in facts if fact not in str(error)] == []


@pytest.mark.parametrize(("error", "builtin", "facts"), EXAMPLES, ids=IDS)
def test_every_error_can_be_sent_to_another_process(
    error: RelabelError, builtin: type[Exception], facts: list[str]
) -> None:
    """Errors of worker processes arrive whole."""
    twin = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (type(twin), str(twin)) == (type(error), str(error))


def test_there_is_an_example_of_every_error() -> None:
    """The list above misses none."""
    public = {getattr(errors, name) for name in errors.__all__ if inspect.isclass(getattr(errors, name))}
    assert public - {RelabelError} == {type(error) for error, _, _ in EXAMPLES}


@pytest.mark.parametrize("name", [name for name in errors.__all__ if name.endswith("Error")])
def test_no_error_shadows_a_builtin(name: str) -> None:
    """A star import of the errors hides nothing of Python's."""
    assert not hasattr(builtins, name)


def test_fields_of_an_error_cannot_be_changed() -> None:
    """The facts stay facts; Python itself may still attach a cause and a traceback."""
    error = MissingDateError("marc", "pays")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        error.definition = "other"  # type: ignore[misc]  # the point of the test
    with pytest.raises(MissingDateError) as caught:
        raise error from ValueError("cause")
    assert isinstance(caught.value.__cause__, ValueError)


def test_a_group_can_be_split_and_keeps_its_class() -> None:
    """`except*` and `split` give groups of the same class, each with its part."""
    other, cell = DefinitionError("$.title", "found ''", "text"), CellError("book.csv", 4, "", "'z'", "a date")
    definitions = InvalidDefinitionError("d:", [PROBLEM, other]).split(lambda error: error is other)
    files = InvalidFileError("f:", [CELL, cell]).split(lambda error: error is cell)
    assert [type(part) for part in (*definitions, *files)] == [InvalidDefinitionError] * 2 + [InvalidFileError] * 2
    assert [part.exceptions for part in (*definitions, *files) if part] == [(other,), (PROBLEM,), (cell,), (CELL,)]


def test_long_values_are_cut_in_messages() -> None:
    """A condition of ten thousand signs does not fill the screen."""
    assert len(str(TruthValueError("a & " * 10_000))) < 1000


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("anual_spend", ["annual_spend", "trust"], "annual_spend"),
        ("Annual Spend", ["annual_spend"], "annual_spend"),
        ("loyal-buyer", ["loyal.buyer", "loyal.seller"], "loyal.buyer"),
        ("CLIENT", ["client", "partner"], "client"),
        ("zzz", ["client", "partner"], None),
        ("client", [], None),
        ("", ["client"], None),
        ("a_b", ["a.b", "a-b"], "a-b"),
    ],
)
def test_nearest_proposes_what_was_probably_meant(name: str, known: list[str], found: str | None) -> None:
    """Case and the signs between words are ignored; ties go to the alphabet; nothing is forced."""
    assert nearest(name, known) == found


def test_nearest_does_not_depend_on_order() -> None:
    """Sets come in any order."""
    known = ["trust_a", "trust_b", "trust_c"]
    assert {nearest("trust_x", order) for order in (known, known[::-1])} == {"trust_a"}


def test_problems_that_were_grouped_again_are_all_shown() -> None:
    """Splitting a group and putting the parts together nests them; none is lost."""
    inner = InvalidFileError("a", [CellError("f", 2, "x", "1", "2"), CellError("f", 3, "x", "1", "2")])
    outer = InvalidFileError("b", [inner, CellError("f", 9, "y", "1", "2")])  # type: ignore[list-item]  # as except* does
    assert ["f:2" in str(outer), "line 3" in str(outer), "f:9" in str(outer)] == [True] * 3
