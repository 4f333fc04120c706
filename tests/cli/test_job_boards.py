"""What job boards and their scrapers really give, from the file to the report."""

from __future__ import annotations

import csv
import json

import pytest

DUTIES = (
    "You will build booking APIs in Python and Django for our customers in three countries, review the code of your "
    "colleagues and run the services on AWS. You bring PostgreSQL, Docker and experience with message queues."
)


@pytest.fixture
def scrape(tmp_path):
    """A scraper's table: an empty description, a posting that two boards carry, a third copy in slightly other words."""
    rows = [
        ("in-1", "indeed", "Engineer", DUTIES),
        ("in-2", "indeed", "Engineer", ""),
        ("li-1", "linkedin", "Engineer", DUTIES),
        ("li-2", "linkedin", "Engineer", DUTIES.replace("three", "four")),
        ("go-1", "google", "Data Engineer", "You know Spark. Donâ€™t worry about Scala."),
    ]
    path = tmp_path / "jobs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "site", "title", "company", "location", "date_posted", "is_remote", "description"])
        table.writerows([*row[:3], "Pennywhistle", "Berlin, DE", "2026-03-01", "False", row[3]] for row in rows)
    return path


def test_a_scrape_reports_empty_descriptions_and_copies_and_goes_on(jdextract, scrape, tmp_path):
    result = jdextract("analyze", scrape, "-o", "out")
    assert result.code == 0
    assert "5 postings, 4 read, 1 empty, 2 copies of others" in result.err
    assert "skipped, no text: 'in-2'" in result.err
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "What 2 postings ask for" in report
    assert "2 near-duplicates folded; 1 skipped for want of text" in report
    lines = (tmp_path / "out" / "extractions.jsonl").read_text(encoding="utf-8").splitlines()
    assert "Don’t worry" in "".join(lines)


def test_a_list_without_descriptions_is_reported_posting_by_posting(jdextract, tmp_path):
    jobs = [{"title": f"Engineer {n}", "externalPath": f"/job/Oslo/E_R{n}", "bulletFields": [f"R{n}"]} for n in (1, 2)]
    (tmp_path / "workday.json").write_text(json.dumps({"total": 2, "jobPostings": jobs}), encoding="utf-8")
    result = jdextract("extract", "workday.json")
    assert result.code == 0
    outcomes = [json.loads(line) for line in result.out.splitlines()]
    found = [(outcome["posting"]["id"], outcome["status"], outcome["error"]["kind"]) for outcome in outcomes]
    assert found == [("R1", "skipped", "empty_text"), ("R2", "skipped", "empty_text")]
    assert "'R1', 'R2'" in result.err
    assert "no posting of 2 has a description" in result.err


def test_another_column_can_hold_the_description(jdextract, tmp_path):
    (tmp_path / "jobs.csv").write_text("id,wording\n1,You know Python.\n", encoding="utf-8")
    assert jdextract("extract", "jobs.csv").code == 2
    result = jdextract("extract", "jobs.csv", "--text-column", "wording")
    assert json.loads(result.out)["extraction"]["skills"][0]["name"] == "Python"


@pytest.mark.parametrize("url", ["https://example.com/jobs/1", "http://boards.greenhouse.io/x", "ftp://example.com/a"])
def test_a_url_is_kindly_refused(jdextract, url):
    result = jdextract("analyze", url)
    assert result.code == 2
    assert "URLs are not fetched: save the page or the answer, then give its file" in result.err
