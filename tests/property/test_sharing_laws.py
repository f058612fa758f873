"""Laws of definitions that share: what one takes over from another is what it would be, were it written out."""

import itertools
from collections.abc import Mapping
from typing import Any, Final

import attrs
from hypothesis import event, given
from hypothesis import strategies as st

from relabel import AnyCriterion, Definition
from relabel.core.definitions.content import named_parts
from relabel.core.definitions.document import to_document
from relabel.core.model.condition_parts import walk
from relabel.core.model.conditions import LabelIs
from relabel.files.definitions.document import from_document
from relabel.files.definitions.toml import _sections, from_toml, to_toml
from tests.property.oracle import Plain, first_label
from tests.property.strategies import LABELS, criteria, definitions, pools
from tests.property.test_document_laws import whole_definitions
from tests.property.test_table_laws import ANY, Cell, Table, cells, domain, unbounded

NAMES: Final = ("pays", "handling", "trust.buyer")


@given(whole_definitions())
def test_an_overlay_that_says_nothing_is_what_it_extends(base: Definition) -> None:
    """But for its name, and that it remembers its base."""
    found = from_document({"name": "overlay", "extends": "base"}, find={"base": base}.__getitem__)
    expected = base.evolve(name="overlay")
    assert (found, found.digest) == (expected, expected.digest)


@given(pools().flatmap(definitions), st.data())
def test_an_overlay_is_its_base_with_what_it_says(base: Definition, data: st.DataObject) -> None:
    """As if all of it stood in one document, with the conditions of the base where they are asked for."""
    written: dict[str, Any] = to_document(base)
    said: dict[str, Any] = {}
    for at, label in enumerate(written["labels"]):
        if "when" in label and data.draw(st.booleans()):
            said.setdefault("labels", {})[label["name"]] = {"when": {"not": {"base": label["name"]}}}
            written["labels"][at] = {**label, "when": {"not": label["when"]}}
    spoken = [label.name for label in base.labels if not label.zone]
    if len(spoken) > 0 and data.draw(st.booleans()):
        said["aliases"] = {"VIP": spoken[-1], "friend": spoken[0]}
        written["aliases"] = {**written.get("aliases", {}), **said["aliases"]}
    for key in ("title", "version", "source")[: data.draw(st.integers(0, 3))]:
        said[key] = written[key] = "another"
    if data.draw(st.booleans()):
        said["policy"] = {"shelf_life_days": 7}
        rules = {key: one for key, one in written.get("policy", {}).items() if not key.startswith("shelf_life")}
        written["policy"] = {**rules, **said["policy"]}
    if presume := written.get("presume"):
        free = {one.name: one.answers for one in base.presume if one.answers}
        said["presume"] = {name: data.draw(st.sampled_from(free[name])) for name in presume if name in free}
        written["presume"] = {**presume, **said["presume"]}
    event(f"said: {sorted(said)}")
    found = from_document({"name": "overlay", "extends": "base", **said}, find={"base": base}.__getitem__)
    expected = attrs.evolve(from_document({**written, "name": "overlay"}), based_on=found.based_on)
    assert (found, found.digest) == (expected, expected.digest)


@given(pools().flatmap(lambda pool: definitions(pool, reword=False, nesting=2)))
def test_a_definition_that_is_lent_by_name_is_as_if_it_stood_there(definition: Definition) -> None:
    """With its criteria and its parts, which need not be said again."""
    whens = [label.when for label in definition.labels if label.when is not None]
    own = list(walk(*whens, lent=False))
    lent = {one.ladder.name: one.ladder for one in own if isinstance(one, LabelIs)}
    event(f"lent: {len(lent)}")
    others = {name: Definition(name, "t", one.labels, source="s") for name, one in lent.items()}
    needed = {one.name for one in own if isinstance(one, AnyCriterion)}
    needed |= {one.name for one in (*definition.presume, *definition.disregard, *definition.mentions)}
    parts = {part.name for part in named_parts(definition.labels, lent=False)}
    document: dict[str, Any] = to_document(definition)
    document["criteria"] = {key: one for key, one in document.get("criteria", {}).items() if key in needed}
    document["parts"] = {key: one for key, one in document.get("parts", {}).items() if key in parts}
    found = from_document({**document, "lent": {name: name for name in lent}}, find=others.__getitem__)
    assert (found, found.digest) == (definition, definition.digest)


NUMBERS: Final = ("at_least", "more_than", "at_most", "below", "exactly", "weight", "points")


def abstracted(value: object, numbers: dict[str, Any], key: str = "") -> object:
    """Give conditions as plain data with a parameter in the place of each number; takes up the numbers."""
    if isinstance(value, dict):
        inside = key == "points"
        return {name: abstracted(one, numbers, "points" if inside else str(name)) for name, one in value.items()}
    if isinstance(value, list):
        return [abstracted(one, numbers, "") for one in value]
    if key not in NUMBERS or isinstance(value, (bool, str)):
        return value
    numbers[name := f"number{len(numbers)}"] = value
    return name


def in_toml(document: Mapping[str, object]) -> str:
    """Write plain data as TOML."""
    return "\n".join("\n".join(lines) + "\n" for lines in _sections((), document))


@given(pools().flatmap(definitions))
def test_a_parameter_is_its_number(definition: Definition) -> None:
    """As the file has it, or as whoever extends it gives it."""
    numbers: dict[str, Any] = {}
    document: dict[str, Any] = to_document(definition)
    for key in ("labels", "parts", "lent"):
        document[key] = abstracted(document.get(key, {}), numbers)
    event(f"parameters: {min(len(numbers), 3)}")
    found = from_document({**document, "parameters": numbers})
    assert (found, found.digest) == (definition, definition.digest)
    wrong = dict.fromkeys(numbers, 77)
    beside = {"base.toml": in_toml({**document, "parameters": wrong})}
    again = from_document({"name": "asked", "extends": {"from": "base.toml", **numbers}}, beside=beside)
    assert again.labels == definition.labels


# Tables over tables


@st.composite
def inner_tables(draw: st.DrawFn, columns: tuple[AnyCriterion, ...]) -> Table:
    """Give a table over some criteria; a record that fits no row gets no label."""
    rows = tuple(
        (tuple(draw(cells(one)) for one in columns), draw(st.sampled_from((*LABELS, "-") if at else LABELS)))
        for at in range(draw(st.integers(2, 5)))
    )
    labels = tuple(dict.fromkeys(label for _, label in rows if label != "-"))
    return Table(columns, labels, rows)


@st.composite
def label_cells(draw: st.DrawFn, table: Table) -> Cell:
    """Give a cell under the name of another table; one whose last label is for all others always gives one."""
    one, other = draw(st.sampled_from(table.labels)), draw(st.sampled_from(table.labels))
    none = [] if table.read("first").labels[-1].when is None else [Cell("no label", lambda label: label is None)]
    return draw(
        st.sampled_from(
            (
                ANY,
                Cell(one, lambda label: label == one),
                Cell(f"{one}|{other}", lambda label: label in (one, other)),
                Cell(f"not({one})", lambda label: label != one),
                *none,
            )
        )
    )


@given(st.data())
def test_a_table_over_tables_reads_their_labels(data: st.DataObject) -> None:
    """Row by row from the top, in each of them, whatever the answers."""
    columns = tuple(unbounded(data.draw(criteria(name))) for name in NAMES)
    inner = {f"inner-{at}": data.draw(inner_tables(columns)) for at in range(data.draw(st.integers(1, 2)))}
    rows = [
        (
            [data.draw(label_cells(one)) for one in inner.values()],
            data.draw(cells(columns[0])),
            data.draw(st.sampled_from((*LABELS, "-") if at else LABELS)),
        )
        for at in range(data.draw(st.integers(1, 5)))
    ]
    lines = [["label", columns[0].name, *inner]]
    lines += [[label, cell.text, *(one.text for one in below)] for below, cell, label in rows]
    names = list(dict.fromkeys(label for _, _, label in rows if label != "-"))
    definition = from_document(
        {
            **Table(columns, (), ()).document,
            "labels": {"names": names, "table": "top.csv", "blank": "any"},
            "lent": {name: {"table": f"{name}.csv", "blank": "any"} for name in inner},
        },
        beside={
            "top.csv": "".join(f"{';'.join(line)}\n" for line in lines),
            **{f"{name}.csv": one.text for name, one in inner.items()},
        },
    )
    for answers in itertools.product(*map(domain, columns)):
        record: dict[str, Plain] = dict(zip((one.name for one in columns), answers, strict=True))
        labels: list[Any] = [next(iter(one.given(record)), None) for one in inner.values()]
        expected = next(
            (
                None if label == "-" else label
                for below, cell, label in rows
                if all(one.fits(given) for one, given in zip(below, labels, strict=True)) and cell.fits(answers[0])
            ),
            None,
        )
        assert first_label(definition.labels, record) == expected
    again = from_toml(to_toml(definition))
    assert (again, again.digest) == (definition, definition.digest)
