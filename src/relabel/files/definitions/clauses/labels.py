"""Labels: where a document names one, as examples do, and whether those of a definition are in order."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from relabel.core.model.conditions import Label
from relabel.core.model.examples import Example, Standing
from relabel.core.model.words import fold
from relabel.errors import ConditionTooLargeError, InvalidValueError, NestingError
from relabel.files.definitions.clauses.criteria import Declarations
from relabel.files.definitions.clauses.cursor import Cursor, listed
from relabel.texts import did_you_mean

__all__ = ["check_order", "made", "read_example", "read_label"]

T = TypeVar("T")


def read_label(
    cursor: Cursor, parts: Mapping[str, Cursor], key: str, known: Collection[str] | None
) -> tuple[bool, str | None]:
    """Read the label under a key of a table, or `no_label = true` in its place.

    Args:
        cursor: The table.
        parts: What it holds.
        key: The key.
        known: The labels that there are; None where that is not known.

    Returns:
        Whether it is sound; what is not is reported. And the label, None for no label.
    """
    if (key in parts) == ("no_label" in parts):
        cursor.report(f"either {key!r} or 'no_label'", found=listed([one for one in (key, "no_label") if one in parts]))
        return False, None
    if "no_label" in parts:
        if parts["no_label"].value is not True:
            parts["no_label"].report("true, or no such key")
        return parts["no_label"].value is True, None
    label = parts[key].text()
    if label is not None and known is not None and label not in known:
        parts[key].report(f"one of {', '.join(map(repr, known))}", did_you_mean(label, known))
        return False, None
    return label is not None, label


def read_example(cursor: Cursor, declared: Declarations) -> Example | None:
    """Read a case with the label that it should get; None where something is wrong, which is reported."""
    parts = cursor.table(("name", "answers", "expect", "no_label", "open"), required=("name",))
    name = parts["name"].text()
    answers = {}
    for key, one in parts["answers"].by_name().items():
        criterion = declared.named(key, one)
        answer = None if criterion is None else declared.answer(one, criterion)
        if answer is not None:
            answers[key] = answer
    sound, expect = _expected(cursor, parts)
    return Example(name, answers, expect) if name is not None and sound else None


def _expected(cursor: Cursor, parts: Mapping[str, Cursor]) -> tuple[bool, str | Standing | None]:
    """Give whether what an example expects is sound, and what it is."""
    if "open" not in parts:
        return read_label(cursor, parts, "expect", None)
    if "expect" in parts or "no_label" in parts:
        cursor.report("one of 'expect', 'no_label' and 'open'", found="several of them")
        return False, None
    if parts["open"].value is not True:
        parts["open"].report("true, or no such key")
    return parts["open"].value is True, Standing.OPEN


def check_order(cursor: Cursor, labels: Iterable[Label]) -> None:
    """Check for a lent definition what `Definition` checks for one of its own."""
    items = cursor.items()
    if not items:
        cursor.report("at least one label", found="no labels")
    taken: dict[str, str] = {}
    for one, label in zip(items, labels, strict=True):
        first = taken.setdefault(fold(label.name), one.path)
        if first != one.path:
            one.report(f"a name other than that of {first}", found=repr(label.name))
        if label.when is None and one != items[-1]:
            one.report("the key 'when'; only the last label may leave it out", found="a label without condition")


def made(cursor: Cursor, make: Callable[..., T], *arguments: object) -> T | None:
    """Make something of sound parts; None where it gets too large, or is no name for a label, which is reported."""
    try:
        return make(*arguments)
    except NestingError as error:
        cursor.report(f"at most {error.limit}", found=f"a condition nested {error.depth} levels deep")
    except ConditionTooLargeError as error:
        cursor.report(f"at most {error.limit}", found=f"a condition of {error.parts} parts")
    except InvalidValueError as error:
        cursor.report(error.expected)
    return None
