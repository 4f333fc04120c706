from __future__ import annotations

import asyncio
import gc
import json
from dataclasses import replace

import pytest

from jdextract.engines.llm.completion import Completion, Message
from jdextract.engines.llm.connection import connect
from jdextract.engines.llm.openai_client import OLDER_LIMIT, read_answer, request_body
from jdextract.engines.llm.transport import Endpoint, RetryPolicy, Transport
from jdextract.engines.llm.troubles import ReportedError, UnreadableAnswerError
from jdextract.engines.llm.wire import ANSWER_SCHEMA, parse_answer
from jdextract.errors import AccessError, RequestError, TransportError
from jdextract.limits import Budget, Limits
from jdextract.models import Usage
from tests.support.requests import FACTS, POSTING, SYSTEM, make_request
from tests.support.server import ModelServer

KEY = "sk-marked-key-123"


class Session:
    """A client of the model server, and what it warned of."""

    def __init__(self, server, clock, *, concurrency=8, timeout=5.0, budget=None, policy=None, **options):
        self.warnings = []
        limits = Limits(concurrency, clock=clock, sleep=clock.sleep, budget=budget)
        transport = Transport(
            limits, Endpoint("local", "m", "OPENAI_API_KEY", KEY), policy=policy, clock=clock, sleep=clock.sleep
        )
        self.limits = limits
        self.connection = connect(
            "m",
            limits=limits,
            base_url=server.base_url,
            api_key=KEY,
            timeout=timeout,
            transport=transport,
            warn=self.warnings.append,
            **options,
        )
        self.client = self.connection.client

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.client.aclose()

    async def complete(self, **fields):
        fields.setdefault("mode", self.connection.mode)
        return await self.client.complete(make_request(**fields))


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
async def test_a_grounded_answer_in_every_mode(server, clock, mode):
    async with Session(server, clock) as session:
        completion = await session.complete(mode=mode)
    assert completion.text == FACTS
    assert parse_answer(completion.text).invalid == ()
    assert (completion.finish_reason, completion.model, completion.attempts) == ("stop", "m", 1)
    assert completion.usage.input_tokens > 0
    assert completion.usage.output_tokens == len(FACTS) // 4 + 1
    assert [ask.mode for ask in server.requests] == [mode]


async def test_what_is_sent_holds_the_endpoint_to_the_schema(server, clock):
    async with Session(server, clock) as session:
        await session.complete(temperature=0.0, seed=7)
    body = server.requests[0].body
    schema = {"name": "posting_facts", "strict": True, "schema": ANSWER_SCHEMA}
    assert body["response_format"] == {"type": "json_schema", "json_schema": schema}
    assert body["messages"][0] == {"role": "system", "content": SYSTEM}
    assert (body["temperature"], body["seed"], body["max_tokens"]) == (0.0, 7, 1000)
    assert body.keys() == {"model", "messages", "response_format", "temperature", "seed", "max_tokens"}


def test_a_tool_is_forced():
    body = request_body(make_request(mode="tools"))
    assert body["tools"][0]["function"] == {"name": "posting_facts", "strict": True, "parameters": ANSWER_SCHEMA}
    assert body["tool_choice"] == {"type": "function", "function": {"name": "posting_facts"}}
    assert "response_format" not in body


def test_json_mode_puts_the_schema_into_the_prompt():
    request = make_request(mode="json")
    body = request_body(request, limit_name=OLDER_LIMIT)
    assert body["response_format"] == {"type": "json_object"}
    assert body["messages"][0]["content"].startswith(f"{SYSTEM}\n\nAnswer with one JSON object")
    assert json.dumps(dict(ANSWER_SCHEMA)) in body["messages"][0]["content"]
    assert request.messages[0].content == SYSTEM


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("truncated", ("length", FACTS[: len(FACTS) // 2])),
        ("refusal", ("refusal", "I cannot help with that.")),
        ("content_filter", ("content_filter", "")),
        ("empty", ("stop", "")),
        ("invalid", ("stop", '{"unexpected": true}')),
    ],
)
async def test_unusable_answers_come_as_they_are_after_one_call(server, clock, mode, fault, expected):
    server.script(fault)
    async with Session(server, clock) as session:
        completion = await session.complete(mode=mode)
    assert (completion.finish_reason, completion.text) == expected
    assert completion.usage.input_tokens > 0
    assert server.stats()["calls"] == 1


@pytest.mark.parametrize(
    "steps",
    [["429:0.2"], ["429:40ms"], ["500", "502"], ["drop"], ["disconnect"], ["not_json"], ["500", "429:1", "disconnect"]],
    ids=" ".join,
)
async def test_faults_on_the_way_are_overcome(server, clock, steps):
    server.script(*steps)
    async with Session(server, clock) as session:
        completion = await session.complete()
    assert completion.text == FACTS
    assert completion.attempts == server.stats()["calls"] == len(steps) + 1


async def test_a_server_that_never_answers_is_tried_again_after_the_timeout(server, clock):
    server.script("hang")
    async with Session(server, clock, timeout=0.1) as session:
        completion = await session.complete()
    assert completion.attempts == 2


async def test_a_server_that_never_answers_is_given_up(server, clock):
    server.script("hang", "hang")
    async with Session(server, clock, timeout=0.05, policy=RetryPolicy(attempts=2)) as session:
        with pytest.raises(TransportError, match=r"failed 2 times, the last time with: no answer within 0\.05 s"):
            await session.complete()


async def test_an_endpoint_that_is_not_there(server, clock):
    async with Session(server, clock, policy=RetryPolicy(attempts=2)) as session:
        server.stop()
        with pytest.raises(
            TransportError, match=r"failed 2 times, the last time with: Cannot connect to host 127\.0\.0\.1"
        ):
            await session.complete()


async def test_a_wrong_key_names_the_variable_and_not_the_key(clock):
    with ModelServer(api_key="another") as server:
        async with Session(server, clock) as session:
            with pytest.raises(
                AccessError, match=r"401 Incorrect API key provided; check the key in OPENAI_API_KEY"
            ) as caught:
                await session.complete()
    assert KEY not in str(caught.value)


async def test_the_key_is_in_no_log(server, clock, caplog):
    caplog.set_level("DEBUG")
    server.script("500", None, "401")
    async with Session(server, clock) as session:
        await session.complete()
        with pytest.raises(AccessError):
            await session.complete()
    assert KEY not in caplog.text


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_client_serves_one_loop_after_the_other(server, clock):
    session = Session(server, clock)

    async def ask_twice():
        return await asyncio.gather(session.complete(), session.complete(posting=f"{POSTING}\nAnother"))

    assert [answer.text for _ in range(2) for answer in asyncio.run(ask_twice())] == [FACTS] * 4
    asyncio.run(session.client.aclose())
    gc.collect()  # the connections of the first loop, which closed under them


@pytest.mark.parametrize(("bypassed", "proxied"), [("", True), ("127.0.0.1", False)], ids=["proxy", "no proxy"])
async def test_a_proxy_of_the_environment_is_used(server, clock, monkeypatch, bypassed, proxied):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # the discard port, where nobody listens
    monkeypatch.setenv("NO_PROXY", bypassed)
    async with Session(server, clock, policy=RetryPolicy(attempts=1)) as session:
        if proxied:
            with pytest.raises(TransportError, match=r"127\.0\.0\.1:9"):
                await session.complete()
        else:
            assert (await session.complete()).text == FACTS
    assert server.stats()["calls"] == (0 if proxied else 1)


async def test_an_unknown_model_is_named(clock):
    with ModelServer(models=["known"]) as server:
        async with Session(server, clock) as session:
            with pytest.raises(AccessError, match=r"404 The model `m` does not exist"):
                await session.complete()


async def test_a_server_without_strict_schemas_gets_one_downgrade_for_the_whole_run(clock):
    with ModelServer(refuses_modes=["json_schema"], record=True) as server:
        async with Session(server, clock) as session:
            first = await asyncio.gather(*(session.complete() for _ in range(4)))
            later = await session.complete()
        assert {completion.text for completion in first} == {FACTS}
        assert sorted(completion.attempts for completion in first) == [2, 2, 2, 2]
        assert later.attempts == 1
        assert server.requests[-1].mode == "json"
        assert server.stats()["calls"] == 9
    [warning] = [text for text in session.warnings if "price" not in text]
    assert "rejects strict JSON schemas" in warning
    assert "--mode" in warning


async def test_a_server_that_takes_no_json_mode_either(clock):
    with ModelServer(refuses_modes=["json_schema", "json"]) as server:
        async with Session(server, clock) as session:
            with pytest.raises(RequestError) as caught:
                await session.complete()
        assert caught.value.attempts == server.stats()["calls"] == 2


async def test_a_request_that_is_wrong_otherwise_is_no_reason_for_a_downgrade(server, clock):
    server.script("400")
    async with Session(server, clock) as session:
        with pytest.raises(RequestError):
            await session.complete()
        await session.complete()
    assert [ask.mode for ask in server.requests] == ["json_schema", "json_schema"]


async def test_the_limit_of_output_tokens_takes_the_name_that_the_server_knows(clock):
    class Picky(ModelServer):
        def _refuse(self, request, ask):
            if "max_tokens" in ask.body:
                return (
                    400,
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                )
            return super()._refuse(request, ask)

    with Picky(record=True) as server:
        async with Session(server, clock) as session:
            await session.complete()
            await session.complete()
        assert ["max_tokens" in ask.body for ask in server.requests] == [True, False, False]


async def test_usage_counts_cached_input_apart(server, clock):
    request = make_request()
    request = replace(request, messages=(Message("system", "rule " * 2_000), *request.messages[1:]))
    async with Session(server, clock) as session:
        first = await session.client.complete(request)
        second = await session.client.complete(request)
    assert first.usage.cached_input_tokens == 0
    assert 1_024 <= second.usage.cached_input_tokens <= second.usage.input_tokens


async def test_the_budget_counts_every_answer(server, clock):
    budget = Budget(max_tokens=100_000)
    async with Session(server, clock, budget=budget) as session:
        completions = [await session.complete() for _ in range(3)]
    assert budget.spent == sum((completion.usage for completion in completions), Usage())


async def test_concurrency_is_kept_to(clock):
    with ModelServer(latency=0.02) as server:
        async with Session(server, clock, concurrency=3) as session:
            await asyncio.gather(*(session.complete() for _ in range(12)))
        assert server.stats()["peak"] == 3


async def test_two_event_loops_one_after_another(server, clock):
    def run():
        async def once():
            async with Session(server, clock) as session:
                return (await session.complete()).text

        return asyncio.run(once())

    assert [await asyncio.to_thread(run) for _ in range(2)] == [FACTS, FACTS]


def message(**fields):
    return {"choices": [{"message": fields, "finish_reason": "stop"}], "model": "m-1"}


@pytest.mark.parametrize(
    ("answer", "text", "finish"),
    [
        (message(content="{}"), "{}", "stop"),
        (message(content=None), "", "stop"),
        (message(content=[{"type": "text", "text": "{"}, {"type": "text", "text": "}"}]), "{}", "stop"),
        (message(content=[{"type": "refusal", "refusal": "no"}]), "no", "refusal"),
        (message(content=None, refusal="no"), "no", "refusal"),
        (message(content=None, tool_calls=[{"function": {"name": "f", "arguments": '{"a":1}'}}]), '{"a":1}', "stop"),
        (
            message(content=None, tool_calls=[{"function": {"name": "f", "arguments": {"a": "é"}}}]),
            '{"a": "é"}',
            "stop",
        ),
        ({"choices": [{"message": {"content": "{"}, "finish_reason": "length"}]}, "{", "length"),
        ({"choices": [{"message": {"content": "{"}, "finish_reason": "content_filter"}]}, "{", "content_filter"),
        ({"choices": [{"message": {"content": "{}"}, "finish_reason": "eos"}]}, "{}", "stop"),
    ],
    ids=[
        "text",
        "null",
        "parts",
        "refused-part",
        "refused",
        "tool",
        "tool-object",
        "length",
        "filter",
        "unknown-finish",
    ],
)
def test_answers_in_all_shapes(answer, text, finish):
    completion = read_answer(answer, model="m")
    assert (completion.text, completion.finish_reason) == (text, finish)


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (
            {"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 5}},
            Usage(input_tokens=9, cached_input_tokens=5, output_tokens=2),
        ),
        (
            {"prompt_tokens": 9, "completion_tokens": 2, "prompt_cache_hit_tokens": 4},
            Usage(input_tokens=9, cached_input_tokens=4, output_tokens=2),
        ),
        ({"prompt_tokens": 9, "completion_tokens": None, "prompt_tokens_details": None}, Usage(input_tokens=9)),
        (None, Usage()),
    ],
    ids=["openai", "deepseek", "nulls", "none"],
)
def test_usages_in_all_shapes(usage, expected):
    assert read_answer({**message(content="{}"), "usage": usage}, model="m") == Completion(
        "{}", expected, "stop", "m-1"
    )


@pytest.mark.parametrize(
    "answer", [[], {}, {"choices": []}, {"choices": [{}]}, {"choices": [{"message": None}]}, "text"], ids=repr
)
def test_what_is_no_answer(answer):
    with pytest.raises(UnreadableAnswerError):
        read_answer(answer, model="m")


@pytest.mark.parametrize(("code", "status"), [(429, 429), (502, 502), ("oops", 502), (None, 502)], ids=str)
def test_an_error_inside_a_200(code, status):
    with pytest.raises(ReportedError) as caught:
        read_answer({"error": {"message": "upstream", "code": code}}, model="m")
    assert caught.value.status_code == status


CHAOS = {"429:50ms": 0.1, "500": 0.1, "malformed": 0.05, "disconnect": 0.05, "hang": 0.02}


async def test_chaos_loses_nothing_and_pays_nothing_twice(clock):
    postings = [f"{POSTING}\n6: reference {number}" for number in range(150)]
    with ModelServer(faults=CHAOS, seed=5) as server:
        async with Session(server, clock, concurrency=16, timeout=0.3) as session:
            completions = await asyncio.gather(*(session.complete(posting=posting) for posting in postings))
        stats, good = server.stats(), server.good_answers()
    answered = [completion for completion in completions if completion.text == FACTS]
    assert len(answered) == stats["good"] == len(postings) - stats["malformed"]
    assert sum(completion.attempts for completion in completions) == stats["calls"]
    assert set(good.values()) == {1}
    assert {"429", "500", "disconnect", "hang"} <= stats.keys()
    assert max(clock.slept) <= RetryPolicy().longest_wait
