"""Bad input: each a message that names the thing and says what to do, and never a lost result of the others."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

GOOD = {"id": "good", "title": "Dev", "text": "You know Python."}


def statuses(out):
    return {line["posting"]["id"]: line["status"] for line in map(json.loads, out.splitlines())}


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.jsonl"
    path.write_text(json.dumps(GOOD) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content", "messages"),
    [
        ("broken.jsonl", '{"id": "a", "text": "You know Go."}\n{"id": "b", "te\n', ["broken.jsonl", "line 2"]),
        ("table.csv", "name,salary\nx,1\n", ["table.csv", "'name', 'salary'", "--text-column"]),
        ("list.json", "[1, 2", ["list.json"]),
    ],
    ids=["a broken line", "a table without descriptions", "broken JSON"],
)
def test_a_bad_file_is_named_and_the_others_are_read(jdextract, good, tmp_path, name, content, messages):
    (tmp_path / name).write_text(content, encoding="utf-8")
    result = jdextract("extract", tmp_path / name, good)
    assert result.code == 0
    assert statuses(result.out)["good"] == "ok"
    for message in messages:
        assert message in result.err


def test_an_unreadable_file_is_named_and_the_others_are_read(jdextract, good, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "good.jsonl").write_bytes(good.read_bytes())
    result = jdextract("extract", folder)
    assert statuses(result.out) == {"good": "ok"}
    assert "loop.txt" in result.err


def test_only_bad_input_is_a_usage_error(jdextract, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    result = jdextract("extract", tmp_path / "bad.jsonl")
    assert result.code == 2
    assert "bad.jsonl" in result.err


@pytest.mark.parametrize(
    ("source", "message"),
    [("absent.jsonl", "absent.jsonl"), ("*.absent", "*.absent"), ("https://example.com/jobs", "not fetched")],
    ids=["a missing file", "a glob without a match", "a URL"],
)
def test_a_source_that_is_none(jdextract, source, message):
    result = jdextract("extract", source)
    assert result.code == 2
    assert message in result.err


def test_an_empty_posting_is_skipped_and_listed(jdextract, tmp_path):
    rows = [GOOD, {"id": "empty", "text": "  \u200b "}, {"id": "none", "text": None}]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = jdextract("extract", tmp_path / "rows.jsonl")
    assert result.code == 0
    assert statuses(result.out) == {"good": "ok", "empty": "skipped", "none": "skipped"}
    assert "'empty', 'none'" in result.err


@pytest.mark.parametrize("engine", ["lexicon", "llm"])
def test_a_posting_of_two_megabytes(jdextract, tmp_path, server, engine):
    text = "You have experience with Python and PostgreSQL in production.\n" * 33_000
    (tmp_path / "giant.txt").write_text(text, encoding="utf-8")
    options = () if engine == "lexicon" else ("--model", "openai/any", "--base-url", server.base_url)
    result = jdextract("extract", tmp_path / "giant.txt", "-o", "x.jsonl", *options)
    assert result.code == 0, result.err
    [line] = map(json.loads, (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines())
    assert {"Python", "PostgreSQL"} <= {skill["name"] for skill in line["extraction"]["skills"]}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--concurrency", 0, "--concurrency"),
        ("--mode", "yaml", "--mode"),
        ("--max-cost", -1, "--max-cost"),
        ("--model", "nosuch/model", "nosuch"),
        ("--taxonomy", "absent.yaml", "absent.yaml"),
    ],
)
def test_an_option_out_of_range_is_named(jdextract, good, option, value, message):
    result = jdextract("extract", good, option, value)
    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err


def test_an_output_that_cannot_be_written_is_named(jdextract, good, tmp_path):
    result = jdextract("extract", good, "-o", good / "x.jsonl")
    assert result.code == 2
    assert "x.jsonl" in result.err


def test_output_is_utf8_on_a_console_of_another_code_page(tmp_path):
    (tmp_path / "a.txt").write_text("Für Größe: Python → Go 漢字", encoding="utf-8")
    command = [sys.executable, "-m", "jdextract", "extract", "a.txt"]
    env = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "→ Go 漢字" in done.stdout.decode("utf-8")


def test_settings_that_fit_no_posting_stop_the_run(jdextract, good, server):
    result = jdextract("extract", good, "--model", "openai/unknown", "--base-url", server.base_url, "--max-cost", "1")
    assert result.code == 2
    assert "use --max-tokens" in result.err
    assert server.stats()["calls"] == 0
