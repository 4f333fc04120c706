from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.cache import DiskCache, failure_key, request_key
from jdextract.errors import CacheError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture
def cache(tmp_path):
    cache = DiskCache(tmp_path / "cache")
    yield cache
    cache.close()


def test_what_was_put_is_got(cache):
    cache.put("k", {"text": "größer 🚀\u200b", "usage": {"output_tokens": 3}})
    assert cache.get("k") == {"text": "größer 🚀\u200b", "usage": {"output_tokens": 3}}
    assert cache.get("other") is None
    assert list(cache) == ["k"]
    assert len(cache) == 1


def test_an_answer_survives_a_kill(tmp_path):
    script = (
        "import os, sys; from jdextract.cache import DiskCache; "
        "DiskCache(sys.argv[1]).put('k', {'paid': True}); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    cache = DiskCache(tmp_path)
    assert cache.get("k") == {"paid": True}
    cache.close()


def test_large_answers_stay_in_the_database_as_text(cache):
    cache.put("k", {"text": "x" * 1_000_000})
    assert cache.get("k") == {"text": "x" * 1_000_000}
    files = {path.name for path in cache.directory.rglob("*") if path.is_file()}
    assert files <= {"cache.db", "cache.db-shm", "cache.db-wal", "claims.lock"}
    with sqlite3.connect(cache.directory / "cache.db") as db:
        assert db.execute("SELECT DISTINCT typeof(value), mode FROM Cache").fetchall() == [("text", 1)]
    db.close()


def test_a_pickle_planted_in_the_database_is_never_loaded(cache):
    cache.put("k", {})
    with sqlite3.connect(cache.directory / "cache.db") as db:
        db.execute("UPDATE Cache SET mode = 4, value = x'80045D942E'")
    db.close()
    with pytest.raises(CacheError, match="did not write"):
        cache.get("k")


def test_a_damaged_answer_counts_as_absent(cache):
    cache.put("k", {"text": "a"})
    with sqlite3.connect(cache.directory / "cache.db") as db:
        db.execute("UPDATE Cache SET value = '{\"text\": '")
    db.close()
    assert cache.get("k") is None


def test_nothing_is_evicted(cache):
    assert cache._store.eviction_policy == "none"
    assert cache._store.cull_limit == 0


def test_clear_removes_all(cache):
    cache.put("a", {})
    cache.put("b", {})
    assert cache.clear() == 2
    assert list(cache) == []


def test_the_folder_is_for_its_owner_alone(cache):
    assert stat.S_IMODE(cache.directory.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    with pytest.raises(CacheError, match=r"file/cache'.*--cache-dir"):
        DiskCache(blocker / "cache")


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_equal_identities_have_equal_keys(identity):
    reordered = dict(reversed(list(identity.items())))
    copied = json.loads(json.dumps(identity))
    assert request_key(identity) == request_key(reordered) == request_key(copied)


@given(st.dictionaries(st.text(), JSON, min_size=1, max_size=4), st.data())
def test_any_other_value_has_another_key(identity, data):
    name = data.draw(st.sampled_from(sorted(identity)))
    other = data.draw(JSON.filter(lambda value: json.dumps(value) != json.dumps(identity[name])))
    assert request_key(identity) != request_key({**identity, name: other})


def test_failures_are_kept_apart():
    key = request_key({"a": 1})
    assert failure_key(key) != key


def claim_elsewhere(directory, key):
    """Claim in another process, and let it die with the claim."""
    script = (
        "import os, sys; from jdextract.cache import DiskCache; "
        "print(DiskCache(sys.argv[1]).claim(sys.argv[2], 1), flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(directory), key], check=False, capture_output=True, text=True
    )
    return done.stdout.strip() == "True"


def test_what_one_process_claims_no_other_has(cache):
    key, other = request_key({"a": 1}), request_key({"a": 2})
    assert claim_elsewhere(cache.directory, key)
    assert cache.claim(key, 1)  # the other died
    assert cache.claim(key, 1)  # renewed
    assert not claim_elsewhere(cache.directory, key)
    assert claim_elsewhere(cache.directory, other)
    cache.release(key)
    assert claim_elsewhere(cache.directory, key)
    assert list(cache) == []


def test_many_are_got_at_once(cache):
    for key in "abc":
        cache.put(key, {"text": key})
    with sqlite3.connect(cache.directory / "cache.db") as db:
        db.execute("UPDATE Cache SET value = '{\"text\": ' WHERE key = 'b'")
        db.execute("UPDATE Cache SET mode = 4, value = x'80045D942E' WHERE key = 'c'")
    db.close()
    assert cache.get_many(["a", "b", "c", "d", "a"]) == {"a": {"text": "a"}}
    assert cache.get_many([]) == {}
