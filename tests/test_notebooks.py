"""Each notebook runs from its first cell to its last."""

from __future__ import annotations

from pathlib import Path

import pytest

NEEDS = "needs altair, ipykernel, nbclient and nbformat: pip install -e '.[dev]'"
nbclient, nbformat, *_ = (
    pytest.importorskip(name, reason=NEEDS) for name in ("nbclient", "nbformat", "ipykernel", "altair")
)

FOLDER = Path(__file__).parents[1] / "evals" / "notebooks"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebook_runs(path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parents[1]))
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "clear the outputs: they go stale"
    resources = {"metadata": {"path": str(path.parent)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert any("<svg" in str(output) or "vega" in str(output) for output in shown), "a chart is drawn"
