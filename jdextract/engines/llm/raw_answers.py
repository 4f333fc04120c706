"""The raw answers of providers' SDKs as completions: Anthropic, Google, Bedrock, Cohere, and OpenAI's shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jdextract.engines.llm.completion import Completion, FinishReason
from jdextract.engines.llm.troubles import UnreadableAnswerError
from jdextract.models import Usage

_FINISH: Mapping[str, FinishReason] = {
    "length": "length",
    "max_tokens": "length",
    "model_length": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refusal",
    "content_filter": "content_filter",
    "content_filtered": "content_filter",
    "guardrail_intervened": "content_filter",
    "safety": "content_filter",
    "recitation": "content_filter",
    "blocklist": "content_filter",
    "prohibited_content": "content_filter",
    "spii": "content_filter",
    "error_toxic": "content_filter",
}


def read_raw_answer(answer: Any, *, model: str) -> Completion:
    """What a provider's SDK returned, as a `Completion` without a price.

    Raises:
        UnreadableAnswerError: its shape is none of those known.
    """
    raw = _plain(answer)
    for reads, read in _SHAPES:
        if reads(raw):
            try:
                return read(raw, model)
            except (KeyError, IndexError, TypeError, AttributeError) as error:
                raise UnreadableAnswerError(f"the answer of {model!r} cannot be read: {error!r}") from error
    raise UnreadableAnswerError(f"the answer of {model!r} has an unknown form ({type(answer).__name__})")


def _plain(answer: Any) -> Mapping[str, Any]:
    """SDK objects are pydantic models; Bedrock's is a dictionary already."""
    if isinstance(answer, Mapping):
        return answer
    if hasattr(answer, "model_dump"):
        # Their serialisers warn of values newer than themselves, which is no matter here.
        dumped = answer.model_dump(mode="json", warnings=False)
        return dumped if isinstance(dumped, Mapping) else {}
    return {}


def _finish(reason: Any) -> FinishReason:
    return _FINISH.get(str(reason or "").lower().rpartition(".")[2], "stop")


def _text(texts: list[str], arguments: list[Any]) -> str:
    """Arguments of the tool call, if there is one, else what was said."""
    if arguments:
        first = arguments[0]
        return first if isinstance(first, str) else json.dumps(first, ensure_ascii=False)
    return "".join(texts)


def _read_anthropic(raw: Mapping[str, Any], model: str) -> Completion:
    blocks = raw["content"] or ()
    text = _text(
        [block["text"] for block in blocks if block["type"] == "text"],
        [block["input"] for block in blocks if block["type"] == "tool_use"],
    )
    usage = raw.get("usage") or {}
    cached = usage.get("cache_read_input_tokens") or 0
    written = usage.get("cache_creation_input_tokens") or 0
    return Completion(
        text,
        Usage(
            input_tokens=(usage.get("input_tokens") or 0) + cached + written,
            cached_input_tokens=cached,
            output_tokens=usage.get("output_tokens") or 0,
        ),
        _finish(raw.get("stop_reason")),
        str(raw.get("model") or model),
    )


def _read_google(raw: Mapping[str, Any], model: str) -> Completion:
    usage = raw.get("usage_metadata") or {}
    output = (usage.get("candidates_token_count") or 0) + (usage.get("thoughts_token_count") or 0)
    counted = Usage(
        input_tokens=usage.get("prompt_token_count") or 0,
        cached_input_tokens=usage.get("cached_content_token_count") or 0,
        output_tokens=output,
    )
    name = str(raw.get("model_version") or model)
    candidates = raw.get("candidates") or ()
    if not candidates:
        reason = (raw.get("prompt_feedback") or {}).get("block_reason") or "no candidate"
        return Completion(str(reason), counted, "content_filter", name)
    parts = [part for part in (candidates[0].get("content") or {}).get("parts") or () if not part.get("thought")]
    text = _text(
        [part["text"] for part in parts if part.get("text")],
        [part["function_call"].get("args") or {} for part in parts if part.get("function_call")],
    )
    return Completion(text, counted, _finish(candidates[0].get("finish_reason")), name)


def _read_bedrock(raw: Mapping[str, Any], model: str) -> Completion:
    blocks = raw["output"]["message"]["content"]
    text = _text(
        [block["text"] for block in blocks if "text" in block],
        [block["toolUse"]["input"] for block in blocks if "toolUse" in block],
    )
    usage = raw.get("usage") or {}
    cached = usage.get("cacheReadInputTokens") or 0
    counted = Usage(
        input_tokens=(usage.get("inputTokens") or 0) + cached + (usage.get("cacheWriteInputTokens") or 0),
        cached_input_tokens=cached,
        output_tokens=usage.get("outputTokens") or 0,
    )
    return Completion(text, counted, _finish(raw.get("stopReason")), model)


def _read_openai(raw: Mapping[str, Any], model: str) -> Completion:
    choice = raw["choices"][0]
    message = choice["message"]
    usage = raw.get("usage") or {}
    details = usage.get("prompt_tokens_details") or {}
    counted = Usage(
        input_tokens=usage.get("prompt_tokens") or 0,
        cached_input_tokens=details.get("cached_tokens") or 0,
        output_tokens=usage.get("completion_tokens") or 0,
    )
    name = str(raw.get("model") or model)
    if message.get("refusal"):
        return Completion(message["refusal"], counted, "refusal", name)
    arguments = [call["function"]["arguments"] for call in message.get("tool_calls") or ()]
    text = _text(_texts(message.get("content")), arguments)
    return Completion(text, counted, _finish(choice.get("finish_reason")), name)


def _read_cohere(raw: Mapping[str, Any], model: str) -> Completion:
    message = raw["message"]
    arguments = [call["function"]["arguments"] for call in message.get("tool_calls") or ()]
    tokens = (raw.get("usage") or {}).get("tokens") or {}
    counted = Usage(
        input_tokens=int(tokens.get("input_tokens") or 0), output_tokens=int(tokens.get("output_tokens") or 0)
    )
    return Completion(
        _text(_texts(message.get("content")), arguments), counted, _finish(raw.get("finish_reason")), model
    )


def _texts(content: Any) -> list[str]:
    if isinstance(content, str):
        return [content]
    return [part["text"] for part in content or () if isinstance(part, Mapping) and part.get("text")]


_SHAPES: tuple[tuple[Callable[[Mapping[str, Any]], bool], Callable[[Mapping[str, Any], str], Completion]], ...] = (
    (lambda raw: "stop_reason" in raw and "content" in raw, _read_anthropic),
    (lambda raw: "candidates" in raw or "usage_metadata" in raw, _read_google),
    (lambda raw: "output" in raw and "stopReason" in raw, _read_bedrock),
    (lambda raw: "choices" in raw, _read_openai),
    (lambda raw: "message" in raw and "finish_reason" in raw, _read_cohere),
)
