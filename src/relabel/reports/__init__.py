"""An audit in a format: for a terminal, as Markdown, for other programs.

Doors: exports, terminal.
"""

from relabel.reports.exports import to_csv, to_json
from relabel.reports.terminal import sections, to_markdown, write_text

__all__ = [
    "sections",
    "to_csv",
    "to_json",
    "to_markdown",
    "write_text",
]
