"""Answer logs: a JSON Lines file to which the answers of an interview are appended, one line each."""

import json
import os
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias, final

from relabel.core.definitions.content import fold
from relabel.core.model.any_criterion import AnyCriterion
from relabel.core.model.evidence import Evidence
from relabel.core.model.relationship import Relationship
from relabel.errors import CellError, InvalidFileError, InvalidValueError
from relabel.files.relationships.assembly import Draft, Drafts
from relabel.files.relationships.json_lines import read_json_lines
from relabel.texts import did_you_mean

__all__ = ["AnswerLog"]

Key: TypeAlias = tuple[str, ...]


@final
class AnswerLog:
    """The answers given so far, in a file that `relabel.files.relationships.reading.read` reads too.

    Each line holds one piece of evidence, or a question that nobody could answer (`"answer": null`).
    A line is on the disk before the next question is asked.

    Args:
        path: The file, in UTF-8; its name ends in `.jsonl`. It need not exist, its folder must.

    Raises:
        InvalidValueError: The name ends otherwise.
    """

    def __init__(self, path: Path) -> None:
        if path.suffix.casefold() != ".jsonl":
            raise InvalidValueError("file of answers", str(path), "a name that ends in .jsonl")
        self.path = path
        self._asked: dict[Key, list[str]] = {}
        self._names: dict[Key, tuple[str, str]] = {}

    def add_to(
        self, relationships: Iterable[Relationship], vocabulary: Mapping[str, AnyCriterion]
    ) -> tuple[Relationship, ...]:
        """Read the file, and give the relationships with its answers as further evidence.

        Args:
            relationships: Those that the answers may be about.
            vocabulary: The criteria that answers may be about, by name.

        Raises:
            InvalidFileError: The file is not in UTF-8, a line cannot be read, or is about none of the
                relationships.
            OSError: The file cannot be opened.
        """
        found = {_key(one.id, one.buyer, one.seller): one for one in relationships}
        if not self.path.exists():
            return tuple(found.values())
        drafts = Drafts(self.path, vocabulary, None, "us")
        try:
            self.path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            drafts.report(1, "", "bytes that are no UTF-8", "a file saved as UTF-8")
        else:
            read_json_lines(drafts)
        logged = drafts.finish()
        strays: list[CellError] = []
        for one, draft in zip(logged, drafts.drafts, strict=True):
            key = _key(one.id, one.buyer, one.seller)
            if key in found:
                found[key] = found[key].with_evidence(*one.evidence)
                self._note(key, one, draft)
            else:
                names = [other.key for other in found.values()]
                expected = f"a company of the other file{did_you_mean(one.key, names)}"
                strays.append(CellError(self.path.name, draft.line, "", repr(one.key), expected))
        if strays:
            raise InvalidFileError(f"{self.path.name}: answers about other companies, nothing was read", strays)
        return tuple(found.values())

    def asked(self, relationship: Relationship) -> tuple[str, ...]:
        """Give the names of the criteria that were asked, in vain or not, as far as was read or added."""
        return tuple(self._asked.get(_key(relationship.id, relationship.buyer, relationship.seller), ()))

    def append(self, relationship: Relationship, evidence: Evidence) -> None:
        """Add an answer.

        Raises:
            OSError: The file cannot be written.
        """
        observed_on, side = evidence.observed_on, evidence.attested_by
        fields = {
            "observed_on": None if observed_on is None else observed_on.isoformat(),
            "attested_by": None if side is None else side.value,
            "source": evidence.source,
            "note": evidence.note,
        }
        answer = evidence.answer
        # A number is written with all its digits, which `json` would not do.
        text = f"{answer:f}" if isinstance(answer, Decimal) else json.dumps(answer, ensure_ascii=False)
        self._write(relationship, evidence.criterion, text, fields)

    def skip(self, relationship: Relationship, criterion: str) -> None:
        """Note that nobody could answer a question.

        Raises:
            OSError: The file cannot be written.
        """
        self._write(relationship, criterion, "null", {})

    def _note(self, key: Key, one: Relationship, draft: Draft) -> None:
        self._names[key] = (one.buyer, one.seller)
        self._asked[key] = list(draft.asked)

    def _write(self, relationship: Relationship, criterion: str, answer: str, fields: Mapping[str, str | None]) -> None:
        key = _key(relationship.id, relationship.buyer, relationship.seller)
        # The file keeps one spelling of a company, as it has to be read as one.
        buyer, seller = self._names.setdefault(key, (relationship.buyer, relationship.seller))
        about = {"id": relationship.id, "buyer": buyer, "seller": seller, "criterion": criterion, **fields}
        head = _json({name: value for name, value in about.items() if value})
        with self.path.open("ab+") as file:
            file.seek(0, os.SEEK_END)
            start = b""
            if file.tell():
                file.seek(-1, os.SEEK_END)
                start = b"" if file.read(1) == b"\n" else b"\n"
            file.write(start + f'{head[:-1]}, "answer": {answer}}}\n'.encode())
            file.flush()
            os.fsync(file.fileno())
        self._asked.setdefault(key, []).append(criterion)


def _json(content: Mapping[str, str]) -> str:
    text = json.dumps(content, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half a pair of surrogates, which only an escape can write
        return json.dumps(content)
    return text


def _key(id_: str | None, buyer: str, seller: str) -> Key:
    # As when files are read: a blank id is none, and two spellings of a name that differ in case or spacing are one.
    mark = (id_ or "").strip()
    return (mark,) if mark else (fold(buyer), fold(seller))
