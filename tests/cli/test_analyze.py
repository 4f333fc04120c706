from __future__ import annotations

import io
import json
import sys

import duckdb
import pytest

from jdextract.extractions import read_extractions


def test_the_samples_become_a_report_and_the_data_behind_it(jdextract, samples, tmp_path):
    result = jdextract("analyze", samples, "-o", "out")
    assert result.code == 0, result.err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "breakdown.json",
        "extractions.jsonl",
        "facts.parquet",
        "postings.parquet",
        "report.html",
        "report.md",
    ]
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    for heading in ("Key takeaways", "Common skills", "niche skills", "languages", "responsibilities"):
        assert heading in report
    assert "lexicon" in result.err
    assert "skipped, no text: " in result.err
    assert "'empty-description" in result.err
    assert result.out.startswith("- ")


def test_breakdown_and_tables_agree(jdextract, samples, tmp_path):
    jdextract("analyze", samples, "-o", "out")
    breakdown = json.loads((tmp_path / "out" / "breakdown.json").read_text(encoding="utf-8"))
    python = next(line for line in breakdown["skills"] if line["name"] == "Python")
    facts = duckdb.read_parquet(str(tmp_path / "out" / "facts.parquet")).filter("key = 'Python' AND fact = 'skill'")
    groups = duckdb.read_parquet(str(tmp_path / "out" / "postings.parquet"))
    [(direct,)] = facts.join(groups, "posting_id").aggregate("count(DISTINCT group_id)").fetchall()
    assert python["postings_direct"] == direct
    assert python["low"] <= python["share"] <= python["high"]
    read = sum(outcome.ok for outcome in read_extractions(tmp_path / "out" / "extractions.jsonl"))
    assert breakdown["postings"] + breakdown["folded_duplicates"] == read


@pytest.mark.parametrize(("options", "folded"), [((), 1), (("--no-dedup",), 0)], ids=["folded", "--no-dedup"])
def test_a_repost_is_marked_and_counted_once(jdextract, samples, tmp_path, options, folded):
    jdextract("analyze", samples / "board.csv", "-o", "out", *options)
    breakdown = json.loads((tmp_path / "out" / "breakdown.json").read_text(encoding="utf-8"))
    marked = {
        outcome.posting.id: outcome.posting.duplicate_of
        for outcome in read_extractions(tmp_path / "out" / "extractions.jsonl")
        if outcome.posting.duplicate_of
    }
    tables = duckdb.read_parquet(str(tmp_path / "out" / "postings.parquet"))
    groups = tables.filter("posting_id = 'bd-002'").project("group_id").fetchall()
    assert marked == ({"bd-002": "bd-001"} if folded else {})
    assert groups == [("bd-001" if folded else "bd-002",)]
    assert breakdown["folded_duplicates"] == folded
    counted = "1 near-duplicate folded" if folded else "0 near-duplicates folded"
    assert counted in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


def test_every_span_is_a_slice_of_its_posting(jdextract, samples, tmp_path):
    jdextract("extract", samples, "-o", "x.jsonl")
    spans = 0
    for outcome in read_extractions(tmp_path / "x.jsonl"):
        found = outcome.extraction
        for fact in [] if found is None else [*found.skills, *found.responsibilities, *found.languages]:
            for span in (fact.evidence, getattr(fact, "surface", None)):
                if span is not None and span.text is not None:
                    assert outcome.posting.text[span.start : span.end] == span.text
                    spans += 1
    assert spans > 500


@pytest.mark.parametrize("format_", ["md", "html", "json", "csv"])
def test_report_again_from_extractions(jdextract, samples, tmp_path, format_):
    jdextract("extract", samples, "-o", "x.jsonl", "-q")
    to_stdout = jdextract("report", "x.jsonl", "--format", format_)
    to_file = jdextract("report", "x.jsonl", "-o", f"report.{format_}")
    assert (to_stdout.code, to_file.code) == (0, 0), to_stdout.err + to_file.err
    written = (tmp_path / f"report.{format_}").read_text(encoding="utf-8")
    assert "Python" in written
    assert to_stdout.out.rstrip("\n") == written.rstrip("\n")


def test_stdin_to_stdout(jdextract, monkeypatch, tmp_path):
    row = json.dumps({"id": "7", "title": "Dev", "description": "Requirements:\n- Python\n- 3 years of Go"})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(row.encode()), encoding="utf-8"))
    result = jdextract("extract", "-", "-q")
    [line] = result.out.splitlines()
    assert json.loads(line)["posting"]["id"] == "7"
    assert {skill["name"] for skill in json.loads(line)["extraction"]["skills"]} == {"Python", "Go"}


def test_lexicon_runs_are_reproducible(jdextract, samples, tmp_path):
    for name in ("a", "b"):
        jdextract("extract", samples, "-o", f"{name}.jsonl", "-q")
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("analyze",),
        ("extract",),
        ("report",),
        ("show",),
        ("compare",),
        ("doctor",),
        ("cache", "stats"),
        ("cache", "clear"),
        ("taxonomy", "lookup"),
        ("taxonomy", "check"),
        ("prompts", "list"),
        ("prompts", "show"),
    ],
    ids=" ".join,
)
def test_help_shows_an_example(jdextract, command):
    result = jdextract(*command, "--help")
    assert result.code == 0
    assert "jdextract" in result.out.partition("Usage")[2]
    assert "Example: jdextract" in result.out or "Start with: jdextract" in result.out


def test_small_commands(jdextract):
    assert jdextract("--version").out.startswith("jdextract 0.")
    assert "PostgreSQL (technology, Databases)" in jdextract("taxonomy", "lookup", "postgres").out
    unknown = jdextract("taxonomy", "lookup", "nosuchthing")
    assert (unknown.code, unknown.err) == (1, "nosuchthing: unknown\n")
    assert "extract_posting.v1" in jdextract("prompts", "list").out
    assert "build_apis" in jdextract("prompts", "show", "extract_posting.v1").out
    assert "answers   0" in jdextract("cache", "stats").out
    assert jdextract("taxonomy", "check").code == 0


def test_one_posting_with_its_evidence(jdextract, samples):
    jdextract("extract", samples, "-o", "x.jsonl", "-q")
    shown = jdextract("show", "x.jsonl", "lumora")
    assert "PostgreSQL" in shown.out
    assert "<mark" in jdextract("show", "x.jsonl", "lumora", "--html").out
    unknown = jdextract("show", "x.jsonl", "nobody")
    assert (unknown.code, "'nobody'" in unknown.err) == (2, True)


def test_two_corpora_side_by_side(jdextract, samples):
    for name, pattern in (("a", "*.txt"), ("b", "*.md")):
        jdextract("analyze", f"{samples}/{pattern}", "-o", name, "-q")
    compared = jdextract("compare", "a", "b")
    assert compared.code == 0, compared.err
    assert "b against a" in compared.out
    assert "differences" in json.loads(jdextract("compare", "a/extractions.jsonl", "b", "--json").out)
