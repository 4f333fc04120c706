"""Batches from beginning to end: requests are prepared as parts, sent, looked after and collected into the cache.

Each step is in the ledger before the next begins, so that a run can be killed at any moment and the same command
goes on: nothing is uploaded, created or paid for twice, and no answer is lost.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jdextract.engines.llm.answers import Answers, digest_parts
from jdextract.engines.llm.batch import AnswerLine, Rejection, read_answer_lines, request_line
from jdextract.engines.llm.batch_ledger import Entry, Ledger, Part
from jdextract.engines.llm.engine import LLMEngine
from jdextract.engines.llm.estimation import UsageEstimator
from jdextract.engines.llm.reask import judge
from jdextract.models import Posting, Usage
from jdextract.segments import has_visible_text

if TYPE_CHECKING:
    from openai.types import Batch

    from jdextract.engines.llm.batch_service import BatchService

MAX_REQUESTS, MAX_BYTES = 50_000, 200_000_000
"""What OpenAI takes in one batch."""

_NEVER_ASKED = frozenset({"batch_expired", "batch_cancelled"})
Price = Callable[[Usage], Usage]


@dataclass(slots=True)
class Preparation:
    """What is to be sent: new ``parts``, and an estimate of what their ``requests`` will use."""

    postings: int = 0
    empty: int = 0
    answered: int = 0
    under_way: int = 0
    """Postings of which all open requests are in batches already."""
    requests: int = 0
    usage: Usage = field(default_factory=Usage)
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Collection:
    """What came of a part: nothing yet if its batch is still running."""

    part: Part
    stored: int = 0
    usage: Usage = field(default_factory=Usage)
    rejections: list[Rejection] = field(default_factory=list)
    resubmitted: Part | None = None


def prepare(
    engine: LLMEngine,
    postings: Iterable[Posting],
    ledger: Ledger,
    *,
    model: str,
    base_url: str | None,
    endpoint: str,
    limit_name: str,
    price: Price,
    max_requests: int = MAX_REQUESTS,
    max_bytes: int = MAX_BYTES,
) -> Preparation:
    """Write the requests that a run over ``postings`` would send first to parts of the ledger; calls nobody.

    Requests that are in batches already are left out.

    Raises:
        InputError: a posting is too long for any model, or the ledger cannot be written.
        CacheError: the cache cannot be read.
    """
    result = Preparation()
    estimator = UsageEstimator(price)
    known = ledger.keys_under_way()

    def lines() -> Iterator[tuple[str, Entry]]:
        for posting in postings:
            result.postings += 1
            if not has_visible_text(posting.text):
                result.empty += 1
                continue
            exchanges = engine.conversation(posting)
            pending = [exchange for exchange in exchanges if exchange.state == "open"]
            result.answered += not pending
            result.under_way += bool(pending) and all(exchange.key in known for exchange in pending)
            for exchange in exchanges:
                if exchange.usage is not None:
                    estimator.learn(exchange.request, exchange.usage)
            for exchange in pending:
                if exchange.key in known:
                    continue
                known.add(exchange.key)
                result.usage += estimator.estimate(exchange.request)
                entry = Entry(exchange.key, posting.id, digest_parts(exchange.request))
                yield request_line(exchange.key, exchange.request, limit_name=limit_name), entry

    began = datetime.now(UTC)
    ledger.sweep(now=began.timestamp())
    stem = f"{began:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    for number, chunk in enumerate(_split(lines(), max_requests, max_bytes), 1):
        name = f"{stem}-{number}"
        count, size = ledger.write_requests(name, chunk)
        part = Part(
            part=name,
            model=model,
            base_url=base_url,
            endpoint=endpoint,
            created_at=began,
            requests=count,
            bytes=size,
        )
        ledger.save(part)
        result.parts.append(part)
        result.requests += count
    return result


def _split(
    lines: Iterator[tuple[str, Entry]], max_requests: int, max_bytes: int
) -> Iterator[Iterator[tuple[str, Entry]]]:
    """``lines`` in chunks, each to be used up before the next is taken."""
    waiting = next(lines, None)

    def chunk() -> Iterator[tuple[str, Entry]]:
        nonlocal waiting
        count = size = 0
        while waiting is not None:
            length = len(waiting[0].encode())
            if count and (count == max_requests or size + length > max_bytes):
                return
            yield waiting
            count += 1
            size += length
            waiting = next(lines, None)

    while waiting is not None:
        yield chunk()


def send(service: BatchService, ledger: Ledger, part: Part) -> Part:
    """Upload a part's requests and create its batch, going on from where an earlier try was cut off.

    Raises:
        TransportError, AccessError, RequestError: the endpoint says so; what is done is in the ledger.
    """
    file_id = part.file_id
    if file_id is None:
        may_exist = part.step == "uploading"
        part = _saved(ledger, part, step="uploading")
        file_id = service.upload(ledger.requests_path(part), part.part, may_exist=may_exist)
        part = _saved(ledger, part, step="uploaded", file_id=file_id)
    if part.batch_id is None:
        may_exist = part.step == "creating"
        part = _saved(ledger, part, step="creating")
        batch = service.create(file_id, part.part, may_exist=may_exist)
        part = _updated(ledger, part.model_copy(update={"step": "submitted", "batch_id": batch.id}), batch)
    return part


def refresh(service: BatchService, ledger: Ledger, part: Part) -> tuple[Part, Batch]:
    """Ask how the part's batch stands."""
    assert part.batch_id is not None  # noqa: S101 - only parts that are sent are asked about
    batch = service.retrieve(part.batch_id)
    return _updated(ledger, part, batch), batch


def collect(
    service: BatchService, ledger: Ledger, part: Part, answers: Answers, *, price: Price, resubmit: bool = True
) -> Collection:
    """Put the answers of a part into the cache if its batch has ended, in whatever state; else only ask how it stands.

    Both the output file and the error file are read. With ``resubmit``, what an expired batch left unanswered becomes
    a part of its own, and is sent.

    Raises:
        TransportError, AccessError, RequestError: the endpoint says so; the part stays uncollected.
        CacheError, InputError: an answer or the ledger cannot be written; the same.
    """
    part, batch = refresh(service, ledger, part)
    result = Collection(part)
    if part.running:
        return result
    entries = {entry.key: entry for entry in ledger.index(part)}
    settled: set[str] = set()
    for file_id in (batch.output_file_id, batch.error_file_id):
        if file_id is None:
            continue
        path = ledger.folder / f"{part.part}.answers.jsonl"
        service.download(file_id, path)
        with path.open(encoding="utf-8") as lines:
            for read in read_answer_lines(lines):
                taken = _take(read, entries, answers, price, result)
                settled |= {taken.key} if taken else set()
        path.unlink()
    missing = entries.keys() - settled
    again = _resubmission(ledger, part, missing) if missing and resubmit and part.status == "expired" else None
    result.part = _saved(
        ledger,
        part,
        step="collected",
        stored=result.stored,
        rejected=len(result.rejections),
        missing=len(missing),
        resubmitted_as=again.part if again else None,
    )
    ledger.discard(part)
    if again:
        result.resubmitted = send(service, ledger, again)
    return result


def _take(
    read: AnswerLine | Rejection, entries: Mapping[str, Entry], answers: Answers, price: Price, result: Collection
) -> Entry | None:
    """Put a line of an answer file into the cache or among the rejections; the request that it settles, if any."""
    entry = entries.get(read.custom_id or "")
    if isinstance(read, Rejection):
        if read.code in _NEVER_ASKED:
            return None
        result.rejections.append(replace(read, posting=entry.posting if entry else None))
        return entry
    if entry is None:
        result.rejections.append(Rejection(read.line, "it answers no request of this batch", read.custom_id))
        return None
    completion = replace(read.completion, usage=price(read.completion.usage))
    verdict = judge(completion)
    answers.store(entry.key, entry.parts, completion, usable=verdict.items is not None)
    result.usage += completion.usage
    if verdict.items is not None:
        result.stored += 1
    else:
        reason = f"{verdict.reason}; kept as a failure"
        result.rejections.append(Rejection(read.line, reason, entry.key, entry.posting))
    return entry


def _resubmission(ledger: Ledger, part: Part, keys: Iterable[str]) -> Part:
    """A part of those requests of ``part``; the one that an earlier try made, if there is one."""
    stem, _, number = part.part.partition(".")
    name = f"{stem}.{int(number or 1) + 1}"
    if known := ledger.get(name):
        return known
    wanted = set(keys)

    def lines() -> Iterator[tuple[str, Entry]]:
        with ledger.requests_path(part).open(encoding="utf-8") as requests:
            for line, entry in zip(requests, ledger.index(part), strict=True):
                if entry.key in wanted:
                    yield line, entry

    count, size = ledger.write_requests(name, lines())
    again = Part(
        part=name,
        model=part.model,
        base_url=part.base_url,
        endpoint=part.endpoint,
        created_at=datetime.now(UTC),
        requests=count,
        bytes=size,
    )
    ledger.save(again)
    return again


def _saved(ledger: Ledger, part: Part, **changes: object) -> Part:
    part = part.model_copy(update=changes)
    ledger.save(part)
    return part


def _updated(ledger: Ledger, part: Part, batch: Batch) -> Part:
    counts, errors = batch.request_counts, batch.errors
    return _saved(
        ledger,
        part,
        status=batch.status,
        completed=counts.completed if counts else 0,
        failed=counts.failed if counts else 0,
        expires_at=datetime.fromtimestamp(batch.expires_at, UTC) if batch.expires_at else None,
        errors=[_described(error.code, error.message, error.line) for error in (errors and errors.data) or ()],
    )


def _described(code: str | None, message: str | None, line: int | None) -> str:
    where = f"line {line}: " if line is not None else ""
    return f"{where}{message or code or 'no reason'}"
