"""Files as blocks for a run on Ray; no Ray is needed for that."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

import pyarrow as pa
import pytest

from jdextract.errors import InputError
from jdextract.scale.ray_reading import BlocksAhead, read_dataset


@pytest.fixture
def file(tmp_path):
    """Make a file of so many postings."""

    def make(many):
        path = tmp_path / "postings.jsonl"
        path.write_text(
            "".join(json.dumps({"id": f"p{number}", "text": f"You know Go {number}."}) + "\n" for number in range(many))
        )
        return str(path)

    return make


@pytest.mark.parametrize(
    ("many", "sizes"),
    [(1, [1]), (5, [5]), (23, [5, 5, 5, 5, 3]), (40, [5] * 8), (47, [20, 5, 5, 5, 5, 5, 2]), (100, [20] * 3 + [5] * 8)],
)
def test_the_last_blocks_are_smaller_so_that_workers_end_together(file, many, sizes):
    blocks = list(read_dataset([file(many)], batch_size=20))
    assert [block.num_rows for block in blocks] == sizes
    assert pa.concat_tables(blocks).column("id").to_pylist() == [f"p{number}" for number in range(many)]


def test_what_cannot_be_read_is_raised_behind_the_blocks_before_it(file):
    path = Path(file(45))
    path.write_text(path.read_text() + "{broken\n")
    blocks = read_dataset([str(path)], batch_size=10)
    assert next(blocks).num_rows == 10
    with pytest.raises(InputError, match="line 46"):
        list(blocks)
    blocks.close()


def test_blocks_that_nobody_wants_are_not_read():
    read = []
    blocks = BlocksAhead((read.append(number) or pa.table({"number": [number]}) for number in count()), many=2)
    assert [next(blocks).column("number").to_pylist() for _ in range(3)] == [[0], [1], [2]]
    blocks.close()
    assert 3 <= len(read) <= 5
    assert next(blocks, None) is None
