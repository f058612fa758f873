"""Tests of `relabel.files.definitions.clauses.cells`: what people write in place of a range."""

import pytest

from relabel import Measure
from relabel.files.cells import UnreadableError
from relabel.files.definitions.clauses.cells import read_cell

spend = Measure("spend", unit="EUR")
MEANT = {
    "12 or more": ">=12",
    "1,000 and over": ">=1000",
    "12+": ">=12",
    "At least 12": ">=12",
    "min. 12": ">=12",
    "more than 12": ">12",
    "over 12.5": ">12.5",
    "12 or less": "<=12",
    "up to 1'000": "<=1000",
    "below 12": "<12",
    "between 5 and 10": "[5..10]",
    "from 5 to 10": "[5..10]",
    "5 - 10": "[5..10]",
    "5–10": "[5..10]",
    "[5, 10)": "[5..10)",
    "=>5": ">=5",
    ">=5 and <=10": "[5..10]",
    ">5 <10": "(5..10)",
    ">5 & <=10": "(5..10]",
}


@pytest.mark.parametrize("cell", MEANT)
def test_what_is_proposed_for_a_cell_can_be_read(cell: str) -> None:
    """And says what people mean by it; the cell itself is not guessed at."""
    with pytest.raises(UnreadableError) as caught:
        read_cell(spend, cell)
    assert caught.value.hint == f"; write {MEANT[cell]}"
    assert read_cell(spend, MEANT[cell]) is not None
