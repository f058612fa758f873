"""A definition over whole tables, with the answers of `classify()`: in the frame you have, DuckDB, Spark, and as SQL.

Doors: columns, packing, readings, rules, walk.
"""

from typing import TYPE_CHECKING

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


def __getattr__(name: str) -> object:
    # The command line, which knows the dialects of SQL, would load all that tables take.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from relabel.frames import sql, tables

    found: object = getattr(sql if name in sql.__all__ else tables, name)
    return found
