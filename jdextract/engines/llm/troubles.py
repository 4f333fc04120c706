"""What went wrong with a call, told alike for every provider's SDK: `diagnose` turns an exception into a `Trouble`.

Errors are known by their attributes and the names of their classes, so that no SDK is imported for it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Literal

Kind = Literal["rate_limit", "temporary", "rejected", "no_access", "filtered", "unknown"]
"""Wait and go on; try again; this request is wrong; all requests would fail; stopped by a filter; a defect."""

_TEMPORARY = frozenset({408, 409, 425})
_NO_ACCESS = frozenset({401, 402, 403, 404})
_CONGESTED = frozenset({429, 503, 529})
# Where the base class of what can go wrong on the way stands, by library.
_CONNECTION_ERRORS = frozenset(
    {
        ("openai", "APIConnectionError"),
        ("anthropic", "APIConnectionError"),
        ("groq", "APIConnectionError"),
        ("cerebras", "APIConnectionError"),
        ("httpx", "TransportError"),
        ("httpx2", "TransportError"),
        ("aiohttp", "ClientError"),
        ("requests", "RequestException"),
        ("urllib3", "HTTPError"),
        ("botocore", "HTTPClientError"),
        ("builtins", "ConnectionError"),
        ("builtins", "TimeoutError"),
        ("socket", "gaierror"),
        ("mistralai", "NoResponseError"),
    }
)
_SAYS_NOTHING = frozenset(
    {"Connection error.", "Request timed out."}
)  # SDKs' words, the latter also for a refused connection
MAX_DETAIL = 400
"""Characters of the endpoint's own words that go into a message."""


class UnreadableAnswerError(Exception):
    """A 200 without an answer in it: an HTML page of a gateway, or a body cut short."""


class ReportedError(Exception):
    """An error as the endpoint reported it: by its status, or inside a 200, as gateways do."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(body if isinstance(body, str) and body else f"error {status}")
        self.status_code = status
        self.body = body
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Trouble:
    """``status`` is the HTTP status, if one came; ``detail`` the endpoint's words; ``wait`` its Retry-After in seconds."""

    kind: Kind
    detail: str
    status: int | None = None
    wait: float | None = None
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def congestion(self) -> bool:
        """Whether the endpoint says that it is asked too much."""
        return self.kind == "rate_limit" or self.status in _CONGESTED

    @property
    def may_be_charged(self) -> bool:
        """Whether the endpoint may have answered, and charged for it, though no answer arrived."""
        return self.kind == "temporary" and self.status is None

    def __str__(self) -> str:
        return f"{self.status} {self.detail}" if self.status else self.detail


def diagnose(error: BaseException, *, now: Callable[[], float]) -> Trouble:
    """Find out what kind of trouble ``error`` is.

    Args:
        error: what a provider's SDK raised, perhaps wrapped (``__cause__``).
        now: seconds since the epoch, to which a Retry-After date is compared.
    """
    for cause in _causes(error):
        if (status := _status(cause)) is not None:
            return _from_status(status, cause, now)
        if isinstance(cause, UnreadableAnswerError) or _is_connection_error(cause):
            return Trouble("temporary", _describe_connection_error(cause))
    return Trouble("unknown", f"{type(error).__name__}: {error}"[:MAX_DETAIL])


def _causes(error: BaseException) -> list[BaseException]:
    chain = [error]
    while (cause := chain[-1].__cause__) is not None and cause not in chain:
        chain.append(cause)
    return chain


def _is_connection_error(error: BaseException) -> bool:
    return any((kind.__module__.partition(".")[0], kind.__name__) in _CONNECTION_ERRORS for kind in type(error).__mro__)


def _describe_connection_error(error: BaseException) -> str:
    """What the first cause that has something to say says."""
    for cause in _causes(error):
        if (text := str(cause)) and text not in _SAYS_NOTHING:
            return text[:MAX_DETAIL]
    return str(error) or type(error).__name__


def _status(error: BaseException) -> int | None:
    for name in ("status_code", "code", "status"):
        value = getattr(error, name, None)
        if isinstance(value, int) and 400 <= value <= 599:
            return value
    response = getattr(error, "response", None)  # botocore keeps it in a dictionary
    if isinstance(response, Mapping):
        value = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        return value if isinstance(value, int) else None
    return None


def _from_status(status: int, error: BaseException, now: Callable[[], float]) -> Trouble:
    body, headers = _body(error), _headers(error)
    detail, code = _detail(body)
    detail = (detail or str(error))[:MAX_DETAIL]
    wait = read_retry_after(headers, now=now)
    wait = _retry_delay(body) if wait is None else wait
    return Trouble(_kind(status, code), detail, status, wait, code, headers)


def _kind(status: int, code: str | None) -> Kind:
    if status == 429:
        # OpenAI says 429 for an unpaid account as well; waiting does not help there.
        return "no_access" if code == "insufficient_quota" else "rate_limit"
    if status in _TEMPORARY or status >= 500:
        return "temporary"
    if status in _NO_ACCESS:
        return "no_access"
    return "filtered" if code == "content_filter" else "rejected"


def _headers(error: BaseException) -> Mapping[str, str]:
    response = getattr(error, "response", None) or getattr(error, "raw_response", None)
    if isinstance(response, Mapping):
        headers = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    else:
        headers = getattr(response, "headers", None) or getattr(error, "headers", None) or {}
    try:
        return {str(name).lower(): str(value) for name, value in dict(headers).items()}
    except (TypeError, ValueError):
        return {}


def _body(error: BaseException) -> Any:
    for name in ("body", "details", "response_json"):
        body = getattr(error, name, None)
        if isinstance(body, str):
            try:
                body = json.loads(body)
            except ValueError:
                continue
        if isinstance(body, Mapping):
            return body
    response = getattr(error, "response", None)
    return response if isinstance(response, Mapping) else None


def _detail(body: Any) -> tuple[str | None, str | None]:
    """The endpoint's message and code: ``{"error": {"message", "code"}}``, or without the envelope."""
    if not isinstance(body, Mapping):
        return None, None
    inner = body.get("error", body.get("Error", body))
    if isinstance(inner, str):
        return inner, None
    if not isinstance(inner, Mapping):
        return None, None
    message = inner.get("message") or inner.get("Message") or inner.get("detail")
    code = inner.get("code") or inner.get("type") or inner.get("Code")
    return (str(message) if message else None), (str(code) if code else None)


def read_retry_after(headers: Mapping[str, str], *, now: Callable[[], float]) -> float | None:
    """Seconds to wait by ``retry-after-ms``, or by ``retry-after`` in seconds (also fractions) or as an HTTP date.

    A date in the past is 0; ``None`` where there is no header, or none that can be read (RFC 9110, 10.2.3).
    """
    if (milliseconds := _finite(headers.get("retry-after-ms"))) is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    if text is None or (seconds := _finite(text)) is not None:
        return seconds if text is not None else None
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now())
    except (TypeError, ValueError, OverflowError):
        return None


def _finite(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _retry_delay(body: Any) -> float | None:
    """Google's Retry-After: ``{"@type": "…RetryInfo", "retryDelay": "23s"}`` among the error's details."""
    inner = body.get("error", body) if isinstance(body, Mapping) else None
    details = inner.get("details") if isinstance(inner, Mapping) else None
    for entry in details if isinstance(details, list) else ():
        if isinstance(entry, Mapping) and isinstance(delay := entry.get("retryDelay"), str):
            return _finite(delay.removesuffix("s"))
    return None
