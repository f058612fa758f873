"""Laws of definitions as plain data, TOML and JSON Schema: there and back exactly, whatever the definition."""

import contextlib
import copy
import json
import math
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from relabel import (
    AnyCriterion,
    Base,
    Condition,
    Criterion,
    Definition,
    Example,
    Intent,
    Label,
    Measure,
    Scale,
    all_of,
    any_of,
)
from relabel.checks.changes import changes_between
from relabel.core.definitions.document import to_document
from relabel.core.model.conditions import among
from relabel.errors import InvalidDefinitionError
from relabel.files.definitions.document import from_document
from relabel.files.definitions.toml import from_toml, read_schema, to_toml
from tests.property.strategies import LABELS, answers_to, definitions, pools

VALIDATOR: Final = Draft202012Validator(json.loads(read_schema()))
LENT: Final = Definition("deeper", "t", [Label("y", Criterion("deep")), Label("z")], source="s")
TEXTS: Final = ("a", 'say "so"', "don't", "C:\\new", "tab\tline\nend", "Müller & Söhne", "\x7f\x00 ", "a # b", "{side}")


@st.composite
def whole_definitions(draw: st.DrawFn) -> Definition:
    """Give a definition with everything that one may have, lent definitions in other words included."""
    pool = draw(pools())
    one = draw(definitions(pool))
    text = st.sampled_from(TEXTS)
    labels = [label.name for label in one.labels]
    spoken = [label.name for label in one.labels if not label.zone]
    answers = {
        criterion: draw(st.sampled_from(answers_to(criterion))) for criterion in one.criteria if draw(st.booleans())
    }
    another = draw(st.booleans())
    ordered = [criterion for criterion in one.criteria if criterion.answers is None or criterion.answers[0] is False]
    return attrs.evolve(
        one,
        title=draw(text),
        version=draw(text),
        aliases={**one.aliases, **({'the "very" best': spoken[-1]} if spoken and another else {})},
        based_on=draw(st.sampled_from((None, Base("base", "1", "0f"), Base("base", "", "")))),
        examples=[
            Example(name, answers, draw(st.sampled_from((*labels, None)))) for name in draw(st.sets(text, max_size=2))
        ],
        intends=Intent(
            raises=ordered[:1] if one.ordered else [],
            lowers=ordered[1:] if one.ordered else [],
            overlaps=draw(st.sampled_from(([labels[:2]], "all", []))) if len(labels) > 1 else [],
            gap=draw(st.booleans()),
            cannot_change=draw(st.sets(st.sampled_from(one.criteria), max_size=2)) if one.criteria else (),
        ),
    )


Step = str | int
Path = tuple[Step, ...]
ODD: Final[tuple[object, ...]] = (
    None, True, "no", "", 0, -1, 2.5, 10**2000, math.nan, "0.1", "1.0", Decimal("0.1"), [], {}, ["pays"], {"all": []},
    "pays", "pay", {"buyer": True}, date(2026, 1, 31), LABELS[0], {"criterion": "spend", ">=": 1}, {3: 4},
)  # fmt: skip
"""Values that are wrong in most places."""


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Give the path of everything inside plain data."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*path, key)
        yield from paths(one, (*path, key))


@st.composite
def spoiled_documents(draw: st.DrawFn, *, most: int = 3) -> dict[str, object]:
    """Give the document of a definition in which one thing has been changed, or a few."""
    document: Any = copy.deepcopy(to_document(draw(whole_definitions())))
    for _ in range(draw(st.integers(1, most))):
        path: tuple[Any, ...] = draw(st.sampled_from(list(paths(document))))
        *above, last = path
        inside: Any = document  # a dict or a list
        for step in above:
            inside = inside[step]
        change = draw(st.sampled_from(("replace", "remove", "rename", "add", "copy")))
        if change == "replace":
            inside[last] = copy.deepcopy(draw(st.sampled_from(ODD)))
        elif change == "remove":
            del inside[last]
        elif isinstance(inside, list):
            inside.append(copy.deepcopy(inside[last]))
        elif change == "rename":
            inside[f"{last}s"] = inside.pop(last)
        elif change == "copy":
            inside[f"{last}-2"] = copy.deepcopy(inside[last])
        else:
            inside[draw(st.sampled_from(("wehn", "when", "any", "kind", "at_least", "no_label", "pays")))] = True
        assume(document)
    return document  # type: ignore[no-any-return]  # it is one


SPEND: Final = Measure("spend", unit="EUR/year")
ALIKE: Final = st.builds(
    lambda bound, number, years, turned: Definition(
        "alike",
        "t",
        [Label("a", bound < SPEND), Label("b")],
        source="s",
        presume=dict(list({SPEND: number, Criterion("pays"): True}.items())[::turned]),
        disregard=[Measure("years", unit="years")][:years],
    ),
    st.sampled_from((0.1, Decimal("0.1"), 1, 1.0)),
    st.sampled_from((1, 1.0, Decimal("1.0"), 0.1, Decimal("0.1"), Decimal("0.10"), 1e16, 10**16, -0.0, 0)),
    st.integers(0, 1),
    st.sampled_from((1, -1)),
)
"""Definitions that are often equal, though their parts were typed in another way or order."""


@given(ALIKE, ALIKE)
def test_equal_definitions_and_no_others_have_one_document_and_one_digest(one: Definition, other: Definition) -> None:
    """And nothing between two of one digest is written differently."""
    documents = [to_document(one), to_document(other)]
    alike = (one.digest == other.digest, documents[0] == documents[1], changes_between(one, other) == ())
    assert alike == (one == other,) * 3


@given(whole_definitions())
def test_a_definition_comes_back_from_a_document(definition: Definition) -> None:
    """Equal in structure, with the same digest."""
    found = from_document(to_document(definition))
    assert (found, found.digest) == (definition, definition.digest)


@given(whole_definitions())
def test_a_definition_comes_back_from_json(definition: Definition) -> None:
    """A document is JSON as it stands, and no number is rounded on the way."""
    found = from_document(json.loads(json.dumps(to_document(definition), allow_nan=False)))
    assert (found, found.digest) == (definition, definition.digest)


@given(whole_definitions())
def test_a_definition_comes_back_from_toml(definition: Definition) -> None:
    """Text for people holds the same."""
    found = from_toml(to_toml(definition))
    assert (found, found.digest) == (definition, definition.digest)


@given(whole_definitions())
def test_toml_holds_the_document(definition: Definition) -> None:
    """TOML is another way to write the same data, whatever reads it; only criteria stand together that are alike."""
    found, document = tomllib.loads(to_toml(definition)), to_document(definition)
    assert from_document(found) == definition
    assert {**found, "criteria": ...} == {**document, "criteria": ...}


@given(whole_definitions())
def test_a_document_is_written_alike(definition: Definition) -> None:
    """What is read and written again is the same text: a file under version control does not change by itself."""
    text = to_toml(definition)
    assert to_toml(from_toml(text)) == text


@given(whole_definitions())
def test_what_is_written_keeps_the_schema(definition: Definition) -> None:
    """The schema takes every document that the library writes."""
    assert [error.message for error in VALIDATOR.iter_errors(to_document(definition))] == []


@given(spoiled_documents())
def test_whatever_is_wrong_is_said_with_its_path(document: dict[str, object]) -> None:
    """No document makes another error than the one that lists problems, and each has a path."""
    try:
        from_document(document)
    except InvalidDefinitionError as error:
        found: Any = error.exceptions
        assert all(problem.path.startswith("$") and str(problem) for problem in found)


@given(spoiled_documents(most=1))
def test_what_can_be_read_keeps_the_schema(document: dict[str, object]) -> None:
    """The schema refuses nothing that the library reads."""
    try:
        from_document(document)
    except InvalidDefinitionError:
        event("refused")
        return
    event("read")
    assert VALIDATOR.is_valid(document)


@given(spoiled_documents())
def test_reading_changes_no_document(document: dict[str, object]) -> None:
    """What was given is left as it was."""
    before = copy.deepcopy(document)
    with contextlib.suppress(InvalidDefinitionError):
        from_document(document)
    assert repr(document) == repr(before)


@given(whole_definitions(), st.data())
def test_a_misspelt_key_is_found_on_its_line(definition: Definition, data: st.DataObject) -> None:
    """The line that is named is the one that was spoilt."""
    lines = to_toml(definition).split("\n")
    keys = ("title", "given_to", "question", "when", "hearsay", "expect", "no_label", "digest", "gap", "unit")
    at = data.draw(st.sampled_from([i for i, line in enumerate(lines) if line.split(" ")[0].split(".")[0] in keys]))
    lines[at] = f"x{lines[at]}"
    with pytest.raises(InvalidDefinitionError) as caught:
        from_toml("\n".join(lines))
    found: Any = caught.value.exceptions
    assert (at + 1, 1) in {(problem.line, problem.column) for problem in found if "the key 'x" in problem.found}


@st.composite
def cells(draw: st.DrawFn, criterion: AnyCriterion, lent: Definition) -> Condition:
    """Give a condition that asks one thing, in most of the forms in which a cell may."""
    given = [None, *(label.name for label in lent.labels)]
    heights = st.sampled_from([one for one in answers_to(criterion) if not criterion.is_na(one)])
    kind = draw(st.sampled_from(("lent", "compared", "among", "among")))
    if kind == "lent":
        one = any_of(*map(lent.is_, draw(st.lists(st.sampled_from(given), min_size=1, max_size=2))))
    elif criterion.answers is None or (kind == "compared" and isinstance(criterion, Scale)):
        signs = draw(st.lists(st.sampled_from((">=", ">", "<=", "<")), min_size=1, max_size=3))
        compared: list[Condition] = [criterion.compare(sign, draw(heights)) for sign in signs]  # type: ignore[attr-defined]  # a scale or measure
        compared += [criterion.between(draw(heights), draw(heights))] * draw(st.integers(0, 1))  # type: ignore[attr-defined]  # as above
        one = draw(st.sampled_from((any_of, all_of)))(*compared)
    else:
        one = among(criterion, draw(st.lists(st.sampled_from(criterion.answers), min_size=1, max_size=3)))
    return ~one if draw(st.integers(0, 3)) == 0 else one


@st.composite
def tables_of_conditions(draw: st.DrawFn) -> Definition:
    """Give a definition of which a label has a condition that reads like a decision table, more or less."""
    criteria = {one.name: one for one in draw(pools())}
    first, *_ = criteria.values()
    lent = Definition("lent", "t", [Label("x", draw(cells(first, LENT))), Label("no label?")], source="s")
    rows: list[Condition] = []
    for _ in range(draw(st.integers(4, 6))):
        names = draw(st.lists(st.sampled_from(sorted(criteria)), max_size=3, unique=True))
        in_order = names if draw(st.integers(0, 9)) == 0 else sorted(names)
        rows.append(all_of(*(draw(cells(criteria[name], lent)) for name in in_order)))
    return Definition("d", "t", [Label("a", any_of(*rows)), Label("b")], source="s")


@given(tables_of_conditions())
def test_what_is_written_as_rows_is_read_as_the_same(one: Definition) -> None:
    """As data and as TOML; also beside conditions that are no rows."""
    written = to_document(one)
    event("in rows" if "'rows'" in repr(written["labels"]) else "not in rows")
    assert from_document(json.loads(json.dumps(written))) == one
    assert from_toml(to_toml(one)) == one
    VALIDATOR.validate(written)
