from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import aiohttp
import pytest

from jdextract.engines.llm.wire import parse_answer
from tests.support.faults import Fault, FaultRates
from tests.support.rate_window import RateWindow
from tests.support.requests import FACTS, POSTING
from tests.support.server import ModelServer

ROOT = Path(__file__).parent.parent


def ask(server, text=POSTING, *, key=None):
    """The status, headers and body of one call."""
    body = {"model": "m", "messages": [{"role": "user", "content": text}]}
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {key}"} if key else {})
    request = urllib.request.Request(f"{server.base_url}/chat/completions", json.dumps(body).encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310 - the test's own server
            return reply.status, reply.headers, json.load(reply)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, json.load(error)


def get(server, path):
    with urllib.request.urlopen(server.root_url + path, timeout=5) as reply:  # noqa: S310
        return json.load(reply)


def content(body):
    return body["choices"][0]["message"]["content"]


def test_the_answer_is_grounded_in_the_requests_own_segments(server):
    status, _, body = ask(server)
    assert (status, content(body)) == (200, FACTS)
    assert parse_answer(FACTS).invalid == ()


def test_ungrounded_facts_have_the_wire_form(server):
    server.script("ungrounded")
    items = parse_answer(content(ask(server)[2]))
    assert items.invalid == ()
    assert {(item.segment, item.name) for item in items.skills} >= {(99999, "Fortran"), (1, "COBOL")}


@pytest.mark.parametrize(
    ("fault", "header", "value"),
    [("429:2", "retry-after", "2"), ("429:0.5", "retry-after", "0.5"), ("503:250ms", "retry-after-ms", "250")],
)
def test_errors_carry_the_wait(server, fault, header, value):
    server.script(fault)
    status, headers, _ = ask(server)
    assert (status, headers[header]) == (int(fault[:3]), value)


def test_a_wait_as_a_date(server):
    server.script("429:date+30")
    assert ask(server)[1]["retry-after"].endswith(" GMT")


def test_scripts_for_all_calls_and_about_one_posting(server):
    server.script("500", None, "503")
    server.script("404", about="Nordwind")
    statuses = [ask(server, "1: Python")[0], ask(server)[0], ask(server)[0], ask(server, "1: Python")[0]]
    assert statuses == [500, 404, 200, 503]


def test_calls_and_good_answers_are_counted_by_posting(server):
    server.script("500", "malformed")
    for _ in range(3):
        ask(server)
    ask(server, "1: Python")
    stats = get(server, "/stats")
    assert (stats["calls"], stats["postings"], stats["good"], stats["500"], stats["malformed"]) == (4, 2, 2, 1, 1)
    postings = get(server, "/stats/postings")
    assert sorted(postings["calls"].values()) == [1, 3]
    assert sorted(postings["good_answers"].values()) == [1, 1]


def test_keys_and_models():
    with ModelServer(api_key="k", models=["m"]) as server:
        assert ask(server)[0] == 401
        assert ask(server, key="k")[0] == 200
        assert [model["id"] for model in get(server, "/v1/models")["data"]] == ["m"]


def test_a_rate_limit_is_enforced_and_told():
    with ModelServer(requests_per_minute=2) as server:
        replies = [ask(server) for _ in range(3)]
        assert [status for status, _, _ in replies] == [200, 200, 429]
        assert [headers["x-ratelimit-remaining-requests"] for _, headers, _ in replies] == ["1", "0", "0"]
        assert 50 < float(replies[-1][1]["retry-after"]) <= 60


def test_windows_begin_anew_each_minute(clock):
    window = RateWindow(1, 100, clock)
    assert window.admit(10)[1] is None
    assert window.admit(10)[1] == pytest.approx(60)
    clock.now += 60
    assert window.admit(10)[1] is None


def test_faults_by_chance_are_the_same_in_any_order():
    rates = FaultRates({"429": 0.1, "500": 0.2}, seed=3)
    calls = [(f"posting {number}", call) for number in range(500) for call in (1, 2)]
    drawn = {call: rates.draw(*call) for call in calls}
    assert {call: rates.draw(*call) for call in reversed(calls)} == drawn
    counts = Counter(fault.kind if fault else None for fault in drawn.values())
    assert counts["429"] == pytest.approx(100, abs=35)
    assert counts["500"] == pytest.approx(200, abs=45)


@pytest.mark.parametrize("text", ["200", "600", "hang:3", "sleep", ""], ids=repr)
def test_an_unknown_fault_is_refused(text):
    with pytest.raises(ValueError, match="unknown fault"):
        Fault.parse(text)


async def test_many_connections_at_once():
    with ModelServer(latency=1.0) as server:
        body = {"model": "m", "messages": [{"role": "user", "content": POSTING}]}
        async with aiohttp.ClientSession() as session:

            async def one():
                async with session.post(f"{server.base_url}/chat/completions", json=body) as reply:
                    return reply.status

            statuses = await asyncio.gather(*(one() for _ in range(90)))
        assert set(statuses) == {200}
        assert 50 < server.stats()["peak"] <= 90


def test_the_server_by_hand():
    command = [sys.executable, "-m", "tests.support.server", "--fault", "500=1", "--seed", "1"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        base_url = json.loads(process.stdout.readline())["base_url"]
        server = ModelServer(port=int(base_url.split(":")[2].split("/")[0]))
        assert ask(server)[0] == 500
        process.terminate()
        stats = json.loads(process.stdout.readline())
        assert process.wait(5) == 0
    assert (stats["calls"], stats["500"]) == (1, 1)
