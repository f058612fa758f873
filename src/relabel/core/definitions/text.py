"""Text: a definition as plain sentences, for the people who have to agree on it."""

from collections.abc import Callable, Iterable, Iterator

import attrs

from relabel.core.definitions.content import Content, ladders
from relabel.core.definitions.wording import Wording, label_name, line, quoted
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.conditions import Ladder
from relabel.core.model.criteria import Criterion, Measure
from relabel.core.model.evidence import Conflicts, EvidencePolicy, Hearsay
from relabel.core.model.examples import Example, Standing
from relabel.core.model.shelf_life import life_text
from relabel.sections import Item, Section, plain
from relabel.texts import capital

__all__ = ["label_text", "labels_text", "outcome_text", "quoted_label", "sections", "to_text"]

_ALWAYS = (
    "A label is settled only when no answer that is still open could change it.",
    "Evidence from after the day of judgement does not count.",
)


def to_text(content: Content, digest: str) -> str:
    """Write a definition as plain sentences that the people concerned can sign.

    Everything that the definition says is in it: its labels with their conditions as an outline, what is
    presumed, disregarded and mentioned, how evidence is weighed, the words in use, the questions with the
    names under which evidence is recorded, where it comes from, and its digest.

    Returns:
        Lines without a line end after the last. The same text for the same definition; white space in
        titles and questions is folded, so that none of them can pass for a line of the text.

    Cost: proportional to the size of the conditions, and to the square of the number of criteria.

    >>> from relabel import Criterion, Definition, Label
    >>> pays = Criterion("pays", "Does the buyer pay?")
    >>> simple = Definition("simple", "Who pays?", [Label("client", pays)], source="this page")
    >>> print(to_text(simple, simple.digest))  # doctest: +ELLIPSIS
    Who pays?
    ...
      - Client, if this holds:
          - Does the buyer pay? Yes.
      - Otherwise no label applies.
    ...
    """
    return plain(sections(content, digest))


def sections(content: Content, digest: str) -> list[Section]:
    """Arrange what `to_text` writes."""
    return list(_Sections(content, digest))


def label_text(label: str | None) -> str:
    """Write a label, or "no label"."""
    return "no label" if label is None else label


def quoted_label(label: str | None) -> str:
    """Write a label in quotes, as it stands in a sentence, or "no label"."""
    return label_text(label) if label is None else f'"{label}"'


def labels_text(labels: Iterable[str | None], content: Content, write: Callable[[str | None], str] = label_text) -> str:
    """Write several labels of a definition, the highest first, joined by "or"."""
    return " or ".join(map(write, sorted(labels, key=content.rank, reverse=True)))


def outcome_text(label: str | None, standing: Standing, possible: Iterable[str | None], content: Content) -> str:
    """Write what comes out for one relationship: "client (settled)", or what is possible where it is open."""
    if standing is Standing.OPEN:
        return f"open; {labels_text(possible, content)}"
    return f"{label_text(label)} ({standing.value})"


class _Sections:
    """The parts of what a definition says, in order."""

    def __init__(self, content: Content, digest: str) -> None:
        self._content = content
        self._digest = digest
        self._words = Wording(content)

    def __iter__(self) -> Iterator[Section]:
        one, words = self._content, self._words
        named = (f'Definition "{one.name}", version {line(one.version)}.', f"Source: {line(one.source)}")
        yield Section(line(one.title), named)
        side = f"the {one.given_to.value}" if one.given_to else "the relationship as a whole"
        ranks = "ranked, the highest first" if one.ordered else "not ranked"
        first = "Read from the top: the first label whose condition holds is the one that is given."
        given = f"The label is given to {side}. The labels are {ranks}."
        yield Section("Labels", (given, first, *words.labels(one.labels)))
        yield from words.parts()
        for ladder in _lent(one):
            heading = f"Definition {quoted(ladder.name)} lends its conditions, and nothing else, to those above:"
            yield Section(heading, tuple(words.labels(ladder.labels)))
        yield from _listed("For example:", map(self._example, one.examples))
        presumed = [words.answered(criterion, words.chosen(criterion, [it])) for criterion, it in one.presume.items()]
        yield from _listed("Taken for granted while no evidence on it counts:", presumed)
        yield from _listed("Not evidence, whatever the answer:", map(words.question, one.disregard))
        for criterion, premise in one.only_if.items():
            item = words.item(premise)
            heading = f"This makes sense only if the following holds: {words.question(criterion)}"
            yield Section(heading, (attrs.evolve(item, text=capital(item.text)),))
        yield from _listed("Remarks, which are no evidence:", (quoted(line(name)) for name in one.remarks))
        yield from _listed("Mentioned, though no label depends on it:", map(words.question, one.mentions))
        asked = {criterion.name: criterion for criterion in one.criteria}
        lasting = [words.question(asked[name]) for name in one.intends.cannot_change]
        yield from _listed("Nobody can change the answer, and no advice asks to:", lasting)
        yield Section("How evidence is weighed:", tuple(self._weighing()))
        aliases = [f"{quoted(word)} is read as {label_name(label)}." for word, label in one.aliases.items()]
        yield from _listed("Other words in use:", aliases)
        yield from _listed(
            "The questions, with the names under which evidence is recorded (the answer is yes or no unless given):",
            map(self._recorded, one.criteria),
        )
        if (base := one.based_on) is not None:
            made = f"Made from definition {quoted(base.name)}, version {line(base.version)}, with the digest"
            yield Section(f"{made} {line(base.digest)}.")
        yield Section(f"Digest of all that this definition says: {self._digest}")

    def _example(self, example: Example) -> str:
        asked = {criterion.name: criterion for criterion in self._content.criteria}
        answers = [
            self._words.answered(asked[name], self._words.chosen(asked[name], [it]))
            for name, it in example.answers.items()
        ]
        outcome = "gets no label"
        if example.expect is not None:
            outcome = f"gets {label_name(example.expect)}" if isinstance(example.expect, str) else "stays open"
        return f"{quoted(line(example.name))} {outcome}: {' '.join(answers) or 'nothing is known.'}"

    def _recorded(self, criterion: AnyCriterion) -> str:
        """Write a criterion with its name, wordings, answers and side."""
        answers = [f"{capital(' '.join(criterion.expected.splitlines()))}."]
        if isinstance(criterion, Criterion):
            answers = ["Yes, no or n/a."] if criterion.may_be_na else []
        about = [f"About the {criterion.about.value}."] if criterion.about else []
        first, *more = self._words.questions[criterion.name]
        also = [f"Also worded: {quoted(question)}." for question in more]
        return " ".join([f"{criterion.name}:", first or "no question is written down.", *also, *answers, *about])

    def _weighing(self) -> Iterator[Item]:
        policy = self._content.policy
        rules = _rules(policy, self._content.asked)
        yield from map(Item, (*_ALWAYS, *rules))
        criteria = {criterion.name: criterion for criterion in self._content.criteria}
        for name, other in policy.overrides.items():
            own = _rules(other, [criteria[name]])
            heading = self._words.question(criteria[name])
            changed = [rule for rule in own if rule not in rules] or own
            yield Item(f"Differently for: {heading}", tuple(map(Item, changed)))


def _rules(policy: EvidencePolicy, criteria: Iterable[AnyCriterion]) -> list[str]:
    """Write how evidence is weighed that answers some criteria, a sentence each."""
    rules: list[str] = []
    if policy.shelf_life is None:
        rules.append("Evidence counts however old it is, and also without a date.")
    else:
        life = life_text(policy.shelf_life)
        rules.append(f"Evidence that is more than {life} old does not count, nor does any without a date.")
    if policy.conflicts is Conflicts.LATEST:
        undated = "; what has no date ranks as the oldest" if policy.shelf_life is None else ""
        rules.append(f"Where evidence contradicts itself the latest counts{undated}.")
    else:
        if policy.conflicts is Conflicts.YES_WINS:
            rules.append("Where evidence contradicts itself on yes or no, one yes is enough.")
        rules.append("Where evidence contradicts itself the question stays contested: no answer wins by being later.")
        if any(isinstance(criterion, Measure) for criterion in criteria):
            rules.append("Of several numbers that answer one question the latest counts all the same.")
    if policy.requires:
        has = {"source": "a source", "attested_by": "somebody whose word it is"}
        rules.append(f"Evidence counts only with {' and '.join(has[one] for one in policy.requires)}.")
    if policy.hearsay is not Hearsay.ACCEPT:
        if policy.hearsay is Hearsay.DISREGARD:
            rules.append("What one side says about the other does not count, only its own word, records and conduct.")
        else:
            rules.append("About a side only its own word counts: not what the other says, and no record.")
        if not any(criterion.about for criterion in criteria):
            rules.append("No question is about a side, so that nothing is set aside for this.")
    else:
        rules.append("What one side says about the other counts as any evidence does.")
    return rules


def _listed(heading: str, lines: Iterable[str]) -> Iterator[Section]:
    if listed := tuple(map(Item, lines)):
        yield Section(heading, listed)


def _lent(content: Content) -> tuple[Ladder, ...]:
    return tuple(dict.fromkeys(ladders(content.labels)))
