"""``--retry-failed``: the failed postings of an extractions.jsonl once more, all others as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jdextract.errors import InputError

if TYPE_CHECKING:
    from jdextract.models import Outcome, Posting

Key = tuple[str, str]


class Retry:
    """Splits the outcomes in ``path`` into what stays and what is tried again.

    The file is read once for each part, so memory does not grow with it.

    Raises:
        InputError: the file cannot be read (when a part is), or was written without texts.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._done: set[Key] = set()

    def carry_over(self, keep: Callable[[Outcome], None]) -> int:
        """Hand every outcome that did not fail to ``keep``, and return how many there were."""
        count = 0
        for outcome in self._outcomes():
            if outcome.status != "failed":
                keep(outcome)
                count += 1
        return count

    def postings(self) -> Iterator[Posting]:
        """The postings that failed."""
        for outcome in self._outcomes():
            if outcome.status != "failed":
                continue
            if not outcome.posting.text:
                raise InputError(
                    f"{str(self.path)!r} was written with --no-text, so posting {outcome.posting.id!r} cannot be read "
                    "again from it; run the first command again: what is paid for comes out of the cache"
                )
            yield outcome.posting

    def note(self, outcome: Outcome) -> None:
        """Remember that a failed posting has a new outcome."""
        self._done.add(_key(outcome))

    def carry_over_rest(self, keep: Callable[[Outcome], None]) -> None:
        """Hand the failures that a run which ended early did not come to, to ``keep``."""
        for outcome in self._outcomes():
            if outcome.status == "failed" and _key(outcome) not in self._done:
                keep(outcome)

    def _outcomes(self) -> Iterator[Outcome]:
        from jdextract.extractions import read_extractions

        return read_extractions(self.path)


def _key(outcome: Outcome) -> Key:
    return outcome.posting.id, outcome.posting.text_sha256
