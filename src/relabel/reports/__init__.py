"""What is said in a format: for a terminal, as Markdown, for other programs.

Doors: exports, markdown, terminal.
"""

from relabel.core.audits.text import sections
from relabel.reports.exports import to_csv, to_json
from relabel.reports.markdown import to_markdown
from relabel.reports.terminal import write_text

__all__ = [
    "sections",
    "to_csv",
    "to_json",
    "to_markdown",
    "write_text",
]
