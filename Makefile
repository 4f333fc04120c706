# What CI runs; `make check test` before every commit.
PYTHON ?= python

.PHONY: check test bench baseline readme audit release

check:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	PYTHONPATH=. lint-imports --no-cache
	$(PYTHON) -m jdextract taxonomy check
	$(PYTHON) -m jdextract eval run evals/backend.yaml --model lexicon --baseline evals/baselines/backend.json --max-drop 0.02 -q
	PYTHONPATH=. $(PYTHON) -m cogapp --check -I evals/readme README.md

test:
	$(PYTHON) -m pytest

bench:
	for name in cold warm faults kills sharing memory breakdown; do $(PYTHON) evals/benchmarks/$$name.py; done

# What the gate of `check` compares with, after a change of the lexicon that is meant.
baseline:
	$(PYTHON) -m jdextract eval run evals/backend.yaml --model lexicon --json evals/baselines/backend.json -q

# The README's tables and picture, after a change of the lexicon, the commands or the report.
readme:
	PYTHONPATH=. $(PYTHON) -m cogapp -r -I evals/readme README.md
	PYTHONPATH=. $(PYTHON) evals/readme/screenshot.py

# Known vulnerabilities of what is installed; says so where no list of them can be reached.
audit:
	$(PYTHON) .ci/audit.py

release:
	rm -rf dist
	$(PYTHON) -m build
