"""Arrow's arrays as numpy's and back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jdextract.breakdown.arrays import array_of, numbers_of, present, scalar_of, taken
from jdextract.breakdown.facts import tables
from jdextract.breakdown.mentions import Numbers
from jdextract.models import Outcome


@pytest.mark.parametrize("kind", [np.bool_, np.uint8, np.uint16, np.int32, np.int64])
@pytest.mark.parametrize("given", [[], [1], [0, 1, 1, 0, 1, 0, 0, 0, 1, 1]], ids=len)
def test_numbers_come_back(kind: type, given: list[int]) -> None:
    numbers: Numbers = np.array(given, kind)
    array = array_of(numbers)
    assert array.to_pylist() == numbers.tolist()
    assert (numbers_of(array).tolist(), numbers_of(array).dtype) == (numbers.tolist(), numbers.dtype)
    assert numbers_of(array.slice(1)).tolist() == numbers[1:].tolist()
    assert array_of(numbers[::2]).to_pylist() == numbers[::2].tolist()


@pytest.mark.parametrize(
    ("column", "missing", "numbers"),
    [
        (pa.array([3, None], pa.int32()), -1, [3, -1]),
        (pa.array([None, True, False]), 0, [False, True, False]),
        (pa.nulls(2, pa.int64()), 7, [7, 7]),
    ],
    ids=["number", "boolean", "nothing"],
)
def test_nulls_are_numbers(column: pa.Array, missing: int, numbers: list[int]) -> None:
    assert numbers_of(column, missing).tolist() == numbers


@pytest.mark.parametrize(
    ("places", "values"), [([], []), ([1, 0, 1], ["b", "a", "b"]), ([2, 0, 5], [None, "a", None])], ids=str
)
def test_places_beyond_the_end_are_null(places: list[int], values: list[str | None]) -> None:
    for kind in (np.uint8, np.int32, np.intp):
        assert taken(pa.array(["a", "b"]), np.array(places, kind)).to_pylist() == values


@pytest.mark.parametrize(
    ("column", "rows", "values"),
    [
        (pa.array([None, "a", None, "b"]), [1, 3], ["a", "b"]),
        (pa.array([None, "a", None, "b"]).dictionary_encode(), [1, 3], ["a", "b"]),
        (pa.array(["a"]), [0], ["a"]),
        (pa.nulls(3), [], []),
    ],
    ids=["texts", "dictionary", "all", "none"],
)
def test_rows_that_hold_anything(column: pa.Array, rows: list[int], values: list[str]) -> None:
    found, held = present(column)
    assert (found.tolist(), held.to_pylist()) == (rows, values)


@pytest.mark.parametrize("text", ["", "a", "größer"])
def test_scalars(text: str) -> None:
    assert scalar_of(text).as_py() == text


def test_a_breakdown_of_files_leaves_pandas_alone(market_outcomes: list[Outcome], tmp_path: Path) -> None:
    for name, table in zip(("postings", "facts"), tables(market_outcomes), strict=True):
        pq.write_table(table, tmp_path / f"{name}.parquet")
    code = (
        "import sys; from jdextract.breakdown import break_down_folder; "
        f"break_down_folder({str(tmp_path)!r}); sys.exit('pandas' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
