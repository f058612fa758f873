"""Interviews: answers taken one by one, until what is wanted is certain; `questions` chooses what to ask next.

Often no single answer can change the outcome, though several together can: of "exactly one of x and
y" or "two of x, y and z", with nothing known, one answer rules no label out. So what is asked is whatever
the label still depends on: the criteria left when the diagram is cut down to the answers still possible
and reduced again. There is always one of these while the label is not settled.
"""

import functools
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import final

import attrs

from relabel.core.classification.classification import Classification
from relabel.core.classification.questions import Outlook, Priors, Question, frozen_priors
from relabel.core.definitions.findings import Reason
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import Side
from relabel.core.model.evidence import Evidence
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError

__all__ = ["Interview", "about_word", "priors"]

_UNHEARD = (Reason.UNSOURCED, Reason.UNATTESTED, Reason.HEARSAY, Reason.NOT_OWN_WORD)
"""Why an answer counts nothing though another one to the same question might."""


def priors(classifications: Iterable[Classification]) -> FrozenMapping[str, FrozenMapping[Answer, int]]:
    """Count how common answers are in a portfolio, as `given` to `questions` and interviews.

    A known finding counts for its answer (of a measure: for an answer in the same stretch between
    thresholds), an unknown or contested one for none. One is added to each count, so that what was
    not seen stays possible.

    Args:
        classifications: All by one definition.

    Returns:
        By criterion that a condition asks for, the counts by answer. No classifications, no criteria.

    Raises:
        InvalidValueError: The classifications are by different definitions.

    Source: P. S. Laplace's rule of succession (1774).
    """
    found = list(classifications)
    for one in found:
        if one.definition != found[0].definition:
            raise InvalidValueError("definition", str(one.definition), f"{found[0].definition} for all classifications")
    return FrozenMapping(
        (
            variable.criterion.name,
            FrozenMapping((variable.example(cell), 1 + known.count(1 << cell)) for cell in range(variable.size)),
        )
        for variable in (found[0].definition.diagram.variables if found else ())
        for known in [[variable.cells_in(one.known) for one in found]]
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


@final
@attrs.frozen
class Interview:
    """One question at a time until the label, or a claim, is settled; an answer gives a new interview.

    It asks what `questions` lists, most informative first.
    A criterion is asked once at most, so that the interview ends even if the policy of the definition
    sets an answer aside: hearsay, or undated where there is a shelf life. A question skipped stays
    open, and what is asked later may be in vain where the label depends on both.

    A contested criterion is asked only where a later answer can decide: of a measure or where the
    latest counts, if the day of judgement is after that of the conflict. Elsewhere one more answer
    leaves it contested; `questions` lists it for whoever can find out which evidence is wrong.

    Args:
        classification: What is known. `interview` makes it from a relationship and a definition.
        given: As for `questions`.
        asked: The names of the criteria asked or skipped so far, in order.
        claim: A label. If there is one, the interview is about whether it is this label or another one,
            and ends when that is certain.

    Raises:
        InvalidValueError: The definition has no label `claim`. Otherwise as for `questions`.
        AnswerError: As for `questions`.
    """

    classification: Classification
    given: Priors | None = attrs.field(default=None, kw_only=True, repr=False)
    asked: tuple[str, ...] = attrs.field(default=(), converter=_names, kw_only=True)
    claim: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.claim is not None:
            self.classification.definition.rank(self.claim)  # which refuses what is no label
        object.__setattr__(self, "given", frozen_priors(self.classification.definition, self.given))

    @property
    def relationship(self) -> Relationship:
        """The relationship, with the answers so far as evidence."""
        return self.classification.relationship

    @functools.cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is worth asking as things stand, in the order of `Classification.questions`; the first comes next."""
        closed, found = self._closed, self._outlook.questions(self.classification.known)
        return tuple(one for one in found if one.criterion.name not in closed)

    @property
    def question(self) -> Question | None:
        """The question to ask now; None when the label is settled or nothing is left to ask."""
        return next(iter(self.questions), None)

    @property
    def done(self) -> bool:
        """Whether no question is left; `classification` says whether the label is settled."""
        return self.question is None

    def answer(
        self,
        answer: Answer,
        *,
        observed_on: date | None = None,
        attested_by: Side | None = None,
        source: str = "",
        note: str = "",
    ) -> "Interview":
        """Give the interview that follows an answer, which becomes evidence of the relationship.

        Args:
            answer: Any answer of the domain, also one that is not in `Question.answers`.
            observed_on: As of `Evidence`, like the rest. An answer without a day does not count where
                there is a shelf life, nor against evidence in conflict.
            attested_by: Whose word it is.
            source: Where it can be looked up.
            note: Anything else worth reading.

        Raises:
            AnswerError: The answer lies outside the domain of the criterion.
            InvalidValueError: The interview is done, or a field has the wrong type.
        """
        name = self._name()
        piece = Evidence(name, answer, observed_on=observed_on, attested_by=attested_by, source=source, note=note)
        then = self.classification.evolve(relationship=self.relationship.with_evidence(piece))
        return attrs.evolve(self, classification=then, asked=[*self.asked, name])

    def skip(self) -> "Interview":
        """Give the interview that follows "I do not know"; the question is not asked again.

        Raises:
            InvalidValueError: The interview is done.
        """
        return attrs.evolve(self, asked=[*self.asked, self._name()])

    @property
    def worst_case(self) -> int | None:
        """The largest number of questions to come, exactly; None where that takes over `MAX_STEPS`.

        Each is taken to be answered with one of `Question.answers`, and the answer to count. Asking
        for what tells most now is a good strategy, not always the shortest.

        Cost: a few passes over the diagram per state of knowledge that answers can lead to. States
        from which the label depends on the rest in the same way are one.
        """
        return None if self._length is None else self._length[0]

    @property
    def expected(self) -> Fraction | None:
        """The mean number of questions to come, answers being as likely as `given`; as `worst_case`."""
        return None if self._length is None else self._length[1]

    @functools.cached_property
    def _length(self) -> tuple[int, Fraction] | None:
        return self._outlook.length(self.classification.known, self._closed, {})

    @property
    def _outlook(self) -> Outlook:
        return Outlook(self.classification.definition, self.classification.known, self.given or {}, self.claim)

    @property
    def _closed(self) -> frozenset[str]:
        """The names of what is not to be asked: asked before, or contested whatever is answered."""
        one, closed = self.classification, set(self.asked)
        for variable in one.definition.diagram.variables:
            if variable.cells_in(one.known).bit_count() > 1:
                name = variable.criterion.name
                day = one.weighed.finding(name).evidence[0].observed_on
                over = day is not None and day >= (one.as_of or date.max)
                if over or not one.definition.weigher.rules[name].latest:
                    closed.add(name)
        return frozenset(closed)

    def _name(self) -> str:
        if self.question is None:
            raise InvalidValueError("interview", "no question left", "one that is not `done`")
        return self.question.criterion.name


def about_word(classification: Classification, asked: Iterable[str] = ()) -> Interview:
    """Give the interview about whether the word in use holds; without a word that is known, about the whole label.

    Args:
        classification: What is known.
        asked: The names of the criteria that were asked before, in vain or not. They are not asked again, but for
            what only the wrong side has answered, or without what the policy demands of evidence.
    """
    definition = classification.definition
    word = classification.relationship.label_in_use(definition.given_to)
    unheard = {aside.evidence.criterion for aside in classification.set_aside if aside.reason in _UNHEARD}
    unheard -= {finding.criterion.name for finding in classification.findings if finding.evidence}
    again = [name for name in asked if name not in unheard]
    return Interview(classification, asked=again, claim=None if word is None else definition.read(word))
