"""The tests mirror the rooms of the library; the laws are in `property`, what keeps the house in order in `house`."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
DATA = Path(__file__).parent / "data"
