"""What is learnt from sorted companies: the smallest definition that agrees, and words that are probably wrong."""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import final

import attrs

from relabel.core.audits.sortings.contradictions import Relabelling
from relabel.core.audits.sortings.sorting import Sorted, Sorting, directed, named_order, sort_out
from relabel.core.definitions.definition import Definition
from relabel.core.definitions.wording import Wording
from relabel.core.diagrams.space import listed, share_text
from relabel.core.model.answers import Answer, Number, exact
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.condition_parts import criteria_of
from relabel.core.model.conditions import Condition, Label
from relabel.core.model.criteria import Choice
from relabel.core.model.evidence import EvidencePolicy
from relabel.core.model.examples import Intent
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.relationship import Relationship
from relabel.errors import InvalidValueError
from relabel.learning.elicitation import Elicitation
from relabel.learning.rules.clauses import Effort
from relabel.learning.rules.likelihoods import Unlikely, chances
from relabel.learning.rules.requirements import Requirement, requirements_of, split
from relabel.learning.rules.searches import MAX_CANDIDATES, Search, Size
from relabel.learning.rules.shapes import EVERY_SHAPE, Rule, Shape
from relabel.markup import Report
from relabel.sections import Item, Section, Table
from relabel.texts import capital

__all__ = ["EFFORT", "Learned", "LearnedRank", "learn"]

EFFORT = 100_000
"""How many dead ends the search for one rank may meet unless it is told otherwise: ten to thirty seconds."""

MOST_STEPS = 8
"""How many steps of a measure are taken from the companies."""

SHUFFLES = 3
"""How often words are shuffled."""

WIDEST = 40
"""How many signs the longest bar of a picture has."""

ENOUGH = 50
"""From how many companies on a word that does not fit is likelier wrong than the rule; see `benchmarks/learning.py`."""

UNLIKELY = 0.5
"""How likely a word fits at most that is named as unlikely."""

_NO_WORDS: Mapping[str, str] = FrozenMapping()
_NO_ANSWERS: Mapping[AnyCriterion, Answer] = FrozenMapping()


@final
@attrs.frozen
class LearnedRank:
    """What parts the companies under a word or a higher one from the others.

    Attributes:
        word: The word.
        companies: How many companies have it or a higher one.
        candidates: The conditions of the lowest price, the shortest first, `MAX_CANDIDATES` at most.
        more: Whether there are more.
        exceptions: How many companies do not agree with the first candidate.
        proven: Whether no condition of the shapes costs less.
        by_size: The fewest exceptions of each size of which more requirements could have paid.
        shuffled: How many exceptions conditions of the size of the first candidate have once the words are
            shuffled, each time anew: what chance can do.
        settled: What every candidate asks.
        possible: What some of the candidates ask, and some do not.
        ruled_out: What none of them asks.
    """

    word: str
    companies: int
    candidates: tuple[Condition, ...]
    more: bool
    exceptions: int
    proven: bool
    by_size: tuple[Size, ...]
    shuffled: tuple[int, ...]
    settled: tuple[Condition, ...]
    possible: tuple[Condition, ...]
    ruled_out: tuple[Condition, ...]

    @property
    def by_chance(self) -> bool:
        """Whether conditions of this size agree as well with shuffled words as with the real ones."""
        return self.exceptions >= min(self.shuffled)


@final
@attrs.frozen
class Learned(Report):
    """What `learn` found.

    Attributes:
        sorting: The companies that were looked at, and those left out.
        ranks: What was learnt of each word but the lowest, the highest first.
        definition: The first candidates of all ranks as a definition: the smallest that agrees, which is
            seldom all that is meant.
        exceptions: Words that are probably wrong, as the definition rules them out whatever is not known;
            each with those that it allows.
        open_rows: The companies whose word fits the definition only by what is not known.
        unlikely: Words that are not ruled out, and less likely right than not: over what the answers may be
            that are not known, and all conditions that cost as much. The least likely first.
    """

    sorting: Sorting
    ranks: tuple[LearnedRank, ...]
    definition: Definition
    exceptions: tuple[Relabelling, ...]
    open_rows: tuple[Sorted, ...]
    unlikely: tuple[Unlikely, ...]

    @property
    def left_open(self) -> Elicitation:
        """An elicitation that asks what these companies leave open; words that are probably wrong do not count.

        Raises:
            InvalidValueError: A criterion has no direction, or there are too many records; see `Elicitation`.
        """
        wrong = {one.row for one in self.exceptions}
        directions = self.sorting.directions
        return Elicitation(
            self.definition.name,
            [variable.criterion for variable in self.sorting.variables],
            labels=self.sorting.order,
            raises=[name for name, direction in directions.items() if direction > 0],
            lowers=[name for name, direction in directions.items() if direction < 0],
            sorted_before=[row.relationship for row in self.sorting.rows if row not in wrong],
            given_to=self.sorting.side,
        )

    def sections(self) -> list[Section]:
        """Arrange what was learnt for people."""
        sorting = self.sorting
        number = len(sorting.rows)
        notes: list[str | Item] = [
            f"Ruled out: {len(self.exceptions)}; fit only by what is not known: {len(self.open_rows)}",
            "This is the smallest rule that agrees, and seldom all that is meant",
        ]
        if sorting.left_out:
            notes += [f"Left out: {len(sorting.left_out)}", *listed(sorting.left_out_lines())]
        found = [Section(f"{number} companies under {' > '.join(sorting.order)}", tuple(notes))]
        wording = Wording(self.definition)
        found += [_rank_section(rank, number, wording, highest=at == 0) for at, rank in enumerate(self.ranks)]
        if self.exceptions:
            lines = (f"{self._called(one.row)}: {' or '.join(one.fits)}" for one in self.exceptions)
            chance = " and ".join(rank.word for rank in self.ranks if rank.exceptions and rank.by_chance)
            little = f"Words that do not fit, which says little: for {chance} shuffled words fit as well"
            few = f"Words that do not fit; of fewer than {ENOUGH} companies they may be right, and the rule wrong"
            heading = little if chance else few if number < ENOUGH else "Words that are probably wrong"
            found.append(Section(heading, listed(lines)))
        if self.unlikely:
            lines = (f"{self._called(one.row)}: fits with {share_text(Fraction(one.chance))}" for one in self.unlikely)
            found.append(Section("Words that fit only by unlikely answers: look at these next", listed(lines)))
        return found

    def _called(self, row: Sorted) -> str:
        return f"{row.relationship.company(self.sorting.side)} ({row.label})"


def learn(
    relationships: Iterable[Relationship],
    criteria: Sequence[AnyCriterion],
    *,
    order: Iterable[str],
    raises: Iterable[AnyCriterion | str] = (),
    lowers: Iterable[AnyCriterion | str] = (),
    shapes: Iterable[Shape] = EVERY_SHAPE,
    exception_costs: Number = 2.5,
    effort: int = EFFORT,
    seed: int = 0,
    name: str = "learnt",
    given_to: Side | None = Side.BUYER,
    aliases: Mapping[str, str] = _NO_WORDS,
    as_of: date | None = None,
    policy: EvidencePolicy | None = None,
    presume: Mapping[AnyCriterion, Answer] = _NO_ANSWERS,
) -> Learned:
    """Find the smallest definition that agrees with sorted companies, with exceptions at a price.

    For each word but the lowest it seeks the condition that costs least: one for each requirement, and so
    much for each exception. A company is an exception only if its word is ruled out whatever is not known.
    Equal input gives equal output; the search is bounded by dead ends, not by time.

    Args:
        relationships: Each once, with the word in use and the evidence. Those under none of the words
            are left out, and named.
        criteria: What may count of the evidence.
        order: The words, the highest first; two at least.
        raises: Criteria, or their names, of which a higher answer speaks for a higher word. The options
            of a choice count as declared, the last as the highest.
        lowers: The same for a lower word. A criterion in neither may count in either direction, which
            takes longer. Of a measure eight steps at most are tried, half way between companies of different words.
        shapes: The forms that conditions may have.
        exception_costs: What an exception costs, in requirements. More than 0.
        effort: How many dead ends the search for each word may meet. After that what was found is
            given, and not called proven.
        seed: How words are shuffled.
        name: What the definition is to be called: lower case words joined by hyphens.
        given_to: The side whose word is meant; None for the word of the relationship as a whole.
        aliases: Other words in use, each with the one of the order that it stands for.
        as_of: Evidence observed later is not counted; None counts all.
        policy: How evidence is weighed.
        presume: Answers taken for granted where nothing is known, as by a definition; other criteria than
            `criteria` do not matter.

    Raises:
        MissingExtraError: python-sat is not installed.
        InvalidValueError: Words, criteria, directions or the price do not fit, or no company has any of the words.
        DuplicateRelationshipError: Two relationships share their id or, without ids, their names.
        AnswerError: An answer lies outside the domain of its criterion.
        MissingDateError: The policy gives evidence a shelf life and there is no `as_of`.
        InvalidDefinitionError: The name is not that of a definition.

    Cost: can be exponential in the number of requirements; 200 companies with twelve yes/no criteria that
    have directions take a few seconds for each word.

    Source: J. Yu, A. Ignatiev, P. J. Stuckey, P. Le Bodic, Learning optimal decision sets and lists with SAT,
    Journal of Artificial Intelligence Research 72 (2021), where exceptions have a price, too.

    >>> loyal, pays = Criterion("loyal"), Criterion("pays")
    >>> sorted_ = [Relationship(f"{word} {number}", "us", buyer_label=word, evidence=[Evidence("loyal", loyal_)])
    ...            for word, loyal_ in [("partner", True), ("client", False)] for number in range(3)]
    >>> found = learn(sorted_, [loyal, pays], order=["partner", "client"], raises=[loyal, pays])
    >>> found.ranks[0].candidates, found.ranks[0].proven
    ((loyal,), True)
    """
    words = named_order(order)
    if len(words) == 1:
        raise InvalidValueError("order", words, "two words at least, the highest first")
    price = Fraction(exact(exception_costs, "exception_costs"))
    if price <= 0:
        raise InvalidValueError("exception_costs", exception_costs, "more than 0")
    companies = tuple(relationships)
    sorting = partial(
        sort_out,
        companies,
        criteria,
        words,
        directed(criteria, raises, lowers),
        given_to=given_to,
        aliases=aliases,
        as_of=as_of,
        policy=policy,
        presume=presume,
    )
    rows = sorting(steps=sorting().steps_between(MOST_STEPS))
    if not rows.rows:
        elsewhere = [side for side in (*Side, None) if any(one.label_in_use(side) for one in companies)]
        sides = " or ".join("None" if side is None else f"Side.{side.name}" for side in elsewhere if side != given_to)
        expected = f"some to learn from{f'; given_to={sides} takes the other words that there are' if sides else ''}"
        raise InvalidValueError("relationships", f"{len(rows.left_out)} under none of the words", expected)
    asked = requirements_of(rows)
    forms = tuple(shapes)
    ranks = tuple(_rank(rows, asked, forms, least, price, effort, seed) for least in range(len(words) - 1, 0, -1))
    definition = _definition(name, rows, ranks, aliases, policy, presume)
    exceptions: list[Relabelling] = []
    open_rows: list[Sorted] = []
    for row in rows.rows:
        allowed = _allowed(definition, rows, row)
        if row.label not in allowed:
            exceptions.append(Relabelling(row, tuple(word for word in words if word in allowed)))
        elif len(allowed) > 1:
            open_rows.append(row)
    likely = chances(rows, [rank.candidates for rank in ranks])
    ruled_out = [one.row for one in exceptions]
    fit = [Unlikely(row, chance) for row, chance in zip(rows.rows, likely, strict=True) if row not in ruled_out]
    unlikely = sorted((one for one in fit if one.chance < UNLIKELY), key=lambda one: one.chance)
    return Learned(rows, ranks, definition, tuple(exceptions), tuple(open_rows), tuple(unlikely))


def _rank(
    sorting: Sorting,
    asked: Sequence[Requirement],
    shapes: Sequence[Shape],
    least: int,
    price: Fraction,
    effort: int,
    seed: int,
) -> LearnedRank:
    """Learn what parts the companies of a rank or a higher one from the others."""
    ranks = [row.rank for row in sorting.rows]
    parted = split(sorting, asked, ranks, least)
    found = Search(parted, asked, shapes, Effort(effort)).cheapest(price)
    dice = random.Random(seed)  # noqa: S311  # nothing is kept secret by it
    by_chance: list[int] = []
    for _ in range(SHUFFLES):
        dice.shuffle(ranks)
        chance = Search(split(sorting, asked, ranks, least), asked, shapes, Effort(effort // 5))
        size = found.rules[0].size
        chance.fewest(size, chance.exceptions - 1 if size else -1)
        by_chance.append(chance.exceptions)
    every = [_asks(rule) for rule in found.rules]
    in_all = [all(one >> at & 1 for one in every) for at in range(len(asked))]
    in_some = [any(one >> at & 1 for one in every) for at in range(len(asked))]
    return LearnedRank(
        sorting.order[len(sorting.order) - 1 - least],
        sum(row.rank >= least for row in sorting.rows),
        tuple(rule.condition(asked) for rule in found.rules),
        found.more,
        parted.exceptions(found.rules[0].holds),
        found.proven,
        found.by_size,
        tuple(by_chance),
        tuple(one.condition for one, held in zip(asked, in_all, strict=True) if held),
        tuple(one.condition for one, held, ever in zip(asked, in_all, in_some, strict=True) if ever and not held),
        tuple(one.condition for one, ever in zip(asked, in_some, strict=True) if not ever),
    )


def _asks(rule: Rule) -> int:
    found = 0
    for part in rule.parts:
        found |= part.among
    return found


def _definition(
    name: str,
    sorting: Sorting,
    ranks: Sequence[LearnedRank],
    aliases: Mapping[str, str],
    policy: EvidencePolicy | None,
    presume: Mapping[AnyCriterion, Answer],
) -> Definition:
    labels = [*(Label(rank.word, rank.candidates[0]) for rank in ranks), Label(sorting.order[-1], None)]
    names = {one.name for rank in ranks for one in criteria_of(rank.candidates[0])}
    criteria = [variable.criterion for variable in sorting.variables]
    ordered = [one.name for one in criteria if not isinstance(one, Choice) and one.name in names]
    best = (
        "proven to be a cheapest" if all(rank.proven for rank in ranks) else "the cheapest that was found, not proven"
    )
    return Definition(
        name=name,
        title=f"What parts {', '.join(sorting.order)}",
        labels=labels,
        given_to=sorting.side,
        source=f"learnt from {len(sorting.rows)} sorted companies; {best}, and seldom all that is meant",
        mentions=[one for one in criteria if one.name not in names],
        aliases=aliases,
        policy=policy or EvidencePolicy(),
        presume={one: answer for one, answer in presume.items() if one in criteria},
        intends=Intent(
            raises=[one for one in ordered if sorting.directions[one] > 0],
            lowers=[one for one in ordered if sorting.directions[one] < 0],
            overlaps=[(high, low) for at, high in enumerate(sorting.order) for low in sorting.order[at + 1 :]],
        ),
    )


def _allowed(definition: Definition, sorting: Sorting, row: Sorted) -> frozenset[str | None]:
    """Give the words that a definition does not rule out for a company, whatever is not known of it."""
    known = 0
    at = {variable.criterion.name: place for place, variable in enumerate(sorting.variables)}
    for variable in definition.diagram.variables:
        place = at[variable.criterion.name]
        mine = sorting.variables[place]
        for cell in range(mine.size):
            if row.cells[place] >> cell & 1:
                known |= variable.bit(mine.example(cell))
    return definition.diagram.possible(known)


def _rank_section(rank: LearnedRank, number: int, wording: Wording, *, highest: bool) -> Section:
    item = wording.item(rank.candidates[0])
    certain = "proven" if rank.proven else "not proven, as the search was given up"
    chance = " to ".join(map(str, sorted({min(rank.shuffled), max(rank.shuffled)})))
    parts: list[str | Item | Table] = [
        *(item.below or (attrs.evolve(item, text=capital(item.text)),)),
        f"Exceptions: {rank.exceptions} of {number}; on shuffled words: {chance}",
        f"No condition of these forms costs less: {certain}",
    ]
    if len(rank.candidates) > 1:
        many = f"more than {MAX_CANDIDATES}" if rank.more else str(len(rank.candidates))
        parts.append(f"Conditions that cost as much: {many}")
        for who, some in (("All", rank.settled), ("Some", rank.possible)):
            if some:
                parts += [f"{who} of them ask:", *listed(wording.item(one).text for one in some)]
    most = max(one.exceptions for one in rank.by_size) or 1
    rows = tuple(
        (
            str(one.requirements),
            str(one.exceptions),
            "█" * round(WIDEST * one.exceptions / most) + ("" if one.proven else " (not proven)"),
        )
        for one in rank.by_size
    )
    parts.append(Table(("requirements", "exceptions", ""), rows))
    holds = item.text.removesuffix(":") if item.below else "this holds"
    return Section(f"{rank.word}{'' if highest else ' or higher'}, if {holds}", tuple(parts))
