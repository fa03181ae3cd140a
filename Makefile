# `make` prints the targets. Longer shell stands in scripts/.
PYTHON := .venv/bin/python
READY := .venv/.ready
NODE_READY := node_modules/.ready
FONTS := src/prongsai/documents/fonts/OFL.txt

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

$(FONTS): $(NODE_READY) scripts/derive_font.py
	$(PYTHON) scripts/derive_font.py node_modules/@expo-google-fonts/sarabun $(@D)

setup: $(FONTS) ## .venv, node_modules and the papers' font (the other targets do it themselves)

demo: $(FONTS) ## the year of the example: score, weak items, the cheapest way, plan and papers
	@scripts/demo.sh

test: $(FONTS) ## all tests; the last lines tell what was skipped and why
	@scripts/system-tools.sh
	$(PYTHON) -m pytest -n 2

check: $(READY) ## format, lint, types, import rules
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo --config importlinter.toml

bench: $(FONTS) ## measure speed and memory beside peers
	$(PYTHON) -m benchmarks

shots: $(FONTS) ## pictures of what the command line prints
	$(PYTHON) scripts/shots.py
	$(PYTHON) scripts/shots_papers.py

docs: $(READY) ## rewrite the pages that are made from the code
	$(PYTHON) scripts/cli_reference.py

lock: ## pin the dependencies anew (UPGRADE=--upgrade takes the newest)
	@UPGRADE="$(UPGRADE)" scripts/lock.sh

clean: ## remove everything that was made
	rm -rf .venv node_modules $(dir $(FONTS)) demo build dist .coverage .coverage.* htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests scripts benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
