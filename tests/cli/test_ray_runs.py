"""`extract --engine ray`: the same exit codes and words as a plain run, into a folder of parts."""

from __future__ import annotations

import json

import duckdb
import pytest


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "postings.jsonl"
    lines = [json.dumps({"id": f"p{number}", "text": f"Team {number}\nYou know Python."}) for number in range(30)]
    path.write_text("\n".join([*lines, '{"id": "cut', json.dumps({"id": "empty", "text": ""})]), encoding="utf-8")
    return path


@pytest.mark.usefixtures("cluster")
def test_a_run_on_ray(jdextract, corpus, tmp_path, monkeypatch):
    for variable in ("RAY_USAGE_STATS_ENABLED", "RAY_BACKEND_LOG_LEVEL"):  # which the command would set
        monkeypatch.setenv(variable, "0" if variable.endswith("ENABLED") else "fatal")
    ran = jdextract("extract", corpus, "-o", "out", "--engine", "ray")
    assert ran.code == 0, ran.err
    assert "31 postings, 30 read, 1 empty" in ran.err
    assert "line 31" in ran.err, "what cannot be read is listed"
    assert "skipped, no text: 'empty'" in ran.err
    facts = duckdb.read_parquet(str(tmp_path / "out" / "facts" / "*.parquet")).filter("key = 'Python'")
    assert len(facts.fetchall()) == 30
    shown = jdextract("show", "out", "p7")
    assert "Team 7" in shown.out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "nothing to read"),
        (("postings.jsonl",), "name it with -o"),
        (("postings.jsonl", "-o", "postings.jsonl"), "name it with -o"),
        (("--retry-failed", "x.jsonl", "-o", "out"), "leave out --retry-failed"),
    ],
    ids=["nothing", "stdout", "file", "retry"],
)
def test_what_cannot_be_run_on_ray_is_told_before_it_starts(jdextract, corpus, tmp_path, args, message):
    (tmp_path / "x.jsonl").write_text("", encoding="utf-8")
    ran = jdextract("extract", *args, "--engine", "ray")
    assert ran.code == 2
    assert message in ran.err
