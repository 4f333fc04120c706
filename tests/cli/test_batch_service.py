"""A provider's batch service at the command line, over real HTTP: whatever becomes of batches, and kills at any moment."""

from __future__ import annotations

import json

import pytest

from jdextract.cli import batch_jobs
from jdextract.engines.llm.batch_service import BatchService
from tests.support.batches import BatchPlan
from tests.support.server import ModelServer

POSTINGS = 6


class KilledError(BaseException):
    """The process died."""


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "postings.jsonl"
    rows = [{"id": f"p{number}", "text": f"Team {number}\nYou know PostgreSQL."} for number in range(POSTINGS)]
    path.write_text("".join(json.dumps(row) + "\n" for row in [*rows, {"id": "empty", "text": ""}]), encoding="utf-8")
    return path


@pytest.fixture
def model(server):
    return ("--model", "openai/any", "--base-url", server.base_url)


@pytest.fixture
def submit(jdextract, corpus, model):
    def run(*options):
        return jdextract("batch", "submit", corpus, *model, *options)

    return run


def calls(server):
    return server.stats()["calls"]


def states(tmp_path):
    return {
        path.name.removesuffix(".json"): json.loads(path.read_text()) for path in tmp_path.glob("cache/batches/*.json")
    }


def leftovers(tmp_path):
    return [path.name for path in tmp_path.glob("cache/batches/*") if path.suffix != ".json"]


def test_submit_collect_run(jdextract, corpus, model, server, submit, tmp_path):
    sent = submit("--part-size", "4")
    assert sent.code == 0, sent.err
    assert (
        f"{POSTINGS + 1} postings: 0 answered already, 0 under way, 1 without text, 6 requests in 2 batches" in sent.err
    )
    assert "cost unknown" in sent.err
    assert sorted(
        len(server.batches.contents[b.fields["input_file_id"]].splitlines()) for b in server.batches.created.values()
    ) == [2, 4]
    assert "6 under way" in submit().err
    assert len(server.batches.created) == 2

    collected = jdextract("batch", "collect")
    assert collected.code == 0, collected.err
    assert "completed; 4 answers stored, 0 rejected, 0 not answered" in collected.err
    assert leftovers(tmp_path) == []
    run = jdextract("extract", corpus, "-o", "x.jsonl", *model)
    assert (run.code, calls(server)) == (0, 0), run.err
    found = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [[s["name"] for s in row["extraction"]["skills"]] for row in found if row["extraction"]] == [
        ["PostgreSQL"]
    ] * 6
    assert "nothing to collect" in jdextract("batch", "collect").err


def test_status_of_running_and_of_collected_batches(jdextract, server, submit, tmp_path):
    assert "no batches in" in jdextract("batch", "status").err
    server.batches.plans.append(BatchPlan(looks=2))
    submit()
    shown = jdextract("batch", "status").out
    assert "batch_2" in shown
    assert "validating" in shown
    assert "1970-01-02 00:00 UTC" in shown
    assert "1 batches still running" in jdextract("batch", "collect").err
    [row] = json.loads(jdextract("batch", "status", "--json").out)
    assert (row["schema"], row["status"], row["requests"], row["completed"]) == (1, "completed", 6, 6)
    assert "completed, to collect" in jdextract("batch", "status").out
    [row] = json.loads(jdextract("batch", "collect", "--json").out)
    assert (row["step"], row["stored"]) == ("collected", 6)
    assert "completed, collected" in jdextract("batch", "status").out


def test_waiting(jdextract, server, submit, monkeypatch):
    waits = []
    monkeypatch.setattr(batch_jobs, "sleep", waits.append)
    server.batches.plans.append(BatchPlan(looks=3))
    submit()
    assert jdextract("batch", "collect", "--wait", "--every", "30").code == 0
    assert waits == [30.0] * 3


@pytest.mark.parametrize(
    ("plan", "code", "stored", "said", "open_"),
    [
        pytest.param(BatchPlan(answered=4, refused=2), 1, 4, "answered 400: this request is too long", 2, id="refused"),
        pytest.param(BatchPlan(answered=4), 0, 4, "2 not answered", 2, id="fewer answers than requests"),
        pytest.param(BatchPlan(garbled=1), 1, 6, "it is no JSON", 0, id="a line that is no JSON"),
        pytest.param(BatchPlan(text="sorry"), 1, 0, "kept as a failure", 6, id="answers that do not fit"),
        pytest.param(BatchPlan(end="cancelled", answered=1), 0, 1, "cancelled; 1 answers stored", 5, id="cancelled"),
        pytest.param(BatchPlan(end="failed"), 1, 0, "line 1: the model has no batch service", 6, id="failed"),
    ],
)
def test_however_a_batch_ends(jdextract, server, submit, plan, code, stored, said, open_, tmp_path):
    server.batches.plans.append(plan)
    submit()
    collected = jdextract("batch", "collect")
    assert collected.code == code, collected.err
    assert said in collected.err
    [state] = states(tmp_path).values()
    assert (state["step"], state["stored"]) == ("collected", stored)
    assert len(server.batches.created) == 1
    again = submit()
    assert f"{6 - open_} answered already" in again.err
    assert len(server.batches.created) == (2 if open_ else 1)


def test_what_expired_is_submitted_again(jdextract, server, submit, tmp_path):
    server.batches.plans += [BatchPlan(end="expired", answered=2), BatchPlan(end="expired", answered=3)]
    submit()
    first = jdextract("batch", "collect")
    assert first.code == 0, first.err
    assert "expired; 2 answers stored, 0 rejected, 4 not answered" in first.err
    assert "4 requests submitted again" in first.err
    assert "1 requests submitted again" in jdextract("batch", "collect").err
    assert "completed; 1 answers stored" in jdextract("batch", "collect").err
    assert len(server.batches.requests()) == 6 + 4 + 1
    assert [name.partition(".")[2] for name in sorted(states(tmp_path))] == ["", "2", "3"]
    assert "6 answered already" in submit().err


def test_what_expired_can_be_left(jdextract, server, submit):
    server.batches.plans.append(BatchPlan(end="expired", answered=2))
    submit()
    assert "asks what was not answered" in jdextract("batch", "collect", "--no-resubmit").err
    assert len(server.batches.created) == 1


def test_a_submission_that_was_killed_goes_on(server, submit, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(BatchService, "create", lambda *args, **options: (_ for _ in ()).throw(KilledError))
        with pytest.raises(KilledError):
            submit()
    assert (len(server.batches.files), len(server.batches.created)) == (1, 0)
    again = submit()
    assert "going on with 6 requests that were not sent yet" in again.err
    assert "6 under way" in again.err
    assert (len(server.batches.files), len(server.batches.created)) == (1, 1)


@pytest.mark.parametrize(
    ("options", "message"), [(("--max-tokens", "10"), "--max-tokens 10"), (("--max-tokens", "1000000"), None)]
)
def test_an_estimate_above_the_budget_sends_nothing(server, submit, tmp_path, options, message):
    result = submit(*options)
    assert result.code == (3 if message else 0), result.err
    assert len(server.batches.created) == (0 if message else 1)
    if message:
        assert f"the estimate is above {message}; nothing of it was sent" in result.err
        assert states(tmp_path) == {}
        assert leftovers(tmp_path) == []


def test_the_batch_price_is_half(jdextract, corpus, monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
    named = ("--model", "openai/gpt-4.1-mini")
    full = jdextract("extract", corpus, "--dry-run", *named).out
    result = jdextract("batch", "submit", corpus, *named, "--max-cost", "0.000001")
    assert result.code == 3
    cost = float(result.err.partition("$")[2].split()[0])
    assert "at the batch price" in result.err
    assert cost == pytest.approx(float(full.partition("about $")[2].split()[0]) / 2, rel=0.05)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (("batch", "submit", "postings.jsonl"), 2, "--model"),
        (("batch", "submit", "postings.jsonl", "--model", "openai/any"), 2, "OPENAI_API_KEY"),
        (("batch", "submit", "postings.jsonl", "--model", "mistral/large"), 2, "another form than OpenAI's"),
    ],
    ids=["no model", "no key", "another form"],
)
def test_what_cannot_be_submitted(jdextract, corpus, tmp_path, command, code, said):
    result = jdextract(*command)
    assert (result.code, states(tmp_path)) == (code, {})
    assert said in result.err


def test_a_refused_key_is_named_and_not_shown(jdextract, corpus, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-0123456789")
    with ModelServer(api_key="another") as server:
        result = jdextract("batch", "submit", corpus, "--model", "openai/any", "--base-url", server.base_url)
    assert result.code == 2
    assert "check OPENAI_API_KEY" in result.err
    assert "sk-secret" not in result.err


def test_a_server_without_a_batch_service(jdextract, corpus):
    with ModelServer() as server:
        base = server.root_url + "/elsewhere"
        result = jdextract("batch", "submit", corpus, "--model", "openai/any", "--base-url", base)
    assert result.code == 2
    assert "has it a batch service?" in result.err


def test_a_damaged_state_file(jdextract, tmp_path):
    folder = tmp_path / "noted"
    folder.mkdir()
    (folder / "x.json").write_text("{", encoding="utf-8")
    result = jdextract("batch", "status", "--state", folder)
    assert result.code == 2
    assert "x.json" in result.err
