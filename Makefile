# Two commands matter: `make demo` shows the program at work, `make test` checks everything.
VENV ?= .venv
PY := $(VENV)/bin/python
GOLD ?= tests/data/gold
SCORE ?= $(firstword $(wildcard ../shared/gold/score.py) bench/score.py)
BOOT ?= python3
DEV := ruff mypy pytest pytest-xdist hypothesis syrupy import-linter pexpect pillow typst

.DEFAULT_GOAL := help
.PHONY: help demo test lint types contract unit accuracy bench prepare clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.installed: pyproject.toml
	$(BOOT) -m venv $(VENV)
	$(PY) -m pip install -q -c constraints.txt -e .
	@touch $@

$(VENV)/.developing: $(VENV)/.installed constraints.txt
	$(PY) -m pip install -q -c constraints.txt $(DEV)
	@touch $@

demo: $(VENV)/.installed  ## read a shipped PDF policy and print the answer
	$(PY) -m ketacli check sample_policies/larkspur-esketamine.pdf --exit-zero

test: lint types contract unit  ## lint, types, import directions and all tests

lint: $(VENV)/.developing
	$(PY) -m ruff check ketacli tests bench
	$(PY) -m ruff format --check ketacli tests bench

types: $(VENV)/.developing
	$(PY) -m mypy

contract: $(VENV)/.developing
	$(VENV)/bin/lint-imports --no-cache

unit: $(VENV)/.developing
	$(PY) -m pytest -n 2

accuracy: $(VENV)/.installed  ## score the reading on gold records (GOLD=folder)
	$(PY) $(SCORE) --gold $(GOLD) --command '$(PY) -m ketacli check {file} --format json' --show-errors

prepare: $(VENV)/.developing  ## after a change of rules or vocabularies: what a quick start needs
	$(PY) -m bench.prepare

bench: $(VENV)/.developing  ## speed and accuracy figures, as ratios within one run
	$(PY) -m bench

clean:  ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
