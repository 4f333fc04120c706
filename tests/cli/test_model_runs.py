"""Runs with a language model: real HTTP, a real cache, and everything that can go wrong at the endpoint."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.support.server import ModelServer

POSTINGS = 60


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "postings.jsonl"
    rows = [
        {"id": f"p{number}", "title": f"Engineer {number}", "text": f"Team {number}\nYou know Python and PostgreSQL."}
        for number in range(POSTINGS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def model(server):
    return ("--model", "openai/any", "--base-url", server.base_url)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def calls(server):
    return server.stats()["calls"]


def test_a_second_run_makes_no_call(jdextract, corpus, server, tmp_path):
    first = jdextract("extract", corpus, "-o", "x.jsonl", *model(server))
    made = calls(server)
    second = jdextract("extract", corpus, "-o", "y.jsonl", *model(server))
    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert made >= POSTINGS
    assert calls(server) == made
    facts = [
        {line["posting"]["id"]: line["extraction"] for line in lines(tmp_path / name)}
        for name in ("x.jsonl", "y.jsonl")
    ]
    assert facts[0] == facts[1]
    assert f"{POSTINGS} from the cache" in second.err
    assert f"answers   {made}" in jdextract("cache", "stats").out


@pytest.mark.parametrize("options", [(), ("--no-text",), ("--no-classify",)], ids=["all", "no text", "no classes"])
def test_kept_readings_change_nothing_but_the_time(jdextract, samples, server, tmp_path, monkeypatch, options):
    twice = tmp_path / "again.jsonl"
    twice.write_text(
        json.dumps({"id": "copy", "text": (samples / "auerhain-senior.md").read_text(encoding="utf-8")}) + "\n"
    )
    command = ("extract", samples, twice, *model(server), "--concurrency", 4, *options, "--log", "run.log")
    first = jdextract(*command, "-o", "first.jsonl")
    made = calls(server)
    assert (tmp_path / "cache" / "readings").is_dir()
    kept = jdextract(*command, "-o", "kept.jsonl")
    monkeypatch.setenv("JDEXTRACT_KEEP_READINGS", "false")
    ordinary = jdextract(*command, "-o", "ordinary.jsonl")
    assert calls(server) == made
    written = [sorted((tmp_path / name).read_bytes().splitlines()) for name in ("kept.jsonl", "ordinary.jsonl")]
    assert written[0] == written[1]  # lines stand in the order in which postings were done
    assert kept.err.partition("(")[0] == ordinary.err.partition("(")[0]
    assert kept.code == ordinary.code == first.code
    runs = (tmp_path / "run.log").read_text(encoding="utf-8").split('"RunStarted"')[2:]
    told = [[json.loads(line) for line in run.splitlines()[1:] if '"PostingDone"' in line] for run in runs]
    for events in told:
        for event in events:
            del event["at"]
        events.sort(key=json.dumps)
    assert told[0] == told[1]


def test_the_commands_of_the_cache_know_of_kept_readings(jdextract, corpus, server):
    command = ("extract", corpus, "-o", "x.jsonl", *model(server))
    jdextract(*command)
    assert f"readings  {POSTINGS}, " in jdextract("cache", "stats").out
    made = calls(server)
    jdextract("cache", "clear", "--yes")
    assert "readings  0, " in jdextract("cache", "stats").out
    jdextract(*command)
    assert calls(server) == 2 * made


def test_a_folder_of_readings_that_cannot_be_used_costs_nothing(jdextract, corpus, server, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "readings").write_text("no folder")
    command = ("extract", corpus, "-o", "x.jsonl", *model(server))
    assert (jdextract(*command).code, jdextract(*command).code) == (0, 0)
    assert "readings  0, 0.0 MB" in jdextract("cache", "stats").out


@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=["kill", "int", "term"])
def test_a_run_that_was_stopped_goes_on_where_it_was(start, corpus, tmp_path, signal_):
    at_once = 4
    with ModelServer(latency=0.05) as server:
        command = ("extract", corpus, "-o", "x.jsonl", *model(server), "--concurrency", at_once)
        first = start(*command)
        while calls(server) < POSTINGS // 2:
            time.sleep(0.01)
        first.send_signal(signal_)
        _, err = first.communicate(timeout=30)
        assert first.returncode == (-9 if signal_ == signal.SIGKILL else 128 + signal_), err
        assert not (tmp_path / "x.jsonl").exists()
        before = calls(server)
        second = start(*command)
        _, err = second.communicate(timeout=60)
        assert second.returncode == 0, err
        in_flight = 0 if signal_ != signal.SIGKILL else at_once
        assert POSTINGS <= calls(server) <= POSTINGS + in_flight
        assert before < POSTINGS
    done = lines(tmp_path / "x.jsonl")
    assert sorted(line["posting"]["id"] for line in done) == sorted(f"p{number}" for number in range(POSTINGS))
    assert {line["status"] for line in done} == {"ok"}


def test_a_second_signal_cancels_the_calls_under_way(start, corpus, tmp_path):
    with ModelServer(latency=60) as server:
        run = start("extract", corpus, "-o", "x.jsonl", *model(server), "--concurrency", 4)
        while calls(server) < 4:
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        assert any(line.startswith("stopping: waiting for the calls under way") for line in run.stderr)
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "cancelled the calls under way" in err
    assert "Traceback" not in err
    assert "never retrieved" not in err
    assert (tmp_path / "x.jsonl.partial").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"api_key": "right"}, "OPENAI_API_KEY"),
        ({"models": ["another"]}, "'any'"),
    ],
    ids=["a wrong key", "an unknown model"],
)
def test_what_concerns_every_posting_stops_the_run(jdextract, corpus, monkeypatch, options, message):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-marker")
    with ModelServer(**options) as server:
        result = jdextract("extract", corpus, "-o", "x.jsonl", *model(server), "--concurrency", 2)
        assert result.code == 2
        assert message in result.err
        assert "sk-wrong-marker" not in result.err + result.out
        assert calls(server) <= 2


def test_without_a_key_nothing_is_sent(jdextract, corpus):
    result = jdextract("extract", corpus, "--model", "openai/gpt-4.1-mini")
    assert result.code == 2
    assert "OPENAI_API_KEY" in result.err


def test_postings_that_fail_are_listed_and_cost_no_other(jdextract, corpus, tmp_path):
    with ModelServer(faults={"refusal": 0.2}, seed=3) as server:
        result = jdextract("extract", corpus, "-o", "x.jsonl", *model(server))
    done = lines(tmp_path / "x.jsonl")
    failed = [line for line in done if line["status"] == "failed"]
    assert result.code == 1
    assert 0 < len(failed) < POSTINGS == len(done)
    assert {line["error"]["kind"] for line in failed} == {"refused"}
    assert all(line["extraction"] is None for line in failed)
    assert f"failed: {failed[0]['posting']['id']!r}: refused" in result.err


def test_a_spent_budget_ends_the_run_with_its_own_code(jdextract, corpus, server, tmp_path):
    result = jdextract("extract", corpus, "-o", "x.jsonl", *model(server), "--max-tokens", 30_000, "--concurrency", 2)
    done = lines(tmp_path / "x.jsonl")
    used = [line["usage"]["input_tokens"] + line["usage"]["output_tokens"] for line in done]
    assert result.code == 3
    assert 0 < len(done) < POSTINGS
    assert sum(used) <= 30_000 + 2 * max(used)  # two calls in flight
    assert "budget" in result.err


def test_a_cache_that_cannot_be_written_is_said_before_anything_is_paid(jdextract, corpus, server, tmp_path):
    (tmp_path / "file").write_text("")
    result = jdextract("extract", corpus, *model(server), "--cache-dir", tmp_path / "file" / "cache")
    assert result.code == 2
    assert "--cache-dir" in result.err
    assert calls(server) == 0


@pytest.mark.parametrize(
    ("option", "fault", "category"),
    [((), None, "databases"), (("--no-classify",), None, "other"), ((), "invalid", "other")],
    ids=["sorted", "not asked", "failed"],
)
def test_names_that_the_taxonomy_lacks(jdextract, tmp_path, option, fault, category):
    (tmp_path / "p.txt").write_text("You know Qwibble.\n", encoding="utf-8")
    facts = {"must": ["1 Qwibble"], "nice": [], "named": [], "duties": [], "languages": []}
    sorted_names = {"skills": ["1 databases technology"]}

    def answer(ask):
        return json.dumps(sorted_names if "<names>" in ask.first_user_text else facts)

    with ModelServer(answer=answer) as server:
        server.script(fault, about="<names>")
        result = jdextract("extract", "p.txt", "-o", "x.jsonl", *model(server), *option)
    assert result.code == 0, result.err
    [line] = lines(tmp_path / "x.jsonl")
    assert [skill["category"] for skill in line["extraction"]["skills"]] == [category]
    assert ("stay in 'other'" in result.err) == (fault is not None)


def test_two_runs_at_once_share_a_cache_and_pay_once(start, corpus, tmp_path):
    with ModelServer(latency=0.02) as server:
        both = [start("extract", corpus, "-o", name, *model(server)) for name in ("x.jsonl", "y.jsonl")]
        errors = [process.communicate(timeout=120)[1] for process in both]
        assert [process.returncode for process in both] == [0, 0], errors
        assert set(server.good_answers().values()) == {1}
    assert [len(lines(tmp_path / name)) for name in ("x.jsonl", "y.jsonl")] == [POSTINGS, POSTINGS]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash, to limit the size of files")
def test_a_full_disk_is_said_once_and_costs_no_answer(corpus, server, tmp_path):
    """No file may pass a quarter of a megabyte, which the cache does after some forty answers."""
    command = ("extract", corpus, "-o", "-", *model(server), "--cache-dir", tmp_path / "cache")
    done = subprocess.run(
        [
            shutil.which("bash"),
            "-c",
            'ulimit -f 256; exec "$@"',
            "bash",
            sys.executable,
            "-m",
            "jdextract",
            *map(str, command),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    written = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert {line["status"] for line in written} == {"ok"}
    assert len(written) == calls(server) == POSTINGS
    assert done.stderr.count("cannot write the cache") == 1
    assert "--cache-dir" in done.stderr


def test_a_pace_is_kept(jdextract, corpus, server):
    paced = jdextract("extract", corpus, "-o", "x.jsonl", *model(server), "--requests-per-minute", 100_000)
    refused = jdextract("extract", corpus, *model(server), "--tokens-per-minute", 0)
    assert (paced.code, refused.code) == (0, 2)
    assert "--tokens-per-minute (or JDEXTRACT_TOKENS_PER_MINUTE)" in refused.err


def test_a_posting_is_given_up_after_as_many_failures_as_are_set(jdextract, tmp_path, monkeypatch):
    monkeypatch.setenv("JDEXTRACT_ATTEMPTS", "1")
    posting = tmp_path / "posting.txt"
    posting.write_text("You know Python.", encoding="utf-8")
    with ModelServer(faults={"500": 1.0}) as server:
        result = jdextract("extract", posting, "-o", "x.jsonl", *model(server))
        assert calls(server) == 1
    assert result.code == 1
    assert "run again later" in (tmp_path / "x.jsonl").read_text(encoding="utf-8")
