from __future__ import annotations

import asyncio
import importlib.util
import json

import pytest

from jdextract.engines.llm.completion import Completion
from jdextract.engines.llm.connection import connect
from jdextract.engines.llm.raw_answers import read_raw_answer
from jdextract.engines.llm.transport import Endpoint, RetryPolicy, Transport
from jdextract.engines.llm.troubles import UnreadableAnswerError
from jdextract.engines.llm.wire import ANSWER_SCHEMA, parse_answer
from jdextract.errors import AccessError, RequestError, TransportError
from jdextract.limits import Limits
from jdextract.models import Usage
from tests.support.requests import FACTS, POSTING, SYSTEM, make_request

KEY = "sk-marked-key-123"


def needs(module, extra):
    reason = f"needs pip install 'instructor[{extra}]'"
    found = importlib.util.find_spec(module.partition(".")[0]) and importlib.util.find_spec(module)
    return pytest.mark.skipif(not found, reason=reason)


PROVIDERS = [
    pytest.param("anthropic/claude-haiku-4-5", marks=needs("anthropic", "anthropic"), id="anthropic"),
    pytest.param("google/gemini-2.5-flash", marks=needs("google.genai", "google-genai"), id="google"),
    pytest.param("mistral/mistral-small-latest", marks=needs("mistralai", "mistral"), id="mistral"),
]
# Google's SDK subclasses a class of aiohttp that does not want to be.
pytestmark = pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")


class Session:
    """A client that speaks a provider's own form to the model server."""

    def __init__(self, model, server, clock, *, timeout=5.0, policy=None, mode=None):
        self.warnings = []
        limits = Limits(4, clock=clock, sleep=clock.sleep)
        transport = Transport(
            limits, Endpoint("local", "m", "THE_KEY", KEY), policy=policy, clock=clock, sleep=clock.sleep
        )
        self.connection = connect(
            model,
            limits=limits,
            base_url=server.root_url,
            api_key=KEY,
            timeout=timeout,
            mode=mode,
            transport=transport,
            warn=self.warnings.append,
        )

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.connection.client.aclose()

    async def complete(self, **fields):
        request = make_request(model=self.connection.model, mode=self.connection.mode, **fields)
        return await self.connection.client.complete(request)


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
@pytest.mark.parametrize("model", PROVIDERS)
async def test_a_grounded_answer_from_every_provider_in_every_mode(model, mode, server, clock):
    async with Session(model, server, clock, mode=mode) as session:
        completion = await session.complete()
    assert json.loads(completion.text) == json.loads(FACTS)
    assert parse_answer(completion.text).invalid == ()
    assert (completion.finish_reason, completion.model, completion.attempts) == ("stop", session.connection.model, 1)
    assert completion.usage.input_tokens > 0
    assert completion.usage.output_tokens == len(FACTS) // 4 + 1
    [ask] = server.requests
    assert ask.model == session.connection.model
    assert ask.first_user_text == POSTING
    assert ask.system_text.startswith(SYSTEM)
    assert ask.max_tokens == 1000


@pytest.mark.parametrize("model", PROVIDERS)
async def test_the_provider_is_shown_the_schema(model, server, clock):
    async with Session(model, server, clock) as session:
        await session.complete()
    [ask] = server.requests
    assert ask.tool == "posting_facts"
    assert list(ask.schema["properties"]) == list(ANSWER_SCHEMA["properties"])
    assert {str(field["type"]).lower() for field in ask.schema["properties"].values()} == {"array"}


@pytest.mark.parametrize(
    ("fault", "finishes"),
    [
        ("truncated", {"length"}),
        ("refusal", {"refusal", "content_filter", "stop"}),
        ("content_filter", {"content_filter", "refusal"}),
        ("malformed", {"stop"}),
        ("invalid", {"stop"}),
        ("empty", {"stop"}),
    ],
)
@pytest.mark.parametrize("model", PROVIDERS)
async def test_unusable_answers_come_as_they_are_after_one_call(model, fault, finishes, server, clock):
    server.script(fault)
    async with Session(model, server, clock) as session:
        completion = await session.complete()
    assert completion.finish_reason in finishes
    assert completion.usage.input_tokens > 0
    assert server.stats()["calls"] == 1


@pytest.mark.parametrize("steps", [["500"], ["429:3"], ["drop"], ["503", "429:2"]], ids=" ".join)
@pytest.mark.parametrize("model", PROVIDERS)
async def test_faults_on_the_way_are_overcome_by_the_one_policy(model, steps, server, clock):
    server.script(*steps)
    async with Session(model, server, clock) as session:
        completion = await session.complete()
    assert json.loads(completion.text) == json.loads(FACTS)
    assert completion.attempts == server.stats()["calls"] == len(steps) + 1
    assert clock.now - 1_000 >= sum(float(step.partition(":")[2] or 0) for step in steps)


@pytest.mark.parametrize("model", PROVIDERS)
async def test_a_provider_that_never_answers_is_given_up(model, server, clock):
    server.script("hang")
    async with Session(model, server, clock, timeout=0.1, policy=RetryPolicy(attempts=1)) as session:
        with pytest.raises(TransportError, match=r"no answer within 0\.1 s"):
            await session.complete()


@pytest.mark.parametrize(
    ("status", "expected"),
    [("401", (AccessError, "THE_KEY")), ("404", (AccessError, "model's name")), ("400", (RequestError, "rejected"))],
)
@pytest.mark.parametrize("model", PROVIDERS)
async def test_errors_that_end_a_call(model, status, expected, server, clock):
    kind, words = expected
    server.script(status)
    async with Session(model, server, clock) as session:
        with pytest.raises(kind, match=words) as caught:
            await session.complete()
    assert server.stats()["calls"] == 1
    assert f"{status} as scripted" in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("model", PROVIDERS)
async def test_the_key_is_in_no_log(model, server, clock, caplog):
    caplog.set_level("DEBUG")
    server.script("500", None, "401")
    async with Session(model, server, clock) as session:
        await session.complete()
        with pytest.raises(AccessError):
            await session.complete()
    assert caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize("model", PROVIDERS[:1])
async def test_anthropic_is_told_to_cache_the_prompts_beginning(model, server, clock):
    async with Session(model, server, clock) as session:
        await session.complete()
    [block] = server.requests[0].body["system"]
    assert block["cache_control"] == {"type": "ephemeral"}


@pytest.mark.parametrize("model", PROVIDERS[:1])
async def test_a_seed_that_the_provider_does_not_take_is_told_once(model, server, clock):
    async with Session(model, server, clock) as session:
        await session.complete(seed=1, temperature=0.0)
        await session.complete(seed=1)
    assert [text for text in session.warnings if "seed" in text] == [
        "the provider 'anthropic' takes no seed; answers may differ from run to run"
    ]
    assert server.requests[0].body["temperature"] == 0.0


@pytest.mark.parametrize("model", PROVIDERS)
async def test_many_calls_at_once(model, server, clock):
    async with Session(model, server, clock) as session:
        completions = await asyncio.gather(*(session.complete() for _ in range(6)))
    assert len({completion.text for completion in completions}) == 1
    assert server.stats()["calls"] == 6


RAW = {
    "anthropic-text": (
        {
            "content": [{"type": "text", "text": "{}"}],
            "stop_reason": "end_turn",
            "model": "c-1",
            "usage": {
                "input_tokens": 10,
                "cache_read_input_tokens": 90,
                "cache_creation_input_tokens": 5,
                "output_tokens": 3,
            },
        },
        Completion("{}", Usage(input_tokens=105, cached_input_tokens=90, output_tokens=3), "stop", "c-1"),
    ),
    "google-blocked": (
        {
            "candidates": None,
            "prompt_feedback": {"block_reason": "SAFETY"},
            "usage_metadata": {"prompt_token_count": 8},
        },
        Completion("SAFETY", Usage(input_tokens=8), "content_filter", "m"),
    ),
    "google-thinking": (
        {
            "candidates": [
                {
                    "content": {"parts": [{"text": "hm", "thought": True}, {"function_call": {"args": {"a": 1}}}]},
                    "finish_reason": "STOP",
                }
            ],
            "model_version": "g-1",
            "usage_metadata": {
                "prompt_token_count": 8,
                "cached_content_token_count": 2,
                "candidates_token_count": 3,
                "thoughts_token_count": 4,
            },
        },
        Completion('{"a": 1}', Usage(input_tokens=8, cached_input_tokens=2, output_tokens=7), "stop", "g-1"),
    ),
    "google-enumerated": (
        {"candidates": [{"content": None, "finish_reason": "FinishReason.SAFETY"}]},
        Completion("", Usage(), "content_filter", "m"),
    ),
    "bedrock-tool": (
        {
            "output": {"message": {"content": [{"text": "So: "}, {"toolUse": {"name": "f", "input": {"a": "é"}}}]}},
            "stopReason": "tool_use",
            "usage": {"inputTokens": 8, "outputTokens": 2, "cacheReadInputTokens": 4},
        },
        Completion('{"a": "é"}', Usage(input_tokens=12, cached_input_tokens=4, output_tokens=2), "stop", "m"),
    ),
    "bedrock-guardrail": (
        {
            "output": {"message": {"content": [{"text": "blocked"}]}},
            "stopReason": "guardrail_intervened",
            "usage": {"inputTokens": 8, "outputTokens": 2},
        },
        Completion("blocked", Usage(input_tokens=8, output_tokens=2), "content_filter", "m"),
    ),
    "openai-length": (
        {
            "choices": [{"message": {"content": "{"}, "finish_reason": "length"}],
            "usage": {"prompt_tokens": 8, "completion_tokens": 2},
            "model": "o-1",
        },
        Completion("{", Usage(input_tokens=8, output_tokens=2), "length", "o-1"),
    ),
    "cohere": (
        {
            "message": {"content": [{"type": "text", "text": "{}"}]},
            "finish_reason": "COMPLETE",
            "usage": {"tokens": {"input_tokens": 8.0, "output_tokens": 2.0}},
        },
        Completion("{}", Usage(input_tokens=8, output_tokens=2), "stop", "m"),
    ),
    "cohere-cut": (
        {"message": {"content": None}, "finish_reason": "MAX_TOKENS", "usage": None},
        Completion("", Usage(), "length", "m"),
    ),
}


@pytest.mark.parametrize(("raw", "expected"), RAW.values(), ids=RAW)
def test_raw_answers_in_all_shapes(raw, expected):
    assert read_raw_answer(raw, model="m") == expected


@pytest.mark.parametrize("raw", [{}, {"choices": []}, {"stop_reason": "x", "content": [{}]}, "text", None], ids=repr)
def test_what_is_no_answer(raw):
    with pytest.raises(UnreadableAnswerError):
        read_raw_answer(raw, model="m")
