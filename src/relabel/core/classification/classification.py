"""Classifications: an outcome, and all that can be asked of it: what next, why not, what it would take."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, final

from relabel.core.classification.outcome import Outcome
from relabel.core.model.answers import Answer, Weight
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import OURSELVES
from relabel.errors import InvalidValueError
from relabel.later import Later

if TYPE_CHECKING:
    from relabel import markup
    from relabel import sections as report
    from relabel.core.classification import explanation as explanations
    from relabel.core.classification import paths
    from relabel.core.classification import questions as asking
    from relabel.core.classification import supposition as suppositions
    from relabel.core.classification import tallies as counting
    from relabel.core.classification import text as texts
else:
    explanations = Later("relabel.core.classification.explanation")
    paths = Later("relabel.core.classification.paths")
    asking = Later("relabel.core.classification.questions")
    suppositions = Later("relabel.core.classification.supposition")
    counting = Later("relabel.core.classification.tallies")
    texts = Later("relabel.core.classification.text")
    markup = Later("relabel.markup")
    report = Later("relabel.sections")

__all__ = ["Classification"]


@final
class Classification(Outcome):
    """What a definition says of a relationship on the evidence up to a day.

    A classification is a function of its arguments and compares by them. The label is found when it
    is made; the rest is worked out when it is asked for.

    Args:
        relationship: The relationship with its evidence.
        definition: The definition.
        as_of: Evidence observed later is set aside; None counts all of it.
        vocabulary: Criteria that other definitions declare, by name. Evidence on them is `UNUSED`,
            not `UNKNOWN_CRITERION`.

    Attributes:
        possible: Every label that some completion of the unknown and contested findings gives, and
            only those. None in it means "no label".
        label: The label when settled or presumed (None: no label applies); None when open.
        granted: `possible`, once the presumptions are granted for which no evidence counts.
        known: The answers that the evidence leaves possible, as bits of the variables of the diagram.
        standing: Settled: `possible` has one member. Presumed: it would have, were the presumptions
            granted for which no evidence counts. Open: neither.

    Raises:
        AnswerError: An answer lies outside the domain of its criterion.
        DiagramTooLargeError: The definition needs an absurdly large diagram.
        InvalidValueError: `as_of` is no date.
        MissingDateError: The definition gives evidence a shelf life and there is no `as_of`.

    Source: "certain answers" over incomplete data, W. Lipski, On semantic issues connected with
    incomplete information databases (1979).
    """

    __slots__ = ()

    def questions(
        self, *, given: "asking.Priors | None" = None, foresight: int | None = None
    ) -> "tuple[asking.Question, ...]":
        """Give the open criteria that the label still depends on, the most informative first.

        A criterion is open when its finding is unknown or contested. It is listed if and only if two
        completions that differ in it alone have different labels: its answer changes the label, the
        standing or the labels possible, by itself (`Question.decisive`) or after others. They are what
        `explain()` lists as not known.

        The decisive ones come first, each by `Question.gain`, ties by the order of the definition. The
        chance of settling the label at once is no order: where a label takes several answers it is 0 for
        all of them.

        Args:
            foresight: Lists only those of which an answer changes something after at most so many answers,
                its own among them: with 1 what is decisive. None for all.
            given: How common answers are, as `relabel.priors` counts them; criteria are independent of
                each other. An answer left out weighs 0. All answers (of a measure: all stretches
                between thresholds) are equally likely for a criterion left out, or if all that are
                possible weigh 0. It changes the order, never what is listed.

        Returns:
            The questions; none if and only if the label is settled.

        Raises:
            InvalidValueError: `given` names a criterion that the definition does not declare, or a
                weight is no whole number or `Fraction` of at least 0. Or `foresight` is no whole number of
                at least 1, or so many that more than `relabel.core.classification.questions.MAX_STEPS`
                answers would have to be tried after others (of a carried sum fewer).
            AnswerError: `given` has an answer outside the domain of its criterion.
            DiagramTooLargeError: To find what the label depends on would take too long: a sum of many values is
                carried beside more than some hundred nodes. Where only counting completions would,
                `Question.gain` is None.

        Cost: a few passes over the diagram, and two walks through it per open criterion and answer; with
        `foresight` as many again for each way to answer so many of them but one.
        """
        priors = asking.frozen_priors(self.definition, given)
        return asking.Outlook(self.definition, self.known, priors).listed(foresight)

    def why_not(self, label: str | None) -> "paths.WhyNot":
        """Say why a label is not given: what rules it out, or what is missing.

        Args:
            label: A label of the definition, or None for "no label"; not the one given.

        Returns:
            If the label is not possible: findings that rule it out, chosen as in `because` and without
            presumptions, each with the answers that it would need. If it is possible: the least that
            would have to be shown for it, every finding that is known staying as it is.

        Raises:
            InvalidValueError: The definition has no such label, or it is the one given.
            SearchTooLongError: As for `path_to`.
        """
        self.definition.rank(label)
        if self.standing is not Standing.OPEN and label == self.label:
            raise InvalidValueError("label", label, "a label that is not given")
        return paths.find_why_not(self.definition, self.known, self.answered, self.weighed, label)

    def path_to(
        self,
        label: str | None,
        *,
        fixed: Iterable[str] = (),
        cost: Mapping[str, Weight] | None = None,
        or_higher: bool = False,
        limit: int = 1,
    ) -> "paths.Paths":
        """Find the cheapest changes in findings after which a label is settled.

        A step replaces the finding on one criterion by one answer: by changing the world, or by showing
        what is unknown or contested. What the definition says nobody can change (`Intent.cannot_change`)
        is only shown. Nothing is granted on presumption. No path costs less, as long as `Paths.proven`, and of
        a path no step can be left out.

        Args:
            label: A label of the definition, or None for "no label".
            fixed: Names of further criteria whose findings stay as they are, unknown ones unknown.
            cost: What a step costs, by the name of its criterion; 1 where nothing is given.
            or_higher: Whether a label that ranks higher will do as well, and the label need only be
                certain to be one of these.
            limit: The most paths to give.

        Returns:
            The cheapest paths, none of which asks for all the criteria of another; with the same cost,
            the one with fewer steps, then fewer changes, then the nearer answers.

        Raises:
            InvalidValueError: The definition has no such label or criterion, a cost is no whole number
                or `Fraction` of at least 0, or the limit is below 1.
            SearchTooLongError: The searches spent their budget (`relabel.core.diagrams.searches.options.Budget`) before
                any path was found. Where one was, it is given, and `Paths.proven` is False.

        Cost: one shortest-path search over states of the walk per path, at most; further ones for
        `limit` above 1 and where there is no path.
        """
        return paths.find_paths(
            self.definition,
            self.known,
            self.weighed,
            label,
            fixed=fixed,
            cost=cost,
            or_higher=or_higher,
            limit=limit,
        )

    def tallies(self) -> "tuple[counting.Tally, ...]":
        """Give what the counts and sums of points in the definition come to, on what is known or presumed.

        Counts that are no more than "all" or "at least one", and those of lent definitions, are left out.
        """
        return counting.tallies(self.definition, self.definition.grant(self.known))

    def suppose(self, answers: "Mapping[Any, Answer | None]") -> "suppositions.Supposition[Classification]":
        """Say what would be found if some answers were others.

        Args:
            answers: By criteria, or their names: the answer supposed in place of all evidence on it; None
                for no evidence. It counts as observed on the day of judgement, on the word of the side
                that the criterion is about.

        Raises:
            InvalidValueError: The definition has no such criterion.
            AnswerError: An answer lies outside the domain of its criterion.
        """
        return suppositions.suppose(self, answers)

    def explanation(self, *, toward: str | None = None, fixed: Iterable[str] = ()) -> "explanations.Explanation":
        """Give all that there is to say about the outcome, as data.

        Args:
            toward: The label that all is measured by; by default what `Explanation.toward` says.
            fixed: Names of criteria whose findings stay as they are on the way there.

        Raises:
            InvalidValueError: The definition has no such label or criterion.
            SearchTooLongError: As for `path_to`, if `toward` is given.
            DiagramTooLargeError: As for `questions`.
        """
        return explanations.explanation(self, toward=toward, fixed=fixed)

    def explain(self, *, toward: str | None = None, fixed: Iterable[str] = (), us: str | None = OURSELVES) -> str:
        """Write the explanation as text for people: what is found and why, what is missing, what to do next.

        Args:
            toward: As for `explanation`.
            fixed: As for `explanation`.
            us: The company that we are, to be called "we"; None for neither.

        Raises:
            InvalidValueError, SearchTooLongError, DiagramTooLargeError: As for `explanation`.
        """
        return report.plain(texts.sections(self.explanation(toward=toward, fixed=fixed), us=us))

    def _repr_html_(self) -> str:
        return markup.folded(texts.sections(self.explanation()))
