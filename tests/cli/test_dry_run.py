from __future__ import annotations

import json

import pytest


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "postings.jsonl"
    texts = ["You know Python.", "You know Kotlin.", "You know Python.", ""]
    rows = [{"id": f"p{number}", "text": text} for number, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def shown(out):
    return {line.split()[0] if line[0] != "t" else line[:9].strip(): line[10:] for line in out.splitlines()}


@pytest.mark.parametrize("command", ["extract", "analyze"])
def test_a_run_is_told_beforehand_without_key_or_call(jdextract, corpus, command, tmp_path):
    result = jdextract(command, corpus, "--dry-run", "--model", "openai/gpt-4.1-mini", "--max-cost", "0.0001")
    assert result.code == 0, result.err
    lines = shown(result.out)
    assert lines["postings"] == "4"
    assert lines["no"] == "1, to be skipped"
    assert lines["cached"] == "0, free of charge"
    assert lines["to read"] == "3, 2 calls to begin with"
    assert lines["cost"].startswith("about $0.00")
    assert "--max-cost 0.0001" in result.err
    assert not list(tmp_path.glob("out/*"))


def test_what_is_cached_costs_nothing(jdextract, corpus, server):
    model = ("--model", "openai/any", "--base-url", server.base_url)
    before = shown(jdextract("extract", corpus, "--dry-run", *model).out)
    assert before["cost"] == "unknown: no price is known for this model"
    assert server.stats()["calls"] == 0
    jdextract("extract", corpus, *model, "-o", "x.jsonl")
    calls = server.stats()["calls"]
    after = shown(jdextract("extract", corpus, "--dry-run", *model).out)
    assert after["cached"] == "3, free of charge"
    assert after["tokens"] == "about 0 in, 0 out"
    assert server.stats()["calls"] == calls


def test_the_lexicon_is_free(jdextract, corpus):
    assert "no calls, no cost" in jdextract("extract", corpus, "--dry-run").out


def test_nothing_to_read(jdextract):
    result = jdextract("extract", "--dry-run")
    assert result.code == 2
    assert "name a file, a folder or a glob" in result.err
