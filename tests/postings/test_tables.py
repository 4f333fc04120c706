from __future__ import annotations

import re
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from jdextract.errors import InputError
from jdextract.postings import read_postings

ROWS = [
    {
        "id": 1,
        "title": "Backend Engineer",
        "location": "Berlin, Germany",
        "date_posted": "2026-03-01",
        "description": "Python.",
    },
    {"id": 2, "title": "Data Engineer", "location": None, "date_posted": None, "description": None},
]


def write_parquet(tmp_path):
    path = tmp_path / "ads.parquet"
    parquet.write_table(pa.Table.from_pylist(ROWS), path)
    return path


def write_xlsx(tmp_path):
    path = tmp_path / "ads.xlsx"
    book = openpyxl.Workbook()
    book.active.append([])
    book.active.append(list(ROWS[0]))
    for row in ROWS:
        book.active.append(list(row.values()))
    book.save(path)
    return path


@pytest.mark.parametrize(
    "make",
    [
        write_parquet,
        write_xlsx,
        lambda _: pd.DataFrame(ROWS),
        lambda _: pl.DataFrame(ROWS),
        lambda _: pl.LazyFrame(ROWS),
        lambda _: pa.Table.from_pylist(ROWS),
        lambda _: ROWS,
        lambda _: iter(ROWS),
    ],
    ids=["parquet", "xlsx", "pandas", "polars", "polars-lazy", "pyarrow", "dicts", "iterator"],
)
def test_the_same_rows_in_every_form(tmp_path, make):
    first, second = read_postings(make(tmp_path))
    assert (first.id, first.title, first.country, str(first.posted_at), first.text) == (
        "1",
        "Backend Engineer",
        "DE",
        "2026-03-01",
        "Python.",
    )
    assert (second.id, second.location, second.posted_at, second.text) == ("2", None, None, "")


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
def test_frame_without_a_description(frame):
    with pytest.raises(InputError, match=r"the frame: no column with the description; the columns are 'a'"):
        list(read_postings(frame({"a": [1]})))


def test_parquet_is_read_in_batches(tmp_path):
    path = tmp_path / "ads.parquet"
    parquet.write_table(pa.table({"text": [f"ad {number}" for number in range(1000)]}), path)
    assert [posting.text for posting in read_postings(path)] == [f"ad {number}" for number in range(1000)]


@pytest.mark.parametrize("name", ["ads.parquet", "ads.xlsx", "ads.docx", "ads.pdf"])
def test_damaged_files_cost_only_themselves(tmp_path, name):
    (tmp_path / name).write_bytes(b"no such format")
    (tmp_path / "good.txt").write_text("Backend Engineer\n\nPython.", encoding="utf-8")
    problems: list[InputError] = []
    [posting] = read_postings(tmp_path, on_problem=problems.append)
    assert posting.title == "Backend Engineer"
    assert len(problems) == 1
    assert name in str(problems[0])


@pytest.mark.parametrize("name", ["bomb.docx", "bomb.xlsx"])
def test_zip_bombs_are_refused(tmp_path, name):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 3_000_000)
    with pytest.raises(InputError, match=r"unpacks to 3 MB, over the limit of 1 MB"):
        list(read_postings(path, max_file_bytes=1_000_000))


def test_a_part_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path):
    path = tmp_path / "ratio.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 12_000_000)
    with pytest.raises(InputError, match=r"'word/document.xml', which unpacks to over 200 times its size"):
        list(read_postings(path))


def test_a_sheet_that_declares_a_million_rows_costs_no_more_than_it_holds(tmp_path):
    declared = tmp_path / "declared.xlsx"
    with zipfile.ZipFile(write_xlsx(tmp_path)) as book, zipfile.ZipFile(declared, "w") as changed:
        for entry in book.infolist():
            content = book.read(entry)
            changed.writestr(entry, re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1:XFD1048576"', content))
    assert [posting.id for posting in read_postings(declared)] == ["1", "2"]


def test_a_scraper_frame_with_gaps_and_repeats(tmp_path):
    rows = [
        {
            "id": "in-1",
            "site": "indeed",
            "title": "Engineer",
            "date_posted": date(2026, 3, 1),
            "description": "**Go**\n\\- C\\+\\+",
        },
        {"id": "in-2", "site": "indeed", "title": "Engineer", "date_posted": None, "description": float("nan")},
        {
            "id": "in-1",
            "site": "linkedin",
            "title": "Engineer",
            "date_posted": date(2026, 3, 1),
            "description": "FÃ¼r Go",
        },
    ]
    first, empty, again = read_postings(pd.DataFrame(rows))
    assert (first.id, str(first.posted_at), first.text) == ("in-1", "2026-03-01", "**Go**\n- C++")
    assert (empty.id, empty.posted_at, empty.text) == ("in-2", None, "")
    assert (again.id, again.source, again.text) == ("in-1#2", "linkedin", "Für Go")
    [named, *_] = read_postings(pd.DataFrame(rows), text_column="site")
    assert named.text == "indeed"
