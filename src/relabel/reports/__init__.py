"""What is said in a format: for a terminal, as Markdown, as a page or workbook, for other programs.

Doors: exports, markdown, terminal, workbook.
"""

from relabel.core.audits.text import sections
from relabel.reports.exports import to_csv, to_json
from relabel.reports.form.form import to_form
from relabel.reports.markdown import to_markdown
from relabel.reports.page.page import to_page, to_report_page
from relabel.reports.terminal import write_text
from relabel.reports.workbook import to_xlsx

__all__ = [
    "sections",
    "to_csv",
    "to_form",
    "to_json",
    "to_markdown",
    "to_page",
    "to_report_page",
    "to_xlsx",
    "write_text",
]
