"""`connect`: the one place that chooses how a model is reached."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from jdextract.engines.llm.completion import Completion, CompletionClient, Mode, Request
from jdextract.engines.llm.pricing import Pricer, Warn, is_local
from jdextract.engines.llm.transport import Endpoint, RetryPolicy, Transport
from jdextract.errors import ConfigurationError
from jdextract.events import Listener
from jdextract.limits import CallLimits

if TYPE_CHECKING:
    from jdextract.engines.llm.batch_service import BatchService

OPENAI = "openai"
AZURE_KEY = "AZURE_OPENAI_API_KEY"
NO_KEY = "not-needed"
"""What is sent to servers that ask for no key: the SDK wants one."""


@dataclass(frozen=True, slots=True)
class Compatible:
    """An endpoint that speaks OpenAI's chat completions: its base URL and the variable of its key."""

    base_url: str
    key_variable: str | None = None


COMPATIBLE: Mapping[str, Compatible] = {
    OPENAI: Compatible("https://api.openai.com/v1", "OPENAI_API_KEY"),
    "deepseek": Compatible("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    "groq": Compatible("https://api.groq.com/openai/v1", "GROQ_API_KEY"),
    "ollama": Compatible("http://localhost:11434/v1"),
    "openrouter": Compatible("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    "together": Compatible("https://api.together.xyz/v1", "TOGETHER_API_KEY"),
}
"""Providers that need no client of their own."""

INSTRUCTOR_KEYS: Mapping[str, str | None] = {
    "anthropic": "ANTHROPIC_API_KEY",
    "bedrock": None,  # the AWS configuration
    "cerebras": "CEREBRAS_API_KEY",
    "cohere": "CO_API_KEY",
    "fireworks": "FIREWORKS_API_KEY",
    "google": "GOOGLE_API_KEY",
    "litellm": None,
    "mistral": "MISTRAL_API_KEY",
    "vertexai": None,  # the Google Cloud configuration
    "writer": "WRITER_API_KEY",
    "xai": "XAI_API_KEY",
}
"""Providers that are reached through instructor, with the variable of their key."""

_OTHER_KEYS = {"google": "GEMINI_API_KEY"}

_JSON_MODE = frozenset({"deepseek"})  # has JSON mode, but no schemas


class Connection(NamedTuple):
    """How a model is reached. ``endpoint`` is a label for cache keys, never a key or a full URL."""

    client: CompletionClient
    endpoint: str
    model: str
    mode: Mode


def split_model(model: str, *, base_url: str | None = None) -> tuple[str, str]:
    """``provider/model`` as provider and model; a bare name is OpenAI's.

    With ``base_url`` only a known provider counts as one: servers name models such as ``org/model`` themselves.

    Raises:
        ConfigurationError: the provider is unknown, or the model's name is missing.
    """
    provider, slash, name = model.partition("/")
    if not slash:
        provider, name = OPENAI, model
    elif provider not in COMPATIBLE and provider not in INSTRUCTOR_KEYS:
        if base_url is None:
            known = ", ".join(sorted({*COMPATIBLE, *INSTRUCTOR_KEYS}))
            raise ConfigurationError(
                f"unknown provider {provider!r} in the model {model!r}; use one of {known}, or name the endpoint with --base-url"
            )
        provider, name = OPENAI, model
    if not name:
        raise ConfigurationError(
            f"the model {model!r} names no model; write provider/model, such as 'openai/gpt-4.1-mini'"
        )
    return provider, name


def default_mode(model: str, *, base_url: str | None = None) -> Mode:
    """How the provider of ``model`` is best held to a schema."""
    provider, _ = split_model(model, base_url=base_url)
    if provider in _JSON_MODE:
        return "json"
    return "json_schema" if provider in COMPATIBLE else "tools"


def endpoint_label(model: str, *, base_url: str | None = None) -> str:
    """What stands for the endpoint in cache keys: its host, with the port where it has one; or the provider."""
    provider, _ = split_model(model, base_url=base_url)
    if base_url is None and provider not in COMPATIBLE:
        return provider
    return urlsplit(base_url or COMPATIBLE[provider].base_url).netloc.rpartition("@")[2]


def key_variable(model: str, *, base_url: str | None = None) -> str | None:
    """The environment variable that holds the key for ``model``: the provider's, or that of whom ``base_url`` belongs to."""
    provider, _ = split_model(model, base_url=base_url)
    if provider not in COMPATIBLE:
        usual = INSTRUCTOR_KEYS[provider]
        other = _OTHER_KEYS.get(provider)
        return other if other and not os.environ.get(usual or "") and os.environ.get(other) else usual
    host = urlsplit(base_url or "").hostname or ""
    if host.endswith(".azure.com") and os.environ.get(AZURE_KEY):
        return AZURE_KEY
    for known in COMPATIBLE.values():
        if host and host == urlsplit(known.base_url).hostname and known.key_variable:
            return known.key_variable
    return COMPATIBLE[provider].key_variable


def connect(
    model: str,
    *,
    limits: CallLimits,
    base_url: str | None = None,
    api_key: str | None = None,
    mode: Mode | None = None,
    label: str | None = None,
    timeout: float = 120.0,
    policy: RetryPolicy | None = None,
    transport: Transport | None = None,
    warn: Warn | None = None,
    on_event: Listener | None = None,
) -> Connection:
    """A client for ``model``, with the label, the bare name and the mode that its requests carry.

    Makes no call. Without ``api_key`` the key comes from the provider's own variable (see `key_variable`);
    servers on this machine or in a private network need none.

    Args:
        model: ``provider/model``, or a bare name of OpenAI's or of the server at ``base_url``.
        limits: shared by all calls of the run.
        base_url: the endpoint, up to and including its version; the provider's own unless given.
        api_key: never shown.
        mode: how the endpoint is held to the schema; the provider's best unless given.
        label: stands for the endpoint in cache keys; its host unless given.
        timeout: seconds that one call may take.
        policy: how long a call goes on in spite of failures.
        transport: replaces the one that is made of ``limits`` and ``policy``.
        warn: is told, once each, of a missing price and of what the endpoint cannot do.
        on_event: hears of retries and rate limits.

    Raises:
        ConfigurationError: the provider is unknown, its SDK is not installed, or there is no key.
    """
    provider, name = split_model(model, base_url=base_url)
    endpoint, url = _find_endpoint(model, base_url=base_url, label=label, api_key=api_key)
    known, key = endpoint.label, endpoint.secret
    pricer = Pricer(provider, name, base_url=base_url, warn=warn)
    transport = transport or Transport(limits, endpoint, policy=policy, on_event=on_event)
    client: CompletionClient
    if provider in COMPATIBLE:
        from jdextract.engines.llm import openai_client  # noqa: PLC0415 - openai is slow to import

        client = openai_client.OpenAIClient(
            base_url=url or "",
            api_key=key or NO_KEY,
            transport=transport,
            pricer=pricer,
            timeout=timeout,
            limit_name=openai_client.NEWER_LIMIT if _is_openai(url or "") else openai_client.OLDER_LIMIT,
            warn=warn,
        )
    else:
        from jdextract.engines.llm.instructor_client import InstructorClient  # noqa: PLC0415 - the same

        client = InstructorClient(
            provider=provider,
            model=name,
            transport=transport,
            pricer=pricer,
            api_key=key,
            base_url=base_url,
            timeout=timeout,
            warn=warn,
        )
    return Connection(client, known, name, mode or default_mode(model, base_url=base_url))


def connect_batches(
    model: str, *, base_url: str | None = None, label: str | None = None, policy: RetryPolicy | None = None
) -> BatchService:
    """The batch service of the endpoint that serves ``model``; makes no call.

    Raises:
        ConfigurationError: as `connect`, or the provider's batch service takes another form than OpenAI's.
    """
    from jdextract.engines.llm.batch_service import BatchService  # noqa: PLC0415 - openai is slow to import

    check_batch_form(model, base_url=base_url)
    endpoint, url = _find_endpoint(model, base_url=base_url, label=label)
    return BatchService(base_url=url or "", api_key=endpoint.secret or NO_KEY, endpoint=endpoint, policy=policy)


def check_batch_form(model: str, *, base_url: str | None = None) -> None:
    """See that requests for ``model`` have OpenAI's form.

    Raises:
        ConfigurationError: they have another.
    """
    provider, _ = split_model(model, base_url=base_url)
    if provider not in COMPATIBLE:
        raise ConfigurationError(
            f"requests for {provider!r} have another form than OpenAI's; name an OpenAI-compatible endpoint with --base-url, "
            f"and the model as 'openai/NAME'"
        )


def _find_endpoint(
    model: str, *, base_url: str | None, label: str | None, api_key: str | None = None
) -> tuple[Endpoint, str | None]:
    """Who serves ``model``, with the key, and the URL if it is known here."""
    provider, name = split_model(model, base_url=base_url)
    _check_url(base_url)
    variable = key_variable(model, base_url=base_url)
    key = api_key or (os.environ.get(variable) if variable else None) or None
    url = base_url or (COMPATIBLE[provider].base_url if provider in COMPATIBLE else None)
    if key is None and variable is not None and not (url and is_local(url)):
        raise ConfigurationError(
            f"there is no key for the model {model!r}: set {variable} (a server that needs none takes {variable}={NO_KEY})"
        )
    return Endpoint(label or endpoint_label(model, base_url=base_url), name, variable, key), url


class NoCalls:
    """A `CompletionClient` for work on the cache alone: it sends nothing."""

    async def complete(self, request: Request) -> Completion:
        """Refuse.

        Raises:
            ConfigurationError: always.
        """
        raise ConfigurationError(
            f"this connection to {request.endpoint!r} is offline: it makes no calls; connect() opens one that does"
        )

    async def aclose(self) -> None:
        """Nothing to close."""


def connect_offline(
    model: str, *, base_url: str | None = None, mode: Mode | None = None, label: str | None = None
) -> Connection:
    """Label, name and mode as `connect` gives them, so that cache keys are the same; no key, no network, no calls.

    Raises:
        ConfigurationError: the provider is unknown, or the base URL is none.
    """
    _, name = split_model(model, base_url=base_url)
    _check_url(base_url)
    known = label or endpoint_label(model, base_url=base_url)
    return Connection(NoCalls(), known, name, mode or default_mode(model, base_url=base_url))


def takes_newer_limit(model: str, *, base_url: str | None = None) -> bool:
    """Whether the endpoint calls the limit of output tokens ``max_completion_tokens``, as OpenAI does."""
    provider, _ = split_model(model, base_url=base_url)
    return _is_openai(base_url or (COMPATIBLE[provider].base_url if provider in COMPATIBLE else ""))


def _check_url(base_url: str | None) -> None:
    if base_url is not None and (urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname):
        raise ConfigurationError(
            f"the base URL {base_url!r} is no http or https URL, such as 'http://localhost:8000/v1'"
        )


def _is_openai(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host.endswith((".openai.com", ".azure.com"))
