"""What a sorting of companies says of the definition behind it: contradictions in it, and definitions that fit."""

from relabel.core.audits.contradictions import Contradiction, Contradictions, Relabelling, contradictions

__all__ = ["Contradiction", "Contradictions", "Relabelling", "contradictions"]
