"""`InstructorClient`: Anthropic, Google, Mistral, Bedrock and all other providers that instructor knows.

instructor writes the request in the provider's form and sends it. What comes back is read here, raw, as it
arrived: checking, re-asking and retrying have their own places, the same for every provider.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

import instructor
from instructor.core.exceptions import ConfigurationError as InstructorConfigurationError
from instructor.core.hooks import Hooks
from pydantic import BaseModel, ConfigDict, create_model

from jdextract.engines.llm.completion import Completion, Message, Mode, Request
from jdextract.engines.llm.estimation import UsageEstimator
from jdextract.engines.llm.pricing import Pricer, Warn
from jdextract.engines.llm.raw_answers import read_raw_answer
from jdextract.engines.llm.transport import Answered, Transport
from jdextract.errors import ConfigurationError, ContentFilterError
from jdextract.models import Usage

EXTRAS: Mapping[str, str] = {
    "anthropic": "anthropic",
    "bedrock": "bedrock",
    "cerebras": "cerebras-cloud-sdk",
    "cohere": "cohere",
    "fireworks": "fireworks-ai",
    "google": "google-genai",
    "groq": "groq",
    "litellm": "litellm",
    "mistral": "mistral",
    "vertexai": "vertexai",
    "writer": "writer",
    "xai": "xai",
}
"""Provider to the extra of instructor that installs its SDK in a version that instructor can use."""

_MODES: Mapping[Mode, instructor.Mode] = {
    "json_schema": instructor.Mode.JSON_SCHEMA,
    "tools": instructor.Mode.TOOLS,
    "json": instructor.Mode.MD_JSON,
}
_OTHER_MODES: Mapping[tuple[str, Mode], instructor.Mode] = {
    ("anthropic", "json_schema"): instructor.Mode.TOOLS,  # its schemas need a newer SDK than instructor takes
    ("anthropic", "json"): instructor.Mode.JSON,
    ("google", "json_schema"): instructor.Mode.JSON,  # which is structured output there
    ("google", "json"): instructor.Mode.JSON,
    ("vertexai", "json_schema"): instructor.Mode.MD_JSON,
}
"""Our modes in instructor's words, and where a provider has others."""

_BLOCKING = frozenset({"bedrock"})
"""Providers whose SDK has no asynchronous calls; instructor's are such in name only."""


class InstructorClient:
    """A `CompletionClient` for one model of one provider.

    Args:
        provider: as in ``provider/model``.
        model: the model's name as the provider knows it.
        transport: the retry policy, with the run's limits.
        pricer: prices usages.
        api_key: never shown; the provider's own variable unless given.
        base_url: another endpoint that speaks the provider's form.
        timeout: seconds that one call may take, all in all.
        warn: is told once of what the provider cannot do.

    Raises:
        ConfigurationError: the provider is unknown, its SDK is not installed, or a key is missing.
    """

    def __init__(
        self,
        *,
        provider: str,
        model: str,
        transport: Transport,
        pricer: Pricer,
        api_key: str | None = None,
        base_url: str | None = None,
        timeout: float = 120.0,
        warn: Warn | None = None,
    ) -> None:
        self._provider = provider
        self._model = model
        self._transport = transport
        self._pricer = pricer
        self._estimator = UsageEstimator(pricer.price)
        self._api_key = api_key
        self._base_url = base_url
        self._timeout = timeout
        self._warn = warn
        self._warned: set[str] = set()
        self._clients: dict[Mode, Any] = {}
        self._client("tools")  # fails now rather than at the first posting

    async def complete(self, request: Request) -> Completion:
        """Send ``request`` and return the answer, whatever its content.

        Raises:
            TransportError, AccessError, RequestError, BudgetReachedError: see `Transport.send`.
        """
        client = self._client(request.mode)
        arguments = self._arguments(request)
        estimate = self._estimator.estimate(request)
        try:
            completion = await self._transport.send(lambda: self._call(client, request, arguments), estimate)
        except ContentFilterError as error:
            return Completion(str(error), Usage(), "content_filter", request.model, error.attempts)
        self._estimator.learn(request, completion.usage)
        return completion

    async def aclose(self) -> None:
        """Close the SDK's connections, as far as it has a way to."""
        for client in self._clients.values():
            await _close(client.client)
        self._clients.clear()

    async def _call(self, client: Any, request: Request, arguments: dict[str, Any]) -> Answered:
        """One call; the answer is caught on its way in, so that it is read even where instructor cannot parse it."""
        answers: list[Any] = []
        hooks = Hooks()
        hooks.on("completion:response", answers.append)
        carrier = response_carrier(request)
        try:
            async with asyncio.timeout(self._timeout):
                create = partial(client.create, response_model=carrier, hooks=hooks, max_retries=0, **arguments)
                await (asyncio.to_thread(create) if self._provider in _BLOCKING else create())
        except TimeoutError:
            if not answers:
                raise TimeoutError(f"no answer within {self._timeout:g} s") from None
        except Exception:
            if not answers:
                raise
        completion = read_raw_answer(answers[-1], model=request.model)
        priced = self._pricer.price(completion.usage)
        return Completion(completion.text, priced, completion.finish_reason, completion.model), {}

    def _client(self, mode: Mode) -> Any:
        if (client := self._clients.get(mode)) is None:
            client = self._clients[mode] = self._open(mode)
        return client

    def _open(self, mode: Mode) -> Any:
        name, extra = f"{self._provider}/{self._model}", EXTRAS.get(self._provider)
        options: dict[str, Any] = {"mode": _OTHER_MODES.get((self._provider, mode), _MODES[mode])}
        if self._api_key:
            options["api_key"] = self._api_key
        if self._provider == "google":
            options["http_options"] = {"retry_options": {"attempts": 1}}  # the transport owns the policy
            if self._base_url:
                options["http_options"]["base_url"] = self._base_url
        open_client: Any = instructor.from_provider  # its overloads name models one by one
        try:
            client = open_client(name, async_client=self._provider not in _BLOCKING, **options)
        except (ImportError, InstructorConfigurationError) as error:
            remedy = f"install its SDK: pip install 'instructor[{extra}]'" if extra else self._clean(error)
            raise ConfigurationError(f"cannot use the model {name!r}: {remedy}") from error
        except ValueError as error:
            said = self._clean(error)
            raise ConfigurationError(
                f"cannot use the model {name!r}: {said}; check its name and its settings"
            ) from error
        self._take_over(client.client)
        return client

    def _take_over(self, sdk: Any) -> None:
        """Point the SDK to the endpoint, and leave no retries to it."""
        if isinstance(getattr(sdk, "max_retries", None), int):
            sdk.max_retries = 0
        if self._base_url is None or self._provider == "google":
            return
        if hasattr(sdk, "sdk_configuration"):
            sdk.sdk_configuration.server_url = self._base_url
        elif hasattr(sdk, "base_url"):
            sdk.base_url = self._base_url
        else:
            raise ConfigurationError(
                f"the SDK of {self._provider!r} takes no base URL here; leave out --base-url, or set it as that SDK documents"
            )

    def _arguments(self, request: Request) -> dict[str, Any]:
        arguments: dict[str, Any] = {
            "messages": [_turn(message, self._provider) for message in request.messages],
            "max_tokens": request.max_output_tokens,
        }
        if request.temperature is not None:
            arguments["temperature"] = request.temperature
        if request.seed is not None:
            if name := {"google": "seed", "mistral": "random_seed", "groq": "seed", "cohere": "seed"}.get(
                self._provider
            ):
                arguments[name] = request.seed
            else:
                self._warn_once(f"the provider {self._provider!r} takes no seed; answers may differ from run to run")
        return arguments

    def _warn_once(self, message: str) -> None:
        if self._warn and message not in self._warned:
            self._warned.add(message)
            self._warn(message)

    def _clean(self, error: Exception) -> str:
        return self._transport.endpoint.clean(str(error))


class _Carrier(BaseModel):
    """Takes any object: whether it fits the schema is found out where the answer is read."""

    model_config = ConfigDict(extra="allow")


def response_carrier(request: Request) -> type[BaseModel]:
    """A model that shows ``request.schema`` to the provider and accepts whatever comes back."""
    return _carrier(request.schema_name, _Frozen(request.schema))


class _Frozen:
    """A schema as a cache key: by its identity, which it keeps alive."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen) and other.schema is self.schema

    def __hash__(self) -> int:
        return id(self.schema)


@lru_cache(maxsize=32)
def _carrier(name: str, frozen: _Frozen) -> type[BaseModel]:
    schema = dict(frozen.schema)

    class Carrier(_Carrier):
        @classmethod
        def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:
            return {"title": name, **schema}

    return create_model(name, __base__=Carrier, __doc__="The answer, in full.")


def _turn(message: Message, provider: str) -> dict[str, Any]:
    if message.role == "system" and provider == "anthropic":
        # Anthropic caches a prompt's beginning only where it is told to.
        block = {"type": "text", "text": message.content, "cache_control": {"type": "ephemeral"}}
        return {"role": "system", "content": [block]}
    return {"role": message.role, "content": message.content}


async def _close(sdk: Any) -> None:
    """Close a provider's SDK client; each has its own way, or none."""
    for owner, name in ((getattr(sdk, "aio", None), "aclose"), (sdk, "aclose"), (sdk, "close")):
        close = getattr(owner, name, None)
        if callable(close):
            closing = close()
            if inspect.isawaitable(closing):
                await closing
            return
    if hasattr(sdk, "__aexit__"):
        await sdk.__aexit__(None, None, None)
