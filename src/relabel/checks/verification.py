"""Verification: what is odd about a definition, found by looking at every record there could be."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import NamedTuple, TypeVar, final

import attrs

from relabel.checks.effects import Effect, effects_beside_sum, effects_of, sound_diagram
from relabel.checks.observed import Nest
from relabel.checks.redundant_parts import ConstantPart, PartCheck, RedundantPart, Where, check_parts
from relabel.checks.regions import MAX_PRODUCTS, Region, describe_region, overlapping
from relabel.checks.witnesses import label_of, some_record
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.findings import Presumption
from relabel.core.definitions.text import label_text
from relabel.core.diagrams.compilation import MAX_STEPS
from relabel.core.diagrams.counting.dependences import dependences
from relabel.core.diagrams.space import EMPTY, Record, Space, listed, record_text, share_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.errors import DiagramTooLargeError
from relabel.markup import Report
from relabel.sections import Section

__all__ = [
    "MAX_OVERLAPS",
    "MAX_OVERLAP_STEPS",
    "OVERLAPS",
    "RELEVANT",
    "TAKEN",
    "HiddenLabel",
    "Overlap",
    "Verification",
    "verify",
]

MAX_OVERLAPS = 30
"""How many overlaps are written out; of further ones only the share and a witness are given."""

MAX_OVERLAP_STEPS = 1_000_000
"""How many steps may be taken to look for overlaps; one takes some microseconds."""

OVERLAPS = "which further labels overlap"
RELEVANT = "which criteria can change a label"
TAKEN = "which other labels take what a hidden one could have"
"""What may take too long, as it is said."""

T = TypeVar("T")


@final
@attrs.frozen
class HiddenLabel:
    """A label whose own condition holds for some records, all of which an earlier label takes.

    Attributes:
        label: The label.
        by: The earlier labels that take them, in order.
        witness: A complete record for which the condition holds.
        given: The label that the witness gets instead.
    """

    label: str
    by: tuple[str, ...]
    witness: Record
    given: str

    def __str__(self) -> str:
        return (
            f"{self.label} is hidden by {' and '.join(self.by)}: for example its condition holds for "
            f"{record_text(self.witness)}, which gets {self.given}"
        )


@final
@attrs.frozen
class Overlap:
    """Two labels whose own conditions both hold for some records; the first that holds is given.

    In an ordered definition this is usual, and no fault.

    Attributes:
        first: The earlier label.
        second: The later label.
        region: Where both conditions hold.
        nested: Whether the first condition implies the second, as of rungs of a ladder.
        meant: Whether the definition says that they may (`Intent.overlaps`), or labels rank and the first
            condition implies the second.
    """

    first: str
    second: str
    region: Region
    nested: bool
    meant: bool

    @property
    def brief(self) -> str:
        """The pair with the share of records for which both conditions hold."""
        return f"{self.first} and {self.second} both hold for {share_text(self.region.share)}"

    def __str__(self) -> str:
        return f"{self.brief}: {self.region}; for example {record_text(self.region.witness)}"


@final
@attrs.frozen
class Verification(Report):
    """What `verify` found.

    All shares are of the answer space: the complete records, each of which gives every variable of
    the definition's diagram one of its cells (yes or no, an option, a level, or a stretch of numbers
    between thresholds). Every record counts once, however common it may be among companies. Records are left out
    in which something is answered that makes sense only if something holds (`Definition.only_if`) which does not.

    Attributes:
        definition: The definition.
        records: The number of records in the answer space.
        shares: For each label in order, and None for no label, the share of records that get it.
        dead: Labels that no record gets, in order, the hidden ones included.
        hidden: Those of them whose own condition could hold.
        overlaps: Pairs of labels whose own conditions both hold for some records. A label without a
            condition ("otherwise") has none to overlap. Where labels rank, a rung that implies one that implies a
            third stands beside the next one only.
        gap: The records that get no label; None if there are none.
        irrelevant: Criteria that conditions ask for and that cannot change any label.
        effects: What each other criterion does to the label.
        untold: Those of which that was not looked at, because it takes too long; usually none.
        constant: Conditions and parts of conditions that always or never hold.
        redundant: Parts of conditions that could be removed, each on its own, without changing any label.
        unchecked: How many parts were not checked for that, because it takes too long; usually 0.
        idle_presumptions: Presumptions that can never matter.
        given_up: What else was not looked at in full, because it takes too long: `OVERLAPS`, `RELEVANT` or `TAKEN`;
            usually nothing.
    """

    definition: Definition
    records: int
    shares: FrozenMapping[str | None, Fraction]
    dead: tuple[str, ...]
    hidden: tuple[HiddenLabel, ...]
    overlaps: tuple[Overlap, ...]
    gap: Region | None
    irrelevant: tuple[AnyCriterion, ...]
    effects: tuple[Effect, ...]
    untold: tuple[AnyCriterion, ...]
    constant: tuple[ConstantPart, ...]
    redundant: tuple[RedundantPart, ...]
    unchecked: int
    idle_presumptions: tuple[Presumption, ...]
    given_up: tuple[str, ...]

    def sections(self) -> list[Section]:
        """Arrange the findings for people: what is wrong first, then what is odd, and then what the definition does."""
        return [self.heading(), *self.wrong(), *self.odd(), *self.counts()]

    def heading(self) -> Section:
        """Name the definition, and say what was looked at."""
        records = "1 record" if self.records == 1 else f"{self.records:,} records"
        return Section(
            f"{self.definition}: {self.definition.title}",
            (f"{records} of answers, each counted once; every share is a share of these",),
        )

    def wrong(self) -> list[Section]:
        """Arrange what breaks a law of sound definitions."""
        hidden = {one.label for one in self.hidden}
        impossible = [f"{label}: its condition never holds" for label in self.dead if label not in hidden]
        found: list[tuple[str, Iterable[object]]] = [("Labels that nobody can get", [*impossible, *self.hidden])]
        if self.gap is not None and not self.definition.intends.gap:
            example = f"for example {record_text(self.gap.witness)}"
            found.append(("Gap: no label is given", [f"{share_text(self.gap.share)}: {self.gap}", example]))
        overlaps = [one for one in self.overlaps if not one.meant]
        found.append(("Overlaps: both conditions hold, and the first label is given", overlaps))
        found.append(("Criteria that cannot change any label", [criterion.name for criterion in self.irrelevant]))
        found.append(("Presumptions that can never matter", self.idle_presumptions))
        return _listed(found)

    def odd(self, *, full: bool = False, where: Where | None = None) -> list[Section]:
        """Arrange what breaks no law and may be a slip.

        Args:
            full: Whether to list the parts that could be removed, too, and not only to count them.
            where: Gives, for the path and the text of a part, where it stands and how it is written there; as both
                are where that is not known.
        """
        outermost = list(_outermost(part for part in self.redundant if part.label not in self.dead))
        found: list[tuple[str, Iterable[object]]] = [
            ("Conditions that always or never hold", [one.written(where) for one in self.constant])
        ]
        if full:
            heading = "Parts that could be removed without changing any label (no fault where they make it plainer)"
            found.append((heading, [one.written(where) for one in outermost]))
        elif outermost:
            many = "1 part" if len(outermost) == 1 else f"{len(outermost)} parts"
            text = f"{many} of conditions could be removed without changing any label (no fault where it is plainer so)"
            found.append(("What could be shorter", [text]))
        unchecked = [f"{self.unchecked} parts of conditions, for being removable"] * bool(self.unchecked)
        if self.untold:
            unchecked.append(f"what an answer does: {', '.join(one.name for one in self.untold)}")
        found.append(("Not checked, as that would take too long", [*unchecked, *self.given_up]))
        return _listed(found)

    def counts(self, *, full: bool = False) -> list[Section]:
        """Arrange what the definition does: how many records get each label, and what each criterion does to it.

        Args:
            full: Whether to show, for all of it, records for which it is so.
        """
        shares = [f"{label_text(label)}: {share_text(share)}" for label, share in self.shares.items() if label or share]
        meant = [one for one in self.overlaps if one.meant]
        if self.gap is not None and self.definition.intends.gap:
            shares[-1] += f", as is meant: {self.gap}"
        found: list[tuple[str, Iterable[object]]] = [("Labels", shares)]
        together = "Overlaps, as is meant: both conditions hold, and the first label is given"
        found.append((together, meant if full else [one.brief for one in meant]))
        rank = "the rank" if self.definition.ordered else "the label"
        lines = self._effect_lines() if full else self._effects_together()
        found.append((f"What each criterion does to {rank}, all other answers being the same", lines))
        return _listed(found)

    def _effect_lines(self) -> Iterator[str]:
        for effect in self.effects:
            lower = " (meeting more can cost rank)" if effect.lowers is not None and effect.raises is not None else ""
            yield "\n".join([f"{effect.criterion.name} {effect.summary} it{lower}", *map(str, effect.pairs)])

    def _effects_together(self) -> Iterator[str]:
        names: dict[str, list[str]] = {}
        for effect in self.effects:
            names.setdefault(effect.summary, []).append(effect.criterion.name)
        for summary, some in names.items():
            verb = summary if len(some) == 1 else summary.replace("s or ", " or ").removesuffix("s")
            costs = " (meeting more can cost rank)" if " or " in summary else ""
            yield f"{', '.join(some)} {verb} it{costs}"


def _listed(found: Iterable[tuple[str, Iterable[object]]]) -> list[Section]:
    return [Section(heading, items) for heading, texts in found if (items := listed(texts))]


def verify(definition: Definition) -> Verification:
    """Check a definition: what it can say, what it cannot, and what in it has no effect.

    Every finding is exact, and comes with a witness where there can be one. That a disregarded
    criterion is used in a condition need not be checked: such a definition cannot be made.

    Args:
        definition: The definition. Its conditions are judged, those that others lend it included;
            parts of the latter are not looked into.

    Raises:
        DiagramTooLargeError: The diagram of the definition, or of one of its conditions, is too large. Where something
            else takes too long that is said, beside all that was found.

    Cost: about that of compiling the definition a few times; limited in the number of steps.

    >>> pays = Criterion("pays")
    >>> verify(Definition("payers", "Payers", [Label("client", pays), Label("friend", ~pays)], source="-")).gap is None
    True
    """
    nest = Nest(definition)
    diagram, labels = definition.diagram, definition.labels
    space = Space(diagram.variables, definition.presume, diagram.carried) if nest.ladders else nest.space
    space.sound = space.where(definition.sound)
    whens = ((label.name, label.when) for label in labels if label.when is not None)
    own = {name: space.with_records(space.both(space.where(when), space.sound)) for name, when in whens}
    found = _by_nodes(definition, space) if diagram.carried is None else _by_sum(definition, space)
    dead = tuple(label.name for label in labels if label.name not in found.counts)
    hiding = [label for label in dead if own.get(label, space.sound) != EMPTY]
    given = found.given
    if not given and (hiding or None in found.counts):  # as few definitions have any
        with suppress(DiagramTooLargeError), space.budget(MAX_STEPS):
            given = {name: space.both(where, space.sound) for name, where in space.given(labels)}
    names = {diagram.variables[level].criterion.name for level in found.relevant}
    overlaps, more_overlap = _overlaps(definition, space, own)
    parts: PartCheck = check_parts(nest)
    return Verification(
        definition,
        space.count(space.sound),
        FrozenMapping(
            (name, Fraction(found.counts.get(name, 0), space.count(space.sound)))
            for name in [*(label.name for label in labels), None]
        ),
        dead,
        tuple(_hidden(definition, space, label, own.get(label, space.sound), given) for label in hiding),
        tuple(overlaps),
        _gap(definition, space, found.counts[None], given) if None in found.counts else None,
        tuple(one.criterion for level, one in enumerate(diagram.variables) if level not in found.relevant),
        found.effects,
        found.untold,
        parts.constant,
        parts.redundant,
        parts.unchecked,
        # A presumption matters exactly when its criterion does: where all else is known, granting it
        # leaves one of the several labels that were possible.
        tuple(Presumption(one, answer) for one, answer in definition.presume.items() if one.name not in names),
        (*[OVERLAPS] * more_overlap, *[TAKEN] * bool(hiding and not given), *found.given_up),
    )


class _Found(NamedTuple):
    """What is counted and followed in another way where a sum is carried beside the diagram.

    Attributes:
        counts: By label that some record gets the number of those that do.
        relevant: The levels of the criteria that can change a label; of all where it takes too long to find them.
        effects: As `Verification.effects`.
        untold: As `Verification.untold`.
        given_up: As `Verification.given_up`.
        given: By label the set of records that get it, where these had to be made.
    """

    counts: Mapping[str | None, int]
    relevant: Collection[int]
    effects: tuple[Effect, ...]
    untold: tuple[AnyCriterion, ...]
    given_up: Sequence[str] = ()
    given: Mapping[str | None, int] = FrozenMapping()


def _by_nodes(definition: Definition, space: Space) -> _Found:
    diagram, left_out = sound_diagram(definition)
    one = definition.diagram
    relevant = {one.levels[node] for node in range(len(one.leaves), len(one.levels))}
    counts = dict(zip(diagram.leaves, diagram.records(), strict=True))
    return _Found(counts, relevant, *effects_of(definition, space, diagram, left_out))


def _by_sum(definition: Definition, space: Space) -> _Found:
    diagram = definition.diagram
    given = {name: space.with_records(space.both(one, space.sound)) for name, one in space.given(definition.labels)}
    counts = {name: space.count(one) for name, one in given.items() if one != EMPTY}
    cells = [range(variable.size) for variable in diagram.variables]
    relevant: Collection[int] = range(len(cells))
    given_up = [RELEVANT]
    with suppress(DiagramTooLargeError):
        relevant, given_up = dependences(diagram, cells, range(len(diagram.leaves))), []
    return _Found(counts, relevant, *effects_beside_sum(definition), given_up, given)


def _hidden(
    definition: Definition, space: Space, label: str, where: int, given: Mapping[str | None, int]
) -> HiddenLabel:
    sets = {name: space.with_records(space.both(where, taken)) for name, taken in given.items() if name is not None}
    by = tuple(name for name, taken in sets.items() if taken != EMPTY)
    witness = space.example(sets[by[0]] if by else where)
    taking = by[0] if by else str(label_of(definition.diagram, witness))
    return HiddenLabel(label, by or (taking,), witness, taking)


def _gap(definition: Definition, space: Space, records: int, given: Mapping[str | None, int]) -> Region:
    if given:
        return describe_region(space, given[None])
    share = Fraction(records, space.count(space.sound))
    return Region(share, some_record(sound_diagram(definition)[0], None, space), (), share)


def _overlaps(definition: Definition, space: Space, own: Mapping[str, int]) -> tuple[list[Overlap], bool]:
    """Give the overlaps, and whether it takes too long to find all of them."""
    pairs, left = _in_time(space, overlapping(space, list(own.values()), ordered=definition.ordered))
    names = list(own)

    def overlap(number: int, earlier: int, later: int, where: int, *, nested: bool) -> Overlap:
        region = describe_region(space, where, MAX_PRODUCTS if number < MAX_OVERLAPS else 0)
        first, second = names[earlier], names[later]
        meant = definition.intends.lets_overlap(first, second) or (nested and definition.ordered)
        return Overlap(first, second, region, nested, meant)

    some = (overlap(number, *pair, nested=nested) for number, (*pair, nested) in enumerate(sorted(pairs)))
    found, more = _in_time(space, some)
    return found, left or more


def _in_time(space: Space, some: Iterable[T]) -> tuple[list[T], bool]:
    """Give what is found in `MAX_OVERLAP_STEPS`, and whether that is not all."""
    found: list[T] = []
    with suppress(DiagramTooLargeError), space.budget(MAX_OVERLAP_STEPS):
        for one in some:
            found.append(one)  # noqa: PERF402  # what came before an error stays
        return found, False
    return found, True


def _outermost(parts: Iterable[RedundantPart]) -> Iterator[RedundantPart]:
    """Leave out parts inside another one; parts come in the order in which they are written."""
    last = None
    for part in parts:
        if last is None or not part.path.startswith(f"{last}."):
            last = part.path
            yield part
