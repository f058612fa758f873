"""Wording: the questions, answers and conditions of a definition in words that say one thing only.

No two conditions that differ in meaning have the same text: each part stands on a line of its own, lines
that ask end with a full stop, lines that hold others end with a colon, and a question that could be taken
for another carries the name of its criterion.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import assert_never

import attrs

from relabel.core.definitions.content import Content, named_parts
from relabel.core.definitions.rows import ANY, Cell, as_table, joined
from relabel.core.diagrams.variables import Variable, each_cell
from relabel.core.model import conditions as nodes
from relabel.core.model.answers import Answer, Operator, answer_text
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Condition, Label, LabelIs, Ordered
from relabel.core.model.criteria import Scale, unit_text
from relabel.sections import Item, Section, Table
from relabel.texts import capital

__all__ = ["Wording", "label_name", "line", "quoted"]

_LENT = "the conditions of definition"
_NA = "not applicable"
_PLAIN = re.compile(r"[^\W_]([\w '&/+-]*\w)?")


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
        for one in (*criteria_of(*_conditions(content)), *content.presume, *content.disregard, *content.mentions):
            wordings = self.questions.setdefault(one.name, [])
            if (question := line(naming(one.question))) not in wordings:
                wordings.append(question)
        self._naming = naming
        self._parts = {part.name: part for part in named_parts(content.labels)}
        self._titles = [title for part in self._parts.values() for title in {part.name, part.title or part.name}]
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

    def labels(self, labels: Sequence[Label]) -> Iterator[Item | Table]:
        """Write which label is given on which condition; what reads like a decision table is one."""
        for position, (item, label) in enumerate(zip(self.items(labels), [*labels, None], strict=False)):
            table = None if label is None or label.when is None else as_table(label.when, self.cell)
            if label is None or table is None:
                yield item
            else:
                text = f"if a row of this table fits, of which each cell has to, but for {ANY}:"
                yield Item(f"{_headed(label, position)}, {text}")
                yield table

    def items(self, labels: Sequence[Label]) -> Iterator[Item]:
        """Write which label is given on which condition, each part of it on a line of its own."""
        for position, label in enumerate(labels):
            name = _headed(label, position)
            if label.when is None:
                yield Item(f"{name}." if position else f"{name}, always.")
                return
            item = self.item(label.when)
            yield Item(f"{name}, if {item.text if item.below else 'this holds:'}", item.below or (_begun(item),))
        yield Item("Otherwise no label applies.")

    def item(self, condition: Condition, *, holds: bool = True) -> Item:
        """Write that a condition holds, or that it does not."""
        match condition:
            case nodes.Is(criterion) | nodes.Compare(criterion):
                return Item(self.answered(criterion, self.fitting(condition, holds=holds)))
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
                if isinstance(summed, nodes.Mean):
                    return self.mean(summed, operator, value, holds)
                if summed.name:
                    return Item(f"{operator.of_many(_points(value))} of {self.part(summed)}.")
                terms = self.terms(summed)
                if not terms:
                    return _constant(operator.holds(0, value))
                return Item(f"{operator.of_many(_points(value))} in all, counting:", terms)
            case nodes.Named():
                return Item(f"{self.part(condition)} {'holds' if holds else 'does not hold'}.")
            case LabelIs(ladder, label):
                return Item(f"{_LENT} {quoted(ladder.name)} {'give' if holds else 'do not give'} {_given(label)}.")
            case _:
                assert_never(condition)

    def fitting(self, condition: nodes.Is | nodes.Compare, *, holds: bool) -> str:
        """Write which answers a condition asks for that asks one question, or which others."""
        match condition:
            case nodes.Is(criterion, (answer,)) if criterion.is_na(answer) and not holds:
                return f"any answer but {_NA}"
            case nodes.Is(criterion, among):
                wanted = among if holds else [one for one in criterion.answers or () if one not in among]
                return self.chosen(criterion, wanted)
            case nodes.Compare(criterion, operator, value):
                than = (operator if holds else operator.opposite).than(_words(criterion)(value))
                other = f" or {_NA}" if criterion.may_be_na and not holds else ""
                return f"{than}{_unit(criterion)}{other}"
            case _:
                assert_never(condition)

    def cell(self, condition: Condition, *, holds: bool = True) -> Cell | None:
        """Write a condition that asks for the answer to one question, or for the label of one definition."""
        match condition:
            case nodes.Is(criterion) | nodes.Compare(criterion):
                return Cell(criterion.name, self.fitting(condition, holds=holds))
            case LabelIs(ladder, label):
                return Cell(f"definition {quoted(ladder.name)}", f"{'' if holds else 'not '}{_given(label)}")
            case nodes.Not(operand):
                return self.cell(operand, holds=not holds)
            case nodes.AllOf(operands) | nodes.AnyOf(operands):
                cells = [self.cell(one, holds=holds) for one in operands]
                return joined(cells, both=isinstance(condition, nodes.AllOf) == holds)
            case _:
                return None

    def mean(self, mean: nodes.Mean, operator: Operator, value: int | Decimal, holds: bool) -> Item:  # noqa: FBT001  # private
        """Write how a mean stands to a number, or does not."""
        least = mean.at_least_answered
        if holds:
            enough = "and at least one applies" if least == 1 else f"and at least {least} apply"
        else:
            enough = "or none applies" if least == 1 else f"or fewer than {least} apply"
        is_ = f"is {operator.than(answer_text(value))}, {enough}"
        return Item(f"{self.part(mean)} {is_}.") if mean.name else Item(f"{_average(mean)} {is_}:", self.terms(mean))

    def heading(self, text: str, operands: Iterable[Condition], empty: bool) -> Item:  # noqa: FBT001  # private
        """Write what is said of several conditions; `empty` is what holds where there are none."""
        below = tuple(_begun(self.item(operand)) for operand in operands)
        return Item(f"{text}:", below) if below else _constant(empty)

    def part(self, part: nodes.Named | nodes.Points) -> str:
        """Write what a part with a name is called: its title, where no other has that."""
        title = part.title or part.name
        return quoted(title if self._titles.count(title) == 1 else part.name)

    def parts(self) -> Iterator[Section]:
        """Write what the parts with a name are."""
        for part in self._parts.values():
            called = self.part(part)
            if part.title:
                called += f" ({part.name})"
            if isinstance(part, nodes.Named):
                item = self.item(part.operand)
                holds = f"{called} holds, if {item.text if item.below else 'this holds:'}"
                yield Section(holds, item.below or (_begun(item),))
            else:
                what = f"is {_average(part)}" if isinstance(part, nodes.Mean) else "counts"
                yield Section(f"{called} {what}:", self.terms(part) or ("Nothing.",))

    def terms(self, summed: nodes.Points) -> tuple[Item, ...]:
        """Write the parts of a sum."""
        if isinstance(summed, nodes.Mean):
            return tuple(self.asked(term, weight, alone=summed.is_share) for term, weight in summed.terms)
        return tuple(_begun(self.term(term, worth)) for term, worth in nodes.with_steps(summed))

    def asked(self, term: Condition | AnyCriterion, weight: int | Decimal, *, alone: bool) -> Item:
        """Write a question of a mean; `alone` says that it is one of a share, of which all count alike."""
        counted = "Counted once" if weight == 1 else f"Counted {answer_text(weight)} times"
        if isinstance(term, AnyCriterion):
            return Item(f"{counted}, the level{_levels(term)}: {self.question(term)}")
        item = self.item(term)
        if alone:
            return _begun(item)
        return Item(f"{counted}, 1 or else 0 if{'' if item.below else ':'} {item.text}", item.below)

    def term(self, term: Condition | AnyCriterion, weight: int | Decimal | nodes.Steps) -> Item:
        """Write a part of a sum."""
        if isinstance(term, AnyCriterion):
            if isinstance(weight, nodes.Steps):
                each = f"{_points(weight.points)} for each full {answer_text(weight.size)}{_unit(term)}"
                return Item(f"{each}, {_points(weight.at_most)} at most: {self.question(term)}")
            # Not "a point per level": the lowest level counts as often as its number says.
            return Item(f"{_points(weight)} times the level{_levels(term)}: {self.question(term)}")
        item = self.item(term)
        worth = _points(weight)  # type: ignore[arg-type]  # steps are those of a criterion
        return Item(f"{worth} if{'' if item.below else ':'} {item.text}", item.below)

    def question(self, criterion: AnyCriterion) -> str:
        """Write a question, with the name of its criterion where it could be taken for another one."""
        question = line(self._naming(criterion.question))
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
            return variable.describe(cells, _words(criterion), unit=_unit(criterion))
        return self.chosen(criterion, [variable.example(cell) for cell in each_cell(cells)])

    def answered_alone(self, answer: Answer, criterion: AnyCriterion | None = None) -> str:
        """Write one answer; of a criterion that is not known as it was given."""
        if criterion is None or not criterion.accepts(answer):
            return answer_text(answer)
        return self.chosen(criterion, [answer])

    def chosen(self, criterion: AnyCriterion, among: Iterable[Answer]) -> str:
        """Write which answers are wanted, as the end of a sentence."""
        wanted, write = list(among), _words(criterion)
        texts = [write(one) for one in wanted if not criterion.is_na(one)]
        rest = [_NA] if len(texts) < len(wanted) else []
        if not wanted:
            return "none of the answers that there are"
        return _either([f"{_either(texts)}{_unit(criterion)}", *rest] if texts else rest)


def _average(mean: nodes.Mean) -> str:
    return f"the {'share that holds' if mean.is_share else 'average'} of those of these that apply"


def _headed(label: Label, position: int) -> str:
    given = f"no word ({quoted(label.name)})" if label.zone else label_name(label.name)
    return f"Otherwise {given}" if position else capital(given)


def _begun(item: Item) -> Item:
    """Begin an item as a sentence begins."""
    return attrs.evolve(item, text=capital(item.text))


def _conditions(content: Content) -> list[Condition]:
    return [label.when for label in content.labels if label.when is not None]


def _given(label: str | None) -> str:
    return "no label" if label is None else quoted(label)


def _constant(holds: bool) -> Item:  # noqa: FBT001  # private
    return Item("this always holds." if holds else "this never holds.")


def _points(points: int | Decimal) -> str:
    amount = answer_text(points).removeprefix("-")
    return f"{'minus ' if points < 0 else ''}{amount} {'point' if amount == '1' else 'points'}"


def _unit(criterion: AnyCriterion) -> str:
    if isinstance(criterion, Scale):
        first, *_, last = map(_words(criterion), criterion.proper_answers)
        return f" on a scale from {first} to {last}"
    return unit_text(criterion)


def _levels(scale: AnyCriterion) -> str:
    """Write what the levels of a scale count in a sum."""
    counted = dict(zip(map(_words(scale), scale.proper_answers or ()), scale.numbers, strict=False))
    if scale.proper_answers == tuple(counted.values()):
        return _unit(scale)
    return f" ({', '.join(f'{word} is {number}' for word, number in counted.items())})"


def _words(criterion: AnyCriterion) -> Callable[[Answer], str]:
    """Give what writes answers: words in quotes, in plain words where these can still be told apart."""
    words = (one for one in criterion.proper_answers or () if isinstance(one, str))
    plain = {one: " ".join(one.replace("_", " ").split()) for one in words}
    apart = len(set(plain.values())) == len(plain)

    def write(answer: Answer) -> str:
        if not isinstance(answer, str):
            return answer_text(answer)
        return _NA if criterion.is_na(answer) else quoted(plain[answer] if apart else answer)

    return write


def _either(texts: Sequence[str]) -> str:
    return " or ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def line(text: str) -> str:
    """Fold white space, so that a text stays on its line."""
    return " ".join(text.split())


def label_name(label: str) -> str:
    """Give the name of a label, in quotes where it could be taken for more than a name."""
    return label if _PLAIN.fullmatch(label) and not label.casefold().startswith("no label") else quoted(label)


def quoted(text: str) -> str:
    """Put text into double quotes; what could end the quotes or the line is escaped as in Python."""
    return '"' + "".join(_sign(sign) for sign in text) + '"'


def _sign(sign: str) -> str:
    if sign in ('"', "\\"):
        return f"\\{sign}"
    return sign if sign == " " or not sign.isspace() else sign.encode("unicode_escape").decode()
