"""Relationships with their evidence as rows of cells and JSON, and answers as they are given.

Doors: answer_log, assembly, columns, mapping, reading.
"""

from relabel.files.relationships.answer_log import AnswerLog
from relabel.files.relationships.mapping import FileMapping, read_mapping
from relabel.files.relationships.reading import Reading, read, read_all

__all__ = [
    "AnswerLog",
    "FileMapping",
    "Reading",
    "read",
    "read_all",
    "read_mapping",
]
