"""Pages: an audit, and other reports such as what has moved since, as files of HTML that load nothing; need Jinja."""

from collections.abc import Iterable

from relabel.core.audits.audit import Audit
from relabel.core.audits.changes import Changes
from relabel.core.model.relationship import OURSELVES
from relabel.markup import Report, to_html
from relabel.reports.page.content import content
from relabel.reports.page.flow import development
from relabel.reports.page.frame import rendered

__all__ = ["to_page", "to_report_page"]


def to_page(
    audit: Audit, *, weight: str | None = None, who: str = "", notes: Iterable[str] = (), us: str | None = OURSELVES
) -> str:
    """Write an audit as a page.

    Args:
        audit: The audit.
        weight: An attribute to sum beside the counts; of one verdict, who has more of it comes first.
        who: Who buys and who sells, as `relabel.files.relationships.reading.Reading.who` says it.
        notes: Lines for the end, such as what was kept as context.
        us: The company that we are, to be called "we".

    Returns:
        HTML that loads nothing and runs no script but its own; the same for the same audit.

    Raises:
        InvalidValueError: A relationship has no number under the name `weight`.
        MissingExtraError: Jinja is not installed.

    Cost: a millisecond or two for each relationship with a card (see `relabel.core.audits.worklist.CARDS`), a
    fifth of one for each other.
    """
    return rendered(__package__, "audit.html", content(audit, weight, who, tuple(notes), us), scripts=["script.js"])


def to_report_page(report: Report) -> str:
    """Write a report as a page: its first section at the top, then the others, and of changes a picture between.

    Args:
        report: What has moved between two audits, both ends of relationships, or another report.

    Raises:
        MissingExtraError: Jinja is not installed.
    """
    summary, *tables = report.sections()
    picture = development(report) if isinstance(report, Changes) else ""
    parts = {"title": summary.heading, "lines": summary.parts, "picture": picture}
    return rendered(__package__, "report.html", parts | {"tables": to_html(tables)})
