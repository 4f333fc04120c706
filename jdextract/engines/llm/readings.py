"""Finished extractions, kept so that a rerun need not make them again of the answers that they were made of.

The paid answers in the cache are what counts; a reading is made of them, and may be lost at any moment. It is found
again under all that shapes it: what the posting says, the request, the taxonomy, and the code itself. With it stands
which answers it was made of, each with a digest, and it is used only while the cache holds these very answers: after
one was replaced, imported or cleared, the posting is read in the ordinary way. So a run with readings and one without
give the same results to the byte. Kept are readings whose every question had a usable answer at once; all others
depend on what is not in the cache, and there are few of them.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pydantic

from jdextract.deferred import DeferredExtraction
from jdextract.engines.llm.answers import Answers, answer_digest
from jdextract.engines.llm.completion import Completion
from jdextract.engines.llm.reask import Turn
from jdextract.models import Extraction, Posting
from jdextract.scratch import ScratchStore

_PACKAGE = Path(__file__).parents[2]
_TOGETHER = 500
"""Answers that one query asks for."""


@dataclass(slots=True)
class Sources:
    """The answers that one extraction is made of; ``settled`` while nothing but they had a say in it."""

    answers: list[tuple[Turn, Completion]] = field(default_factory=list)
    settled: bool = True

    def add(self, turn: Turn, completion: Completion) -> None:
        """Note the answer to ``turn``."""
        self.answers.append((turn, completion))

    def miss(self) -> None:
        """Note that a question has no usable answer, so that another may come to have a say."""
        self.settled = False


class Readings:
    """The extractions made so far with one engine's settings.

    Args:
        store: where they are; written together, read one by one.
        answers: what they are made of.
        shape: all that shapes an extraction beside the posting and the answers, as plain JSON.
    """

    def __init__(self, store: ScratchStore, answers: Answers, shape: Any) -> None:
        self._store = store
        self._answers = answers
        self._shape = hashlib.sha256(json.dumps([code_digest(), shape], sort_keys=True).encode())

    def get(self, posting: Posting) -> Extraction | None:
        """The extraction of ``posting`` out of the answers that the cache holds now.

        Raises:
            CacheError: the cache cannot be read.
        """
        return self.get_many([posting])[0]

    def get_many(self, postings: Sequence[Posting]) -> list[Extraction | None]:
        """`get` of each of some dozens of postings, which takes less time together.

        Raises:
            CacheError: the cache cannot be read.
        """
        keys = [self._key(posting) for posting in postings]
        kept = {key: _parts(value) for key, value in self._store.get_many(keys).items()}
        if not kept:
            return [None] * len(keys)
        digests: dict[str, str] = {}
        asked = [source for sources, _ in kept.values() for source, _ in sources]
        for start in range(0, len(asked), _TOGETHER):
            digests |= self._answers.digests(asked[start : start + _TOGETHER])
        return [
            DeferredExtraction.of(found[1])
            if (found := kept.get(key)) and all(digests.get(source) == digest for source, digest in found[0])
            else None
            for key in keys
        ]

    def keep(self, posting: Posting, extraction: Extraction, sources: Sources) -> None:
        """Keep ``extraction`` if it can be had again of ``sources`` alone."""
        if sources.settled:
            answers = ",".join(f"{turn.key} {answer_digest(completion.text)}" for turn, completion in sources.answers)
            self._store.put(self._key(posting), f"{answers}\n{extraction.model_dump_json()}".encode())

    def close(self) -> None:
        """Write what is left to write."""
        self._store.close()

    def _key(self, posting: Posting) -> str:
        # Not by posting.text_sha256, which may be another text's where somebody has changed a copy.
        facets = (posting.company, posting.location, posting.country, posting.language, posting.role, posting.seniority)
        digest = self._shape.copy()
        digest.update(repr((posting.title, *facets, str(posting.posted_at))).encode())
        digest.update(posting.text.encode(errors="surrogatepass"))
        return digest.hexdigest()


def _parts(value: bytes) -> tuple[list[tuple[str, str]], bytes]:
    """Keys and digests of the answers, and the extraction's JSON, of what `Readings.keep` has written."""
    sources, _, extraction = value.partition(b"\n")
    pairs = (source.partition(" ") for source in sources.decode(errors="replace").split(","))
    return [(key, digest) for key, _, digest in pairs], extraction


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Changes with any line of the code that reads postings, with Python, and with what writes the JSON."""
    digest = hashlib.sha256(f"{sys.version} {pydantic.VERSION}".encode())
    for folder in (_PACKAGE, _PACKAGE / "engines", _PACKAGE / "taxonomy"):
        for file in sorted(folder.glob("*.py") if folder == _PACKAGE else folder.rglob("*.py")):
            digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
