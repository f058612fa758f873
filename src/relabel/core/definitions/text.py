"""Text: a definition as plain sentences, for the people who have to agree on it.

No two conditions that differ in meaning have the same text: each part stands on a line of its own, lines
that ask end with a full stop, lines that hold others end with a colon, and a question that could be taken
for another carries the name of its criterion.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import assert_never

import attrs

from relabel.core.definitions.content import Content, ladders
from relabel.core.diagrams.variables import Variable
from relabel.core.model import conditions as nodes
from relabel.core.model.answers import Answer, answer_text, days_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Condition, Label, LabelIs, Ladder, Ordered
from relabel.core.model.criteria import Criterion, Measure, Scale, unit_text
from relabel.core.model.evidence import Conflicts, EvidencePolicy, Hearsay
from relabel.core.model.examples import Example
from relabel.texts import Item, Section, capital, plain

__all__ = ["Wording", "label_text", "labels_text", "sections", "to_text"]

_ALWAYS = (
    "A label is settled only when no answer that is still open could change it.",
    "Evidence from after the day of judgement does not count.",
)
_LENT = "the conditions of definition"
_PLAIN = re.compile(r"[^\W_]([\w '&/+-]*\w)?")


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


def labels_text(labels: Iterable[str | None], content: Content, write: Callable[[str | None], str] = label_text) -> str:
    """Write several labels of a definition, the highest first, joined by "or"."""
    return " or ".join(map(write, sorted(labels, key=content.rank, reverse=True)))


def _as_it_is(text: str) -> str:
    return text


class Wording:
    """What the questions, answers and conditions of one definition are in words.

    Args:
        content: The definition, which decides what its questions may be called.
        naming: Changes the words of a question, to put names in place of "the buyer".
    """

    def __init__(self, content: Content, naming: Callable[[str], str] = _as_it_is) -> None:
        self.questions: dict[str, list[str]] = {}
        asked = [criterion for condition in _conditions(content) for criterion in criteria_of(condition)]
        for one in (*asked, *content.presume, *content.disregard, *content.mentions):
            wordings = self.questions.setdefault(one.name, [])
            if (question := _line(naming(one.question))) not in wordings:
                wordings.append(question)
        self._naming = naming
        self._named = {name for name in self.questions if self._is_ambiguous(name)}

    def _is_ambiguous(self, name: str) -> bool:
        """Say whether a question of this criterion could be taken for something else."""
        own = [question.casefold() for question in self.questions[name]]
        rest = [one.casefold() for other, some in self.questions.items() if other != name for one in some if one]
        return len(own) > 1 or any(
            not question
            or question.startswith(('"', _LENT))
            or any(question.startswith(other) or other.startswith(question) for other in rest)
            for question in own
        )

    def labels(self, labels: Sequence[Label]) -> Iterator[Item]:
        """Write which label is given on which condition."""
        for position, label in enumerate(labels):
            name = f"Otherwise {_named(label.name)}" if position else capital(_named(label.name))
            if label.when is None:
                yield Item(f"{name}." if position else f"{name}, always.")
                return
            item = self.item(label.when)
            yield Item(f"{name}, if {item.text if item.below else 'this holds:'}", item.below or (_begun(item),))
        yield Item("Otherwise no label applies.")

    def item(self, condition: Condition, *, holds: bool = True) -> Item:
        """Write that a condition holds, or that it does not."""
        match condition:
            case nodes.Is(criterion, among):
                wanted = among if holds else [one for one in criterion.answers or () if one not in among]
                return Item(self.answered(criterion, self.chosen(criterion, wanted)))
            case nodes.Compare(criterion, operator, value):
                than = (operator if holds else operator.opposite).than(_words(criterion)(value))
                return Item(self.answered(criterion, f"{than}{_unit(criterion)}"))
            case nodes.Not(operand):
                return self.item(operand, holds=not holds)
            case nodes.AllOf(operands):
                text = "all of these hold" if holds else "at least one of these does not hold"
                return self.heading(text, operands, holds)
            case nodes.AnyOf(operands):
                text = "at least one of these holds" if holds else "none of these holds"
                return self.heading(text, operands, not holds)
            case nodes.Count(operands, operator=operator, k=k):
                operator = operator if holds else operator.opposite
                text = f"{operator.of_many(k)} of these {'holds' if k == 1 else 'hold'}"
                return self.heading(text, operands, operator.holds(0, k))
            case nodes.Reaches(summed, operator, value):
                operator = operator if holds else operator.opposite
                terms = tuple(_begun(self.term(term, weight)) for term, weight in summed.terms)
                if not terms:
                    return _constant(operator.holds(0, value))
                return Item(f"{operator.of_many(_points(value))} in all, counting:", terms)
            case LabelIs(ladder, label):
                given = "no label" if label is None else _quoted(label)
                return Item(f"{_LENT} {_quoted(ladder.name)} {'give' if holds else 'do not give'} {given}.")
            case _:
                assert_never(condition)

    def heading(self, text: str, operands: Iterable[Condition], empty: bool) -> Item:  # noqa: FBT001  # private
        """Write what is said of several conditions; `empty` is what holds where there are none."""
        below = tuple(_begun(self.item(operand)) for operand in operands)
        return Item(f"{text}:", below) if below else _constant(empty)

    def term(self, term: Condition | AnyCriterion, weight: int | Decimal) -> Item:
        """Write a part of a sum."""
        if isinstance(term, AnyCriterion):
            # Not "a point per level": the lowest level counts as often as its number says.
            return Item(f"{_points(weight)} times the level{_levels(term)}: {self.question(term)}")
        item = self.item(term)
        return Item(f"{_points(weight)} if{'' if item.below else ':'} {item.text}", item.below)

    def question(self, criterion: AnyCriterion) -> str:
        """Write a question, with the name of its criterion where it could be taken for another one."""
        question = _line(self._naming(criterion.question))
        if criterion.name not in self._named:
            return question
        return f'"{criterion.name}": {question}' if question else f'"{criterion.name}"'

    def answered(self, criterion: AnyCriterion, answer: str) -> str:
        """Write a question with its answer."""
        question = self.question(criterion)
        return f"{question} {capital(answer)}." if question.endswith(("?", ".", "!")) else f"{question}: {answer}."

    def wanted(self, variable: Variable, cells: int) -> str:
        """Write which answers are wanted that are given as bits of the cells of a variable, not shifted."""
        criterion = variable.criterion
        if isinstance(criterion, Ordered):
            return f"{variable.describe(cells, _words(criterion))}{_unit(criterion)}"
        return self.chosen(criterion, [variable.example(cell) for cell in range(variable.size) if cells >> cell & 1])

    def answered_alone(self, answer: Answer, criterion: AnyCriterion | None = None) -> str:
        """Write one answer; of a criterion that is not known as it was given."""
        if criterion is None or not criterion.accepts(answer):
            return answer_text(answer)
        return self.chosen(criterion, [answer])

    def chosen(self, criterion: AnyCriterion, among: Iterable[Answer]) -> str:
        """Write which answers are wanted, as the end of a sentence."""
        texts = list(map(_words(criterion), among))
        if not texts:
            return "none of the answers that there are"
        return f"{_either(texts)}{_unit(criterion)}"


class _Sections:
    """The parts of what a definition says, in order."""

    def __init__(self, content: Content, digest: str) -> None:
        self._content = content
        self._digest = digest
        self._words = Wording(content)

    def __iter__(self) -> Iterator[Section]:
        one, words = self._content, self._words
        named = (f'Definition "{one.name}", version {_line(one.version)}.', f"Source: {_line(one.source)}")
        yield Section(_line(one.title), named)
        side = f"the {one.given_to.value}" if one.given_to else "the relationship as a whole"
        ranks = "ranked, the highest first" if one.ordered else "not ranked"
        first = "Read from the top: the first label whose condition holds is the one that is given."
        given = f"The label is given to {side}. The labels are {ranks}."
        yield Section("Labels", (given, first, *words.labels(one.labels)))
        for ladder in _lent(one):
            heading = f"Definition {_quoted(ladder.name)} lends its conditions, and nothing else, to those above:"
            yield Section(heading, tuple(words.labels(ladder.labels)))
        yield from _listed("For example:", map(self._example, one.examples))
        presumed = [words.answered(criterion, words.chosen(criterion, [it])) for criterion, it in one.presume.items()]
        yield from _listed("Taken for granted while no evidence on it counts:", presumed)
        yield from _listed("Not evidence, whatever the answer:", map(words.question, one.disregard))
        yield from _listed("Mentioned, though no label depends on it:", map(words.question, one.mentions))
        asked = {criterion.name: criterion for criterion in one.criteria}
        lasting = [words.question(asked[name]) for name in one.intends.cannot_change]
        yield from _listed("Nobody can change the answer, and no advice asks for it:", lasting)
        yield Section("How evidence is weighed:", tuple(self._weighing()))
        aliases = [f"{_quoted(word)} is read as {_named(label)}." for word, label in one.aliases.items()]
        yield from _listed("Other words in use:", aliases)
        yield from _listed(
            "The questions, with the names under which evidence is recorded (the answer is yes or no unless given):",
            map(self._recorded, one.criteria),
        )
        if (base := one.based_on) is not None:
            made = f"Made from definition {_quoted(base.name)}, version {_line(base.version)}, with the digest"
            yield Section(f"{made} {_line(base.digest)}.")
        yield Section(f"Digest of all that this definition says: {self._digest}")

    def _example(self, example: Example) -> str:
        asked = {criterion.name: criterion for criterion in self._content.criteria}
        answers = [
            self._words.answered(asked[name], self._words.chosen(asked[name], [it]))
            for name, it in example.answers.items()
        ]
        outcome = "gets no label"
        if example.expect is not None:
            outcome = f"gets {_named(example.expect)}" if isinstance(example.expect, str) else "stays open"
        return f"{_quoted(_line(example.name))} {outcome}: {' '.join(answers) or 'nothing is known.'}"

    def _recorded(self, criterion: AnyCriterion) -> str:
        """Write a criterion with its name, wordings, answers and side."""
        yes_no = isinstance(criterion, Criterion)
        answers = [] if yes_no else [f"{capital(' '.join(criterion.expected.splitlines()))}."]
        about = [f"About the {criterion.about.value}."] if criterion.about else []
        first, *more = self._words.questions[criterion.name]
        also = [f"Also worded: {_quoted(question)}." for question in more]
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
        days = days_text(policy.shelf_life)
        rules.append(f"Evidence that is more than {days} old does not count, nor does any without a date.")
    if policy.conflicts is Conflicts.LATEST:
        undated = "; what has no date ranks as the oldest" if policy.shelf_life is None else ""
        rules.append(f"Where evidence contradicts itself the latest counts{undated}.")
    else:
        rules.append("Where evidence contradicts itself the question stays contested: no answer wins by being later.")
        if any(isinstance(criterion, Measure) for criterion in criteria):
            rules.append("Of several numbers that answer one question the latest counts all the same.")
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


def _begun(item: Item) -> Item:
    """Begin an item as a sentence begins."""
    return attrs.evolve(item, text=capital(item.text))


def _lent(content: Content) -> tuple[Ladder, ...]:
    return tuple(dict.fromkeys(ladders(content.labels)))


def _conditions(content: Content) -> list[Condition]:
    return [label.when for label in content.labels if label.when is not None]


def _constant(holds: bool) -> Item:  # noqa: FBT001  # private
    return Item("this always holds." if holds else "this never holds.")


def _points(points: int | Decimal) -> str:
    amount = answer_text(points).removeprefix("-")
    return f"{'minus ' if points < 0 else ''}{amount} {'point' if amount == '1' else 'points'}"


def _unit(criterion: AnyCriterion) -> str:
    if isinstance(criterion, Scale):
        first, *_, last = map(_words(criterion), criterion.answers)
        return f" on a scale from {first} to {last}"
    return unit_text(criterion)


def _levels(scale: AnyCriterion) -> str:
    """Write what the levels of a scale count in a sum."""
    counted = dict(zip(map(_words(scale), scale.answers or ()), scale.numbers, strict=True))
    if scale.answers == scale.numbers:
        return _unit(scale)
    return f" ({', '.join(f'{word} is {number}' for word, number in counted.items())})"


def _words(criterion: AnyCriterion) -> Callable[[Answer], str]:
    """Give what writes answers: words in quotes, in plain words where these can still be told apart."""
    plain = {one: " ".join(one.replace("_", " ").split()) for one in criterion.answers or () if isinstance(one, str)}
    apart = len(set(plain.values())) == len(plain)

    def write(answer: Answer) -> str:
        if not isinstance(answer, str):
            return answer_text(answer)
        return _quoted(plain[answer] if apart else answer)

    return write


def _either(texts: Sequence[str]) -> str:
    return " or ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def _line(text: str) -> str:
    return " ".join(text.split())


def _named(label: str) -> str:
    """Give the name of a label, in quotes where it could be taken for more than a name."""
    return label if _PLAIN.fullmatch(label) and not label.casefold().startswith("no label") else _quoted(label)


def _quoted(text: str) -> str:
    """Put text into double quotes; what could end the quotes or the line is escaped as in Python."""
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    if sign in ('"', "\\"):
        return f"\\{sign}"
    return sign if sign == " " or not sign.isspace() else sign.encode("unicode_escape").decode()
