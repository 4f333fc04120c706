"""How time, memory and calls grow with postings: plain runs, runs on Ray, warm runs, and breakdowns of many parts.

    python evals/benchmarks/scaling.py plain [SIZE ...]           the lexicon, one process (the default)
    python evals/benchmarks/scaling.py ray [SIZE ...]             plain and Ray by turns, and whether facts are the same
    python evals/benchmarks/scaling.py server [SIZE ...]          the test server, cold and warm
    python evals/benchmarks/scaling.py breakdown [PARTS ...]      facts of 100,000 postings a part
    python evals/benchmarks/scaling.py redis [SIZE]               one answer's memory and look-up on a Redis server

Postings are made of the sample postings: each is three of them in one, with a number of its own, 2,100 characters on
average. With --from FILE they are those of the file, over and over, each with a number of its own in its text and in its
company, so that none is a copy of another; with --longest N only those of N characters at most. Prints a line of JSON a measurement: wall seconds, CPU seconds and peak memory of the command's own process,
and for Ray the CPU seconds of all processes together (Linux). Options: --turns N (ray: each so
often, by turns; medians count), --parts DIR (breakdown: keeps what it generates).
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from jdextract import Posting, read_postings  # noqa: E402 - importable only now
from jdextract.redis_cache import RedisCache  # noqa: E402
from tests.support.redis_server import running_redis  # noqa: E402

SAMPLES = ROOT / "evals" / "postings"
SIZES = (1_000, 10_000)
REPEATED: list[Posting] = []
"""What is repeated, instead of samples mixed."""
PART = 100_000


def write_corpus(path: Path, size: int) -> Path:
    """So many postings as JSON lines."""
    return write_repeated(path, size) if REPEATED else write_mixed(path, size)


def write_repeated(path: Path, size: int) -> Path:
    """The postings of the files given, over and over, none a copy of another."""
    with path.open("w", encoding="utf-8") as file:
        for number, posting in zip(range(size), itertools.cycle(REPEATED), strict=False):
            own = {
                "id": f"p{number}",
                "company": f"{posting.company or 'Company'} {number}",
                "text": f"{posting.text.rstrip()}\n\nReference jx{number}\n",
            }
            file.write(posting.model_copy(update=own).model_dump_json(exclude={"text_sha256", "duplicate_of"}) + "\n")
    return path


def write_mixed(path: Path, size: int) -> Path:
    samples = [posting for posting in read_postings(SAMPLES) if posting.text.strip()]
    chance = random.Random(size)  # noqa: S311 - test data
    with path.open("w", encoding="utf-8") as file:
        for number in range(size):
            three = chance.sample(samples, 3)
            text = "\n\n".join([*(posting.text for posting in three), f"Reference {number}"])
            row = {
                "id": f"p{number}",
                "title": three[0].title,
                "company": f"Company {number % 5000}",
                "location": three[0].location,
                "text": text,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return path


def measured(*arguments: object, **environment: str) -> dict[str, object]:
    """Run a jdextract command to its end; what it took."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "jdextract", *map(str, arguments), "-q"], env={**os.environ, **environment}
    )
    family = Family(process.pid)
    family.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    family.ended.set()
    family.join()
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(map(str, arguments))} failed")
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mb": family.peak_kb // 1024,
        "all_cpu_seconds": round(max(family.cpu_seconds, usage.ru_utime + usage.ru_stime), 2),
    }


class Family(threading.Thread):
    """Looks five times a second what memory a process takes, and what CPU time it and its descendants have used."""

    def __init__(self, ancestor: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.ancestor = ancestor
        self.peak_kb = 0
        """Of the ancestor; what the system tells of an ended child is never less than its parent's."""
        self.used = {ancestor: 0.0}
        """By process; the members of the family so far."""

    @property
    def cpu_seconds(self) -> float:
        """What all members have used together."""
        return sum(self.used.values())

    def run(self) -> None:
        """Look until the process has ended."""
        tick = os.sysconf("SC_CLK_TCK")
        while not self.ended.wait(0.2):
            with suppress(OSError, StopIteration):  # it has ended meanwhile
                told = Path(f"/proc/{self.ancestor}/status").read_text(encoding="utf-8").splitlines()
                peak = next(line for line in told if line.startswith("VmHWM"))
                self.peak_kb = max(self.peak_kb, int(peak.split()[1]))
            for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
                try:
                    fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                except OSError:  # it has ended meanwhile
                    continue
                if int(folder.name) in self.used or int(fields[1]) in self.used:
                    self.used[int(folder.name)] = (int(fields[11]) + int(fields[12])) / tick


def show(**result: object) -> None:
    print(json.dumps({**result, "load": round(os.getloadavg()[0], 1)}), flush=True)


def per_posting(result: dict[str, object], size: int) -> float:
    return round(float(str(result["cpu_seconds"])) / size * 1e3, 3)


def run_plain(sizes: list[int], scratch: Path) -> None:
    for size in sizes:
        corpus, out = write_corpus(scratch / f"{size}.jsonl", size), scratch / f"{size}.out.jsonl"
        result = measured("extract", corpus, "-o", out)
        written = out.stat().st_size
        out.unlink()
        show(mode="plain", size=size, **result, cpu_ms_per_posting=per_posting(result, size), bytes=written)


def run_ray(sizes: list[int], scratch: Path, turns: int) -> None:
    for size in sizes:
        corpus = write_corpus(scratch / f"{size}.jsonl", size)
        plain, cluster = scratch / f"{size}.out.jsonl", scratch / f"{size}.parts"
        runs: dict[str, list[dict[str, object]]] = {"plain": [], "ray": []}
        for _ in range(turns):
            shutil.rmtree(cluster, ignore_errors=True)
            for mode, options in (("plain", ("-o", plain)), ("ray", ("-o", cluster, "--engine", "ray"))):
                # Ray gives its workers a low priority, which would count what else runs against it alone.
                result = measured("extract", corpus, *options, RAY_worker_niceness="0")
                runs[mode].append(result)
                show(mode=mode, size=size, **result)
        show(
            mode="ray against plain",
            size=size,
            times_as_fast=round(middle(runs["plain"], "seconds") / middle(runs["ray"], "seconds"), 2),
            times_the_cpu=round(middle(runs["ray"], "all_cpu_seconds") / middle(runs["plain"], "all_cpu_seconds"), 2),
            same_outcomes=lines_of(plain) == lines_of_parts(cluster),
            outcomes=len(lines_of(plain)),
        )


def middle(runs: list[dict[str, object]], figure: str) -> float:
    return statistics.median(float(str(run[figure])) for run in runs)


def lines_of(path: Path) -> list[bytes]:
    with path.open(encoding="utf-8") as file:
        return sorted(hashlib.sha256(line.rstrip("\n").encode()).digest() for line in file)


def lines_of_parts(folder: Path) -> list[bytes]:
    lines: list[bytes] = []
    for part in (folder / "postings").iterdir():
        outcomes = pq.read_table(part, columns=["outcome"]).column("outcome").to_pylist()
        lines += [hashlib.sha256(line.encode()).digest() for line in outcomes]
    return sorted(lines)


def run_server(sizes: list[int], scratch: Path) -> None:
    for size in sizes:
        corpus = write_corpus(scratch / f"{size}.jsonl", size)
        with model_server() as url:
            options = ("--model", "openai/test", "--base-url", url, "--cache-dir", scratch / f"{size}.cache")
            for mode in ("cold", "warm"):
                out = scratch / f"{size}.{mode}.jsonl"
                result = measured("extract", corpus, "-o", out, *options, "--concurrency", 64)
                out.unlink()
                stored = sum(path.stat().st_size for path in (scratch / f"{size}.cache").iterdir())
                show(
                    mode=f"server, {mode}",
                    size=size,
                    **result,
                    cpu_ms_per_posting=per_posting(result, size),
                    cache_bytes_per_posting=round(stored / size),
                )


class model_server:  # noqa: N801 - a context manager
    """The test server in a process of its own, which answers after 0.2 s."""

    def __enter__(self) -> str:
        command = [sys.executable, "-m", "tests.support.server", "--latency", "0.2"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
        assert self.process.stdout
        return str(json.loads(self.process.stdout.readline())["base_url"])

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def run_breakdown(numbers: list[int], parts: Path) -> None:
    """So many parts, of which the first is generated and the others repeat it under other ids."""
    first = parts / "first"
    if not (first / "done").exists():
        first.mkdir(parents=True, exist_ok=True)
        subprocess.run(  # noqa: S603
            [sys.executable, str(HERE / "breakdown.py"), str(PART), "--generate", str(first)], check=True
        )
        (first / "done").touch()
    for many in numbers:
        folder = parts / str(many)
        for table, columns in (("postings", "posting_id, group_id"), ("facts", "posting_id")):
            (folder / table).mkdir(parents=True, exist_ok=True)
            for number in range(many):
                path = folder / table / f"part-{number:04}.parquet"
                if not path.exists():
                    named = ", ".join(f"'{number}-' || {name} AS {name}" for name in columns.split(", "))
                    query = f"SELECT * REPLACE ({named}) FROM '{first}/{table}.parquet'"  # noqa: S608
                    duckdb.sql(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        result = subprocess.run(  # noqa: S603
            [sys.executable, str(HERE / "breakdown.py"), "--measure", str(folder)],
            check=True,
            capture_output=True,
            text=True,
        )
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        show(mode="breakdown", parts=many, bytes=size, **json.loads(result.stdout))


def run_redis(size: int, scratch: Path) -> None:
    """Answers as a run stores them, on a server of this machine."""
    corpus = write_corpus(scratch / "redis.jsonl", size)
    with running_redis() as url, model_server() as endpoint:
        cache = RedisCache(url)
        empty = cache.size_bytes
        options = ("--model", "openai/test", "--base-url", endpoint, "--cache-dir", url, "--concurrency", 64)
        result = measured("extract", corpus, "-o", scratch / "redis.out.jsonl", *options)
        keys = list(cache)
        times = sorted(timed(cache, key) for key in keys)
        show(
            mode="redis",
            size=size,
            **result,
            bytes_per_answer=round((cache.size_bytes - empty) / len(keys)),
            median_get_ms=round(times[len(times) // 2] * 1e3, 3),
        )


def timed(cache: RedisCache, key: str) -> float:
    began = time.perf_counter()
    cache.get(key)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="plain", choices=["plain", "ray", "server", "breakdown", "redis"])
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--parts", type=Path)
    parser.add_argument("--from", dest="repeated", type=Path, action="append", default=[])
    parser.add_argument("--longest", type=int, default=sys.maxsize)
    given = parser.parse_args()
    if given.repeated:
        found = read_postings(*given.repeated)
        REPEATED.extend(posting for posting in found if 0 < len(posting.text.strip()) <= given.longest)
    with scratch_folder(given.parts) as scratch:
        match given.what:
            case "plain":
                run_plain(given.sizes or list(SIZES), scratch)
            case "ray":
                run_ray(given.sizes or [5_000], scratch, given.turns)
            case "server":
                run_server(given.sizes or list(SIZES), scratch)
            case "redis":
                run_redis((given.sizes or [1_000])[0], scratch)
            case "breakdown":
                run_breakdown(given.sizes or [1, 10, 100], scratch)


class scratch_folder:  # noqa: N801 - a context manager
    """The folder given, which stays, or one that goes."""

    def __init__(self, given: Path | None) -> None:
        self.given = given

    def __enter__(self) -> Path:
        self.temporary = None if self.given else tempfile.TemporaryDirectory()
        return self.given or Path(self.temporary.name)  # type: ignore[union-attr]

    def __exit__(self, *_: object) -> None:
        if self.temporary:
            self.temporary.cleanup()


if __name__ == "__main__":
    main()
