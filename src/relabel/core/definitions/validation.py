"""Validation: everything that can be wrong with a definition, each with its place."""

import re
from collections.abc import Iterable

from relabel.core.definitions.content import Base, Content, asked, ladders, named_parts
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.condition_parts import criteria_of, named_part, walk
from relabel.core.model.conditions import Label, LabelIs, Ladder, Named, Points
from relabel.core.model.criteria import Choice, Criterion
from relabel.core.model.evidence import Conflicts, EvidencePolicy
from relabel.core.model.examples import ALL, Example, Intent, Standing
from relabel.core.model.words import fold, visible
from relabel.errors import AnswerError, DefinitionError
from relabel.texts import did_you_mean

__all__ = ["faults"]

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def faults(content: Content) -> list[DefinitionError]:
    """Give everything that is wrong with a definition; nothing for a sound one."""
    check = _Check(content)
    wrong_types = list(check.types())
    if wrong_types:  # the later checks rely on the types
        return [*check.texts(), *wrong_types]
    later = (
        check.label_order,
        check.meanings,
        check.presumptions,
        check.premises,
        check.names,
        check.examples,
        check.intents,
    )
    return [*check.texts(), *(problem for one in later for problem in one())]


class _Check:
    """Find everything that is wrong with a definition, with the path of each thing."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def texts(self) -> Iterable[DefinitionError]:
        one = self.content
        if not isinstance(one.name, str) or not _NAME.fullmatch(one.name):
            yield _problem("$.name", one.name, "lower case words joined by hyphens, such as 'acme-tiers'")
        for field in ("title", "source", "version"):
            value = getattr(one, field)
            if not isinstance(value, str) or not value.strip():
                yield _problem(f"$.{field}", value, "text that is not blank")

    def types(self) -> Iterable[DefinitionError]:
        one = self.content
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
            ("only_if", one.only_if, AnyCriterion),
            ("examples", one.examples, Example),
        ):
            for position, value in enumerate(values):
                if not isinstance(value, kind):
                    expected = _KINDS[kind]
                    yield _problem(f"$.{path}[{position}]", value, expected)
        for position, name in enumerate(one.remarks):
            if not isinstance(name, str) or not name.strip():
                yield _problem(f"$.remarks[{position}]", name, "text that is not blank")
        if not isinstance(one.intends, Intent):
            yield _problem("$.intends", one.intends, "an Intent")
        elif not isinstance(one.intends.gap, bool):
            yield _problem("$.intends.gap", one.intends.gap, "True or False")
        for word, label in one.aliases.items():
            if not isinstance(word, str) or not word.strip() or not isinstance(label, str):
                yield _problem(f"$.aliases[{word!r}]", label, "a word in use and the name of a label")

    def label_order(self) -> Iterable[DefinitionError]:
        taken: dict[str, int] = {}
        last = len(self.content.labels) - 1
        for position, label in enumerate(self.content.labels):
            path = f"$.labels[{position}]"
            first = taken.setdefault(fold(visible(label.name)), position)
            if first != position:
                yield _problem(f"{path}.name", label.name, f"a name other than that of $.labels[{first}]")
            if label.when is None and position != last:
                yield _problem(f"{path}.when", None, "a condition; only the last label may leave it out")

    def meanings(self) -> Iterable[DefinitionError]:
        """Check that one name means one thing, and that what is disregarded stays so."""
        one = self.content
        places = [
            *((f"$.labels[{position}].when", criterion) for position, criterion in asked(one.labels)),
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
        for position, name in enumerate(one.remarks):
            if name in first or name in one.remarks[:position]:
                yield _problem(f"$.remarks[{position}]", name, "a name that no criterion has, and each once")
        lent: dict[str, Ladder] = {}
        for ladder in ladders(one.labels):
            if lent.setdefault(ladder.name, ladder) != ladder:
                yield _problem("$.labels", ladder.name, "one definition of this name lent to the conditions")
        named: dict[str, Named | Points] = {}
        for part in named_parts(one.labels):
            if named.setdefault(part.name, part) != part:
                yield _problem("$.labels", part.name, "one part of this name in all conditions")
        for name in named.keys() & {name.partition(".")[0] for name in first}:
            yield _problem("$.labels", name, "a part with a name other than those of criteria")
        if len({criterion.name for criterion in one.presume}) < len(one.presume):
            yield _problem("$.presume", [criterion.name for criterion in one.presume], "each criterion once")

    def presumptions(self) -> Iterable[DefinitionError]:
        for criterion, answer in self.content.presume.items():
            try:
                criterion.check(answer, "presumption")
            except AnswerError as error:
                yield _problem(f"$.presume[{criterion.name!r}]", answer, error.expected, error.known)

    def premises(self) -> Iterable[DefinitionError]:
        """Check that what makes sense only if something holds may not apply, and that no premise rests on itself."""
        one = self.content
        known = {criterion.name: criterion for criterion in one.asked}
        rests_on: dict[str, str] = {}
        for criterion, premise in one.only_if.items():
            path, name = f"$.only_if[{criterion.name!r}]", criterion.name
            asked = criteria_of(premise)
            strange = [other for other in (criterion, *asked) if other.meaning != _meaning(known.get(other.name))]
            if strange:
                yield _problem(path, strange[0].name, "a criterion that conditions ask for, and as they do", known)
            elif not criterion.may_be_na:
                yield _problem(path, name, "a criterion that may not apply (may_be_na=True)")
            elif len(asked) != 1 or any(
                named_part(part) is not None or isinstance(part, LabelIs) for part in walk(premise)
            ):
                yield _problem(path, str(premise), "a condition on one other criterion, without a name")
            else:
                rests_on[name] = asked[0].name
        for name in rests_on:
            chain = [name]
            while chain[-1] in rests_on and len(chain) <= len(rests_on):
                chain.append(rests_on[chain[-1]])
            if name in chain[1:]:
                yield _problem(f"$.only_if[{name!r}]", name, "a criterion whose premise does not rest on itself")

    def names(self) -> Iterable[DefinitionError]:
        """Check the names that refer to something in the definition."""
        one = self.content
        labels = [label.name for label in one.labels]
        criteria = {criterion.name: criterion for criterion in one.criteria}
        for name, other in one.policy.overrides.items():
            path = f"$.policy.overrides[{name!r}]"
            if name not in criteria:
                yield _problem(path, name, "a criterion of this definition", criteria)
            elif (
                other.conflicts is Conflicts.YES_WINS
                and other.conflicts is not one.policy.conflicts
                and not isinstance(criteria[name], Criterion)
            ):
                expected = "'contested' or 'latest', as it is not answered by yes or no"
                yield _problem(f"{path}.conflicts", other.conflicts.value, expected)
        taken = {fold(visible(label)): f"the label {label!r}" for label in labels}
        for word, label in one.aliases.items():
            path = f"$.aliases[{word!r}]"
            if label not in labels or label in one.zones:
                words = [name for name in labels if name not in one.zones]
                yield _problem(path, label, f"one of {words}", words)
            folded = fold(visible(word))
            if folded in taken:
                yield _problem(path, word, f"a word other than {taken[folded]}, case and spacing ignored")
            taken.setdefault(folded, f"the alias {word!r}")

    def examples(self) -> Iterable[DefinitionError]:
        one = self.content
        criteria = {criterion.name: criterion for criterion in one.criteria}
        labels = [label.name for label in one.labels]
        taken: dict[str, int] = {}
        for position, example in enumerate(one.examples):
            path = f"$.examples[{position}]"
            if not isinstance(example.name, str) or not example.name.strip():
                yield _problem(f"{path}.name", example.name, "text that is not blank")
            elif taken.setdefault(example.name, position) != position:
                yield _problem(
                    f"{path}.name", example.name, f"a name other than that of $.examples[{taken[example.name]}]"
                )
            if example.expect not in (*labels, None, Standing.OPEN):
                yield _problem(f"{path}.expect", example.expect, f"one of {labels}, None or Standing.OPEN", labels)
            for name, answer in example.answers.items():
                if not isinstance(name, str) or name not in criteria:
                    yield _problem(f"{path}.answers", name, "a criterion of this definition", criteria)
                    continue
                try:
                    criteria[name].check(answer, path)
                except AnswerError as error:
                    yield _problem(f"{path}.answers[{name!r}]", answer, error.expected, error.known)

    def intents(self) -> Iterable[DefinitionError]:
        one = self.content
        criteria = {criterion.name: criterion for criterion in one.criteria}
        for field in ("raises", "lowers", "cannot_change"):
            names: tuple[str, ...] = getattr(one.intends, field)
            for position, name in enumerate(names):
                path = f"$.intends.{field}[{position}]"
                if not isinstance(name, str) or name not in criteria:
                    yield _problem(path, name, "a criterion of this definition", criteria)
                elif field == "cannot_change":
                    continue
                elif not one.ordered:
                    yield _problem(path, name, "nothing, as the labels do not rank (ordered=False)")
                elif isinstance(criteria[name], Choice):
                    yield _problem(path, name, "a criterion whose answers have an order, unlike those of a choice")
        labels = [label.name for label in one.labels]
        for position, pair in enumerate(() if one.intends.overlaps == ALL else one.intends.overlaps):
            if len(pair) != 2 or not all(label in labels for label in pair) or pair[0] == pair[1]:
                unknown = [label for label in pair if label not in labels]
                path = f"$.intends.overlaps[{position}]"
                yield _problem(path, pair, f"two of {labels}", labels, *unknown[:1])


def _meaning(criterion: AnyCriterion | None) -> str:
    return "" if criterion is None else criterion.meaning


_KINDS: dict[type, str] = {
    Label: "a Label",
    AnyCriterion: "a criterion (the object, not its name)",
    Example: "an Example",
}


def _problem(
    path: str, found: object, expected: str, known: Iterable[str] = (), slip: object = None
) -> DefinitionError:
    """Give a problem; `slip` is the part of what was found that may be misspelt, by default all of it."""
    return DefinitionError(path, f"found {found!r}", expected, did_you_mean(found if slip is None else slip, known))
