from __future__ import annotations

import subprocess
import sys

import pytest

from jdextract.engines.llm.connection import connect, default_mode, endpoint_label, key_variable, split_model
from jdextract.engines.llm.instructor_client import InstructorClient
from jdextract.engines.llm.openai_client import OpenAIClient
from jdextract.errors import ConfigurationError
from jdextract.limits import Limits

LOCAL = "http://localhost:8000/v1"
AZURE = "https://acme.openai.azure.com/openai/v1"
ROUTER = "https://openrouter.ai/api/v1"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENROUTER_API_KEY", "ANTHROPIC_API_KEY", "MISTRAL_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("model", "base_url", "parts", "label", "mode"),
    [
        ("gpt-4.1-mini", None, ("openai", "gpt-4.1-mini"), "api.openai.com", "json_schema"),
        ("openai/gpt-4.1-mini", None, ("openai", "gpt-4.1-mini"), "api.openai.com", "json_schema"),
        ("openai/my-deployment", AZURE, ("openai", "my-deployment"), "acme.openai.azure.com", "json_schema"),
        ("openrouter/meta-llama/llama-4", None, ("openrouter", "meta-llama/llama-4"), "openrouter.ai", "json_schema"),
        ("meta-llama/llama-4", ROUTER, ("openai", "meta-llama/llama-4"), "openrouter.ai", "json_schema"),
        ("openai/openai/gpt-oss", ROUTER, ("openai", "openai/gpt-oss"), "openrouter.ai", "json_schema"),
        ("ollama/qwen3:8b", None, ("ollama", "qwen3:8b"), "localhost:11434", "json_schema"),
        ("Qwen/Qwen3-8B", LOCAL, ("openai", "Qwen/Qwen3-8B"), "localhost:8000", "json_schema"),
        ("deepseek/deepseek-chat", None, ("deepseek", "deepseek-chat"), "api.deepseek.com", "json"),
        ("anthropic/claude-haiku-4-5", None, ("anthropic", "claude-haiku-4-5"), "anthropic", "tools"),
        ("google/gemini-2.5-flash", None, ("google", "gemini-2.5-flash"), "google", "tools"),
        ("bedrock/eu.anthropic.claude", None, ("bedrock", "eu.anthropic.claude"), "bedrock", "tools"),
        ("m", "http://user:secret@host:1/v1", ("openai", "m"), "host:1", "json_schema"),
    ],
    ids=[
        "bare",
        "openai",
        "azure",
        "openrouter",
        "openrouter-by-url",
        "openai-on-openrouter",
        "ollama",
        "vllm",
        "deepseek",
        "anthropic",
        "google",
        "bedrock",
        "credentials-in-url",
    ],
)
def test_models_and_where_they_are(model, base_url, parts, label, mode):
    assert split_model(model, base_url=base_url) == parts
    assert endpoint_label(model, base_url=base_url) == label
    assert default_mode(model, base_url=base_url) == mode


@pytest.mark.parametrize(
    ("model", "base_url", "variable"),
    [
        ("m", None, "OPENAI_API_KEY"),
        ("m", LOCAL, "OPENAI_API_KEY"),
        ("m", ROUTER, "OPENROUTER_API_KEY"),
        ("m", AZURE, "OPENAI_API_KEY"),
        ("groq/m", None, "GROQ_API_KEY"),
        ("anthropic/m", None, "ANTHROPIC_API_KEY"),
        ("ollama/m", None, None),
        ("bedrock/m", None, None),
    ],
)
def test_the_variable_that_holds_the_key(monkeypatch, model, base_url, variable):
    monkeypatch.delenv("AZURE_OPENAI_API_KEY", raising=False)
    assert key_variable(model, base_url=base_url) == variable


def test_azures_own_variable_is_used_where_it_is_set(monkeypatch):
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "k")
    assert key_variable("m", base_url=AZURE) == "AZURE_OPENAI_API_KEY"
    assert key_variable("m", base_url=ROUTER) == "OPENROUTER_API_KEY"


def test_googles_other_variable_is_used_where_it_is_set(monkeypatch):
    assert key_variable("google/m") == "GOOGLE_API_KEY"
    monkeypatch.setenv("GEMINI_API_KEY", "k")
    assert key_variable("google/m") == "GEMINI_API_KEY"


@pytest.mark.parametrize(
    ("model", "options", "words"),
    [
        ("acme/big", {}, r"unknown provider 'acme' .*anthropic.*--base-url"),
        ("openai/", {}, r"'openai/' names no model"),
        ("gpt-4.1", {}, r"no key for the model 'gpt-4\.1': set OPENAI_API_KEY"),
        ("openrouter/m", {}, r"set OPENROUTER_API_KEY"),
        ("m", {"base_url": "https://model.example/v1"}, r"a server that needs none takes OPENAI_API_KEY=not-needed"),
        ("m", {"base_url": "localhost:8000"}, r"base URL 'localhost:8000' is no http or https URL"),
        ("cohere/command-r", {"api_key": "k"}, r"pip install 'instructor\[cohere\]'"),
        ("bedrock/claude", {}, r"pip install 'instructor\[bedrock\]'"),
        ("mistral/m", {}, r"no key for the model 'mistral/m': set MISTRAL_API_KEY"),
        ("anthropic/m", {}, r"set ANTHROPIC_API_KEY"),
    ],
    ids=[
        "provider",
        "name",
        "key",
        "other-key",
        "url-key",
        "url",
        "extra",
        "bedrock-extra",
        "mistral-key",
        "anthropic-key",
    ],
)
def test_what_cannot_be_connected_says_what_to_do(monkeypatch, model, options, words):
    for absent in ("cohere", "boto3"):
        monkeypatch.setitem(sys.modules, absent, None)
    with pytest.raises(ConfigurationError, match=words):
        connect(model, limits=Limits(), **options)


@pytest.mark.parametrize(
    ("model", "options", "client"),
    [
        ("m", {"base_url": LOCAL}, OpenAIClient),
        ("ollama/m", {}, OpenAIClient),
        ("openai/m", {"api_key": "sk-given-by-hand"}, OpenAIClient),
        ("anthropic/m", {"api_key": "sk-given-by-hand"}, InstructorClient),
    ],
    ids=["local", "ollama", "openai", "anthropic"],
)
async def test_the_client_by_the_model(model, options, client):
    if client is InstructorClient:
        pytest.importorskip("anthropic", reason="needs pip install 'instructor[anthropic]'")
    connection = connect(model, limits=Limits(), label="mine", **options)
    assert isinstance(connection.client, client)
    assert (connection.endpoint, connection.model) == ("mine", "m")
    assert "sk-given-by-hand" not in repr(connection)
    await connection.client.aclose()


async def test_the_key_comes_from_the_providers_variable(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-from-the-environment")
    connection = connect("gpt-4.1-mini", limits=Limits())
    assert connection.client._headers["Authorization"] == "Bearer sk-from-the-environment"
    await connection.client.aclose()


def test_choosing_a_model_imports_no_sdk():
    code = (
        "import sys; from jdextract.engines.llm.connection import endpoint_label; endpoint_label('gpt-4.1-mini');"
        "print([name for name in ('openai', 'instructor', 'genai_prices', 'anthropic') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
