"""Batches at the command line, without a key: what is exported is what a run sends."""

from __future__ import annotations

import json

import pytest

ANSWER = {"must": ["2 PostgreSQL"], "nice": [], "named": [], "duties": [], "languages": []}
MODEL = ("--model", "openai/any")


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "postings.jsonl"
    rows = [{"id": f"p{number}", "text": f"Team {number}\nYou know PostgreSQL."} for number in range(5)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_rows(path, values):
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return path


def test_export_answer_import_run(jdextract, corpus, tmp_path):
    out = jdextract("batch", "export", corpus, "-o", "requests.jsonl", *MODEL)
    assert (out.code, out.err) == (0, "5 postings: 0 answered already, 0 without text, 5 requests in requests.jsonl\n")
    requests = rows(tmp_path / "requests.jsonl")
    assert {"max_completion_tokens", "response_format"} <= requests[0]["body"].keys()
    answers = write_rows(
        tmp_path / "answers.jsonl",
        [{"custom_id": request["custom_id"], "content": ANSWER} for request in requests[::-1]],
    )
    into = jdextract("batch", "import", answers, corpus, *MODEL)
    assert (into.code, into.err) == (0, "5 answers stored, 0 lines rejected, 0 requests open\n")
    assert "5 answered already" in jdextract("batch", "export", corpus, "-o", "rest.jsonl", *MODEL).err
    assert rows(tmp_path / "rest.jsonl") == []


@pytest.mark.parametrize(
    "more",
    [(), ("--mode", "tools"), ("--mode", "json"), ("--endpoint-label", "lab")],
    ids=["plain", "tools", "json", "label"],
)
def test_a_batch_holds_what_a_run_sends_and_feeds_it(jdextract, corpus, tmp_path, server, more):
    options = (*MODEL, "--base-url", server.base_url, *more)
    jdextract("batch", "export", corpus, "-o", "requests.jsonl", *options)
    requests = rows(tmp_path / "requests.jsonl")
    jdextract("extract", corpus, "-o", "online.jsonl", *options, "--no-cache", "--no-reask", "--concurrency", 1)
    assert [request["body"] for request in requests] == [ask.body for ask in server.requests]

    answers = [{"custom_id": request["custom_id"], "content": ANSWER} for request in requests]
    jdextract("batch", "import", write_rows(tmp_path / "answers.jsonl", answers), corpus, *options)
    run = jdextract("extract", corpus, "-o", "cached.jsonl", *options)
    assert "5 from the cache" in run.err
    assert len(server.requests) == 5
    assert {row["extraction"]["skills"][0]["name"] for row in rows(tmp_path / "cached.jsonl")} == {"PostgreSQL"}


def test_rejected_lines_are_named(jdextract, corpus, tmp_path):
    jdextract("batch", "export", corpus, "-o", "requests.jsonl", *MODEL)
    key = rows(tmp_path / "requests.jsonl")[0]["custom_id"]
    path = tmp_path / "answers.jsonl"
    path.write_text(json.dumps({"custom_id": key, "content": "sorry"}) + "\nnonsense\n", encoding="utf-8")
    result = jdextract("batch", "import", path, corpus, *MODEL)
    assert result.code == 1
    assert "rejected: line 1 (posting 'p0'): Invalid JSON" in result.err
    assert "rejected: line 2: it is no JSON" in result.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "--model"),
        (("--model", "mistral/large"), "'mistral' have another form than OpenAI's"),
        (("--model", "nobody/large"), "unknown provider 'nobody'"),
    ],
    ids=["no model", "another form", "unknown"],
)
def test_models_that_have_no_batch(jdextract, corpus, options, message):
    result = jdextract("batch", "export", corpus, "-o", "requests.jsonl", *options)
    assert result.code == 2
    assert message in result.err


def test_missing_answers(jdextract, corpus):
    result = jdextract("batch", "import", "none.jsonl", corpus, *MODEL)
    assert result.code == 2
    assert "'none.jsonl'" in result.err
