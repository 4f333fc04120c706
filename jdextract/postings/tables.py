"""Tables that are not text: Parquet, Excel, and data frames in memory."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from jdextract.errors import ConfigurationError, InputError
from jdextract.postings.fields import Columns
from jdextract.postings.records import Record
from jdextract.postings.sources import MEGABYTE, InputFile

_MAX_RATIO = 200
"""How many times its size a part of an archive may unpack to; deflate reaches 1,032, sheets of one value 100."""

_SMALL = 10 * MEGABYTE
"""What unpacks to less does no harm at any ratio."""

_BATCH = 256
"""Rows in memory at once; descriptions are long, and a batch of them should stay in the megabytes."""


def read_parquet(file: InputFile, columns: Columns) -> Iterator[Record]:
    """The rows of a Parquet file, a batch at a time.

    Raises:
        InputError: the file is damaged, or no column holds the description.
    """
    import pyarrow as pa  # noqa: PLC0415 - a third of a second
    from pyarrow import parquet  # noqa: PLC0415

    if file.path is None:
        raise InputError("Parquet cannot be read from stdin: give the file")
    try:
        with parquet.ParquetFile(file.path) as opened:
            columns.check_text(opened.schema_arrow.names, repr(file.label))
            number = 0
            for batch in opened.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield Record(f"{file.label!r}, row {number}", row)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
        raise InputError(f"{file.label!r} cannot be read as Parquet ({error}): write it again") from error


def read_frame(frame: Any, columns: Columns) -> Iterator[Record]:
    """The rows of a pandas, polars, pyarrow or other frame; a lazy one is collected.

    Raises:
        InputError: no column holds the description, or the object is no frame.
    """
    import narwhals as nw  # noqa: PLC0415 - only for frames

    try:
        native = nw.from_native(frame)
    except TypeError as error:
        raise InputError(
            f"cannot read postings from {type(frame).__name__}: give a path, mappings, or a pandas, polars or pyarrow frame"
        ) from error
    eager = native.collect() if isinstance(native, nw.LazyFrame) else native
    columns.check_text(eager.columns, "the frame")
    for number, row in enumerate(eager.iter_rows(named=True, buffer_size=_BATCH), 1):
        yield Record(f"row {number} of the frame", row)


def check_archive(file: InputFile) -> None:
    """Refuse a zip archive (Word, Excel) that unpacks to more than ``file.max_bytes``.

    Raises:
        InputError: it does, or it is no archive.
    """
    if file.path is None:
        raise InputError("Word and Excel files cannot be read from stdin: give the file")
    try:
        with zipfile.ZipFile(file.path) as archive:
            # zipfile never unpacks more than the size that an entry declares, so that the sum is a true bound.
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(f"{file.label!r} is damaged ({error}): save it again") from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > file.max_bytes:
        raise InputError(
            f"{file.label!r} unpacks to {unpacked / MEGABYTE:,.0f} MB, over the limit of {file.max_bytes / MEGABYTE:,.0f} MB: "
            "is it a zip bomb? Save it anew from its program, or raise max_file_bytes"
        )
    for entry in entries:
        if entry.file_size > max(_SMALL, _MAX_RATIO * entry.compress_size):
            raise InputError(
                f"{file.label!r} holds {entry.filename!r}, which unpacks to over {_MAX_RATIO} times its size: "
                "is it a zip bomb? Save it anew from its program"
            )


def read_xlsx(file: InputFile, columns: Columns) -> Iterator[Record]:
    """The rows of an Excel workbook's first sheet; its first row that is not empty is the header.

    Raises:
        ConfigurationError: openpyxl is not installed.
        InputError: the workbook is damaged or too large, or no column holds the description.
    """
    check_archive(file)
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigurationError(
            f"reading {file.label!r} needs openpyxl: pip install 'jdextract[documents]', or save the sheet as CSV"
        ) from error
    assert file.path is not None  # noqa: S101 - check_archive has seen to it
    try:
        book = openpyxl.load_workbook(file.path, read_only=True, data_only=True)
    except Exception as error:
        raise InputError(f"{file.label!r} cannot be read as Excel ({error}): save it again, or as CSV") from error
    try:
        header: list[str] | None = None
        # The size that a sheet declares may be a million rows of nothing, or be wrong.
        book.worksheets[0].reset_dimensions()
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            if all(cell is None for cell in cells):
                continue
            if header is None:
                header = [str(cell) if cell is not None else f"column {at}" for at, cell in enumerate(cells, 1)]
                columns.check_text(header, repr(file.label))
                continue
            yield Record(f"{file.label!r}, row {number}", dict(zip_longest(header, cells[: len(header)])))
        if header is None:
            raise InputError(f"{file.label!r} is empty: give a sheet with a header and a row a posting")
    finally:
        book.close()
