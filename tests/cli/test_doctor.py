from __future__ import annotations

from importlib import metadata

import pytest

from tests.support.server import ModelServer


def test_the_lexicon_needs_nothing(jdextract):
    result = jdextract("doctor")
    assert result.code == 0
    assert "offline" in result.out
    assert "cache" in result.out


def test_extras_that_are_missing_are_named_and_nothing_wrong(jdextract, monkeypatch):
    listed = ["mammoth>=1.9; extra == 'documents'", "pypdf>=6; extra == 'documents'", "redis>=6.4; extra == 'redis'"]

    def without_readers(name, real=metadata.version):
        if name in ("pypdf", "redis"):
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "requires", lambda _: listed)
    monkeypatch.setattr(metadata, "version", without_readers)
    result = jdextract("doctor")
    assert result.code == 0
    assert "not installed (pypdf); where needed: pip install 'jdextract[documents]'" in result.out
    assert "not installed (redis); where needed: pip install 'jdextract[redis]'" in result.out


def test_an_endpoint_that_answers(jdextract, server):
    result = jdextract("doctor", "--model", "openai/test-model", "--base-url", server.base_url)
    assert result.code == 0
    assert "offers 'test-model'" in result.out
    assert server.stats()["calls"] == 0


def test_a_model_that_is_not_offered(jdextract):
    with ModelServer(models=["another"]) as server:
        result = jdextract("doctor", "--model", "openai/mine", "--base-url", server.base_url)
    assert result.code == 1
    assert "offers no model 'mine'; it has 1: another" in result.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--model", "openai/m"), "OPENAI_API_KEY is not set"),
        (("--model", "openai/m", "--base-url", "http://127.0.0.1:9/v1"), "does not answer"),
        (("--model", "nobody/m"), "unknown provider 'nobody'"),
        (("--cache-dir", "file/cache"), "--cache-dir"),
    ],
    ids=["no key", "nobody there", "no such provider", "no cache"],
)
def test_what_is_wrong_is_named(jdextract, tmp_path, options, message):
    (tmp_path / "file").write_text("")
    result = jdextract("doctor", *options)
    assert result.code == 1
    assert message in result.out


def test_the_key_is_never_shown(jdextract, monkeypatch, server):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-marked-key-123")
    for url in (server.base_url, "http://127.0.0.1:9/v1"):
        result = jdextract("doctor", "--model", "openai/test-model", "--base-url", url)
        assert "sk-marked-key-123" not in result.out + result.err
