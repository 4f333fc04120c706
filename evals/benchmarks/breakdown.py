"""How long a breakdown of generated tables takes, and what memory it needs.

    python evals/benchmarks/breakdown.py [SIZE ...] [--keep DIR]

For each size (postings; 10,000, 100,000 and 1,000,000 unless given) two Parquet files are generated: 25 facts a
posting, skills and activities of the shipped taxonomy in a long-tailed distribution, 2.5 % near-duplicates, ten
countries, two years, two sources. Each breakdown runs in a process of its own, takeaways included. A line of JSON
a size: seconds (of the call; start-up apart), CPU seconds, peak memory in MB, seconds per million postings; and how
long DuckDB takes to count each key's postings in the same files, which is the floor.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from jdextract.breakdown import break_down_folder
from jdextract.breakdown.facts import FACTS_SCHEMA
from jdextract.reports import render_json
from jdextract.taxonomy import Taxonomy

SIZES = (10_000, 100_000, 1_000_000)
SKILLS, DUTIES = 19, 5  # and a language: 25 facts a posting
STEP = 50_000  # postings that are generated at once

POSTINGS = """
COPY (
  SELECT 'posting-' || i AS posting_id, 'posting-' || j AS group_id,
    CASE WHEN i % 97 = 0 THEN 'failed' WHEN i % 101 = 0 THEN 'skipped' ELSE 'ok' END AS status,
    'Engineer ' || i AS title, 'Company ' || (j * 7919 % 20000) AS company, 'Somewhere' AS location,
    ['DE', 'US', 'GB', 'FR', 'IN', 'PL', 'NL', 'ES', NULL, 'CA'][1 + (hash(j) % 10)::INTEGER] AS country,
    DATE '2024-01-01' + (hash(i, 1) % 700)::INTEGER AS posted_at, 'day' AS date_precision, 'en' AS language,
    ['backend', 'fullstack', 'data', 'devops', 'frontend'][1 + (hash(j, 2) % 5)::INTEGER] AS role,
    ['junior', 'senior', 'lead', NULL][1 + (hash(j, 3) % 4)::INTEGER] AS seniority,
    ['board', 'feed'][1 + (hash(i, 4) % 2)::INTEGER] AS source, 'lexicon' AS engine
  FROM (SELECT i, CASE WHEN i % 40 = 1 THEN i - 1 ELSE i END AS j FROM range({size}) r(i)) ORDER BY i
) TO '{folder}/postings.parquet' (FORMAT parquet, COMPRESSION zstd)
"""

FACTS = """
  WITH drawn AS (
    SELECT i, j, (({skills} - 1) * pow((hash(i, j) % 1000000) / 1e6, 3))::INTEGER AS n
    FROM range({first}, {end}) r(i), range({skill_count}) s(j)),
  named AS (
    SELECT i, min(j) AS j, key, any_value(kind) AS kind, any_value(category) AS category
    FROM drawn JOIN skill USING (n) GROUP BY i, key),
  duties AS (
    SELECT i, j, (hash(i, 100) + j * 5) % {duties} AS n FROM range({first}, {end}) r(i), range({duty_count}) s(j))
  SELECT 'posting-' || i AS posting_id, fact, key, kind, category, requirement, level, any_of, true AS known,
    segment, segment * 80 AS "start", segment * 80 + 70 AS "end", status, NULL::VARCHAR AS summary, objects, beside
  FROM (
    SELECT i, j, 'skill' AS fact, key, kind, category,
      ['required', 'required', 'preferred', 'mentioned'][1 + (hash(i, key) % 4)::INTEGER] AS requirement, NULL AS level,
      CASE WHEN hash(i, j, 5) % 25 = 0 THEN 1 END AS any_of, (j + 5)::INTEGER AS segment, 'exact' AS status,
      NULL::VARCHAR[] AS objects, NULL::VARCHAR[] AS beside
    FROM named
    UNION ALL
    SELECT i, 50 + j, 'responsibility', key, NULL, category, NULL, NULL, NULL, (j + 5)::INTEGER, 'segment',
      CASE WHEN hash(i, j, 6) % 4 = 0 THEN ['thing ' || (hash(i, j, 7) % 500)] ELSE [] END,
      CASE WHEN hash(i, j, 8) % 2 = 0 THEN [beside[1 + (hash(i, j, 9) % 40)::INTEGER]] ELSE [] END
    FROM duties JOIN duty USING (n), (SELECT list(key ORDER BY n)[:40] AS beside FROM skill)
    UNION ALL
    SELECT i, 90, 'language', CASE WHEN hash(i, 10) % 6 = 0 THEN 'de' ELSE 'en' END, NULL, NULL, 'required', 'C1', NULL,
      40, 'segment', NULL, NULL
    FROM range({first}, {end}) r(i)
  ) ORDER BY i, j
"""


FLOOR = "SELECT key, count(DISTINCT posting_id) FROM read_parquet(?) GROUP BY 1"
"""The least that a breakdown does: the postings that name each key. Nothing is folded, rolled up, tested or compared."""


def generate(size: int, folder: Path) -> int:
    """Write the two tables of ``size`` postings; return the number of facts."""
    taxonomy = Taxonomy.default()
    connection = duckdb.connect(config={"memory_limit": "4GB"})
    skills = [(n, entry.name, entry.kind, entry.category) for n, entry in enumerate(taxonomy.skills.values())]
    duties = [(n, entry.id, entry.theme) for n, entry in enumerate(taxonomy.activities.values()) if entry.id != "other"]
    connection.execute("CREATE TABLE skill (n INTEGER, key VARCHAR, kind VARCHAR, category VARCHAR)")
    connection.executemany("INSERT INTO skill VALUES (?, ?, ?, ?)", skills)
    connection.execute("CREATE TABLE duty (n INTEGER, key VARCHAR, category VARCHAR)")
    connection.executemany("INSERT INTO duty VALUES (?, ?, ?)", duties)
    connection.execute(POSTINGS.format(size=size, folder=folder))
    facts = 0
    with pq.ParquetWriter(folder / "facts.parquet", FACTS_SCHEMA, compression="zstd") as writer:
        for first in range(0, size, STEP):  # as `FactsWriter` writes them, and in memory that does not grow
            query = FACTS.format(
                first=first,
                end=min(first + STEP, size),
                skills=len(skills),
                duties=len(duties),
                skill_count=SKILLS,
                duty_count=DUTIES,
            )
            table = connection.sql(query).to_arrow_table().cast(FACTS_SCHEMA)
            writer.write_table(table, row_group_size=8192 * 25)
            facts += table.num_rows
    return facts


def measure(folder: Path) -> None:
    """Break down the tables in ``folder`` and print what it took."""
    Taxonomy.default()  # part of start-up
    began, cpu = time.perf_counter(), time.process_time()
    breakdown = break_down_folder(folder)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(
        json.dumps(
            {
                "postings": breakdown.postings,
                "skills": len(breakdown.skills),
                "takeaways": len(breakdown.takeaways),
                "seconds": round(seconds, 2),
                "cpu_seconds": round(cpu, 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "json_bytes": len(render_json(breakdown)),
            }
        )
    )


def measure_floor(folder: Path) -> None:
    """Print how long the least takes."""
    began = time.perf_counter()
    duckdb.connect().execute(FLOOR, [str(folder / "facts.parquet")]).fetchall()
    print(time.perf_counter() - began)


def main() -> None:
    """Generate and measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--keep", type=Path, help="keep the tables in this folder, and use them if they are there")
    parser.add_argument("--generate", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--floor", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.generate:
        print(generate(options.sizes[0], options.generate))
        return
    if options.measure:
        measure(options.measure)
        return
    if options.floor:
        measure_floor(options.floor)
        return
    with tempfile.TemporaryDirectory() as scratch:
        for size in options.sizes or SIZES:
            folder = (options.keep or Path(scratch)) / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / "facts.parquet").exists():
                run("--generate", str(folder), str(size))  # apart, for a child's peak memory includes its parent's
            result = json.loads(run("--measure", str(folder)))
            floor = float(run("--floor", str(folder)))
            result |= {"floor_seconds": round(floor, 2), "times_floor": round(result["seconds"] / floor, 1)}
            per_million = round(result["seconds"] / size * 1e6, 2)
            print(json.dumps({"size": size, **result, "seconds_per_million": per_million}), flush=True)


def run(*arguments: str) -> str:
    """Run this script again with ``arguments`` and return what it printed."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


if __name__ == "__main__":
    main()
