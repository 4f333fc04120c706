"""What leaves for a hosted provider whose SDK speaks httpx: where it goes, and where the key is."""

from __future__ import annotations

import json

import httpx
import respx

from jdextract.engines.llm.connection import connect
from jdextract.limits import Limits
from tests.support.requests import make_request

ANSWER = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-test",
    "content": [{"type": "tool_use", "id": "tool_1", "name": "posting_facts", "input": {"must": ["1 Python"]}}],
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"input_tokens": 12, "output_tokens": 5},
}


@respx.mock
async def test_anthropic_is_called_once_with_the_key_in_its_header_alone():
    route = respx.post("https://api.anthropic.com/v1/messages").mock(return_value=httpx.Response(200, json=ANSWER))
    connection = connect("anthropic/claude-test", limits=Limits(1), api_key="sk-marked")
    completion = await connection.client.complete(make_request(model=connection.model, mode=connection.mode))
    await connection.client.aclose()
    assert json.loads(completion.text) == {"must": ["1 Python"]}
    assert (completion.usage.input_tokens, completion.usage.output_tokens) == (12, 5)
    [call] = route.calls
    assert call.request.headers["x-api-key"] == "sk-marked"
    assert b"sk-marked" not in call.request.content
    assert json.loads(call.request.content)["model"] == "claude-test"
