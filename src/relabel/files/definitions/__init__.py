"""Definitions as TOML, JSON and decision tables.

Doors: criteria_file, document, references, toml, toml_positions.
"""

from relabel.core.definitions.document import to_document
from relabel.files.definitions.document import from_document
from relabel.files.definitions.toml import from_toml, read_definition, read_schema, to_toml

__all__ = [
    "from_document",
    "from_toml",
    "read_definition",
    "read_schema",
    "to_document",
    "to_toml",
]
