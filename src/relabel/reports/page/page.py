"""Pages: an audit, and what has moved since an earlier one, as files of HTML that load nothing; need Jinja."""

from collections.abc import Iterable

from relabel.core.audits.audit import Audit
from relabel.core.audits.changes import Changes
from relabel.core.model.relationship import OURSELVES
from relabel.markup import to_html
from relabel.reports.page.content import content
from relabel.reports.page.flow import development
from relabel.reports.page.frame import rendered

__all__ = ["to_changes_page", "to_page"]


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


def to_changes_page(changes: Changes) -> str:
    """Write what has moved between two audits as a page, as `to_page` does an audit.

    Raises:
        MissingExtraError: Jinja is not installed.
    """
    summary, *tables = changes.sections()
    parts = {"title": summary.heading, "lines": summary.parts, "picture": development(changes)}
    return rendered(__package__, "changes.html", parts | {"tables": to_html(tables)})
