from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter

import pytest

from jdextract.deferred import DeferredExtraction, json_of
from jdextract.errors import CacheError
from jdextract.extractions import outcome_line
from jdextract.models import Evidence, Extraction, Outcome, Posting, Skill, Surface

TEXT = 'You know Python ("größer" 🚀).'
PROOF = Evidence(segment=1, text=TEXT, start=0, end=len(TEXT), status="exact")
SKILL = Skill(
    name="Python",
    kind="technology",
    category="languages_frameworks",
    requirement="required",
    surface=Surface(text="Python", start=9, end=15),
    evidence=PROOF,
)
PLAIN = Extraction(skills=(SKILL,), responsibilities=(), languages=())
POSTING = Posting(id="p1", text=TEXT)


def deferred() -> DeferredExtraction:
    return DeferredExtraction.of(PLAIN.model_dump_json().encode())


@pytest.mark.parametrize(
    "use",
    [
        lambda extraction: extraction.skills,
        lambda extraction: extraction.languages,
        repr,
        str,
        hash,
        dict,
        vars,
        copy.copy,
        copy.deepcopy,
        lambda extraction: pickle.loads(pickle.dumps(extraction)),  # noqa: S301 - its own
        lambda extraction: extraction.model_copy(update={"languages": ()}),
        lambda extraction: extraction.model_copy(deep=True),
        lambda extraction: extraction.model_dump(),
        lambda extraction: extraction.model_dump_json(),
        lambda extraction: extraction.model_fields_set,
        Extraction.model_validate,
        lambda extraction: Outcome(posting=POSTING, status="ok", engine="e", extraction=extraction).model_dump_json(),
        lambda extraction: Outcome(posting=POSTING, status="ok", engine="e", extraction=extraction),
    ],
)
def test_any_use_is_that_of_a_plain_extraction(use):
    own = deferred()
    used, expected = use(own), use(PLAIN)
    assert used == expected
    assert type(used) is type(expected)


def test_it_becomes_a_plain_extraction():
    own = deferred()
    assert json_of(own) == PLAIN.model_dump_json().encode()
    assert own.skills == (SKILL,)
    assert type(own) is Extraction
    assert json_of(own) is None


def test_equal_to_either_side():
    assert deferred() == PLAIN
    assert PLAIN == deferred()  # noqa: SIM300 - both sides are asked
    assert deferred() == deferred()
    assert deferred() != Extraction()


def test_two_threads_may_look_at_once():
    with ThreadPoolExecutor(4) as pool:
        for _ in range(50):
            assert list(pool.map(attrgetter("skills"), [deferred()] * 4)) == [(SKILL,)] * 4


def test_damaged_json_is_told_with_the_remedy():
    with pytest.raises(CacheError, match="delete the folder"):
        _ = DeferredExtraction.of(b'{"skills": 3}').skills


@pytest.mark.parametrize("keep_text", [True, False])
def test_its_line_is_that_of_a_plain_extraction(keep_text):
    lines = [
        outcome_line(Outcome(posting=POSTING, status="ok", engine="e", extraction=extraction), keep_text=keep_text)
        for extraction in (deferred(), PLAIN)
    ]
    assert lines[0] == lines[1]


def test_a_line_is_written_without_looking_into_it():
    outcome = Outcome(posting=POSTING, status="ok", engine="e", extraction=deferred())
    outcome_line(outcome)
    assert json_of(outcome.extraction) is not None
