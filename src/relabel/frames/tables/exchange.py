"""Exchange: in comes a frame of any library that knows Arrow, out goes one of the same."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from relabel.core.model.any_criterion import Side
from relabel.errors import CellError, InvalidFileError, InvalidValueError, MissingExtraError
from relabel.later import Later
from relabel.texts import did_you_mean, first_few

if TYPE_CHECKING:
    import polars as pl
else:
    pl = Later("polars")

__all__ = [
    "FIRST",
    "Frame",
    "Unread",
    "as_given",
    "check_errors",
    "engine_of",
    "lazy",
    "library_of",
    "like",
    "no_rows",
    "one_of",
    "refuse",
]

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

    def or_side(self, column: str | None, side: str | None) -> "Unread":
        """Give the side by whose word it is in place of the cell, where that is none."""
        known = [one.value for one in Side]
        if column is None or side is None or side.strip() in ("", *known):
            return self
        return Unread(self.row, column, side, " or ".join(known))


def one_of(words: Iterable[str], found: object) -> str:
    """Say which words are expected in place of one that was found."""
    known = [*words]
    return f"one of {first_few([*map(repr, known)], most=10)}{did_you_mean(found, known)}"


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
    if engine_of(frame) == "spark":
        frame = frame.toArrow()  # type: ignore[attr-defined]  # its stream of Arrow takes processes of Python
    if not isinstance(frame, polars.DataFrame):
        if not hasattr(frame, "__arrow_c_stream__"):
            expected = "a frame of polars, pandas or pyarrow, or anything that gives itself as a stream of Arrow"
            raise InvalidValueError(place, type(frame).__name__, expected)
        try:
            made = polars.DataFrame(frame)
        except (TypeError, ValueError, polars.exceptions.PolarsError) as error:
            expected = f"columns of different names, each of one type, which polars can read ({error})"
            raise InvalidValueError(place, type(frame).__name__, expected) from error
        # A column of objects of pandas that are all missing has no type; polars takes it for text.
        missing = made.null_count().row(0, named=True) if library_of(frame) == "pandas" and made.height else {}
        blank = [name for name, count in missing.items() if count == made.height]
        return made.with_columns(polars.col(blank).cast(polars.Null)).lazy()
    return frame.lazy()


def engine_of(frame: object) -> str | None:
    """Give the dialect of the engine that has a table: of a relation of DuckDB or a DataFrame of Spark; else None."""
    engine = {"duckdb": "duckdb", "pyspark": "spark"}.get(library_of(frame).strip("_"))
    return engine if hasattr(frame, "limit") else None  # which a connection to DuckDB has not


def no_rows(frame: object, place: str) -> "pl.LazyFrame":
    """Give a frame as a lazy one of polars, as `lazy` does, of a table that an engine has without its rows."""
    return lazy(frame if engine_of(frame) is None else frame.limit(0), place)  # type: ignore[attr-defined]  # has it


def check_errors(errors: str, frame: object) -> None:
    """Check what is to be done about cells that are no answer: count them, or raise where the frame is at hand."""
    if errors == "raise" and (engine_of(frame) is not None or isinstance(frame, pl.LazyFrame)):
        raise InvalidValueError("errors", errors, "'count', as a lazy frame is read only when it is collected")
    if errors not in ("count", "raise"):
        raise InvalidValueError("errors", errors, "'count' or 'raise'")


def refuse(place: str, found: Iterable[Unread], count: int) -> None:
    """Raise `InvalidFileError` with the first cells of a frame that are no answer."""
    first = [CellError(place, one.row, one.column, repr(one.found), one.expected) for one in found]
    cells = "1 cell is no answer" if count == 1 else f"{count} cells are no answers"
    raise InvalidFileError(f"{cells}{f', the first {len(first)}' if count > len(first) else ''}:", first)


def like(frame: Any, done: "pl.DataFrame", own: Any, kept: Sequence[str]) -> Any:  # Any: of the library of the frame
    """Give a table as a frame of the library of another one.

    Args:
        frame: The other one.
        done: The table.
        own: A frame from which the columns to keep come, row by row; pandas hands them on as they are.
        kept: The columns to keep.
    """
    library = library_of(frame)
    if library == "pandas":
        made = done.drop(kept).to_pandas()
        if library_of(own) == "pandas":
            names = [str(name) for name in own.columns]
            found = own.iloc[:, [names.index(name) for name in kept]]
        else:
            found = done.select(kept).to_pandas(use_pyarrow_extension_array=True)
        return found.assign(**{name: made[name].array for name in made.columns})
    return done.to_arrow() if library == "pyarrow" else done


def as_given(frame: Any, done: "pl.LazyFrame") -> Any:  # Any: of the library of the frame
    """Give a table as a frame of the library of another one, lazy where that is."""
    if isinstance(frame, pl.LazyFrame):
        return done
    found, library = done.collect(), library_of(frame)
    return found.to_pandas() if library == "pandas" else found.to_arrow() if library == "pyarrow" else found


def library_of(frame: object) -> str:
    """Give the name of the library that a frame is of."""
    return type(frame).__module__.partition(".")[0]
