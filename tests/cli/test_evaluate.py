from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from jdextract.cli.evaluate import app
from jdextract.errors import InputError
from jdextract.evaluation import Evaluation
from jdextract.extractions import ExtractionsWriter
from tests.support.labelled import changed, corpus, perfect
from tests.support.server import ModelServer

POSTINGS = corpus(12)


@pytest.fixture
def folder(tmp_path):
    labels = "".join(posting.model_dump_json(exclude_none=True) + "\n" for posting in POSTINGS)
    (tmp_path / "labels.jsonl").write_text(labels, encoding="utf-8")
    (tmp_path / "suite.yaml").write_text("labels: labels.jsonl\nbootstrap: {draws: 200}\n", encoding="utf-8")
    return tmp_path


def run(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def save(path, outcomes):
    with ExtractionsWriter(path) as writer:
        for outcome in outcomes:
            writer.write(outcome)
    return path


def test_a_suite_prints_its_table_and_writes_its_files(folder):
    result = run("run", folder / "suite.yaml", "--model", "lexicon", "--json", folder / "e.json",
                 "--html", folder / "e.html", "--markdown", folder / "e.md")  # fmt: skip
    assert result.exit_code == 0
    assert "Technologies" in result.stdout
    assert Evaluation.load(folder / "e.json").runs[0].name == "lexicon"
    assert "You need solid experience with" in (folder / "e.html").read_text(encoding="utf-8")
    assert (folder / "e.md").read_text(encoding="utf-8").startswith("# Evaluation: suite")


def test_a_file_of_labels_needs_no_suite(folder):
    result = run("run", folder / "labels.jsonl", "-m", "lexicon", "-q")
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_gate_ends_with_4_on_a_sure_drop_only(folder):
    good = save(folder / "good.jsonl", perfect(POSTINGS))
    bad = save(
        folder / "bad.jsonl",
        changed(perfect(POSTINGS), lambda extraction: extraction.model_copy(update={"skills": extraction.skills[1:]})),
    )
    suite, baseline = folder / "suite.yaml", folder / "baseline.json"
    assert run("run", suite, "--extractions", good, "--json", baseline, "-q").exit_code == 0
    assert run("run", suite, "--extractions", good, "--baseline", baseline, "--max-drop", "0.02", "-q").exit_code == 0
    result = run("run", suite, "--extractions", bad, "--baseline", baseline, "--max-drop", "0.02", "-q")
    assert result.exit_code == 4
    assert "gate failed: labels (bad.jsonl): skills.f1 fell from 1.000" in result.stderr
    assert run("run", suite, "--extractions", bad, "--baseline", baseline, "--max-drop", "0.5", "-q").exit_code == 0


def test_a_threshold_of_the_suite_ends_with_4(folder):
    strict = folder / "strict.yaml"
    strict.write_text("labels: labels.jsonl\nthresholds: {skills.f1: {floor: 1.01}}\n", encoding="utf-8")
    assert run("run", strict, "--model", "lexicon", "-q").exit_code == 4


def test_failed_postings_end_with_1(folder):
    outcomes = [outcome.model_copy(update={"status": "failed", "extraction": None}) for outcome in perfect(POSTINGS)]
    assert run("run", folder / "suite.yaml", "--extractions", save(folder / "x.jsonl", outcomes), "-q").exit_code == 1


def test_several_runs_are_compared(folder):
    good = save(folder / "good.jsonl", perfect(POSTINGS))
    result = run(
        "run", folder / "suite.yaml", "--extractions", good, "--model", "lexicon", "--repeat", "2", "--seed", "7"
    )
    assert "Runs side by side" in result.stdout
    assert "Compared: lexicon → labels (good.jsonl)" in result.stdout
    assert "Noise over 2 repeats" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "{}/suite.yaml", "--max-drop", "0.1"], "--max-drop needs --baseline"),
        (["run", "{}/nowhere.jsonl"], "cannot read labels"),
        (["run", "{}/suite.yaml", "--baseline", "{}/labels.jsonl"], "is no evaluation"),
        (["agree", "{}/labels.jsonl", "{}/nowhere.jsonl"], "cannot read labels"),
    ],
    ids=["max-drop", "labels", "baseline", "agree"],
)
def test_what_cannot_be_used_is_said(folder, arguments, message):
    with pytest.raises(InputError, match=message):
        run(*(argument.format(folder) for argument in arguments))


def test_a_baseline_of_other_labels_is_refused(folder):
    run("run", folder / "labels.jsonl", "-m", "lexicon", "--json", folder / "b.json", "-q")
    lines = (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    (folder / "labels.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match="cannot be compared"):
        run("run", folder / "labels.jsonl", "-m", "lexicon", "--baseline", folder / "b.json")


def test_label_prefills_and_agree_measures(folder):
    (folder / "posting.txt").write_text("Backend Engineer\n\nRequirements\n- Python\n- German C1\n", encoding="utf-8")
    labels = folder / "mine.jsonl"
    assert run("label", folder / "posting.txt", "-o", labels, "-q").exit_code == 0
    [row] = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    assert row["prefilled_by"] == "lexicon"
    assert "Python" in [label["name"] for label in row["skills"]]
    assert json.loads(run("label", folder / "posting.txt", "-q").stdout) == row
    row["skills"][0]["requirement"] = "preferred"
    (folder / "theirs.jsonl").write_text(json.dumps(row), encoding="utf-8")
    result = run("agree", labels, folder / "theirs.jsonl", "--json", folder / "agreement.json")
    assert result.exit_code == 0
    assert "1 postings labelled by both" in result.stdout
    assert "required / preferred" in result.stdout
    assert json.loads((folder / "agreement.json").read_text(encoding="utf-8"))["postings"] == 1


def test_a_second_look_is_scored_and_its_calls_are_counted(folder):
    label = {"name": "Kotlin", "kind": "technology", "category": "languages_frameworks", "requirement": "required"}
    row = {"id": "p", "text": "Your profile\nYou must know Kotlin.", "skills": [{**label, "evidence": "Kotlin"}]}
    (folder / "one.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    empty = {"must": [], "nice": [], "named": [], "duties": [], "languages": []}
    found = {}
    with ModelServer(
        answer=lambda ask: json.dumps(empty | {"must": ["2 Kotlin"] if ask.is_follow_up else []})
    ) as server:
        for option in ((), ("--second-look",)):
            run("run", folder / "one.jsonl", "-m", "openai/m", "--base-url", server.base_url, "-q",
                "--json", folder / "e.json", "--cache-dir", folder / "cache", *option)  # fmt: skip
            [scored] = Evaluation.load(folder / "e.json").runs
            found[option] = (scored.value("skills.technology.recall"), scored.calls)
    assert found == {(): (0.0, 1), ("--second-look",): (1.0, 1)}  # the first answer comes out of the cache
