"""CSV and TSV, row by row: giant fields work, and a broken row costs nothing but itself."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from jdextract.errors import InputError
from jdextract.postings.fields import Columns
from jdextract.postings.records import Record
from jdextract.postings.sources import InputFile, Report
from jdextract.postings.text import decoded_lines

_DELIMITERS = (",", ";", "\t", "|")


class _Lines:
    """Lines of a file for `csv.reader`, which remembers those of the row in work, to go back to them."""

    def __init__(self, numbered: Iterator[tuple[int, str | None]]) -> None:
        self._numbered = numbered
        self._waiting: deque[tuple[int, str | None]] = deque()
        self.taken: list[tuple[int, str | None]] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        entry = self._waiting.popleft() if self._waiting else next(self._numbered)
        self.taken.append(entry)
        # A line over the limit breaks its row, which is what a quote that nothing closes does too.
        return '"' if entry[1] is None else entry[1]

    @property
    def start(self) -> int:
        return self.taken[0][0] if self.taken else 0

    def peek(self) -> str:
        """The first line that is not blank, which stays to be read; blank ones before it go."""
        line = next((line for line in self if line.strip()), "")
        if line:
            self._waiting.appendleft(self.taken[-1])
        self.taken = []
        return line

    def go_back_behind_first(self) -> None:
        self._waiting.extendleft(reversed(self.taken[1:]))
        self.taken = []


def read_delimited(file: InputFile, columns: Columns, report: Report) -> Iterator[Record]:
    """The rows of a table with a header; the delimiter is the one that the header holds most often.

    Raises:
        InputError: the table is empty, or no column holds the description.
    """
    with file.open() as opened:
        yield from rows_of(opened, file, columns, report)


def rows_of(opened: BinaryIO, file: InputFile, columns: Columns, report: Report) -> Iterator[Record]:
    """The same for a file that is open already."""
    lines = _Lines(decoded_lines(opened, file.max_bytes))
    delimiter = max(_DELIMITERS, key=lines.peek().count)
    rows = _rows(lines, delimiter, file.max_bytes)
    header = _header(next(rows, None), file)
    columns.check_text(header, repr(file.label))
    broken = False
    for start, row, fault in rows:
        place = f"{file.label!r}, line {start}"
        if row is None or len(row) > len(header):
            # What follows a broken row up to the next whole one is its own debris.
            if not broken:
                fault = fault or f"{len(row or ())} fields where the header has {len(header)}"  # noqa: PLW2901
                remedy = f'quote fields that hold {delimiter!r} or line breaks, and write " in them as ""'
                report(InputError(f"{place}: {fault}; {remedy}"))
            broken = True
        elif not broken or len(row) == len(header):
            broken = False
            if any(cell.strip() for cell in row):
                yield Record(place, dict(zip(header, row, strict=False)))


def _header(first: tuple[int, list[str] | None, str | None] | None, file: InputFile) -> list[str]:
    if first is None:
        raise InputError(f"{file.label!r} is empty: give a table with a header and a row a posting")
    start, row, fault = first
    if row is None:
        raise InputError(f"{file.label!r}, line {start}: the header cannot be read ({fault}); mend its quotes")
    return [name.strip() or f"column {number}" for number, name in enumerate(row, 1)]


def _rows(lines: _Lines, delimiter: str, max_bytes: int) -> Iterator[tuple[int, list[str] | None, str | None]]:
    """First line, fields, and what is wrong with it, for each row."""
    # The limit on a field is one for the whole process, hence the host's: giant fields go another way.
    limit = csv.field_size_limit()
    while True:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            for row in reader:
                yield lines.start, row, None
                lines.taken = []
        except csv.Error as error:
            start = lines.start
            row = None
            if "field larger than" in str(error):
                row = _giant_row(lines, delimiter, max_bytes, limit)
            if row is not None:
                yield start, row, None
                lines.taken = []
                continue
            yield start, None, _in_words(error)
            lines.go_back_behind_first()
        else:
            return


def _in_words(error: csv.Error) -> str:
    message = str(error)
    if "unexpected end" in message or "field larger" in message:
        return "a quote is opened and never closed"
    return f"a quote stands inside a quoted field ({message})" if "expected after" in message else message


def _giant_row(lines: _Lines, delimiter: str, max_bytes: int, limit: int) -> list[str] | None:
    """The row whose first lines were taken, read to the line that closes its quotes."""
    size = sum(len(line or "") for _, line in lines.taken)
    quotes = sum((line or "").count('"') for _, line in lines.taken)
    while quotes % 2:
        try:
            line = next(lines)
        except StopIteration:
            return None
        size += len(line)
        quotes += line.count('"')
        if size > max(max_bytes, limit):
            return None
    text = "".join(line or "" for _, line in lines.taken)

    import pyarrow as pa  # noqa: PLC0415 - only for fields over csv's limit
    from pyarrow import csv as arrow_csv  # noqa: PLC0415

    content = text.encode()
    try:
        width = arrow_csv.open_csv(
            io.BytesIO(content),
            read_options=arrow_csv.ReadOptions(block_size=len(content) + 1, autogenerate_column_names=True),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=arrow_csv.ConvertOptions(
                strings_can_be_null=False, column_types={f"f{i}": pa.string() for i in range(500)}
            ),
        )
        table = width.read_all()
    except pa.ArrowInvalid:
        return None
    if table.num_rows != 1:
        return None
    return [column[0].as_py() or "" for column in table.columns]
