from __future__ import annotations

import hashlib
import io
import json
import os
import sys

import pytest

from jdextract.errors import InputError
from jdextract.models import Posting
from jdextract.postings import read_postings


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8", newline="")
    return path


def read(*sources, **options):
    problems: list[InputError] = []
    return list(read_postings(*sources, on_problem=problems.append, **options)), [str(problem) for problem in problems]


def test_text_is_verbatim(tmp_path):
    text = "Backend Engineer\r\n\r\n• 5+ yrs\u00a0of Go\u200b \t \n\n<b>not HTML here</b> C\\+\\+ 🚀\n"
    [posting] = read_postings(write(tmp_path / "ad.txt", text))
    assert posting.text == text
    assert posting.text_sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_text_of_a_record_is_verbatim():
    text = "  We know <div> from <span>, and 3 < 4.\n• R&amp;D\u00a0– C:\\temp  "
    [posting] = read_postings({"text": text})
    assert posting.text == text


def test_html_in_a_field_is_converted():
    [posting] = read_postings({"description": "<p>We build.</p><ul><li>Python</li></ul>"})
    assert posting.text == "We build.\n\n- Python"


def test_fields_of_their_own_join_the_text_under_headings():
    [posting] = read_postings(
        {
            "description": "We build.",
            "requirements": ["Python", "Go"],
            "responsibilities": "Own APIs",
            "benefits": "we build",
        }
    )
    assert posting.text == "We build.\n\nRequirements\n- Python\n- Go\n\nResponsibilities\nOwn APIs"


def test_known_fields_win_over_guesses():
    record = {"text": "Wir bauen und wir sind ein Team für die Cloud.", "title": "Backend Engineer", "role": "data"}
    [posting] = read_postings({**record, "seniority": "lead", "country": "AT", "language": "en", "source": "board"})
    assert (posting.role, posting.seniority, posting.country) == ("data", "lead", "AT")
    assert (posting.language, posting.source) == ("en", "board")


class TestIds:
    def test_of_the_record(self):
        assert [posting.id for posting in read_postings([{"id": 7, "text": "a"}, {"job_id": "x", "text": "b"}])] == [
            "7",
            "x",
        ]

    def test_of_a_file_depend_on_name_and_text_alone(self, tmp_path):
        here, there = write(tmp_path / "a" / "ad.txt", "One"), write(tmp_path / "b" / "ad.txt", "One")
        other = write(tmp_path / "b" / "other.txt", "One")
        first, second, third = (next(read_postings(path)).id for path in (here, there, other))
        assert first == second == "ad-" + hashlib.sha256(b"ad.txt\nOne").hexdigest()[:16]
        assert third != first

    def test_repeated_in_a_run_are_numbered(self):
        records = [
            {"id": "a", "text": "1"},
            {"id": "a", "text": "2"},
            {"id": "a#2", "text": "3"},
            {"id": "a", "text": "4"},
        ]
        assert [posting.id for posting in read_postings(records)] == ["a", "a#2", "a#2#2", "a#3"]

    def test_of_postings_without_text_differ_by_their_fields(self):
        records = [{"title": "A", "text": ""}, {"title": "B", "text": None}]
        first, second = (posting.id for posting in read_postings(records))
        assert first != second
        assert "#" not in second


class TestSources:
    def test_folder_recursive_sorted_and_hidden_left_out(self, tmp_path):
        for name in ("b.txt", "a.md", "sub/c.txt", ".hidden/d.txt", ".e.txt"):
            write(tmp_path / name, f"Ad {name}")
        write(tmp_path / "logo.png", "")
        write(tmp_path / "sub" / "clip.mov", "")
        postings, problems = read(tmp_path)
        assert [posting.source for posting in postings] == ["a.md", "b.txt", "c.txt"]
        assert len(problems) == 1
        assert "files of other formats were left out (1 .mov, 1 .png)" in problems[0]
        assert len(list(read_postings(tmp_path))) == 3

    def test_glob_and_a_file_named_twice(self, tmp_path):
        path = write(tmp_path / "a.txt", "One")
        write(tmp_path / "b.txt", "Two")
        assert [posting.source for posting in read_postings(str(tmp_path / "*.txt"), path)] == ["a.txt", "b.txt"]

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("nowhere.txt", "does not exist"),
            ("*.csv", "no file matches"),
            ("", "holds no file that can be read"),
            ("https://jobs.example.com/1", "URLs are not fetched"),
        ],
    )
    def test_wrong_paths_are_named_before_anything_is_read(self, tmp_path, name, message):
        source = name if "://" in name else str(tmp_path / name)
        with pytest.raises(InputError, match=message) as raised:
            read_postings(source, on_problem=lambda _: None)
        assert repr(source.rstrip("/")) in str(raised.value)

    def test_unknown_format(self, tmp_path):
        with pytest.raises(InputError, match=r"unknown format '\.rtf'.*\.txt"):
            read_postings(write(tmp_path / "ad.rtf", "x"))

    def test_postings_pass_through(self):
        posting = Posting(id="a", text="One")
        assert list(read_postings(posting, [posting])) == [posting, posting.model_copy(update={"id": "a#2"})]

    @pytest.mark.parametrize("source", [7, [7], ["ad.txt"]], ids=["number", "numbers", "paths-in-a-list"])
    def test_what_is_no_source(self, source):
        with pytest.raises(InputError, match=r"(cannot read postings from int|record 1: expected a mapping)"):
            list(read_postings(source))

    def test_unknown_field_in_columns(self):
        with pytest.raises(InputError, match="no field 'salary' in a posting"):
            read_postings([], columns={"salary": "x"})


class TestBadInput:
    def test_broken_lines_cost_only_themselves(self, tmp_path):
        path = write(tmp_path / "ads.jsonl", '{"id": 1, "text": "a"}\n{"id": 2,\n\n[3]\n{"id": 4, "text": "b"}')
        postings, problems = read(path)
        assert [posting.id for posting in postings] == ["1", "4"]
        assert [problem.split(":")[0] for problem in problems] == [
            f"{str(path)!r}, line 2, column 11",
            f"{str(path)!r}, line 4",
        ]

    @pytest.mark.parametrize(
        ("line", "text"),
        [
            ('{"text": "a\tb"}', "a\tb"),
            ('{"text": "a", "text": "b"}', "b"),
            ('{"text": "a", "salary": NaN}', "a"),
            (f'{{"text": "a", "salary": {"9" * 400}}}', "a"),
            (f'{{"text": "a", "salary": {"[" * 300}{"]" * 300}}}', "a"),
        ],
        ids=["a raw tab", "a key twice", "no number", "a large number", "deep lists"],
    )
    def test_lines_are_read_that_strict_json_forbids_or_parsers_shun(self, tmp_path, line, text):
        postings, problems = read(write(tmp_path / "ads.jsonl", line))
        assert ([posting.text for posting in postings], problems) == ([text], [])

    def test_without_a_callback_the_first_problem_is_raised(self, tmp_path):
        path = write(tmp_path / "ads.jsonl", '{"id": 1, "text": "a"}\n{"id": 2,')
        postings = read_postings(path)
        assert next(postings).id == "1"
        with pytest.raises(InputError, match="line 2"):
            next(postings)

    def test_records_without_a_text_field_are_reported_once(self, tmp_path):
        rows = [{"title": "A", "wording": "x"}] * 3 + [{"title": "B", "text": "y"}]
        path = write(tmp_path / "ads.jsonl", "\n".join(map(json.dumps, rows)))
        postings, problems = read(path)
        assert [posting.title for posting in postings] == ["B"]
        assert "line 1: no column with the description; the columns are 'title', 'wording'" in problems[0]
        assert problems[1:] == [f"{str(path)!r}: 2 more records like the one above"]
        assert len(read(path, text_column="wording")[0]) == 3

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("a.json", "{broken", "line 1, column 2: no valid JSON"),
            ("a.json", '"words"', "holds no list of postings"),
            ("a.json", "[1]", "posting 1: expected an object, found int"),
            ("a.xml", "<jobs><job>", "line 1: no valid XML"),
            ("a.xml", "<a><b/></a>", "holds no <position>"),
            ("a.xml", '<!DOCTYPE a [<!ENTITY x "y">]><a/>', "declares XML entities"),
            ("a.json", "[" * 200_000, "nested too deeply"),
            ("a.json", '{"data":' * 90_000 + "1" + "}" * 90_000, "nested too deeply"),
            ("a.jsonl", '{"text":' * 90_000 + "1" + "}" * 90_000, "line 1: nested too deeply"),
        ],
    )
    def test_documents_that_cannot_be_read(self, tmp_path, name, content, message):
        postings, problems = read(write(tmp_path / name, content))
        assert postings == []
        assert len(problems) == 1
        assert name in problems[0]
        assert message in problems[0]

    def test_entities_of_another_encoding_are_refused(self, tmp_path):
        path = tmp_path / "a.xml"
        path.write_bytes(
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16")
        )
        assert "declares XML entities" in read(path)[1][0]

    @pytest.mark.parametrize("name", ["a.txt", "a.json", "a.html", "a.xml", "a.jsonl"])
    def test_giant_files_are_refused(self, tmp_path, name):
        write(tmp_path / name, "x" * 2000)
        write(tmp_path / "b.txt", "Small")
        postings, problems = read(tmp_path, max_file_bytes=1000)
        assert [posting.text for posting in postings] == ["Small"]
        assert len(problems) == 1

    def test_unreadable_file(self, tmp_path, monkeypatch):
        path = write(tmp_path / "a.txt", "One")
        write(tmp_path / "b.txt", "Two")
        real = type(path).open

        def denied(self, *args, **kwargs):
            if self.name == "a.txt":
                raise PermissionError(13, os.strerror(13))
            return real(self, *args, **kwargs)

        monkeypatch.setattr(type(path), "open", denied)
        postings, problems = read(tmp_path)
        assert [posting.text for posting in postings] == ["Two"]
        assert problems == [f"cannot read {str(path)!r}: Permission denied; check that it is a file that you may read"]

    @pytest.mark.parametrize("record", [{"text": ""}, {"text": None}, {"text": float("nan")}, {"description": "  \n"}])
    def test_empty_descriptions_are_postings_without_text(self, record):
        [posting] = read_postings({"title": "Dev", **record})
        assert posting.text == ""

    def test_two_megabytes_are_a_posting(self, tmp_path):
        text = "We use Python and SQL.\n" * 90_000
        [posting] = read_postings(write(tmp_path / "ad.txt", text))
        assert len(posting.text) == len(text)


class TestJson:
    @pytest.mark.parametrize(
        "document",
        [
            [{"title": "Dev", "text": "a"}],
            {"title": "Dev", "text": "a"},
            {"jobs": [{"title": "Dev", "text": "a"}]},
            {"data": {"results": [{"title": "Dev", "text": "a"}]}},
            {"hits": [{"_source": {"title": "Dev", "text": "a"}}]},
        ],
        ids=["list", "one", "listed", "nested", "sources"],
    )
    def test_documents(self, tmp_path, document):
        path = write(tmp_path / "ads.json", document)
        ((posting,), problems) = read(path)
        assert (posting.title, posting.text, problems) == ("Dev", "a", [])

    def test_lines_under_the_wrong_ending(self, tmp_path):
        path = write(tmp_path / "ads.json", '{"text": "a"}\n{"text": "b"}\n')
        assert [posting.text for posting in read_postings(path)] == ["a", "b"]

    @pytest.mark.parametrize("document", [[], {}, {"jobs": []}], ids=str)
    def test_empty_lists_are_no_problem(self, tmp_path, document):
        postings, problems = read(write(tmp_path / "ads.json", document))
        assert postings == []
        assert len(problems) == (document == {})


class TestStdin:
    @pytest.mark.parametrize(
        ("content", "texts"),
        [
            (b'{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
            (b'[{"text": "a"}]', ["a"]),
            (b'\xef\xbb\xbf{"jobs": [{"id": 1, "text": "a"}]}', ["a"]),
            (b'{\n "text": "a"\n}', ["a"]),
            (b"title,description\nDev,a\nDev,b\n", ["a", "b"]),
            (b"<html><body><p>We build.</p></body></html>", ["We build."]),
            (b"<?xml version='1.0'?><jobs><job><id>1</id><description>a</description></job></jobs>", ["a"]),
            (b"\nBackend Engineer\n\nWe build.", ["\nBackend Engineer\n\nWe build."]),
        ],
        ids=["jsonl", "json", "answer", "one", "csv", "html", "xml", "text"],
    )
    def test_format_is_told_by_the_beginning(self, monkeypatch, content, texts):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert [posting.text for posting in read_postings("-")] == texts

    def test_empty(self, monkeypatch):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        with pytest.raises(InputError, match="stdin is empty"):
            list(read_postings("-"))


def test_it_streams(tmp_path):
    path = write(tmp_path / "ads.jsonl", '{"text": "a"}\n' + "{broken\n" * 3)
    postings = read_postings(path)
    assert next(postings).text == "a"
