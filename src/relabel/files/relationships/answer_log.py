"""Answer logs: a JSON Lines file to which the answers of an interview are appended, one line each."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, final

import attrs

from relabel.core.model.answers import MAX_DIGITS, is_number
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship
from relabel.core.model.words import Words, fold
from relabel.errors import CellError, InvalidFileError, InvalidValueError
from relabel.files.cells import UnreadableError, read_date, read_side
from relabel.files.problems import nothing_read
from relabel.files.relationships.json_files import parse_json
from relabel.files.relationships.reading import Reading
from relabel.texts import did_you_mean, first_few, shorten

__all__ = ["AnswerLog"]

_TEXTS = ("id", "buyer", "seller", "criterion", "observed_on", "attested_by", "source", "note")
_KEYS = (*_TEXTS, "answer")


@attrs.frozen
class _Line:
    """What one line says, and where it stands."""

    number: int
    texts: Mapping[str, str]
    answer: Any  # whatever JSON holds, until its criterion has accepted it
    observation: Mapping[str, Any]  # arguments of `Evidence`, each of its own type

    @property
    def about(self) -> str:
        """The relationship that it is about, for people."""
        return self.texts["id"] or f"{self.texts['buyer']} buys from {self.texts['seller']}"


@final
class AnswerLog:
    """The answers given so far, in a file.

    Each line holds one piece of evidence, or a question that nobody could answer (`"answer": null`).
    A line is on the disk before the next question is asked; one that could not be written whole is cut
    back. Should the program be stopped in the middle of a line, that line is torn: it is set aside when
    the log is read, and must be dropped before the next one is added.

    Args:
        path: The file, in UTF-8; its name ends in `.jsonl`. It need not exist, its folder must.

    Raises:
        InvalidValueError: The name ends otherwise.
    """

    def __init__(self, path: Path) -> None:
        if path.suffix.casefold() != ".jsonl":
            raise InvalidValueError("file of answers", str(path), "a name that ends in .jsonl")
        self.path = path
        self.torn = ""
        """The torn last line, as far as it was written; nothing where the last line is whole."""
        self._asked: dict[str, list[str]] = {}
        self._added: list[tuple[str, int, int]] = []
        """The key of the relationship, the start and the end in the file of each line added, in order."""

    def add_to(self, relationships: Iterable[Relationship], vocabulary: Mapping[str, AnyCriterion]) -> Reading:
        """Read the file, and give the relationships with its answers as further evidence.

        A line belongs to the relationship with its id; without an id, to the one with its two names,
        whatever id that has been given since. An answer on a criterion that nobody declares any more is
        evidence like any other. One that its criterion no longer has, or about a company that is not
        there any more, is set aside.

        Args:
            relationships: Those that the answers may be about.
            vocabulary: The criteria that answers may be about, by name.

        Returns:
            The relationships in their order, and a note for each reason why lines were set aside.

        Raises:
            InvalidFileError: The file is not in UTF-8, or a line cannot be read.
            OSError: The file cannot be opened.
        """
        given = tuple(relationships)
        index, names = _Index(given), Words(vocabulary)
        more: list[list[Evidence]] = [[] for _ in given]
        aside: dict[str, list[str]] = {}
        self._asked.clear()
        for line in self._lines() if self.path.exists() else ():
            found = index.find(line.texts)
            if len(found) != 1:
                hint = "" if found else did_you_mean(line.about, [one.key for one in given])
                reason = "several relationships may be meant" if found else "no relationship of the file is meant"
                aside.setdefault(reason, []).append(f"{line.about!r} on line {line.number}{hint}")
                continue
            criterion = names.find(line.texts["criterion"]) or line.texts["criterion"]
            self._asked.setdefault(given[found[0]].key, []).append(criterion)
            if line.answer is None:
                continue
            declared = vocabulary.get(criterion)
            if declared is not None and not declared.accepts(line.answer):
                expected = f"{line.answer!r} to {criterion} on line {line.number}, expected {declared.expected}"
                aside.setdefault("no such answer is known any more", []).append(
                    expected + did_you_mean(line.answer, map(str, declared.answers or ()))
                )
                continue
            more[found[0]].append(Evidence(criterion, line.answer, **line.observation))
        added = [one.with_evidence(*pieces) for one, pieces in zip(given, more, strict=True)]
        notes = [_note(self.path.name, reason, places) for reason, places in aside.items()]
        if self.torn:
            notes.append(f"{self.path.name}: the last line is torn and was set aside: {shorten(self.torn)!r}")
        return Reading(tuple(added), tuple(notes))

    def asked(self, relationship: Relationship) -> tuple[str, ...]:
        """Give the names of the criteria that were asked, in vain or not, as far as was read or added."""
        return tuple(self._asked.get(relationship.key, ()))

    def append(self, relationship: Relationship, evidence: Evidence) -> None:
        """Add an answer.

        Raises:
            OSError: The file cannot be written. It is as it was before.
        """
        self._write(relationship, evidence.criterion, _line(relationship, evidence.criterion, evidence))

    def skip(self, relationship: Relationship, criterion: str) -> None:
        """Note that nobody could answer a question.

        Raises:
            OSError: The file cannot be written. It is as it was before.
        """
        self._write(relationship, criterion, _line(relationship, criterion, None))

    def correct(self, relationship: Relationship, evidence: Evidence) -> None:
        """Put an answer as of another day, or of none, in the place of the one that was added last.

        The new line takes the place of the old one at once, so that none is lost in between.

        Raises:
            InvalidValueError: No line was added, or the new one is longer.
            OSError: The file cannot be written.
        """
        _, start, end = self._last()
        with self.path.open("rb+", buffering=0) as file:
            file.seek(start)
            old = file.read(end - start)
            head = old[: len(old) - len(old.lstrip(b"\n"))]
            line = _line(relationship, evidence.criterion, evidence)
            if len(head) + len(line) > len(old):
                raise InvalidValueError("answer", evidence, "one that differs in its day only")
            file.seek(start)
            file.write(head + line[:-1].ljust(len(old) - len(head) - 1) + b"\n")
            os.fsync(file.fileno())

    def take_back(self) -> None:
        """Remove the line that was added last.

        Raises:
            InvalidValueError: No line was added, or another program has changed the file since.
            OSError: The file cannot be written.
        """
        key, start, _ = self._last()
        os.truncate(self.path, start)
        self._added.pop()
        self._asked[key].pop()

    def drop_torn(self) -> None:
        """Remove a torn last line.

        Raises:
            OSError: The file cannot be written.
        """
        data = self.path.read_bytes()
        os.truncate(self.path, data.rfind(b"\n") + 1)
        self.torn = ""

    def _lines(self) -> list[_Line]:
        problems: list[CellError] = []
        data = self.path.read_bytes()
        self.torn = ""
        whole, end, last = data.rpartition(b"\n")
        if last.strip() and not _is_json(last):
            self.torn, data = last.decode("utf-8", "backslashreplace"), whole + end
        found: list[_Line] = []
        for number, content in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            try:
                text = content.decode("utf-8")
            except UnicodeDecodeError as error:
                problems.append(
                    self._problem(number, "", f"bytes that are no UTF-8 ({error})", "a file saved as UTF-8")
                )
                continue
            if text.strip():
                line = self._read(number, text, problems)
                found += [] if line is None else [line]
        if problems:
            raise InvalidFileError(nothing_read(self.path.name, problems), problems)
        return found

    def _problem(self, number: int, column: str, found: str, expected: str, hint: str = "") -> CellError:
        return CellError(self.path.name, number, column, found, expected, hint)

    def _read(self, number: int, content: str, problems: list[CellError]) -> _Line | None:
        """Read one line; None where that cannot be done, which is added to the problems."""
        before = len(problems)

        def report(column: str, found: object, expected: str, hint: str = "") -> None:
            problems.append(self._problem(number, column, shorten(str(found)), expected, hint))

        try:
            found = parse_json(content)
        except ValueError as error:
            report("", error, "a JSON object, as `relabel ask` writes it")
            return None
        if not isinstance(found, dict):
            report("", repr(found), "a JSON object, as `relabel ask` writes it")
            return None
        for key in found:
            if key not in _KEYS:
                report(key, f"the key {key!r}", f"one of {', '.join(_KEYS)}", did_you_mean(key, _KEYS))
        texts: dict[str, str] = {}
        for key in _TEXTS:
            value = found.get(key)
            if value is not None and not isinstance(value, str):
                report(key, repr(value), "text or null")
            text = value if isinstance(value, str) else ""
            texts[key] = text if key in ("source", "note") else text.strip()
        for key in ("buyer", "seller", "criterion"):
            if not texts[key]:
                report(key, f"no {key}", "a name")
        if "answer" not in found:
            report("answer", "no answer", "an answer, or null where nobody could give one")
        place = "" if texts["source"] else f"{self.path.name}:{number}"
        observation: dict[str, Any] = {"source": texts["source"], "note": texts["note"], "place": place}
        for key, reader in (("observed_on", read_date), ("attested_by", read_side)):
            try:
                observation[key] = reader(texts[key])
            except UnreadableError as error:
                report(key, repr(texts[key]), error.expected, error.hint)
        answer = found.get("answer")
        if not (answer is None or isinstance(answer, bool | str) or is_number(answer)):
            report("answer", repr(answer), f"true, false, a word, or a number of at most {MAX_DIGITS} digits")
        return _Line(number, texts, answer, observation) if len(problems) == before else None

    def _last(self) -> tuple[str, int, int]:
        if not self._added or self.path.stat().st_size != self._added[-1][2]:
            raise InvalidValueError("answer log", str(self.path), "a line that was added last, and none behind it")
        return self._added[-1]

    def _write(self, relationship: Relationship, criterion: str, line: bytes) -> None:
        if self.torn:
            raise InvalidValueError("answer log", str(self.path), "a last line that is whole; drop the torn one first")
        with self.path.open("ab+", buffering=0) as file:
            start = file.seek(0, os.SEEK_END)
            if start:
                file.seek(-1, os.SEEK_END)
                line = line if file.read(1) == b"\n" else b"\n" + line
            written = 0
            try:
                while written < len(line):
                    written += file.write(line[written:])
                os.fsync(file.fileno())
            except BaseException as error:  # the disk is full, or the user has interrupted: half a line says nothing
                if file.seek(0, os.SEEK_END) == start + written:  # no other program has added to it since
                    file.truncate(start)
                if isinstance(error, OSError):
                    error.filename = str(self.path)
                raise
        self._asked.setdefault(relationship.key, []).append(criterion)
        self._added.append((relationship.key, start, start + len(line)))


class _Index:
    """Relationships by what a line says of them."""

    def __init__(self, relationships: Sequence[Relationship]) -> None:
        self._found: dict[tuple[str, ...], list[int]] = {}
        for number, one in enumerate(relationships):
            mark = (one.id or "").strip()
            exact, folded, any_id = _by_names(one.buyer, one.seller)
            for key in (("id", mark), any_id) if mark else (exact, folded, any_id):
                self._found.setdefault(key, []).append(number)

    def find(self, texts: Mapping[str, str]) -> list[int]:
        """Give the numbers of those that may be meant: by the id, or else by the names, as near as there is one.

        Without an id that is first the one with these names and no id, then with these names in another
        spelling, then with any id.
        """
        keys = [("id", texts["id"])] if texts["id"] else _by_names(texts["buyer"], texts["seller"])
        return next((self._found[key] for key in keys if key in self._found), [])


def _by_names(buyer: str, seller: str) -> list[tuple[str, ...]]:
    names = (fold(buyer), fold(seller))
    return [("exact", buyer, seller), ("folded", *names), ("any id", *names)]


def _line(relationship: Relationship, criterion: str, evidence: Evidence | None) -> bytes:
    """Write a line: an answer, or that nobody could give one."""
    content = {
        "id": relationship.id,
        "buyer": relationship.buyer,
        "seller": relationship.seller,
        "criterion": criterion,
    }
    text = "null"
    if evidence is not None:
        day, side, answer = evidence.observed_on, evidence.attested_by, evidence.answer
        content["observed_on"] = None if day is None else day.isoformat()
        content["attested_by"] = None if side is None else side.value
        content |= {"source": evidence.source, "note": evidence.note}
        # A number is written with all its digits, which `json` would not do.
        text = f"{answer:f}" if isinstance(answer, Decimal) else _json(answer)
    said = {name: value for name, value in content.items() if value}
    return f'{_json(said)[:-1]}, "answer": {text}}}\n'.encode()


def _is_json(data: bytes) -> bool:
    try:
        parse_json(data.decode("utf-8"))
    except ValueError:
        return False
    return True


def _json(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a pair of surrogates, which only an escape can write
        return json.dumps(content)
    return text


def _note(file: str, reason: str, places: Sequence[str]) -> str:
    count = "1 line was" if len(places) == 1 else f"{len(places)} lines were"
    return f"{file}: {count} set aside, {reason}: {first_few(places, between='; ')}"
