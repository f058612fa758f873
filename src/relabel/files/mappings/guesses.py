"""Guesses: what each column of a file may be, by its header, by a question that it asks, and by its cells."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, final

import attrs

from relabel.core.definitions.content import Content
from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.criteria import Choice, Measure
from relabel.core.model.words import Words, fold, words_of
from relabel.files.interpretation import DATES, NUMBER, Declaration, Interpretation, Target, interpret
from relabel.files.mappings.likeness import Likeness
from relabel.files.mappings.samples import Sample
from relabel.files.relationships.assembly import FIELDS, LABELS, OBSERVATION

__all__ = ["CONTEXT", "Guess", "guess", "interpreted"]

CONTEXT = "attribute"
"""What a mapping calls a column that is kept beside the evidence."""

LIKELY = 0.6
"""The least likeness, 0-1, by which a header is taken for a criterion."""

POSSIBLE = 0.3
"""The least likeness by which a criterion is proposed."""

CLEAR = 0.1
"""By how much the likeness must be above that of the next criterion."""

MOSTLY = 0.5
"""The least share of the different cells that must be read as what a column is taken for."""

LOOKED_AT = 500
"""How many different cells of a column are looked at to guess what it is."""

RIVAL = 0.5
"""How likely, 0-1, something else must be to be proposed for a column that is taken for something."""

PROPOSED = 3
"""How many other readings of a column are proposed."""


def _words(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


_ASIDE = _words("""
    a name names the this that which what who of our us we legal full is are you your for about does do it to on in
    refer refers talking answer answers answering form concerned
""")
"""Words of headers that say nothing about which field they are."""

_COMPANY = _words("""
    company account organisation organization firm business firma unternehmen konto
    companyname accountname organisationname organizationname firmname businessname firmenname kontoname
""")
_SIDES = {
    Side.BUYER: _words("customer client buyer kunde customername clientname buyername kundenname"),
    Side.SELLER: _words("supplier vendor seller provider lieferant suppliername vendorname sellername lieferantenname"),
}

_NAMES = ("name", "name 1", "name1", "names")
"""Headers of names, which may be those of the company."""

_USUAL = {
    "label": (
        _words("label tier typ type call called refer referred relationship relation einstufung"),
        _words("today current currently them they do us in use we it how to heute"),
    ),
    "id": (
        _words("id number no nr key nummer accountid companyid recordid"),
        _words("record crm external system unique internal customer client supplier vendor account company"),
    ),
    "since": (
        _words("since seit"),
        _words("customer client supplier partner vendor relationship in business kunde"),
    ),
    "observed_on": (
        _words("timestamp time date datum zeitstempel observed submitted answered asked scored rated assessed day"),
        _words("on at of completion survey answer response and start"),
    ),
    "attested_by": (_words("attested speaker"), _words("by says who so")),
    "source": (_words("source quelle respondent interviewer user"), _words("by name email")),
    "note": (
        _words("note notes comment comments remark remarks kommentar bemerkung bemerkungen anmerkung"),
        _words("any other further additional us"),
    ),
}
"""For each field the words of which a header for it has one, and those that may stand beside it."""

_RANKS = _words("status segment category class grade rank rating stage level kategorie klasse stufe rang")
"""Words of headers for words in use, if the cells are some."""

_ASKED = ("your name", "your email", "your e-mail")
"""How form tools ask who answers."""

_LOGGED_IN = ("email", "e-mail", "email address", "e-mail address", "username", "user name")
"""How form tools call who answers; in other files these are the company's."""

_OWN = {
    "observed_on": _words("date datum day checked observed asof when from since issued vom seit"),
    "source": _words("source evidence document reference"),
    "note": _words("note notes comment comments remark remarks"),
    "attested_by": _words("attested speaker"),
}
"""For each field of evidence the words beside the name of a criterion that make it that of the criterion alone."""


@final
@attrs.frozen
class Guess:
    """What a column is taken for.

    Attributes:
        target: A field, a criterion, `attribute` or `number`.
        why: Why, in words.
        about: For a field of evidence, the criterion whose evidence it is about; None for all of the row.
        others: What it may be besides, each with why; the nearest first.
        written: How its numbers are written, where it may be a `number`.
    """

    target: Target
    why: str
    about: AnyCriterion | None = None
    others: tuple[tuple[Target, str], ...] = ()
    written: tuple[Declaration, ...] = ()

    @property
    def name(self) -> str:
        """The name of the target in a mapping."""
        return self.target if isinstance(self.target, str) else self.target.name


class _Option(NamedTuple):
    """What a column may be: how likely, 0-1, why, and whether that is enough to take it for that."""

    likely: float
    target: Target
    why: str
    sure: bool = True


def guess(samples: Sequence[Sample], definition: Content, vocabulary: Mapping[str, AnyCriterion]) -> list[Guess]:
    """Say for each column what it may be; each field and each criterion is taken once, where it is most likely.

    Args:
        samples: The columns.
        definition: The definition to judge by.
        vocabulary: The criteria that headers may name, of other definitions too.
    """
    guesser = _Guesser(definition, vocabulary, [one.header for one in samples])
    options = [sorted(guesser.options(one), key=lambda option: -option.likely) for one in samples]
    mine: dict[int, _Option] = {}
    taken: set[Target] = set()
    sure = [(option, at) for at, some in enumerate(options) for option in some if option.sure]
    for option, at in sorted(sure, key=lambda pair: (-pair[0].likely, pair[1])):
        if at not in mine and option.target not in taken:
            mine[at] = option
            taken.add(option.target)
    names = [(at, option) for at, some in enumerate(options) for option in some if option.target == "company"]
    if "company" not in taken and len(names) == 1 and names[0][0] not in mine:
        [(at, option)] = names
        mine[at] = option._replace(why=f"{option.why}; no other column has it")
        taken.add("company")
    guesses = []
    for at, one in enumerate(samples):
        least = RIVAL if at in mine else 0
        free = (option for option in options[at] if option.target not in taken or option.target in LABELS)
        rest = [option for option in free if option.likely >= least and option is not mine.get(at)]
        others = [(option.target, option.why) for option in rest]
        guesses.append(guesser.settled(one, mine.get(at), others, taken))
    return guesses


def interpreted(target: Target, sample: Sample, definition: Content) -> Interpretation:
    """Say how the cells of a column are read if it stands for this, with the words of a definition."""
    ours = None if definition.given_to is None else definition.given_to.other
    labels = {word: label for word in definition.words if (label := definition.read(word)) is not None}
    return interpret(target, sample.cells, ours=ours, labels=labels)


class _Guesser:
    def __init__(self, definition: Content, vocabulary: Mapping[str, AnyCriterion], headers: Collection[str]) -> None:
        self.definition = definition
        self.vocabulary = vocabulary
        self.names = Words([*FIELDS, *vocabulary])
        # A file that names both sides by our own names means the sides; else a "Buyer" may well be a clerk of ours.
        named = {self.names.find(header) for header in headers}
        self.plain = {one.value for one in Side} <= named and "company" not in named
        self.likeness = Likeness(definition.criteria, definition.given_to)

    def options(self, sample: Sample) -> Iterator[_Option]:
        """Give what a column may be by itself."""
        name = self.names.find(sample.header)
        side = self.definition.given_to
        if side is not None and name == side.value and not self.plain:
            yield _Option(0.85, "company", f"the label is given to the {name}")
            yield _Option(0.8, name, "its header is that name", sure=False)
            return
        if name is not None:
            yield _Option(1.0, self.vocabulary.get(name, name), "its header is that name")
            return
        if not self.plain:
            yield from self.companies(sample)
        yield from self.fields(sample)
        yield from self.asked(sample)
        yield from self.by_cells(sample)

    def settled(
        self, sample: Sample, option: _Option | None, others: list[tuple[Target, str]], taken: Collection[Target]
    ) -> Guess:
        """Give the guess about a column, when it is known what the others are taken for."""
        criteria = [one for one in taken if isinstance(one, AnyCriterion)]
        if option is None or (option.likely < 1 and isinstance(option.target, str)):
            own = self.own(sample, criteria)
            if own is not None:
                return own
        if option is None:
            return self.context(sample, others)
        side = self.definition.given_to
        aside = ""
        if (
            side is not None
            and "company" in taken
            and not self.plain
            and option.target in (side.value, side.other.value)
        ):
            aside = f"the company is in another column, and we are the {side.other.value}"
        elif option.target in OBSERVATION and not criteria and "answer" not in taken:
            aside = "no column holds answers"
        if aside:
            return Guess(CONTEXT, aside, others=((option.target, option.why), *others)[:PROPOSED])
        return Guess(option.target, option.why, others=tuple(others[:PROPOSED]))

    def context(self, sample: Sample, others: list[tuple[Target, str]]) -> Guess:
        numbers = interpreted(NUMBER, sample, self.definition)
        written: tuple[Declaration, ...] = ()
        if len(numbers.cells) > 1 and numbers.understood == 1 and not numbers.unknown:
            others = [*others[: PROPOSED - 1], (NUMBER, "all its cells are numbers: context to weight by")]
            written = numbers.declared
        why = "context" if sample.cells else "it has no cells"
        return Guess(CONTEXT, why, others=tuple(others[:PROPOSED]), written=written)

    def companies(self, sample: Sample) -> Iterator[_Option]:
        """Give the company, and the two sides."""
        words = {word for word in words_of(sample.header) if word not in _ASIDE}
        why = "its header is usual for that"
        side = self.definition.given_to
        if fold(sample.header) in _NAMES and side is not None:
            yield _Option(0.5, "company", "it may be the name of the company", sure=False)
        if words and words <= _COMPANY.union(*_SIDES.values()) and sample.cells and all(map(_is_number, sample.cells)):
            sure = len(sample.cells) == sample.rows
            yield _Option(0.8, "id", "it numbers the companies", sure=sure)
            return
        for one, kind in _SIDES.items():
            if words & kind and words <= kind | _COMPANY:
                # Of two sides that are both named the company is the one that wears the label.
                yield _Option(0.85, one.value, why, sure=side is None) if one is not side else _company(sample, why)
        if words and words <= _COMPANY:
            if side is not None:
                yield _company(sample, why)
            else:
                yield from (_Option(0.85, one.value, "it names a company", sure=False) for one in Side)

    def fields(self, sample: Sample) -> Iterator[_Option]:
        """Give the fields whose usual words the header has."""
        words = set(words_of(sample.header))
        if fold(sample.header) in _LOGGED_IN:
            yield _Option(0.8, "source", "form tools call so who answers", sure=False)
        for field, (core, beside) in _USUAL.items():
            asks = field == "source" and fold(sample.header) in _ASKED
            if not asks and not (words & core and words <= core | beside | _ASIDE):
                continue
            why, doubt, likely = "its header is usual for that", "", 0.8
            if field in DATES and (not sample.cells or self.dated(sample, field) < MOSTLY):
                doubt = ", but it has no cells that are mostly dates"
            elif field == "id" and len(sample.cells) < sample.rows:
                doubt = ", but not every row has one of its own"
            elif field == "label":
                likely += 0.15 * self.understood(field, sample)
            yield _Option(likely, field, why + doubt, sure=not doubt)

    def asked(self, sample: Sample) -> Iterator[_Option]:
        """Give the criteria that the header may ask for."""
        criteria = self.definition.criteria
        exact = [one for one in criteria if one.question and fold(one.question) == fold(sample.header)]
        if len(exact) == 1:
            yield _Option(0.99, exact[0], "its header is that question")
            return
        scored = sorted(((self.score(sample.header, one), one) for one in criteria), key=lambda pair: -pair[0])
        for score, one in scored[:PROPOSED]:
            fits = self.understood(one, sample) >= MOSTLY
            if score < (POSSIBLE if fits else LIKELY):
                continue
            enough = POSSIBLE if isinstance(one, Choice) and fits and sample.cells else LIKELY  # few cells are options
            turned = self.likeness.turned(sample.header, one)
            clear = all(score - other >= CLEAR for other, another in scored if another is not one)
            why = f"its header says much of {_asks(one)}" if score >= LIKELY else f"its header is near {_asks(one)}"
            why += ", but most of its cells are no answers to it" if not fits else ""
            why += ", but one of them says not" if turned else ""
            sure = score >= enough and clear and fits and not turned
            yield _Option(0.9 * score, one, why, sure=sure)

    def score(self, header: str, criterion: AnyCriterion) -> float:
        """Give how likely a header asks for a criterion, 0-1; it is likelier if it has the unit of a measure."""
        likeness = self.likeness.of(header, criterion)
        united = isinstance(criterion, Measure) and fold(criterion.unit) in words_of(header)
        return min(likeness + CLEAR, 1.0) if united and likeness else likeness

    def by_cells(self, sample: Sample) -> Iterator[_Option]:
        """Give the choices whose options are the cells, and the word in use where most cells are such."""
        if not sample.cells:
            return
        choices = [one for one in self.definition.criteria if isinstance(one, Choice)]
        fits = [one for one in choices if self.understood(one, sample) == 1]
        yield from (_Option(0.55, one, "its cells are the options", sure=len(fits) == 1) for one in fits)
        words = self.understood("label", sample)
        if words >= MOSTLY:
            ranks = bool(_RANKS & set(words_of(sample.header)))
            yield _Option(0.5 * words, "label", "its cells are words of the definition", sure=ranks)

    def own(self, sample: Sample, criteria: Collection[AnyCriterion]) -> Guess | None:
        """Give the field of one criterion's evidence that a header names beside the criterion."""
        words = words_of(sample.header)
        for field, signs in _OWN.items():
            rest = [word for word in words if word not in signs]
            if len(rest) == len(words) or (field in DATES and self.dated(sample, field) < MOSTLY):
                continue
            scored = sorted(((self.likeness.covered(rest, one), one.name) for one in criteria), reverse=True)
            best, *next_best = scored or [(0.0, "")]
            if best[0] >= LIKELY and all(best[0] > score for score, _ in next_best):
                one = self.vocabulary[best[1]]
                return Guess(field, f"its header is near {_asks(one)}", one)
        return None

    def dated(self, sample: Sample, field: str) -> float:
        """Give the share, 0-1, of the cells that are dates, in whatever order of day and month."""
        found = interpreted(field, _first(sample), self.definition)
        return 1.0 if found.open else found.understood

    def understood(self, target: Target, sample: Sample) -> float:
        """Give the share, 0-1, of the cells that are read if the column stands for this."""
        return interpreted(target, _first(sample), self.definition).understood


def _first(sample: Sample) -> Sample:
    return attrs.evolve(sample, cells=dict(itertools.islice(sample.cells.items(), LOOKED_AT)))


def _is_number(cell: str) -> bool:
    return cell.isdecimal()


def _company(sample: Sample, why: str) -> _Option:
    return _Option(0.9 + 0.05 * ("name" in fold(sample.header)), "company", why)


def _asks(criterion: AnyCriterion) -> str:
    return repr(criterion.question or criterion.name)
