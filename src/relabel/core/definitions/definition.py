"""Definitions: what a company means by its words: the content, checked; its digest, its diagram, its sentences."""

import functools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, final

import attrs

from relabel.core.definitions.content import Base, Content
from relabel.core.definitions.validation import faults
from relabel.core.definitions.weighing import Weigher
from relabel.core.diagrams import compilation
from relabel.core.diagrams.compilation import compile_diagram
from relabel.core.diagrams.diagram import Diagram
from relabel.core.diagrams.variables import variables_of
from relabel.core.model.answers import Answer
from relabel.core.model.any_criterion import AnyCriterion
from relabel.errors import InvalidDefinitionError
from relabel.later import Later

if TYPE_CHECKING:
    from relabel import sections as report
    from relabel.core.definitions import premises as sense
else:
    report = Later("relabel.sections")
    sense = Later("relabel.core.definitions.premises")

__all__ = ["Definition"]


@final
@attrs.frozen(kw_only=True, cache_hash=True)
class Definition(Content):
    """An ordered list of labels, each with its condition: the first that holds is given.

    Args:
        name: What to ask for it by: lower case words joined by hyphens.
        title: A line for people.
        labels: In order. Only the last may leave out its condition ("otherwise"). When no condition
            holds the definition does not apply, and the label is None.
        given_to: The side that wears the label; None when it names the relationship as a whole.
        ordered: Whether the labels rank, the first highest. No label ranks below all of them.
        source: The document that the definition comes from. Required.
        version: The version of the definition, as its owner counts.
        presume: Answers taken for granted while no evidence counts: where the burden of proof lies.
        disregard: Criteria that are not evidence. Evidence on them is shown and weighs nothing.
        remarks: Names under which files hold free text, such as "gut feeling", that nobody declares as a
            criterion. As for `disregard`, whatever is said there.
        mentions: Further criteria that the source speaks of and no label depends on.
        policy: How evidence is weighed.
        aliases: Other words in use, each with the label that it stands for.
        based_on: The definition that this one was made from; `evolve` sets it.
        examples: Cases with the labels that they should get.
        intends: What it is meant to do where that is not plain from the conditions.
        only_if: Criteria that make sense only if something holds, each with that premise, a condition on one other
            criterion: `{resolved: issue_came_up}`. They may not apply (`may_be_na`), and without the premise that is
            the only sound answer. `verify`, paths and questions leave out what is not sound; a label depends on the
            conditions alone, also on evidence that is not.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong, each with its path.

    >>> pays = Criterion("pays", "Does the buyer pay?")
    >>> Definition(name="plain", title="Payers", labels=[Label("client", pays)], source="this page").criteria
    (Criterion('pays', 'Does the buyer pay?'),)
    """

    def __attrs_post_init__(self) -> None:
        problems = faults(self)
        if problems:
            count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            raise InvalidDefinitionError(f"definition {self.name!r} has {count}:", problems)

    def evolve(self, **changes: Any) -> "Definition":
        """Give an overlay: a definition that differs in the named fields and remembers this one.

        Examples and intents are taken over like the rest; those that speak of labels or criteria that
        the overlay has not must be given anew.

        Args:
            changes: Fields of `Definition` (`Any`, as each has its own type).

        Raises:
            InvalidDefinitionError: The result is not valid.
        """
        return attrs.evolve(self, **{"based_on": Base(self.name, self.version, self.digest), **changes})

    def directions(
        self, raises: Iterable[AnyCriterion | str] = (), lowers: Iterable[AnyCriterion | str] = ()
    ) -> tuple[list[str], list[str]]:
        """Give the names of the criteria that are asked of which a higher answer speaks for a higher label, or a lower.

        Args:
            raises: Criteria, or their names, that speak for a higher one whatever is intended.
            lowers: The same for a lower one.
        """
        given = [[one.name if isinstance(one, AnyCriterion) else one for one in some] for some in (raises, lowers)]
        free = {criterion.name for criterion in self.asked}.difference(*given)
        intended = self.intends.raises, self.intends.lowers
        up, down = (
            [*some, *(name for name in meant if name in free)] for some, meant in zip(given, intended, strict=True)
        )
        return up, down

    def sections(self) -> "list[report.Section]":
        """Arrange what `to_text` writes."""
        from relabel.core.definitions.text import sections  # few programs write a definition down

        return sections(self, self.digest)

    def to_text(self) -> str:
        """Write the definition as plain sentences that the people concerned can sign."""
        from relabel.core.definitions.text import to_text  # few programs write a definition down

        return to_text(self, self.digest)

    def _repr_html_(self) -> str:
        from relabel.markup import folded  # for notebooks

        return folded(self.sections(), shown=2)

    def to_mermaid(self) -> str:
        """Draw the decision diagram in Mermaid's language."""
        from relabel.core.diagrams.drawings import to_mermaid  # few programs draw

        return to_mermaid(self.unrolled, self._heading)

    def to_dot(self) -> str:
        """Draw the decision diagram in DOT, the language of Graphviz."""
        from relabel.core.diagrams.drawings import to_dot  # as above

        return to_dot(self.unrolled, self._heading, self.name)

    @property
    def _heading(self) -> str:
        return f"{self.title} ({self.name}, version {self.version})"

    @functools.cached_property
    def digest(self) -> str:
        """A SHA-256 hash of the document, in hexadecimal; the same on every machine and in every process."""
        import hashlib  # these are slow to import, and few programs ask for a digest
        import json

        from relabel.core.definitions.document import to_document

        content = json.dumps(to_document(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()

    @functools.cached_property
    def diagram(self) -> Diagram:
        """The decision diagram, built when it is first needed and kept.

        Raises:
            DiagramTooLargeError: It would be absurdly large.
        """
        whens = [label.when for label in self.labels if label.when is not None]
        return compile_diagram(
            self.labels, variables_of([*whens, *self.only_if.values()]), carry_from=compilation.CARRY_FROM
        )

    @functools.cached_property
    def unrolled(self) -> Diagram:
        """The decision diagram without a sum beside it, to be looked at node by node; most often the same one.

        Raises:
            DiagramTooLargeError: As for `diagram`, which may be small where this one is not.
        """
        return self.diagram if self.diagram.carried is None else compile_diagram(self.labels, self.diagram.variables)

    @functools.cached_property
    def premises(self) -> "tuple[sense.Premise, ...]":
        """What makes sense only if something holds, as levels and cells of the diagram."""
        return tuple(sense.Premise.of(one, premise, self.diagram.variables) for one, premise in self.only_if.items())

    @functools.cached_property
    def weigher(self) -> Weigher:
        """What weighs evidence by the rules of this definition, made when first needed and kept."""
        taken = {criterion.name for criterion in (*self.asked, *self.disregard)}
        unused = [criterion for criterion in self.criteria if criterion.name not in taken]
        return Weigher(self.name, self.diagram.variables, self.disregard, unused, self.remarks, self.policy)

    @functools.cached_property
    def presumptions(self) -> Mapping[tuple[AnyCriterion, Answer], tuple[int, int]]:
        """The presumptions that a condition asks for, with the bits of the criterion and of the answer."""
        variables = {variable.criterion.name: variable for variable in self.diagram.variables}
        return {
            (variables[criterion.name].criterion, answer): (
                variables[criterion.name].field,
                variables[criterion.name].bit(answer),
            )
            for criterion, answer in self.presume.items()
            if criterion.name in variables
        }

    @functools.cached_property
    def _grants(self) -> tuple[tuple[int, int], ...]:
        return tuple(self.presumptions.values())

    def grant(self, known: int) -> int:
        """Add to the bits of what is known the presumptions on criteria of which nothing is known."""
        granted = known
        for every, bit in self._grants:
            if not known & every:
                granted |= bit
        return granted
