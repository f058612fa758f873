"""One relationship: the label, why, why not, and what to ask next.

Doors: classification, explanation, interview, names, outcome, questions, text.
"""
