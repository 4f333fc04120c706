"""`OpenAIClient`: OpenAI, and everything that speaks its chat completions (Azure, OpenRouter, vLLM, Ollama, llama.cpp).

Bodies are built and read here, and sent over aiohttp: a chat completion is one POST with a key, and the openai
package takes several times the CPU time for it, and a second to import.
"""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pydantic_core

import jdextract
from jdextract.engines.llm.completion import Completion, FinishReason, Mode, Request
from jdextract.engines.llm.estimation import UsageEstimator
from jdextract.engines.llm.pricing import Pricer, Warn
from jdextract.engines.llm.transport import Answered, Transport
from jdextract.engines.llm.troubles import ReportedError, UnreadableAnswerError
from jdextract.errors import ContentFilterError, RequestError
from jdextract.models import Usage

if TYPE_CHECKING:
    import ssl

    import aiohttp

CONNECT_SECONDS = 10.0
KEEP_ALIVE_SECONDS = 15.0
"""Idle connections are given up before common proxies close them."""

NEWER_LIMIT, OLDER_LIMIT = "max_completion_tokens", "max_tokens"
"""What OpenAI calls the limit of output tokens, and what most compatible servers still do."""

_FINISH: Mapping[Any, FinishReason] = {"length": "length", "max_tokens": "length", "content_filter": "content_filter"}
_UNKNOWN_WORDS = ("unsupported", "not supported", "unrecognized", "unknown", "not permitted", "extra inputs", "instead")
_SCHEMA_WORDS = ("response_format", "json_schema", "schema", "strict", "structured output", "grammar")


def request_body(request: Request, *, mode: Mode | None = None, limit_name: str = NEWER_LIMIT) -> dict[str, Any]:
    """The JSON body that ``request`` is sent as; a provider's batch takes the same.

    Args:
        request: what to ask.
        mode: overrides ``request.mode`` (after a downgrade).
        limit_name: `NEWER_LIMIT` or `OLDER_LIMIT`.
    """
    mode = mode or request.mode
    messages = [{"role": message.role, "content": message.content} for message in request.messages]
    body: dict[str, Any] = {"model": request.model, "messages": messages, limit_name: request.max_output_tokens}
    if mode == "json_schema":
        schema = {"name": request.schema_name, "strict": True, "schema": request.schema}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif mode == "tools":
        function = {"name": request.schema_name, "strict": True, "parameters": request.schema}
        body["tools"] = [{"type": "function", "function": function}]
        body["tool_choice"] = {"type": "function", "function": {"name": request.schema_name}}
    else:
        body["response_format"] = {"type": "json_object"}
        body["messages"] = with_schema_in_words(messages, request.schema)
    if request.temperature is not None:
        body["temperature"] = request.temperature
    if request.seed is not None:
        body["seed"] = request.seed
    return body


def with_schema_in_words(messages: list[dict[str, Any]], schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """``messages`` with the schema in the first system message, for endpoints that cannot be held to it."""
    words = f"Answer with one JSON object and nothing else. It must fit this JSON schema:\n{json.dumps(schema, ensure_ascii=False)}"
    if messages and messages[0]["role"] == "system":
        first = {**messages[0], "content": f"{messages[0]['content']}\n\n{words}"}
        return [first, *messages[1:]]
    return [{"role": "system", "content": words}, *messages]


def read_answer(answer: Any, *, model: str) -> Completion:
    """A chat completion, as parsed JSON, as a `Completion`; batch answer files hold the same.

    Raises:
        ReportedError: the answer is an error in disguise.
        UnreadableAnswerError: it is something else than a chat completion.
    """
    if not isinstance(answer, Mapping):
        raise UnreadableAnswerError(f"the answer is {type(answer).__name__}, not an object")
    choices = answer.get("choices")
    if not choices and isinstance(error := answer.get("error"), Mapping):
        code = error.get("code")
        raise ReportedError(code if isinstance(code, int) and 400 <= code <= 599 else 502, answer)
    try:
        choice = choices[0]  # type: ignore[index] # anything may come from a server
        message = choice["message"]
        text, refused = _text(message)
    except (TypeError, KeyError, IndexError, AttributeError):
        raise UnreadableAnswerError("the answer has no choices[0].message") from None
    finish: FinishReason = "refusal" if refused else _FINISH.get(choice.get("finish_reason"), "stop")
    return Completion(text, read_usage(answer.get("usage")), finish, str(answer.get("model") or model))


def _text(message: Mapping[str, Any]) -> tuple[str, bool]:
    if refusal := message.get("refusal"):
        return str(refusal), True
    for call in message.get("tool_calls") or ():
        arguments = call["function"]["arguments"]
        return (arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)), False
    content = message.get("content") or ""
    if isinstance(content, str):
        return content, False
    parts = [part for part in content if isinstance(part, Mapping)]
    refusals = [str(part["refusal"]) for part in parts if part.get("refusal")]
    return "".join(refusals or [str(part.get("text", "")) for part in parts]), bool(refusals)


def read_usage(usage: Any) -> Usage:
    """OpenAI's usage object; whatever is absent counts 0."""
    if not isinstance(usage, Mapping):
        return Usage()
    details = usage.get("prompt_tokens_details") or {}
    return Usage(
        input_tokens=usage.get("prompt_tokens") or 0,
        cached_input_tokens=details.get("cached_tokens") or usage.get("prompt_cache_hit_tokens") or 0,
        output_tokens=usage.get("completion_tokens") or 0,
    )


class OpenAIClient:
    """A `CompletionClient` for one OpenAI-compatible endpoint.

    Args:
        base_url: the endpoint, up to and including its version.
        api_key: sent as a bearer token, never shown.
        transport: the retry policy, with the run's limits.
        pricer: prices usages.
        timeout: seconds that one call may take, all in all.
        limit_name: the parameter that holds the limit of output tokens; found out if the endpoint wants the other.
        warn: is told once of each way in which the endpoint falls short of what was asked.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        transport: Transport,
        pricer: Pricer,
        timeout: float = 120.0,
        limit_name: str = NEWER_LIMIT,
        warn: Warn | None = None,
    ) -> None:
        self._transport = transport
        self._pricer = pricer
        self._estimator = UsageEstimator(pricer.price)
        self._timeout = timeout
        self._limit_name = limit_name
        self._limit_swapped = False
        self._warn = warn
        self._downgraded: dict[Mode, Mode] = {}
        self._url = f"{base_url.rstrip('/')}/chat/completions"
        self._headers = {
            "Authorization": f"Bearer {api_key}",
            "Content-Type": "application/json",
            "User-Agent": f"jdextract/{jdextract.__version__}",
        }
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def complete(self, request: Request) -> Completion:
        """Send ``request`` and return the answer, whatever its content.

        Raises:
            TransportError, AccessError, RequestError, BudgetReachedError: see `Transport.send`.
        """
        attempts = 0
        while True:
            asked_mode, asked_limit = self._downgraded.get(request.mode, request.mode), self._limit_name
            body = request_body(request, mode=asked_mode, limit_name=asked_limit)
            try:
                completion = await self._transport.send(lambda: self._post(body), self._estimator.estimate(request))  # noqa: B023
            except ContentFilterError as error:
                return Completion(str(error), Usage(), "content_filter", request.model, attempts + error.attempts)
            except RequestError as error:
                attempts += error.attempts
                error.attempts = attempts
                if not self._settle_for_less(str(error), request.mode, asked_mode, asked_limit):
                    raise
                continue
            self._estimator.learn(request, completion.usage)
            if attempts:
                return _with_attempts(completion, attempts)
            return completion

    async def aclose(self) -> None:
        """Close all connections."""
        await self._close(self._session)
        self._session = self._loop = None

    async def _post(self, body: Mapping[str, Any]) -> Answered:
        if self._loop is not asyncio.get_running_loop():
            await self._open_session()
        assert self._session is not None  # noqa: S101 - opened with the loop
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._session.post(self._url, data=pydantic_core.to_json(body)) as response,
            ):
                content = await response.read()
        except TimeoutError:
            raise TimeoutError(f"no answer within {self._timeout:g} s") from None
        if response.status >= 400:
            raise _rejection(response, content)
        try:
            answer = pydantic_core.from_json(content)
        except ValueError as error:
            kind = response.headers.get("content-type", "no content type")
            raise UnreadableAnswerError(f"the answer is not JSON ({kind}): {error}") from None
        completion = read_answer(answer, model=body["model"])
        priced = self._pricer.price(completion.usage)
        headers = {lower: value for name, value in response.headers.items() if "ratelimit" in (lower := name.lower())}
        return Completion(completion.text, priced, completion.finish_reason, completion.model), headers

    async def _open_session(self) -> None:
        """Connect for the running loop; an engine of the caller's own may see several, one after the other."""
        import aiohttp  # noqa: PLC0415 - a third of a second, which a run whose answers are all at hand does without

        old, self._loop = self._session, asyncio.get_running_loop()
        connector = aiohttp.TCPConnector(
            limit=self._transport.limits.cap,
            keepalive_timeout=KEEP_ALIVE_SECONDS,
            ssl=_trusted() if self._url.startswith("https:") else True,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            headers=self._headers,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            proxy=_proxy(self._url),
        )
        await self._close(old)

    @staticmethod
    async def _close(session: aiohttp.ClientSession | None) -> None:
        if session is not None:
            with suppress(RuntimeError):  # its loop is closed already, and its connections with it
                await session.close()

    def _settle_for_less(self, reason: str, mode: Mode, asked_mode: Mode, asked_limit: str) -> bool:
        """Whether what the endpoint rejected was given up since the request was built, or can be now, for the whole run."""
        if self._downgraded.get(mode, mode) != asked_mode or self._limit_name != asked_limit:
            return True
        lower = reason.lower()
        if not self._limit_swapped and asked_limit in lower and any(word in lower for word in _UNKNOWN_WORDS):
            self._limit_swapped = True
            self._limit_name = OLDER_LIMIT if asked_limit == NEWER_LIMIT else NEWER_LIMIT
            return True
        if asked_mode == "json_schema" and any(word in lower for word in _SCHEMA_WORDS):
            self._downgraded[mode] = "json"
            if self._warn:
                self._warn(
                    f"{self._transport.endpoint.label!r} rejects strict JSON schemas; the rest of the run asks for plain JSON, "
                    f"with the schema in the prompt (set --mode to choose): {reason}"
                )
            return True
        return False


def _trusted() -> ssl.SSLContext:
    """The authorities that the openai package trusts as well, which are there without the system's."""
    import httpx2  # noqa: PLC0415 - a local server needs none

    return httpx2.create_ssl_context()


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for ``url``; aiohttp itself would look it up, and .netrc, for each call."""
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _rejection(response: aiohttp.ClientResponse, content: bytes) -> ReportedError:
    try:
        body = pydantic_core.from_json(content)
    except ValueError:
        body = content.decode(errors="replace").strip()
    return ReportedError(response.status, body, response.headers)


def _with_attempts(completion: Completion, more: int) -> Completion:
    return Completion(
        completion.text, completion.usage, completion.finish_reason, completion.model, completion.attempts + more
    )
