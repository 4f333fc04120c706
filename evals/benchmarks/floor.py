"""The floor of a warm run: one look-up a posting in the same store, and two JSON documents a line; see ``warm.py``.

``python evals/benchmarks/floor.py CORPUS.jsonl CACHE_FOLDER OUT.jsonl``
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path


def main() -> None:
    corpus, folder, out = map(Path, sys.argv[1:])
    rows = sqlite3.connect(folder / "cache.db")
    keys = [key for (key,) in rows.execute("SELECT key FROM Cache")]
    with corpus.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as written:
        for line, key in zip(lines, keys, strict=False):
            ((answer,),) = rows.execute("SELECT value FROM Cache WHERE key = ?", (key,))
            written.write(json.dumps({"posting": json.loads(line), "answer": json.loads(answer)}) + "\n")
    rows.close()


if __name__ == "__main__":
    main()
