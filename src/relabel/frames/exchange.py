"""Exchange: in comes a frame of any library that knows Arrow, out goes one of the same."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from relabel.errors import CellError, InvalidFileError, InvalidValueError, MissingExtraError
from relabel.later import Later

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = ["FIRST", "Frame", "Unread", "check_errors", "lazy", "like", "refuse"]

Frame = TypeVar("Frame")
"""A frame of polars, pandas or pyarrow."""

FIRST = 3
"""So many cells that are no answer are named."""


class Unread(NamedTuple):
    """A cell that is not blank and no answer."""

    row: int
    """Its row, from 1."""
    column: str
    found: object
    expected: str


def lazy(frame: object, place: str) -> "pl.LazyFrame":
    """Give a frame as a lazy one of polars.

    Args:
        frame: A DataFrame or LazyFrame of polars, or what gives itself as a stream of Arrow: a DataFrame of pandas, a
            table of pyarrow.
        place: What it is, for messages.

    Raises:
        MissingExtraError: Polars is not installed.
        InvalidValueError: It is no frame.
    """
    try:
        import polars  # optional
    except ImportError:
        raise MissingExtraError("polars", "frames") from None
    if isinstance(frame, polars.LazyFrame):
        return frame
    if not isinstance(frame, polars.DataFrame):
        if not hasattr(frame, "__arrow_c_stream__"):
            expected = "a frame of polars, pandas or pyarrow, or anything that gives itself as a stream of Arrow"
            raise InvalidValueError(place, type(frame).__name__, expected)
        made = polars.DataFrame(frame)
        # A column of objects of pandas that are all missing has no type; polars takes it for text.
        missing = made.null_count().row(0, named=True) if _library(frame) == "pandas" and made.height else {}
        blank = [name for name, count in missing.items() if count == made.height]
        return made.with_columns(polars.col(blank).cast(polars.Null)).lazy()
    return frame.lazy()


def check_errors(errors: str, frame: object) -> None:
    """Check what is to be done about cells that are no answer: count them, or raise where the frame is at hand."""
    if errors == "raise" and isinstance(frame, pl.LazyFrame):
        raise InvalidValueError("errors", errors, "'count', as a LazyFrame is read only when it is collected")
    if errors not in ("count", "raise"):
        raise InvalidValueError("errors", errors, "'count' or 'raise'")


def refuse(found: Iterable[Unread], count: int) -> None:
    """Raise `InvalidFileError` with the first cells that are no answer."""
    first = [CellError("frame", one.row, one.column, repr(one.found), one.expected) for one in found]
    cells = "1 cell is no answer" if count == 1 else f"{count} cells are no answers"
    raise InvalidFileError(f"{cells}{f', the first {len(first)}' if count > len(first) else ''}:", first)


def like(frame: Any, done: "pl.DataFrame", kept: Sequence[str] = ()) -> Any:  # Any: of the library of the frame
    """Give a table as a frame of the library of another one.

    Args:
        frame: The other one.
        done: The table.
        kept: The columns that are those of the frame, row by row; they are handed on as they are.
    """
    library = _library(frame)
    if library == "pandas":
        made = done.drop(kept).to_pandas()
        return frame[[*kept]].assign(**{name: made[name].array for name in made.columns}) if kept else made
    return done.to_arrow() if library == "pyarrow" else done


def _library(frame: object) -> str:
    return type(frame).__module__.partition(".")[0]
