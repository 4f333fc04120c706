"""What costs nothing but time to make again: a bounded store beside the cache, which may be lost at any moment.

It never raises: what cannot be read is absent, and what cannot be written is not kept. Writes are collected and go
to the disk together, for each alone would cost more than most of what is stored.
"""

from __future__ import annotations

import contextlib
import sqlite3
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import diskcache
import lz4.frame
from pydantic import SecretStr

FOLDER = "readings"
"""Its place within the folder of the cache."""

SIZE_LIMIT = 4 << 30
"""Bytes on disk, which hold some three million readings; beyond, what was stored first goes first."""

BATCH = 64
"""Values that are written together, and lost together where a process dies before."""

_MODE_RAW: int = diskcache.core.MODE_RAW
_FAULTS = (OSError, sqlite3.Error, diskcache.Timeout)


class _Database(diskcache.Cache):  # type: ignore[misc] # diskcache has no types
    """A cache of diskcache's that leaves no open database behind where the file is none."""

    def __init__(self, directory: str, **settings: Any) -> None:
        try:
            super().__init__(directory, **settings)
        except BaseException:
            self.close()
            raise


class _BytesDisk(diskcache.Disk):  # type: ignore[misc] # diskcache has no types
    """Rows of bytes in SQLite and nothing else: never a pickle (CVE-2025-69872), never a side file."""

    def store(self, value: Any, read: bool, key: Any = None) -> tuple[int, int, None, Any]:  # noqa: ARG002
        return 0, _MODE_RAW, None, sqlite3.Binary(value)

    def fetch(self, mode: int, filename: str | None, value: Any, read: bool) -> bytes | None:
        plain = mode == _MODE_RAW and filename is None and not read and isinstance(value, bytes)
        return value if plain else None


class ScratchStore:
    """Bytes by key in a local folder, compressed by LZ4; shared by threads and processes.

    Args:
        directory: its folder, which is made if need be.
        size_limit: bytes that it may take on disk.
    """

    def __init__(self, directory: Path, *, size_limit: int = SIZE_LIMIT) -> None:
        self._waiting: dict[str, bytes] = {}
        self._store: Any = None
        directory = directory.expanduser()
        with contextlib.suppress(*_FAULTS):
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = _Database(
                str(directory),
                timeout=1,
                disk=_BytesDisk,
                eviction_policy="least-recently-stored",
                size_limit=size_limit,
                tag_index=False,
                statistics=False,
                sqlite_cache_size=512,  # pages: each value is read once a run, so that a larger one only takes memory
                sqlite_mmap_size=0,
            )
            weakref.finalize(self, self._store.close)

    def get(self, key: str) -> bytes | None:
        """The value under ``key``, or ``None``."""
        return self.get_many([key]).get(key)

    def get_many(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Those values of some hundred ``keys`` at most that there are, by one query."""
        if self._store is None:
            return {}
        # diskcache has no public way to ask for several: one by one they take three times as long.
        query = f"SELECT key, value FROM Cache WHERE key IN ({', '.join('?' * len(keys))}) AND raw = 1 AND mode = {_MODE_RAW}"  # noqa: S608 - nothing but marks
        found: dict[str, bytes] = {}
        with contextlib.suppress(*_FAULTS):
            rows = dict(self._store._sql(query, keys).fetchall())  # noqa: SLF001
            rows.update((key, self._waiting[key]) for key in keys if key in self._waiting)
            for key, packed in rows.items():
                with contextlib.suppress(TypeError, RuntimeError):  # damaged
                    found[key] = lz4.frame.decompress(packed)
        return found

    def put(self, key: str, value: bytes) -> None:
        """Keep ``value`` if that can be done; it may reach the disk only at `close`."""
        if self._store is None:
            return
        self._waiting[key] = lz4.frame.compress(value, content_checksum=True)
        if len(self._waiting) >= BATCH:
            self._write()

    def clear(self) -> int:
        """Remove all values and return how many there were."""
        self._waiting = {}
        with contextlib.suppress(*_FAULTS):
            return int(self._store.clear()) if self._store is not None else 0
        return 0

    def __len__(self) -> int:
        """The number of values on disk."""
        with contextlib.suppress(*_FAULTS):
            return len(self._store) if self._store is not None else 0
        return 0

    @property
    def size_bytes(self) -> int:
        """What the folder takes on disk, in bytes."""
        with contextlib.suppress(*_FAULTS):
            return int(self._store.volume()) if self._store is not None else 0
        return 0

    def close(self) -> None:
        """Write what waits, and close the database for the calling thread."""
        if self._store is not None:
            self._write()
            self._store.close()

    def _write(self) -> None:
        waiting, self._waiting = self._waiting, {}
        try:
            with self._store.transact():
                for key, packed in waiting.items():
                    self._store.set(key, packed)
        except _FAULTS:  # a full disk, a folder that may not be written: what is there can still be read
            return


def open_scratch(location: Path | SecretStr) -> ScratchStore | None:
    """The store beside the cache in a folder; a cache on a server has none."""
    return ScratchStore(location / FOLDER) if isinstance(location, Path) else None
