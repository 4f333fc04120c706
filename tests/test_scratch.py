from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pydantic import SecretStr

from jdextract.scratch import BATCH, FOLDER, ScratchStore, open_scratch


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "cache" / FOLDER


def fill(store, count):
    for number in range(count):
        store.put(f"k{number}", b"value %d" % number)


def test_what_was_put_is_got_before_and_after_it_is_written(folder):
    store = ScratchStore(folder)
    fill(store, 3)
    assert (store.get("k1"), store.get("other"), len(store)) == (b"value 1", None, 0)
    store.close()
    again = ScratchStore(folder)
    assert (again.get("k1"), len(again)) == (b"value 1", 3)
    assert again.clear() == 3
    assert again.get("k1") is None
    again.close()


def test_a_process_that_is_killed_loses_its_last_values_and_no_other(folder):
    script = (
        "import os, pathlib, sys; from jdextract.scratch import ScratchStore; s = ScratchStore(pathlib.Path(sys.argv[1])); "
        f"[s.put(f'k{{n}}', b'v') for n in range({BATCH + 1})]; os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=False)
    store = ScratchStore(folder)
    assert (len(store), store.get("k0"), store.get(f"k{BATCH}")) == (BATCH, b"v", None)
    store.close()


def test_two_write_at_once(folder):
    stores = [ScratchStore(folder) for _ in range(2)]

    def write(store):
        fill(store, 2 * BATCH)
        store.close()

    threads = [threading.Thread(target=write, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = ScratchStore(folder)
    assert len(again) == 2 * BATCH
    again.close()


def test_the_oldest_go_first(folder):
    store = ScratchStore(folder, size_limit=200_000)
    noise = bytes(range(256)) * 8
    for number in range(40 * BATCH):
        store.put(f"k{number}", number.to_bytes(4) + noise)
    store.close()
    again = ScratchStore(folder, size_limit=200_000)
    assert again.size_bytes < 400_000
    assert (again.get("k0"), again.get(f"k{40 * BATCH - 1}")) == (None, (40 * BATCH - 1).to_bytes(4) + noise)
    again.close()


@pytest.mark.parametrize(
    "damage", ["UPDATE Cache SET value = x'00'", "UPDATE Cache SET mode = 4, value = x'80045D942E'"]
)
def test_a_damaged_value_is_absent_and_a_pickle_is_never_loaded(folder, damage):
    store = ScratchStore(folder)
    fill(store, 1)
    store.close()
    with sqlite3.connect(folder / "cache.db") as db:
        db.execute(damage)
    db.close()
    assert ScratchStore(folder).get("k0") is None


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    store = ScratchStore(tmp_path / "file" / FOLDER)
    fill(store, BATCH)
    assert (store.get("k0"), len(store), store.size_bytes, store.clear()) == (None, 0, 0, 0)
    store.close()


def test_a_file_that_is_no_database_keeps_nothing(folder):
    folder.mkdir(parents=True)
    (folder / "cache.db").write_text("no database" * 1000)
    store = ScratchStore(folder)
    fill(store, BATCH)
    assert store.get("k0") is None
    store.close()


def test_a_cache_on_a_server_has_none():
    assert open_scratch(SecretStr("redis://localhost/0")) is None


def test_many_are_got_at_once(folder):
    store = ScratchStore(folder)
    fill(store, BATCH + 1)  # the last one waits to be written
    keys = ["k0", "k1", f"k{BATCH}"]
    assert store.get_many([*keys, "other"]) == {key: b"value %s" % key[1:].encode() for key in keys}
    with sqlite3.connect(folder / "cache.db") as db:
        db.execute("UPDATE Cache SET value = x'00' WHERE key = 'k0'")
        db.execute("UPDATE Cache SET value = 'text' WHERE key = 'k1'")
    db.close()
    assert store.get_many(keys) == {f"k{BATCH}": b"value %d" % BATCH}
    store.close()
