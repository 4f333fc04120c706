"""Requests out to a provider's batch and answers back into the cache, as JSON lines.

A line of the request file is OpenAI's batch form, which most batch services take; ``custom_id`` is the key
of the request in the cache, so that an answer finds its place however late and in whatever order it comes::

    {"custom_id": "9f86…", "method": "POST", "url": "/v1/chat/completions", "body": {"model": …, "messages": …}}

A line of an answer file is what such a service returns, or the plain form of answers got some other way
(``content`` is the answer's JSON object, or its text)::

    {"custom_id": "9f86…", "response": {"status_code": 200, "body": {"choices": […], "usage": {…}}}, "error": null}
    {"custom_id": "9f86…", "content": {"must": […], …}}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from jdextract.engines.llm.completion import Completion, Request
from jdextract.engines.llm.engine import LLMEngine
from jdextract.engines.llm.openai_client import OLDER_LIMIT, read_answer, request_body
from jdextract.engines.llm.reask import judge
from jdextract.engines.llm.troubles import ReportedError, UnreadableAnswerError
from jdextract.models import Posting, Usage
from jdextract.segments import has_visible_text

URL: Final = "/v1/chat/completions"
"""Where each request of a batch goes."""


@dataclass(slots=True)
class Export:
    """What an export came to. ``answered`` counts postings that an ordinary run would read without a call."""

    postings: int = 0
    answered: int = 0
    empty: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line of an answer file that could not be used, and why; ``custom_id`` and ``posting`` where they are known."""

    line: int
    reason: str
    custom_id: str | None = None
    posting: str | None = None
    code: str | None = None
    """The provider's, such as ``batch_expired``."""

    def __str__(self) -> str:
        about = f" (posting {self.posting!r})" if self.posting else f" (custom_id {self.custom_id!r})"
        return f"line {self.line}{about if self.posting or self.custom_id else ''}: {self.reason}"


@dataclass(slots=True)
class Import:
    """What an import came to: answers ``stored``, lines ``rejected``, requests still ``open``."""

    stored: int = 0
    open: int = 0
    rejected: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A readable line of an answer file."""

    line: int
    custom_id: str
    completion: Completion


def export_requests(
    engine: LLMEngine, postings: Iterable[Posting], write: Callable[[str], object], *, limit_name: str = OLDER_LIMIT
) -> Export:
    """Write a line for each request that a run over ``postings`` would send first; each once.

    These are the first turns of postings without an answer, and the re-asks of those whose answer does not
    ground; so export, answer and import, once or twice more, lead where an ordinary run would.

    Args:
        engine: knows the requests, and what is answered.
        postings: pulled lazily; those without text are counted and left out.
        write: takes one line, its line end included.
        limit_name: what the endpoint calls the limit of output tokens.

    Raises:
        InputError: a posting is too long for any model.
        CacheError: the cache cannot be read.
    """
    result = Export()
    written: set[str] = set()
    for posting in postings:
        result.postings += 1
        if not has_visible_text(posting.text):
            result.empty += 1
            continue
        pending = [exchange for exchange in engine.conversation(posting) if exchange.state == "open"]
        result.answered += not pending
        for exchange in pending:
            if exchange.key not in written:
                written.add(exchange.key)
                write(request_line(exchange.key, exchange.request, limit_name=limit_name))
    result.requests = len(written)
    return result


def request_line(key: str, request: Request, *, limit_name: str = OLDER_LIMIT) -> str:
    """One request as a line of a batch file, its line end included."""
    body = request_body(request, limit_name=limit_name)
    line = {"custom_id": key, "method": "POST", "url": URL, "body": body}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def import_answers(engine: LLMEngine, postings: Iterable[Posting], lines: Iterable[str]) -> Import:
    """Put the answers in ``lines`` into the engine's cache, each under the request of ``postings`` that it answers.

    Unusable answers (not of the schema, refused, truncated) are kept as failures, as in a run, and named.
    Of several lines with one ``custom_id`` the last readable one counts.

    Raises:
        InputError: a posting is too long for any model.
        CacheError: the cache cannot be read.
    """
    result = Import()
    answers: dict[str, AnswerLine] = {}
    for read in read_answer_lines(lines):
        if isinstance(read, Rejection):
            result.rejected.append(read)
        else:
            answers[read.custom_id] = read
    for posting in postings:
        if not has_visible_text(posting.text):
            continue
        exchanges = engine.conversation(posting)
        while found := [exchange for exchange in exchanges if exchange.key in answers]:
            for exchange in found:
                answer = answers.pop(exchange.key)
                if engine.store_completion(exchange.request, answer.completion):
                    result.stored += 1
                else:
                    reason = f"{judge(answer.completion).reason}; kept as a failure"
                    result.rejected.append(Rejection(answer.line, reason, answer.custom_id, posting.id))
            exchanges = engine.conversation(posting)  # an answer may raise a follow-up, answered in the same file
        result.open += sum(exchange.state == "open" for exchange in exchanges)
    result.rejected += [
        Rejection(
            answer.line,
            "it answers no request of these postings; import with the postings, model and endpoint of the export",
            answer.custom_id,
        )
        for answer in answers.values()
    ]
    result.rejected.sort(key=lambda rejection: rejection.line)
    return result


def read_answer_lines(lines: Iterable[str]) -> Iterator[AnswerLine | Rejection]:
    """The answers in ``lines``, and what is wrong with the others; blank lines are nothing."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            yield Rejection(number, f"it is no JSON ({error})")
            continue
        custom_id = row.get("custom_id") if isinstance(row, Mapping) else None
        if not isinstance(custom_id, str) or not custom_id:
            yield Rejection(number, "it has no custom_id")
            continue
        try:
            yield AnswerLine(number, custom_id, _completion(row))
        except ReportedError as error:
            reason = f"the provider answered {error.status_code}: {_said(error.body)}"
            yield Rejection(number, reason, custom_id, code=_code(error.body))
        except UnreadableAnswerError as error:
            yield Rejection(number, str(error), custom_id)


def _completion(row: Mapping[str, Any]) -> Completion:
    """The completion in a line of either form.

    Raises:
        ReportedError: the line says that the request failed.
        UnreadableAnswerError: the line has neither form.
    """
    model = str(row.get("model") or "")
    if "content" in row:
        content = row["content"]
        if isinstance(content, Mapping):
            content = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        if not isinstance(content, str):
            raise UnreadableAnswerError(f"its content is {type(content).__name__}, neither a text nor an object")
        try:
            usage = Usage.model_validate(row.get("usage") or {})
        except ValidationError as error:
            raise UnreadableAnswerError("its usage is none of jdextract's") from error
        return Completion(content, usage, "stop", model)
    response = row.get("response")
    status = response.get("status_code") if isinstance(response, Mapping) else None
    if isinstance(response, Mapping) and status in {200, None} and "body" in response:
        return read_answer(response["body"], model=model)
    body = response.get("body") if isinstance(response, Mapping) else None
    reported = body if isinstance(body, Mapping) and body.get("error") else row
    if isinstance(status, int) or row.get("error"):
        raise ReportedError(status if isinstance(status, int) else 500, reported)
    raise UnreadableAnswerError("it has neither a response nor a content")


def _code(body: Mapping[str, Any]) -> str | None:
    error = body.get("error")
    code = error.get("code") if isinstance(error, Mapping) else None
    return str(code) if code else None


def _said(body: Mapping[str, Any]) -> str:
    error = body.get("error")
    said = (error.get("message") or error.get("code")) if isinstance(error, Mapping) else error
    return str(said or "no reason")[:300]
