"""Tables of polars, pandas and pyarrow: labelled, audited, and asked for reasons.

Doors: audit, long, wide.
"""

from relabel.frames.tables.audit import FrameAudit, audit_evidence, audit_frame
from relabel.frames.tables.long import classify_evidence
from relabel.frames.tables.wide import classify_frame, classify_rows

__all__ = ["FrameAudit", "audit_evidence", "audit_frame", "classify_evidence", "classify_frame", "classify_rows"]
