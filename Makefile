# What CI runs; `make check test` before every commit.
PYTHON ?= python

.PHONY: check test bench

check:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	PYTHONPATH=. lint-imports --no-cache
	$(PYTHON) -m jdextract taxonomy check

test:
	$(PYTHON) -m pytest

bench:
	for script in evals/benchmarks/*.py; do $(PYTHON) $$script; done
