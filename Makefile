# `make` prints the targets. Longer shell stands in scripts/.
PYTHON := .venv/bin/python
READY := .venv/.ready
NODE_READY := node_modules/.ready
FONTS := src/prongsai/documents/fonts/OFL.txt
FRONTEND := src/prongsai/web/static/collected/staticfiles.json
WORDS := src/prongsai/web/locale/en/LC_MESSAGES/django.mo
RULES := src/prongsai/data/frameworks/2565/compiled.json
SHEETS := "src/prongsai/web/**/*.scss"
SCRIPTS := "src/prongsai/web/**/*.js" "{scripts,tests}/**/*.mjs" "*.mjs"
PAPERS := $(shell find src/prongsai/documents -name "*.typ")
# node of the Python package, where set-up had to take it
NODE := PATH="$(CURDIR)/.venv/bin:$$PATH"
PATTERNS := $(shell find src/prongsai/core src/prongsai/links src/prongsai/readers -name "*.py")
MADE := $(FONTS) $(FRONTEND) $(WORDS) $(RULES)

# A .venv copied from another folder, or whose Python is gone, does not count.
$(shell test -x $(PYTHON) && test "$$(cat $(READY) 2>/dev/null)" = "$$(pwd -P)" || rm -f $(READY))

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-data test test-fast faults mutants check format bench shots corpus docs schema site-archive changelog lock clean

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(firstword $(MAKEFILE_LIST))

$(READY): requirements-dev.txt pyproject.toml
	@scripts/setup.sh

$(NODE_READY): $(READY) requirements-node.txt package-lock.json
	@scripts/setup-node.sh

$(FONTS): $(NODE_READY) scripts/derive_font.py
	$(PYTHON) scripts/derive_font.py node_modules/@expo-google-fonts/sarabun $(@D)

$(FRONTEND): $(NODE_READY) scripts/build_static.py $(shell find src/prongsai/web/frontend -type f)
	$(PYTHON) scripts/build_static.py

$(WORDS): $(READY) scripts/messages.py $(WORDS:.mo=.po)
	$(PYTHON) scripts/messages.py compile

$(RULES): $(READY) scripts/compile_frameworks.py $(wildcard src/prongsai/data/frameworks/*/*.yaml) $(PATTERNS)
	$(PYTHON) scripts/compile_frameworks.py

setup: $(MADE) ## .venv, node_modules, the papers' font and the site's style (the other targets do it themselves)

demo: $(MADE) ## the year of the example: score, weak items, papers (in demo/), then the site until Ctrl-C
	@scripts/demo.sh

demo-data: $(MADE) ## the same without serving: papers in demo/, the site's data in build/demo
	@scripts/demo.sh --no-serve

test: $(MADE) ## all tests; the last lines tell what was skipped and why, and how much of the code ran
	@scripts/system-tools.sh
	$(PYTHON) scripts/covered.py -n 2 --dist worksteal

test-fast: $(MADE) ## the tests of what was changed, without browser and PostgreSQL; tells what it leaves out
	$(PYTHON) scripts/test_fast.py

faults: $(MADE) ## the site under kill -9 for minutes: nothing acknowledged may be lost
	$(PYTHON) -m pytest -m long -s tests/web/faults
	$(PYTHON) -m pytest tests/web/project/test_upkeep.py  # tampered backups, rotten files, a cut journal

mutants: $(MADE) ## an hour: lines of modules that must not err, changed one by one: does a test notice? ONLY="tenancy journal" takes some
	$(PYTHON) scripts/mutants.py $(ONLY)

check: $(NODE_READY) ## format, lint, types, import rules, templates, styles, scripts, typesetting
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-logo --config importlinter.toml
	.venv/bin/djangofmt --check src/prongsai/web
	.venv/bin/djangofmt check src/prongsai/web
	$(NODE) node_modules/.bin/prettier --check --log-level warn $(SHEETS) $(SCRIPTS)
	$(NODE) node_modules/.bin/stylelint $(SHEETS)
	$(NODE) node_modules/.bin/eslint --max-warnings 0 .
	$(NODE) node scripts/typstyle.mjs --check $(PAPERS)

format: $(NODE_READY) ## lay out every source as `make check` asks
	$(PYTHON) -m ruff format .
	.venv/bin/djangofmt src/prongsai/web
	$(NODE) node_modules/.bin/stylelint --fix $(SHEETS)
	$(NODE) node_modules/.bin/prettier --write --log-level warn $(SHEETS) $(SCRIPTS)
	$(NODE) node scripts/typstyle.mjs $(PAPERS)

bench: $(MADE) ## measure speed and memory beside peers
	$(PYTHON) -m benchmarks

shots: $(MADE) ## pictures of the command line's output and of every screen of the site
	$(PYTHON) scripts/shots.py
	$(PYTHON) scripts/shots_site.py
	$(PYTHON) scripts/shots_papers.py

corpus: $(MADE) ## read every labelled document in every format and count; writes docs/method/reading.md
	$(PYTHON) scripts/corpus.py build/corpus

docs: $(READY) ## rewrite the pages that are made from the code
	$(PYTHON) scripts/cli_reference.py

schema: $(MADE) ## after a migration: write down anew what both databases are made of (tests/web/project/schema)
	PRONGSAI_WRITE_SCHEMA=1 $(PYTHON) -m pytest -q tests/web/project/test_schema.py -k step-by-step

site-archive: $(MADE) ## the demo's site, as the release leaves it, for tests that move it (before the tag only)
	$(PYTHON) -m tests.web.project.site_archive

changelog: $(READY) ## gather the entries of changelog.d into CHANGELOG.md (VERSION=0.2.0)
	.venv/bin/towncrier build --yes --version $(VERSION)

lock: ## pin the dependencies anew (UPGRADE=--upgrade takes the newest)
	@UPGRADE="$(UPGRADE)" scripts/lock.sh

clean: ## remove everything that was made
	rm -rf .venv node_modules $(dir $(FONTS)) src/prongsai/web/static $(WORDS) demo build dist
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests scripts benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
