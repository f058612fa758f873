"""Definitions: what a company means by its words, as data."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, final

import attrs

from relabel.answers import Answer, exact
from relabel.conditions import Label, LabelIs, Ladder
from relabel.diagrams import Diagram, compile_diagram
from relabel.errors import AnswerError, DefinitionError, InvalidDefinitionError, InvalidValueError, nearest
from relabel.evidence import EvidencePolicy
from relabel.findings import Weigher
from relabel.mappings import FrozenMapping
from relabel.questions import AnyCriterion, Side
from relabel.vocabularies import criteria_of, walk

__all__ = ["Base", "Definition", "fold"]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def fold(word: str) -> str:
    """Give a label word with case and spacing folded, as it is compared."""
    return " ".join(word.split()).casefold()


@final
@attrs.frozen
class Base:
    """The definition that an overlay was made from."""

    name: str
    version: str
    digest: str


def _tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    # Any: what it holds is checked, with its place, when the definition is.
    return tuple(values) if isinstance(values, Iterable) and not isinstance(values, str) else (values,)


def _mapping(values: Mapping[Any, Any]) -> FrozenMapping[Any, Any]:
    # Any: as above. What is no mapping becomes one whose only key cannot be right.
    return FrozenMapping(values if isinstance(values, Mapping) else {"": values})


@final
@attrs.frozen(kw_only=True, cache_hash=True)
class Definition:
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
        mentions: Further criteria that the source speaks of and no label depends on.
        policy: How evidence is weighed.
        aliases: Other words in use, each with the label that it stands for.
        based_on: The definition that this one was made from; `evolve` sets it.

    Raises:
        InvalidDefinitionError: Lists everything that is wrong, each with its path.

    >>> pays = Criterion("pays", "Does the buyer pay?")
    >>> Definition(name="plain", title="Payers", labels=[Label("client", pays)], source="this page").criteria
    (Criterion('pays', 'Does the buyer pay?'),)
    """

    name: str = attrs.field(kw_only=False)
    title: str = attrs.field(kw_only=False)
    labels: tuple[Label, ...] = attrs.field(converter=_tuple, kw_only=False)
    given_to: Side | None = Side.BUYER
    ordered: bool = True
    source: str
    version: str = "1"
    presume: FrozenMapping[AnyCriterion, Answer] = attrs.field(factory=FrozenMapping, converter=_mapping)
    disregard: tuple[AnyCriterion, ...] = attrs.field(default=(), converter=_tuple)
    mentions: tuple[AnyCriterion, ...] = attrs.field(default=(), converter=_tuple)
    policy: EvidencePolicy = attrs.field(factory=EvidencePolicy)
    aliases: FrozenMapping[str, str] = attrs.field(factory=FrozenMapping, converter=_mapping)
    based_on: Base | None = None

    def __attrs_post_init__(self) -> None:
        problems = list(_Check(self).problems())
        if problems:
            count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            raise InvalidDefinitionError(f"definition {self.name!r} has {count}:", problems)

    @property
    def asked(self) -> tuple[AnyCriterion, ...]:
        """The criteria that conditions ask for, nested definitions included, each name once, in order."""
        return _by_name(criterion for _, criterion in _asked(self))

    @property
    def criteria(self) -> tuple[AnyCriterion, ...]:
        """Every criterion that the definition asks for, presumes, disregards or mentions."""
        return _by_name([*self.asked, *self.presume, *self.disregard, *self.mentions])

    @property
    def ladder(self) -> Ladder:
        """What this definition lends to others: its name and conditions, nothing else."""
        return Ladder(self.name, self.labels)

    def is_(self, label: str | None) -> LabelIs:
        """Give the condition that this definition's conditions give `label`, for use in another.

        Raises:
            InvalidValueError: This definition has no such label.
        """
        return self.ladder.is_(label)

    def rank(self, label: str | None) -> int:
        """Give the rank of a label: the number of labels below it, plus one; 0 for no label.

        Raises:
            InvalidValueError: This definition has no such label.
        """
        if label not in self._ranks:
            names = [one.name for one in self.labels]
            raise InvalidValueError(f"label of definition {self.name!r}", label, f"one of {names} or None")
        return self._ranks[label]

    def read(self, word: str) -> str | None:
        """Give the label that a word in use stands for, case and spacing folded; None if it is unknown."""
        return self._words.get(fold(word))

    @property
    def words(self) -> tuple[str, ...]:
        """The words in use that this definition knows: its labels and aliases."""
        return (*(label.name for label in self.labels), *self.aliases)

    def evolve(self, **changes: Any) -> "Definition":
        """Give an overlay: a definition that differs in the named fields and remembers this one.

        Args:
            changes: Fields of `Definition` (`Any`, as each has its own type).

        Raises:
            InvalidDefinitionError: The result is not valid.
        """
        return attrs.evolve(self, **{"based_on": Base(self.name, self.version, self.digest), **changes})

    @functools.cached_property
    def digest(self) -> str:
        """A SHA-256 hash of the content, in hexadecimal; the same on every machine and in every process."""
        import hashlib  # these two are slow to import, and few programs ask for a digest
        import json

        content = json.dumps(_content(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    @functools.cached_property
    def diagram(self) -> Diagram:
        """The decision diagram, built when it is first needed and kept.

        Raises:
            DiagramTooLargeError: It would be absurdly large.
        """
        return compile_diagram(self.labels)

    @functools.cached_property
    def weigher(self) -> Weigher:
        """What weighs evidence by the rules of this definition, made when first needed and kept."""
        taken = {criterion.name for criterion in (*self.asked, *self.disregard)}
        unused = [criterion for criterion in self.criteria if criterion.name not in taken]
        return Weigher(self.name, self.diagram.variables, self.disregard, unused, self.policy)

    @functools.cached_property
    def presumptions(self) -> Mapping[tuple[AnyCriterion, Answer], tuple[int, int]]:
        """The presumptions that a condition asks for, with the bits of the criterion and of the answer."""
        variables = {variable.criterion.name: variable for variable in self.diagram.variables}
        return {
            (variables[criterion.name].criterion, answer): (
                variables[criterion.name].full << variables[criterion.name].shift,
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

    @functools.cached_property
    def _words(self) -> dict[str, str]:
        return {fold(word): self.aliases.get(word, word) for word in self.words}

    @functools.cached_property
    def _ranks(self) -> dict[str | None, int]:
        return {None: 0} | {label.name: rank for rank, label in enumerate(reversed(self.labels), 1)}

    def __str__(self) -> str:
        return f"{self.name} (version {self.version})"


def _asked(definition: Definition) -> Iterator[tuple[int, AnyCriterion]]:
    """Give the criteria that conditions ask for, each wording once per label, with the position of the label."""
    for position, label in enumerate(definition.labels):
        if label.when is not None:
            for criterion in criteria_of(label.when):
                yield position, criterion


def _by_name(criteria: Iterable[AnyCriterion]) -> tuple[AnyCriterion, ...]:
    """Keep the first criterion of each name: two may differ in the wording of their question."""
    found: dict[str, AnyCriterion] = {}
    for criterion in criteria:
        found.setdefault(criterion.name, criterion)
    return tuple(found.values())


class _Check:
    """Find everything that is wrong with a definition, with the path of each thing."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    def problems(self) -> Iterable[DefinitionError]:
        """Give the problems. Later checks rely on the types that the first ones check."""
        wrong_types = list(self.types())
        later = [] if wrong_types else [*self.label_order(), *self.meanings(), *self.presumptions(), *self.names()]
        return [*self.texts(), *wrong_types, *later]

    def texts(self) -> Iterable[DefinitionError]:
        one = self.definition
        if not isinstance(one.name, str) or not _NAME.fullmatch(one.name):
            yield _problem("$.name", one.name, "lower case words joined by hyphens, such as 'acme-tiers'")
        for field in ("title", "source", "version"):
            value = getattr(one, field)
            if not isinstance(value, str) or not value.strip():
                yield _problem(f"$.{field}", value, "text that is not blank")

    def types(self) -> Iterable[DefinitionError]:
        one = self.definition
        if one.given_to is not None and not isinstance(one.given_to, Side):
            yield _problem("$.given_to", one.given_to, "Side.BUYER, Side.SELLER or None")
        if not isinstance(one.ordered, bool):
            yield _problem("$.ordered", one.ordered, "True or False")
        if not isinstance(one.policy, EvidencePolicy):
            yield _problem("$.policy", one.policy, "an EvidencePolicy")
        if one.based_on is not None and not isinstance(one.based_on, Base):
            yield _problem("$.based_on", one.based_on, "a Base or None")
        if not one.labels:
            yield _problem("$.labels", (), "at least one Label")
        for path, values, kind in (
            ("labels", one.labels, Label),
            ("presume", one.presume, AnyCriterion),
            ("disregard", one.disregard, AnyCriterion),
            ("mentions", one.mentions, AnyCriterion),
        ):
            for position, value in enumerate(values):
                if not isinstance(value, kind):
                    expected = "a Label" if kind is Label else "a criterion (the object, not its name)"
                    yield _problem(f"$.{path}[{position}]", value, expected)
        for word, label in one.aliases.items():
            if not isinstance(word, str) or not word.strip() or not isinstance(label, str):
                yield _problem(f"$.aliases[{word!r}]", label, "a word in use and the name of a label")

    def label_order(self) -> Iterable[DefinitionError]:
        taken: dict[str, int] = {}
        last = len(self.definition.labels) - 1
        for position, label in enumerate(self.definition.labels):
            path = f"$.labels[{position}]"
            first = taken.setdefault(fold(label.name), position)
            if first != position:
                yield _problem(f"{path}.name", label.name, f"a name other than that of $.labels[{first}]")
            if label.when is None and position != last:
                yield _problem(f"{path}.when", None, "a condition; only the last label may leave it out")

    def meanings(self) -> Iterable[DefinitionError]:
        """Check that one name means one thing, and that what is disregarded stays so."""
        one = self.definition
        places = [
            *((f"$.labels[{position}].when", criterion) for position, criterion in _asked(one)),
            *((f"$.presume[{criterion.name!r}]", criterion) for criterion in one.presume),
            *((f"$.mentions[{position}]", criterion) for position, criterion in enumerate(one.mentions)),
        ]
        disregarded = {criterion.name for criterion in one.disregard}
        first: dict[str, tuple[str, AnyCriterion]] = {}
        for path, criterion in places:
            if criterion.name in disregarded:
                yield _problem(path, criterion.name, "a criterion that is not in $.disregard")
        for path, criterion in [
            *places,
            *((f"$.disregard[{position}]", criterion) for position, criterion in enumerate(one.disregard)),
        ]:
            place, known = first.setdefault(criterion.name, (path, criterion))
            if known.meaning != criterion.meaning:
                found = f"{criterion.name!r} as {criterion.meaning}"
                yield DefinitionError(path, found, f"{known.meaning} as at {place}")
        for name, (path, _) in first.items():
            base = name.partition(".")[0]
            if base != name and base in first:
                yield _problem(path, name, f"a name that does not begin with that of {base!r}, another criterion")
        lent: dict[str, Ladder] = {}
        for ladder in _ladders(one):
            if lent.setdefault(ladder.name, ladder) != ladder:
                yield _problem("$.labels", ladder.name, "one definition of this name lent to the conditions")
        if len({criterion.name for criterion in one.presume}) < len(one.presume):
            yield _problem("$.presume", [criterion.name for criterion in one.presume], "each criterion once")

    def presumptions(self) -> Iterable[DefinitionError]:
        for criterion, answer in self.definition.presume.items():
            try:
                criterion.check(answer, "presumption")
            except AnswerError as error:
                yield _problem(f"$.presume[{criterion.name!r}]", answer, error.expected, error.known)

    def names(self) -> Iterable[DefinitionError]:
        """Check the names that refer to something in the definition."""
        one = self.definition
        labels = [label.name for label in one.labels]
        criteria = [criterion.name for criterion in one.criteria]
        for name in one.policy.overrides:
            if name not in criteria:
                yield _problem(f"$.policy.overrides[{name!r}]", name, "a criterion of this definition", criteria)
        taken = {fold(label): f"the label {label!r}" for label in labels}
        for word, label in one.aliases.items():
            path = f"$.aliases[{word!r}]"
            if label not in labels:
                yield _problem(path, label, f"one of {labels}", labels)
            if fold(word) in taken:
                yield _problem(path, word, f"a word other than {taken[fold(word)]}, case and spacing ignored")
            taken.setdefault(fold(word), f"the alias {word!r}")


def _problem(path: str, found: object, expected: str, known: Iterable[str] = ()) -> DefinitionError:
    close = nearest(found, known) if isinstance(found, str) else None
    return DefinitionError(path, f"found {found!r}", expected, f"; did you mean {close!r}?" if close else "")


def _content(one: Definition) -> dict[str, object]:
    """Give what the digest is made from: everything that the definition says, in plain types."""

    def conditions(labels: Iterable[Label]) -> list[list[str | None]]:
        return [[label.name, None if label.when is None else str(label.when)] for label in labels]

    def weighing(policy: EvidencePolicy) -> list[object]:
        return [
            None if policy.shelf_life is None else policy.shelf_life.days,
            policy.conflicts.value,
            policy.hearsay.value,
        ]

    wordings = {
        (criterion.name, criterion.question, criterion.meaning)
        for criterion in (*(found for _, found in _asked(one)), *one.presume, *one.disregard, *one.mentions)
    }
    return {
        "name": one.name,
        "title": one.title,
        "labels": conditions(one.labels),
        "lent": {ladder.name: conditions(ladder.labels) for ladder in _ladders(one)},
        "criteria": sorted(wordings),
        "given_to": one.given_to.value if one.given_to else None,
        "ordered": one.ordered,
        "source": one.source,
        "version": one.version,
        "presume": {criterion.name: _plain(answer) for criterion, answer in one.presume.items()},
        "disregard": [criterion.name for criterion in one.disregard],
        "mentions": [criterion.name for criterion in one.mentions],
        "policy": weighing(one.policy),
        "overrides": {name: weighing(policy) for name, policy in one.policy.overrides.items()},
        "aliases": dict(one.aliases),
        "based_on": attrs.astuple(one.based_on) if one.based_on else None,
    }


def _ladders(one: Definition) -> Iterator[Ladder]:
    """Give what other definitions lend to the conditions of one, repeats included."""
    for label in one.labels:
        for part in () if label.when is None else walk(label.when):
            if isinstance(part, LabelIs):
                yield part.ladder


def _plain(answer: Answer) -> bool | str:
    return answer if isinstance(answer, (bool, str)) else str(exact(answer, "answer"))
