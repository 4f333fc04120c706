"""Whether an OpenAI-compatible endpoint is there, and takes the key: asks for its list of models."""

from __future__ import annotations

import os
import time

import openai

from jdextract.engines.llm.connection import COMPATIBLE, NO_KEY, key_variable, split_model
from jdextract.engines.llm.transport import Endpoint
from jdextract.engines.llm.troubles import diagnose
from jdextract.errors import ConfigurationError, TransportError

SECONDS = 10.0


def list_models(model: str, *, base_url: str | None = None) -> list[str]:
    """The names of the models that the endpoint of ``model`` offers; costs nothing.

    Raises:
        ConfigurationError: the provider has no OpenAI-compatible endpoint.
        TransportError: the endpoint cannot be reached, or refuses; in its own words, without the key.
    """
    provider, name = split_model(model, base_url=base_url)
    if provider not in COMPATIBLE:
        raise ConfigurationError(
            f"the endpoint of {provider!r} has no list of models that is asked alike for all; look it up at the provider"
        )
    url = base_url or COMPATIBLE[provider].base_url
    variable = key_variable(model, base_url=base_url)
    key = (os.environ.get(variable) if variable else None) or NO_KEY
    try:
        with openai.OpenAI(base_url=url, api_key=key, max_retries=0, timeout=SECONDS) as client:
            return [offered.id for offered in client.models.list()]
    except openai.OpenAIError as error:
        said = Endpoint(url, name, variable, key).clean(str(diagnose(error, now=time.time)))
        raise TransportError(
            f"{url} does not answer as it should: {said}; check the base URL, and that the server runs"
        ) from error
