"""Files and batches of the model server: a provider's batch service that ends as it is told.

Each batch takes the next plan of `BatchDesk.plans`; without one it completes at the first look, every request
answered in reverse order::

    server.batches.plans += [BatchPlan(looks=2), BatchPlan(end="expired", answered=3), BatchPlan(end="failed")]
"""

from __future__ import annotations

import itertools
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

RUNNING = ("validating", "in_progress", "finalizing")
Answer = Callable[[Mapping[str, Any]], dict[str, Any]]
"""The body of a chat completion for the body of a request."""


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """How one batch goes.

    Args:
        looks: how often it is still running when it is asked about.
        end: ``completed``, ``expired``, ``cancelled`` or ``failed``.
        answered: how many requests are answered before the end; all unless given.
        refused: how many of the others are answered with an error 400.
        garbled: how many lines of the output file are no JSON.
        text: the content of every answer; the server's own unless given.
    """

    looks: int = 0
    end: str = "completed"
    answered: int | None = None
    refused: int = 0
    garbled: int = 0
    text: str | None = None


@dataclass(slots=True)
class _Batch:
    plan: BatchPlan
    fields: dict[str, Any]
    looks: int = 0


@dataclass(slots=True)
class BatchDesk:
    """Serves ``/v1/files`` and ``/v1/batches``.

    ``lose`` holds methods and paths of requests that are done but whose answer never arrives, each once.
    """

    answer: Answer
    api_key: str | None = None
    plans: deque[BatchPlan] = field(default_factory=deque)
    lose: list[str] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    created: dict[str, _Batch] = field(default_factory=dict)
    max_requests: int = 50_000
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def requests(self) -> list[str]:
        """The ``custom_id`` of every request in every batch that was created."""
        return [row["custom_id"] for batch in self.created.values() for row in self._rows(batch)]

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse | None:
        """The response to a request about files or batches; ``None`` to others."""
        parts = request.path.removeprefix("/v1/").split("/")
        if parts[0] not in {"files", "batches"}:
            return None
        if self.api_key is not None and request.headers.get("authorization") != f"Bearer {self.api_key}":
            return _json({"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}}, 401)
        body, status = await self._do(request, parts)
        lost = f"{request.method} {request.path}"
        if lost in self.lose:
            self.lose.remove(lost)
            return _json({"error": {"message": "the gateway lost the answer"}}, 502)
        return web.Response(body=body) if isinstance(body, bytes) else _json(body, status)

    async def _do(self, request: web.BaseRequest, parts: list[str]) -> tuple[dict[str, Any] | bytes, int]:
        found: tuple[dict[str, Any] | bytes, int]
        match request.method, parts:
            case "POST", ["files"]:
                found = await self._upload(request), 200
            case "GET", ["files"]:
                found = _page(list(self.files.values())), 200
            case "GET", ["files", file_id, "content"] if file_id in self.contents:
                found = self.contents[file_id], 200
            case "POST", ["batches"]:
                found = self._create(json.loads(await request.read()))
            case "GET", ["batches"]:
                found = _page([batch.fields for batch in self.created.values()]), 200
            case "GET", ["batches", batch_id] if batch_id in self.created:
                found = self._look(self.created[batch_id]), 200
            case _:
                found = {"error": {"message": f"no such thing as {request.path}", "code": "not_found"}}, 404
        return found

    async def _upload(self, request: web.BaseRequest) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        name = ""
        async for part in await request.multipart():
            fields[str(part.name)] = bytes(await part.read())
            name = part.filename or name
        assert fields["purpose"] == b"batch"
        return self._keep(name, fields["file"], "batch")

    def _keep(self, name: str, content: bytes, purpose: str) -> dict[str, Any]:
        file_id = f"file-{next(self._numbers)}"
        self.contents[file_id] = content
        self.files[file_id] = {
            "id": file_id, "object": "file", "bytes": len(content), "created_at": 0, "filename": name,
            "purpose": purpose, "status": "processed",
        }  # fmt: skip
        return self.files[file_id]

    def _create(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
        lines = self.contents[given["input_file_id"]].splitlines()
        if len(lines) > self.max_requests:
            return {"error": {"message": f"a batch holds at most {self.max_requests} requests"}}, 400
        batch_id = f"batch_{next(self._numbers)}"
        fields = {
            "id": batch_id, "object": "batch", "created_at": 0, "expires_at": 86_400, "status": "validating",
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0}, **given,
        }  # fmt: skip
        self.created[batch_id] = _Batch(self.plans.popleft() if self.plans else BatchPlan(), fields)
        return fields, 200

    def _rows(self, batch: _Batch) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.contents[batch.fields["input_file_id"]].splitlines()]

    def _look(self, batch: _Batch) -> dict[str, Any]:
        plan, fields = batch.plan, batch.fields
        batch.looks += 1
        if batch.looks <= plan.looks:
            fields["status"] = RUNNING[min(batch.looks, len(RUNNING)) - 1]
        elif fields["status"] in RUNNING:
            self._end(batch)
        return fields

    def _end(self, batch: _Batch) -> None:
        plan, fields = batch.plan, batch.fields
        fields["status"] = plan.end
        if plan.end == "failed":
            error = {"code": "invalid_model", "message": "the model has no batch service", "line": 1, "param": None}
            fields["errors"] = {"object": "list", "data": [error]}
            return
        rows = self._rows(batch)
        answered = rows[: len(rows) if plan.answered is None else plan.answered]
        refused = rows[len(answered) : len(answered) + plan.refused]
        left = rows[len(answered) + len(refused) :]
        output = [self._answered(row, plan) for row in reversed(answered)] + ["{"] * plan.garbled
        errors = [_refused(row) for row in refused]
        if plan.end in {"expired", "cancelled"}:
            errors += [_unasked(row, f"batch_{plan.end}") for row in left]
        if output:
            fields["output_file_id"] = self._keep("output.jsonl", "\n".join(output).encode(), "batch_output")["id"]
        if errors:
            fields["error_file_id"] = self._keep("errors.jsonl", "\n".join(errors).encode(), "batch_output")["id"]
        fields["request_counts"] = {"total": len(rows), "completed": len(answered), "failed": len(errors)}

    def _answered(self, row: Mapping[str, Any], plan: BatchPlan) -> str:
        body = self.answer(row["body"])
        if plan.text is not None:
            body["choices"][0]["message"]["content"] = plan.text
        return _line(row, response={"status_code": 200, "request_id": "r", "body": body}, error=None)


def _refused(row: Mapping[str, Any]) -> str:
    body = {"error": {"message": "this request is too long", "code": "context_length_exceeded"}}
    return _line(row, response={"status_code": 400, "request_id": "r", "body": body}, error=None)


def _unasked(row: Mapping[str, Any], code: str) -> str:
    return _line(row, response=None, error={"code": code, "message": "This request was not executed in time."})


def _line(row: Mapping[str, Any], **rest: Any) -> str:
    return json.dumps({"id": "r", "custom_id": row["custom_id"], **rest})


def _page(data: list[dict[str, Any]]) -> dict[str, Any]:
    return {"object": "list", "data": data[::-1], "has_more": False}


def _json(body: Mapping[str, Any], status: int) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")
