"""A decision table over five tables, as files: how long it takes to read, compile and verify.

Such as a public matrix of employment status has: five areas, each decided by a table of its own over its questions,
and one table over the five. The tables are made up, from a random generator with a fixed seed.

    python benchmarks/matrix.py [SEED]
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from relabel.checks import check_examples, verify
from relabel.files.definitions import from_toml, read_definition, to_toml
from relabel.files.definitions.toml import read_findings

T = TypeVar("T")

AREAS = {"service": 100, "control": 110, "risk": 95, "part": 105, "business": 99}
"""The tables, with their rows: 509 in all."""

ROWS = 72
"""The rows of the table over them."""

QUESTIONS = 9
LEVELS = ("high", "medium", "low", "none")
STATUS = ("employed", "not determined", "self-employed")
OPTIONS = ("never", "partly", "always")


def main(seed: int) -> None:
    """Write the files into a folder, and print a line for each thing that is measured."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_files(Path(folder), random.Random(seed))
        rows = sum(len(file.read_text().splitlines()) - 1 for file in Path(folder).glob("*.csv"))
        written = sum(len(file.read_text()) for file in Path(folder).iterdir())
        definition = timed(f"read {rows} rows", lambda: read_definition(path))
        timed("its digest", lambda: definition.digest)
        nodes = timed("compile", lambda: definition.diagram).size
        timed("verify()", lambda: verify(definition))
        timed("check_examples()", lambda: check_examples(definition))
        timed("findings about rows", lambda: read_findings(path))
        text = timed("write as TOML", lambda: to_toml(definition))
        again = timed("read that", lambda: from_toml(text))
        print(f"{nodes} nodes; TOML / files: {len(text) / written:.2f}; equal: {again == definition}")


def timed(what: str, run: Callable[[], T]) -> T:
    """Run something, and print what it is with the seconds that it took."""
    start = time.process_time()
    found = run()
    print(f"{what:<24}{time.process_time() - start:6.2f} s")
    return found


def write_files(folder: Path, chance: random.Random) -> Path:
    """Write the tables and the definition, and give the file of the latter."""
    criteria = {f"{area}_{at}": at % 3 == 0 for area in AREAS for at in range(QUESTIONS)}
    for area, rows in AREAS.items():
        names = [name for name in criteria if name.startswith(area)]
        lines = [",".join([*names, "label"])]
        for row in range(rows - 1):
            asked = chance.sample(names, chance.randint(3, 6))
            cells = [_cell(chance, is_choice=criteria[name]) if name in asked else "-" for name in names]
            lines.append(",".join([*cells, LEVELS[row * len(LEVELS) // rows]]))
        lines.append(",".join(["-"] * len(names) + [LEVELS[-1]]))
        (folder / f"{area}.csv").write_text("\n".join(lines) + "\n")
    lines = [",".join([*AREAS, "label"])]
    for row in range(ROWS - 1):
        cells = [chance.choice([*LEVELS, "high|medium", "low|none", "not(high)", "-", "-"]) for _ in AREAS]
        lines.append(",".join([*cells, STATUS[0 if row < ROWS // 2 else 2]]))
    lines.append(",".join(["-"] * len(AREAS) + [STATUS[1]]))
    (folder / "matrix.csv").write_text("\n".join(lines) + "\n")
    path = folder / "matrix.toml"
    path.write_text(_definition(criteria))
    return path


def _cell(chance: random.Random, *, is_choice: bool) -> str:
    if is_choice:
        return chance.choice([*OPTIONS, "never|partly", "not(never)"])
    return chance.choice(("yes", "no"))


def _definition(criteria: dict[str, bool]) -> str:
    lines = ['name = "matrix"', 'title = "Employed or self-employed?"', 'source = "benchmarks/matrix.py"', "[labels]"]
    lines += [f"names = {list(STATUS)}", 'table = "matrix.csv"', "[lent]"]
    lines += [f'{area} = {{ table = "{area}.csv" }}' for area in AREAS]
    lines += ["[criteria]"]
    for name, is_choice in criteria.items():
        kind = f'kind = "choice", options = {list(OPTIONS)}, ' if is_choice else ""
        lines.append(f'{name} = {{ {kind}question = "What of {name}?" }}')
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
