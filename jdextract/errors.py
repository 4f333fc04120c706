"""Every error that jdextract raises on purpose.

::

    JdextractError
    ├── InputError              a file, a row or an option that cannot be used
    ├── ConfigurationError      settings that do not fit together, a missing extra or key
    ├── TaxonomyError           a taxonomy file that does not hold together
    ├── CacheError              the cache cannot be opened, read or written
    ├── BudgetReachedError      the run's money or tokens are spent
    └── EngineError             one posting could not be read
        ├── TransportError      the endpoint could not be reached, or kept failing
        ├── InvalidAnswerError  the answer did not fit the schema after all re-asks
        ├── TruncatedError      the answer hit the output limit
        ├── RefusedError        the model declined
        ├── ContentFilterError  the provider's filter stopped the request or the answer
        ├── RequestError        the endpoint rejected the request (400, 413, 422)
        └── AccessError         401, 403 or 404: every posting would fail alike, so the run stops

Each error has a stable ``kind`` (the ``error.kind`` of extractions.jsonl).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jdextract.models import Usage


class JdextractError(Exception):
    """The base of all errors of jdextract.

    Example:
        >>> from jdextract import read_postings
        >>> try:
        ...     postings = list(read_postings("nowhere.csv"))
        ... except JdextractError as error:
        ...     print(f"{error.kind}: {error}")
        input: 'nowhere.csv' does not exist: give a file, a folder, a glob, or - for stdin
    """

    kind = "error"


class InputError(JdextractError):
    """A file, a row or an option cannot be used; the message names it and says what to do."""

    kind = "input"


class ConfigurationError(JdextractError):
    """Settings do not fit together, or something that they need is not installed or not set."""

    kind = "configuration"


class TaxonomyError(JdextractError):
    """A taxonomy file does not hold together."""

    kind = "taxonomy"


class CacheError(JdextractError):
    """The cache cannot be opened, read or written."""

    kind = "cache"


class BudgetReachedError(JdextractError):
    """The money or the tokens that the run may use are spent."""

    kind = "budget"


class EngineError(JdextractError):
    """One posting could not be read.

    ``attempts`` counts the calls made, ``usage`` sums what they cost, ``raw`` is the last answer as received.
    """

    kind = "engine"

    def __init__(
        self,
        message: str,
        *,
        posting_id: str | None = None,
        attempts: int = 0,
        usage: Usage | None = None,
        raw: str | None = None,
    ) -> None:
        from jdextract.models import Usage  # noqa: PLC0415 - pydantic is a third of the start of a command

        super().__init__(message)
        self.posting_id = posting_id
        self.attempts = attempts
        self.usage = usage or Usage()
        self.raw = raw


class TransportError(EngineError):
    """The endpoint could not be reached or kept failing (408, 409, 425, 429, 5xx, timeouts)."""

    kind = "transport"


class InvalidAnswerError(EngineError):
    """The answer did not fit the schema, and re-asking did not help."""

    kind = "invalid_answer"


class TruncatedError(EngineError):
    """The answer hit the output limit before it was complete."""

    kind = "truncated"


class RefusedError(EngineError):
    """The model declined to answer."""

    kind = "refused"


class ContentFilterError(EngineError):
    """The provider's content filter stopped the request or the answer."""

    kind = "content_filter"


class RequestError(EngineError):
    """The endpoint rejected this request (400, 413, 422)."""

    kind = "request"


class AccessError(EngineError):
    """A wrong key, a missing permission or an unknown model (401, 403, 404): stops the whole run."""

    kind = "access"
