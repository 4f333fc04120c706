"""``--by``: the parts of a corpus, at the command line and in all formats."""

from __future__ import annotations

import csv
import io
import json

import pytest


@pytest.fixture
def extractions(jdextract, samples):
    jdextract("extract", samples, "-o", "x.jsonl", "-q")
    return "x.jsonl"


@pytest.mark.parametrize("field", ["country", "seniority", "month", "company", "role", "source"])
def test_a_report_by_any_field(jdextract, extractions, field):
    written = jdextract("report", extractions, "--by", field)
    assert written.code == 0, written.err
    assert f"postings ask for, by {field}" in written.out
    assert "## Side by side" in written.out
    assert written.out.count("### Key takeaways") > 1


def test_parts_as_data(jdextract, extractions):
    found = json.loads(jdextract("report", extractions, "--by", "country", "--format", "json").out)
    assert found["by"] == "country"
    sizes = {part["value"]: part["breakdown"]["postings"] for part in found["parts"]}
    assert list(sizes.values()) == sorted(sizes.values(), reverse=True)
    rows = list(csv.DictReader(io.StringIO(jdextract("report", extractions, "--by", "country", "--format", "csv").out)))
    python = {row["by_country"]: int(row["postings"]) for row in rows if row["name"] == "Python"}
    assert python
    assert all(postings <= sizes[country or None] for country, postings in python.items())


def test_pages_that_lead_to_a_page_a_part(jdextract, extractions, tmp_path):
    written = jdextract("report", extractions, "--by", "country", "-o", "by.html")
    assert written.code == 0, written.err
    first = (tmp_path / "by.html").read_text(encoding="utf-8")
    pages = sorted(path.name for path in (tmp_path / "by").iterdir())
    assert pages
    assert all(f'href="by/{page}"' in first for page in pages)
    nowhere = jdextract("report", extractions, "--by", "country", "--format", "html")
    assert (nowhere.code, "-o by.html" in nowhere.err) == (2, True)


def test_an_unknown_field_is_named(jdextract, extractions):
    refused = jdextract("report", extractions, "--by", "colour")
    assert (refused.code, "'colour'" in refused.err) == (2, True)


def test_analyze_by_writes_the_parts_beside_the_report(jdextract, samples, tmp_path):
    assert jdextract("analyze", samples, "-o", "out", "--by", "role", "-q").code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names >= {"report.md", "by_role.md", "by_role.json", "by_role.html", "by_role"}
