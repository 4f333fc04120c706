from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.errors import InputError
from jdextract.postings import read_postings

TEXT = "We use Python."


def write(tmp_path, content, name="ads.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text(content, encoding=encoding, newline="")
    return path


def read(path, **options):
    problems: list[InputError] = []
    return list(read_postings(path, on_problem=problems.append, **options)), [str(problem) for problem in problems]


def test_a_scraper_table_as_it_comes(tmp_path):
    fields = ["id", "site", "job_url", "title", "company", "location", "date_posted", "description"]
    rows = [
        [
            "in-1",
            "indeed",
            "u",
            "Senior Backend Engineer",
            "Example GmbH",
            "Berlin, BE, DE",
            "2026-03-01",
            "C\\+\\+\n\n* full\\-time",
        ],
        ["in-2", "linkedin", "u", "Data Engineer", "Example GmbH", "Austin, TX, US", "", ""],
    ]
    path = tmp_path / "jobs.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, escapechar="\\")
        writer.writerows([fields, *rows])
    (first, second), problems = read(path)
    assert problems == []
    assert (first.id, first.source, first.country, first.role, first.seniority) == (
        "in-1",
        "indeed",
        "DE",
        "backend",
        "senior",
    )
    assert first.text == "C++\n\n* full-time"
    assert (second.id, second.country, second.text, second.posted_at) == ("in-2", "US", "", None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_delimiters(tmp_path, delimiter):
    path = write(tmp_path, f"title{delimiter}description\nDev{delimiter}{TEXT}\n")
    (posting,), _ = read(path)
    assert (posting.title, posting.text) == ("Dev", TEXT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_a_table(tmp_path, encoding):
    path = write(tmp_path, "titel;beschreibung\nEntwickler;Größere Projekte für München\n", encoding=encoding)
    (posting,), problems = read(path)
    assert (posting.title, posting.text, problems) == ("Entwickler", "Größere Projekte für München", [])


def test_giant_fields_leave_the_process_limit_alone(tmp_path):
    giant = 'line with "quotes", commas\n' * 20_000
    quoted = giant.replace('"', '""')
    path = write(tmp_path, f'id,description,title\n1,"{quoted}",A\n2,{TEXT},B\n')
    before = csv.field_size_limit()
    (first, second), problems = read(path)
    assert (first.text, first.title, second.text, problems) == (giant, "A", TEXT, [])
    assert csv.field_size_limit() == before


def test_broken_rows_cost_only_themselves(tmp_path):
    path = write(
        tmp_path,
        "title,description\n"
        'A,"first"\n'
        'B,"a "broken" quote, here"\n'
        "its debris\n"
        'C,"two\nlines"\n'
        "D,too,many\n"
        "E,last\n"
        'F,"never closed\n'
        "G,after it\n",
    )
    postings, problems = read(path)
    assert [(posting.title, posting.text) for posting in postings] == [
        ("A", "first"),
        ("C", "two\nlines"),
        ("E", "last"),
        ("G", "after it"),
    ]
    assert [problem.split(":")[0].rpartition("/")[2] for problem in problems] == [
        "ads.csv', line 3",
        "ads.csv', line 7",
        "ads.csv', line 9",
    ]
    assert "3 fields where the header has 2" in problems[1]
    assert "never closed" in problems[2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "title,city\nDev,Berlin\n",
            r"no column with the description; the columns are 'title', 'city'; .*--text-column",
        ),
        ("", "is empty"),
        ("\n\n", "is empty"),
        ('title,"description\nDev,text\n', "header cannot be read"),
    ],
    ids=["no-description", "empty", "blank", "broken-header"],
)
def test_tables_that_cannot_be_read(tmp_path, content, message):
    with pytest.raises(InputError, match=rf"ads\.csv.*{message}"):
        list(read_postings(write(tmp_path, content)))


def test_columns_can_be_named(tmp_path):
    path = write(tmp_path, "Opened,Wortlaut,Rolle\n2026-03-01,We use Go.,Backend Developer\n")
    (posting,), problems = read(path, text_column="Wortlaut", columns={"title": "Rolle", "posted_at": "Opened"})
    assert (posting.text, posting.role, str(posting.posted_at), problems) == ("We use Go.", "backend", "2026-03-01", [])
    _, problems = read(path, text_column="Text")
    assert problems == [f"{str(path)!r}: no column 'Text'; the columns are 'Opened', 'Wortlaut', 'Rolle'"]


CELL = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\\<&ÃÂâð\ufeff"),
    min_size=1,
    max_size=30,
)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_what_csv_writes_comes_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("csv") / "ads.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["description", "company"], *rows])
    postings, problems = read(path)
    kept = [text for text, company in rows if text.strip() or company.strip()]
    assert [posting.text for posting in postings] == [text if text.strip() else "" for text in kept]
    assert problems == []
