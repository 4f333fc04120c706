from __future__ import annotations

import io
from pathlib import Path

import pytest

from jdextract.errors import InputError
from jdextract.extractions import ExtractionsWriter, read_extractions
from jdextract.models import Evidence, Extraction, Outcome, Posting, Skill, Surface

TEXT = "Du hast Erfahrung mit größeren Go-Diensten 🚀"


def outcome(posting_id="1"):
    start = TEXT.index("Go")
    skill = Skill(
        name="Go",
        kind="technology",
        category="languages_frameworks",
        requirement="required",
        surface=Surface(text="Go", start=start, end=start + 2),
        evidence=Evidence(segment=1, text=TEXT, start=0, end=len(TEXT), status="exact"),
    )
    posting = Posting(id=posting_id, text=TEXT)
    return Outcome(posting=posting, status="ok", engine="lexicon", extraction=Extraction(skills=(skill,)))


def test_what_was_written_is_read_back(tmp_path):
    path = tmp_path / "new" / "extractions.jsonl"
    with ExtractionsWriter(path) as writer:
        writer.write(outcome("1"))
        writer.write(outcome("2"))
    assert list(read_extractions(path)) == [outcome("1"), outcome("2")]
    assert [file.name for file in path.parent.iterdir()] == ["extractions.jsonl"]


def test_without_texts_the_offsets_stay(tmp_path):
    path = tmp_path / "extractions.jsonl"
    with ExtractionsWriter(path, keep_text=False) as writer:
        writer.write(outcome())
    assert "größeren" not in path.read_text(encoding="utf-8")
    [read] = read_extractions(path)
    assert read.posting.text_sha256 == outcome().posting.text_sha256
    skill = read.extraction.skills[0]
    assert skill.surface == outcome().extraction.skills[0].surface
    assert (skill.evidence.text, skill.evidence.start, skill.evidence.end) == (None, 0, len(TEXT))


def test_a_run_that_breaks_leaves_a_file_marked_partial(tmp_path):
    path = tmp_path / "extractions.jsonl"
    with pytest.raises(ZeroDivisionError), ExtractionsWriter(path) as writer:
        writer.write(outcome())
        raise ZeroDivisionError
    assert [file.name for file in tmp_path.iterdir()] == ["extractions.jsonl.partial"]
    assert list(read_extractions(tmp_path / "extractions.jsonl.partial")) == [outcome()]


def test_a_run_cut_short_is_marked_partial_and_harms_no_earlier_file(tmp_path):
    path = tmp_path / "extractions.jsonl"
    path.write_text("earlier")
    with ExtractionsWriter(path) as writer:
        writer.leave_partial()
    assert path.read_text() == "earlier"


def test_stdin_and_stdout(monkeypatch, capsys):
    with ExtractionsWriter("-") as writer:
        writer.write(outcome())
    monkeypatch.setattr("sys.stdin", io.StringIO(capsys.readouterr().out + "\n\n"))
    assert list(read_extractions("-")) == [outcome()]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"schema": 1, "posting"', r"line 2: no JSON; was the file cut off\?"),
        ('{"schema": 9}', r"line 2: schema version 9; this release reads 1"),
        ("[1]", r"line 2: schema version None"),
        ('{"schema": 1, "posting": {"id": "1"}, "status": "great", "engine": "x"}', r"line 2: status: "),
    ],
    ids=["cut off", "another version", "no object", "a wrong value"],
)
def test_a_bad_line_is_named(tmp_path, line, message):
    path = tmp_path / "extractions.jsonl"
    path.write_text(outcome().model_dump_json() + "\n" + line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        list(read_extractions(path))


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path):
    with pytest.raises(InputError, match=r"absent\.jsonl"):
        list(read_extractions(tmp_path / "absent.jsonl"))
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match=r"cannot write .*-o"), ExtractionsWriter(tmp_path / "file" / "x"):
        pass


def test_a_device_is_written_to_and_never_replaced():
    with ExtractionsWriter("/dev/null") as writer:
        writer.write(outcome())
    assert Path("/dev/null").is_char_device()


def test_a_full_disk_is_named():
    full = pytest.raises(InputError, match=r"cannot write '/dev/full': No space left on device")
    with full, ExtractionsWriter("/dev/full") as writer:
        writer.write(outcome())
