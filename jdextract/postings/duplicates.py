"""Near-duplicates: reposts and copies of a posting, recognised by MinHash as the postings go by.

A posting is compared with the first of each group that was read before it, never with other copies, so that a
chain of small edits cannot join two jobs. Both must name the same company, country, role and seniority: a
company's texts for two jobs often differ in a few lines only, and a missing value is a value of its own. Where
the company is missing, or the text is too short to tell, only the same text counts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from sys import getsizeof

from rensa import RMinHash

from jdextract.models import Posting
from jdextract.segments import has_visible_text

LIKENESS = 0.83
"""Share of three-word sequences (Jaccard) from which two texts are one: reposts with a changed date, place or paragraph
lie above, two jobs of one company below (measured on 400 real postings, where nothing lies between 0.79 and 0.88)."""

_SLOTS, _BANDS = 128, 12
_SEED = 1
# A slot is kept as its lowest byte (b-bit minwise hashing, Li and König 2010): one in 256 slots is alike by chance.
_ALIKE = round(_SLOTS * (LIKENESS + (1 - LIKENESS) / 256))
_FEWEST_WORDS = 20


def mark_duplicates(postings: Iterable[Posting]) -> Iterator[Posting]:
    """Yield ``postings`` with ``duplicate_of`` set to the id of the first posting that each one repeats, in the order read.

    A posting that has a ``duplicate_of`` already keeps it; one without text gets none. What is kept of a posting that
    repeats no other is 300 bytes at most (`DuplicateIndex`), so memory grows by that and not by the texts.
    """
    index = DuplicateIndex()
    for posting in postings:
        if isinstance(posting, Posting) and posting.duplicate_of is None and has_visible_text(posting.text):
            first = index.first_of(posting)
            if first not in {None, posting.id}:
                yield posting.model_copy(update={"duplicate_of": first})
                continue
        yield posting


class DuplicateIndex:
    """The first posting of each group so far: signatures, ids, and a hash table of the signatures' bands.

    Those whose texts can only be the same or not have no signature, and stand by a number of all that must be the same.
    The table is made of arrays, for a dictionary of integers would take six times the memory. Its buckets are chains
    of entries ``row * _BANDS + band + 1``; 0 ends a chain.
    """

    def __init__(self) -> None:
        self._signatures = bytearray()
        self._kinds = array("Q")
        self._ids = bytearray()
        self._id_ends = array("Q", [0])
        self._heads = array("I", [0]) * 1024
        self._next = array("I", [0])
        self._same: dict[int, str] = {}

    def __len__(self) -> int:
        """How many postings were no duplicates."""
        return len(self._kinds) + len(self._same)

    @property
    def size_bytes(self) -> int:
        """What the index takes in memory."""
        parts = (self._kinds, self._id_ends, self._heads, self._next)
        arrays = len(self._signatures) + len(self._ids) + sum(len(part) * part.itemsize for part in parts)
        return arrays + getsizeof(self._same) + sum(getsizeof(key) + getsizeof(id_) for key, id_ in self._same.items())

    def first_of(self, posting: Posting) -> str | None:
        """The id of the posting that ``posting`` repeats; or ``None``, and it is remembered as the first of its kind."""
        company = posting.company.strip().lower() if posting.company else None
        kind = (company, posting.country, posting.role, posting.seniority)
        # Words of one character are bullets more often than not, and those differ from board to board.
        words = [word for word in posting.text.split() if len(word) > 1] if company else []
        if len(words) < _FEWEST_WORDS:
            number = hash((*kind, posting.text_sha256))
            if (same := self._same.get(number)) is None:
                self._same[number] = posting.id
            return same
        signature = sign(words)
        number = hash(kind) & 0x0FFFFFFFFFFFFFFF
        buckets = self._buckets(number, signature)
        row = self._most_alike(number, signature, buckets)
        if row is not None:
            return self._ids[self._id_ends[row] : self._id_ends[row + 1]].decode()
        self._add(posting.id, number, signature, buckets)
        return None

    def _most_alike(self, kind: int, signature: bytes, buckets: list[int]) -> int | None:
        """The row of the likest posting of the same kind, the first of several."""
        best, most, seen = None, _ALIKE - 1, set()
        own = int.from_bytes(signature)
        for bucket in set(buckets):
            entry = self._heads[bucket]
            while entry:
                row = (entry - 1) // _BANDS
                entry = self._next[entry]
                if self._kinds[row] != kind or row in seen:
                    continue
                seen.add(row)
                other = int.from_bytes(self._signatures[row * _SLOTS : (row + 1) * _SLOTS])
                alike = (own ^ other).to_bytes(_SLOTS).count(0)
                if alike > most or (alike == most and best is not None and row < best):
                    best, most = row, alike
        return best

    def _add(self, posting_id: str, kind: int, signature: bytes, buckets: list[int]) -> None:
        self._kinds.append(kind)
        self._signatures += signature
        self._ids += posting_id.encode()
        self._id_ends.append(len(self._ids))
        if len(self._next) <= len(self._heads):
            self._link(buckets)
            return
        self._heads = array("I", [0]) * (2 * len(self._heads))
        self._next = array("I", [0])
        for row, number in enumerate(self._kinds):
            self._link(self._buckets(number, self._signatures[row * _SLOTS : (row + 1) * _SLOTS]))

    def _link(self, buckets: list[int]) -> None:
        """Put the next row's entries before those that its buckets hold."""
        heads, following = self._heads, self._next
        first = len(following)
        following.extend(
            [heads[bucket] for bucket in buckets]
        )  # of a bucket that comes twice, the last entry is enough
        for entry, bucket in enumerate(buckets, first):
            heads[bucket] = entry

    def _buckets(self, kind: int, signature: bytes | bytearray) -> list[int]:
        mask = len(self._heads) - 1
        return [(band ^ kind) & mask for band in array("Q", signature[: 8 * _BANDS])]  # eight slots a band


def sign(words: list[str]) -> bytes:
    """The MinHash signature of the sequences of three ``words``, a byte a slot; two texts' share of equal bytes is their likeness."""
    sketch = RMinHash(_SLOTS, _SEED)
    sketch.update(list(map(" ".join, zip(words, words[1:], words[2:], strict=False))))
    return array("I", sketch.digest()).tobytes()[::4]
