"""``--log FILE``: the events of a run, a line of JSON each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jdextract.cli import console
from jdextract.errors import InputError

if TYPE_CHECKING:
    from jdextract.events import Event, Listener


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def logging_to(path: Path | None, *, now: Callable[[], datetime] = _now) -> Iterator[Listener | None]:
    """Yield a listener that appends to ``path``, whole lines as they come; ``None`` without a path.

    A log that cannot be written any more is given up with a note: it is not worth the run.

    Raises:
        InputError: the file cannot be opened.
    """
    if path is None:
        yield None
        return
    from jdextract.events import Guarded, event_line

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab", buffering=0)
    except OSError as error:
        raise InputError(f"cannot write {str(path)!r}: {error.strerror or error}; name another with --log") from error
    with file:

        def listen(event: Event) -> None:
            file.write(event_line(event, at=now().isoformat(timespec="milliseconds")).encode())

        yield Guarded(listen, console.note)
