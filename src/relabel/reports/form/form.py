"""Forms: the open questions about companies as a page that asks them one at a time, offline; needs Jinja."""

import hashlib
import json
from collections.abc import Iterable

from relabel.core.classification.interview import Interview
from relabel.core.definitions.text import outcome_text
from relabel.core.model.relationship import OURSELVES
from relabel.errors import InvalidValueError
from relabel.reports.form.data import Data, company_data, definition_data
from relabel.reports.page.frame import rendered

__all__ = ["to_form"]


def to_form(
    interviews: Iterable[Interview], *, person: str = "", file: str = "answers.jsonl", us: str | None = OURSELVES
) -> str:
    """Write the questions of interviews as a page that goes through them, and keeps the answers in the browser.

    It asks what `Interview` would, in the order given; the answers are saved as `relabel.files.relationships.AnswerLog`
    writes them. Answers of a later day than that of judgement count, as if that day had come.

    Args:
        interviews: All by one definition and day. Those that are done are listed with their outcome.
        person: Who is to answer; blank for anybody.
        file: The name under which the answers are saved.
        us: The company that we are, whose impression is ours; None for neither.

    Returns:
        HTML that loads nothing and runs no script but its own; the same for the same interviews.

    Raises:
        InvalidValueError: There is nothing to ask.
        MissingExtraError: Jinja is not installed.

    Cost: a few milliseconds for each interview, and as much in the browser for each answer.
    """
    found = tuple(interviews)
    waiting = [one for one in found if not one.done]
    if not waiting:
        raise InvalidValueError("interviews", f"{len(found)} without questions", "at least one with a question")
    one = waiting[0].classification
    data = definition_data(one.definition, one.as_of)
    data |= {"file": file, "companies": [company_data(interview, us) for interview in waiting]}
    digest = hashlib.sha256(_json(data).encode()).hexdigest()
    level_of = {criterion["name"]: (level, criterion) for level, criterion in enumerate(data["criteria"])}
    it = {
        "definition": one.definition,
        "as_of": one.as_of,
        "person": person,
        "data": _json(data | {"key": f"relabel {one.definition.digest[:16]} {digest[:16]}"}),
        "companies": [
            (company, [_asked(company, *level_of[question.criterion.name]) for question in interview.questions])
            for company, interview in zip(data["companies"], waiting, strict=True)
        ],
        "done": [(company_data(one, us), _outcome(one)) for one in found if one.done],
    }
    return rendered(__package__, "form.html", it, styles=["form.css"], scripts=["walk.js", "dialogue.js"])


def _asked(company: Data, level: int, criterion: Data) -> Data:
    return {**criterion, "question": company["questions"].get(level, criterion["question"])}


def _outcome(interview: Interview) -> str:
    one = interview.classification
    return outcome_text(one.label, one.standing, one.possible, one.definition)


def _json(data: object) -> str:
    """Write data such that it can stand in a script: in ASCII, and without a sign that could end it."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
