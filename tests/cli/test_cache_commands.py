from __future__ import annotations

import json

import pytest

MODEL = ("--model", "openai/any")
ANSWER = {"must": ["1 Python"], "nice": [], "named": [], "duties": [], "languages": []}


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "postings.jsonl"
    path.write_text(
        '{"id": "a", "text": "You know Python."}\n{"id": "b", "text": "You know Perl."}\n', encoding="utf-8"
    )
    return path


@pytest.fixture
def answered(jdextract, corpus, tmp_path):
    """The first posting's answer is in the cache."""
    jdextract("batch", "export", corpus, "-o", "requests.jsonl", *MODEL)
    key = json.loads((tmp_path / "requests.jsonl").read_text(encoding="utf-8").splitlines()[0])["custom_id"]
    (tmp_path / "answers.jsonl").write_text(json.dumps({"custom_id": key, "content": ANSWER}), encoding="utf-8")
    jdextract("batch", "import", "answers.jsonl", corpus, *MODEL)
    return key


def test_a_hit(jdextract, corpus, answered):
    assert jdextract("cache", "explain", "a", corpus, *MODEL).out == f"request 1  hit  {answered}\n"


@pytest.mark.parametrize(
    ("options", "difference"),
    [
        (("--model", "openai/other"), "- model: 'any' there, 'other' now"),
        ((*MODEL, "--mode", "tools"), "- mode: 'json_schema' there, 'tools' now"),
        ((*MODEL, "--endpoint-label", "lab"), "- endpoint: 'api.openai.com' there, 'lab' now"),
    ],
    ids=["model", "mode", "endpoint"],
)
def test_a_miss_names_the_part_that_differs(jdextract, corpus, answered, options, difference):
    out = jdextract("cache", "explain", "a", corpus, *options).out
    assert out.startswith("request 1  miss  ")
    assert f"under {answered}" in out
    assert [line.strip() for line in out.splitlines()[2:]] == [difference]


def test_a_setting_that_differs(jdextract, corpus, answered, monkeypatch):
    monkeypatch.setenv("JDEXTRACT_MAX_OUTPUT_TOKENS", "1000")
    assert "- max_output_tokens: 4096 there, 1000 now" in jdextract("cache", "explain", "a", corpus, *MODEL).out


def test_another_text(jdextract, corpus, answered):
    out = jdextract("cache", "explain", "b", corpus, *MODEL).out
    assert "never asked about, or it has changed" in out
    assert "- " not in out


def test_an_empty_cache(jdextract, corpus):
    assert "holds no answers" in jdextract("cache", "explain", "a", corpus, *MODEL).out


def test_an_unknown_posting(jdextract, corpus):
    result = jdextract("cache", "explain", "z", corpus, *MODEL)
    assert result.code == 2
    assert "no posting 'z'" in result.err


def test_answers_move_to_another_cache(jdextract, corpus, answered, tmp_path):
    assert "wrote 1 answers" in jdextract("cache", "export", "-o", "moved.jsonl").err
    [row] = map(json.loads, (tmp_path / "moved.jsonl").read_text(encoding="utf-8").splitlines())
    assert (row["custom_id"], json.loads(row["content"])) == (answered, ANSWER)
    elsewhere = ("--cache-dir", "elsewhere")
    assert jdextract("batch", "import", "moved.jsonl", corpus, *MODEL, *elsewhere).code == 0
    assert "hit" in jdextract("cache", "explain", "a", corpus, *MODEL, *elsewhere).out
