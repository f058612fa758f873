"""Assembly: relationships put together from the lines of a file that a reader takes apart; problems, notes, bytes."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import attrs

from relabel.core.model.any_criterion import AnyCriterion, Side
from relabel.core.model.evidence import Evidence
from relabel.core.model.frozen_mapping import FrozenMapping
from relabel.core.model.words import Words, fold, visible
from relabel.files.cells import UnreadableError, read_date, read_side, remember
from relabel.files.problems import Problems
from relabel.files.sources.encodings import UndecodableError, decode, read_as
from relabel.files.styles import PLAIN, Style, Typed
from relabel.texts import did_you_mean, first_few

__all__ = ["COMPANY", "FIELDS", "LABELS", "OBSERVATION", "PIECE", "Assembly", "Entry", "Watch", "rounding", "unwatched"]

T = TypeVar("T")

_NOTHING: Mapping[str, str] = FrozenMapping()

LABELS: Mapping[str, Side | None] = {"buyer_label": Side.BUYER, "seller_label": Side.SELLER, "label": None}
"""The fields that hold a word in use, and the side that is called so."""

COMPANY = ("id", "company", "buyer", "seller", "label", "buyer_label", "seller_label", "since")
"""The fields that say which relationship a line is about."""

PIECE = ("criterion", "answer")
"""The fields of a line that holds one piece of evidence."""

OBSERVATION = ("observed_on", "attested_by", "source", "note")
"""The fields that say where evidence comes from."""

FIELDS = (*COMPANY, *PIECE, *OBSERVATION)

ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
"""How a long number looks that a spreadsheet has shortened."""

SHOWN = 3
"""How many places of one kind a note names."""


class Watch(Protocol):
    """Gives items one by one as they are, and may show how far that is."""

    def __call__(self, items: Sequence[T], /) -> Iterable[T]:
        """Give the items."""


def unwatched(items: Sequence[T], /) -> Iterable[T]:
    """Give items as they are, and show nothing."""
    return items


@attrs.define
class Entry:
    """What one or more lines of a file say of a relationship."""

    line: int
    # The arguments of Relationship and its attributes. Any: each has its own type, which Relationship checks.
    fields: dict[str, Any] = attrs.field(factory=dict)
    attributes: dict[str, Any] = attrs.field(factory=dict)
    evidence: list[Evidence] = attrs.field(factory=list)
    words: tuple[tuple[str, str, str], ...] = ()
    """Further words in use: the field, the word, and its source."""


class Assembly:
    """The relationships of one file, and everything that is wrong with it.

    Args:
        path: The file.
        vocabulary: The criteria that answers may be about, by name.
        given_to: The side that a `company` is on.
        us: The name of the other side where the file does not give it.
        remarks: Names under which it may have free text that is no evidence.
        name: What it is called in messages and sources, if not by the name of the file.
        same: The names to go by for other spellings of them.
        repeats: Whether a second line for a relationship counts as further evidence; else it is refused.
        watch: Looks on while rows or lines are taken.

    Attributes:
        entries: What the file says of relationships, in its order.
        renamed: The names, folded, in the place of which another was put, as `same` says.
        notes: What a reader of the results should know.
        encoding: That of the file, where nothing but a guess by the whole file says it.
        styles: How the cells of columns are written, by their headers.
        fields: The headers of the columns that say which relationship a line is about, by the field.
        reworded: By field and header of a word in use how often a cell, as it stands there, is read as another word.
        row_dated: The criteria whose answers have the date of their row, where it has answers to others, too.
    """

    def __init__(
        self,
        path: Path,
        vocabulary: Mapping[str, AnyCriterion],
        given_to: Side | None,
        us: str,
        *,
        remarks: Iterable[str] = (),
        name: str = "",
        same: Mapping[str, str] = _NOTHING,
        repeats: bool = False,
        watch: Watch = unwatched,
    ) -> None:
        self.path = path
        self.name = name or path.name
        self.vocabulary = vocabulary
        self.given_to = given_to
        self.us = us
        self.watch = watch
        self._us = fold(us)
        self.same = same
        self.repeats = repeats
        self._same = {fold(name): known for name, known in same.items()}
        self.renamed: set[str] = set()
        self.entries: list[Entry] = []
        self.notes: list[str] = []
        self.encoding = ""
        self.styles: dict[str, Style] = {}
        self.fields: dict[str, str] = {}
        self.reworded: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        self.row_dated: list[str] = []
        self._timed: dict[str, int] = {}
        self._days: dict[str, Callable[[str], date | None]] = {}
        self._speaker = remember(partial(read_side, ours=None if given_to is None else given_to.other))
        self.headers = Words([*FIELDS, *vocabulary])
        self._remarks = Words(remarks)
        self._names = Words(vocabulary)
        self.problems = Problems(self.name)
        self.report = self.problems.report
        self._known: dict[tuple[object, ...], Entry] = {}
        self._later: dict[tuple[int, str, bool], int] = {}
        """The lines of what the first line of an entry does not say, by that line, the name and whether context."""
        self._hidden: list[str] = []

    def decode(self, data: bytes, encoding: str = "") -> str | None:
        """Give the text that the bytes of the file are; None where they are none, which is reported."""
        try:
            text, guessed = decode(data, encoding)
        except UndecodableError as error:
            self.report(error.line, "", error.found, error.expected)
            return None
        if guessed:
            self.encoding = guessed
            self.notes.append(read_as(self.name, guessed))
        return text

    def seen(self, line: int, column: str, text: str) -> str:
        """Give a name or a word without the signs in it that nobody can see, of which a note is taken."""
        if isinstance(text, Typed):
            return text
        found = visible(text).strip()
        if found != text.strip():
            self._hidden.append(f"{column or 'cell'!r} on line {line}")
        return found

    def cell(self, line: int, column: str, text: str, reader: Callable[[str], T]) -> T | None:
        """Read one cell; None where it cannot be read, which is reported."""
        try:
            return reader(text if text.isascii() else self.seen(line, column, text))
        except UnreadableError as error:
            meant = self.styles.get(column, PLAIN).meant(text)
            found = repr(text) if meant == text else f"{text!r}, which the mapping reads as {meant!r}"
            self.problems.report_cell(line, column, found, error.expected, error.hint)
            return None

    def criterion(self, line: int, column: str, name: str) -> AnyCriterion | str | None:
        """Give a criterion by name, or the name of a remark; None where there is neither, which is reported."""
        name = self.seen(line, column, name)
        found = self._names.find(name)
        if found is not None:
            return self.vocabulary[found]
        remark = self._remarks.find(name)
        if remark is not None:
            return remark
        hint = did_you_mean(name, self.vocabulary)
        self.report(line, column, repr(name), "the name of a criterion that a definition declares", hint)
        return None

    def observation(self, line: int, fields: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, Any]:
        """Read where evidence comes from, as arguments of `Evidence`; `columns` names the fields in messages."""
        day, side = fields.get("observed_on", ""), fields.get("attested_by", "")
        return {
            "observed_on": self._date(line, columns.get("observed_on", ""), day),
            "attested_by": self.cell(line, columns.get("attested_by", ""), side, self._speaker),
            "source": fields.get("source", ""),
            "note": fields.get("note", ""),
            "place": "" if fields.get("source") else f"{self.name}:{line}",
        }

    def entry(
        self, line: int, fields: Mapping[str, str | None], columns: Mapping[str, str], *, merge: bool
    ) -> Entry | None:
        """Start or, where lines are merged, find the relationship that a line is about.

        Args:
            line: The line.
            fields: What it says under the names of `COMPANY`; blank or None for nothing.
            columns: What the fields are called in messages, where not by their name.
            merge: Whether lines about one relationship say one thing together, a piece of evidence each.
        """
        given: dict[str, Any] = {}
        for name in COMPANY:
            text = fields.get(name)
            if text and (seen := self.seen(line, columns.get(name, name), text)):
                given[name] = seen
        since = self._date(line, columns.get("since", "since"), given.pop("since", ""))
        if since is not None:
            given["since"] = since
        if self._same:
            given |= {name: self._renamed(given[name]) for name in ("company", "buyer", "seller") if name in given}
        company, side = given.pop("company", None), self.given_to
        column = columns.get("company", "company")
        if company is not None and side is None:
            expected = "'buyer' and 'seller' in place of 'company', as the definition gives the label to both"
            self.report(line, column, repr(company), expected)
            return None
        if company is not None and side is not None:
            for taken, mine in ((side.value, "company"), (f"{side.value}_label", "label")):
                if taken in given and (mine == "company" or mine in given):
                    other = company if mine == "company" else given[mine]
                    self.report(line, columns.get(mine, mine), repr(other), f"either {mine!r} or {taken!r}")
                    return None
            given[side.value] = company
            if "label" in given:
                given[f"{side.value}_label"] = given.pop("label")
        if not {"buyer", "seller"} & given.keys():
            self.report(line, column, "no company", "the name of a company")
            return None
        if side is not None and fold(given.get(side.value, self.us)) == self._us:
            found = f"{self.us!r}, which is us, as the company that wears the label"
            cure = "; map the column that names the other company to 'company', as `relabel map` drafts it"
            named = columns.get(side.value, "") if company is None else column
            self.report(line, named, found, "another company", cure)
            return None
        for name in ("buyer", "seller"):
            if name in columns and name not in given:
                self.report(line, columns[name], f"no {name}", "the name of a company, or no such column")
                return None
        for one in Side:
            given.setdefault(one.value, self.us)
        return self._find(line, given, merge=merge)

    def context(self, line: int, entry: Entry, name: str, value: object) -> None:
        """Add a value to the context of a relationship, which must not have another under this name."""
        if isinstance(value, str) and value != visible(value):
            value = self.seen(line, name, value)
        self.agree(line, entry, name, value, context=True)

    def call(self, line: int, entry: Entry, field: str, header: str, word: str, source: str) -> None:
        """Add what a further source calls a company; nothing where the word is blank."""
        word = self.seen(line, header, word)
        if field == "label" and self.given_to is not None and "company" in self.fields:
            field = f"{self.given_to.value}_label"
        if word and (field, word, source) not in entry.words:
            entry.words = (*entry.words, (field, word, source))

    def reword(self, line: int, entry: Entry, field: str, header: str, cell: str, meant: str) -> None:
        """Keep a word in use as it stands in the file beside the one that the mapping reads in it."""
        self.reworded.setdefault((field, header), Counter())[cell, meant] += 1
        self.context(line, entry, header, cell)

    def agree(self, line: int, entry: Entry, name: str, value: object, *, context: bool = False) -> None:
        """Add a field or, as context, an attribute to an entry, which must not have another value under this name."""
        known = entry.attributes if context else entry.fields
        if name not in known:
            known[name] = value
            if line != entry.line:
                self._later[entry.line, name, context] = line
            return
        first = known[name]
        if type(first) is type(value) and first == value:
            return
        if name not in ("buyer", "seller") or fold(str(first)) != fold(str(value)):
            found = f"{value!r}, but {first!r} on line {self.line_of(entry, name, context=context)}"
            self.report(line, name, found, "one and the same on all lines about a relationship")

    def line_of(self, entry: Entry, name: str, *, context: bool = False) -> int:
        """Give the line that says a field or, as context, an attribute of an entry."""
        return self._later.get((entry.line, name, context), entry.line)

    def close(self) -> None:
        """Note what can only be said once the whole file is read, and let its entries go."""
        for column, count in self._timed.items():
            where = f" in column {column!r}" if column else ""
            self.notes.append(f"times of day left out of {count} date{'' if count == 1 else 's'}{where}")
        ids = [entry.fields["id"] for entry in self.entries if "id" in entry.fields]
        rounded = [one for one in ids if ROUNDED.fullmatch(one)]
        if rounded:
            self.notes.append(f"ids that a spreadsheet may have rounded: {', '.join(rounded[:SHOWN])}; compare them")
        if self._hidden:
            self.notes.append(f"signs that nobody can see were left out: {first_few(self._hidden)}")
        self.entries.clear()
        self._known.clear()

    def _date(self, line: int, column: str, text: str) -> date | None:
        reader = self._days.get(column)
        if reader is None:
            reader = self._days[column] = remember(partial(read_date, style=self.styles.get(column, PLAIN)))
        found = self.cell(line, column, text, reader)
        if found is not None and ":" in text:
            self._timed[column] = self._timed.get(column, 0) + 1
        return found

    def _renamed(self, name: str) -> str:
        folded = fold(name)
        if folded not in self._same:
            return name
        self.renamed.add(folded)
        return self._same[folded]

    def _find(self, line: int, given: dict[str, Any], *, merge: bool) -> Entry | None:
        # Two spellings of a name that differ in case or spacing are one company.
        key = (given["id"],) if "id" in given else (fold(given["buyer"]), fold(given["seller"]))
        entry = self._known.get(key)
        if entry is not None and not (merge or self.repeats):
            self._refuse_again(line, given, entry)
            return None
        if entry is None or not merge:
            entry = self._known[key] = Entry(line)
            self.entries.append(entry)
        for name, value in given.items():
            self.agree(line, entry, name, value)
        return entry

    def _refuse_again(self, line: int, given: Mapping[str, Any], entry: Entry) -> None:
        """Report a second line for a relationship, or another company under its id."""
        names, first = ((fields["buyer"], fields["seller"]) for fields in (given, entry.fields))
        mark, cure = given.get("id"), 'duplicates = "evidence" in the mapping says so'
        if tuple(map(fold, names)) == tuple(map(fold, first)):
            found = f"{mark or ' and '.join(names)!r} again, as on line {entry.line}"
            self.report(line, "", found, "each relationship once", f"; where both rows count as evidence, {cure}")
            return
        found = f"{mark!r} for {' and '.join(names)}, as for {' and '.join(first)} on line {entry.line}"
        hint = rounding(mark) or f"; if they are one, [same] and {cure}"
        self.report(line, "id", found, "another id for other companies", hint)


def rounding(mark: str | None) -> str:
    """Give the end of a message about an id that looks as if a spreadsheet had rounded it; else nothing."""
    return "; a spreadsheet seems to have rounded it: keep ids as text there" if ROUNDED.fullmatch(mark or "") else ""
