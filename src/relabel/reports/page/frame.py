"""The frame of every page: a template filled in, with its own style and script and nothing else; needs Jinja."""

import base64
import functools
import hashlib
import re
from collections.abc import Iterable
from fractions import Fraction
from importlib import resources

from relabel.core.model.answers import answer_text
from relabel.errors import MissingExtraError
from relabel.texts import legible

__all__ = ["rendered"]


def rendered(
    room: str,
    template: str,
    it: object,
    *,
    styles: Iterable[str] = (),
    scripts: Iterable[str] = (),
    answers: bool = False,
) -> str:
    """Fill in a template that extends `frame.html`.

    Args:
        room: The package in which its files lie.
        template: Its file; there, `it` is what stands on the page, and text is escaped.
        it: What stands on the page.
        styles: What the page adds to the style that all pages share, as files.
        scripts: Its scripts, as files; they become one.
        answers: Whether its forms are sent to where it came from.

    Returns:
        HTML that allows its own style and script and nothing else.

    Raises:
        MissingExtraError: Jinja is not installed.
    """
    try:
        import jinja2  # an optional package, needed here only
    except ImportError:
        raise MissingExtraError("jinja2", "html") from None
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _asset(__package__ if name == "frame.html" else room, name)),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_legible,
    )
    environment.filters |= {"answer": answer_text, "percent": _percent, "plainly": _plainly}
    style = "".join([_asset(__package__, "style.css"), *(_asset(room, name) for name in styles)])
    script = "".join(_asset(room, name) for name in scripts)
    policy = _policy(style, script, "'self'" if answers else "'none'")
    return environment.get_template(template).render(it=it, style=style, script=script, policy=policy)


def _legible(value: object) -> object:
    """Write what no page can hold as escapes; in markup there is nothing of it."""
    return legible(value) if type(value) is str else value


def _percent(share: Fraction) -> str:
    """Write a share so that only nothing is 0 %."""
    return f"{round(100 * share)} %" if not share or share >= Fraction(1, 100) else "below 1 %"


def _plainly(text: str) -> str:
    """Write names of criteria and words as people do: `very_important.buyer` as "very important (buyer)"."""
    return re.sub(r"\.(buyer|seller)\b", r" (\1)", re.sub(r"(?<=\w)_(?=\w)", " ", text))


@functools.cache
def _asset(room: str, name: str) -> str:
    return resources.files(room).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str, receiver: str) -> str:
    """Give the Content-Security-Policy that allows this style, this script, this receiver and nothing else."""
    sources = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    of_style, of_script = (f"'sha256-{source}'" for source in sources)
    allowed = f"style-src {of_style}; script-src {of_script}; base-uri 'none'; form-action {receiver}"
    return f"default-src 'none'; {allowed}"
