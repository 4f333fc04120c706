from __future__ import annotations

import json

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.evaluation.labels import validate_rows
from jdextract.evaluation.prefilling import prefilled_line, prefilled_row
from jdextract.models import Evidence, Extraction, Outcome, Posting
from tests.support.labelled import skill

TEXT = "Backend Engineer\n\nRequirements\n- Python and PostgreSQL\n- German C1\n\nYour tasks\n- Build APIs\n"


def outcome(text, extraction=None):
    posting = Posting(id="1", title="Backend Engineer", text=text)
    return Outcome(posting=posting, status="ok" if extraction else "failed", engine="lexicon", extraction=extraction)


def test_a_prefilled_row_is_a_valid_label():
    read = outcome(TEXT, LexiconEngine().read(Posting(id="1", text=TEXT)))
    [labelled] = validate_rows([(1, json.loads(prefilled_line(read)))], origin="labels", complete=True)
    assert {label.name for label in labelled.skills} >= {"Python", "PostgreSQL"}
    assert labelled.prefilled_by == "lexicon"
    assert labelled.skills[0].evidence == "Python and PostgreSQL"


def test_long_evidence_is_cut_to_the_words_around_the_name():
    text = "many words before " * 20 + "and then Kubernetes comes " + "many words after " * 20
    start = text.index("Kubernetes")
    surface = {"text": "Kubernetes", "start": start, "end": start + 10}
    evidence = Evidence(text=text, start=0, end=len(text), status="exact")
    fact = skill("Kubernetes", text).model_copy(update={"evidence": evidence})
    fact = type(fact).model_validate({**fact.model_dump(), "surface": surface})
    [label] = prefilled_row(outcome(text, Extraction(skills=(fact,))))["skills"]
    assert "Kubernetes" in label["evidence"]
    assert label["evidence"] in text
    assert len(label["evidence"]) < 200


def test_what_cites_nothing_is_left_out_and_a_failure_is_empty():
    fact = skill("Kubernetes", TEXT).model_copy(update={"evidence": Evidence()})
    assert prefilled_row(outcome(TEXT, Extraction(skills=(fact,))))["skills"] == []
    assert prefilled_row(outcome(TEXT))["skills"] == []
