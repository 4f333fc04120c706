"""`RedisCache`: paid answers that many machines share, on a Redis server.

Redis and not an object store, because a run asks for one small answer at a time: a look-up is one round trip
of a fraction of a millisecond, and ``SET NX`` with a time to live lets one machine claim a request in a single
step, so that two that meet the same posting do not pay for it twice. An object store takes tens of
milliseconds for a look-up, bills each, and has no claim that ends by itself when its owner dies. The price is
memory: the answers lie in the server's.

Values are JSON text, as everywhere: nothing is ever unpickled.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from jdextract.errors import CacheError, ConfigurationError

try:
    import redis
    from redis.backoff import ExponentialBackoff
    from redis.retry import Retry
except ImportError as error:
    raise ConfigurationError("a cache on Redis needs its client: pip install 'jdextract[redis]'") from error

ANSWER, CLAIM = "jdextract:answer:", "jdextract:claim:"
_SCAN = 1000
_TRIES = 4
_TIMEOUT = 10.0

# One step on the server: a claim of one's own is renewed, a free one is taken, and any other is left.
_TAKE = """
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
"""
_DROP = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


class RedisCache:
    """A `Cache` on a Redis server, for many machines at once; a `ClaimingCache` too.

    An answer is as durable as the server makes it: switch on its append-only file (``appendonly yes``).

    Args:
        url: ``redis://``, ``rediss://`` (TLS) or ``unix://``, as redis-py takes it; a password in it is never shown.

    Raises:
        CacheError: the server cannot be reached, or is set up to throw answers away when its memory is full.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        self._owner = uuid.uuid4().hex
        with self._clear_errors("open"):
            self._server: redis.Redis = redis.Redis.from_url(
                url,
                decode_responses=True,
                socket_timeout=_TIMEOUT,
                socket_connect_timeout=_TIMEOUT,
                retry=Retry(ExponentialBackoff(), _TRIES),
                retry_on_error=[redis.ConnectionError, redis.TimeoutError],
            )
            self._take = self._server.register_script(_TAKE)
            self._drop = self._server.register_script(_DROP)
            memory = self._info("memory")
        policy = memory.get("maxmemory_policy", "noeviction")
        if memory.get("maxmemory") and policy.startswith("allkeys"):
            self.close()
            raise CacheError(
                f"the Redis server at {self.where!r} throws answers away when its memory is full (maxmemory-policy "
                f"{policy!r}), and each would be paid for again; set it to 'noeviction'"
            )

    @property
    def durable(self) -> bool:
        """Whether the server writes each answer to its disk (``appendonly``), as far as it tells."""
        with self._clear_errors("read"):
            return bool(self._info("persistence").get("aof_enabled"))

    def get(self, key: str) -> dict[str, Any] | None:
        """The object under ``key``, or ``None``; an unreadable one counts as absent, so that it is made anew."""
        with self._clear_errors("read"):
            text = self._server.get(ANSWER + key)
        if text is None:
            return None
        try:
            value = json.loads(str(text))
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Store ``value``; an existing object under ``key`` is replaced.

        Raises:
            CacheError: the server is full, read-only or gone.
        """
        with self._clear_errors("write"):
            self._server.set(ANSWER + key, json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def claim(self, key: str, seconds: float) -> bool:
        """Take or renew the right to answer ``key`` for so many seconds; false where another process has it."""
        with self._clear_errors("write"):
            return bool(self._take(keys=[CLAIM + key], args=[self._owner, int(seconds * 1000)]))

    def release(self, key: str) -> None:
        """Give up the right to answer ``key``, if this process has it."""
        with self._clear_errors("write"):
            self._drop(keys=[CLAIM + key], args=[self._owner])

    def __iter__(self) -> Iterator[str]:
        """All keys, in no particular order."""
        with self._clear_errors("read"):
            seen: set[str] = set()  # a scan may tell a key twice while the server grows its table
            for key in self._server.scan_iter(match=f"{ANSWER}*", count=_SCAN):
                name = str(key).removeprefix(ANSWER)
                if name not in seen:
                    seen.add(name)
                    yield name

    def __len__(self) -> int:
        """The number of objects."""
        return sum(1 for _ in self)

    def clear(self) -> int:
        """Remove all objects and return how many there were."""
        removed = 0
        with self._clear_errors("write"):
            for key in self._server.scan_iter(match=f"{ANSWER}*", count=_SCAN):
                removed += int(self._server.unlink(key))
        return removed

    @property
    def size_bytes(self) -> int:
        """What the server holds in memory, in bytes; of others too where it is not for answers alone."""
        with self._clear_errors("read"):
            return int(self._info("memory").get("used_memory", 0))

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    def _info(self, section: str) -> dict[str, Any]:
        return dict(self._server.info(section))

    @contextmanager
    def _clear_errors(self, verb: str) -> Iterator[None]:
        try:
            yield
        except (redis.RedisError, OSError, ValueError) as error:
            raise CacheError(
                f"cannot {verb} the cache at {self.where!r}: {error}; check that the Redis server runs, takes these "
                "credentials and has memory left, or name another cache with --cache-dir or JDEXTRACT_CACHE_DIR"
            ) from error
