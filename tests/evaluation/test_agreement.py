from __future__ import annotations

import pytest

from jdextract.errors import InputError
from jdextract.evaluation.agreement import agreement
from jdextract.evaluation.scoring import Bootstrap
from tests.support.labelled import corpus, labelled

QUICK = Bootstrap(draws=100)


def test_an_annotator_agrees_with_herself():
    measured = agreement(corpus(), corpus(), bootstrap=QUICK)
    assert {metric.value for metric in measured.metrics.values()} == {1.0}
    assert (measured.requirement.alike, measured.requirement.kappa) == (1.0, 1.0)
    assert measured.disagreements == ()


def relabelled():
    first = [
        labelled(f"r{number}", [("Python", "required"), ("Go", "preferred"), ("Redis", "mentioned")])
        for number in range(4)
    ]
    second = [
        posting.model_copy(
            update={
                "skills": (
                    posting.skills[0],
                    posting.skills[1].model_copy(update={"requirement": "required"}),
                    *(() if posting.id == "r0" else posting.skills[2:]),
                )
            }
        )
        for posting in first
    ]
    return first, second


def test_it_is_symmetric_and_lists_the_differences():
    first, second = relabelled()
    there, back = agreement(first, second, bootstrap=QUICK), agreement(second, first, bootstrap=QUICK)
    assert there.metrics["skills.f1"].value == back.metrics["skills.f1"].value == pytest.approx(2 * 11 / (2 * 11 + 1))
    assert there.requirement.kappa == pytest.approx(back.requirement.kappa)
    assert there.requirement.alike == pytest.approx(7 / 11)
    differences = [(each.posting, each.key, each.difference) for each in there.disagreements]
    assert ("r0", "Redis", "only the first") in differences
    assert ("r1", "Go", "preferred / required") in differences
    assert len(differences) == 5


def test_only_shared_postings_of_one_text_count():
    first = corpus(4)
    measured = agreement(first, first[1:], bootstrap=QUICK)
    assert (measured.postings, measured.only_first, measured.only_second) == (3, 1, 0)
    with pytest.raises(InputError, match="share no posting"):
        agreement(first[:1], first[1:])
    other = first[0].model_copy(update={"text": first[0].text + " "})
    with pytest.raises(InputError, match="'p0' has different texts"):
        agreement(first, [other])
