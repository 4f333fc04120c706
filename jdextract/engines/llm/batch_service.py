"""`BatchService`: OpenAI's files and batches, and services of the same form, through the openai package."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import openai
from openai.types import Batch
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt

from jdextract.engines.llm.batch import URL
from jdextract.engines.llm.transport import Endpoint, RetryPolicy
from jdextract.engines.llm.troubles import Trouble, diagnose
from jdextract.errors import AccessError, RequestError, TransportError

T = TypeVar("T")

MARK = "jdextract_part"
"""The metadata that tells which part a batch holds, so that one whose id was lost is found again."""

_TRANSFER_SECONDS = 600.0
_PAGE = 100


class BatchService:
    """The batch service of one endpoint.

    What fails on the way is tried again by ``policy``. Nothing is created twice: after a failure of which it is not
    known whether it reached the provider, what may have been made is looked for first.

    Args:
        base_url: the endpoint, up to and including its version.
        api_key: never shown.
        endpoint: who is asked, for messages.
        policy: how often and how long to try.
        sleep: waits so many seconds.
        rng: of the waits' jitter.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        endpoint: Endpoint,
        policy: RetryPolicy | None = None,
        sleep: Callable[[float], None] = time.sleep,
        rng: random.Random | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._policy = policy or RetryPolicy()
        self._sleep = sleep
        self._rng = rng or random.Random()  # noqa: S311 - jitter
        self._client = openai.OpenAI(
            base_url=base_url,
            api_key=api_key,
            max_retries=0,
            timeout=httpx2.Timeout(_TRANSFER_SECONDS, connect=10.0),
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def upload(self, path: Path, part: str, *, may_exist: bool) -> str:
        """Upload a file of requests and return its id; with ``may_exist`` an earlier upload of it is taken."""
        name = f"jdextract-{part}.jsonl"

        def send(tries: int) -> str:
            if (tries > 1 or may_exist) and (known := self._uploaded(name)):
                return known
            with path.open("rb") as content:
                return self._client.files.create(file=(name, content, "application/jsonl"), purpose="batch").id

        return self._tried(send)

    def create(self, file_id: str, part: str, *, may_exist: bool) -> Batch:
        """Create the batch of an uploaded file; with ``may_exist`` one that was created earlier is taken."""

        def send(tries: int) -> Batch:
            if (tries > 1 or may_exist) and (known := self._created(part)):
                return known
            return self._client.batches.create(
                input_file_id=file_id, endpoint=URL, completion_window="24h", metadata={MARK: part}
            )

        return self._tried(send)

    def retrieve(self, batch_id: str) -> Batch:
        """The batch as it stands."""
        return self._tried(lambda _: self._client.batches.retrieve(batch_id))

    def download(self, file_id: str, path: Path) -> None:
        """Write a file of answers to ``path``."""

        def receive(_: int) -> None:
            with self._client.files.with_streaming_response.content(file_id) as response:
                response.stream_to_file(path)

        self._tried(receive)

    def _uploaded(self, name: str) -> str | None:
        files: Iterator[Any] = iter(self._client.files.list(purpose="batch", limit=_PAGE, order="desc"))
        return next((file.id for file in files if file.filename == name), None)

    def _created(self, part: str) -> Batch | None:
        return next((b for b in self._client.batches.list(limit=_PAGE) if (b.metadata or {}).get(MARK) == part), None)

    def _tried(self, call: Callable[[int], T]) -> T:
        retrying = Retrying(
            retry=retry_if_exception(self._passes),
            stop=stop_after_attempt(self._policy.attempts),
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            for attempt in retrying:
                with attempt:
                    return call(attempt.retry_state.attempt_number)
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            raise self._explained(diagnose(error, now=time.time)) from error
        raise AssertionError("tenacity ends with a result or an error")  # pragma: no cover

    def _passes(self, error: BaseException) -> bool:
        if not isinstance(error, (openai.OpenAIError, httpx2.HTTPError)):
            return False
        trouble = diagnose(error, now=time.time)
        return trouble.kind in {"rate_limit", "temporary"} and (trouble.wait or 0) <= self._policy.retry_after_cap

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        trouble = diagnose(error, now=time.time) if error else None
        bound = min(self._policy.longest_wait, self._policy.first_wait * 2 ** (state.attempt_number - 1))
        return max(self._rng.uniform(0.0, bound), (trouble.wait or 0.0) if trouble else 0.0)

    def _explained(self, trouble: Trouble) -> TransportError | AccessError | RequestError:
        said = f"{self._endpoint.label!r}: {self._endpoint.clean(str(trouble))}"
        if trouble.kind == "no_access":
            key = self._endpoint.key_variable or "the key"
            advice = (
                "has it a batch service? `jdextract batch export` writes the requests for another"
                if trouble.status == 404
                else f"check {key}, and the account's balance"
            )
            return AccessError(f"{said}; {advice}")
        if trouble.kind in {"rate_limit", "temporary"}:
            return TransportError(f"{said}; the same command goes on from here")
        return RequestError(f"{said}; check that the service takes this model, or submit in smaller parts")
