from __future__ import annotations

import socket

import aiohttp
import httpx
import httpx2
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instructor.core.exceptions import InstructorRetryException

from jdextract.engines.llm.troubles import ReportedError, UnreadableAnswerError, diagnose, read_retry_after

NOW = 1_800_000_000.0  # Fri, 15 Jan 2027 08:00:00 GMT
REQUEST = httpx2.Request("POST", "http://model.example/v1/chat/completions")


def openai_error(status, body=None, headers=None):
    response = httpx2.Response(status, json=body or {}, headers=headers or {}, request=REQUEST)
    inner = body.get("error", body) if isinstance(body, dict) else body
    return openai.APIStatusError("failed", response=response, body=inner)


def wrapped(cause):
    error = InstructorRetryException("gave up", n_attempts=1, total_usage=0)
    error.__cause__ = cause
    return error


def google_error():
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "23.5s"}]
    body = {"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED", "details": details}}
    error = RuntimeError("429 RESOURCE_EXHAUSTED")
    error.code, error.details = 429, body
    return error


def bedrock_error():
    error = RuntimeError("ThrottlingException")
    error.response = {
        "Error": {"Code": "ThrottlingException", "Message": "Too many requests"},
        "ResponseMetadata": {"HTTPStatusCode": 429, "HTTPHeaders": {"Retry-After": "4"}},
    }
    return error


def diagnosed(error):
    return diagnose(error, now=lambda: NOW)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, "temporary") for status in (408, 409, 425, 500, 502, 503, 504, 520, 529)),
        *((status, "no_access") for status in (401, 402, 403, 404)),
        *((status, "rejected") for status in (400, 405, 413, 415, 422)),
        (429, "rate_limit"),
    ],
    ids=str,
)
def test_the_kind_by_http_status(status, kind):
    trouble = diagnosed(openai_error(status, {"error": {"message": "so it is"}}))
    assert (trouble.kind, trouble.status, trouble.detail) == (kind, status, "so it is")
    assert str(trouble) == f"{status} so it is"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (openai_error(429, {"error": {"message": "no money", "code": "insufficient_quota"}}), "no_access"),
        (openai_error(400, {"error": {"message": "filtered", "code": "content_filter"}}), "filtered"),
        (ReportedError(502, {"error": {"message": "upstream", "code": 502}}), "temporary"),
        (ReportedError(429, {"error": {"message": "slow", "code": 429}}), "rate_limit"),
    ],
    ids=["quota", "azure-filter", "gateway", "gateway-rate-limit"],
)
def test_the_kind_by_code(error, kind):
    assert diagnosed(error).kind == kind


@pytest.mark.parametrize(
    "error",
    [
        openai.APITimeoutError(request=REQUEST),
        openai.APIConnectionError(message="no route", request=REQUEST),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError("cut short"),
        httpx.ConnectError("refused"),
        httpx2.ReadTimeout("slow"),
        TimeoutError("no answer within 3 s"),
        ConnectionResetError("reset"),
        socket.gaierror("unknown host"),
        UnreadableAnswerError("HTML"),
        wrapped(httpx.ReadError("cut short")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_is_lost_on_the_way_is_temporary_and_may_be_charged(error):
    trouble = diagnosed(error)
    assert (trouble.kind, trouble.status, trouble.may_be_charged) == ("temporary", None, True)
    assert trouble.detail


@pytest.mark.parametrize(
    "error", [ValueError("a defect"), FileNotFoundError("no file"), wrapped(KeyError("x"))], ids=repr
)
def test_anything_else_is_unknown(error):
    assert diagnosed(error).kind == "unknown"


@pytest.mark.parametrize(
    ("error", "wait", "detail"),
    [
        (wrapped(openai_error(429, {"error": {"message": "slow down"}}, {"retry-after": "7"})), 7, "slow down"),
        (google_error(), 23.5, "Quota exceeded"),
        (wrapped(google_error()), 23.5, "Quota exceeded"),
        (bedrock_error(), 4, "Too many requests"),
        (
            openai_error(429, {"detail": "plain"}, {"Retry-After-Ms": "250"}),
            0.25,
            "plain",
        ),
    ],
    ids=["instructor", "google", "google-in-instructor", "bedrock", "plain-body"],
)
def test_rate_limits_of_all_providers_are_read_alike(error, wait, detail):
    trouble = diagnosed(error)
    assert (trouble.kind, trouble.wait, trouble.detail) == ("rate_limit", wait, detail)
    assert trouble.congestion
    assert not trouble.may_be_charged


def test_headers_come_in_lower_case():
    trouble = diagnosed(openai_error(429, {}, {"X-RateLimit-Limit-Requests": "60"}))
    assert trouble.headers["x-ratelimit-limit-requests"] == "60"


def test_the_endpoints_words_are_cut_short():
    assert len(diagnosed(openai_error(400, {"error": {"message": "x" * 5_000}})).detail) == 400


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12),
        ({"retry-after": "0.25"}, 0.25),
        ({"retry-after": "0"}, 0),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9),
        ({"retry-after": "Fri, 15 Jan 2027 08:00:30 GMT"}, 30),
        ({"retry-after": "Fri, 15 Jan 2027 07:59:30 GMT"}, 0),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "tomorrow"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
    ids=lambda value: ",".join(value.values()) if isinstance(value, dict) else None,
)
def test_retry_after(headers, seconds):
    assert read_retry_after(headers, now=lambda: NOW) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_retry_after_never_fails(seconds, milliseconds):
    wait = read_retry_after({"retry-after": seconds, "retry-after-ms": milliseconds}, now=lambda: NOW)
    assert wait is None or wait >= 0
