"""Tests of `relabel.files.relationships.columns`: how many cells of a row could be headers."""

from pathlib import Path

import pytest

from relabel import Criterion, Side
from relabel.files.relationships.assembly import Assembly
from relabel.files.relationships.columns import count_known
from relabel.files.relationships.mapping import ColumnUse, FileMapping


@pytest.mark.parametrize(
    ("cells", "known"),
    [(["Company", "LABEL", "pays bills"], 3), (["Account", "x"], 1), (["", "Elm", "5"], 0), ([], 0)],
)
def test_headers_are_known_by_name_or_by_the_mapping(cells: list[str], known: int) -> None:
    """Case, and what parts their words, play no part."""
    assembly = Assembly(Path("book.csv"), {"pays_bills": Criterion("pays_bills")}, Side.BUYER, "us")
    mapping = FileMapping(columns={"account": ColumnUse("Account", "company")})
    assert count_known(cells, assembly, mapping) == known
