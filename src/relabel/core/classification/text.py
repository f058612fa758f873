"""Text: an explanation as sections for the people who have to act on it."""

from collections.abc import Iterator, Set

from relabel.core.classification.explanation import WAYS, Explanation
from relabel.core.classification.paths import Path, Step
from relabel.core.classification.telling import FEW, Telling
from relabel.core.definitions.findings import Finding, Presumption, Reason, SetAside, Status
from relabel.core.definitions.text import label_text, labels_text, quoted_label
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.evidence import Hearsay
from relabel.core.model.examples import Standing
from relabel.core.model.relationship import OURSELVES, Relationship
from relabel.core.model.shelf_life import life_text
from relabel.sections import Item, Section
from relabel.texts import capital, proposal, stopped

__all__ = ["NEXT_STEP", "RULE", "VERDICT", "next_step", "sections", "task_for"]

VERDICT, NEXT_STEP, RULE = "Verdict", "Next step", "The rule in plain words"
"""Headings under which an audit has more to say than a classification, or less."""

NOTHING_TO_DO = "There is nobody to ask."

NOT_COUNTED = "Not worked out, as counting what may still be answered would take too long."


def sections(explanation: Explanation, *, us: str | None = OURSELVES) -> list[Section]:
    """Arrange an explanation for people, under one heading each.

    Args:
        explanation: The explanation.
        us: The company that we are, to be called "we"; None for neither.
    """
    return list(_Writer(explanation, us))


def task_for(relationship: Relationship) -> str:
    """Write whose task something is, to stand behind it: that of the owner; empty where nobody is named."""
    owner = relationship.attributes.get("owner")
    return f" (a task for {owner}, the owner)" if isinstance(owner, str) and owner else ""


def next_step(explanation: Explanation, *, us: str | None = OURSELVES) -> str:
    """Write what to do first, whoever is to do it; empty where there is nothing. `us` as for `sections`."""
    return _Writer(explanation, us).first_step("")


class _Writer(Telling):
    """Write the parts of one explanation."""

    def __iter__(self) -> Iterator[Section]:
        yield self.title()
        yield Section(VERDICT, tuple(self.verdict()))
        yield from self.why()
        told = {*self.it.because, *self.it.at_least}
        yield Section(f"What speaks for {self.goal}", tuple(self.speaking(told)))
        nothing = NOT_COUNTED if self.it.uncounted else "Nothing that is known."
        yield Section(f"What speaks against {self.goal}", tuple(self.against()) or (nothing,))
        told |= {*self.obstacles}
        if neither := [self.found(finding) for finding in self.it.indifferent if finding not in told]:
            yield Section(f"What speaks neither for nor against {self.goal}", tuple(neither))
        if self.it.counted:
            yield Section("What is counted", tuple(self.counted()))
        yield Section("What is taken for granted", tuple(self.granted()))
        yield Section("What is not known", tuple(self.unknown()))
        aside = tuple(map(self.aside, self.it.set_aside))
        yield Section("What was set aside", aside or ("Nothing.",))
        yield Section("What if", tuple(self.otherwise()))
        yield Section(f"What it would take to be {self.goal} for certain", tuple(self.ways()))
        yield Section(NEXT_STEP, tuple(self.next_step()))
        rule = self.words.labels(self.definition.labels)
        digest = f"Source: {self.definition.source}. Digest: {self.definition.digest[:12]}."
        yield Section(RULE, (*rule, digest))

    @property
    def paths(self) -> tuple[Path, ...]:
        """The ways that are told."""
        return () if self.it.ways is None else self.it.ways.paths[:WAYS]

    @property
    def obstacles(self) -> tuple[Finding, ...]:
        why_not = self.it.why_not
        return () if why_not is None else tuple(obstacle.finding for obstacle in why_not.obstacles)

    def title(self) -> Section:
        one, definition, relationship = self.one, self.definition, self.relationship
        sides = (f"we are the {side.value}" if relationship.company(side) == self.us
                 else f"{relationship.company(side)} is the {side.value}" for side in Side)  # fmt: skip
        who = f"{capital(', '.join(sides))}."
        base = definition.based_on
        overlay = "" if base is None else f", made from {base.name} (version {base.version})"
        evidence = f"up to {one.as_of}" if one.as_of is not None else "of any date"
        judged = f'Judged by {definition}, "{definition.title}"{overlay}, on the evidence {evidence}.'
        found = labels_text(one.granted, definition) if one.standing is Standing.OPEN else label_text(one.label)
        company = relationship.company(definition.given_to)
        return Section(f"{company}: {found} ({one.standing.value})", (who, judged))

    def verdict(self) -> Iterator[str]:
        one, definition = self.one, self.definition
        possible = labels_text(one.possible, definition, quoted_label)
        found = "That no label applies" if one.label is None else capital(quoted_label(one.label))
        match one.standing:
            case Standing.SETTLED:
                sure = "only new evidence against what is known could change it"
                if self.it.closed:
                    sure = "no answer to what is open could change it, only new evidence against what is known"
                yield f"{found} is settled: {sure}."
            case Standing.PRESUMED:
                rests = "it rests on answers that nobody has shown, and may be wrong if they turn out otherwise"
                yield f"{found} is presumed: {rests}."
                yield f"Without presumptions all of these are possible: {possible}."
            case _:
                yield f"The label is open: it can be {labels_text(one.granted, definition, quoted_label)}."
                if one.granted != one.possible:
                    yield f"Without presumptions all of these are possible: {possible}."

    def why(self) -> Iterator[Section]:
        one = self.one
        enough = "These reasons are enough:"
        if self.it.because:
            yield Section(f"Why {quoted_label(one.label)}", (enough, *map(self.reason, self.it.because)))
        elif one.standing is not Standing.OPEN:
            yield Section(f"Why {quoted_label(one.label)}", ("The definition gives it whatever the answers are.",))
        elif self.it.at_least:
            yield Section(f"Why at least {quoted_label(one.floor)}", (enough, *map(self.reason, self.it.at_least)))

    def speaking(self, told: Set[Finding | Presumption]) -> Iterator[str | Item]:
        """Write what speaks for the label; what has been told already is only counted where it is much."""
        again = [finding for finding in self.it.speaks_for if finding in told]
        yield from (self.found(one) for one in self.it.speaks_for if one not in told or len(again) < FEW)
        if len(again) >= FEW:
            yield "All of the answers above." if len(again) == len(told) else f"{len(again)} of the answers above."
        if not self.it.speaks_for:
            yield NOT_COUNTED if self.it.uncounted else "Nothing that is known."

    def granted(self) -> Iterator[str | Item]:
        if self.it.presumed:
            yield "Nobody has shown these answers, so the definition presumes them."
            resting = [one for one in self.it.presumed if one in self.it.because]
            others = [one for one in self.it.presumed if one not in resting]
            if resting:
                yield f"What is found rests on {'this' if len(resting) == 1 else 'these'}:"
                yield from map(self.granting, resting)
            if others:
                yield "Not among the reasons above, but together with other answers it could still matter:"
                yield from map(self.granting, others)
        if self.it.idle:
            yield "Presumed without effect on what is found:"
            yield from (Item(self.presumed(one)) for one in self.it.idle)
        elif not self.it.presumed:
            yield "Nothing."

    def granting(self, one: Presumption) -> Item:
        return Item(f"{self.presumed(one)} ({capital(stopped(self.whom(one.criterion.about, 'ask')))})")

    def against(self) -> Iterator[str | Item]:
        """Write what rules the label out first, with what it would need; or what is missing for it."""
        why_not = self.it.why_not
        obstacles = () if why_not is None else why_not.obstacles
        if why_not is not None and why_not.missing is not None:
            steps = why_not.missing.steps
            cells = {step.criterion.name: step.cells for step in steps}
            presumed = [(self.variables[one.criterion.name], one.answer) for one in self.it.presumed]
            wrong = [
                Item(f"{self.asked(variable.criterion)} Presumed: {self.words.chosen(variable.criterion, [answer])}.")
                for variable, answer in presumed
                if not cells.get(variable.criterion.name, variable.full) >> variable.cell(answer) & 1
            ]
            but = ", and these of them are presumed to be otherwise:" if wrong else "."
            most = "" if why_not.proven else "at most "
            yield f"{capital(self.aim)} is not ruled out, but {most}{_answers(len(steps))} yet to be shown{but}"
            yield from wrong
        alone = len(obstacles) == 1
        for obstacle in obstacles:
            needed = self.answer(obstacle.finding.criterion, obstacle.cells)
            how = "This alone rules out" if alone else "With the others marked so, this rules out"
            yield self.found(obstacle.finding, f" {how} {self.aim}, which needs: {needed}.")
        for finding in self.it.speaks_against:
            if finding not in self.obstacles:
                yield self.found(finding)
        if obstacles:
            open_ones = labels_text(self.enough & self.one.possible, self.definition, quoted_label)
            keeps = f"Presumed; until it is shown to be otherwise, it keeps it from {open_ones}."
            yield from (Item(f"{self.presumed(one)} {keeps}") for one in self.it.presumed_against)

    def reason(self, reason: Finding | Presumption) -> Item:
        if isinstance(reason, Presumption):
            return Item(f"{self.presumed(reason)} Presumed, as there is no evidence on it that counts.")
        return self.found(reason)

    def counted(self) -> Iterator[Item]:
        if self.it.presumed or self.one.standing is Standing.PRESUMED:
            yield Item("What is taken for granted is counted, too.")
        for tally in self.it.counted:
            said = f"{tally}, from {', '.join(tally.criteria)}."
            yield Item(f"{tally.name}: {said}" if tally.name else said)

    def unknown(self) -> Iterator[str | Item]:
        contested = {finding.criterion.name: finding for finding in self.it.contested}
        presumed = {one.criterion.name for one in self.it.presumed}
        for finding in contested.values():
            yield self.found(finding)
        for finding in self.it.senseless:
            yield Item("This makes no sense by what else is found, and counts:", (self.found(finding),))
        left = [one for one in self.it.questions if one.criterion.name not in {*contested, *presumed}]
        if presumed:
            many = "What is" if len(presumed) == 1 else f"The {len(presumed)}"
            yield f"{many} taken for granted above{', and:' if left else '.'}"
        for question in left:
            ask = f" ({capital(stopped(self.whom(question.criterion.about, 'ask')))})"
            yield Item(f"{self.asked(question.criterion)}{self.outcomes(question)}{ask}")
        sought = not self.it.uncounted or bool(self.it.questions) or bool(self.it.closed)
        open_ones = [] if sought else [one for one in self.one.findings if one.status is Status.UNKNOWN]
        if open_ones:
            yield f"{NOT_COUNTED} Of {len(open_ones)} questions nothing is known."
        elif not (contested or left or presumed or self.it.closed):
            yield "Nothing."
        if self.it.closed:
            other = "other " if contested or left or presumed else ""
            many = f"1 {other}question has" if self.it.closed == 1 else f"{self.it.closed} {other}questions have"
            yield f"{many} no answer yet, but no answer could change what is found."
            if not other:
                shown = any(not step.change for path in self.paths for step in path.steps)
                further = f"; whom to ask on the way to {self.goal} is said below" if shown else ""
                yield f"Nobody has to be asked for that{further}."

    def aside(self, aside: SetAside) -> Item:
        piece = aside.evidence
        criterion = next((one for one in self.definition.criteria if one.name == piece.criterion), None)
        life = self.definition.policy.of(piece.criterion).shelf_life
        lasts = "" if life is None else f"; it counts for {life_text(life)}"
        counts = lasts if aside.reason in (Reason.STALE, Reason.UNDATED) else ""
        reason = f"{self.reason_aside(aside, criterion)}{counts}{proposal(aside.nearest)}"
        if criterion is None:
            said = f"{piece.criterion}: {self.words.answered_alone(piece.answer)}."
        else:
            said = self.words.answered(criterion, self.words.answered_alone(piece.answer, criterion))
        return Item(f"{said} Set aside: {reason}. ({self.origin(piece)})")

    def reason_aside(self, aside: SetAside, criterion: AnyCriterion | None) -> str:
        by, about = aside.evidence.attested_by, None if criterion is None else criterion.about
        if aside.reason is not Reason.HEARSAY or by is None or about is None:
            return str(aside.reason.value)
        word = self.write(f"on the {by.value}'s word about the {about.value}").removeprefix("on ")
        own = self.definition.policy.of(aside.evidence.criterion).hearsay is Hearsay.OWN_WORD
        name = self.relationship.company(about)
        counts = f"{'' if own else 'a record or '}what {'we say' if name == self.us else f'{name} says'}"
        return f"it is {word}, on which only {counts} counts"

    def otherwise(self) -> Iterator[str | Item]:
        if not self.it.otherwise:
            none = f"Nothing that is known speaks against {self.goal}, so there is no answer to undo."
            yield NOT_COUNTED if self.it.uncounted else none
        for one in self.it.otherwise:
            found = self.outcome(one)
            if len(one.findings) == 1:
                ((finding,), (cells,)) = one.findings, one.cells
                instead = "any other answer" if self.is_same(one) else self.answer(finding.criterion, cells)
                alone = "" if one.possible & self.enough else f" That alone does not make it {self.goal}."
                yield Item(f"{self.asked(finding.criterion)} Had it been {instead}: {found}.{alone}")
            else:
                answers = zip(one.findings, one.cells, strict=True)
                wanted = (
                    self.words.answered(one.criterion, self.answer(one.criterion, cells)) for one, cells in answers
                )
                yield Item(f"Had all of these been so: {found}.", tuple(map(Item, wanted)))

    def ways(self) -> Iterator[str | Item]:
        why_not, ways = self.it.why_not, self.it.ways
        if why_not is not None and why_not.never:
            yield f"No relationship at all is {self.aim} by this definition."
        elif ways is None:
            yield "Looking for the shortest way took too long; ask for it with fewer criteria that may change."
        elif not ways.paths:
            yield from self.held(ways.held_by)
        elif not ways.paths[0].steps:
            rank, leaves = self.definition.rank, self.definition.diagram.leaves
            top = self.definition.ordered and rank(self.it.toward) == max(map(rank, leaves))
            yield f"Nothing: it is so already{', and no label ranks higher' if top else ''}."
        else:
            example = " For example:" if self.it.counted else ""  # other answers may add up to as much
            for number, path in enumerate(self.paths):
                yield f"{'Another way: ' if number else ''}{_how_many(path)}{self.then(path)}{example}"
                yield from map(self.step, sorted(path.steps, key=lambda step: not step.change))
            if not ways.proven:
                yield "Whether a shorter way does is not proven: that would take too long."
            elif len(ways.paths) > WAYS:
                yield "There are further ways."

    def held(self, held_by: tuple[Finding, ...]) -> Iterator[str | Item]:
        unchanging = self.definition.intends.cannot_change
        if all(finding.criterion.name in unchanging for finding in held_by):
            yield "It is out of reach: what stands in the way has happened, and nobody can undo it."
        else:
            yield "It is out of reach as long as this stays as it is:"
        for finding in held_by:
            life = self.definition.policy.of(finding.criterion.name).shelf_life
            yield self.found(finding, "" if life is None else f" It counts for {life_text(life)}.")

    def step(self, step: Step) -> Item:
        needed = f"{self.asked(step.criterion)} Needed: {self.answer(step.criterion, step.cells)}."
        if step.change:
            return Item(f"{needed} It is {self.said(step.finding)} now, which has to change.")
        if step.finding.answers:
            return Item(f"{needed} The evidence says both: {self.whom(step.criterion.about, 'clear it up with')}.")
        return Item(stopped(f"{needed} Not known yet: {self.whom(step.criterion.about, 'ask')}"))

    def then(self, path: Path) -> str:
        """Say what is found at the end of a way, where that is not one label."""
        known = self.one.known
        for step in path.steps:
            known = self.variables[step.criterion.name].narrowed(known, step.cells)
        possible = self.definition.diagram.possible(known)
        if possible == {self.it.toward}:
            return ""
        least = self.it.toward in possible and possible <= self.enough
        return (
            f" Then it is {f'at least {self.aim}' if least else labels_text(possible, self.definition, quoted_label)}."
        )

    def next_step(self) -> Iterator[str | Item]:
        step = self.first_step(task_for(self.relationship))
        yield Item(step) if step else NOTHING_TO_DO

    def first_step(self, who: str) -> str:
        """Write what to do first: find out what would tell most, or change what has to change."""
        first = self.it.first_step
        if first is None:
            return ""
        question = self.asked(first.criterion)
        if isinstance(first, Step):
            needed, now = self.answer(first.criterion, first.cells), self.said(first.finding)
            return (
                f"Only if it is to become {self.goal}, begin with this: {question} It is {now}, and has to be {needed}."
            )
        steps = [step.criterion for path in self.paths[:1] for step in path.steps]
        why = self.outcomes(first)
        if not why and len(steps) > 1 and first.criterion in steps:
            variable = self.variables[first.criterion.name]
            ruled_out = sum(1 << variable.cell(it.answer) for it in first.answers if not it.possible & self.enough)
            no = f"if {self.words.wanted(variable, ruled_out)}, {self.goal} is ruled out; else " if ruled_out else ""
            why = f" {capital(f'{no}it is one of the {len(steps)} answers that {self.goal} takes.')}"
        return f"{capital(self.whom(first.criterion.about, 'ask'))}{who}: {question}{why}"


def _how_many(path: Path) -> str:
    changes = sum(step.change for step in path.steps)
    shown = len(path.steps) - changes
    if not changes:
        return f"{_answers(shown)} to be shown."
    return f"{_answers(changes)} to change{f', and {_answers(shown)} to be shown' if shown else ''}."


def _answers(count: int) -> str:
    return "1 answer has" if count == 1 else f"{count} answers have"
