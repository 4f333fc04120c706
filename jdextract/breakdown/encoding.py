"""A batch of facts as numbers, counted within the batch: what several threads can do without each other."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jdextract.breakdown.arrays import array_of, numbers_of, scalar_of, taken
from jdextract.breakdown.columns import Texts, number_texts, read_codes, read_lists, read_present, read_texts
from jdextract.breakdown.keys import OTHER_DUTY, REQUIREMENT_CODES
from jdextract.breakdown.mentions import Numbers

TEXTS = ("posting_id", "fact", "key", "requirement", "level", "status", "summary", "beside", "objects")
READ = (*TEXTS, "any_of")
"""The columns that are read of facts."""


class Part(NamedTuple):
    """A batch of facts.

    A posting, wherever it stands, is the place of a fact's posting among `Words.ids`, or one beyond for a fact that
    counts for nothing: of no posting, of no key, or with its evidence missing. A key is a place in `Words.keys`.
    """

    runs: tuple[Numbers, Numbers]
    """Postings in the order of the facts, each with the facts that follow each other."""
    kr: Numbers
    """Four times the key plus the requirement's code."""
    rows: Numbers
    """The facts of each key, with those that count for nothing."""
    sides: tuple[Numbers, Numbers, Numbers]
    """Posting, key, and side as `Detail` has it, with levels by their places in `Words.levels`."""
    beside: tuple[Numbers, Numbers, Numbers]
    """Posting, key of a duty, and place in `Words.skills` of what stands beside it."""
    objects: tuple[Numbers, Numbers, Numbers]
    """Posting, key of a duty, and place in `Words.objects` of what it is done to."""


class Words(NamedTuple):
    """What the numbers of a part stand for, and the words of its duties."""

    ids: pa.StringArray
    prints: Numbers
    """`fingerprints` of ids."""
    keys: pa.StringArray
    kinds: Texts
    """What each key is: a skill, a responsibility, a language."""
    levels: pa.StringArray
    skills: pa.StringArray
    objects: pa.StringArray
    summaries: pa.Table
    """``posting``, and ``summary`` of a duty outside the closed list."""


def encode(batch: pa.RecordBatch) -> tuple[Part, Words]:
    """The numbers of a batch whose columns are named as in ``FACTS_SCHEMA``; most of them may be wanting."""
    ids, kinds, names = (read_texts(batch, name) for name in ("posting_id", "fact", "key"))
    used, *runs = _renumber_runs(_counted(batch, ids, names), len(ids.values))
    posting = np.repeat(*runs)
    # A name can be of facts of two kinds, and is two keys then.
    step = len(kinds.values) + 1
    found, kr, rows = _renumber(names.codes * step + kinds.codes, len(names.values) * step, 4)
    kr += read_codes(batch, "requirement", REQUIREMENT_CODES)
    keys, kind_of_keys = taken(names.values, found // step), Texts(kinds.values, (found % step).astype(np.uint8))
    side_rows, sides, levels = _sides(batch)
    beside, skills = _listed(batch, "beside", posting, kr)
    objects, done_to = _listed(batch, "objects", posting, kr)
    summary_rows, summaries = _summaries(batch, kr, keys, kind_of_keys)
    part = Part(
        runs=(runs[0], runs[1]),
        kr=kr,
        rows=rows,
        sides=(posting[side_rows], kr[side_rows] >> 2, sides),
        beside=beside,
        objects=objects,
    )
    named = taken(ids.values, used)
    words = Words(
        ids=named,
        prints=fingerprints(named),
        keys=keys,
        kinds=kind_of_keys,
        levels=levels,
        skills=skills,
        objects=done_to,
        summaries=pa.table({"posting": array_of(posting[summary_rows]), "summary": summaries}),
    )
    return part, words


def fingerprints(texts: pa.StringArray) -> Numbers:
    """A number for each text: other numbers are other texts, and the same number hardly ever is."""
    if not len(texts):
        return np.empty(0, np.uint64)
    ends = np.frombuffer(texts.buffers()[1], np.int32)[: len(texts) + 1]
    starts, lengths = ends[:-1], np.diff(ends)
    letters = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    weights = np.random.default_rng(0).integers(1 << 63, size=int(lengths.max()), dtype=np.uint64)
    prints = np.zeros(len(texts), np.uint64)
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        spelled = letters[starts[rows, np.newaxis] + np.arange(length, dtype=np.int32)]
        prints[rows] = (spelled + np.uint64(1)) @ weights[:length]
    return prints


def _counted(batch: pa.RecordBatch, ids: Texts, names: Texts) -> Numbers:
    """The codes of ``ids``, but one beyond for facts that count for nothing."""
    void = names.codes == len(names.values)
    status = read_texts(batch, "status")
    if (missing := status.place("missing")) >= 0:
        void |= status.codes == missing
    return np.where(void, len(ids.values), ids.codes) if void.any() else ids.codes


def _renumber_runs(codes: Numbers, size: int) -> tuple[Numbers, Numbers, Numbers]:
    """The codes under ``size`` that occur; and for rows that follow each other with one code, its place and how many.

    Other codes get the place beyond.
    """
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])[: len(codes)])
    found, places, _ = _renumber(codes[starts], size)
    return found, places, np.diff(starts, append=len(codes)).astype(np.uint32)


def _renumber(codes: Numbers, size: int, step: int = 1) -> tuple[Numbers, Numbers, Numbers]:
    """The codes under ``size`` that occur, the place of each row's among them times ``step``, and the rows of each.

    Other codes get the place beyond.
    """
    at = codes.astype(np.intp)
    rows = np.bincount(at, minlength=size)
    found = np.flatnonzero(rows[:size])
    places = np.full(len(rows), step * len(found), np.min_scalar_type(step * (len(found) + 1)))
    places[found] = np.arange(len(found)) * step
    return found, places.take(at, mode="clip"), rows[found].astype(np.uint32)


def _sides(batch: pa.RecordBatch) -> tuple[Numbers, Numbers, pa.StringArray]:
    """The facts of which more is counted, their sides, and the levels."""
    side = np.zeros(batch.num_rows, np.int32)
    rows, groups = read_present(batch, "any_of")
    side[rows] = numbers_of(groups.cast(pa.int32())) + 1
    rows, texts = read_present(batch, "level")
    levels = number_texts(texts)
    side[rows] = -1 - levels.codes
    rows = np.flatnonzero(side != 0)  # numpy finds booleans fastest
    return rows, side[rows], levels.values


def _listed(
    batch: pa.RecordBatch, name: str, posting: Numbers, kr: Numbers
) -> tuple[tuple[Numbers, Numbers, Numbers], pa.StringArray]:
    """Posting, key, and each text in the lists of a column by its place among the texts; and these."""
    rows, listed = read_lists(batch, name)
    texts = number_texts(listed)
    return (posting[rows], kr[rows] >> 2, _narrowed(texts.codes)), texts.values


def _summaries(
    batch: pa.RecordBatch, kr: Numbers, keys: pa.StringArray, kinds: Texts
) -> tuple[Numbers, pa.StringArray]:
    """The duties outside the closed list that are told in words of their own, and the words."""
    rows, texts = read_present(batch, "summary")
    summary = number_texts(texts)
    other = numbers_of(pc.equal(keys, scalar_of(OTHER_DUTY)))
    told = np.isin(kr[rows] >> 2, np.flatnonzero(other & kinds.are("responsibility")))
    return rows[told], taken(summary.values, summary.codes[told])


def _narrowed(codes: Numbers) -> Numbers:
    """The same numbers, none below 0, in as little memory as they take."""
    return codes.astype(np.min_scalar_type(codes.max(initial=0)))
