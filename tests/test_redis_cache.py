"""The cache of many machines, against a real Redis server."""

from __future__ import annotations

import threading
import uuid

import pytest
from pydantic import SecretStr

from jdextract.cache import open_cache
from jdextract.errors import CacheError, ConfigurationError
from jdextract.redis_cache import ANSWER, CLAIM, RedisCache
from jdextract.settings import Settings
from tests.support import redis_server


@pytest.fixture
def cache(redis_url):
    cache = RedisCache(redis_url)
    cache.clear()
    yield cache
    cache.clear()
    cache.close()


@pytest.fixture
def elsewhere(redis_url):
    """The same cache, opened by another process."""
    cache = RedisCache(redis_url)
    yield cache
    cache.close()


@pytest.fixture
def key():
    return uuid.uuid4().hex


def test_what_one_machine_puts_another_gets(cache, elsewhere, key):
    value = {"text": "größer 🚀\u200b", "usage": {"output_tokens": 3}}
    cache.put(key, value)
    assert elsewhere.get(key) == value
    assert elsewhere.get("other") is None
    cache.put(key, {})
    assert elsewhere.get(key) == {}


def test_all_keys_are_told_and_cleared(cache):
    keys = {f"k{number}" for number in range(2_500)}
    for key in keys:
        cache.put(key, {"n": 1})
    cache._server.set("of:others", "kept")
    assert len(cache) == len(keys)
    assert set(cache) == keys
    assert cache.size_bytes > 0
    assert cache.clear() == len(keys)
    assert list(cache) == []
    assert cache._server.get("of:others") == "kept"


@pytest.mark.parametrize("text", ["{", "[1]", "\x80\x04]."], ids=["cut", "list", "pickle"])
def test_a_value_that_is_no_object_counts_as_absent(cache, key, text):
    cache._server.set(ANSWER + key, text)
    assert cache.get(key) is None


def test_a_claim_is_one_process_s_until_it_is_released(cache, elsewhere, key):
    assert cache.claim(key, 30)
    assert cache.claim(key, 30), "its owner may renew it"
    assert not elsewhere.claim(key, 30)
    elsewhere.release(key)
    assert not elsewhere.claim(key, 30), "only its owner releases it"
    cache.release(key)
    assert elsewhere.claim(key, 30)


def test_a_claim_ends_with_its_time(cache, elsewhere, key):
    assert cache.claim(key, 30)
    remaining = cache._server.pttl(CLAIM + key)
    assert 0 < remaining <= 30_000
    cache._server.pexpire(CLAIM + key, 1, gt=False)
    while cache._server.exists(CLAIM + key):
        pass
    assert elsewhere.claim(key, 30)


def test_of_many_that_claim_at_once_one_gets_it(redis_url, key):
    caches = [RedisCache(redis_url) for _ in range(8)]
    got = []
    threads = [threading.Thread(target=lambda cache=cache: got.append(cache.claim(key, 30))) for cache in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False] * 7 + [True]
    for cache in caches:
        cache.close()


def test_a_server_that_throws_answers_away_is_refused(redis_url):
    with (
        redis_server.running_redis("--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru") as url,
        pytest.raises(CacheError, match="noeviction"),
    ):
        RedisCache(url)


def test_a_full_server_costs_no_answer_that_it_has(redis_url):
    with redis_server.running_redis("--maxmemory", "2mb") as url:
        cache = RedisCache(url)
        cache.put("first", {"text": "kept"})
        with pytest.raises(CacheError, match="memory"):
            for number in range(100):
                cache.put(f"k{number}", {"text": "x" * 100_000})
        assert cache.get("first") == {"text": "kept"}
        assert not cache.durable
        cache.close()


def test_a_server_that_is_gone_is_named_without_its_password(monkeypatch):
    monkeypatch.setattr("jdextract.redis_cache._TRIES", 0)
    with pytest.raises(CacheError, match=r"redis://127.0.0.1:1/0.*--cache-dir") as caught:
        RedisCache("redis://user:secret-word@127.0.0.1:1/0")
    assert "secret-word" not in str(caught.value)


def test_settings_take_a_url_and_do_not_show_it(redis_url, monkeypatch, tmp_path):
    monkeypatch.setenv("JDEXTRACT_CACHE_DIR", "redis://:secret-word@db:6379/1")
    settings = Settings()
    assert settings.cache_dir == SecretStr("redis://:secret-word@db:6379/1")
    assert "secret-word" not in repr(settings) + str(settings.model_dump())
    assert Settings(cache_dir=tmp_path).cache_dir == tmp_path
    assert Settings(cache_dir=str(tmp_path)).cache_dir == tmp_path
    opened = open_cache(Settings(cache_dir=redis_url).cache_dir)
    assert isinstance(opened, RedisCache)
    opened.close()


def test_a_url_of_another_kind_is_refused():
    with pytest.raises(ConfigurationError, match="'s3'"):
        open_cache(SecretStr("s3://bucket/key"))
