"""A run's results as Parquet parts in one folder, wherever fsspec reaches (a disk, ``s3://``, ``gs://`` …).

::

    folder/postings/part-0f3a….parquet    the columns of postings.parquet, errors, usage and the whole outcome
    folder/facts/part-0f3a….parquet       the columns of facts.parquet

A part is named after its postings and the engine that read them, so that the same batch is the same part: doing
it again replaces it, and a run that goes on knows which are done. The postings are written last, and a part is
there once they are.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import jdextract
from jdextract.errors import ConfigurationError, InputError
from jdextract.models import SCHEMA_VERSION, Posting
from jdextract.scale.results import facts_table, postings_table
from jdextract.settings import LEXICON, Settings

try:
    import fsspec
    from fsspec.implementations.local import LocalFileSystem
except ImportError as problem:
    raise ConfigurationError("parts of a run are written by fsspec: pip install 'jdextract[ray]'") from problem

_NAME = re.compile(r"part-[0-9a-f]{20}\.parquet(\.[0-9a-f]+\.partial)?")
_META = b"jdextract"


@dataclass(frozen=True, slots=True)
class Part:
    """What one part holds: counts of postings, what they cost, and which failed."""

    name: str
    engine: str
    postings: int
    ok: int
    cached: int
    skipped: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    """Ids, and why."""
    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None
    reused: bool = field(default=False, compare=False)
    """Whether an earlier run made it."""

    @classmethod
    def of(cls, name: str, results: pa.Table) -> Part:
        """The part that ``results`` are."""

        def total(column: str) -> int:
            return pc.sum(results.column(column)).as_py() or 0

        status = results.column("status")
        told = results.select(["posting_id", "status", "error", "error_message"])
        unread = told.filter(pc.not_equal(status, "ok")).to_pylist()
        return cls(
            name=name,
            engine=results.column("engine")[0].as_py(),
            postings=results.num_rows,
            ok=results.num_rows - len(unread),
            cached=pc.sum(pc.and_(results.column("cached"), pc.equal(status, "ok"))).as_py() or 0,
            skipped=tuple(row["posting_id"] for row in unread if row["status"] == "skipped"),
            failed=tuple(
                (row["posting_id"], f"{row['error']}: {row['error_message']}")
                for row in unread
                if row["status"] == "failed"
            ),
            input_tokens=total("input_tokens"),
            cached_input_tokens=total("cached_input_tokens"),
            output_tokens=total("output_tokens"),
            cost_usd=pc.sum(results.column("cost_usd")).as_py(),
        )

    def as_reused(self) -> Part:
        """The same part, marked as one that an earlier run made."""
        return replace(self, reused=True)

    def to_json(self) -> str:
        """The part as JSON, which `from_json` reads."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> Part:
        """The part that `to_json` wrote."""
        row: dict[str, Any] = json.loads(text)
        pairs = tuple((posting_id, message) for posting_id, message in row["failed"])
        return cls(**{**row, "skipped": tuple(row["skipped"]), "failed": pairs})


def run_identity(settings: Settings, *, engine: str, prompt: str | None, keep_text: bool) -> str:
    """What, apart from the postings, decides what a part holds: equal identities write equal parts."""
    chosen: dict[str, Any] = {"engine": engine, "prompt": prompt, "keep_text": keep_text}
    if settings.model != LEXICON:
        names = ("base_url", "endpoint_label", "mode", "max_output_tokens", "reask", "classify", "second_look")
        chosen |= {name: getattr(settings, name) for name in names}
    taxonomies = [hashlib.sha256(path.read_bytes()).hexdigest() for path in settings.taxonomy]
    given = [jdextract.__version__, SCHEMA_VERSION, chosen, taxonomies]
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


class Parts:
    """The parts in ``folder``.

    Args:
        folder: a path, or a URL that fsspec knows.
        identity: see `run_identity`.

    Raises:
        ConfigurationError: the package that fsspec needs for this kind of URL is not installed.
    """

    def __init__(self, folder: str | Path, identity: str = "") -> None:
        self.folder = str(folder).rstrip("/")
        self._identity = identity
        try:
            self._files, root = fsspec.core.url_to_fs(self.folder)
        except (ImportError, ValueError) as error:
            raise ConfigurationError(
                f"cannot write to {self.folder!r}: {error}; name a folder, or a URL that fsspec knows"
            ) from error
        self._local = isinstance(self._files, LocalFileSystem)
        self._folders = {table: f"{root}/{table}" for table in ("postings", "facts")}

    def make_folders(self) -> None:
        """Make the folders.

        Raises:
            InputError: they cannot be made.
        """
        for folder in self._folders.values():
            try:
                self._files.makedirs(folder, exist_ok=True)
            except OSError as error:
                raise InputError(f"cannot write to {self.folder!r}: {error}; name another folder with -o") from error

    def name_of(self, postings: Sequence[Posting]) -> str:
        """The name of the part that a batch of ``postings`` is written to."""
        digest = hashlib.sha256(self._identity.encode())
        for posting in postings:  # the text is in by its hash
            known = posting.model_dump_json(exclude={"text"})
            digest.update(f"{len(known)}:{known}".encode())
        return f"part-{digest.hexdigest()[:20]}"

    def find(self, name: str) -> Part | None:
        """The part if it is done; one with postings that failed is not, for they may be read another time.

        Raises:
            InputError: it is damaged.
        """
        path = self._path("postings", name)
        if not self._files.exists(path):
            return None
        try:
            with self._files.open(path, "rb") as file:
                known = (pq.read_schema(file).metadata or {}).get(_META)
        except (pa.ArrowInvalid, OSError) as error:
            raise InputError(f"{path!r} cannot be read ({error}): remove it and run again") from error
        part = Part.from_json(known) if known else None
        return None if part is None or part.failed else part

    def write(self, name: str, results: pa.Table) -> Part:
        """Write the part, its facts first.

        Raises:
            InputError: it cannot be written.
        """
        part = Part.of(name, results)
        self._put("facts", name, facts_table(results))
        postings = postings_table(results)
        self._put("postings", name, postings.replace_schema_metadata({_META: part.to_json().encode()}))
        return part

    def remove_all_but(self, names: Collection[str]) -> int:
        """Remove parts of earlier runs over other postings, and what a killed worker left half written; counts them."""
        kept = {f"{name}.parquet" for name in names}
        removed = 0
        for folder in self._folders.values():
            for path in self._files.ls(folder, detail=False) if self._files.exists(folder) else ():
                name = str(path).rpartition("/")[2]
                if _NAME.fullmatch(name) and name not in kept:
                    self._files.rm_file(path)
                    removed += name.endswith(".parquet") and folder.endswith("postings")
        return removed

    def _path(self, table: str, name: str) -> str:
        return f"{self._folders[table]}/{name}.parquet"

    def _put(self, table: str, name: str, content: pa.Table) -> None:
        path = self._path(table, name)
        # An object store shows a file once it is whole; on a disk, renaming does that.
        target = f"{path}.{uuid.uuid4().hex}.partial" if self._local else path
        try:
            with self._files.open(target, "wb") as file:
                pq.write_table(content, file, compression="zstd")
            if target != path:
                self._files.mv(target, path)
        except OSError as error:
            raise InputError(f"cannot write {path!r}: {error}; name another folder with -o") from error
