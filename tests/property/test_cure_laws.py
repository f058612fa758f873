"""What is proposed for a file that is refused: in the mapping it is not refused, and not proposed again."""

import csv
import io
import tempfile
import tomllib
from pathlib import Path

from hypothesis import given

from relabel.core.model.words import fold_name
from relabel.errors import CellError, InvalidFileError
from relabel.files.relationships.mapping import EMPTY, read_mapping
from relabel.files.relationships.reading import read
from tests.property.test_draft_laws import ANY, VOCABULARY, tables

ROUNDS = 3
"""Headers first, cells then; and what is left cannot be mended."""


@given(tables())
def test_no_proposal_is_refused_or_made_again(rows: list[list[str]]) -> None:
    """Of headers and of cells: each line is a mapping of its column, and the next reading has another or none."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    said: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        file, mapping = Path(folder, "some.csv"), Path(folder, "map.toml")
        file.write_text(text.getvalue(), encoding="utf-8", newline="")
        for _ in range(ROUNDS):
            mapping.write_text("\n".join(said.values()), encoding="utf-8", newline="")
            try:
                read(file, VOCABULARY, given_to=ANY.given_to, mapping=read_mapping(mapping) if said else EMPTY)
            except InvalidFileError as error:
                problems = [one for one in error.exceptions if isinstance(one, CellError)]
                cures = {fold_name(header): one for header, one in map(parsed, problems) if header}
                assert not said.items() & cures.items()
                said |= cures
            else:
                break
        else:
            assert not cures


def parsed(problem: CellError) -> tuple[str, str]:
    """Give the header that lines are about, and the lines; nothing where none are proposed."""
    if not problem.cure:
        return "", ""
    [header] = tomllib.loads(problem.cure)["columns"]
    return header, problem.cure
