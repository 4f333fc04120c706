from __future__ import annotations

import csv
import io
import json

import pytest

from jdextract.breakdown import Breakdown
from jdextract.errors import InputError
from jdextract.reports import render_csv, render_json, write_csv_files


def test_json_is_the_breakdown(market_breakdown):
    assert Breakdown.model_validate(json.loads(render_json(market_breakdown))) == market_breakdown


def test_csv_has_a_row_a_line(market_breakdown):
    rows = list(csv.DictReader(io.StringIO(render_csv(market_breakdown, "skills"))))
    assert len(rows) == len(market_breakdown.skills)
    python = next(row for row in rows if row["name"] == "Python")
    assert int(python["postings"]) == market_breakdown.skill("Python").postings
    assert "name: Django" in python["children"]


def test_csv_cells_are_no_formulas(hostile_breakdown):
    rows = list(csv.DictReader(io.StringIO(render_csv(hostile_breakdown, "skills"))))
    assert any(row["name"].startswith("'=cmd()") for row in rows)
    assert not any(value.startswith(("=", "+", "@")) for row in rows for value in row.values())


def test_csv_of_an_unknown_list(market_breakdown):
    with pytest.raises(InputError, match="no list 'countries' for CSV"):
        render_csv(market_breakdown, "countries")


def test_csv_files(market_breakdown, tmp_path):
    names = {path.name for path in write_csv_files(market_breakdown, tmp_path / "tables")}
    assert names == {"skills.csv", "categories.csv", "groups.csv", "alternatives.csv", "responsibilities.csv",
                     "other_responsibilities.csv", "languages.csv", "takeaways.csv"}  # fmt: skip


def test_csv_files_in_a_bad_place(market_breakdown, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot write CSV files"):
        write_csv_files(market_breakdown, tmp_path / "file")
