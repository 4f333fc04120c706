"""Every paid answer, kept: a content-addressed store of raw completions."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

try:
    import fcntl
except ImportError:  # Windows has no such locks: two processes there may pay for the same posting
    fcntl = None  # type: ignore[assignment]

import diskcache
from pydantic import SecretStr
from pydantic_core import from_json

from jdextract.errors import CacheError, ConfigurationError

_MODE_RAW: int = diskcache.core.MODE_RAW


class Cache(Protocol):
    """A store of JSON objects by key; shared by threads, tasks and processes."""

    def get(self, key: str) -> dict[str, Any] | None:
        """The object under ``key``, or ``None``."""
        ...

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Store ``value`` durably before returning.

        Raises:
            CacheError: it cannot be stored (a full disk, a read-only folder).
        """
        ...

    def __iter__(self) -> Iterator[str]:
        """All keys, in no particular order."""
        ...

    def close(self) -> None:
        """Release files or connections."""
        ...


class ClaimingCache(Cache, Protocol):
    """A `Cache` of many processes or machines, in which one can claim a request, so that no other pays for it meanwhile."""

    def claim(self, key: str, seconds: float) -> bool:
        """Take or renew the right to answer ``key`` for so many seconds; false where another process has it."""
        ...

    def release(self, key: str) -> None:
        """Give up the right to answer ``key``, if this process has it."""
        ...


class Store(Cache, Protocol):
    """A `Cache` that can tell about itself."""

    @property
    def where(self) -> str:
        """The folder, or the server without credentials."""
        ...

    def __len__(self) -> int:
        """The number of objects."""
        ...

    def clear(self) -> int:
        """Remove all objects and return how many there were."""
        ...

    @property
    def size_bytes(self) -> int:
        """What the store takes, in bytes."""
        ...


def open_cache(location: Path | SecretStr) -> Store:
    """The cache in a folder, or at the ``redis://`` URL that ``location`` holds.

    Raises:
        CacheError: it cannot be opened.
        ConfigurationError: the URL is of another kind, or the extra ``redis`` is not installed.
    """
    if isinstance(location, Path):
        return DiskCache(location)
    url = location.get_secret_value()
    scheme = url.partition("://")[0]
    if scheme not in {"redis", "rediss", "unix"}:
        raise ConfigurationError(f"there is no cache on {scheme!r}; name a folder, or a redis:// URL")
    from jdextract.redis_cache import RedisCache  # noqa: PLC0415 - an extra

    return RedisCache(url)


def request_key(identity: Mapping[str, Any]) -> str:
    """The SHA-256 of ``identity`` as canonical JSON: equal requests have equal keys on every machine."""
    canonical = json.dumps(identity, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def failure_key(key: str) -> str:
    """Where an unusable answer to a request (a refusal, a truncated one) is kept, apart from successes."""
    return f"{key}.failure"


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = from_json(text)
    except ValueError:  # damaged, or half of a surrogate pair in it, which the faster parser refuses
        try:
            value = json.loads(text)
        except ValueError:
            return None
    return value if isinstance(value, dict) else None


class _JsonTextDisk(diskcache.Disk):  # type: ignore[misc] # diskcache has no types
    """Rows of text in SQLite and nothing else: never a pickle (CVE-2025-69872), never a side file."""

    def store(self, value: Any, read: bool, key: Any = None) -> tuple[int, int, None, str]:  # noqa: ARG002
        if read or not isinstance(value, str):
            raise CacheError(f"the cache stores JSON text, not {type(value).__name__}; put a mapping")
        return 0, _MODE_RAW, None, value

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> str:
        if read or mode != _MODE_RAW or filename is not None or not isinstance(value, str):
            raise CacheError(f"the cache in {self._directory!r} holds a value that jdextract did not write; clear it")
        return value


class DiskCache:
    """A `Cache` in a local folder, on diskcache: no eviction, no size limit, readable by its owner alone.

    An answer survives the death of the process from the moment that `put` returns. Network file systems
    corrupt SQLite: use a local disk.

    Raises:
        CacheError: the folder cannot be created or written.
    """

    def __init__(self, directory: str | Path) -> None:
        self.directory = Path(directory).expanduser()
        with self._clear_errors("open"):
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = diskcache.Cache(
                str(self.directory),
                disk=_JsonTextDisk,
                eviction_policy="none",
                cull_limit=0,
                size_limit=2**62,
                tag_index=False,
                statistics=False,
                # diskcache's own 32 MB of pages and 64 MB of mapped file would count as the run's memory.
                sqlite_cache_size=1024,
                sqlite_mmap_size=0,
            )
            self._claims = (self.directory / "claims.lock").open("ab", buffering=0)
        # For commands that end without closing: a dropped cache leaves no open database behind.
        weakref.finalize(self, self._store.close)
        weakref.finalize(self, self._claims.close)

    @property
    def where(self) -> str:
        """The folder."""
        return str(self.directory)

    def get(self, key: str) -> dict[str, Any] | None:
        """The object under ``key``, or ``None``; an unreadable one counts as absent, so that it is made anew."""
        with self._clear_errors("read"):
            text = self._store.get(key)
        return None if text is None else _object(text)

    def get_many(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Those objects under some hundred ``keys`` at most that there are and can be read, by one query."""
        # diskcache has no public way to ask for several: one by one they take three times as long.
        query = f"SELECT key, value FROM Cache WHERE key IN ({', '.join('?' * len(keys))}) AND raw = 1 AND mode = {_MODE_RAW}"  # noqa: S608 - nothing but marks
        with self._clear_errors("read"):
            rows = self._store._sql(query, keys).fetchall()  # noqa: SLF001
        return {key: value for key, text in rows if isinstance(text, str) and (value := _object(text)) is not None}

    def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Store ``value``; an existing object under ``key`` is replaced.

        Raises:
            CacheError: the disk is full, or the folder cannot be written.
        """
        with self._clear_errors("write"):
            self._store.set(key, json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def claim(self, key: str, seconds: float) -> bool:  # noqa: ARG002 - the system ends a claim with its process
        """Take the right to answer ``key``; false where another process has it.

        A claim is a lock on one byte of a file, so a process that dies has none, and none is ever written.
        """
        return self._lock(key, fcntl.LOCK_EX | fcntl.LOCK_NB) if fcntl else True

    def release(self, key: str) -> None:
        """Give up the right to answer ``key``, if this process has it."""
        if fcntl:
            self._lock(key, fcntl.LOCK_UN)

    def _lock(self, key: str, operation: int) -> bool:
        place = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=7).digest())
        try:
            fcntl.lockf(self._claims, operation, 1, place)
        except (BlockingIOError, PermissionError):  # POSIX leaves the choice to the system
            return False
        except OSError:
            return True  # a file system without locks: two processes may then pay for the same
        return True

    def __iter__(self) -> Iterator[str]:
        """All keys, oldest first."""
        with self._clear_errors("read"):
            yield from self._store

    def __len__(self) -> int:
        """The number of objects."""
        with self._clear_errors("read"):
            return len(self._store)

    def clear(self) -> int:
        """Remove all objects and return how many there were."""
        with self._clear_errors("write"):
            return int(self._store.clear())

    @property
    def size_bytes(self) -> int:
        """What the folder takes on disk, in bytes."""
        with self._clear_errors("read"):
            return int(self._store.volume())

    def close(self) -> None:
        """Close the database for the calling thread; each thread that used the cache has its own connection."""
        self._store.close()

    @contextmanager
    def _clear_errors(self, verb: str) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error, diskcache.Timeout) as error:
            raise CacheError(
                f"cannot {verb} the cache in {str(self.directory)!r}: {error}; check that the folder is writable "
                "and its disk not full, or name another with --cache-dir or JDEXTRACT_CACHE_DIR"
            ) from error
