"""Outcomes in a file: ``extractions.jsonl``, a line a posting, written as they come and read back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError

from jdextract.deferred import json_of
from jdextract.errors import InputError
from jdextract.models import SCHEMA_VERSION, Outcome

_LAST_TWO = {"extraction", "error"}
"""The last fields of an outcome."""

_EVIDENCE = {"__all__": {"evidence": {"text"}}}
_TEXTS: Any = {
    "posting": {"text"},
    "extraction": {"skills": _EVIDENCE, "responsibilities": _EVIDENCE, "languages": _EVIDENCE},
}

FILE_NAME = "extractions.jsonl"
STDIO = "-"
"""The path that stands for stdin or stdout."""


class ExtractionsWriter(AbstractContextManager["ExtractionsWriter"]):
    """Writes outcomes to ``path`` line by line.

    Until the ``with`` block ends without an error, the file is called ``path.partial``: a file under its
    own name is complete. Each line is handed to the system whole, and what a full disk cuts off is taken
    back, so a partial file holds whole lines too. With ``keep_text=False`` the postings' texts are left out,
    and so are those of their evidence; offsets and the names as written stay.

    Raises:
        InputError: the file cannot be written (a full disk, a missing permission).
    """

    def __init__(self, path: str | Path, *, keep_text: bool = True) -> None:
        self.path = None if str(path) == STDIO else Path(path)
        # A device such as /dev/null or /dev/stdout is written to and never replaced.
        special = self.path is None or (self.path.exists() and not self.path.is_file())
        self._partial = self.path if special or self.path is None else self.path.with_name(f"{self.path.name}.partial")
        self._keep_text = keep_text
        self._complete = True
        self._lines: FileIO | None = None
        self._end = 0

    def __enter__(self) -> Self:
        if self._partial is None:
            return self
        try:
            self._partial.parent.mkdir(parents=True, exist_ok=True)
            self._lines = FileIO(self._partial, "w")
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def write(self, outcome: Outcome) -> None:
        """Write one line."""
        line = outcome_bytes(outcome, keep_text=self._keep_text)
        try:
            if self._lines is None:
                sys.stdout.write(line.decode())
            else:
                self._end += _append(self._lines, line, self._end)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise self._unwritable(error) from error

    def leave_partial(self) -> None:
        """Keep the name ``path.partial`` at the end: the run that fills the file was cut short."""
        self._complete = False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._partial is None or self.path is None or self._lines is None:
            sys.stdout.flush()
            return
        try:
            self._lines.close()
            if error is None and self._complete and self._partial != self.path:
                self._partial.replace(self.path)
        except OSError as problem:
            if error is None:
                raise self._unwritable(problem) from problem

    def _unwritable(self, error: OSError) -> InputError:
        return InputError(f"cannot write {str(self.path or 'stdout')!r}: {error.strerror}; name another with -o")


def _append(file: FileIO, line: bytes, end: int) -> int:
    """Write ``line`` whole, or leave ``file`` with the ``end`` bytes that it had; returns the line's length."""
    written = 0
    try:
        while written < len(line):
            written += file.write(line[written:] if written else line)
    except OSError:
        with suppress(OSError):  # a device has no length
            file.truncate(end)
            file.seek(end)
        raise
    return written


def outcome_line(outcome: Outcome, *, keep_text: bool = True) -> str:
    """One outcome as a line of JSON, its line end included."""
    return outcome_bytes(outcome, keep_text=keep_text).decode()


def outcome_bytes(outcome: Outcome, *, keep_text: bool = True) -> bytes:
    """`outcome_line` in UTF-8."""
    # What model_dump_json calls, which makes a string of it.
    to_json = Outcome.__pydantic_serializer__.to_json
    if keep_text:
        extraction = json_of(outcome.extraction) if outcome.extraction and outcome.error is None else None
        if extraction is None:
            return to_json(outcome) + b"\n"
        head = to_json(outcome, exclude=_LAST_TWO)
        return b'%b,"extraction":%b,"error":null}\n' % (head[:-1], extraction)
    return to_json(outcome, exclude=_TEXTS) + b"\n"


def read_extractions(*paths: str | Path) -> Iterator[Outcome]:
    """Read the outcomes in ``paths``, in order; ``-`` is stdin, and a folder is the output of a run.

    Raises:
        InputError: a file cannot be read, a folder holds no results, or a line is no outcome of a schema version that this release
            reads; the message names file and line.
    """
    for path in paths:
        if str(path) == STDIO:
            yield from _outcomes(sys.stdin, "stdin")
            continue
        if (folder := Path(path)).is_dir() and not (path := folder / FILE_NAME).exists():
            yield from _outcomes_of_parts(folder)
            continue
        try:
            with Path(path).open(encoding="utf-8") as lines:
                yield from _outcomes(lines, str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot read {str(path)!r}: {error}; it should be an extractions.jsonl") from error


def _outcomes_of_parts(folder: Path) -> Iterator[Outcome]:
    files = sorted(folder.glob("postings/*.parquet"))
    if not files:
        raise InputError(
            f"the folder {str(folder)!r} holds neither {FILE_NAME} nor the parts of a run on Ray; name one that a run wrote"
        )
    import pyarrow as pa  # noqa: PLC0415 - a third of a second, for parts alone
    import pyarrow.parquet as pq  # noqa: PLC0415

    for file in files:
        try:
            with pq.ParquetFile(file) as part:
                for batch in part.iter_batches(columns=["outcome"]):
                    yield from _outcomes(batch.column("outcome").to_pylist(), str(file))
        except (pa.ArrowInvalid, KeyError) as error:
            raise InputError(f"cannot read {str(file)!r}: {error}; run the command that wrote it again") from error


def _outcomes(lines: Iterable[str], origin: str) -> Iterator[Outcome]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Outcome.model_validate_json(line)
        except ValidationError as error:
            raise InputError(f"{origin}, line {number}: {_what_is_wrong(line, error)}") from error


def _what_is_wrong(line: str, error: ValidationError) -> str:
    try:
        row = json.loads(line)
    except ValueError:
        return "no JSON; was the file cut off? run the command that wrote it again"
    version = row.get("schema") if isinstance(row, dict) else None
    if version != SCHEMA_VERSION:
        return f"schema version {version!r}; this release reads {SCHEMA_VERSION}: write the file anew with `jdextract extract`"
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}; it should be a line of an extractions.jsonl"
