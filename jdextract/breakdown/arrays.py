"""Arrow's arrays as numpy's, and numpy's as Arrow's, without a copy where they hold numbers.

Arrow's own conversions import pandas where it is installed, which takes longer than a breakdown of thousands of postings.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jdextract.breakdown.mentions import Numbers


def numbers_of(column: pa.Array, missing: int = 0) -> Numbers:
    """A column of whole numbers or booleans; ``missing`` where it is null."""
    if pa.types.is_boolean(column.type):
        if column.null_count:
            return numbers_of(column.cast(pa.uint8()), missing).view(np.bool_)
        bits = np.unpackbits(np.frombuffer(column.buffers()[1] or b"", np.uint8), bitorder="little")
        return bits[column.offset : column.offset + len(column)].view(np.bool_)
    if column.null_count:
        column = pc.fill_null(column, array_of(np.array([missing], column.type.to_pandas_dtype()))[0])
    numbers: Numbers = np.from_dlpack(column)
    return numbers


def array_of(numbers: Numbers) -> pa.Array:
    """Whole numbers or booleans as a column without nulls."""
    buffer = np.packbits(numbers, bitorder="little") if numbers.dtype == np.bool_ else np.ascontiguousarray(numbers)
    return pa.Array.from_buffers(pa.from_numpy_dtype(numbers.dtype), len(numbers), [None, pa.py_buffer(buffer)])


def scalar_of(text: str) -> pa.StringScalar:
    """A text to compare a column of texts with."""
    letters = text.encode()
    ends = pa.py_buffer(np.array([0, len(letters)], np.int32))
    return pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(letters)])[0]


def taken(values: pa.Array, places: Numbers) -> pa.Array:
    """The values at ``places``; null beyond their end."""
    if (places >= len(values)).any():
        values = pa.concat_arrays([values, pa.nulls(1, values.type)])
        places = np.minimum(places, len(values) - 1)
    return values.take(array_of(places))


def present(column: pa.Array) -> tuple[Numbers, pa.Array]:
    """The rows that are not null, and what they hold."""
    if not column.null_count:
        return np.arange(len(column)), column
    rows = np.flatnonzero(numbers_of(column.is_valid()))  # numpy finds booleans fastest
    return rows, column.take(array_of(rows))
