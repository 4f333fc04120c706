from __future__ import annotations

import itertools

import pytest

from jdextract.engines import Reading
from jdextract.errors import InputError, RefusedError
from jdextract.evaluation import Evaluation, Suite, evaluate, read_labels
from jdextract.evaluation.scoring import Bootstrap
from jdextract.extractions import ExtractionsWriter
from jdextract.models import Extraction, Usage
from jdextract.settings import Settings
from tests.support.labelled import corpus, labelled, perfect

QUICK = Bootstrap(draws=100)
POSTINGS = corpus(6)
ANSWERS = {outcome.posting.id: outcome.extraction for outcome in perfect(POSTINGS)}


class ScriptedEngine:
    """Knows the labels; fails where the test says so, and forgets a skill more each time."""

    name = "provider/scripted"
    prompt = "extract_posting.v1"

    def __init__(self, *, fails=(), forgetful=False, cached=False):
        self.fails = fails
        self.forgetful = forgetful
        self.cached = cached
        self.calls = 0

    async def extract(self, posting):
        self.calls += 1
        usage = Usage(input_tokens=100, output_tokens=10, cost_usd=0.001)
        if posting.id in self.fails:
            raise RefusedError("no", posting_id=posting.id, attempts=1, usage=usage)
        answer = ANSWERS[posting.id]
        if self.forgetful:
            answer = answer.model_copy(update={"skills": answer.skills[(self.calls - 1) // len(POSTINGS) :]})
        return Reading(answer, usage=usage, cached=self.cached)

    async def aclose(self):
        raise AssertionError("an engine of the caller's is not closed")


def test_failures_cost_and_latency_are_counted():
    ticks = itertools.count(step=0.25)
    engine = ScriptedEngine(fails={"p1"})
    settings = Settings(concurrency=1)
    evaluation = evaluate(POSTINGS, engines=[engine], settings=settings, bootstrap=QUICK, clock=lambda: next(ticks))
    [run] = evaluation.runs
    assert (run.name, run.prompt) == ("provider/scripted", "extract_posting.v1")
    assert (run.postings, run.read, run.failed, run.errors) == (6, 5, 1, {"refused": 1})
    assert run.usage.total_tokens == 6 * 110
    assert run.usage.cost_usd == pytest.approx(0.006)
    assert (run.latency.postings, run.latency.median, run.latency.longest) == (5, 0.25, 0.25)
    assert run.value("skills.precision") == 1.0
    assert run.value("skills.recall") == pytest.approx(5 / 6)
    assert run.value("failed_rate") == pytest.approx(1 / 6)


def test_answers_out_of_the_cache_are_not_timed():
    [run] = evaluate(POSTINGS, engines=[ScriptedEngine(cached=True)], bootstrap=QUICK).runs
    assert run.cached == 6
    assert run.latency is None


def test_repeats_show_the_noise_and_pool_the_scores():
    engine = ScriptedEngine(forgetful=True)
    [run] = evaluate(POSTINGS, engines=[engine], repeat=3, bootstrap=QUICK, settings=Settings(concurrency=1)).runs
    assert engine.calls == 18
    assert run.repeats == 3
    assert run.metrics["skills.recall"].value == pytest.approx((5 + 4 + 3) / 15)
    assert run.metrics["skills.recall"].support == 30
    noise = run.noise["skills.f1"]
    assert noise.highest == 1.0
    assert noise.lowest == pytest.approx(2 * 3 / (3 + 5))
    assert noise.deviation > 0
    assert run.noise["languages.f1"].deviation == 0


def test_several_runs_stand_side_by_side():
    evaluation = evaluate(POSTINGS, models=["lexicon"], engines=[ScriptedEngine(), ScriptedEngine()], bootstrap=QUICK)
    assert [run.name for run in evaluation.runs] == ["lexicon", "provider/scripted", "provider/scripted #2"]
    assert evaluation.run("lexicon").value("skills.f1") > 0.5
    assert evaluation.run("nobody") is None


def test_the_settings_name_the_model_when_nothing_else_does():
    [run] = evaluate(POSTINGS, settings=Settings(model="lexicon"), bootstrap=QUICK).runs
    assert run.engine == "lexicon"


def test_files_of_extractions(tmp_path):
    path = tmp_path / "extractions.jsonl"
    with ExtractionsWriter(path, keep_text=False) as writer:
        for outcome in perfect(POSTINGS)[:4]:
            writer.write(outcome)
    evaluation = evaluate(POSTINGS, extractions=[path], bootstrap=QUICK)
    [run] = evaluation.runs
    assert run.name == "labels (extractions.jsonl)"
    assert (run.read, run.absent) == (4, 2)
    assert run.value("grounded") == 1.0
    assert run.value("skills.recall") == pytest.approx(4 / 6)
    assert any("2 labelled postings have no outcome" in note for note in evaluation.notes)


def test_an_empty_file_of_extractions_is_refused(tmp_path):
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"none\.jsonl"):
        evaluate(POSTINGS, extractions=[tmp_path / "none.jsonl"])


def test_notes_tell_of_other_texts_and_labels_that_wait_for_correction():
    outcomes = perfect(POSTINGS)
    other = outcomes[0].posting.model_copy(update={"text": "…", "text_sha256": "0"})
    outcomes[0] = outcomes[0].model_copy(update={"posting": other})
    postings = [POSTINGS[0].model_copy(update={"prefilled_by": "lexicon"}), *POSTINGS[1:]]
    notes = " ".join(evaluate(postings, outcomes={"mine": outcomes}, bootstrap=QUICK).notes)
    assert "1 postings were read with another text" in notes
    assert "scored against itself" in notes


def test_the_report_error_is_nothing_for_a_perfect_engine():
    [run] = evaluate(POSTINGS, outcomes={"perfect": perfect(POSTINGS)}, bootstrap=QUICK).runs
    for error in run.report.values():
        assert (error.common_agreement, error.share_error, error.worst) == (1.0, 0.0, ())
    assert run.value("report.responsibilities.rank_correlation") == pytest.approx(1.0)


def test_the_report_error_shows_what_the_report_gets_wrong():
    postings = [labelled(f"q{number}", [("Python", "required"), ("Go", "required")]) for number in range(10)]
    outcomes = [
        outcome.model_copy(
            update={
                "extraction": Extraction(
                    skills=tuple(skill for skill in outcome.extraction.skills if skill.name != "Go" or number == 0)
                )
            }
        )
        for number, outcome in enumerate(perfect(postings))
    ]
    [run] = evaluate(postings, outcomes={"blind": outcomes}, bootstrap=QUICK).runs
    [worst] = run.report["skills"].worst
    assert (worst.name, worst.labelled, worst.found) == ("Go", 1.0, pytest.approx(0.1))
    assert run.value("report.skills.share_error") == pytest.approx(0.45)


def test_a_report_with_unlooked_for_lines_is_not_measured():
    scoped = [posting.model_copy(update={"scope": ("Python",)}) for posting in POSTINGS]
    [run] = evaluate(scoped, outcomes={"perfect": perfect(POSTINGS)}, bootstrap=QUICK).runs
    assert "skills" not in run.report


def test_an_evaluation_is_read_back_as_it_was(tmp_path):
    evaluation = evaluate(POSTINGS, models=["lexicon"], bootstrap=QUICK)
    path = tmp_path / "evaluation.json"
    path.write_text(evaluation.to_json(), encoding="utf-8")
    back = Evaluation.load(path)
    assert back.runs[0].metrics == evaluation.runs[0].metrics
    assert back.to_json() == evaluation.to_json()
    assert POSTINGS[0].text not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["{}", "[", '{"schema": 99}'])
def test_what_is_no_evaluation_is_refused(tmp_path, content):
    (tmp_path / "b.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.json.* is no evaluation"):
        Evaluation.load(tmp_path / "b.json")
    with pytest.raises(InputError, match="cannot read"):
        Evaluation.load(tmp_path / "nowhere.json")


async def test_it_works_inside_a_running_event_loop():
    [run] = evaluate(POSTINGS, engines=[ScriptedEngine()], bootstrap=QUICK).runs
    assert run.value("skills.f1") == 1.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: evaluate([]), "no labelled postings"),
        (lambda: evaluate(POSTINGS, repeat=0), "repeat must be 1 or more"),
    ],
)
def test_what_cannot_be_scored(call, message):
    with pytest.raises(InputError, match=message):
        call()


class TestSuite:
    @pytest.fixture
    def folder(self, tmp_path):
        postings = [
            posting.model_copy(update={"split": "dev" if number < 4 else "test"})
            for number, posting in enumerate(POSTINGS)
        ]
        lines = [posting.model_dump_json(exclude_none=True) + "\n" for posting in postings]
        (tmp_path / "labels").mkdir()
        (tmp_path / "labels" / "a.jsonl").write_text("".join(lines[:3]), encoding="utf-8")
        (tmp_path / "labels" / "b.jsonl").write_text("".join(lines[3:]), encoding="utf-8")
        return tmp_path

    def load(self, folder, content):
        (folder / "suite.yaml").write_text(content, encoding="utf-8")
        return Suite.load(folder / "suite.yaml")

    @pytest.mark.parametrize(
        ("content", "ids"),
        [
            ("labels: labels/*.jsonl", ["p0", "p1", "p2", "p3", "p4", "p5"]),
            ("labels: [labels/b.jsonl]", ["p3", "p4", "p5"]),
            ("labels: labels/*.jsonl\nsplit: test", ["p4", "p5"]),
            ("labels: labels/*.jsonl\nsplit: dev\ntags: odd", ["p1", "p3"]),
            ("labels: [{path: labels/a.jsonl, format: jdextract}]", ["p0", "p1", "p2"]),
        ],
        ids=["glob", "file", "split", "tag", "mapping"],
    )
    def test_it_chooses_postings(self, folder, content, ids):
        suite = self.load(folder, content)
        assert [posting.id for posting in suite.read()] == ids
        assert suite.name == "suite"

    def test_fields_that_are_not_scored_are_not_judged(self, folder):
        suite = self.load(folder, "labels: labels/*.jsonl\nfields: [languages]")
        assert evaluate(suite, models=["lexicon"], bootstrap=QUICK).labels == {
            "skills": 0,
            "responsibilities": 0,
            "languages": 2,
        }

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("labels: labels/*.csv", "no label file matches"),
            ("labels: nowhere.jsonl", "cannot read labels"),
            ("labels: labels/*.jsonl\nsplit: train", "none of 6 postings has split train"),
            ("labels: labels/*.jsonl\ncolour: red", "colour"),
            ("labels: labels/*.jsonl\nmatching: {fuzzy: 2}", "fuzzy"),
            ("labels: [labels/a.jsonl, labels/*.jsonl]", "occurs twice"),
            ("- 1", "expected a mapping"),
            ("{", "cannot read suite"),
        ],
        ids=["glob", "file", "split", "key", "value", "twice", "list", "yaml"],
    )
    def test_it_says_what_is_wrong(self, folder, content, message):
        with pytest.raises(InputError, match=message):
            self.load(folder, content).read()

    def test_a_file_of_labels_is_a_suite(self, folder):
        assert len(Suite.load(folder / "labels" / "a.jsonl").read()) == 3
        assert len(read_labels(folder / "labels" / "a.jsonl")) == 3
