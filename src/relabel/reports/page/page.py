"""Pages: an audit, and other reports such as what has moved since, as files of HTML that load nothing; need Jinja."""

import base64
import functools
import hashlib
from collections.abc import Iterable
from fractions import Fraction
from importlib import resources

from relabel.core.audits.audit import Audit
from relabel.core.audits.changes import Changes
from relabel.core.model.answers import answer_text
from relabel.core.model.relationship import OURSELVES
from relabel.errors import MissingExtraError
from relabel.markup import Report, to_html
from relabel.reports.page.content import content
from relabel.reports.page.flow import development
from relabel.texts import legible

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
    return _rendered("audit.html", content(audit, weight, who, tuple(notes), us))


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
    return _rendered("report.html", parts | {"tables": to_html(tables)})


def _rendered(template: str, it: object) -> str:
    try:
        import jinja2  # an optional package, needed here only
    except ImportError:
        raise MissingExtraError("jinja2", "html") from None
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_legible,
    )
    environment.filters |= {"answer": answer_text, "percent": _percent}
    style, script = _asset("style.css"), _asset("script.js")
    policy = _policy(style, script)
    return environment.get_template(template).render(it=it, style=style, script=script, policy=policy)


def _legible(value: object) -> object:
    """Write what no page can hold as escapes; in markup there is nothing of it."""
    return legible(value) if type(value) is str else value


def _percent(share: Fraction) -> str:
    """Write a share so that only nothing is 0 %."""
    return f"{round(100 * share)} %" if not share or share >= Fraction(1, 100) else "below 1 %"


@functools.cache
def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Give the Content-Security-Policy that allows this style, this script and nothing else."""
    sources = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    of_style, of_script = (f"'sha256-{source}'" for source in sources)
    return f"default-src 'none'; style-src {of_style}; script-src {of_script}; base-uri 'none'; form-action 'none'"
