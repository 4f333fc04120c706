"""What has been handed to a provider's batch service: a folder with a small state file for each part.

A part is what one batch holds. Beside ``PART.json``, which is written whole or not at all, lie the requests as they
are uploaded and an index of them, until the part is collected; so neither postings nor options are needed again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jdextract.errors import InputError

Step = Literal["prepared", "uploading", "uploaded", "creating", "submitted", "collected"]
"""How far a part has come. The steps in ``…ing`` may or may not have reached the provider."""

RUNNING = frozenset({"validating", "in_progress", "finalizing", "cancelling"})
"""States of a batch that will change; all others are final."""


_ABANDONED = 86_400.0  # seconds; what is younger another process may be writing


class Part(BaseModel):
    """One batch: where it was sent, how far it has come, and what came of it."""

    model_config = ConfigDict(extra="ignore")

    part: str
    model: str
    base_url: str | None = None
    endpoint: str
    created_at: datetime
    requests: int
    bytes: int
    step: Step = "prepared"
    file_id: str | None = None
    batch_id: str | None = None
    status: str | None = None
    """The provider's word for the batch, as last heard."""
    completed: int = 0
    failed: int = 0
    expires_at: datetime | None = None
    errors: list[str] = Field(default_factory=list)
    """Why the provider refused the whole batch."""
    stored: int = 0
    rejected: int = 0
    missing: int = 0
    resubmitted_as: str | None = None

    @property
    def running(self) -> bool:
        """Whether its batch is not in a final state yet, as far as was heard."""
        return self.step == "submitted" and (self.status is None or self.status in RUNNING)


@dataclass(frozen=True, slots=True)
class Entry:
    """A request of a part: its key in the cache, the posting that it is about, and what the cache keeps of the request."""

    key: str
    posting: str
    parts: dict[str, Any]


class Ledger:
    """The parts in ``folder``, which need not exist yet.

    Raises:
        InputError: the folder or a state file in it cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def parts(self) -> list[Part]:
        """All parts, oldest first."""
        found = []
        for path in sorted(self.folder.glob("*.json")):
            try:
                found.append(Part.model_validate_json(path.read_bytes()))
            except (OSError, ValidationError) as error:
                raise InputError(
                    f"cannot read the state of a batch in {str(path)!r}: {error}; move the file away"
                ) from error
        return sorted(found, key=lambda part: (part.created_at, part.part))

    def get(self, part: str) -> Part | None:
        """The part of that name."""
        return next((known for known in self.parts() if known.part == part), None)

    def save(self, part: Part) -> None:
        """Write the part's state durably before returning."""
        path = self.folder / f"{part.part}.json"
        partial = path.with_suffix(".json.partial")
        with _clear_errors_of(path):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with partial.open("w", encoding="utf-8") as file:
                file.write(part.model_dump_json(indent=1) + "\n")
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)

    def requests_path(self, part: Part | str) -> Path:
        """The file of requests as it is uploaded."""
        return self.folder / f"{part if isinstance(part, str) else part.part}.requests.jsonl"

    def index_path(self, part: Part | str) -> Path:
        """The index of the requests, a line each."""
        return self.folder / f"{part if isinstance(part, str) else part.part}.index.jsonl"

    def index(self, part: Part) -> Iterator[Entry]:
        """The requests of a part that is not collected yet."""
        with _clear_errors_of(self.index_path(part)), self.index_path(part).open(encoding="utf-8") as lines:
            for line in lines:
                yield Entry(**json.loads(line))

    def keys_under_way(self) -> set[str]:
        """The keys of all requests that are handed over, or about to be, and not collected."""
        return {entry.key for part in self.parts() if part.step != "collected" for entry in self.index(part)}

    def write_requests(self, part: str, lines: Iterable[tuple[str, Entry]]) -> tuple[int, int]:
        """Write a part's requests and their index, and return their number and bytes.

        Only the state file, written after them, makes them count.
        """
        count = size = 0
        with _clear_errors_of(self.requests_path(part)):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (
                self.requests_path(part).open("w", encoding="utf-8", newline="\n") as requests,
                self.index_path(part).open("w", encoding="utf-8", newline="\n") as index,
            ):
                for line, entry in lines:
                    requests.write(line)
                    index.write(index_line(entry))
                    count += 1
                    size += len(line.encode())
        return count, size

    def discard(self, part: Part, *, state: bool = False) -> None:
        """Remove a part's requests and index, and its state too if asked."""
        if state:
            (self.folder / f"{part.part}.json").unlink(missing_ok=True)
        self.requests_path(part).unlink(missing_ok=True)
        self.index_path(part).unlink(missing_ok=True)

    def sweep(self, *, now: float) -> None:
        """Remove what killed processes left: requests of collected parts, and after a day those of parts without a state.

        ``now`` is in seconds since the epoch.
        """
        parts = self.parts()
        for part in parts:
            if part.step == "collected":
                self.discard(part)
        known = {path for part in parts for path in (self.requests_path(part), self.index_path(part))}
        for path in self.folder.glob("*.jsonl"):
            with suppress(OSError):
                if path not in known and now - path.stat().st_mtime > _ABANDONED:
                    path.unlink()


def index_line(entry: Entry) -> str:
    """One line of the index, its line end included."""
    row = {"key": entry.key, "posting": entry.posting, "parts": entry.parts}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


@contextmanager
def _clear_errors_of(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read or write {str(path)!r}: {error}; name another folder with --state") from error
