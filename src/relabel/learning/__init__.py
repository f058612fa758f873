"""What a sorting of companies says of the definition behind it: contradictions in it, and definitions that fit.

Doors: cases, elicitation, formulas, judgements, logs.
"""

from relabel.core.audits.sortings.contradictions import Contradiction, Contradictions, Relabelling, contradictions
from relabel.learning.cases import DONT_KNOW, Case, Purpose, Told
from relabel.learning.elicitation import Elicitation
from relabel.learning.rules.learned import Learned, LearnedRank, learn
from relabel.learning.rules.likelihoods import Unlikely
from relabel.learning.rules.searches import Size
from relabel.learning.rules.shapes import Shape

__all__ = [
    "DONT_KNOW",
    "Case",
    "Contradiction",
    "Contradictions",
    "Elicitation",
    "Learned",
    "LearnedRank",
    "Purpose",
    "Relabelling",
    "Shape",
    "Size",
    "Told",
    "Unlikely",
    "contradictions",
    "learn",
]
