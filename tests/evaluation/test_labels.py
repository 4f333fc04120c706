from __future__ import annotations

import json

import pytest

from jdextract.errors import InputError
from jdextract.evaluation import read_labels
from jdextract.evaluation.labels import label_fingerprint

TEXT = "You know Postgres well.\nGerman C1 is a must.\nYou build APIs."
GOOD = {
    "id": "a",
    "text": TEXT,
    "skills": [
        {
            "name": "PostgreSQL",
            "kind": "technology",
            "category": "databases",
            "requirement": "required",
            "evidence": "You know Postgres well.",
        }
    ],
    "responsibilities": [{"activity": "build_apis", "evidence": "You build APIs."}],
    "languages": [{"language": "de", "level": "C1", "requirement": "required", "evidence": "German C1 is a must."}],
}


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def with_skill(**changes):
    return {**GOOD, "skills": [{**GOOD["skills"][0], **changes}]}


def test_reads_what_the_guide_describes(tmp_path):
    [posting] = read_labels(write(tmp_path / "labels.jsonl", GOOD))
    assert posting.skills[0].name == "PostgreSQL"
    assert posting.posting.text == TEXT
    assert posting.languages[0].level == "C1"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (with_skill(evidence="You know postgres"), "does not stand in the text"),
        (with_skill(category="database"), "skills[0].category"),
        (with_skill(requirement="must"), "skills[0].requirement"),
        (with_skill(kind="tool"), "skills[0].kind"),
        (with_skill(level="C1"), "skills[0].level: unknown key"),
        ({**GOOD, "skills": GOOD["skills"] * 2}, "repeats skills[0]"),
        ({**GOOD, "languages": GOOD["languages"] * 2}, "repeats languages[0]"),
        ({**GOOD, "responsibilities": [{"activity": "build_api", "evidence": "You build APIs."}]}, "activity"),
        ({**GOOD, "languages": [{"language": "German", "requirement": "required", "evidence": "German"}]}, "language"),
        ({"id": "a", "text": TEXT}, "nothing is labelled"),
        ({**GOOD, "skils": []}, "did you mean 'skills'?"),
        ({**GOOD, "id": ""}, "id"),
        ({**GOOD, "text": ""}, "text"),
        (
            {"id": "a", "text": TEXT, "skills": [{"name": "PostgreSQL", "evidence": "Postgres"}]},
            "lacks category, requirement",
        ),
        ({**GOOD, "spans": [{"start": 5, "end": 500, "type": "technology"}]}, "is no stretch"),
    ],
)
def test_names_what_is_wrong_with_its_line(tmp_path, row, message):
    with pytest.raises(InputError) as caught:
        read_labels(write(tmp_path / "labels.jsonl", {**GOOD, "id": "first"}, row))
    assert "labels.jsonl, line 2" in str(caught.value)
    assert message in str(caught.value)


def test_lists_every_problem_and_stops_at_twenty(tmp_path):
    bad = [{**with_skill(requirement="must"), "id": str(number)} for number in range(30)]
    with pytest.raises(InputError) as caught:
        read_labels(write(tmp_path / "labels.jsonl", *bad))
    assert str(caught.value).count("line ") == 20
    assert "10 more" in str(caught.value)


def test_an_id_stands_once(tmp_path):
    with pytest.raises(InputError, match="line 3: id 'a' stands on line 1 already"):
        read_labels(write(tmp_path / "labels.jsonl", GOOD, {**GOOD, "id": "b"}, GOOD))


@pytest.mark.parametrize(
    "content", ["", "\n\n", "{", "[1]\n", '"text"\n'], ids=["empty", "blank", "cut", "list", "string"]
)
def test_refuses_what_holds_no_posting(tmp_path, content):
    path = tmp_path / "labels.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"labels\.jsonl"):
        read_labels(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.jsonl"):
        read_labels(tmp_path / "nowhere.jsonl")


def test_the_fingerprint_knows_labels_but_not_their_order(tmp_path):
    one, other = {**GOOD, "id": "one"}, {**GOOD, "id": "other"}
    there = read_labels(write(tmp_path / "a.jsonl", one, other))
    back = read_labels(write(tmp_path / "b.jsonl", other, one))
    changed = read_labels(write(tmp_path / "c.jsonl", one, {**with_skill(requirement="preferred"), "id": "other"}))
    assert label_fingerprint(there) == label_fingerprint(back)
    assert label_fingerprint(there) != label_fingerprint(changed)
    assert label_fingerprint(there) != label_fingerprint(there, "other rules")


@pytest.mark.parametrize(
    ("given", "read"), [("2025", "2025-01-01"), ("2025-03", "2025-03-01"), ("2025-03-14", "2025-03-14")]
)
def test_a_date_may_be_a_month_or_a_year(tmp_path, given, read):
    [posting] = read_labels(write(tmp_path / "labels.jsonl", {**GOOD, "posted_at": given}))
    assert str(posting.posted_at) == read
