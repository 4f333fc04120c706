from __future__ import annotations

import pytest

from jdextract.engines.llm.batch_service import BatchService
from jdextract.engines.llm.transport import Endpoint
from jdextract.errors import RequestError, TransportError


@pytest.fixture
def waits():
    return []


@pytest.fixture
def service(server, waits):
    service = BatchService(base_url=server.base_url, api_key="k", endpoint=Endpoint("here", "m"), sleep=waits.append)
    yield service
    service.close()


@pytest.fixture
def requests(tmp_path):
    path = tmp_path / "requests.jsonl"
    path.write_text('{"custom_id": "k"}\n', encoding="utf-8")
    return path


@pytest.mark.parametrize("losses", [1, 3])
def test_an_answer_that_got_lost_makes_nothing_twice(service, server, requests, waits, losses):
    server.batches.lose += ["POST /v1/files", "POST /v1/batches", *["GET /v1/files", "GET /v1/batches"] * (losses - 1)]
    file_id = service.upload(requests, "part", may_exist=False)
    batch = service.create(file_id, "part", may_exist=False)
    assert (list(server.batches.files), list(server.batches.created)) == ([file_id], [batch.id])
    assert len(waits) == 2 * losses


def test_what_an_earlier_process_made_is_found(service, server, requests):
    file_id = service.upload(requests, "part", may_exist=False)
    batch = service.create(file_id, "part", may_exist=False)
    service.create(service.upload(requests, "other", may_exist=True), "other", may_exist=True)
    assert service.upload(requests, "part", may_exist=True) == file_id
    assert service.create(file_id, "part", may_exist=True).id == batch.id
    assert len(server.batches.created) == 2


def test_patience_ends(service, server, waits):
    server.batches.lose += ["GET /v1/batches/b"] * 9
    with pytest.raises(TransportError, match=r"'here': 502 the gateway lost the answer; the same command goes on"):
        service.retrieve("b")
    assert len(waits) == 5


def test_nobody_answers(waits):
    service = BatchService(
        base_url="http://127.0.0.1:9/v1", api_key="k", endpoint=Endpoint("here", "m"), sleep=waits.append
    )
    with pytest.raises(TransportError, match="'here': "):
        service.retrieve("b")
    service.close()


def test_a_rejected_batch(service, server, requests):
    server.batches.max_requests = 0
    with pytest.raises(RequestError, match="'here': 400 a batch holds at most 0 requests"):
        service.create(service.upload(requests, "part", may_exist=False), "part", may_exist=False)


def test_a_download(service, server, requests, tmp_path):
    file_id = service.upload(requests, "part", may_exist=False)
    service.download(file_id, tmp_path / "answers.jsonl")
    assert (tmp_path / "answers.jsonl").read_bytes() == requests.read_bytes()
