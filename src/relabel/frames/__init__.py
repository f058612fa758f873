"""A definition over whole tables, with the answers of `classify()`: in the frame you have, DuckDB, Spark, and as SQL.

Doors: columns, packing, readings, rules, walk.
"""

from typing import TYPE_CHECKING

from relabel.later import face

if TYPE_CHECKING:
    from relabel.frames.sql import evidence_to_sql, frame_to_sql
    from relabel.frames.tables import (
        FrameAudit,
        audit_evidence,
        audit_frame,
        classify_evidence,
        classify_frame,
        classify_pieces,
        classify_rows,
        set_aside_evidence,
        set_aside_frame,
    )

__all__ = [
    "FrameAudit",
    "audit_evidence",
    "audit_frame",
    "classify_evidence",
    "classify_frame",
    "classify_pieces",
    "classify_rows",
    "evidence_to_sql",
    "frame_to_sql",
    "set_aside_evidence",
    "set_aside_frame",
]

_SQL = ("evidence_to_sql", "frame_to_sql")

# The command line, which knows the dialects of SQL, would load all that tables take.
__getattr__ = face(
    __name__, {name: "relabel.frames.sql" if name in _SQL else "relabel.frames.tables" for name in __all__}
)
