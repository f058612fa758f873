"""Files with anything wrong in them: a command does its work or refuses them, without a traceback or half a result.

In the `deep` profile each kind of file is tried in 10,000 ways.
"""

import contextlib
import copy
import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relabel import installed
from relabel.cli import main
from relabel.core.definitions.document import to_document
from relabel.errors import DiagramTooLargeError, InvalidDefinitionError
from relabel.files.definitions.document import from_document
from relabel.files.definitions.toml import from_toml, read_definition, to_toml
from relabel.files.relationships.mapping import read_mapping
from tests import EXAMPLES
from tests.property.mutations import mutated, mutated_archive

COUNT = min(settings().max_examples, 10_000)
tried = settings(max_examples=COUNT, suppress_health_check=list(HealthCheck))
randoms = st.randoms(use_true_random=False)

SHEET = (EXAMPLES / "twenty-companies.csv").read_bytes()
LONG = (
    "company,label,criterion,answer,observed_on,attested_by,source,note\n"
    "Elm Airlines,partner,pays_for_services,yes,2025-03-01,,ledger,\n"
    'Elm Airlines,,worst_issue,lost_temper,20.10.2025,,ticket 4711,"said ""no"", twice"\n'
    "Elm Airlines,,very_important.buyer,no,2025-11-02,buyer,their chief buyer,\n"
    "Müller & Söhne,client,relationship_years,7,2025-11-02T10:00,,,\n"
).encode()
OBJECTS = [
    {
        "id": "4711", "company": "Elm Airlines", "label": "partner", "since": "2019-03-01",
        "attributes": {"owner": "Cleo", "value": 4200.5, "key": True, "none": None},
        "evidence": [
            {"criterion": "pays_for_services", "answer": True, "observed_on": "2025-03-01", "source": "ledger"},
            {"criterion": "worst_issue", "answer": "lost_temper", "attested_by": "buyer", "note": "n"},
            {"criterion": "relationship_years", "answer": 3.5}, {"criterion": "transactional", "answer": None},
        ],
    },
    {"company": "Oak", "label": None, "evidence": []},
]  # fmt: skip
LOG = (
    b'{"buyer": "Elm Airlines", "seller": "us", "criterion": "pays_for_services", "observed_on": "2026-01-31", '
    b'"answer": true}\n{"id": "7", "buyer": "B", "seller": "us", "criterion": "relationship_years", '
    b'"attested_by": "buyer", "answer": 3.50}\n'
    b'{"buyer": "B", "seller": "us", "criterion": "transactional", "answer": null}\n'
    b'{"buyer": "B", "seller": "us", "criterion": "worst_issue", "source": "x", "note": "y", "answer": "no_issue"}\n'
)
MAPPED = (
    b'Account name,What,Paying?,Years,Seen,Notes,Internal\nA,client,x,"1.200,5",31.12.2025,x,y\nB,partner,n.a.,3,,,\n'
)
MAPPING = b"""decimal = ","
thousands = "."
date = "dd.mm.yyyy"
unknown = ["n.a.", "-"]
attested_by = "us"
source = "survey of May"
encoding = "utf-8"
header_row = 1
duplicates = "refuse"
[values]
x = "yes"
[columns]
"Account name" = "company"
"What" = { is = "label", values = { "Partner!" = "partner" } }
"Paying?" = "pays_for_services"
"Years" = { is = "relationship_years", unit = "y" }
"Seen" = { criterion = "pays_for_services", is = "observed_on" }
"Notes" = "attribute"
"Internal" = "ignore"
"Absent" = { is = "transactional", optional = true }
"""


def workbook() -> bytes:
    """Give a workbook with cells of every kind."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (line.split(",") for line in SHEET.decode().splitlines()[:6]):
        sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    sheet["C2"] = "=1+1"
    sheet["D3"] = True
    book.create_sheet("empty")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


BOOK = workbook()
FORMS = ("text", "csv", "json", "markdown")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with whole files, in which some are overwritten."""
    found = tmp_path_factory.mktemp("fuzzed")
    for path in (EXAMPLES / "definitions").iterdir():
        (found / path.name).write_bytes(path.read_bytes())
    (found / "mapped.csv").write_bytes(MAPPED)
    (found / "asked.csv").write_text("company,label\nElm Airlines,client\nB,partner\n", encoding="utf-8")
    return found


Call = Callable[..., str]


@pytest.fixture
def call(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Give a function that calls a command, looks whether all or nothing was done, and gives what it wrote."""
    monkeypatch.chdir(folder)

    def called(*arguments: str) -> str:
        code = main(arguments)
        said = capsys.readouterr()
        assert code in (0, 1), said
        assert bool(said.out) == (code == 0), said
        assert said.err or code == 0
        assert "Error:" not in said.err, said.err
        return said.out

    return called


def audited(r: random.Random, *more: str) -> list[str]:
    """Choose how an audit is called."""
    form = r.choice(FORMS)
    grouped = [[], ["--by", "owner"], ["--weight", "yearly_value"]] if form != "csv" else [[]]
    return ["-d", "marc", "--as-of", "2026-01-31", "--format", form, *r.choice(grouped), *more]


KINDS: dict[str, tuple[str, bytes]] = {
    "rows": ("f.csv", SHEET),
    "a row for each answer": ("f.csv", LONG),
    "lines in JSON": ("f.jsonl", "".join(f"{json.dumps(one)}\n" for one in OBJECTS).encode()),
    "an array in JSON": ("f.json", json.dumps(OBJECTS, indent=1).encode()),
    "rows in JSON": ("f.json", json.dumps(list(csv.DictReader(io.StringIO(SHEET.decode())))).encode()),
}


@pytest.mark.parametrize("kind", KINDS)
@tried
@given(r=randoms)
def test_relationships_are_read_or_refused(kind: str, folder: Path, call: Call, r: random.Random) -> None:
    """In an audit of any form, and in what is explained of one."""
    name, whole = KINDS[kind]
    (folder / name).write_bytes(mutated(r, whole))
    if r.random() < 0.1:
        call("explain", name, "Elm Airlines", "-d", "marc", "--as-of", "2026-01-31")
    else:
        call("audit", name, *audited(r))


@tried
@given(r=randoms)
def test_a_workbook_is_read_or_refused(folder: Path, call: Call, r: random.Random) -> None:
    """Whichever of the files in it is damaged."""
    (folder / "f.xlsx").write_bytes(mutated_archive(r, BOOK))
    call("audit", "f.xlsx", *audited(r))


@tried
@given(r=randoms)
def test_a_mapping_is_read_or_refused(folder: Path, call: Call, r: random.Random) -> None:
    """And what it says is done, or refused with the file that it is for."""
    (folder / "map.toml").write_bytes(mutated(r, MAPPING))
    call("audit", "mapped.csv", *audited(r, "--map", "map.toml"))


@tried
@given(r=randoms)
def test_a_draft_is_a_mapping(folder: Path, call: Call, r: random.Random) -> None:
    """Of whatever rows it is made, and the audit that it is for reads them or refuses them."""
    (folder / "f.csv").write_bytes(mutated(r, r.choice([SHEET, LONG, MAPPED])))
    draft = call("map", "f.csv", "-d", "marc")
    if draft:
        (folder / "draft.toml").write_text(draft, encoding="utf-8")
        read_mapping(folder / "draft.toml")
        call("audit", "f.csv", *audited(r, "--map", "draft.toml"))


@tried
@given(r=randoms)
def test_a_log_of_answers_is_read_or_refused(folder: Path, call: Call, r: random.Random) -> None:
    """A torn last line is set aside."""
    (folder / "log.jsonl").write_bytes(mutated(r, LOG))
    call("audit", "asked.csv", *audited(r, "--answers", "log.jsonl"))


@pytest.mark.parametrize("kind", [".toml", ".csv"])
@tried
@given(r=randoms)
def test_a_definition_is_read_or_refused(kind: str, folder: Path, call: Call, r: random.Random) -> None:
    """Its decision table, too."""
    definitions = folder / "definitions"
    definitions.mkdir(exist_ok=True)
    for path in (EXAMPLES / "definitions").iterdir():
        hit = path.suffix == kind and r.random() < 0.8
        (definitions / path.name).write_bytes(mutated(r, path.read_bytes()) if hit else path.read_bytes())
    form = r.choice(["text", "toml", "json", "mermaid", "dot", "markdown"])
    commands = [
        ["verify", "acme-accounts"], ["verify", "acme-clients"], ["compare", "acme-accounts", "acme-clients"],
        ["definitions", "acme-accounts", "--format", form], ["definitions", "acme-clients", "--format", form],
        ["definitions"], ["criteria"], ["plugins"], ["plugins", "--json"],
    ]  # fmt: skip
    call(*r.choice(commands), "--definitions", "definitions")


DOCUMENTS = [
    *map(to_document, installed().definitions),
    *(to_document(read_definition(path)) for path in sorted((EXAMPLES / "definitions").glob("*.toml"))),
]
PIECES: list[Any] = [
    None, True, 0, 1, -1, 10**30, 10**4200, 10**5000, 1.5, float("nan"), float("inf"), -0.0,
    Decimal("1e400"), Decimal("sNaN"),
    "", " ", "pays_for_services", "partner", "x" * 3000, "\ud800", "\0", b"x", (1,), {"a"}, [], [[]], {},
    {1: 2}, {"not": "a"},
    {"all": []}, {"any": ["a", 5]}, {"points": []}, ["a", "a"],
]  # fmt: skip
KEYS: list[Any] = [
    "name", "labels", "when", "all", "any", "not", "of", "at_least", "points", "weight", "level_of",
    "criterion", "is", "in",
    "definition", "gives", "kind", "options", "levels", "low", "high", "unit", "per_side", "about", "table",
    "names", "hit",
    "presume", "disregard", "policy", "aliases", "intends", "examples", "lent", "", "zzz", 5, None,
]  # fmt: skip


def places(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the paths of all parts of a document."""
    children = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from places(child, (*path, key))


def part_at(document: Any, path: tuple[Any, ...]) -> Any:
    """Give the part of a document at a path."""
    for key in path:
        document = document[key]
    return document


@tried
@given(r=randoms)
def test_a_document_is_a_definition_or_refused(r: random.Random) -> None:
    """In words; and a definition can be written down, and is the same when it is read."""
    document = copy.deepcopy(r.choice(DOCUMENTS))
    for _ in range(r.choice([1, 1, 2, 3])):
        paths = list(places(document))
        if not paths:
            break
        *above, key = r.choice(paths)
        parent = part_at(document, tuple(above))
        piece = copy.deepcopy(r.choice([r.choice(PIECES), part_at(document, r.choice(paths))]))
        match r.choice(["set", "set", "delete", "add"]):
            case "set":
                parent[key] = piece
            case "delete":
                del parent[key]
            case _ if isinstance(parent, dict):
                parent[r.choice(KEYS)] = piece
            case _:
                parent.insert(key, piece)
    try:
        found = from_document(document)
    except InvalidDefinitionError as error:
        refusal = str(error)
        assert refusal
        return
    assert from_toml(to_toml(found)) == found
    assert found.digest
    assert found.to_text()
    with contextlib.suppress(DiagramTooLargeError):
        assert found.diagram.size >= 0  # none where one label is given to all
