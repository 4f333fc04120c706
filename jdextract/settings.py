"""Settings of a run: arguments first, then ``JDEXTRACT_*`` environment variables, then defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

LEXICON = "lexicon"
"""The name of the offline engine, which is the default."""


def _place(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    return SecretStr(given) if "://" in given else Path(given)


CacheLocation = Annotated[Path | SecretStr, BeforeValidator(_place)]
"""A folder; or a URL, which may hold a password and is therefore never shown."""


class Settings(BaseSettings):
    """How a run reads postings.

    Providers' keys are no settings: they stay in the providers' own variables (``OPENAI_API_KEY`` …), so
    that nothing that prints or stores settings can leak one.

    Raises:
        ValidationError: of pydantic, where a value is out of range or a name is unknown.

    Example:
        >>> Settings(model="openai/gpt-5-mini", max_cost=2.0, concurrency=32).concurrency
        32
    """

    model_config = SettingsConfigDict(env_prefix="JDEXTRACT_", extra="forbid", frozen=True, env_ignore_empty=True)

    model: str = LEXICON
    """``lexicon``, or ``provider/model``; a bare model name means ``openai/``."""
    base_url: str | None = None
    """The OpenAI-compatible endpoint, up to and including ``/v1``."""
    endpoint_label: str | None = None
    """What stands for the endpoint in cache keys; its host unless set."""
    mode: Literal["json_schema", "tools", "json"] | None = None
    """How the endpoint is held to the schema; chosen by the provider unless set."""
    cache_dir: CacheLocation = Field(default_factory=lambda: platformdirs.user_cache_path("jdextract"))
    """Where paid answers are kept: a folder, or the ``redis://`` URL of a server that many machines share."""
    use_cache: bool = True
    keep_readings: bool = True
    """Whether extractions that were made of paid answers are kept beside them, which makes a rerun several times faster."""
    concurrency: int = Field(default=16, ge=1, le=1024)
    """Postings in work at once."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds that one call may take."""
    attempts: int = Field(default=6, ge=1, le=100)
    """Calls that may fail before a posting is given up; waits for a rate limit are none."""
    max_output_tokens: int = Field(default=4096, ge=64)
    requests_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_minute: int | None = Field(default=None, ge=1)
    max_cost: float | None = Field(default=None, gt=0)
    """US dollars that the run may spend."""
    max_tokens: int | None = Field(default=None, gt=0)
    """Tokens, in and out, that the run may use."""
    reask: bool = True
    """Whether ungrounded or invalid facts may be asked for again."""
    classify: bool = True
    """Whether a model is asked what names are that the taxonomy lacks, once a name."""
    second_look: bool = False
    """Whether a model is asked once more about required technologies that the lexicon engine found and it left out."""
    dedup: bool = True
    """Whether postings that repeat an earlier one are marked with ``duplicate_of``, and so counted once."""
    taxonomy: tuple[Path, ...] = ()
    """YAML files that extend the shipped taxonomy."""
