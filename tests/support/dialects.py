"""How providers write one and the same exchange: OpenAI (and its like), Anthropic, Google, Mistral."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ask:
    """A request, whatever its dialect. ``turns`` are (role, text); ``system`` texts come first."""

    model: str
    turns: tuple[tuple[str, str], ...]
    mode: str
    """``json_schema``, ``tools``, ``json`` or ``text``."""
    schema: Mapping[str, Any] = field(default_factory=dict)
    tool: str | None = None
    max_tokens: int | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def first_user_text(self) -> str:
        return next((text for role, text in self.turns if role == "user"), "")

    @property
    def system_text(self) -> str:
        return "\n".join(text for role, text in self.turns if role == "system")

    @property
    def is_follow_up(self) -> bool:
        """Whether the conversation holds an answer already."""
        return any(role == "assistant" for role, _ in self.turns)


@dataclass(frozen=True, slots=True)
class Say:
    """An answer, whatever its dialect. ``finish``: ``stop``, ``length``, ``refusal``, ``content_filter``."""

    text: str
    finish: str = "stop"
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Dialect:
    read: Callable[[Json, str], Ask]
    """Body and URL path to a request."""
    write: Callable[[Ask, Say], Json]
    error: Callable[[int, str], Json]


def _flat(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content or () if isinstance(part, dict))


def _object(text: str) -> Any:
    """What a provider that returns tool arguments as objects makes of ``text``."""
    try:
        return json.loads(text)
    except ValueError:
        return {"unparsed": text}


# OpenAI, and with it Azure, OpenRouter, vLLM, Ollama, llama.cpp; Mistral writes the same shapes.


def _read_openai(body: Json, path: str) -> Ask:
    turns = tuple((turn["role"], _flat(turn.get("content"))) for turn in body["messages"])
    form = body.get("response_format") or {}
    mode, schema, tool = "text", {}, None
    if tools := body.get("tools"):
        mode, tool = "tools", tools[0]["function"]["name"]
        schema = tools[0]["function"].get("parameters", {})
    elif form.get("type") == "json_schema":
        mode, schema = "json_schema", form["json_schema"].get("schema") or {}
    elif form.get("type") == "json_object":
        mode = "json"
    limit = body.get("max_completion_tokens") or body.get("max_tokens")
    return Ask(body["model"], turns, mode, schema, tool, limit, body)


def _write_openai(ask: Ask, say: Say) -> Json:
    message: Json = {"role": "assistant", "content": say.text, "refusal": None}
    finish = say.finish
    if finish == "refusal":
        message, finish = {"role": "assistant", "content": None, "refusal": say.text}, "stop"
    elif ask.tool is not None:
        call = {"id": "call_1", "type": "function", "function": {"name": ask.tool, "arguments": say.text}}
        message = {"role": "assistant", "content": None, "refusal": None, "tool_calls": [call]}
        finish = "tool_calls" if finish == "stop" else finish
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": ask.model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {
            "prompt_tokens": say.input_tokens,
            "completion_tokens": say.output_tokens,
            "total_tokens": say.input_tokens + say.output_tokens,
            "prompt_tokens_details": {"cached_tokens": say.cached_tokens},
        },
    }


def _openai_error(status: int, message: str) -> Json:
    kinds = {401: "invalid_request_error", 429: "rate_limit_error"}
    kind = kinds.get(status, "invalid_request_error" if status < 500 else "server_error")
    return {"error": {"message": message, "type": kind, "param": None, "code": None}}


# Anthropic


def _read_anthropic(body: Json, path: str) -> Ask:
    system = [("system", _flat(body["system"]))] if body.get("system") else []
    turns = tuple(system + [(turn["role"], _flat(turn["content"])) for turn in body["messages"]])
    tools = body.get("tools")
    schema = tools[0].get("input_schema", {}) if tools else {}
    return Ask(
        body["model"],
        turns,
        "tools" if tools else "text",
        schema,
        tools[0]["name"] if tools else None,
        body["max_tokens"],
        body,
    )


def _write_anthropic(ask: Ask, say: Say) -> Json:
    block: Json = {"type": "text", "text": say.text}
    stop = {"stop": "end_turn", "length": "max_tokens", "refusal": "refusal", "content_filter": "refusal"}[say.finish]
    if ask.tool is not None and say.finish in {"stop", "length"}:
        block = {"type": "tool_use", "id": "toolu_1", "name": ask.tool, "input": _object(say.text)}
        stop = "tool_use" if say.finish == "stop" else stop
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": ask.model,
        "content": [block],
        "stop_reason": stop,
        "stop_sequence": None,
        "usage": {
            "input_tokens": say.input_tokens - say.cached_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": say.cached_tokens,
            "output_tokens": say.output_tokens,
        },
    }


def _anthropic_error(status: int, message: str) -> Json:
    kinds = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error", 529: "overloaded_error"}
    kind = kinds.get(status, "invalid_request_error" if status < 500 else "api_error")
    return {"type": "error", "error": {"type": kind, "message": message}}


# Google (Gemini API)


def _read_google(body: Json, path: str) -> Ask:
    system = body.get("systemInstruction") or body.get("system_instruction") or {}
    turns = [("system", _flat(system.get("parts")))] if system else []
    for content in body["contents"]:
        role = "assistant" if content.get("role") == "model" else "user"
        turns.append((role, _flat(content["parts"])))
    config = body.get("generationConfig") or {}
    mode, schema, tool = "text", {}, None
    if tools := body.get("tools"):
        declaration = tools[0]["functionDeclarations"][0]
        mode, tool = "tools", declaration["name"]
        schema = declaration.get("parameters") or declaration.get("parametersJsonSchema") or {}
    elif config.get("responseMimeType") == "application/json":
        mode, schema = "json_schema", config.get("responseSchema") or config.get("responseJsonSchema") or {}
    model = path.rpartition("/models/")[2].partition(":")[0]
    return Ask(model, tuple(turns), mode, schema, tool, config.get("maxOutputTokens"), body)


def _write_google(ask: Ask, say: Say) -> Json:
    part: Json = {"text": say.text}
    if ask.tool is not None and say.finish in {"stop", "length"}:
        part = {"functionCall": {"name": ask.tool, "args": _object(say.text)}}
    reason = {"stop": "STOP", "length": "MAX_TOKENS", "refusal": "PROHIBITED_CONTENT", "content_filter": "SAFETY"}[
        say.finish
    ]
    candidate: Json = {"content": {"role": "model", "parts": [part]}, "finishReason": reason, "index": 0}
    if say.finish in {"refusal", "content_filter"}:
        candidate.pop("content")
    return {
        "candidates": [candidate],
        "modelVersion": ask.model,
        "usageMetadata": {
            "promptTokenCount": say.input_tokens,
            "cachedContentTokenCount": say.cached_tokens,
            "candidatesTokenCount": say.output_tokens,
            "totalTokenCount": say.input_tokens + say.output_tokens,
        },
    }


def _google_error(status: int, message: str) -> Json:
    return {"error": {"code": status, "message": message, "status": "RESOURCE_EXHAUSTED" if status == 429 else "ERROR"}}


OPENAI = Dialect(_read_openai, _write_openai, _openai_error)
ANTHROPIC = Dialect(_read_anthropic, _write_anthropic, _anthropic_error)
GOOGLE = Dialect(_read_google, _write_google, _google_error)


def dialect_of(path: str) -> Dialect | None:
    """The dialect that is spoken at a URL path."""
    if path.endswith("/chat/completions"):
        return OPENAI
    if path.endswith("/messages"):
        return ANTHROPIC
    if path.endswith(":generateContent"):
        return GOOGLE
    return None
