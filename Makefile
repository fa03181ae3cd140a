# `make` prints the targets. Longer shell stands in scripts/.
PYTHON := .venv/bin/python
READY := .venv/.ready
NODE_READY := node_modules/.ready

# A .venv copied from another folder, or whose Python is gone, does not count.
$(shell test -x $(PYTHON) && test "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" || rm -f $(READY))

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench shots docs lock clean

help: ## print this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST))

$(READY): requirements-dev.txt pyproject.toml
	@scripts/setup.sh

$(NODE_READY): $(READY) requirements-node.txt package-lock.json
	@scripts/setup-node.sh

setup: $(READY) $(NODE_READY) ## .venv and node_modules from the lock files (the other targets do it themselves)

demo: $(READY) ## the year of the example: score, weak items, the cheapest way to the next level
	@scripts/demo.sh

test: $(READY) $(NODE_READY) ## all tests; the last lines tell what was skipped and why
	@scripts/system-tools.sh
	$(PYTHON) -m pytest -n 2

check: $(READY) ## format, lint, types, import rules
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo --config importlinter.toml

bench: $(READY) ## measure speed and memory beside peers
	$(PYTHON) -m benchmarks

shots: $(READY) $(NODE_READY) ## pictures of what the command line prints
	$(PYTHON) scripts/shots.py

docs: $(READY) ## rewrite the pages that are made from the code
	$(PYTHON) scripts/cli_reference.py

lock: ## pin the dependencies anew (UPGRADE=--upgrade takes the newest)
	@UPGRADE="$(UPGRADE)" scripts/lock.sh

clean: ## remove everything that was made
	rm -rf .venv node_modules build dist .coverage .coverage.* htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests scripts benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
