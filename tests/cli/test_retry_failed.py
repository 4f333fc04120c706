from __future__ import annotations

import json

import pytest


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "postings.jsonl"
    rows = [{"id": f"p{number}", "text": f"Team {number}:\nYou know Python."} for number in range(6)]
    rows.append({"id": "empty", "text": ""})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def model(server):
    return ("--model", "openai/any", "--base-url", server.base_url)


def statuses(path):
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({line["posting"]["id"] for line in lines}) == len(lines)
    return {line["posting"]["id"]: line["status"] for line in lines}


@pytest.fixture
def first(jdextract, corpus, model, server, tmp_path):
    """A run in which p1 and p3 were refused."""
    for about in ("Team 1:", "Team 3:"):
        server.script("refusal", about=about)
    assert jdextract("extract", corpus, "-o", "x.jsonl", *model).code == 1
    return tmp_path / "x.jsonl"


@pytest.mark.parametrize("output", ["x.jsonl", "y.jsonl"], ids=["in place", "another file"])
def test_only_the_failed_are_asked_again(jdextract, first, model, server, output):
    before = server.stats()["calls"]
    assert list(statuses(first).values()).count("failed") == 2
    result = jdextract("extract", "--retry-failed", first, "-o", output, *model)
    assert result.code == 0, result.err
    assert "5 postings kept as they are" in result.err
    assert server.stats()["calls"] == before + 2
    assert statuses(first.parent / output) == {**{f"p{number}": "ok" for number in range(6)}, "empty": "skipped"}


def test_who_fails_again_stays_failed(jdextract, first, model, server):
    server.script("refusal", about="Team 3:")
    result = jdextract("extract", "--retry-failed", first, "-o", first, *model)
    assert result.code == 1
    assert [id_ for id_, status in statuses(first).items() if status == "failed"] == ["p3"]


def test_whom_a_spent_budget_leaves_out_stays_failed(jdextract, first, model):
    result = jdextract("extract", "--retry-failed", first, "-o", first, *model, "--max-tokens", 10)
    assert result.code == 3
    assert list(statuses(first).values()).count("failed") == 2


def test_dry_run(jdextract, first, model):
    result = jdextract("extract", "--retry-failed", first, "--dry-run", *model)
    assert "postings  2\n" in result.out


def test_paths_and_a_file_to_retry_exclude_each_other(jdextract, first, corpus):
    result = jdextract("extract", corpus, "--retry-failed", first)
    assert result.code == 2
    assert "leave out" in result.err


def test_without_texts_nothing_can_be_retried(jdextract, corpus, model, server, tmp_path):
    server.script("refusal", about="Team 1:")
    jdextract("extract", corpus, "-o", "x.jsonl", "--no-text", *model)
    result = jdextract("extract", "--retry-failed", "x.jsonl", "-o", "y.jsonl", *model)
    assert result.code == 2
    assert "--no-text" in result.err
    assert not (tmp_path / "y.jsonl").exists()
