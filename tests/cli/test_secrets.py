"""A key stays where it is: no run writes it anywhere, however it ends; and no posting says where files go."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

KEY = "sk-marked-0123456789abcdef"
FORMS = [form.encode() for form in (KEY, KEY[8:], base64.b64encode(KEY.encode()).decode())]
POSTINGS = [{"id": f"p{n}", "title": "Engineer", "text": f"You know Python and Go. Number {n}."} for n in range(3)]
CRASH = """
import sys
from jdextract.cli import main
from jdextract.extractions import ExtractionsWriter

def write(self, outcome):
    raise RuntimeError(f"a defect of ours at {outcome.posting.id}")

ExtractionsWriter.write = write
main()
"""


@pytest.fixture
def echo():
    """Start servers that answer with a status and all that they were sent, the key included, as careless ones do."""
    running = []

    def begin(status):
        class Echo(BaseHTTPRequestHandler):
            def answer(self):
                sent = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
                message = f"cannot serve {dict(self.headers)} {self.path} {sent[:50]}"
                body = json.dumps({"error": {"message": message, "type": "x"}, "type": "error"}).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("retry-after", "0")
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = answer  # noqa: N815 - http.server's names

            def log_message(self, *args):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield begin
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def run(tmp_path):
    """Run the command line with the marked key in every provider's variable; say how it ended and what it printed."""
    (tmp_path / "postings.jsonl").write_text("".join(json.dumps(posting) + "\n" for posting in POSTINGS))

    def begin(*args, program=("-m", "jdextract"), **variables):
        keys = dict.fromkeys(("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "OPENROUTER_API_KEY"), KEY)
        env = {**os.environ, "JDEXTRACT_CACHE_DIR": str(tmp_path / "cache"), **keys, **variables}
        command = [sys.executable, *program, *map(str, args)]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, timeout=120, check=False)
        return done.returncode, done.stdout + done.stderr

    return begin


def places_of_the_key(folder, printed):
    """Where any form of the key is found: in what was printed, and in all files, the cache's database included."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return [name for name, content in {"printed": printed, **files}.items() if any(form in content for form in FORMS)]


@pytest.mark.parametrize(
    ("model", "program", "variables", "code"),
    [
        ("openai/m", ("-m", "jdextract"), {}, 0),
        ("openai/m", ("-m", "jdextract"), {"OPENAI_LOG": "debug", "PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1"}, 0),
        ("openai/m", ("-c", CRASH), {}, 1),
        ("anthropic/m", ("-m", "jdextract"), {}, 0),
    ],
    ids=["ok", "ok, with all that can be logged", "a defect's traceback", "another provider's SDK"],
)
def test_no_run_writes_the_key(run, server, tmp_path, model, program, variables, code):
    url = server.root_url if model.startswith("anthropic") else server.base_url
    options = ("--model", model, "--base-url", url, "--log", "log.jsonl")
    ended, printed = run("analyze", "postings.jsonl", *options, program=program, **variables)
    assert ended == code, printed.decode()
    assert (b"a defect of ours" in printed) == (code == 1)
    assert server.stats()["calls"] >= 3
    assert (tmp_path / "cache" / "cache.db").exists()
    assert places_of_the_key(tmp_path, printed) == []


@pytest.mark.parametrize("model", ["openai/m", "anthropic/m"])
@pytest.mark.parametrize(("status", "code"), [(401, 2), (400, 1), (500, 1)])
def test_no_failure_writes_the_key_that_a_server_repeats(run, echo, tmp_path, model, status, code):
    url = echo(status) + ("/v1" if model.startswith("openai") else "")
    ended, printed = run("analyze", "postings.jsonl", "--model", model, "--base-url", url, "--log", "log.jsonl")
    assert ended == code, printed.decode()
    assert b"cannot serve" in printed
    assert (tmp_path / "log.jsonl").stat().st_size > 0
    assert places_of_the_key(tmp_path, printed) == []


@pytest.mark.parametrize("status", [401, 500])
def test_the_doctor_does_not_show_the_key_that_a_server_repeats(run, echo, tmp_path, status):
    ended, printed = run("doctor", "--model", "openai/m", "--base-url", f"{echo(status)}/v1")
    assert (ended, places_of_the_key(tmp_path, printed)) == (1, [])


def test_a_password_in_the_base_url_is_not_written(run, server, tmp_path):
    url = server.base_url.replace("http://", f"http://user:{KEY}@")
    for command in ("doctor", "analyze", "analyze"):
        paths = ["postings.jsonl"] if command == "analyze" else []
        _, printed = run(command, *paths, "--model", "openai/m", "--base-url", url, OPENAI_API_KEY="other")
        assert places_of_the_key(tmp_path, printed) == []


@pytest.mark.parametrize(
    "escape", ["../../outside", "/outside", "C:\\outside", "a/../../outside", "~/outside", "\0outside"]
)
def test_nothing_in_a_posting_says_where_files_go(run, tmp_path, escape):
    work = tmp_path / "work"
    work.mkdir()
    posting = dict.fromkeys(("id", "title", "company", "location", "source"), escape)
    (work / "postings.jsonl").write_text(json.dumps({**posting, "text": "You know Python."}))
    ended, printed = run("analyze", "work/postings.jsonl", "-o", "work/out")
    assert ended == 0, printed.decode()
    ended, _ = run("report", "work/out/extractions.jsonl", "--format", "csv", "-o", "work/csv")
    assert ended == 0
    written = {path.relative_to(tmp_path).as_posix().split("/")[0] for path in tmp_path.rglob("*")}
    assert written <= {"work", "cache", "postings.jsonl"}
    expected = {"report.md", "report.html", "breakdown.json", "extractions.jsonl", "postings.parquet", "facts.parquet"}
    assert {path.name for path in (work / "out").iterdir()} == expected
