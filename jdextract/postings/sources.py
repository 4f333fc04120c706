"""Paths, globs, folders and stdin as the files that they stand for."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jdextract.errors import InputError

Report = Callable[[InputError], None]
"""Takes one problem of the input; it may raise it."""

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xml": "xml",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""The formats that can be read, by the ending of the file's name."""

MEGABYTE = 1_000_000
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read; ``path`` is ``None`` for stdin, ``label`` is how messages name it."""

    label: str
    path: Path | None
    max_bytes: int

    @property
    def name(self) -> str:
        """The name without its folders, the same on every machine."""
        return self.path.name if self.path else "stdin"

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return self.path.stem if self.path else "stdin"

    def open(self) -> BinaryIO:
        """Open for reading bytes.

        Raises:
            InputError: the file cannot be opened.
        """
        if self.path is None:
            return sys.stdin.buffer
        try:
            return self.path.open("rb")
        except OSError as error:
            raise InputError(
                f"cannot read {self.label!r}: {error.strerror or error}; check that it is a file that you may read"
            ) from error

    def read(self) -> bytes:
        """The whole content, for formats that cannot be read piece by piece.

        Raises:
            InputError: the file cannot be read, or is larger than ``max_bytes``.
        """
        try:
            with self.open() as file:
                content = file.read(self.max_bytes + 1)
        except OSError as error:
            raise InputError(
                f"cannot read {self.label!r}: {error.strerror or error}; check that it is a file that you may read"
            ) from error
        if len(content) > self.max_bytes:
            raise InputError(
                f"{self.label!r} is larger than {self.max_bytes / MEGABYTE:,.0f} MB, the limit for a file that is "
                "read as a whole; is it a job posting? Split it, turn it into .jsonl, or raise max_file_bytes"
            )
        return content


def find_files(paths: Iterable[str | os.PathLike[str]], *, max_bytes: int) -> Iterator[InputFile | InputError]:
    """The files that ``paths`` name, each once; folders recursively and sorted, hidden files left out.

    Files of other formats in a folder are no fault of any posting: one `InputError` a folder counts them.

    Raises:
        InputError: a path that does not exist, a glob without a match, a folder without a readable file, a
            file of an unknown format, or a URL.
    """
    seen: set[Path] = set()
    for given in paths:
        label = os.fspath(given)
        if label == "-":
            yield InputFile(label="stdin", path=None, max_bytes=max_bytes)
            continue
        for found in _expand(label):
            if isinstance(found, InputError):
                yield found
                continue
            resolved = Path(os.path.realpath(found))  # which, unlike resolve(), bears a link to itself
            if resolved not in seen:
                seen.add(resolved)
                yield InputFile(label=str(found), path=found, max_bytes=max_bytes)


def _expand(label: str) -> Iterator[Path | InputError]:
    if _URL.match(label):
        raise InputError(
            f"{label!r} is a URL, and URLs are not fetched: save the page or the answer, then give its file"
        )
    path = Path(label).expanduser()
    if path.is_dir():
        yield from _walk(path)
    elif path.exists():
        yield _supported(path)
    elif _GLOB.search(label):
        matches = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 - absolute patterns too
        if not matches:
            raise InputError(f"no file matches {label!r}: check the pattern, and quote it if the shell expands it")
        for match in matches:
            if match.is_dir():
                yield from _walk(match)
            elif match.suffix.lower() in FORMATS:
                yield match
    else:
        raise InputError(f"{label!r} does not exist: give a file, a folder, a glob, or - for stdin")


def _supported(path: Path) -> Path:
    if path.suffix.lower() not in FORMATS:
        raise InputError(
            f"{str(path)!r} has an unknown format {path.suffix!r}: rename or convert it to one of {' '.join(FORMATS)}"
        )
    return path


def _walk(folder: Path) -> Iterator[Path | InputError]:
    found = 0
    ignored: Counter[str] = Counter()
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or path.is_dir():
            continue
        if path.suffix.lower() in FORMATS:
            found += 1
            yield path
        else:
            ignored[path.suffix.lower() or path.name] += 1
    listed = ", ".join(f"{count} {ending}" for ending, count in sorted(ignored.items()))
    if not found:
        raise InputError(
            f"folder {str(folder)!r} holds no file that can be read{f' (but {listed})' if ignored else ''}: "
            f"the formats are {' '.join(FORMATS)}"
        )
    if ignored:
        yield InputError(
            f"folder {str(folder)!r}: files of other formats were left out ({listed}); convert what should be read"
        )
