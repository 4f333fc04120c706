"""A model server over real HTTP that answers from the request's own segments, or fails as it is told.

In a test, in a thread of its own::

    with ModelServer(faults={"429:0.5": 0.1}, seed=1) as server:
        client = connect(…, base_url=server.base_url)
        …
        assert server.stats()["calls"] == 12

For benchmarks and by hand: ``python -m tests.support.server --port 8099 --latency 0.2 --fault 429=0.1``.

It speaks OpenAI's chat completions, files and batches (under ``/v1``), Anthropic's messages and Google's generateContent.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import json
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from aiohttp import web

from tests.support.answers import answer_grounded, answer_ungrounded
from tests.support.batches import BatchDesk
from tests.support.dialects import OPENAI, Ask, Dialect, Say, dialect_of
from tests.support.faults import Fault, FaultRates
from tests.support.rate_window import RateWindow

JSON = "application/json"
_FIXED_TEXTS: Mapping[str | None, tuple[str, str]] = {
    "invalid": ('{"unexpected": true}', "stop"),
    "refusal": ("I cannot help with that.", "refusal"),
    "content_filter": ("", "content_filter"),
    "empty": ("", "stop"),
}
Step = Fault | str | None
"""A fault (or how it is written), or ``None`` for a good answer."""


def posting_digest(ask: Ask) -> str:
    """Which posting a request is about: a digest of the first user message, the same for its re-asks."""
    return hashlib.blake2b(ask.first_user_text.encode(), digest_size=8).hexdigest()


class ModelServer:
    """A scriptable model server.

    Args:
        latency: seconds before each answer.
        faults: how a fault is written (see `tests.support.faults`) to its share of calls.
        seed: of the faults' chance.
        answer: the text of a good answer; from the request's own segments unless given.
        posting_key: what calls are counted by.
        refuses_modes: modes that are answered with 400, such as ``json_schema`` for servers that lack it.
        api_key: where set, any other key is answered with 401.
        models: where set, any other model is answered with 404.
        requests_per_minute: a fixed window that is enforced with 429 and told in ``x-ratelimit-*`` headers.
        tokens_per_minute: the same for tokens.
        record: whether to keep requests in `requests`.
    """

    def __init__(
        self,
        *,
        latency: float = 0.0,
        faults: Mapping[str, float] | None = None,
        seed: int = 0,
        answer: Callable[[Ask], str] = answer_grounded,
        posting_key: Callable[[Ask], str] = posting_digest,
        refuses_modes: Iterable[str] = (),
        api_key: str | None = None,
        models: Iterable[str] = (),
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        record: bool = False,
        port: int = 0,
    ) -> None:
        self.latency = latency
        self.answer = answer
        self.refuses_modes = frozenset(refuses_modes)
        self.api_key = api_key
        self.models = tuple(models)
        self.port = port
        self.requests: list[Ask] = []
        self.batches = BatchDesk(self._batch_answer, api_key)
        self._record = record
        self._posting_key = posting_key
        self._rates = FaultRates(faults or {}, seed)
        self._script: deque[Step] = deque()
        self._scripts: list[tuple[str, deque[Step]]] = []
        self._window = RateWindow(requests_per_minute, tokens_per_minute)
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._good: Counter[str] = Counter()
        self._at_once = self._peak = 0
        self._systems: set[int] = set()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None

    # What a test says beforehand and asks afterwards

    @property
    def base_url(self) -> str:
        """The OpenAI-compatible base."""
        return f"{self.root_url}/v1"

    @property
    def root_url(self) -> str:
        """For providers whose SDK adds its own version to the path."""
        return f"http://127.0.0.1:{self.port}"

    def script(self, *steps: Step, about: str | None = None) -> None:
        """What happens to the next calls in turn; with ``about``, to those whose user messages hold these words."""
        with self._lock:
            if about is None:
                self._script.extend(steps)
            else:
                self._scripts.append((about, deque(steps)))

    def stats(self) -> dict[str, Any]:
        """Calls in all, good answers, HTTP errors and faults by kind, the most calls at once, tokens answered."""
        with self._lock:
            return {
                "calls": sum(self._calls.values()),
                "postings": len(self._calls),
                "peak": self._peak,
                **self._counts,
            }

    def calls(self) -> dict[str, int]:
        """Calls by posting."""
        with self._lock:
            return dict(self._calls)

    def good_answers(self) -> dict[str, int]:
        """Good answers, fully written, by posting."""
        with self._lock:
            return dict(self._good)

    # Running

    async def serve(self, started: Callable[[], None] | None = None) -> None:
        """Serve until `stop`."""
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        handler = web.Server(self._handle, keepalive_timeout=3600, access_log=None)
        listener = await self._loop.create_server(handler, "127.0.0.1", self.port, backlog=1024)
        self.port = listener.sockets[0].getsockname()[1]
        if started:
            started()
        try:
            await self._stopping.wait()
        finally:
            listener.close()
            await handler.shutdown(0)

    def stop(self) -> None:
        """End `serve`, from any thread, and wait for the server's own thread; a second time does nothing."""
        if self._loop and self._stopping and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)
        if self._thread:
            self._thread.join(10)

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self.serve(ready.set)), name="model-server", daemon=True
        )
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the model server did not start")
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()

    # Handling one request

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if (response := await self.batches.handle(request)) is not None:
            return response
        if request.method == "GET":
            return self._handle_get(request.path)
        dialect = dialect_of(request.path)
        if dialect is None:
            return _reply(OPENAI.error(404, f"unknown path {request.path}"), 404)
        try:
            ask = dialect.read(json.loads(await request.read()), request.path)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            return _reply(dialect.error(400, f"cannot read the request: {error!r}"), 400)
        self._at_once += 1
        self._peak = max(self._peak, self._at_once)
        try:
            return await self._answer(request, dialect, ask)
        finally:
            self._at_once -= 1

    def _handle_get(self, path: str) -> web.Response:
        if path == "/v1/models":
            names = self.models or ("test-model",)
            return _reply(
                {
                    "object": "list",
                    "data": [{"id": name, "object": "model", "created": 0, "owned_by": "tests"} for name in names],
                }
            )
        if path == "/stats":
            return _reply(self.stats())
        if path == "/stats/postings":
            return _reply({"calls": self.calls(), "good_answers": self.good_answers()})
        return _reply(OPENAI.error(404, f"unknown path {path}"), 404)

    async def _answer(self, request: web.BaseRequest, dialect: Dialect, ask: Ask) -> web.StreamResponse:
        posting = self._posting_key(ask)
        with self._lock:
            self._calls[posting] += 1
            if self._record:
                self.requests.append(ask)
            fault = self._next_step(ask, posting)
            size = (len(ask.system_text) + sum(len(text) for _, text in ask.turns)) // 4
            limits, blocked_for = self._window.admit(size)
        if self.latency:
            await asyncio.sleep(self.latency)
        if refusal := self._refuse(request, ask):
            status, message = refusal
            return self._count_reply(str(status), _reply(dialect.error(status, message), status))
        if blocked_for is not None:
            body = dialect.error(429, "rate limit reached")
            return self._count_reply("429", _reply(body, 429, {"retry-after": f"{blocked_for:.3f}", **limits}))
        if fault is not None and fault.status is not None:
            body = dialect.error(fault.status, f"as scripted: {fault.kind}")
            return self._count_reply(fault.kind, _reply(body, fault.status, fault.headers()))
        if fault is not None and fault.kind in {"hang", "drop", "disconnect", "not_json"}:
            return await self._break(request, fault.kind, dialect, ask)
        say = self._say(ask, fault.kind if fault else None)
        reply = _reply(dialect.write(ask, say), 200, limits)
        with self._lock:
            self._counts["input_tokens"] += say.input_tokens
            self._counts["output_tokens"] += say.output_tokens
            if fault is None:
                self._good[posting] += 1
        return self._count_reply(fault.kind if fault else "good", reply)

    def _batch_answer(self, body: Mapping[str, Any]) -> dict[str, Any]:
        ask = OPENAI.read(dict(body), "/v1/chat/completions")
        return dict(OPENAI.write(ask, self._say(ask, None)))

    def _next_step(self, ask: Ask, posting: str) -> Fault | None:
        for about, steps in self._scripts:
            if steps and any(about in text for role, text in ask.turns if role == "user"):
                return _fault(steps.popleft())
        if self._script:
            return _fault(self._script.popleft())
        return self._rates.draw(posting, self._calls[posting])

    def _refuse(self, request: web.BaseRequest, ask: Ask) -> tuple[int, str] | None:
        headers = request.headers
        key = headers.get("authorization", "").removeprefix("Bearer ")
        key = key or headers.get("x-api-key") or headers.get("x-goog-api-key") or ""
        if self.api_key is not None and key != self.api_key:
            return 401, "Incorrect API key provided"
        if self.models and ask.model not in self.models:
            return 404, f"The model `{ask.model}` does not exist or you do not have access to it."
        if ask.mode in self.refuses_modes:
            name = {"json_schema": "response_format of type json_schema", "tools": "tools", "json": "response_format"}[
                ask.mode
            ]
            return 400, f"Invalid parameter: {name} is not supported with this model."
        return None

    def _say(self, ask: Ask, fault: str | None) -> Say:
        text, finish = self._text(ask, fault)
        size = sum(len(text) for _, text in ask.turns) // 4
        output = len(text) // 4 + 1
        system, cached = hash(ask.system_text), 0
        if system in self._systems:
            cached = len(ask.system_text) // 4 // 128 * 128
            cached = cached if cached >= 1024 else 0
        self._systems.add(system)
        return Say(text, finish, size, cached, output)

    def _text(self, ask: Ask, fault: str | None) -> tuple[str, str]:
        if fault in _FIXED_TEXTS:
            return _FIXED_TEXTS[fault]
        if fault == "ungrounded":
            return answer_ungrounded(ask), "stop"
        good = self.answer(ask)
        if fault == "malformed":
            return good[:-3] + '"]', "stop"
        if fault == "truncated":
            return good[: len(good) // 2], "length"
        return good, "stop"

    async def _break(self, request: web.BaseRequest, kind: str, dialect: Dialect, ask: Ask) -> web.StreamResponse:
        self._count(kind)
        if kind == "not_json":
            return web.Response(text="<html><body>Bad gateway, but 200</body></html>", content_type="text/html")
        if kind == "hang":
            await self._stopping_event().wait()
        elif kind == "disconnect":
            body = json.dumps(dialect.write(ask, self._say(ask, None))).encode()
            response = web.StreamResponse(headers={"content-type": JSON, "content-length": str(len(body))})
            await response.prepare(request)
            await response.write(body[: len(body) // 2])
        if request.transport:
            request.transport.close()
        raise asyncio.CancelledError  # nothing more is written on this connection

    def _stopping_event(self) -> asyncio.Event:
        assert self._stopping is not None
        return self._stopping

    def _count(self, name: str) -> None:
        with self._lock:
            self._counts[name] += 1

    def _count_reply(self, name: str, reply: web.Response) -> web.Response:
        self._count(name)
        return reply


def _fault(step: Step) -> Fault | None:
    return Fault.parse(step) if isinstance(step, str) else step


def _reply(body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(
        body=json.dumps(body, ensure_ascii=False).encode(), status=status, content_type=JSON, headers=headers
    )


def _share(text: str) -> tuple[str, float]:
    fault, _, share = text.rpartition("=")
    Fault.parse(fault)
    return fault, float(share)


async def _serve_by_hand(server: ModelServer) -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, server.stop)
    await server.serve(lambda: print(json.dumps({"base_url": server.base_url}), flush=True))  # noqa: T201
    print(json.dumps(server.stats()), flush=True)  # noqa: T201 - the command's result


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.support.server", description="A scriptable model server.")
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one, which is printed")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument(
        "--fault", action="append", default=[], type=_share, metavar="KIND=SHARE", help="such as 429:0.5=0.1"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--requests-per-minute", type=int)
    parser.add_argument("--tokens-per-minute", type=int)
    parser.add_argument("--refuse-mode", action="append", default=[], choices=["json_schema", "tools", "json"])
    given = parser.parse_args(arguments)
    server = ModelServer(
        port=given.port,
        latency=given.latency,
        faults=dict(given.fault),
        seed=given.seed,
        requests_per_minute=given.requests_per_minute,
        tokens_per_minute=given.tokens_per_minute,
        refuses_modes=given.refuse_mode,
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve_by_hand(server))


if __name__ == "__main__":
    main()
