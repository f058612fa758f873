"""Drafts: a mapping file to start from, in which all that is guessed stands, with its reason and what is open."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import final

import attrs

from relabel.core.definitions.content import Content
from relabel.core.model.any_criterion import AnyCriterion
from relabel.files.definitions.toml import quoted
from relabel.files.interpretation import NUMBER, Interpretation, SeenCell
from relabel.files.mappings.guesses import CONTEXT, Guess, guess, interpreted
from relabel.files.mappings.samples import Sample, take_samples
from relabel.files.relationships.assembly import LABELS
from relabel.files.relationships.mapping import EMPTY, FileMapping
from relabel.files.relationships.reading import Peek, peek
from relabel.texts import printable

__all__ = ["Draft", "draft_mapping"]

WIDTH = 100
"""How long the lines of comments are."""

SHOWN = 20
"""How many of the cells that are read are listed; of those that are not, all are."""

PLAIN = (CONTEXT, "company", "buyer", "seller", "id", "source", "note", "criterion", "answer")
"""What takes any text, so that there is nothing to say of how cells are read."""


@final
@attrs.frozen
class Draft:
    """A mapping file to correct.

    Attributes:
        text: The file.
        company: The header that names the company; blank where none was found.
        word: The header of the word in use; blank where none was found.
        criteria: How many columns hold answers.
        speaker: Whether it is open whose word the answers about one side are.
        open_columns: The headers of the columns that may be something else.
        open_cells: How many different cells were not understood, by header.
    """

    text: str
    company: str
    word: str
    criteria: int
    speaker: bool
    open_columns: tuple[str, ...]
    open_cells: Mapping[str, int]


def draft_mapping(
    paths: Sequence[Path],
    definition: Content,
    vocabulary: Mapping[str, AnyCriterion],
    *,
    mapping: FileMapping = EMPTY,
) -> Draft:
    """Write a mapping file for one or several files, to be corrected.

    Args:
        paths: The files, which have the same columns or nearly so. At least one.
        definition: What the criteria and words are of that it is to be judged by.
        vocabulary: The criteria of all definitions, by name.
        mapping: Where the rows are: encoding, sheet, line of the header.

    Raises:
        InvalidFileError: A file holds no rows with a header.
        MissingExtraError: It is a workbook, and python-calamine is not installed.
        OSError: A file cannot be opened.
    """
    peeks = [peek(path, vocabulary, mapping=mapping) for path in paths]
    samples = take_samples(peeks)
    guesses = guess(samples, definition, vocabulary)
    found = [interpreted(one.target, sample, definition) for one, sample in zip(guesses, samples, strict=True)]
    named = {one.name: sample.header for one, sample in zip(guesses, samples, strict=True) if one.about is None}
    side = definition.given_to
    company = named.get("company") or (named.get(side.value, "") if side is not None else "")
    word = named.get("label") or (named.get(f"{side.value}_label", "") if side is not None else "")
    lines = list(_title(paths, peeks, definition, company, word))
    lines += _whole(peeks, mapping)
    lines += _missing(guesses, definition)
    for sample, one, interpretation in zip(samples, guesses, found, strict=True):
        lines += ["", *_column(sample, one, interpretation, word)]
    return Draft(
        "\n".join(lines) + "\n",
        company,
        word,
        sum(one.about is None and (isinstance(one.target, AnyCriterion) or one.target == "answer") for one in guesses),
        bool(_sided(guesses, definition)),
        tuple(
            sample.header
            for sample, one in zip(samples, guesses, strict=True)
            if any(target != NUMBER for target, _ in one.others)
        ),
        {
            sample.header: count
            for sample, one in zip(samples, found, strict=True)
            if (count := sum(cell.reading is None for cell in one.cells))
        },
    )


def _title(paths: Sequence[Path], peeks: Sequence[Peek], definition: Content, company: str, word: str) -> Iterator[str]:
    """Give the lines about the draft, and about who is who."""
    names = ", ".join(quoted(path.name) for path in paths)
    yield from _comment(f"A draft of a mapping for {names}, to be judged by {definition.name}.")
    yield from _comment("What was guessed stands below, each with its reason; nothing but what stands here is used.")
    yield from _comment(
        'Behind a "#" stands what was not understood: write what is right in place of "...", and take the sign away.'
    )
    yield from _comment("There also stands what a column may be instead: write it in place of the line above.")
    who = f"the company: {quoted(company) if company else 'in no column'}"
    who += f"; the word in use: {quoted(word) if word else 'in no column'}"
    if definition.given_to is not None:
        who += f"; the company is the {definition.given_to.value}, and we are the {definition.given_to.other.value}"
    yield from _comment(f"Who is who: {who}.")
    yield from (line for one in peeks for note in one.notes for line in _comment(note))


def _whole(peeks: Sequence[Peek], mapping: FileMapping) -> Iterator[str]:
    """Give the lines about how to find the cells."""
    encodings = {one.encoding for one in peeks} - {""}
    lines = {one.sheet.line for one in peeks}
    if encodings:
        yield f"encoding = {quoted(min(encodings))}"
    if mapping.sheet:
        yield f"sheet = {quoted(mapping.sheet)}"
    if lines != {1}:
        yield f"{'' if len(lines) == 1 else '# '}header_row = {max(lines)}"


def _missing(guesses: Sequence[Guess], definition: Content) -> Iterator[str]:
    """Give the lines about what no column says."""
    given = {one.name for one in guesses if one.about is None}
    if "answer" in given or any(isinstance(one.target, AnyCriterion) for one in guesses):
        sided = _sided(guesses, definition)
        if sided:
            yield from _comment(
                f"Whose word are the answers about one side ({', '.join(sided)})? Without this line they are records."
            )
            yield '# attested_by = "us"  # or "buyer", or "seller"'
        if "observed_on" not in given:
            yield '# observed_on = "..."  # the day of the answers, YYYY-MM-DD, if it is one for all'
        if "source" not in given:
            yield '# source = "..."  # where the answers can be looked up, if it is one place for all'
    if not given & {"company", "buyer", "seller"}:
        yield from _comment('No column was found that names the company: write is = "company" for the one that does.')
    if not given & {"label", "buyer_label", "seller_label"}:
        yield from _comment('No column was found with the word in use: write is = "label" for the one that has it.')


def _sided(guesses: Sequence[Guess], definition: Content) -> list[str]:
    """Give the criteria about one side for whose answers no column has the speaker."""
    given = {one.name for one in guesses if one.about is None}
    asked = [one.target for one in guesses if isinstance(one.target, AnyCriterion)]
    if "attested_by" in given or not (asked or "answer" in given):
        return []
    return [one.name for one in (asked or definition.criteria) if one.about is not None]


def _column(sample: Sample, one: Guess, found: Interpretation, word: str) -> Iterator[str]:
    """Give the lines about a column; `word` is the header of the word in use, beside which others need a source."""
    yield from _comment(_summary(sample, found, plain=one.name in PLAIN))
    yield f"[columns.{quoted(sample.header)}]"
    if one.about is not None:
        yield f"criterion = {quoted(one.about.name)}"
    yield f"is = {quoted(one.name)}  # {printable(one.why)}"
    for target, why in one.others:
        yield f"# is = {quoted(target if isinstance(target, str) else target.name)}  # {printable(why)}"
        if target in LABELS and word:
            yield f"# source = {quoted(sample.header)}  # whose word it is"
        if target == NUMBER:
            yield from (f"# {said.key} = {quoted(said.value)}  # {printable(said.why)}" for said in one.written)
    if sample.optional:
        yield "optional = true  # not every file has it"
    yield from (f"{said.key} = {quoted(said.value)}  # {printable(said.why)}" for said in found.declared)
    yield from (f"# {said.key} = {quoted(said.value)}  # {printable(said.why)}" for said in found.open)
    if found.unknown:
        yield f"unknown = [{', '.join(map(quoted, found.unknown))}]"
    changed = [cell for cell in found.cells if cell.meant or (cell.reading is None and not cell.waits)]
    if changed:
        may_be = f"one of {', '.join(found.answers)}" if found.answers else ""
        if not may_be and isinstance(one.target, AnyCriterion):
            may_be = one.target.expected
        if may_be and any(cell.reading is None for cell in changed):
            yield from _comment(f"Each of these may be {may_be}:")
        if one.name in LABELS:
            yield from _comment("A word without a line is kept, and told to be none of the definition.")
        yield f"[columns.{quoted(sample.header)}.values]"
        yield from (_value(cell, found) for cell in changed)


def _value(cell: SeenCell, found: Interpretation) -> str:
    times = "once" if cell.count == 1 else f"{cell.count} times"
    if cell.meant:
        return f"{quoted(cell.text)} = {quoted(cell.meant)}  # {times}"
    near = found.near(cell.text)
    said = "not understood; this is the nearest" if near else "not understood"
    meaning = found.meanings.get(near, near)
    said += f", which stands for {meaning}" if meaning != near else ""
    return f"# {quoted(cell.text)} = {quoted(near or '...')}  # {times}, {printable(said)}"


def _summary(sample: Sample, found: Interpretation, *, plain: bool) -> str:
    """Say what a column holds: each cell with its count and reading."""
    read = [cell for cell in found.cells if cell.reading is not None]
    filled = f"{sample.filled} of {sample.rows} filled, {len(sample.cells)} different"
    shown = ", ".join(_cell(cell, plain=plain) for cell in read[:SHOWN])
    more = f" and {len(read) - SHOWN} more that are read" if len(read) > SHOWN else ""
    return f"{quoted(sample.header)}: {filled}{': ' * bool(shown)}{shown}{more}"


def _cell(cell: SeenCell, *, plain: bool) -> str:
    reading = "" if plain or cell.reading == cell.text else f" as {cell.reading}"
    return f"{quoted(cell.text)} ({cell.count}){reading}"


def _comment(text: str) -> Iterable[str]:
    return textwrap.wrap(
        printable(text),
        WIDTH,
        initial_indent="# ",
        subsequent_indent="#   ",
        break_long_words=False,
        break_on_hyphens=False,
    )
