"""A definition against itself, another one, its examples and the laws.

Doors: changes, comparison, effects, examples, laws, verification.
"""

from relabel.checks.changes import Difference, diff
from relabel.checks.comparison import Comparison, compare
from relabel.checks.examples import ExampleReport, check_examples
from relabel.checks.verification import Verification, verify

__all__ = [
    "Comparison",
    "Difference",
    "ExampleReport",
    "Verification",
    "check_examples",
    "compare",
    "diff",
    "verify",
]
