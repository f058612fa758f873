"""Relationships with their evidence as CSV and JSON Lines, and answers as they are given.

Doors: answer_log, reading.
"""

from relabel.files.relationships.answer_log import AnswerLog
from relabel.files.relationships.reading import Reading, read, read_columns

__all__ = [
    "AnswerLog",
    "Reading",
    "read",
    "read_columns",
]
