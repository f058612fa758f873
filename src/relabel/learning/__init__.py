"""What a sorting of companies says of the definition behind it: contradictions in it, and definitions that fit.

Doors: cases, elicitation.
"""

from relabel.core.audits.sortings.contradictions import Contradiction, Contradictions, Relabelling, contradictions
from relabel.learning.cases import Case, Purpose, Told
from relabel.learning.elicitation import DONT_KNOW, Elicitation

__all__ = [
    "DONT_KNOW",
    "Case",
    "Contradiction",
    "Contradictions",
    "Elicitation",
    "Purpose",
    "Relabelling",
    "Told",
    "contradictions",
]
