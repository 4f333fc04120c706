from __future__ import annotations

import json

import pytest

from jdextract.errors import InputError
from jdextract.evaluation import read_labels


def save(folder, name, content):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def marked(posting):
    return [(posting.text[span.start : span.end], span.type) for span in posting.spans]


def test_skillspan_sentences_become_postings(tmp_path):
    path = save(
        tmp_path,
        "tech.jsonl",
        lines(
            {"idx": 7, "source": "tech", "tokens": ["You", "know", "Kotlin", "/", "Spring", "Boot", "."],
             "tags_skill": ["O"] * 7, "tags_knowledge": ["O", "O", "B", "I", "I", "I", "O"]},
            {"idx": 7, "source": "tech", "tokens": ["Write", "clean", "code"],
             "tags_skill": ["B", "I", "I"], "tags_knowledge": ["O", "O", "O"]},
            {"idx": 8, "source": "tech", "tokens": ["Docker"], "tags_skill": ["O"], "tags_knowledge": ["B"]},
        ),
    )  # fmt: skip
    first, second = read_labels(path)
    assert first.text == "You know Kotlin / Spring Boot .\nWrite clean code"
    assert marked(first) == [("Kotlin / Spring Boot", "hard"), ("Write clean code", "competence")]
    assert [skill.name for skill in first.skills] == ["Kotlin", "Spring Boot"]
    assert set(first.kinds) == {"technology", "concept"}
    assert (second.id, marked(second)) == ("tech-8", [("Docker", "hard")])


def test_skillspan_tags_must_fit_their_tokens(tmp_path):
    path = save(tmp_path, "tech.jsonl", lines({"idx": 1, "tokens": ["a", "b"], "tags_skill": ["O"]}))
    with pytest.raises(InputError, match="line 1: 2 tokens but 1 tags"):
        read_labels(path)


@pytest.mark.parametrize(
    "tags",
    [("B-technology", "I-technology"), ("I-technology", "I-technology"), ("B-technology", "E-technology")],
    ids=["iob2", "iob1", "bioes"],
)
def test_conll_columns(tmp_path, tags):
    content = f"# id = posting-1\nYou\tO\nuse\tO\nSpring\t{tags[0]}\nBoot\t{tags[1]}\n\nDocker\tS-technology\n"
    [posting] = read_labels(save(tmp_path, "labels.conll", content))
    assert posting.id == "posting-1"
    assert marked(posting) == [("Spring Boot", "technology"), ("Docker", "technology")]
    assert posting.text == "You use Spring Boot\nDocker"


def test_conll_documents_and_crooked_lines(tmp_path):
    two = save(tmp_path, "two.conll", "-DOCSTART- O\n\nGo B-technology\n\n-DOCSTART- O\n\nRust B-technology\n")
    assert [marked(posting) for posting in read_labels(two)] == [[("Go", "technology")], [("Rust", "technology")]]
    with pytest.raises(InputError, match="line 2"):
        read_labels(save(tmp_path, "bad.conll", "Go B-technology\nRust\n"))
    with pytest.raises(InputError, match="'X-technology' is no IOB"):
        read_labels(save(tmp_path, "tag.conll", "Go X-technology\n"))


@pytest.mark.parametrize(
    "row",
    [
        {"id": 3, "text": "We use Docker.", "label": [[7, 13, "Technology"]]},
        {"id": 3, "data": "We use Docker.", "labels": [[7, 13, "tool"]]},
        {
            "id": 3,
            "text": "We use Docker.",
            "entities": [{"id": 1, "start_offset": 7, "end_offset": 13, "label": "TECH"}],
        },
        {"id": 3, "text": "We use Docker.", "spans": [{"start": 7, "end": 13, "label": "technology"}]},
    ],
    ids=["doccano", "doccano-data", "doccano-relations", "spans"],
)
def test_marked_texts(tmp_path, row):
    [posting] = read_labels(save(tmp_path, "export.jsonl", lines(row)))
    assert (posting.id, marked(posting)) == ("3", [("Docker", "technology")])
    assert [skill.name for skill in posting.skills] == ["Docker"]


def test_label_studio_takes_the_last_finished_annotation(tmp_path):
    def annotation(start, end, **more):
        value = {"start": start, "end": end, "text": "…", "labels": ["Technology"]}
        return {"result": [{"type": "labels", "value": value}], **more}

    tasks = [
        {"id": 1, "data": {"text": "We use Docker."}, "annotations": [annotation(0, 2), annotation(7, 13)]},
        {
            "id": 2,
            "data": {"id": "own", "text": "Go."},
            "annotations": [annotation(0, 2), annotation(0, 3, was_cancelled=True)],
        },
        {"id": 3, "data": {"text": "Nobody was here."}, "annotations": []},
    ]
    first, second = read_labels(save(tmp_path, "export.json", tasks))
    assert (first.id, marked(first)) == ("1", [("Docker", "technology")])
    assert (second.id, marked(second)) == ("own", [("Go", "technology")])


def test_label_names_can_be_mapped_or_left_out(tmp_path):
    row = {"id": 1, "text": "Docker and lunch", "label": [[0, 6, "Werkzeug"], [11, 16, "Benefit"]]}
    path = save(tmp_path, "export.jsonl", lines(row))
    with pytest.raises(InputError, match=r"line 1: label 'Werkzeug' is not known.*types: \{Werkzeug: technology\}"):
        read_labels(path)
    [posting] = read_labels(path, types={"Werkzeug": "technology", "Benefit": None})
    assert marked(posting) == [("Docker", "technology")]
    with pytest.raises(InputError, match="'thing', which is none of"):
        read_labels(path, types={"Werkzeug": "thing", "Benefit": None})


def test_csv_with_a_label_a_row(tmp_path):
    content = (
        "id,text,field,name,kind,category,requirement,level,evidence\n"
        '1,"We use Docker, and German C1 helps.",skill,Docker,technology,devops_cloud,required,,Docker\n'
        "1,,language,de,,,preferred,C1,German C1\n"
        "2,Nothing is asked.,,,,,,,\n"
    )
    first, second = read_labels(save(tmp_path, "labels.csv", content))
    assert [(skill.name, skill.requirement) for skill in first.skills] == [("Docker", "required")]
    assert [(language.language, language.level) for language in first.languages] == [("de", "C1")]
    assert (second.skills, second.languages, second.responsibilities) == ((), (), None)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_csv_with_a_posting_a_row(tmp_path, delimiter):
    separator = "|" if delimiter == ";" else ";"
    rows = [["id", "text", "skills", "languages"], ["1", "Docker Redis", f"Docker{separator} Redis", ""]]
    content = "\n".join(delimiter.join(row) for row in rows)
    [posting] = read_labels(save(tmp_path, "labels.csv", content))
    assert [skill.name for skill in posting.skills] == ["Docker", "Redis"]
    assert posting.languages == ()
    assert posting.responsibilities is None


@pytest.mark.parametrize("header", ["id,skills", "id,text,colour"], ids=["no-text", "no-labels"])
def test_csv_without_the_needed_columns(tmp_path, header):
    with pytest.raises(InputError, match=r"labels\.csv"):
        read_labels(save(tmp_path, "labels.csv", header + "\n1,2,3\n"))


def test_language_gate_and_flags(tmp_path):
    gold = {
        "language_gate_type": "soft",
        "languages": ["German"],
        "tools": ["power_bi"],
        "tools_false": ["kafka", "odd_flag"],
    }
    path = save(tmp_path, "gate.jsonl", lines({"id": "1", "text": "German would help with Power BI.", "gold": gold}))
    [posting] = read_labels(path, types={"odd_flag": None})
    assert [(each.language, each.requirement) for each in posting.languages] == [("de", "preferred")]
    assert [skill.name for skill in posting.skills] == ["power bi"]
    assert posting.scope == ("power bi", "kafka")


@pytest.mark.parametrize(
    ("gold", "message"),
    [
        ({"language_gate_type": "maybe"}, "'maybe' is none of"),
        ({"language_gate_type": "hard", "languages": ["Klingonese"]}, "'Klingonese' is not known"),
    ],
)
def test_language_gate_names_what_it_does_not_know(tmp_path, gold, message):
    path = save(tmp_path, "gate.jsonl", lines({"id": "1", "text": "x", "gold": gold}))
    with pytest.raises(InputError, match=message):
        read_labels(path)


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(InputError, match="'xml' is none of"):
        read_labels(save(tmp_path, "labels.jsonl", "{}"), format="xml")
